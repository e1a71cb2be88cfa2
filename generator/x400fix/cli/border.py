# SPDX-License-Identifier: MIT
"""The only place that catches: every failure becomes a message and an exit status."""

import os
import sys
from collections.abc import Callable

from x400fix import __version__
from x400fix.cli.console import Console
from x400fix.problems import OutputError, Place, Problem, X400FixError

INTERRUPTED = 130
BUG = 70


def guard(console: Console, action: Callable[[], int], *, as_data: bool = False) -> int:
    """Run a command's action and give its exit status.

    With ``as_data`` problems go to stdout as JSON, else to stderr as lines.
    """
    try:
        status = action()
        sys.stdout.flush()
    except X400FixError as error:
        if as_data:
            from x400fix.cli.data import problem_data

            console.data(problem_data(error.problems))
        else:
            console.problems(error.problems)
        return error.status
    except KeyboardInterrupt:
        console.say("interrupted; nothing was written")
        return INTERRUPTED
    except BrokenPipeError:
        # The reader, such as head, has seen enough; what is still buffered must not fail at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except OSError as error:
        reason = error.strerror or type(error).__name__
        where = Place(str(error.filename or "<stdout>"))
        problem = Problem(code="X4-E082", message=f"cannot be written: {reason}", where=where)
        console.problems([problem])
        if error.filename is None:
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return OutputError.status
    except Exception as error:  # noqa: BLE001 -- the border: whatever is left is a bug
        console.report(_report(error))
        return BUG
    return status


def _report(error: Exception) -> str:
    """A short report of a bug: what, where, and with which versions; no input values."""
    import platform
    import traceback

    frames = traceback.extract_tb(error.__traceback__)
    places = " < ".join(f"{frame.name}:{frame.lineno}" for frame in reversed(frames[-5:]))
    return (
        "this is a bug in x400fix; nothing was written. Please send this report:\n"
        f"  {type(error).__name__} in {places}\n"
        f"  x400fix {__version__}, Python {platform.python_version()}, {platform.system()}"
    )
