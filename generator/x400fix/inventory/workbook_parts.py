# SPDX-License-Identifier: MIT
"""The parts of a workbook: members of a ZIP, unpacked within bounds, and the tags in them.

Found by patterns and not by a parser, so that no entity is expanded, and millions of cells are gone
through in seconds. What could hide a tag from a pattern, no program writes into a workbook: a
comment, CDATA or a DTD is refused.
"""

import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from html import unescape
from typing import NoReturn

from x400fix.problems import BadValueError

DAMAGED = "X4-E038"
AGAIN = "open it in a spreadsheet program and save it anew, as .xlsx or as CSV UTF-8"
MOST_BYTES = 128 << 20
"""How many bytes the parts that are read may have, unpacked, and the texts of one sheet."""
_MOST_TAGS = 50_000

QUOTES = rb"""(?:[^<>"']++|"[^"<]*+"|'[^'<]*+')*+"""
"""A pattern for what is between the name of a tag and its end."""
_ATTRIBUTE = re.compile(rb"""(?:^|\s)(?:\w+:)?([\w-]+)\s*=\s*(?:"([^"<]*)"|'([^'<]*)')""")


def refuse_damaged(why: str) -> NoReturn:
    """Refuse what no program writes."""
    raise BadValueError(DAMAGED, f"the workbook is damaged ({why}): {AGAIN}")


def refuse_kind(what: str) -> NoReturn:
    """Refuse a file that is whole, and of a kind that is not read."""
    raise BadValueError("X4-E002", f"this is {what}: {AGAIN}")


def refuse_large(why: str) -> NoReturn:
    """Refuse what would take too much time or memory."""
    remedy = "save the sheet with the connectors alone, as CSV UTF-8"
    raise BadValueError(DAMAGED, f"the workbook is too large: {why}; {remedy}")


class Parts:
    """The parts of a workbook; BadValueError if it is encrypted or of a kind that is not read."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._left = MOST_BYTES
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = archive.infolist()
        # As the library looks for them: in any letter case.
        self._entries = {entry.filename.replace("\\", "/").lower(): entry for entry in entries}
        if len(self._entries) < len(entries):
            refuse_damaged("it has a part twice")
        self.is_ods = "content.xml" in self._entries
        if "xl/workbook.bin" in self._entries:
            refuse_kind("an .xlsb workbook, which is not read")
        if any(each.flag_bits & 1 for each in entries) or b":encryption-data" in self.read(
            "META-INF/manifest.xml"
        ):
            refuse_kind("an encrypted workbook, which is not read")

    def read(self, name: str) -> bytes:
        """The bytes of a part, none if it is not there.

        The library inflates as many as there are, whatever the directory says; so they must agree.
        """
        entry = self._entries.get(name.lower())
        if entry is None:
            return b""
        self._left -= entry.file_size
        if self._left < 0:
            refuse_large(f"its parts have more than {MOST_BYTES >> 20} MB, unpacked")
        start = entry.header_offset
        head = self._data[start : start + 30]
        start += 30 + int.from_bytes(head[26:28], "little") + int.from_bytes(head[28:30], "little")
        found = self._data[start : start + entry.compress_size]
        is_whole = entry.compress_type == zipfile.ZIP_STORED
        if entry.compress_type == zipfile.ZIP_DEFLATED:
            inflate = zlib.decompressobj(-zlib.MAX_WBITS)
            found = inflate.decompress(found, entry.file_size + 1)
            is_whole = inflate.eof
        if not is_whole or len(found) != entry.file_size or zlib.crc32(found) != entry.CRC:
            refuse_damaged(f"{name} is not what its directory says")
        if b"<!" in found or b"\0" in found:
            refuse_damaged(f"{name} has a comment, CDATA, a DTD or a NUL")
        return found


def attributes(tag: bytes) -> dict[str, str]:
    """The attributes of a tag by their names without prefix."""
    return {
        name.decode(): unescape((one or other).decode("utf-8", "replace"))
        for name, one, other in _ATTRIBUTE.findall(tag)
    }


def tags(xml: bytes, name: bytes) -> Iterator[dict[str, str]]:
    """The attributes of each tag of a name."""
    pattern = rb"<(?:\w+:)?" + name + rb"(?=[\s/>])(" + QUOTES + rb")>"
    for count, found in enumerate(re.finditer(pattern, xml)):
        if count == _MOST_TAGS:
            refuse_large(f"it has more than {_MOST_TAGS:,} tags {name.decode()}")
        yield attributes(found[1])
