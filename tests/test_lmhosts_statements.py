# SPDX-License-Identifier: MIT
"""What single lines of LMHOSTS say."""

import pytest

from x400fix.lmhosts.keywords import Keyword
from x400fix.lmhosts.statements import (
    Blank,
    Comment,
    Directive,
    Entry,
    Malformed,
    Statement,
    read_statement,
)


def entry(content: bytes) -> Entry:
    """The entry that a line is."""
    statement = read_statement(content)
    assert isinstance(statement, Entry)
    return statement


def directive(content: bytes) -> Directive:
    """The directive that a line is."""
    statement = read_statement(content)
    assert isinstance(statement, Directive)
    return statement


def malformed(content: bytes) -> Malformed:
    """The malformed line that a line is."""
    statement = read_statement(content)
    assert isinstance(statement, Malformed)
    return statement


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b"", Blank),
        (b" \t ", Blank),
        (b"#", Comment),
        (b"\t# text", Comment),
        (b"#PRE", Comment),
        (b"#PREvious", Comment),
        (b"#INCLUDES more", Comment),
        (b"##INCLUDE x", Comment),
        (b"# #INCLUDE x", Comment),
        (b"10.20.1.10 MAIL-B", Entry),
        (b"\t10.20.1.10\tMAIL-B\t", Entry),
        (b"10.20.1 MAIL-B", Entry),
        (b"3COM MAIL-B", Entry),
        (b"10.20.1.10 10.20.1.11", Entry),
        (b"#INCLUDE \\\\a\\b\\c", Directive),
        (b" #end_include", Directive),
        (b"10.20.1.10", Malformed),
        (b"10.20.1.10 #PRE", Malformed),
        (b"MAIL-B 10.20.1.10", Malformed),
        (b"3COM 10.20.1.10", Malformed),
        (b'"', Malformed),
        (b"\0", Malformed),
        (b"\x1a", Malformed),
    ],
)
def test_a_line_is_one_of_five(content: bytes, kind: type[Statement]) -> None:
    """Whatever it holds."""
    assert type(read_statement(content)) is kind


def test_an_entry_tells_the_columns_of_its_parts() -> None:
    """They count bytes from 1."""
    found = entry(b" 10.20.1.10\tMAIL-B  #PRE # why")
    assert (found.address.text, found.address.column) == ("10.20.1.10", 2)
    assert (found.name.text, found.name.column) == ("MAIL-B", 13)
    assert [(tag.text, tag.column) for tag in found.tail.tags] == [("#PRE", 21)]
    assert [(each.text, each.column) for each in found.tail.comments] == [("# why", 26)]


def test_columns_count_what_is_left_out() -> None:
    """A byte order mark has three."""
    statement = read_statement(b"\xef\xbb\xbf10.20.1.10 MAIL-B", 3)
    assert isinstance(statement, Entry)
    assert statement.address.column == 4


def test_further_fields_are_surplus() -> None:
    """Up to the first number sign."""
    found = entry(b"10.20.1.10 MAIL-B OTHER 10.20.1.77#PRE")
    assert [token.text for token in found.surplus] == ["OTHER", "10.20.1.77"]
    assert found.tail.is_preloaded


def test_a_quoted_name_may_hold_anything_but_a_quote() -> None:
    """Blanks, tabs and number signs too."""
    found = entry(b'10.20.1.10 "a #PRE\tb"#PRE')
    assert found.name.text == '"a #PRE\tb"'
    assert found.name.end == found.tail.tags[0].column


def test_a_malformed_line_tells_what_is_there() -> None:
    """Its fields, tags and comments."""
    found = malformed(b"MAIL-B 10.20.1.10 #PRE #x")
    assert [token.text for token in found.fields] == ["MAIL-B", "10.20.1.10"]
    assert found.is_swapped
    assert found.tail.is_preloaded
    assert not malformed(b"MAIL-B OTHER").is_swapped
    assert not malformed(b"10.20.1.10").is_swapped


def test_an_include_has_a_path_and_a_comment() -> None:
    """A blank inside the path is part of it."""
    found = directive(b"#include \\\\a\\b c\\d  # why ")
    assert found.keyword is Keyword.INCLUDE
    assert found.word.text == "#include"
    assert found.argument
    assert (found.argument.text, found.argument.column) == ("\\\\a\\b c\\d", 10)
    assert found.comment
    assert (found.comment.text, found.comment.column) == ("# why", 21)


@pytest.mark.parametrize(
    ("content", "argument", "comment"),
    [
        (b"#BEGIN_ALTERNATE", None, None),
        (b"#BEGIN_ALTERNATE ", None, None),
        (b"#BEGIN_ALTERNATE # x", None, "# x"),
        (b"#BEGIN_ALTERNATE x", "x", None),
        (b"#INCLUDE a#b", "a#b", None),
    ],
)
def test_a_directive_may_lack_both(
    content: bytes, argument: str | None, comment: str | None
) -> None:
    """A number sign inside a word begins no comment there."""
    found = directive(content)
    assert (found.argument.text if found.argument else None) == argument
    assert (found.comment.text if found.comment else None) == comment
