# SPDX-License-Identifier: MIT
"""Results and problems as JSON for other programs."""

from collections.abc import Iterable, Iterator

import msgspec

from x400fix.plan.document import encode_list
from x400fix.plan.records import problem_record
from x400fix.problems import Problem


def problem_data(problems: Iterable[Problem]) -> Iterator[bytes]:
    """The problems of a run that gave no result."""
    yield from object_data([("problems", map(problem_record, problems))])


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
