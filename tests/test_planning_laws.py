# SPDX-License-Identifier: MIT
"""Laws of whole plans, on inventories full of everything that the design names."""

import json
import re
from collections import Counter
from datetime import UTC, datetime
from ipaddress import ip_interface
from itertools import permutations
from random import Random

import msgspec
from hypothesis import given
from hypothesis import strategies as st

from tests.inventories import Case, inventories
from tests.inventories.plans import LAWS, MODES, chosen_for, planned, plans, read
from tests.plans import Made, make
from x400fix.allocation.assignments import OwnerKind
from x400fix.documents.acceptance import find_tests
from x400fix.inventory.names import is_alias, is_folder_name
from x400fix.plan.back_out import undo_steps, undo_waves
from x400fix.plan.schedule import find_schedule, runs, timeline
from x400fix.settings.choices import Wave
from x400fix.settings.window import Window
from x400fix.step_kinds import Change, Phase, StepKind

CHANGES = {StepKind.ADDRESS, StepKind.ADDRESS_OPEN}
NAMES = {StepKind.HOSTS, StepKind.HOSTS_HAND, StepKind.LMHOSTS, StepKind.LMHOSTS_HAND}
NICS = {StepKind.NIC_SCRIPT, StepKind.NIC_HAND, StepKind.SERVER_RESTART}
OWNERS = NICS | {StepKind.REQUEST, StepKind.MAPPING}
GIVES = {Change.GIVING, Change.SETTING}
MOST_RUNS = 5
"""A step may wait for four rows of others, and for the last one at its own place."""
OVERRIDES = {StepKind.OVERRIDE_SCRIPT, StepKind.OVERRIDE_HAND}


def numbers(made: Made, kinds: set[StepKind], place: str) -> set[int]:
    """The numbers of the steps of some kinds at a place."""
    return {step.number for step in made.steps(*kinds, at=place)}


def servers_of(made: Made) -> set[str]:
    """The places that are servers."""
    return {place.name for place in made.plan.servers if place.kind is OwnerKind.SERVER}


@LAWS
@given(plans())
def test_steps_are_numbered_wait_for_earlier_ones_and_stand_at_places_of_the_plan(
    made: Made,
) -> None:
    """Numbers are unique in the whole plan."""
    steps = made.steps()
    assert [step.number for step in steps] == list(range(1, len(steps) + 1))
    assert all(max(step.waits_for, default=0) < step.number for step in steps)
    assert made.plan.summary.steps == len(steps)


@LAWS
@given(plans())
def test_an_address_answers_before_anything_points_at_it(made: Made) -> None:
    """A connector's Address, a name file's line, and the address that a server calls from."""
    for change in made.steps(*CHANGES):
        owner, home = made.assignment_of(change).owner, made.place_of(change)
        done = made.before(change)
        assert done >= numbers(made, OWNERS, owner), change
        assert done >= numbers(made, {StepKind.CHECK_AFTER} | NAMES, home)
    for step in made.steps(*NAMES):
        home = made.place_of(step)
        moved = [each for each in made.plan.assignments if each.is_changed and each.server == home]
        done = made.before(step)
        assert all(done >= numbers(made, OWNERS, each.owner) for each in moved)
        assert done >= numbers(made, {StepKind.CHECK_AFTER}, home)
    for step in made.steps(*OVERRIDES):
        assert made.before(step) >= numbers(made, OWNERS, made.place_of(step))
        for restart in made.steps(StepKind.MTA_RESTART, at=made.place_of(step)):
            assert step.number in made.before(restart)


@LAWS
@given(plans())
def test_the_window_begins_when_all_of_the_preparation_is_signed(made: Made) -> None:
    """Each place ends its preparation with a signature, and the last one stands for all."""
    steps = made.steps()
    phases = [list(Phase).index(step.kind.phase) for step in steps]
    assert phases == sorted(phases)
    prepared = {step.number for step in steps if step.kind.phase is Phase.PREPARATION}
    signed = made.steps(StepKind.GO)
    assert [made.place_of(step) for step in signed] == [place.name for place in made.plan.servers]
    for last in signed[-1:]:
        assert made.before(last) | {last.number} == prepared
    for step in steps:
        assert step.number in prepared or made.before(step) >= prepared
        assert len(list(runs(step.waits_for))) <= MOST_RUNS


@LAWS
@given(plans())
def test_a_step_of_the_window_changes_something_or_sees_what_a_change_did(made: Made) -> None:
    """Its minutes are those that a window is measured by."""
    window = [step for step in made.steps() if step.kind.phase is Phase.WINDOW]
    assert made.plan.summary.minutes == sum(step.minutes for step in window)
    looking = {step.kind for step in window if step.kind.change is Change.NOTHING}
    assert looking <= {StepKind.CHECK_AFTER, StepKind.TEST}
    assert made.plan.summary.preparation == sum(
        step.minutes for step in made.steps() if step.kind.phase is Phase.PREPARATION
    )


