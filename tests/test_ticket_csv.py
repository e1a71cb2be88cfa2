# SPDX-License-Identifier: MIT
"""ASSIGN.csv and EVIDENCE.CSV: columns, quoting, and cells that no spreadsheet program runs."""

import csv
import io
import re

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests import hostile
from tests.builders import inventory, pair, server, servers, settings
from tests.examiner.bundle import unguarded
from tests.hostile_plan import replaced
from tests.plans import Made, called, make
from tests.views import documents_of
from x400fix.documents.csv_files import assign_rows, csv_cell, csv_pieces, netbox_rows
from x400fix.documents.rendering import visible
from x400fix.plan.model import Assignment, Plan

COLUMNS = [
    *("action", "server", "connector", "remote_server", "owner", "old_address", "new_address"),
    *("alias", "address_type", "address_value", "reason", "folder", "step"),
]
HOSTILE = [
    *("=cmd|' /C calc'!A0", "+49 Munich", "-dash", "@home", 'say "hi"', "comma, inc", "semi;colon"),
    *("x;=1+1;y", "\uff1d2+2"),
    *(" blank before", "Zürich", "東京", "'=1+1'", "100%", "a|b", "{{ x }}", '=HYPERLINK("a",1)'),
]


EVIDENCE = [
    *("step", "server", "connector", "direction", "from", "to", "address", "changed"),
    *("result", "time", "initials", "note", "plan"),
]


def evidence(plan: Plan) -> list[list[str]]:
    """The rows of EVIDENCE.CSV as the csv module reads them, without their head."""
    text = documents_of(plan)["EVIDENCE.CSV"].decode("utf-8")
    head, *found = csv.reader(io.StringIO(text, newline=""))
    assert head == EVIDENCE
    return found


def rows(made: Made) -> list[dict[str, str]]:
    """The file as the csv module reads it."""
    text = made.bundle()["ASSIGN.csv"].decode("utf-8")
    return list(csv.DictReader(io.StringIO(text, newline="")))


@pytest.mark.parametrize(
    ("text", "cell"),
    [
        ("", ""),
        ("plain", "plain"),
        ("10.20.1.32", "10.20.1.32"),
        ("MAIL-B-X2", "MAIL-B-X2"),
        ("a-\n", '"a-\n"'),
        ("two words", "two words"),
        ("comma, inc", '"comma, inc"'),
        ('say "hi"', '"say ""hi"""'),
        (" before", '" before"'),
        ("after ", '"after "'),
        ("=1+1", "'=1+1"),
        ("+49", "'+49"),
        ("-dash", "'-dash"),
        ("@home", "'@home"),
        ("\tx", "'\tx"),
        ("\rx", "'\rx"),
        ("=A1,B1", '"\'=A1,B1"'),
        ("a=b", "a=b"),
        ("semi;colon", "semi;colon"),
        ("x;=1+1;y", "x;'=1+1;y"),
        ("a;b;-c|@d", "a;b;'-c|'@d"),
        ("a, +b", '"a, \'+b"'),
        ('x; "=1"', '"x; ""\'=1"""'),
        (" =1", '" \'=1"'),
        ("\uff1d2+2", "'\uff1d2+2"),
        ("x;\uff0b1;\uff0d1|\uff201", "x;'\uff0b1;'\uff0d1|'\uff201"),
        ("\ufe661", "'\ufe661"),
        ("x;'=1", "x;''=1"),
        ("x;y=1", "x;y=1"),
        ("'quoted'", "'quoted'"),
        ("'=1+1", "''=1+1"),
        ("''-x", "'''-x"),
    ],
)
def test_a_cell_is_quoted_if_it_must_be_and_never_a_formula(text: str, cell: str) -> None:
    """What looks like a formula, also behind another separator, gets an apostrophe before it."""
    assert csv_cell(text) == cell


@given(st.text(st.sampled_from("=-@\uff1d;,|' \"ab")))
def test_the_apostrophes_can_be_taken_off_again(text: str) -> None:
    """By the reader that the examiner has; no piece of the cell is a formula meanwhile."""
    (row,) = csv.reader([csv_cell(text)]) if text else [[""]]
    assert unguarded(row[0]) == text
    for piece in re.split("[;,|]", row[0]):
        assert piece.lstrip(' "')[:1] not in {"=", "-", "@", "\uff1d"}


def test_the_columns_are_those_of_the_design() -> None:
    """UTF-8 without a mark, CRLF, last line ended."""
    data = make(pair()).bundle()["ASSIGN.csv"]
    assert data.split(b"\r\n")[0].decode() == ",".join(COLUMNS)
    assert data.endswith(b"\r\n")
    assert data.count(b"\n") == data.count(b"\r\n") == 5


def test_a_moved_and_a_kept_connector_have_these_rows() -> None:
    """Owner, new address and alias of a kept one are empty, and so are folder and step."""
    kept, moved = rows(make(pair()))[:2]
    reason = moved.pop("reason")
    assert list(moved.values()) == [
        *("move", "MAIL-A", "To B 2", "MAIL-B", "MAIL-B", "10.20.2.10", "10.20.2.32"),
        *("MAIL-B-X2", "IP address", "10.20.2.32", "MAIL-A", "13"),
    ]
    assert kept.pop("reason") != reason
    assert list(kept.values()) == [
        *("keep", "MAIL-A", "To B 1", "MAIL-B", "", "10.20.2.10", "", "", "IP address"),
        *("10.20.2.10", "", ""),
    ]


