# SPDX-License-Identifier: MIT
"""TICKET.TXT and RUNBOOK.TXT, which are about the whole plan."""

import hashlib
import re

import pytest

from tests.builders import POOL, inventory, pair, server, servers, settings
from tests.dossiers import dossier_of
from tests.plans import INPUTS, Made, between, called, make
from x400fix import __version__
from x400fix.inventory.connectors import Server
from x400fix.settings.choices import AddressMode, Strategy
from x400fix.settings.ticket_facts import TicketFacts
from x400fix.settings.window import parse_window
from x400fix.simulation.requirements import OBLIGATIONS
from x400fix.step_kinds import StepKind

HOME = "MAIL-A 10.20.1.10/24"
SECTIONS = [
    *(
        "SUMMARY",
        "WINDOW",
        "WHY",
        *("WHAT WAS PROVEN", "ROUTES DOWN WHEN", "AFFECTED SERVERS"),
        "IMPLEMENTATION STEPS",
        "TEST PLAN",
        "BACK-OUT PLAN",
    ),
    *("RISKS AND WARNINGS", "ASSUMPTIONS", "INPUTS"),
    "EVIDENCE",
]
HEADING = re.compile(r"(?m)^([A-Z -]+)\n=+$")


def ticket(made: Made) -> str:
    return made.text("TICKET.TXT")


def section(made: Made, name: str) -> str:
    """The text below one heading."""
    parts = HEADING.split(ticket(made))
    return parts[parts.index(name) + 1]


def firewall(count: int = 2) -> Made:
    """Connectors of MAIL-A through one proxy firewall."""
    rows = [f"MAIL-A/{at} 10.9.0.1 FAR-{at} via=FW1" for at in range(count)]
    return make(inventory(rows, [HOME]), settings([]))


def test_the_ticket_begins_with_version_and_number() -> None:
    """The number as it was given, or none."""
    assert ticket(make(pair())).startswith(f"x400fix {__version__}: change ticket\n")
    numbered = make(pair(), settings(ticket="CHG-17"))
    assert ticket(numbered).startswith(f"x400fix {__version__}: change ticket CHG-17\n")


def test_the_sections_are_those_that_a_board_asks_for() -> None:
    """In this order, each underlined to its end."""
    text = ticket(make(pair()))
    assert HEADING.findall(text) == SECTIONS
    for heading, line in re.findall(r"(?m)^([A-Z -]+)\n(=+)$", text):
        assert len(heading) == len(line)


def test_nothing_to_do_has_no_steps_and_says_why() -> None:
    """The verdicts and their rows are the reason."""
    made = make(pair(2, "Exchange 2000", "5.5 SP3"))
    text = ticket(made)
    assert HEADING.findall(text) == ["SUMMARY", "RISKS AND WARNINGS", "ASSUMPTIONS", "INPUTS"]
    assert "Nothing to do: no X.400 Connector of this inventory has to move." in text
    assert "\nEXEMPT       2\n" in text
    assert "Row 17 of the truth table, 2 connectors: EXEMPT\n" in text


def test_a_plan_of_nothing_but_warnings_says_so() -> None:
    """The warning stands in the ticket too."""
    text = ticket(make(pair(2, "5.5 SP3", "5.5 SP3")))
    assert "Nothing to do" in text
    assert "X4-W115" in text


