# SPDX-License-Identifier: MIT
"""Diagrams show who is connected to whom, and what the pool is used for."""

from collections.abc import Iterator

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.builders import POOL, inventory, server, servers, settings
from tests.builders import pair as pair_of_servers
from tests.plans import make
from tests.views import view_of
from x400fix.documents.diagrams.diagrams import (
    LEAST_PAIRS,
    MOST_HUBS,
    SMALL_NETWORK,
    drawn_hubs,
    find_diagrams,
)
from x400fix.documents.diagrams.links import Dialled, dialled_by, draw_links, summarize
from x400fix.documents.diagrams.pool_map import find_strip, pool_map
from x400fix.documents.diagrams.shapes import (
    HEIGHT,
    WIDTH,
    Box,
    Curve,
    Label,
    Mark,
    Picture,
    address_width,
    fit,
    fit_address,
    narrowed,
    text_width,
)
from x400fix.documents.topology import (
    End,
    HubView,
    LinkView,
    PairView,
    Spot,
    find_hubs,
    turned,
)
from x400fix.plan.model import PoolRange


def end(server: str, before: str, after: str = "", action: str = "", conflict: int = 0) -> End:
    """An end of a link."""
    return End(
        server=server,
        connector=f"To {server}",
        before=before,
        after=after or before,
        action=action,
        conflict=conflict,
    )


def pair(near: str, far: str, links: int = 1, *, conflict: int = 0, site: str = "") -> PairView:
    """Two servers with so many links; all but the first one move, if they are in conflict."""
    return PairView(
        near=Spot(near, "", is_known=True),
        far=Spot(far, site, is_known=True),
        links=tuple(
            LinkView(
                near=end(near, "10.1.0.10", f"10.1.0.{31 + at}" if at else "", action, conflict),
                far=end(far, "10.2.0.10"),
            )
            for at in range(links)
            for action in (("move" if at else "keep") if conflict else "",)
        ),
    )


def hub(name: str, *pairs: PairView) -> HubView:
    """A hub with its pairs."""
    return HubView(spot=Spot(name, "SITE", is_known=True), pairs=pairs)


def inside(picture: Picture) -> Iterator[bool]:
    """Whether each shape stands on its picture."""
    for shape in picture.shapes:
        if isinstance(shape, Box):
            yield shape.x >= 0 <= shape.y
            yield shape.x + shape.width <= picture.width
            yield shape.y + shape.height <= picture.height
        elif isinstance(shape, Curve):
            for x, y in shape.points:
                yield 0 <= x <= picture.width
                yield 0 <= y <= picture.height
        else:
            yield 0 <= shape.x <= picture.width
            yield 0 <= shape.y <= picture.height


def labels(*pictures: Picture) -> list[str]:
    """All texts."""
    return [each.text for p in pictures for each in p.shapes if isinstance(each, Label)]


def marks(*pictures: Picture) -> set[str]:
    """The kinds of all marks."""
    return {each.kind for p in pictures for each in p.shapes if isinstance(each, Mark)}


