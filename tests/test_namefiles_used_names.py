# SPDX-License-Identifier: MIT
"""The names and addresses that name files use."""

import pytest

from tests.namefiles import FILES, OTHER, TICKET, block_of
from x400fix.inventory.addresses import address_text
from x400fix.namefiles.documents import parse_name_file
from x400fix.namefiles.existing import NameFileKind
from x400fix.namefiles.used_names import used_names


def test_only_the_block_of_the_id_is_ours() -> None:
    """Those of other tickets are not."""
    block = block_of(OTHER, b"10.20.1.41 B-X2") + block_of(TICKET, b"10.20.1.42 B-X3")
    for block_id, name in ((TICKET, "B-X2"), (OTHER, "B-X3")):
        assert used_names(parse_name_file(NameFileKind.LMHOSTS, block), block_id).names == {name}
    assert used_names(parse_name_file(NameFileKind.LMHOSTS, block), "CHG9").names == {
        "B-X2",
        "B-X3",
    }


def test_fields_are_addresses_or_names() -> None:
    """A doubtful address counts as each that it may be, a name with dots by its first part too."""
    found = used_names(
        parse_name_file(NameFileKind.LMHOSTS, b"x 10.20.1.010 mail.corp 10.20.1 .x"), TICKET
    )
    assert {address_text(number) for number in found.numbers} == {"10.20.1.10", "10.20.1.8"}
    assert found.names == {"X", "MAIL.CORP", "MAIL", "10.20.1", "10", ".X"}


@pytest.mark.parametrize(
    ("name", "names", "numbers"),
    [
        ("block-of-this-ticket", {"MAIL-B"}, {"10.20.1.10"}),
        ("block-of-another-ticket", {"MAIL-B", "MAIL-B-X2"}, {"10.20.1.10", "10.20.1.41"}),
        ("tags-without-blanks", {"MAIL-B", "MAIL-C", "MAIL-D", "CORP"}, {"10", "11", "12"}),
        (
            "surplus-fields",
            {"MAIL-B", "MAIL-B2"},
            {"10.20.1.10", "10.20.1.77"},
        ),
        (
            "swapped-fields",
            {"MAIL-B", "3COM", "MAIL-C", "MAIL-D"},
            {"10.20.1.10", "10.20.1.11", "10.20.1.12"},
        ),
        ("keyword-like-comments", set(), set()),
        ("includes", set(), set()),
    ],
)
def test_names_and_addresses_of_others_are_used_names(
    name: str, names: set[str], numbers: set[str]
) -> None:
    """Domains, surplus fields and malformed lines too."""
    found = used_names(parse_name_file(NameFileKind.LMHOSTS, FILES[name]), TICKET)
    assert found.names == names
    full = {number if "." in number else f"10.20.1.{number}" for number in numbers}
    assert {address_text(number) for number in found.numbers} == full


def test_the_domain_of_a_malformed_line_is_used_names() -> None:
    """Somebody meant it."""
    assert used_names(parse_name_file(NameFileKind.LMHOSTS, b"MAIL-B #DOM:corp"), TICKET).names == {
        "MAIL-B",
        "CORP",
    }


def test_hosts_lines_of_others_are_taken() -> None:
    """Every name of a line, what a malformed line holds, and the addresses of comments."""
    data = b"10.20.1.10 mail-b.corp b # c\r\nd 10.20.1.11\r\n# 10.20.1.12 e\r\n"
    found = used_names(
        parse_name_file(NameFileKind.HOSTS, data + block_of(TICKET, b"10.20.1.41 MAIL-B-X2")),
        TICKET,
    )
    assert found.names == {"MAIL-B.CORP", "MAIL-B", "B", "D"}
    assert {address_text(number): line for number, line in found.unread.items()} == {
        "10.20.1.11": 2,
        "10.20.1.12": 3,
    }
    assert {address_text(number) for number in found.numbers - found.remarks} == {
        "10.20.1.10",
        "10.20.1.11",
    }


def test_the_names_of_ipv6_lines_are_taken() -> None:
    """Of these addresses none is ever given."""
    found = used_names(
        parse_name_file(NameFileKind.HOSTS, b"2001:db8::10 srvb srvb.corp\r\n"), TICKET
    )
    assert found.names == {"SRVB", "SRVB.CORP"}
    assert not found.numbers