class TestSummary:
    def test_connectors_servers_addresses_and_steps_are_counted(self) -> None:
        text = section(make(pair(3)), "SUMMARY")
        assert "\n4 X.400 Connectors get an Address of their own,\n" in text
        assert "\n2 keep their present ones.\n2 conflicts are resolved.\n" in text
        assert "\nConnectors        6 on 2 servers\n" in text
        assert "\nNew addresses     4\n" in text
        assert "\nSteps             24 in 1 wave\n" in text
        assert "\nServer restarts   2 " in text

    def test_one_of_each_is_told_in_the_singular(self) -> None:
        rows = ["MAIL-A/One 172.16.9.9", "MAIL-A/Two 172.16.9.9"]
        made = make(inventory(rows, [HOME]), settings(["172.16.9.9=172.16.9.32/28"]))
        text = section(made, "SUMMARY")
        assert "\n1 X.400 Connector gets an Address of its own,\n" in text
        assert "\n1 keeps its present one.\n1 conflict is resolved.\n" in text
        assert "\nConnectors        2 on 1 server\n" in text

    def test_work_by_hand_is_told_beside_what_moves(self) -> None:
        assert "0 X.400 Connectors get an Address of their own, 1 is changed by hand,\n" in section(
            firewall(), "SUMMARY"
        )
        text = section(firewall(3), "SUMMARY")
        assert ", 2 are changed by hand,\n" in text
        assert "\n1 conflict is resolved, as far as the work by hand is done.\n" in text

    def test_what_minimal_saves_or_would_save_is_told(self) -> None:
        rows = [f"MAIL-{home}/{at} 10.20.2.10 MAIL-D" for home in "AB" for at in "12"]
        found = inventory(rows, ["MAIL-D 10.20.2.10/24"])
        for minimal, text in (
            (False, "2 (--minimal would save 1)"),
            (True, "1 (--minimal saves 1)"),
        ):
            assert f"New addresses     {text}\n" in ticket(make(found, settings(minimal=minimal)))
        assert "--minimal" not in re.sub("address --minimal", "", ticket(make(pair())))

    def test_the_alternatives_stand_in_a_table_and_the_chosen_one_is_marked(self) -> None:
        lines = section(make(pair()), "SUMMARY").split("\n")
        start = next(at for at, line in enumerate(lines) if line.startswith("Alternatives"))
        table = lines[start + 2 : start + 8]
        ways = ["address", "address", "hostname", "selectors", "merge", "nothing"]
        assert [line.split()[0] for line in table] == ways
        assert [line.endswith("<-") for line in table] == [True, *[False] * 5]
        assert table[-1].split()[1:] == ["0", "0", "0", "0", "0", "0", "0", "4"]

    def test_the_plan_checksum_is_told_and_is_what_is_said_of_it(self) -> None:
        made = make(pair())
        data = made.bundle()["PLAN.json"]
        digest = hashlib.sha256(data[: data.rindex(b'"checksum"')]).hexdigest()
        assert f"\nPlan checksum     {digest}\n" in section(made, "SUMMARY")

    def test_waves_are_counted(self) -> None:
        rows = [
            *(f"MAIL-A/B{at} 10.20.2.10 MAIL-B" for at in "12"),
            *(f"MAIL-A/C{at} 10.20.3.10 MAIL-C" for at in "12"),
        ]
        made = make(inventory(rows, [*servers(), "MAIL-C 10.20.3.10/24"]))
        assert " in 2 waves\n" in section(made, "SUMMARY")


class TestProof:
    def test_every_obligation_is_told_with_what_was_found(self) -> None:
        text = section(make(pair()), "WHAT WAS PROVEN")
        assert text.count("\nholds: ") == len(OBLIGATIONS)
        assert (
            "\nworks                      0       0\nclaimed                    0       2\n" in text
        )
        assert "\nsame-pair (claimed): The call comes from" in text

    def test_what_is_given_up_names_the_option_and_the_connectors(self) -> None:
        text = section(make(pair(), settings(reassign_all=True)), "WHAT WAS PROVEN")
        assert "\ngiven up by --reassign-all: Every call" in text
        assert '\n      MAIL-A "To B 1"\n' in text

    def test_many_places_are_counted(self) -> None:
        text = section(make(pair(13), settings(reassign_all=True)), "WHAT WAS PROVEN")
        assert "\n      and 6 more\n" in text

    def test_what_stands_still_is_told_by_step_and_by_route(self) -> None:
        made = make(pair())
        text = section(made, "ROUTES DOWN WHEN")
        restart = next(step for step in made.steps(StepKind.MTA_RESTART))
        assert f"\n{restart.number:6}  MAIL-A            10       4  Restart the MTA\n" in text
        assert (
            f'\nMAIL-A "To B 2" -> MAIL-B: down, then claimed from step {restart.number + 1}; '
            "stands still 70 min\n"
        ) in text


