# SPDX-License-Identifier: MIT
"""Reads x400fix.toml.

A sample::

    address_mode = "ip"
    [pool]
    ranges = ["10.20.1.32/27"]
    exclude = ["10.20.1.40"]
    [pool.owners]
    FW1 = ["10.9.0.32-10.9.0.40"]
    [dns]
    "mail-b.example.com" = "10.20.2.10"
"""

import difflib
import re
from collections.abc import Mapping
from typing import Annotated

import msgspec

from x400fix.model.addresses import parse_address, parse_ipv4
from x400fix.model.choices import AddressMode, Strategy, Wave
from x400fix.problems import BadValueError, InputError, Place, Problem, ProblemList, shown

CONFIG_NAME = "x400fix.toml"
TICKET = r"[A-Za-z0-9-]{1,16}"


class _Key(msgspec.Struct, frozen=True):
    """One key: its path, what it holds, and what a person is told to write."""

    path: str
    holds: object
    right: str


_KEYS = (
    _Key("servers", str, 'the name of a file, such as "servers.csv"'),
    _Key("lmhosts", str, 'the name of a folder, such as "name-files"'),
    _Key("address_mode", AddressMode, "ip, lmhosts or hosts"),
    _Key("strategy", Strategy, "address or hostname"),
    _Key(
        "ticket",
        Annotated[str, msgspec.Meta(pattern=rf"^(?:{TICKET})\Z")],
        "1 to 16 letters, digits and hyphens in quotation marks",
    ),
    _Key("wave", Wave, "connector, partner or all"),
    _Key("pool", dict[str, object], "a table [pool]"),
    _Key("pool.ranges", tuple[str, ...], 'a list such as ["10.20.1.32/27"]'),
    _Key("pool.exclude", tuple[str, ...], 'a list such as ["10.20.1.40"]'),
    _Key(
        "dns",
        dict[str, str],
        'a table [dns] with lines such as "mail-b.example.com" = "10.20.2.10"',
    ),
    _Key(
        "pool.owners",
        dict[str, tuple[str, ...]],
        'a table [pool.owners] with lines such as FW1 = ["10.9.0.32-10.9.0.40"]',
    ),
)


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
    ticket: str | None = None
    wave: Wave | None = None
    pool: PoolConfig = PoolConfig()
    dns: dict[str, str] = {}


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
        message = "this is no TOML file that anybody means: its values are nested too deeply"
        raise InputError([Problem(code="X4-E040", message=message, where=Place(file))]) from None
    problems = ProblemList()
    _check_keys(document, Config, text, file, problems)
    pool = document.get("pool")
    if isinstance(pool, dict):
        _check_keys(pool, PoolConfig, text, file, problems)
    _check_values(document, text, file, problems)
    if not problems.has_errors:
        _check_names(document.get("dns", {}), text, file, problems)
    if problems.has_errors:
        raise InputError(problems)
    return msgspec.convert(document, Config)


def _check_keys(
    table: Mapping[str, object],
    model: type[Config | PoolConfig],
    text: str,
    file: str,
    problems: ProblemList,
) -> None:
    """Keys that nobody reads are errors: a misspelt pool must not vanish."""
    known = model.__struct_fields__
    for key in table:
        if key not in known:
            close = difflib.get_close_matches(key, known, n=1)
            hint = f"did you mean {close[0]}?" if close else f"the keys are {', '.join(known)}"
            place = Place(file, _line_of(key, text))
            problems.add("X4-E041", f"unknown key {shown(key)}: {hint}", place)


def _line_of(key: str, text: str) -> int:
    """The line in which a key or table is first written; 0 if it cannot be told."""
    pattern = re.compile(rf"\s*\[{{0,2}}(?:pool\.)?[\"']?{re.escape(key)}[\"']?\s*[\]=.]")
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
    """Every value of a wrong kind, or that is none of its key's choices, is an error."""
    for key in _KEYS:
        table, _, name = key.path.rpartition(".")
        values = document.get(table) if table else document
        if not isinstance(values, Mapping) or name not in values:
            continue
        try:
            msgspec.convert(values[name], key.holds)
        except msgspec.ValidationError:
            place = Place(file, _line_of(name, text))
            message = f"{key.path} is {shown(str(values[name]))}: write {key.right}"
            problems.add("X4-E042", message, place)
