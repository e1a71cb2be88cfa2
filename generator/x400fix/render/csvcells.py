# SPDX-License-Identifier: MIT
"""Cells of CSV files that no spreadsheet program takes for a formula."""

from collections.abc import Iterable

_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def csv_cell(text: str) -> str:
    """One cell, quoted if it must be; what looks like a formula gets a leading apostrophe."""
    if text.startswith(_FORMULA):
        text = "'" + text
    if '"' in text or "," in text or text != text.strip():
        return '"' + text.replace('"', '""') + '"'
    return text


def csv_row(cells: Iterable[str]) -> str:
    """One row without its line end; cells never hold line breaks."""
    return ",".join(map(csv_cell, cells))
