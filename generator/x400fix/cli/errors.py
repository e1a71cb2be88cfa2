# SPDX-License-Identifier: MIT
"""The only place that catches: every failure becomes a message and an exit status."""

import errno
import sys
from collections.abc import Callable, Sequence
from typing import Any

import typer

from x400fix import __version__
from x400fix.bundle.stopping import Stopped
from x400fix.cli.console import Console, silence
from x400fix.problems import InputError, OutputError, Place, Problem, X400FixError, shortened

BUG = 70
_UsageError: type[Exception] = typer.BadParameter.__mro__[1]


def guard(console: Console, action: Callable[[], int]) -> int:
    """Run a command's action and give its exit status."""
    status = 0
    try:
        status = action()
        sys.stdout.flush()
    except X400FixError as error:
        return _refuse(console, error)
    except (MemoryError, SystemError) as error:  # Python's word where C code had no memory
        return _refuse(console, _too_large(error))
    except Stopped as stop:
        console.say(f"interrupted; {_left(stop)}")
        return stop.status
    except BrokenPipeError:
        silence(sys.stdout)  # its reader was gone before the little that there was to read
    except OSError as error:
        return _refuse_system(console, error)
    except Exception as error:  # noqa: BLE001 -- the border: whatever is left is a bug
        console.report(_report(error))
        return BUG
    return status


def _refuse(console: Console, error: X400FixError) -> int:
    if console.as_data:
        from x400fix.planning.inputs import held_problem

        console.data_object([("problems", list(map(held_problem, error.problems)))])
    else:
        console.problems(error.problems)
    for note in _notes(error):
        console.report(note)
    return error.status


def _refuse_system(console: Console, error: OSError) -> int:
    """Tell what the system refused where no stage expects it."""
    if error.errno == errno.ENOMEM:  # at times in an import
        return _refuse(console, _too_large(error))
    console.problems([_refusal(error)])
    if error.filename is None:
        silence(sys.stdout)
    return OutputError.status


def _too_large(error: MemoryError | SystemError | OSError) -> X400FixError:
    """The failure for a run that needs too much memory, which is free again then."""
    error.__traceback__ = error.__context__ = error.__cause__ = None
    message = (
        "too large: it needs more memory than this computer, or a limit of this account, gives"
    )
    found = InputError([Problem(code="X4-E086", message=message, where=Place("memory"))])
    for note in _notes(error):
        found.add_note(note)
    return found


def _notes(error: BaseException) -> Sequence[str]:
    """What could not be tidied up."""
    return getattr(error, "__notes__", ())


def _left(error: BaseException) -> str:
    return "; ".join(_notes(error)) or "nothing half made is left"


def _refusal(error: OSError) -> Problem:
    """The problem for what the system refused, such as a full stdout."""
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
        f"this is a bug in x400fix; {_left(error)}. Please send this report:\n"
        f"  {type(error).__name__} in {places}\n"
        f"  x400fix {__version__}, Python {platform.python_version()}, {platform.system()}"
    )


def status_of(app: Callable[[], object]) -> int:
    """The exit status of typer's app, which does not print what is wrong with the usage itself.

    When it cannot print, typer makes status 1 of a closed pipe, which here would mean findings.
    """
    try:
        status = app()
    except SystemExit as end:
        if isinstance(end.__context__, OSError):
            raise end.__context__ from None
        return end.code if isinstance(end.code, int) else BUG
    except _UsageError as error:
        status = _tell_usage(error)
    return status if isinstance(status, int) else 0


def _tell_usage(error: Any) -> object:  # noqa: ANN401 -- typer does not offer its class
    """Print what is wrong with the usage; where nobody can read it, the status has to do."""
    error.message = shortened(error.message)
    try:
        error.show()
    except OSError:
        silence(sys.stderr)
    return error.exit_code
