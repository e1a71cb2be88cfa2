# SPDX-License-Identifier: MIT
"""The lists of a NIC before and after, and what keeps a script from being written."""

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.builders import server
from x400fix.allocation.assignments import Owner, OwnerKind
from x400fix.inventory.addresses import NicAddress, parse_ipv4
from x400fix.inventory.connectors import Role, Server
from x400fix.planning.nic import (
    NicPlan,
    Vehicle,
    additional_addresses,
    exceeds_control_panel,
    has_several_subnets,
    plan_nic,
)

HOME = "MAIL-A 10.20.1.10/24"


def number(text: str) -> int:
    return parse_ipv4(text, code="X4-E023")


def planned(owner: Server | None, *addresses: str) -> NicPlan:
    """The NIC of an owner that gets some addresses."""
    kind = OwnerKind.SERVER if owner else OwnerKind.FOREIGN
    name = owner.name if owner else "10.9.9.9"
    return plan_nic(Owner(name=name, kind=kind, server=owner), [number(each) for each in addresses])


def texts(addresses: tuple[NicAddress, ...]) -> list[str]:
    return [str(each) for each in addresses]


def test_new_addresses_stand_behind_all_present_ones() -> None:
    """A registry write replaces the whole list, and the first address is the primary one."""
    nic = planned(server("MAIL-A 10.20.1.40/24 10.20.1.10/24"), "10.20.1.32", "10.20.1.33")
    assert texts(nic.before) == ["10.20.1.40/24", "10.20.1.10/24"]
    assert texts(nic.after) == [*texts(nic.before), "10.20.1.32/24", "10.20.1.33/24"]


def test_a_new_address_has_the_mask_of_the_primary() -> None:
    """Each REG_MULTI_SZ holds one mask for each address (Q120642)."""
    assert texts(planned(server("MAIL-A 10.20.1.10/26"), "10.20.1.32").added) == ["10.20.1.32/26"]


def test_an_address_that_the_nic_has_is_not_added_again() -> None:
    """A window broken off after the NIC step is planned again without it."""
    nic = planned(server(f"{HOME} 10.20.1.32/24"), "10.20.1.32", "10.20.1.33")
    assert texts(nic.after) == ["10.20.1.10/24", "10.20.1.32/24", "10.20.1.33/24"]


def test_unknown_present_addresses_leave_both_lists_empty() -> None:
    """Nobody may write a whole list without knowing what stands in it."""
    nic = planned(server("MAIL-A"), "10.20.1.32")
    assert (nic.before, nic.after, texts(nic.added)) == ((), (), ["10.20.1.32"])


@pytest.mark.parametrize(
    ("os", "adapter", "vehicle", "has_reg_file"),
    [
        pytest.param("NT 3.51 SP5", "Elnk31", Vehicle.REGINI, False, id="nt-3.51-no-reg"),
        pytest.param("NT 4.0 SP5", "El90x1", Vehicle.REGINI, True, id="nt-4.0"),
        pytest.param("Windows 2000", "LAN (2)", Vehicle.NETSH, False, id="windows-2000"),
        pytest.param("Windows Server 2003", "LAN.1", Vehicle.NETSH, False, id="windows-2003"),
    ],
)
def test_the_system_chooses_the_vehicle(
    os: str, adapter: str, vehicle: Vehicle, *, has_reg_file: bool
) -> None:
    """Registry on Windows NT, netsh after it; only NT 4.0 reads REGEDIT4 (Q153935)."""
    nic = planned(server(HOME, os=os, adapter=adapter), "10.20.1.32")
    assert (nic.vehicle, nic.has_reg_file, nic.missing) == (vehicle, has_reg_file, ())


@pytest.mark.parametrize(
    ("owner", "reason"),
    [
        pytest.param(None, "the inventory does not know this owner", id="nobody-known"),
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
        pytest.param(
            server(HOME, roles=(Role.CLUSTER,)),
            "addresses of a cluster belong to the cluster, not to one node's NIC",
            id="cluster",
        ),
    ],
)
def test_one_missing_fact_makes_the_nic_work_by_hand(owner: Server | None, reason: str) -> None:
    """What cannot be scripted safely is told, and becomes a manual step."""
    nic = planned(owner, "10.20.1.32")
    assert (nic.vehicle, nic.missing, nic.has_reg_file) == (Vehicle.HAND, (reason,), False)


