# SPDX-License-Identifier: MIT
"""Which places have work, what it is, and what their folders are called."""

import msgspec
import pytest

from tests.builders import inventory, pair, servers, settings
from tests.plans import make
from x400fix.inventory.addresses import address_text, parse_nic_address
from x400fix.inventory.connectors import Inventory
from x400fix.planning.places import needs_lmhosts
from x400fix.settings.choices import AddressMode, Strategy
from x400fix.settings.settings import Settings

HOSTNAME = settings([], strategy=Strategy.HOSTNAME, address_mode=AddressMode.LMHOSTS)


def folders(found: Inventory, chosen: Settings | None = None) -> dict[str, str]:
    """The folder of each place."""
    return {work.name: work.folder for work in make(found, chosen).plan.works}


def to_each(*names: str) -> Inventory:
    """Two connectors from HOME to each of some servers, one address each."""
    rows = [
        f"HOME/To_{at}_{twice} 10.20.{at}.10 {name}"
        for at, name in enumerate(names, 1)
        for twice in (1, 2)
    ]
    return inventory(rows, [f"{name} 10.20.{at}.10/24" for at, name in enumerate(names, 1)])


def pool_for(count: int) -> Settings:
    return settings([f"10.20.{at}.32/28" for at in range(1, count + 1)])


def test_a_place_is_a_server_with_connectors_in_conflict_or_an_owner_of_addresses() -> None:
    """Nobody else has to do anything."""
    rows = [
        *("MAIL-A/One 10.20.2.10 MAIL-B", "MAIL-A/Two 10.20.2.10 MAIL-B"),
        *("MAIL-A/Three 10.20.3.10 MAIL-C", "MAIL-C/One 10.20.1.10 MAIL-A"),
    ]
    assert list(folders(inventory(rows, [*servers(), "MAIL-C 10.20.3.10/24"]))) == [
        "MAIL-A",
        "MAIL-B",
    ]


def test_no_conflict_gives_no_work() -> None:
    """The bundle then holds the plan and the ticket only."""
    assert make(pair(1)).plan.works == ()


def test_an_owner_of_kept_addresses_only_has_no_work() -> None:
    """A connector that keeps its Address asks nothing of its partner."""
    rows = ["MAIL-A/One 10.9.0.1 MAIL-B via=FW1", "MAIL-A/Two 10.9.0.1 MAIL-C via=FW1"]
    made = make(inventory(rows, ["MAIL-A 10.20.1.10/24"]))
    assert [(work.name, len(work.given)) for work in made.plan.works] == [("FW1", 1), ("MAIL-A", 0)]


@pytest.mark.parametrize("name", ["MAIL-B", "SEA_HUB1", "1ST", "-A", "A-", "CON1"])
def test_a_name_that_can_be_a_folder_is_one(name: str) -> None:
    """Capitals, digits, hyphen and underscore survive a floppy."""
    assert folders(to_each(name), pool_for(1))[name] == name


@pytest.mark.parametrize(
    "name", ["AUX", "CON", "LPT1", "COM9", "NUL", "X.Y", "O'HARA", "$MAIL", "{G}"]
)
def test_any_other_name_gets_a_numbered_folder(name: str) -> None:
    """Device names are devices in every folder, with any extension."""
    assert folders(to_each(name), pool_for(1))[name] == "S01"


def test_numbered_folders_leave_out_the_names_of_servers() -> None:
    """A server called S01 keeps its own folder."""
    found = folders(to_each("S01", "X.Y", "S03", "AUX", "P(1)"), pool_for(5))
    assert found == {
        "HOME": "HOME",
        "S01": "S01",
        "S03": "S03",
        "AUX": "S02",
        "P(1)": "S04",
        "X.Y": "S05",
    }


def test_addresses_to_check_are_the_owners_before_and_the_callers_after() -> None:
    """Before, nobody may answer; afterwards the caller must be answered."""
    made = make(pair(3))
    for name, before, after in (("MAIL-A", 1, 2), ("MAIL-B", 2, 1)):
        work = made.work(name)
        assert list(map(address_text, work.before)) == [f"10.20.{before}.{at}" for at in (32, 33)]
        assert list(map(address_text, work.after)) == [f"10.20.{after}.{at}" for at in (32, 33)]


def test_an_address_that_is_on_the_nic_already_need_not_be_free() -> None:
    """After a window broken off it answers, as it should."""
    first = make(pair(3))
    found = pair(3)
    known = found.servers["MAIL-B"]
    half_done = msgspec.structs.replace(
        known, addresses=(*known.addresses, parse_nic_address("10.20.2.32/24", code="X4-E023"))
    )
    again = msgspec.structs.replace(found, servers={**found.servers, "MAIL-B": half_done})
    made = make(again, memory=first.memory())
    assert list(map(address_text, made.work("MAIL-B").before)) == ["10.20.2.33"]


def test_what_moves_is_all_but_what_is_kept() -> None:
    """Connectors that are changed by hand are among them."""
    made = make(pair(3))
    assert [each.connector.name for each in made.work("MAIL-A").moved] == ["To B 2", "To B 3"]


def test_names_need_no_nic() -> None:
    """The strategy hostname gives no addresses."""
    work = make(pair(), HOSTNAME).work("MAIL-A")
    assert (work.nic, work.before, work.after) == (None, (), ())


def test_more_names_ask_nothing_of_somebody_whom_nobody_describes() -> None:
    """A foreign MTA has its address already."""
    rows = ["MAIL-A/One 172.16.9.9", "MAIL-A/Two 172.16.9.9"]
    assert list(folders(inventory(rows, ["MAIL-A 10.20.1.10/24"]), HOSTNAME)) == ["MAIL-A"]


def test_aliases_are_told_without_listing_them() -> None:
    """A server that keeps what it has gets no LMHOSTS entries."""
    made = make(inventory([f"MAIL-A/{at} 10.20.2.10 MAIL-B" for at in "12"], servers()))
    assert made.work("MAIL-A").has_aliases
    assert len(made.work("MAIL-A").lmhosts) == 1
    assert not made.work("MAIL-B").has_aliases


@pytest.mark.parametrize(
    ("strategy", "mode", "needs"),
    [
        (Strategy.ADDRESS, AddressMode.IP, False),
        (Strategy.ADDRESS, AddressMode.HOSTS, False),
        (Strategy.ADDRESS, AddressMode.LMHOSTS, True),
        (Strategy.HOSTNAME, AddressMode.LMHOSTS, True),
        (Strategy.HOSTNAME, AddressMode.HOSTS, True),
    ],
)
def test_lmhosts_is_needed_where_nothing_else_resolves_the_names(
    strategy: Strategy, mode: AddressMode, *, needs: bool
) -> None:
    """An alias of a primary address may not stand in HOSTS."""
    assert needs_lmhosts(settings(strategy=strategy, address_mode=mode)) is needs
