# SPDX-License-Identifier: MIT
"""The pool: its ranges, which addresses are free, what is missing and what serves nobody."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.builders import assign, inventory, pair, server, servers, settings
from x400fix.allocation.pool import (
    Candidates,
    Occupancy,
    Pool,
    Range,
    merge,
    parse_exclusions,
    parse_pool,
    parse_range,
    warn_of_idle_ranges,
)
from x400fix.inventory.addresses import address_text, parse_ipv4, subnet_of
from x400fix.inventory.connectors import Inventory, Server
from x400fix.inventory.subnets import taken_numbers
from x400fix.problems import BadValueError, Place, PlanningError, ProblemList
from x400fix.settings.settings import RangeText, range_texts

OPTION = Place("--pool")


def _texts(*texts: str) -> list[RangeText]:
    return [RangeText(text, OPTION) for text in texts]


def _parse_pool(*texts: str) -> tuple[list[str], str]:
    """The ranges that are accepted, as they were written, and the lines of all problems."""
    problems = ProblemList()
    ranges = parse_pool(_texts(*texts), problems)
    return [part.text for part in ranges], "\n".join(map(str, problems))


class TestParseRange:
    @pytest.mark.parametrize(
        ("text", "first", "last"),
        [
            ("10.20.1.32/27", "10.20.1.32", "10.20.1.63"),
            ("10.20.1.32/255.255.255.224", "10.20.1.32", "10.20.1.63"),
            ("10.20.1.32/32", "10.20.1.32", "10.20.1.32"),
            ("10.20.1.32-10.20.1.40", "10.20.1.32", "10.20.1.40"),
            (" 10.20.1.32 - 10.20.1.32 ", "10.20.1.32", "10.20.1.32"),
            ("10.20.1.32", "10.20.1.32", "10.20.1.32"),
        ],
    )
    def test_a_range_is_a_cidr_or_two_ends_or_one_address(
        self, text: str, first: str, last: str
    ) -> None:
        found = parse_range(text, "FW1")

        assert (address_text(found.first), address_text(found.last)) == (first, last)
        assert (found.text, found.owner) == (text.strip(), "FW1")

    @pytest.mark.parametrize(
        ("text", "message"),
        [
            (
                "10.20.1.40-10.20.1.32",
                (
                    "range '10.20.1.40-10.20.1.32': "
                    "the last address is lower than the first: swap them"
                ),
            ),
            (
                "10.20.1.33/27",
                "'10.20.1.33/27' is not the first address of its block: write 10.20.1.32/27",
            ),
            *(
                (
                    f"10.20.1.32/{mask}",
                    (
                        f"'{mask}' is not a mask: write a prefix length from 0 to 32 or a subnet "
                        "mask, such as 24 or 255.255.255.0"
                    ),
                )
                for mask in ("33", "0.0.0.31")
            ),
            (
                "",
                (
                    "'' is not an IP address: write four decimal numbers from 0 to 255 with dots "
                    "between, such as 10.20.1.10"
                ),
            ),
        ],
    )
    def test_anything_else_is_refused_with_what_would_be_right(
        self, text: str, message: str
    ) -> None:
        with pytest.raises(BadValueError) as caught:
            parse_range(text)

        assert (caught.value.code, caught.value.message) == ("X4-E050", message)

    @pytest.mark.parametrize("text", ["10.020.1.32", "10.1", "0x0a140120", "10.20.1.32."])
    def test_addresses_are_read_without_guessing(self, text: str) -> None:
        with pytest.raises(BadValueError, match="is not an IP address"):
            parse_range(text)

    @given(st.integers(0, 2**32 - 1), st.integers(0, 2**32 - 1))
    def test_every_range_of_two_ends_is_read_back(self, one: int, other: int) -> None:
        first, last = sorted((one, other))
        found = parse_range(f"{address_text(first)}-{address_text(last)}")

        assert (found.first, found.last, found.size) == (first, last, last - first + 1)


class TestOverlaps:
    @pytest.mark.parametrize(
        ("other", "expected"),
        [
            ("10.20.1.30-10.20.1.31", False),
            ("10.20.1.30-10.20.1.32", True),
            ("10.20.1.33-10.20.1.34", True),
            ("10.20.1.0/24", True),
            ("10.20.1.40-10.20.1.50", True),
            ("10.20.1.41", False),
        ],
    )
    def test_ranges_overlap_if_they_have_an_address_in_common(
        self, other: str, *, expected: bool
    ) -> None:
        part = parse_range("10.20.1.32-10.20.1.40")

        assert part.overlaps(parse_range(other)) is expected
        assert parse_range(other).overlaps(part) is expected


class TestParsePool:
    def test_ranges_keep_their_order_owner_and_place(self) -> None:
        place = Place("x400fix.toml")
        texts = [RangeText("10.20.2.0/28", OPTION), RangeText("10.9.0.32", place, "FW1")]

        assert parse_pool(texts, ProblemList()) == (
            Range(0x0A140200, 0x0A14020F, "10.20.2.0/28"),
            Range(0x0A090020, 0x0A090020, "10.9.0.32", "FW1", place),
        )

    def test_all_wrong_ranges_are_told_at_once_and_the_others_accepted(self) -> None:
        ranges, problems = _parse_pool("10.20.1", "10.20.1.32", "10.20.1.0/40")

        assert ranges == ["10.20.1.32"]
        assert problems.count("X4-E050") == 2

    @pytest.mark.parametrize(
        ("text", "network"),
        [
            ("0.0.0.5", "0.0.0.0/8, which names no host"),
            ("0.255.255.255-1.0.0.0", "0.0.0.0/8, which names no host"),
            ("126.0.0.0-127.0.0.0", "127.0.0.0/8, the loopback network"),
            ("127.255.255.255-128.0.0.0", "127.0.0.0/8, the loopback network"),
            ("120.0.0.0-130.0.0.0", "127.0.0.0/8, the loopback network"),
            ("169.254.1.0/24", "169.254.0.0/16, which Windows gives itself without DHCP"),
            ("169.0.0.0/8", "169.254.0.0/16, which Windows gives itself without DHCP"),
            ("223.255.255.0-224.0.0.0", "224.0.0.0/4, the multicast networks"),
            ("240.0.0.0/8", "240.0.0.0/4, which is reserved"),
            ("255.255.255.255", "240.0.0.0/4, which is reserved"),
        ],
    )
    def test_space_that_no_host_can_have_is_an_error(self, text: str, network: str) -> None:
        """The deny list of the domain rules, also where it lies inside a range."""
        assert _parse_pool(text) == (
            [],
            (
                f"--pool: error X4-E053: pool range '{text}' contains "
                f"addresses of {network}: leave them out"
            ),
        )

    @pytest.mark.parametrize(
        "text", ["1.0.0.0", "126.255.255.255", "128.0.0.0", "169.253.0.0/16", "223.255.255.255"]
    )
    def test_space_beside_it_is_none(self, text: str) -> None:
        assert _parse_pool(text)[0] == [text]

    @pytest.mark.parametrize("text", ["192.0.2.32/27", "198.51.100.1", "203.0.113.0/24"])
    def test_documentation_space_is_a_warning(self, text: str) -> None:
        ranges, problems = _parse_pool(text)

        assert ranges == [text]
        assert problems == (
            f"--pool: warning X4-W111: pool range '{text}' is reserved for documentation "
            "(RFC 5737): is that intended?"
        )

    def test_public_space_is_a_warning(self) -> None:
        ranges, problems = _parse_pool("145.245.193.32/28")

        assert ranges == ["145.245.193.32/28"]
        assert problems == (
            "--pool: warning X4-W110: pool range '145.245.193.32/28' is public address space: "
            "is it yours?"
        )

    @pytest.mark.parametrize("text", ["10.0.0.0/28", "172.16.0.0/28", "192.168.0.0/28"])
    def test_private_space_is_fine(self, text: str) -> None:
        assert _parse_pool(text) == ([text], "")


class TestParseExclusions:
    def test_an_exclusion_that_touches_a_range_is_accepted(self) -> None:
        problems = ProblemList()
        pool = parse_pool(_texts("10.20.1.32/27"), problems)
        found = parse_exclusions(_texts("10.20.1.63-10.20.1.70"), pool, problems)

        assert [part.text for part in found] == ["10.20.1.63-10.20.1.70"]
        assert list(problems) == []

    @pytest.mark.parametrize(
        ("ranges", "known"),
        [((), "there is none"), (("10.20.1.32/27", "10.20.2.32"), "10.20.1.32/27, 10.20.2.32")],
    )
    def test_an_exclusion_outside_every_range_is_an_error(
        self, ranges: tuple[str, ...], known: str
    ) -> None:
        problems = ProblemList()
        pool = parse_pool(_texts(*ranges), problems)
        parse_exclusions([RangeText("10.20.1.31", Place("--exclude"))], pool, problems)

        assert "\n".join(map(str, problems)) == (
            "--exclude: error X4-E052: exclusion '10.20.1.31' is outside every range of the pool "
            f"({known}): correct it or leave it out"
        )

    def test_a_wrong_exclusion_is_an_error(self) -> None:
        problems = ProblemList()

        assert parse_exclusions(_texts("10.20"), (), problems) == ()
        assert [problem.code for problem in problems] == ["X4-E050"]


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
    exclusions = tuple(parse_range(text) for text in exclude)
    return Occupancy(Pool(ranges=tuple(parsed), exclusions=exclusions), map(_number, taken))


def _take(candidates: Candidates, most: int = 300) -> list[str]:
    """What can be had of candidates until nothing is left."""
    numbers = [next(candidates.free, None) for _ in range(most)]
    return [address_text(number) for number in numbers if number is not None]


class TestWhatNoHostCanHave:
    """Network and broadcast addresses, by the mask or by the class (Q164015, Q281579)."""

    @pytest.mark.parametrize(
        ("around", "prefix", "given"),
        [
            ("192.168.8", 22, ["192.168.8.254", "192.168.9.0"]),
            ("10.20.8", 22, ["10.20.8.254", "10.20.8.255", "10.20.9.0"]),
        ],
    )
    def test_a_supernet_of_class_c_keeps_its_broadcasts(
        self, around: str, prefix: int, given: list[str]
    ) -> None:
        first = _number(f"{around}.0")
        occupancy = _occupancy(f"{given[0]}-{given[-1]}")

        found = occupancy.candidates("MAIL-A", subnet_of(first, prefix))

        assert _take(found) == given

    @pytest.mark.parametrize(
        "last", ["172.18.255.255", "10.255.255.255", "192.168.17.255", "223.255.255.255"]
    )
    def test_the_broadcast_of_a_class_is_given_to_nobody(self, last: str) -> None:
        occupancy = _occupancy(last)

        assert _take(occupancy.candidates("MAIL-A", (0, 0xFFFFFFFF))) == []

    @pytest.mark.parametrize("subnet", [None, SUBNET])
    def test_a_keyed_range_keeps_the_ends_of_the_presumed_mask(
        self, subnet: tuple[int, int] | None
    ) -> None:
        occupancy = _occupancy("FW1=10.9.0.254-10.9.1.1")

        found = occupancy.candidates("FW1", subnet, is_presumed=subnet is not None)

        assert _take(found) == ["10.9.0.254", "10.9.1.1"]

    def test_a_keyed_range_inside_a_known_subnet_has_its_ends_only(self) -> None:
        occupancy = _occupancy("FW1=10.9.0.254-10.9.1.1")

        found = occupancy.candidates("FW1", subnet_of(_number("10.9.0.0"), 16))

        assert _take(found) == ["10.9.0.254", "10.9.0.255", "10.9.1.0", "10.9.1.1"]


class TestSubnetsOfOthers:
    @pytest.mark.parametrize(
        ("own", "others", "given"),
        [
            ("10.1.0.0/16", ["10.1.5.0/24"], ["10.1.4.254", "10.1.6.1", "10.1.5.1", "10.1.5.2"]),
            ("10.1.5.0/24", ["10.1.0.0/16"], ["10.1.5.1", "10.1.5.2"]),
            ("10.1.0.0/16", ["10.1.5.0/31", "10.1.5.0/24", "10.2.0.0/16"], ["10.1.4.254"]),
        ],
    )
    def test_an_address_inside_a_smaller_subnet_comes_last(
        self, own: str, others: list[str], given: list[str]
    ) -> None:
        spans = [_span(own), *map(_span, others)]
        ranges = [parse_range(text) for text in ("10.1.4.254", "10.1.5.1-10.1.5.2", "10.1.6.1")]
        occupancy = Occupancy(Pool(ranges=tuple(ranges)), [], spans)

        assert _take(occupancy.candidates("MAIL-A", _span(own)))[: len(given)] == given

    def test_a_keyed_range_gives_what_is_in_no_known_subnet_first(self) -> None:
        pool = Pool(ranges=(parse_range("10.9.0.254-10.9.1.2", "FW1"),))
        occupancy = Occupancy(pool, [], [_span("10.9.0.0/24"), _span("10.8.0.0/24")])

        assert _take(occupancy.candidates("FW1", None)) == ["10.9.1.1", "10.9.1.2", "10.9.0.254"]

    def test_a_range_in_pieces_around_small_subnets_loses_nothing(self) -> None:
        own, others = _span("10.1.0.0/16"), [_span("10.1.5.8/29"), _span("10.1.5.16/30")]
        pool = Pool(ranges=(parse_range("10.1.5.1-10.1.5.30"),))
        occupancy = Occupancy(pool, [], [own, *others])

        found = _take(occupancy.candidates("MAIL-A", own))

        inside = [f"10.1.5.{last}" for last in range(8, 20)]
        outside = [f"10.1.5.{last}" for last in (*range(1, 8), *range(20, 31))]
        assert found == outside + inside


def _span(text: str) -> tuple[int, int]:
    parsed = parse_range(text)
    return parsed.first, parsed.last


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

        pool = Pool(
            ranges=tuple(parse_range(part(span)) for span in ranges),
            exclusions=tuple(parse_range(part(span)) for span in exclusions),
        )
        occupancy = Occupancy(pool, taken)
        subnet = (0, 2**host_bits - 1)
        found = _take(occupancy.candidates("MAIL-A", subnet))
        refused = taken | {n for first, last in exclusions for n in range(first, last + 1)}
        wanted = {n for first, last in ranges for n in range(first, last + 1)} - refused

        inside = range(subnet[0] + 1, subnet[1])
        assert found == [address_text(number) for number in sorted(wanted) if number in inside]


HOMES = (("MAIL-A", "10.20.2.10"), ("MAIL-C", "10.20.2.11"), ("MAIL-D", "10.20.2.10"))


def _lack(found: Inventory, *pool: str, exclude: tuple[str, ...] = ()) -> str:
    """The line that tells what is missing."""
    with pytest.raises(PlanningError) as caught:
        assign(found, settings(pool, exclude))
    told = "\n".join(map(str, caught.value.problems))
    return re.sub(r" \(for [^)]*\)", "", told)


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
        found = inventory(_rows("MAIL-A", "MAIL-B", "10.20.2.10", 3), [server("MAIL-B")])

        assert "MAIL-B (10.20.2.0/24, presumed) needs 2, 1 free" in _lack(found, "10.20.2.32")

    def test_the_rows_that_need_addresses_are_named(self) -> None:
        """The first three of each subnet."""
        found = inventory(_rows("MAIL-A", "MAIL-B", "10.20.2.10", 6), servers())
        with pytest.raises(PlanningError) as caught:
            assign(found, settings(("10.20.2.32",), ()))

        assert (
            "needs 5, 1 free (for MAIL-A/'MAIL-B 1', line 3; MAIL-A/'MAIL-B 2', line 4; "
            "MAIL-A/'MAIL-B 3', line 5; and 2 more); "
        ) in str(caught.value)

    def test_a_server_without_addresses_is_work_by_hand(self) -> None:
        """As an unknown one: no range is known to serve it."""
        found = inventory(_rows("MAIL-A", "MAIL-B", "10.20.2.10", 2), [server("MAIL-B")])
        drafts = assign(found, settings((), ()))

        assert [draft.action for draft in drafts.values()] == ["keep", "manual"]

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

    def test_the_first_subnet_of_all_counts(self) -> None:
        problems = ProblemList()
        ranges = parse_pool(range_texts(["10.20.1.32/27"], Place("--pool")), problems)
        warn_of_idle_ranges(ranges, inventory(["MAIL-A/One far"], self.FACTS[:1]), problems)
        assert not list(problems)

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
