# SPDX-License-Identifier: MIT
"""FIELDS: the texts that are pasted into a ticket."""

import csv
import io
import re
from collections.abc import Mapping

import msgspec
import pytest

from tests import hostile
from tests.builders import POOL, inventory, pair, server, servers, settings
from tests.hostile_plan import replaced
from tests.plans import Made, between, make
from tests.views import view_of
from x400fix.bundle.contents import is_legal_name
from x400fix.documents.field_profiles import FIELDS
from x400fix.documents.fields import field_files, field_length, find_texts
from x400fix.documents.rendering import visible
from x400fix.plan.model import Plan
from x400fix.settings.choices import AddressMode, Profile, Strategy, TicketField
from x400fix.settings.settings import Settings
from x400fix.settings.ticket_facts import NOTE_LENGTH, TicketFacts, TicketGroups, TicketRisk
from x400fix.settings.window import parse_window

HOSTILE = {**hostile.NAMES, **hostile.TEXTS}
PROFILES = pytest.mark.parametrize("profile", list(Profile))
WINDOW = parse_window("2026-12-05T22:00+01:00/6h")
FACTS = TicketFacts(
    category="Messaging",
    type="normal",
    service="Electronic mail",
    environment="Production",
    contact="+49 30 555 0100",
    text_to_users="Mail waits.\n\nNothing is lost.\n",
    groups=TicketGroups(
        windows="NT operations", exchange="Messaging", network="LAN", approval="CAB"
    ),
    risk=TicketRisk(level="3", users=1200, rehearsed=True, note="Freeze begins on Monday."),
)


def within(**others: object) -> Settings:
    """Settings of a plan in a window, with a pool that it needs."""
    return settings(POOL[:2], (), window=WINDOW, **others)


def texts(made: Made, profile: Profile = Profile.GENERIC) -> Mapping[TicketField, str]:
    """The text of each field."""
    return {each.row.field: each.text for each in find_texts(view_of(made), profile)}


def text(made: Made, field: TicketField) -> str:
    return texts(made)[field]


def files(made: Made, profile: Profile) -> Mapping[str, str]:
    """The files, with CRLF as LF."""
    return {
        path: data.decode("utf-8").replace("\r\n", "\n")
        for path, data in field_files(view_of(made), profile)
    }


