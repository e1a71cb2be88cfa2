# SPDX-License-Identifier: MIT
"""A plan is run on paper, step by step."""

import msgspec

from tests.builders import ident_of, inventory, pair, server, servers, settings
from tests.deliveries import course, names, number, rehearse
from tests.plans import Made, make
from x400fix.settings.choices import AddressMode, Wave
from x400fix.simulation.changes import Course, Part, Sheet
from x400fix.simulation.run import Record, Rehearsal
from x400fix.step_kinds import StepKind


def ran(made: Made, part: Part | None = None) -> tuple[Rehearsal, Record]:
    """A plan that was run in its only network."""
    world, planned = made.plan.world, course(made)
    (network,) = world.networks()
    record = Record.blank(len(world.connectors))
    rehearsal = Rehearsal(network, part or planned.part_of(network), record, planned.dns)
    rehearsal.run()
    return rehearsal, record


def part_of(made: Made) -> Part:
    """What a plan does in its only network."""
    (network,) = made.plan.world.networks()
    return course(made).part_of(network)


def turns(made: Made, ident: str) -> list[tuple[str, str, str]]:
    """The steps that turn a connector's route, with both rules afterwards."""
    _, record = ran(made)
    connectors, steps = made.plan.world.connectors, made.plan.steps
    return [
        (steps[step - 1].kind.slug, outgoing.name, incoming.name)
        for index, step, outgoing, incoming in record.turns.by_connector()
        if ident_of(connectors[index]) == ident
    ]


def test_a_route_turns_where_a_step_changes_it() -> None:
    """All are down until both MTAs have read the new Addresses."""
    made = make(pair())
    assert turns(made, "MAIL-A/To B 2") == [("mta-restart", "same-pair", "same-pair")]
    assert turns(made, "MAIL-A/To B 1") == [
        ("mta-restart", "several-addresses", "several-addresses")
    ]


def test_what_another_pair_changes_is_not_told() -> None:
    """A connector whose route never turns has no turns."""
    rows = [
        *("MAIL-A/One 10.20.2.10 MAIL-B", "MAIL-A/Two 10.20.2.10 MAIL-B"),
        *("MAIL-B/One 10.20.1.10 MAIL-A", "MAIL-B/Two 10.20.1.10 MAIL-A"),
        *("MAIL-C/D MAIL-D MAIL-D", "MAIL-D/C 10.20.3.10 MAIL-C"),
    ]
    made = make(inventory(rows, [*servers(), server("MAIL-C 10.20.3.10/24")]))
    found = list(rehearse(made))
    assert [len(each.network.tcp) for each in found] == [4, 2]
    assert found[1].calls(found[1].network.tcp[0])[0] is found[1].first_calls.rule(4)


def test_collisions_hide_what_becomes_of_the_calls() -> None:
    """The board says collision, the calls themselves have a rule of their own."""
    rehearsal, record = ran(make(pair()))
    assert [rule.name for rule in record.before.rules(0)] == ["collision", "collision"]
    assert rehearsal.calls(0)[0].name == "own-address"
    assert [rule.name for rule in record.after.rules(1)] == ["same-pair", "same-pair"]


def test_restarts_stop_every_route_through_a_server() -> None:
    """And so does a list that waits for one; all other steps stop nothing."""
    made = make(pair(3))
    _, record = ran(made)
    outages = dict(record.outages.in_order())
    stops = {StepKind.NIC_SCRIPT, StepKind.SERVER_RESTART, StepKind.MTA_RESTART}
    assert set(outages) == {step.number for step in made.plan.steps if step.kind in stops}
    assert set(outages.values()) == {6}


def test_a_list_that_needs_no_restart_stops_nothing() -> None:
    """Windows 2000 takes it at once."""
    modern = [
        server(f"MAIL-{name} 10.20.{at}.10/24", os="Windows 2000", adapter="LAN")
        for at, name in enumerate("AB", 1)
    ]
    found = pair()
    made = make(msgspec.structs.replace(found, servers={each.name: each for each in modern}))
    _, record = ran(made)
    kinds = {made.plan.steps[step - 1].kind for step, _ in record.outages.in_order()}
    assert kinds == {StepKind.MTA_RESTART}


def test_a_wave_for_each_connector_turns_one_link_after_the_other() -> None:
    """The stack is free of collisions with the last one only."""
    made = make(pair(3), settings(wave=Wave.CONNECTOR))
    _, record = ran(made)
    steps = {step for _, step, _, _ in record.turns.by_connector()}
    restarts = [step.number for step in made.plan.steps if step.kind is StepKind.MTA_RESTART]
    assert steps == {restarts[-1]}


