# SPDX-License-Identifier: MIT
"""Existing name files in a plan: what they take, and what they become."""

from collections.abc import Mapping

import pytest
from hypothesis import given

from tests.builders import inventory, pair, servers, settings
from tests.namefiles import OTHER, TICKET, block_of, name_files
from tests.plans import Made, make, name_file
from x400fix.inventory.connectors import Inventory
from x400fix.namefiles.existing import ExistingFile
from x400fix.namefiles.lmhosts import parse_lmhosts
from x400fix.namefiles.merge import remove
from x400fix.planning.name_files import names_in_files, parse_name_files
from x400fix.settings.choices import AddressMode

CHOSEN = settings(ticket=TICKET, address_mode=AddressMode.LMHOSTS)
HOSTS_MODE = settings(ticket=TICKET, address_mode=AddressMode.HOSTS)


def given_of(made: Made) -> list[tuple[str, str]]:
    """The new address and the alias of each assignment that has them."""
    return [(a.alias, str(a.value.text)) for a in made.plan.assignments if a.alias and a.value]


def aliases(made: Made) -> list[str]:
    """The alias of each assignment that has one."""
    return [a.alias for a in made.plan.assignments if a.alias]


def by_name() -> Inventory:
    """Three connectors each way, those of MAIL-A by the name of MAIL-B."""
    rows = [f"MAIL-A/To_B_{at} MAIL-B MAIL-B" for at in range(3)]
    back = [f"MAIL-B/To_A_{at} 10.20.1.10 MAIL-A" for at in range(3)]
    return inventory([*rows, *back], servers())


def files_of(data: Mapping[str, bytes]) -> list[ExistingFile]:
    """The files of MAIL-A by their kind."""
    return [name_file(f"MAIL-A/{kind}", each) for kind, each in data.items()]


def test_without_name_files_a_plan_is_as_ever() -> None:
    """No merge, and nothing taken."""
    assert make(pair(), CHOSEN).plan.name_merges == ()


@pytest.mark.parametrize(
    ("path", "line", "alias"),
    [
        ("MAIL-A/LMHOSTS", b"10.9.9.9 mail-b-x2 #PRE", "MAIL-B-X3"),
        ("MAIL-B/LMHOSTS", b"10.9.9.9 MAIL-B-X2", "MAIL-B-X3"),
        ("MAIL-B/HOSTS", b"10.9.9.9 other mail-b-x2.corp.example", "MAIL-B-X3"),
        ("MAIL-A/LMHOSTS", b'10.9.9.9 "Mail-B-X2      \\0x20"', "MAIL-B-X3"),
        ("MAIL-A/LMHOSTS", b"10.9.9.9 DC #DOM:mail-b-x2", "MAIL-B-X3"),
        ("MAIL-A/LMHOSTS", b"# 10.9.9.9 MAIL-B-X2", "MAIL-B-X2"),
        ("MAIL-A/LMHOSTS", b"10.9.9.9 MAIL-B-X3", "MAIL-B-X2"),
    ],
)
def test_a_name_in_an_existing_file_moves_the_alias(path: str, line: bytes, alias: str) -> None:
    """Whichever server has it, and however it is written; a comment takes nothing."""
    made = make(pair(), CHOSEN, existing=[name_file(path, line + b"\r\n")])
    assert alias in aliases(made)


def test_an_address_in_an_existing_file_is_taken() -> None:
    """The next free one is given, and PLAN.json shows the other as used."""
    found = [name_file("MAIL-A/HOSTS", b"10.20.2.32 printer\r\n")]
    before, after = make(pair(), settings()), make(pair(), settings(), existing=found)
    assert "10.20.2.32" in str(given_of(before))
    assert "10.20.2.32" not in str(given_of(after))
    assert b'"used":["10.20.2.32"]' in after.document()


def test_the_block_of_another_ticket_is_taken_and_our_own_is_not() -> None:
    """So the same plan again gives the same names."""
    block = [b"10.20.2.32      MAIL-B-X2       #PRE"]
    ours = [name_file("MAIL-A/LMHOSTS", block_of(TICKET, *block))]
    others = [name_file("MAIL-A/LMHOSTS", block_of(OTHER, *block))]
    first = make(pair(), CHOSEN)
    assert given_of(make(pair(), CHOSEN, existing=ours)) == given_of(first)
    assert "MAIL-B-X2" not in aliases(make(pair(), CHOSEN, existing=others))
    assert b'"used":["10.20.2.32"]' in make(pair(), CHOSEN, existing=others).document()
    stale = [name_file("MAIL-A/LMHOSTS", block_of(TICKET, b"10.20.2.40      MAIL-B-X9"))]
    assert b'"used":["10' not in make(pair(), CHOSEN, existing=stale).document()


def test_what_files_take_is_put_together() -> None:
    """Names and addresses of all of them."""
    files = [name_file("A/LMHOSTS", b"10.0.0.1 X\r\n"), name_file("B/HOSTS", b"10.0.0.2 y\r\n")]
    taken = names_in_files(parse_name_files(files), TICKET)
    assert taken.names == {"X", "Y"}
    assert taken.numbers == {0x0A000001, 0x0A000002}


def test_a_plan_on_top_of_its_own_files_changes_nothing() -> None:
    """What a second plan merges is what the first one did."""
    old = {"HOSTS": b"127.0.0.1 localhost", "LMHOSTS": b"10.9.9.9 PRINTER"}
    first = make(by_name(), HOSTS_MODE, existing=files_of(old))
    new = {kind: first.bundle()[f"SERVERS/MAIL-A/{kind}.NEW"] for kind in old}
    second = make(by_name(), HOSTS_MODE, existing=files_of(new))
    for kind in old:
        assert second.bundle()[f"SERVERS/MAIL-A/{kind}.OLD"] == new[kind]
        assert second.bundle()[f"SERVERS/MAIL-A/{kind}.NEW"] == new[kind]
    assert second.bundle()["ASSIGN.csv"] == first.bundle()["ASSIGN.csv"]


@given(data=name_files)
@pytest.mark.parametrize("kind", ["HOSTS", "LMHOSTS"])
def test_any_file_is_given_back_as_it_was(kind: str, data: bytes) -> None:
    """As .OLD, and out of .NEW when our block is removed; no .NEW is missing without a warning."""
    made = make(by_name(), HOSTS_MODE, existing=files_of({kind: data}))
    path = f"SERVERS/MAIL-A/{kind}"
    (merge,) = made.plan.name_merges
    assert made.bundle()[f"{path}.OLD"] == data
    assert merge.is_merged is (f"{path}.NEW" in made.bundle()) is ("X4-W142" not in made.codes)
    if merge.is_merged:
        new = made.bundle()[f"{path}.NEW"]
        assert made.bundle()[f"{path}.ADD"].splitlines()[1] in new
        assert remove(parse_lmhosts(new), TICKET) == remove(parse_lmhosts(data), TICKET)
