# SPDX-License-Identifier: MIT
"""Finding partners, and pairing the two ends of each connection."""

import pytest

from tests.builders import inventory, server, study
from x400fix.inventory.addresses import parse_address

SERVERS = ("MAIL-A 10.20.1.10/24", "MAIL-B 10.20.2.10/24 10.20.2.11/24", "MAIL-C 10.20.3.10/24")


class TestFindPartners:
    @pytest.mark.parametrize(
        "address",
        [
            pytest.param("10.20.2.10", id="primary address of its NIC"),
            pytest.param("10.20.2.11", id="additional address of its NIC"),
            pytest.param("MAIL-B", id="computer name"),
            pytest.param("mail-b", id="computer name in small letters"),
            pytest.param("mail-b.example.com", id="host label of a FQDN"),
        ],
    )
    def test_a_connector_without_remote_server_leads_where_its_address_does(
        self, address: str
    ) -> None:
        found = study(inventory([f"MAIL-A/One {address}"], SERVERS))

        assert found.partner_of("MAIL-A/One") == "MAIL-B"

    def test_remote_server_goes_before_the_address(self) -> None:
        found = study(inventory(["MAIL-A/One 10.20.2.10 MAIL-C"], SERVERS))

        assert found.partner_of("MAIL-A/One") == "MAIL-C"

    def test_the_host_label_that_nt_makes_of_a_computer_name_finds_it(self) -> None:
        """An underscore becomes a hyphen in the host name (Q149044)."""
        found = study(inventory(["MAIL-A/One sea-hub1.example.com"], ["SEA_HUB1"]))

        assert found.partner_of("MAIL-A/One") == "SEA_HUB1"

    def test_a_computer_name_goes_before_the_host_label_of_another(self) -> None:
        found = study(inventory(["MAIL-A/One sea-hub1"], ["SEA_HUB1", "SEA-HUB1"]))

        assert found.partner_of("MAIL-A/One") == "SEA-HUB1"

    @pytest.mark.parametrize("address", ["192.168.7.7", "gateway.example.com"])
    def test_what_rows_with_remote_server_dial_tells_the_partner_of_others(
        self, address: str
    ) -> None:
        rows = [f"MAIL-A/One {address}", f"MAIL-C/One {address.upper()} MAIL-B"]

        assert study(inventory(rows, SERVERS)).partner_of("MAIL-A/One") == "MAIL-B"

    @pytest.mark.parametrize(
        "rows",
        [
            pytest.param(
                ["MAIL-B/One 192.168.7.7 MAIL-A", "MAIL-C/One 192.168.7.7 MAIL-B"],
                id="several partners",
            ),
            pytest.param(["MAIL-C/One 192.168.7.7 MAIL-B via=FW1"], id="a firewall"),
            pytest.param(["MAIL-C/One 192.168.7.7 MAIL-B stack=TP4"], id="another stack"),
            pytest.param(["MAIL-B/One 192.168.7.7 MAIL-D"], id="itself"),
            pytest.param([], id="nobody"),
        ],
    )
    def test_the_partner_is_foreign_if_what_others_dial_does_not_tell(
        self, rows: list[str]
    ) -> None:
        found = study(inventory(["MAIL-D/One 192.168.7.7", *rows], SERVERS))

        assert found.partner_of("MAIL-D/One") == ""
        assert found.problems == ""

    def test_the_address_of_a_firewall_tells_no_partner(self) -> None:
        found = study(inventory(["MAIL-A/One 10.20.2.10 via=FW1"], SERVERS))

        assert found.partner_of("MAIL-A/One") == ""

    def test_the_address_of_a_firewall_in_another_row_tells_no_partner(self) -> None:
        rows = ["MAIL-A/One 10.9.0.1", "MAIL-C/One 10.9.0.1 MAIL-B", "MAIL-C/Two 10.9.0.1 via=FW1"]

        assert study(inventory(rows, SERVERS)).partner_of("MAIL-A/One") == ""

    def test_an_address_that_several_servers_claim_leads_to_none_of_them(self) -> None:
        facts = [f"{name} 10.20.2.10/24" for name in ("MAIL-B", "MAIL-C", "MAIL-D")]

        assert study(inventory(["MAIL-A/One 10.20.2.10"], facts)).partner_of("MAIL-A/One") == ""

    def test_the_address_on_another_stack_tells_no_partner(self) -> None:
        found = study(inventory(["MAIL-A/One 10.20.2.10 stack=TP4"], SERVERS))

        assert found.partner_of("MAIL-A/One") == ""

    @pytest.mark.parametrize("address", ["10.20.1.10", "MAIL-A"])
    def test_the_home_servers_own_address_is_an_error(self, address: str) -> None:
        found = study(inventory([f"MAIL-A/One {address}"], SERVERS))

        assert found.problems == (
            f"inventory.csv:2:3: error X4-E029: address '{address}' is the home server's own: "
            "write the other server's address (cell C2)"
        )


