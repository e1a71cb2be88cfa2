# SPDX-License-Identifier: MIT
"""A plan as the bytes of PLAN.json.

Each key and each item of a list stands on a line of its own, so that two plans can be compared
line by line. ``checksum`` is last: the SHA-256, in lower-case hexadecimal, of all bytes before its
own opening quote.
"""

import hashlib
from collections.abc import Iterable, Iterator, Sequence

import msgspec

from x400fix.plan.model import Plan


def encode_list(items: Sequence[object]) -> bytes:
    """A JSON list with each item on a line of its own."""
    if not items:
        return b"[]"
    return b"[\n" + b",\n".join(map(_ENCODER.encode, items)) + b"\n]"


_ENCODER = msgspec.json.Encoder()


def encode_object(parts: Iterable[tuple[str, object]]) -> Iterator[bytes]:
    """A JSON object in lines, key by key, without its end."""
    start = b"{\n"
    for key, value in parts:
        encoded = encode_list(value) if isinstance(value, tuple | list) else _ENCODER.encode(value)
        yield start + _ENCODER.encode(key) + b":" + encoded
        start = b",\n"


def seal_plan(plan: Plan) -> tuple[Plan, Sequence[bytes]]:
    """The plan with its checksum, and the chunks of PLAN.json."""
    names = [name for name in plan.__struct_fields__ if name != "checksum"]
    chunks = [*encode_object((name, getattr(plan, name)) for name in names), b",\n"]
    digest = hashlib.sha256()
    for chunk in chunks:
        digest.update(chunk)
    checksum = digest.hexdigest()
    chunks.append(f'"checksum":"{checksum}"\n}}\n'.encode("ascii"))
    return msgspec.structs.replace(plan, checksum=checksum), chunks
