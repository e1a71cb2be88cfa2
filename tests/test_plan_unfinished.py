# SPDX-License-Identifier: MIT
"""What an earlier plan began and the inventory shows half done."""

import msgspec
import pytest

from tests.builders import ident_of, inventory, pair, server, settings
from tests.plans import Made, make, step_order
from x400fix.inventory.addresses import Address, address_text
from x400fix.inventory.connectors import Inventory, Server
from x400fix.planning.places import find_unfinished
from x400fix.settings.choices import AddressMode
from x400fix.settings.settings import Settings

BY_NAME = settings(address_mode=AddressMode.LMHOSTS)


def changed(made: Made, *idents: str, **servers: Server) -> Inventory:
    """The inventory after the Address changes of some connectors, and none of the NIC steps."""
    found = made.plan.judgement.inventory
    rows = tuple(
        msgspec.structs.replace(each, address=made.assignment(ident_of(each)).value)
        if ident_of(each) in idents
        else each
        for each in found.connectors
    )
    known = dict(found.servers)
    known.update((each.name, each) for each in servers.values())
    return msgspec.structs.replace(found, connectors=rows, servers=known)


def unfinished(first: Made, found: Inventory) -> dict[str, list[str]]:
    """The missing addresses of each owner."""
    memory = first.memory()
    later = make(found, memory=memory)
    missing = find_unfinished(memory, found, later.plan.assignments)
    return {name: list(map(address_text, numbers)) for name, numbers in missing.items()}


@pytest.mark.parametrize("chosen", [settings(), BY_NAME], ids=["by-address", "by-alias"])
def test_an_address_that_is_dialled_and_on_no_nic_is_missing(chosen: Settings) -> None:
    """Whether the connector holds it or the name that leads to it."""
    first = make(pair(4), chosen)
    found = changed(first, "MAIL-A/To B 4", "MAIL-A/To B 2")
    assert unfinished(first, found) == {"MAIL-B": ["10.20.2.32", "10.20.2.34"]}


def test_a_name_is_recognised_whatever_its_case() -> None:
    """Somebody typed it by hand."""
    first = make(pair(3), BY_NAME)
    found = changed(first, "MAIL-A/To B 2")
    rows = tuple(
        msgspec.structs.replace(each, address=Address(each.address.text.lower()))
        for each in found.connectors
    )
    lower = msgspec.structs.replace(found, connectors=rows)
    assert unfinished(first, lower) == {"MAIL-B": ["10.20.2.32"]}


def test_the_nic_of_the_owner_is_planned_again() -> None:
    """The comparison of the lists finds out whether it was done already."""
    first = make(pair(2))
    found = changed(first, "MAIL-A/To B 2", "MAIL-B/To A 2")
    later = make(found, memory=first.memory())
    assert later.plan.assignments == ()
    assert step_order(later.plan.steps) == [
        *("MAIL-A snapshot", "MAIL-B snapshot", "MAIL-A check-before", "MAIL-B check-before"),
        *("MAIL-A nic-compare", "MAIL-A nic-script", "MAIL-A server-restart"),
        *("MAIL-B nic-compare", "MAIL-B nic-script", "MAIL-B server-restart"),
        *("MAIL-A watch", "MAIL-B watch"),
    ]
    nic = later.work("MAIL-B").nic
    assert nic
    assert [str(each) for each in nic.after] == ["10.20.2.10/24", "10.20.2.32/24"]


def test_a_nic_that_has_the_address_is_done() -> None:
    """Nothing is left to do."""
    first = make(pair(2))
    there = server("MAIL-B 10.20.2.10/24 10.20.2.32/24")
    here = server("MAIL-A 10.20.1.10/24 10.20.1.32/24")
    found = changed(first, "MAIL-A/To B 2", "MAIL-B/To A 2", one=here, other=there)
    assert unfinished(first, found) == {}
    assert make(found, memory=first.memory()).plan.works == ()


def test_a_nic_that_nobody_describes_is_not_touched() -> None:
    """Its list cannot be written, and may well be done."""
    first = make(pair(2))
    found = changed(first, "MAIL-A/To B 2", "MAIL-B/To A 2", other=server("MAIL-B"))
    assert unfinished(first, found) == {"MAIL-A": ["10.20.1.32"]}


def test_a_connector_that_went_another_way_asks_for_nothing() -> None:
    """It holds neither the address nor the alias."""
    first = make(pair(3))
    found = changed(first)
    rows = tuple(each for each in found.connectors if each.name in ("To B 2", "To A 2"))
    assert unfinished(first, msgspec.structs.replace(found, connectors=rows)) == {}


def test_a_connector_that_is_still_in_a_conflict_is_planned_as_usual() -> None:
    """Its address is given again with it."""
    first = make(pair(3))
    assert unfinished(first, pair(3)) == {}


def test_an_owner_that_no_server_is_asks_for_nothing() -> None:
    """A foreign MTA is not ours to look at."""
    rows = ["MAIL-A/One 172.16.9.9", "MAIL-A/Two 172.16.9.9"]
    chosen = settings(["172.16.9.9=172.16.9.32/28"])
    first = make(inventory(rows, ["MAIL-A 10.20.1.10/24"]), chosen)
    found = changed(first, "MAIL-A/Two")
    assert find_unfinished(first.memory(), found, ()) == {}


def test_without_an_earlier_plan_nothing_is_unfinished() -> None:
    """There is nothing that could have begun."""
    assert find_unfinished({}, pair(), ()) == {}
