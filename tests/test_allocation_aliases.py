# SPDX-License-Identifier: MIT
"""Aliases: what they are made of, and which names they must not equal (rule 8)."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.builders import inventory, study
from x400fix.allocation.aliases import AliasMaker, names_seen


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
