# SPDX-License-Identifier: MIT
"""Names of servers and connectors: what is legal, what may reach a script, what an alias is.

=================  ======================================================================
was typed          is saved, by the language of the system
=================  ======================================================================
``MAR1``           ``1-Mar``, ``01-Mar``, ``01. Mrz``, ``01-mars``, ``01-mar``, ``1-mrt``
``MAR2001``        ``Mar-01``, ``Mrz 01``; or a whole date: ``2001-03-01``, ``01/03/2001``
``12E5``           ``1.20E+06``, ``1,20E+06``
``192.168.10.10``  ``192168010010``, ``1.92168E+11``
``-A``             ``#NAME?``; in a narrow column anything becomes ``########``
=================  ======================================================================

Only what nobody types as a name counts: ``MAR-01``, ``1-MAR``, ``DEC2`` and ``SEP1`` are names.
"""

import re
from collections.abc import Callable
from functools import lru_cache
from typing import NewType

from x400fix.problems import BadValueError, readable, shown, shown_by_letter

# Excel begins these with a capital; the other languages have small letters only.
_CAPITAL = (
    "Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Sept|Oct|Nov|Dec"  # English
    "|Jän|Mär|Mrz|Mai|Okt|Dez"  # German
)
_SMALL = (
    "jan|feb|mar|apr|jun|jul|aug|sep|okt|nov|dec"  # many
    "|janv|févr|mars|avr|mai|juin|juil|août|sept|oct|déc"  # French
    "|ene|abr|may|ago|dic"  # Spanish
    "|gen|mag|giu|lug|set|ott"  # Italian
    "|fev|out|dez"  # Portuguese
    "|mrt|mei"  # Dutch
    "|maj|des"  # Scandinavian
    "|sty|lut|kwi|cze|lip|sie|wrz|paź|lis|gru"  # Polish
)
_DAY = "(?:0?[1-9]|[12][0-9]|3[01])"
_DATE = re.compile(
    rf"{_DAY}(?:[-/ ]|\. ?)(?:{_CAPITAL}|{_SMALL})\.?(?:[-/. ](?:[0-9]{{4}}|[0-9]{{2}}))?"
    rf"|(?:{_CAPITAL})\.?[-/ ](?:[0-9]{{4}}|[0-9]{{2}})"
    rf"|(?:{_DAY}([./]){_DAY}\1(?:[0-9]{{4}}|[0-9]{{2}})"
    rf"|{_DAY}-{_DAY}-[0-9]{{4}}|[0-9]{{4}}([-/.]){_DAY}\2{_DAY})(?: 0?0:00(?::00)?)?"
)
_NUMBER = re.compile(r"[0-9]+(?:[.,][0-9]+)?[eE]\+[0-9]+|[0-9]+[.,][0-9]+[eE]-[0-9]+", re.ASCII)
_LONG_NUMBER = re.compile(r"[0-9]{5,}(?:[.,][0-9]+)?", re.ASCII)
_ERROR_VALUE = re.compile(r"#(?:N/[A-Z]|NV|DIV/0!|[^\W\d_]{3,}[!?])|#{3,}", re.IGNORECASE)


def _damaged(text: str, what: str, again: str) -> BadValueError:
    cure = f"format the column as Text and enter the {again} again"
    return BadValueError("X4-E016", f"{shown(text)} is {what}: {cure}")


def refuse_error_value(text: str) -> None:
    """Raise BadValueError for what Excel shows instead of a value."""
    if _ERROR_VALUE.fullmatch(text):
        raise _damaged(text, "what Excel shows instead of a value, or in a narrow column", "value")


def refuse_damaged_name(text: str) -> None:
    """Raise BadValueError for a name that Excel has turned into a date or a number."""
    refuse_error_value(text)
    if _DATE.fullmatch(text):
        raise _damaged(text, "a date, as Excel makes of a name like MAR1", "name")
    if _NUMBER.fullmatch(text):
        raise _damaged(text, "a number, as Excel makes of a name like 12E5", "name")


def refuse_damaged_address(text: str) -> None:
    """Raise BadValueError for an IP address that Excel has turned into a number."""
    if _LONG_NUMBER.fullmatch(text) or _NUMBER.fullmatch(text):
        raise _damaged(text, "a number, as Excel leaves of an address", "address")


