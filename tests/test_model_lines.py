# SPDX-License-Identifier: MIT
"""Bytes as physical lines, one character a byte."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from x400fix.model.lines import find_line_ends, find_odd_bytes, find_unicode, split_lines

BYTES = st.lists(
    st.sampled_from(
        [b"\r\n", b"\n", b"\r", b"a", b"\0", b"\x1a", b"\xff", b"\xfe", b"\xef\xbb\xbf"]
    )
).map(b"".join)


@given(BYTES)
def test_lines_put_together_are_the_bytes(data: bytes) -> None:
    """Numbered from 1, without a line break inside."""
    lines = split_lines(data.decode("latin-1"))
    assert "".join(line.text + line.end for line in lines).encode("latin-1") == data
    assert [line.number for line in lines] == list(range(1, len(lines) + 1))
    assert not [line for line in lines if set(line.text) & set("\r\n")]
    assert all(line.end for line in lines[:-1])


@given(BYTES)
def test_every_place_is_in_the_file(data: bytes) -> None:
    """A column is a byte; that behind a line stands for its end."""
    lines = split_lines(data.decode("latin-1"))
    for hit in (*find_unicode(data), *find_odd_bytes(lines), *find_line_ends(lines)):
        assert 1 <= hit.line <= len(lines)
        assert 1 <= hit.column <= len(lines[hit.line - 1].text) + 1


@pytest.mark.parametrize(
    ("data", "place"),
    [
        (b"\xff\xfea\0", (1, 1)),
        (b"\xfe\xff\0a", (1, 1)),
        (b"\xef\xbb\xbfa", (1, 1)),
        (b"\0", (1, 1)),
        (b"ab\r\nc\0d\0", (2, 2)),
        (b"ab\r\n\0", (2, 1)),
        (b"ab\rcd\n\0", (3, 1)),
    ],
)
def test_what_shows_unicode_is_told_once(data: bytes, place: tuple[int, int]) -> None:
    """The mark, else the first NUL byte."""
    assert [(hit.line, hit.column) for hit in find_unicode(data)] == [place]


def test_plain_bytes_show_no_unicode() -> None:
    """Nor does a mark that stands elsewhere."""
    assert not list(find_unicode(b"abc\r\n\xef\xbb\xbf"))
    assert not list(find_unicode(b""))


@pytest.mark.parametrize(
    ("byte", "said"),
    [(0x1F, "control"), (0x7F, "control"), (0x80, "not ASCII"), (0xFF, "not ASCII")],
)
def test_an_odd_byte_says_what_it_is(byte: int, said: str) -> None:
    """A control character, or one beyond ASCII."""
    (hit,) = find_odd_bytes(split_lines(f"a{chr(byte)}\r\n"))
    assert said in hit.message
    assert (hit.line, hit.column) == (1, 2)


def test_bytes_like_the_mark_of_utf8_are_odd_elsewhere() -> None:
    """Only the first line can begin with the mark."""
    assert [hit.line for hit in find_odd_bytes(split_lines("\xef\xbb\xbf\n\xef\xbb\xbf"))] == [2]
