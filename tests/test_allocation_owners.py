# SPDX-License-Identifier: MIT
"""Who owns the addresses for a conflict."""

import pytest

from tests.builders import inventory, server, servers, study
from x400fix.allocation.assignments import Owner, OwnerKind
from x400fix.allocation.owners import Owners
from x400fix.inventory.addresses import address_text
from x400fix.inventory.connectors import Inventory, Server


def _owners(found: Inventory) -> list[Owner]:
    """The owner for each conflict of an inventory."""
    studied = study(found)
    owners = Owners(found, studied.directory, studied.partners)
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
