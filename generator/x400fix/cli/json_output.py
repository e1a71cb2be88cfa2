# SPDX-License-Identifier: MIT
"""Results and problems as JSON for other programs."""

from collections.abc import Iterable, Iterator

import msgspec

from x400fix.plan.model import ProblemRecord
from x400fix.planning.plan_file import encode_list
from x400fix.planning.records import problem_record
from x400fix.problems import Problem


def problem_data(problems: Iterable[Problem]) -> Iterator[bytes]:
    """The problems of a run that gave no result."""
    yield from object_data([("problems", map(_printable_record, problems))])


def _printable_record(problem: Problem) -> ProblemRecord:
    """The record of a problem whose file may have a name with bytes that are no text."""
    record = problem_record(problem)
    file = record.file.encode("utf-8", "backslashreplace").decode("utf-8")
    return msgspec.structs.replace(record, file=file)


def object_data(parts: Iterable[tuple[str, object]]) -> Iterator[bytes]:
    """A JSON object whose iterators are written item by item."""
    separator = b"{\n"
    for key, value in parts:
        yield separator + msgspec.json.encode(key) + b":"
        if isinstance(value, Iterator):
            yield from encode_list(value)
        else:
            yield msgspec.json.encode(value)
        separator = b",\n"
    yield b"\n}\n"
