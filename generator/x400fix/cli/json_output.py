# SPDX-License-Identifier: MIT
"""Results and problems as JSON for other programs."""

from collections.abc import Iterable, Iterator

import msgspec

from x400fix.plan.encoding import encode_object
from x400fix.plan.model import PlanProblem
from x400fix.planning.inputs import held_problem
from x400fix.problems import Problem


def problem_data(problems: Iterable[Problem]) -> Iterator[bytes]:
    """The problems of a run that gave no result."""
    return object_data([("problems", [_printable(problem) for problem in problems])])


def _printable(problem: Problem) -> PlanProblem:
    """A problem whose file may have a name with bytes that are no text."""
    held = held_problem(problem)
    file = held.file.encode("utf-8", "backslashreplace").decode("utf-8")
    return msgspec.structs.replace(held, file=file)


def object_data(parts: Iterable[tuple[str, object]]) -> Iterator[bytes]:
    """A JSON object, key by key, with each item of a list on a line of its own."""
    yield from encode_object(parts)
    yield b"\n}\n"
