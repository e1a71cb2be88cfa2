# SPDX-License-Identifier: MIT
"""Files that are no text: what they are, told from their first bytes, and what to do about it.

=====================  =================================================
first bytes            what it is
=====================  =================================================
``PK 03 04``           ZIP; a workbook holds a member ``xl/...``
``D0 CF 11 E0``        OLE compound file: a workbook of Excel 97 to 2003
``%PDF-``              a page description
=====================  =================================================
"""

import msgspec

_SAVE_AS_CSV = "open it in Excel and save it as CSV UTF-8"


class Signature(msgspec.Struct, frozen=True, kw_only=True):
    """The first bytes of a format, bytes found further on, the format's name and the remedy."""

    start: bytes
    holds: bytes = b""
    name: str
    remedy: str


SIGNATURES = (
    Signature(
        start=b"PK\x03\x04",
        holds=b"xl/",
        name="an Excel workbook (.xlsx)",
        remedy=_SAVE_AS_CSV,
    ),
    Signature(
        start=b"PK\x03\x04",
        holds=b"opendocument.spreadsheet",
        name="an OpenDocument spreadsheet (.ods)",
        remedy="open it and save it as CSV in UTF-8",
    ),
    Signature(start=b"PK\x03\x04", name="a ZIP archive", remedy="unpack it first"),
    Signature(
        start=b"\xd0\xcf\x11\xe0",
        name="an old Excel workbook (.xls) or another OLE file",
        remedy=_SAVE_AS_CSV,
    ),
    Signature(
        start=b"%PDF-",
        name="a PDF document",
        remedy="take the table that it was made from and save it as CSV UTF-8",
    ),
)


def find_signature(data: bytes) -> Signature | None:
    """Find the known format that is no text, if the bytes are in one."""
    fitting = (s for s in SIGNATURES if data.startswith(s.start) and s.holds in data)
    return next(fitting, None)
