# SPDX-License-Identifier: MIT
"""Wine's cmd.exe on a disk laid out as that of a Windows NT server."""

import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path

from .programs import program, search_path
from .recorder_program import make_program

_RECORD = Path(__file__).with_name("record.cmd")
_RECORDED = ("arp", "dumpel", "ipconfig", "nbtstat", "netsh", "ping", "reg", "regdmp", "regini")
_EMPTY = ("calls", "registry", "neighbours", "answering", "connection", "refused")
_SECONDS = 120


class Wine:
    """A disk C: and recorders for the programs that Wine lacks."""

    def __init__(self, folder: Path) -> None:
        """Make the disk, for which no screen is needed."""
        self._disk = folder / "prefix" / "drive_c"
        self._records = self._disk / "RECORDS"
        self._printed = folder / "printed"
        recorders = folder / "recorders"
        recorders.mkdir()
        for name in _RECORDED:
            (recorders / f"{name}.exe").write_bytes(make_program("C:\\RECORD.CMD"))
        self._environment = {
            "PATH": search_path(),
            "HOME": str(folder),
            "LANG": "C",
            "WINEPREFIX": str(folder / "prefix"),
            "WINEDEBUG": "-all",
            # Nothing here needs .NET, HTML or menus of the desktop.
            "WINEDLLOVERRIDES": "mscoree,mshtml,winemenubuilder.exe=",
            "WINEPATH": "Z:" + str(recorders).replace("/", "\\"),
        }
        # Else each command would start and end all services; killed, this ends by itself.
        self._serve("-p60")
        self._wine("wineboot", "--init")
        text = _RECORD.read_text(encoding="ascii")
        (self._disk / "RECORD.CMD").write_text(text, encoding="ascii", newline="\r\n")

    def close(self) -> None:
        """End the programs of this disk, and remove it: it takes 700 MB."""
        self._serve("-k")
        self._serve("-w")
        shutil.rmtree(self._disk.parent)

    def lay_out(self, files: Mapping[str, bytes], etc: Mapping[str, bytes]) -> None:
        """Begin with a bundle's folder as the folder X400, some name files, nothing recorded."""
        for folder in (self._disk / "X400", self._disk / "WINNT", self._records):
            shutil.rmtree(folder, ignore_errors=True)
            folder.mkdir()
        self._etc.mkdir(parents=True)
        for file, data in files.items():
            (self._disk / "X400" / file).write_bytes(data)
        for file, data in etc.items():
            (self._etc / file).write_bytes(data)
        for file in _EMPTY:
            self.record(file, "")

    def run(self, line: str, computer: str) -> list[str]:
        """What a script with its argument prints, called in its folder on a computer."""
        driver = self._disk / "X400" / "DRIVER.BAT"
        commands = ["@echo off", f"set COMPUTERNAME={computer}", "set SystemRoot=C:\\WINNT"]
        text = "\n".join((*commands, line, ""))
        driver.write_bytes(text.replace("\n", "\r\n").encode("ascii"))
        printed = self._wine("cmd", "/c", driver.name)
        driver.unlink()
        return printed.replace("\r\n", "\n").splitlines()

    def import_registry(self, data: bytes) -> None:
        """What regedit /s does with a registry file; its exit status tells nothing."""
        (self._disk / "X400" / "GIVEN.REG").write_bytes(data)
        self._wine("regedit", "/S", "GIVEN.REG")

    def registry_value(self, key: str, name: str) -> list[str]:
        """The strings of a REG_MULTI_SZ value, in order."""
        printed = self._wine(r"C:\windows\system32\reg.exe", "query", key, "/v", name)
        (line,) = (line for line in printed.splitlines() if "REG_MULTI_SZ" in line)
        return line.split("REG_MULTI_SZ")[1].strip().split("\\0")

    def files(self) -> dict[str, bytes]:
        """The folder of the bundle, as it is now."""
        paths = sorted((self._disk / "X400").iterdir())
        return {path.name: path.read_bytes() for path in paths if path.is_file()}

    def add_system_program(self, name: str) -> None:
        """Let a program be where Windows 2000 and 2003 have theirs."""
        (self._etc.parent.parent / name).write_bytes(b"x")

    def made(self, folder: str) -> dict[str, bytes]:
        """A folder that a script made in the folder of the bundle."""
        files = sorted((self._disk / "X400" / folder).iterdir())
        return {path.name.upper(): path.read_bytes() for path in files}

    def put(self, file: str, data: bytes) -> None:
        """Lay one more file into the folder of the bundle."""
        (self._disk / "X400" / file).write_bytes(data)

    def etc(self) -> dict[str, bytes]:
        """The folder of the name files; Windows knows no small letters."""
        return {path.name.upper(): path.read_bytes() for path in sorted(self._etc.iterdir())}

    def record(self, file: str, text: str) -> None:
        """Set what the recorders answer from."""
        (self._records / file).write_text(text, encoding="ascii", newline="\r\n")

    def recorded(self, file: str = "calls") -> list[str]:
        """What the recorders noted."""
        lines = (self._records / file).read_text(encoding="ascii").splitlines()
        return [line.rstrip() for line in lines]

    @property
    def _etc(self) -> Path:
        return self._disk / "WINNT" / "System32" / "drivers" / "etc"

    def _serve(self, option: str) -> None:
        subprocess.run(
            [program("wineserver"), option],
            env=self._environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            check=False,
            timeout=_SECONDS,
        )

    def _wine(self, *arguments: str) -> str:
        """What a program prints; its exit status tells nothing.

        Into a file, because services inherit a pipe and would keep it open.
        """
        folder = self._disk / "X400"
        with self._printed.open("w+b") as printed:
            subprocess.run(
                [program("wine"), *arguments],
                cwd=folder if folder.is_dir() else None,
                env=self._environment,
                stdin=subprocess.DEVNULL,
                stdout=printed,
                stderr=subprocess.STDOUT,
                check=False,
                timeout=_SECONDS,
            )
            printed.seek(0)
            return printed.read().decode("cp1252")
