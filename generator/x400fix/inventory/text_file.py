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
import errno
import io
import re
import sys
from pathlib import Path
from typing import BinaryIO

import msgspec

from x400fix.problems import InputError, Place, Problem, ProblemList, as_text, shown

MOST_BYTES = 32_000_000
"""How large a text file may be: 100,000 connectors take 10 million bytes."""

MOST_NAME_FILE_BYTES = 8_000_000
"""How large LMHOSTS or HOSTS may be: 250,000 entries, of which Windows NT takes far fewer."""

_PIECE = 1 << 20
_ZIP = b"PK\x03\x04"
_SAVE = "open it and save it as CSV UTF-8"
_SAVE_ANEW = "open it and save it as .xlsx or as CSV UTF-8"
# The first bytes of a format, bytes found further on, the format's name and the remedy.
_SIGNATURES = (
    (_ZIP, b"xl/", "an Excel workbook (.xlsx)", _SAVE),
    (_ZIP, b"opendocument.spreadsheet", "an OpenDocument spreadsheet (.ods)", _SAVE),
    (_ZIP, b"", "a ZIP archive", "unpack it first"),
    (
        b"\xd0\xcf\x11\xe0",
        "EncryptedPackage".encode("utf-16-le"),
        "an encrypted workbook",
        "save it without a password",
    ),
    (b"\xd0\xcf\x11\xe0", b"", "an old Excel workbook (.xls) or another OLE file", _SAVE_ANEW),
    (b"%PDF-", b"", "a PDF document", "save the table that it was made from as CSV UTF-8"),
)

# What programs write as "Excel" and call .xls: HTML, MHTML, and the XML of Excel 2003.
_PAGE = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*(?:<(?:!doctype|\?xml|html|head|meta|table)\b|mime-version:)",
    re.IGNORECASE,
)
_HEAD = 1000

_WORKBOOK = re.compile(
    rb"xl/work(?:book\.|sheets/)|content\.xml.*META-INF/manifest\.xml|opendocument\.spreadsheet",
    re.DOTALL,
)

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_BYTE_ORDERS = {
    "utf-16": (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE),
    "utf-32": (codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE),
}
_LINE_END = re.compile(r"\r\n|\r|\n")
# Codecs of Python that no file is in; most can make half characters or fail in ways of their own.
_NO_FILE_ENCODINGS = {
    *("idna", "mbcs", "oem", "punycode", "raw-unicode-escape", "undefined"),
    *("unicode-escape", "utf-7"),
}


def is_workbook(data: bytes) -> bool:
    """Whether it is a workbook, by the names of what is in it and not by its own."""
    return data.startswith(_ZIP) and _WORKBOOK.search(data) is not None


class SourceFile(msgspec.Struct, frozen=True, kw_only=True):
    """A file that was read: its name as given, its bytes, and how they are to be understood."""

    name: str
    data: bytes
    delimiter: str | None = None
    encoding: str | None = None


def decode(source: SourceFile, problems: ProblemList) -> list[str]:
    """Turn the bytes into lines with their line ends; InputError if they cannot become text."""
    data, file = source.data, source.name
    for start, inside, name, remedy in _SIGNATURES:
        if data.startswith(start) and inside in data:
            message = f"this is {name}, not a text file: {remedy}"
            raise _refused("X4-E002", message, file)
    if _PAGE.match(data[:_HEAD]):
        message = f"this is a web page or XML, not a table in text: {_SAVE_ANEW}"
        raise _refused("X4-E002", message, file)
    if source.encoding is None:
        text = _decode_as_found(data, file, problems)
    else:
        encoding = _look_up_encoding(source.encoding, data, file)
        text = _decode(data, encoding, file, because="as --encoding says")
    return [*io.StringIO(text.removeprefix("\ufeff"), newline="")]