class TestFiles:
    @PROFILES
    def test_there_is_one_for_each_field_and_one_that_lists_them(self, profile: Profile) -> None:
        found = files(make(pair()), profile)
        assert len(found) == len(FIELDS) + 1
        assert all(is_legal_name(path) for path in found)
        listed = re.findall(r"(?m)^([A-Z-]+(?:\.CSV)?\.(?:TXT|CSV)) ", found["FIELDS/INDEX.TXT"])
        assert [f"FIELDS/{name}" for name in listed] == list(found)[:-1]

    def test_they_have_the_names_of_their_system(self) -> None:
        assert "FIELDS/BACK-OUT-PLAN.TXT" in files(make(pair()), Profile.GENERIC)
        assert "FIELDS/BACKOUT-PLAN.TXT" in files(make(pair()), Profile.SERVICENOW)
        assert "FIELDS/SUMMARY.TXT" in files(make(pair()), Profile.JSM)
        assert "FIELDS/REMEDIATION-PLAN.TXT" in files(make(pair()), Profile.REMEDY)

    @pytest.mark.parametrize(
        ("profile", "name"),
        [
            (Profile.GENERIC, "FIELDS/AFFECTED-CIS.CSV"),
            (Profile.SERVICENOW, "FIELDS/AFFECTED-CIS.CSV.TXT"),
            (Profile.JSM, "FIELDS/AFFECTED-SERVICES.CSV"),
            (Profile.REMEDY, "FIELDS/RELATED-CIS.CSV.TXT"),
        ],
    )
    def test_a_table_has_a_name_that_passes(self, profile: Profile, name: str) -> None:
        assert name in files(make(pair()), profile)

    def test_they_end_their_lines_as_windows_does(self) -> None:
        for path, data in field_files(view_of(make(pair())), Profile.GENERIC):
            assert data.endswith(b"\r\n"), path
            assert not data.endswith(b"\r\n\r\n"), path
            assert data.count(b"\n") == data.count(b"\r\n") == data.count(b"\r"), path

    def test_the_list_says_that_limits_are_not_verified(self) -> None:
        index = files(make(pair(), settings(ticket="CHG-1")), Profile.JSM)["FIELDS/INDEX.TXT"]
        assert "fields of the change ticket CHG-1, profile jsm\n" in index
        assert "are not verified for yours" in " ".join(index.split())
        row = next(line for line in index.split("\n") if line.startswith("SUMMARY.TXT"))
        length = field_length(text(make(pair()), TicketField.SHORT_DESCRIPTION))
        assert row.split() == ["SUMMARY.TXT", "Summary", str(length), "255", "short_description"]

    def test_the_list_names_what_to_attach_where_that_matters(self) -> None:
        assert "ATTACH" not in files(make(pair()), Profile.GENERIC)["FIELDS/INDEX.TXT"]
        index = files(make(pair()), Profile.REMEDY)["FIELDS/INDEX.TXT"]
        assert (
            "\n    TICKET.TXT or TICKET.PDF\n    ASSIGN.CSV.TXT\n"
            "    BUNDLE.ZIP (made with the plan, and not by x400fix ticket)\n"
        ) in index

    def test_the_list_says_what_is_a_date_or_a_choice(self) -> None:
        index = files(make(pair(), within()), Profile.REMEDY)["FIELDS/INDEX.TXT"]
        assert (
            "\nCHANGE-WINDOW.TXT: where start and end are fields for dates, take lines 1" in index
        )
        assert "\nCATEGORIZATION.TXT, RISK-LEVEL.TXT, IMPACT.TXT:\nusually fields with a" in index
        assert "take lines" not in files(make(pair()), Profile.REMEDY)["FIELDS/INDEX.TXT"]

    def test_the_same_plan_gives_the_same_bytes(self) -> None:
        one, other = (dict(field_files(view_of(make(pair())), Profile.JSM)) for _ in "12")
        assert one == other


class TestLimits:
    @PROFILES
    def test_every_text_fits_its_field(self, profile: Profile) -> None:
        rows = [f"MAIL-A/{at} 10.20.2.10 MAIL-B" for at in range(30)]
        found = view_of(make(inventory(rows, servers())))
        for each in find_texts(found, profile):
            assert not each.limit or field_length(each.text) <= each.limit
            assert each.limit == each.row.limit(profile)

    def test_a_text_that_is_cut_tells_its_annex(self) -> None:
        rows = [f"MAIL-A/{at} 10.20.2.10 MAIL-B" for at in range(30)]
        made = make(inventory(rows, servers()))
        found = view_of(made)
        plan = texts(made, Profile.SERVICENOW)[TicketField.IMPLEMENTATION]
        kept = plan.removesuffix(f"\nSee annex {found.annexes['steps'].number} of the ticket.")
        assert kept.endswith(")")
        assert texts(made)[TicketField.IMPLEMENTATION].startswith(f"{kept}\n")
        assert 3_800 < field_length(plan) <= 4_000

    def test_the_config_file_sets_other_limits(self) -> None:
        chosen = settings(facts=TicketFacts(limits={"test_plan": 400}))
        cut = text(make(pair(), chosen), TicketField.TEST)
        assert 100 < field_length(cut) <= 400
        assert cut.endswith(" of the ticket.")
        assert "Go when:" in cut


