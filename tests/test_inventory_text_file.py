# SPDX-License-Identifier: MIT
"""Bytes become lines, or are refused with their place and the remedy."""

import codecs
import io
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from encodings.aliases import aliases
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from x400fix.inventory.text_file import SourceFile, decode, file_name, read_bytes
from x400fix.problems import InputError, ProblemList

CHUNK = 1 << 16
NUL = (
    "a NUL byte: this is not a text file; give the table as CSV in UTF-8, "
    "or UTF-16 without a byte order mark with --encoding utf-16-le"
)


def lines_of(data: bytes, encoding: str | None = None) -> list[str]:
    """The lines of data that has no problem at all."""
    problems = ProblemList()
    lines = decode(SourceFile(name="inventory.csv", data=data, encoding=encoding), problems)
    assert [str(problem) for problem in problems] == []
    return lines


def refusal_of(data: bytes, encoding: str | None = None) -> str:
    """The one problem for which the data is refused."""
    problems = ProblemList()
    with pytest.raises(InputError) as caught:
        decode(SourceFile(name="inventory.csv", data=data, encoding=encoding), problems)
    assert list(problems) == []
    (problem,) = caught.value.problems
    return str(problem)


def path_refusal(path: str | Path) -> str:
    """The one problem for which the path is refused."""
    with pytest.raises(InputError) as caught:
        read_bytes(str(path))
    (problem,) = caught.value.problems
    return str(problem)


def test_reads_a_file_as_it_is(tmp_path: Path) -> None:
    """No byte of a file is changed by reading it."""
    path = tmp_path / "inventory.csv"
    path.write_bytes(b"\xef\xbb\xbfa,b\r\n\x00\xff")
    assert read_bytes(str(path)) == b"\xef\xbb\xbfa,b\r\n\x00\xff"


def test_reads_standard_input_for_a_dash(monkeypatch: pytest.MonkeyPatch) -> None:
    """The bytes of standard input are not decoded on the way."""
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"a\r\n\xff")))
    assert read_bytes("-") == b"a\r\n\xff"


@pytest.mark.parametrize(
    ("path", "name"), [("-", "<stdin>"), ("a/inventory.csv", "a/inventory.csv")]
)
def test_names_the_input(path: str, name: str) -> None:
    """Standard input has a name of its own in problems."""
    assert file_name(path) == name


def test_refuses_a_missing_file(tmp_path: Path) -> None:
    """A file that is not there is an error of the input."""
    path = tmp_path / "none.csv"
    assert path_refusal(path) == f"{path}: error X4-E001: cannot be read: there is no such file"


def test_refuses_a_folder(tmp_path: Path) -> None:
    """A folder is no inventory."""
    reason = "this is a folder, not a file"
    assert path_refusal(tmp_path) == f"{tmp_path}: error X4-E001: cannot be read: {reason}"


@contextmanager
def without_root() -> Iterator[None]:
    """Be nobody for a while if the tests run as root, who may read everything."""
    user = os.geteuid()
    if user == 0:
        os.seteuid(65534)
    try:
        yield
    finally:
        os.seteuid(user)


@pytest.mark.skipif(not hasattr(os, "geteuid"), reason="users and rights as POSIX has them")
def test_refuses_a_file_without_permission(tmp_path: Path) -> None:
    """A file that the person may not read is an error of the input."""
    path = tmp_path / "inventory.csv"
    path.touch(mode=0)
    with without_root():
        refusal = path_refusal(path)
    reason = "there is no permission to read it"
    assert refusal == f"{path}: error X4-E001: cannot be read: {reason}"


def test_refuses_a_path_through_a_file(tmp_path: Path) -> None:
    """Any other failure of the system is told in its own words."""
    (tmp_path / "file").touch()
    path = tmp_path / "file" / "inventory.csv"
    assert path_refusal(path) == f"{path}: error X4-E001: cannot be read: not a directory"


def test_refuses_a_path_that_no_system_knows() -> None:
    """A NUL in a path is an error of the input, no fault of the program."""
    assert path_refusal("a\0b").startswith("a\0b: error X4-E001: cannot be read: embedded null ")


