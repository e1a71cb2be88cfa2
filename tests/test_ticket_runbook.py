# SPDX-License-Identifier: MIT
"""RUNBOOK.TXT: every step of all servers, to be ticked off."""

import re

import pytest

from tests.builders import POOL, inventory, pair, server, servers, settings
from tests.plans import Made, between, called, make
from tests.views import documents_of, view_of
from x400fix import __version__
from x400fix.settings.ticket_facts import TicketFacts
from x400fix.settings.window import parse_window
from x400fix.step_kinds import StepKind

BLANKS = "    begun ________ done ________ result ____________________ initials ______\n"


def runbook(made: Made) -> str:
    """The text as Notepad on NT shows it, with CRLF as LF."""
    return documents_of(made.plan)["RUNBOOK.TXT"].decode("cp1252").replace("\r\n", "\n")


def within(length: str, **others: object) -> Made:
    """A plan of two servers in a window."""
    window = parse_window(f"2026-12-05T22:00+01:00/{length}")
    return make(pair(), settings(POOL[:2], (), window=window, **others))


class TestRunbook:
    def test_it_begins_with_version_and_ticket(self) -> None:
        text = runbook(make(pair(), settings(ticket="CHG-17")))
        assert text.startswith(f"x400fix {__version__}: runbook, all steps of all servers in order")
        assert "\nTicket CHG-17\n" in text
        assert "Ticket" not in runbook(make(pair()))

    def test_each_step_can_be_ticked_off_in_its_phase(self) -> None:
        made = make(pair())
        text = runbook(made)
        (change,) = made.steps(StepKind.ADDRESS, at="MAIL-A")
        (waits,) = change.waits_for
        assert (
            f'[ ] {change.number}. MAIL-A: Set the Address of connector "To B 2"\n'
            f"    Exchange administrator, 5 min, waits for {waits}, wave 1\n{BLANKS}"
        ) in text
        assert text.count(BLANKS) == len(made.steps())
        for phase in ("PREPARATION", "WINDOW", "AFTERWARDS"):
            head, _, rest = text.partition(f"\n{phase}\n{'=' * len(phase)}\n")
            kinds = [step for step in made.steps() if step.kind.phase == phase.lower()]
            assert f"\n[ ] {kinds[0].number}. " not in head
            assert f"\n[ ] {kinds[0].number}. " in rest
            assert f"\n[ ] {kinds[-1].number}. " in rest

    def test_a_test_step_names_its_tests(self) -> None:
        made = make(pair())
        (test,) = made.steps(StepKind.TEST, at="MAIL-A")
        assert (
            f"[ ] {test.number}. MAIL-A: Send the test messages\n"
            "    Exchange administrator, 15 min, waits for 14, 16, wave 1\n"
            '    [ ] from MAIL-A to MAIL-B: "To B 1"\n'
            f'    [ ] from MAIL-A to MAIL-B: "To B 2"\n{BLANKS}'
        ) in runbook(made)

    def test_a_partner_outside_sends_its_own(self) -> None:
        rows = [f"MAIL-A/{at} 172.16.9.9" for at in ("One", "Two")]
        text = runbook(make(inventory(rows, ["MAIL-A"]), settings([])))
        assert '    [ ] from MAIL-A to a foreign MTA: "Two"\n' in text
        assert '    [ ] from a foreign MTA to MAIL-A: "Two"\n' in text

    def test_a_numbered_folder_is_named(self) -> None:
        made = make(between(server("$MAIL 10.20.1.10/24")))
        assert ", folder S01" in runbook(made)

    def test_the_back_out_says_what_to_do_in_the_order_of_doing(self) -> None:
        _, _, undo = runbook(make(pair())).partition("\nBACK-OUT\n========\n")
        blanks = "[ ] done ________ initials ______"
        assert [line for line in undo.split("\n") if line.startswith("[ ]")] == [
            f'{blanks} MAIL-B, step 15: Set the Address of "To A 2" back to 10.20.1.10 (5 min)',
            f'{blanks} MAIL-A, step 13: Set the Address of "To B 2" back to 10.20.2.10 (5 min)',
            f"{blanks} MAIL-B, step 9: Remove 10.20.2.32 from the NIC (5 min)",
            f"{blanks} MAIL-B, step 10: Restart the server (20 min)",
            f"{blanks} MAIL-A, step 7: Remove 10.20.1.32 from the NIC (5 min)",
            f"{blanks} MAIL-A, step 8: Restart the server (20 min)",
        ]
        assert "\nAll of it takes one person 1 h 00 min.\n" in undo
        assert "When the window is over" not in undo

    def test_what_can_wait_is_undone_when_the_window_is_over(self) -> None:
        rows = [f"MAIL-A/{at} 10.9.0.1 FAR-{at} via=FW1" for at in ("One", "Two")]
        text = runbook(make(inventory(rows, ["MAIL-A"]), settings([])))
        _, _, later = text.partition("\nWhen the window is over:\n")
        assert re.search(r'FW1, step \d+: Remove the pair of mappings for connector "Two"\n', later)

    def test_its_head_tells_whom_to_call_and_when_to_go_back(self) -> None:
        made = within("3h", owner="J. Doe", facts=TicketFacts(contact="+49 30"))
        assert (
            "\nWindow            2026-12-05 22:00 +01:00 to 2026-12-06 01:00 +01:00\n"
            "Owner             J. Doe\nContact           +49 30\n"
            "Latest back-out   the latest time to begin it, if everything has to be undone:\n"
            "                  One person      2026-12-06 00:00 +01:00\n"
            "                  One per server  2026-12-06 00:30 +01:00\n"
        ) in runbook(made)
        short = "not possible: a window of"
        text = runbook(within("2h"))
        assert f"\n                  One person      {short} 3 h 00 min is needed\n" in text
        assert "\n                  One per server  2026-12-05 23:30 +01:00\n" in text
        text = runbook(within("80m"))
        assert f"\n                  One per server  {short} 1 h 30 min is needed\n" in text
        text = runbook(make(pair()))
        assert f"\nOwner             {'_' * 24}\nContact           {'_' * 24}\n" in text
        assert "\n                  One person      1 h 00 min before the window ends\n" in text

    def test_it_tells_when_to_stop(self) -> None:
        head, _, _ = runbook(make(pair())).partition("\nPREPARATION\n")
        told = " ".join(head.split())
        for text in view_of(make(pair())).words["no_go"]:
            assert f"- {text}" in told

    def test_in_a_window_each_of_its_steps_has_its_planned_time(self) -> None:
        text = runbook(within("4h"))
        assert (
            '13. MAIL-A: Set the Address of connector "To B 2"\n'
            "    Exchange administrator, 5 min, waits for 11, wave 1, planned 23:00 or 22:30\n"
        ) in text
        assert text.count(", planned ") == 12
        assert "planned 2" not in runbook(make(pair()))


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        *((name, name) for name in ("=cmd|' /C calc'!A0", "%s %d %(x)s", "{{ x }}", 'say "hi"')),
        *((name, name) for name in ("<b>", "BACK-OUT", "- bullet", "x400fix END 1", "[ ] out")),
        *(("Zürich", "Zürich"), ("東京", r"\u6771\u4eac"), ("a\u202eb", r"a\u202eb")),
    ],
)
def test_a_hostile_name_is_shown_as_it_is(name: str, shown: str) -> None:
    """Also one that looks like a part of the file."""
    rows = [
        called(name, "MAIL-A/x 10.20.2.10 MAIL-B"),
        called("zzzz", "MAIL-A/x 10.20.2.10 MAIL-B"),
    ]
    made = make(inventory(rows, servers()), settings(keep=("MAIL-A/zzzz",)))
    text = runbook(made)
    assert f'. MAIL-A: Set the Address of connector "{shown}"\n' in text
    assert f': Set the Address of "{shown}" back to 10.20.2.10 (5 min)\n' in text
    assert len(re.findall(r"(?m)^([A-Z -]+)\n=+$", text)) == 4


def test_lines_are_no_wider_than_a_page() -> None:
    """But for names of connectors."""
    for made in (make(pair()), within("1h"), within("8h")):
        assert max(map(len, runbook(made).split("\n"))) <= 105
