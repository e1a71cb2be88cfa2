# SPDX-License-Identifier: MIT
"""FIELDS: the texts that are pasted into a ticket."""

import csv
import io
import re
from collections.abc import Mapping, Sequence

import msgspec
import pytest

from tests import hostile
from tests.builders import POOL, inventory, pair, server, servers, settings
from tests.hostile_plan import replaced
from tests.plans import Made, between, make
from tests.views import view_of
from x400fix.bundle.contents import is_legal_name
from x400fix.documents.decision import plain_text
from x400fix.documents.field_profiles import FIELDS, WORDS
from x400fix.documents.fields import (
    FieldText,
    field_files,
    field_length,
    field_values,
    find_mail,
    find_texts,
    word_values,
)
from x400fix.documents.rendering import visible
from x400fix.plan.model import Plan, ServerFacts
from x400fix.settings.choices import Profile, TicketField
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


def fields(plan: Made | Plan, profile: Profile) -> Sequence[FieldText]:
    """All fields that have a text."""
    view = view_of(plan)
    return find_texts(view, profile, field_values(view))


def texts(made: Made, profile: Profile = Profile.SERVICENOW) -> Mapping[TicketField, str]:
    """The text of each field; ServiceNow has them all."""
    return {each.row.field: each.text for each in fields(made, profile)}