class TestTexts:
    def test_the_short_description_says_what_and_where(self) -> None:
        found = text(make(pair()), TicketField.SHORT_DESCRIPTION)
        assert found == (
            "Give 2 X.400 Connectors an Address of their own on MAIL-A and MAIL-B (KB 200588)"
        )

    def test_one_connector_is_told_in_the_singular(self) -> None:
        rows = [f"MAIL-A/{at} 10.20.2.10 MAIL-B" for at in "12"]
        found = text(make(inventory(rows, servers())), TicketField.SHORT_DESCRIPTION)
        assert found == "Give 1 X.400 Connector an Address of its own on MAIL-A (KB 200588)"

    def test_more_names_are_told_as_such(self) -> None:
        chosen = settings([], strategy=Strategy.HOSTNAME, address_mode=AddressMode.LMHOSTS)
        found = text(make(pair(), chosen), TicketField.SHORT_DESCRIPTION)
        assert found.startswith("Give 2 X.400 Connectors a host name of their own on ")

    def test_many_servers_are_counted(self) -> None:
        rows = [f"MAIL-{home}/{at} 10.20.9.9 FAR" for home in "ABCD" for at in "12"]
        made = make(inventory(rows, []), settings(["FAR=10.20.9.32/27"]))
        assert " on 4 servers (" in text(made, TicketField.SHORT_DESCRIPTION)

    def test_the_description_has_places_window_and_checksum(self) -> None:
        made = make(pair(), within(owner="J. Doe", facts=FACTS))
        found = text(made, TicketField.DESCRIPTION)
        assert found.startswith("2 X.400 Connectors get an Address of their own, and 2 keep ")
        assert "\n- MAIL-A: 10 steps, 1 h 00 min\n- MAIL-B: 10 steps, 1 h 00 min\n" in found
        assert "\nWindow: 2026-12-05 22:00 +01:00 to 2026-12-06 04:00 +01:00\n" in found
        assert "\nOwner: J. Doe\nContact during the change: +49 30 555 0100\n" in found
        assert "\nService: Electronic mail\nEnvironment: Production\n" in found
        assert found.endswith(f"\nPlan checksum: {made.plan.checksum}")

    def test_a_place_shows_its_site(self) -> None:
        here = msgspec.structs.replace(server("MAIL-A 10.20.1.10/24"), site="BERLIN")
        assert "- MAIL-A in BERLIN: " in text(make(between(here)), TicketField.DESCRIPTION)

    def test_what_is_not_said_is_to_be_filled_in(self) -> None:
        made = make(pair())
        assert text(made, TicketField.CATEGORY) == (
            "Category: to be filled in\nType: to be filled in\nService: to be filled in\n"
            "Environment: to be filled in"
        )
        assert "\nWindow: to be filled in\n" in text(made, TicketField.DESCRIPTION)
        risk = text(made, TicketField.RISK)
        assert "\n- Users whose mail may wait: to be filled in\n" in risk
        assert risk.endswith("\n- Rehearsed in a laboratory: to be filled in")
        groups = text(made, TicketField.GROUPS)
        assert groups.startswith("Windows administrator: to be filled in (")
        assert groups.endswith(
            "\nOwner: to be filled in\nContact during the change: to be filled in"
        )

    def test_category_and_type_come_from_the_config_file(self) -> None:
        assert text(make(pair(), within(facts=FACTS)), TicketField.CATEGORY) == (
            "Category: Messaging\nType: normal\nService: Electronic mail\nEnvironment: Production"
        )

    def test_the_justification_names_rows_sources_and_the_risk_of_not_doing_it(self) -> None:
        found = text(make(pair()), TicketField.JUSTIFICATION)
        assert "\n4 connectors, CONFLICT: Several connectors" in found
        assert " (Q200588)\n\nIf the change is not made:\n- 2 conflicts stay: " in found
        rows = [*(f"MAIL-A/{at} 10.20.2.10 MAIL-B" for at in "12"), "MAIL-A/X 3110 stack=X25"]
        found = text(make(inventory(rows, servers())), TicketField.JUSTIFICATION)
        assert "\n1 connector, OUT OF SCOPE: " in found

    def test_the_risk_has_its_inputs(self) -> None:
        found = text(make(pair()), TicketField.RISK)
        assert found.startswith("Risk level: medium\nMedium: 2 servers restart, ")
        assert "\n- Servers that restart: 2 (medium)\n" in found

    def test_the_boards_own_scale_goes_before_ours(self) -> None:
        found = text(make(pair(), within(facts=FACTS)), TicketField.RISK)
        assert found.startswith(
            "Risk level: 3 (by the board's own scale; by what this plan counts: medium)\n"
        )
        assert "\n- Users whose mail may wait: 1200\n" in found
        assert found.endswith("\n- Rehearsed in a laboratory: yes\nFreeze begins on Monday.")
        facts = TicketFacts(risk=TicketRisk(rehearsed=False, users=0))
        found = text(make(pair(), settings(facts=facts)), TicketField.RISK)
        assert found.endswith(": 0\n- Rehearsed in a laboratory: no")

    def test_the_implementation_plan_has_every_step_with_who_and_when(self) -> None:
        made = make(pair(), within())
        found = text(made, TicketField.IMPLEMENTATION)
        numbers = re.findall(r"(?m)^(\d+)\. ", found)
        assert numbers == [str(step.number) for step in made.steps()]
        assert (
            '\n13. 22:30 MAIL-A: Set the Address of connector "To B 2" '
            "(Exchange administrator, 5 min, waits for 11)\n"
        ) in found
        told = "The times are those with one administrator per server; +1 is the next day."
        assert f"\n{told}\n" in found

    def test_without_a_window_nothing_has_a_time(self) -> None:
        found = text(make(pair()), TicketField.IMPLEMENTATION)
        assert (
            "\n3. MAIL-A: Sign go or no-go (Windows administrator, 5 min, waits for 2)\n" in found
        )
        assert "Times" not in found

    def test_the_analysis_tells_outages_cautions_warnings_and_assumptions(self) -> None:
        here = server("MAIL-A 10.20.1.10/24", adapter="", exchange="5.5")
        made = make(between(here))
        found = text(made, TicketField.IMPACT)
        assert (
            "\n- MAIL-A or its MTA is out of service for 45 min: 1 server restart, 1 MTA restart.\n"
        ) in found
        assert "Mail between MAIL-A and MAIL-B" not in found
        assert "\n- This plan was not tested on Windows NT or Exchange." in found
        assert "\n- X4-W123: MAIL-A: no NIC script can be written: " in found
        assert "\nAssumptions:\n- MAIL-A: 5.5 without a service pack counts as before " in found

    def test_a_foreign_mta_is_called_so(self) -> None:
        rows = [*(f"MAIL-A/{at} 10.20.2.10 MAIL-B" for at in "12"), "MAIL-B/X 172.16.9.9"]
        found = texts(make(inventory(rows, servers())))
        assert "\n- Mail between MAIL-B and a foreign MTA: 1 route" in found[TicketField.IMPACT]
        assert 'from MAIL-B to a foreign MTA, connector "X" at 172.16' in found[TicketField.TEST]
        assert "\n- MAIL-B and a partner outside, for up to " in found[TicketField.USERS]

    def test_the_back_out_begins_with_when_and_goes_back_step_by_step(self) -> None:
        made = make(pair(), within())
        found = text(made, TicketField.BACK_OUT)
        assert found.startswith("Begin the back-out no later than 2026-12-06 03:00 +01:00, or ")
        assert "takes as long" not in found
        assert [line for line in found.split("\n") if line.startswith("- MAIL")] == [
            f"- {line.place.name}: {line.text} ({line.step.minutes} min)"
            for line in view_of(made).back_out.now
        ]

    def test_what_can_wait_comes_last_in_the_back_out(self) -> None:
        rows = [f"MAIL-A/{at} 10.9.0.1 FAR-{at} via=FW1" for at in "12"]
        found = text(make(inventory(rows, servers()), settings([])), TicketField.BACK_OUT)
        assert found.endswith('\n- Later: FW1: Remove the pair of mappings for connector "2"')

    def test_the_test_plan_has_criteria_and_connectors(self) -> None:
        made = make(pair())
        found = text(made, TicketField.TEST)
        assert found.startswith("Go when:\n- ")
        assert "\nStop when:\n- " in found
        assert (
            '\n[ ] step 17: from MAIL-A to MAIL-B, connector "To B 2" at 10.20.2.32, changed\n'
        ) in found
        assert found.count("[ ] step ") == 4
        rows = ["MAIL-A/1 172.16.9.9", "MAIL-A/2 172.16.9.9"]
        made = make(inventory(rows, ["MAIL-A 10.20.1.10/24"]), settings([]))
        assert " at the address decided, changed" in text(made, TicketField.TEST)

    def test_a_connector_that_does_not_change_is_tested_all_the_same(self) -> None:
        rows = [*(f"MAIL-A/{at} 10.20.2.10 MAIL-B" for at in "12"), "MAIL-C/X 10.20.2.10 MAIL-B"]
        found = text(make(inventory(rows, servers())), TicketField.TEST)
        assert 'from MAIL-C to MAIL-B, connector "X" at 10.20.2.10\n' in found

    def test_start_and_end_are_told_with_both_ways_of_working(self) -> None:
        found = text(make(pair(), within()), TicketField.WINDOW)
        assert found.startswith(
            "2026-12-05 22:00 +01:00\n2026-12-06 04:00 +01:00\n"
            "These are the planned start and the planned end.\n"
            "Begin the back-out no later than 2026-12-06 03:00 +01:00, "
            "or 2026-12-06 03:30 +01:00 with one administrator per server: "
        )
        assert "\nAll steps are done, if one person does them: 2026-12-06 00:00 +01:00\n" in found
        assert ", with one administrator per server: 2026-12-05 23:00 +01:00\n" in found
        assert found.endswith(
            "\n- MAIL-B: 1 h 00 min of work in the window, 1 server restart, 1 MTA restart"
        )

    def test_only_what_restarts_is_said_to_do_so(self) -> None:
        rows = ["MAIL-A/1 172.16.9.9", "MAIL-A/2 172.16.9.9"]
        made = make(
            inventory(rows, ["MAIL-A 10.20.1.10/24"]), settings(["172.16.9.9=172.16.9.32/28"])
        )
        found = texts(made)
        assert "\n- 172.16.9.9: 0 min of work in the window\n" in found[TicketField.WINDOW]
        assert found[TicketField.WINDOW].endswith(
            "\n- MAIL-A: 35 min of work in the window, 1 MTA restart"
        )
        assert " is out of service for 10 min: 1 MTA restart.\n" in found[TicketField.IMPACT]

    def test_a_window_that_is_too_short_is_told_there(self) -> None:
        short = parse_window("2026-12-05T22:00+01:00/1h")
        found = text(make(pair(), settings(POOL[:2], window=short)), TicketField.WINDOW)
        assert "\nWarning: the window has 1 h 00 min; the steps take 1 h 00 min" in found

    def test_without_a_window_the_length_is_told(self) -> None:
        found = text(make(pair()), TicketField.WINDOW)
        assert found.startswith(
            "Planned start: to be filled in\nPlanned end: to be filled in\n"
            "The steps take 2 h 00 min if one person does one after another, 1 h 00 min "
            "with one administrator per server.\nUndoing everything takes "
        )

    def test_groups_have_the_names_of_the_config_file(self) -> None:
        found = text(make(pair(), within(owner="J. Doe", facts=FACTS)), TicketField.GROUPS)
        assert found == (
            "Windows administrator: NT operations (10 steps, 2 h 10 min, at 2 places)\n"
            "Network administrator: LAN (2 steps, 10 min, at 2 places)\n"
            "Exchange administrator: Messaging (8 steps, 2 h 00 min, at 2 places)\n"
            "Approval: CAB\nOwner: J. Doe\nContact during the change: +49 30 555 0100"
        )

    def test_a_partner_has_a_group_too(self) -> None:
        rows = ["MAIL-A/1 172.16.9.9", "MAIL-A/2 172.16.9.9"]
        facts = TicketFacts(groups=TicketGroups(partner="Account managers"))
        found = text(
            make(inventory(rows, ["MAIL-A 10.20.1.10/24"]), settings([], facts=facts)),
            TicketField.GROUPS,
        )
        assert (
            "Exchange administrator, with the partner: Account managers "
            "(2 steps, 35 min, at 1 place)\n"
        ) in found

    def test_a_group_without_a_step_is_told_too(self) -> None:
        facts = TicketFacts(groups=TicketGroups(partner="Account managers"))
        found = text(make(pair(), within(facts=facts)), TicketField.GROUPS)
        assert (
            "\nExchange administrator, with the partner: Account managers (no step of this plan)\n"
        ) in found

    def test_users_are_told_what_the_config_file_says(self) -> None:
        found = text(make(pair(), within(facts=FACTS)), TicketField.USERS)
        assert found == "Mail waits.\n\nNothing is lost."

    def test_users_are_told_when_mail_waits_else(self) -> None:
        rows = [*(f"MAIL-A/{at} 10.20.2.10 MAIL-B" for at in "12"), "MAIL-B/X 10.20.3.10 MAIL-C"]
        found = inventory(rows, servers())
        assert text(make(found, within()), TicketField.USERS) == (
            "Between 2026-12-05 22:00 +01:00 and 2026-12-06 04:00 +01:00 mail between these "
            "servers may come late:\n- MAIL-B and MAIL-C, for up to 35 min in all\n"
            "No mail is lost: it waits in the queues and is delivered later."
        )
        assert text(make(found), TicketField.USERS).startswith("While the change is made, mail ")

    def test_users_are_promised_no_wait_where_nothing_passes_today(self) -> None:
        assert text(make(pair(), within()), TicketField.USERS) == (
            "No mail that passes today has to wait for this change."
        )


