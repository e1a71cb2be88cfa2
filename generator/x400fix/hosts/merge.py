# SPDX-License-Identifier: MIT
"""Our block in a HOSTS file: merged in, taken out, and what the rest of the file takes.

The block goes to the top of the file. HOSTS is read from top to bottom, and the first match wins
in both directions: a lookup by address gives the official name of the first line that has the
address, and that is what the MTA compares an incoming call with (Q193380, NT4WP, Q138086). Our
first line says ``PRIMARY KEPTNAME``; behind an older line of the same address, such as one with
the full name of the host, it would never be found, and calls would go on to be refused with event
9301. An older line that gives KEPTNAME another address would win as well. At the top nothing is
hidden but lines of the same address or name, and that is the purpose; our other lines hold names
and addresses that nobody had before. A block that is there already stays where it is.
"""

from x400fix.hosts.document import Entry, HostsDocument, Malformed, Statement
from x400fix.namefiles import splicing
from x400fix.namefiles.taken import Taken, foreign_lines, taken_by
from x400fix.namefiles.tokens import Token


def merge_fault(document: HostsDocument, block_id: str) -> str | None:
    """Why the block of an id cannot be merged into the file, or None if it can."""
    return splicing.merge_fault(document.traits, document.lines, block_id)


def merge(document: HostsDocument, block_id: str, block: bytes) -> bytes:
    """The file with a block: in the place of the one with its id, else at the top.

    ValueError where ``merge_fault`` tells of broken markers, or ``block`` is none of that id.
    """
    return splicing.splice_in(document.lines, block_id, block, is_first=True)


def remove(document: HostsDocument, block_id: str) -> bytes:
    """The file without the block of an id: after ``merge``, the very bytes of before."""
    return splicing.splice_out(document.lines, block_id)


def taken(document: HostsDocument, block_id: str) -> Taken:
    """What the file uses outside the block of an id, malformed lines included."""
    lines = foreign_lines(document.lines, block_id)
    return taken_by([], [field for line in lines for field in _fields_of(line.statement)])


def _fields_of(statement: Statement) -> tuple[Token, ...]:
    """What may be an address or a name."""
    if isinstance(statement, Entry):
        return (statement.address, *statement.names)
    return statement.fields if isinstance(statement, Malformed) else ()