def words(made: Made, profile: Profile = Profile.SERVICENOW) -> Mapping[str, str]:
    """The fields of one line."""
    index = files(made, profile)["FIELDS/INDEX.TXT"].partition("\n\n")[2].partition("\nLong")[0]
    return dict(re.findall(r"(?m)^([A-Za-z ]+): (.*)$", index))


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
    def test_there_is_one_for_each_long_field_and_one_for_all_short_ones(
        self, profile: Profile
    ) -> None:
        found = files(make(pair()), profile)
        long = [row for row in FIELDS if profile in row.names and not row.is_short]
        assert len(found) == len(long) + 1
        assert all(is_legal_name(path) for path in found)
        listed = re.findall(r"(?m)^([A-Z-]+(?:\.CSV)?\.(?:TXT|CSV)) ", found["FIELDS/INDEX.TXT"])
        files_of_their_own = [f"FIELDS/{name}" for name in listed if name != "INDEX.TXT"]
        assert files_of_their_own == list(found)[:-1]

    def test_only_what_a_form_has_is_there(self) -> None:
        """And no more than six files where nobody said which system it is."""
        assert [*files(make(pair()), Profile.GENERIC)] == [
            "FIELDS/DESCRIPTION.TXT",
            "FIELDS/IMPLEMENTATION-PLAN.TXT",
            "FIELDS/TEST-PLAN.TXT",
            "FIELDS/BACK-OUT-PLAN.TXT",
            "FIELDS/AFFECTED-CIS.CSV",
            "FIELDS/INDEX.TXT",
        ]
        servicenow = files(make(pair()), Profile.SERVICENOW)
        assert {"FIELDS/JUSTIFICATION.TXT", "FIELDS/RISK-AND-IMPACT-ANALYSIS.TXT"} < {*servicenow}
        assert {"FIELDS/BACKOUT-PLAN.TXT", "FIELDS/CHANGE-TASKS.CSV.TXT"} < {*servicenow}
        assert "FIELDS/BACKOUT-PLAN.TXT" in files(make(pair()), Profile.JSM)
        assert "FIELDS/NOTES.TXT" in files(make(pair()), Profile.REMEDY)

    @pytest.mark.parametrize("profile", [Profile.GENERIC, Profile.JSM, Profile.REMEDY])
    def test_what_a_form_has_no_field_for_is_in_its_description(self, profile: Profile) -> None:
        made = make(pair())
        found, whole = texts(made, profile), texts(made)
        for field, title in (
            (TicketField.JUSTIFICATION, "JUSTIFICATION"),
            (TicketField.IMPACT, "RISK AND IMPACT ANALYSIS"),
        ):
            assert field not in found
            assert f"\n\n{title}\n{whole[field]}" in found[TicketField.DESCRIPTION]
            assert title not in whole[TicketField.DESCRIPTION]

    @pytest.mark.parametrize(
        ("profile", "name"),
        [
            (Profile.GENERIC, "FIELDS/AFFECTED-CIS.CSV"),
            (Profile.SERVICENOW, "FIELDS/AFFECTED-CIS.CSV.TXT"),
            (Profile.JSM, "FIELDS/AFFECTED-CIS.CSV"),
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

    def test_the_list_has_lengths_and_limits(self) -> None:
        index = files(make(pair(), settings(ticket="CHG-1")), Profile.JSM)["FIELDS/INDEX.TXT"]
        assert "fields of the change ticket CHG-1, profile jsm\n" in index
        row = next(line for line in index.split("\n") if line.startswith("INDEX.TXT"))
        length = field_length(text(make(pair()), TicketField.SHORT_DESCRIPTION))
        assert row.split() == ["INDEX.TXT", "Summary", str(length), "255", "short_description"]

    def test_the_list_names_what_to_attach_where_that_matters(self) -> None:
        assert "ATTACH" not in files(make(pair()), Profile.GENERIC)["FIELDS/INDEX.TXT"]
        index = files(make(pair()), Profile.REMEDY)["FIELDS/INDEX.TXT"]
        assert (
            "\n    TICKET.TXT or TICKET.PDF\n    ASSIGN.CSV.TXT\n"
            "    BUNDLE.ZIP (made with the plan, and not by x400fix ticket)\n"
        ) in index

    def test_a_text_of_several_lines_stands_between_lines_of_its_own(self) -> None:
        index = files(make(pair(), within(facts=FACTS)), Profile.SERVICENOW)["FIELDS/INDEX.TXT"]
        assert (
            "\n---- Communication plan ----\nMail waits.\n\nNothing is lost.\n---- end ----\n"
        ) in index
        one_line = TicketFacts(text_to_users="Mail waits.")
        assert words(make(pair(), settings(facts=one_line)), Profile.JSM)["Text to users"] == (
            "Mail waits."
        )

    def test_the_same_plan_gives_the_same_bytes(self) -> None:
        one, other = (dict(field_files(view_of(make(pair())), Profile.JSM)) for _ in "12")
        assert one == other


class TestLimits:
    @PROFILES
    def test_every_text_fits_its_field(self, profile: Profile) -> None:
        rows = [f"MAIL-A/{at} 10.20.2.10 MAIL-B" for at in range(30)]
        for each in fields(make(inventory(rows, servers())), profile):
            assert not each.limit or field_length(each.text) <= each.limit

    @pytest.mark.parametrize("limit", [40, 500, 1500, 2500])
    def test_a_text_that_is_cut_says_how_long_it_was_and_where_it_is(self, limit: int) -> None:
        """The back-out plan above all; what is left of it is its first lines."""
        keys = ("implementation_plan", "back_out_plan", "test_plan")
        rows = [f"MAIL-A/{at} 10.20.2.10 MAIL-B" for at in range(30)]
        found = inventory(rows, servers())
        made = make(found, settings(facts=TicketFacts(limits=dict.fromkeys(keys, limit))))
        whole, cut = texts(make(found)), texts(made)
        for key, annex in zip(keys, ("steps", "back-out", "tests"), strict=True):
            field = TicketField(key)
            lines = whole[field].count("\n") + 1
            notice = (
                f"Cut ({lines} lines): see ticket, annex {view_of(made).annexes[annex].number}."
            )
            assert cut[field].endswith(notice)
            kept = cut[field].removesuffix(notice).rstrip().removesuffix("...")
            assert whole[field].startswith(kept)

    def test_a_description_names_all_annexes_that_have_the_rest(self) -> None:
        found = make(pair(), settings(facts=TicketFacts(limits={"description": 400})))
        annexes = [
            view_of(found).annexes[name].number for name in ("addresses", "outages", "risks")
        ]
        numbers = ", ".join(map(str, annexes))
        cut = texts(found, Profile.JSM)[TicketField.DESCRIPTION]
        assert cut.endswith(f" lines): see ticket, annexes {numbers}.")

    def test_a_headline_that_is_cut_is_one_line(self) -> None:
        found = make(pair(), settings(facts=TicketFacts(limits={"short_description": 60})))
        cut = text(found, TicketField.SHORT_DESCRIPTION)
        assert cut == "Give 2 X.400 Connectors an... Cut: see ticket, annex 2."


class TestTexts:
    def test_the_short_description_is_the_title_of_the_ticket(self) -> None:
        """Without the marks that set names apart there."""
        made = make(pair())
        found = text(made, TicketField.SHORT_DESCRIPTION)
        assert found == plain_text(view_of(made).title)
        assert found.isascii()

    def test_the_description_has_places_window_and_checksum(self) -> None:
        made = make(pair(), within(owner="J. Doe", facts=FACTS))
        found = text(made, TicketField.DESCRIPTION)
        for label in ("What", "Effect on users", "Still broken", "Added outage"):
            said = plain_text(" ".join(view_of(made).decision[label]))
            assert f"\n{label}: {said}\n" in f"\n{found}"
        load = "10 steps, 1 h 00 min, 1 server restart, 1 MTA restart"
        assert f"\n- MAIL-A: {load}\n- MAIL-B: {load}\n" in found
        assert "\nWindow: 2026-12-05 22:00 +01:00 to 2026-12-06 04:00 +01:00\n" in found
        assert "\nOwner: J. Doe\nContact during the change: +49 30 555 0100\n" in found
        assert "\nService: Electronic mail\nEnvironment: Production\n" in found
        assert found.endswith(f"\nPlan checksum: {made.plan.checksum}")

    def test_a_place_shows_its_site(self) -> None:
        here = msgspec.structs.replace(server("MAIL-A 10.20.1.10/24"), site="BERLIN")
        assert "- MAIL-A in BERLIN: " in text(make(between(here)), TicketField.DESCRIPTION)

    def test_what_is_not_said_is_to_be_filled_in(self) -> None:
        made = make(pair())
        found = words(made)
        blank = {label for label, value in found.items() if value == "to be filled in"}
        assert blank == {
            *("Category", "Type", "Service", "Planned start date", "Planned end date"),
            *("Assignment group", "Assigned to"),
        }
        description = text(made, TicketField.DESCRIPTION)
        for label in ("Window", "Owner", "Contact during the change", "Service", "Environment"):
            assert f"\n{label}: to be filled in\n" in description
        risk = text(made, TicketField.IMPACT)
        assert "\n- Users whose mail may wait: to be filled in\n" in risk
        assert "\n- Rehearsed in a laboratory: to be filled in\n" in risk
        assert "\nWindows administrator: to be filled in (" in text(
            made, TicketField.IMPLEMENTATION
        )
        assert text(made, TicketField.USERS).endswith("\nQuestions: ________")

    def test_words_come_from_the_config_file(self) -> None:
        made = make(pair(), within(owner="J. Doe", facts=FACTS))
        for profile, labels in (
            (Profile.GENERIC, ("Category", "Type", "Service", "Group", "Owner", "Approvers")),
            (
                Profile.SERVICENOW,
                ("Category", "Type", "Service", "Assignment group", "Assigned to"),
            ),
            (Profile.JSM, ("", "Change type", "Affected services", "", "Assignee", "Approvers")),
            (Profile.REMEDY, ("", "Class", "Service", "Coordinator group", "Change coordinator")),
        ):
            found = words(made, profile)
            values = ("Messaging", "normal", "Electronic mail", "Messaging", "J. Doe", "CAB")
            for label, value in zip(labels, values, strict=False):
                assert not label or found[label] == value

    @PROFILES
    def test_a_choice_is_one_word(self, profile: Profile) -> None:
        """One that the form has."""
        found = words(make(pair()), profile)
        risk, urgency = WORDS["risk"][profile], WORDS["urgency"].get(profile)
        assert found[risk] == ("Moderate" if profile is Profile.SERVICENOW else "Medium")
        assert urgency is None or found[urgency] == "High"
        assert found["Impact"] in {"Low", "Medium", "High", "Minor", "Moderate", "Significant"}

    def test_nothing_that_works_and_waits_is_of_low_impact(self) -> None:
        """Some of the routes, or more than half of them."""
        made = make(pair())
        view = view_of(made)
        for standing, impact in ((0, "Minor"), (1, "Moderate"), (3, "Significant")):
            view.counts = {**view.counts, "stopping": standing, "down": 0}
            found = dict(word_values(view, Profile.JSM, field_values(view)))
            assert (found["Impact"], found["Urgency"]) == (impact, "Medium")

    def test_the_board_gets_one_line(self) -> None:
        found = words(make(pair(), within()))
        assert found["CAB agenda"] == (
            f"{found['Short description']}; risk medium; window 2026-12-05 22:00 +01:00 to "
            f"2026-12-06 04:00 +01:00; outage: {found['Outage']}"
        )
        assert found["Outage"].startswith("2 servers, up to 35 min each, from 2026-12-05 22:")
        assert found["Outage"].endswith(
            "; 0 of 4 mail routes work today and stop, 4 are down already"
        )
        assert " from " not in words(make(pair()))["Outage"]

    def test_the_justification_names_rows_sources_and_the_risk_of_not_doing_it(self) -> None:
        found = text(make(pair()), TicketField.JUSTIFICATION)
        assert "\n4 connectors, CONFLICT: Several connectors" in found
        for label in ("Why now", "Why this way"):
            assert plain_text(" ".join(view_of(make(pair())).decision[label])) in found
        rows = [*(f"MAIL-A/{at} 10.20.2.10 MAIL-B" for at in "12"), "MAIL-A/X 3110 stack=X25"]
        found = text(make(inventory(rows, servers())), TicketField.JUSTIFICATION)
        assert "\n1 connector, OUT OF SCOPE: " in found

    def test_the_risk_has_its_inputs(self) -> None:
        """Those that are not zero."""
        found = text(make(pair()), TicketField.IMPACT)
        assert found.startswith("Risk level: medium. ")
        assert "\n- server restarts: 2 (medium)\n" in found
        assert ": 0 (" not in found

    def test_the_boards_own_scale_goes_before_ours(self) -> None:
        made = make(pair(), within(facts=FACTS))
        assert words(made)["Risk"] == "3"
        found = text(made, TicketField.IMPACT)
        assert (
            "\n- Users whose mail may wait: 1200\n- Rehearsed in a laboratory: yes\n"
            "- Freeze begins on Monday.\n"
        ) in found
        facts = TicketFacts(risk=TicketRisk(rehearsed=False, users=0))
        found = text(make(pair(), settings(facts=facts)), TicketField.IMPACT)
        assert ": 0\n- Rehearsed in a laboratory: no\n" in found

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
        assert "\n3. MAIL-A: Sign go or no-go (Windows administrator, 5 min, " in found
        assert "The times are those" not in found
        assert "Planned: " not in found

    def test_the_analysis_tells_outages_cautions_warnings_and_assumptions(self) -> None:
        made = make(between(server("MAIL-A 10.20.1.10/24", adapter="", exchange="5.5")))
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

    def test_the_back_out_begins_with_when_and_goes_back_step_by_step(self) -> None:
        made = make(pair(), within())
        found = text(made, TicketField.BACK_OUT)
        (latest,) = view_of(made).decision["Latest back-out"]
        assert found.startswith(f"Latest back-out: {latest}\n")
        assert [line for line in found.split("\n") if line.startswith("- MAIL")] == [
            f"- {line.place.name}: {line.text} ({line.step.minutes} min)"
            for line in view_of(made).back_out.now
        ]

    def test_what_can_wait_comes_last_in_the_back_out(self) -> None:
        rows = [f"MAIL-A/{at} 10.9.0.1 FAR-{at} via=FW1" for at in "12"]
        found = text(make(inventory(rows, servers()), settings([])), TicketField.BACK_OUT)
        lines = [line for line in found.split("\n") if line.startswith("- ")]
        assert lines[-1] == '- Later: FW1: Remove the pair of mappings for connector "2"'
        assert found.index(lines[-1]) < found.index("In this order: first every setting")

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

    def test_start_and_end_are_those_of_the_window(self) -> None:
        found = words(make(pair(), within()), Profile.REMEDY)
        assert found["Scheduled start date"] == "2026-12-05 22:00 +01:00"
        assert found["Scheduled end date"] == "2026-12-06 04:00 +01:00"

    def test_only_what_restarts_is_said_to_do_so(self) -> None:
        rows = ["MAIL-A/1 172.16.9.9", "MAIL-A/2 172.16.9.9"]
        made = make(
            inventory(rows, ["MAIL-A 10.20.1.10/24"]), settings(["172.16.9.9=172.16.9.32/28"])
        )
        found = texts(made)
        assert "\n- 172.16.9.9: 3 steps, 0 min\n" in found[TicketField.DESCRIPTION]
        assert ", 35 min, 1 MTA restart\n" in found[TicketField.DESCRIPTION]
        assert " is out of service for 10 min: 1 MTA restart.\n" in found[TicketField.IMPACT]
        assert "cannot be reached" not in found[TicketField.USERS]

    def test_a_window_that_is_too_short_is_told(self) -> None:
        short = parse_window("2026-12-05T22:00+01:00/1h")
        found = text(make(pair(), settings(POOL[:2], window=short)), TicketField.IMPACT)
        assert "\n- X4-W160: the window has 1 h 00 min; the steps take 1 h 00 min" in found

    def test_groups_have_the_names_of_the_config_file(self) -> None:
        found = text(make(pair(), within(facts=FACTS)), TicketField.IMPLEMENTATION)
        assert (
            "\nWindows administrator: NT operations (10 steps, 2 h 10 min, at 2 places)\n"
            "Network administrator: LAN (2 steps, 10 min, at 2 places)\n"
            "Exchange administrator: Messaging (8 steps, 2 h 00 min, at 2 places)\n"
        ) in found

    def test_a_partner_has_a_group_too(self) -> None:
        rows = ["MAIL-A/1 172.16.9.9", "MAIL-A/2 172.16.9.9"]
        facts = TicketFacts(groups=TicketGroups(partner="Account managers"))
        found = text(
            make(inventory(rows, ["MAIL-A 10.20.1.10/24"]), settings([], facts=facts)),
            TicketField.IMPLEMENTATION,
        )
        assert (
            "Exchange administrator, with the partner: Account managers "
            "(2 steps, 35 min, at 1 place)\n"
        ) in found

    def test_a_group_without_a_step_is_told_too(self) -> None:
        facts = TicketFacts(groups=TicketGroups(partner="Account managers"))
        found = text(make(pair(), within(facts=facts)), TicketField.IMPLEMENTATION)
        assert (
            "\nExchange administrator, with the partner: Account managers (no step of this plan)\n"
        ) in found

    def test_users_are_told_what_the_config_file_says(self) -> None:
        found = text(make(pair(), within(facts=FACTS)), TicketField.USERS)
        assert found == "Mail waits.\n\nNothing is lost."

    def test_users_are_promised_nothing_for_what_is_down_already(self) -> None:
        """And hear of no server; the times are those of the steps in which something waits."""
        found = text(make(pair(), within()), TicketField.USERS)
        assert re.fullmatch(
            r"Some mail between our sites does not get through now\. We work on it between "
            r"2026-12-05 22:\d\d \+01:00 and 2026-12-05 23:\d\d \+01:00, and tell you afterwards "
            r"whether it does\.\nMailboxes on a server that is restarted in this time cannot be "
            r"reached for a while\.\nQuestions: ________",
            found,
        )
        assert "between ________ and ________" in text(make(pair()), TicketField.USERS)

    def test_mail_that_passes_now_comes_late(self) -> None:
        """Between sites, or with partners outside; if none waits, that is said."""
        rows = [*(f"MAIL-A/{at} 10.20.2.10 MAIL-B" for at in "12"), "MAIL-C/X 10.20.2.10 MAIL-B"]
        known = [*servers(), server("MAIL-C 10.20.3.10/24")]
        named = [
            msgspec.structs.replace(each, site=site)
            for each, site in zip(known, ("ROMA", "BONN", "OSLO"), strict=True)
        ]
        found = text(make(inventory(rows, named), within()), TicketField.USERS)
        assert "\nSome mail between BONN and ROMA does not get through now. " in f"\n{found}"
        assert " mail between BONN and OSLO may come up to " in found
        assert (
            " late. None of it is lost: it waits in the queues and is delivered later.\n" in found
        )
        assert "MAIL-" not in found

    @pytest.mark.parametrize(
        ("sites", "partner", "said"),
        [
            ("ROMA BONN OSLO", "MAIL-B", "between BONN and ROMA"),
            ("ROMA ROMA OSLO", "MAIL-B", "within ROMA"),
            ("- - -", "MAIL-B", "between our sites"),
            ("ROMA - -", "", "between ROMA and partners outside"),
            ("- - -", "", "between our sites and partners outside"),
        ],
    )
    def test_mail_is_between_sites(self, sites: str, partner: str, said: str) -> None:
        """Or where they are not known, between ours."""
        plan = make(pair()).plan
        routes = [msgspec.structs.replace(plan.routes[0], partner=partner)]
        facts = [
            msgspec.structs.replace(each, site=site.strip("-"))
            for each, site in zip(plan.facts, sites.split(), strict=False)
        ]
        view = view_of(msgspec.structs.replace(plan, routes=tuple(routes), facts=tuple(facts)))
        assert find_mail(view).down == said

    def test_many_pairs_are_told_together(self) -> None:
        """Those of servers, and those with others."""
        plan = make(pair()).plan
        facts = tuple(ServerFacts(server=f"MAIL-{name}", site=f"SITE {name}") for name in "ABCDE")
        ends = [("MAIL-A", f"MAIL-{name}") for name in "BCDE"]
        for more, said in (
            ((), "between our sites"),
            ((("MAIL-A", ""),), "between our sites and between our sites and partners outside"),
        ):
            routes = tuple(
                msgspec.structs.replace(plan.routes[0], server=server, partner=partner)
                for server, partner in (*ends, *more)
            )
            view = view_of(msgspec.structs.replace(plan, routes=routes, facts=facts))
            assert find_mail(view).down == said

    def test_nothing_is_announced_where_nothing_waits(self) -> None:
        made = make(pair())
        plan = msgspec.structs.replace(made.plan, routes=(), outages=())
        found = find_texts(view_of(plan), Profile.JSM, field_values(view_of(plan)))
        (users,) = (each.text for each in found if each.row.field is TicketField.USERS)
        assert users.startswith("No interruption of mail is planned.\n")
        index = dict(field_files(view_of(plan), Profile.SERVICENOW))["FIELDS/INDEX.TXT"]
        assert b"\r\nOutage: none\r\n" in index


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

    @pytest.mark.parametrize(
        ("rows", "owner", "kind"),
        [
            (["MAIL-A/1 172.16.9.9", "MAIL-A/2 172.16.9.9"], "172.16.9.9", "foreign MTA"),
            ([f"MAIL-A/{at} 172.16.9.9 MAIL-{at} via=FW1" for at in "BC"], "FW1", "proxy firewall"),
        ],
    )
    def test_a_firewall_and_a_partner_get_addresses_too(
        self, rows: list[str], owner: str, kind: str
    ) -> None:
        """The address that is dialled now is the one that it has."""
        made = make(
            inventory(rows, ["MAIL-A 10.20.1.10/24"]), settings([f"{owner}=172.16.9.32/28"])
        )
        row = next(row for row in self.rows(made) if row["name"] == owner)
        assert (row["class"], row["relation"]) == (kind, "changes")
        assert (row["addresses"], row["new_addresses"]) == ("172.16.9.9", "172.16.9.32")

    def test_an_address_that_others_decide_is_not_left_out(self) -> None:
        rows = ["MAIL-A/1 172.16.9.9", "MAIL-A/2 172.16.9.9"]
        made = make(inventory(rows, ["MAIL-A 10.20.1.10/24"]), settings([]))
        found = {row["name"]: row["new_addresses"] for row in self.rows(made)}
        assert found == {"172.16.9.9": "to be decided", "MAIL-A": ""}


class TestTasks:
    def rows(self, made: Made) -> list[dict[str, str]]:
        """The rows as the csv module reads them."""
        return list(csv.DictReader(io.StringIO(text(made, TicketField.TASKS), newline="")))

    def test_each_step_is_a_task_with_the_columns_of_the_form(self) -> None:
        made = make(pair(), within(facts=FACTS))
        rows = self.rows(made)
        assert [row["short_description"].partition(".")[0] for row in rows] == [
            str(step.number) for step in made.steps()
        ]
        row = next(row for row in rows if " Set the Address of " in row["short_description"])
        assert row["short_description"] == '13. MAIL-A: Set the Address of connector "To B 2"'
        assert (row["change_task_type"], row["cmdb_ci"]) == ("Implementation", "MAIL-A")
        assert row["assignment_group"] == "Messaging"
        assert re.fullmatch(r"2026-12-05 2\d:\d\d:00", row["planned_start_date"])
        assert row["planned_start_date"] < row["planned_end_date"]
        assert row["description"] == "Step 13 in SERVERS/MAIL-A/STEPS.TXT, waits for 11"
        assert {row["change_task_type"] for row in rows} == {
            *("Planning", "Implementation", "Testing", "Review"),
        }

    def test_without_a_window_they_have_no_time(self) -> None:
        """And without the name of a group they have the role."""
        for row in self.rows(make(pair())):
            assert row["planned_start_date"] == row["planned_end_date"] == ""
            assert row["assignment_group"].endswith(" administrator")


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


LINES = [each.text.count("\n") for each in fields(hostile_plan("x"), Profile.SERVICENOW)]


@pytest.mark.parametrize("name", HOSTILE.values(), ids=HOSTILE)
@pytest.mark.parametrize("profile", [Profile.JSM, Profile.SERVICENOW])
def test_hostile_text_stays_on_its_line_and_hides_nothing(name: str, profile: Profile) -> None:
    """In every field of every system."""
    found = fields(hostile_plan(name), profile)
    for each in found:
        assert each.text.replace("\n", "").isprintable(), each.row.field
        assert not each.limit or field_length(each.text) <= each.limit
    # Only the text to users may have several lines.
    if profile is Profile.SERVICENOW and "\n" not in name:
        assert [each.text.count("\n") for each in found] == LINES
