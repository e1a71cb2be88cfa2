# SPDX-License-Identifier: MIT
"""What documents show of a plan: conflicts, tests, back-out, outages and the decision page."""

import re
from collections.abc import Mapping

import msgspec
import pytest
from hypothesis import given

from tests.builders import POOL, inventory, pair, server, servers, settings
from tests.inventories.plans import LAWS, plans
from tests.plans import Made, make
from tests.views import sample_plan, view_of
from x400fix.documents.acceptance import Test
from x400fix.documents.decision import named, plain_text, read_words, sentence_parts
from x400fix.documents.rendering import Renderer
from x400fix.documents.ticket import TicketView
from x400fix.plan.model import Step
from x400fix.settings.choices import AddressMode, Strategy, Wave
from x400fix.settings.ticket_facts import TicketFacts
from x400fix.settings.window import parse_window
from x400fix.simulation.rules import Status
from x400fix.step_kinds import Change, Phase, StepKind

FAR = ((2, "MAIL-B"), (3, "MAIL-C"))
RESTARTS = {StepKind.SERVER_RESTART, StepKind.MTA_RESTART}


def steps_of(view: TicketView) -> Mapping[int, tuple[str, Step]]:
    """Each step with its place."""
    return {head.step.number: (head.place.name, head.step) for head in view.heads}


def trials(made: Made) -> list[tuple[str, str, int]]:
    """Server, connector and step of each test."""
    return [(each.server, each.connector, each.step) for each in view_of(made).tests]


def within(length: str, **facts: object) -> TicketView:
    """A plan of two servers in a window, or in none."""
    window = parse_window(f"2026-12-05T22:00+01:00/{length}") if length else None
    found = TicketFacts(**facts)  # type: ignore[arg-type]
    return view_of(make(pair(), settings(POOL[:2], window=window, facts=found)))


class TestConflicts:
    @LAWS
    @given(plans())
    def test_they_are_numbered_and_have_their_members(self, made: Made) -> None:
        numbers = view_of(made).conflict_numbers
        assert {*numbers.values()} == {*range(1, len(made.plan.conflicts) + 1)}
        assert sorted(numbers) == sorted((a.server, a.connector) for a in made.plan.assignments)
        for number in numbers.values():
            assert len({key[0] for key in numbers if numbers[key] == number}) == 1

    def test_a_conflict_says_what_becomes_of_its_connectors(self) -> None:
        view = view_of("two-sites")
        assert [
            (view.conflict_numbers[each.server, each.connector], each.action, each.address_value)
            for each in view.plan.assignments
            if each.server == "DENHUB1"
        ] == [(1, "keep", "10.1.0.10"), (1, "move", "10.1.0.32")]

    def test_rows_that_find_nothing_are_left_out(self) -> None:
        assert [(row.row, count) for row, count in view_of("hub").rows] == [
            *((2, 18), (3, 3), (4, 3), (5, 4), (7, 2), (10, 2), (13, 5), (16, 2)),
        ]


class TestTopology:
    def test_a_partner_of_whom_nothing_is_known_is_from_elsewhere(self) -> None:
        rows = [f"MAIL-A/One_{at} 172.16.0.1" for at in range(2)]
        made = make(inventory([*rows, "MAIL-B/X 10.20.1.10 MAIL-A"], servers()))
        foreign = next(each for each in view_of(made).pairs if each.near.name == "172.16.0.1")
        assert not foreign.near.is_known
        assert foreign.far.is_known
        assert {link.near.connector for link in foreign.links} == {""}

    @LAWS
    @given(plans())
    def test_every_tcp_connector_is_one_end_of_a_link(self, made: Made) -> None:
        ends = [
            (end.server, end.connector)
            for each in view_of(made).pairs
            for link in each.links
            for end in (link.near, link.far)
            if end.connector
        ]
        tcp = [(e.server, e.connector) for e in made.plan.connectors if e.stack == "TCP"]
        assert sorted(ends) == sorted(tcp)

    def test_a_place_shows_its_work(self) -> None:
        rows = [f"MAIL-A/{at} 10.9.0.1 FAR-{at} via=FW1" for at in range(3)]
        made = make(inventory(rows, [server("MAIL-A 10.20.1.10/24")]), settings([]))
        firewall, own = view_of(made).places
        assert (firewall.place.name, firewall.by_hand, firewall.load.preparation) == ("FW1", 2, 65)
        assert (own.place.name, own.connectors, own.load.mta_restarts) == ("MAIL-A", 2, 1)


