# SPDX-License-Identifier: MIT
"""ASSIGN.csv, with cells that no spreadsheet program takes for a formula."""

from collections.abc import Iterator
from functools import cache

from x400fix.plan.document.document import AssignmentRecord

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
    """The rows of ASSIGN.csv; only cells with free text or names can need quoting."""
    # Servers, owners and reasons are few, so that each is quoted once.
    cell = cache(csv_cell)
    for r in records:
        yield (
            f"{r.action},{cell(r.server)},{csv_cell(r.connector)},{cell(r.remote_server)},"
            f"{cell(r.owner)},{r.old_address},{r.new_address},{r.alias},{r.address_type},"
            f"{r.address_value},{cell(r.reason)},{cell(r.folder)},{r.step or ''}"
        )
