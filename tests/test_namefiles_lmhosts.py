# SPDX-License-Identifier: MIT
"""LMHOSTS files, every byte kept, and what their lines say."""

from types import NoneType

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.namefiles import FILES, name_files
from x400fix.namefiles.documents import parse_name_file
from x400fix.namefiles.existing import NameFileKind
from x400fix.namefiles.lmhosts import read_statement, read_tail
from x400fix.namefiles.statements import (
    Comment,
    Directive,
    Entry,
    Keyword,
    Malformed,
    Name,
)


def entry(content: str) -> Entry:
    """The entry that a line is."""
    statement = read_statement(content)
    assert isinstance(statement, Entry)
    return statement


def directive(content: str) -> Directive:
    """The directive that a line is."""
    statement = read_statement(content)
    assert isinstance(statement, Directive)
    return statement


def malformed(content: str) -> Malformed:
    """The malformed line that a line is."""
    statement = read_statement(content)
    assert isinstance(statement, Malformed)
    return statement


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        ("", NoneType),
        (" \t ", NoneType),
        ("#", Comment),
        ("\t# text", Comment),
        ("#PRE", Comment),
        ("#PREvious", Comment),
        ("#INCLUDES more", Comment),
        ("##INCLUDE x", Comment),
        ("# #INCLUDE x", Comment),
        ("10.20.1.10 MAIL-B", Entry),
        ("\t10.20.1.10\tMAIL-B\t", Entry),
        ("10.20.1 MAIL-B", Entry),
        ("3COM MAIL-B", Entry),
        ("::1 MAIL-B", Entry),
        ("2001:db8::10 MAIL-B", Entry),
        ("10.20.1.10 10.20.1.11", Entry),
        ("#INCLUDE \\\\a\\b\\c", Directive),
        (" #end_include", Directive),
        ("10.20.1.10", Malformed),
        ("10.20.1.10 #PRE", Malformed),
        ("MAIL-B 10.20.1.10", Malformed),
        ("3COM 10.20.1.10", Malformed),
        ('"', Malformed),
        ("\0", Malformed),
        ("\x1a", Malformed),
    ],
)
def test_a_line_is_one_of_five(content: str, kind: type) -> None:
    """Whatever it holds."""
    assert type(read_statement(content)) is kind


def test_an_entry_tells_the_columns_of_its_parts() -> None:
    """They count bytes from 1."""
    found = entry(" 10.20.1.10\tMAIL-B  #PRE # why")
    assert (found.address.text, found.address.column) == ("10.20.1.10", 2)
    assert (found.name.text, found.name.column) == ("MAIL-B", 13)
    assert [(tag.text, tag.column) for tag in found.tags] == [("#PRE", 21)]
    assert [(each.text, each.column) for each in found.comments] == [("# why", 26)]


def test_columns_count_what_is_left_out() -> None:
    """A byte order mark has three."""
    statement = read_statement("\xef\xbb\xbf10.20.1.10 MAIL-B", 3)
    assert isinstance(statement, Entry)
    assert statement.address.column == 4


def test_further_fields_are_surplus() -> None:
    """Up to the first number sign."""
    found = entry("10.20.1.10 MAIL-B OTHER 10.20.1.77#PRE")
    assert [token.text for token in found.names[1:]] == ["OTHER", "10.20.1.77"]
    assert found.is_preloaded


def test_a_quoted_name_may_hold_anything_but_a_quote() -> None:
    """Blanks, tabs and number signs too."""
    found = entry('10.20.1.10 "a #PRE\tb"#PRE')
    assert found.name.text == '"a #PRE\tb"'
    assert found.tags[0].column == found.name.column + len(found.name.text)


def test_a_malformed_line_tells_what_is_there() -> None:
    """Its fields, tags and comments."""
    found = malformed("MAIL-B 10.20.1.10 #PRE #x")
    assert [token.text for token in found.fields] == ["MAIL-B", "10.20.1.10"]
    assert [tag.keyword for tag in found.tags] == [Keyword.PRE]


def test_an_include_has_a_path_and_a_comment() -> None:
    """A blank inside the path is part of it."""
    found = directive("#include \\\\a\\b c\\d  # why ")
    assert found.keyword is Keyword.INCLUDE
    assert found.word.text == "#include"
    assert found.argument
    assert (found.argument.text, found.argument.column) == ("\\\\a\\b c\\d", 10)
    assert found.comment
    assert (found.comment.text, found.comment.column) == ("# why", 21)


@pytest.mark.parametrize(
    ("content", "argument", "comment"),
    [
        ("#BEGIN_ALTERNATE", None, None),
        ("#BEGIN_ALTERNATE ", None, None),
        ("#BEGIN_ALTERNATE # x", None, "# x"),
        ("#BEGIN_ALTERNATE x", "x", None),
        ("#INCLUDE a#b", "a#b", None),
    ],
)
def test_a_directive_may_lack_both(content: str, argument: str | None, comment: str | None) -> None:
    """A number sign inside a word begins no comment there."""
    found = directive(content)
    assert (found.argument.text if found.argument else None) == argument
    assert (found.comment.text if found.comment else None) == comment


# ---- documents


@pytest.mark.parametrize("name", FILES)
def test_a_file_of_the_corpus_comes_out_as_it_went_in(name: str) -> None:
    """Byte for byte."""
    assert bytes(parse_name_file(NameFileKind.LMHOSTS, FILES[name])) == FILES[name]


