# SPDX-License-Identifier: MIT
"""A plan is run on paper, step by step: what each step changes, stops and leaves to undo."""

import msgspec
import pytest

from tests.builders import inventory, pair, server, servers, settings
from tests.plans import Made, make
from tests.simulations import (
    Scene,
    at,
    broken,
    edited,
    failing,
    names,
    number,
    replacing,
    world_of,
)
from x400fix.inventory.connectors import Inventory
from x400fix.settings.choices import AddressMode, Strategy, Wave
from x400fix.simulation.changes import (
    RESTARTS,
    Course,
    PlaceChanges,
    SetOverride,
    Step,
    do,
    state_after,
    undo,
)
from x400fix.simulation.network import NO_NAMES
from x400fix.simulation.proof import prove, tally
from x400fix.simulation.requirements import REQUIREMENTS, Outcome
from x400fix.simulation.rules import NOBODY, OWN_ADDRESS, ROLE, Status
from x400fix.simulation.state import State
from x400fix.step_kinds import Effect, StepKind

PRIMARY, NEW, OTHER = (number(f"10.20.2.{at}") for at in (10, 32, 33))
NAMED = settings([], strategy=Strategy.HOSTNAME, address_mode=AddressMode.LMHOSTS)
TWO_LINKS = (
    *("MAIL-A/One 10.20.2.10 MAIL-B", "MAIL-A/Two 10.20.2.10 MAIL-B"),
    *("MAIL-B/One 10.20.1.10 MAIL-A", "MAIL-B/Two 10.20.1.10 MAIL-A"),
)


# ---- one step


def three() -> Scene:
    """MAIL-A with two links to MAIL-B and one to MAIL-C; MAIL-B/A2 has a name for MAIL-A."""
    rows = [
        *("MAIL-A/B1 10.20.2.10 MAIL-B", "MAIL-A/B2 10.20.2.10 MAIL-B", "MAIL-A/C1 MAIL-C MAIL-C"),
        *("MAIL-B/A1 10.20.1.10 MAIL-A", "MAIL-B/A2 MAIL-A MAIL-A"),
        "MAIL-C/A1 10.20.1.10 MAIL-A",
    ]
    return Scene(world_of(inventory(rows, ["MAIL-A 10.20.1.10/24", "MAIL-B 10.20.2.10/24"])))


def everything(*, stops_mail: bool = True) -> PlaceChanges:
    """Everything that can be changed at MAIL-B."""
    return PlaceChanges(
        place="MAIL-B",
        before=(PRIMARY,),
        after=(PRIMARY, NEW),
        added=(NEW,),
        stops_mail=stops_mail,
        hosts=names("10.20.1.10 MAIL-A"),
        lmhosts=names("10.20.1.32 MAIL-A-X2"),
        overrides=(
            SetOverride(3, PRIMARY, is_scripted=True),
            SetOverride(4, NEW, is_scripted=False),
        ),
        addresses={4: ("MAIL-A", "MAIL-A-X2")},
    )


def step_at_b(effect: Effect) -> Step:
    return Step(7, effect, 4 if effect is Effect.ADDRESS else -1)


ALL_OF_B = ["MAIL-A/B1", "MAIL-A/B2", "MAIL-B/A1", "MAIL-B/A2"]


@pytest.mark.parametrize(
    ("effect", "touched"),
    [
        pytest.param(Effect.NOTHING, [], id="nothing"),
        pytest.param(Effect.LIST, [], id="list"),
        pytest.param(Effect.RESTART_SERVER, ALL_OF_B, id="server-restart"),
        pytest.param(Effect.HOSTS, ALL_OF_B, id="hosts"),
        pytest.param(Effect.LMHOSTS, ["MAIL-B/A2"], id="lmhosts"),
        pytest.param(Effect.OVERRIDES, ["MAIL-B/A1"], id="overrides"),
        pytest.param(Effect.OVERRIDES_BY_HAND, ["MAIL-B/A2"], id="overrides-by-hand"),
        pytest.param(Effect.ADDRESS, ["MAIL-B/A2"], id="address"),
        pytest.param(Effect.RESTART_MTA, [], id="mta-restart"),
    ],
)
def test_a_step_says_whose_calls_it_may_change(effect: Effect, touched: list[str]) -> None:
    """All through the place, those that dial names, or one; a list waits for the restart."""
    found = three()
    changed = do(found.state, step_at_b(effect), everything())
    assert sorted(found.idents(changed)) == touched


def test_a_list_without_a_restart_is_in_effect_at_once() -> None:
    """Windows 2000 and later: netsh (Q225060)."""
    found, changes = three(), everything(stops_mail=False)
    touched = do(found.state, Step(1, Effect.LIST), changes)
    assert sorted(found.idents(touched)) == ALL_OF_B
    assert found.state.holder(NEW) == "MAIL-B"
    undo(found.state, Step(1, Effect.LIST), changes)
    assert found.state.holder(NEW) == ""


