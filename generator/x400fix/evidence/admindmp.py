# SPDX-License-Identifier: MIT
"""Admindmp.txt: raw properties of directory objects, one after the other (Q199412).

A sample, which is ours::

    RFC1006-X400-Link   11/3/98  9:15 AM

    Object-Class:   values: 2
         [1]   '2A864886F714010320'
         [2]   '550600'
      Directory Name:   'X400 to DENVER 1'
      N-Address:   '44454E48554231'

Spacing varies. A value without its closing quotation mark goes on in the next lines, which are
joined without a blank. What stands in square brackets behind a value, or alone on a line, is a
comment of the article, from which people paste. No message shows a line that is not understood,
since it may hold a password.
"""

import re
from collections.abc import Iterator, Sequence

from x400fix.evidence.directory import DirectoryObject, attribute_key, interpret
from x400fix.evidence.model import Kind, Part, Seen
from x400fix.evidence.texts import LONGEST_LINE
from x400fix.problems import Place, ProblemList

_HEADER = re.compile(r"([A-Za-z0-9-]{1,64})(?: {2,}|\t)[^':]*[0-9][^']*", re.ASCII)
_NAME = re.compile(r"\s*([^:'\[\]]{1,64}):\s*")
_SEVERAL = re.compile(r"values:\s*([0-9]{1,6})\s*(?:\[.*)?", re.ASCII)
_ONE_OF = re.compile(r"\s*\[\s*[0-9]{1,6}\s*\]\s*'", re.ASCII)
_COMMENT = re.compile(r"'[ \t]*\[")

_Value = tuple[str, bool]


def read_admindmp(lines: Sequence[str], file: str, problems: ProblemList) -> Part:
    """What the objects of a dump say."""
    reader = _Reader(file)
    for number, line in enumerate(lines, 1):
        reader.read(number, line)
    reader.report(problems)
    return interpret(reader.objects(), Kind.ADMINDMP, problems)


def is_admindmp(lines: Sequence[str]) -> bool:
    """Whether two of the lines are raw properties that every object has, or connectors."""
    return sum(_is_property(line) for line in lines if len(line) <= LONGEST_LINE) > 1


def _is_property(line: str) -> bool:
    name = _NAME.match(line)
    if not name or not attribute_key(name[1]):
        return False
    rest = line[name.end() :]
    return rest.startswith("'") or _SEVERAL.fullmatch(rest) is not None


def _split(text: str) -> _Value:
    """The value behind its opening quotation mark, and whether it is closed."""
    value = text.rstrip()
    if value.endswith("'"):
        return value[:-1], True
    comments = list(_COMMENT.finditer(text))
    return (text[: comments[-1].start()], True) if comments else (value, False)


class _Reader:
    """Goes through the lines of a dump, and has the objects that begin in them."""

    def __init__(self, file: str) -> None:
        self._file = file
        self._found: list[tuple[Place, dict[str, list[Seen[str]]]]] = []
        self._key = ""  # of the attribute that the last line belongs to; empty if it is not kept
        self._several = 0  # how many values of it are to come
        self._is_open = False
        self._strange: list[int] = []
        self._miscounted: list[int] = []

    def objects(self) -> Iterator[DirectoryObject]:
        """All objects in the order of the file."""
        for place, attributes in self._found:
            values = {key: tuple(each) for key, each in attributes.items()}
            yield DirectoryObject(place=place, attributes=values)

    def report(self, problems: ProblemList) -> None:
        """Name the lines that were not understood."""
        self._end_values(0)
        for found, what in (
            (self._strange, "not understood as a property of raw properties, and not read"),
            (self._miscounted, "it has another number of values than it says"),
        ):
            if found:
                more = f"; so are {len(found) - 1} more lines" if len(found) > 1 else ""
                place = Place(self._file, found[0])
                problems.add("X4-W171", f"{what}{more}", place)

    def read(self, number: int, line: str) -> None:
        """Take one line."""
        if not line.strip():
            self._is_open = False
            return
        if len(line) > LONGEST_LINE:
            self._strange.append(number)
            return
        if _HEADER.fullmatch(line.rstrip()):
            self._begin(number, line.split(maxsplit=1)[0])
            return
        one = _ONE_OF.match(line)
        if one:
            self._several -= 1
            self._add(number, line[one.end() :])
            return
        name = _NAME.match(line)
        rest = line[name.end() :] if name else ""
        several = _SEVERAL.fullmatch(rest.strip())
        if name and (several or rest.startswith("'")):
            self._end_values(number)
            self._key = attribute_key(name[1])
            self._several = int(several[1]) if several else 0
            self._is_open = False
            if not several:
                self._add(number, rest[1:])
        elif self._is_open:
            self._continue(line)
        elif not line.lstrip().startswith("["):
            self._strange.append(number)

    def _begin(self, number: int, name: str) -> None:
        self._end_values(number)
        place = Place(self._file, number)
        self._found.append((place, {"objectclass": [Seen(name, place)]}))
        self._key, self._several, self._is_open = "", 0, False

    def _end_values(self, number: int) -> None:
        if self._several:
            self._miscounted.append(number or len(self._found))
            self._several = 0

    def _add(self, number: int, text: str) -> None:
        value, is_closed = _split(text)
        self._is_open = not is_closed
        if not self._found:
            self._found.append((Place(self._file, number), {}))
        if self._key:
            values = self._found[-1][1].setdefault(self._key, [])
            values.append(Seen(value, Place(self._file, number)))

    def _continue(self, line: str) -> None:
        value, is_closed = _split(line.strip())
        self._is_open = not is_closed
        if self._key:
            values = self._found[-1][1][self._key]
            before = values[-1]
            values[-1] = Seen(before.value + value, before.place)
