# SPDX-License-Identifier: MIT
"""How much a finding in LMHOSTS weighs, where it stands, and what the system changes."""

from collections.abc import Mapping

import pytest

from tests.lint_cases import LMHOSTS, OURS, PLAN, block, judge, text, windows
from x400fix.lint.findings import Context, Finding, Known
from x400fix.namefiles.documents import parse_name_file
from x400fix.namefiles.existing import NameFileKind
from x400fix.namefiles.included_files import IncludedFiles
from x400fix.problems import Severity

ERROR, WARNING, NOTE = Severity.ERROR, Severity.WARNING, Severity.NOTE
NONE = Context()
SHARE = r"#INCLUDE \\MAIL-B\PUBLIC\LMHOSTS"
FAR = text("10.20.1.5 MAIL-B #PRE", SHARE)


def findings(data: bytes, rule: str, context: Context = NONE) -> list[Finding]:
    """What one rule finds."""
    return [each for each in judge(LMHOSTS, data, context) if each.rule == rule]


def at_hand(files: Mapping[tuple[str, str], bytes]) -> IncludedFiles:
    """The files that an #INCLUDE can be followed to."""
    return IncludedFiles(
        {key: parse_name_file(NameFileKind.LMHOSTS, data) for key, data in files.items()}
    )


def severities(data: bytes, rule: str, context: Context = NONE) -> list[Severity]:
    """How much it weighs, in the order of the lines."""
    return [each.severity for each in findings(data, rule, context)]


def places(data: bytes, rule: str, context: Context = NONE) -> list[tuple[int, int]]:
    """Line and column of what one rule finds."""
    return [(each.line, each.column) for each in findings(data, rule, context)]


def message(data: bytes, rule: str, context: Context = NONE) -> str:
    """The sentence of the only finding of a rule."""
    (found,) = findings(data, rule, context)
    return found.message


def test_a_finding_is_one_line_with_its_place() -> None:
    """As editors and people read it."""
    (found,) = judge(
        LMHOSTS, text(" 10.1.1.1 A1"), Context(file="x/LMHOSTS", os=windows("NT 4.0 SP5").os)
    )
    assert str(found) == (
        "x/LMHOSTS:1:2: error LM01: the address '10.1.1.1' does not begin in column 1"
    )


def test_findings_come_in_the_order_of_the_lines() -> None:
    """Those on the file as a whole come first."""
    found = judge(LMHOSTS, text("A", " 10.1.1.1 B.C"), windows("NT 4.0 SP4"))
    assert [(e.rule, e.line) for e in found] == [
        ("LM28", 0),
        ("LM02", 1),
        ("LM01", 2),
        ("LM06", 2),
    ]


def test_an_empty_file_has_nothing_wrong() -> None:
    """Nor does one of comments only."""
    assert judge(LMHOSTS, b"") == []
    assert judge(LMHOSTS, text("# nothing", "", "  ")) == []


def test_a_good_file_has_nothing_wrong() -> None:
    """With every keyword that may stand in an existing one."""
    lines = (
        "10.20.1.5       MAIL-B          #PRE #DOM:CORP  # controller",
        r'10.20.1.6       "APPSERVER      \0x14"',
        "10.20.1.7       MAIL-C          #NOFNR",
        "#BEGIN_ALTERNATE",
        r"#INCLUDE \\MAIL-B\PUBLIC\LMHOSTS",
        "#END_ALTERNATE",
    )
    assert judge(LMHOSTS, text(*lines), windows("NT 4.0 SP6")) == []


# ---- bytes


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be"])
def test_of_a_utf16_file_only_that_is_told(encoding: str) -> None:
    """Seen as bytes each of its lines would break several rules."""
    data = text("10.1.1.1 A1", "x", " 10.1.1.2 B.C").decode().encode(encoding)
    assert [each.rule for each in judge(LMHOSTS, data)] == ["LM22"]


def test_a_nul_byte_is_told_with_its_place() -> None:
    """It is no odd byte a second time."""
    data = b"10.1.1.1 A1\r\n10.1.1.2 B\0\r\n"
    assert places(data, "LM22") == [(2, 11)]
    assert not findings(data, "LM23")


def test_the_mark_of_utf8_is_told_once() -> None:
    """Its three bytes are no odd bytes, and the address behind it is in column 1."""
    data = b"\xef\xbb\xbf" + text("10.1.1.1 A1")
    assert [(e.rule, e.line) for e in judge(LMHOSTS, data, windows("NT 3.51"))] == [("LM22", 1)]


