# SPDX-License-Identifier: MIT
"""From the bytes of a file to its text: encoding, signature, what is no text.

=====================  =================================================
first bytes            what it is
=====================  =================================================
``PK 03 04``           ZIP; a workbook holds a member ``xl/...``
``D0 CF 11 E0``        OLE compound file: a workbook of Excel 97 to 2003
``%PDF-``              a page description
=====================  =================================================

The encoding is decided by ``--encoding``; else by a byte order mark (UTF-8, UTF-16); else it is
UTF-8 if all bytes are; else Windows-1252, which is what Excel writes as "CSV", with a note.
"""

import codecs
import io
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NoReturn

import msgspec

from x400fix.problems import InputError, Place, Problem, ProblemList, shown

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


_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_BYTE_ORDERS = {
    "utf-16": (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE),
    "utf-32": (codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE),
}
_CHUNK = 1 << 16
_LINE_END = re.compile(r"\r\n|\r|\n")
# Codecs of Python that no file is in; most can make half characters or fail in ways of their own.
_NO_FILE_ENCODINGS = frozenset(
    {
        "idna",
        "mbcs",
        "oem",
        "punycode",
        "raw-unicode-escape",
        "undefined",
        "unicode-escape",
        "utf-7",
    }
)


class _Fault(msgspec.Struct, frozen=True):
    """Where the text ends: at a byte that does not decode, or (no byte) at a NUL character."""

    line: int
    byte: int | None


def find_encoding(data: bytes, file: str, problems: ProblemList) -> str:
    """Decide by mark, then by trying UTF-8; what is left is Windows-1252.

    Raises InputError if the bytes are not text in the encoding decided on.
    """
    for mark, name in _MARKS:
        if data.startswith(mark):
            check_encoding(data, name, file, because="as its byte order mark says")
            return name
    if b"\0" in data:
        _refuse_nul(data, file)
    fault = _find_fault(data, "utf-8")
    if fault is None:
        return "utf-8"
    check_encoding(data, "cp1252", file, because="and it is not UTF-8 either")
    message = (
        f"byte 0x{fault.byte:02x} is not UTF-8, so the file was read as Windows-1252: "
        "if accented letters look wrong, save it as CSV UTF-8 or give --encoding"
    )
    problems.add("X4-N001", message, Place(file, fault.line))
    return "cp1252"


def look_up_encoding(encoding: str, data: bytes, file: str) -> str:
    """Python's own name of the encoding that the person named; InputError if there is none."""
    try:
        name = codecs.lookup(encoding).name
        # The only public way to ask whether a codec gives text and can do so piece by piece.
        io.TextIOWrapper(io.BytesIO(), encoding=name).read()
    except (LookupError, ValueError):  # ValueError: NUL or half characters in the name
        name = "undefined"
    if name in _NO_FILE_ENCODINGS:
        message = (
            f"{shown(encoding)} given with --encoding is not a known text encoding: "
            "write one such as utf-8, utf-16 or cp1252"
        )
        raise InputError([Problem(code="X4-E003", message=message, where=Place(file))])
    if name in _BYTE_ORDERS and not data.startswith(_BYTE_ORDERS[name]):
        return f"{name}-le"  # as Windows has it; Python's own readers do not agree on it
    return name


def check_encoding(data: bytes, encoding: str, file: str, *, because: str) -> None:
    """Raise InputError for bytes that do not decode, and for text that holds NUL."""
    fault = _find_fault(data, encoding)
    if fault is None:
        return
    where = Place(file, fault.line)
    if fault.byte is None:
        message = f"a NUL character: this is not text in {_shown(encoding)}, {because}"
        raise InputError([Problem(code="X4-E002", message=message, where=where)])
    message = (
        f"byte 0x{fault.byte:02x} cannot be read as {_shown(encoding)}, {because}: "
        "save the file as CSV UTF-8, or give its encoding with --encoding"
    )
    raise InputError([Problem(code="X4-E003", message=message, where=where)])


def _shown(encoding: str) -> str:
    """The encoding by the name that a person knows it under."""
    return {"cp1252": "Windows-1252", "utf-8": "UTF-8", "utf-16": "UTF-16"}.get(encoding, encoding)


