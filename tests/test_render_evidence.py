# SPDX-License-Identifier: MIT
"""EVIDENCE.CSV: to be filled in, and ready to be read back."""

import csv
import io

import msgspec
import pytest

from tests import hostile
from tests.builders import inventory, pair, servers, settings
from tests.dossiers import document_of, dossier_of
from tests.plans import called, make
from x400fix.documents.documents import ROWS, Request
from x400fix.documents.rendering import Renderer, visible
from x400fix.documents.test_form import evidence_rows
from x400fix.documents.ticket import Dossier
from x400fix.plan.model import Document
from x400fix.settings.choices import Profile

COLUMNS = [
    *("server", "connector", "partner", "direction", "address", "changed", "step"),
    *("result", "time", "initials", "note", "plan"),
]
HOSTILE = {**hostile.NAMES, **hostile.TEXTS}


def rows(dossier: Dossier) -> list[list[str]]:
    """The rows as the csv module reads them."""
    text = "".join(f"{row}\r\n" for row in evidence_rows(dossier))
    return list(csv.reader(io.StringIO(text, newline="")))


def test_each_connector_of_the_test_plan_has_a_row_for_each_direction() -> None:
    """Also those that do not change; what is seen is empty."""
    made = make(pair())
    checksum = document_of(made).checksum
    assert rows(dossier_of(made))[:4] == [
        ["MAIL-A", "To B 1", "MAIL-B", "out", "10.20.2.10", "no", "19", "", "", "", "", checksum],
        ["MAIL-A", "To B 1", "MAIL-B", "in", "10.20.2.10", "no", "19", "", "", "", "", checksum],
        ["MAIL-A", "To B 2", "MAIL-B", "out", "10.20.2.32", "yes", "17", "", "", "", "", checksum],
        ["MAIL-A", "To B 2", "MAIL-B", "in", "10.20.2.32", "yes", "17", "", "", "", "", checksum],
    ]
    assert len(rows(dossier_of(made))) == 8


def test_the_file_begins_with_the_names_of_its_columns() -> None:
    """UTF-8 without a mark, CRLF, last line ended."""
    made = make(pair())
    (row,) = [row for row in ROWS if row.name == "EVIDENCE.CSV"]
    request = Request(dossier=dossier_of(made), renderer=Renderer(), profile=Profile.GENERIC)
    ((path, content),) = row.make(request)
    data = b"".join(content) if not isinstance(content, bytes) else content
    assert path == "EVIDENCE.CSV"
    assert data.startswith(",".join(COLUMNS).encode() + b"\r\nMAIL-A,To B 1,")
    assert data.endswith(b"\r\n")
    assert data.count(b"\n") == data.count(b"\r\n") == 9


def test_what_is_not_known_is_empty() -> None:
    """A foreign MTA, an address that is still to be decided, a connector without a step."""
    found = make(
        inventory(["MAIL-A/1 172.16.9.9", "MAIL-A/2 172.16.9.9"], ["MAIL-A 10.20.1.10/24"]),
        settings([]),
    )
    assert [row[2:7] for row in rows(dossier_of(found))][2] == ["", "out", "", "yes", "5"]
    lines = [*(f"MAIL-A/{at} 172.16.9.9 FAR" for at in "12"), "MAIL-C/X 172.16.9.9 FAR"]
    far = make(inventory(lines, servers()), settings(["172.16.9.9=172.16.9.32/28"]))
    assert rows(dossier_of(far))[-1][:7] == [
        *("MAIL-C", "X", "FAR", "in", "172.16.9.9", "no", ""),
    ]


@pytest.mark.parametrize("name", HOSTILE.values(), ids=HOSTILE)
def test_hostile_text_is_one_cell_and_no_formula(name: str) -> None:
    """With the apostrophe that our own readers take off."""
    lines = [called("OWNER", "MAIL-A/x 10.20.2.10 MAIL-B")]
    made = make(inventory([*lines, "MAIL-A/zzzz 10.20.2.10 MAIL-B"], servers()))
    data = made.document().replace(b'"OWNER"', msgspec.json.encode(name))
    document = msgspec.json.decode(data, type=Document)
    found = rows(dossier_of(document))
    cells = [row[1] for row in found if row[1] != "zzzz"]
    assert {len(row) for row in found} == {len(COLUMNS)}
    assert len(cells) == 2
    for cell in cells:
        assert cell in {visible(name), f"'{visible(name)}"}
        assert not cell.startswith(("=", "+", "-", "@", "\t", "\r"))
        assert cell.isprintable()