class TestWhy:
    def test_each_row_that_was_met_is_explained_with_its_sources(self) -> None:
        text = section(make(pair(2, "5.0 SP2", "5.5 SP4")), "WHY")
        assert "Row 3 of the truth table, 2 connectors: CONFLICT\n" in text
        assert "Row 4 of the truth table, 2 connectors: OK\n" in text
        assert "Sources: Q200588, Q198772, Q197378\n" in text
        assert text.index("Row 3") < text.index("Row 4")

    def test_one_connector_of_a_row_is_told_in_the_singular(self) -> None:
        rows = [*(f"MAIL-A/{at} 10.20.2.10 MAIL-B" for at in "12"), "MAIL-A/X 3110 stack=X25"]
        text = section(make(inventory(rows, servers())), "WHY")
        assert "Row 16 of the truth table, 1 connector: OUT OF SCOPE\n" in text

    def test_single_connectors_are_no_reason(self) -> None:
        rows = [*(f"MAIL-A/{at} 10.20.2.10 MAIL-B" for at in "12"), "MAIL-A/X 10.20.3.10"]
        assert "Row 1 " not in section(make(inventory(rows, servers())), "WHY")

    def test_each_conflict_shows_what_becomes_of_its_connectors(self) -> None:
        assert (
            "MAIL-A: 2 connectors to 10.20.2.10 (MAIL-B)\n"
            '    keep    "To B 1"\n'
            '    move    "To B 2" -> 10.20.2.32\n'
        ) in section(make(pair()), "WHY")

    def test_work_by_hand_has_its_reason(self) -> None:
        text = section(firewall(), "WHY")
        assert '    manual  "1"\n            The Address belongs to a proxy firewall' in text

    def test_work_by_hand_with_a_known_address_shows_it(self) -> None:
        rows = [f"MAIL-A/{at} 10.9.0.1 FAR-{at} via=FW1" for at in "01"]
        made = make(inventory(rows, [HOME]), settings(["FW1=10.9.0.32/28"]))
        assert '    manual  "1" -> 10.9.0.32\n' in section(made, "WHY")

    def test_the_articles_that_the_plan_rests_on_are_named(self) -> None:
        text = section(make(pair()), "WHY")
        assert all(source in text for source in ("Q200588", "Q193380", "Q189345"))


class TestAffected:
    def test_a_server_shows_folder_system_version_and_changes(self) -> None:
        made = make(between(server(HOME, exchange="5.0 SP2"), servers()[1], count=3))
        assert (
            "MAIL-A (folder SERVERS\\MAIL-A): NT 4.0 SP5, Exchange 5.0 SP2\n"
            "    12 steps, 2 h 10 min, 1 server restart, 1 MTA restart\n"
            "    2 new addresses on its NIC, by script or by hand\n"
            "    2 connectors get another Address\n"
        ) in section(made, "AFFECTED SERVERS")

    def test_one_of_each_is_told_in_the_singular(self) -> None:
        rows = [
            *("MAIL-A/One mail-b MAIL-B", "MAIL-A/Two mail-b MAIL-B"),
            *("MAIL-B/One 10.20.1.10 MAIL-A", "MAIL-B/Two 10.20.1.10 MAIL-A"),
        ]
        text = section(make(inventory(rows, servers("5.0", "5.5 SP4"))), "AFFECTED SERVERS")
        assert "    1 connector gets another Address\n    1 line for its HOSTS file\n" in text
        assert "    1 new address on its NIC, by script or by hand\n" in text
        assert "    2 Stack IP Address Overrides\n" in text

    def test_an_override_and_a_line_come_in_the_singular_and_plural(self) -> None:
        rows = [
            *("MAIL-A/1 MAIL-B MAIL-B", "MAIL-A/2 MAIL-B MAIL-B", "MAIL-A/3 MAIL-C MAIL-C"),
            *("MAIL-A/4 MAIL-C MAIL-C", "MAIL-B/1 10.20.1.10 MAIL-A"),
        ]
        found = inventory(rows, [*servers("5.0", "5.5 SP4"), "MAIL-C 10.20.3.10/24"])
        text = section(make(found), "AFFECTED SERVERS")
        assert "    2 lines for its HOSTS file\n" in text
        assert "    1 Stack IP Address Override\n" in text

    def test_a_nic_without_a_script_is_by_hand(self) -> None:
        made = make(between(server(HOME, adapter="")))
        assert "    1 new address on its NIC, by hand\n" in section(made, "AFFECTED SERVERS")

    @pytest.mark.parametrize(
        ("here", "shown"),
        [
            (server(HOME, os=""), "system unknown, Exchange 5.0 SP2"),
            (server(HOME, exchange=""), "NT 4.0 SP5, Exchange unknown"),
        ],
    )
    def test_what_is_unknown_of_a_server_is_told(self, here: Server, shown: str) -> None:
        text = section(make(between(here)), "AFFECTED SERVERS")
        assert f"MAIL-A (folder SERVERS\\MAIL-A): {shown}\n" in text

    def test_a_place_that_people_wait_for_says_how_many_do(self) -> None:
        assert (
            "FW1 (folder SERVERS\\FW1)\n    1 step, 30 min\n"
            "    1 connector to it waits for what is done here by hand\n"
        ) in section(firewall(), "AFFECTED SERVERS")
        assert "    2 connectors to it wait for what" in section(firewall(3), "AFFECTED SERVERS")