@LAWS
@given(plans())
def test_every_connector_that_changes_has_one_step_in_one_wave(made: Made) -> None:
    """Unless waves are found automatically, both ends of a link change in the same one."""
    rows = [row for row, each in enumerate(made.plan.assignments, 1) if each.is_changed]
    waves = {step.assignment: step.wave for step in made.steps(*CHANGES)}
    assert sorted(step.assignment for step in made.steps(*CHANGES)) == rows
    steps = {row: made.plan.assignments[row - 1].step for row in rows}
    assert steps == {step.assignment: step.number for step in made.steps(*CHANGES)}
    at = {
        (each.server, each.connector): waves[row]
        for row, each in enumerate(made.plan.assignments, 1)
        if row in waves
    }
    for link in made.plan.links if made.plan.options.wave is not Wave.AUTO else ():
        assert len({at.get((end.server, end.connector), 0) for end in link.ends} - {0}) <= 1


@LAWS
@given(plans())
def test_a_wave_restarts_each_server_at_most_once_after_its_changes(made: Made) -> None:
    """Every MTA with a connector that changes, and every one that is dialled anew (Q306959)."""
    known = servers_of(made)
    changing = {made.place_of(step) for step in made.steps(*CHANGES)}
    for wave in {step.wave for step in made.steps()} - {0}:
        restarts = [step for step in made.steps(StepKind.MTA_RESTART) if step.wave == wave]
        changes = [step for step in made.steps(*CHANGES) if step.wave == wave]
        needed = {made.place_of(step) for step in changes}
        needed |= ({made.assignment_of(step).owner for step in changes} & known) - changing
        assert sorted(map(made.place_of, restarts)) == sorted(needed)
        for restart in restarts:
            here = [each for each in changes if made.place_of(each) == made.place_of(restart)]
            assert made.before(restart) >= {each.number for each in here}


@LAWS
@given(plans())
def test_a_test_step_has_tests_that_can_pass_by_then(made: Made) -> None:
    """Both ends have changed all of their Addresses and restarted, and none changes later."""
    tests = find_tests(made.plan)
    assert {each.step for each in tests} == {step.number for step in made.steps(StepKind.TEST)}
    for test in tests:
        step = made.steps()[test.step - 1]
        assert made.place_of(step) in {test.sender, test.receiver}
        done = made.before(step)
        for end in {test.sender, test.receiver}:
            assert done >= numbers(made, CHANGES | NAMES | OVERRIDES, end)
            assert done >= {
                each.number
                for each in made.steps(StepKind.MTA_RESTART, at=end)
                if each.wave <= step.wave
            }


@LAWS
@given(plans())
def test_what_a_test_is_about_is_undone_when_it_fails(made: Made) -> None:
    """Every Address of its wave and under test, and every MTA restarts that has read one."""
    tests = find_tests(made.plan)
    steps = made.steps()
    tested: dict[int, list[tuple[str, str]]] = {}
    for each in tests:
        key = each.server, each.connector
        tested.setdefault(steps[each.step - 1].wave, []).append(key)
    number = {(each.server, each.connector): each.step for each in made.plan.assignments}
    overridden = {
        (place.name, each.connector) for place in made.plan.servers for each in place.overrides
    }
    undone = undo_waves(timeline(made.plan), tested, overridden)
    assert undone.keys() == tested.keys() - {0}
    for wave, undo in undone.items():
        changed = {step.number for step in made.steps(*CHANGES) if step.wave == wave}
        changed |= {number[key] for key in tested[wave] if number.get(key)}
        found = [each for numbers in undo.settings.values() for each in numbers]
        settings = {each.number for each in made.steps(*CHANGES, *OVERRIDES)}
        assert changed <= {*found} <= settings
        assert all(list(each) == sorted(each, reverse=True) for each in undo.settings.values())
        for place, numbers in (*undo.settings.items(), *undo.partly.items()):
            assert place in undo.restarts
            assert {made.place_of(steps[each - 1]) for each in numbers} == {place}
        for server, connector in {*tested[wave]} & overridden:
            mine = {*undo.settings.get(server, ()), *undo.partly.get(server, ())}
            assert mine & {each.number for each in made.steps(*OVERRIDES, at=server)}, connector


@LAWS
@given(plans())
def test_a_change_is_closed_when_all_tests_are_done(made: Made) -> None:
    """Not when those of one server are."""
    tests = {step.number for step in made.steps(StepKind.TEST)}
    assert all(made.before(step) >= tests for step in made.steps(StepKind.WATCH))


