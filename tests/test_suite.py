# SPDX-License-Identifier: MIT
"""What a run of the suite leaves out, and what it does where signals are ignored."""

import re
import signal
import subprocess
import sys

import pytest

from tests.command import STOPS, plain_environment
from tests.golden import ROOT

_PYTEST = "import sys, pytest; sys.exit(pytest.main([*sys.argv[1:], '-p', 'no:cacheprovider']))"


def run_suite(*options: str) -> str:
    """The last line of a run of pytest."""
    done = subprocess.run(
        [sys.executable, "-c", _PYTEST, "-q", *options],
        cwd=ROOT,
        env=plain_environment(),
        capture_output=True,
        encoding="utf-8",
        check=False,
        timeout=300,
    )
    return done.stdout.splitlines()[-1]


@pytest.mark.parametrize("options", [(), ("--all",), ("-m", "slow")], ids=["plain", "all", "slow"])
def test_slow_tests_run_where_all_or_just_they_are_asked_for(options: tuple[str, ...]) -> None:
    """`make test-all` asks for all, `make test` does not."""
    said = run_suite("--collect-only", "tests/test_speed.py", *options)
    assert ("deselected" in said) is not bool(options)


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="signals of Unix")
def test_tests_of_stopping_pass_where_what_stops_a_program_is_ignored() -> None:
    """As under nohup, and where a shell runs the suite in the background."""
    before = {number: signal.signal(number, signal.SIG_IGN) for number in STOPS}
    try:
        said = run_suite("tests/test_cli_stopping.py", "tests/test_bundle_target.py")
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
    assert re.fullmatch(r"\d+ passed in .*", said)
