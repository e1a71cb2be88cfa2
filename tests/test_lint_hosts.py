# SPDX-License-Identifier: MIT
"""How much a finding in HOSTS weighs, and where it stands."""

import pytest

from tests.lint_cases import HOSTS, OURS, block, judge, text, windows
from x400fix.lint.findings import Context, Finding
from x400fix.problems import Severity

NONE = Context()


def findings(data: bytes, rule: str, context: Context = NONE) -> list[Finding]:
    """What one rule finds."""
    return [each for each in judge(HOSTS, data, context) if each.rule == rule]


def test_a_good_file_has_nothing_wrong() -> None:
    """Local host, several names, comments."""
    lines = ("# names", "127.0.0.1 localhost", "10.1.1.1 mail-b.corp.example mail-b # B", "")
    assert judge(HOSTS, text(*lines)) == []
    assert judge(HOSTS, b"") == []


def test_a_name_with_two_addresses_is_told_at_the_second() -> None:
    """Letter case does not matter; the same address again does."""
    data = text("10.1.1.1 a1 b1", "10.1.1.2 A1", "10.1.1.1 b1")
    (found,) = findings(data, "HS01")
    assert (found.line, found.column, found.severity) == (2, 10, Severity.ERROR)
    assert found.message == "'A1' is at 10.1.1.1 in line 1 already: the first line wins"
    (again,) = findings(data, "HS02")
    assert (again.line, again.column, again.severity) == (3, 1, Severity.WARNING)


def test_an_address_that_is_none_is_not_compared() -> None:
    """It has a rule of its own."""
    data = text("10.01.1.1 a1", "10.01.1.1 b1")
    assert not findings(data, "HS02")
    assert len(findings(data, "LM03")) == 2


def test_of_a_utf16_file_only_that_is_told() -> None:
    """Seen as bytes each of its lines would break several rules."""
    data = text("10.1.1.1 a1", "x").decode().encode("utf-16")
    assert [each.rule for each in judge(HOSTS, data)] == ["HS03"]


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("a" * 25, "has 25 characters"),
        ("mail_b", "not a safe name"),
        ("2mail", "not a safe name"),
        ("mail-", "not a safe name"),
        ("m", "not a safe name"),
    ],
)
def test_a_name_that_is_not_of_rfc_952_is_a_warning(name: str, said: str) -> None:
    """In our lines as well."""
    for data, context in ((text(f"10.1.1.1 {name}"), NONE), (block(f"10.1.1.1 {name}"), OURS)):
        (found,) = findings(data, "HS04", context)
        assert found.severity is Severity.WARNING
        assert said in found.message


def test_a_name_of_24_characters_is_safe() -> None:
    """RFC 952 ends there."""
    assert not findings(text(f"10.1.1.1 {'a' * 24}"), "HS04")


def test_a_long_name_of_the_dns_is_safe_behind_its_first_label() -> None:
    """The first name is the one that an Address holds; before it, or alone, it is a warning."""
    short, long = "mail-b-x2", "mail-b-x2.corp.example.com"
    assert not findings(text(f"10.1.1.1 {short} {long}"), "HS04")
    for names in (long, f"{long} {short}", f"other {long}"):
        assert len(findings(text(f"10.1.1.1 {names}"), "HS04")) == 1


def test_a_line_that_is_no_entry_is_a_warning() -> None:
    """Readers of HOSTS pass over it."""
    (found,) = findings(text("mail-b 10.1.1.1"), "LM02")
    assert found.severity is Severity.WARNING


def test_an_extension_matters_where_lines_are_ours() -> None:
    """Another file of that name is none of our business."""
    context = Context(target="HOSTS.TXT")
    assert findings(block("10.1.1.1 a1"), "LM29", context)
    assert not findings(text("10.1.1.1 a1"), "LM29", context)


# ---- IPv6, and addresses of no host

IPV6 = ("::1", "fe80::1%lo0", "ff02::1", "2001:db8::10", "::ffff:10.1.1.1")


def test_lines_with_ipv6_are_one_warning_a_file() -> None:
    """Whatever their addresses begin with; nothing else is said of them."""
    lines = [f"{address} localhost _x" for address in IPV6]
    (found,) = judge(HOSTS, text("127.0.0.1 localhost", *lines, "::2"))
    assert (found.rule, found.severity) == ("HS05", Severity.WARNING)
    assert (found.line, found.column) == (2, 1)
    assert found.message == (
        "'::1' is an IPv6 address, and 5 more in this file: Windows NT and 2000 do not read it"
    )


@pytest.mark.parametrize("address", IPV6)
def test_one_line_with_ipv6_is_counted_as_one(address: str) -> None:
    """The message has no number of others."""
    (found,) = judge(HOSTS, text(f"{address} localhost"))
    assert found.message.startswith(f"'{address}' is an IPv6 address: ")


@pytest.mark.parametrize(
    ("system", "count"), [("NT 4.0", 1), ("Windows 2000", 1), ("Windows Server 2003", 0)]
)
def test_windows_server_2003_is_not_warned_of_ipv6(system: str, count: int) -> None:
    """Its names are not compared with others there either."""
    data = text("10.2.0.10 srvb", "2001:db8::10 srvb")
    assert len(judge(HOSTS, data, windows(system))) == count


@pytest.mark.parametrize("address", ["0.0.0.0", "0.1.2.3", "127.0.0.1", "224.0.0.1"])  # noqa: S104 -- lines of a file
def test_an_address_of_no_caller_may_stand_twice(address: str) -> None:
    """The rule is about the reverse lookup of a caller (Q193380)."""
    assert not findings(text(f"{address} a1", f"{address} b1"), "HS02")
    assert findings(text("126.0.0.1 a1", "126.0.0.1 b1"), "HS02")
