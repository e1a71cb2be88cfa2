# SPDX-License-Identifier: MIT
"""What python-calamine does not tell of a sheet: how large it will be, and what a person sees.

A grid is made from the first cell to the last that holds something, and a text that many cells
share is made for each of them; so both are bounded before. What is hidden, which cells are merged
and which formula has an error or no value, stands in the same tags::

    <row r="2" hidden="1"><c r="C2" t="e"><f>B9</f><v>#REF!</v></c></row>
    <table:table-row table:number-rows-repeated="9" table:visibility="collapse">

Tags are found by patterns and not by a parser, so that no entity is expanded, and millions of cells
are gone through in seconds. What could hide a tag from a pattern, no program writes into a
workbook: a comment, CDATA or a DTD is refused.
"""

import io
import re
import zipfile
import zlib
from collections.abc import Iterator, Mapping, Sequence
from html import unescape
from typing import NoReturn

from x400fix.problems import BadValueError

DAMAGED = "X4-E038"
AGAIN = "open it in a spreadsheet program and save it anew, as .xlsx or as CSV UTF-8"
MOST_BYTES = 128 << 20
"""How many bytes the parts that are read may have, unpacked, and the texts of one sheet."""
_MOST_TAGS = 50_000

# What is between the name of a tag and its end.
_QUOTES = rb"""(?:[^<>"']++|"[^"<]*+"|'[^'<]*+')*+"""
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


def _attributes(tag: bytes) -> dict[str, str]:
    """The attributes of a tag by their names without prefix."""
    return {
        name.decode(): unescape((one or other).decode("utf-8", "replace"))
        for name, one, other in _ATTRIBUTE.findall(tag)
    }


def _tags(xml: bytes, name: bytes) -> Iterator[dict[str, str]]:
    """The attributes of each tag of a name."""
    pattern = rb"<(?:\w+:)?" + name + rb"(?=[\s/>])(" + _QUOTES + rb")>"
    for count, found in enumerate(re.finditer(pattern, xml)):
        if count == _MOST_TAGS:
            refuse_large(f"it has more than {_MOST_TAGS:,} tags {name.decode()}")
        yield _attributes(found[1])


# ---- sheets

MOST_CELLS = 2_500_000
"""How many cells a sheet may have, counted from its first to the last that holds something."""
NOT_CALCULATED = "a formula that was never calculated"


class Survey:
    """What is found of one sheet; rows and columns are counted from 1.

    ``units`` is how many bytes of text it has at most. ``faults`` are the cells without a value:
    the error that they show, or NOT_CALCULATED. ``merged`` are the ranges of more than one row.
    """

    def __init__(self, name: str) -> None:
        self.name = name
        self.height = self.width = self.units = 0
        self.faults: dict[tuple[int, int], str] = {}
        self.merged: list[tuple[int, int, int, int]] = []
        self._hidden: dict[str, list[range]] = {"row": [], "column": []}

    def note(self, row: int, column: int, units: int = 0) -> None:
        """Note a cell that holds something."""
        self.height, self.width = max(self.height, row), max(self.width, column)
        self.units += units

    def hide(self, kind: str, first: int, count: int = 1) -> None:
        """Note rows or columns that are hidden."""
        self._hidden[kind].append(range(first, first + count))

    def hidden(self, kind: str) -> list[int]:
        """The rows or columns that are hidden, up to the last that holds something."""
        end = 1 + (self.height if kind == "row" else self.width)
        spans = self._hidden[kind]
        return sorted({each for span in spans for each in range(span.start, min(span.stop, end))})


def survey(parts: Parts) -> list[Survey | None]:
    """Each sheet of a workbook, None for one that is no table, such as a chart."""
    found = [*(_survey_ods(parts.read("content.xml")) if parts.is_ods else _survey_xlsx(parts))]
    if not found:
        refuse_damaged("it lists no sheet")
    return found


def _refuse_many(count: int) -> None:
    if count > MOST_CELLS:
        refuse_large(f"a sheet has more than {MOST_CELLS:,} cells")


