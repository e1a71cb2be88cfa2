# SPDX-License-Identifier: MIT
"""What Excel makes of names and addresses when it opens a table and saves it again.

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

from x400fix.problems import BadValueError, shown

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
_ERROR_VALUE = re.compile(r"#(?:N/[A-Z]|NV|DIV/0!|[^\W\d_]{3,}[!?])|#{3,}")


def refuse_error_value(text: str) -> None:
    """Raise BadValueError for what Excel shows instead of a value."""
    if _ERROR_VALUE.fullmatch(text):
        why = "is what Excel shows instead of a value: format the column as Text, make it wider"
        raise BadValueError("X4-E016", f"{shown(text)} {why} and enter the value again")


def refuse_damaged_name(text: str) -> None:
    """Raise BadValueError for a name that Excel has turned into a date or a number."""
    refuse_error_value(text)
    if _DATE.fullmatch(text):
        kind = "a date, as Excel makes of a name like MAR1"
    elif _NUMBER.fullmatch(text):
        kind = "a number, as Excel makes of a name like 12E5"
    else:
        return
    cure = "format the column as Text and enter the name again"
    raise BadValueError("X4-E016", f"{shown(text)} is {kind}: {cure}")


def refuse_damaged_address(text: str) -> None:
    """Raise BadValueError for an IP address that Excel has turned into a number."""
    if _LONG_NUMBER.fullmatch(text) or _NUMBER.fullmatch(text):
        why = "is a number, as Excel leaves of an address"
        cure = "format the column as Text and enter the address again"
        raise BadValueError("X4-E016", f"{shown(text)} {why}: {cure}")