def test_a_list_with_a_restart_waits_for_it() -> None:
    """Windows NT (Q120642)."""
    found = three()
    do(found.state, Step(1, Effect.LIST), everything())
    assert (found.state.lists["MAIL-B"], found.state.holder(NEW)) == ((PRIMARY, NEW), "")
    do(found.state, Step(2, Effect.RESTART_SERVER), everything())
    assert found.state.holder(NEW) == "MAIL-B"


def test_what_is_added_is_all_there_is_where_the_inputs_have_no_list() -> None:
    """Before and after are empty then."""
    found = three()
    do(found.state, Step(1, Effect.LIST), PlaceChanges(place="MAIL-C", added=(OTHER,)))
    assert found.state.lists["MAIL-C"] == (OTHER,)


def test_an_mta_that_restarts_changes_the_calls_of_its_changed_pairs() -> None:
    """Of both servers; other pairs have nothing to do with it."""
    found = three()
    do(found.state, step_at_b(Effect.ADDRESS), everything())
    touched = do(found.state, Step(8, Effect.RESTART_MTA), everything())
    assert sorted(found.idents(touched)) == ALL_OF_B
    assert found.state.running[found.at("MAIL-B/A2")] == "MAIL-A-X2"


@pytest.mark.parametrize("effect", list(Effect))
@pytest.mark.parametrize("stops_mail", [True, False])
def test_the_undo_of_a_step_gives_what_was_set_before(effect: Effect, *, stops_mail: bool) -> None:
    """Every effect that lasts changes what is set, and its undo puts that back."""

    def settled(state: State) -> list[object]:
        contents = state.contents()
        kept = [contents[key] for key in ("lists", "hosts", "lmhosts", "overrides")]
        return [*kept, state.address(4)]

    found, changes = three(), everything(stops_mail=stops_mail)
    before = settled(found.state)
    do(found.state, step_at_b(effect), changes)
    is_lasting = effect not in {Effect.NOTHING, Effect.AGREED, *RESTARTS}
    assert is_lasting is (settled(found.state) != before)
    undo(found.state, step_at_b(effect), changes)
    assert settled(found.state) == before


# ---- a whole plan


def turns(made: Made, ident: str) -> list[list[str]]:
    """The steps that turn a connector's route, with both rules afterwards."""
    return [
        [made.steps()[turn.step - 1].kind, *(rule.name for rule in turn.directions)]
        for turn in made.planned.proof.record.turns
        if turn.index == at(made, ident)
    ]


def rules_of(made: Made, ident: str) -> list[str]:
    """Both rules of a connector's route at first, then both in the end."""
    record, index = made.planned.proof.record, at(made, ident)
    found = (record.before[index] or (), record.after[index] or ())
    return [rule.name for directions in found for rule in directions]


def test_a_route_turns_where_a_step_changes_it() -> None:
    """All are down until both MTAs have read the new Addresses."""
    made = make(pair())
    assert turns(made, "MAIL-A/To B 2") == [["mta-restart", "same-pair", "same-pair"]]
    assert turns(made, "MAIL-A/To B 1") == [
        ["mta-restart", "several-addresses", "several-addresses"]
    ]
    assert rules_of(made, "MAIL-A/To B 2") == [*("collision",) * 2, *("same-pair",) * 2]


def test_the_end_of_a_collision_turns_every_route_through_the_server() -> None:
    """Also that of a partner with one link, which has no step."""
    rows = [*TWO_LINKS, "MAIL-A/C 10.20.3.10 MAIL-C", "MAIL-C/A 10.20.1.10 MAIL-A"]
    made = make(inventory(rows, [*servers(), server("MAIL-C 10.20.3.10/24")]))
    (restart,) = made.steps(StepKind.MTA_RESTART, at="MAIL-A")
    turned = [turn for turn in made.planned.proof.record.turns if turn.step == restart.number]
    assert {at(made, "MAIL-A/C"), at(made, "MAIL-C/A")} <= {turn.index for turn in turned}


def test_what_is_not_read_yet_turns_both_directions() -> None:
    """The call of one end is what the other end receives."""
    made = make(pair(1))
    index = at(made, "MAIL-A/To B 1")
    changes = PlaceChanges(
        place="MAIL-A",
        steps=[Step(1, Effect.ADDRESS, index), Step(2, Effect.NOTHING)],
        addresses={index: (PRIMARY, PRIMARY)},
    )
    proof = prove(made.planned.world, Course(changes={"MAIL-A": changes}))
    found = {
        (turn.step, turn.index): [rule.name for rule in turn.directions]
        for turn in proof.record.turns
    }
    assert found == {(1, 0): ["not-read", "own-address"], (1, 1): ["own-address", "not-read"]}


