# SPDX-License-Identifier: MIT
"""Registry hives in the form of Windows NT, written and read by hivex.

hivex cannot begin a hive, so the first one is put together here: a header of 4096 bytes, one
block with the root key, its security descriptor, and free space (``hivexsh`` reads it as empty).
"""

import json
import struct
import subprocess
from pathlib import Path

from .programs import program
from .samba import Samba

_NONE = 0xFFFFFFFF
_BLOCK = 0x1000
_ROOT_AT = 0x20
_ROOT_NAME = b"$$$PROTO.HIV"
_ROOT_FLAGS = 0x2C  # the root, which cannot be deleted, with an ASCII name
_CHECKED = 0x1FC

# Debian's hivex is known to Debian's own Python only.
_READ = """\
import hivex, json, sys
hive = hivex.Hivex(sys.argv[1])
node = hive.root()
for name in sys.argv[2].split("\\\\"):
    node = hive.node_get_child(node, name)
found = {}
for value in hive.node_values(node):
    kind, data = hive.value_value(value)
    found[hive.value_key(value)] = [kind, data.decode("utf-16-le")]
print(json.dumps(found))
"""
_MULTI_SZ = 7


class Hives:
    """Hives of servers, in one folder."""

    def __init__(self, folder: Path, samba: Samba) -> None:
        """Begin with no hive."""
        folder.mkdir()
        self._folder = folder
        self._samba = samba

    def make(self, key: str) -> Path:
        """A SYSTEM hive that has a key and the keys above it."""
        hive = self._folder / "SYSTEM"
        hive.write_bytes(_empty_hive())
        commands = "".join(f"add {part}\ncd {part}\n" for part in key.split("\\"))
        _run("hivexsh", "-w", str(hive), text=f"{commands}commit\n")
        return hive

    def merge(self, hive: Path, data: bytes) -> None:
        """Bring a registry file into a hive, as its administrator would."""
        given, readable = self._folder / "given.reg", self._folder / "readable.reg"
        given.write_bytes(data)
        # hivexregedit takes no ANSI bytes.
        readable.write_text(self._samba.convert(given), encoding="utf-8")
        prefix = "HKEY_LOCAL_MACHINE\\SYSTEM"
        _run("hivexregedit", "--merge", "--prefix", prefix, str(hive), str(readable))

    def values(self, hive: Path, key: str) -> dict[str, list[str]]:
        """The values of a key, each a list of strings in order."""
        found = json.loads(_run("/usr/bin/python3", "-I", "-c", _READ, str(hive), key))
        assert all(kind == _MULTI_SZ for kind, _ in found.values())
        return {name: _strings(data) for name, (_, data) in found.items()}


def _strings(data: str) -> list[str]:
    """What a REG_MULTI_SZ holds: a NUL behind each string, and one more behind the last."""
    assert data.endswith("\0\0")
    return data[:-2].split("\0")


def _run(name: str, *arguments: str, text: str = "") -> str:
    done = subprocess.run(
        [program(name), *arguments], input=text, capture_output=True, encoding="utf-8", check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def _empty_hive() -> bytes:
    security_at = _ROOT_AT + len(_root(0))
    cells = _root(security_at) + _security(security_at)
    free = _BLOCK - _ROOT_AT - len(cells)
    block = struct.pack("<4sIIQQI", b"hbin", 0, _BLOCK, 0, 0, 0) + cells + struct.pack("<i", free)
    header = struct.pack("<4sIIQ7I", b"regf", 1, 1, 0, 1, 3, 0, 1, _ROOT_AT, _BLOCK, 1)
    header = header.ljust(_CHECKED, b"\0")
    checksum = 0
    for (word,) in struct.iter_unpack("<I", header):
        checksum ^= word
    header += struct.pack("<I", checksum)
    return header.ljust(_BLOCK, b"\0") + block.ljust(_BLOCK, b"\0")


def _root(security_at: int) -> bytes:
    """The record of the root key: no key below it, no value in it."""
    return _cell(
        struct.pack("<2sHQII", b"nk", _ROOT_FLAGS, 0, 0, _NONE)
        + struct.pack("<IIII", 0, 0, _NONE, _NONE)
        + struct.pack("<IIII", 0, _NONE, security_at, _NONE)
        + struct.pack("<5IHH", 0, 0, 0, 0, 0, len(_ROOT_NAME), 0)
        + _ROOT_NAME
    )


def _security(at: int) -> bytes:
    """A security record that is alone in its ring; its descriptor names nobody."""
    descriptor = struct.pack("<BBH4I", 1, 0, 0x8000, 0, 0, 0, 0)
    return _cell(struct.pack("<2sH4I", b"sk", 0, at, at, 1, len(descriptor)) + descriptor)


def _cell(data: bytes) -> bytes:
    """A cell in use: its length as a negative number, then its data, in steps of 8 bytes."""
    length = (len(data) + 4 + 7) // 8 * 8
    return struct.pack("<i", -length) + data.ljust(length - 4, b"\0")
