# SPDX-License-Identifier: MIT
"""Who owns the addresses of a conflict, and which changes are made by hand, and why."""

import pytest

from tests.builders import inventory, server, servers, settings, study
from x400fix.allocation.assignments import Owner, OwnerKind
from x400fix.allocation.owners import Owners, cure_of
from x400fix.allocation.pool import Occupancy, Pool, parse_range
from x400fix.inventory.addresses import address_text, subnet_of
from x400fix.inventory.connectors import Inventory, Role, Server
from x400fix.settings.choices import AddressMode, Strategy


def _owners(found: Inventory) -> list[Owner]:
    """The owner for each conflict of an inventory."""
    studied = study(found)
    owners = Owners(studied)
    return [owners.owner_of(conflict) for conflict in studied.findings.conflicts]


def _owner(rows: list[str], *facts: Server) -> Owner:
    """The owner for the one conflict of some rows."""
    (owner,) = _owners(inventory(rows, facts))
    return owner


def _subnet(owner: Owner) -> str:
    """An owner's subnet as text; empty if there is none."""
    return "-".join(address_text(number) for number in owner.subnet or ())


class TestAServerOfTheInventory:
    ROWS = ("MAIL-A/One 10.20.2.10 MAIL-B", "MAIL-A/Two 10.20.2.10 MAIL-B")

    def test_the_partner_owns_the_addresses_and_not_the_home_server(self) -> None:
        far = server("MAIL-B 10.20.2.10/24")
        owner = _owner(list(self.ROWS), far)

        assert (owner.name, owner.kind, owner.server) == ("MAIL-B", OwnerKind.SERVER, far)

    @pytest.mark.parametrize(
        ("nic", "subnet", "is_presumed"),
        [
            ("10.20.2.10/24", "10.20.2.0-10.20.2.255", False),
            ("10.20.2.10/255.255.255.240", "10.20.2.0-10.20.2.15", False),
            ("10.20.2.10/24 10.30.2.10/16", "10.20.2.0-10.20.2.255", False),
            ("10.20.2.10/32", "10.20.2.10-10.20.2.10", False),
            ("10.20.2.10", "10.20.2.0-10.20.2.255", True),
            ("", "10.20.2.0-10.20.2.255", True),
        ],
    )
    def test_its_subnet_is_that_of_the_primary_address_or_a_presumed_24(
        self, nic: str, subnet: str, *, is_presumed: bool
    ) -> None:
        owner = _owner(list(self.ROWS), server(f"MAIL-B {nic}"))

        assert (_subnet(owner), owner.is_presumed) == (subnet, is_presumed)

    def test_its_primary_address_is_that_of_the_nic_and_not_what_is_dialled(self) -> None:
        rows = ["MAIL-A/One 10.20.2.11 MAIL-B", "MAIL-A/Two 10.20.2.11 MAIL-B"]
        owner = _owner(rows, server("MAIL-B 10.20.2.10/24 10.20.2.11/24"))

        assert owner.primary == 0x0A14020A

    def test_nothing_is_known_if_only_a_name_is_dialled(self) -> None:
        rows = ["MAIL-A/One MAIL-B", "MAIL-A/Two MAIL-B"]
        owner = _owner(rows, server("MAIL-B"))

        assert (owner.name, owner.kind) == ("MAIL-B", OwnerKind.SERVER)
        assert (owner.primary, owner.subnet, owner.is_presumed) == (None, None, False)