@pytest.mark.parametrize("kind", NameFileKind)
@pytest.mark.parametrize(
    "line",
    [
        *("10.2.0.32\xa0PRINTER1", "10.2.0.32, PRINTER1", "10.2.0.32:80 PRINTER1"),
        *("10.2.0.32; PRINTER1", "10.2.0.32/24 PRINTER1", "PRINTER1=10.2.0.32"),
        *("10.2.0.32\x0cPRINTER1", "\x0710.2.0.32 PRINTER1", "::ffff:10.2.0.32 PRINTER1"),
        *("10.2.0.32. PRINTER1", "10.2.0.32\0 PRINTER1", "'10.2.0.32' PRINTER1"),
        *("10.9.9.9 PRINTER1 x=10.2.0.32", "\xef\xbb\xbf10.2.0.32 PRINTER1"),
        "\uff11\uff10.\uff12.\uff10.\uff13\uff12 PRINTER1",
        *("\uff11\uff10\u30022\u30020\u300232 PRINTER1", "10.2\u200b.0.32 PRINTER1"),
        *("\u0661\u0660.\u0662.\u0660.\u0663\u0662 PRINTER1", "10. 2. 0. 32 PRINTER1"),
        "10.2.0[.]32 PRINTER1",
    ],
)
def test_what_a_person_can_read_is_taken(kind: NameFileKind, line: str) -> None:
    """Also where the line is no entry."""
    encoding = "utf-8" if max(line) > "\xff" else "latin-1"
    data = f"10.9.9.1 FIRST\r\n{line} # 10.2.0.99 OTHER OTHER-X2\r\n".encode(encoding)
    found = used_names(parse_name_file(kind, data), TICKET)
    assert 0x0A020020 in found.numbers
    assert 0x0A020020 in found.unread
    assert {"PRINTER1", "OTHER-X2"} <= found.names
    assert found.remarks == {0x0A020063, "OTHER-X2"}
    assert "OTHER" not in found.names


@pytest.mark.parametrize(
    ("line", "name", "number"),
    [
        ("# reserved for SRVB-X2: 10.2.0.32", "SRVB-X2", 0x0A020020),
        ("#10.2.0.32 SRVB-X2 #PRE", "SRVB-X2", 0x0A020020),
        (r"#INCLUDE \\10.2.0.32\public\lmhosts", "", 0x0A020020),
        (r"#INCLUDE \\SRVB-X2\public\lmhosts", "SRVB-X2", 0),
    ],
)
def test_a_comment_and_the_path_of_an_include_take_what_they_show(
    line: str, name: str, number: int
) -> None:
    found = used_names(parse_name_file(NameFileKind.LMHOSTS, line.encode()), TICKET)
    assert found.names == ({name} if name else set())
    assert found.numbers == ({number} if number else set())
    assert found.remarks == found.names | found.numbers
    assert found.unread == dict.fromkeys(found.numbers, 1)


@pytest.mark.parametrize("kind", NameFileKind)
@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be"])
def test_a_file_in_utf16_takes_what_it_shows(kind: NameFileKind, encoding: str) -> None:
    """As a whole, or behind lines of ANSI text; without our own block."""
    text = "10.2.0.32 SRVB-X2\r\n" + block_of(TICKET, b"10.2.0.33 SRVB-X3").decode()
    for before in (b"", b"10.9.9.1 FIRST\r\n"):
        found = used_names(parse_name_file(kind, before + text.encode(encoding)), TICKET)
        assert 0x0A020020 in found.numbers
        assert 0x0A020021 not in found.numbers
        assert "SRVB-X2" in found.names


def test_five_numbers_are_no_address() -> None:
    """Such as a version."""
    assert not used_names(
        parse_name_file(NameFileKind.LMHOSTS, b"x 1.2.3.4.5 1.2.3"), TICKET
    ).numbers


@pytest.mark.parametrize(
    ("remark", "count"),
    [
        ("# 10.2.0.30-10.2.0.40 printers", 11),
        ("# DHCP: 10.2.0.30 to 10.2.0.40", 11),
        ("10.2.0.30 - 10.2.0.40 printers", 11),
        ("# 10.2.0.30-40 printers", 11),
        ("# 10.2.0.30 \u2013 10.2.0.40", 11),
        ("# 10.2.0.30 \x96 10.2.0.40", 11),
        ("# 10.2.0.30-20 or 10.2.0.30-400", 1),
        ("# 10.2.0.40-10.2.0.30", 2),
        ("# 10.0.0.0-10.255.255.255 is ours", 2),
        ("# 10.2.0.30-x", 1),
    ],
)
def test_a_range_in_a_remark_is_taken_whole(remark: str, count: int) -> None:
    """But for that of a whole network, and for one that ends before it begins."""
    encoding = "utf-8" if max(remark) > "\xff" else "latin-1"
    document = parse_name_file(NameFileKind.HOSTS, f"{remark}\r\n".encode(encoding))
    assert len(used_names(document, TICKET).numbers) == count
