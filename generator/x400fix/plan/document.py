# SPDX-License-Identifier: MIT
"""PLAN.json: its records, written as a stream and read back strictly.

Each key of the document and each item of its lists stands on a line of its own, so that two plans
can be compared line by line. ``checksum`` is last: the SHA-256, in lower-case hexadecimal, of all
bytes before its own opening quote.
"""

import hashlib
from collections.abc import Iterable, Iterator

import msgspec

from x400fix.model.addresses import parse_ipv4
from x400fix.model.assignments import Action, Memory, Remembered
from x400fix.plan.alternatives import Alternative
from x400fix.problems import BadValueError, InputError, Place, Problem

FORMAT = "x400fix-plan"
VERSION = "1.0"
_LINES_AT_ONCE = 256


class InputRecord(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One input file: what it was used as, its base name and its SHA-256."""

    kind: str
    name: str
    sha256: str


class OptionsRecord(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The settings of the run, as far as they decide what the plan is."""

    pool: tuple[str, ...]
    exclude: tuple[str, ...]
    address_mode: str
    strategy: str
    keep: tuple[str, ...]
    reassign_all: bool
    minimal: bool
    ticket: str
    wave: str


class SummaryRecord(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The counts that a reader asks for first."""

    connectors: int
    servers: int
    conflicts: int
    moved: int
    kept: int
    by_hand: int
    new_addresses: int
    saved_by_minimal: int
    steps: int
    server_restarts: int
    waves: int


class EndRecord(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One end of a link."""

    server: str
    connector: str


class ConnectorRecord(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One connector and what the truth table says of it."""

    server: str
    connector: str
    stack: str
    address: str
    remote_server: str
    via: str
    verdict: str
    row: int
    added_rows: tuple[int, ...]
    reason: str
    sources: tuple[str, ...]


class LinkRecord(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A link with its two ends, or one if the other is not known."""

    ends: tuple[EndRecord, ...]


class PoolRecord(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One range of the pool and what stands in it."""

    range: str
    owner: str
    size: int
    used: tuple[str, ...]
    excluded: tuple[str, ...]
    given: tuple[str, ...]


class AssignmentRecord(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One row of ASSIGN.csv; ``step`` is 0 where no step changes the Address."""

    action: str
    server: str
    connector: str
    remote_server: str
    owner: str
    old_address: str
    new_address: str
    alias: str
    address_type: str
    address_value: str
    reason: str
    folder: str
    step: int


class NicRecord(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A NIC and its ordered lists before and after, such as ``10.20.1.10/24``."""

    vehicle: str
    adapter: str
    before: tuple[str, ...]
    after: tuple[str, ...]
    added: tuple[str, ...]
    missing: tuple[str, ...]


class NameRecord(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One line for LMHOSTS or HOSTS."""

    address: str
    name: str


class AttributeValue(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """An Address with its radio button."""

    type: str
    value: str


class AttributeRecord(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The Address Attribute of one connector; ``after`` is null if somebody else decides it."""

    connector: str
    before: AttributeValue
    after: AttributeValue | None


class OverrideRecord(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The Stack IP Address Override of one connector."""

    connector: str
    address: str
    scripted: bool


class StepRecord(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One step; ``connector`` is empty where it is not about one."""

    number: int
    kind: str
    who: str
    minutes: int
    wave: int
    waits_for: tuple[int, ...]
    connector: str


class ServerRecord(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One folder of the bundle: a server, or a firewall or partner that somebody must ask."""

    name: str
    folder: str
    kind: str
    os: str
    exchange: str
    nic: NicRecord | None
    lmhosts: tuple[NameRecord, ...]
    hosts: tuple[NameRecord, ...]
    overrides: tuple[OverrideRecord, ...]
    address_attributes: tuple[AttributeRecord, ...]
    steps: tuple[StepRecord, ...]


class EarlierRecord(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What an earlier plan gave to a connector that is in no conflict any more."""

    action: str
    server: str
    connector: str
    owner: str
    new_address: str
    alias: str


class ProblemRecord(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A warning or note about the inputs."""

    code: str
    severity: str
    message: str
    file: str
    line: int
    field: int
    cell: str


class Document(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The whole of PLAN.json."""

    format: str
    version: str
    inputs: tuple[InputRecord, ...]
    options: OptionsRecord
    summary: SummaryRecord
    assumptions: tuple[str, ...]
    connectors: tuple[ConnectorRecord, ...]
    links: tuple[LinkRecord, ...]
    pools: tuple[PoolRecord, ...]
    assignments: tuple[AssignmentRecord, ...]
    block_id: str
    earlier: tuple[EarlierRecord, ...]
    servers: tuple[ServerRecord, ...]
    alternatives: tuple[Alternative, ...]
    problems: tuple[ProblemRecord, ...]
    checksum: str


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
    yield f'"checksum":"{digest.hexdigest()}"\n}}\n'.encode("ascii")


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
    for record in records:
        lines.append(encode(record))
        if len(lines) == _LINES_AT_ONCE:
            yield separator + b",\n".join(lines)
            separator = b",\n"
            lines = []
    if lines:
        yield separator + b",\n".join(lines)
    yield b"\n]" if separator != b"\n" or lines else b"]"


def document_parts(document: Document) -> Iterator[tuple[str, object]]:
    """The keys and values of a document that was read, for writing it again."""
    for name in Document.__struct_fields__[:-1]:
        yield name, getattr(document, name)


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
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise _refused(file, "X4-E070", f"{error}") from None
    end = data.rfind(b'"checksum"')
    if hashlib.sha256(data[:end]).hexdigest() != document.checksum:
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
            address = parse_ipv4(record.new_address, code="X4-E070") if record.new_address else None
            action = Action(record.action)
        except (BadValueError, ValueError) as error:
            raise _refused(file, "X4-E070", f"{error}") from None
        memory[record.server.upper(), record.connector.upper()] = Remembered(
            action=action,
            owner=record.owner,
            address=address,
            alias=record.alias,
        )
    return memory


def document_schema() -> bytes:
    """The JSON Schema (2020-12) of a plan, as the records above define it."""
    schema = {"$schema": "https://json-schema.org/draft/2020-12/schema"}
    schema |= msgspec.json.schema(Document)
    return msgspec.json.format(msgspec.json.encode(schema), indent=2) + b"\n"