def test_odd_bytes_are_told_once_a_line() -> None:
    """With the number of the others."""
    data = text("# \xe4\xf6\xfc", "# \x07", "# \x1a")
    assert places(data, "LM23") == [(1, 3), (2, 3), (3, 3)]
    told = [each.message for each in findings(data, "LM23")]
    assert told[0].endswith("depends on the code page, and 2 more in this line")
    assert "control character 07" in told[1]
    assert "Ctrl-Z" in told[2]


def test_line_ends_are_told_once_a_kind() -> None:
    """With the number of the others; the end of the last line too."""
    data = b"# a\n# b\n# c\r# d"
    assert places(data, "LM24") == [(1, 4), (3, 4), (4, 4)]
    told = [each.message for each in findings(data, "LM24")]
    assert told[0] == "the line ends with LF alone, and 1 more do: end each line with CR LF"
    assert told[1] == "the line ends with CR alone: end each line with CR LF"
    assert told[2] == "the last line has no end: end it with CR LF"


# ---- entries


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("MAIL-B", "'MAIL-B' is alone on its line"),
        ("MAIL-B 10.1.1.1", "the name 'MAIL-B' is before the address"),
        ("MAIL-B SERVER", "'MAIL-B' is not an address"),
        ("10.1.1.1", "'10.1.1.1' is alone on its line"),
    ],
)
def test_a_line_that_is_no_entry_says_why(line: str, said: str) -> None:
    """It is an error wherever it stands."""
    assert said in message(text(line), "LM02")
    assert severities(text(line), "LM02") == [ERROR]


def test_a_word_too_many_is_a_warning() -> None:
    """The entry itself may be read."""
    assert severities(text("10.1.1.1 A1 B2"), "LM02") == [WARNING]
    assert places(text("10.1.1.1 A1 B2"), "LM02") == [(1, 13)]


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("10.20.1.256", "write four decimal numbers"),
        ("10.20.1", "write four decimal numbers"),
        ("10.020.1.1", "octal"),
        ("0x0A140101", "write four decimal numbers"),
        ("2001:db8::10", "write four decimal numbers"),
        ("::1", "write four decimal numbers"),
        ("fe80::1%lo0", "write four decimal numbers"),
    ],
)
def test_an_address_that_is_none_says_why(address: str, said: str) -> None:
    """Octets, length, octal and hexadecimal numbers."""
    assert said in message(text(f"{address} A1"), "LM03")
    assert not findings(text(f"{address} A1"), "LM04")


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("0.0.0.0", [ERROR]),  # noqa: S104 -- a line of a file
        ("127.0.0.1", [ERROR]),
        ("224.0.0.1", [ERROR]),
        ("255.255.255.255", [ERROR]),
        ("169.254.1.1", [WARNING]),
        ("192.168.8.255", [WARNING]),
        ("172.18.255.255", [WARNING]),
        ("10.255.255.255", [WARNING]),
        ("172.18.9.255", []),
        ("10.1.1.1", []),
    ],
)
def test_addresses_that_no_host_can_have(address: str, expected: list[Severity]) -> None:
    """The network of Windows 2000's own choice and the broadcast of a class are warnings."""
    assert severities(text(f"{address} A1"), "LM04") == expected


@pytest.mark.parametrize(
    ("name", "ours", "existing"),
    [
        ("MAIL-B-X2", [], []),
        ("mail-b", [ERROR], []),
        ("2MAIL", [ERROR], []),
        ("MAIL-", [ERROR], []),
        ("M", [ERROR], []),
        ("MAIL_B", [ERROR], [WARNING]),
        ("mail.b", [ERROR], [WARNING]),
        ('"MAIL"', [ERROR], []),
    ],
)
def test_an_alias_is_held_to_more_than_another_name(
    name: str, ours: list[Severity], existing: list[Severity]
) -> None:
    """Ours is error, others' warning."""
    assert severities(block(f"10.1.1.1 {name}"), "LM06") == ours
    assert severities(text(f"10.1.1.1 {name}"), "LM06") == existing
    assert severities(text(f"10.1.1.1 {name}"), "LM06", OURS) == ours


