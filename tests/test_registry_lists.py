# SPDX-License-Identifier: MIT
"""Lists of strings as regini and REGEDIT4 files have them."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from x400fix.documents.scripts import hex7, reg_value, regini_strings

ADDRESSES = ["10.20.1.10", "10.20.1.41", "10.20.1.42"]
MASKS = ["255.255.255.0"] * 3
STRINGS = st.lists(st.from_regex(r"[0-9.]{7,15}", fullmatch=True), min_size=1, max_size=60)


def test_the_reference_vector_of_the_address_list() -> None:
    """Byte for byte as the domain reference has it."""
    assert reg_value("IPAddress", ADDRESSES) == (
        '"IPAddress"=hex(7):31,30,2e,32,30,2e,31,2e,31,30,00,31,30,2e,32,30,2e,31,2e,\\\n'
        "  34,31,00,31,30,2e,32,30,2e,31,2e,34,32,00,00"
    )


def test_the_reference_vector_of_the_mask_list() -> None:
    """Byte for byte as the domain reference has it."""
    assert reg_value("SubnetMask", MASKS) == (
        '"SubnetMask"=hex(7):32,35,35,2e,32,35,35,2e,32,35,35,2e,30,00,32,35,35,2e,32,\\\n'
        "  35,35,2e,32,35,35,2e,30,00,32,35,35,2e,32,35,35,2e,32,35,35,2e,30,00,00"
    )


def test_the_bytes_are_ansi_with_a_nul_after_each_string_and_one_more() -> None:
    """Q165318, Q179154: 34 bytes for the address list."""
    assert hex7(ADDRESSES) == b"10.20.1.10\x0010.20.1.41\x0010.20.1.42\x00\x00"
    assert len(hex7(ADDRESSES)) == 34


def test_a_short_value_takes_one_line() -> None:
    """Nothing is folded without need."""
    assert reg_value("IPAddress", ["10.0.0.1"]) == (
        '"IPAddress"=hex(7):31,30,2e,30,2e,30,2e,31,00,00'
    )


@pytest.mark.parametrize("length", range(1, 60))
def test_a_value_of_any_length_ends_with_its_last_octet(length: int) -> None:
    """No line is empty, none ends in a comma without a fold."""
    lines = reg_value("IPAddress", ["1" * length]).split("\\\n")
    assert all(lines)
    assert lines[-1].endswith("31,00,00") or lines[-1].strip() in {"00", "00,00"}
    assert all(line.endswith(",") for line in lines[:-1])


@given(STRINGS)
def test_a_folded_value_reads_back_as_its_strings(strings: list[str]) -> None:
    """Folded after a comma only, continued after blanks, at most 80 columns."""
    text = reg_value("IPAddress", strings)
    assert all(len(line) <= 80 for line in text.split("\n"))
    joined = re.sub(r",\\\n +", ",", text)
    digits = joined.removeprefix('"IPAddress"=hex(7):')
    data = bytes(int(octet, 16) for octet in digits.split(","))
    assert data == "".join(f"{each}\0" for each in strings).encode() + b"\0"


def test_strings_of_regini_are_quoted_and_parted_by_a_blank() -> None:
    """RK-REGINI: REG_MULTI_SZ "s1" "s2"."""
    assert regini_strings(ADDRESSES, start=30) == '"10.20.1.10" "10.20.1.41" "10.20.1.42"'


@given(STRINGS)
def test_a_continued_list_reads_back_as_its_strings(strings: list[str]) -> None:
    r"""Every line is shorter than 240 characters, and all but the last end in a backslash."""
    lines = regini_strings(strings, start=30).split("\n")
    lines[0] = " " * 30 + lines[0]
    assert all(len(line) < 240 for line in lines)
    assert all(line.endswith(" \\") for line in lines[:-1])
    assert all(line.startswith("        ") for line in lines[1:])
    assert not lines[-1].endswith((" ", "\\"))
    assert re.findall(r'"([^"]*)"', " ".join(lines)) == strings


def test_a_list_is_not_continued_without_need() -> None:
    """A line takes ten long addresses behind the name of the value."""
    assert "\n" not in regini_strings(["255.255.255.255"] * 9, start=30)
    assert regini_strings(["255.255.255.255"] * 20, start=30).count("\\\n") == 2
