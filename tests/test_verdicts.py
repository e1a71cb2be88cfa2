# SPDX-License-Identifier: MIT
"""The rows of the truth table, and what they say of the connectors of an inventory."""

from typing import TypedDict, Unpack

import pytest

from tests.builders import inventory, pair, server, servers, study
from x400fix.inventory.connectors import Role, Server
from x400fix.inventory.versions import Level
from x400fix.verdicts.conflicts import most_control_blocks, needed_control_blocks
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


OLD, NEW = "5.0 SP2", "5.5 SP1"
CONFLICT, OK, WARN, EXEMPT = "CONFLICT", "OK", "WARN", "EXEMPT"


class TestEndpoints:
    """The key of a conflict is the home server's TCP stack and the Address."""

    def test_connectors_with_one_address_are_one_conflict_at_each_end(self) -> None:
        assert study(pair(2)).conflicts() == [
            ["MAIL-A/To B 1", "MAIL-A/To B 2"],
            ["MAIL-B/To A 1", "MAIL-B/To A 2"],
        ]

    def test_letter_case_does_not_tell_names_apart(self) -> None:
        rows = ["MAIL-A/One far.example.com MAIL-X", "MAIL-A/Two FAR.Example.com MAIL-X"]

        assert study(inventory(rows, servers())).row_of("MAIL-A/Two") == (2, CONFLICT)

    def test_another_address_of_the_partner_is_another_endpoint(self) -> None:
        """The key is not the partner."""
        rows = ["MAIL-A/One 10.20.2.10 MAIL-B", "MAIL-A/Two 10.20.2.11 MAIL-B"]

        assert study(inventory(rows, servers())).row_of("MAIL-A/One") == (1, OK)

    def test_the_same_address_at_another_server_is_fine(self) -> None:
        """Row 20: the limit is per server and stack."""
        rows = ["MAIL-A/One 10.20.2.10 MAIL-B", "MAIL-C/One 10.20.2.10 MAIL-B"]
        found = study(inventory(rows, servers()))

        assert [found.row_of(each) for each in ("MAIL-A/One", "MAIL-C/One")] == [(1, OK)] * 2
        assert found.conflicts() == []

    @pytest.mark.parametrize("stack", ["TP4", "X25", "RAS"])
    def test_other_stacks_are_out_of_scope_and_do_not_count(self, stack: str) -> None:
        """Row 16."""
        rows = [f"MAIL-A/One 10.20.2.10 stack={stack}", f"MAIL-A/Two 10.20.2.10 stack={stack}"]
        found = study(inventory([*rows, "MAIL-A/Three 10.20.2.10 MAIL-B"], servers()))

        assert found.row_of("MAIL-A/One") == (16, "OUT OF SCOPE")
        assert found.row_of("MAIL-A/Three") == (1, OK)

    def test_conflicts_come_in_the_order_of_their_first_members(self) -> None:
        rows = [f"MAIL-A/{name} {address}" for name, address in zip("DCBA", "XYYX", strict=True)]
        found = study(inventory(rows, []))

        assert found.conflicts() == [["MAIL-A/A", "MAIL-A/D"], ["MAIL-A/B", "MAIL-A/C"]]


