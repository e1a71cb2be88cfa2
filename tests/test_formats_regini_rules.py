# SPDX-License-Identifier: MIT
"""What the linter says of regini files."""

import pytest

from tests.lint_cases import regini, text, windows
from x400fix.formats.kinds import Kind
from x400fix.formats.lint import lint
from x400fix.formats.regini import parse_regini
from x400fix.model.rules import Context, Finding
from x400fix.problems import Severity

NONE = Context()


def findings(data: bytes, rule: str, context: Context = NONE) -> list[Finding]:
    """What one rule finds."""
    return [each for each in lint(Kind.REGINI, data, context) if each.rule == rule]


def messages(data: bytes, rule: str, context: Context = NONE) -> list[str]:
    """What one rule says."""
    return [each.message for each in findings(data, rule, context)]


def test_a_good_file_has_nothing_wrong() -> None:
    """Keys below keys, every type that is asked for, a list that goes on, a value that goes."""
    data = text(
        r"\Registry\Machine\System",
        "    A = text",
        "    B = REG_SZ text",
        "    C = REG_DWORD 0x1",
        "    D = REG_DWORD 12",
        '    E = REG_MULTI_SZ "1" \\',
        '        "2"',
        "    F = DELETE",
        "    Below",
        "        G = REG_BINARY 0x1 0x2",
        "",
        r"\Registry\User\X",
    )
    assert lint(Kind.REGINI, data, windows("NT 3.51")) == ()
    assert [key.path for key in parse_regini(data).keys] == [
        r"\Registry\Machine\System",
        r"\Registry\Machine\System\Below",
        r"\Registry\User\X",
    ]
    assert parse_regini(data).values[-1].key == r"\Registry\Machine\System\Below"


def test_a_key_that_is_indented_less_stands_beside() -> None:
    """Indentation tells what a key belongs to."""
    data = text(r"\Registry\Machine", "  A", "    B", "  C")
    assert [key.path for key in parse_regini(data).keys] == [
        r"\Registry\Machine",
        r"\Registry\Machine\A",
        r"\Registry\Machine\A\B",
        r"\Registry\Machine\C",
    ]


@pytest.mark.parametrize(
    ("line", "said"),
    [
        (r"HKEY_LOCAL_MACHINE\System", "is no such key"),
        ("System", "is no such key"),
        ("\\Registry\\Machine\\A ", "blanks at the end"),
        (r"\Registry\Machine\A ; note", "a comment behind a key"),
    ],
)
def test_a_key_is_the_whole_path_and_nothing_else(line: str, said: str) -> None:
    """Everything to the end of the line is its name."""
    (found,) = messages(text(line), "RI04")
    assert said in found


@pytest.mark.parametrize(
    ("value", "said"),
    [
        ("= REG_SZ x", "the value has no name"),
        ("A = REG_MULTISZ x", "REG_MULTISZ is no type"),
        ("A = DELETE x", "nothing may stand behind DELETE"),
        ("A = REG_SZ", "it has no data"),
        ("A =", "it has no data"),
        ('A = REG_MULTI_SZ "1" 2', "in quotes"),
        ("A = REG_DWORD one", "'one' is no number"),
    ],
)
def test_a_value_is_written_as_regini_reads_it(value: str, said: str) -> None:
    """Name, type, data."""
    (found,) = messages(regini(f"    {value}"), "RI06")
    assert said in found


def test_a_value_stands_under_a_key() -> None:
    """The first line must be a key."""
    assert messages(text("A = REG_SZ x"), "RI06") == ["'A': the value stands under no key"]


def test_a_comment_is_an_error_on_nt_3_51() -> None:
    """And in a file of ours, which never has one; a line is told with its column."""
    data = regini("  ; note")
    assert findings(data, "RI03")[0].severity is Severity.WARNING
    assert findings(data, "RI03", windows("NT 4.0"))[0].severity is Severity.WARNING
    assert findings(data, "RI03", windows("NT 3.51"))[0].severity is Severity.ERROR
    assert findings(data, "RI03", Context(is_ours=True))[0].severity is Severity.ERROR
    assert (findings(data, "RI03")[0].where.line, findings(data, "RI03")[0].where.field) == (2, 3)


@pytest.mark.parametrize("ending", ["[1 5 17]", "[1 5", "[]"])
def test_brackets_replace_permissions(ending: str) -> None:
    """Q264584."""
    assert len(findings(text(f"\\Registry\\Machine\\A {ending}"), "RI05")) == 1


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        (('  A = REG_MULTI_SZ "1" \\ ',), "nothing may follow the backslash"),
        (('  A = REG_MULTI_SZ "1" \\', ""), "where nothing stands"),
        (('  A = REG_MULTI_SZ "1" \\',), "goes on with nothing"),
        (("  Key\\", ""), "where nothing stands"),
    ],
)
def test_a_line_that_goes_on_has_a_next_one(lines: tuple[str, ...], said: str) -> None:
    """Directly behind its backslash."""
    (found,) = messages(regini(*lines), "RI08")
    assert said in found


def test_the_lists_of_a_nic_belong_together() -> None:
    """Also where they go on in the next line."""
    good = regini(
        '  IPAddress = REG_MULTI_SZ "10.0.0.1" \\',
        '    "10.0.0.2"',
        '  SubnetMask = REG_MULTI_SZ "255.0.0.0" "255.0.0.0"',
        "  Other = REG_SZ x",
    )
    assert not findings(good, "RI09")
    (found,) = findings(good.replace(b' "255.0.0.0"\r\n', b"\r\n"), "RI09")
    assert (found.where.line, found.where.field) == (4, 3)
    assert not findings(regini("  IPAddress = REG_MULTI_SZ 10.0.0.1"), "RI09")


def test_only_lists_of_a_nic_are_better_set_otherwise_on_later_windows() -> None:
    """An override for the MTA is what regini is for there too."""
    assert not findings(regini("  A = REG_SZ x"), "RI11", windows("Windows 2000"))