class TestWhatPeersTell:
    def test_the_peer_of_a_connector_leads_back_to_its_home_server(self) -> None:
        rows = ["MAIL-A/One 192.168.7.7 MAIL-B peer=Eins", "MAIL-B/Eins far.example.com"]
        found = study(inventory(rows, SERVERS))

        assert found.partner_of("MAIL-B/Eins") == "MAIL-A"
        assert found.other_end_of("MAIL-B/Eins") == "MAIL-A/One"

    @pytest.mark.parametrize(
        "row",
        [
            pytest.param("MAIL-A/One 192.168.7.7 peer=Eins", id="from a connector of no partner"),
            pytest.param("MAIL-A/One 192.168.7.7 MAIL-B peer=Zwei", id="with another name"),
            pytest.param("MAIL-A/One X MAIL-B peer=Eins stack=TP4", id="from another stack"),
        ],
    )
    def test_a_peer_that_is_not_there_tells_nothing(self, row: str) -> None:
        found = study(inventory([row, "MAIL-B/Eins far.example.com"], SERVERS))

        assert found.partner_of("MAIL-B/Eins") == ""
        assert found.problems == ""

    def test_a_peer_on_another_stack_learns_nothing(self) -> None:
        rows = ["MAIL-A/One 192.168.7.7 MAIL-B peer=Eins", "MAIL-B/Eins far stack=TP4"]

        assert study(inventory(rows, SERVERS)).partner_of("MAIL-B/Eins") == ""

    def test_a_peer_that_leads_to_somebody_else_is_an_error(self) -> None:
        rows = ["MAIL-A/One 10.20.2.10 MAIL-B peer=Eins", "MAIL-B/Eins 10.20.3.10 MAIL-C"]

        assert study(inventory(rows, SERVERS)).problems == (
            "inventory.csv:2:4: error X4-E030: peer_connector 'Eins' of MAIL-B leads to MAIL-C, "
            "not back to MAIL-A (cell D2)"
        )

    def test_a_peer_that_two_servers_claim_belongs_to_the_first_and_is_an_error(self) -> None:
        rows = [
            "MAIL-A/One 192.168.7.7 MAIL-B peer=Eins",
            "MAIL-C/One 192.168.8.8 MAIL-B peer=Eins",
            "MAIL-B/Eins far.example.com",
        ]
        found = study(inventory(rows, SERVERS))

        assert found.partner_of("MAIL-B/Eins") == "MAIL-A"
        assert found.problems == (
            "inventory.csv:3:4: error X4-E030: peer_connector 'Eins' of MAIL-B leads to MAIL-A, "
            "not back to MAIL-C (cell D3)"
        )