# ---- .xlsx

_XLSX_TAG = re.compile(rb"<(?:\w+:)?(row|c)(?=[\s/>])(" + _QUOTES + rb")>")
_REFERENCE = re.compile(rb"""(?:^|\s)r\s*=\s*["']([A-Za-z]*)([0-9]+)["']""")
_IS_HIDDEN = re.compile(rb"""(?:^|\s)hidden\s*=\s*["'](?:1|true)["']""")
_CELL_WITH_FORMULA = (
    rb"<(?:\w+:)?c(?=\s)(" + _QUOTES + rb")>\s*<(?:\w+:)?f(?=[\s/>])" + _QUOTES + rb">"
    rb"(?:[^<]*</(?:\w+:)?f>)?"
)
_WITHOUT_VALUE = re.compile(
    _CELL_WITH_FORMULA + rb"\s*(?:<(?:\w+:)?v\s*/>|<(?:\w+:)?v>\s*</(?:\w+:)?v>)?\s*</(?:\w+:)?c>"
)
_ERROR = re.compile(
    rb"<(?:\w+:)?c(?=\s)(" + _QUOTES + rb")>\s*(?:<(?:\w+:)?f(?=[\s/>])" + _QUOTES + rb">"
    rb"(?:[^<]*</(?:\w+:)?f>)?)?\s*<(?:\w+:)?v>\s*(#[^<]*?)\s*</"
)
_SHARED = re.compile(rb"<(?:\w+:)?v>\s*([0-9]{1,9})\s*</")
_AREA = re.compile("([A-Z]+)([0-9]+):([A-Z]+)([0-9]+)")


def _column(letters: str) -> int:
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - 64
    return number


def _survey_xlsx(parts: Parts) -> Iterator[Survey | None]:
    relations = _tags(parts.read("xl/_rels/workbook.xml.rels"), b"Relationship")
    targets = {each.get("Id"): each for each in relations}
    parts.read("xl/styles.xml")  # the library reads it too
    texts = parts.read("xl/sharedStrings.xml")
    lengths = [len(text) for text in re.split(rb"<(?:\w+:)?si(?=[\s/>])", texts)[1:]]
    for sheet in _tags(parts.read("xl/workbook.xml"), b"sheet"):
        target = targets.get(sheet.get("id"), {})
        if target.get("Type", "").endswith("/worksheet"):
            path = target.get("Target", "")
            path = path[1:] if path.startswith("/") else f"xl/{path}"
            yield _survey_sheet(sheet.get("name", ""), parts.read(path), lengths)
        else:
            yield None


def _survey_sheet(name: str, xml: bytes, lengths: Sequence[int]) -> Survey:
    found = Survey(name)
    _refuse_many(xml.count(b"<c") + xml.count(b":c"))
    _refuse_many(xml.count(b"<row") + xml.count(b":row"))
    row = column = 0
    for tag in _XLSX_TAG.finditer(xml):
        kind, text = tag[1], tag[2]
        place = _REFERENCE.search(text)
        if kind == b"row":
            row, column = int(place[2]) if place else row + 1, 0
            if _IS_HIDDEN.search(text):
                found.hide("row", row)
            continue
        column = _column(place[1].decode()) if place else column + 1
        if not text.endswith(b"/"):
            found.note(int(place[2]) if place else row, column)
    found.units = len(xml) + _shared_units(xml, lengths)
    for each in _tags(xml, b"col"):
        if each.get("hidden") in {"1", "true"}:
            first, last = int(each.get("min", 1)), int(each.get("max", 1))
            found.hide("column", first, last + 1 - first)
    for each in _tags(xml, b"mergeCell"):
        area = _AREA.fullmatch(each.get("ref", ""))
        if area and area[2] != area[4]:
            corners = (int(area[2]), _column(area[1]), int(area[4]), _column(area[3]))
            found.merged.append(corners)
    _note_faults(xml, found)
    return found


