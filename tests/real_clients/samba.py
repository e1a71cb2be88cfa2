# SPDX-License-Identifier: MIT
"""Samba: its reader of LMHOSTS, and its registry, both apart from those of this computer."""

import subprocess
from collections.abc import Sequence
from pathlib import Path

from .programs import program, search_path

_CONFIGURATION = """\
[global]
interfaces = 127.0.0.1/8
name resolve order = lmhosts
name cache timeout = 0
"""
# Samba would remember answers in the folders of this computer.
_FOLDERS = ("lock", "state", "cache", "private", "pid")
_RESOLVE = Path(__file__).with_name("resolve.sh")


class Samba:
    """A configuration and the databases that go with it."""

    def __init__(self, folder: Path) -> None:
        """Begin with nothing known."""
        self.folder = folder
        lines = [_CONFIGURATION, f"log file = {folder}/log\n"]
        for name in _FOLDERS:
            (folder / name).mkdir(parents=True)
            key = f"{name} dir" if name == "private" else f"{name} directory"
            lines.append(f"{key} = {folder}/{name}\n")
        (folder / "smb.conf").write_text("".join(lines), encoding="utf-8")

    def net(self, *arguments: str) -> str:
        """What Samba's net prints; it must succeed."""
        command = [program("net"), "-s", str(self.folder / "smb.conf"), *arguments]
        done = subprocess.run(command, capture_output=True, encoding="utf-8", check=False)
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def resolve(
        self, lmhosts: bytes, names: Sequence[str], isolated: Sequence[str]
    ) -> dict[str, str]:
        """The address of each name that Samba finds in an LMHOSTS file.

        Where that file is cannot be configured, so a folder of ours is put over /etc/samba, which
        only this one command sees.
        """
        (self.folder / "lmhosts").write_bytes(lmhosts)
        done = subprocess.run(
            [*isolated, "sh", str(_RESOLVE), str(self.folder)],
            input="".join(f"{name}\n" for name in names),
            capture_output=True,
            encoding="utf-8",
            env={"PATH": search_path()},
            check=False,
        )
        assert done.returncode == 0, done.stderr
        answers = (line.split(" ") for line in done.stdout.splitlines())
        return {name: address for name, address in answers if address}

    def convert(self, registry_file: Path) -> str:
        """The text of a registry file with UTF-16 bytes, whatever it had before."""
        target = self.folder / "converted.reg"
        self.net(
            "registry", "convert", str(registry_file), str(target), "", "regedit5,enc=UTF-16LE"
        )
        return target.read_text(encoding="utf-16")

    def values(self, key: str, name: str) -> list[str]:
        """The strings of a REG_MULTI_SZ value, in order."""
        first, *rest = self.net("registry", "getvalue", key, name).strip().splitlines()
        assert first.split("=")[1].strip() == "REG_MULTI_SZ"
        return [line.split('"')[1] for line in rest]
