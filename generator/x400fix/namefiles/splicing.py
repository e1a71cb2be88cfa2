# SPDX-License-Identifier: MIT
"""Putting a block into the lines of a name file and taking it out, all other bytes untouched."""

from collections.abc import Sequence

from x400fix.namefiles.blocks import Block, find_blocks, unended_marker
from x400fix.namefiles.lines import RawLine, split_lines
from x400fix.namefiles.traits import Traits, why_not_mergeable
from x400fix.problems import shown

_CRLF = b"\r\n"


def splice_in(lines: Sequence[RawLine], block_id: str, block: bytes, *, is_first: bool) -> bytes:
    """A file with a block: in the place of the one with its id, else at the top or at the end.

    At the end a last line without line feed is ended first (NT's readers may see one line there),
    and the block gets a note of it, so that ``splice_out`` gives the very same bytes back.
    ValueError if ``block`` is no block of that id, or the block in the file is not sound.
    """
    _refuse_bad_block(block, block_id)
    present = _sound_one(lines, block_id)
    if present:
        before, behind = _around(lines, present)
        return before + _noted(block, block_id, is_noted=present.was_unended) + behind
    if is_first:
        return block + _joined(lines)
    if not lines or lines[-1].ending.endswith(b"\n"):
        return _joined(lines) + block
    return _joined(lines) + _CRLF + _noted(block, block_id, is_noted=True)


def splice_out(lines: Sequence[RawLine], block_id: str) -> bytes:
    """A file without the block of an id, or as it is if it has none.

    A line end that was added for the block goes with it, unless lines were added behind the block
    since then: they must not run into the line before. ValueError if the block is not sound.
    """
    present = _sound_one(lines, block_id)
    if not present:
        return _joined(lines)
    before, behind = _around(lines, present)
    if present.was_unended and not behind:
        return before[: -len(_CRLF)] if before.endswith(_CRLF) else before[:-1]
    return before + behind


def merge_fault(traits: Traits, lines: Sequence[RawLine], block_id: str) -> str | None:
    """Why the block of an id can neither be put into a file nor taken out, or None if it can."""
    if reason := why_not_mergeable(traits):
        return reason
    fault = find_blocks(lines).fault_of(block_id)
    if not fault:
        return None
    return f"line {fault.line}: the markers of block {shown(fault.block_id)}: {fault.reason}"


def _sound_one(lines: Sequence[RawLine], block_id: str) -> Block | None:
    """The block of an id, or None; ValueError if it is broken."""
    blocks = find_blocks(lines)
    if fault := blocks.fault_of(block_id):
        raise ValueError(fault.reason)
    return blocks.sound_one(block_id)


def _around(lines: Sequence[RawLine], block: Block) -> tuple[bytes, bytes]:
    """The bytes before and behind a block."""
    return _joined(lines[: block.begin]), _joined(lines[block.end + 1 :])


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


def _joined(lines: Sequence[RawLine]) -> bytes:
    """The bytes of lines."""
    return b"".join(bytes(line) for line in lines)
