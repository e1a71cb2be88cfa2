# SPDX-License-Identifier: MIT
"""ASSIGN.csv, with cells that no spreadsheet program takes for a formula."""

from collections.abc import Iterator
from functools import cache

from x400fix.plan.model import AssignmentRecord

_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def csv_cell(text: str) -> str:
    """One cell, quoted if it must be; what looks like a formula gets a leading apostrophe."""
    # An apostrophe of its own before such a text gets another one, so that one can be taken off.
    if text.lstrip("'").startswith(_FORMULA):
        text = "'" + text
    if '"' in text or "," in text or text != text.strip():
        return '"' + text.replace('"', '""') + '"'
    return text


def assign_rows(records: Iterator[AssignmentRecord]) -> Iterator[str]:
    """The rows of ASSIGN.csv; a plan from elsewhere may hold any text in any of its cells."""
    # Servers, owners, reasons and so on are few, so that each is quoted once.
    cell = cache(csv_cell)
    for r in records:
        new = csv_cell(r.new_address)
        value = new if r.address_value == r.new_address else csv_cell(r.address_value)
        yield (
            f"{cell(r.action)},{cell(r.server)},{csv_cell(r.connector)},{cell(r.remote_server)},"
            f"{cell(r.owner)},{cell(r.old_address)},{new},{csv_cell(r.alias)},"
            f"{cell(r.address_type)},{value},{cell(r.reason)},{cell(r.folder)},{r.step or ''}"
        )
