# SPDX-License-Identifier: MIT
"""An inventory with the options that go with it."""

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass, field

Row = dict[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """An inventory and the options that go with it."""

    rows: list[Row]
    text: str
    pools: list[str]
    exclude: list[str] = field(default_factory=list)


def csv_text(rows: list[Row], columns: Sequence[str]) -> str:
    file = io.StringIO(newline="")
    writer = csv.DictWriter(file, columns, restval="", lineterminator="\r\n")
    writer.writeheader()
    writer.writerows(rows)
    return file.getvalue()