class TestVersions:
    @pytest.mark.parametrize(
        ("here", "there", "expected"),
        [
            pytest.param("4.0 SP5", "5.0", (2, CONFLICT), id="2"),
            pytest.param(OLD, "", (2, CONFLICT), id="2 to an unknown version"),
            pytest.param(OLD, NEW, (3, CONFLICT), id="3"),
            pytest.param(NEW, OLD, (4, OK), id="4"),
            pytest.param(NEW, "", (4, OK), id="4 to an unknown version"),
            pytest.param(NEW, "5.5", (4, OK), id="4 to a bare 5.5"),
            pytest.param(NEW, "5.5 SP4", (6, WARN), id="6"),
            pytest.param("5.5", NEW, (7, CONFLICT), id="7 bare"),
            pytest.param("5.5 RTM", NEW, (7, CONFLICT), id="7"),
            pytest.param("", NEW, (8, "CONFLICT-ASSUMED"), id="8"),
            pytest.param("2000", NEW, (17, EXEMPT), id="17"),
            pytest.param("2003", OLD, (4, OK), id="4 at 2003"),
        ],
    )
    def test_the_versions_of_both_ends_decide(
        self, here: str, there: str, expected: tuple[int, str]
    ) -> None:
        assert study(pair(2, here, there)).row_of("MAIL-A/To B 1") == expected

    def test_only_the_older_end_of_a_mixed_pair_is_in_conflict(self) -> None:
        found = study(pair(2, OLD, NEW))

        assert found.conflicts() == [["MAIL-A/To B 1", "MAIL-A/To B 2"]]
        assert found.row_of("MAIL-B/To A 1") == (4, OK)

    def test_a_partner_without_rows_is_never_all_clear(self) -> None:
        """It may be before 5.5 SP1, and then its own connectors need addresses (row 4)."""
        rows = ["MAIL-A/One 10.20.9.9 MAIL-X", "MAIL-A/Two 10.20.9.9 MAIL-X"]
        one_way = study(inventory(rows, servers(NEW)))
        both = study(inventory([*rows, "MAIL-X/One 10.20.1.10 MAIL-A"], servers(NEW)))

        assert one_way.row_of("MAIL-A/One") == (4, WARN)
        assert both.row_of("MAIL-A/One") == (4, OK)


class TestSelectors:
    """Rows 5 and 6: outgoing T selectors of two servers at 5.5 SP1 or later (KB 198772)."""

    @pytest.mark.parametrize(
        ("here", "there", "expected"),
        [
            pytest.param(("L1", "L2"), ("L1", "L2"), (5, EXEMPT), id="distinct and equal"),
            pytest.param(("L1", "L2"), ("L2", "L1"), (6, WARN), id="not those of the link"),
            pytest.param(("L1", "L1"), ("L1", "L1"), (6, WARN), id="all the same"),
            pytest.param(("L1", ""), ("L1", ""), (6, WARN), id="one is blank"),
            pytest.param(("L1", "L2"), ("L1", "l2"), (6, WARN), id="compared as bytes"),
            pytest.param(("L1", "L2"), ("L1",), (5, EXEMPT), id="one has no other end"),
        ],
    )
    def test_selectors_exempt_if_they_match_and_differ(
        self, here: tuple[str, ...], there: tuple[str, ...], expected: tuple[int, str]
    ) -> None:
        rows = [f"MAIL-A/{at} 10.20.2.10 MAIL-B out={text}" for at, text in enumerate(here)]
        rows += [f"MAIL-B/{at} 10.20.1.10 MAIL-A out={text}" for at, text in enumerate(there)]
        found = study(inventory(rows, servers(NEW, NEW)))

        assert found.row_of("MAIL-A/0") == expected

    @pytest.mark.parametrize(
        ("version", "selectors", "expected"),
        [
            (OLD, ("L1", "L2"), (15, CONFLICT)),
            ("", ("L1", "L2"), (15, CONFLICT)),
            (NEW, ("L1", "L2"), (15, EXEMPT)),
            ("2000", ("L1", "L2"), (15, EXEMPT)),
            (NEW, ("L1", "L1"), (15, WARN)),
            (NEW, ("L1", ""), (15, WARN)),
        ],
    )
    def test_the_selectors_alone_decide_about_a_foreign_mta(
        self, version: str, selectors: tuple[str, str], expected: tuple[int, str]
    ) -> None:
        """Row 15: nothing is known of the other end."""
        rows = [f"MAIL-A/{at} 192.168.7.7 out={text}" for at, text in enumerate(selectors)]
        found = study(inventory(rows, servers(version)))

        assert found.row_of("MAIL-A/0") == expected


