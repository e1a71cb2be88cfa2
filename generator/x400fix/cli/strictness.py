# SPDX-License-Identifier: MIT
"""``--strict``: a warning ends the run like an error."""

from collections.abc import Sequence

from x400fix.problems import InputError, Place, Problem, Severity


def refuse_warnings(problems: Sequence[Problem], *, strict: bool) -> None:
    """Raise InputError with all problems if one of them is a warning that must not be."""
    if strict and any(problem.severity is Severity.WARNING for problem in problems):
        message = "warnings count as errors; nothing was written"
        strictness = Problem(code="X4-E056", message=message, where=Place("--strict"))
        raise InputError([*problems, strictness])
