# SPDX-License-Identifier: MIT
"""The rows of the truth table, and the order in which they are read."""

from typing import TypedDict, Unpack

import pytest

from x400fix.inventory.versions import Level
from x400fix.verdicts.truth_table import (
    ADDED_ROWS,
    ROWS,
    AddedRow,
    Form,
    Row,
    Situation,
    Verdict,
    deciding_row,
)

BEFORE, RTM, LIFTED, LATER, UNKNOWN = (
    Level.BEFORE,
    Level.RTM,
    Level.LIFTED,
    Level.LATER,
    Level.UNKNOWN,
)

PLAIN = Situation(
    is_tcp=True,
    size=2,
    local=BEFORE,
    remote=BEFORE,
    form=Form.SAME,
    is_foreign=False,
    is_proxied=False,
    has_several_partners=False,
    has_own_selectors=False,
)


class Changes(TypedDict, total=False):
    """What of a plain conflict is otherwise."""

    is_tcp: bool
    size: int
    local: Level
    remote: Level
    form: Form
    is_foreign: bool
    is_proxied: bool
    has_several_partners: bool
    has_own_selectors: bool


def _read(changes: Changes | None = None, **more: Unpack[Changes]) -> tuple[int, Verdict]:
    """Number and verdict of the row for a plain conflict with some changes."""
    row = deciding_row(PLAIN._replace(**(changes or {}))._replace(**more))
    return row.number, row.verdict


class TestRowsByVersions:
    """Rows 2 to 8 and 17: two connectors of one server with the same Address."""

    @pytest.mark.parametrize(
        ("local", "remote", "expected"),
        [
            (BEFORE, BEFORE, (2, Verdict.CONFLICT)),
            (BEFORE, RTM, (2, Verdict.CONFLICT)),
            (BEFORE, UNKNOWN, (2, Verdict.CONFLICT)),
            (BEFORE, LIFTED, (3, Verdict.CONFLICT)),
            (BEFORE, LATER, (3, Verdict.CONFLICT)),
            (LIFTED, BEFORE, (4, Verdict.OK)),
            (LIFTED, RTM, (4, Verdict.OK)),
            (LIFTED, UNKNOWN, (4, Verdict.OK)),
            (LIFTED, LIFTED, (6, Verdict.WARN)),
            (LIFTED, LATER, (6, Verdict.WARN)),
            (LATER, BEFORE, (4, Verdict.OK)),
            (LATER, RTM, (4, Verdict.OK)),
            (LATER, UNKNOWN, (4, Verdict.OK)),
            (LATER, LIFTED, (17, Verdict.EXEMPT)),
            (LATER, LATER, (17, Verdict.EXEMPT)),
            *((RTM, remote, (7, Verdict.CONFLICT)) for remote in Level),
            *((UNKNOWN, remote, (8, Verdict.ASSUMED)) for remote in Level),
        ],
    )
    def test_the_levels_of_both_ends_decide(
        self, local: Level, remote: Level, expected: tuple[int, Verdict]
    ) -> None:
        assert _read(local=local, remote=remote) == expected

    @pytest.mark.parametrize("remote", [LIFTED, LATER])
    def test_own_selectors_exempt_from_55_sp1_on(self, remote: Level) -> None:
        found = _read(local=LIFTED, remote=remote, has_own_selectors=True)

        assert found == (5, Verdict.EXEMPT)

    def test_own_selectors_help_nothing_if_the_partner_is_before_55_sp1(self) -> None:
        """Row 4 goes before row 5: the partner's own connectors are the ones to move."""
        found = _read(local=LIFTED, remote=BEFORE, has_own_selectors=True)

        assert found == (4, Verdict.OK)


class TestRowsThatAreReadFirst:
    """Rows 16, 21, 19, 1 and 20."""

    @pytest.mark.parametrize(
        "changes",
        [{"size": 1}, {"is_proxied": True}, {"is_foreign": True}, {"form": Form.MIXED}],
    )
    def test_other_stacks_are_out_of_scope_whatever_else(self, changes: Changes) -> None:
        assert _read(changes, is_tcp=False) == (16, Verdict.OUT_OF_SCOPE)

    @pytest.mark.parametrize(
        "changes", [{"is_proxied": True}, {"is_foreign": True}, {"local": UNKNOWN}]
    )
    def test_a_single_connector_is_fine_whatever_else(self, changes: Changes) -> None:
        assert _read(changes, size=1) == (1, Verdict.OK)

    @pytest.mark.parametrize("number", [19, 21])
    def test_rows_that_readers_refuse_never_decide(self, number: int) -> None:
        row = next(row for row in ROWS if row.number == number)

        assert row.verdict is Verdict.ERROR
        assert not row.applies(PLAIN)

    def test_the_same_address_at_another_server_is_fine(self) -> None:
        """The limit is per server, so such a connector is alone, as row 1 says too."""
        row = next(row for row in ROWS if row.number == 20)

        assert row.verdict is Verdict.OK
        assert row.applies(PLAIN._replace(size=1))
        assert not row.applies(PLAIN)


