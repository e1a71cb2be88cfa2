# SPDX-License-Identifier: MIT
"""What the pool lacks, which ranges serve nobody, and which addresses are taken."""

import pytest

from tests.builders import assign, inventory, pair, server, servers, settings
from x400fix.allocation.pool import parse_pool, taken_numbers, warn_of_idle_ranges
from x400fix.inventory.addresses import address_text
from x400fix.inventory.connectors import Inventory, Server
from x400fix.problems import Place, PlanningError, ProblemList
from x400fix.settings.settings import range_texts

HOMES = (("MAIL-A", "10.20.2.10"), ("MAIL-C", "10.20.2.11"), ("MAIL-D", "10.20.2.10"))


def _lack(found: Inventory, *pool: str, exclude: tuple[str, ...] = ()) -> str:
    """The line that tells what is missing."""
    with pytest.raises(PlanningError) as caught:
        assign(found, settings(pool, exclude))
    return "\n".join(map(str, caught.value.problems))


def _rows(home: str, far: str, address: str, count: int) -> list[str]:
    """Some connectors of one server that have one Address."""
    return [f"{home}/{far}_{at} {address} {far}" for at in range(count)]


class TestAPoolThatIsTooSmall:
    def test_one_error_names_each_subnet_with_what_it_needs_and_what_is_free(self) -> None:
        assert _lack(pair(4), "10.20.1.32-10.20.1.33", "10.20.2.32") == (
            "--pool: error X4-E061: the pool is too small: "
            "MAIL-A (10.20.1.0/24) needs 3, 2 free; "
            "MAIL-B (10.20.2.0/24) needs 3, 1 free; give more with --pool RANGE or [pool] ranges"
        )

    def test_subnets_with_enough_are_not_named(self) -> None:
        assert _lack(pair(3), "10.20.1.32/28", "10.20.2.32") == (
            "--pool: error X4-E061: the pool is too small: "
            "MAIL-B (10.20.2.0/24) needs 2, 1 free; give more with --pool RANGE or [pool] ranges"
        )

    def test_subnets_without_any_range_are_told_apart(self) -> None:
        assert _lack(pair(3), "10.20.3.32/28") == (
            "--pool: error X4-E061: the pool is too small: "
            "MAIL-A (10.20.1.0/24) needs 2, 0 free; "
            "MAIL-B (10.20.2.0/24) needs 2, 0 free; give more with --pool RANGE or [pool] ranges"
        )

    def test_owners_in_one_subnet_are_told_together(self) -> None:
        rows = [
            *_rows("MAIL-A", "MAIL-B", "10.20.2.10", 3),
            *_rows("MAIL-A", "MAIL-C", "10.20.2.20", 3),
        ]
        facts = ["MAIL-B 10.20.2.10/24", "MAIL-C 10.20.2.20/24"]

        assert _lack(inventory(rows, facts), "10.20.2.32-10.20.2.34") == (
            "--pool: error X4-E061: the pool is too small: MAIL-B (10.20.2.0/24), "
            "MAIL-C (10.20.2.0/24) together need 4, 3 free; give more with --pool RANGE or "
            "[pool] ranges"
        )

    def test_without_any_pool_the_error_says_so(self) -> None:
        assert _lack(pair(2)) == (
            "--pool: error X4-E060: there is no pool, but addresses are needed: "
            "MAIL-A (10.20.1.0/24) needs 1, 0 free; MAIL-B (10.20.2.0/24) needs 1, 0 free; "
            "give --pool RANGE"
        )

    def test_a_presumed_subnet_is_marked(self) -> None:
        found = inventory(_rows("MAIL-A", "MAIL-B", "10.20.2.10", 2), [server("MAIL-B")])

        assert "MAIL-B (10.20.2.0/24, presumed) needs 1, 0 free" in _lack(found)

    def test_an_owner_that_is_dialled_at_two_addresses_is_named_once(self) -> None:
        rows = [f"{home}/{at} {ip} MAIL-B" for home, ip in HOMES for at in "12"]

        assert "small: MAIL-B (10.20.2.0/24, presumed) needs 3, 1 free;" in _lack(
            inventory(rows, [server("MAIL-B")]), "10.20.2.32"
        )

    def test_an_owner_without_a_subnet_has_its_name_only(self) -> None:
        found = inventory(_rows("MAIL-A", "MAIL-B", "MAIL-B", 3), [server("MAIL-B")])

        assert "small: MAIL-B needs 2, 1 free;" in _lack(found, "MAIL-B=10.20.2.32")

    @pytest.mark.parametrize("prefix", [31, 32])
    def test_the_smallest_subnets_have_nothing_to_give(self, prefix: int) -> None:
        facts = [f"MAIL-B 10.20.2.10/{prefix}"]
        found = inventory(_rows("MAIL-A", "MAIL-B", "10.20.2.10", 2), facts)

        assert f"MAIL-B (10.20.2.10/{prefix}) needs 1, 0 free" in _lack(found, "10.20.0.0/16")

    def test_what_is_taken_or_excluded_is_not_free(self) -> None:
        """Only 10.20.2.15 is left: .0 is the subnet's end, .1 the gateway, .10 the primary."""
        excluded = ("10.20.2.2-10.20.2.9", "10.20.2.11-10.20.2.14")
        lack = _lack(pair(3), "10.20.1.0/24", "10.20.2.0/28", exclude=excluded)

        assert "MAIL-B (10.20.2.0/24) needs 2, 1 free" in lack