class TestAcceptance:
    @LAWS
    @given(plans())
    def test_no_test_comes_before_its_route_is_what_it_will_be(self, made: Made) -> None:
        """Nothing that a later step does changes what it found."""
        view = view_of(made)
        steps = steps_of(view)
        routes = {(r.server, r.connector): r for r in made.plan.routes}
        for test in view.tests:
            key = test.server, test.connector
            place, step = steps[test.step]
            assert step.kind is StepKind.TEST
            assert place in {test.sender, test.receiver}
            if key in routes:
                assert all(turn.step <= test.step for turn in routes[key].turns)

    def test_a_hub_is_tested_with_one_partner_after_the_other(self) -> None:
        """Its own stack is free after the first wave."""
        view = view_of("hub")
        steps = steps_of(view)
        waves = {test.step: steps[test.step][1].wave for test in view.tests}
        assert {*waves.values()} == {*range(1, view.plan.summary.waves + 1)}

    def test_a_link_is_tested_once_each_way_and_one_without_another_end_from_both(self) -> None:
        rows = ["MAIL-A/To_B 10.20.2.10 MAIL-B", "MAIL-B/1 10.20.1.10 MAIL-A"]
        made = make(inventory([*rows, "MAIL-B/2 10.20.1.10 MAIL-A"], servers()))
        assert [
            (test.server, test.connector, test.direction, test.sender, test.receiver)
            for test in view_of(made).tests
        ] == [
            ("MAIL-A", "To B", "out", "MAIL-A", "MAIL-B"),
            ("MAIL-B", "1", "out", "MAIL-B", "MAIL-A"),
            ("MAIL-B", "2", "out", "MAIL-B", "MAIL-A"),
            ("MAIL-B", "2", "in", "MAIL-A", "MAIL-B"),
        ]

    def test_only_parallel_connectors_need_a_way_to_force_a_message_through_one(self) -> None:
        rows = ["MAIL-A/To_B 10.20.2.10 MAIL-B", "MAIL-B/1 10.20.1.10 MAIL-A"]
        made = make(inventory([*rows, "MAIL-B/2 10.20.1.10 MAIL-A"], servers()))
        view = view_of(made)
        assert {test.connector for test in view.tests if test.is_parallel} == {"1", "2"}
        assert "Work-around, not confirmed" in made.text("SERVERS/MAIL-B/STEPS.TXT")
        assert "Work-around, not confirmed" not in made.text("SERVERS/MAIL-A/STEPS.TXT")
        assert any("not confirmed by a source" in text for text in view.words["intro.tests"])

    def test_a_connector_whose_server_has_no_work_is_tested_at_its_partner(self) -> None:
        lines = [*(f"MAIL-A/{at} 10.20.2.10 MAIL-B" for at in "12"), "MAIL-C/X 10.20.2.10 MAIL-B"]
        made = make(inventory(lines, servers()))
        (test,) = made.steps(StepKind.TEST, at="MAIL-B")
        assert ("MAIL-C", "X", test.number) in trials(made)

    def test_a_partner_that_is_no_server_of_ours_tests_what_no_other_can(self) -> None:
        rows = ["MAIL-A/1 172.16.9.9 FAR", "MAIL-A/2 172.16.9.9 FAR", "MAIL-B/Only 172.16.9.9 FAR"]
        made = make(inventory(rows, servers()), settings(["172.16.9.9=172.16.9.32/28"]))
        (step,) = {step for _, name, step in trials(made) if name == "Only"}
        assert made.place_of(made.steps()[step - 1]) == "FAR"

    def test_unchanged_connectors_of_an_owner_are_tested_and_those_of_others_are_not(self) -> None:
        rows = [
            *("MAIL-A/1 10.20.2.10 MAIL-B", "MAIL-A/2 10.20.2.10 MAIL-B"),
            *("MAIL-B/Other 10.20.3.10 MAIL-C", "MAIL-C/To_B 10.20.2.10 MAIL-B"),
            *("MAIL-C/To_D 10.20.4.10 MAIL-D", "MAIL-B/X 3110 stack=X25"),
        ]
        found = trials(make(inventory(rows, servers())))
        assert {(server, name) for server, name, _ in found} == {
            *(("MAIL-A", "1"), ("MAIL-A", "2"), ("MAIL-B", "Other"), ("MAIL-C", "To B")),
        }

    def test_more_names_are_tested_like_more_addresses(self) -> None:
        rows = ["MAIL-A/1 172.16.9.9 FAR", "MAIL-A/2 172.16.9.9 FAR", "MAIL-B/Only 172.16.9.9 FAR"]
        chosen = settings([], strategy=Strategy.HOSTNAME, address_mode=AddressMode.LMHOSTS)
        found = trials(make(inventory(rows, servers()), chosen))
        assert {connector for _, connector, _ in found} == {"1", "2"}

    def test_a_server_whose_nic_was_left_unfinished_is_tested(self) -> None:
        first = make(pair(2))
        rows = ["MAIL-A/To_B_1 10.20.2.10 MAIL-B", "MAIL-A/To_B_2 10.20.2.32 MAIL-B"]
        later = make(inventory(rows, servers()), memory=first.memory())
        assert later.plan.assignments == ()
        assert len(trials(later)) == 4
        assert {step.wave for step in later.steps(StepKind.TEST)} == {0}

    def test_the_model_says_beforehand_what_is_to_be_expected(self) -> None:
        found: list[Test] = list(view_of(make(pair())).tests)
        assert {test.rule.status for test in found} <= {*Status}
        moved = next(test for test in found if test.is_changed)
        assert (moved.rule.status, moved.address) == (Status.CLAIMED, "10.20.2.32")
        assert moved.rule.sources == ("Q200588", "Q193380")