class TestTests:
    def test_every_connector_of_an_owner_is_tested_in_both_directions(self) -> None:
        """Also the unchanged ones: a server with more addresses may call from another."""
        rows = [
            *("MAIL-A/1 10.20.2.10 MAIL-B", "MAIL-A/2 10.20.2.10 MAIL-B"),
            *("MAIL-B/Other 10.20.3.10 MAIL-C", "MAIL-C/To_B 10.20.2.10 MAIL-B"),
            "MAIL-C/To_D 10.20.4.10 MAIL-D",
        ]
        text = section(make(inventory(rows, servers())), "TEST PLAN")
        assert [line for line in text.split("\n") if line.startswith("[ ]")] == [
            '[ ] out  [ ] in   step 13   MAIL-A "1" -> MAIL-B at 10.20.2.10',
            '[ ] out  [ ] in   step 11   MAIL-A "2" -> MAIL-B at 10.20.2.32  CHANGED',
            '[ ] out  [ ] in   step 14   MAIL-B "Other" -> MAIL-C at 10.20.3.10',
            '[ ] out  [ ] in   step 14   MAIL-C "To B" -> MAIL-B at 10.20.2.10',
        ]

    def test_more_names_are_tested_like_more_addresses(self) -> None:
        """Whoever dials the same owner, also one that no input describes."""
        rows = [
            *("MAIL-A/1 172.16.9.9 FAR", "MAIL-A/2 172.16.9.9 FAR"),
            "MAIL-B/Only 172.16.9.9 FAR",
        ]
        chosen = settings([], strategy=Strategy.HOSTNAME, address_mode=AddressMode.LMHOSTS)
        text = section(make(inventory(rows, servers()), chosen), "TEST PLAN")
        assert 'MAIL-B "Only" -> FAR at 172.16.9.9\n' in text

    def test_a_server_whose_nic_was_left_unfinished_is_tested(self) -> None:
        first = make(pair(2))
        rows = ["MAIL-A/To_B_1 10.20.2.10 MAIL-B", "MAIL-A/To_B_2 10.20.2.32 MAIL-B"]
        later = make(inventory(rows, servers()), memory=first.memory())
        assert later.plan.assignments == ()
        assert section(later, "TEST PLAN").count("[ ] out") == 2

    def test_connectors_of_other_stacks_are_not_tested(self) -> None:
        rows = [*(f"MAIL-A/{at} 10.20.2.10 MAIL-B" for at in "12"), "MAIL-B/X 3110 stack=X25"]
        assert '"X"' not in section(make(inventory(rows, servers())), "TEST PLAN")

    def test_a_foreign_mta_and_an_open_address_are_told(self) -> None:
        rows = ["MAIL-A/One 172.16.9.9", "MAIL-A/Two 172.16.9.9"]
        text = section(make(inventory(rows, [HOME]), settings([])), "TEST PLAN")
        assert '"One" -> foreign MTA at 172.16.9.9\n' in text
        assert '"Two" -> foreign MTA at the address decided  CHANGED\n' in text