class TestChoice:
    def test_every_hub_of_a_small_network_is_drawn(self) -> None:
        hubs = [hub("A", pair("A", "B")), hub("C", pair("C", "D", conflict=1))]
        assert drawn_hubs(hubs) == hubs

    def test_above_that_those_with_some_pairs_and_a_conflict(self) -> None:
        big = hub("BIG", *(pair("BIG", f"P{at}", conflict=1) for at in range(SMALL_NETWORK)))
        plain = hub("PLAIN", *(pair("PLAIN", f"Q{at}") for at in range(LEAST_PAIRS)))
        small = hub("SMALL", pair("SMALL", "R", conflict=1))
        assert drawn_hubs([big, plain, small]) == [big]
        least = hub("LEAST", *(pair("LEAST", f"S{at}", conflict=2) for at in range(LEAST_PAIRS)))
        assert drawn_hubs([big, plain, least, small]) == [big, least]

    def test_a_pool_of_very_many_ranges_has_a_table_alone(self) -> None:
        few, many = (
            view_of(make(pair_of_servers(), settings([*POOL[:2], *spare])))
            for spare in ([], [f"10.99.{at}.32/30" for at in range(SMALL_NETWORK)])
        )
        assert find_diagrams(few).pool
        assert not find_diagrams(many).pool

    def test_and_never_more_than_a_reader_looks_at(self) -> None:
        hubs = [
            hub(f"H{at}", *(pair(f"H{at}", f"P{at}-{far}", conflict=1) for far in range(4)))
            for at in range(MOST_HUBS + 5)
        ]
        assert drawn_hubs(hubs) == hubs[:MOST_HUBS]

    @pytest.mark.parametrize("name", ["two-sites", "hub", "names", "existing-names"])
    def test_the_pictures_of_a_sample_show_its_places_conflicts_and_new_addresses(
        self, name: str
    ) -> None:
        view = view_of(name)
        diagrams = find_diagrams(view)
        assert set(diagrams.by_name()) == {
            each.name for s in diagrams.spreads for each in (*s.before, *s.after)
        } | {each.name for each in diagrams.pool}
        assert all(all(inside(each)) for each in diagrams.by_name().values())
        before = [each for spread in diagrams.spreads for each in spread.before]
        after = [each for spread in diagrams.spreads for each in spread.after]
        assert "conflict" in marks(*before)
        assert "conflict" not in marks(*after)
        shown = labels(*after)
        for row in view.plan.assignments:
            if row.address_value:
                assert any(
                    row.address_value.startswith(each.removesuffix("\u2026")) for each in shown
                )
        for each in view.plan.connectors:
            if each.via:
                assert f"at {each.via}" in shown
                assert "firewall" in marks(*after)


class TestEnds:
    def test_before_a_conflict_is_marked_by_its_number(self) -> None:
        found = dialled_by(end("A", "10.1.0.10", "10.1.0.32", "move", 7), is_after=False)
        assert found == Dialled("10.1.0.10", "conflict", 7)
        assert dialled_by(end("A", "10.1.0.10"), is_after=False).kind == "plain"

    def test_afterwards_an_address_is_new_kept_plain_or_open(self) -> None:
        kinds = {"move": "new", "manual": "new", "keep": "kept", "": "plain"}
        for action, kind in kinds.items():
            found = dialled_by(end("A", "10.1.0.10", "10.1.0.32", action), is_after=True)
            assert found == Dialled("10.1.0.32", kind)
        undecided = End(
            server="A", connector="X", before="10.1.0.10", after="", action="manual", conflict=1
        )
        assert dialled_by(undecided, is_after=True) == Dialled("?", "open")

    def test_many_addresses_are_one_text_with_the_new_ones_behind_a_plus(self) -> None:
        old, new = Dialled("10.1.0.10", "kept"), [Dialled(f"10.1.0.{x}", "new") for x in (32, 33)]
        assert summarize([old, *new]) == ("10.1.0.10 + .32 .33", new[0])
        assert summarize([old]) == ("10.1.0.10", old)
        assert summarize(new) == ("10.1.0.32 .33", new[0])
        far = Dialled("10.9.0.7", "new")
        assert summarize([old, far]) == ("10.1.0.10 + 10.9.0.7", far)
        host = Dialled("host.a.example", "new")
        assert summarize([old, host])[0] == "10.1.0.10 + host.a.example"

    def test_one_address_of_many_is_counted_and_the_worst_mark_wins(self) -> None:
        same = [Dialled("10.1.0.10", "conflict", 3)] * 3
        text, worst = summarize([Dialled("10.2.0.10", "plain"), *same])
        assert text == "10.2.0.10 10.1.0.10 \u00d73"
        assert worst.conflict == 3
        assert summarize([Dialled("", "plain")])[0] == ""


