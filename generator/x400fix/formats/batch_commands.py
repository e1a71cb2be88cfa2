# SPDX-License-Identifier: MIT
"""What the rules for batch files ask of commands."""

import re
from collections.abc import Iterator
from itertools import pairwise

from x400fix.formats.batch import BatchText, Command, condition_of
from x400fix.inventory.versions import Windows
from x400fix.model.rules import Context, Hit
from x400fix.problems import shown

# The first Windows that has a command; cmd.exe of NT 4.0 and 3.51 has none of them.
_FIRST = {
    "netsh": Windows.W2000,
    "reg": Windows.W2003,
    "choice": Windows.W2003,
    "timeout": Windows.W2003,
    "where": Windows.W2003,
}
_DELAYED = re.compile(r"enabledelayedexpansion|disabledelayedexpansion", re.IGNORECASE)
_NT = (Windows.NT351, Windows.NT40)
_CHANGING = {
    *("copy", "xcopy", "del", "erase", "move", "ren", "rename", "md", "mkdir", "rd", "rmdir"),
    *("regini", "regedit"),
}
_NETSH_CHANGE = re.compile(r"\b(?:add|delete|set|reset)\b", re.IGNORECASE)
_FOR_SET = re.compile(r"\(([^)]*)\)")
_SWITCH = re.compile(r"/([a-z?])", re.IGNORECASE)


def unknown_commands(document: BatchText, context: Context) -> Iterator[Hit]:
    """Commands that this Windows does not have."""
    system = context.os.windows if context.os else None
    for command in document.commands:
        first = _FIRST.get(command.word)
        what = command.word
        if command.word == "setlocal" and _DELAYED.search(command.rest):
            first, what = Windows.W2000, "delayed expansion"
        if first and (system in {None, *_NT} or (system is Windows.W2000 and first != system)):
            on = context.os or Windows.NT40
            yield Hit(command.line, command.column, f"there is no {what} on {on}")


def extensions(document: BatchText, context: Context) -> Iterator[Hit]:
    """What needs command extensions, on NT 3.51, where they are off (Q148435)."""
    if not context.is_surely(Windows.NT351):
        return
    for command in document.commands:
        if _needs_extensions(command):
            message = f"{command.word} {command.rest}".strip()
            yield Hit(command.line, command.column, f"{shown(message)} needs command extensions")
    for line in document.lines:
        at = line.text.find("%~")
        if at >= 0:
            yield Hit(line.number, at + 1, "%~ needs command extensions")


def _needs_extensions(command: Command) -> bool:
    """Whether a command is more than the plain form that NT 3.51 knows."""
    rest = command.rest.lower()
    return (
        condition_of(command).needs_extensions
        or (command.word == "for" and rest.startswith("/"))
        or (command.word == "set" and rest[:2] in {"/a", "/p"})
        or (command.word == "call" and rest.startswith(":"))
        or (command.word == "goto" and rest.startswith(":eof"))
    )


def names_of_for_r(document: BatchText, context: Context) -> Iterator[Hit]:
    """FOR /R with several names, which crashed cmd.exe of NT 4.0 without a service pack."""
    if not context.may_be(Windows.NT40, before=1):
        return
    for command in document.commands:
        names = _FOR_SET.search(command.rest)
        if command.word == "for" and command.rest[:2].lower() == "/r" and names:
            count = len(names[1].split())
            if count > 1:
                yield Hit(command.line, command.column, f"FOR /R with {count} names: take one")


def missing_labels(document: BatchText, _: Context) -> Iterator[Hit]:
    """Jumps to labels that the file does not have, and labels that stand in it twice."""
    known: set[str] = set()
    for label in document.labels:
        if label.name and label.name in known:
            yield Hit(label.line, 1, f"the label {shown(label.name)} stands here again")
        known.add(label.name)
    for command in document.commands:
        if command.word == "goto" or (command.word == "call" and command.rest.startswith(":")):
            target = command.rest.lstrip(": \t").split(" ")[0].lower()
            if target not in known and target != "eof" and "%" not in target:
                yield Hit(command.line, command.column, f"there is no label {shown(target)}")


def joined_copies(document: BatchText, _: Context) -> Iterator[Hit]:
    """COPY of joined files as text."""
    for command in document.commands:
        switches = {found.lower() for found in _SWITCH.findall(command.rest)}
        if command.word == "copy" and "+" in command.rest and "b" not in switches:
            message = "copy joins files as text and may add a Ctrl-Z: write copy /b"
            yield Hit(command.line, command.column, message)


def judged_pings(document: BatchText, _: Context) -> Iterator[Hit]:
    """Pings that are judged by errorlevel or by a text that also failures have."""
    for one, other in pairwise(document.commands):
        if one.word == "ping" and not one.is_piped and condition_of(other).asks_errorlevel:
            message = "errorlevel does not tell whether ping had an answer"
            yield Hit(other.line, other.column, f'{message}: look for "TTL=" with find')
    for command in document.commands:
        if command.word == "find" and "reply from" in command.rest.lower():
            message = '"Reply from" also precedes "Destination host unreachable": look for "TTL="'
            yield Hit(command.line, command.column, message)


def unguarded_change(document: BatchText, _: Context) -> Iterator[Hit]:
    """The first command that changes something before the computer's name was compared."""
    for command in document.commands:
        if command.word == "if" and "%computername%" in command.rest.lower():
            return
        is_netsh = command.word == "netsh" and _NETSH_CHANGE.search(command.rest)
        if command.word in _CHANGING or is_netsh:
            message = f"{command.word} runs before %COMPUTERNAME% is compared"
            yield Hit(command.line, command.column, message)
            return