class TestWaves:
    def test_a_way_that_was_chosen_is_shown_against_the_one_that_is_found(self) -> None:
        rows = [
            *(f"HUB/{far}_{at} 10.20.{n}.10 {far}" for n, far in enumerate("ABC") for at in "12"),
            *(f"{far}/{at} 10.20.9.10 HUB" for far in "ABC" for at in "12"),
        ]
        facts = [server("HUB 10.20.9.10/24")]
        facts += [server(f"{far} 10.20.{n}.10/24") for n, far in enumerate("ABC")]
        pool = [f"10.20.{number}.32/27" for number in (0, 1, 2, 9)]
        found = {}
        for wave in Wave:
            view = view_of(make(inventory(rows, facts), settings(pool, wave=wave)))
            found[wave] = [
                (cost.wave, cost.waves, cost.untested, cost.mta_restarts)
                for cost in view.wave_costs
            ]
            if view.wave_costs:
                assert view.wave_costs[0].minutes == view.schedule.in_turn.minutes
        auto = ("auto", 3, 0, 4)
        assert found == {
            "auto": [],
            "connector": [("connector", 3, 2, 6), auto],
            "partner": [("partner", 3, 2, 6), auto],
            "all": [("all", 1, 0, 4), auto],
        }

    def test_a_plan_without_waves_has_nothing_to_compare(self) -> None:
        assert view_of(make(pair(1), settings([], wave=Wave.ALL))).wave_costs == ()