class TestFindLinks:
    def test_ends_are_paired_in_the_order_of_their_directory_names(self) -> None:
        rows = [
            "MAIL-A/b 10.20.2.10 MAIL-B",
            "MAIL-A/A 10.20.2.10 MAIL-B",
            "MAIL-B/Z 10.20.1.10 MAIL-A",
            "MAIL-B/Y 10.20.1.10 MAIL-A",
        ]
        found = study(inventory(rows, SERVERS))

        assert found.other_end_of("MAIL-A/A") == "MAIL-B/Y"
        assert found.other_end_of("MAIL-A/b") == "MAIL-B/Z"

    def test_names_are_ordered_by_code_point_and_not_as_numbers(self) -> None:
        rows = [
            "MAIL-A/L2 10.20.2.10 MAIL-B",
            "MAIL-A/L10 10.20.2.10 MAIL-B",
            "MAIL-B/L1 10.20.1.10 MAIL-A",
        ]

        assert study(inventory(rows, SERVERS)).other_end_of("MAIL-B/L1") == "MAIL-A/L10"

    def test_both_ends_have_one_link_that_begins_with_the_smaller_end(self) -> None:
        rows = ["MAIL-B/One 10.20.1.10 MAIL-A", "MAIL-A/Two 10.20.2.10 MAIL-B"]
        first, second = study(inventory(rows, SERVERS)).links

        assert first is second
        assert first
        assert (first.first.name, first.second and first.second.name) == ("Two", "One")

    @pytest.mark.parametrize("claimant", ["MAIL-A", "MAIL-B", "both"])
    def test_peer_connector_goes_before_the_order_of_names(self, claimant: str) -> None:
        """One end that names the other is enough, whatever the letter case."""
        here = "" if claimant == "MAIL-B" else "peer=two"
        there = "" if claimant == "MAIL-A" else "peer=ONE"
        rows = [
            f"MAIL-A/One 10.20.2.10 MAIL-B {here}",
            "MAIL-A/Two 10.20.2.10 MAIL-B",
            "MAIL-B/One 10.20.1.10 MAIL-A",
            f"MAIL-B/Two 10.20.1.10 MAIL-A {there}",
        ]
        found = study(inventory(rows, SERVERS))

        assert found.other_end_of("MAIL-A/One") == "MAIL-B/Two"
        assert found.other_end_of("MAIL-A/Two") == "MAIL-B/One"
        assert found.problems == ""

    @pytest.mark.parametrize("more", ["MAIL-A", "MAIL-B"])
    def test_ends_left_over_stay_alone(self, more: str) -> None:
        rows = [f"{more}/Three 10.20.9.9 {'MAIL-B' if more == 'MAIL-A' else 'MAIL-A'}"]
        rows += ["MAIL-A/One 10.20.2.10 MAIL-B", "MAIL-B/One 10.20.1.10 MAIL-A"]
        found = study(inventory(rows, SERVERS))

        assert found.other_end_of("MAIL-A/One") == "MAIL-B/One"
        assert found.other_end_of(f"{more}/Three") == ""
        assert found.links[found.index_of(f"{more}/Three")]

    def test_connectors_to_a_foreign_mta_stay_alone(self) -> None:
        found = study(inventory(["MAIL-A/One 192.168.7.7", "MAIL-B/One 192.168.7.8"], SERVERS))

        assert [found.other_end_of(each) for each in ("MAIL-A/One", "MAIL-B/One")] == ["", ""]

    def test_other_stacks_have_no_link(self) -> None:
        rows = ["MAIL-A/One 10.20.2.10 MAIL-B stack=TP4", "MAIL-B/One 10.20.1.10 MAIL-A"]
        found = study(inventory(rows, SERVERS))

        assert found.links[0] is None
        assert found.other_end_of("MAIL-B/One") == ""


class TestPeersThatContradict:
    def test_a_peer_that_the_partner_does_not_have_is_an_error(self) -> None:
        rows = [
            "MAIL-A/One 10.20.2.10 MAIL-B peer=Nine",
            "MAIL-B/One 10.20.1.10 MAIL-A",
            "MAIL-B/Two 10.20.1.10 MAIL-A",
        ]

        assert study(inventory(rows, SERVERS)).problems == (
            "inventory.csv:2:4: error X4-E030: peer_connector 'Nine' is not a connector from the "
            "partner back to MAIL-A; there are 'One', 'Two' (cell D2)"
        )

    def test_nothing_is_said_of_a_peer_if_the_partners_connectors_are_unknown(self) -> None:
        rows = ["MAIL-A/One 10.20.2.10 MAIL-B peer=Nine"]

        assert study(inventory(rows, SERVERS)).problems == ""

    def test_a_peer_that_two_connectors_name_is_an_error_at_the_second(self) -> None:
        rows = [
            "MAIL-A/One 10.20.2.10 MAIL-B peer=One",
            "MAIL-A/Two 10.20.2.10 MAIL-B peer=One",
            "MAIL-B/One 10.20.1.10 MAIL-A",
        ]

        assert study(inventory(rows, SERVERS)).problems == (
            "inventory.csv:3:4: error X4-E031: peer_connector 'One' contradicts the row of "
            "'One': a link has two ends (cell D3)"
        )

    @pytest.mark.parametrize("own_peer", ["", "peer=Two"])
    def test_a_peer_that_names_another_connector_is_an_error_at_the_second_row(
        self, own_peer: str
    ) -> None:
        rows = [
            "MAIL-A/One 10.20.2.10 MAIL-B peer=One",
            f"MAIL-A/Two 10.20.2.10 MAIL-B {own_peer}",
            "MAIL-B/One 10.20.1.10 MAIL-A peer=Two",
            "MAIL-B/Two 10.20.1.10 MAIL-A",
        ]
        rival = "Two" if own_peer else "One"

        assert study(inventory(rows, SERVERS)).problems == (
            f"inventory.csv:4:4: error X4-E031: peer_connector 'Two' contradicts the row of "
            f"'{rival}': a link has two ends (cell D4)"
        )


