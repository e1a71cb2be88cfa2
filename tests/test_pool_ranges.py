# SPDX-License-Identifier: MIT
"""Reading ranges of the pool and exclusions."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from x400fix.allocation.pool import Range, parse_exclusions, parse_pool, parse_range
from x400fix.inventory.addresses import address_text
from x400fix.problems import BadValueError, Place, ProblemList
from x400fix.settings.settings import RangeText

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
            (
                "10.20.1.32/33",
                "'33' is not a prefix length: write 0 to 32, such as 24",
            ),
            (
                "10.20.1.32/0.0.0.31",
                "'0.0.0.31' is a host mask: write the subnet mask 255.255.255.224",
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
