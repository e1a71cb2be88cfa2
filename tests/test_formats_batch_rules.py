# SPDX-License-Identifier: MIT
"""What the linter says of batch files."""

import pytest

from tests.lint_cases import OURS, batch, text, windows
from x400fix.formats.batch import parse_batch
from x400fix.formats.kinds import Kind
from x400fix.formats.lint import lint
from x400fix.model.rules import Context, Finding
from x400fix.problems import Severity

NONE = Context()


def findings(data: bytes, rule: str, context: Context = NONE) -> list[Finding]:
    """What one rule finds."""
    return [each for each in lint(Kind.BATCH, data, context) if each.rule == rule]


def words(line: str) -> list[str]:
    """The words of the commands on a line."""
    return [command.word for command in parse_batch(text(line)).commands]


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("", []),
        ("   ", []),
        ('" netsh', []),
        ("@echo off", ["echo"]),
        ("echo.", ["echo"]),
        ("echo netsh", ["echo"]),
        ("netsh x | find y", ["netsh", "find"]),
        ('echo "a & netsh" & reg', ["echo", "reg"]),
        ("echo a ^& netsh", ["echo"]),
        ("a && b || c", ["a", "b", "c"]),
        ("rem netsh & reg", ["rem"]),
        ("if errorlevel 1 netsh", ["if", "netsh"]),
        ('if not exist "a b" (netsh) else reg', ["if", "netsh", "else", "reg"]),
        ('if "%1"=="A" netsh', ["if", "netsh"]),
        ("if a==b netsh", ["if", "netsh"]),
        ("if /i a==b if defined c netsh", ["if", "if", "netsh"]),
        ("if a equ b netsh", ["if", "netsh"]),
        ("if nonsense", ["if"]),
        ("if exist a", ["if"]),
        ("for %%a in (1 2) do netsh", ["for", "netsh"]),
        ("for nonsense", ["for"]),
        ("call netsh", ["call", "netsh"]),
        ("call :part", ["call"]),
        (r"C:\WINNT\system32\netsh.exe x", ["netsh"]),
        (r'"C:\Program Files\reg.EXE" x', ["reg"]),
        ("choice/c:yn", ["choice"]),
        (":netsh", []),
    ],
)
def test_commands_are_found_wherever_they_stand(line: str, expected: list[str]) -> None:
    """Behind IF, FOR, ELSE, CALL and operators, not in texts and comments."""
    assert words(line) == expected


def test_a_command_has_the_column_at_which_it_begins() -> None:
    """Counted from 1."""
    commands = parse_batch(text('@if not exist "a b" (copy a b & reg)')).commands
    assert [command.column for command in commands] == [2, 22, 33]


@pytest.mark.parametrize(
    ("line", "system", "count"),
    [
        ("netsh x", "NT 3.51", 1),
        ("netsh x", "NT 4.0", 1),
        ("netsh x", "Windows 2000", 0),
        ("reg query", "NT 4.0", 1),
        ("reg query", "Windows 2000", 1),
        ("reg query", "Windows 2003", 0),
        ("timeout 5", "NT 4.0", 1),
        ("where x", "NT 4.0", 1),
        ("setlocal", "NT 4.0", 0),
        ("setlocal EnableDelayedExpansion", "NT 4.0", 1),
        ("setlocal enabledelayedexpansion", "Windows 2000", 0),
        ("regini x", "NT 3.51", 0),
    ],
)
def test_commands_that_a_windows_does_not_have(line: str, system: str, count: int) -> None:
    """An unknown system is taken for NT 4.0."""
    assert len(findings(batch(line), "CM06", windows(system))) == count
    if system == "NT 4.0":
        assert len(findings(batch(line), "CM06")) == count


def test_a_foreign_batch_file_is_only_warned_about() -> None:
    """Its author may know the system."""
    (found,) = findings(text("netsh x"), "CM06")
    assert (found.severity, str(found.message)) == (Severity.WARNING, "there is no netsh on NT 4.0")


@pytest.mark.parametrize(
    "line",
    [
        "if defined A goto end",
        "if /i a==b goto end",
        "if 1 lss 2 goto end",
        "for /f %%a in (x) do echo %%a",
        "set /a X=1",
        "set /p X=",
        "call :end",
        "goto :eof",
        "echo %~1",
    ],
)
def test_what_needs_command_extensions_is_told_on_nt_3_51(line: str) -> None:
    """They are off there (Q148435); on NT 4.0 they are on."""
    assert len(findings(batch(line), "CM07", windows("NT 3.51"))) == 1
    assert not findings(batch(line), "CM07", windows("NT 4.0"))
    assert not findings(batch(line), "CM07")


