# SPDX-License-Identifier: MIT
"""What the linter says of .REG files."""

import pytest

from tests.lint_cases import KEY, LIST_OF_IP, LIST_OF_MASK, reg, text, windows
from x400fix.formats.kinds import Kind
from x400fix.formats.lint import lint
from x400fix.formats.registry_text import Version, parse_registry_text, strings_of
from x400fix.model.rules import Context, Finding
from x400fix.problems import Severity

NONE = Context()
FIVE = "Windows Registry Editor Version 5.00"


def findings(data: bytes, rule: str, context: Context = NONE) -> list[Finding]:
    """What one rule finds."""
    return [each for each in lint(Kind.REG, data, context) if each.rule == rule]


def messages(data: bytes, rule: str, context: Context = NONE) -> list[str]:
    """What one rule says."""
    return [each.message for each in findings(data, rule, context)]


def wide(*lines: str) -> bytes:
    """A file of version 5.00: UTF-16 with its mark."""
    return b"\xff\xfe" + text(FIVE, "", *lines, "").decode("latin-1").encode("utf-16-le")


def test_a_good_file_has_nothing_wrong() -> None:
    """Comments, every kind of data, a value and a key that are removed, the default value."""
    data = reg(
        "; comment",
        "# comment",
        '@="default"',
        '"A"=dword:0000000a',
        '"B"=-',
        '"C"=hex:31,32',
        '"D"=hex(7):31,00,\\',
        "  32,00,00",
        r'"E\"x"="back\\slash"',
        '"None"=hex(7):00',
        "[-HKEY_USERS\\X]",
    )
    assert lint(Kind.REG, data, windows("NT 4.0 SP6")) == ()


def test_a_good_file_of_version_5_has_nothing_wrong() -> None:
    """On Windows 2000 or later."""
    data = wide(KEY, '"A"=hex(7):31,00,00,00,00,00', '"None"=hex(7):00,00', '"\xe9"="\xe9"')
    assert lint(Kind.REG, data, windows("Windows 2000")) == ()


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        ((), "the file begins with nothing"),
        (("REGEDIT",), "the file begins with 'REGEDIT'"),
        (("REGEDIT4 ", ""), "the header is 'REGEDIT4 '"),
        (("REGEDIT5", ""), "the file begins with 'REGEDIT5'"),
        (("REGEDIT4", KEY), "an empty line must follow"),
    ],
)
def test_the_header_is_exact(lines: tuple[str, ...], said: str) -> None:
    """Only the missing empty line is a warning."""
    (found,) = findings(text(*lines), "RG01")
    assert said in found.message
    assert (found.where.line, found.where.field) == (2 if "empty" in said else 1, 1)
    assert (found.severity is Severity.WARNING) is ("empty" in said)


def test_a_header_alone_is_one() -> None:
    """There is no second line to be empty."""
    assert not findings(b"REGEDIT4", "RG01")


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"\xfe\xff" + FIVE.encode("utf-16-be"), "swapped"),
        (b"\xff\xfe" + "REGEDIT4".encode("utf-16-le"), "not that of version 5.00"),
        (b"\xef\xbb\xbfREGEDIT4", "UTF-8"),
        ("REGEDIT4".encode("utf-16-le"), "NUL bytes"),
        (text(FIVE), "not UTF-16"),
    ],
)
def test_the_encoding_is_that_of_the_header(data: bytes, said: str) -> None:
    """One finding a file."""
    (found,) = findings(data, "RG02")
    assert said in found.message
    assert (found.where.line, found.where.field) == (1, 1)


@pytest.mark.parametrize(
    ("octets", "said"),
    [
        ("31,xx", "no list of bytes"),
        ("31,,32", "no list of bytes"),
        ("31,00", "must end with a NUL"),
        ("31,32,00,00,00", "must end with a NUL"),
        ("31,00,32,00,00,00", "one byte (ANSI)"),
        ("", "must end with a NUL"),
        ("00", ""),
    ],
)
def test_lists_of_strings_are_whole(octets: str, said: str) -> None:
    """ANSI bytes, a NUL after each string, one more at the end (Q165318, Q179154)."""
    found = messages(reg(f'"A"=hex(7):{octets}'), "RG03")
    assert [said in each for each in found] == ([True] if said else [])


