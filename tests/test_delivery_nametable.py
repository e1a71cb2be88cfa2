# SPDX-License-Identifier: MIT
"""What one name file says, in both directions."""

from tests.deliveries import names, number
from x400fix.simulation.network import NO_NAMES, NameTable

FILE = names("10.20.2.10 MAIL-B mail-b.example.com", "10.20.2.32 MAIL-B-X2", "10.20.2.99 MAIL-B")


def test_the_first_line_with_a_name_gives_its_address() -> None:
    """A later line with the same name is never read."""
    assert FILE.number_of("MAIL-B") == number("10.20.2.10")


def test_every_name_of_a_line_leads_to_its_address() -> None:
    """The first is the official one, the others are aliases."""
    assert FILE.number_of("mail-b.example.com") == number("10.20.2.10")


def test_letter_case_does_not_matter_on_the_way_to_an_address() -> None:
    """HOSTS and NetBIOS names are compared without it."""
    assert FILE.number_of("mail-B-x2") == number("10.20.2.32")


def test_an_address_has_the_first_name_of_its_line_as_it_is_written() -> None:
    """A reverse lookup gives the official name (Q193380)."""
    assert FILE.name_of(number("10.20.2.10")) == "MAIL-B"
    assert names("10.20.2.10 mail-b MAIL-B").name_of(number("10.20.2.10")) == "mail-b"


def test_the_first_line_with_an_address_gives_its_name() -> None:
    """Of several lines with one address a reverse lookup finds the first."""
    twice = names("10.20.2.10 FIRST", "10.20.2.10 SECOND")
    assert twice.name_of(number("10.20.2.10")) == "FIRST"
    assert twice.number_of("SECOND") == number("10.20.2.10")


def test_what_stands_nowhere_is_not_found() -> None:
    """No address, and an empty name."""
    assert FILE.number_of("MAIL-C") is None
    assert FILE.name_of(number("10.20.3.10")) == ""
    assert (NO_NAMES.number_of("MAIL-B"), NO_NAMES.name_of(1)) == (None, "")


def test_lines_are_read_once_and_kept() -> None:
    """Two tables are compared by them, so a generator must not be used up."""
    table = NameTable((each, "NAME") for each in (1, 2))
    assert table.lines == ((1, "NAME"), (2, "NAME"))
    assert (table.name_of(2), table.number_of("name"), len(table.lines)) == ("NAME", 1, 2)
