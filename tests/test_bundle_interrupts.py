# SPDX-License-Identifier: MIT
"""Ctrl-C in moments in which it must wait."""

import signal
import threading

import pytest

from x400fix.bundle.failures import ignore_interrupts

pytestmark = pytest.mark.usefixtures("usual_signals")


def test_ctrl_c_has_no_effect_inside_the_block() -> None:
    """The change of places is never broken off."""
    reached = False
    with ignore_interrupts():
        signal.raise_signal(signal.SIGINT)
        reached = True
    assert reached


def test_ctrl_c_works_again_after_the_block() -> None:
    """The handler of before comes back, also when the block fails."""
    with pytest.raises(KeyError), ignore_interrupts():
        raise KeyError
    with pytest.raises(KeyboardInterrupt):
        signal.raise_signal(signal.SIGINT)


def test_another_thread_leaves_the_handler_alone() -> None:
    """Python lets only the main thread set a handler, and interrupts only that."""
    seen: list[object] = []

    def run() -> None:
        with ignore_interrupts():
            seen.append(signal.getsignal(signal.SIGINT))

    thread = threading.Thread(target=run)
    thread.start()
    thread.join()
    assert seen == [signal.getsignal(signal.SIGINT)]