@pytest.mark.parametrize(
    ("octets", "said"),
    [
        ("31,00", "must end with a NUL"),
        ("31,32,00,00", "two bytes (UTF-16)"),
        ("31,00,00", "two bytes (UTF-16)"),
        ("31,00,00,00,00,00", ""),
    ],
)
def test_lists_of_strings_of_version_5_have_two_bytes_each(octets: str, said: str) -> None:
    """As the registry stores them."""
    found = messages(wide(KEY, f'"A"=hex(7):{octets}'), "RG03")
    assert [said in each for each in found] == ([True] if said else [])


@pytest.mark.parametrize(
    ("lines", "place", "said"),
    [
        (('"A"=hex(7):31,\\', "32,00,00"), (5, 1), "begin with blanks"),
        (('"A"=hex(7):31\\', "  ,32,00,00"), (5, 1), "void"),
        (('"A"=hex(7):31\\', "  ,32,00,00"), (4, 14), "behind a comma"),
        (('"A"=hex(7):31,\\ ', "  32,00,00"), (4, 15), "nothing may follow"),
        (('"A"=hex(7):31,',), (4, 14), "no backslash"),
        (('"A"="one\\', 'two"'), (4, 9), "string cannot be folded"),
        (("[HKEY_USERS\\A\\", "B]"), (4, 14), "key cannot be folded"),
    ],
)
def test_folds_are_where_they_can_be(
    lines: tuple[str, ...], place: tuple[int, int], said: str
) -> None:
    """Behind a comma, a backslash last, then blanks (WINE)."""
    found = findings(reg(*lines), "RG04")
    assert [(e.where.line, e.where.field) for e in found if said in e.message] == [place]


def test_a_fold_needs_a_line_to_go_on_in() -> None:
    """At the end of the file there is none."""
    data = text("REGEDIT4", "", KEY) + b'"A"=hex(7):31,\\'
    assert messages(data, "RG04") == ["the last line of the file goes on with nothing"]


def test_a_string_that_is_broken_in_another_way_has_no_fold() -> None:
    """It is told as a line that is skipped."""
    assert not findings(reg('"A"="one'), "RG04")
    assert findings(reg('"A"="one'), "RG07")


def test_long_lines_are_told_for_lists_of_bytes_only() -> None:
    """Keys and strings cannot be folded."""
    data = reg('"A"="' + "x" * 90 + '"', "[HKEY_USERS\\" + "A" * 80 + "]")
    assert not findings(data, "RG05")
    long = reg('"A"=hex(7):' + "31," * 23 + "\\", "  " + "31," * 30 + "00,00")
    assert [(e.where.line, e.where.field) for e in findings(long, "RG05")] == [(4, 81), (5, 81)]


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        (("nonsense",), "no key, no value and no comment"),
        (("[HKEY_USERS\\A] x",), "not closed, or something stands behind"),
        (("[HKEY_USERS\\A",), "not closed"),
        (("[HKLM\\A]",), "'HKLM' is no root"),
        (('"A"=12',), "cannot be read"),
        (('"A"=dword:xyz',), "cannot be read"),
    ],
)
def test_lines_that_are_skipped_are_told(lines: tuple[str, ...], said: str) -> None:
    """What skips them tells nothing itself."""
    (found,) = messages(reg(*lines), "RG07")
    assert said in found


def test_a_value_stands_under_a_key() -> None:
    """Before the first key it is lost."""
    assert messages(text("REGEDIT4", "", '"A"="1"', KEY, ""), "RG07") == ["'A' stands under no key"]


