# SPDX-License-Identifier: MIT
"""Bytes and line ends that no name file should have."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.lint_cases import HOSTS, LMHOSTS, judge
from x400fix.lint.findings import Finding
from x400fix.namefiles.existing import NameFileKind
from x400fix.namefiles.lines import split_lines

UNICODE = {LMHOSTS: "LM22", HOSTS: "HS03"}
BYTES = st.lists(
    st.sampled_from(
        [b"\r\n", b"\n", b"\r", b"a", b"\0", b"\x1a", b"\xff", b"\xfe", b"\xef\xbb\xbf"]
    )
).map(b"".join)


def findings(kind: NameFileKind, data: bytes, rule: str) -> list[Finding]:
    """What one rule finds."""
    return [each for each in judge(kind, data) if each.rule == rule]


@pytest.mark.parametrize("kind", NameFileKind)
@given(data=BYTES)
def test_every_place_is_in_the_file(kind: NameFileKind, data: bytes) -> None:
    """A column is a byte; that behind a line stands for its end."""
    lines = split_lines(data)
    for each in judge(kind, data):
        assert 1 <= each.line <= len(lines)
        assert 1 <= each.column <= len(lines[each.line - 1].text) + 1


@pytest.mark.parametrize("kind", NameFileKind)
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
def test_what_shows_unicode_is_reported_once(
    kind: NameFileKind, data: bytes, place: tuple[int, int]
) -> None:
    """The mark, else the first NUL byte."""
    assert [(each.line, each.column) for each in findings(kind, data, UNICODE[kind])] == [place]


@pytest.mark.parametrize("kind", NameFileKind)
def test_plain_bytes_show_no_unicode(kind: NameFileKind) -> None:
    """Nor does a mark that stands elsewhere."""
    assert not findings(kind, b"abc\r\n\xef\xbb\xbf", UNICODE[kind])


@pytest.mark.parametrize(
    ("byte", "said"),
    [(0x1F, "control"), (0x7F, "control"), (0x80, "not ASCII"), (0xFF, "not ASCII")],
)
def test_an_odd_byte_says_what_it_is(byte: int, said: str) -> None:
    """A control character, or one beyond ASCII."""
    (found,) = findings(HOSTS, b"a%c\r\n" % byte, "LM23")
    assert said in found.message
    assert (found.line, found.column) == (1, 2)


def test_bytes_like_the_mark_of_utf8_are_odd_elsewhere() -> None:
    """Only the first line can begin with the mark."""
    found = findings(LMHOSTS, b"\xef\xbb\xbf\r\n\xef\xbb\xbf\r\n", "LM23")
    assert [(each.line, each.column) for each in found] == [(2, 1)]
