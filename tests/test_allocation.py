# SPDX-License-Identifier: MIT
"""What becomes of each connector in a conflict, and the names that it gets."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.builders import (
    assign,
    inventory,
    memory_of,
    pair,
    server,
    servers,
    settings,
    study,
    values,
)
from x400fix.allocation.allocation import AliasMaker, names_seen
from x400fix.allocation.assignments import Action, OwnerKind, Remembered
from x400fix.allocation.kept import AT_BOTH_ENDS, KEPT, KEPT_AS_BEFORE, KEPT_AS_WANTED
from x400fix.inventory.connectors import Role, Server
from x400fix.problems import InputError
from x400fix.settings.choices import AddressMode, Strategy

HOSTNAME = settings((), strategy=Strategy.HOSTNAME, address_mode=AddressMode.LMHOSTS)


def _rows(far: str, address: str, count: int = 2) -> list[str]:
    """Some connectors of MAIL-A that have one Address."""
    return [f"MAIL-A/{far}_{at} {address} {far}" for at in range(1, count + 1)]


class TestMoving:
    def test_one_link_keeps_its_address_and_only_the_others_move(self) -> None:
        assert values(assign(pair(3))) == {
            "MAIL-A/To B 1": "keep 10.20.2.10",
            "MAIL-A/To B 2": "move 10.20.2.32",
            "MAIL-A/To B 3": "move 10.20.2.33",
            "MAIL-B/To A 1": "keep 10.20.1.10",
            "MAIL-B/To A 2": "move 10.20.1.32",
            "MAIL-B/To A 3": "move 10.20.1.33",
        }

    def test_connectors_outside_conflicts_have_no_assignment(self) -> None:
        rows = [*_rows("MAIL-B", "10.20.2.10"), "MAIL-A/Alone 10.20.3.10 MAIL-C"]

        assert "MAIL-A/Alone" not in assign(inventory(rows, servers()))

    def test_an_inventory_without_conflicts_needs_no_pool(self) -> None:
        assert assign(pair(1), settings(())) == {}

    def test_assignments_come_in_the_order_of_the_inventory(self) -> None:
        """Two conflicts of one server, whose connectors alternate."""
        rows = [f"MAIL-A/{at} 10.20.{2 + at % 2}.10" for at in range(6)]
        facts = ["MAIL-B 10.20.2.10/24", "MAIL-C 10.20.3.10/24"]

        assert list(assign(inventory(rows, facts))) == [f"MAIL-A/{at}" for at in range(6)]

    def test_each_assignment_knows_its_link_partner_and_owner(self) -> None:
        assigned = assign(pair(2))
        here, there = assigned["MAIL-A/To B 2"], assigned["MAIL-B/To A 2"]

        assert here.link is there.link
        assert (here.partner, here.owner.name, here.owner.kind) == (
            "MAIL-B",
            "MAIL-B",
            OwnerKind.SERVER,
        )

    def test_unequal_ends_are_planned_as_far_as_they_go(self) -> None:
        rows = [*_rows("MAIL-B", "10.20.2.10", 3), "MAIL-B/One 10.20.1.10 MAIL-A"]

        assert list(values(assign(inventory(rows, servers()))).values()) == [
            "keep 10.20.2.10",
            "move 10.20.2.32",
            "move 10.20.2.33",
        ]

    def test_a_name_and_its_address_are_kept_once(self) -> None:
        """Row 10: the connector by name is the smaller one, and keeps the name."""
        rows = ["MAIL-A/1 MAIL-B", "MAIL-A/2 10.20.2.10"]

        assert values(assign(inventory(rows, servers()))) == {
            "MAIL-A/1": "keep MAIL-B",
            "MAIL-A/2": "move 10.20.2.32",
        }

    def test_a_moved_connector_tells_the_reason_of_its_row(self) -> None:
        reason = assign(pair(2))["MAIL-A/To B 2"].reason

        assert reason.startswith("Several connectors of this server have the same Address")

    def test_at_a_mixed_pair_only_the_older_servers_connectors_move(self) -> None:
        """Rule 5: they get new addresses of the newer server."""
        assert values(assign(pair(2, "5.0 SP2", "5.5 SP3"))) == {
            "MAIL-A/To B 1": "keep 10.20.2.10",
            "MAIL-A/To B 2": "move 10.20.2.32",
        }


class TestKeeping:
    def test_keep_names_another_link_for_both_its_ends(self) -> None:
        assigned = assign(pair(2), settings(keep=("MAIL-B/To A 2",)))

        assert values(assigned) == {
            "MAIL-A/To B 1": "move 10.20.2.32",
            "MAIL-A/To B 2": "keep 10.20.2.10",
            "MAIL-B/To A 1": "move 10.20.1.32",
            "MAIL-B/To A 2": "keep 10.20.1.10",
        }
        assert assigned["MAIL-A/To B 2"].reason == KEPT_AS_WANTED.format(where=AT_BOTH_ENDS)

    def test_the_smallest_link_tells_why_it_is_kept(self) -> None:
        assert assign(pair(2))["MAIL-A/To B 1"].reason == KEPT.format(where=AT_BOTH_ENDS)

    def test_a_connector_kept_before_tells_so(self) -> None:
        memory = memory_of(assign(pair(2)))

        reason = assign(pair(2), memory=memory)["MAIL-A/To B 1"].reason
        assert reason == KEPT_AS_BEFORE.format(where=AT_BOTH_ENDS)

    def test_a_single_end_can_be_kept_by_name(self) -> None:
        assigned = assign(pair(2, "5.0", "2000"), settings(keep=("MAIL-A/To B 2",)))

        assert assigned["MAIL-A/To B 2"].action is Action.KEEP

    @pytest.mark.parametrize(
        ("keep", "code"),
        [(("MAIL-A/To B 9",), "X4-E054"), (("MAIL-A/To B 1", "MAIL-A/To B 2"), "X4-E055")],
    )
    def test_a_wrong_keep_stops_before_anything_is_given(
        self, keep: tuple[str, ...], code: str
    ) -> None:
        with pytest.raises(InputError) as caught:
            assign(pair(2), settings((), keep=keep))

        assert {problem.code for problem in caught.value.problems} == {code}

    def test_reassign_all_moves_every_connector(self) -> None:
        assert values(assign(pair(2), settings(reassign_all=True))) == {
            "MAIL-A/To B 1": "move 10.20.2.32",
            "MAIL-A/To B 2": "move 10.20.2.33",
            "MAIL-B/To A 1": "move 10.20.1.32",
            "MAIL-B/To A 2": "move 10.20.1.33",
        }


class TestByHand:
    """Action manual: the plan tells what somebody else has to decide."""

    @pytest.mark.parametrize(
        "partner",
        [
            pytest.param(server("MAIL-B dhcp"), id="DHCP"),
            pytest.param(server("MAIL-B 10.20.2.10/24", roles=(Role.CLUSTER,)), id="cluster"),
        ],
    )
    def test_some_owners_get_no_address(self, partner: Server) -> None:
        assigned = assign(inventory(_rows("MAIL-B", "10.20.2.10"), [partner]))

        assert values(assigned) == {
            "MAIL-A/MAIL-B 1": "keep 10.20.2.10",
            "MAIL-A/MAIL-B 2": "manual",
        }
        assert assigned["MAIL-A/MAIL-B 2"].alias == ""

    @pytest.mark.parametrize("address", ["192.168.7.7", "far.example.com"])
    def test_an_owner_that_no_range_serves_is_left_to_its_administrator(self, address: str) -> None:
        rows = [f"MAIL-A/{at} {address}" for at in "12"]

        assert values(assign(inventory(rows, servers())))["MAIL-A/2"] == "manual"

    @pytest.mark.parametrize(
        ("address", "owner"), [("192.168.7.7", "192.168.7.7"), ("far.org", "FAR.ORG")]
    )
    def test_a_range_for_a_foreign_owner_moves_its_connectors(
        self, address: str, owner: str
    ) -> None:
        rows = [f"MAIL-A/{at} {address}" for at in "12"]
        chosen = settings((f"{owner}=192.168.7.100",))

        assert values(assign(inventory(rows, []), chosen))["MAIL-A/2"] == "move 192.168.7.100"

    @pytest.mark.parametrize("via", ["", "via=FW1"])
    def test_partners_behind_a_firewall_are_manual(self, via: str) -> None:
        """Rule 6: one pair of mappings a partner, on the firewall."""
        rows = [f"MAIL-A/1 10.9.0.1 MAIL-B {via}", f"MAIL-A/2 10.9.0.1 MAIL-C {via}"]
        assigned = assign(inventory(rows, servers()))

        assert values(assigned) == {"MAIL-A/1": "keep 10.9.0.1", "MAIL-A/2": "manual"}
        assert assigned["MAIL-A/2"].partner == "MAIL-C"

    def test_a_firewall_with_a_range_is_told_its_addresses(self) -> None:
        rows = [f"MAIL-A/{at} 10.9.0.1 MAIL-{at} via=FW1" for at in "BCD"]
        assigned = assign(inventory(rows, servers()), settings(("FW1=10.9.0.32-10.9.0.33",)))

        assert {each.action for each in assigned.values()} == {Action.KEEP, Action.MANUAL}
        assert values(assigned)["MAIL-A/D"] == "manual 10.9.0.33"
        assert assigned["MAIL-A/D"].alias == "FW1-X3"

    def test_with_names_as_addresses_a_cluster_can_move(self) -> None:
        partner = server("MAIL-B 10.20.2.10/24", roles=(Role.CLUSTER,))
        chosen = settings(address_mode=AddressMode.HOSTS)
        assigned = assign(inventory(_rows("MAIL-B", "10.20.2.10"), [partner]), chosen)

        assert values(assigned)["MAIL-A/MAIL-B 2"] == "move MAIL-B-X2"


class TestAliases:
    @pytest.mark.parametrize("mode", [AddressMode.LMHOSTS, AddressMode.HOSTS])
    def test_with_names_the_alias_is_the_address(self, mode: AddressMode) -> None:
        assigned = assign(pair(2), settings(address_mode=mode))

        assert values(assigned)["MAIL-A/To B 2"] == "move MAIL-B-X2"
        assert assigned["MAIL-A/To B 2"].address == 0x0A140220

    def test_numbers_are_per_owner_in_the_order_of_addresses(self) -> None:
        rows = [*_rows("MAIL-B", "10.20.2.10", 3), *_rows("MAIL-C", "10.20.3.10", 3)]
        assigned = assign(inventory(rows, [*servers(), "MAIL-C 10.20.3.10/24"]))

        assert [each.alias for each in assigned.values()] == [
            *("", "MAIL-B-X2", "MAIL-B-X3"),
            *("", "MAIL-C-X2", "MAIL-C-X3"),
        ]

    @pytest.mark.parametrize(
        "row",
        [
            "MAIL-B-X2/One 10.20.9.9 MAIL-Z",
            "MAIL-Z/One 10.20.9.9 MAIL-B-X2",
            "MAIL-Z/One mail-b-x2.example.com MAIL-Y",
            "MAIL-Z/One 10.20.9.9 MAIL-Y via=MAIL-B-X2",
        ],
    )
    def test_a_name_that_is_seen_anywhere_is_skipped(self, row: str) -> None:
        found = inventory([*pair(2).connectors, row], servers())

        assert assign(found)["MAIL-A/To B 2"].alias == "MAIL-B-X3"

    def test_a_foreign_owner_takes_its_first_connectors_name(self) -> None:
        """First by home server and name, whether it moves or not."""
        rows = [f"MAIL-A/{name} 192.168.7.7" for name in ("to_Acme", "2nd", "Last")]
        chosen = settings(("192.168.7.32/28",))
        assigned = assign(inventory(rows, servers()), chosen)

        assert [each.alias for each in assigned.values()] == ["", "X2ND-X2", "X2ND-X3"]

    def test_an_alias_once_given_stays_and_new_ones_take_the_next_number(self) -> None:
        """The new connector gets the lower address, but no number that was given."""
        memory = {
            ("MAIL-A", "MAIL-B 3"): Remembered(
                action=Action.MOVE, owner="MAIL-B", address=0x0A140228, alias="MAIL-B-X2"
            )
        }
        found = inventory(_rows("MAIL-B", "10.20.2.10", 3), servers())
        assigned = assign(found, memory=memory)

        assert [each.alias for each in assigned.values()] == ["", "MAIL-B-X3", "MAIL-B-X2"]

    def test_an_alias_of_a_connector_that_is_gone_is_not_given_again(self) -> None:
        gone = Remembered(action=Action.MOVE, owner="MAIL-B", address=0x0A140220, alias="MAIL-B-X2")
        assigned = assign(pair(2), memory={("MAIL-A", "GONE"): gone})["MAIL-A/To B 2"]

        assert (assigned.address, assigned.alias) == (0x0A140221, "MAIL-B-X3")

    def test_a_connector_that_gets_another_address_gets_another_alias(self) -> None:
        other = Remembered(
            action=Action.MOVE, owner="MAIL-C", address=0x0A140320, alias="MAIL-C-X2"
        )
        assigned = assign(pair(2), memory={("MAIL-A", "TO B 2"): other})["MAIL-A/To B 2"]

        assert (assigned.address, assigned.alias) == (0x0A140220, "MAIL-B-X2")


class TestHostnameStrategy:
    """Rule 4: more names for one address, and no pool."""

    def test_every_connector_but_the_kept_one_gets_a_name(self) -> None:
        assigned = assign(pair(3), HOSTNAME)

        assert values(assigned) == {
            "MAIL-A/To B 1": "keep 10.20.2.10",
            "MAIL-A/To B 2": "move MAIL-B-X2",
            "MAIL-A/To B 3": "move MAIL-B-X3",
            "MAIL-B/To A 1": "keep 10.20.1.10",
            "MAIL-B/To A 2": "move MAIL-A-X2",
            "MAIL-B/To A 3": "move MAIL-A-X3",
        }
        assert {each.address for each in assigned.values()} == {None}

    def test_names_given_before_stay(self) -> None:
        memory = {
            ("MAIL-A", "TO B 3"): Remembered(action=Action.MOVE, owner="MAIL-B", alias="MAIL-B-X2")
        }
        assigned = values(assign(pair(3), HOSTNAME, memory))

        assert assigned["MAIL-A/To B 3"] == "move MAIL-B-X2"
        assert assigned["MAIL-A/To B 2"] == "move MAIL-B-X3"

    def test_an_owner_whose_address_is_unknown_is_left_to_a_person(self) -> None:
        rows = [f"MAIL-A/{at} far.example.com" for at in "12"]

        assert values(assign(inventory(rows, []), HOSTNAME)) == {
            "MAIL-A/1": "keep far.example.com",
            "MAIL-A/2": "manual",
        }


def _made(owner: str, *taken: str) -> str:
    """The first alias of an owner among names that are taken."""
    return AliasMaker(set(taken)).make(owner)


class TestMake:
    @pytest.mark.parametrize(
        ("owner", "alias"),
        [
            pytest.param("MAIL-B", "MAIL-B-X2", id="plain"),
            pytest.param("Mail-b", "MAIL-B-X2", id="capitals"),
            pytest.param("SEA_HUB1", "SEA-HUB1-X2", id="other characters"),
            pytest.param("mail.example.com", "MAIL-EXAMPLE-X2", id="cut without a hyphen"),
            pytest.param("VERYLONGNAME-01", "VERYLONGNAME-X2", id="cut to 15 characters"),
            pytest.param("ABCDEFGHIJK-LM", "ABCDEFGHIJK-X2", id="no hyphen at the cut"),
            pytest.param("ABCDEFGHIJ--LM", "ABCDEFGHIJ-X2", id="no hyphens at the cut"),
            pytest.param("1STMAIL", "X1STMAIL-X2", id="X before a digit"),
            pytest.param("10.20.9.9", "X10-20-9-9-X2", id="X before an address"),
            pytest.param("-A", "X-A-X2", id="X before a hyphen"),
            pytest.param("Zürich", "Z-RICH-X2", id="letters beyond ASCII"),
            pytest.param("東京", "X-X2", id="nothing but other characters"),
        ],
    )
    def test_an_alias_is_the_owners_name_with_a_number(self, owner: str, alias: str) -> None:
        assert _made(owner) == alias

    def test_numbers_begin_with_2_and_go_up(self) -> None:
        maker = AliasMaker(set())

        assert [maker.make("MAIL-B") for _ in range(3)] == ["MAIL-B-X2", "MAIL-B-X3", "MAIL-B-X4"]

    def test_a_number_that_is_taken_is_skipped(self) -> None:
        assert _made("MAIL-B", "MAIL-B-X2", "MAIL-B-X3", "MAIL-B-X5") == "MAIL-B-X4"

    def test_longer_numbers_cut_the_name_shorter(self) -> None:
        taken = {f"VERYLONGNAME-X{number}" for number in range(2, 10)}

        assert _made("VERYLONGNAME-01", *taken) == "VERYLONGNAM-X10"

    def test_owners_that_are_cut_alike_get_different_aliases(self) -> None:
        maker = AliasMaker(set())

        assert maker.make("VERYLONGNAME-01") == "VERYLONGNAME-X2"
        assert maker.make("VERYLONGNAME-02") == "VERYLONGNAME-X3"

    def test_owners_that_become_alike_with_longer_numbers_get_different_aliases(self) -> None:
        maker = AliasMaker(set())
        made = [maker.make(name) for name in ("ABCDEFGHIJKL", "ABCDEFGHIJKM") for _ in range(9)]

        assert len(set(made)) == 18

    @given(st.lists(st.text(max_size=20), max_size=30), st.sets(st.text(max_size=15)))
    def test_every_alias_is_legal_and_given_once(self, owners: list[str], taken: set[str]) -> None:
        maker = AliasMaker(set(taken))
        made = [maker.make(owner) for owner in owners]

        assert all(re.fullmatch(r"[A-Z][A-Z0-9-]{0,13}[A-Z0-9]", alias) for alias in made)
        assert len(set(made)) == len(made)
        assert not taken.intersection(made)


class TestNamesSeen:
    @pytest.mark.parametrize(
        "name",
        [
            pytest.param("MAIL-A", id="home server"),
            pytest.param("SEA_HUB1", id="server without connectors"),
            pytest.param("SEA-HUB1", id="its host name"),
            pytest.param("MAIL-X", id="remote server"),
            pytest.param("X-Y", id="host name of a remote server"),
            pytest.param("FW1", id="firewall"),
            pytest.param("FAR.EXAMPLE.COM", id="Address"),
            pytest.param("FAR", id="first label of an Address"),
            pytest.param("GATE", id="Address on another stack"),
        ],
    )
    def test_every_name_of_the_inventory_is_seen(self, name: str) -> None:
        rows = [
            "MAIL-A/One far.example.com MAIL-X",
            "MAIL-A/Two 10.9.0.1 X_Y via=FW1",
            "MAIL-A/Three gate stack=TP4",
        ]
        found = study(inventory(rows, ["SEA_HUB1"]))

        assert name in names_seen(found.inventory, found.partners, [])
