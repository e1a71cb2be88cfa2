# SPDX-License-Identifier: MIT
"""Writes PLAN.json and reads it back.

Each key of the document and each item of its lists stands on a line of its own, so that two plans
can be compared line by line. ``checksum`` is last: the SHA-256, in lower-case hexadecimal, of all
bytes before its own opening quote.
"""

import hashlib
from collections.abc import Iterable, Iterator

import msgspec

from x400fix.allocation.assignments import Action, Memory, Remembered
from x400fix.inventory.addresses import forbidden_reason, parse_ipv4
from x400fix.inventory.names import is_alias
from x400fix.plan.model import FORMAT, VERSION, AssignmentRecord, Document, EarlierRecord
from x400fix.problems import BadValueError, InputError, Place, Problem, shown

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


def read_document(data: bytes, file: str) -> Document:
    """Read a plan back; anything that this version did not write raises InputError."""
    try:
        head = msgspec.json.decode(data, type=_Head)
        if head.format != FORMAT:
            raise _refused(file, "X4-E070", f"its format is not {FORMAT}")
        if head.version.partition(".")[0] != VERSION.partition(".")[0]:
            why = f"it has version {head.version}, and this x400fix reads {VERSION}"
            raise _refused(file, "X4-E071", why)
        document = msgspec.json.decode(data, type=Document)
    except RecursionError:
        raise _refused(file, "X4-E070", "its values are nested too deeply") from None
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise _refused(file, "X4-E070", f"{error}") from None
    end = data.rfind(b'"checksum"')
    # What stands behind the checksum is not covered by it, so only its own text may.
    if data[end:] != checksum_line(hashlib.sha256(data[:end]).hexdigest()):
        raise _refused(file, "X4-E072", "it was changed after it was written")
    return document


class _Head(msgspec.Struct):
    """What every version of the format has."""

    format: str
    version: str


def _refused(file: str, code: str, why: str) -> InputError:
    """The error for a file that is no plan to rely on."""
    message = f"this plan cannot be used: {why}; give the PLAN.json of a bundle as it was made"
    return InputError([Problem(code=code, message=message, where=Place(file))])


def remember(document: Document, file: str) -> Memory:
    """What a plan gave each connector, and what it remembered of plans before it."""
    memory: dict[tuple[str, str], Remembered] = {}
    records: list[EarlierRecord | AssignmentRecord] = [*document.earlier, *document.assignments]
    for record in records:
        try:
            given = _remembered(record)
        except ValueError as error:
            raise _refused(file, "X4-E070", f"{error}") from None
        memory[record.server.upper(), record.connector.upper()] = given
    return memory


def _remembered(record: EarlierRecord | AssignmentRecord) -> Remembered:
    """One connector's part; it reaches scripts again, so it is parsed like any input."""
    address = parse_ipv4(record.new_address, code="X4-E070") if record.new_address else None
    reason = None if address is None else forbidden_reason(address)
    if reason:
        raise BadValueError("X4-E070", f"{shown(record.new_address)} is in {reason}")
    if record.alias and not is_alias(record.alias):
        raise BadValueError("X4-E070", f"{shown(record.alias)} is not an alias of x400fix")
    return Remembered(
        action=Action(record.action),
        owner=record.owner,
        address=address,
        alias=record.alias,
    )


def document_schema() -> bytes:
    """The JSON Schema (2020-12) of a plan, as the records above define it."""
    schema = {"$schema": "https://json-schema.org/draft/2020-12/schema"}
    schema |= msgspec.json.schema(Document)
    return msgspec.json.format(msgspec.json.encode(schema), indent=2) + b"\n"