def test_a_wave_for_each_connector_turns_one_link_after_the_other() -> None:
    """The stack is free of collisions with the last one only."""
    made = make(pair(3), settings(wave=Wave.CONNECTOR))
    steps = {turn.step for turn in made.planned.proof.record.turns}
    restarts = [step.number for step in made.steps() if step.kind is StepKind.MTA_RESTART]
    assert steps == {restarts[-1]}


def test_restarts_stop_every_route_through_a_server() -> None:
    """And so does a list that waits for one; all other steps stop nothing."""
    made = make(pair(3))
    outages = {outage.step: outage.down for outage in made.planned.proof.record.outages}
    stops = {StepKind.NIC_SCRIPT, StepKind.SERVER_RESTART, StepKind.MTA_RESTART}
    assert set(outages) == {step.number for step in made.steps() if step.kind in stops}
    assert set(outages.values()) == {6}


def test_a_list_that_needs_no_restart_stops_nothing() -> None:
    """Windows 2000 takes it at once."""
    modern = [
        server(f"MAIL-{name} 10.20.{at}.10/24", os="Windows 2000", adapter="LAN")
        for at, name in enumerate("AB", 1)
    ]
    made = make(msgspec.structs.replace(pair(), servers={each.name: each for each in modern}))
    outages = made.planned.proof.record.outages
    kinds = {made.steps()[outage.step - 1].kind for outage in outages}
    assert kinds == {StepKind.MTA_RESTART}


def test_calls_that_a_wrong_plan_changes_elsewhere_are_found_in_the_end() -> None:
    """No step is at MAIL-C, and yet its connector loses the address that it dials."""
    rows = [
        *TWO_LINKS,
        *("MAIL-C/D 10.20.4.10 MAIL-D", "MAIL-D/C 10.20.3.10 MAIL-C", "MAIL-D/A 10.20.1.10 MAIL-A"),
    ]
    others = [server("MAIL-C 10.20.3.10/24"), server("MAIL-D 10.20.4.10/24")]
    made = make(inventory(rows, [*servers(), *others]))
    taken = replacing(after=(PRIMARY, number("10.20.4.10")))
    proof = prove(made.planned.world, edited(made, {"MAIL-B": taken}))
    assert failing(proof)["nothing-lost"] == ["MAIL-A/Two", "MAIL-C/D"]
    (turn,) = [turn for turn in proof.record.turns if turn.index == at(made, "MAIL-C/D")]
    assert (turn.step, turn.directions[0].name) == (len(made.steps()), "no-server")


def test_a_plan_that_does_nothing_leaves_everything_as_it_is() -> None:
    """What collided still does, which the simulation says; nothing is out of service."""
    looking = [
        PlaceChanges(place=f"MAIL-{name}", steps=[Step(at, Effect.NOTHING)])
        for at, name in enumerate("AB", 1)
    ]
    made = make(pair())
    idle = Course(changes={each.place: each for each in looking})
    proof = prove(made.planned.world, idle)
    assert set(failing(proof)) == {"no-collision"}
    assert (proof.record.outages, proof.record.turns) == ([], [])
    assert proof.record.after == proof.record.before


def test_the_state_after_a_plan_is_what_every_step_makes_of_the_inputs() -> None:
    """Lists, overrides and name files."""
    made = make(pair(3, "5.0 SP2", "5.5 SP4"), settings(address_mode=AddressMode.HOSTS))
    (network,) = made.planned.world.networks()
    after = state_after(network, made.planned.course)
    assert len(after.answering["MAIL-B"]) == 3
    assert after.calling_from
    assert after.hosts("MAIL-A")[0] is not NO_NAMES
    assert after.running[at(made, "MAIL-A/To B 2")] == "MAIL-B-X2"


# ---- the undo


def step_of(made: Made, kind: StepKind) -> str:
    """What names the one step of a kind at MAIL-B in a breach."""
    (step,) = made.steps(kind, at="MAIL-B")
    return f"step {step.number}"


@pytest.mark.parametrize("mode", AddressMode)
def test_every_undo_and_the_back_out_give_what_was_there(mode: AddressMode) -> None:
    """With name files and overrides as well."""
    made = make(pair(3, "5.0 SP2", "5.5 SP4"), settings(address_mode=mode))
    assert made.steps(StepKind.OVERRIDE_SCRIPT)
    assert broken(made, {}) == {}


