# SPDX-License-Identifier: MIT
"""A line that says what a long run is doing, where a person is watching a terminal."""

import contextlib
import threading
from collections.abc import Callable, Iterator

from x400fix.cli.console import Console
from x400fix.problems import escaped

DELAY = 1.0
"""Seconds that a stage takes before it has a line; most runs are done by then."""


@contextlib.contextmanager
def progress(console: Console, text: str) -> Iterator[None]:
    """Show what the block does, such as ``reading inventory.csv``; what it prints goes before."""
    if not console.is_watched:
        yield
        return
    line = _Line(text)
    line.begin()
    console.before_printing = line.begin
    try:
        yield
    finally:
        console.before_printing = line.end
        line.end()


class _Line:
    """Appears after the delay, in a thread of its own, and ends without a trace."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._stop: Callable[[], None] = lambda: None
        self._timer: threading.Timer | None = None

    def begin(self) -> None:
        """Appear after the delay, anew if it is there already."""
        self.end()
        self._timer = threading.Timer(DELAY, self._show)
        self._timer.daemon = True
        self._timer.start()

    def _show(self) -> None:
        from rich import console, live, spinner, text

        shown = spinner.Spinner("line", text.Text(escaped(self._text)))
        # Without redirection: it would lay out again what others print.
        line = live.Live(
            shown,
            console=console.Console(stderr=True),
            transient=True,
            redirect_stdout=False,
            redirect_stderr=False,
        )
        self._stop = line.stop
        with contextlib.suppress(OSError):  # the terminal is gone; the run goes on
            line.start()

    def end(self) -> None:
        if self._timer:
            self._timer.cancel()
            self._timer.join()
        with contextlib.suppress(OSError):
            self._stop()
