# SPDX-License-Identifier: MIT
"""How much a finding in HOSTS weighs, and where it stands."""

import pytest

from tests.lint_cases import OURS, block, text
from x400fix.hosts.lint import lint_hosts
from x400fix.model.rules import Context, Finding
from x400fix.problems import Severity

NONE = Context()


def findings(data: bytes, rule: str, context: Context = NONE) -> list[Finding]:
    """What one rule finds."""
    return [each for each in lint_hosts(data, context) if each.rule == rule]


def test_a_good_file_has_nothing_wrong() -> None:
    """Local host, several names, comments."""
    lines = ("# names", "127.0.0.1 localhost", "10.1.1.1 mail-b.corp.example mail-b # B", "")
    assert lint_hosts(text(*lines)) == ()
    assert lint_hosts(b"") == ()


def test_a_name_with_two_addresses_is_told_at_the_second() -> None:
    """Letter case does not matter; the same address again does."""
    data = text("10.1.1.1 a1 b1", "10.1.1.2 A1", "10.1.1.1 b1")
    (found,) = findings(data, "HS01")
    assert (found.where.line, found.where.field, found.severity) == (2, 10, Severity.ERROR)
    assert found.message == "'A1' is at 10.1.1.1 in line 1 already: the first line wins"
    (again,) = findings(data, "HS02")
    assert (again.where.line, again.where.field, again.severity) == (3, 1, Severity.WARNING)


def test_an_address_that_is_none_is_not_compared() -> None:
    """It has a rule of its own."""
    data = text("10.01.1.1 a1", "10.01.1.1 b1")
    assert not findings(data, "HS02")
    assert len(findings(data, "LM03")) == 2


def test_of_a_utf16_file_only_that_is_told() -> None:
    """Seen as bytes each of its lines would break several rules."""
    data = text("10.1.1.1 a1", "x").decode().encode("utf-16")
    assert [each.rule for each in lint_hosts(data)] == ["HS03"]


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("a" * 25, "has 25 characters"),
        ("mail_b", "no safe name"),
        ("2mail", "no safe name"),
        ("mail-", "no safe name"),
        ("m", "no safe name"),
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


def test_a_line_that_is_no_entry_is_a_warning() -> None:
    """Readers of HOSTS pass over it."""
    (found,) = findings(text("mail-b 10.1.1.1"), "LM02")
    assert found.severity is Severity.WARNING


def test_an_extension_matters_where_lines_are_ours() -> None:
    """Another file of that name is none of our business."""
    context = Context(target="HOSTS.TXT")
    assert findings(block("10.1.1.1 a1"), "LM29", context)
    assert not findings(text("10.1.1.1 a1"), "LM29", context)
