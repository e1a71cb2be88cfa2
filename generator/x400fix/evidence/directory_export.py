# SPDX-License-Identifier: MIT
"""Tables that ``admin /e`` and DSEXPORT write, and LDIF: the same objects as in a dump.

A table begins with a header that has the class of the object first (Q185575). The separators are as
an options file says (Q152472): a comma, a quotation mark, ``%`` between several values, which 4.0
quotes one by one (Q156063). A backslash makes the next character an ordinary one (Q184532)::

    Obj-Class,Directory Name,Home-MTA,N-Address,N-Address-Type
    RFC1006-X400-Link,X400 to DENVER 1,/o=..,31302E322E302E3130,1

LDIF is RFC 2849: ``name: value``, ``name:: base64``; a line that begins with a blank goes on.
"""

import base64
import binascii
import csv
from collections.abc import Iterator, Sequence

from x400fix.evidence.directory import DirectoryObject, attribute_key, interpret
from x400fix.evidence.model import Kind, Part, Seen
from x400fix.evidence.texts import LONGEST_LINE
from x400fix.problems import Place, ProblemList

_SEPARATORS = ",;\t|"
_OCTETS = {"naddress", "tselector", "tselectorinbound"}
_SEVERAL = {"objectclass", "supportingstack"}
_MOST_COLUMNS = 1000


def _header(lines: Sequence[str]) -> tuple[int, str, list[str]] | None:
    """The number, the separator and the cells of a header; None if there is no export here."""
    for number, line in enumerate(lines[:20], 1):
        for separator in _SEPARATORS:
            cells = _split(line, separator) if separator in line else []
            keys = [attribute_key(cell) for cell in cells]
            if len(cells) <= _MOST_COLUMNS and "objectclass" in keys and len(set(keys)) > 2:  # noqa: PLR2004 -- the class, others that are kept or not
                return number, separator, cells
    return None


def is_export(lines: Sequence[str]) -> bool:
    """Whether the class of an object is in the header of a table."""
    return _header(lines) is not None


def read_export(lines: Sequence[str], file: str, problems: ProblemList) -> Part:
    """What the objects of a table say."""
    return interpret(_rows(lines, file, problems), Kind.EXPORT, problems)


def _split(line: str, separator: str) -> list[str]:
    """The cells of one line."""
    return next(csv.reader([line[:LONGEST_LINE]], delimiter=separator), [])


def _rows(lines: Sequence[str], file: str, problems: ProblemList) -> Iterator[DirectoryObject]:
    number, separator, header = _header(lines) or (0, ",", [])
    keys = [attribute_key(cell) for cell in header]
    for at, line in enumerate(lines[number:], number + 1):
        if not line.strip():
            continue
        place = Place(file, at)
        cells = _split(line, separator)
        if len(cells) > len(keys) or len(line) > LONGEST_LINE or not cells:
            message = f"a row of {len(cells)} cells below a header of {len(keys)}: not read"
            problems.add("X4-W171", message, place)
            continue
        found: dict[str, tuple[Seen[str], ...]] = {}
        for field, (key, cell) in enumerate(zip(keys, cells, strict=False), 1):
            if key and cell.strip():
                where = Place(file, at, field, at)
                # Obj-Class and Object-Class are of one kind, as Common-Name and Directory Name are.
                values = tuple(Seen(each, where) for each in _values(cell, key))
                found[key] = (*found.get(key, ()), *values)
        yield DirectoryObject(place=place, attributes=found)


def _values(cell: str, key: str) -> list[str]:
    """The values of a cell: where there can be several, ``%`` is between them unless escaped."""
    values, text, is_plain = list[str](), list[str](), False
    for letter in cell:
        if letter == "%" and key in _SEVERAL and not is_plain:
            values.append("".join(text))
            text = []
        elif letter == "\\" and not is_plain:
            is_plain = True
            continue
        else:
            text.append(letter)
        is_plain = False
    values.append("".join(text))
    return [value.strip().strip('"') for value in values]


# ---- LDIF


def is_ldif(lines: Sequence[str]) -> bool:
    """Whether the first line that is no comment is the name of an object, or of the version."""
    first = next((line for line in lines[:100] if line.strip() and not line.startswith("#")), "")
    return first.lower().startswith(("dn:", "version: 1"))


def read_ldif(lines: Sequence[str], file: str, problems: ProblemList) -> Part:
    """What the objects of an LDIF file say."""
    return interpret(_records(lines, file, problems), Kind.LDIF, problems)


def _unfolded(lines: Sequence[str]) -> Iterator[tuple[int, str]]:
    number, pieces, size = 0, list[str](), 0
    for at, line in enumerate(lines, 1):
        if line.startswith(" ") and pieces:
            size += len(line)
            if size < LONGEST_LINE:
                pieces.append(line[1:])
            continue
        if pieces:
            yield number, "".join(pieces)
        number, pieces, size = at, [line[:LONGEST_LINE]], len(line)
    yield number, "".join(pieces)


def _records(lines: Sequence[str], file: str, problems: ProblemList) -> Iterator[DirectoryObject]:
    found: dict[str, tuple[Seen[str], ...]] = {}
    begin = Place(file, 1)
    for number, line in [*_unfolded(lines), (0, "")]:
        if not line.strip():
            if found:
                yield DirectoryObject(place=begin, attributes=found)
            found = {}
            continue
        name, colon, text = line.partition(":")
        key = attribute_key(name.partition(";")[0]) if colon and not line.startswith("#") else ""
        if not key:
            continue
        place = Place(file, number)
        if not found:
            begin = place
        value = _ldif_value(key, text)
        if value is None:
            problems.add(
                "X4-W171", f"the value of {name.strip()} is no base64, and not read", place
            )
        elif value:
            found[key] = (*found.get(key, ()), Seen(value, place))


def _ldif_value(key: str, text: str) -> str | None:
    """The text of a value, octets in hexadecimal; None if it cannot be read."""
    if not text.startswith(":"):
        return text.strip()
    try:
        data = base64.b64decode(text[1:].strip(), validate=True)
    except (binascii.Error, ValueError):
        return None
    return data.hex() if key in _OCTETS else data.decode("utf-8", "replace")
