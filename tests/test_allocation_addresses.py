# SPDX-License-Identifier: MIT
"""Which address each connector gets: the order, sharing, and what an earlier plan gave."""

from itertools import groupby

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
    values,
)
from x400fix.allocation.assignments import Action, Draft, Remembered
from x400fix.inventory.addresses import address_text
from x400fix.inventory.connectors import Inventory, Server
from x400fix.problems import PlanningError

MINIMAL = settings(("10.0.0.0/8",), minimal=True)


def _rows(home: str, far: str, address: str, count: int) -> list[str]:
    """Some connectors of one server that have one Address."""
    return [f"{home}/{far}_{at} {address} {far}" for at in range(count)]


def _given(assignments: dict[str, Draft]) -> dict[str, str]:
    """The new addresses by connector, the lowest first."""
    moved = [(each.address, ident) for ident, each in assignments.items() if each.address]
    return {ident: address_text(number) for number, ident in sorted(moved)}


class TestOrder:
    def test_owners_come_by_name_and_then_those_that_dial_them(self) -> None:
        """Both owners are in one subnet, so that they take from the same range."""
        rows = [
            *_rows("MAIL-Z", "MAIL-B", "10.20.2.10", 2),
            *_rows("MAIL-Z", "MAIL-A", "10.20.2.20", 2),
            *_rows("MAIL-Y", "MAIL-B", "10.20.2.10", 3),
        ]
        facts = ["MAIL-A 10.20.2.20/24", "MAIL-B 10.20.2.10/24"]

        assert _given(assign(inventory(rows, facts))) == {
            "MAIL-Z/MAIL-A 1": "10.20.2.32",
            "MAIL-Y/MAIL-B 1": "10.20.2.33",
            "MAIL-Y/MAIL-B 2": "10.20.2.34",
            "MAIL-Z/MAIL-B 1": "10.20.2.35",
        }

    def test_names_are_compared_by_code_point_and_not_as_numbers(self) -> None:
        rows = [f"MAIL-A/L{at} 10.20.2.10 MAIL-B" for at in (1, 2, 10)]

        assert _given(assign(inventory(rows, servers()))) == {
            "MAIL-A/L10": "10.20.2.32",
            "MAIL-A/L2": "10.20.2.33",
        }

    def test_the_address_goes_onto_the_remote_servers_subnet(self) -> None:
        given = _given(assign(pair(2)))

        assert given["MAIL-A/To B 2"].startswith("10.20.2.")
        assert given["MAIL-B/To A 2"].startswith("10.20.1.")

    def test_each_connector_gets_the_lowest_address_that_is_free(self) -> None:
        """Taken: the subnet's end, the gateway, the primary and what somebody dials."""
        facts = [server("MAIL-B 10.20.2.3/24 10.20.2.5/24", gateway="10.20.2.1")]
        rows = [*_rows("MAIL-A", "MAIL-B", "10.20.2.3", 4), "MAIL-Z/One 10.20.2.6 MAIL-B"]
        chosen = settings(("10.20.2.0/24",), ("10.20.2.7",))

        assert list(_given(assign(inventory(rows, facts), chosen)).values()) == [
            "10.20.2.2",
            "10.20.2.4",
            "10.20.2.8",
        ]

    def test_an_owner_with_ranges_of_its_own_uses_only_those(self) -> None:
        found = _given(assign(pair(2), settings(("10.20.1.32", "MAIL-B=10.20.2.200", "10.20.2.9"))))

        assert found["MAIL-A/To B 2"] == "10.20.2.200"

    def test_a_presumed_subnet_is_the_24_around_the_address(self) -> None:
        facts = [server("MAIL-B")]
        chosen = settings(("10.20.3.0/24", "10.20.2.0/24"))
        found = inventory(_rows("MAIL-A", "MAIL-B", "10.20.2.10", 2), facts)

        assert _given(assign(found, chosen)) == {"MAIL-A/MAIL-B 1": "10.20.2.1"}


