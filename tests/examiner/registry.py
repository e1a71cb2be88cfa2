# SPDX-License-Identifier: MIT
r"""Readers of regini scripts and REGEDIT4 files (domain/windows.md, 4.1 and 4.2).

\Registry\Machine\System\CurrentControlSet\Services\El90x1\Parameters\Tcpip
    IPAddress = REG_MULTI_SZ "10.20.1.10" "10.20.1.41"
"""

import re
from collections.abc import Iterator
from typing import NoReturn

Values = dict[tuple[str, str], list[str]]
_REGINI_LINE = 240
_REG_LINE = 80
_REGINI_ROOT = "\\registry\\machine\\"
_REG_ROOT = "[hkey_local_machine\\"
_STRING = re.compile(r'"([^"\\]*)"')
_HEX = re.compile(r'"([^"]+)"=hex\(7\):((?:[0-9a-f]{2},)*[0-9a-f]{2})')


class RegistryError(ValueError):
    """A line that the Windows program would refuse, skip or misread."""


def _refuse(why: str, what: object = "") -> NoReturn:
    raise RegistryError(f"{why} {what!r}".strip())


def read_regini(data: bytes) -> Values:
    """Values by (key below HKLM in small letters, name); old regini rules."""
    text = _dos_text(data)
    key, values = "", {}
    for line in _joined(text.removesuffix("\r\n").split("\r\n")):
        if "=" not in line:
            if not line.lower().startswith(_REGINI_ROOT) or line != line.rstrip():
                _refuse("no full key", line)
            key = line.lower().removeprefix(_REGINI_ROOT)
            continue
        if not key or not line.startswith(" "):
            _refuse("a value without a key", line)
        name, _, rest = line.partition("=")
        values[key, name.strip()] = list(_regini_data(rest.strip()))
    return values


def _joined(lines: list[str]) -> Iterator[str]:
    whole = ""
    for line in lines:
        if len(line) >= _REGINI_LINE or set(line) & set(";[]") or not line.strip():
            _refuse("long, blank, or with a comment or bracket", line)
        if line.lstrip().startswith("#"):
            _refuse("a comment", line)
        whole += line.removesuffix("\\")
        if not line.endswith("\\"):
            yield whole
            whole = ""
    if whole:
        _refuse("ends in a continuation")


def _regini_data(rest: str) -> Iterator[str]:
    kind, _, data = rest.partition(" ")
    if rest == "DELETE":
        yield "DELETE"
    elif kind == "REG_SZ":
        yield data.strip().strip('"')
    elif kind == "REG_MULTI_SZ" and not _STRING.sub("", data).strip():
        yield from _STRING.findall(data)
    else:
        _refuse("unknown data", rest)


def read_regedit4(data: bytes) -> Values:
    """Values by (key below HKLM in small letters, name); hex(7) in ANSI bytes."""
    text = _dos_text(data)
    lines = text.split("\r\n")
    if lines[:2] != ["REGEDIT4", ""] or not text.endswith("\r\n\r\n"):
        _refuse("no REGEDIT4 line, no blank line after it, or none at the end")
    key, values = "", {}
    for line in _unfolded(lines[2:]):
        if line.startswith("["):
            if not line.lower().startswith(_REG_ROOT) or not line.endswith("]"):
                _refuse("no full key", line)
            key = line.lower().removeprefix(_REG_ROOT).removesuffix("]")
            continue
        found = _HEX.fullmatch(line)
        if not found or not key:
            _refuse("skipped without a message", line)
        values[key, found[1]] = _strings(bytes.fromhex(found[2].replace(",", " ")))
    return values


def _unfolded(lines: list[str]) -> Iterator[str]:
    whole = ""
    for line in filter(None, lines):
        if len(line) > _REG_LINE or (whole and not line.startswith(" ")):
            _refuse("long or wrongly folded", line)
        whole += line.strip() if whole else line
        if not whole.endswith("\\"):
            yield whole
            whole = ""
        elif whole.endswith(",\\"):
            whole = whole[:-1]
        else:
            _refuse("folded elsewhere than after a comma", line)
    if whole:
        _refuse("ends in a fold")


def _strings(data: bytes) -> list[str]:
    strings = data.decode("ascii").split("\0")
    if strings[-2:] != ["", ""] or "" in strings[:-2]:
        _refuse("not a list of ANSI strings", data)
    return strings[:-2]


def _dos_text(data: bytes) -> str:
    text = data.decode("ascii")
    if not text.endswith("\r\n"):
        _refuse("the last line is not ended")
    return text
