# SPDX-License-Identifier: MIT
"""Being told to stop: SIGTERM and SIGHUP end a run in the same order as Ctrl-C does."""

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

# SIGTERM comes from a service manager or from `timeout`, SIGHUP from a terminal that is closed;
# Windows has no SIGHUP.
_STOPS = ("SIGTERM", "SIGHUP")


class Stopped(KeyboardInterrupt):
    """A signal other than Ctrl-C; ``number`` is its own."""

    def __init__(self, number: int) -> None:
        """Carry the number to the exit status."""
        super().__init__(number)
        self.number = number


@contextmanager
def stop_in_order() -> Iterator[None]:
    """Raise Stopped inside the block where the signal would end the process at once.

    One that is ignored, as SIGHUP is under nohup, stays so.
    """
    numbers = [getattr(signal, name) for name in _STOPS if hasattr(signal, name)]
    changed = [number for number in numbers if signal.getsignal(number) is signal.SIG_DFL]
    for number in changed:
        signal.signal(number, _stop)
    try:
        yield
    finally:
        for number in changed:
            signal.signal(number, signal.SIG_DFL)


def _stop(number: int, frame: FrameType | None) -> None:
    """Stop, but not in a moment in which Ctrl-C has to wait: then its handler is another one."""
    handler = signal.getsignal(signal.SIGINT)
    if callable(handler) and handler is not signal.default_int_handler:
        handler(number, frame)
    else:
        raise Stopped(number)