def test_nt_3_51_takes_no_such_file() -> None:
    """And version 5.00 is for Windows 2000 and later; an unknown system may be NT 4.0."""
    assert "regini" in messages(reg(), "RG08", windows("NT 3.51"))[0]
    assert messages(wide(KEY), "RG08")
    assert messages(wide(KEY), "RG08", windows("NT 4.0 SP6"))
    assert not messages(wide(KEY), "RG08", windows("Windows 2003"))
    assert not messages(reg(), "RG08")


@pytest.mark.parametrize(
    ("addresses", "masks", "said"),
    [
        ('"IPAddress"=hex(7):00', None, "the list IPAddress is empty"),
        (None, f'"subnetmask"={LIST_OF_MASK}', "subnetmask is set without IPAddress"),
        (f'"IPAddress"={LIST_OF_IP}', None, "IPAddress is set without SubnetMask"),
    ],
)
def test_the_lists_of_a_nic_belong_together(
    addresses: str | None, masks: str | None, said: str
) -> None:
    """One mask for each address (Q120642)."""
    found = messages(reg(*(each for each in (addresses, masks) if each)), "RG09")
    assert any(said in each for each in found)


def test_lists_of_different_keys_are_different_nics() -> None:
    """Each pair by itself; a list that is no list has a rule of its own."""
    ip, mask = f'"IPAddress"={LIST_OF_IP}', f'"SubnetMask"={LIST_OF_MASK}'
    assert not findings(reg(ip, mask, r"[HKEY_LOCAL_MACHINE\SYSTEM\B]", ip, mask), "RG09")
    assert len(findings(reg(ip, r"[HKEY_LOCAL_MACHINE\SYSTEM\B]", mask), "RG09")) == 2
    assert not findings(reg('"IPAddress"=hex(7):31,32', '"SubnetMask"="x"'), "RG09")


def test_version_5_shows_its_lists_too() -> None:
    """By two bytes a character."""
    ip = ",".join(f"{byte:02x}" for byte in "10.0.0.1\0\0".encode("utf-16-le"))
    (found,) = messages(wide(KEY, f'"IPAddress"=hex(7):{ip}'), "RG09")
    assert found == "IPAddress is set without SubnetMask: give both lists whole"


def test_lists_of_other_kinds_are_no_lists_of_strings() -> None:
    """The number of the kind is hexadecimal; hex alone is binary."""
    assert not findings(reg('"A"=hex:31', '"B"=hex(17):31', '"C"=hex(a):31'), "RG03")
    assert findings(reg('"A"=hex(07):31'), "RG03")


def test_the_place_of_a_list_is_its_value() -> None:
    """And that of a missing end is behind the last character."""
    (nic,) = findings(reg(f'"IPAddress"={LIST_OF_IP}'), "RG09")
    (end,) = findings(text("REGEDIT4", "", '"A"="1"'), "RG06")
    assert (nic.where.line, nic.where.field) == (4, 1)
    assert (end.where.line, end.where.field) == (3, 8)


def test_odd_bytes_are_an_error_in_our_own_file() -> None:
    """In others they may be meant."""
    assert findings(reg('"A"="\xe9"'), "RG10")[0].severity is Severity.WARNING
    assert findings(reg('"A"="\xe9"'), "RG10", Context(is_ours=True))[0].severity is Severity.ERROR


@pytest.mark.parametrize("data", [b"\x31", b"\x31\0\x32", b"\x31\0\0\0\0"])
def test_strings_of_half_characters_are_none(data: bytes) -> None:
    """Version 5.00 has two bytes a character."""
    assert strings_of(data, Version.FIVE) is None


def test_a_key_may_hold_brackets() -> None:
    """The last one closes it."""
    (key,) = parse_registry_text(reg()[:-2].replace(b"Tcpip", b"T[c]pip")).keys
    assert key.path == r"HKEY_LOCAL_MACHINE\SYSTEM\T[c]pip"
