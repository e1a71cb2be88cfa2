# SPDX-License-Identifier: MIT
"""RUNBOOK.TXT: every step of the window, to be ticked off."""

import re

import pytest

from tests.builders import POOL, inventory, pair, server, servers, settings
from tests.plans import Made, between, called, make
from tests.views import documents_of, view_of
from x400fix import __version__
from x400fix.settings.ticket_facts import TicketFacts
from x400fix.settings.window import parse_window
from x400fix.step_kinds import StepKind


def runbook(made: Made) -> str:
    """The text, with CRLF as LF."""
    return documents_of(made.plan)["RUNBOOK.TXT"].decode("utf-8").replace("\r\n", "\n")


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

    def test_each_step_can_be_ticked_off(self) -> None:
        made = make(pair())
        text = runbook(made)
        (change,) = made.steps(StepKind.ADDRESS, at="MAIL-A")
        waits = ", ".join(map(str, change.waits_for))
        assert (
            f'{change.number}. MAIL-A: Set the Address of connector "To B 2"\n'
            f"    Exchange administrator, 5 min, waits for {waits}, folder MAIL-A, wave 1\n"
            "    begun ________ done ________ result ____________________ initials ______\n"
        ) in text
        undone = view_of(made).back_out
        assert text.count("initials") == len(made.steps()) + len(undone)

    def test_a_numbered_folder_is_named(self) -> None:
        made = make(between(server("$MAIL 10.20.1.10/24")))
        assert ", folder S01\n" in runbook(made)

    def test_the_back_out_can_be_ticked_off(self) -> None:
        made = make(pair())
        (change,) = made.steps(StepKind.ADDRESS, at="MAIL-A")
        _, _, undo = runbook(made).partition("\nBACK-OUT\n========\n")
        assert (
            f'\nUndo {change.number}. MAIL-A: Set the Address of connector "To B 2"\n'
            "    Exchange administrator, 5 min, folder MAIL-A\n"
            "    begun ________ done ________ result ____________________ initials ______\n"
        ) in undo
        numbers = [int(number) for number in re.findall(r"(?m)^Undo (\d+)\. ", undo)]
        assert numbers == [head.step.number for head in view_of(made).back_out]

    def test_its_head_tells_whom_to_call_and_when_to_go_back(self) -> None:
        made = within("4h", owner="J. Doe", facts=TicketFacts(contact="+49 30"))
        assert (
            "\nWindow            2026-12-05 22:00 +01:00 to 2026-12-06 02:00 +01:00\n"
            "Owner             J. Doe\nContact           +49 30\n"
            "Latest back-out   the latest time to begin it, if everything has to be undone:\n"
            "                  One person      2026-12-06 00:40 +01:00; THE WINDOW IS TOO SHORT: "
            "it needs 4 h 20 min\n"
            "                  One per server  2026-12-06 01:05 +01:00\n"
        ) in runbook(made)
        text = runbook(within("1h"))
        short = "THE WINDOW IS TOO SHORT: it needs"
        assert f"\n                  One person      {short} 4 h 20 min\n" in text
        assert f" 22:05 +01:00; {short} 2 h 40 min\n" in text
        text = runbook(make(pair()))
        assert f"\nOwner             {'_' * 24}\nContact           {'_' * 24}\n" in text
        assert "\n                  One person      1 h 20 min before the window ends\n" in text

    def test_it_tells_when_to_stop(self) -> None:
        head, _, _ = runbook(make(pair())).partition("\n1. ")
        told = " ".join(head.split())
        for text in view_of(make(pair())).words["no_go"]:
            assert f"- {text}" in told
        assert "a step never begins before what it waits for is done." in told

    def test_in_a_window_each_step_has_its_planned_time(self) -> None:
        text = runbook(within("4h"))
        assert (
            '13. MAIL-A: Set the Address of connector "To B 2"\n'
            "    Exchange administrator, 5 min, waits for 11, 12, folder MAIL-A, wave 1, "
            "planned +1 00:00 or 23:00\n"
        ) in text
        assert (
            "Planned: when each step begins if one person does one step after another, or with one"
            in (" ".join(text.split()))
        )
        assert "planned 2" not in runbook(make(pair()))


@pytest.mark.parametrize(
    "name",
    [
        *("=cmd|' /C calc'!A0", "%s %d %(x)s", "{{ x }}", "東京", 'say "hi"', "<b>", "BACK-OUT"),
        *("- bullet", "x400fix END 1", "[ ] out"),
    ],
)
def test_a_hostile_name_is_shown_as_it_is(name: str) -> None:
    """Also one that looks like a part of the file."""
    rows = [
        called(name, "MAIL-A/x 10.20.2.10 MAIL-B"),
        called("zzzz", "MAIL-A/x 10.20.2.10 MAIL-B"),
    ]
    made = make(inventory(rows, servers()), settings(keep=("MAIL-A/zzzz",)))
    text = runbook(made)
    assert f'. MAIL-A: Set the Address of connector "{name}"\n' in text
    assert len(re.findall(r"(?m)^([A-Z -]+)\n=+$", text)) == 1


def test_lines_are_no_wider_than_a_page() -> None:
    """But for names of connectors."""
    for made in (make(pair()), within("1h"), within("8h")):
        assert max(map(len, runbook(made).split("\n"))) <= 105
