# SPDX-License-Identifier: MIT
"""The lines of SHA256SUMS."""

import hashlib

import pytest

from x400fix.bundle.contents import Checksums


def test_the_lines_stand_in_the_order_of_the_path_bytes() -> None:
    """Capitals come before small letters and '-' before '/', as in the C locale."""
    checksums = Checksums()
    names = ["SERVERS/a/X", "SERVERS/B/X", "PLAN.json", "SERVERS/B-C/X", "ASSIGN.csv"]
    for name in names:
        checksums.expect(name)
        checksums.finish(name, b"")
    written = [line.split(b"  ")[1].rstrip(b"\n").decode() for line in checksums.lines()]
    assert written == sorted(names, key=str.encode)


def test_a_line_is_digest_two_blanks_path_line_feed() -> None:
    """The line has the form that sha256sum -c reads."""
    checksums = Checksums()
    checksums.expect("PLAN.json")
    checksums.finish("PLAN.json", b"{}")
    digest = hashlib.sha256(b"{}").hexdigest()
    assert list(checksums.lines()) == [f"{digest}  PLAN.json\n".encode()]


def test_blocks_pass_unchanged_and_give_the_digest_of_the_whole() -> None:
    """A file that comes in blocks has the same line as one that came at once."""
    one, many = Checksums(), Checksums()
    one.expect("PLAN.json")
    one.finish("PLAN.json", b"abc")
    many.expect("PLAN.json")
    assert list(many.follow("PLAN.json", [b"a", b"", b"bc"])) == [b"a", b"", b"bc"]
    assert list(many.lines()) == list(one.lines())


@pytest.mark.parametrize("name", ["../PLAN.json", "PLAN.json"], ids=["illegal", "twice"])
def test_a_name_that_cannot_be_taken_is_our_own_mistake(name: str) -> None:
    """An illegal name and a second file of one name are bugs, not findings about an input."""
    checksums = Checksums()
    checksums.expect("PLAN.json")
    with pytest.raises(ValueError, match="no bundle can hold"):
        checksums.expect(name)


def test_a_file_without_its_end_makes_no_checksums() -> None:
    """A write that failed and was swallowed by the caller cannot end as a whole bundle."""
    checksums = Checksums()
    checksums.expect("PLAN.json")
    with pytest.raises(ValueError, match=r"'PLAN\.json' was not written to its end"):
        list(checksums.lines())
