# SPDX-License-Identifier: MIT
"""Makes workbooks for tests: .xlsx by openpyxl, .ods by hand as LibreOffice writes it."""

import datetime as dt
import io
import zipfile
from collections.abc import Callable, Mapping, Sequence
from xml.sax.saxutils import escape, quoteattr

import openpyxl
from openpyxl.worksheet.worksheet import Worksheet

Cell = str | int | float | bool | dt.date | None
Rows = Sequence[Sequence[Cell]]

SAMPLE: Rows = (
    ("connector", "server", "address", "remote_server", "exchange", "addresses"),
    ("To B 1", "MAIL-A", "10.20.2.10", "MAIL-B", 5.5, "10.20.1.10/24"),
    ("To B 2", "MAIL-A", "10.20.2.10", "MAIL-B", 5.5, "10.20.1.10/24"),
    ("To A 1", "MAIL-B", "10.20.1.10", "MAIL-A", 5.5, "10.20.2.10/24"),
    ("To A 2", "MAIL-B", "10.20.1.10", "MAIL-A", 5.5, "10.20.2.10/24"),
)
"""Two servers with a conflict each; 5.5 is a number."""


def xlsx(
    sheets: Mapping[str, Rows] | Rows, change: Callable[[Worksheet], None] = lambda _: None
) -> bytes:
    """The bytes of an .xlsx; ``change`` does more to its first sheet."""
    given = sheets if isinstance(sheets, Mapping) else {"Connectors": sheets}
    book = openpyxl.Workbook()
    for number, (name, rows) in enumerate(given.items()):
        page = book.create_sheet(name, number)
        for row, cells in enumerate(rows, 1):
            for column, value in enumerate(cells, 1):
                if value not in {None, ""}:
                    cell = page.cell(row, column, value)
                    if isinstance(value, str):
                        cell.data_type = "s"  # no text becomes a formula
    del book["Sheet"]
    change(book.worksheets[0])
    data = io.BytesIO()
    book.save(data)
    return data.getvalue()


def packed(members: Mapping[str, str | bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A ZIP of parts."""
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", method) as archive:
        for name, part in members.items():
            archive.writestr(name, part)
    return data.getvalue()


def parts(data: bytes) -> dict[str, bytes]:
    """The parts of a workbook by name."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def changed(data: bytes, part: str, old: str, new: str) -> bytes:
    """A workbook with a text in one of its parts replaced."""
    found = parts(data)
    text = found[part].decode()
    assert old in text
    return packed({**found, part: text.replace(old, new)})


_NAMES = "urn:oasis:names:tc:opendocument:xmlns:"
_SPACES = {
    "calcext": "urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0",
    **{each: f"{_NAMES}{each}:1.0" for each in ("office", "style", "table", "text")},
}


def ods_of(body: str, styles: str = "") -> bytes:
    """An .ods with this in office:spreadsheet."""
    spaces = " ".join(f'xmlns:{name}="{each}"' for name, each in _SPACES.items())
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<office:document-content {spaces}>'
        f"<office:automatic-styles>{styles}</office:automatic-styles><office:body>"
        f"<office:spreadsheet>{body}</office:spreadsheet></office:body></office:document-content>"
    )
    manifest = f'<?xml version="1.0"?><manifest:manifest xmlns:manifest="{_NAMES}manifest:1.0"/>'
    kind = "application/vnd.oasis.opendocument.spreadsheet"
    names = ("mimetype", "META-INF/manifest.xml", "content.xml")
    return packed(dict(zip(names, (kind, manifest, content), strict=True)))


def ods_cell(value: Cell, attributes: str = "") -> str:
    """One cell as LibreOffice writes it."""
    if value is None or value == "":
        return f"<table:table-cell{attributes}/>"
    text = str(value)
    kind = f'office:value-type="string" calcext:value-type="string"{attributes}'
    if isinstance(value, bool):
        kind = f'office:value-type="boolean" office:boolean-value="{text.lower()}"'
    elif isinstance(value, int | float):
        kind = f'office:value-type="float" office:value="{text}"'
    elif isinstance(value, dt.date):
        kind = f'office:value-type="date" office:date-value="{text}"'
    lines = "".join(f"<text:p>{_spaced(line)}</text:p>" for line in text.split("\n"))
    return f"<table:table-cell {kind}>{lines}</table:table-cell>"


def _spaced(line: str) -> str:
    """A text whose second and further blanks are elements, as blanks in XML run together."""
    parts = escape(line).split(" ")
    found = parts[0]
    for part, before in zip(parts[1:], parts, strict=False):
        found += (" " if before else "<text:s/>") + part
    return found.replace(" ", "<text:s/>", 1) if found.startswith(" ") else found


def ods_table(name: str, rows: Rows, attributes: str = "") -> str:
    """A sheet with the blank rows and columns behind it that LibreOffice writes."""
    lines = "".join(
        "<table:table-row>" + "".join(map(ods_cell, cells)) + "</table:table-row>" for cells in rows
    )
    blank = '<table:table-cell table:number-columns-repeated="16384"/>'
    return (
        f"<table:table table:name={quoteattr(name)}{attributes}>"
        '<table:table-column table:number-columns-repeated="16384"/>'
        f'{lines}<table:table-row table:number-rows-repeated="1048000">{blank}</table:table-row>'
        "</table:table>"
    )


def ods(sheets: Mapping[str, Rows] | Rows) -> bytes:
    """The bytes of an .ods."""
    given = sheets if isinstance(sheets, Mapping) else {"Connectors": sheets}
    return ods_of("".join(ods_table(name, rows) for name, rows in given.items()))
