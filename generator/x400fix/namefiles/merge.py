# SPDX-License-Identifier: MIT
"""Our block in a name file: merged in, all other bytes untouched.

In LMHOSTS a new block goes to the end, because that is where #PRE entries belong (RK-LMH, Q142061)
and because of two #PRE entries of one name the last one wins (Q142061). Lookups of all other names
then pass none of our lines.

In HOSTS it goes to the top. HOSTS is read from top to bottom, and the first match wins in both
directions: a lookup by address gives the official name of the first line that has the address, and
that is what the MTA compares an incoming call with (Q193380, NT4WP, Q138086). Our first line says
``PRIMARY KEPTNAME``; behind an older line of the same address, such as one with the full name of
the host, it would never be found, and calls would go on to be refused with event 9301. An older
line that gives KEPTNAME another address would win as well. At the top nothing is hidden but lines
of the same address or name, and that is the purpose; our other lines hold names and addresses that
nobody had before.

A block that is there already stays where it is.
"""

from collections.abc import Sequence

from x400fix.namefiles.blocks import Block, find_blocks, unended_marker
from x400fix.namefiles.documents import NameDocument
from x400fix.namefiles.existing import NameFileKind
from x400fix.namefiles.lines import Encoding, Line, split_lines
from x400fix.problems import shown

_CRLF = b"\r\n"


def merge_fault(document: NameDocument, block_id: str) -> str | None:
    """Why the block of an id can neither be put into a file nor taken out, or None if it can."""
    if reason := why_not_mergeable(document.encoding):
        return reason
    fault = find_blocks(document.lines).fault_of(block_id)
    if not fault:
        return None
    return f"line {fault.line}: the markers of block {shown(fault.block_id)}: {fault.reason}"


def why_not_mergeable(encoding: Encoding) -> str | None:
    """Why a file as a whole cannot take a block, or None if it can."""
    if encoding.is_utf16:
        return "it is a Unicode (UTF-16) file, which NT cannot read (Q139414)"
    if encoding.has_mark:
        return "it begins with a byte order mark, as a Unicode file does (Q139414)"
    if encoding.has_nul:
        return "it holds a NUL byte, so it is not text"
    if encoding.has_ctrl_z:
        return "it holds a Ctrl-Z (byte 1A), after which a reader may see nothing"
    return None


def merge(document: NameDocument, block_id: str, block: bytes) -> bytes:
    """The file with a block: in the place of the one with its id, else at the top or at the end.

    At the end a last line without line feed is ended first (NT's readers may see one line there),
    and the block gets a note of it, so that taking it out can give the
    very same bytes back.
    ValueError if ``block`` is no block of that id, or the block in the file is not sound.
    """
    _refuse_bad_block(block, block_id)
    lines, blocks = document.lines, find_blocks(document.lines)
    if fault := blocks.fault_of(block_id):
        raise ValueError(fault.reason)
    if present := blocks.sound_one(block_id):
        new = _noted(block, block_id, is_noted=present.was_unended)
        return _joined(lines[: present.begin]) + new + _joined(lines[present.end + 1 :])
    if document.kind is NameFileKind.HOSTS:
        return block + _joined(lines)
    if not lines or lines[-1].ending.endswith("\n"):
        return _joined(lines) + block
    return _joined(lines) + _CRLF + _noted(block, block_id, is_noted=True)


def _refuse_bad_block(block: bytes, block_id: str) -> None:
    """ValueError if bytes are not exactly one sound block that ends its last line."""
    lines = split_lines(block)
    found = find_blocks(lines).sound_one(block_id)
    whole = Block(block_id=block_id, begin=0, end=len(lines) - 1, was_unended=False)
    if found != whole or not block.endswith(_CRLF):
        raise ValueError(block_id)


def _noted(block: bytes, block_id: str, *, is_noted: bool) -> bytes:
    """A block, with the note behind its first line if there is something to note."""
    if not is_noted:
        return block
    begin, line_end, rest = block.partition(_CRLF)
    return begin + line_end + unended_marker(block_id) + _CRLF + rest


def _joined(lines: Sequence[Line]) -> bytes:
    """The bytes of lines."""
    return b"".join(map(bytes, lines))
