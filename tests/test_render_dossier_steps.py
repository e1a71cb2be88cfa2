# SPDX-License-Identifier: MIT
"""Steps in documents say what STEPS.TXT says, in paragraphs of any width."""

import re

import pytest
from hypothesis import given

from tests.dossiers import dossier_of, sample_dossier
from tests.inventories.plans import LAWS, plans
from tests.plans import Made
from x400fix.documents.step_texts import read_step

COMMANDS = "(?:copy|fc|ipconfig|nbtstat|net|netsh|ping|rdisk|regdmp|regini|ren)"

PAGE = """\
x400fix 1.0: steps at MAIL-A

    NIC.CMD      adds the new addresses

7. Set the Address of connector "1. Do"
    Who:        Exchange administrator
    Do:         Show the present lists, and note them where somebody else
                finds them.
                a) regdmp
                net start MSExchangeMTA
    Expected:   These, and no others:
                10.1.0.10        255.255.255.0
                10.1.0.11        255.255.255.0
    Check:      Read them back,
                or ask.
    Undo:       Nothing to undo.

"""


def test_a_step_is_read_back_as_paragraphs_and_entries() -> None:
    """A line goes on with the one before that had no room, or ends in the middle of something."""
    texts = read_step(PAGE)
    assert texts["Do:"] == [
        "Show the present lists, and note them where somebody else finds them.",
        "a) regdmp",
        "net start MSExchangeMTA",
    ]
    assert texts["Expected:"] == [
        "These, and no others:",
        "10.1.0.10        255.255.255.0",
        "10.1.0.11        255.255.255.0",
    ]
    assert texts["Check:"] == ["Read them back, or ask."]
    assert texts["Undo:"] == ["Nothing to undo."]


def test_a_command_and_a_name_with_its_address_are_entries_of_their_own() -> None:
    """Also where the line before has no room for more; a command may stand in a sentence."""
    long = "a-very-long-host-name-of-some-partner.of-a.corp.example"
    texts = read_step(
        "4. Add\n"
        "    Do:         Put the lines where the others are, markers included, with\n"
        "                nbtstat -R and nbtstat -c\n"
        "                fc /b LMHOSTS.OLD %SystemRoot%\\System32\\drivers\\etc\\LMHOSTS\n"
        "                copy /b LMHOSTS.NEW %SystemRoot%\\System32\\drivers\\etc\\LMHOSTS\n"
        "                nbtstat -R\n"
        f"    Expected:   {long} 10.1.0.10\n"
        f"                b{long} 10.1.0.11\n"
    )
    assert texts["Do:"] == [
        "Put the lines where the others are, markers included, with nbtstat -R and nbtstat -c",
        "fc /b LMHOSTS.OLD %SystemRoot%\\System32\\drivers\\etc\\LMHOSTS",
        "copy /b LMHOSTS.NEW %SystemRoot%\\System32\\drivers\\etc\\LMHOSTS",
        "nbtstat -R",
    ]
    assert texts["Expected:"] == [f"{long} 10.1.0.10", f"b{long} 10.1.0.11"]


def squeezed(text: str) -> str:
    """A text without blanks and line breaks."""
    return re.sub(r"\s", "", text)


@LAWS
@given(plans())
def test_every_step_of_any_plan_has_the_words_of_its_page(made: Made) -> None:
    """All of them, in their order, and none else."""
    for step in dossier_of(made).steps():
        page = made.text(f"SERVERS/{step.folder}/STEPS.TXT")
        own = page[re.search(rf"^{step.number}\. ", page, re.MULTILINE).start() :]  # type: ignore[union-attr]
        own = re.split(r"\n(?=[0-9]+\. )", own)[0]
        parts = (step.do, step.expected, step.check, step.undo)
        labels = ("Do:", "Expected:", "Check:", "Undo:")
        told = [
            f"{step.number}. {step.title} Who: {step.who} Waits for: {step.waits}",
            f"Minutes: {step.minutes}",
            *(f"{label} {' '.join(part)}" for label, part in zip(labels, parts, strict=True)),
        ]
        # STEPS.TXT writes what Windows-1252 lacks as its code point.
        words = " ".join(told).encode("cp1252", "backslashreplace").decode("cp1252")
        assert squeezed(own) == squeezed(words)


@LAWS
@given(plans())
def test_steps_come_in_order_of_time(made: Made) -> None:
    """Those of all places together."""
    dossier = dossier_of(made)
    numbers = [step.number for step in dossier.steps()]
    assert numbers == list(range(1, len(made.plan.steps) + 1))
    heads = [(head.number, head.title, head.folder, head.waits) for head in dossier.heads()]
    assert heads == [(s.number, s.title, s.folder, s.waits) for s in dossier.steps()]


@pytest.mark.parametrize("name", ["two-sites", "hub", "names", "existing-names"])
def test_no_entry_is_broken_in_the_middle(name: str) -> None:
    """An entry begins with a capital, a command, a name, a number or a sign of a list."""
    begins = rf"[A-Z]|[a-d]\) |- |[0-9]|{COMMANDS} |\S+ [0-9]+(?:\.[0-9]+){{3}}$"
    others = {"value", "or", "telnet", "the", "_" * 30}
    for step in sample_dossier(name).steps():
        for entry in (*step.do, *step.expected, *step.check, *step.undo):
            assert re.match(begins, entry) or entry.split()[0] in others, entry
