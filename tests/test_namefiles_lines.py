# SPDX-License-Identifier: MIT
"""Files as lines, and lines as files."""

from hypothesis import given
from hypothesis import strategies as st

from tests.namefiles import name_files
from x400fix.namefiles.lines import split_lines


@given(data=st.one_of(st.binary(), st.text("\r\nA#").map(str.encode), name_files))
def test_the_lines_joined_are_the_file(data: bytes) -> None:
    """Whatever bytes it holds."""
    assert b"".join(bytes(line) for line in split_lines(data)) == data


@given(data=st.one_of(st.binary(), st.text("\r\nA#").map(str.encode), name_files))
def test_a_line_knows_its_place(data: bytes) -> None:
    """Its number counts from 1, its offset from 0; only the last one may lack an ending."""
    lines = split_lines(data)
    assert [line.number for line in lines] == [*range(1, len(lines) + 1)]
    for line in lines:
        assert data.startswith(bytes(line), line.offset)
        assert not {*b"\r\n"} & {*line.content}
    assert all(line.ending for line in lines[:-1])
    assert all(bytes(line) for line in lines)


def test_each_line_keeps_its_own_ending() -> None:
    """CRLF, LF, CR or none."""
    endings = [line.ending for line in split_lines(b"a\r\nb\nc\rd\r\r\n\n\re")]
    assert endings == [b"\r\n", b"\n", b"\r", b"\r", b"\r\n", b"\n", b"\r", b""]