def test_refuses_closed_standard_input(monkeypatch: pytest.MonkeyPatch) -> None:
    """A closed standard input cannot be read."""
    stdin = io.TextIOWrapper(io.BytesIO())
    stdin.close()
    monkeypatch.setattr(sys, "stdin", stdin)
    reason = "i/o operation on closed file"
    assert path_refusal("-") == f"<stdin>: error X4-E001: cannot be read: {reason}"


def test_refuses_absent_standard_input(monkeypatch: pytest.MonkeyPatch) -> None:
    """A program without a console may have no standard input at all."""
    monkeypatch.setattr(sys, "stdin", None)
    reason = "there is no standard input"
    assert path_refusal("-") == f"<stdin>: error X4-E001: cannot be read: {reason}"


@pytest.mark.parametrize(
    ("data", "lines"),
    [
        pytest.param(b"", [], id="empty"),
        pytest.param(b"\xef\xbb\xbf", [], id="mark-only"),
        pytest.param(b"a,b", ["a,b"], id="no-line-end"),
        pytest.param(b"a\nb\n", ["a\n", "b\n"], id="unix"),
        pytest.param(b"a\r\nb\r\n", ["a\r\n", "b\r\n"], id="windows"),
        pytest.param(b"a\rb\r", ["a\r", "b\r"], id="old-mac"),
        pytest.param(b"a\n\rb\r\n", ["a\n", "\r", "b\r\n"], id="mixed"),
        pytest.param(b"a\x0bb\x0cc\x1cd\n", ["a\x0bb\x0cc\x1cd\n"], id="not-line-ends"),
        pytest.param("a\x85b\u2028c\n".encode(), ["a\x85b\u2028c\n"], id="unicode-not-line-ends"),
        pytest.param("Köln\n".encode(), ["Köln\n"], id="utf-8"),
        pytest.param(codecs.BOM_UTF8 + "Köln\n".encode(), ["Köln\n"], id="utf-8-marked"),
        pytest.param("K\r\n€\r\n".encode("utf-16"), ["K\r\n", "€\r\n"], id="utf-16"),
        pytest.param(b"\xff\xfeK\0\r\0\n\0", ["K\r\n"], id="utf-16-le"),
        pytest.param(b"\xfe\xff\0K\0\r\0\n", ["K\r\n"], id="utf-16-be"),
        pytest.param(b"\r\n" * CHUNK, ["\r\n"] * CHUNK, id="line-ends-across-pieces"),
    ],
)
def test_finds_encoding_and_lines(data: bytes, lines: list[str]) -> None:
    """Marks are taken off, and each of the three line ends makes a line."""
    assert lines_of(data) == lines


@pytest.mark.parametrize(
    ("data", "encoding", "lines"),
    [
        pytest.param(b"K\xf6ln\n", "cp1252", ["Köln\n"], id="cp1252"),
        pytest.param(b"K\xf6ln\n", "ISO 8859-1", ["Köln\n"], id="other-spelling"),
        pytest.param(b"K\x94ln\n", "cp437", ["Köln\n"], id="dos"),
        pytest.param(b"K\0\n\0", "utf-16-le", ["K\n"], id="utf-16-le"),
        pytest.param(b"\xff\xfeK\0\n\0", "utf-16-le", ["K\n"], id="utf-16-le-marked"),
        pytest.param(b"\xff\xfeK\0\n\0", "utf-16", ["K\n"], id="utf-16-marked"),
        pytest.param(b"\xfe\xff\0K\0\n", "utf-16", ["K\n"], id="utf-16-be-marked"),
        pytest.param(b"K\0\n\0", "utf-16", ["K\n"], id="utf-16-not-marked"),
        pytest.param(b"K\0\0\0\n\0\0\0", "utf-32", ["K\n"], id="utf-32-not-marked"),
        pytest.param("K\n".encode("utf-32"), "utf-32", ["K\n"], id="utf-32-marked"),
        pytest.param(b"\xef\xbb\xbfK\n", "utf-8", ["K\n"], id="utf-8-marked"),
        pytest.param(b"\xef\xbb\xbfK\n", "utf-8-sig", ["K\n"], id="utf-8-sig"),
    ],
)
def test_takes_the_encoding_given(data: bytes, encoding: str, lines: list[str]) -> None:
    """With --encoding nothing is guessed, and no note is given."""
    assert lines_of(data, encoding) == lines


