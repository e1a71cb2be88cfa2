# SPDX-License-Identifier: MIT
"""Events of the MTA in exported application logs, and what they mean.

==================  ==============================================================================
written by          one event
==================  ==============================================================================
Event Viewer        date, time, source, type, category, event, user, computer, description; with
                    tabs or commas between (the order of Q162674); or type, date, time, source,
                    category, event, user, computer
dumpel              date, time, type, category, event, source, user, computer, strings; with
                    blanks, tabs or commas between (the Resource Kit)
people              ``Event ID: 9301``, ``Source: MSExchangeMTA``, ``Description: ..`` in lines of
                    their own, as in the articles
==================  ==============================================================================

A description goes on in the lines below it, up to an empty one or the next event.
"""

import re
from collections.abc import Iterator, Sequence

from x400fix.evidence.model import Event, Kind, Part, ServerFact
from x400fix.inventory.names import parse_server_name
from x400fix.problems import BadValueError, Place, ProblemList

SOURCE = "MSExchangeMTA"

MEANINGS = {
    9301: (
        "no connector of this stack has the network address of the caller; if a second 9301 with "
        "the caller's name and a 9202 follow, the call was refused (Q193380, Q189345)"
    ),
    9202: "an incoming call was dropped; it follows a 9301 that found no connector (Q193380)",
    9215: "a call to the Address of a connector failed (Q154301, Q152941, Q182619)",
    9221: "the other MTA closed the connection; it may have refused the call (Q162674, Q169143)",
    9156: "no control block was free for the network type (Q166602, Q243632)",
    4293: "an incoming call had a wrong T selector (Q252843)",
    51: "an unknown MTA tried to bind: its name, password or selectors do not match (Q166308)",
}
"""The events that tell of X.400 Connectors, by their numbers."""

_BUILD = re.compile(r"version [0-9.]{1,5} \(build [0-9.]{1,12}\)", re.IGNORECASE)
_STARTS_AND_STOPS = {9298, 9299}
_BLOCK = re.compile(r"\s*(?:Event(?: ID)?|Ereignis-ID)\s*:?\s*([0-9]{1,5})\s*", re.IGNORECASE)
_FIELD = re.compile(
    r"\s*(Source|Quelle|Date|Datum|Time|Uhrzeit|Type|Typ|Category|Kategorie|User|Benutzer|Computer"
    r"|Description|Beschreibung)\s*:\s*(.*)",
    re.IGNORECASE,
)
_DUMPEL = re.compile(
    rf"(\S.{{0,60}}?)\s+[0-9]{{1,2}}\s+[0-9]{{1,5}}\s+([0-9]{{1,5}})\s+{SOURCE}\s+\S+\s+(\S+)\s*(.*)",
    re.IGNORECASE | re.ASCII,
)
_VIEWER = re.compile(
    rf"(.{{0,60}}?)\s*{SOURCE}\s+(\D.{{0,80}}?)\s([0-9]{{1,5}})\s+(\S+)\s+(\S+)\s+(.*)",
    re.IGNORECASE | re.ASCII,
)
_HOME = re.compile(r"/cn=Servers/cn=([^/]{1,15})", re.IGNORECASE)
_LONGEST = 16 * 1024
_MOST_LINES = 60
_BEFORE_SOURCE = 8

_Start = tuple[int, str, str, str]
"""Number, date and time, computer, and the beginning of the description."""


def is_events(lines: Sequence[str]) -> bool:
    """Whether an event of the MTA begins in one of the lines."""
    return any(_start(line) or _is_block(line) for line in lines)


def _is_block(line: str) -> bool:
    block = _BLOCK.fullmatch(line[:100]) if len(line) < 100 else None  # noqa: PLR2004 -- as cut
    return block is not None and int(block[1]) in {*MEANINGS, *_STARTS_AND_STOPS}


def read_events(lines: Sequence[str], file: str, _: ProblemList) -> Part:
    """The events of the MTA, and the build that it says when it starts and stops."""
    events = tuple(parse_events(lines, file))
    facts = [
        ServerFact(server=each.server, name="exchange", text=build[0], place=each.place)
        for each in events
        if each.id in _STARTS_AND_STOPS and (build := _BUILD.search(each.text))
    ]
    return Part(kind=Kind.EVENTS, events=events, facts=tuple(facts))


