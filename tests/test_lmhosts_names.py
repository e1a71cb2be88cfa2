# SPDX-License-Identifier: MIT
"""Plain and quoted names."""

import pytest

from x400fix.lmhosts.names import read_name


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ('"APPSERVER      \\0x14"', b"APPSERVER      \x14"),
        ('"APPSERVER      \\1b"', b"APPSERVER      \x1b"),
        ('"\\0XfF"', b"\xff"),
        ('"a\\0xZZ"', b"a\\0xZZ"),
        ('"App', b"App"),
        ('"', b""),
        ('""', b""),
        ("APP\\0x14", b"APP\\0x14"),
    ],
)
def test_escapes_mean_a_byte_inside_quotes_only(text: str, value: bytes) -> None:
    """The letters stay as they are typed."""
    assert read_name(text, 1).value == value


def test_a_quoted_name_has_sixteen_bytes() -> None:
    """Padded with blanks, its case kept."""
    assert read_name('"App"', 1).netbios == b"App             "
    assert read_name('"ABCDEFGHIJKLMNOPQ"', 1).netbios == b"ABCDEFGHIJKLMNOP"


def test_a_plain_name_has_fifteen_bytes_and_a_type_of_its_own() -> None:
    """In capitals, because its case does not matter."""
    assert read_name("mail-b", 1).netbios == b"MAIL-B         "


@pytest.mark.parametrize(
    ("text", "keys"),
    [
        ("mail-b", {"MAIL-B"}),
        ("abcdefghijklmnop", {"ABCDEFGHIJKLMNOP", "ABCDEFGHIJKLMNO"}),
        ('"MAIL-B         \\0x20"', {"MAIL-B"}),
        ('"mail-b"', {"MAIL-B"}),
        ('"APP\\0x14"', {"APP\x14"}),
        ('""', {""}),
    ],
)
def test_the_type_byte_is_no_part_of_what_is_compared(text: str, keys: set[str]) -> None:
    """A name that is too long is taken with and without its end."""
    assert read_name(text, 1).keys == keys


def test_escapes_are_told_by_column() -> None:
    """In plain names too, where they mean nothing."""
    assert read_name('"A\\0x14B\\1b"', 10).escapes == (12, 18)
    assert read_name("A\\0x14", 10).escapes == (11,)


def test_a_name_tells_whether_its_quotes_are_closed() -> None:
    """A plain name needs none."""
    closed = [read_name(text, 1).is_closed for text in ('"A"', '""', '"A', '"', "A", 'A"')]
    assert closed == [True, True, False, False, True, True]
    assert [read_name(text, 1).is_quoted for text in ('"A', "A", 'A"')] == [True, False, False]
