# SPDX-License-Identifier: MIT
"""Starts x400fix; answers ``--version`` at once, because everything else loads libraries."""

import sys

from x400fix import __version__


def main() -> int:
    """Run the command line and give the exit status."""
    if sys.argv[1:] == ["--version"]:
        sys.stdout.write(f"x400fix {__version__}\n")
        return 0
    try:
        from x400fix.cli.app import run
    except KeyboardInterrupt:
        return 130
    return run()


if __name__ == "__main__":
    sys.exit(main())