class TestOthers:
    @pytest.mark.parametrize(
        ("rows", "name", "kind"),
        [
            pytest.param(
                ["10.20.9.9 MAIL-X", "10.20.9.9 MAIL-X"],
                "MAIL-X",
                OwnerKind.UNKNOWN,
                id="a partner without rows",
            ),
            pytest.param(
                ["192.168.7.7", "192.168.7.7"], "192.168.7.7", OwnerKind.FOREIGN, id="foreign"
            ),
            pytest.param(
                ["far.example.com", "FAR.example.com"],
                "FAR.EXAMPLE.COM",
                OwnerKind.FOREIGN,
                id="foreign by name",
            ),
            pytest.param(
                ["10.9.0.1 MAIL-B", "10.9.0.1 MAIL-C via=FW1"],
                "FW1",
                OwnerKind.FIREWALL,
                id="firewall",
            ),
            pytest.param(
                ["10.9.0.1 MAIL-B", "10.9.0.1 MAIL-C"],
                "10.9.0.1",
                OwnerKind.FIREWALL,
                id="presumed firewall",
            ),
        ],
    )
    def test_an_owner_has_the_best_name_that_is_known(
        self, rows: list[str], name: str, kind: OwnerKind
    ) -> None:
        owner = _owner([f"MAIL-A/{at} {row}" for at, row in enumerate(rows)], *servers())

        assert (owner.name, owner.kind, owner.server) == (name, kind, None)

    def test_a_24_is_presumed_around_the_address_of_others(self) -> None:
        owner = _owner(["MAIL-A/One 192.168.7.7", "MAIL-A/Two 192.168.7.7"])

        assert (_subnet(owner), owner.is_presumed) == ("192.168.7.0-192.168.7.255", True)
        assert owner.primary == 0xC0A80707

    def test_nothing_is_presumed_around_a_name(self) -> None:
        owner = _owner(["MAIL-A/One far MAIL-X", "MAIL-A/Two far MAIL-X"])

        assert (owner.primary, owner.subnet, owner.is_presumed) == (None, None, False)

    @pytest.mark.parametrize("known", ["One", "Two"])
    def test_a_partner_that_one_row_names_is_the_owner_whichever_row_it_is(
        self, known: str
    ) -> None:
        """Others dial the address for another partner, so that it does not tell by itself."""
        rows = [f"MAIL-A/{name} 10.20.2.77 {'MAIL-B' * (name == known)}" for name in ("One", "Two")]
        owner = _owner([*rows, "MAIL-C/One 10.20.2.77 MAIL-D"], *servers())

        assert owner.name == "MAIL-B"


class TestEqualOwners:
    def test_equal_owners_are_one_value(self) -> None:
        rows = [f"{home}/{name} 10.20.2.10" for home in ("MAIL-A", "MAIL-C") for name in "xy"]
        one, other = _owners(inventory(rows, servers()))

        assert one is other


MAIL_B = server("MAIL-B 10.20.2.10/24")
CLUSTER = server("MAIL-B 10.20.2.10/24", roles=(Role.DNS, Role.CLUSTER))


def _any_owner(kind: OwnerKind, found: Server | None = None, *, is_known: bool = True) -> Owner:
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
    return Occupancy(Pool(ranges=tuple(ranges)), [])


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
        assert _reason(_any_owner(OwnerKind.SERVER, MAIL_B)) == ""

    def test_a_server_that_no_range_serves_is_no_work_for_a_person_but_a_shortage(self) -> None:
        assert _reason(_any_owner(OwnerKind.SERVER, MAIL_B), has_range=False) == ""

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
        owner = _any_owner(kind, is_known=is_known)

        assert _reason(owner, has_range=True) == ""
        assert _reason(owner, has_range=False) == "No range of the pool"

    @pytest.mark.parametrize("mode", AddressMode)
    def test_a_firewall_is_changed_by_hand(self, mode: AddressMode) -> None:
        """Rule 6."""
        assert _reason(_any_owner(OwnerKind.FIREWALL), mode=mode) == "The Address belongs to a"

    @pytest.mark.parametrize("mode", AddressMode)
    def test_an_owner_with_dhcp_is_changed_by_hand(self, mode: AddressMode) -> None:
        owner = _any_owner(OwnerKind.SERVER, server("MAIL-B dhcp"))

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

        assert _reason(_any_owner(OwnerKind.SERVER, node), mode=mode) == expected


class TestNames:
    """With the strategy hostname only the owner's present address has to be known."""

    @pytest.mark.parametrize("found", [None, MAIL_B, CLUSTER, server("MAIL-B dhcp")])
    def test_a_name_can_lead_to_any_address_that_is_known(self, found: Server | None) -> None:
        owner = _any_owner(OwnerKind.SERVER if found else OwnerKind.FOREIGN, found)

        assert _reason(owner, strategy=Strategy.HOSTNAME, has_range=False) == ""

    def test_no_name_can_lead_to_an_address_that_is_unknown(self) -> None:
        owner = _any_owner(OwnerKind.UNKNOWN, is_known=False)

        assert _reason(owner, strategy=Strategy.HOSTNAME) == "The owner's present IP address"

    def test_a_firewall_is_changed_by_hand_all_the_same(self) -> None:
        owner = _any_owner(OwnerKind.FIREWALL)

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
        owner = _any_owner(kind, MAIL_B if kind is OwnerKind.SERVER else None)
        _, gets_address = cure_of(
            owner, settings(strategy=strategy), _occupancy(has_range=has_range)
        )

        assert gets_address is expected
