# SPDX-License-Identifier: MIT
"""JSON for other programs, on lines that can be compared."""

import msgspec
import pytest

from x400fix.cli.console import Console
from x400fix.planning.inputs import held_problem
from x400fix.problems import Place, Problem


def test_an_object_is_printed_key_by_key(capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    """Each item of a list is on a line of its own."""
    Console().data_object([("count", 2), ("names", ["a", "b"]), ("none", ())])
    assert capfdbinary.readouterr().out == (
        b'{\n"count":2,\n"names":[\n"a",\n"b"\n],\n"none":[]\n}\n'
    )


def test_problems_are_data_with_their_place() -> None:
    """The folder of the file is left out, bytes in its name that are no text are escaped."""
    problem = Problem(code="X4-W101", message="odd", where=Place("a/b\udcff.csv", 2, 4, 2))
    assert msgspec.to_builtins(held_problem(problem)) == {
        "code": "X4-W101",
        "severity": "warning",
        "message": "odd",
        "file": "b\\udcff.csv",
        "line": 2,
        "field": 4,
        "cell": "D2",
    }
