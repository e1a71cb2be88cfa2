# SPDX-License-Identifier: MIT
r"""Reads a batch file as commands and labels, whatever it holds, so that the linter can judge it.

Only as much of cmd.exe is known as the rules ask for::

    @echo off
    if "%COMPUTERNAME%"=="MAIL-A" goto right
    ping -n 2 10.20.1.41 | find "TTL=" > nul
    :right
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

import msgspec

from x400fix.model.lines import Line, split_lines

_LEAD = re.compile(r"[@ \t(),;=]*")
_WORD = re.compile(r'"[^"]*"|[^\s/,;=<>"()+]+')
_LABEL = re.compile(r"[ \t]*:[ \t]*([^\s:+&|<>(),;=]*)")
_IF = re.compile(
    r"(?P<switch>/i[ \t]+)?(?:not[ \t]+)?(?:"
    r"(?P<level>errorlevel)[ \t]+\S+"
    r'|exist[ \t]+(?:"[^"]*"|\S+)'
    r"|(?P<extended>defined|cmdextversion)[ \t]+\S+"
    r'|(?:"[^"]*"|[^\s="]+)[ \t]*==[ \t]*(?:"[^"]*"|\S+)'
    r'|(?:"[^"]*"|\S+)[ \t]+(?P<compares>equ|neq|lss|leq|gtr|geq)[ \t]+\S+'
    r")(?P<then>[ \t].*)?",
    re.IGNORECASE,
)
_ELSE = re.compile(r"\)(?=[ \t]*else\b)", re.IGNORECASE)
_FOR = re.compile(r"(?P<head>.*?\))[ \t]*do[ \t]+(?P<then>.*)", re.IGNORECASE)
_PROGRAM = re.compile(r"(?:.*\\)?(.*?)(?:\.exe|\.com|\.cmd|\.bat|[.:]+)?", re.IGNORECASE)


class Command(NamedTuple):
    """One command: its line, the column at which it begins, its word in small letters, the rest.

    ``is_piped`` says that what it prints goes to the next command. Of an IF, ``rest`` is the
    condition, of a FOR what stands before DO; the command that follows comes next.
    """

    line: int
    column: int
    word: str
    rest: str
    is_piped: bool = False


class Label(NamedTuple):
    """A line that GOTO can lead to."""

    line: int
    name: str


class BatchText(msgspec.Struct, frozen=True, kw_only=True):
    """A whole batch file."""

    data: bytes
    lines: tuple[Line, ...]
    commands: tuple[Command, ...]
    labels: tuple[Label, ...]


def parse_batch(data: bytes) -> BatchText:
    """Read a file; nothing is refused."""
    lines = split_lines(data.decode("latin-1"))
    commands: list[Command] = []
    labels: list[Label] = []
    for line in lines:
        if found := _LABEL.match(line.text):
            labels.append(Label(line.number, found[1].lower()))
        else:
            commands.extend(_read_line(line))
    return BatchText(data=data, lines=lines, commands=tuple(commands), labels=tuple(labels))


def _read_line(line: Line) -> Iterator[Command]:
    """The commands of a line; what stands behind REM is no command."""
    for start, end in _parts(line.text):
        is_piped = line.text[end : end + 2].startswith("|") and line.text[end : end + 2] != "||"
        found = list(_read_commands(line.number, start, line.text[start:end]))
        if found and is_piped:
            found[-1] = found[-1]._replace(is_piped=True)
        yield from found
        if found and found[-1].word == "rem":
            return


def _parts(text: str) -> Iterator[tuple[int, int]]:
    """Where the parts of a line begin and end: ``&``, ``|`` and ELSE separate them."""
    start, is_quoted, is_escaped = 0, False, False
    branches = {found.start() for found in _ELSE.finditer(text)}
    for at, character in enumerate(text):
        if is_escaped:
            is_escaped = False
        elif character == '"':
            is_quoted = not is_quoted
        elif is_quoted:
            continue
        elif character == "^":
            is_escaped = True
        elif character in "&|" or at in branches:
            yield start, at
            start = at + 1
    yield start, len(text)


def _read_commands(number: int, start: int, text: str) -> Iterator[Command]:
    """A command, and those that stand behind its IF, FOR, ELSE or CALL."""
    while True:
        lead = _LEAD.match(text)
        skipped = lead.end() if lead else 0
        start, text = start + skipped, text[skipped:]
        found = _WORD.match(text)
        if not found:
            return
        word, rest = _program(found[0]), text[found.end() :]
        inner = _inner(word, rest)
        if inner is None:
            yield Command(number, start + 1, word, rest.strip(" \t"))
            return
        head, then = inner
        yield Command(number, start + 1, word, head.strip(" \t"))
        start, text = start + len(text) - len(then), then


def _program(text: str) -> str:
    """The name of a command without its folder and extension, in small letters."""
    found = _PROGRAM.fullmatch(text.strip('"'))
    return (found[1] if found else text).lower()


def _inner(word: str, rest: str) -> tuple[str, str] | None:
    """What belongs to a word itself, and the command behind it; None if there is none."""
    body = rest.lstrip(" \t")
    if word == "if" and (found := _IF.fullmatch(body)):
        then = found["then"] or ""
        return body[: len(body) - len(then)], then
    if word == "for" and (found := _FOR.fullmatch(body)):
        return found["head"], found["then"]
    if word == "else" or (word == "call" and not body.startswith(":")):
        return "", body
    return None


class Condition(NamedTuple):
    """What the condition of an IF asks for."""

    asks_errorlevel: bool
    needs_extensions: bool


def condition_of(command: Command) -> Condition:
    """What an IF asks for; nothing if it is none or cannot be read."""
    found = _IF.fullmatch(command.rest) if command.word == "if" else None
    if not found:
        return Condition(asks_errorlevel=False, needs_extensions=False)
    return Condition(
        asks_errorlevel=found["level"] is not None,
        needs_extensions=any(found[each] for each in ("switch", "extended", "compares")),
    )
