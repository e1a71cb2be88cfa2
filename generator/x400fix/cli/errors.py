# SPDX-License-Identifier: MIT
"""The only place that catches: every failure becomes a message and an exit status."""

import signal
import sys
from collections.abc import Callable

from x400fix import __version__
from x400fix.cli.console import Console, silence
from x400fix.cli.stopping import Stopped
from x400fix.problems import OutputError, Place, Problem, X400FixError

BUG = 70
_SIGNALLED = 128  # what shells add to the number of the signal that ended a program
_LEFT = "nothing half made is left"


def guard(console: Console, action: Callable[[], int], *, as_data: bool = False) -> int:
    """Run a command's action and give its exit status.

    With ``as_data`` problems go to stdout as JSON, else to stderr as lines.
    """
    status = 0
    try:
        status = action()
        sys.stdout.flush()
    except X400FixError as error:
        if as_data:
            from x400fix.cli.json_output import problem_data

            console.data(problem_data(error.problems))
        else:
            console.problems(error.problems)
        return error.status
    except KeyboardInterrupt as stop:
        console.say(f"interrupted; {_LEFT}")
        return _SIGNALLED + (stop.number if isinstance(stop, Stopped) else signal.SIGINT)
    except BrokenPipeError:
        silence(sys.stdout)  # its reader was gone before the little that there was to read
    except OSError as error:
        console.problems([_tell_unwritten(error)])
        if error.filename is None:
            silence(sys.stdout)
        return OutputError.status
    except Exception as error:  # noqa: BLE001 -- the border: whatever is left is a bug
        console.report(_report(error))
        return BUG
    return status


def _tell_unwritten(error: OSError) -> Problem:
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