class TestMinimal:
    def test_different_home_servers_share_the_addresses_of_an_owner(self) -> None:
        rows = [
            *_rows("MAIL-X", "MAIL-B", "10.20.2.10", 2),
            *_rows("MAIL-Y", "MAIL-B", "10.20.2.10", 4),
            *_rows("MAIL-Z", "MAIL-B", "10.20.2.10", 3),
        ]
        given = assign(inventory(rows, servers()), settings(minimal=True))

        assert _given(given) == {
            "MAIL-X/MAIL-B 1": "10.20.2.32",
            "MAIL-Y/MAIL-B 1": "10.20.2.32",
            "MAIL-Z/MAIL-B 1": "10.20.2.32",
            "MAIL-Y/MAIL-B 2": "10.20.2.33",
            "MAIL-Z/MAIL-B 2": "10.20.2.33",
            "MAIL-Y/MAIL-B 3": "10.20.2.34",
        }

    def test_a_shared_address_has_one_alias(self) -> None:
        rows = [f"{home}/{at} 10.20.2.10 MAIL-B" for home in ("MAIL-X", "MAIL-Y") for at in "12"]
        given = assign(inventory(rows, servers()), settings(minimal=True))

        assert {given[f"{home}/2"].alias for home in ("MAIL-X", "MAIL-Y")} == {"MAIL-B-X2"}

    def test_different_owners_share_nothing(self) -> None:
        rows = [
            *_rows("MAIL-X", "MAIL-B", "10.20.2.10", 2),
            *_rows("MAIL-Y", "MAIL-C", "10.20.2.20", 2),
        ]
        facts = ["MAIL-B 10.20.2.10/24", "MAIL-C 10.20.2.20/24"]
        given = _given(assign(inventory(rows, facts), settings(minimal=True)))

        assert len(set(given.values())) == 2

    @given(st.dictionaries(st.sampled_from("UVWXYZ"), st.integers(0, 5)))
    def test_it_is_the_least_that_is_possible(self, counts: dict[str, int]) -> None:
        """No fewer will do: one home server needs as many as it has connectors to move."""
        rows = [row for home, n in counts.items() for row in _rows(home, "B", "10.20.2.10", n)]
        given = assign(inventory(rows, ["B 10.20.2.10/24"]), MINIMAL)
        moved = [each for each in given.values() if each.action is Action.MOVE]
        by_home = groupby(moved, key=lambda each: each.connector.server)

        needed = max((len(list(group)) for _, group in by_home), default=0)
        assert len({each.address for each in moved}) == needed

    def test_a_pool_that_is_too_small_is_told_as_without_sharing(self) -> None:
        rows = [
            *_rows("MAIL-X", "MAIL-B", "10.20.2.10", 3),
            *_rows("MAIL-Y", "MAIL-B", "10.20.2.10", 3),
        ]
        with pytest.raises(PlanningError, match=r"MAIL-B \(10.20.2.0/24\) needs 3, 1 free"):
            assign(inventory(rows, servers()), settings(("10.20.2.32",), minimal=True))

    def test_addresses_of_an_earlier_plan_are_shared_before_new_ones_are_taken(self) -> None:
        one = _rows("MAIL-X", "MAIL-B", "10.20.2.10", 2)
        chosen = settings(minimal=True)
        memory = memory_of(assign(inventory(one, servers()), chosen))
        both = inventory([*one, *_rows("MAIL-Y", "MAIL-B", "10.20.2.10", 3)], servers())

        assert _given(assign(both, chosen, memory)) == {
            "MAIL-X/MAIL-B 1": "10.20.2.32",
            "MAIL-Y/MAIL-B 1": "10.20.2.32",
            "MAIL-Y/MAIL-B 2": "10.20.2.33",
        }

    def test_a_home_server_does_not_get_an_address_again_that_it_had(self) -> None:
        """MAIL-X dials 10.20.2.32 already; its third connector is new."""
        chosen = settings(minimal=True)
        memory = memory_of(assign(self._grown(2), chosen))

        assert _given(assign(self._grown(3), chosen, memory)) == {
            "MAIL-X/MAIL-B 1": "10.20.2.32",
            "MAIL-X/MAIL-B 2": "10.20.2.33",
        }

    def _grown(self, count: int) -> Inventory:
        return inventory(_rows("MAIL-X", "MAIL-B", "10.20.2.10", count), servers())


class TestSharingOfAPresumedSubnet:
    def test_an_owner_dialled_at_several_addresses_still_shares_its_own_pool(self) -> None:
        """B has no known address; A and C dial it at different ones, its pool is keyed to it."""
        rows = [
            f"{home}/{at} 10.20.{net}.9 B" for home, net in (("A", 1), ("C", 2)) for at in "123"
        ]
        chosen = settings(("B=10.20.3.32/28",), minimal=True)
        given = values(assign(inventory(rows, []), chosen))
        assert given == {
            "A/1": "keep 10.20.1.9",
            "A/2": "move 10.20.3.32",
            "A/3": "move 10.20.3.33",
            "C/1": "keep 10.20.2.9",
            "C/2": "move 10.20.3.32",
            "C/3": "move 10.20.3.33",
        }


