# SPDX-License-Identifier: MIT
"""HOSTS files, every byte kept."""

from types import NoneType

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.namefiles import FILES, name_files
from x400fix.namefiles.documents import parse_name_file, read_hosts_line
from x400fix.namefiles.existing import NameFileKind
from x400fix.namefiles.statements import Entry, Ipv6Entry, Malformed


@pytest.mark.parametrize("name", FILES)
def test_a_file_of_the_corpus_comes_out_as_it_went_in(name: str) -> None:
    """Byte for byte."""
    assert bytes(parse_name_file(NameFileKind.HOSTS, FILES[name])) == FILES[name]


@given(data=st.one_of(st.binary(), name_files))
def test_any_bytes_come_out_as_they_went_in(data: bytes) -> None:
    """Nothing is refused, and nothing is lost."""
    assert bytes(parse_name_file(NameFileKind.HOSTS, data)) == data


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        ("", NoneType),
        (" \t", NoneType),
        ("# text", NoneType),
        ("  #text", NoneType),
        ("10.20.1.10 mail-b", Entry),
        ("10.20.1 mail-b", Entry),
        ("2001:db8::10 mail-b", Ipv6Entry),
        ("::1 localhost", Ipv6Entry),
        ("fe80::1%lo0 localhost", Ipv6Entry),
        ("::ffff:10.20.1.10 mail-b", Ipv6Entry),
        ("ff02::1", Ipv6Entry),
        ("fe80::1% localhost", Malformed),
        ("fe80:::1 localhost", Malformed),
        ("00:a0:24:11:22:33 mail-b", Entry),
        ("10.20.1.10", Malformed),
        ("10.20.1.10 # mail-b", Malformed),
        ("mail-b 10.20.1.10", Malformed),
        ("3com 10.20.1.10", Malformed),
        ("\x1a", Malformed),
    ],
)
def test_a_line_is_one_of_four(content: str, kind: type) -> None:
    """Whatever it holds."""
    assert type(read_hosts_line(content)) is kind


def test_an_entry_has_an_official_name_and_others() -> None:
    """Each with its column; a number sign ends them, even without a blank."""
    ((number, entry),) = parse_name_file(
        NameFileKind.HOSTS, b" 10.20.1.10\tmail-b MAIL-B.corp.example#x\r\n"
    ).entries()
    assert number == 1
    assert (entry.address.text, entry.address.column) == ("10.20.1.10", 2)
    names = [(name.text, name.column) for name in entry.names]
    assert names == [("mail-b", 13), ("MAIL-B.corp.example", 20)]


def test_malformed_lines_are_told_with_their_numbers() -> None:
    """So that a linter can point at them."""
    document = parse_name_file(NameFileKind.HOSTS, b"10.20.1.10 a\r\nmail-b 10.20.1.10 # x\r\n")
    ((number, statement),) = document.each(Malformed)
    assert number == 2
    assert [token.text for token in statement.fields] == ["mail-b", "10.20.1.10"]
