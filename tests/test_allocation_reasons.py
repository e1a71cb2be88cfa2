# SPDX-License-Identifier: MIT
"""Which changes the plan leaves to a person, and why."""

import pytest

from tests.builders import server, settings
from x400fix.allocation.assignments import Owner, OwnerKind
from x400fix.allocation.owners import cure_of
from x400fix.allocation.pool import Occupancy, parse_range
from x400fix.inventory.addresses import subnet_of
from x400fix.inventory.connectors import Role, Server
from x400fix.settings.choices import AddressMode, Strategy

MAIL_B = server("MAIL-B 10.20.2.10/24")
CLUSTER = server("MAIL-B 10.20.2.10/24", roles=(Role.DNS, Role.CLUSTER))


def _owner(kind: OwnerKind, found: Server | None = None, *, is_known: bool = True) -> Owner:
    """An owner that is reached at 10.20.2.10, or of whom nothing is known."""
    return Owner(
        name="MAIL-B",
        kind=kind,
        server=found,
        primary=0x0A14020A if is_known else None,
        subnet=subnet_of(0x0A14020A, 24) if is_known else None,
    )


def _occupancy(*, has_range: bool) -> Occupancy:
    """A pool with a range for MAIL-B, or an empty one."""
    ranges = [parse_range("10.20.2.32-10.20.2.40", "MAIL-B")] if has_range else []
    return Occupancy(ranges, [], [])


def _reason(
    owner: Owner,
    *,
    has_range: bool = True,
    mode: AddressMode = AddressMode.IP,
    strategy: Strategy = Strategy.ADDRESS,
) -> str:
    """The first words of the reason."""
    chosen = settings(address_mode=mode, strategy=strategy)
    reason, _ = cure_of(owner, chosen, _occupancy(has_range=has_range))
    return " ".join(reason.split()[:5])


class TestAddresses:
    def test_a_server_that_is_known_gets_its_address_from_the_plan(self) -> None:
        assert _reason(_owner(OwnerKind.SERVER, MAIL_B)) == ""

    def test_a_server_that_no_range_serves_is_no_work_for_a_person_but_a_shortage(self) -> None:
        assert _reason(_owner(OwnerKind.SERVER, MAIL_B), has_range=False) == ""

    @pytest.mark.parametrize(
        ("kind", "is_known"),
        [
            (OwnerKind.SERVER, False),
            (OwnerKind.UNKNOWN, True),
            (OwnerKind.UNKNOWN, False),
            (OwnerKind.FOREIGN, True),
        ],
    )
    def test_a_range_makes_the_difference_for_owners_that_are_not_known(
        self, kind: OwnerKind, *, is_known: bool
    ) -> None:
        owner = _owner(kind, is_known=is_known)

        assert _reason(owner, has_range=True) == ""
        assert _reason(owner, has_range=False) == "No range of the pool"

    @pytest.mark.parametrize("mode", AddressMode)
    def test_a_firewall_is_changed_by_hand(self, mode: AddressMode) -> None:
        """Rule 6."""
        assert _reason(_owner(OwnerKind.FIREWALL), mode=mode) == "The Address belongs to a"

    @pytest.mark.parametrize("mode", AddressMode)
    def test_an_owner_with_dhcp_is_changed_by_hand(self, mode: AddressMode) -> None:
        owner = _owner(OwnerKind.SERVER, server("MAIL-B dhcp"))

        assert _reason(owner, mode=mode) == "The owner of the address"

    @pytest.mark.parametrize(
        ("version", "mode", "expected"),
        [
            ("", AddressMode.IP, "The owner is a cluster"),
            ("5.0 SP2", AddressMode.IP, "The owner is a cluster"),
            ("5.5 SP1", AddressMode.IP, "The owner is a cluster"),
            ("Build 2430", AddressMode.IP, "The owner is a cluster"),
            ("Build 2431", AddressMode.IP, ""),
            ("5.5 SP2", AddressMode.IP, ""),
            ("5.0 SP2", AddressMode.HOSTS, ""),
            ("5.0 SP2", AddressMode.LMHOSTS, ""),
        ],
    )
    def test_a_cluster_needs_names_or_build_2431(
        self, version: str, mode: AddressMode, expected: str
    ) -> None:
        """Q169113: the published cure is host names on both sides."""
        node = server("MAIL-B 10.20.2.10/24", exchange=version, roles=(Role.DNS, Role.CLUSTER))

        assert _reason(_owner(OwnerKind.SERVER, node), mode=mode) == expected


class TestNames:
    """With the strategy hostname only the owner's present address has to be known."""

    @pytest.mark.parametrize("found", [None, MAIL_B, CLUSTER, server("MAIL-B dhcp")])
    def test_a_name_can_lead_to_any_address_that_is_known(self, found: Server | None) -> None:
        owner = _owner(OwnerKind.SERVER if found else OwnerKind.FOREIGN, found)

        assert _reason(owner, strategy=Strategy.HOSTNAME, has_range=False) == ""

    def test_no_name_can_lead_to_an_address_that_is_unknown(self) -> None:
        owner = _owner(OwnerKind.UNKNOWN, is_known=False)

        assert _reason(owner, strategy=Strategy.HOSTNAME) == "The owner's present IP address"

    def test_a_firewall_is_changed_by_hand_all_the_same(self) -> None:
        owner = _owner(OwnerKind.FIREWALL)

        assert _reason(owner, strategy=Strategy.HOSTNAME) == "The Address belongs to a"


class TestWhoGetsAddresses:
    @pytest.mark.parametrize(
        ("kind", "has_range", "strategy", "expected"),
        [
            (OwnerKind.FIREWALL, True, Strategy.ADDRESS, True),
            (OwnerKind.FIREWALL, False, Strategy.ADDRESS, False),
            (OwnerKind.FIREWALL, True, Strategy.HOSTNAME, False),
            (OwnerKind.SERVER, True, Strategy.ADDRESS, True),
            (OwnerKind.SERVER, False, Strategy.ADDRESS, True),
            (OwnerKind.SERVER, True, Strategy.HOSTNAME, False),
            (OwnerKind.UNKNOWN, False, Strategy.ADDRESS, False),
        ],
    )
    def test_all_that_move_and_those_behind_a_firewall_with_a_range(
        self, kind: OwnerKind, strategy: Strategy, *, has_range: bool, expected: bool
    ) -> None:
        owner = _owner(kind, MAIL_B if kind is OwnerKind.SERVER else None)
        _, gets_address = cure_of(
            owner, settings(strategy=strategy), _occupancy(has_range=has_range)
        )

        assert gets_address is expected