class TestFirewalls:
    @pytest.mark.parametrize(
        ("version", "expected"),
        [(OLD, (13, CONFLICT)), ("", (13, CONFLICT)), (NEW, (14, WARN)), ("2000", (14, WARN))],
    )
    @pytest.mark.parametrize("via", ["", "via=FW1"], ids=["presumed", "via"])
    def test_several_partners_with_one_address(
        self, version: str, via: str, expected: tuple[int, str]
    ) -> None:
        """Rows 13 and 14: different partners with one address are presumed behind a firewall."""
        rows = [f"MAIL-A/One 10.9.0.1 MAIL-B {via}", f"MAIL-A/Two 10.9.0.1 MAIL-C {via}"]
        found = study(inventory(rows, servers(version)))

        assert [found.row_of(each) for each in ("MAIL-A/One", "MAIL-A/Two")] == [expected] * 2

    @pytest.mark.parametrize(("version", "expected"), [(OLD, (13, CONFLICT)), (NEW, (4, WARN))])
    def test_one_partner_behind_a_firewall(self, version: str, expected: tuple[int, str]) -> None:
        """Row 14 is for several partners; one is judged by its version."""
        rows = ["MAIL-A/One 10.9.0.1 MAIL-B via=FW1", "MAIL-A/Two 10.9.0.1 MAIL-B"]

        assert study(inventory(rows, servers(version))).row_of("MAIL-A/One") == expected

    def test_a_row_tells_the_firewall_for_its_home_server_only(self) -> None:
        rows = ["MAIL-A/One 10.9.0.1 MAIL-B", "MAIL-A/Two 10.9.0.1 MAIL-B"]
        found = study(inventory([*rows, "MAIL-C/One 10.9.0.1 MAIL-A via=FW1"], servers()))

        assert found.row_of("MAIL-A/One") == (2, CONFLICT)

    def test_unnamed_partners_behind_a_firewall_are_no_foreign_mta(self) -> None:
        """Row 13 goes before row 15."""
        rows = ["MAIL-A/One 10.9.0.1 via=FW1", "MAIL-A/Two 10.9.0.1 via=FW1"]

        assert study(inventory(rows, servers())).row_of("MAIL-A/One") == (13, CONFLICT)

    def test_only_conflicts_at_a_firewall_are_marked_so(self) -> None:
        rows = ["MAIL-A/One 10.9.0.1 MAIL-B via=FW1", "MAIL-A/Two 10.9.0.1 MAIL-C via=FW1"]
        rows += ["MAIL-A/Three 10.20.2.10 MAIL-B", "MAIL-A/Four 10.20.2.10 MAIL-B"]
        found = study(inventory(rows, servers()))

        assert found.conflicts() == [
            ["MAIL-A/Four", "MAIL-A/Three"],
            ["MAIL-A/One", "MAIL-A/Two"],
        ]
        assert [each.is_proxied for each in found.findings.conflicts] == [False, True]