def test_a_connector_that_is_changed_by_hand_has_a_step_but_no_value() -> None:
    """Somebody else decides the value."""
    found = inventory(
        [f"MAIL-A/{at} MAIL-B MAIL-B" for at in "12"],
        [server("MAIL-A 10.20.1.10/24"), server("MAIL-B dhcp")],
    )
    row = rows(make(found))[1]
    assert (row["action"], row["address_type"], row["address_value"]) == ("manual", "", "")
    assert row["step"].isdecimal()


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_name_comes_back_whole_and_runs_nowhere(name: str) -> None:
    """Once the apostrophe is taken off again."""
    found = inventory(
        [called(name, "MAIL-A/x 10.20.2.10 MAIL-B"), "MAIL-A/zzz 10.20.2.10 MAIL-B"], servers()
    )
    made = make(found)
    cells = [row["connector"] for row in rows(made) if row["connector"] != "zzz"]
    assert [unguarded(cell) for cell in cells] == [name]
    assert all(cell[:1] not in "=+-@\t\r" for row in rows(made) for cell in row.values() if cell)


def test_a_server_whose_name_is_a_formula_is_guarded_too() -> None:
    """Computer names may begin with a hyphen or an at sign (Q188997)."""
    found = inventory([f"-A/{at} 10.20.2.10 @HOME" for at in "12"], ["@HOME 10.20.2.10/24"])
    row = rows(make(found))[1]
    assert (row["server"], row["remote_server"], row["owner"]) == ("'-A", "'@HOME", "'@HOME")


@pytest.mark.parametrize("name", [name for name in COLUMNS if name != "step"])
def test_every_cell_of_any_plan_is_guarded(name: str) -> None:
    """Also those in which x400fix itself writes no such text."""
    plain = dict.fromkeys(COLUMNS[:-1], "x") | {"step": 0, "action": "keep"}
    given = msgspec.convert(plain, Assignment)
    for text in ("=1+1", "@SUM(1,2)", '+"', "plain, or not"):
        data = b"".join(csv_pieces(assign_rows([msgspec.structs.replace(given, **{name: text})])))
        _, row = csv.reader(io.StringIO(data.decode("utf-8"), newline=""))
        guarded = text if text.startswith("plain") else f"'{text}"
        assert row[COLUMNS.index(name)] == guarded
        assert [cell for cell in row if cell not in {"x", "keep", guarded}] == [""]


def test_each_test_has_a_row() -> None:
    """Also those of what does not change; the way out of one end is the way in to the other."""
    made = make(pair())
    checksum = made.plan.checksum
    rest = ["", "", "", "", checksum]
    assert evidence(made.plan) == [
        ["17", "MAIL-A", "To B 1", "out", "MAIL-A", "MAIL-B", "10.20.2.10", "no", *rest],
        ["17", "MAIL-A", "To B 2", "out", "MAIL-A", "MAIL-B", "10.20.2.32", "yes", *rest],
        ["18", "MAIL-B", "To A 1", "out", "MAIL-B", "MAIL-A", "10.20.1.10", "no", *rest],
        ["18", "MAIL-B", "To A 2", "out", "MAIL-B", "MAIL-A", "10.20.1.32", "yes", *rest],
    ]
    data = documents_of(made.plan)["EVIDENCE.CSV"]
    assert data.endswith(b"\r\n")
    assert data.count(b"\n") == data.count(b"\r\n") == 5


def test_evidence_of_what_is_not_known_is_empty() -> None:
    """A foreign MTA sends as well; an address that is still to be decided."""
    found = make(
        inventory(["MAIL-A/1 172.16.9.9", "MAIL-A/2 172.16.9.9"], ["MAIL-A 10.20.1.10/24"]),
        settings([]),
    )
    assert [row[2:8] for row in evidence(found.plan)][2:] == [
        ["2", "out", "MAIL-A", "", "", "yes"],
        ["2", "in", "", "MAIL-A", "", "yes"],
    ]


@pytest.mark.parametrize("name", {**hostile.NAMES, **hostile.TEXTS}.values())
def test_hostile_text_is_one_cell_and_no_formula(name: str) -> None:
    """With the apostrophe that our own readers take off."""
    own = called("OWNER", "MAIL-A/x 10.20.2.10 MAIL-B")
    found_in = inventory([own, "MAIL-A/zzzz 10.20.2.10 MAIL-B"], servers())
    plan = replaced(make(found_in).plan, {"OWNER": name})
    found = evidence(plan)
    cells = [row[2] for row in found if row[2] != "zzzz"]
    assert {len(row) for row in found} == {len(EVIDENCE)}
    assert len(cells) == 2
    for cell in cells:
        assert unguarded(cell) == visible(name)
        assert not cell.startswith(("=", "+", "-", "@", "\t", "\r"))
        assert cell.isprintable()


# ---- NETBOX.csv


def test_netbox_gets_each_address_once() -> None:
    """With --minimal several connectors have one; the description is never too long for it."""
    names = [f"{letter * 60}" for letter in "abcdef"]
    connectors = [f"{home}/{name} 10.20.2.10 MAIL-B" for name in names for home in ("A" * 15, "C")]
    known = inventory(connectors, [server("MAIL-B 10.20.2.10/24")])
    made = make(known, settings(["10.20.2.99-10.20.2.110"], minimal=True, ticket="T" * 16))
    told = b"".join(csv_pieces(netbox_rows(made.plan))).decode("utf-8").splitlines()
    assert [line.split(",")[0] for line in told[1:4]] == [
        *("10.20.2.99/24", "10.20.2.100/24", "10.20.2.101/24"),
    ]
    assert len(told) == 6
    assert told[1].endswith(f"{'T' * 16} X.400 Connector {'A' * 15}/{'b' * 60} and 1 more")
    assert max(len(line.split(",")[4]) for line in told) <= 200
