# SPDX-License-Identifier: MIT
"""``--strict`` lets notes pass and ends a run that has a warning."""

import pytest

from x400fix.cli import run_plan as strictness
from x400fix.problems import InputError, Place, Problem

WARNING = Problem(code="X4-W101", message="odd", where=Place("a.csv", 1, 3, 1))
NOTE = Problem(code="X4-N001", message="odd", where=Place("a.csv", 1))


@pytest.mark.parametrize("problems", [[], [NOTE]])
def test_strict_minds_no_notes(problems: list[Problem]) -> None:
    """They ask nothing of anybody."""
    strictness.refuse_warnings(problems, strict=True)


def test_strict_tells_the_warnings_and_itself() -> None:
    """So that the reader sees why a warning ended the run."""
    strictness.refuse_warnings([WARNING], strict=False)
    with pytest.raises(InputError) as caught:
        strictness.refuse_warnings([NOTE, WARNING], strict=True)
    assert caught.value.problems[:2] == (NOTE, WARNING)
    assert caught.value.problems[-1].where == Place("--strict")