class TestIdleRanges:
    FACTS = (
        *servers(),
        server("MAIL-C 10.20.3.10/28"),
        server("MAIL-D 10.20.4.10"),
        server("MAIL-E"),
    )
    ROWS = (
        "MAIL-A/One 10.20.2.10 MAIL-B",
        "MAIL-A/Two 10.20.3.10 MAIL-C",
        "MAIL-A/Three 10.30.0.10 MAIL-X",
        "MAIL-A/Four 10.9.0.1 via=FW1",
        "MAIL-A/Five far.example.com",
    )

    def _warnings(self, text: str, place: str = "--pool") -> list[str]:
        problems = ProblemList()
        ranges = parse_pool(range_texts([text], Place(place)), problems)
        warn_of_idle_ranges(ranges, inventory(self.ROWS, self.FACTS), problems)
        return list(map(str, problems))

    @pytest.mark.parametrize(
        "text",
        [
            pytest.param("10.20.1.32/27", id="a server's subnet"),
            pytest.param("10.20.0.0/16", id="more than a subnet"),
            pytest.param("10.20.3.14", id="a small subnet"),
            pytest.param("10.20.4.200", id="the presumed subnet of a server"),
            pytest.param("10.30.0.200", id="the presumed subnet around an Address"),
            pytest.param("MAIL-B=10.20.2.32", id="for a server"),
            pytest.param("MAIL-D=10.50.0.32", id="for a server whose mask is unknown"),
            pytest.param("MAIL-E=10.50.0.32", id="for a server whose addresses are unknown"),
            pytest.param("MAIL-X=10.30.0.32", id="for a remote server"),
            pytest.param("FW1=10.9.0.32", id="for a firewall"),
            pytest.param("far.example.com=10.9.0.32", id="for a foreign MTA by name"),
            pytest.param("10.30.0.10=10.30.0.32", id="for a foreign MTA by address"),
        ],
    )
    def test_a_range_that_can_serve_somebody_is_fine(self, text: str) -> None:
        assert self._warnings(text) == []

    @pytest.mark.parametrize(
        ("text", "why"),
        [
            pytest.param(
                "10.20.9.0/28", "no server of the inventory is in its subnet", id="nobody's subnet"
            ),
            pytest.param(
                "10.0.0.0/24", "no server of the inventory is in its subnet", id="below all"
            ),
            pytest.param(
                "10.20.3.16/28",
                "no server of the inventory is in its subnet",
                id="beside a small subnet",
            ),
            pytest.param(
                "FW9=10.9.0.32",
                "FW9 is not a server, firewall or Address of the inventory",
                id="an owner nobody knows",
            ),
            pytest.param(
                "MAIL-C=10.20.3.16/28",
                "the subnet of MAIL-C is 10.20.3.0/28",
                id="outside its owner's subnet",
            ),
            pytest.param(
                "MAIL-C=10.20.2.0/28",
                "the subnet of MAIL-C is 10.20.3.0/28",
                id="below its owner's subnet",
            ),
        ],
    )
    def test_a_range_that_serves_nobody_is_a_warning(self, text: str, why: str) -> None:
        shown = text.rpartition("=")[2]

        assert self._warnings(text, "x400fix.toml") == [
            f"x400fix.toml: warning X4-W112: no server can use pool range '{shown}': {why}"
        ]

    def test_without_servers_and_addresses_every_range_is_idle(self) -> None:
        problems = ProblemList()
        ranges = parse_pool(range_texts(["10.20.1.32"], Place("--pool")), problems)
        warn_of_idle_ranges(ranges, inventory([], []), problems)

        assert [problem.code for problem in problems] == ["X4-W112"]


class TestTakenNumbers:
    def _taken(self, rows: list[str], *facts: Server) -> set[str]:
        return {address_text(number) for number in taken_numbers(inventory(rows, facts))}

    def test_gateways_addresses_and_ends_of_subnets_are_taken(self) -> None:
        fact = server("MAIL-A 10.20.1.10/24 10.30.0.9/30", gateway="10.20.1.1")

        assert self._taken([], fact) == {
            "10.20.1.0",
            "10.20.1.1",
            "10.20.1.10",
            "10.20.1.255",
            "10.30.0.8",
            "10.30.0.9",
            "10.30.0.11",
        }

    def test_an_address_without_a_mask_takes_only_itself(self) -> None:
        assert self._taken([], server("MAIL-A 10.20.1.10")) == {"10.20.1.10"}

    def test_every_address_attribute_is_taken(self) -> None:
        rows = ["MAIL-A/One 10.20.2.10 MAIL-B", "MAIL-A/Two 10.9.0.1 via=FW1", "MAIL-A/Three far"]

        assert self._taken(rows) == {"10.20.2.10", "10.9.0.1"}