def test_every_missing_fact_is_told_at_once() -> None:
    """The administrator clears up all of them in one go."""
    nic = planned(server("$MAIL", os="", adapter="", roles=(Role.CLUSTER,)), "10.20.1.32")
    assert len(nic.missing) == 5


def test_an_adapter_is_not_judged_without_a_system() -> None:
    """A connection name is wrong on Windows NT only, which nobody has said this is."""
    nic = planned(server(HOME, os="", adapter="Local Area Connection"), "10.20.1.32")
    assert nic.missing == ("the operating system is unknown (column os)",)


@pytest.mark.parametrize(
    ("addresses", "several"),
    [
        pytest.param("10.20.1.10/24 10.20.1.200/24", False, id="one-subnet"),
        pytest.param("10.20.1.10/24 10.20.2.10/24", True, id="two-subnets"),
        pytest.param("10.20.1.10/24 10.20.1.200/25", True, id="two-masks"),
        pytest.param("10.20.1.10/24 10.20.2.10", False, id="unknown-mask"),
        pytest.param("", False, id="nothing-known"),
    ],
)
def test_subnets_are_told_apart_by_address_and_mask(addresses: str, *, several: bool) -> None:
    """An address whose mask is unknown proves nothing."""
    assert has_several_subnets(server(f"MAIL-A {addresses}")) is several


@pytest.mark.parametrize(
    ("owner", "new", "exceeds"),
    [
        pytest.param(server(HOME, os="NT 3.51"), 5, False, id="five"),
        pytest.param(server(HOME, os="NT 3.51"), 6, True, id="six"),
        pytest.param(server(f"{HOME} 10.20.1.99/24", os="NT 3.51"), 5, True, id="five-and-one"),
        pytest.param(server("MAIL-A", os="NT 3.51"), 6, True, id="unknown-list"),
        pytest.param(server("MAIL-A", os="NT 3.51"), 5, False, id="unknown-list-five"),
        pytest.param(server(HOME, os="NT 4.0"), 6, False, id="nt-4.0"),
        pytest.param(server(HOME, os=""), 6, False, id="no-system"),
        pytest.param(None, 6, False, id="nobody-known"),
    ],
)
def test_control_panel_of_nt_351_takes_five_more_addresses(
    owner: Server | None, new: int, *, exceeds: bool
) -> None:
    """Q155111: further ones are possible in the registry only."""
    nic = planned(owner, *(f"10.20.1.{32 + at}" for at in range(new)))
    assert exceeds_control_panel(nic, owner) is exceeds


def test_the_primary_address_is_not_an_additional_one() -> None:
    """Only the others count."""
    assert additional_addresses(planned(server(f"{HOME} 10.20.1.11/24"), "10.20.1.32")) == 2


HOSTS = st.lists(st.integers(1, 254), min_size=1, unique=True)


@given(present=HOSTS, new=HOSTS)
def test_lists_keep_the_primary_hold_nothing_twice_and_come_back(
    present: list[int], new: list[int]
) -> None:
    """Primary first, all present ones in their order, no address twice; undo(do(x)) = x."""
    base = number("10.20.1.0")
    before = tuple(NicAddress(base + host, 24) for host in present)
    owner = msgspec.structs.replace(server(HOME), addresses=before)
    nic = plan_nic(
        Owner(name="MAIL-A", kind=OwnerKind.SERVER, server=owner), [base + host for host in new]
    )
    assert nic.after[: len(before)] == before
    assert len({each.number for each in nic.after}) == len(nic.after)
    assert {each.number for each in nic.after} == {base + host for host in {*present, *new}}
    assert tuple(each for each in nic.after if each not in nic.added) == nic.before == before
