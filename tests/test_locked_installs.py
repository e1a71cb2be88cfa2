# SPDX-License-Identifier: MIT
"""The installs of Makefile and .ci/run take what the lock pins, whatever else an index offers.

The index is a folder that each test makes: nothing is fetched from anywhere.
"""

import hashlib
import os
import re
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from tests.command import plain_environment
from tests.golden import ROOT

LOCKED_INSTALL = re.compile(r"(?:-m pip|\$\(PIP\)) install (.*?) -r \.ci/requirements[-a-z]*\.txt")


def locked_installs() -> list[str]:
    """The options of every install of a lock, as Makefile and .ci/run write them."""
    texts = [(ROOT / name).read_text(encoding="utf-8") for name in ("Makefile", ".ci/run")]
    return [options for text in texts for options in LOCKED_INSTALL.findall(text)]


def wheel(folder: Path, name: str, version: str, *metadata: str) -> str:
    """Write an empty package into an index; its line in a lock."""
    place = folder / name
    place.mkdir(parents=True, exist_ok=True)
    path = place / f"{name}-{version}-py3-none-any.whl"
    info = f"{name}-{version}.dist-info"
    about = ("Metadata-Version: 2.1", f"Name: {name}", f"Version: {version}", *metadata, "")
    files = {
        f"{info}/METADATA": "\n".join(about),
        f"{info}/WHEEL": "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
        f"{info}/RECORD": "".join(f"{info}/{each},,\n" for each in ("METADATA", "WHEEL", "RECORD")),
    }
    with zipfile.ZipFile(path, "w") as archive:
        for each, text in files.items():
            archive.writestr(each, text)
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    with (place / "index.html").open("a", encoding="utf-8") as page:
        page.write(f'<a href="{path.name}#sha256={digest}">{path.name}</a>\n')
    return f"{name}=={version} --hash=sha256:{digest}\n"


def install(
    options: str, lock: Path, index: Path, target: Path
) -> subprocess.CompletedProcess[str]:
    """Install a lock from an index into a folder, whatever pip is set to on this machine."""
    env = {name: value for name, value in plain_environment().items() if name[:4] != "PIP_"}
    # A file:// address, in place of every other index.
    where = ["--index-url", index.as_uri(), "--target", str(target), "--no-cache-dir"]
    return subprocess.run(
        [sys.executable, "-m", "pip", "install", *options.split(), "-r", str(lock), *where],
        env={**env, "PIP_CONFIG_FILE": os.devnull, "PIP_DISABLE_PIP_VERSION_CHECK": "1"},
        capture_output=True,
        encoding="utf-8",
        check=False,
        timeout=120,
    )


@pytest.mark.parametrize("options", sorted(set(locked_installs())))
@pytest.mark.parametrize("wanted", ["measure", "measure[toml]", "measure>=2", "measure[toml]>=2"])
def test_a_newer_release_of_a_pinned_package_is_not_taken(
    tmp_path: Path, options: str, wanted: str
) -> None:
    """Not even for an extra, which pip 23.2 resolves apart from the pin."""
    index, lock = tmp_path / "simple", tmp_path / "requirements.txt"
    pinned = wheel(index, "measure", "1.0", "Provides-Extra: toml")
    wheel(index, "measure", "2.0", "Provides-Extra: toml")
    lock.write_text(wheel(index, "plugin", "1.0", f"Requires-Dist: {wanted}") + pinned)
    done = install(options, lock, index, tmp_path / "target")
    assert done.returncode == 0, done.stderr
    found = {path.name for path in (tmp_path / "target").glob("*.dist-info")}
    assert found == {"measure-1.0.dist-info", "plugin-1.0.dist-info"}


@pytest.mark.parametrize("options", sorted(set(locked_installs())))
def test_a_package_without_a_hash_is_refused(tmp_path: Path, options: str) -> None:
    """The version alone does not say what is installed."""
    index, lock = tmp_path / "simple", tmp_path / "requirements.txt"
    lock.write_text(wheel(index, "measure", "1.0").partition(" ")[0])
    done = install(options, lock, index, tmp_path / "target")
    assert (done.returncode, "measure==1.0 --hash=" in done.stderr) == (1, True)


def test_every_install_of_a_lock_is_found() -> None:
    """Run-time libraries and tools in the Makefile, run-time libraries again in .ci/run."""
    assert len(locked_installs()) == len(["run", "dev", "wheel"])