@pytest.mark.parametrize(
    ("before", "line"),
    [
        pytest.param(b"", 1, id="first"),
        pytest.param(b"a\nb\r\nc\r", 4, id="every-line-end"),
        pytest.param(b"x" * (CHUNK - 1) + b"\n", 2, id="next-piece"),
        pytest.param(b"\n" * CHUNK + "ö\n".encode(), CHUNK + 2, id="after-utf-8"),
    ],
)
def test_reads_other_bytes_as_windows_1252(before: bytes, line: int) -> None:
    """The note names the first line that is not UTF-8."""
    problems = ProblemList()
    data = before + b"K\xf6ln\x80\n"
    lines = decode(SourceFile(name="inventory.csv", data=data, encoding=None), problems)
    assert lines[-1] == "Köln€\n"
    (problem,) = problems
    assert str(problem) == (
        f"inventory.csv:{line}: note X4-N001: byte 0xf6 is not UTF-8, so the file was read as "
        "Windows-1252: if accented letters look wrong, save it as CSV UTF-8 or give --encoding"
    )


@pytest.mark.parametrize("cut", [1, 2, 3])
def test_keeps_a_character_that_two_pieces_share(cut: int) -> None:
    """A character of UTF-8 may begin in one piece and end in the next."""
    start = "x" * (CHUNK - cut)
    assert lines_of(f"{start}\U0001f600\n".encode()) == [f"{start}\U0001f600\n"]


@pytest.mark.parametrize(
    ("data", "message"),
    [
        pytest.param(
            b"PK\x03\x04....[Content_Types].xml....xl/workbook.xml",
            "this is an Excel workbook (.xlsx), not a text file: open it and save it as CSV UTF-8",
            id="xlsx",
        ),
        pytest.param(
            b"PK\x03\x04mimetypeapplication/vnd.oasis.opendocument.spreadsheet",
            "this is an OpenDocument spreadsheet (.ods), not a text file: "
            "open it and save it as CSV UTF-8",
            id="ods",
        ),
        pytest.param(
            b"PK\x03\x04....inventory.csv",
            "this is a ZIP archive, not a text file: unpack it first",
            id="zip",
        ),
        pytest.param(
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
            "this is an old Excel workbook (.xls) or another OLE file, not a text file: "
            "open it and save it as .xlsx or as CSV UTF-8",
            id="xls",
        ),
        pytest.param(
            b"%PDF-1.4\n",
            "this is a PDF document, not a text file: "
            "save the table that it was made from as CSV UTF-8",
            id="pdf",
        ),
    ],
)
@pytest.mark.parametrize("encoding", [None, "latin-1"])
def test_refuses_formats_that_are_no_text(data: bytes, message: str, encoding: str | None) -> None:
    """A workbook or another known format is named, also when an encoding is given."""
    assert refusal_of(data, encoding) == f"inventory.csv: error X4-E002: {message}"


@pytest.mark.parametrize(
    ("data", "line", "message"),
    [
        pytest.param(
            "connector,server\r\n".encode("utf-16-le"),
            1,
            NUL,
            id="utf-16-le",
        ),
        pytest.param(
            "köln,€,server\r\n".encode("utf-16-be"),
            1,
            NUL,
            id="utf-16-be",
        ),
        pytest.param(
            b"one\r\ntwo\r\n\0\0\0\0",
            3,
            NUL,
            id="nul",
        ),
        pytest.param(
            b"\xff\xfea\0\n\0\0\0",
            2,
            "a NUL character: this is not text in UTF-16, as its byte order mark says",
            id="nul-in-utf-16",
        ),
    ],
)
def test_refuses_nul(data: bytes, line: int, message: str) -> None:
    """No text holds NUL; UTF-16 without its mark is recognised."""
    assert refusal_of(data) == f"inventory.csv:{line}: error X4-E002: {message}"


def test_refuses_nul_in_the_encoding_given() -> None:
    """UTF-16 that is read as Windows-1252 is no text."""
    message = "a NUL character: this is not text in Windows-1252, as --encoding says"
    assert refusal_of(b"a\n\0", "cp1252") == f"inventory.csv:2: error X4-E002: {message}"


