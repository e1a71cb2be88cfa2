# SPDX-License-Identifier: MIT
"""The name files that servers have now, parsed, as a plan looks at them."""

from collections.abc import Iterable, Iterator

import msgspec

from x400fix.hosts import merge as hosts
from x400fix.hosts.document import HostsDocument, parse_hosts
from x400fix.lmhosts import merge as lmhosts
from x400fix.lmhosts.document import LmhostsDocument, parse_lmhosts
from x400fix.namefiles.blocks import Blocks, find_blocks
from x400fix.namefiles.existing import ExistingFile, NameFileKind
from x400fix.namefiles.taken import Taken
from x400fix.namefiles.tokens import Token
from x400fix.planning.names import NameEntry
from x400fix.simulation.network import NameTable


class NameFile(msgspec.Struct, frozen=True, kw_only=True):
    """One file of one server, with what its lines say."""

    given: ExistingFile
    document: LmhostsDocument | HostsDocument

    @property
    def blocks(self) -> Blocks:
        """The blocks of this and of other tickets."""
        return find_blocks(self.document.lines)

    def own_lines(self, block_id: str) -> range:
        """The numbers of the lines of the sound block of an id, markers included."""
        block = self.blocks.sound_one(block_id)
        return range(block.begin + 1, block.end + 2) if block else range(0)

    def rows(self) -> Iterator[tuple[int, Token, frozenset[str]]]:
        """Each entry: the number of its line, its address, its names in capitals."""
        if isinstance(self.document, LmhostsDocument):
            for line, entry in self.document.entries():
                yield line.number, entry.address, entry.name.keys
        else:
            for host_line, host in self.document.entries():
                yield host_line.number, host.address, frozenset(name.key for name in host.names)

    def lines_outside(self, block_id: str) -> Iterator[tuple[int, str]]:
        """Address and names of each line that a lookup finds, outside the block of an id.

        A quoted name answers for its own type only, so no lookup of a host name finds it.
        """
        own = self.own_lines(block_id)
        if isinstance(self.document, LmhostsDocument):
            for line, entry in self.document.entries():
                number = entry.address.number
                if number is not None and line.number not in own and not entry.name.is_quoted:
                    yield number, entry.name.text
        else:
            for host_line, host in self.document.entries():
                number = host.address.number
                if number is not None and host_line.number not in own:
                    yield number, " ".join(name.text for name in host.names)

    def taken(self, block_id: str) -> Taken:
        """What the file uses outside the block of an id."""
        if isinstance(self.document, LmhostsDocument):
            return lmhosts.taken(self.document, block_id)
        return hosts.taken(self.document, block_id)

    def merge_fault(self, block_id: str) -> str | None:
        """Why the block of an id cannot be merged into the file, or None if it can."""
        if isinstance(self.document, LmhostsDocument):
            return lmhosts.merge_fault(self.document, block_id)
        return hosts.merge_fault(self.document, block_id)

    def merge(self, block_id: str, block: bytes) -> bytes:
        """The file with a block; ValueError as in lmhosts.merge."""
        if isinstance(self.document, LmhostsDocument):
            return lmhosts.merge(self.document, block_id, block)
        return hosts.merge(self.document, block_id, block)


class NameMerge(msgspec.Struct, frozen=True, kw_only=True):
    """What becomes of one file: the entries that it is to get, and why it cannot get them."""

    file: NameFile
    entries: tuple[NameEntry, ...]
    fault: str

    @property
    def is_merged(self) -> bool:
        """Whether the bundle holds the file with the entries in it."""
        return bool(self.entries) and not self.fault


def parse_name_files(given: Iterable[ExistingFile]) -> tuple[NameFile, ...]:
    """Parse every file as what it is."""
    return tuple(
        NameFile(
            given=each,
            document=parse_hosts(each.data)
            if each.kind is NameFileKind.HOSTS
            else parse_lmhosts(each.data),
        )
        for each in given
    )


def taken_by_files(files: Iterable[NameFile], block_id: str) -> Taken:
    """What all files use outside the blocks of an id: other tickets' blocks are not ours."""
    names: set[str] = set()
    numbers: set[int] = set()
    for file in files:
        taken = file.taken(block_id)
        names |= taken.names
        numbers |= taken.numbers
    return Taken(names=frozenset(names), numbers=frozenset(numbers))


def name_tables(
    files: Iterable[NameFile], kind: NameFileKind, block_id: str
) -> dict[str, NameTable]:
    """What the files of one kind say, outside the blocks of an id, by server."""
    return {
        str(file.given.server): NameTable(file.lines_outside(block_id))
        for file in files
        if file.given.kind is kind
    }
