# SPDX-License-Identifier: MIT
"""A TICKET.PDF of very many pages is told of before it is made."""

import pytest

from x400fix.cli.console import Console
from x400fix.cli.run_plan import tell_long_paper
from x400fix.documents.extras import Extra


@pytest.mark.parametrize(
    ("extras", "steps", "lines"),
    [
        ((Extra.PDF,), 5760, 1),
        ((Extra.XLSX, Extra.PDF), 1001, 1),
        ((Extra.PDF,), 1000, 0),
        ((Extra.XLSX,), 5760, 0),
        ((), 5760, 0),
    ],
)
def test_only_a_long_one_is_told_of(
    extras: tuple[Extra, ...], steps: int, lines: int, capsys: pytest.CaptureFixture[str]
) -> None:
    """In one line, with its number of pages."""
    tell_long_paper(extras, steps, Console())
    said = capsys.readouterr().err
    assert said.count("\n") == lines
    assert (f"about {steps // 4} pages" in said) == lines


def test_quiet_leaves_it_out(capsys: pytest.CaptureFixture[str]) -> None:
    """It is no problem."""
    tell_long_paper([Extra.PDF], 5760, Console(quiet=True))
    assert not capsys.readouterr().err