@pytest.mark.parametrize(
    "line",
    ["if exist a goto end", "for %%a in (x) do echo %%a", "set X=1", "call OTHER", "goto end"],
)
def test_the_plain_forms_need_none(line: str) -> None:
    """As COMMAND.COM takes them."""
    assert not findings(batch(line), "CM07", windows("NT 3.51"))


@pytest.mark.parametrize(
    ("line", "count"),
    [
        ("for /r %%a in (x y) do echo", 1),
        ("for /R C:\\ %%a in (x y) do echo", 1),
        ("for /r %%a in (x) do echo", 0),
        ("for %%a in (x y) do echo", 0),
        ("for /r nonsense", 0),
    ],
)
@pytest.mark.parametrize(("system", "may"), [("NT 4.0", 1), ("NT 4.0 SP1", 0), ("NT 3.51", 0)])
def test_for_r_with_several_names(line: str, count: int, system: str, may: int) -> None:
    """Only NT 4.0 without a service pack crashed (Q157745)."""
    assert len(findings(batch(line), "CM08", windows(system))) == count * may


def test_labels_are_there_and_once() -> None:
    """:EOF is always there, and a name in a variable is not known."""
    lines = (
        "goto END",
        "goto :end",
        "goto eof",
        "goto %1",
        "call :nowhere",
        "::",
        "::",
        ":a",
        ":A",
    )
    found = findings(batch(*lines), "CM09")
    assert [each.message for each in found] == [
        "there is no label 'nowhere'",
        "the label 'a' stands here again",
    ]


@pytest.mark.parametrize(
    ("line", "count"),
    [("copy a+b c", 1), ("copy /B a+b c", 0), ("copy a c", 0), ("xcopy a+b c", 0)],
)
def test_files_are_joined_as_bytes(line: str, count: int) -> None:
    """A joined text may get a Ctrl-Z."""
    assert len(findings(batch(line), "CM10")) == count


@pytest.mark.parametrize(
    ("lines", "count"),
    [
        (("ping x", "if not errorlevel 1 goto end"), 1),
        (('ping x | find "TTL="', "if errorlevel 1 goto end"), 0),
        (('ping x | find "Reply from"', "if errorlevel 1 goto end"), 1),
        (("ping x", "echo done"), 0),
    ],
)
def test_a_ping_is_judged_by_its_ttl(lines: tuple[str, ...], count: int) -> None:
    """Q115388."""
    assert len(findings(batch(*lines), "CM11")) == count


@pytest.mark.parametrize(
    ("line", "count"),
    [
        ("regini X.INI", 1),
        ("netsh interface ip add address x", 1),
        ("netsh interface ip show address", 0),
        ("copy /b a b", 1),
        ("ping x", 0),
    ],
)
def test_our_scripts_know_their_computer_first(line: str, count: int) -> None:
    """Told once; another's script may do as it likes."""
    data = text("@echo off", line, line)
    assert len(findings(data, "CM12", OURS)) == count
    assert not findings(data, "CM12")
    assert not findings(batch(line), "CM12")


@pytest.mark.parametrize(
    ("line", "columns"),
    [
        ("echo 100%", [9]),
        ('echo "a', [6]),
        ("echo a < b", [8]),
        ("echo a > b>c", [8]),
        ("echo a > \\\\x", []),
        ('echo a > "b"', [8]),
        ("ping a | more", [8]),
        ("echo !A!", [6, 8]),
        ("echo `a`", [6, 8]),
        (r"copy /b %X4ETC%\%X4FILE% a > nul", []),
        ('find "a" %1 | find "//" > nul', []),
        ("for %%a in (1) do echo %%a", []),
        ("echo none> %X4FILE%.NON", []),
        ("echo.>> A.TMP", []),
    ],
)
def test_characters_that_cmd_acts_upon(line: str, columns: list[int]) -> None:
    """Only those that our scripts have themselves are left out."""
    assert [each.where.field for each in findings(batch(line), "CM05")] == columns


@pytest.mark.parametrize(
    ("size", "system", "expected"),
    [
        (499, "NT 4.0", []),
        (500, "NT 4.0", [Severity.WARNING]),
        (2047, "NT 4.0", [Severity.WARNING]),
        (2048, "NT 4.0", [Severity.ERROR]),
        (2048, "Windows 2000", [Severity.ERROR]),
        (1024, "NT 3.51", [Severity.ERROR]),
        (8191, "Windows 2003", [Severity.WARNING]),
        (8192, "Windows 2003", [Severity.ERROR]),
    ],
)
def test_how_long_a_line_may_be(size: int, system: str, expected: list[Severity]) -> None:
    """Q830473; an unknown system is taken for NT 4.0."""
    data = text("x" * size)
    assert [each.severity for each in findings(data, "CM04", windows(system))] == expected
    if system == "NT 4.0":
        assert [each.severity for each in findings(data, "CM04")] == expected