def test_a_name_with_a_dot_is_told_where_it_belongs() -> None:
    """Other characters have another sentence."""
    assert "DNS" in message(text("10.1.1.1 a.b"), "LM06")
    assert "NT writes '-'" in message(text("10.1.1.1 a_b"), "LM06")


def test_a_long_name_is_an_error_unless_it_is_quoted() -> None:
    """A quoted one has rules of its own."""
    assert severities(text("10.1.1.1 ABCDEFGHIJKLMNOP"), "LM05") == [ERROR]
    assert not findings(text('10.1.1.1 "ABCDEFGHIJKLMNOP"'), "LM05")


@pytest.mark.parametrize(
    ("name", "said"),
    [
        (r'"SHORT\0x14"', "means 6 bytes"),
        ('"OPEN', "are not closed"),
        (r'"ABCDEFGHIJKLMNO\14"', ""),
    ],
)
def test_a_quoted_name_means_sixteen_bytes(name: str, said: str) -> None:
    """An escape is one byte, in either spelling."""
    found = findings(text(f"10.1.1.1 {name}"), "LM08")
    assert [each.message for each in found if said in each.message] == [
        each.message for each in found
    ]
    assert bool(found) is bool(said)


def test_a_byte_outside_quotes_means_nothing() -> None:
    """Inside, only the last one is the type."""
    assert "means nothing outside quotes" in message(text(r"10.1.1.1 ABC\0x14"), "LM09")
    assert "not the end" in message(text(r'10.1.1.1 "A\0x14BCDEFGHIJKLMNO"'), "LM09")


# ---- names that meet


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("10.1.1.1 A1 #PRE", "10.1.1.2 a1 #PRE", [ERROR]),
        ("10.1.1.1 A1", "10.1.1.2 A1", [WARNING]),
        ("10.1.1.1 A1 #PRE", "10.1.1.2 A1", [WARNING]),
        ("10.1.1.1 A1 #SG", "10.1.1.2 A1 #SG", []),
        ("10.1.1.1 A1 #MH", "10.1.1.2 A1 #MH", []),
        (r'10.1.1.1 "A1             \0x1b"', r'10.1.1.1 "A1             \0x1c"', []),
        (r'10.1.1.1 "A1             \0x1b"', r'10.1.1.1 "A1             \0x1b"', [WARNING]),
    ],
)
def test_a_name_twice(one: str, other: str, expected: list[Severity]) -> None:
    """An error only if both are preloaded."""
    assert severities(text(one, other), "LM10") == expected


def test_a_name_twice_is_an_error_where_one_is_ours() -> None:
    """Whichever comes first, and also in a file that is ours as a whole."""
    mine, theirs = block("10.1.1.1 A1"), text("10.1.1.2 A1")
    assert severities(mine + theirs, "LM10") == [ERROR]
    assert severities(theirs + mine, "LM10") == [ERROR]
    assert severities(theirs + theirs, "LM10", OURS) == [ERROR]


def test_two_aliases_of_one_address() -> None:
    """An error, unless the plan wants it so; other lines do not count."""
    data = block("10.1.1.1 A1", "10.1.1.1 B1", "10.01.1.1 C1") + text("10.1.1.1 D1")
    assert severities(data, "LM11") == [ERROR]
    assert severities(data, "LM11", Context(known=Known(is_by_name=True))) == [WARNING]
    assert not findings(block("10.1.1.1 A1", "10.1.1.1 A1"), "LM11")


def test_an_alias_is_nobody_elses_name() -> None:
    """Neither a computer of the plan nor a domain in the file."""
    data = text("10.1.1.9 DC #PRE #DOM:CORP") + block("10.1.1.1 CORP", "10.1.1.2 MAIL-A")
    found = findings(data, "LM26", Context(known=PLAN))
    assert [(each.line, each.severity) for each in found] == [(3, ERROR), (4, ERROR)]
    assert "domain" in found[0].message
    assert "computer" in found[1].message
    assert not findings(text("10.1.1.1 MAIL-A"), "LM26", Context(known=PLAN))


@pytest.mark.parametrize(
    ("system", "expected"),
    [
        ("NT 3.51 SP5", []),
        ("NT 4.0 SP3", []),
        ("NT 4.0", [WARNING]),
        ("NT 4.0 SP4", [WARNING]),
        ("Windows 2000", [WARNING]),
    ],
)
def test_a_stale_entry_matters_from_sp4_on(system: str, expected: list[Severity]) -> None:
    """Before, WINS went first (Q195672)."""
    context = Context(os=windows(system).os, known=PLAN)
    assert severities(text("10.20.1.99 MAIL-B #PRE"), "LM27", context) == expected
    assert not findings(text("10.20.1.99 MAIL-B"), "LM27", context)
    assert not findings(text("10.20.1.99 MAIL-C #PRE"), "LM27", context)