class TestNamesAndAddresses:
    """Rows 10 and 9, and where they end and row 2 begins."""

    def test_a_name_and_its_address_are_one_endpoint(self) -> None:
        rows = ["MAIL-A/One MAIL-B", "MAIL-A/Two 10.20.2.10"]
        found = study(inventory(rows, servers()))

        assert found.row_of("MAIL-A/One") == (10, CONFLICT)
        assert found.conflicts() == [["MAIL-A/One", "MAIL-A/Two"]]

    def test_row_10_goes_before_rows_9_and_2(self) -> None:
        """Two names and the address: all three are one conflict."""
        rows = ["MAIL-A/One MAIL-B", "MAIL-A/Two mail-b.example.com", "MAIL-A/Three 10.20.2.10"]
        found = study(inventory([*rows, "MAIL-A/Four 10.20.2.10"], servers()))

        assert {found.row_of(f"MAIL-A/{name}") for name in ("One", "Two", "Three", "Four")} == {
            (10, CONFLICT)
        }
        assert [len(members) for members in found.conflicts()] == [4]

    def test_different_names_of_one_address_are_a_warning(self) -> None:
        """Row 9."""
        rows = ["MAIL-A/One MAIL-B", "MAIL-A/Two mail-b.example.com"]
        found = study(inventory(rows, servers()))

        assert [found.row_of(each) for each in ("MAIL-A/One", "MAIL-A/Two")] == [(9, WARN)] * 2
        assert found.conflicts() == []

    def test_the_same_name_twice_beside_another_is_a_conflict_of_those_two(self) -> None:
        """Row 9 goes before row 2 only for the connector whose name is its own."""
        rows = ["MAIL-A/One MAIL-B", "MAIL-A/Two mail-b", "MAIL-A/Three mail-b.example.com"]
        found = study(inventory(rows, servers()))

        assert found.row_of("MAIL-A/One") == (2, CONFLICT)
        assert found.row_of("MAIL-A/Three") == (9, WARN)
        assert found.conflicts() == [["MAIL-A/One", "MAIL-A/Two"]]

    def test_two_pairs_of_names_are_two_conflicts(self) -> None:
        names = {"One": "MAIL-B", "Two": "mail-b.example.com", "Three": "mail-b"}
        rows = [f"MAIL-A/{name} {text}" for name, text in names.items()]
        found = study(inventory([*rows, "MAIL-A/Vier MAIL-B.EXAMPLE.COM"], servers()))

        assert found.conflicts() == [
            ["MAIL-A/One", "MAIL-A/Three"],
            ["MAIL-A/Two", "MAIL-A/Vier"],
        ]

    @pytest.mark.parametrize("name", ["MAIL-B", "mail-b.example.com"])
    def test_a_name_whose_address_is_unknown_may_be_the_endpoint_of_another(
        self, name: str
    ) -> None:
        """Row 10 as a warning: the inventory does not give the address of MAIL-B."""
        rows = [f"MAIL-A/One {name} MAIL-B", "MAIL-A/Two 10.20.2.10 MAIL-B"]
        found = study(inventory(rows, [server("MAIL-A"), server("MAIL-B")]))

        assert [found.row_of(each) for each in ("MAIL-A/One", "MAIL-A/Two")] == [(10, WARN)] * 2
        assert found.conflicts() == []

    def test_names_of_an_unknown_partner_are_a_warning_beside_its_address(self) -> None:
        rows = ["MAIL-A/One MAIL-X MAIL-X", "MAIL-A/Two 10.20.9.9 MAIL-X"]
        found = study(inventory(rows, servers()))

        assert [found.row_of(each) for each in ("MAIL-A/One", "MAIL-A/Two")] == [(10, WARN)] * 2
        assert found.conflicts() == []

    def test_the_same_name_twice_is_a_conflict_also_beside_an_address(self) -> None:
        """Row 10 warns of the address only; the name stands twice (row 2)."""
        rows = ["MAIL-A/One MAIL-X MAIL-X", "MAIL-A/Two mail-x MAIL-X"]
        found = study(inventory([*rows, "MAIL-A/Three 10.20.9.9 MAIL-X"], servers()))

        assert found.row_of("MAIL-A/One") == (2, CONFLICT)
        assert found.row_of("MAIL-A/Three") == (10, WARN)

    def test_nothing_is_presumed_of_the_firewall_of_another_row(self) -> None:
        """Else MAIL-A/2 would be in a conflict with nobody (row 13)."""
        rows = ["MAIL-A/1 MAIL-X MAIL-X", "MAIL-A/2 10.9.0.1 MAIL-X"]
        found = study(inventory([*rows, "MAIL-C/1 10.9.0.1 MAIL-Y via=FW1"], servers()))

        assert [found.row_of(f"MAIL-A/{at}") for at in (1, 2)] == [(1, OK)] * 2

    @pytest.mark.parametrize(("version", "there"), [(NEW, OLD), (NEW, NEW), ("2000", "2000")])
    def test_nothing_is_presumed_from_55_sp1_on(self, version: str, there: str) -> None:
        rows = ["MAIL-A/1 MAIL-B MAIL-B", "MAIL-A/2 10.20.2.10 MAIL-B"]
        facts = [server("MAIL-A", exchange=version), server("MAIL-B", exchange=there)]

        assert study(inventory(rows, facts)).row_of("MAIL-A/1") == (1, OK)

    @pytest.mark.parametrize(
        "rows",
        [
            pytest.param(["far.example.com MAIL-X", "10.20.9.9 MAIL-X"], id="another name"),
            pytest.param(["MAIL-X MAIL-X", "10.20.9.9 MAIL-Y"], id="another partner"),
            pytest.param(["MAIL-X MAIL-X", "mail-y MAIL-Y"], id="names of two partners"),
            pytest.param(["10.20.9.9 MAIL-X", "10.20.9.8 MAIL-X"], id="no name"),
            pytest.param(["MAIL-X MAIL-X via=FW1", "10.20.9.9 MAIL-X"], id="through a firewall"),
            pytest.param(["MAIL-X MAIL-X stack=TP4", "10.20.9.9 MAIL-X"], id="another stack"),
            pytest.param(["MAIL-B MAIL-B", "10.20.2.11 MAIL-B"], id="address known"),
        ],
    )
    def test_nothing_is_presumed_of_other_endpoints(self, rows: list[str]) -> None:
        texts = [f"MAIL-A/{at} {row}" for at, row in enumerate(rows)]

        assert study(inventory(texts, servers())).row_of("MAIL-A/1") == (1, OK)

    @pytest.mark.parametrize("other", ["MAIL-X.example.com", "post.example.com"])
    def test_two_names_of_one_partner_may_be_one_endpoint(self, other: str) -> None:
        """Its IP address is unknown, so nothing says that they are two (row 9)."""
        found = study(inventory(["MAIL-A/1 MAIL-X MAIL-X", f"MAIL-A/2 {other} MAIL-X"], servers()))

        assert [found.row_of(f"MAIL-A/{at}") for at in (1, 2)] == [(9, WARN)] * 2


