# SPDX-License-Identifier: MIT
"""JSON for other programs, written piece by piece."""

import json

from x400fix.cli.json_output import object_data, problem_data
from x400fix.problems import Place, Problem


def test_values_and_lists_become_an_object() -> None:
    """In their order, and on lines that can be compared."""
    data = b"".join(object_data([("count", 2), ("names", ["a", "b"]), ("none", ())]))
    assert json.loads(data) == {"count": 2, "names": ["a", "b"], "none": []}
    assert data == b'{\n"count":2,\n"names":[\n"a",\n"b"\n],\n"none":[]\n}\n'


def test_problems_are_data_with_their_place() -> None:
    """The folder of the file is left out, bytes in its name that are no text are escaped."""
    problem = Problem(code="X4-W101", message="odd", where=Place("a/b\udcff.csv", 2, 4, 2))
    assert json.loads(b"".join(problem_data([problem]))) == {
        "problems": [
            {
                "code": "X4-W101",
                "severity": "warning",
                "message": "odd",
                "file": "b\\udcff.csv",
                "line": 2,
                "field": 4,
                "cell": "D2",
            }
        ]
    }
