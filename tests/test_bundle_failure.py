# SPDX-License-Identifier: MIT
"""The words for what the system refuses."""

import errno
from pathlib import Path

import pytest

from x400fix.bundle.failures import attempt, tell_reason
from x400fix.problems import OutputError


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (errno.ENOSPC, "no space"),
        (errno.EDQUOT, "quota"),
        (errno.EFBIG, "larger than"),
        (errno.EROFS, "read-only"),
        (errno.ENOTDIR, "a file, not a folder"),
        (errno.ENAMETOOLONG, "too long"),
        (errno.EBUSY, "mounted"),
        (errno.EXDEV, "mounted"),
        (errno.EACCES, "no permission"),
        (errno.EPERM, "no permission"),
    ],
)
def test_a_usual_refusal_has_plain_words(number: int, words: str) -> None:
    """An administrator need not know the system's numbers."""
    assert words in tell_reason(OSError(number, "as the system says it", "/hidden/.name"))


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (OSError(errno.EIO, "Input/output error", "/hidden/.name"), "Input/output error"),
        (OSError("no number at all"), "no number at all"),
    ],
    ids=["unusual", "without a number"],
)
def test_another_refusal_has_the_words_of_the_system(error: OSError, words: str) -> None:
    """What we have no words for is told as the system tells it, without the temporary path."""
    assert tell_reason(error) == words


@pytest.mark.parametrize(
    ("name", "line"),
    [
        ("", "plan: error X4-E082: cannot be written: no space is left on the disk"),
        (
            "PLAN.json",
            'plan: error X4-E082: "PLAN.json" cannot be written: no space is left on the disk',
        ),
    ],
    ids=["whole target", "one file"],
)
def test_a_refusal_is_placed_at_the_target(name: str, line: str) -> None:
    """The message names the target as the user wrote it, and the file if it is about one."""
    with pytest.raises(OutputError) as caught, attempt(Path("plan"), name):
        raise OSError(errno.ENOSPC, "full", "/hidden/.name")
    assert str(caught.value) == line


def test_other_exceptions_pass_an_attempt() -> None:
    """Only what the system refuses is turned into an OutputError."""
    with pytest.raises(KeyError), attempt(Path("plan")):
        raise KeyError