def _refuse_nul(data: bytes, file: str) -> NoReturn:
    """Tell UTF-16 that lost its mark from other files that hold NUL."""
    unmarked = _guess_unmarked_utf16(data)
    message = "a NUL byte: this is not a text file; give the table as CSV in UTF-8"
    if unmarked:
        message = (
            "every second byte is NUL: is this UTF-16 without a byte order mark? "
            f"save it as CSV UTF-8 in Excel, or give --encoding {unmarked}"
        )
    where = Place(file, _count_lines(data[: data.index(0)], "latin-1"))
    raise InputError([Problem(code="X4-E002", message=message, where=where)])


def _guess_unmarked_utf16(data: bytes) -> str:
    """Name the byte order if NUL is every second byte; else empty.

    More than half of the pairs are enough, because only characters of Latin-1 have the NUL.
    """
    sample = data[:1024]
    first, second = sample[::2], sample[1::2]
    for name, filled, empty in (("utf-16-le", first, second), ("utf-16-be", second, first)):
        if 2 * empty.count(0) > len(empty) and not filled.count(0):
            return name
    return ""


def _find_fault(data: bytes, encoding: str) -> _Fault | None:
    """Decode piece by piece, so that the text never stands in memory as a whole."""
    decoder = codecs.getincrementaldecoder(encoding)()
    for start in range(0, len(data), _CHUNK):
        end = min(start + _CHUNK, len(data))
        try:
            text = decoder.decode(data[start:end], end == len(data))
        except UnicodeDecodeError as error:
            # The decoder may have put bytes of the piece before in front of this one.
            offset = end - len(error.object) + error.start
            return _Fault(_count_lines(data[:offset], encoding), data[offset])
        if "\0" in text:
            before, _, _ = data.decode(encoding, "replace").partition("\0")
            return _Fault(_count_line_ends(before) + 1, None)
    return None


def _count_lines(data: bytes, encoding: str) -> int:
    """The number of the line that comes to its place after these bytes."""
    return _count_line_ends(data.decode(encoding, "replace")) + 1


def _count_line_ends(text: str) -> int:
    return len(_LINE_END.findall(text))


class Text(msgspec.Struct, frozen=True, kw_only=True):
    """A decoded input; ``lines`` gives each physical line once, with its line end."""

    file: str
    encoding: str
    lines: Iterator[str]


def file_name(path: str) -> str:
    """The name under which problems mention the input."""
    return "<stdin>" if path == "-" else path


def read_bytes(path: str) -> bytes:
    """Read the whole file, or all of standard input for ``-``."""
    try:
        if path != "-":
            return Path(path).read_bytes()
        if sys.stdin is not None:
            return sys.stdin.buffer.read()
        reason = "there is no standard input"
    except (OSError, ValueError) as error:  # ValueError: NUL in the path, or stdin is closed
        reason = read_failure(error)
    message = f"cannot be read: {reason}"
    raise InputError([Problem(code="X4-E001", message=message, where=Place(file_name(path)))])


def read_failure(error: OSError | ValueError) -> str:
    """Why something could not be read, as a message tells it."""
    match error:
        case FileNotFoundError():
            return "there is no such file"
        case IsADirectoryError():
            return "this is a folder, not a file"
        case PermissionError():
            return "there is no permission to read it"
        case _:
            return str(getattr(error, "strerror", None) or error).lower().rstrip(".")


def decode(data: bytes, *, file: str, encoding: str | None, problems: ProblemList) -> Text:
    """Turn the bytes into lines; whatever is wrong with them is told before the first line.

    Raises InputError if they cannot become text.
    """
    signature = find_signature(data)
    if signature is not None:
        message = f"this is {signature.name}, not a text file: {signature.remedy}"
        raise InputError([Problem(code="X4-E002", message=message, where=Place(file))])
    if encoding is None:
        name = find_encoding(data, file, problems)
    else:
        name = look_up_encoding(encoding, data, file)
        check_encoding(data, name, file, because="as --encoding says")
    wrapper = io.TextIOWrapper(io.BytesIO(data), encoding=name, newline="")
    if wrapper.read(1) != "\ufeff":
        wrapper.seek(0)
    return Text(file=file, encoding=name, lines=wrapper)
