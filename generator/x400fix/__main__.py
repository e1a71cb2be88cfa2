# SPDX-License-Identifier: MIT
"""Starts x400fix; answers ``--version`` at once, because everything else loads libraries."""

import sys

from x400fix import __version__


def main() -> int:
    """Run the command line and give the exit status."""
    if sys.argv[1:] == ["--version"] and _tell_version():
        return 0
    import gc

    from x400fix.bundle.stopping import Stopped, end_of_stops, stop_in_order

    try:
        stop_in_order()
        from x400fix.cli.commands import run

        status = run()
        end_of_stops()
    except Stopped as stop:
        status = stop.status
        end_of_stops()
    # The process ends and frees everything: to look for cycles first is a tenth of a short run.
    gc.freeze()
    return status


def _tell_version() -> bool:
    """Print the version; what is wrong with stdout is left to the command line to tell."""
    try:
        sys.stdout.write(f"x400fix {__version__}\n")
        sys.stdout.flush()
    except (AttributeError, OSError):  # AttributeError: started without stdout, which is None then
        return False
    return True


if __name__ == "__main__":
    sys.exit(main())