def parse_events(lines: Sequence[str], file: str) -> Iterator[Event]:
    """Every event in the order of the file."""
    found: list[tuple[Place, _Start, list[str]]] = []
    is_open, is_block = False, False
    for number, line in enumerate(lines, 1):
        line = line[:_LONGEST]  # noqa: PLW2901 -- the line as far as it is looked at
        start = _start(line)
        if start:
            found.append((Place(file, number), start, [start[3]]))
            is_open, is_block = True, False
        elif block := _BLOCK.fullmatch(line[:200]):
            found.append((Place(file, number), (int(block[1]), "", "", ""), []))
            is_open, is_block = True, True
        elif is_block and (field := _FIELD.fullmatch(line)):
            place, known, text = found[-1]
            found[-1] = (place, _with_field(known, field[1].lower(), field[2].strip(), text), text)
        elif not line.strip():
            is_open = is_open and is_block and not found[-1][2]
        elif is_open and len(found[-1][2]) < _MOST_LINES:
            found[-1][2].append(line.strip())
    for place, (number, when, computer, _), pieces in found:
        if number:
            yield make_event(place, number, " ".join(pieces), when=when, computer=computer)


def make_event(
    place: Place, number: int, text: str, *, when: str = "", computer: str = ""
) -> Event:
    """An event at the server that it names itself, by its computer or by the name of its stack."""
    text = " ".join(text.split())
    home = _HOME.search(text)
    server = _server(computer) or (_server(home[1]) if home else "")
    return Event(
        server=server,
        id=number,
        source=SOURCE,
        when=when.strip(),
        text=text[:_LONGEST],
        place=place,
    )


def _server(name: str) -> str:
    try:
        return parse_server_name(name.lstrip("\\"))
    except BadValueError:
        return ""


def _with_field(known: _Start, name: str, value: str, text: list[str]) -> _Start:
    """An event with one more of the fields that people copy."""
    number, when, computer, begin = known
    if name in {"source", "quelle"} and value and value.lower() != SOURCE.lower():
        return 0, when, computer, begin  # it is another program's
    if name in {"date", "datum", "time", "uhrzeit"}:
        return number, f"{when} {value}".strip(), computer, begin
    if name == "computer":
        return number, when, value, begin
    if name in {"description", "beschreibung"} and value:
        text.append(value)
    return known


def _start(line: str) -> _Start | None:
    """The event of the MTA that begins in a line of an exported log."""
    at = line[:400].lower().find(SOURCE.lower())
    if at < 0:
        return None
    for separator in ("\t", ","):
        if separator in line[: at + len(SOURCE) + 1]:
            fields = [field.strip().strip('"') for field in line.split(separator)]
            start = _start_of_fields(fields, separator)
            if start:
                return start
    found = _DUMPEL.fullmatch(line)
    if found:
        return int(found[2]), found[1], found[3], found[4]
    found = _VIEWER.fullmatch(line)
    return (int(found[3]), found[1], found[5], found[6]) if found else None


def _start_of_fields(fields: Sequence[str], separator: str) -> _Start | None:
    names = [field.lower() for field in fields[:_BEFORE_SOURCE]]
    at = names.index(SOURCE.lower()) if SOURCE.lower() in names else -1
    if at > 0 and fields[at - 1].isdecimal():
        number, rest = fields[at - 1], fields[at + 2 :]
        when = fields[:2]
    else:
        # Some lists have no type between the source and the category, but before the date.
        behind = range(at + 1, min(at + 4, len(fields))) if at >= 0 else ()
        found = next((place for place in behind if fields[place].isdecimal()), 0)
        if not found:
            return None
        number, rest, when = fields[found], fields[found + 2 :], fields[max(at - 2, 0) : at]
    if len(number) > 5 or not number.isascii():  # noqa: PLR2004 -- of 16 bits
        return None
    text = separator.join(rest[1:])
    return int(number), " ".join(when), rest[0] if rest else "", text.strip()
