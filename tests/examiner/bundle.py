# SPDX-License-Identifier: MIT
"""Reads a bundle from disk: bytes of every file, ASSIGN.csv and PLAN.json."""

import csv
import io
import json
import re
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from .inventory import Ident

Json = dict[str, object]
COLUMNS = [
    *("action", "server", "connector", "remote_server", "owner", "old_address", "new_address"),
    *("alias", "address_type", "address_value", "reason", "folder", "step"),
]
FORMULA = frozenset("=+-@\t\r＝＋－＠﹦﹢﹣﹫")  # noqa: RUF001 -- programs fold them
SEPARATOR = re.compile("[;,|\\t\\r\\n]")


@dataclass(frozen=True, kw_only=True)
class Bundle:
    """Files by path relative to the bundle, with `/`."""

    files: dict[str, bytes]

    @cached_property
    def plan(self) -> Json:
        """PLAN.json as plain data."""
        return record(json.loads(self.files["PLAN.json"]))

    @cached_property
    def raw_assignments(self) -> list[dict[str, str]]:
        """ASSIGN.csv with its cells as they stand."""
        return self._rows("ASSIGN.csv")

    @cached_property
    def assignments(self) -> list[dict[str, str]]:
        """ASSIGN.csv with the guard against formulas taken off."""
        return _unguarded_rows(self.raw_assignments)

    @cached_property
    def tests(self) -> list[dict[str, str]]:
        """EVIDENCE.CSV in the same way."""
        return _unguarded_rows(self._rows("EVIDENCE.CSV"))

    def _rows(self, path: str) -> list[dict[str, str]]:
        text = self.files.get(path, b"").decode("utf-8-sig")
        return list(csv.DictReader(io.StringIO(text, newline="")))

    @cached_property
    def by_connector(self) -> dict[Ident, dict[str, str]]:
        """The last ASSIGN.csv row of each connector."""
        return {(row["server"].upper(), row["connector"]): row for row in self.assignments}

    @cached_property
    def servers(self) -> list[Json]:
        """The servers of PLAN.json."""
        return records(self.plan.get("servers"))

    @cached_property
    def folders(self) -> dict[str, str]:
        """Server name in capitals by folder, from PLAN.json."""
        pairs = ((text(each, "folder"), text(each, "name")) for each in self.servers)
        return {base(folder): name.upper() for folder, name in pairs if folder}

    def folder_of(self, server: str) -> str | None:
        """Folder of a server (name in capitals)."""
        return self._folder_by_name.get(server)

    @cached_property
    def _folder_by_name(self) -> dict[str, str]:
        return {name: folder for folder, name in self.folders.items()}

    def inside(self, folder: str) -> dict[str, bytes]:
        """Files of one server folder by their 8.3 names."""
        start = f"SERVERS/{folder}/"
        return {
            path.removeprefix(start): data
            for path, data in self.files_by_folder.get(folder, {}).items()
        }

    def scripts(self, folder: str) -> dict[str, str]:
        """The same as text, as far as it is ASCII."""
        return {name: data.decode("ascii", "replace") for name, data in self.inside(folder).items()}

    @cached_property
    def files_by_folder(self) -> dict[str, dict[str, bytes]]:
        """Files below SERVERS, folder by folder."""
        found: dict[str, dict[str, bytes]] = {}
        for path, data in self.files.items():
            parts = path.split("/")
            if parts[0] == "SERVERS" and len(parts) > 1:
                found.setdefault(parts[1], {})[path] = data
        return found


def read_bundle(root: Path) -> Bundle:
    """Every file below the bundle's folder."""
    paths = (path for path in sorted(root.rglob("*")) if path.is_file())
    return Bundle(files={path.relative_to(root).as_posix(): path.read_bytes() for path in paths})


def _unguarded_rows(rows: list[dict[str, str]]) -> list[dict[str, str]]:
    return [{name: unguarded(cell) for name, cell in row.items()} for row in rows]


def unguarded(cell: str | None) -> str:
    """A cell without the apostrophes that keep a spreadsheet from running it or a part of it."""
    parts = SEPARATOR.split(cell or "")
    marks = [*SEPARATOR.findall(cell or ""), ""]
    return "".join(_plain(part) + mark for part, mark in zip(parts, marks, strict=True))


def _plain(part: str) -> str:
    start = len(part) - len(part.lstrip(' "'))
    sign = part[start:].lstrip("'")[:1]
    is_guarded = part[start : start + 1] == "'" and sign in FORMULA and sign
    return part[:start] + part[start + 1 :] if is_guarded else part


def base(folder: str) -> str:
    """The last part of a folder path."""
    return folder.rstrip("/").rsplit("/", 1)[-1]


def record(value: object) -> Json:
    """The value when it is an object, else an empty one."""
    return {str(key): each for key, each in value.items()} if isinstance(value, dict) else {}


def records(value: object) -> list[Json]:
    """The objects of a list."""
    return [record(each) for each in value] if isinstance(value, list) else []


def text(value: Json, key: str) -> str:
    """A text of an object, `` when missing."""
    found = value.get(key)
    return found if isinstance(found, str) else ""


def texts(value: object) -> list[str]:
    """The texts of a list."""
    return [str(each) for each in value] if isinstance(value, list) else []