class TestBackOut:
    def test_settings_go_back_first_and_each_server_restarts_once_when_its_nic_is_as_it_was(
        self,
    ) -> None:
        found = [(line.place.name, line.text) for line in view_of("two-sites").back_out.now]
        assert found == [
            ("SEAHUB1", 'Set the Address of "X400 to DENVER 2" back to 10.2.0.10'),
            ("DENHUB1", 'Set the Address of "X400 to SEATTLE 2" back to 10.1.0.10'),
            ("SEAHUB1", "Remove 10.1.0.32 from the NIC"),
            ("SEAHUB1", "Restart the server"),
            ("DENHUB1", "Remove 10.2.0.32 from the NIC"),
            ("DENHUB1", "Restart the server"),
        ]

    def test_every_kind_of_step_that_changes_something_says_how_to_undo_it(self) -> None:
        texts = Renderer().undo_texts
        changing = {kind for kind in StepKind if kind.change is not Change.NOTHING}
        assert {*texts} - {"request-decided"} == changing
        assert all(re.match("[A-Z][a-z]", text) for text in texts.values())

    def test_what_others_were_asked_for_is_taken_back_in_words(self) -> None:
        """An address, a decision, a mapping, and an override of a newer partner."""
        rows = [
            *(f"MAIL-A/FW_{at} 10.9.0.1 FAR-{at} via=FW1" for at in range(2)),
            *(f"MAIL-A/DHCP_{at} MAIL-D MAIL-D" for at in range(2)),
            *(f"MAIL-A/X_{at} 172.16.9.9" for at in range(2)),
            *(f"MAIL-A/B_{at} 10.20.2.10 MAIL-B" for at in range(2)),
            *(f"MAIL-B/A_{at} 10.20.1.10 MAIL-A" for at in range(2)),
        ]
        facts = [*servers("5.0", "5.5 SP4"), server("MAIL-D dhcp")]
        chosen = settings([*POOL[:2], "172.16.9.9=172.16.9.32/28"])
        back_out = view_of(make(inventory(rows, facts), chosen)).back_out
        assert {(line.place.name, line.text) for line in back_out.later} == {
            ("172.16.9.9", "Ask to remove 172.16.9.32 again"),
            ("FW1", 'Remove the pair of mappings for connector "FW 1"'),
            ("MAIL-D", "Ask to take back what was decided"),
        }
        (override,) = (line.text for line in back_out.now if "Override" in line.text)
        assert override == 'Remove the Stack IP Address Override of "A 0", "A 1"'

    @LAWS
    @given(plans())
    def test_every_change_is_undone_once_and_the_sum_is_that_of_its_lines(self, made: Made) -> None:
        """What only looks is not; each server, or its MTA, restarts once."""
        view = view_of(made)
        lines = [*view.back_out.now, *view.back_out.later, *view.back_out.optional]
        undone = [line.step.number for line in lines]
        assert len(undone) == len(set(undone))
        lasting = {
            h.step.number
            for h in view.heads
            if h.step.kind.change is not Change.NOTHING and h.step.kind not in RESTARTS
        }
        assert lasting <= set(undone)
        restarts = [h.place.name for h in view.heads if h.step.kind in RESTARTS]
        back = [line.place.name for line in lines if line.step.kind in RESTARTS]
        assert sorted(back) == sorted(set(restarts))
        assert view.back_out.minutes == view.schedule.in_turn.undo

    @LAWS
    @given(plans())
    def test_undoing_takes_longer_the_further_the_work_has_come(self, made: Made) -> None:
        """Until all is done, when it takes what the schedule says."""
        view = view_of(made)
        minutes = [point.minutes for point in view.back_out_points]
        assert minutes == sorted(minutes)
        assert max(minutes, default=0) <= view.schedule.in_turn.undo
        if made.plan.summary.waves:
            assert minutes[-1] == view.schedule.in_turn.undo

    def test_the_points_are_the_ends_of_restarts(self) -> None:
        points = view_of("two-sites").back_out_points
        found = [(point.head.step.number, point.minutes) for point in points]
        assert found == [(8, 25), (10, 50), (14, 55), (16, 60)]


class TestOutages:
    @LAWS
    @given(plans())
    def test_each_begins_when_its_step_does(self, made: Made) -> None:
        view = view_of(made)
        for each in view.step_outages:
            earlier = [
                h.step.minutes
                for h in view.heads
                if h.step.number < each.outage.step and h.step.kind.phase is Phase.WINDOW
            ]
            assert each.begins == sum(earlier)

    def test_servers_and_pairs_come_with_the_longest_outage_first(self) -> None:
        view = view_of("hub")
        minutes = [each.outage for each in view.out_of_service]
        assert minutes == sorted(minutes, reverse=True)
        assert [each.minutes for each in view.pair_outages] == sorted(
            (each.minutes for each in view.pair_outages), reverse=True
        )
        stopping = [each for each in sample_plan("hub").routes if each.minutes]
        assert stopping
        assert sum(each.routes for each in view.pair_outages) == len(stopping)
        restarts = sum(each.load.server_restarts for each in view.out_of_service)
        assert restarts == view.plan.summary.server_restarts


