# SPDX-License-Identifier: MIT
"""Our block in an LMHOSTS file: merged in, taken out, and what the rest of the file takes.

The block goes to the end of the file, because that is where #PRE entries belong (RK-LMH, Q142061)
and because of two #PRE entries of one name the last one wins (Q142061). Lookups of all other names
then pass none of our lines.
"""

from collections.abc import Iterator

from x400fix.lmhosts.document import LmhostsDocument
from x400fix.lmhosts.keywords import Tail
from x400fix.lmhosts.statements import Entry, Malformed, Statement
from x400fix.namefiles import splicing
from x400fix.namefiles.taken import Taken, foreign_lines, taken_by
from x400fix.namefiles.tokens import Token, capitals


def merge_fault(document: LmhostsDocument, block_id: str) -> str | None:
    """Why the block of an id cannot be merged into the file, or None if it can."""
    return splicing.merge_fault(document.traits, document.lines, block_id)


def merge(document: LmhostsDocument, block_id: str, block: bytes) -> bytes:
    """The file with a block: in the place of the one with its id, else at the end.

    ValueError where ``merge_fault`` tells of broken markers, or ``block`` is none of that id.
    """
    return splicing.splice_in(document.lines, block_id, block, is_first=False)


def remove(document: LmhostsDocument, block_id: str) -> bytes:
    """The file without the block of an id: after ``merge``, the very bytes of before."""
    return splicing.splice_out(document.lines, block_id)


def taken(document: LmhostsDocument, block_id: str) -> Taken:
    """What the file uses outside the block of an id; the domains of #DOM are names too.

    They share one flat space with computer names (domain rules on names). What a malformed line
    holds counts as well: somebody meant it.
    """
    names: list[str] = []
    fields: list[Token] = []
    for line in foreign_lines(document.lines, block_id):
        names += _names_of(line.statement)
        fields += _fields_of(line.statement)
    return taken_by(names, fields)


def _names_of(statement: Statement) -> Iterator[str]:
    """The names that are known to be names."""
    if isinstance(statement, Entry):
        yield from statement.name.keys
    if isinstance(statement, Entry | Malformed):
        yield from _domains_of(statement.tail)


def _fields_of(statement: Statement) -> tuple[Token, ...]:
    """What may be an address or a name."""
    if isinstance(statement, Entry):
        return (statement.address, *statement.surplus)
    return statement.fields if isinstance(statement, Malformed) else ()


def _domains_of(tail: Tail) -> Iterator[str]:
    """The domains behind #DOM, in capitals."""
    return (capitals(tag.domain) for tag in tail.tags)