class TestAffected:
    def rows(self, made: Made) -> list[dict[str, str]]:
        """The rows as the csv module reads them."""
        return list(csv.DictReader(io.StringIO(text(made, TicketField.AFFECTED), newline="")))

    def test_what_is_changed_comes_first_and_then_whose_mail_waits(self) -> None:
        rows = [*(f"MAIL-A/{at} 10.20.2.10 MAIL-B" for at in "12"), "MAIL-C/X 10.20.2.10 MAIL-B"]
        made = make(inventory(rows, [*servers(), "MAIL-C 10.20.3.10/24"]))
        found = [(row["name"], row["class"], row["relation"]) for row in self.rows(made)]
        assert found == [
            ("MAIL-A", "server", "changes"),
            ("MAIL-B", "server", "changes"),
            ("MAIL-C", "server", "impacts"),
        ]

    def test_a_row_has_what_the_inputs_say_and_the_addresses_to_come(self) -> None:
        row = self.rows(make(pair()))[0]
        assert row == {
            "name": "MAIL-A",
            "class": "server",
            "relation": "changes",
            "addresses": "10.20.1.10/24",
            "new_addresses": "10.20.1.32/24",
            "site": "",
            "os": "NT 4.0 SP5",
            "exchange": "5.0 SP2",
        }