class TestEarlierPlan:
    """Rule 10: the same connector has the same address."""

    FOUND = pair(3)

    def _memory(self, number: str, owner: str = "MAIL-B") -> dict[tuple[str, str], Remembered]:
        """An earlier plan that gave an address to MAIL-A's third connector."""
        (last,) = (int(part) for part in number.rsplit(".", 1)[1:])
        base = {"10.20.2": 0x0A140200, "10.20.1": 0x0A140100}[number.rpartition(".")[0]]
        moved = Remembered(action=Action.MOVE, owner=owner, address=base + last, alias="MAIL-B-X7")
        return {("MAIL-A", "TO B 3"): moved}

    def test_what_it_gave_is_given_again_and_not_to_others(self) -> None:
        given = values(assign(self.FOUND, memory=self._memory("10.20.2.32")))

        assert given["MAIL-A/To B 3"] == "move 10.20.2.32"
        assert given["MAIL-A/To B 2"] == "move 10.20.2.33"

    def test_it_may_lie_outside_the_pool(self) -> None:
        """The pool may have changed since; nothing assigned moves."""
        given = values(assign(self.FOUND, memory=self._memory("10.20.2.99")))

        assert given["MAIL-A/To B 3"] == "move 10.20.2.99"

    def test_an_address_of_another_owner_is_not_given_again(self) -> None:
        memory = self._memory("10.20.1.99", owner="MAIL-C")

        assert values(assign(self.FOUND, memory=memory))["MAIL-A/To B 3"] == "move 10.20.2.33"

    def test_an_address_that_the_owner_has_already_is_given_again(self) -> None:
        """A window broken off after the NIC step."""
        rows = [f"MAIL-A/To_B_{at} 10.20.2.10 MAIL-B" for at in (1, 2, 3)]
        found = inventory(rows, ["MAIL-B 10.20.2.10/24 10.20.2.32/24"])
        given = values(assign(found, memory=self._memory("10.20.2.32")))

        assert given["MAIL-A/To B 3"] == "move 10.20.2.32"

    @pytest.mark.parametrize(
        ("number", "exclude", "facts", "why"),
        [
            ("10.20.2.40", ("10.20.2.40",), servers(), "it is excluded now"),
            (
                "10.20.2.40",
                (),
                [*servers(), server("MAIL-C 10.20.2.40/24")],
                "MAIL-C has it now",
            ),
            ("10.20.1.40", (), servers(), "it is not in the subnet of MAIL-B"),
            ("10.20.2.255", (), servers(), "it is not in the subnet of MAIL-B"),
        ],
    )
    def test_an_address_that_became_impossible_is_an_error(
        self, number: str, exclude: tuple[str, ...], facts: list[Server], why: str
    ) -> None:
        found = inventory(self.FOUND.connectors, facts)
        with pytest.raises(PlanningError) as caught:
            assign(found, settings(exclude=exclude), self._memory(number))

        assert "\n".join(map(str, caught.value.problems)) == (
            f"--previous: error X4-E062: the earlier plan gave {number} to 'MAIL-A/To B 3', "
            f"but {why}: correct that, or plan without --previous if the earlier plan was "
            "never carried out"
        )

    def test_an_address_that_another_connector_of_the_home_server_dials_is_an_error(self) -> None:
        found = inventory([*self.FOUND.connectors, "MAIL-A/New 10.20.2.40 MAIL-B"], servers())
        with pytest.raises(PlanningError, match="but 'MAIL-A/New' dials it now"):
            assign(found, memory=self._memory("10.20.2.40"))

    def test_a_presumed_subnet_does_not_bind_what_was_given(self) -> None:
        found = inventory(self.FOUND.connectors, [server("MAIL-A 10.20.1.10/24"), server("MAIL-B")])
        given = values(assign(found, memory=self._memory("10.20.1.99")))

        assert given["MAIL-A/To B 3"] == "move 10.20.1.99"

    def test_everything_impossible_and_everything_missing_is_told_at_once(self) -> None:
        with pytest.raises(PlanningError) as caught:
            assign(self.FOUND, settings(()), self._memory("10.20.1.40"))

        assert [problem.code for problem in caught.value.problems] == ["X4-E062", "X4-E060"]