# ---- keywords


def test_keywords_in_small_letters_are_warnings() -> None:
    """Those of entries and those of lines."""
    data = text("10.1.1.1 A1 #Pre #dom:Corp", r"#include \\A1\B\LMHOSTS")
    assert places(data, "LM13") == [(1, 13), (1, 18), (2, 1)]


@pytest.mark.parametrize(
    ("system", "expected"),
    [("NT 4.0 SP4", [WARNING]), ("NT 4.0 SP5", []), ("NT 4.0", []), ("NT 3.51", [])],
)
def test_a_domain_controller_of_others_is_told_on_sp4_only(
    system: str, expected: list[Severity]
) -> None:
    """Once a file; SP5 corrects it (Q224550)."""
    data = text("10.1.1.1 A1 #PRE #DOM:X", "10.1.1.2 B1 #PRE #DOM:X")
    assert severities(data, "LM15", windows(system)) == expected
    assert not findings(data, "LM15")
    assert severities(data, "LM15", OURS) == [ERROR, ERROR]


@pytest.mark.parametrize(
    ("system", "expected"),
    [
        ("NT 4.0 SP3", [WARNING]),
        ("NT 4.0", [WARNING]),
        ("NT 3.51", [WARNING]),
        ("NT 4.0 SP4", []),
        ("Windows 2000", []),
    ],
)
def test_a_group_can_clash_before_sp4(system: str, expected: list[Severity]) -> None:
    """Told once for each group; in a line of ours it is always an error."""
    data = text("10.1.1.1 GROUP #SG", "10.1.1.2 GROUP #SG")
    assert severities(data, "LM21", windows(system)) == expected
    assert severities(block("10.1.1.1 A1 #MH"), "LM21", windows(system)) == [ERROR]


def test_a_group_has_25_members_at_most() -> None:
    """On any system; told at the 26th line."""
    data = text(*(f"10.1.1.{n} GROUP #SG" for n in range(1, 28)))
    assert places(data, "LM21", windows("NT 4.0 SP6")) == [(26, 17)]


@pytest.mark.parametrize(
    ("line", "column"),
    [
        ("#PREvious", 1),
        ("#PRE", 1),
        ("10.1.1.1 A1 #DOMAIN", 13),
        ("MAIL-B #SGX", 8),
        (r"#INCLUDE \\A\B\C #MHz", 18),
        ("#includes", 1),
    ],
)
def test_a_comment_that_looks_like_a_keyword(line: str, column: int) -> None:
    """Wherever it stands."""
    assert places(text(line), "LM25") == [(1, column)]


@pytest.mark.parametrize("line", ["#INCLUDE", r"#INCLUDE \\A\B\C", "# PREvious", "#", "10.1.1.1 A"])
def test_other_lines_have_no_such_comment(line: str) -> None:
    """A keyword itself is none."""
    assert not findings(text(line), "LM25")


# ---- includes


@pytest.mark.parametrize(
    ("system", "expected"),
    [
        ("NT 3.51 SP5", [ERROR]),
        ("NT 4.0", [ERROR]),
        ("NT 4.0 SP3", [ERROR]),
        ("NT 4.0 SP4", []),
        ("NT 4.0 SP6a", []),
        ("Windows 2000", []),
    ],
)
def test_slashes_stop_nt_before_sp4(system: str, expected: list[Severity]) -> None:
    """Q165439; unless somebody says the system, it is affected."""
    data = text("#INCLUDE //MAIL-B/PUBLIC/LMHOSTS")
    assert severities(data, "LM16", windows(system)) == expected
    assert severities(data, "LM16") == [ERROR]
    assert message(data, "LM16").endswith(r"write '\\MAIL-B\PUBLIC\LMHOSTS'")


