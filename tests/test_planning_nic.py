# SPDX-License-Identifier: MIT
"""The lists of a NIC before and after, and what keeps a script from being written."""

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.builders import inventory, server, settings
from tests.plans import address_of, make
from x400fix.inventory.addresses import NicAddress, parse_ipv4
from x400fix.inventory.connectors import Server
from x400fix.plan.model import Nic, Vehicle

HOME = "MAIL-A 10.20.1.10/24"


def nic_of(owner: Server, *addresses: str) -> Nic:
    """The NIC of a server that gets these addresses, one for each connector of MAIL-Z to it."""
    rows = [f"MAIL-Z/{at:03} {address_of(owner)} {owner.name}" for at in range(len(addresses) + 1)]
    pool = settings([f"{owner.name}={each}" for each in addresses])
    nic = make(inventory(rows, [owner]), pool).place(owner.name).nic
    assert nic
    return nic


def test_new_addresses_stand_behind_all_present_ones() -> None:
    """A registry write replaces the whole list, and the first address is the primary one."""
    nic = nic_of(server("MAIL-A 10.20.1.40/24 10.20.1.10/24"), "10.20.1.32", "10.20.1.33")
    assert [*nic.before] == ["10.20.1.40/24", "10.20.1.10/24"]
    assert [*nic.after] == [*[*nic.before], "10.20.1.32/24", "10.20.1.33/24"]


def test_a_new_address_has_the_mask_of_the_primary() -> None:
    """Each REG_MULTI_SZ holds one mask for each address (Q120642)."""
    assert nic_of(server("MAIL-A 10.20.1.10/26"), "10.20.1.32").added == ("10.20.1.32/26",)


def test_unknown_present_addresses_leave_both_lists_empty() -> None:
    """Nobody may write a whole list without knowing what stands in it."""
    nic = nic_of(server("MAIL-A"), "10.20.1.32")
    assert (nic.before, nic.after, [*nic.added]) == ((), (), ["10.20.1.32"])


@pytest.mark.parametrize(
    ("os", "adapter", "vehicle"),
    [
        ("NT 3.51 SP5", "Elnk31", Vehicle.REGINI),
        ("NT 4.0 SP5", "El90x1", Vehicle.REGINI),
        ("Windows 2000", "LAN (2)", Vehicle.NETSH),
        ("Windows Server 2003", "LAN.1", Vehicle.NETSH),
    ],
)
def test_the_system_chooses_the_vehicle(os: str, adapter: str, vehicle: Vehicle) -> None:
    """The registry on Windows NT, netsh after it."""
    nic = nic_of(server(HOME, os=os, adapter=adapter), "10.20.1.32")
    assert (nic.vehicle, nic.adapter, nic.missing) == (vehicle, adapter, ())


@pytest.mark.parametrize(
    ("owner", "reason"),
    [
        pytest.param(
            server("$MAIL 10.20.1.10/24"),
            "the computer name has characters that no script can hold safely",
            id="name",
        ),
        pytest.param(
            server(HOME, os=""), "the operating system is unknown (column os)", id="no-system"
        ),
        pytest.param(
            server("MAIL-A"),
            "the NIC's present addresses are unknown (column addresses)",
            id="no-addresses",
        ),
        pytest.param(
            server("MAIL-A 10.20.1.10"),
            "a subnet mask is unknown (write 10.20.1.10/24 in column addresses)",
            id="no-mask",
        ),
        pytest.param(
            server("MAIL-A 10.20.1.10/24 10.20.1.11"),
            "a subnet mask is unknown (write 10.20.1.10/24 in column addresses)",
            id="no-mask-of-a-later-one",
        ),
        pytest.param(
            server("MAIL-A 10.20.1.10/24 10.20.2.10/24"),
            "the NIC has addresses in more than one subnet",
            id="two-subnets",
        ),
        pytest.param(
            server(HOME, adapter=""), "the adapter is unknown (column adapter)", id="no-adapter"
        ),
        pytest.param(
            server(HOME, adapter="Local Area Connection"),
            "the adapter's name cannot stand in a script",
            id="connection-name-on-nt",
        ),
        pytest.param(
            server(HOME, os="Windows 2000", adapter="LAN & WAN"),
            "the adapter's name cannot stand in a script",
            id="ampersand",
        ),
    ],
)
def test_one_missing_fact_makes_the_nic_work_by_hand(owner: Server, reason: str) -> None:
    """What cannot be scripted safely is named, and becomes a manual step."""
    nic = nic_of(owner, "10.20.1.32")
    assert (nic.vehicle, nic.missing) == (Vehicle.HAND, (reason,))


def test_an_owner_that_no_input_describes_adds_addresses_by_hand() -> None:
    """A foreign MTA has no NIC that the plan knows."""
    rows = ["MAIL-A/One 172.16.9.9", "MAIL-A/Two 172.16.9.9"]
    made = make(inventory(rows, [HOME]), settings(["172.16.9.9=172.16.9.32/28"]))
    nic = made.place("172.16.9.9").nic
    assert nic == Nic(
        vehicle=Vehicle.HAND,
        adapter="",
        before=(),
        after=(),
        added=("172.16.9.32",),
        missing=("the inventory does not know this owner",),
    )


def test_every_missing_fact_is_named_at_once() -> None:
    """The administrator clears up all of them in one go."""
    nic = nic_of(server("$MAIL 10.20.1.10", os="", adapter=""), "10.20.1.32")
    assert len(nic.missing) == 4


def test_an_adapter_is_not_judged_without_a_system() -> None:
    """A connection name is wrong on Windows NT only, and no input says that this is one."""
    nic = nic_of(server(HOME, os="", adapter="Local Area Connection"), "10.20.1.32")
    assert nic.missing == ("the operating system is unknown (column os)",)


@pytest.mark.parametrize(
    ("addresses", "several"),
    [
        pytest.param("10.20.1.10/24 10.20.1.200/24", False, id="one-subnet"),
        pytest.param("10.20.1.10/24 10.20.2.10/24", True, id="two-subnets"),
        pytest.param("10.20.1.10/24 10.20.1.200/25", True, id="two-masks"),
        pytest.param("10.20.1.10/24 10.20.2.10", False, id="unknown-mask"),
    ],
)
def test_subnets_are_told_apart_by_address_and_mask(addresses: str, *, several: bool) -> None:
    """An address whose mask is unknown proves nothing."""
    nic = nic_of(server(f"MAIL-A {addresses}"), "10.20.1.32")
    assert ("the NIC has addresses in more than one subnet" in nic.missing) is several


HOSTS = st.lists(st.integers(1, 254), min_size=1, max_size=6, unique=True)


@given(present=HOSTS, new=HOSTS)
def test_lists_keep_the_primary_hold_nothing_twice_and_come_back(
    present: list[int], new: list[int]
) -> None:
    """Primary first, all present ones in their order, no address twice; undo(do(x)) = x."""
    base = parse_ipv4("10.20.1.0", code="X4-E023")
    owner = msgspec.structs.replace(
        server(HOME), addresses=tuple(NicAddress(base + host, 24) for host in present)
    )
    texts = [f"10.20.1.{host}" for host in new if host not in present]
    if texts:
        nic = nic_of(owner, *texts)
        assert nic.before == tuple(f"10.20.1.{host}/24" for host in present)
        assert sorted(nic.added) == sorted(f"{text}/24" for text in texts)
        assert nic.after == (*nic.before, *nic.added)