class TestWarningsAndAssumptions:
    def test_warnings_stand_with_their_code_and_place_but_no_folder(self) -> None:
        made = make(between(server(HOME, adapter="")))
        text = " ".join(section(made, "RISKS AND WARNINGS").split())
        assert "- inventory.csv:2:2: warning X4-W123: MAIL-A: no NIC script" in text

    def test_no_warning_is_told_too(self) -> None:
        made = make(pair(), settings(["10.20.1.32/28", "10.20.2.32/28"]))
        assert section(made, "RISKS AND WARNINGS").startswith(
            "\nFrom the inputs: none. Always true:\n- "
        )

    def test_what_nobody_can_promise_is_a_risk(self) -> None:
        text = section(make(pair()), "RISKS AND WARNINGS")
        assert "Nobody could test this plan on Windows NT or Exchange" in text
        assert "Nobody could test" not in ticket(make(pair(1)))

    def test_assumptions_are_listed_beside_those_of_every_plan(self) -> None:
        text = section(make(pair(2, "5.5", "5.0")), "ASSUMPTIONS")
        assert "- MAIL-A: 5.5 without a service pack counts as before 5.5 SP1.\n" in text
        assert "- Every address given is reserved: " in text

    def test_a_plan_that_assumes_nothing_says_so(self) -> None:
        assert "\nFrom the inputs: none. Always true:\n- " in section(make(pair()), "ASSUMPTIONS")
        assert "\nFrom the inputs: none.\n\n" in section(make(pair(1)), "ASSUMPTIONS")


def test_the_steps_have_number_place_minutes_and_title() -> None:
    """One line each, as in PLAN.json."""
    made = make(pair())
    text = section(made, "IMPLEMENTATION STEPS")
    found = re.findall(r"(?m)^ +(\d+)  (\S+) +(\d+) min  (.+)$", text)
    assert [(int(number), place, int(minutes)) for number, place, minutes, _ in found] == [
        (step.number, step.server, step.kind.minutes) for step in made.plan.steps
    ]


def test_the_back_out_goes_the_other_way() -> None:
    """Addresses first, addresses of NICs last."""
    made = make(pair())
    text = section(made, "BACK-OUT PLAN")
    found = re.findall(r"(?m)^ +(\d+)  (\S+) +(\d+) min  (.+)$", text)
    assert [(place, title.partition(" of ")[0]) for _, place, _, title in found[-6:]] == [
        ("MAIL-A", "Restart the MTA"),
        ("MAIL-B", "Restart the MTA"),
        ("MAIL-B", "Add the new addresses to the NIC"),
        ("MAIL-B", "Restart the server"),
        ("MAIL-A", "Add the new addresses to the NIC"),
        ("MAIL-A", "Restart the server"),
    ]
    expected = [(head.number, head.minutes) for head in dossier_of(made).back_out()]
    assert [(int(number), int(minutes)) for number, _, minutes, _ in found] == expected


def test_what_holds_of_every_back_out_stands_behind_its_list() -> None:
    """Also what to do when Windows NT does not start."""
    text = section(make(pair()), "BACK-OUT PLAN")
    assert text.index("Restart the server\n") < text.index("\nAfterwards the Stack tabs")
    assert "Q165439" in text


def test_the_inputs_stand_with_their_digests() -> None:
    """Base name and SHA-256."""
    text = section(make(pair()), "INPUTS")
    assert text.split() == ["inventory", "inventory.csv", "SHA-256", INPUTS[0].sha256]


def test_no_line_of_the_ticket_is_wider_than_a_page() -> None:
    """But for long names and addresses nobody can break."""
    chosen = settings([], strategy=Strategy.HOSTNAME, address_mode=AddressMode.HOSTS)
    for made in (make(pair()), make(pair(), chosen), firewall(), make(pair(2, "5.5", ""))):
        assert max(map(len, ticket(made).split("\n"))) <= 90


@pytest.mark.parametrize(
    "name",
    [
        *("=cmd|' /C calc'!A0", "%s %d %(x)s", "{{ x }}", "東京", 'say "hi"', "<b>", "SUMMARY"),
        *("- bullet", "x400fix END 1", "[ ] out"),
    ],
)
def test_a_hostile_name_is_shown_as_it_is_everywhere(name: str) -> None:
    """Conflicts, steps, tests and the runbook."""
    rows = [
        called(name, "MAIL-A/x 10.20.2.10 MAIL-B"),
        called("zzzz", "MAIL-A/x 10.20.2.10 MAIL-B"),
    ]
    made = make(inventory(rows, servers()), settings(keep=("MAIL-A/zzzz",)))
    text = ticket(made)
    assert f'    move    "{name}" -> 10.20.2.32\n' in text
    assert f'MAIL-A "{name}" -> MAIL-B at 10.20.2.32  CHANGED\n' in text
    assert f'Set the Address of connector "{name}"\n' in text
    assert f'MAIL-A: Set the Address of connector "{name}"\n' in made.text("RUNBOOK.TXT")
    assert HEADING.findall(text) == SECTIONS