@pytest.mark.parametrize("system", ["NT 3.51", "NT 4.0 SP3", "Windows 2000"])
def test_a_drive_letter_is_an_error_only_on_an_unknown_system(system: str) -> None:
    """NT 3.5, which it stops, cannot be stated (Q128565)."""
    data = text(r"#INCLUDE D:\NAMES\LMHOSTS")
    assert severities(data, "LM17", windows(system)) == [WARNING]
    assert severities(data, "LM17") == [ERROR]


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("LMHOSTS", [ERROR]),
        ("lmhosts", [ERROR]),
        (r"C:\WINNT\system32\drivers\etc\lmhosts", [ERROR]),
        (r"D:\OTHER\LMHOSTS", []),
        (r"\\MAIL-A\ETC\LMHOSTS", [WARNING]),
        (r"\\MAIL-B\ETC\LMHOSTS", []),
        ("LMHOSTS.2", []),
    ],
)
def test_a_file_that_includes_itself(path: str, expected: list[Severity]) -> None:
    """A share of the server itself may be another folder."""
    context = Context(name="LMHOSTS.NEW", target="LMHOSTS", folder="mail-a")
    assert severities(text(f"#INCLUDE {path}"), "LM18", context) == expected


def test_a_circle_of_several_files() -> None:
    """Followed to what is at hand, on the own server or by the names of folders."""
    included = {
        ("MAIL-A", "FIRST"): text("#INCLUDE SECOND", "#INCLUDE FIRST"),
        ("MAIL-A", "SECOND"): text("#INCLUDE LMHOSTS", "#INCLUDE"),
        ("MAIL-B", "LMHOSTS"): text(r"#INCLUDE \\MAIL-A\ETC\LMHOSTS"),
    }
    context = Context(name="LMHOSTS", folder="Mail-A", included=at_hand(included))
    data = text("#INCLUDE FIRST", r"#INCLUDE \\MAIL-B\ETC\LMHOSTS", "#INCLUDE THIRD")
    found = findings(data, "LM18", context)
    assert [(each.line, each.severity) for each in found] == [(1, ERROR), (2, WARNING)]
    assert "leads back" in found[0].message
    assert "may lead back" in found[1].message


@pytest.mark.parametrize(
    ("system", "expected"), [("NT 4.0 SP6", ERROR), ("NT 3.51", WARNING), ("Windows 2000", WARNING)]
)
def test_a_circle_is_known_to_stop_nt_4(system: str, expected: Severity) -> None:
    """Q172595 is about NT 4.0."""
    context = Context(name="LMHOSTS", os=windows(system).os)
    assert severities(text("#INCLUDE LMHOSTS"), "LM18", context) == [expected]


@pytest.mark.parametrize(
    ("before", "path", "count"),
    [
        ("10.1.1.1 MAIL-B #PRE", r"\\MAIL-B\P\LMHOSTS", 0),
        ("10.1.1.1 mail-b #PRE", r"\\Mail-B\P\LMHOSTS", 0),
        ("10.1.1.1 MAIL-B", r"\\MAIL-B\P\LMHOSTS", 1),
        ("10.1.1.1 MAIL-C #PRE", r"\\MAIL-B\P\LMHOSTS", 1),
        ("", r"\\MAIL-B", 1),
        ("", r"\\10.1.1.1\P\LMHOSTS", 0),
        ("", "LMHOSTS.2", 0),
    ],
)
def test_the_server_of_an_include_is_preloaded_before_it(
    before: str, path: str, count: int
) -> None:
    """An address needs no name."""
    assert len(findings(text(before, f"#INCLUDE {path}"), "LM19")) == count


def test_blocks_of_alternates_belong_together() -> None:
    """Each half that is alone is told."""
    begin, end = "#BEGIN_ALTERNATE", "#END_ALTERNATE"
    assert places(text(end, begin, begin, end, begin), "LM20") == [(1, 1), (2, 1), (5, 1)]
    assert not findings(text(begin, SHARE, end, begin, end, "#BEGIN_INCLUDE"), "LM20")


@pytest.mark.parametrize(
    ("context", "expected"),
    [(NONE, [NOTE]), (windows("NT 4.0 SP6"), [NOTE]), (windows("Windows 2000"), [])],
)
def test_nt_4_reads_a_whole_block(context: Context, expected: list[Severity]) -> None:
    """Q247682; a note, because nothing is wrong."""
    data = text("#BEGIN_ALTERNATE", SHARE, SHARE, "#END_ALTERNATE")
    assert severities(data, "LM20", context) == expected