@LAWS
@given(plans())
def test_every_connector_that_moves_is_tested_once_in_each_direction(made: Made) -> None:
    """The way out of one end is the way in to the other."""
    ways = Counter((each.server, each.connector, each.direction) for each in find_tests(made.plan))
    assert set(ways.values()) <= {1}
    ends = {
        (end.server, end.connector): other
        for link in made.plan.links
        for end, other in permutations(link.ends, 2)
    }
    for each in made.plan.assignments:
        far = ends.get((each.server, each.connector))
        assert ways[each.server, each.connector, "out"] == 1
        back = (far.server, far.connector, "out") if far else (each.server, each.connector, "in")
        assert ways[back] == 1


@LAWS
@given(inventories())
def test_every_wave_that_is_found_automatically_has_a_connector_to_test(case: Case) -> None:
    """It is the smallest after which one can work, and the last change of a server is in it."""
    made = planned(read(case.text), chosen_for(case, {"wave": Wave.AUTO}))
    if made is None:
        return
    waves = {step.wave for step in made.steps(*CHANGES)}
    assert {step.wave for step in made.steps(StepKind.TEST)} >= waves
    for place in made.plan.servers:
        assert len({step.wave for step in made.steps(*CHANGES, at=place.name)}) <= 1


@LAWS
@given(plans(), st.integers(1, 3000))
def test_a_back_out_that_begins_at_the_latest_moment_ends_in_the_window(
    made: Made, minutes: int
) -> None:
    """And every test comes before it; else the window is too short."""
    steps = timeline(made.plan)
    schedule = find_schedule(steps)
    window = Window(datetime(2026, 12, 5, 22, tzinfo=UTC), minutes)
    for run in (schedule.in_turn, schedule.side_by_side):
        latest = run.latest_back_out(window)
        assert (latest is None) is (run.needed > minutes)
        if latest is not None:
            assert latest + run.undo == minutes
            assert all(run.ends[each.step] <= latest for each in find_tests(made.plan))
    undone = undo_steps(steps)
    order = [*undone.settings, *undone.restarts]
    assert schedule.in_turn.undo == sum(step.minutes for _, step in order)
    restarts = [place for place, step in order if step.kind.change is Change.RESTART]
    assert len(set(restarts)) == len(restarts)
    changed = {step.number for _, step in steps if step.kind.change in GIVES}
    later = [*undone.optional, *undone.later]
    assert {s.number for _, s in (*order, *later) if s.kind.change in GIVES} == changed


@LAWS
@given(plans())
def test_a_nic_keeps_its_primary_and_what_it_has_and_gets_nothing_twice(made: Made) -> None:
    """Whole ordered lists, all with the mask of the primary; undo(do(x)) = x."""
    for place in made.plan.servers:
        nic = place.nic
        if nic is None:
            continue
        assert nic.after == (*nic.before, *nic.added) if nic.before else nic.after == ()
        assert nic.added
        numbers = [each.partition("/")[0] for each in (*nic.before, *nic.added)]
        assert len(set(numbers)) == len(numbers)
        if nic.before:
            assert {each.partition("/")[2] for each in nic.added} == {
                nic.before[0].partition("/")[2]
            }
        assert tuple(each for each in nic.after if each not in nic.added) == nic.before


@LAWS
@given(plans())
def test_every_new_address_is_given_once_and_was_free(made: Made) -> None:
    """Unique, in the pool, not excluded, and used by no input; minimal shares between homes."""
    given = [each.new_address for each in made.plan.assignments if each.new_address]
    if not made.plan.options.minimal:
        assert len(set(given)) == len(given)
    per_home = [(each.server, each.new_address) for each in made.plan.assignments]
    per_home = [each for each in per_home if each[1]]
    assert len(set(per_home)) == len(per_home)
    ranges = made.plan.pools
    assert set(given) == {text for part in ranges for text in part.given}
    assert not {text for part in ranges for text in part.used} & set(given)
    dialled = {each.address for each in made.plan.connectors}
    present = {text.partition("/")[0] for each in made.plan.facts for text in each.addresses}
    gateways = {each.gateway for each in made.plan.facts}
    assert not set(given) & (dialled | present | gateways)


@LAWS
@given(plans())
def test_a_new_address_lies_in_the_subnet_of_its_owners_primary(made: Made) -> None:
    """It goes onto that NIC."""
    for place in made.plan.servers:
        if place.nic and place.nic.before and "/" in place.nic.before[0]:
            subnet = ip_interface(place.nic.before[0]).network
            assert all(ip_interface(each).network == subnet for each in place.nic.added)