class TestRunbook:
    def test_it_begins_with_version_and_ticket(self) -> None:
        text = make(pair(), settings(ticket="CHG-17")).text("RUNBOOK.TXT")
        assert text.startswith(f"x400fix {__version__}: runbook, all steps of all servers in order")
        assert "\nTicket CHG-17\n" in text
        assert "Ticket" not in make(pair()).text("RUNBOOK.TXT")

    def test_each_step_can_be_ticked_off(self) -> None:
        made = make(pair())
        text = made.text("RUNBOOK.TXT")
        (change,) = made.steps(StepKind.ADDRESS, at="MAIL-A")
        waits = ", ".join(map(str, change.waits_for))
        assert (
            f'{change.number}. MAIL-A: Set the Address of connector "To B 2"\n'
            f"    Exchange administrator, 5 min, waits for {waits}, folder MAIL-A, wave 1\n"
            "    begun ________ done ________ result ____________________ initials ______\n"
        ) in text
        undone = list(dossier_of(made).back_out())
        assert text.count("initials") == len(made.plan.steps) + len(undone)

    def test_a_numbered_folder_is_named(self) -> None:
        made = make(between(server("$MAIL 10.20.1.10/24")))
        assert ", folder S01\n" in made.text("RUNBOOK.TXT")

    def test_the_back_out_can_be_ticked_off(self) -> None:
        made = make(pair())
        (change,) = made.steps(StepKind.ADDRESS, at="MAIL-A")
        _, _, undo = made.text("RUNBOOK.TXT").partition("\nBACK-OUT\n========\n")
        assert (
            f'\nUndo {change.number}. MAIL-A: Set the Address of connector "To B 2"\n'
            "    Exchange administrator, 5 min, folder MAIL-A\n"
            "    begun ________ done ________ result ____________________ initials ______\n"
        ) in undo
        numbers = [int(number) for number in re.findall(r"(?m)^Undo (\d+)\. ", undo)]
        assert numbers == [head.number for head in dossier_of(made).back_out()]

    def test_its_head_tells_whom_to_call_and_when_to_go_back(self) -> None:
        made = within("4h", owner="J. Doe", facts=TicketFacts(contact="+49 30"))
        assert (
            "\nWindow            2026-12-05 22:00 +01:00 to 2026-12-06 02:00 +01:00\n"
            "Owner             J. Doe\nContact           +49 30\n"
            "Latest back-out   the latest time to begin it, if everything has to be undone:\n"
            "                  One person      2026-12-06 00:40 +01:00; THE WINDOW IS TOO SHORT: "
            "it needs 4 h 20 min\n"
            "                  People at each  2026-12-06 01:05 +01:00\n"
        ) in made.text("RUNBOOK.TXT")
        text = within("1h").text("RUNBOOK.TXT")
        short = "THE WINDOW IS TOO SHORT: it needs"
        assert f"\n                  One person      {short} 4 h 20 min\n" in text
        assert f" 22:05 +01:00; {short} 2 h 40 min\n" in text
        text = make(pair()).text("RUNBOOK.TXT")
        assert f"\nOwner             {'_' * 24}\nContact           {'_' * 24}\n" in text
        assert "\n                  One person      1 h 20 min before the window ends\n" in text

    def test_it_tells_when_to_stop(self) -> None:
        head, _, _ = make(pair()).text("RUNBOOK.TXT").partition("\n1. ")
        assert "\n- a test fails in the step that TEST PLAN in TICKET.TXT gives for it\n" in head
        assert "a step never begins before what\nit waits for is done." in head

    def test_in_a_window_each_step_has_its_planned_time(self) -> None:
        text = within("4h").text("RUNBOOK.TXT")
        assert (
            '13. MAIL-A: Set the Address of connector "To B 2"\n'
            "    Exchange administrator, 5 min, waits for 11, 12, folder MAIL-A, wave 1, "
            "planned +1 00:00 or 23:00\n"
        ) in text
        assert '"planned A or B" is when a step begins: A if one person does all steps, B' in text
        assert "lanned" not in make(pair()).text("RUNBOOK.TXT")