@pytest.mark.parametrize(
    ("data", "encoding", "line", "what"),
    [
        pytest.param(
            b"a\nb\x81\n",
            None,
            2,
            "byte 0x81 cannot be read as Windows-1252, and it is not UTF-8 either",
            id="neither",
        ),
        pytest.param(
            b"\xef\xbb\xbfa\nb\n\xff\n",
            None,
            3,
            "byte 0xff cannot be read as UTF-8, as its byte order mark says",
            id="marked-utf-8",
        ),
        pytest.param(
            b"\xff\xfea\0\r\0\n\0b",
            None,
            2,
            "byte 0x62 cannot be read as UTF-16, as its byte order mark says",
            id="half-a-character",
        ),
        pytest.param(
            b"a\r\xf6\n",
            "utf8",
            2,
            "byte 0xf6 cannot be read as UTF-8, as --encoding says",
            id="given-utf-8",
        ),
        pytest.param(
            b"a\nb\n\n\x82",
            "shift_jis",
            4,
            "byte 0x82 cannot be read as shift_jis, as --encoding says",
            id="given-shift-jis",
        ),
        pytest.param(
            b"x" * (CHUNK - 1) + b"\xe2\x82,",
            "utf-8",
            1,
            "byte 0xe2 cannot be read as UTF-8, as --encoding says",
            id="across-pieces",
        ),
    ],
)
def test_refuses_bytes_that_do_not_decode(
    data: bytes, encoding: str | None, line: int, what: str
) -> None:
    """The first byte that means nothing is told with its line."""
    remedy = "save the file as CSV UTF-8, or give its encoding with --encoding"
    assert refusal_of(data, encoding) == f"inventory.csv:{line}: error X4-E003: {what}: {remedy}"


@pytest.mark.parametrize("byte", [0x81, 0x8D, 0x8F, 0x90, 0x9D])
def test_refuses_the_five_holes_of_windows_1252(byte: int) -> None:
    """Windows-1252 gives five bytes no meaning."""
    assert f"X4-E003: byte 0x{byte:02x} cannot be read as Windows-1252" in refusal_of(bytes([byte]))


@pytest.mark.parametrize(
    ("encoding", "shown"),
    [
        ("ansi2", "'ansi2'"),
        ("", "''"),
        ("a\0b", r"'a\x00b'"),
        ("\udc80", r"'\udc80'"),
        ("hex", "'hex'"),
        ("rot13", "'rot13'"),
        ("idna", "'idna'"),
        ("utf7", "'utf7'"),
        ("unicode_escape", "'unicode_escape'"),
        ("undefined", "'undefined'"),
    ],
)
def test_refuses_names_of_no_text_encoding(encoding: str, shown: str) -> None:
    """A name that is unknown, or of a codec that no file is in, is told as such."""
    assert refusal_of(b"a", encoding) == (
        f"inventory.csv: error X4-E003: {shown} given with --encoding is not a known "
        "text encoding: write one such as utf-8, utf-16 or cp1252"
    )


@given(
    st.binary() | st.text().map(lambda text: text.encode("utf-16", "replace")),
    st.sampled_from([None, *sorted(set(aliases.values()))]) | st.text(),
)
def test_whatever_the_bytes_only_input_errors_arise(data: bytes, encoding: str | None) -> None:
    """Arbitrary bytes in any encoding of Python give lines or an input error."""
    try:
        lines = decode(
            SourceFile(name="inventory.csv", data=data, encoding=encoding), ProblemList()
        )
    except InputError as error:
        assert len(error.problems) == 1  # noqa: PT017 -- either outcome is right
    else:
        assert "\0" not in "".join(lines)
        "".join(lines).encode()


@given(st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"])))
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-8-sig"])
def test_text_comes_back_whole(encoding: str, text: str) -> None:
    """What was written in Unicode is read again, but for a mark at the start."""
    kept = text.removeprefix("\ufeff")
    lines = lines_of(("\ufeff" * encoding.endswith("8") + kept).encode(encoding))
    assert "".join(lines) == kept