class TestWhatStaysOpen:
    def test_what_a_plan_does_not_solve_is_on_the_decision_page(self) -> None:
        """An Address that others decide, connectors without another end, other stacks."""
        view = view_of("hub")
        assert view.counts["open_ends"] == 1
        assert view.decision["Still broken"] == ("1 Connector has no Address yet.",)
        assert "2 Connectors not over TCP stop too." in view.decision["Added outage"]
        rows = [f"MAIL-A/{at} 10.20.2.10 MAIL-B" for at in "12"]
        alone = view_of(make(inventory(rows, servers())))
        assert alone.counts["single_ends"] == 2
        assert "2 Connectors have no other end here." in alone.decision["Still broken"]


class TestDecision:
    def test_a_window_that_is_too_short_is_an_alarm_and_a_high_risk(self) -> None:
        view = within("1h")
        assert view.risk.level == "high"
        assert next(iter(view.decision)) == "Window"
        (text,) = view.decision["Window"]
        assert text.startswith("TOO SHORT: has 1:00 h, needs ")
        assert view.decision["Latest back-out"] == ("None in this window.",)
        short = view.schedule.side_by_side.needed - 60
        assert short > 0
        assert (short, "high") in [(each.value, each.level) for each in view.risk.inputs]
        assert view.decision["Risk"][0].startswith(
            f"High: minutes missing {short}, server restarts 2"
        )

    @pytest.mark.parametrize("length", ["", "8h", "23h"])
    def test_a_window_that_is_long_enough_or_not_known_is_none(self, length: str) -> None:
        view = within(length)
        assert "Window" not in view.decision
        assert view.risk.level == "medium"

    def test_people_at_each_server_are_an_assumption_where_one_person_has_no_time(self) -> None:
        tight = within(f"{within('').schedule.side_by_side.needed}m")
        assert "Window" not in tight.decision
        assert tight.assumptions[-1].startswith(
            "Administrators are available at 2 places at the same time: one person alone needs"
        )
        assert len(within("23h").assumptions) == len(tight.assumptions) - 1

    def test_more_than_half_of_all_routes_out_of_service_are_a_medium_risk(self) -> None:
        """Fewer are a low one, and routes that are down already are none."""
        text = "routes stopped at once"
        conflict = [f"MAIL-A/B_{at} 10.20.2.10 MAIL-B" for at in range(2)]
        through = [f"MAIL-B/C_{at} 10.20.3.{at} MAIL-C" for at in range(4)]
        apart = [f"MAIL-D/F_{at} 172.16.{at}.1" for at in range(12)]
        for rows, value, level in (
            (conflict, 0, "low"),
            (conflict + through, 4, "medium"),
            (conflict + through + apart, 4, "low"),
        ):
            view = view_of(make(inventory(rows, servers())))
            (found,) = (each for each in view.risk.inputs if each.text == text)
            assert (found.value, found.level) == (value, level)

    def test_nothing_to_do_has_two_annexes(self) -> None:
        view = view_of("clean")
        assert list(view.annexes) == ["findings", "inputs"]
        assert view.decision["What"][0].startswith("Nothing to do")
        assert [*view.heads, *view.back_out.now, *view.step_outages] == []


