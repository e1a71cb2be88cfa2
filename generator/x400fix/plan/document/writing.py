# SPDX-License-Identifier: MIT
"""Writes PLAN.json as a stream.

Each key of the document and each item of its lists stands on a line of its own, so that two plans
can be compared line by line. ``checksum`` is last: the SHA-256, in lower-case hexadecimal, of all
bytes before its own opening quote.
"""

import hashlib
from collections.abc import Iterable, Iterator

import msgspec

_BYTES_AT_ONCE = 1 << 16


class EncodedList(msgspec.Struct, frozen=True):
    """A list that comes as the bytes of encode_list, because somebody else looks at them too."""

    chunks: Iterator[bytes]


def write_document(parts: Iterable[tuple[str, object]]) -> Iterator[bytes]:
    """The bytes of a document whose keys and values come in their order, without checksum.

    A value that is an iterator is written item by item and never held whole.
    """
    digest = hashlib.sha256()
    for chunk in _chunks(parts):
        digest.update(chunk)
        yield chunk
    yield checksum_line(digest.hexdigest())


def checksum_line(checksum: str) -> bytes:
    """The end of a document, given the SHA-256 of all bytes before it."""
    return f'"checksum":"{checksum}"\n}}\n'.encode("ascii")


def _chunks(parts: Iterable[tuple[str, object]]) -> Iterator[bytes]:
    """Everything before the checksum."""
    encode = msgspec.json.Encoder().encode
    start = b"{\n"
    for key, value in parts:
        yield start + encode(key) + b":"
        start = b""
        if isinstance(value, EncodedList):
            yield from value.chunks
        elif isinstance(value, Iterator | tuple):
            yield from encode_list(value)
        else:
            yield encode(value)
        yield b",\n"


def encode_list(records: Iterable[object]) -> Iterator[bytes]:
    """A JSON list with each item on a line of its own."""
    encode = msgspec.json.Encoder().encode
    yield b"["
    separator = b"\n"
    lines: list[bytes] = []
    size = 0
    for record in records:
        line = encode(record)
        lines.append(line)
        size += len(line)
        if size >= _BYTES_AT_ONCE:
            yield separator + b",\n".join(lines)
            separator = b",\n"
            lines, size = [], 0
    if lines:
        yield separator + b",\n".join(lines)
    yield b"\n]" if separator != b"\n" or lines else b"]"
