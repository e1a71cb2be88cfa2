# SPDX-License-Identifier: MIT
"""Reads x400fix.toml.

A sample::

    address_mode = "ip"
    [pool]
    ranges = ["10.20.1.32/27"]
    exclude = ["10.20.1.40"]
    [pool.owners]
    FW1 = ["10.9.0.32-10.9.0.40"]
    [ticket]
    number = "CHG0012345"
    [dns]
    "mail-b.example.com" = "10.20.2.10"
"""

import enum
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Annotated, get_args, get_type_hints

import msgspec

from x400fix.inventory.addresses import parse_address, parse_ipv4
from x400fix.inventory.columns import parse_column_name
from x400fix.problems import (
    BadValueError,
    InputError,
    Place,
    Problem,
    ProblemList,
    closest,
    readable,
    shortened,
    shown,
)
from x400fix.settings.choices import AddressMode, Strategy, Wave
from x400fix.settings.ticket_facts import TicketConfig, key, parse_ticket

CONFIG_NAME = "x400fix.toml"
# Each takes its time; typing errors come in small numbers.
_MOST_SUGGESTIONS = 20
_MOST_OF_RANGES = 10_000
"""Characters of one text of ranges."""


def _parse_dns(name: str, address: str) -> None:
    """Raise BadValueError unless it is a host name with an IPv4 address."""
    try:
        number = parse_address(name).number
    except BadValueError as error:
        raise BadValueError("X4-E042", error.message) from None
    if number is not None:
        raise BadValueError("X4-E042", f"{shown(name)} is an address, not a host name")
    parse_ipv4(address, code="X4-E042")


_ESCAPE = (
    "a backslash between double quotes begins an escape: write a path between single quotes, "
    "or with /"
)
_DEEP = re.compile(r"""(?<![\w"'-])(?:[\w"'-]++[ \t]*+\.[ \t]*+){100}""")
_PATH = re.compile(r'"[^"]*\\')


def _parse_path(text: str) -> None:
    """Raise BadValueError for what a backslash made of a path."""
    if not text.isprintable():
        raise BadValueError("X4-E042", f"{shown(text)} holds a control character: {_ESCAPE}")


def _parse_ranges(text: str) -> None:
    """Raise BadValueError for a text of far more ranges than anybody writes into one."""
    readable(text, most=_MOST_OF_RANGES, code="X4-E050")


def _parse_owner(_: str, ranges: Sequence[str]) -> None:
    """Raise BadValueError for the same among the ranges of an owner."""
    for text in ranges:
        _parse_ranges(text)


def _parse_column(_: str, column: str) -> None:
    """Raise BadValueError unless it is the name of a column."""
    parse_column_name(column)


