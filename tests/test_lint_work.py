# SPDX-License-Identifier: MIT
"""Linting twice as much takes twice the work, counted in calls; each file is read once."""

import sys
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from types import FrameType

import pytest

from tests.lint_cases import HOSTS, LMHOSTS, judge, text
from x400fix.cli.run_lint import LintOptions, read_files
from x400fix.lint.table import lint
from x400fix.namefiles.existing import NameFileKind

MOST_GROWTH = 2.2


def calls_of(action: Callable[[], object]) -> Counter[str]:
    """How often each function was called while something was done."""
    calls: Counter[str] = Counter()

    def count(frame: FrameType, event: str, function: object) -> None:
        if event == "call":
            calls[frame.f_code.co_name] += 1
        elif event == "c_call":
            calls[getattr(function, "__name__", "")] += 1

    earlier = sys.getprofile()
    sys.setprofile(count)
    try:
        action()
    finally:
        sys.setprofile(earlier)
    return calls


def judging_of(kind: NameFileKind, data: bytes) -> int:
    """How many calls it takes to judge a file."""
    return calls_of(lambda: judge(kind, data)).total()


@pytest.mark.parametrize(
    ("kind", "line"),
    [
        (HOSTS, "0.0.0.0 ads{0}.tracker-of-a-long-name.example"),
        (HOSTS, "2001:db8::{0:x} name{0}"),
        (HOSTS, "10.1.1.1 same name_{0}"),
        (LMHOSTS, "10.1.1.1 HOST{0} #PRE #DOM:CORP # comment"),
        (LMHOSTS, " 10.1.1.01 same.name #pre # \xe9"),
        (LMHOSTS, r"#INCLUDE \\SRV{0}\P\LMHOSTS"),
        (LMHOSTS, "#INCLUDE LMHOSTS"),
        (LMHOSTS, "# x400fix BEGIN CHG{0}"),
    ],
)
def test_twice_the_lines_are_twice_the_work(kind: NameFileKind, line: str) -> None:
    """Whatever they hold."""
    lines = text(*(line.format(at) for at in range(600)))
    half = text(*(line.format(at) for at in range(300)))
    small, large = (judging_of(kind, data) for data in (half, lines))
    assert large <= MOST_GROWTH * small


@pytest.mark.parametrize("piece", [" x", " #PRE", " # y", ' "', r" \0x20", "\t"])
@pytest.mark.parametrize("kind", NameFileKind)
def test_a_line_twice_as_long_is_twice_the_work(kind: NameFileKind, piece: str) -> None:
    """In one line as well."""
    small, large = (judging_of(kind, text("10.1.1.1 A" + piece * count)) for count in (300, 600))
    assert large <= MOST_GROWTH * small + 100


def write_chain(folder: Path, count: int) -> None:
    """Files that include the next one, the last one the first."""
    folder.mkdir()
    for at in range(count):
        lines = text(f"10.1.1.1 H{at} #PRE", f"#INCLUDE LMHOSTS_{(at + 1) % count}")
        (folder / f"LMHOSTS_{at}").write_bytes(lines)


def write_plain_chain(folder: Path, count: int) -> None:
    """Files that include the next one, and have no entry."""
    folder.mkdir()
    for at in range(count):
        (folder / f"LMHOSTS_{at}").write_bytes(text(f"#INCLUDE LMHOSTS_{(at + 1)}"))


def write_star(folder: Path, count: int) -> None:
    """A file with many lines that include one other."""
    folder.mkdir()
    (folder / "LMHOSTS_0").write_bytes(text(*["#INCLUDE LMHOSTS_1"] * count))
    (folder / "LMHOSTS_1").write_bytes(text(*(f"10.1.1.1 H{at}" for at in range(count))))


@pytest.mark.parametrize("write", [write_chain, write_plain_chain, write_star])
def test_includes_are_followed_in_linear_work(
    write: Callable[[Path, int], None], tmp_path: Path
) -> None:
    """However many lead to a file; it is read and parsed once."""
    work = []
    for count in (150, 300):
        write(folder := tmp_path / str(count), count)
        paths = tuple(str(path) for path in folder.iterdir())
        options = LintOptions(files=paths, kind=LMHOSTS)

        def run(options: LintOptions = options) -> None:
            for file in read_files(options):
                lint(file.document, file.context)

        calls = calls_of(run)
        assert calls["parse_name_file"] == calls["load"] == len(paths)
        work.append(calls.total())
    assert work[1] <= MOST_GROWTH * work[0]