def _decode_as_found(data: bytes, file: str, problems: ProblemList) -> str:
    """Decide by mark, then by trying UTF-8; what is left is Windows-1252."""
    for mark, name in _MARKS:
        if data.startswith(mark):
            return _decode(data, name, file, because="as its byte order mark says")
    before, nul, _ = data.partition(b"\0")
    if nul:
        message = (
            "a NUL byte: this is not a text file; give the table as CSV in UTF-8, "
            "or UTF-16 without a byte order mark with --encoding utf-16-le"
        )
        raise _refused("X4-E002", message, file, _next_line(before.decode("latin-1")))
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        text = _decode(data, "cp1252", file, because="and it is not UTF-8 either")
        message = (
            f"byte 0x{data[error.start]:02x} is not UTF-8, so the file was read as Windows-1252: "
            "if accented letters look wrong, save it as CSV UTF-8 or give --encoding"
        )
        line = _next_line(data[: error.start].decode("utf-8"))
        problems.add("X4-N001", message, Place(file, line))
        return text


def _decode(data: bytes, encoding: str, file: str, *, because: str) -> str:
    """The text; InputError for bytes that do not decode, and for text that holds NUL."""
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        message = (
            f"byte 0x{data[error.start]:02x} cannot be read as {_shown(encoding)}, {because}: "
            "save the file as CSV UTF-8, or give its encoding with --encoding"
        )
        before = data[: error.start].decode(encoding, "replace")
        raise _refused("X4-E003", message, file, _next_line(before)) from None
    before, nul, _ = text.partition("\0")
    if nul:
        message = f"a NUL character: this is not text in {_shown(encoding)}, {because}"
        raise _refused("X4-E002", message, file, _next_line(before))
    return text


def _look_up_encoding(encoding: str, data: bytes, file: str) -> str:
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
        raise _refused("X4-E003", message, file)
    if name in _BYTE_ORDERS and not data.startswith(_BYTE_ORDERS[name]):
        return f"{name}-le"  # as Windows has it; Python's own readers do not agree on it
    return name


def _shown(encoding: str) -> str:
    """The encoding by the name that a person knows it under."""
    return {"cp1252": "Windows-1252", "utf-8": "UTF-8", "utf-16": "UTF-16"}.get(encoding, encoding)


def _next_line(before: str) -> int:
    """The number of the line that comes to its place after a text."""
    return len(_LINE_END.findall(before)) + 1


def _refused(code: str, message: str, file: str, line: int = 0) -> InputError:
    return InputError([Problem(code=code, message=message, where=Place(file, line))])


def file_name(path: str) -> str:
    """The name under which problems and plans mention the input."""
    return "<stdin>" if path == "-" else as_text(path)


def load(path: str, most: int = MOST_BYTES) -> bytes:
    """Read the whole file; OSError also for one that is too large, before it fills the memory."""
    with Path(path).open("rb") as file:
        return _load(file, most)


def _load(file: BinaryIO, most: int) -> bytes:
    pieces, size = [], 0
    while piece := file.read(_PIECE):
        pieces.append(piece)
        size += len(piece)
        refuse_large(size, most)
    return b"".join(pieces)


def refuse_large(size: int, most: int) -> None:
    """Raise OSError if there are more than ``most`` bytes."""
    if size > most:
        reason = f"it is too large: at most {most // 1_000_000} million bytes are read"
        raise OSError(errno.EFBIG, reason)


def read_bytes(path: str, most: int = MOST_BYTES) -> bytes:
    """Read the whole file, or all of standard input for ``-``."""
    try:
        if path != "-":
            return load(path, most)
        if sys.stdin is not None:
            return _load(sys.stdin.buffer, most)
        reason = "there is no standard input"
    except (OSError, ValueError) as error:  # ValueError: NUL in the path, or stdin is closed
        reason = read_failure(error)
    message = f"cannot be read: {reason}"
    raise _refused("X4-E001", message, file_name(path))


_FAILURES: dict[type, str] = {
    FileNotFoundError: "there is no such file",
    IsADirectoryError: "this is a folder, not a file",
    PermissionError: "there is no permission to read it",
}


def read_failure(error: OSError | ValueError) -> str:
    """Why something could not be read, as a message says it."""
    said = str(getattr(error, "strerror", None) or error).lower().rstrip(".")
    return _FAILURES.get(type(error), said)
