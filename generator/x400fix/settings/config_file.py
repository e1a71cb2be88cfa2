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

import difflib
import re
from collections.abc import Callable, Mapping, Sequence
from typing import Annotated

import msgspec

from x400fix.inventory.addresses import parse_address, parse_ipv4
from x400fix.problems import BadValueError, InputError, Place, Problem, ProblemList, shown
from x400fix.settings.choices import AddressMode, Pack, Profile, Strategy, Wave
from x400fix.settings.ticket_facts import (
    LARGEST_LIMIT,
    MOST_MINUTES,
    SMALLEST_LIMIT,
    TicketConfig,
    TicketGroups,
    TicketRisk,
    field_names,
    parse_note,
    parse_paragraphs,
    step_names,
)
from x400fix.settings.window import parse_window

TICKET = r"[A-Za-z0-9-]{1,16}"

_RIGHT_TICKET = "1 to 16 letters, digits and hyphens in quotation marks"
_Ticket = Annotated[str, msgspec.Meta(pattern=rf"^(?:{TICKET})\Z")]
_Limit = Annotated[int, msgspec.Meta(ge=SMALLEST_LIMIT, le=LARGEST_LIMIT)]
_Minutes = Annotated[int, msgspec.Meta(ge=1, le=MOST_MINUTES)]
_Count = Annotated[int, msgspec.Meta(ge=0)]


class Key(msgspec.Struct, frozen=True):
    """One key; ``check`` raises BadValueError for a text that has the right kind and is wrong."""

    path: str
    holds: object
    right: str
    check: Callable[[str], object] | None = None


def _note(path: str) -> Key:
    return Key(path, str, "a text in quotation marks", parse_note)


KEYS: Sequence[Key] = (
    Key("servers", str, 'the name of a file, such as "servers.csv"'),
    Key("lmhosts", str, 'the name of a folder, such as "name-files"'),
    Key("address_mode", AddressMode, "ip, lmhosts or hosts"),
    Key("strategy", Strategy, "address or hostname"),
    Key("ticket", _Ticket, f"{_RIGHT_TICKET}, or a table [ticket]"),
    Key("wave", Wave, "connector, partner or all"),
    Key("pool", dict[str, object], "a table [pool]"),
    Key("pool.ranges", tuple[str, ...], 'a list such as ["10.20.1.32/27"]'),
    Key("pool.exclude", tuple[str, ...], 'a list such as ["10.20.1.40"]'),
    Key(
        "pool.owners",
        dict[str, tuple[str, ...]],
        'a table [pool.owners] with lines such as FW1 = ["10.9.0.32-10.9.0.40"]',
    ),
    Key(
        "dns",
        dict[str, str],
        'a table [dns] with lines such as "mail-b.example.com" = "10.20.2.10"',
    ),
    Key("ticket.number", _Ticket, _RIGHT_TICKET),
    Key("ticket.window", str, 'a text such as "2026-12-05T22:00+01:00/4h"', parse_window),
    _note("ticket.owner"),
    Key("ticket.profile", Profile, "generic, servicenow, jsm or remedy"),
    Key("ticket.pack", Pack, "plain or safe"),
    *map(
        _note,
        (
            *(f"ticket.{name}" for name in ("category", "type", "service", "environment")),
            "ticket.contact",
            *(f"ticket.groups.{name}" for name in TicketGroups.__struct_fields__),
            "ticket.risk.level",
            "ticket.risk.note",
        ),
    ),
    Key(
        "ticket.text_to_users",
        str,
        "a text in quotation marks, in three for several lines",
        parse_paragraphs,
    ),
    Key("ticket.groups", dict[str, object], "a table [ticket.groups]"),
    Key("ticket.risk", dict[str, object], "a table [ticket.risk]"),
    Key("ticket.risk.users", _Count, "a number of people, such as 1200"),
    Key("ticket.risk.rehearsed", bool, "true or false"),
    Key("ticket.limits", dict[str, object], "a table [ticket.limits]"),
    *(
        Key(
            f"ticket.limits.{name}",
            _Limit,
            f"a number of characters from {SMALLEST_LIMIT} to {LARGEST_LIMIT}",
        )
        for name in field_names()
    ),
    Key("ticket.minutes", dict[str, object], "a table [ticket.minutes]"),
    *(
        Key(f"ticket.minutes.{name}", _Minutes, f"a number of minutes from 1 to {MOST_MINUTES}")
        for name in step_names()
    ),
)


CONFIG_NAME = "x400fix.toml"


