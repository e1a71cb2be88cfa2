# SPDX-License-Identifier: MIT
"""A plan as the bytes of PLAN.json.

Each key and each item of a list stands on a line of its own, so that two plans can be compared
line by line. ``checksum`` is last: the SHA-256, in lower-case hexadecimal, of all bytes before its
own opening quote.
"""

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain

import msgspec

from x400fix.plan.model import Plan

_ENCODER = msgspec.json.Encoder()
_ITEMS_AT_ONCE = 100


def encode_list(items: Sequence[object]) -> Iterator[bytes]:
    """A JSON list with each item on a line of its own."""
    start = b"[\n"
    for at in range(0, len(items), _ITEMS_AT_ONCE):
        yield start + b",\n".join(map(_ENCODER.encode, items[at : at + _ITEMS_AT_ONCE]))
        start = b",\n"
    yield b"\n]" if items else b"[]"


def encode_object(parts: Iterable[tuple[str, object]]) -> Iterator[bytes]:
    """A JSON object in lines, key by key, without its end."""
    start = b"{\n"
    for key, value in parts:
        yield start + _ENCODER.encode(key) + b":"
        if isinstance(value, tuple | list):
            yield from encode_list(value)
        else:
            yield _ENCODER.encode(value)
        start = b",\n"


class PlanFile:
    """The bytes of PLAN.json, made while they are read.

    ``plan`` has its checksum as soon as all of them were.
    """

    def __init__(self, plan: Plan) -> None:
        self.plan = plan

    def __iter__(self) -> Iterator[bytes]:
        """The bytes in pieces; a large plan is never encoded as a whole."""
        names = [name for name in Plan.__struct_fields__ if name != "checksum"]
        digest = hashlib.sha256()
        parts = ((name, getattr(self.plan, name)) for name in names)
        for chunk in chain(encode_object(parts), [b",\n"]):
            digest.update(chunk)
            yield chunk
        self.plan = msgspec.structs.replace(self.plan, checksum=digest.hexdigest())
        yield f'"checksum":"{self.plan.checksum}"\n}}\n'.encode("ascii")


def seal_plan(plan: Plan) -> tuple[Plan, bytes]:
    """The plan with its checksum, and the whole of PLAN.json."""
    file = PlanFile(plan)
    data = b"".join(file)
    return file.plan, data
