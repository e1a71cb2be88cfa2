# SPDX-License-Identifier: MIT
"""Which addresses of the pool are free, and the lowest of them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from x400fix.allocation.pool import Candidates, Occupancy, merge, parse_range
from x400fix.inventory.addresses import address_text, parse_ipv4, subnet_of

SUBNET = subnet_of(0x0A140100, 24)


def _number(text: str) -> int:
    return parse_ipv4(text, code="X4-E050")


def _occupancy(
    *ranges: str, exclude: tuple[str, ...] = (), taken: tuple[str, ...] = ()
) -> Occupancy:
    """An occupancy of ranges such as ``10.20.1.0/28`` or ``FW1=10.9.0.1``."""
    parsed = []
    for text in ranges:
        owner, _, part = text.rpartition("=")
        parsed.append(parse_range(part, owner))
    return Occupancy(parsed, [parse_range(text) for text in exclude], map(_number, taken))


def _take(candidates: Candidates, most: int = 300) -> list[str]:
    """What can be had of candidates until nothing is left."""
    numbers = [next(candidates.free, None) for _ in range(most)]
    return [address_text(number) for number in numbers if number is not None]


class TestTakeLowest:
    def test_the_lowest_free_address_comes_first_and_none_comes_twice(self) -> None:
        occupancy = _occupancy("10.20.1.40-10.20.1.41", "10.20.1.32-10.20.1.33")

        assert _take(occupancy.candidates("MAIL-A", SUBNET)) == [
            "10.20.1.32",
            "10.20.1.33",
            "10.20.1.40",
            "10.20.1.41",
        ]

    def test_nothing_is_left_for_ever_once_nothing_is_left(self) -> None:
        occupancy = _occupancy("10.20.1.32")
        candidates = occupancy.candidates("MAIL-A", SUBNET)

        assert [next(candidates.free, None) for _ in range(3)][1:] == [None, None]

    def test_taken_addresses_are_never_given(self) -> None:
        occupancy = _occupancy("10.20.1.32-10.20.1.35", taken=("10.20.1.32", "10.20.1.34"))

        assert _take(occupancy.candidates("MAIL-A", SUBNET)) == [
            "10.20.1.33",
            "10.20.1.35",
        ]

    @pytest.mark.parametrize(
        ("exclude", "expected"),
        [
            (("10.20.1.32",), ["10.20.1.33", "10.20.1.34"]),
            (("10.20.1.33",), ["10.20.1.32", "10.20.1.34"]),
            (("10.20.1.33", "10.20.1.34"), ["10.20.1.32"]),
            (("10.20.1.0-10.20.1.33", "10.20.1.32"), ["10.20.1.34"]),
            (("10.20.1.33/32", "10.20.1.34-10.20.2.0"), ["10.20.1.32"]),
            (("10.20.0.0/16",), []),
        ],
    )
    def test_exclusions_are_never_given(
        self, exclude: tuple[str, ...], expected: list[str]
    ) -> None:
        occupancy = _occupancy("10.20.1.32-10.20.1.34", exclude=exclude)

        assert _take(occupancy.candidates("MAIL-A", SUBNET)) == expected

    def test_what_one_owner_gets_is_not_given_to_another(self) -> None:
        occupancy = _occupancy("10.20.1.32/30", "FW1=10.20.1.34-10.20.1.36")
        one = occupancy.candidates("MAIL-A", SUBNET)
        other = occupancy.candidates("FW1", SUBNET)

        assert _take(other, 1) == ["10.20.1.34"]
        assert _take(one) == ["10.20.1.32", "10.20.1.33", "10.20.1.35"]
        assert _take(other) == ["10.20.1.36"]

    def test_owners_with_the_same_candidates_share_them(self) -> None:
        occupancy = _occupancy("10.20.1.32/30")

        assert occupancy.candidates("MAIL-A", SUBNET) is occupancy.candidates("MAIL-B", SUBNET)


class TestCandidates:
    @pytest.mark.parametrize(
        ("prefix", "first", "last"),
        [(24, "10.20.1.1", "10.20.1.254"), (30, "10.20.1.1", "10.20.1.2")],
    )
    def test_the_ends_of_the_subnet_are_left_out(self, prefix: int, first: str, last: str) -> None:
        """The network and the broadcast address."""
        occupancy = _occupancy("10.0.0.0/8")
        found = _take(occupancy.candidates("MAIL-A", subnet_of(0x0A140100, prefix)))

        assert (found[0], found[-1]) == (first, last)

    @pytest.mark.parametrize("prefix", [31, 32])
    def test_the_smallest_subnets_have_no_candidates(self, prefix: int) -> None:
        occupancy = _occupancy("10.0.0.0/8")

        assert occupancy.candidates("MAIL-A", subnet_of(0x0A140100, prefix)).spans == ()

    def test_ranges_outside_the_subnet_are_no_candidates(self) -> None:
        occupancy = _occupancy("10.20.0.32/28", "10.20.1.32/31", "10.20.2.32/28")

        assert _take(occupancy.candidates("MAIL-A", SUBNET)) == [
            "10.20.1.32",
            "10.20.1.33",
        ]

    @pytest.mark.parametrize("ranges", [(), ("10.20.2.0/24",), ("10.20.0.0/24",)])
    def test_without_a_range_in_the_subnet_there_is_nothing(self, ranges: tuple[str, ...]) -> None:
        occupancy = _occupancy(*ranges)

        assert occupancy.candidates("MAIL-A", SUBNET).spans == ()

    def test_an_owner_with_ranges_of_its_own_gets_no_others(self) -> None:
        occupancy = _occupancy("10.20.1.32/28", "MAIL-A=10.20.1.200")

        assert _take(occupancy.candidates("MAIL-A", SUBNET)) == ["10.20.1.200"]

    def test_others_get_nothing_of_an_owners_own_ranges(self) -> None:
        occupancy = _occupancy("10.20.1.32", "MAIL-A=10.20.1.200")

        assert _take(occupancy.candidates("MAIL-B", SUBNET)) == ["10.20.1.32"]

    def test_an_owners_own_ranges_stay_inside_its_subnet_too(self) -> None:
        occupancy = _occupancy("MAIL-A=10.20.0.254-10.20.1.2", "MAIL-A=10.20.3.0/24")

        assert _take(occupancy.candidates("MAIL-A", SUBNET)) == [
            "10.20.1.1",
            "10.20.1.2",
        ]

    def test_an_owners_own_ranges_know_more_than_a_presumed_subnet(self) -> None:
        occupancy = _occupancy("10.20.1.32", "FW1=10.9.0.32", "10.20.3.32")
        own = occupancy.candidates("FW1", SUBNET, is_presumed=True)
        shared = occupancy.candidates("MAIL-A", SUBNET, is_presumed=True)

        assert (_take(own), _take(shared)) == (["10.9.0.32"], ["10.20.1.32"])

    def test_an_owners_own_ranges_serve_it_where_no_subnet_is_known(self) -> None:
        occupancy = _occupancy("10.20.1.32", "FW1=10.9.0.32-10.9.0.33")

        assert _take(occupancy.candidates("FW1", None)) == ["10.9.0.32", "10.9.0.33"]
        assert occupancy.candidates("MAIL-A", None).spans == ()


class TestIsExcluded:
    @pytest.mark.parametrize(
        ("text", "expected"),
        [("10.20.1.31", False), ("10.20.1.32", True), ("10.20.1.35", True), ("10.20.1.36", False)],
    )
    def test_an_exclusion_covers_its_ends_and_all_between(
        self, text: str, *, expected: bool
    ) -> None:
        occupancy = _occupancy("10.20.1.0/24", exclude=("10.20.1.32-10.20.1.35",))

        assert occupancy.is_excluded(_number(text)) is expected


SPANS = st.lists(st.tuples(st.integers(0, 60), st.integers(0, 12)).map(lambda s: (s[0], sum(s))))


class TestLaws:
    @given(SPANS)
    def test_merged_spans_hold_the_same_addresses_without_overlap(
        self, spans: list[tuple[int, int]]
    ) -> None:
        merged = merge(spans)
        before = {number for first, last in spans for number in range(first, last + 1)}
        after = [number for first, last in merged for number in range(first, last + 1)]

        assert after == sorted(before)

    @given(SPANS, SPANS, st.sets(st.integers(0, 80)), st.integers(0, 7))
    def test_exactly_the_free_addresses_of_the_pool_are_given_in_order(
        self,
        ranges: list[tuple[int, int]],
        exclusions: list[tuple[int, int]],
        taken: set[int],
        host_bits: int,
    ) -> None:
        def part(span: tuple[int, int]) -> str:
            return f"{address_text(span[0])}-{address_text(span[1])}"

        occupancy = Occupancy(
            [parse_range(part(span)) for span in ranges],
            [parse_range(part(span)) for span in exclusions],
            taken,
        )
        subnet = (0, 2**host_bits - 1)
        found = _take(occupancy.candidates("MAIL-A", subnet))
        refused = taken | {n for first, last in exclusions for n in range(first, last + 1)}
        wanted = {n for first, last in ranges for n in range(first, last + 1)} - refused

        inside = range(subnet[0] + 1, subnet[1])
        assert found == [address_text(number) for number in sorted(wanted) if number in inside]
