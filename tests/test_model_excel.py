# SPDX-License-Identifier: MIT
"""What Excel made of a name or an address is told from what somebody typed."""

import pytest

from x400fix.inventory.names import (
    refuse_damaged_address,
    refuse_damaged_name,
    refuse_error_value,
)
from x400fix.problems import BadValueError

NAME_CURE = "format the column as Text and enter the name again"


def refusal(text: str) -> str:
    """The code and the sentence with which a name is refused."""
    with pytest.raises(BadValueError) as caught:
        refuse_damaged_name(text)
    return f"{caught.value.code}: {caught.value.message}"


@pytest.mark.parametrize(
    "text",
    [
        *("1-Mar", "01-Mar", "31-Dec", "1-Sept", "1-Mar-24", "01-Mar-2024"),  # English
        *("Mar-01", "Dec-98", "Sep-2001"),  # MAR2001
        *("01. Mrz", "1. Mai", "01. Mär", "31. Dez 98", "Mrz 01", "Okt 2001"),  # German
        *("01-mars", "1-févr", "01-avr.", "1-août", "01-déc"),  # French
        *("01-mar", "1-ene", "01-gen", "01-set", "1/mar", "01-dez"),  # Spanish, Italian, Portuguese
        *("1-mrt", "1-mei", "01-maj", "1. des", "01.sty", "1.paź"),  # the north and the east
        *("01.03.2001", "1.3.01", "01/03/2001", "3/1/2001", "01-03-2001"),  # whole dates
        *("2001-03-01", "2001-03-01 00:00:00", "2001/03/01", "01/03/2001 0:00"),
    ],
)
def test_a_date_is_named(text: str) -> None:
    """Each is what some language of Excel makes of a name like MAR1 or MAR2001."""
    why = "a date, as Excel makes of a name like MAR1"
    assert refusal(text) == f"X4-E016: '{text}' is {why}: {NAME_CURE}"


@pytest.mark.parametrize("text", ["1.20E+06", "1,20E+06", "1E+06", "1.2e+06", "1.20E-05", "12E+5"])
def test_a_number_is_named(text: str) -> None:
    """Excel takes 12E5 for a number and shows it in its own form."""
    why = "a number, as Excel makes of a name like 12E5"
    assert refusal(text) == f"X4-E016: '{text}' is {why}: {NAME_CURE}"


@pytest.mark.parametrize(
    "text",
    ["#NAME?", "#REF!", "#VALUE!", "#N/A", "#DIV/0!", "#BEZUG!", "#NV", "#NOM?", "###", "########"],
)
def test_a_value_that_excel_does_not_show_is_named(text: str) -> None:
    """A name that begins with a sign is taken for a formula; a narrow column shows nothing."""
    why = "is what Excel shows instead of a value: format the column as Text, make it wider"
    assert refusal(text) == f"X4-E016: '{text}' {why} and enter the value again"
    with pytest.raises(BadValueError):
        refuse_error_value(text)


@pytest.mark.parametrize(
    "text",
    [
        *(
            "MAR-01",
            "DEC-98",
            "1-MAR",
            "01-SEP",
            "DEC2",
            "SEP1",
            "MAR1",
            "mar1",
            "mar-01",
            "dec-98",
        ),
        *("1STFLOOR", "2NDFLOOR", "1E5", "12E5", "1E-05", "0E0", "E2E", "3COM", "007", "45352"),
        *("Mar-1", "Mail-01", "Hub-01", "1-Hub", "01-Mail", "32-Mar", "Out-01", "Set-01", "Mag-01"),
        *("10.2.300", "99.10.2001", "1.3-2001", "2001-03", "2001-13-99", "1-2", "10-20-30", "1.2"),
        *("#1", "##", "#HUB", "A#!", "#!", "N/A", "MAR 01", "May", "Sunday", "", "1.20E", "E+06"),
    ],
)
def test_a_name_that_somebody_may_have_typed_is_left_alone(text: str) -> None:
    """A false alarm would stop the plan of a sound inventory."""
    refuse_damaged_name(text)
    refuse_error_value(text)


@pytest.mark.parametrize("text", ["10202010", "12345", "192168010010,5", "1.92168E+11", "2E+09"])
def test_an_address_that_became_a_number_is_named(text: str) -> None:
    """Nobody types five digits in a row as an address."""
    with pytest.raises(BadValueError) as caught:
        refuse_damaged_address(text)
    why = "is a number, as Excel leaves of an address"
    cure = "format the column as Text and enter the address again"
    assert caught.value.code == "X4-E016"
    assert caught.value.message == f"'{text}' {why}: {cure}"


@pytest.mark.parametrize("text", ["10.20.1.10", "1234", "12345a", "10.1", "1E5", "MAIL-B", "dhcp"])
def test_an_address_with_its_dots_is_left_alone(text: str) -> None:
    """What is wrong with 10.1 is told by the reader of addresses."""
    refuse_damaged_address(text)