def test_every_undo_is_tried_and_the_back_out_gives_the_first_state() -> None:
    """With name files and overrides as well."""
    found = pair(3, "5.0 SP2", "5.5 SP4")
    for mode in AddressMode:
        rehearsal, _ = ran(make(found, settings(address_mode=mode)))
        assert (rehearsal.not_undone, rehearsal.not_kept) == ([], [])
        assert rehearsal.backs_out()


def with_sheet(part: Part, **changes: object) -> Part:
    """A part with another sheet for MAIL-B."""

    def sheet_of(place: str) -> Sheet:
        sheet = part.sheet_of(place)
        return msgspec.structs.replace(sheet, **changes) if place == "MAIL-B" else sheet

    return msgspec.structs.replace(part, sheet_of=sheet_of)


def step_of(made: Made, kind: StepKind, at: str = "MAIL-B") -> int:
    """The number of the one step of a kind at a server."""
    (step,) = made.steps(kind, at=at)
    return step.number


def test_an_undo_that_puts_back_something_else_is_noted() -> None:
    """And so is that the whole back-out does not give the first state."""
    made = make(pair())
    rehearsal, _ = ran(made, with_sheet(part_of(made), before=(number("10.20.2.9"),)))
    assert rehearsal.not_undone == [step_of(made, StepKind.NIC_SCRIPT)]
    assert not rehearsal.backs_out()


def test_a_list_that_does_not_begin_with_what_it_was_is_noted() -> None:
    """Whether an address is gone, or only another one has become the first."""
    made = make(pair())
    primary, new = number("10.20.2.10"), number("10.20.2.32")
    for after in ((new,), (new, primary)):
        rehearsal, _ = ran(made, with_sheet(part_of(made), after=after))
        assert rehearsal.not_kept == [step_of(made, StepKind.NIC_SCRIPT)]
        assert rehearsal.not_undone == []


def test_the_back_out_restarts_what_has_to_read_it() -> None:
    """Lists, overrides and Addresses are in effect again as they were."""
    rehearsal, _ = ran(make(pair(2, "5.0 SP2", "5.5 SP4")))
    state = rehearsal.state
    assert len(state.answering["MAIL-B"]) == 2
    assert state.calling_from
    assert rehearsal.backs_out()
    assert list(state.answering["MAIL-B"]) == [number("10.20.2.10")]
    assert state.calling_from == {}
    assert state.running(1) == number("10.20.2.10")


def test_calls_that_a_wrong_plan_changes_elsewhere_are_found_in_the_end() -> None:
    """No step is at MAIL-C, and yet its connector loses the address that it dials."""
    rows = [
        *("MAIL-A/One 10.20.2.10 MAIL-B", "MAIL-A/Two 10.20.2.10 MAIL-B"),
        *("MAIL-B/One 10.20.1.10 MAIL-A", "MAIL-B/Two 10.20.1.10 MAIL-A"),
        *("MAIL-C/D 10.20.4.10 MAIL-D", "MAIL-D/C 10.20.3.10 MAIL-C", "MAIL-D/A 10.20.1.10 MAIL-A"),
    ]
    others = [server("MAIL-C 10.20.3.10/24"), server("MAIL-D 10.20.4.10/24")]
    made = make(inventory(rows, [*servers(), *others]))
    primary, taken = number("10.20.2.10"), number("10.20.4.10")
    rehearsal, record = ran(made, with_sheet(part_of(made), after=(primary, taken)))
    index = [ident_of(each) for each in made.plan.world.connectors].index("MAIL-C/D")
    assert rehearsal.calls(index)[1].name == "no-server"
    (turn,) = [each for each in record.turns.by_connector() if each[0] == index]
    assert turn[1] == len(made.plan.steps)
    assert record.after.rules(index)[0].name == "no-server"


def test_a_plan_without_steps_is_not_run_again_in_the_end() -> None:
    """Nothing has turned."""
    made = make(pair(1))
    rehearsal, record = ran(made)
    assert list(record.turns.by_connector()) == []
    assert rehearsal.calls(0)[0] is rehearsal.calls(0)[1]


def test_dns_takes_part_if_it_is_given() -> None:
    """A reverse lookup asks it behind HOSTS (Q193380)."""
    rows = ["MAIL-A/1 b.example.com MAIL-B", "MAIL-B/1 10.20.1.10 MAIL-A"]
    made = make(inventory(rows, servers()))
    (network,) = made.plan.world.networks()
    planned = course(made)
    told = Course(
        part_of=planned.part_of, strategy="address", dns=names("10.20.2.10 b.example.com")
    )
    record = Record.blank(2)
    rehearsal = Rehearsal(network, told.part_of(network), record, told.dns)
    assert record.before.rules(1)[0].name == "name-of-caller"
    rehearsal.run()
    assert rehearsal.backs_out()
