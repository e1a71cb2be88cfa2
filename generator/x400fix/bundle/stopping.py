# SPDX-License-Identifier: MIT
"""Signals that end a run: the first one ends it in order, and those after it change nothing.

SIGTERM comes from a service manager or from ``timeout``, SIGHUP from a terminal that is closed;
Windows has no SIGHUP.
"""

import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

_NUMBERS = tuple(
    getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name)
)
_SIGNALLED = 128  # what shells add to the number of the signal that ended a program


class Stopped(BaseException):
    """The run has to end; not a KeyboardInterrupt, of which libraries make something of their own.

    ``status`` is the exit status.
    """

    def __init__(self, number: int) -> None:
        super().__init__(number)
        self.status = _SIGNALLED + number


def stop_in_order() -> None:
    """From now on raise Stopped where the first signal would end the process.

    One that is ignored, as SIGHUP is under nohup, stays so.
    """
    sys.unraisablehook = _come_again
    for number in _NUMBERS:
        if signal.getsignal(number) in {signal.SIG_DFL, signal.default_int_handler, _ignore}:
            signal.signal(number, _stop)


def _ignore_stops() -> None:
    """Let the signals change nothing from now on."""
    for number in _NUMBERS:
        if signal.getsignal(number) not in {signal.SIG_IGN, None}:
            # Not SIG_IGN, with which a signal that is just arriving is complained of.
            signal.signal(number, _ignore)


def end_of_stops() -> None:
    """Let the system itself ignore the signals, because the program is over.

    While Python ends, it would make them kill the process again.
    """
    sys.unraisablehook = lambda _lost: None  # a signal that is just arriving would be complained of
    for number in _NUMBERS:
        signal.signal(number, signal.SIG_IGN)


@contextmanager
def no_stops() -> Iterator[None]:
    """Let the signals change nothing inside the block, after which the run is all but complete."""
    before = [(number, signal.getsignal(number)) for number in _NUMBERS]
    _ignore_stops()
    try:
        yield
    finally:
        for number, handler in before:
            if handler is not None:
                signal.signal(number, handler)


def _stop(number: int, _frame: FrameType | None) -> None:
    _ignore_stops()
    raise Stopped(number)


def _ignore(_number: int, _frame: FrameType | None) -> None:
    """Do nothing."""


def _come_again(lost: "sys.UnraisableHookArgs") -> None:
    """Send the signal once more if its exception was lost in a finalizer, which can raise none."""
    if isinstance(lost.exc_value, Stopped):
        stop_in_order()
        number = lost.exc_value.status - _SIGNALLED
        threading.Timer(0.01, signal.raise_signal, [number]).start()
    else:
        sys.__unraisablehook__(lost)
