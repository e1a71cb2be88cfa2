# SPDX-License-Identifier: MIT
"""EVIDENCE.CSV: what is to be seen of each connector in each direction, empty to be filled in.

Whoever sends a test message fills in result, time and initials; the plan's checksum in each row
tells which plan the evidence is of, when the file is read back.
"""

from collections.abc import Iterator

from x400fix.documents.csv_cells import csv_cell
from x400fix.documents.rendering import visible
from x400fix.documents.ticket import Dossier

DIRECTIONS = ("out", "in")
"""Out is from the connector's own server, in is towards it."""


def evidence_rows(dossier: Dossier) -> Iterator[str]:
    """Two rows for each connector of the test plan."""
    for test in dossier.tests():
        for direction in DIRECTIONS:
            cells = (
                test.server,
                test.connector,
                test.partner,
                direction,
                test.address,
                "yes" if test.is_changed else "no",
                str(test.step or ""),
                *("", "", "", ""),
                dossier.checksum,
            )
            yield ",".join(csv_cell(visible(cell)) for cell in cells)