def hostile_plan(name: str) -> Plan:
    """A plan in which everything that may be free text is hostile; no inventory gives one."""
    made = make(pair(), within(owner="x", facts=FACTS, ticket="CHG-1"))
    plan = replaced(made.plan, {"To B 2": name})
    note = visible(name)[:NOTE_LENGTH]  # of these no plan holds others
    facts = TicketFacts(
        category=note, type=note, service=note, contact=note, text_to_users=note,
        groups=TicketGroups(windows=note), risk=TicketRisk(level=note, note=note),
    )  # fmt: skip
    options = msgspec.structs.replace(plan.options, facts=facts, owner=note)
    places = tuple(msgspec.structs.replace(each, site=name) for each in plan.facts)
    return msgspec.structs.replace(plan, options=options, facts=places, assumptions=(name,))


LINES = [each.text.count("\n") for each in find_texts(view_of(hostile_plan("x")), Profile.GENERIC)]


@pytest.mark.parametrize("name", HOSTILE.values(), ids=HOSTILE)
@pytest.mark.parametrize("profile", [Profile.GENERIC, Profile.SERVICENOW])
def test_hostile_text_stays_on_its_line_and_hides_nothing(name: str, profile: Profile) -> None:
    """In every field of every system."""
    found = list(find_texts(view_of(hostile_plan(name)), profile))
    for each in found:
        assert each.text.replace("\n", "").isprintable(), each.name
        assert not each.limit or field_length(each.text) <= each.limit
    # Only the text to users may have several lines.
    if profile is Profile.GENERIC and "\n" not in name:
        assert [each.text.count("\n") for each in found] == LINES
