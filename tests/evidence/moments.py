# SPDX-License-Identifier: MIT
"""What every server of a plan holds after some of its steps, by the model that plans are run in."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from x400fix.inventory.addresses import number_of
from x400fix.plan.model import Place
from x400fix.planning.planning import Planned
from x400fix.simulation.changes import do, in_order
from x400fix.simulation.network import Dialled, Network
from x400fix.simulation.state import State
from x400fix.step_kinds import StepKind

Entries = list[tuple[int, str]]


@dataclass
class Held:
    """One connector as the directory has it."""

    name: str
    partner: str
    address: Dialled


@dataclass(kw_only=True)
class Computer:
    """One server: ``listed`` is what the registry has, ``effective`` what ipconfig shows.

    ``untouched`` are name files that it had before and that nothing was added to.
    """

    name: str
    os: str = ""
    adapter: str = "El90x1"
    listed: list[int] = field(default_factory=list)
    effective: list[int] = field(default_factory=list)
    prefixes: dict[int, int] = field(default_factory=dict)
    hosts: Entries = field(default_factory=list)
    lmhosts: Entries = field(default_factory=list)
    overrides: dict[str, int] = field(default_factory=dict)
    connectors: list[Held] = field(default_factory=list)
    untouched: dict[str, bytes] = field(default_factory=dict)

    @property
    def is_windows_2000(self) -> bool:
        """Whether connections have names, and netsh is there."""
        return "2000" in self.os or "2003" in self.os


def computers_after(planned: Planned, steps: int) -> dict[str, Computer]:
    """Every server with a NIC or a connector, after the first steps in order of time."""
    found = {facts.server: Computer(name=facts.server) for facts in planned.plan.facts}
    for facts in planned.plan.facts:
        computer = found[facts.server]
        computer.os = facts.os
        computer.adapter = facts.adapter or "El90x1"
        computer.listed = [number_of(text.partition("/")[0]) for text in facts.addresses]
        computer.effective = list(computer.listed)
        computer.prefixes |= _prefixes(facts.addresses)
    for place in planned.plan.servers:
        if place.nic:
            texts = (*place.nic.after, *place.nic.added)
            found.setdefault(place.name, _partner(place, steps)).prefixes |= _prefixes(texts)
    for network in planned.world.networks():
        _run(planned, network, steps, found)
    return found


def _partner(place: Place, steps: int) -> Computer:
    """A server of somebody else, who adds addresses when they are asked for."""
    numbers = [number_of("172.16.99.10")]
    kinds = {StepKind.REQUEST, StepKind.NIC_HAND, StepKind.NIC_SCRIPT}
    if place.nic and any(step.kind in kinds and step.number <= steps for step in place.steps):
        numbers += _prefixes(place.nic.added)
    return Computer(name=place.name, listed=numbers, effective=numbers, prefixes={numbers[0]: 24})


def _prefixes(texts: Iterable[str]) -> Mapping[int, int]:
    parts = (text.partition("/") for text in texts)
    return {number_of(number): int(prefix or 24) for number, _, prefix in parts}


def _run(planned: Planned, network: Network, steps: int, found: dict[str, Computer]) -> None:
    state = State(network)
    for step, changes in in_order(planned.course.within(network)):
        if step.number <= steps:
            do(state, step, changes)
    for name in network.through:
        computer = found.get(name)
        if computer is None:
            continue
        own: list[int] = []
        if name not in network.known_nics:
            primary = network.presumed_primaries.get(name)
            own = [primary] if primary else computer.listed[:1] or [number_of("172.16.99.10")]
        computer.listed = [*own, *state.lists.get(name, ())]
        computer.effective = [*own, *state.answering.get(name, ())]
        computer.hosts = [line for table in state.hosts(name) for line in table.lines]
        computer.lmhosts = [line for table in state.lmhosts(name) for line in table.lines]
        _keep_files(planned, state, computer)
        for index in network.homes.get(name, ()):
            connector = network.connectors[index]
            address = state.address(index)
            if address is None:
                address = f"DECIDED-{index}"
            computer.connectors.append(Held(connector.name, network.partners[index], address))
            if index in state.overrides:
                computer.overrides[connector.name] = state.overrides[index]


def _keep_files(planned: Planned, state: State, computer: Computer) -> None:
    """Name files that the plan was given stay as they are until lines are added."""
    for given in planned.plan.name_files:
        is_hosts = given.file == "HOSTS"
        added = state.hosts(computer.name)[0] if is_hosts else state.lmhosts(computer.name)[1]
        if given.server == computer.name and not added.lines:
            computer.untouched[given.file] = given.data