@given(data=st.one_of(st.binary(), name_files))
def test_any_bytes_come_out_as_they_went_in(data: bytes) -> None:
    """Nothing is refused, and nothing is lost."""
    assert bytes(parse_name_file(NameFileKind.LMHOSTS, data)) == data


@given(data=name_files)
def test_every_token_stands_where_it_says(data: bytes) -> None:
    """Its column leads to its text."""
    document = parse_name_file(NameFileKind.LMHOSTS, data)
    for number, entry in document.entries():
        line = document.lines[number - 1].text
        tokens = (entry.address, *entry.names)
        for token in (*tokens, *entry.tags, *entry.comments):
            assert line.startswith(token.text, token.column - 1)


def test_the_classic_sample_is_understood() -> None:
    """Entries, a quoted name, and the block of an include."""
    document = parse_name_file(NameFileKind.LMHOSTS, FILES["classic-sample"])
    assert [entry.name.keys for _, entry in document.entries()] == [
        {"RHINO"},
        {"APPNAME  \x14"},
        {"POPULAR"},
        {"LOCALSRV"},
    ]
    words = [directive.word.text for _, directive in document.each(Directive)]
    assert words == ["#BEGIN_ALTERNATE", "#INCLUDE", "#INCLUDE", "#END_ALTERNATE"]
    assert sum(entry.is_preloaded for _, entry in document.entries()) == 3


def test_malformed_lines_are_told_with_their_numbers() -> None:
    """So that a linter can point at them."""
    document = parse_name_file(NameFileKind.LMHOSTS, FILES["swapped-fields"])
    assert [number for number, _ in document.each(Malformed)] == [1, 2, 3, 4, 5]


def test_a_byte_order_mark_does_not_hide_the_first_entry() -> None:
    """Its column shows that something stands before it."""
    ((_, entry),) = parse_name_file(NameFileKind.LMHOSTS, FILES["utf8-mark"]).entries()
    assert (entry.address.text, entry.address.column) == ("10.20.1.10", 4)


# ---- tags and comments


@pytest.mark.parametrize(
    ("text", "tags", "comments"),
    [
        ("", [], []),
        ("#PRE", ["#PRE"], []),
        ("#PRE #DOM:CORP", ["#PRE", "#DOM:CORP"], []),
        ("#dom:corp\t#Pre", ["#dom:corp", "#Pre"], []),
        ("#DOM:rhino #The rhino PDC #PRE", ["#DOM:rhino", "#PRE"], ["#The rhino PDC"]),
        ("#MH #SG #NOFNR", ["#MH", "#SG", "#NOFNR"], []),
        ("#PRE#DOM:A#MH", ["#PRE", "#DOM:A", "#MH"], []),
        ("#DOM:", ["#DOM:"], []),
        ("#DOM", [], ["#DOM"]),
        ("#PREvious", [], ["#PREvious"]),
        ("#SG:PRN", [], ["#SG:PRN"]),
        ("#PRE word #x", ["#PRE"], ["word #x"]),
        ("#x#PRE", [], ["#x#PRE"]),
        ("# a  #PRE  # b ", ["#PRE"], ["# a", "# b"]),
        ("#PRE\n", [], ["#PRE\n"]),
    ],
)
def test_tags_and_comments_come_in_any_order(
    text: str, tags: list[str], comments: list[str]
) -> None:
    """A comment does not hide the tags behind it (Q102725)."""
    found = read_tail(text, 0)
    assert [[each.text for each in tokens] for tokens in found] == [tags, comments]


def test_a_tag_knows_its_keyword_and_domain() -> None:
    """However it is spelt."""
    pre, dom = read_tail("#pre #Dom:corp", 0)[0]
    assert (pre.keyword, pre.domain) == (Keyword.PRE, "")
    assert (dom.keyword, dom.domain, dom.column) == (Keyword.DOM, "corp", 6)


def test_preloading_counts_in_any_spelling() -> None:
    """The linter tells of the spelling."""
    assert entry("10.20.1.10 MAIL-B #pre").is_preloaded
    assert not entry("10.20.1.10 MAIL-B #DOM:PRE").is_preloaded


# ---- names


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
    assert Name(text, 1).value == value


def test_a_quoted_name_has_sixteen_bytes() -> None:
    """Padded with blanks, its case kept."""
    assert Name('"App"', 1).netbios == b"App             "
    assert Name('"ABCDEFGHIJKLMNOPQ"', 1).netbios == b"ABCDEFGHIJKLMNOP"


def test_a_plain_name_has_fifteen_bytes_and_a_type_of_its_own() -> None:
    """In capitals, because its case does not matter."""
    assert Name("mail-b", 1).netbios == b"MAIL-B         "


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
    assert Name(text, 1).keys == keys


def test_escapes_are_told_by_column() -> None:
    """In plain names too, where they mean nothing."""
    assert Name('"A\\0x14B\\1b"', 10).escapes == (12, 18)
    assert Name("A\\0x14", 10).escapes == (11,)


def test_a_name_tells_whether_its_quotes_are_closed() -> None:
    """A plain name needs none."""
    closed = [Name(text, 1).is_closed for text in ('"A"', '""', '"A', '"', "A", 'A"')]
    assert closed == [True, True, False, False, True, True]
    assert [Name(text, 1).is_quoted for text in ('"A', "A", 'A"')] == [True, False, False]