def _shared_units(xml: bytes, lengths: Sequence[int]) -> int:
    """How long the shared texts of all cells are together, at most."""
    most = max(lengths, default=0) * xml.count(b"<v>")
    if most < MOST_CELLS:
        return most
    used = (int(found[1]) for found in _SHARED.finditer(xml))
    return sum(lengths[at] for at in used if at < len(lengths))


def _note_faults(xml: bytes, found: Survey) -> None:
    """Note the cells whose value is an error, and those whose formula has none."""
    errors = _ERROR.finditer(xml) if b'"e"' in xml else iter(())
    for each in errors:
        place = _REFERENCE.search(each[1])
        if place and _attributes(each[1]).get("t") == "e":
            found.faults[int(place[2]), _column(place[1].decode())] = each[2].decode()
    formulas = _WITHOUT_VALUE.finditer(xml) if re.search(rb"<(?:\w+:)?f[\s/>]", xml) else iter(())
    for each in formulas:
        place = _REFERENCE.search(each[1])
        if place and _attributes(each[1]).get("t") != "str":  # an empty text is a value
            found.faults[int(place[2]), _column(place[1].decode())] = NOT_CALCULATED


# ---- .ods

_ODS_TAG = re.compile(
    rb"<(?:\w+:)?(table|table-column|table-row|table-cell|covered-table-cell)(?=[\s/>])("
    + _QUOTES
    + rb")>"
)
_TELLING = (b"repeated", b"spanned", b"formula", b"error")
_MARKUP = re.compile(rb"<[^>]*>")


def _survey_ods(xml: bytes) -> Iterator[Survey]:
    if xml and b"office:spreadsheet" not in xml:
        refuse_kind("an OpenDocument file, but no spreadsheet")
    _refuse_many(xml.count(b"cell") // 4)  # it may be closed, and have a type of calcext
    sheets: list[Survey] = []
    row = column = repeated = 1
    for tag in _ODS_TAG.finditer(xml):
        kind, text = tag[1], tag[2]
        is_cell = kind.endswith(b"cell")
        is_telling = not is_cell or any(word in text for word in _TELLING)
        given = _attributes(text) if is_telling else {}
        if kind == b"table":
            sheets.append(Survey(given.get("name", "")))
            row, column, repeated = 1, 1, 0
            continue
        if not sheets:
            refuse_damaged("content.xml has a row outside of a sheet")
        found = sheets[-1]
        is_hidden = given.get("visibility", "visible") != "visible"
        wide = int(given.get("number-columns-repeated", 1))
        if kind == b"table-row":
            row, column = row + repeated, 1
            repeated = int(given.get("number-rows-repeated", 1))
            if is_hidden:
                found.hide("row", row, repeated)
            continue
        if is_cell and (not text.endswith(b"/") or b"formula" in text):
            inside = b"" if text.endswith(b"/") else _inside(xml, tag.end())
            units = (len(text) + len(inside)) * wide * repeated
            found.note(row + repeated - 1, column + wide - 1, units)
            if is_telling:
                _note_cell(found, (row, column), given, inside, is_error=b'"error"' in text)
        elif is_hidden:
            found.hide("column", column, wide)
        column += wide
    yield from sheets


def _inside(xml: bytes, start: int) -> bytes:
    end = xml.find(b"</table:", start)
    if end < 0:
        refuse_damaged("content.xml has a cell without an end")
    return xml[start:end]


def _note_cell(
    found: Survey,
    at: tuple[int, int],
    given: Mapping[str, str],
    inside: bytes,
    *,
    is_error: bool,
) -> None:
    """Note a merged range, an error and a formula without a value."""
    text = unescape(_MARKUP.sub(b"", inside).decode("utf-8", "replace")).strip()
    if is_error:
        found.faults[at] = text or "#VALUE!"
    elif "formula" in given and not text and "value-type" not in given:
        found.faults[at] = NOT_CALCULATED
    tall, wide = (int(given.get(f"number-{each}-spanned", 1)) for each in ("rows", "columns"))
    if tall > 1:
        row, column = at
        found.merged.append((row, column, row + tall - 1, column + wide - 1))
