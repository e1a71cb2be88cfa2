# SPDX-License-Identifier: MIT
"""What must be installed: a missing program is a skip, with ``--require-real`` a failure."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

PACKAGES = {
    "net": "samba-common-bin",
    "java": "default-jdk-headless",
    "javac": "default-jdk-headless",
    "/usr/share/java/jcifs.jar": "libjcifs-java",
    "hivexsh": "libhivex-bin",
    "hivexregedit": "libwin-hivex-perl",
    "/usr/lib/python3/dist-packages/hivex": "python3-hivex",
    "wine": "wine wine64",
    "wineserver": "wine",
    "ip": "iproute2",
    "unshare": "util-linux",
}
"""The Debian package of each program, and of each file that is none."""


def require(config: pytest.Config, *names: str) -> None:
    """Skip the test, or fail it, unless all of these are there."""
    missing = [name for name in names if not _is_there(name)]
    if not missing:
        return
    packages = sorted({word for name in missing for word in PACKAGES[name].split()})
    message = f"no {', '.join(missing)}: apt-get install {' '.join(packages)}"
    if config.getoption("--require-real"):
        pytest.fail(message, pytrace=False)
    pytest.skip(message)


def _is_there(name: str) -> bool:
    if name.startswith("/"):
        return Path(name).exists()
    # Debian has ip and others in folders that only root searches.
    return shutil.which(name, path=search_path()) is not None


def search_path() -> str:
    """Where programs are looked for."""
    return os.pathsep.join([os.environ.get("PATH", ""), "/usr/sbin", "/sbin"])


def program(name: str) -> str:
    """Where a program is that is there."""
    found = shutil.which(name, path=search_path())
    assert found
    return found


def namespaces() -> list[str]:
    """The command that gives what stands behind it a network and mounts of its own.

    A kernel that refuses them is no missing program: containers often may not make any, and
    nothing can be installed against that. So it is a skip in any case.
    """
    command = [program("unshare"), *(["--map-root-user"] if os.geteuid() else [])]
    command += ["--mount", "--net"]
    tried = subprocess.run([*command, "true"], capture_output=True, check=False, encoding="utf-8")
    if tried.returncode:
        pytest.skip(f"this system gives no namespaces: {tried.stderr.strip()}")
    return command
