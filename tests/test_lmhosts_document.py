# SPDX-License-Identifier: MIT
"""LMHOSTS files, every byte kept."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.namefiles import FILES, name_files
from x400fix.lmhosts.document import parse_lmhosts


@pytest.mark.parametrize("name", FILES)
def test_a_file_of_the_corpus_comes_out_as_it_went_in(name: str) -> None:
    """Byte for byte."""
    assert bytes(parse_lmhosts(FILES[name])) == FILES[name]


@given(data=st.one_of(st.binary(), name_files))
def test_any_bytes_come_out_as_they_went_in(data: bytes) -> None:
    """Nothing is refused, and nothing is lost."""
    assert bytes(parse_lmhosts(data)) == data


@given(data=name_files)
def test_every_token_stands_where_it_says(data: bytes) -> None:
    """Its column leads to its text."""
    for line, entry in parse_lmhosts(data).entries():
        tokens = (entry.address, entry.name, *entry.surplus)
        for token in (*tokens, *entry.tail.tags, *entry.tail.comments):
            text = line.content[token.column - 1 : token.end - 1].decode("latin-1")
            assert text == token.text


def test_the_classic_sample_is_understood() -> None:
    """Entries, a quoted name, and the block of an include."""
    document = parse_lmhosts(FILES["classic-sample"])
    assert [entry.name.keys for _, entry in document.entries()] == [
        {"RHINO"},
        {"APPNAME  \x14"},
        {"POPULAR"},
        {"LOCALSRV"},
    ]
    words = [directive.word.text for _, directive in document.directives()]
    assert words == ["#BEGIN_ALTERNATE", "#INCLUDE", "#INCLUDE", "#END_ALTERNATE"]
    assert document.preloaded == 3


def test_malformed_lines_are_told_with_their_numbers() -> None:
    """So that a linter can point at them."""
    document = parse_lmhosts(FILES["swapped-fields"])
    assert [line.number for line, _ in document.malformed()] == [1, 2, 3, 4, 5]


def test_a_byte_order_mark_does_not_hide_the_first_entry() -> None:
    """Its column shows that something stands before it."""
    ((_, entry),) = parse_lmhosts(FILES["utf8-mark"]).entries()
    assert (entry.address.text, entry.address.column) == ("10.20.1.10", 4)
