# SPDX-License-Identifier: MIT
"""Judges what every text file has in common: bytes, line ends, first lines, markers."""

import re
from collections.abc import Iterator

from .bundle import FORMULA, SEPARATOR, Bundle

ASCII_FILES = re.compile(r".*\.(?:CMD|INI|REG|ADD)")
DOS_FILES = re.compile(r".*\.(?:CMD|INI|REG|ADD)|STEPS\.TXT|ADDRATTR\.TXT")
NAMED_FILES = re.compile(r"TICKET\.TXT|RUNBOOK\.TXT|STEPS\.TXT|ADDRATTR\.TXT|.*\.CMD")
SHORT_NAME = re.compile(r"[A-Z0-9_-]{1,8}\.[A-Z0-9_-]{1,3}", re.ASCII)
SERVER_FILES = {
    *("STEPS.TXT", "ADDRATTR.TXT", "LMHOSTS.ADD", "HOSTS.ADD", "CHECK.CMD", "GATHER.CMD"),
    *("NIC.INI", "NICUNDO.INI", "NIC.REG", "NICUNDO.REG", "NIC.CMD", "NICUNDO.CMD"),
    *("NAMES.CMD", "NAMUNDO.CMD", "OVERRIDE.INI", "OVRUNDO.INI"),
    *("LMHOSTS.OLD", "LMHOSTS.NEW", "HOSTS.OLD", "HOSTS.NEW"),
}
_FOREIGN = re.compile(r"PLAN\.json|.*\.(?:OLD|NEW|XLSX|PDF|ZIP)")
FOLDER = re.compile(r"[A-Z0-9_-]{1,15}", re.ASCII)
DEVICE = re.compile(r"CON|PRN|AUX|NUL|COM[1-9]|LPT[1-9]")
MARKER = re.compile(r"# x400fix (BEGIN|END) ([A-Za-z0-9-]{1,16})", re.ASCII)


def judge_texts(bundle: Bundle) -> Iterator[str]:
    """Complaints about names, bytes, line ends and first lines."""
    folders = list(bundle.files_by_folder)
    if len({folder.upper() for folder in folders}) != len(folders):
        yield "SERVERS: two folders with one name"
    for path, data in bundle.files.items():
        yield from _path(path)
        yield from _bytes(path, data)
    yield from _guarded(bundle)


def _path(path: str) -> Iterator[str]:
    parts = path.split("/")
    if len(parts) == 1 or parts[0] in {"FIELDS", "ATTACH"}:
        return
    folder, name = parts[1], parts[-1]
    if parts[0] != "SERVERS" or len(parts) != 3:
        yield f"{path}: not a place for a file"
    if not FOLDER.fullmatch(folder) or DEVICE.fullmatch(folder):
        yield f"{path}: folder name {folder}"
    if not SHORT_NAME.fullmatch(name) or name not in SERVER_FILES:
        yield f"{path}: unknown or not an 8.3 name in capitals"


def _bytes(path: str, data: bytes) -> Iterator[str]:
    name = path.rsplit("/", 1)[-1]
    if ASCII_FILES.fullmatch(name) and not all(
        byte in b"\t\r\n" or 32 <= byte < 127 for byte in data
    ):
        yield f"{path}: bytes outside printable ASCII"
    if DOS_FILES.fullmatch(name):
        yield from _dos(path, data)
    if NAMED_FILES.fullmatch(name) and b"x400fix" not in _first_line(data):
        yield f"{path}: first line does not name x400fix"
    if not data.endswith(b"\n") and not _FOREIGN.fullmatch(name):
        yield f"{path}: last line not ended"


def _first_line(data: bytes) -> bytes:
    """The first line, in a batch file the one after `@echo off`."""
    return data.removeprefix(b"@echo off\r\n").split(b"\n", 1)[0]


def _dos(path: str, data: bytes) -> Iterator[str]:
    rest = data.replace(b"\r\n", b"")
    if b"\r" in rest or b"\n" in rest:
        yield f"{path}: a line end that is not CRLF"
    try:
        data.decode("cp1252")
    except UnicodeDecodeError:
        yield f"{path}: not cp1252"


def _guarded(bundle: Bundle) -> Iterator[str]:
    for row in bundle.raw_assignments:
        for column, cell in row.items():
            if any(part.lstrip(' "')[:1] in FORMULA for part in SEPARATOR.split(cell) if part):
                yield f"ASSIGN.csv: {column} {cell!r} begins like a formula"
    data = bundle.files.get("ASSIGN.csv", b"")
    if data.replace(b"\r\n", b"").count(b"\n"):
        yield "ASSIGN.csv: a line end that is not CRLF"


def marked_lines(path: str, data: bytes, ticket: str | None) -> tuple[list[str], list[str]]:
    """Lines between the markers, comments and blanks left out, and complaints about markers."""
    lines = data.decode("ascii", "replace").split("\r\n")
    marks = [(at, MARKER.fullmatch(line)) for at, line in enumerate(lines) if "x400fix" in line]
    marks = [(at, mark) for at, mark in marks if mark]
    if [mark[1] for _, mark in marks if mark] != ["BEGIN", "END"]:
        return [], [f"{path}: markers are not one BEGIN and one END"]
    complaints = []
    ids = {mark[2] for _, mark in marks if mark}
    right = ticket is None and re.fullmatch(r"[0-9a-f]{8}", next(iter(ids)))
    if len(ids) != 1 or not (right or ids == {ticket}):
        complaints.append(f"{path}: markers name {sorted(ids)}")
    outside = lines[: marks[0][0]] + lines[marks[1][0] + 1 :]
    complaints += [
        f"{path}: {line!r} stands outside the markers"
        for line in outside
        if line and not line.startswith("# ")
    ]
    within = lines[marks[0][0] + 1 : marks[1][0]]
    complaints += [
        f"{path}: comment {line!r} begins like a keyword"
        for line in within
        if line.startswith("#") and not line.startswith("# ")
    ]
    return [line for line in within if line and not line.startswith("# ")], complaints
