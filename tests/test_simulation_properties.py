# SPDX-License-Identifier: MIT
"""Laws of the simulation, on plans of inventories full of everything that the design names."""

from random import Random

from hypothesis import given
from hypothesis import strategies as st

from tests.inventories import Case, inventories
from tests.inventories.plans import LAWS, MODES, chosen_for, planned, plans, read
from tests.plans import Made
from tests.simulations import world_of
from x400fix.inventory.connectors import Stack
from x400fix.settings.choices import AddressMode
from x400fix.simulation.changes import do, in_order, undo
from x400fix.simulation.outcomes import judge_call, judge_route
from x400fix.simulation.requirements import WAIVERS, Outcome
from x400fix.simulation.run import Turn
from x400fix.simulation.state import State


@LAWS
@given(plans())
def test_no_requirement_of_a_plan_that_is_accepted_fails(made: Made) -> None:
    """Some may be open, and an option may give up what it is known to give up."""
    chosen, proof = made.plan.options, made.planned.proof
    found = {result.name: result.outcome for result in proof.results}
    assert Outcome.FAILS not in found.values()
    given_up = {name for name, outcome in found.items() if outcome.startswith(Outcome.WAIVED)}
    assert given_up <= WAIVERS.get(made.planned.course.waiver, frozenset())
    if chosen.address_mode is not AddressMode.LMHOSTS and not chosen.reassign_all:
        assert not given_up
    is_open = {name for name, outcome in found.items() if outcome == Outcome.OPEN}
    assert is_open <= {"no-collision"}


@LAWS
@given(plans())
def test_after_every_step_routes_are_what_following_all_calls_anew_gives(made: Made) -> None:
    """The law that lets a run follow only the calls that a step may change."""
    planned, record = made.planned.course, made.planned.proof.record
    statuses = list(record.before)
    turns: dict[int, list[Turn]] = {}
    for turn in record.turns:
        turns.setdefault(turn.step, []).append(turn)
    for network in made.planned.world.networks():
        state = State(network)
        for step, changes in in_order(planned.within(network)):
            do(state, step, changes)
            for turn in turns.get(step.number, ()):
                assert statuses[turn.index] != turn.directions
                statuses[turn.index] = turn.directions
            calls = {index: judge_call(state, index) for index in network.tcp}
            anew = [judge_route(state, index, calls) for index in network.tcp]
            assert [statuses[index] for index in network.tcp] == anew, step
    assert statuses == record.after


def settled(state: State) -> dict[str, object]:
    """What is set, apart from what is in effect."""
    contents = state.contents()
    return {
        **{key: contents[key] for key in ("lists", "hosts", "lmhosts", "overrides")},
        "addresses": [state.address(index) for index in state.network.tcp],
    }


@LAWS
@given(plans())
def test_the_undo_of_every_step_gives_what_was_set_before_it(made: Made) -> None:
    """undo(do(x)) = x, and of all that is set, not only of what the step changes."""
    planned = made.planned.course
    for network in made.planned.world.networks():
        state = State(network)
        for step, changes in in_order(planned.within(network)):
            before = settled(state)
            do(state, step, changes)
            undo(state, step, changes)
            assert settled(state) == before, step
            do(state, step, changes)


@LAWS
@given(plans())
def test_the_whole_back_out_gives_the_first_state(made: Made) -> None:
    """The last step first, whatever place it is at; then everything is restarted."""
    planned = made.planned.course
    for network in made.planned.world.networks():
        state, first = State(network), State(network).contents()
        steps = in_order(planned.within(network))
        for step, changes in steps:
            do(state, step, changes)
        is_changing = any(changes.addresses for _, changes in steps)
        assert is_changing is (state.contents() != first)
        for step, changes in reversed(steps):
            undo(state, step, changes)
        for place in network.through:
            state.restart_server(place)
            state.restart_mta(place)
        assert state.contents() == first


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
    plan = made.plan
    return plan.proof, plan.outages, plan.routes


@LAWS
@given(inventories())
def test_networks_are_all_tcp_connectors_in_parts_without_a_common_server(case: Case) -> None:
    """Each connector is in one of them, and so is its other end."""
    world = world_of(read(case.text))
    parts = list(world.networks())
    tcp = [i for i, connector in enumerate(world.connectors) if connector.stack is Stack.TCP]
    assert sorted(index for part in parts for index in part.tcp) == tcp
    servers = [set(part.through) for part in parts]
    assert sum(map(len, servers)) == len(set().union(*servers))
    for part in parts:
        assert all(part.peers[index] in {None, *part.tcp} for index in part.tcp)
        # As small as can be: from any server every other one can be reached.
        ways = [set(part.ends(index)) - {""} for index in part.tcp]
        reached = set(ways[0])
        for _ in ways:
            reached.update(*(way for way in ways if way & reached))
        assert reached == set(part.through)


@LAWS
@given(inventories())
def test_the_two_ends_of_a_link_are_in_one_pair(case: Case) -> None:
    """And every connector is in exactly one."""
    for network in world_of(read(case.text)).networks():
        pairs = network.pairs.values()
        assert sorted(index for members in pairs for index in members) == list(network.tcp)
        assert all(network.peers[i] in {None, *members} for members in pairs for i in members)
