# SPDX-License-Identifier: MIT
"""Our blocks in a name file, and the faults of their markers.

A block is what stands between two marker lines, which are comments to every reader of the file::

    # x400fix BEGIN CHG0417
    # x400fix UNENDED CHG0417
    10.20.1.41      MAIL-B-X2 #PRE
    # x400fix END CHG0417

The second line is there only if the line before the block had no line end when the block was
appended: whoever takes the block out takes that line end away as well.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence

import msgspec

from x400fix.namefiles.lines import Line

_MARKER = re.compile(r"# x400fix (BEGIN|END|UNENDED) ([A-Za-z0-9-]{1,16})[ \t]*")
_ATTEMPT = re.compile(
    r"[ \t]*#[ \t]*x400fix[ \t]+(?:BEGIN|END|UNENDED)\b[ \t]*(\S*).*",
    re.ASCII | re.IGNORECASE | re.DOTALL,
)
_WORDS = _BEGIN, _END, _DAMAGED = "BEGIN", "END", ""


class Block(msgspec.Struct, frozen=True):
    """A sound block: its id, and the places in the list of lines of its two markers.

    ``was_unended`` tells that the line before it was ended for its sake.
    """

    block_id: str
    begin: int
    end: int
    was_unended: bool


class MarkerFault(msgspec.Struct, frozen=True):
    """What is wrong with the markers of an id, and the number of the line that shows it."""

    block_id: str
    line: int
    reason: str


class Blocks(msgspec.Struct, frozen=True):
    """The sound blocks of a file from top to bottom, and the faults of all others."""

    sound: tuple[Block, ...]
    faults: tuple[MarkerFault, ...]

    def sound_one(self, block_id: str) -> Block | None:
        """The sound block of an id; None if it has none."""
        return next((block for block in self.sound if block.block_id == block_id), None)

    def fault_of(self, block_id: str) -> MarkerFault | None:
        """The first fault of the markers of an id; None if they have none.

        A damaged marker may have lost its id, or the capitals in it: then it may be of any id,
        or of the one that it still resembles.
        """
        ids = {"", block_id.upper()}
        return next((fault for fault in self.faults if fault.block_id.upper() in ids), None)


class _Marker(msgspec.Struct, frozen=True):
    """A line that is a marker, or was meant as one (``word`` is then empty)."""

    place: int
    word: str
    block_id: str


def find_blocks(lines: Sequence[Line]) -> Blocks:
    """All blocks in a file; the markers of each id are judged by themselves."""
    places: list[int] = []
    by_id: dict[str, list[_Marker]] = {}
    for marker in _find_markers(lines):
        places.append(marker.place)
        by_id.setdefault(marker.block_id, []).append(marker)
    sound: list[Block] = []
    faults: list[MarkerFault] = []
    for block_id, own in by_id.items():
        if fault := _fault_of_words(own) or _fault_of_places(own, places):
            place, reason = fault
            faults.append(MarkerFault(block_id, lines[place].number, reason))
        else:
            sound.append(Block(block_id, own[0].place, own[-1].place, was_unended=len(own) > 2))  # noqa: PLR2004 -- BEGIN and END
    return Blocks(tuple(sound), tuple(faults))


def own_line_numbers(lines: Sequence[Line]) -> frozenset[int]:
    """The numbers of the lines in sound blocks of ours, their markers included."""
    return frozenset(
        line.number
        for block in find_blocks(lines).sound
        for line in lines[block.begin : block.end + 1]
    )


def unended_marker(block_id: str) -> bytes:
    """The line in a block that tells that the line before the block had no line end."""
    return b"# x400fix UNENDED " + block_id.encode("ascii")


def _find_markers(lines: Sequence[Line]) -> Iterator[_Marker]:
    """All marker lines, the damaged ones too."""
    for place, line in enumerate(lines):
        if "400" not in line.text:
            continue  # most lines, for speed
        if found := _MARKER.fullmatch(line.text):
            yield _Marker(place, found[1], found[2])
        elif found := _ATTEMPT.fullmatch(line.text):
            yield _Marker(place, _DAMAGED, found[1])


def _fault_of_words(own: Sequence[_Marker]) -> tuple[int, str] | None:
    """The place and the nature of a fault that shows without the places of other markers."""
    by_word = {word: [m.place for m in own if m.word == word] for word in _WORDS}
    if by_word[_DAMAGED]:
        return by_word[_DAMAGED][0], "a marker line is not as x400fix writes it"
    for word in (_BEGIN, _END):
        if not by_word[word]:
            return own[0].place, f"there is no {word}"
        if len(by_word[word]) > 1:
            return by_word[word][1], f"there is more than one {word}"
    if own[0].word != _BEGIN or own[-1].word != _END:
        return own[0].place, "BEGIN and END do not enclose the others"
    return None


def _fault_of_places(own: Sequence[_Marker], places: Sequence[int]) -> tuple[int, str] | None:
    """The place and the nature of a fault of BEGIN, UNENDED and END in this order, if there is one.

    ``places`` are those of the markers of all ids.
    """
    begin, *notes, end = own
    if [note.place for note in notes] not in ([], [begin.place + 1]):
        return notes[-1].place, "UNENDED belongs directly after BEGIN, once"
    first = places[bisect_right(places, own[-2].place)]
    return None if first == end.place else (first, "another marker is between BEGIN and END")