class TestProxyRows:
    """Rows 13 and 14."""

    @pytest.mark.parametrize("local", [BEFORE, RTM, UNKNOWN])
    @pytest.mark.parametrize(
        "changes",
        [{}, {"is_foreign": True}, {"form": Form.MIXED}, {"form": Form.ALIASES}],
        ids=["plain", "before 15", "before 10", "before 9"],
    )
    def test_a_firewall_is_a_conflict_before_55_sp1(self, local: Level, changes: Changes) -> None:
        assert _read(changes, local=local, is_proxied=True) == (13, Verdict.CONFLICT)

    @pytest.mark.parametrize("local", [LIFTED, LATER])
    @pytest.mark.parametrize(
        "changes",
        [{}, {"is_foreign": True}, {"has_own_selectors": True}, {"remote": LIFTED}],
        ids=["plain", "before 15", "before 5", "before 17"],
    )
    def test_several_partners_behind_a_firewall_are_a_warning_from_55_sp1_on(
        self, local: Level, changes: Changes
    ) -> None:
        found = _read(changes, local=local, is_proxied=True, has_several_partners=True)

        assert found == (14, Verdict.WARN)

    def test_one_partner_behind_a_firewall_is_judged_by_its_version(self) -> None:
        assert _read(local=LIFTED, is_proxied=True) == (4, Verdict.OK)


class TestForeignRows:
    """Row 15 in its three forms."""

    @pytest.mark.parametrize("local", [BEFORE, RTM, UNKNOWN])
    @pytest.mark.parametrize("form", [Form.SAME, Form.MIXED, Form.ALIASES])
    def test_a_foreign_mta_is_a_conflict_before_55_sp1(self, local: Level, form: Form) -> None:
        assert _read(local=local, is_foreign=True, form=form) == (15, Verdict.CONFLICT)

    @pytest.mark.parametrize("local", [LIFTED, LATER])
    @pytest.mark.parametrize(
        ("has_own_selectors", "verdict"), [(True, Verdict.EXEMPT), (False, Verdict.WARN)]
    )
    def test_own_selectors_decide_about_a_foreign_mta_from_55_sp1_on(
        self, local: Level, verdict: Verdict, *, has_own_selectors: bool
    ) -> None:
        found = _read(local=local, is_foreign=True, has_own_selectors=has_own_selectors)

        assert found == (15, verdict)


class TestRowsByForm:
    """Rows 10 and 9, which go before rows 2 to 8."""

    @pytest.mark.parametrize("local", [BEFORE, RTM, UNKNOWN])
    @pytest.mark.parametrize(
        ("form", "expected"),
        [
            (Form.MIXED, (10, Verdict.CONFLICT)),
            (Form.PRESUMED, (10, Verdict.WARN)),
            (Form.ALIASES, (9, Verdict.WARN)),
        ],
    )
    def test_names_and_addresses_of_one_endpoint_go_before_versions(
        self, local: Level, form: Form, expected: tuple[int, Verdict]
    ) -> None:
        assert _read(local=local, form=form) == expected

    @pytest.mark.parametrize("form", [Form.MIXED, Form.PRESUMED, Form.ALIASES])
    @pytest.mark.parametrize(
        ("local", "number"), [(LIFTED, 6), (LATER, 17)], ids=["5.5 SP1", "2000"]
    )
    def test_the_form_does_not_matter_from_55_sp1_on(
        self, local: Level, number: int, form: Form
    ) -> None:
        assert _read(local=local, remote=LIFTED, form=form)[0] == number


class TestTheWholeTable:
    def test_all_rows_of_the_reference_are_there(self) -> None:
        numbers = {row.number for row in ROWS} | {row.number for row in ADDED_ROWS}

        assert numbers == set(range(1, 22))

    def test_the_order_of_reading_is_that_of_the_reference(self) -> None:
        """Rows 5 to 8 and 17 exclude each other by the level of the home server."""
        order = list(dict.fromkeys(row.number for row in ROWS))

        assert order == [16, 21, 19, 1, 20, 13, 14, 15, 10, 9, 2, 3, 4, 17, 5, 6, 7, 8]

    @pytest.mark.parametrize("row", [*ROWS, *ADDED_ROWS], ids=lambda row: str(row.number))
    def test_every_row_has_a_reason_and_a_source(self, row: Row | AddedRow) -> None:
        assert row.reason.endswith(".")
        assert all(row.sources)
        assert row.sources

    @pytest.mark.parametrize(
        ("verdict", "expected"),
        [(each, each in {Verdict.CONFLICT, Verdict.ASSUMED}) for each in Verdict],
    )
    def test_two_verdicts_have_to_be_resolved(self, verdict: Verdict, *, expected: bool) -> None:
        assert verdict.is_conflict is expected