def test_preloaded_entries_of_included_files_count() -> None:
    """Those at hand, each file once, at the place where the 100 are full."""
    many = text(*(f"10.1.1.{n} H{n} #PRE" for n in range(1, 100)), "#INCLUDE LMHOSTS.2")
    included = {("", "LMHOSTS.2"): many}
    context = Context(name="LMHOSTS", included=at_hand(included))
    data = text("10.1.2.1 A1 #PRE", "#INCLUDE LMHOSTS.2", "10.1.2.2 B1 #PRE")
    assert places(data, "LM12", context) == [(3, 1)]
    assert "more than 100 entries" in message(data, "LM12", context)
    assert "#INCLUDE counted in" in message(data, "LM12", context)
    assert not findings(data, "LM12")


def test_a_file_counts_once_however_often_it_is_included() -> None:
    """And the file itself not a second time."""
    files = {("", "F"): text(*(f"10.1.1.{n} H{n} #PRE" for n in range(51)), "#INCLUDE LMHOSTS")}
    context = Context(name="LMHOSTS", included=at_hand(files))
    assert not findings(text("#INCLUDE F", "10.1.2.1 A #PRE", "#INCLUDE F"), "LM12", context)


def test_a_way_without_shares_is_found_beside_one_with() -> None:
    """Whichever is looked at first."""
    share = r"#INCLUDE \\MAIL-A\ETC\FIRST"
    for lines in ((share, "#INCLUDE FIRST"), ("#INCLUDE FIRST", share)):
        included = {
            ("MAIL-A", "OTHER"): text(*lines),
            ("MAIL-A", "FIRST"): text("#INCLUDE LMHOSTS"),
        }
        context = Context(name="LMHOSTS", folder="MAIL-A", included=at_hand(included))
        assert severities(text("#INCLUDE OTHER"), "LM18", context) == [ERROR]


def test_a_file_of_another_server_includes_what_stands_beside_it() -> None:
    """Its folder, not that of the first file, is where a plain name leads."""
    many = text(*(f"10.1.1.{n} H{n} #PRE" for n in range(1, 102)))
    included = {
        ("MAIL-B", "LMHOSTS"): text("#INCLUDE MORE"),
        ("MAIL-B", "MORE"): many,
        ("MAIL-A", "MORE"): text(),
    }
    context = Context(name="LMHOSTS", folder="MAIL-A", included=at_hand(included))
    assert places(text(SHARE), "LM12", context) == [(1, 1)]
    assert not findings(text("#INCLUDE MORE"), "LM12", context)


# ---- the file


@pytest.mark.parametrize(
    ("context", "expected"),
    [
        (NONE, [NOTE]),
        (windows("NT 4.0"), [NOTE]),
        (windows("NT 4.0 SP4"), [WARNING]),
        (windows("NT 4.0 SP3"), []),
        (windows("NT 4.0 SP5"), []),
        (windows("NT 3.51"), []),
        (windows("Windows 2000"), []),
    ],
)
def test_the_advice_about_a_hotfix(context: Context, expected: list[Severity]) -> None:
    """A note unless the service pack is stated; nothing for a file without entries."""
    assert severities(text("10.1.1.1 A1"), "LM28", context) == expected
    assert places(text("10.1.1.1 A1"), "LM28", context) == [(0, 0)] * len(expected)
    assert not findings(text("# nothing"), "LM28", context)


def test_an_extension_matters_where_lines_are_ours() -> None:
    """Another file of that name is none of our business."""
    context = Context(target="LMHOSTS.TXT")
    assert severities(block("10.1.1.1 A1"), "LM29", context) == [ERROR]
    assert places(block("10.1.1.1 A1"), "LM29", context) == [(0, 0)]
    assert not findings(text("10.1.1.1 A1"), "LM29", context)
    assert not findings(block("10.1.1.1 A1"), "LM29")


@pytest.mark.parametrize(
    ("name", "count"),
    [("LMHOSTS", 0), ("WINS.TXT", 0), ("lmhosts 2", 1), ("WINS.TEXT", 1), ("", 0)],
)
def test_the_name_for_wins_is_short(name: str, count: int) -> None:
    """Asked only where WINS is to import the file."""
    assert len(findings(text(), "LM30", Context(name=name, is_for_wins=True))) == count
    assert not findings(text(), "LM30", Context(name=name))


def test_a_block_without_its_end_is_not_ours() -> None:
    """What belongs to it nobody can tell."""
    data = text("# x400fix BEGIN CHG1", "10.1.1.1 mail_b")
    assert severities(data, "LM06") == [WARNING]