@pytest.mark.parametrize(
    ("kind", "mode"),
    [
        (StepKind.NIC_SCRIPT, AddressMode.HOSTS),
        (StepKind.HOSTS, AddressMode.HOSTS),
        (StepKind.LMHOSTS, AddressMode.LMHOSTS),
        (StepKind.OVERRIDE_SCRIPT, AddressMode.HOSTS),
        (StepKind.ADDRESS, AddressMode.HOSTS),
    ],
    ids=["list", "hosts", "lmhosts", "overrides", "address"],
)
def test_a_step_whose_undo_gives_something_else_is_named(kind: StepKind, mode: AddressMode) -> None:
    """If it comes twice, what was there before the second time is what the first one made."""
    made = make(pair(2, "5.0 SP2", "5.5 SP4"), settings(address_mode=mode))
    (step,) = made.steps(kind)

    def repeat(changes: PlaceChanges) -> PlaceChanges:
        (own,) = [each for each in changes.steps if each.number == step.number]
        return msgspec.structs.replace(changes, steps=[*changes.steps, own])

    assert broken(made, {made.place_of(step): repeat})["undo"] == [f"step {step.number}"]


def test_a_wrong_list_before_spoils_the_undo_and_the_back_out() -> None:
    """Both would write what never was."""
    made = make(pair())
    assert broken(made, {"MAIL-B": replacing(before=(number("10.20.2.9"),))}) == {
        "undo": [step_of(made, StepKind.NIC_SCRIPT)],
        "back-out": ["MAIL-A/To B 1"],
    }


@pytest.mark.parametrize("after", [(NEW,), (NEW, PRIMARY)], ids=["gone", "no-longer-first"])
def test_a_list_that_does_not_begin_with_what_it_was_is_named(after: tuple[int, ...]) -> None:
    """Whether an address is gone, or only another one has become the first."""
    made = make(pair())
    failed = broken(made, {"MAIL-B": replacing(after=after)})
    assert failed["nothing-taken"] == [step_of(made, StepKind.NIC_SCRIPT)]
    assert "undo" not in failed


# ---- all networks together


def two_networks() -> Inventory:
    """MAIL-A and MAIL-B in a conflict; MAIL-C and MAIL-D with one link; one TP4 connector."""
    rows = [
        *TWO_LINKS,
        *("MAIL-C/One 10.20.4.10 MAIL-D", "MAIL-D/One 10.20.3.10 MAIL-C"),
        "MAIL-C/Two 490001AA MAIL-D stack=TP4",
    ]
    return inventory(
        rows, [*servers(), server("MAIL-C 10.20.3.10/24"), server("MAIL-D 10.20.4.10/24")]
    )


def test_every_network_is_in_one_record() -> None:
    """Connectors of other stacks are left out."""
    record = make(two_networks()).planned.proof.record
    assert [bool(each) for each in record.before] == [True] * 5 + [False, True]
    assert tally(record.before) == {Status.DOWN: 4, Status.WORKS: 2}
    assert tally(record.after) == {Status.CLAIMED: 2, Status.UNCERTAIN: 2, Status.WORKS: 2}
    assert {turn.index for turn in record.turns} == {0, 1, 2, 3}


def test_every_requirement_has_one_result_in_their_order() -> None:
    """Also where there is nothing to run."""
    for found in (two_networks(), inventory(["MAIL-A/1 490001AA MAIL-B stack=TP4"], [])):
        proof = make(found).planned.proof
        assert [result.name for result in proof.results] == [each.name for each in REQUIREMENTS]
        assert not proof.fails


def test_breaches_of_all_networks_are_reported_together() -> None:
    """Each network may have its own."""
    rows = [f"{home}/{at} 10.9.0.1 {far}-{at} via=FW1" for home, far in ("PX", "QY") for at in "12"]
    proof = make(inventory(rows, [])).planned.proof
    (collision,) = [r for r in proof.results if r.name == "no-collision"]
    assert [(each.server, each.connector) for each in collision.breaches] == [
        *(("P", "2"), ("Q", "2")),
    ]
    assert collision.outcome == Outcome.OPEN


def test_a_proof_fails_with_any_requirement() -> None:
    """One that is given up, or open, fails nothing."""
    made = make(pair(), settings(reassign_all=True))
    outcomes = {result.outcome for result in made.planned.proof.results}
    assert "given up by --reassign-all" in outcomes
    assert not made.planned.proof.fails
    idle = {name: replacing(steps=()) for name in ("MAIL-A", "MAIL-B")}
    failed = prove(made.planned.world, edited(made, idle))
    assert failed.fails
    assert {"no-collision", "as-planned"} <= set(failing(failed))


def test_routes_are_counted_by_the_worse_direction() -> None:
    """A connector that is not run is none."""
    assert tally([(OWN_ADDRESS, NOBODY), None, (ROLE, OWN_ADDRESS)]) == {
        Status.ONE_WAY: 1,
        Status.UNCERTAIN: 1,
    }