class PoolConfig(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The table ``[pool]``."""

    ranges: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    owners: dict[str, tuple[str, ...]] = {}


class Config(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The whole file; None where it says nothing."""

    servers: str | None = None
    lmhosts: str | None = None
    address_mode: AddressMode | None = None
    strategy: Strategy | None = None
    ticket: str | TicketConfig | None = None
    wave: Wave | None = None
    pool: PoolConfig = PoolConfig()
    dns: dict[str, str] = {}

    @property
    def ticket_table(self) -> TicketConfig:
        """The table ``[ticket]``; a number alone stands for a table with nothing else."""
        if isinstance(self.ticket, TicketConfig):
            return self.ticket
        return TicketConfig(number=self.ticket)


_TABLES: Mapping[str, Sequence[str]] = {
    "": Config.__struct_fields__,
    "pool": PoolConfig.__struct_fields__,
    "ticket": TicketConfig.__struct_fields__,
    "ticket.groups": TicketGroups.__struct_fields__,
    "ticket.risk": TicketRisk.__struct_fields__,
    "ticket.limits": field_names(),
    "ticket.minutes": step_names(),
}
"""The keys that each table may have."""


def parse_config(data: bytes, file: str) -> Config:
    """Read the file's bytes; everything wrong in it is raised at once as InputError."""
    import tomllib  # noqa: PLC0415 -- most runs have no config file

    try:
        text = data.decode("utf-8-sig")
        document = tomllib.loads(text)
    except UnicodeDecodeError as error:
        place = Place(file, data.count(b"\n", 0, error.start) + 1)
        message = f"byte 0x{data[error.start]:02x} is not UTF-8: save the file as UTF-8"
        raise InputError([Problem(code="X4-E040", message=message, where=place)]) from None
    except tomllib.TOMLDecodeError as error:
        line = re.search(r"line (\d+)", str(error))
        place = Place(file, int(line[1]) if line else 0)
        message = f"this is no TOML file: {error}"
        raise InputError([Problem(code="X4-E040", message=message, where=place)]) from None
    except RecursionError:
        message = "this is not a valid x400fix.toml: its values are nested too deeply"
        raise InputError([Problem(code="X4-E040", message=message, where=Place(file))]) from None
    problems = find_faults(document, file, text)
    if not problems.has_errors:
        _check_names(document.get("dns", {}), text, file, problems)
    if problems.has_errors:
        raise InputError(problems)
    return msgspec.convert(document, Config)


def find_faults(document: Mapping[str, object], file: str, text: str = "") -> ProblemList:
    """What is wrong with keys and values, as they stand in the text of a file or elsewhere."""
    problems = ProblemList()
    _check_keys(document, text, file, problems)
    _check_values(document, text, file, problems)
    return problems


def _check_keys(
    document: Mapping[str, object], text: str, file: str, problems: ProblemList
) -> None:
    """Keys that nobody reads are errors: a misspelt pool must not vanish."""
    for path, known in _TABLES.items():
        for key in _find_table(document, path):
            if key not in known:
                close = difflib.get_close_matches(key, known, n=1)
                hint = f"did you mean {close[0]}?" if close else f"the keys are {', '.join(known)}"
                place = Place(file, _line_of(key, text))
                problems.add("X4-E041", f"unknown key {shown(key)}: {hint}", place)


def _find_table(document: Mapping[str, object], path: str) -> Mapping[str, object]:
    """The table with a path such as ``pool.owners``; an empty one if there is none."""
    table: object = document
    for name in filter(None, path.split(".")):
        table = table.get(name) if isinstance(table, dict) else None
    return table if isinstance(table, dict) else {}


def _line_of(key: str, text: str) -> int:
    """The line in which a key or table is first written; 0 if it cannot be told."""
    pattern = re.compile(rf"\s*\[{{0,2}}(?:\w+\.)*[\"']?{re.escape(key)}[\"']?\s*[\]=.]")
    for number, line in enumerate(text.splitlines(), 1):
        if pattern.match(line):
            return number
    return 0


def _check_names(names: Mapping[str, str], text: str, file: str, problems: ProblemList) -> None:
    """What DNS knows is a host name with one IPv4 address."""
    for name, address in names.items():
        try:
            _check_name(name, address)
        except BadValueError as error:
            problems.add("X4-E042", f"dns: {error}", Place(file, _line_of(name, text)))


def _check_name(name: str, address: str) -> None:
    """Raise BadValueError unless it is a host name with an address."""
    if parse_address(name).number is not None:
        raise BadValueError("X4-E042", f"{shown(name)} is an address, not a host name")
    parse_ipv4(address, code="X4-E042")


def _check_values(
    document: Mapping[str, object], text: str, file: str, problems: ProblemList
) -> None:
    """Every value of a wrong kind, or that is none of its key's choices, is an error.

    A table is right as such: its own keys are checked.
    """
    for key in KEYS:
        path, _, name = key.path.rpartition(".")
        values = _find_table(document, path)
        if name not in values or (key.path in _TABLES and isinstance(values[name], dict)):
            continue
        place = Place(file, _line_of(name, text))
        try:
            value = msgspec.convert(values[name], key.holds)
            if key.check:
                key.check(str(value))
        except msgspec.ValidationError:
            message = f"{key.path} is {shown(str(values[name]))}: write {key.right}"
            problems.add("X4-E042", message, place)
        except BadValueError as error:
            problems.add(error.code, f"{key.path}: {error.message}", place)
