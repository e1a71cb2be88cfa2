# SPDX-License-Identifier: MIT
"""What tests/real_clients does where a program is missing, or the kernel gives no namespaces."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.command import plain_environment
from tests.golden import ROOT

_TEST = "tests/real_clients/test_lmhosts.py::test_samba_finds_every_name_and_no_other"


def run_suite(path: Path, *options: str) -> str:
    """What pytest says about one test where only the programs of a folder are found."""
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", f"{_TEST}[clean]", *options],
        cwd=ROOT,
        env=plain_environment(PATH=str(path)),
        capture_output=True,
        encoding="utf-8",
        check=False,
        timeout=120,
    )
    return done.stdout


def test_a_missing_program_is_a_visible_skip(tmp_path: Path) -> None:
    """It says what to install."""
    said = run_suite(tmp_path)
    assert "1 skipped" in said
    assert "no unshare: apt-get install util-linux" in said


def test_a_missing_program_fails_where_programs_are_required(tmp_path: Path) -> None:
    """As ``make test-real`` requires them: else nobody would notice that nothing was tested."""
    said = run_suite(tmp_path, "--require-real")
    assert "1 error" in said
    assert "no unshare: apt-get install util-linux" in said


@pytest.mark.skipif(sys.platform == "win32", reason="shell scripts stand for the programs")
@pytest.mark.parametrize("options", [(), ("--require-real",)], ids=["plain", "required"])
def test_a_kernel_without_namespaces_is_a_skip_in_any_case(
    tmp_path: Path, options: tuple[str, ...]
) -> None:
    """Nothing can be installed against it."""
    for name in ("net", "ip", "unshare"):
        program = tmp_path / name
        program.write_text("#!/bin/sh\necho 'Operation not permitted' >&2\nexit 1\n")
        program.chmod(0o755)
    said = run_suite(tmp_path, *options)
    assert "1 skipped" in said
    assert "this system gives no namespaces: Operation not permitted" in said
