# SPDX-License-Identifier: MIT
"""Names are legal as a whole, only plain ones reach scripts, and damage by Excel is found."""

import re
import string

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from x400fix.inventory.names import (
    alias_base,
    host_label,
    is_alias,
    is_connection_name,
    is_folder_name,
    is_script_safe_connector,
    is_script_safe_server,
    is_service_name,
    numbered_alias,
    parse_connector_name,
    parse_server_name,
    refuse_damaged_address,
    refuse_damaged_name,
    refuse_error_value,
)
from x400fix.problems import BadValueError

RULE = "1 to 15 letters, digits and ! @ # $ % ^ & ( ) - _ ' { } . ~, no blank, no domain (Q188997)"
LEGAL = string.ascii_letters + string.digits + "!@#$%^&()-_'{}.~"


def server_refusal(text: str) -> str:
    """The code and the sentence with which a computer name is refused."""
    with pytest.raises(BadValueError) as caught:
        parse_server_name(text)
    return f"{caught.value.code}: {caught.value.message}"


def connector_refusal(text: str) -> str:
    """The code and the sentence with which a directory name is refused."""
    with pytest.raises(BadValueError) as caught:
        parse_connector_name(text)
    return f"{caught.value.code}: {caught.value.message}"


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("MAIL-A", "MAIL-A"),
        ("mail-a", "MAIL-A"),
        ("A", "A"),
        ("A23456789012345", "A23456789012345"),
        ("$MAIL", "$MAIL"),
        ("R&D", "R&D"),
        ("%path%", "%PATH%"),
        ("O'Hara", "O'HARA"),
        ("{g}(1)", "{G}(1)"),
        ("x.y", "X.Y"),
        ("1STFLOOR", "1STFLOOR"),
        ("MAR-01", "MAR-01"),
        ("-A", "-A"),
        ("12345", "12345"),
    ],
)
def test_a_computer_name_is_one_name_in_any_case(text: str, name: str) -> None:
    """Letter case does not tell computer names apart; what Q188997 allows is allowed."""
    assert parse_server_name(text) == name


@pytest.mark.parametrize("character", [*sorted(set(string.printable) - set(LEGAL)), "ü", "\u0130"])
def test_no_other_character_is_legal_in_a_computer_name(character: str) -> None:
    """Q188997 lists those that are forbidden; a blank breaks scripts (Q132307)."""
    assert server_refusal(f"A{character}B").startswith("X4-E015: 'A")


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        *((text, text) for text in ("MAIL A", "MAIL/B", "MAIL A AND MORE OF IT", r"\\MAIL-A")),
        *((text, text) for text in ("A234567890123456", "mail-b.contoso.example")),
        ("MAIL\nA", r"MAIL\nA"),
    ],
)
def test_a_wrong_computer_name_says_what_would_be_right(text: str, shown: str) -> None:
    """The rule is short enough to say it whole."""
    assert server_refusal(text) == f"X4-E015: '{shown}' is not a computer name: {RULE}"


@pytest.mark.parametrize("text", ["01-Mar", "1.20E+06", "#REF!"])
def test_a_computer_name_that_excel_changed_is_named(text: str) -> None:
    """Some of these would be legal as names."""
    assert server_refusal(text).startswith(f"X4-E016: '{text}' is ")


@given(st.text(max_size=20))
@example("A\n")
@example("\u00df")
def test_a_computer_name_is_legal_or_refused(text: str) -> None:
    """Nothing but legal characters gets through, and nothing raises anything but BadValueError."""
    try:
        name = parse_server_name(text)
    except BadValueError:
        return
    assert 1 <= len(name) <= 15
    assert set(name) <= set(LEGAL.upper())
    assert parse_server_name(name) == name


