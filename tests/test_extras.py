# SPDX-License-Identifier: MIT
"""An extra that is missing or broken is told before any work; others stay out."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.command import plain_environment
from x400fix.documents.extras import Extra, ask_extras
from x400fix.problems import UsageError


def hide(monkeypatch: pytest.MonkeyPatch, *extras: Extra) -> None:
    """Make Python find no such library."""
    for extra in (each for each in extras if each.library):
        monkeypatch.setitem(sys.modules, extra.library, None)


def test_extras_that_are_installed_are_no_problem() -> None:
    """Nor is nothing at all."""
    assert ask_extras(xlsx=True, pdf=True) == (Extra.XLSX, Extra.PDF)
    assert ask_extras(xlsx=False, pdf=False) == ()
    assert ask_extras(xlsx=False, pdf=False, netbox=True) == (Extra.NETBOX,)


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


def test_a_library_that_lacks_one_of_its_own_is_told(tmp_path: Path) -> None:
    """Before any work: it is there, but nothing can be made with it."""
    (tmp_path / "PIL.py").write_text("raise ModuleNotFoundError('No module named PIL')")
    program = (
        "from x400fix.documents.extras import ask_extras\n"
        "try: ask_extras(xlsx=False, pdf=True)\n"
        "except Exception as error: print(type(error).__name__, *error.problems)"
    )
    env = plain_environment()
    env["PYTHONPATH"] = f"{tmp_path}{os.pathsep}{env['PYTHONPATH']}"
    done = subprocess.run([sys.executable, "-c", program], env=env, capture_output=True, check=True)
    assert done.stdout.decode().strip() == (
        "UsageError --pdf: error X4-E130: TICKET.PDF needs reportlab, "
        "which cannot be imported (No module named PIL): "
        'pip install "x400fix[pdf]"'
    )


def test_a_library_without_its_own_is_no_bug(monkeypatch: pytest.MonkeyPatch) -> None:
    """The same in this process, where it may have been imported before."""
    monkeypatch.delitem(sys.modules, "reportlab.platypus", raising=False)
    monkeypatch.setitem(sys.modules, "reportlab.platypus", None)
    with pytest.raises(UsageError, match="cannot be imported"):
        ask_extras(xlsx=False, pdf=True)


def test_what_is_not_asked_for_is_not_imported() -> None:
    """Else every run that writes a ticket paid for it."""
    program = (
        "import sys; from x400fix.documents.extras import ask_extras;"
        "ask_extras(xlsx=False, pdf=False);"
        "print(sorted({name.partition('.')[0] for name in sys.modules} & {'reportlab', 'PIL',"
        " 'xlsxwriter'}))"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], env=plain_environment(), capture_output=True, check=True
    )
    assert done.stdout.split() == [b"[]"]
