# SPDX-License-Identifier: MIT
"""From a path to physical lines: reads the bytes, refuses what is no text, decodes the rest."""

import io
import sys
from collections.abc import Iterator
from pathlib import Path

import msgspec

from x400fix.problems import InputError, Place, Problem, ProblemList
from x400fix.sources.encoding import check_encoding, find_encoding, look_up_encoding
from x400fix.sources.signature import find_signature


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