class TestLinks:
    def test_links_of_one_conflict_meet_at_one_mark(self) -> None:
        (before,) = draw_links(hub("A", pair("A", "B", 3, conflict=4)), "before-1", is_after=False)
        assert labels(before).count("10.1.0.10") == 1
        (mark,) = (each for each in before.shapes if isinstance(each, Mark))
        assert (mark.kind, mark.number) == ("conflict", "4")
        (after,) = draw_links(hub("A", pair("A", "B", 3, conflict=4)), "after-1", is_after=True)
        assert {"10.1.0.10", "10.1.0.32", "10.1.0.33"} <= set(labels(after))
        assert marks(after) == {"kept", "new"}

    def test_what_has_no_room_as_lines_gets_a_row_for_each_pair(self) -> None:
        pairs = [pair("A", f"P{at:02}", 4, conflict=1, site="SOUTH") for at in range(30)]
        (before,) = draw_links(hub("A", *pairs), "before-1", is_after=False)
        assert before.height <= HEIGHT + 8
        assert all(inside(before))
        assert "10.1.0.10 \u00d74" in labels(before)
        assert "P07  SOUTH" in labels(before)
        (after,) = draw_links(hub("A", *pairs), "after-1", is_after=True)
        assert "10.1.0.10 + .32 .33 .34" in labels(after)
        assert marks(after) == {"new"}

    def test_a_site_that_is_called_as_its_server_is_told_once(self) -> None:
        pairs = [pair("A", f"P{at}", 9, conflict=1, site=f"P{at}") for at in range(9)]
        (after,) = draw_links(hub("A", *pairs), "after-1", is_after=True)
        assert "P3" in labels(after)

    def test_more_pairs_than_a_page_has_rows_go_on_in_another_picture(self) -> None:
        pairs = [pair("A", f"P{at:03}", conflict=1) for at in range(100)]
        pictures = [*draw_links(hub("A", *pairs), "before-2", is_after=False)]
        assert [each.name for each in pictures] == ["before-2", "before-2-2", "before-2-3"]
        assert all(all(inside(each)) and each.height <= HEIGHT + 8 for each in pictures)
        shown = labels(*pictures)
        assert {f"P{at:03}" for at in range(100)} <= set(shown)
        assert shown.count("A") == 3

    def test_a_row_tells_no_address_where_nobody_dials(self) -> None:
        links = pair("A", "B", 30, conflict=1).links
        silent = End(server="B")
        (near, *_) = links
        lonely = tuple(LinkView(near=near.near, far=silent) for _ in links)
        one = msgspec.structs.replace(pair("A", "B"), links=lonely)
        (picture,) = draw_links(hub("A", one), "before-1", is_after=False)
        assert sorted(labels(picture)) == ["10.1.0.10 \u00d730", "A", "B", "SITE"]

    @pytest.mark.parametrize("links", [2, 30])
    def test_a_firewall_is_drawn_before_the_address_that_it_has(self, links: int) -> None:
        """Whether it is known by name, or presumed."""
        one = pair("A", "B", links)
        near = msgspec.structs.replace(one.links[0].near, firewall="FW1", partner="B")
        behind = [msgspec.structs.replace(link, near=near) for link in one.links]
        walled = msgspec.structs.replace(one, links=tuple(behind))
        (picture,) = draw_links(hub("A", walled), "after-1", is_after=True)
        (plain,) = draw_links(hub("A", one), "after-1", is_after=True)
        assert "firewall" in marks(picture)
        assert "firewall" not in marks(plain)

    def test_a_firewall_that_is_all_there_is_of_a_partner_is_called_one(self) -> None:
        rows = [f"MAIL-A/{at} 10.9.0.1 via=FW1" for at in range(3)]
        made = make(inventory(rows, [server("MAIL-A 10.20.1.10/24")]), settings([]))
        (found,) = find_hubs(view_of(made).pairs)
        (picture,) = draw_links(found, "before-1", is_after=False)
        assert {"FW1", "firewall", "at FW1"} <= set(labels(picture))

    def test_an_address_of_which_no_server_is_known_is_at_a_foreign_mta(self) -> None:
        rows = [f"MAIL-A/{at} 172.16.9.9" for at in range(2)]
        made = make(inventory(rows, [server("MAIL-A 10.20.1.10/24")]), settings([]))
        (found,) = find_hubs(view_of(made).pairs)
        (picture,) = draw_links(found, "before-1", is_after=False)
        assert "at a foreign MTA" in labels(picture)

    def test_one_pair_with_hundreds_of_links_has_a_box_for_its_name_and_site(self) -> None:
        (picture,) = draw_links(
            hub("A", pair("A", "B", 200, conflict=1)), "before-1", is_after=False
        )
        heights = [each.y for each in picture.shapes if isinstance(each, Label)]
        assert {"A", "SITE", "B"} <= set(labels(picture))
        assert max(heights) + 4 <= picture.height


def part(text: str, *, owner: str = "", **found: str) -> PoolRange:
    """A range of the pool, whose addresses are what the texts say."""
    texts = {name: tuple(found.get(name, "").split()) for name in ("excluded", "used", "given")}
    return PoolRange(range=text, owner=owner, size=0, **texts)


