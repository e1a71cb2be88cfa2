# SPDX-License-Identifier: MIT
"""Files as lines, and lines as files."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.namefiles import name_files
from x400fix.inventory.addresses import address_text, parse_ipv4
from x400fix.namefiles.lines import Token, address_number, address_readings, split_lines
from x400fix.problems import BadValueError


@given(data=st.one_of(st.binary(), st.text("\r\nA#").map(str.encode), name_files))
def test_the_lines_joined_are_the_file(data: bytes) -> None:
    """Whatever bytes it holds."""
    assert b"".join(bytes(line) for line in split_lines(data)) == data


@given(data=st.one_of(st.binary(), st.text("\r\nA#").map(str.encode), name_files))
def test_a_line_knows_its_place(data: bytes) -> None:
    """Its number counts from 1; only the last one may lack an ending."""
    lines = split_lines(data)
    assert [line.number for line in lines] == [*range(1, len(lines) + 1)]
    for line in lines:
        assert not {*"\r\n"} & {*line.text}
    assert all(line.ending for line in lines[:-1])
    assert all(bytes(line) for line in lines)


def test_each_line_keeps_its_own_ending() -> None:
    """CRLF, LF, CR or none."""
    endings = [line.ending for line in split_lines(b"a\r\nb\nc\rd\r\r\n\n\re")]
    assert endings == ["\r\n", "\n", "\r", "\r", "\r\n", "\n", "\r", ""]


# ---- tokens


def test_names_are_compared_in_capitals_of_ascii_only() -> None:
    """Every other byte stays what it is."""
    assert Token(text="mail-\xe4\xff\xb5\xdf", column=1).key == "MAIL-\xe4\xff\xb5\xdf"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("10.20.1.41", {"10.20.1.41"}),
        ("010.020.001.041", {"10.20.1.41", "8.16.1.33"}),
        ("10.20.1.08", {"10.20.1.8"}),
        ("10.20.1.0377", {"10.20.1.255"}),
        ("10.20.1.00", {"10.20.1.0"}),
        ("10.20.1.256", set()),
        ("10.20.1", set()),
        ("1.2.3.4.5", set()),
        ("0x0a.20.1.1", set()),
        ("9" * 5000 + ".1.1.1", set()),
        ("10.20.1.\xb2", set()),
        ("10.20.1.1\n", set()),
        ("MAIL-B", set()),
    ],
    ids=lambda value: value[:20] if isinstance(value, str) else "",
)
def test_a_leading_zero_makes_an_address_doubtful(text: str, expected: set[str]) -> None:
    """Octal for some readers, decimal for others (Q115388)."""
    assert {address_text(number) for number in address_readings(text)} == expected


@given(text=st.from_regex(r"[0-9]{1,3}(\.[0-9]{1,3}){3}", fullmatch=True))
def test_an_address_is_what_the_inventory_takes_for_one(text: str) -> None:
    """Strictly four decimal numbers."""
    try:
        expected = parse_ipv4(text, code="X4-E012")
    except BadValueError:
        expected = None
    assert address_number(text) == expected