class TestTitle:
    @pytest.mark.parametrize(
        ("rows", "title"),
        [
            (
                ["MAIL-A/1 10.20.2.10 MAIL-B", "MAIL-A/2 10.20.2.10 MAIL-B"],
                (
                    "Give 1 X.400 Connector an Address of its own: "
                    "mail between MAIL-A and MAIL-B is down"
                ),
            ),
            (
                [f"MAIL-A/{far}{at} 10.20.{far}.10 {name}" for far, name in FAR for at in "12"],
                (
                    "Give 2 X.400 Connectors an Address of their own: "
                    "mail between MAIL-A and 2 others is down"
                ),
            ),
            (
                [
                    *(f"MAIL-A/{at} 10.20.2.10 MAIL-B" for at in "12"),
                    *(f"MAIL-C/{at} 10.20.4.10 MAIL-D" for at in "12"),
                ],
                (
                    "Give 2 X.400 Connectors an Address of their own: "
                    "mail between 2 pairs of sites is down"
                ),
            ),
            (
                ["MAIL-A/1 172.16.9.9", "MAIL-A/2 172.16.9.9"],
                (
                    "Give 1 X.400 Connector an Address of its own: "
                    "mail between a foreign MTA and MAIL-A is down"
                ),
            ),
        ],
    )
    def test_it_says_in_words_what_is_done_and_what_is_down(
        self, rows: list[str], title: str
    ) -> None:
        assert plain_text(view_of(make(inventory(rows, servers()))).title) == title

    def test_sites_are_named_where_they_are_known_and_differ(self) -> None:
        plan = make(pair()).plan
        for sites, said in (
            (("North", "South"), "between North and South is"),
            (("North", ""), "between MAIL-B and North is"),
            (("North", "North"), "between MAIL-A and MAIL-B is"),
        ):
            facts = [
                msgspec.structs.replace(fact, site=site)
                for fact, site in zip(plan.facts, sites, strict=True)
            ]
            view = view_of(msgspec.structs.replace(plan, facts=tuple(facts)))
            assert said in plain_text(view.title)

    def test_nothing_to_do_is_said(self) -> None:
        assert view_of("clean").title == "No address has to move"

    @pytest.mark.parametrize(("links", "said"), [(2, "2 links need"), (7, "7 links need")])
    def test_with_nothing_to_move_the_links_that_need_selectors_are_counted(
        self, links: int, said: str
    ) -> None:
        view = view_of(make(pair(links, "5.5 SP3", "5.5 SP3")))
        assert view.title == f"No address has to move; {said} T selectors"
        assert list(view.annexes) == ["findings", "selectors", "inputs"]
        assert "annex 2" in view.decision["What"][0]

    def test_an_assumption_on_which_it_rests_is_said(self) -> None:
        plan = msgspec.structs.replace(make(pair(1), settings([])).plan, assumptions=("So.",))
        view = view_of(plan)
        assert view.title == "No address has to move, if the assumptions hold"
        assert view.decision["Assumptions"] == ("To sign: annex 1",)


class TestWords:
    def test_names_in_a_sentence_are_marked_cut_and_readable(self) -> None:
        text = f"between {named('a b c d e')} and {named('x' * 99)}, {named(chr(0x2069))}."
        assert [*sentence_parts(text)] == [
            *(("between ", False), ("a b c d\u2026", True), (" and ", False)),
            *((f"{'x' * 32}\u2026", True), (", ", False), ("\\u2069", True), (".", False)),
        ]
        assert plain_text(text) == f"between a b c d\u2026 and {'x' * 32}\u2026, \\u2069."

    def test_a_name_has_as_many_texts_as_lines(self) -> None:
        found = read_words("go: one\n\nstop: two\ngo: three\n")
        assert found == {"go": ("one", "three"), "stop": ("two",)}

    def test_a_line_that_begins_with_a_blank_goes_on_with_the_text_before(self) -> None:
        assert read_words("go: one\n two\n three\n") == {"go": ("one two three",)}

    @pytest.mark.parametrize("name", ["hub", "window", "names", "clean"])
    def test_no_text_of_a_ticket_has_two_blanks_or_ends_without_a_stop(self, name: str) -> None:
        for key, texts in view_of(name).words.items():
            for text in texts:
                assert "  " not in text
                is_title = re.match(
                    r"annex|sign|title|row\.(Decision|Preparation|Risk|Assumptions)|risk\.|field\.unsaid",
                    key,
                )
                assert is_title or text.endswith("."), (key, text)
