# SPDX-License-Identifier: MIT
"""The only place that catches: every failure becomes a message and an exit status.

SIGTERM and SIGHUP end a run in the same order as Ctrl-C does.
"""

import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType

from x400fix import __version__
from x400fix.cli.console import Console, silence
from x400fix.problems import OutputError, Place, Problem, X400FixError

BUG = 70
_SIGNALLED = 128  # what shells add to the number of the signal that ended a program
_LEFT = "nothing half made is left"


def guard(console: Console, action: Callable[[], int]) -> int:
    """Run a command's action and give its exit status."""
    status = 0
    try:
        status = action()
        sys.stdout.flush()
    except X400FixError as error:
        if console.as_data:
            from x400fix.planning.inputs import held_problem

            console.data_object([("problems", list(map(held_problem, error.problems)))])
        else:
            console.problems(error.problems)
        return error.status
    except KeyboardInterrupt as stop:
        console.say(f"interrupted; {_LEFT}")
        return _SIGNALLED + (stop.number if isinstance(stop, Stopped) else signal.SIGINT)
    except BrokenPipeError:
        silence(sys.stdout)  # its reader was gone before the little that there was to read
    except OSError as error:
        console.problems([_refusal(error)])
        if error.filename is None:
            silence(sys.stdout)
        return OutputError.status
    except Exception as error:  # noqa: BLE001 -- the border: whatever is left is a bug
        console.report(_report(error))
        return BUG
    return status


def _refusal(error: OSError) -> Problem:
    """The problem for what the system refused where no stage expects it, such as a full stdout."""
    reason = error.strerror or type(error).__name__
    where = Place(str(error.filename or "<stdout>"))
    return Problem(code="X4-E082", message=f"cannot be written: {reason}", where=where)


def _report(error: Exception) -> str:
    """A short report of a bug: what, where, and with which versions; no input values."""
    import platform
    import traceback

    frames = traceback.extract_tb(error.__traceback__)
    places = " < ".join(f"{frame.name}:{frame.lineno}" for frame in reversed(frames[-5:]))
    return (
        f"this is a bug in x400fix; {_LEFT}. Please send this report:\n"
        f"  {type(error).__name__} in {places}\n"
        f"  x400fix {__version__}, Python {platform.python_version()}, {platform.system()}"
    )


def status_of(app: Callable[[], object]) -> int:
    """The exit status of typer's app, which ends in SystemExit.

    When it cannot print, typer makes status 1 of a closed pipe, which here would mean findings:
    the status of what is wrong with the usage comes first, else the failure is raised again.
    """
    refused: BaseException | None
    try:
        app()
    except SystemExit as end:
        refused = end.__context__
        if not isinstance(refused, OSError):
            return end.code if isinstance(end.code, int) else BUG
    except OSError as error:
        refused = error
    else:
        return 0
    status = getattr(refused.__context__, "exit_code", None)
    if not isinstance(status, int):
        raise refused
    silence(sys.stderr)
    return status


# SIGTERM comes from a service manager or from `timeout`, SIGHUP from a terminal that is closed;
# Windows has no SIGHUP.
_STOPS = ("SIGTERM", "SIGHUP")


class Stopped(KeyboardInterrupt):
    """A signal other than Ctrl-C; ``number`` is its own."""

    def __init__(self, number: int) -> None:
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
    """Stop, but not while Ctrl-C has to wait: then its handler is another one."""
    handler = signal.getsignal(signal.SIGINT)
    if callable(handler) and handler is not signal.default_int_handler:
        handler(number, frame)
    else:
        raise Stopped(number)