@LAWS
@given(plans())
def test_every_alias_is_legal_and_leads_to_one_address(made: Made) -> None:
    """Next to the address in LMHOSTS, and never next to a primary one in HOSTS."""
    primaries = {each.addresses[0].partition("/")[0] for each in made.plan.facts if each.addresses}
    for place in made.plan.servers:
        names = [entry.name for entry in place.lmhosts]
        assert all(map(is_alias, names))
        assert len(set(names)) == len(names)
        kept = [entry for entry in place.hosts if entry.name not in names]
        assert list(place.hosts[: len(kept)]) == kept
        assert all(entry.address not in primaries for entry in place.hosts[len(kept) :])


@LAWS
@given(plans())
def test_every_folder_is_legal_and_one_places(made: Made) -> None:
    """Its own name if that can be a folder's, else a number."""
    places = made.plan.servers
    assert len({place.folder for place in places}) == len(places)
    for place in places:
        assert is_folder_name(place.folder)
        assert (place.folder == place.name) is is_folder_name(place.name) or re.fullmatch(
            r"S\d{2,}", place.folder
        )


@LAWS
@given(plans())
def test_the_chosen_alternative_is_the_plan(made: Made) -> None:
    """Its counts are those of the steps and of the addresses given."""
    (chosen,) = [each for each in made.plan.alternatives if each.chosen]
    kinds = Counter(step.kind for step in made.steps())
    assert chosen.addresses == made.plan.summary.new_addresses
    assert chosen.addresses == len({each.new_address for each in made.plan.assignments} - {""})
    assert chosen.server_restarts == kinds[StepKind.SERVER_RESTART]
    assert chosen.mta_restarts == kinds[StepKind.MTA_RESTART]
    assert chosen.manual_steps == sum(kind.is_by_hand for kind in kinds.elements())


@LAWS
@given(plans())
def test_every_plan_keeps_its_requirements(made: Made) -> None:
    """What an option gives up, or another person decides, is named as that."""
    assert not made.planned.proof.fails


@LAWS
@given(plans())
def test_what_is_claimed_or_unknown_is_never_said_to_work(made: Made) -> None:
    """A route works only if both directions do, and each of them by sources alone."""
    status = {rule.name: rule.status for rule in made.plan.proof.rules}
    for route in made.plan.routes:
        ends = (status[route.after.outgoing], status[route.after.incoming])
        assert (route.after.status == "works") is (ends == ("works", "works"))


@LAWS
@given(inventories(), MODES)
def test_planning_again_with_the_plan_in_hand_changes_nothing(
    case: Case, options: dict[str, object]
) -> None:
    """Same connector, same address; nothing assigned moves."""
    chosen = chosen_for(case, options)
    first = planned(read(case.text), chosen)
    if first is None:
        return
    again = make(read(case.text), chosen, first.memory())
    old, new = (json.loads(each.document())["assignments"] for each in (first, again))
    for each in (*old, *new):
        each.pop("reason")
    assert new == old


@LAWS
@given(inventories(), MODES, st.randoms(use_true_random=False))
def test_the_order_of_rows_changes_nothing_but_the_lines_that_messages_name(
    case: Case, options: dict[str, object], chance: Random
) -> None:
    """So that an inventory may be sorted, or exported in any order."""
    header, *rows = case.text.splitlines(keepends=True)
    chance.shuffle(rows)
    chosen = chosen_for(case, options)
    one, other = (planned(read(text), chosen) for text in (case.text, header + "".join(rows)))
    assert without_lines(one) == without_lines(other)


def without_lines(made: Made | None) -> object:
    """All of a plan but what names the lines of rows; None for none."""
    if made is None:
        return None
    return msgspec.structs.replace(
        made.plan,
        connectors=tuple(msgspec.structs.replace(each, line=0) for each in made.plan.connectors),
        problems=tuple(sorted(each.message for each in made.plan.problems)),
        checksum="",
    )


@LAWS
@given(plans())
def test_a_server_that_runs_windows_nt_restarts_once_after_its_nic_has_changed(made: Made) -> None:
    """NT 3.51 and 4.0 read new addresses only when they start (Q120642, Q140552)."""
    known = {each.server: each for each in made.plan.facts}
    for place in made.plan.servers:
        restarts = made.steps(StepKind.SERVER_RESTART, at=place.name)
        changes = made.steps(StepKind.NIC_SCRIPT, StepKind.NIC_HAND, at=place.name)
        reads_at_start = place.name in known and (not place.os or place.os.startswith("NT"))
        assert len(restarts) == (1 if changes and reads_at_start else 0)
        assert all(restart.number == changes[-1].number + 1 for restart in restarts)


@LAWS
@given(plans())
def test_a_server_is_tested_before_its_next_wave(made: Made) -> None:
    """One wrong Address can block all connectors of an MTA (Q193760)."""
    for test in made.steps(StepKind.TEST):
        for step in made.steps(*CHANGES, StepKind.MTA_RESTART, at=made.place_of(test)):
            assert step.wave <= test.wave or test.number in made.before(step)
