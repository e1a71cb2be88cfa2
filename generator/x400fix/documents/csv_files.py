# SPDX-License-Identifier: MIT
"""ASSIGN.csv, NETBOX.csv and EVIDENCE.CSV; no spreadsheet program takes a cell for a formula.

EVIDENCE.CSV has a row for each test of the test plan. Whoever sends a test message fills in
result, time, initials and note; the plan's checksum in each row says which plan it is about.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import islice

import msgspec

from x400fix.documents.acceptance import Test
from x400fix.documents.rendering import visible
from x400fix.plan.model import Assignment, Plan

_FORMULA = re.compile(
    r'(?:^|[;,|\t\r\n])[\s"]*'
    r"(?='*[-=+@\t\r\uff0d\uff1d\uff0b\uff20\ufe63\ufe66\ufe62\ufe6b])"
)
"""What is in front of a formula: the beginning of a cell, or a character that another program, or
another country's, takes for the end of one. Some fold full-width and small signs into ASCII.
"""

_ROWS_AT_ONCE = 1_000

_EVIDENCE = (
    *("step", "server", "connector", "direction", "from", "to", "address", "changed"),
    *("result", "time", "initials", "note", "plan"),
)


def csv_cell(text: str) -> str:
    """One cell, quoted if it must be; an apostrophe is put before all that looks like a formula."""
    # An apostrophe of its own before such a text gets another one, so that one can be taken off.
    if _FORMULA.search(text):
        text = _FORMULA.sub(r"\g<0>'", text)
    if '"' in text or "," in text or text != text.strip():
        return '"' + text.replace('"', '""') + '"'
    return text


def csv_pieces(rows: Iterable[Sequence[str]]) -> Iterator[bytes]:
    """A file of rows in UTF-8; a character that is not visible is written as an escape."""
    # Servers, owners, reasons and so on come again.
    cell = lru_cache(maxsize=1_000)(lambda text: csv_cell(visible(text)))
    lines = (f"{','.join(map(cell, row))}\r\n" for row in rows)
    while piece := "".join(islice(lines, _ROWS_AT_ONCE)):
        yield piece.encode()


def assign_rows(assignments: Iterable[Assignment]) -> Iterator[Sequence[str]]:
    """The head of ASSIGN.csv, and its rows."""
    yield Assignment.__struct_fields__
    for each in assignments:
        *texts, step = msgspec.structs.astuple(each)
        yield *texts, str(step or "")


_NETBOX = ("address", "status", "role", "dns_name", "description")
_LONGEST_DESCRIPTION = 200


def netbox_rows(plan: Plan) -> Iterator[Sequence[str]]:
    """New addresses for NetBox's bulk import of IP addresses: its head, and a row for each.

    The columns are fields of NetBox's ``IPAddressImportForm`` (netbox/ipam/forms/bulk_import.py),
    ``reserved`` and ``secondary`` are values of IPAddressStatusChoices and IPAddressRoleChoices
    (netbox/ipam/choices.py). NetBox wants a prefix length: where the mask is unknown it is 32.
    """
    yield _NETBOX
    masked = {
        added.partition("/")[0]: added
        for place in plan.servers
        if place.nic
        for added in place.nic.added
        if "/" in added
    }
    domains = plan.inventory.domains | {each.server: each.domain for each in plan.facts}
    uses: dict[str, list[Assignment]] = {}
    for each in plan.assignments:
        if each.new_address:
            uses.setdefault(each.new_address, []).append(each)
    for address in sorted(uses, key=lambda text: [*map(int, text.split("."))]):
        first, *others = uses[address]
        words = [plan.options.ticket, f"X.400 Connector {first.server}/{first.connector}"]
        words += [f"and {len(others)} more"] * bool(others)
        words += ["(mask unknown)"] * (address not in masked)
        yield (
            masked.get(address, f"{address}/32"),
            *("reserved", "secondary"),
            ".".join(filter(None, (first.alias, domains.get(first.owner)))),
            " ".join(filter(None, words))[:_LONGEST_DESCRIPTION],
        )


def evidence_rows(tests: Iterable[Test], checksum: str) -> Iterator[Sequence[str]]:
    """The head of EVIDENCE.CSV, and a row for each test, which is one message one way."""
    yield _EVIDENCE
    for test in tests:
        yield (
            *(str(test.step), test.server, test.connector, test.direction),
            *(test.sender, test.receiver, test.address, "yes" if test.is_changed else "no"),
            *("", "", "", "", checksum),
        )
