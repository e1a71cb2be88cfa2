# SPDX-License-Identifier: MIT
"""The name files that servers have now, parsed, as a plan looks at them."""

from collections.abc import Iterable, Iterator

import msgspec

from x400fix.allocation.memory import NameLine
from x400fix.namefiles.blocks import Blocks, find_blocks
from x400fix.namefiles.documents import NameDocument, parse_name_file
from x400fix.namefiles.existing import ExistingFile, NameFileKind
from x400fix.namefiles.lines import AddressToken
from x400fix.namefiles.lmhosts import LmhostsDocument
from x400fix.namefiles.used_names import used_names
from x400fix.planning.names import NameEntry
from x400fix.simulation.network import NameTable


class NameFile(msgspec.Struct, frozen=True, kw_only=True):
    """One file of one server, with what its lines say."""

    given: ExistingFile
    document: NameDocument

    @property
    def blocks(self) -> Blocks:
        """The blocks of this and of other tickets."""
        return find_blocks(self.document.lines)

    def own_lines(self, block_id: str) -> range:
        """The numbers of the lines of the sound block of an id, markers included."""
        block = self.blocks.sound_one(block_id)
        return range(block.begin + 1, block.end + 2) if block else range(0)

    def rows(self) -> Iterator[tuple[int, AddressToken, frozenset[str]]]:
        """Each entry: the number of its line, its address, its names in capitals."""
        if isinstance(self.document, LmhostsDocument):
            for line, entry in self.document.entries():
                yield line, entry.address, entry.name.keys
        else:
            for line, host in self.document.entries():
                yield line, host.address, frozenset(name.key for name in host.names)

    def lines_outside(self, block_id: str) -> Iterator[tuple[int, str]]:
        """Address and names of each line that a lookup finds, outside the block of an id.

        A quoted name answers for its own type only, so no lookup of a host name finds it.
        """
        own = self.own_lines(block_id)
        if isinstance(self.document, LmhostsDocument):
            for line, entry in self.document.entries():
                number = entry.address.number
                if number is not None and line not in own and not entry.name.is_quoted:
                    yield number, entry.name.text
        else:
            for line, host in self.document.entries():
                number = host.address.number
                if number is not None and line not in own:
                    yield number, " ".join(name.text for name in host.names)


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
        NameFile(given=each, document=parse_name_file(each.kind, each.data)) for each in given
    )


def numbers_in_files(files: Iterable[NameFile], block_id: str) -> frozenset[int]:
    """The addresses that files use outside the blocks of an id: other tickets' are not ours."""
    used = (used_names(file.document, block_id).numbers for file in files)
    return frozenset[int]().union(*used)


def name_lines(files: Iterable[NameFile], block_id: str) -> Iterator[NameLine]:
    """What all files say outside the blocks of an id, line by line."""
    for file in files:
        where, own = file.given.path, file.own_lines(block_id)
        used = used_names(file.document, block_id)
        rows = [
            NameLine(where, address.number, names)
            for line, address, names in file.rows()
            if line not in own and address.number is not None
        ]
        names = {part for row in rows for name in row.names for part in (name, name.split(".")[0])}
        yield from rows
        yield from (NameLine(where, None, frozenset({name})) for name in used.names - names)
        numbers = used.numbers - {row.number for row in rows}
        yield from (NameLine(where, number) for number in numbers)


def name_tables(
    files: Iterable[NameFile], kind: NameFileKind, block_id: str
) -> dict[str, NameTable]:
    """What the files of one kind say, outside the blocks of an id, by server."""
    return {
        str(file.given.server): NameTable(file.lines_outside(block_id))
        for file in files
        if file.given.kind is kind
    }
