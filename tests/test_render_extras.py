# SPDX-License-Identifier: MIT
"""An extra that is missing is told before anything is done; one that is there is not loaded yet."""

import subprocess
import sys

import pytest

from tests.command import plain_environment
from x400fix.problems import UsageError
from x400fix.render.extras import Extra, ask_extras


def hide(monkeypatch: pytest.MonkeyPatch, *extras: Extra) -> None:
    """Make Python find no such library."""
    for extra in extras:
        monkeypatch.setitem(sys.modules, extra.library, None)


def test_extras_that_are_installed_are_no_problem() -> None:
    """Nor is nothing at all."""
    assert ask_extras(xlsx=True, pdf=True) == (Extra.XLSX, Extra.PDF)
    assert ask_extras(xlsx=False, pdf=False) == ()


@pytest.mark.parametrize(
    ("extra", "told"),
    [
        (Extra.XLSX, "--xlsx: error X4-E130: ASSIGN.XLSX needs xlsxwriter, "),
        (Extra.PDF, "--pdf: error X4-E130: TICKET.PDF needs reportlab, "),
    ],
)
def test_a_missing_extra_is_told(extra: Extra, told: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """At the option that asks for it, with what to type."""
    hide(monkeypatch, extra)
    with pytest.raises(UsageError) as raised:
        ask_extras(xlsx=True, pdf=True)
    (problem,) = raised.value.problems
    typed = f'pip install "{extra.requirement}"'
    assert str(problem) == f"{told}which is not installed: {typed}"


def test_all_missing_extras_are_told_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """One after the other would be one run after the other."""
    hide(monkeypatch, *Extra)
    with pytest.raises(UsageError) as raised:
        ask_extras(xlsx=True, pdf=True)
    assert [each.where.file for each in raised.value.problems] == ["--xlsx", "--pdf"]


def test_an_extra_that_nobody_asks_for_may_be_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    """The other one works without it."""
    hide(monkeypatch, Extra.PDF)
    assert ask_extras(xlsx=True, pdf=False) == (Extra.XLSX,)


def test_asking_whether_a_library_is_there_does_not_import_it() -> None:
    """Else every run that writes a ticket paid for it."""
    program = (
        "import sys; from x400fix.render.extras import ask_extras; ask_extras(xlsx=True, pdf=True);"
        "print(sorted({name.partition('.')[0] for name in sys.modules} & {'reportlab', 'PIL',"
        " 'xlsxwriter'}))"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], env=plain_environment(), capture_output=True, check=True
    )
    assert done.stdout.split() == [b"[]"]