def within(length: str, **others: object) -> Made:
    """A plan of two servers in a window."""
    window = parse_window(f"2026-12-05T22:00+01:00/{length}")
    return make(pair(), settings(POOL[:2], (), window=window, **others))


class TestWindow:
    def test_start_and_end_are_told_or_left_to_be_filled_in(self) -> None:
        text = section(within("4h"), "WINDOW")
        assert text.startswith(
            "\nPlanned start     2026-12-05 22:00 +01:00\n"
            "Planned end       2026-12-06 02:00 +01:00\n"
        )
        text = section(make(pair()), "WINDOW")
        assert text.startswith(f"\nPlanned start     {'_' * 24}\nPlanned end       {'_' * 24}\n")

    def test_owner_and_contact_are_told_or_left_to_be_filled_in(self) -> None:
        facts = TicketFacts(contact="+49 30")
        text = section(within("4h", owner="J. Doe", facts=facts), "WINDOW")
        assert "\nOwner             J. Doe\nContact           +49 30\n" in text
        text = section(make(pair()), "WINDOW")
        assert f"\nOwner             {'_' * 24}\nContact           {'_' * 24}\n" in text

    def test_both_ways_of_working_tell_when_a_back_out_has_to_begin(self) -> None:
        assert (
            "\nOne person        4 h 10 min of work, done 2026-12-06 02:10 +01:00; "
            "1 h 20 min to undo it\n"
            "                  latest time to begin the back-out: 2026-12-06 00:40 +01:00\n"
            "                  THE WINDOW IS TOO SHORT: with a back-out it needs 4 h 20 min\n"
            "People at each    2 h 20 min of work, done 2026-12-06 00:20 +01:00; "
            "55 min to undo it\n"
            "                  latest time to begin the back-out: 2026-12-06 01:05 +01:00\n"
        ) in section(within("4h"), "WINDOW")

    def test_without_a_window_the_time_before_its_end_is_told(self) -> None:
        assert (
            "\nOne person        4 h 10 min of work; 1 h 20 min to undo it\n"
            "                  so the back-out begins that long before the end, at the latest\n"
        ) in section(make(pair()), "WINDOW")

    def test_a_window_that_is_too_short_to_go_back_is_told(self) -> None:
        text = section(within("1h"), "WINDOW")
        short = "\n                  THE WINDOW IS TOO SHORT: with a back-out it needs"
        assert f"1 h 20 min to undo it{short} 4 h 20 min\n" in text
        assert f"the back-out: 2026-12-05 22:05 +01:00{short} 2 h 40 min\n" in text
        assert "X4-W160" in section(within("1h"), "RISKS AND WARNINGS")

    def test_a_window_that_is_too_short_for_one_person_is_told(self) -> None:
        text = section(within("4h"), "WINDOW")
        assert text.count("TOO SHORT") == 1
        assert "\nPeople at each" in text[text.index("TOO SHORT") :]
        assert "TOO SHORT" not in section(within("8h"), "WINDOW")

    def test_steps_have_both_times(self) -> None:
        text = section(within("4h"), "IMPLEMENTATION STEPS")
        assert (
            "\n    13  MAIL-A              5 min  +1 00:00     23:00  "
            'Set the Address of connector "To B 2"\n'
        ) in text
        assert "+1 is\nthe next day." in text


class TestEvidence:
    def test_each_connector_of_the_test_plan_has_a_line_for_each_direction(self) -> None:
        text = section(make(pair()), "EVIDENCE")
        line = "result ______________________________ time __________ initials ______\n"
        assert (
            '\nstep 17   MAIL-A "To B 2" -> MAIL-B at 10.20.2.32  CHANGED\n'
            f"    out  {line}    in   {line}"
        ) in text
        assert text.count("initials") == 8

    def test_nothing_to_do_has_nothing_to_see(self) -> None:
        assert "EVIDENCE" not in HEADING.findall(ticket(make(pair(1))))
