# SPDX-License-Identifier: MIT
"""The command that comes next, as a person can paste it into the shell of the platform."""

import os
import re
import shlex
import sys
from collections.abc import Iterable, Iterator, Mapping

_CALLED = {"zip_file": "--zip"}
"""Options that are not called as their parameter."""
_PLAIN = re.compile(r"[\w@.:\\/=+,-]+", re.ASCII)


def quoted(words: Iterable[str]) -> str:
    """A command line of words: for cmd.exe and PowerShell on Windows, else for a Unix shell."""
    if sys.platform == "win32":
        return " ".join(word if _PLAIN.fullmatch(word) else f'"{word}"' for word in words)
    return shlex.join(words)


def command_line(command: str, given: Mapping[str, object], *names: str) -> str:
    """A command of x400fix with those of the given parameters that are named, if they are set.

    ``inventory`` is its argument; a command that reads stdin cannot be pasted, which is "".
    """
    inventory = str(given["inventory"])
    if inventory == "-":
        return ""
    if inventory.startswith("-"):
        inventory = f".{os.sep}{inventory}"
    options = (word for name in names for word in _option(name, given.get(name)))
    return quoted(["x400fix", command, inventory, *options])


def _option(name: str, value: object) -> Iterator[str]:
    """The words of an option; one that is not set has none."""
    option = _CALLED.get(name) or "--" + name.replace("_", "-")
    if isinstance(value, bool | int):
        yield from [option] * value
    elif value is not None:
        for each in value if isinstance(value, list) else [value]:
            yield from (option, str(each))
