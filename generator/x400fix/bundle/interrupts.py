# SPDX-License-Identifier: MIT
"""Moments in which Ctrl-C must wait: the change of places and the tidying up."""

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType


def _let_pass(_number: int, _frame: FrameType | None) -> None:
    """Do nothing; not SIG_IGN, with which a signal that is just arriving prints a complaint."""


@contextmanager
def ignore_interrupts() -> Iterator[None]:
    """Let Ctrl-C have no effect inside the block.

    The block begins when the run can no longer be stopped half way (it is about to be complete,
    or to end with an error anyhow), so nothing is lost. Only the main thread can be interrupted.
    """
    before = signal.getsignal(signal.SIGINT)
    if before is None or threading.current_thread() is not threading.main_thread():
        yield
        return
    signal.signal(signal.SIGINT, _let_pass)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
