# SPDX-License-Identifier: MIT
"""Which connector of each conflict keeps its present address (rules 2 and 10)."""

import pytest

from tests.builders import ident_of, inventory, pair, servers, settings, study
from x400fix.allocation.assignments import Action, Memory, Remembered
from x400fix.allocation.kept import find_kept
from x400fix.inventory.connectors import Inventory
from x400fix.problems import InputError

KEPT = Remembered(action=Action.KEEP, owner="X")
MOVED = Remembered(action=Action.MOVE, owner="X", address=0x0A140220, alias="X-X2")
BY_HAND = Remembered(action=Action.MANUAL, owner="X")


def _kept(
    found: Inventory, *keep: str, memory: Memory | None = None
) -> tuple[list[str], list[str]]:
    """Who keeps the address in each conflict, and the lines of all problems."""
    studied = study(found)
    try:
        kept = find_kept(studied, settings(keep=keep), memory or {})
    except InputError as error:
        return [], list(map(str, error.problems))
    return [ident_of(found.connectors[index]) for index in kept], []


class TestTheSmallestLink:
    def test_it_keeps_its_address_at_both_ends(self) -> None:
        """The links are A1-B2 and A2-B1, so the smaller name at MAIL-B is not the one."""
        rows = [
            "MAIL-A/1 10.20.2.10 MAIL-B peer=2",
            "MAIL-A/2 10.20.2.10 MAIL-B peer=1",
            "MAIL-B/1 10.20.1.10 MAIL-A",
            "MAIL-B/2 10.20.1.10 MAIL-A",
        ]

        assert _kept(inventory(rows, servers()))[0] == ["MAIL-A/1", "MAIL-B/2"]

    @pytest.mark.parametrize(
        ("names", "kept"),
        [(("L2", "L10"), "L10"), (("b", "A"), "A"), (("a", "B"), "a"), (("_z", "Z"), "Z")],
        ids=["no natural numbering", "capitals first", "in capitals", "by code point"],
    )
    def test_names_are_compared_in_capitals_by_code_point(
        self, names: tuple[str, str], kept: str
    ) -> None:
        rows = [f"MAIL-A/{name.replace('_z', '^z')} 10.20.2.10 MAIL-B" for name in names]

        assert _kept(inventory(rows, servers()))[0] == [f"MAIL-A/{kept}"]

    def test_a_link_of_one_end_is_ordered_by_that_end(self) -> None:
        """MAIL-B has three connectors to the two of MAIL-A; its third stays alone."""
        rows = ["MAIL-A/1 10.20.2.10 MAIL-B", "MAIL-A/2 10.20.2.10 MAIL-B"]
        rows += [f"MAIL-B/{name} 10.20.1.10 MAIL-A" for name in "abc"]

        assert _kept(inventory(rows, servers()))[0] == ["MAIL-A/1", "MAIL-B/a"]

    def test_the_order_of_rows_does_not_matter(self) -> None:
        rows = ["MAIL-A/2 10.20.2.10 MAIL-B", "MAIL-A/1 10.20.2.10 MAIL-B"]

        assert _kept(inventory(rows, []))[0] == _kept(inventory(rows[::-1], []))[0]


class TestKeepOption:
    @pytest.mark.parametrize(
        "text", ["MAIL-A/To B 2", "mail-a/to b 2", " MAIL-A / To B 2 ", "MAIL-B/To A 2"]
    )
    def test_it_names_a_link_by_either_end(self, text: str) -> None:
        assert _kept(pair(3), text) == (["MAIL-A/To B 2", "MAIL-B/To A 2"], [])

    def test_naming_both_ends_of_one_link_is_fine(self) -> None:
        kept, problems = _kept(pair(3), "MAIL-A/To B 3", "MAIL-B/To A 3")

        assert kept == ["MAIL-A/To B 3", "MAIL-B/To A 3"]
        assert problems == []

    def test_a_directory_name_may_hold_a_slash(self) -> None:
        rows = ["MAIL-A/One 10.20.2.10 MAIL-B", "MAIL-A/To B/2 10.20.2.10 MAIL-B"]
        rows = [row.replace("To B", "To_B") for row in rows]

        assert _kept(inventory(rows, servers()), "MAIL-A/To B/2")[0] == ["MAIL-A/To B/2"]

    def test_two_links_of_one_conflict_are_an_error_at_each_end(self) -> None:
        _, problems = _kept(pair(2), "MAIL-A/To B 1", "MAIL-B/To A 2")

        assert problems == [
            f"--keep: error X4-E055: the links of {names} share one Address, so only one of them "
            "can be kept: leave the others out"
            for names in ("'To A 1', 'To A 2' at MAIL-B", "'To B 1', 'To B 2' at MAIL-A")
        ]

    @pytest.mark.parametrize(
        ("text", "hint"),
        [
            ("MAIL-A/To B 9", "did you mean 'MAIL-A/To B 2'?"),
            (
                "MAIL-X/To B 1",
                "write SERVER/CONNECTOR with a server and a connector of the inventory",
            ),
            ("To B 1", "write SERVER/CONNECTOR with a server and a connector of the inventory"),
            ("", "write SERVER/CONNECTOR with a server and a connector of the inventory"),
        ],
    )
    def test_one_that_names_no_connector_is_an_error(self, text: str, hint: str) -> None:
        assert _kept(pair(2), text)[1] == [
            f"--keep: error X4-E054: '{text}' names no connector: {hint}"
        ]


class TestEarlierPlan:
    def _kept_of(self, *remembered: Remembered | None) -> str:
        """Which of MAIL-A's connectors 1, 2, ... is kept with what is remembered of each."""
        memory = {
            ("MAIL-A", f"{at}"): each for at, each in enumerate(remembered, 1) if each is not None
        }
        rows = [f"MAIL-A/{at} 10.20.2.10 MAIL-B" for at, _ in enumerate(remembered, 1)]
        (kept,) = _kept(inventory(rows, servers()), memory=memory)[0]
        return kept.removeprefix("MAIL-A/")

    def test_what_it_kept_is_kept_again(self) -> None:
        assert self._kept_of(MOVED, KEPT, MOVED) == "2"

    def test_what_it_kept_goes_before_what_it_did_not_know(self) -> None:
        assert self._kept_of(None, KEPT) == "2"

    def test_what_it_did_not_know_goes_before_what_it_moved(self) -> None:
        """Nothing that was assigned moves: the new connector stays instead."""
        assert self._kept_of(MOVED, None) == "2"

    def test_what_it_left_to_a_person_counts_as_not_assigned(self) -> None:
        assert self._kept_of(MOVED, BY_HAND, None) == "2"

    def test_one_has_to_stay_even_if_it_moved_all(self) -> None:
        assert self._kept_of(MOVED, MOVED) == "1"

    def test_the_keep_option_goes_before_it(self) -> None:
        memory = {("MAIL-A", "TO B 1"): KEPT, ("MAIL-B", "TO A 1"): KEPT}
        kept, _ = _kept(pair(2), "MAIL-A/To B 2", memory=memory)

        assert kept == ["MAIL-A/To B 2", "MAIL-B/To A 2"]