class TestPool:
    def test_each_address_has_a_square_with_its_state(self) -> None:
        strip = find_strip(
            part(
                "10.1.0.32-10.1.0.37",
                excluded="10.1.0.0-10.1.0.33",
                used="10.1.0.34",
                given="10.1.0.35 10.1.0.36",
            )
        )
        assert [*strip.states] == [*("excluded", "excluded", "used", "given", "given", "free")]
        (picture,) = pool_map([part("10.1.0.32-10.1.0.37", given="10.1.0.35")])
        assert labels(picture) == ["10.1.0.32-10.1.0.37", "32", "33", "34", "35", "36", "37"]
        assert all(inside(picture))

    def test_each_state_has_a_mark_of_its_own(self) -> None:
        (picture,) = pool_map(
            [part("10.1.0.0/30", excluded="10.1.0.0", used="10.1.0.1", given="10.1.0.2")]
        )
        assert marks(picture) == {"cell-given", "cell-used", "cell-excluded", "cell-free"}

    def test_the_squares_of_a_large_range_stand_for_several_addresses(self) -> None:
        strip = find_strip(part("10.1.0.0/16", owner="FW1", given="10.1.255.7"))
        assert strip.title == "FW1=10.1.0.0/16"
        assert (strip.step, len(strip.states)) == (256, 256)
        assert strip.states.index("given") == 255
        (picture,) = pool_map([part("10.1.0.0/16")])
        assert labels(picture)[0] == "10.1.0.0/16 \u00d7256"
        assert labels(picture)[1:4] == ["0", "1", "2"]

    def test_many_ranges_fill_two_columns_and_then_another_picture(self) -> None:
        pictures = [*pool_map(part(f"10.{at}.0.0/24") for at in range(9))]
        assert [each.name for each in pictures] == ["pool-1", "pool-2", "pool-3"]
        assert all(each.height <= HEIGHT and all(inside(each)) for each in pictures)
        assert not [*pool_map([])]

    def test_a_line_has_no_hole_where_a_connector_is_not_known(self) -> None:
        """It goes through to the box at both ends."""
        rows = [*(f"MAIL-A/One_{at} 10.20.2.10 MAIL-B" for at in range(2))]
        (found,) = find_hubs(view_of(make(inventory(rows, servers()))).pairs)
        (picture,) = draw_links(found, "before-1", is_after=False)
        lines = [each for each in picture.shapes if isinstance(each, Curve)]
        assert {line.kind for line in lines} == {"conflict", "plain"}
        other_way = hub("MAIL-B", *map(turned, found.pairs))
        (other,) = draw_links(other_way, "before-1", is_after=False)
        assert len([each for each in other.shapes if isinstance(each, Curve)]) == len(lines)


class TestTexts:
    @given(st.text(max_size=60), st.integers(min_value=12, max_value=WIDTH))
    def test_a_text_is_cut_so_that_it_fits(self, text: str, width: int) -> None:
        shown = fit(text, width)
        assert text_width(shown, 11) <= width or shown == "\u2026"

    def test_what_is_cut_ends_with_dots(self) -> None:
        assert fit("short", 100) == "short"
        assert fit("a name that is far too long", 60).endswith("\u2026")
        assert fit_address("10.20.30.40", address_width("10.20.30.40")) == "10.20.30.40"
        assert fit_address("host.corp.example", 60) == "host.cor\u2026"

    @pytest.mark.parametrize("kind", ["name", "site", "connector", "address-new", "at"])
    def test_names_are_set_narrower_before_they_are_cut(self, kind: str) -> None:
        """A computer name of any fifteen letters is whole, as wide as the room."""
        text = "W" * 15
        assert narrowed(Label(0, 0, "short", "middle", kind), 112) == Label(
            0, 0, "short", "middle", kind
        )
        whole = narrowed(Label(0, 0, text, "middle", kind), 112)
        assert whole.text == text
        assert whole.width in {0, 112}
        cut = narrowed(Label(0, 0, text * 4, "middle", kind), 112)
        assert cut.text.endswith("\u2026")
        assert cut.width == 112

    def test_a_character_that_stands_on_another_takes_no_room(self) -> None:
        assert text_width("e\u0301", 10) == text_width("e", 10)
        assert text_width("\u6771", 10) == text_width("W", 10) > text_width("<", 10)
