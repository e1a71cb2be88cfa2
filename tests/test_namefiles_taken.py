# SPDX-License-Identifier: MIT
"""What lines take, and whose lines they are."""

from tests.namefiles import FILES, OTHER, TICKET
from x400fix.inventory.addresses import address_text
from x400fix.namefiles.lines import split_lines
from x400fix.namefiles.taken import foreign_lines, taken_by
from x400fix.namefiles.tokens import Token


def test_the_block_of_the_id_is_not_foreign() -> None:
    """Those of other tickets are."""
    lines = split_lines(FILES["two-blocks"])
    assert [line.number for line in foreign_lines(lines, TICKET)] == [1, 2, 3]
    assert [line.number for line in foreign_lines(lines, OTHER)] == [4, 5, 6]
    assert list(foreign_lines(lines, "CHG9")) == list(lines)


def test_fields_are_addresses_or_names() -> None:
    """A doubtful address counts as each that it may be, a name with dots by its first part too."""
    texts = ["10.20.1.010", "mail.corp", "10.20.1"]
    taken = taken_by(["X"], [Token(text=text, column=1) for text in texts])
    assert {address_text(number) for number in taken.numbers} == {"10.20.1.10", "10.20.1.8"}
    assert taken.names == {"X", "MAIL.CORP", "MAIL", "10.20.1", "10"}


def test_no_name_is_empty() -> None:
    """Not even that of a name that begins with a dot."""
    assert taken_by([""], [Token(text=".x", column=1)]).names == {".X"}
