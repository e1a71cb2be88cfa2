# SPDX-License-Identifier: MIT
"""Writes a seeded inventory in which every connector conflicts, and prints the pool for it.

A program of its own: the memory of a parent counts as the peak of its children.
"""

import sys
from pathlib import Path

from tests.inventories.large import BEFORE_SP1, large


def main() -> None:
    """Take the number of connectors, how many a server has, and the file to write."""
    connectors, per_server, file = sys.argv[1:]
    case = large(int(connectors), seed=7, per_server=int(per_server), versions=BEFORE_SP1)
    Path(file).write_text(case.text, encoding="utf-8", newline="")
    sys.stdout.write("\n".join(case.pools))


if __name__ == "__main__":
    main()