class TestAddressKey:
    """What two Addresses of one endpoint have in common."""

    @pytest.mark.parametrize(
        ("one", "other", "same"),
        [
            ("10.20.2.10", "10.20.2.10", True),
            ("10.20.2.10", "10.20.2.11", False),
            ("MAIL-B", "10.20.2.10", True),
            ("mail-b.example.com", "10.20.2.10", True),
            ("MAIL-B", "10.20.2.11", False),
            ("far.example.com", "FAR.EXAMPLE.COM", True),
            ("far.example.com", "far", False),
            ("MAIL-D", "mail-d", True),
        ],
    )
    def test_a_name_is_its_address_where_the_inventory_gives_it(
        self, one: str, other: str, *, same: bool
    ) -> None:
        directory = study(inventory([], [*SERVERS, server("MAIL-D")])).directory

        keys = [directory.address_key(parse_address(text)) for text in (one, other)]
        assert (keys[0] == keys[1]) is same


class TestFirewalls:
    @pytest.mark.parametrize(
        ("row", "firewall"),
        [
            ("MAIL-A/One 10.9.0.1 via=FW1", "FW1"),
            ("MAIL-A/One 10.9.0.1 MAIL-B", ""),
            ("MAIL-A/One 10.9.0.2 via=FW1", ""),
            ("MAIL-A/One 10.9.0.1 via=FW1 stack=TP4", ""),
        ],
    )
    def test_a_row_tells_the_firewall_of_an_address_for_its_home_server(
        self, row: str, firewall: str
    ) -> None:
        directory = study(inventory([row, "MAIL-C/One 10.9.0.1"], SERVERS)).directory

        assert directory.firewall_of("MAIL-A", parse_address("10.9.0.1")) == firewall
        assert directory.firewall_of("MAIL-C", parse_address("10.9.0.1")) == ""
        assert directory.is_firewall(parse_address("10.9.0.1")) is bool(firewall)

    def test_an_address_on_a_nic_is_no_firewall_for_other_servers(self) -> None:
        directory = study(inventory(["MAIL-A/One 10.20.2.10 via=FW1"], SERVERS)).directory

        assert directory.firewall_of("MAIL-A", parse_address("10.20.2.10")) == "FW1"
        assert not directory.is_firewall(parse_address("10.20.2.10"))


class TestNumberOf:
    @pytest.mark.parametrize(
        ("rows", "number"),
        [
            pytest.param(["10.20.9.9 MAIL-X", "10.20.9.9 MAIL-X"], 0x0A140909, id="one"),
            pytest.param(["10.20.9.9 MAIL-X", "10.20.9.8 MAIL-X"], None, id="several"),
            pytest.param(["MAIL-X MAIL-X", "10.20.9.9 MAIL-Y"], None, id="none"),
            pytest.param(["10.9.0.1 MAIL-X via=FW1"], None, id="a firewall's"),
            pytest.param(["10.9.0.1 MAIL-X", "10.9.0.1 MAIL-Y via=FW1"], None, id="also"),
        ],
    )
    def test_the_one_address_that_rows_dial_a_partner_at_is_known(
        self, rows: list[str], number: int | None
    ) -> None:
        texts = [f"MAIL-A/{at} {row}" for at, row in enumerate(rows)]

        assert study(inventory(texts, SERVERS)).directory.number_of("MAIL-X") == number
