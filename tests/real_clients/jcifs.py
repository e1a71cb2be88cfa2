# SPDX-License-Identifier: MIT
"""jCIFS, whose reader of LMHOSTS is written apart from Samba's and from ours."""

import subprocess
from collections.abc import Sequence
from pathlib import Path

from .programs import program

_LIBRARY = "/usr/share/java/jcifs.jar"
_SOURCE = Path(__file__).with_name("Resolve.java")


class Jcifs:
    """Starts a small Java program for each file: what was read stays in its memory."""

    def __init__(self, folder: Path) -> None:
        """Compile that program."""
        self._classes = f"{_LIBRARY}:{folder}"
        command = [program("javac"), "-cp", _LIBRARY, "-d", str(folder), str(_SOURCE)]
        subprocess.run(command, check=True, capture_output=True)

    def resolve(self, lmhosts: Path, names: Sequence[str]) -> dict[str, str]:
        """The address of each name that jCIFS finds in an LMHOSTS file."""
        done = subprocess.run(
            [
                *(program("java"), "-Xshare:auto", "-XX:TieredStopAtLevel=1"),
                *("-cp", self._classes, f"-Djcifs.netbios.lmhosts={lmhosts}", "Resolve", *names),
            ],
            capture_output=True,
            encoding="utf-8",
            check=False,
        )
        assert done.returncode == 0, done.stderr
        answers = (line.split(" ") for line in done.stdout.splitlines())
        return {name: address for name, address in answers if address}