class TestAddedRows:
    def test_a_name_adds_row_11(self) -> None:
        found = study(inventory(["MAIL-A/One MAIL-B"], servers()))

        assert found.row_of("MAIL-A/One") == (1, OK)
        assert found.added_to("MAIL-A/One") == (11,)

    @pytest.mark.parametrize(
        ("partner", "added"),
        [
            pytest.param(server("MAIL-B 10.20.2.10/24"), (), id="one address"),
            pytest.param(server("MAIL-B 10.20.2.10/24 10.20.2.11/24"), (12,), id="multihomed"),
            pytest.param(server("MAIL-B 10.20.2.10/24", roles=(Role.RAS,)), (12,), id="RAS"),
            pytest.param(server("MAIL-B", roles=(Role.CLUSTER,)), (12,), id="cluster"),
            pytest.param(server("MAIL-B", roles=(Role.DNS,)), (), id="another role"),
            pytest.param(server("MAIL-X"), (), id="unknown"),
        ],
    )
    def test_a_partner_that_may_call_from_another_address_adds_row_12(
        self, partner: Server, added: tuple[int, ...]
    ) -> None:
        found = study(inventory(["MAIL-A/One 10.20.2.10 MAIL-B"], [partner]))

        assert found.added_to("MAIL-A/One") == added

    def test_row_12_is_for_connectors_addressed_by_ip_only(self) -> None:
        found = study(inventory(["MAIL-A/One MAIL-B"], ["MAIL-B 10.20.2.10/24 10.20.2.11/24"]))

        assert found.added_to("MAIL-A/One") == (11,)

    @pytest.mark.parametrize(
        ("count", "version", "added"),
        [
            (5, "4.0 SP4", ()),
            (6, "4.0 SP4", (18,)),
            (6, "", (18,)),
            (6, "4.0 SP5", ()),
            (120, "5.0 SP1", ()),
            (121, "5.0 SP1", (18,)),
        ],
    )
    def test_more_connectors_than_control_blocks_add_row_18(
        self, count: int, version: str, added: tuple[int, ...]
    ) -> None:
        rows = [f"MAIL-A/{at} 10.20.{at}.10" for at in range(count)]
        found = study(inventory(rows, [server("MAIL-A", exchange=version)]))

        assert found.added_to("MAIL-A/0") == added

    def test_row_18_comes_after_row_11(self) -> None:
        rows = [f"MAIL-A/{at} host{at}" for at in range(6)]

        assert study(inventory(rows, [])).added_to("MAIL-A/0") == (11, 18)

    def test_other_stacks_need_no_tcp_control_blocks_and_get_no_rows(self) -> None:
        rows = [f"MAIL-A/{at} host{at}" for at in range(5)]
        found = study(inventory([*rows, "MAIL-A/X host stack=TP4"], []))

        assert found.added_to("MAIL-A/0") == (11,)
        assert found.added_to("MAIL-A/X") == ()

    def test_ten_control_blocks_a_connector_and_ten_more_are_needed(self) -> None:
        assert needed_control_blocks(5) == 60
        assert most_control_blocks(server("MAIL-A", exchange="")) == 62
        assert most_control_blocks(server("MAIL-A", exchange="5.5")) == 1210
