# SPDX-License-Identifier: MIT
"""Laws of the model, on plans of inventories full of everything that the design names."""

from random import Random

from hypothesis import given
from hypothesis import strategies as st
from x400fix.planning.records import outage_records, proof_record, route_records, standstills

from tests.deliveries import board_from_scratch, course, rehearse, world_of
from tests.inventories import Case, inventories
from tests.inventories.plans import LAWS, MODES, chosen_for, planned, plans, read
from tests.plans import Made
from x400fix.inventory.connectors import Stack
from x400fix.settings.choices import AddressMode
from x400fix.simulation.changes import Stage, do, is_durable, undo
from x400fix.simulation.requirements import WAIVERS, Outcome
from x400fix.simulation.run import Rehearsal
from x400fix.simulation.state import State
from x400fix.simulation.statuses import Board


@LAWS
@given(plans())
def test_no_obligation_of_a_plan_that_is_accepted_fails(made: Made) -> None:
    """Some may be open, and an option may give up what it is known to give up."""
    chosen, proof = made.plan.settings, made.plan.proof
    found = {result.obligation.name: result.outcome for result in proof.results}
    assert Outcome.FAILS not in found.values()
    given_up = {name for name, outcome in found.items() if outcome is Outcome.WAIVED}
    assert given_up <= WAIVERS.get(proof.waiver, frozenset())
    if chosen.address_mode is not AddressMode.LMHOSTS and not chosen.reassign_all:
        assert not given_up
    is_open = {name for name, outcome in found.items() if outcome is Outcome.OPEN}
    assert is_open <= {"no-collision"}


@LAWS
@given(plans())
def test_after_every_step_the_board_is_what_following_all_calls_anew_gives(made: Made) -> None:
    """The law that lets a rehearsal follow only the calls that a step may change."""

    def see(rehearsal: Rehearsal, board: Board, _stage: Stage) -> None:
        anew = board_from_scratch(rehearsal.state)
        assert {index: board.rules(index) for index in rehearsal.network.tcp} == anew

    for rehearsal in rehearse(made, see):
        assert rehearsal.not_undone == []


def settled(state: State) -> dict[str, object]:
    """What is set, apart from what is in effect."""
    contents = state.contents()
    kept = {key: contents[key] for key in ("lists", "hosts", "lmhosts", "overrides")}
    return {
        **{key: dict(value) if isinstance(value, dict) else value for key, value in kept.items()},
        "addresses": [state.address(index) for index in state.network.tcp],
    }


@LAWS
@given(plans())
def test_the_undo_of_every_step_gives_what_was_set_before_it(made: Made) -> None:
    """undo(do(x)) = x, and of all that is set, not only of what the step changes."""
    planned_course = course(made)
    for network in made.plan.world.networks():
        part, state = planned_course.part_of(network), State(network)
        for stage in part.stages():
            sheet = part.sheet_of(stage.place)
            before = settled(state)
            do(state, stage, sheet)
            undo(state, stage, sheet)
            assert settled(state) == before, stage
            do(state, stage, sheet)


@LAWS
@given(plans())
def test_the_whole_back_out_gives_the_first_state(made: Made) -> None:
    """The last step first, whatever place it is at; then everything is restarted."""
    planned_course = course(made)
    for network in made.plan.world.networks():
        part, state = planned_course.part_of(network), State(network)
        first, stages = State(network).contents(), list(part.stages())
        for stage in stages:
            do(state, stage, part.sheet_of(stage.place))
        assert bool(part.moved) is (state.contents() != first)
        for stage in reversed(stages):
            if is_durable(stage.deed):
                undo(state, stage, part.sheet_of(stage.place))
        for place in {*network.homes, *network.callers}:
            state.restart_server(place)
            state.restart_mta(place)
        assert state.contents() == first


@LAWS
@given(plans())
def test_a_rehearsal_backs_out_place_by_place_with_the_same_result(made: Made) -> None:
    """Nothing that is set belongs to two places."""
    assert all(rehearsal.backs_out() for rehearsal in rehearse(made))


@LAWS
@given(inventories(), MODES, st.randoms(use_true_random=False))
def test_the_order_of_rows_does_not_change_what_is_proven(
    case: Case, options: dict[str, object], chance: Random
) -> None:
    """Neither the proof nor any route, turn or outage."""
    header, *rows = case.text.splitlines(keepends=True)
    chance.shuffle(rows)
    chosen = chosen_for(case, options)
    one, other = (planned(read(text), chosen) for text in (case.text, header + "".join(rows)))
    if one is None or other is None:
        assert one is other
        return
    assert told(one) == told(other)


def told(made: Made) -> tuple[object, ...]:
    """Everything that PLAN.json has of a proof."""
    proof, world = made.plan.proof, made.plan.world
    times = ((step.server, step.kind.minutes) for step in made.plan.steps)
    outages = tuple(outage_records(proof, times))
    routes = tuple(route_records(proof, world, standstills(outages)))
    return proof_record(proof, world), outages, routes, proof.suppositions


@LAWS
@given(inventories())
def test_networks_are_all_tcp_connectors_in_parts_without_a_common_server(case: Case) -> None:
    """Each connector is in one of them, and so is its other end."""
    world = world_of(read(case.text))
    parts = list(world.networks())
    tcp = [i for i, connector in enumerate(world.connectors) if connector.stack is Stack.TCP]
    assert sorted(index for part in parts for index in part.tcp) == tcp
    servers = [{*part.homes, *part.callers} - {""} for part in parts]
    assert sum(map(len, servers)) == len(set().union(*servers))
    for part in parts:
        assert all(part.peer(index) in {None, *part.tcp} for index in part.tcp)
        # As small as can be: from any server every other one can be reached.
        ways = [{world.connectors[i].server, world.partners[i]} - {""} for i in part.tcp]
        reached = set(ways[0])
        for _ in ways:
            reached.update(*(way for way in ways if way & reached))
        assert reached == {*part.homes, *part.callers} - {""}


@LAWS
@given(inventories())
def test_slices_are_the_connectors_of_a_network_each_in_one(case: Case) -> None:
    """A connector and its other end are in the same slice."""
    for network in world_of(read(case.text)).networks():
        slices = list(network.slices())
        assert sorted(index for part in slices for index in part.tcp) == list(network.tcp)
        assert all(part.peer(index) in {None, *part.tcp} for part in slices for index in part.tcp)