class PoolConfig(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The table ``[pool]``."""

    ranges: Annotated[
        tuple[str, ...],
        key(
            "Addresses to give: CIDR, FIRST-LAST or one; --pool replaces them. Each goes onto the "
            "NIC of a remote server, so it must be in that server's subnet and free.",
            ["10.1.0.32-10.1.0.47", "10.2.0.32-10.2.0.47"],
            parse=_parse_ranges,
        ),
    ] = ()
    exclude: Annotated[
        tuple[str, ...],
        key("Addresses never to give; --exclude adds some.", ["10.2.0.40"], parse=_parse_ranges),
    ] = ()
    tickets: Annotated[
        str | None,
        key(
            "Folder of change tickets next to this file: every PLAN.json below it counts.",
            "..",
            parse=_parse_path,
        ),
    ] = None
    used: Annotated[
        tuple[str, ...],
        key(
            "Files of addresses in use next to this one; --used adds some.",
            ["netbox.csv"],
            parse=_parse_path,
        ),
    ] = ()
    owners: Annotated[
        dict[str, tuple[str, ...]],
        key(
            "Ranges for owners that the inventory does not know, such as a proxy firewall.",
            {"FW1": ["10.9.0.32-10.9.0.40"]},
            parse=_parse_owner,
        ),
    ] = {}


class Config(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The whole file; None where it says nothing."""

    servers: Annotated[
        str | None,
        key("Server facts in a CSV file next to this one.", "servers.csv", parse=_parse_path),
    ] = None
    lmhosts: Annotated[
        str | None,
        key(
            "Folder of existing name files next to this one: name-files/MAIL-A/LMHOSTS, HOSTS.",
            "name-files",
            parse=_parse_path,
        ),
    ] = None
    address_mode: Annotated[
        AddressMode | None,
        key("What the Address holds afterwards; ip is Microsoft's advice, Q240759.", "ip"),
    ] = None
    strategy: Annotated[
        Strategy | None,
        key("More addresses, or more names for one address; the latter warns.", "address"),
    ] = None
    wave: Annotated[Wave | None, key("Changes between two restarts of an MTA.", "auto")] = None
    columns: Annotated[
        dict[str, str],
        key(
            "What headers of the inventory stand for; empty is not read. --map adds some.",
            {"Remote Host": "address"},
            parse=_parse_column,
        ),
    ] = {}
    pool: Annotated[PoolConfig, key("Addresses that the plan may give.")] = PoolConfig()
    dns: Annotated[
        dict[str, str],
        key(
            "What DNS knows: simulated calls resolve it both ways, and no alias takes such a name.",
            {"mail-b.example.com": "10.2.0.10"},
            parse=_parse_dns,
        ),
    ] = {}
    ticket: Annotated[
        str | TicketConfig | None,
        key(
            "What a ticket needs and an inventory does not have.", "CHG0012345", parse=parse_ticket
        ),
    ] = None

    @property
    def ticket_table(self) -> TicketConfig:
        """The table ``[ticket]``; a number alone stands for a table with nothing else."""
        if isinstance(self.ticket, TicketConfig):
            return self.ticket
        return TicketConfig(number=self.ticket)


class Key(msgspec.Struct, frozen=True, kw_only=True):
    """One key of the file; a table has ``keys`` if it takes no others, else lines like its example.

    ``parse`` raises BadValueError for a text of the right kind that is wrong.
    """

    path: str
    holds: object
    description: str = ""
    example: object = None
    parse: Callable[..., object] | None = None
    keys: Sequence["Key"] = ()

    @property
    def name(self) -> str:
        """The key without the tables around it."""
        return self.path.rpartition(".")[2]

    @property
    def is_table(self) -> bool:
        """Whether its lines are below a heading of their own."""
        return bool(self.keys) or isinstance(self.example, dict)

    @property
    def lines(self) -> Sequence[str]:
        """How its example is written."""
        pairs = self.example if isinstance(self.example, dict) else {self.name: self.example}
        return [
            f"{name if re.fullmatch(_BARE, name) else _toml(name)} = {_toml(value)}"
            for name, value in pairs.items()
        ]

    @property
    def choices(self) -> str:
        """The values that it takes, if they are few."""
        for kind in get_args(self.holds):
            if isinstance(kind, enum.EnumMeta):
                *first, last = map(str, kind)
                return f"{', '.join(first)} or {last}"
            if isinstance(kind, msgspec.Meta):
                return f"a number from {kind.ge} to {kind.le}"
        return ""

    @property
    def advice(self) -> str:
        """What to write instead of a value that it does not take."""
        if isinstance(self.example, bool):
            return "true or false"
        word = {str: "text", int: "number", list: "list"}.get(type(self.example))
        ways = [f"a {word} such as {_toml(self.example)}"] if word else []
        if self.is_table:
            lines = "" if self.keys else f" with lines such as {self.lines[0]}"
            ways.append(f"a table [{self.path}]{lines}")
        return self.choices or ", or ".join(ways)


_BARE = "[A-Za-z0-9_-]+"


def _toml(value: object) -> str:
    """A value as the file writes it: of texts, numbers and lists as JSON does."""
    return msgspec.json.format(msgspec.json.encode(value), indent=0).decode()


def find_keys(table: type[msgspec.Struct] = Config, path: str = "") -> Sequence[Key]:
    """The keys of the file or of one of its tables, as the fields of the struct describe them."""
    hints = get_type_hints(table, include_extras=True)
    return [_make_key(f"{path}{name}", hints[name]) for name in table.__struct_fields__]


def _make_key(path: str, hint: object) -> Key:
    holds, meta = get_args(hint)
    keys: Sequence[Key] = [
        Key(path=f"{path}.{name}", holds=get_args(holds)[1]) for name in meta.extra["names"]
    ]
    for kind in get_args(holds) or (holds,):
        if isinstance(kind, type) and issubclass(kind, msgspec.Struct):
            keys = find_keys(kind, f"{path}.")
    return Key(
        path=path,
        holds=holds,
        description=meta.description,
        example=next(iter(meta.examples), None),
        parse=meta.extra["parse"],
        keys=keys,
    )


def parse_config(data: bytes, file: str) -> Config:
    """Read the file's bytes; everything wrong in it is raised at once as InputError."""
    import tomllib  # noqa: PLC0415 -- most runs have no config file

    def load(text: str) -> Mapping[str, object]:
        if _DEEP.search(text):  # for which tomllib needs a gigabyte
            raise RecursionError
        return tomllib.loads(text)

    line = 0
    try:
        text = data.decode("utf-8-sig")
        document = load(text)
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        message = f"byte 0x{data[error.start]:02x} is not UTF-8: save the file as UTF-8"
    except tomllib.TOMLDecodeError as error:
        found = re.search(r"line (\d+)", str(error))
        line = int(found[1]) if found else 0
        message = f"not a valid TOML file: {shortened(str(error))}"
        if any(map(_PATH.search, text.split("\n")[line - 1 : line])):
            message += f"; {_ESCAPE}"
    except (ValueError, RecursionError):
        # Python reads no longer number, nor does it say where that is.
        found = re.search(r"(?<=[=\[,\s+-])[0-9_]{4300,}", text)
        line = text.count("\n", 0, found.start()) + 1 if found else 0
        why = "a number is too long" if found else "its values are nested too deeply"
        message = f"not a valid x400fix.toml: {why}"
    else:
        problems = find_faults(document, file, text)
        if problems.has_errors:
            raise InputError(problems)
        return msgspec.convert(document, Config)
    raise InputError([Problem(code="X4-E040", message=message, where=Place(file, line))])


def find_faults(document: Mapping[str, object], file: str, text: str = "") -> ProblemList:
    """What is wrong with keys and values; ``text`` is that of the file, for the lines."""
    problems, lines = ProblemList(), _lines_of_keys(text)
    for name, fault in _faults_of(document, find_keys()):
        problems.add(fault.code, fault.message, Place(file, lines.get(name, 0)))
    return problems


def _faults_of(
    table: Mapping[str, object], keys: Sequence[Key]
) -> Iterator[tuple[str, BadValueError]]:
    """Each key with what is wrong with it or its value.

    A key that is not read is an error: a misspelt pool must not vanish.
    """
    known, unknown = {key.name: key for key in keys}, 0
    for name, value in table.items():
        key = known.get(name)
        if key is None:
            unknown += 1
            close = closest(name, known) if unknown <= _MOST_SUGGESTIONS else ""
            hint = f"did you mean {close}?" if close else f"the keys are {', '.join(known)}"
            yield name, BadValueError("X4-E041", f"unknown key {shown(name)}: {hint}")
        elif key.keys and isinstance(value, dict):
            yield from _faults_of(value, key.keys)
        else:
            yield from _faults_in(key, value)


def _faults_in(key: Key, value: object) -> Iterator[tuple[str, BadValueError]]:
    try:
        msgspec.convert(value, key.holds)
    except msgspec.ValidationError:
        message = f"{key.path} is {_said(value)}: write {key.advice}"
        yield key.name, BadValueError("X4-E042", message)
        return
    if key.parse is None:
        return
    texts = value if isinstance(value, list) else [value]
    entries = value.items() if isinstance(value, dict) else [(key.name, text) for text in texts]
    for name, text in entries:
        try:
            key.parse(name, text) if isinstance(value, dict) else key.parse(text)
        except BadValueError as error:
            yield name, BadValueError(error.code, f"{key.path}: {error.message}")


def _said(value: object) -> str:
    try:
        return shown(str(value))
    except ValueError:  # as hexadecimal Python reads it, but does not write it as decimal
        return "a number that is too long"


_KEY = re.compile(r"""\s*\[{0,2}((?:[\w-]+\.)*)(?:([\w-]+)|"([^"\n]*)"|'([^'\n]*)')\s*[\]=.]""")


def _lines_of_keys(text: str) -> Mapping[str, int]:
    """The line in which each key or table is first written, as far as that can be told."""
    lines: dict[str, int] = {}
    for number, line in enumerate(text.splitlines(), 1):
        if found := _KEY.match(line):
            tables, *names = found.groups()
            for name in (*tables.split("."), *names):
                lines.setdefault(name, number)
    return lines
