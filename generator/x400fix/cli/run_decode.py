# SPDX-License-Identifier: MIT
"""What ``x400fix decode`` does: say what events of the MTA, and values in them, mean."""

import os
from collections.abc import Iterator, Sequence

import msgspec

from x400fix.cli.console import Console
from x400fix.cli.inputs import InputPaths, read_inputs
from x400fix.cli.progress import progress
from x400fix.documents.rendering import Renderer
from x400fix.evidence.decoding import (
    Decoded,
    Meant,
    bare_value,
    decode_events,
    decode_value,
    event_of,
)
from x400fix.evidence.events import SOURCE, make_event, parse_events
from x400fix.evidence.folders import find_files
from x400fix.evidence.model import Event
from x400fix.evidence.reader import read_evidence
from x400fix.evidence.texts import decode, lines_of
from x400fix.inventory.connectors import Inventory
from x400fix.inventory.text_file import read_bytes
from x400fix.planning.inputs import held_problem
from x400fix.problems import InputError, Place, ProblemList, shown

TEXT = "<text>"


class DecodeOptions(msgspec.Struct, frozen=True):
    """What to decode, and the inventory to find connectors in."""

    texts: Sequence[str] = ()
    inventory: str | None = None
    servers: str | None = None


def run(options: DecodeOptions, console: Console) -> int:
    """Print what every text and file says."""
    problems = ProblemList()
    with progress(console, "reading"):
        meant = Meant(_inventory(options, console, problems))
        found = [
            each for text in options.texts or ("-",) for each in _decode(text, meant, problems)
        ]
    if problems.has_errors:
        raise InputError(problems)
    told = tuple(problems)
    if console.as_data:
        console.data_object([("decoded", found), ("problems", list(map(held_problem, told)))])
    else:
        console.problems(told)
        console.result(Renderer().text("console/decode.txt", {"found": found}))
    return 0


def _inventory(options: DecodeOptions, console: Console, problems: ProblemList) -> Inventory | None:
    """The inventory, if one is given; what is wrong with it counts, what it may mean does not."""
    if options.inventory is None:
        return None
    paths = InputPaths(inventory=options.inventory, servers=options.servers)
    own = ProblemList()
    inventory = read_inputs(paths, console, own).inventory
    if own.has_errors:
        problems.extend(own)
    return inventory


def _decode(text: str, meant: Meant, problems: ProblemList) -> Iterator[Decoded]:
    """What one argument says: a value, a file or folder, or the text of an event."""
    value = bare_value(text)
    is_path = text != "-" and os.path.exists(text)  # noqa: PTH110 -- a text that may be no path
    if value and not is_path:
        yield decode_value(value, Place(TEXT), meant)
        return
    place = Place(text if is_path else "<stdin>" if text == "-" else TEXT)
    events: Sequence[Event] = ()
    if is_path:
        events = read_evidence(find_files([text], ProblemList()), ProblemList()).events
    if not events and not os.path.isdir(text):  # noqa: PTH112
        given = decode(_data(text, problems)) if is_path or text == "-" else text
        value = bare_value(given)
        if value:
            yield decode_value(value, place, meant)
            return
        events = _events_of(given, place)
    found = list(decode_events(events, meant))
    yield from found
    if not found:
        message = (
            f"{shown(text)} is no hexadecimal value, no file, and holds no event of {SOURCE} that "
            "tells of connectors: give 91F5C11B, the text of an event, or an exported log"
        )
        problems.add("X4-E141", message, place)


def _data(path: str, problems: ProblemList) -> bytes:
    """The bytes of a file, as far as a file is read."""
    if path == "-":
        return read_bytes("-")
    return next((each.data for each in find_files([path], problems) if each.data), b"")


def _events_of(text: str, place: Place) -> Sequence[Event]:
    """The events of a text; a description alone is one, by its sentence."""
    events = [*parse_events(lines_of(text), place.file)]
    number = event_of(text)
    if events or not number:
        return events
    return [make_event(place, number, text)]