ServerName = NewType("ServerName", str)
"""A NetBIOS computer name in capitals; made by parse_server_name only."""

CONNECTOR_LENGTH = 64
"""Longest directory name (RDN) of a connector."""

ALIAS_LENGTH = 15
"""Longest NetBIOS name without its type byte (MS-NBTE 2.2.3)."""

# Q188997: up to 15 characters, no blank, these special characters and no others.
_COMPUTER_NAME = re.compile(r"[A-Za-z0-9!@#$%^&()\-_'{}.~]{1,15}", re.ASCII)
_DOTTED = re.compile(r"[0-9]{1,3}(?:\.[0-9]{1,3}){3}", re.ASCII)
_FOLDER = re.compile(r"[A-Z0-9_-]{1,15}", re.ASCII)
_DEVICES = frozenset(
    ["CON", "PRN", "AUX", "NUL", "CLOCK$"]
    + [f"{port}{number}" for port in ("COM", "LPT") for number in range(1, 10)]
)


def parse_server_name(text: str) -> ServerName:
    """Read a computer name; BadValueError if it is none (Q188997) or what Excel left of one."""
    refuse_damaged_name(text)
    if _DOTTED.fullmatch(text):
        message = f"{shown(text)} is an IP address, not a computer name: write the server's name"
        raise BadValueError("X4-E015", message)
    if not _COMPUTER_NAME.fullmatch(text):
        right = "1 to 15 letters, digits and ! @ # $ % ^ & ( ) - _ ' { } . ~, no blank, no domain"
        message = f"{shown_by_letter(text)} is not a computer name: {right} (Q188997)"
        raise BadValueError("X4-E015", message)
    return ServerName(text.upper())


def parse_connector_name(text: str) -> str:
    """Read a directory name: 1 to 64 printable characters, kept as they are."""
    if text[:1] == "#":
        refuse_error_value(text)
    return readable(text, most=CONNECTOR_LENGTH, code="X4-E014")


def _matcher(pattern: str) -> Callable[[str], bool]:
    """A function that says whether a pattern, in ASCII, matches a whole text."""
    compiled = re.compile(pattern, re.ASCII)
    return lambda text: compiled.fullmatch(text) is not None


is_script_safe_server = _matcher(r"[A-Za-z0-9][A-Za-z0-9_-]{0,14}")
"""Whether a computer name may reach a script."""

is_script_safe_connector = _matcher(r"[A-Za-z0-9](?:[A-Za-z0-9 ._()-]{0,62}[A-Za-z0-9)])?")
"""Whether a directory name may reach a registry script, as a key name."""

is_service_name = _matcher(r"[A-Za-z][A-Za-z0-9_]{0,31}")
"""Whether a text can be the service name of a NIC on Windows NT, such as El90x1."""

is_connection_name = _matcher(r"[A-Za-z0-9 ().#-]{1,64}")
"""Whether a text can stand in quotes as a connection name of Windows 2000 or 2003."""

is_alias = _matcher(r"(?=.{4,15}\Z)[A-Z](?:[A-Z0-9-]*[A-Z0-9])?-X(?:[2-9]|[1-9][0-9]+)")
"""Whether a text has the form of numbered_alias, which NetBIOS, HOSTS and RFC 952 allow."""


def is_folder_name(name: str) -> bool:
    """Whether a name can be a folder's: 8-bit safe, and no device such as AUX or LPT1."""
    return _FOLDER.fullmatch(name) is not None and name not in _DEVICES


def host_label(server: str) -> str:
    """The host name that NT derives from a computer name, in capitals (Q149044, Q101785)."""
    return re.sub(r"[^A-Z0-9-]", "-", server.upper())


@lru_cache(maxsize=256)
def alias_base(owner: str) -> str:
    """What every alias of an owner begins with, before it is cut to make room for its number."""
    label = host_label(owner)
    return label if label[:1].isalpha() else "X" + label


def numbered_alias(base: str, number: int) -> str:
    """The alias with a number: ``MAIL-B`` and 2 give ``MAIL-B-X2``."""
    ending = f"-X{number}"
    return base[: ALIAS_LENGTH - len(ending)].rstrip("-") + ending