@pytest.mark.parametrize(
    "text",
    [
        *("X400 to DENVER 1", "x" * 64, "Zürich", "東京", "=cmd|' /C calc'!A0", "-dash", "# hash"),
        *("1-Mar", "{{ x }}", 'say "hi"', "back\\slash", "comma, inc", "'"),
    ],
)
def test_a_directory_name_is_kept_as_it_is(text: str) -> None:
    """It is shown, never run; only its length and what cannot be seen are limited."""
    assert parse_connector_name(text) == text


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("TO\aB", r"TO\x07B"),
        ("TO\tB", r"TO\tB"),
        ("TO\u200bB", r"TO\u200bB"),
        ("TO B\u3164", r"TO B\u3164"),
        ("TO B\ufe0f", r"TO B\ufe0f"),
        ("TO\u202eB", r"TO\u202eB"),
        ("TO\u00a0B", r"TO\xa0B"),
        ("TO\u2028B", r"TO\u2028B"),
        ("\x1b[31mTO", r"\x1b[31mTO"),
    ],
)
def test_what_cannot_be_seen_is_refused_in_a_directory_name(text: str, shown: str) -> None:
    """Two names that look alike would be two connectors, and control codes run on a terminal."""
    why = "holds a control or invisible character: remove it"
    assert connector_refusal(text) == f"X4-E014: '{shown}' {why}"


def test_a_directory_name_has_64_characters_at_most() -> None:
    """Characters, not bytes: 64 of any alphabet fit."""
    assert parse_connector_name("ü" * 64) == "ü" * 64
    assert connector_refusal("ü" * 65) == (
        f"X4-E014: '{'ü' * 59}…' is too long: it has 65 characters, at most 64 are possible"
    )


@pytest.mark.parametrize("text", ["#NAME?", "########"])
def test_a_directory_name_that_excel_does_not_show_is_named(text: str) -> None:
    """A name such as =X or -X becomes one of these."""
    assert connector_refusal(text).startswith(f"X4-E016: '{text}' is what Excel shows instead")


@given(st.text())
def test_a_directory_name_is_printable_or_refused(text: str) -> None:
    """Nothing raises anything but BadValueError."""
    try:
        name = parse_connector_name(text)
    except BadValueError:
        return
    assert name == text
    assert name.isprintable()


@pytest.mark.parametrize(
    ("name", "is_safe"),
    [
        ("MAIL-A", True),
        ("A_B", True),
        ("1", True),
        ("A23456789012345", True),
        ("A234567890123456", False),
        ("-A", False),
        ("_A", False),
        ("", False),
        ("X.Y", False),
        ("R&D", False),
        ("%PATH%", False),
        ("A\n", False),
        ("Ä", False),
    ],
)
def test_a_computer_name_reaches_scripts_if_it_is_plain(
    name: str,
    is_safe: bool,  # noqa: FBT001 -- a row of the table
) -> None:
    """Whatever cmd.exe could take for its own never gets there."""
    assert is_script_safe_server(name) is is_safe


@pytest.mark.parametrize(
    ("name", "is_safe"),
    [
        ("X400 to DENVER 1", True),
        ("A", True),
        ("Ends in (x)", True),
        ("x" * 64, True),
        ("x" * 65, False),
        ("A ", False),
        (" A", False),
        ("A.", False),
        ("(x)", False),
        ("back\\slash", False),
        ("a&b", False),
        ("A\n", False),
        ("Zürich", False),
        ("", False),
    ],
)
def test_a_directory_name_reaches_the_registry_if_it_is_plain(
    name: str,
    is_safe: bool,  # noqa: FBT001 -- a row of the table
) -> None:
    """A backslash cannot be in the name of a key, and the rest is care."""
    assert is_script_safe_connector(name) is is_safe


@pytest.mark.parametrize(
    ("text", "is_service", "is_connection"),
    [
        ("El90x1", True, True),
        ("E100B_1", True, False),
        ("Local Area Connection (2)", False, True),
        ("LAN #2", False, True),
        ("1394", False, True),
        ("x" * 32, True, True),
        ("x" * 33, False, True),
        ("x" * 64, False, True),
        ("x" * 65, False, False),
        ('LAN "1"', False, False),
        ("LAN%1", False, False),
        ("A&B", False, False),
        ("El90x1\n", False, False),
        ("", False, False),
    ],
)
def test_an_adapter_has_a_name_of_its_system(
    text: str,
    is_service: bool,  # noqa: FBT001 -- a row of the table
    is_connection: bool,  # noqa: FBT001 -- a row of the table
) -> None:
    """A service name is a registry key of NT, a connection name stands in quotation marks."""
    assert is_service_name(text) is is_service
    assert is_connection_name(text) is is_connection


