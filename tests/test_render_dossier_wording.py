# SPDX-License-Identifier: MIT
"""The words of documents are read from lines that a person can write."""

from tests.dossiers import sample_dossier
from x400fix.documents.decision import read_words

BITS = ("annex.", "risk.", "sign", "field.unsaid")
"""Names whose texts are no sentences."""


def test_a_name_has_as_many_texts_as_lines() -> None:
    """In their order; other names may stand between."""
    words = read_words("go: One.\nstop: Never.\n\ngo: Two: colons stay.\n")
    assert words == {"go": ("One.", "Two: colons stay."), "stop": ("Never.",)}


def test_a_line_that_begins_with_a_blank_goes_on_with_the_text_before() -> None:
    """So that templates keep to a width."""
    assert read_words("go: One\n  and two\n and three.\n") == {"go": ("One and two and three.",)}


def test_no_text_of_a_ticket_has_two_blanks_or_ends_without_a_stop() -> None:
    """As they would if a line of the template were broken in the wrong place."""
    for name, texts in sample_dossier("hub").words.items():
        for text in texts:
            assert "  " not in text, name
            assert " ." not in text.replace(" .OLD", "").replace(" .NEW", ""), name
            assert text.endswith(".") or name.startswith(BITS), text