@pytest.mark.parametrize(
    ("name", "is_folder"),
    [
        ("MAIL-A", True),
        ("1", True),
        ("_", True),
        ("A" * 15, True),
        ("A" * 16, False),
        ("COM0", True),
        ("COM10", True),
        ("LPT", True),
        ("CON", False),
        ("PRN", False),
        ("AUX", False),
        ("NUL", False),
        ("COM1", False),
        ("COM9", False),
        ("LPT1", False),
        ("LPT9", False),
        ("mail-a", False),
        ("X.Y", False),
        ("..", False),
        ("", False),
        ("A\n", False),
    ],
)
def test_a_folder_is_never_a_device(
    name: str,
    is_folder: bool,  # noqa: FBT001 -- a row of the table
) -> None:
    """Nobody can open a folder called AUX on Windows."""
    assert is_folder_name(name) is is_folder


@pytest.mark.parametrize(
    ("server", "label"),
    [("MAIL-A", "MAIL-A"), ("SEA_HUB1", "SEA-HUB1"), ("o'hara", "O-HARA"), ("X.Y", "X-Y")],
)
def test_a_host_name_follows_from_the_computer_name(server: str, label: str) -> None:
    """NT replaces by a hyphen what a host name cannot hold (Q149044)."""
    assert host_label(server) == label


@pytest.mark.parametrize(
    ("owner", "number", "alias"),
    [
        ("MAIL-B", 2, "MAIL-B-X2"),
        ("mail_b", 3, "MAIL-B-X3"),
        ("1STMAIL", 2, "X1STMAIL-X2"),
        ("VERYLONGNAME-01", 2, "VERYLONGNAME-X2"),
        ("VERYLONGNAME-01", 10, "VERYLONGNAM-X10"),
        ("VERYLONGNA--01", 100, "VERYLONGNA-X100"),
        ("MAIL-", 2, "MAIL-X2"),
        ("-A", 2, "X-A-X2"),
        ("---", 2, "X-X2"),
        ("Zürich link", 2, "Z-RICH-LINK-X2"),
        ("東京", 2, "X-X2"),
        ("", 2, "X-X2"),
    ],
)
def test_an_alias_is_made_of_its_owner_and_a_number(owner: str, number: int, alias: str) -> None:
    """Capitals, hyphens for the rest, X before a digit, cut to fit, no hyphen at the cut."""
    assert numbered_alias(alias_base(owner), number) == alias


@given(st.text(), st.integers(2, 99_999))
def test_every_alias_is_legal_everywhere(owner: str, number: int) -> None:
    """As a NetBIOS name, in HOSTS, and by RFC 952 alike."""
    alias = numbered_alias(alias_base(owner), number)
    assert is_alias(alias)
    assert re.fullmatch(rf"[A-Z][A-Z0-9-]*(?<!-)-X{number}", alias)


@given(st.text(), st.integers(2, 9_999), st.integers(2, 9_999))
def test_two_numbers_never_give_one_alias(owner: str, one: int, other: int) -> None:
    """However short the owner's part becomes."""
    base = alias_base(owner)
    assert (numbered_alias(base, one) == numbered_alias(base, other)) == (one == other)


@pytest.mark.parametrize(
    ("text", "is_legal"),
    [
        ("A-X2", True),
        ("MAIL-B-X10", True),
        ("A-B--C-X2", True),
        ("A234567890AB-X2", True),
        ("A234567890ABC-X2", False),
        ("MAIL-B", False),
        ("LOCALHOST", False),
        ("WPAD", False),
        ("MAIL-B-X1", False),
        ("MAIL-B-X02", False),
        ("MAIL-B-X", False),
        ("MAIL--X2", False),
        ("-X2", False),
        ("1A-X2", False),
        ("A_B-X2", False),
        ("A.B-X2", False),
        ("mail-b-x2", False),
        ("A-X2\n", False),
        ("", False),
    ],
)
def test_an_alias_is_checked_to_its_borders(
    text: str,
    is_legal: bool,  # noqa: FBT001 -- a row of the table
) -> None:
    """At most 15 characters, a letter first, no hyphen before the number, no dot or underscore."""
    assert is_alias(text) is is_legal


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
    why = "is what Excel shows instead of a value, or in a narrow column"
    cure = "format the column as Text and enter the value again"
    assert refusal(text) == f"X4-E016: '{text}' {why}: {cure}"
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
