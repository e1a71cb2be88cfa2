# SPDX-License-Identifier: MIT
"""The steps of a plan in order of time.

Addresses must answer before anything points at them, and Addresses change last.
"""

from collections.abc import Iterable, Mapping, Sequence

import msgspec

from x400fix.allocation.assignments import Action, Assignment, OwnerKind
from x400fix.inventory.connectors import connector_key
from x400fix.inventory.names import ServerName
from x400fix.planning.nic import Vehicle
from x400fix.planning.places import Work, needs_lmhosts
from x400fix.settings.choices import Pack, Wave
from x400fix.settings.settings import Settings
from x400fix.step_kinds import StepKind


class Duty(msgspec.Struct, frozen=True, gc=False):
    """A kind of step with what it takes; all steps of a kind share one."""

    kind: StepKind
    minutes: int


class Step(msgspec.Struct, frozen=True, gc=False):
    """One step at one server; ``assignment`` is set where the step changes one connector.

    ``waits`` is None where the step waits for the one before it: most do, and then need no list.
    """

    number: int
    duty: Duty
    server: ServerName
    wave: int = 0
    waits: tuple[int, ...] | None = ()
    assignment: Assignment | None = None

    @property
    def kind(self) -> StepKind:
        """What it is."""
        return self.duty.kind

    @property
    def minutes(self) -> int:
        """How long it takes: as its kind does, if no fact says otherwise."""
        return self.duty.minutes

    @property
    def waits_for(self) -> tuple[int, ...]:
        """The numbers of the steps that must be done before."""
        return (self.number - 1,) if self.waits is None else self.waits

    @property
    def connector(self) -> str:
        """The directory name of the one connector that the step is about; else empty."""
        if self.assignment is None or self.kind is StepKind.REQUEST:
            return ""
        return self.assignment.connector.name


class StepList:
    """Numbers steps in the order in which they are added."""

    def __init__(self, minutes: Mapping[str, int]) -> None:
        """Begin with number 1; ``minutes`` are what steps take, by the names of their kinds."""
        self.steps: list[Step] = []
        self._duties = {kind: Duty(kind, minutes.get(kind.slug, kind.minutes)) for kind in StepKind}

    def add(
        self,
        kind: StepKind,
        server: ServerName,
        waits_for: Iterable[int] | None = (),
        *,
        wave: int = 0,
        assignment: Assignment | None = None,
    ) -> int:
        """Add one step and give its number; None waits for the step before it."""
        number = len(self.steps) + 1
        waits = None if waits_for is None else tuple(sorted(set(waits_for)))
        self.steps.append(Step(number, self._duties[kind], server, wave, waits, assignment))
        return number


WaveKey = tuple[str, ...]


def order_steps(
    works: Sequence[Work], settings: Settings, routes: Iterable[tuple[str, str]]
) -> tuple[Step, ...]:
    """Every step of the plan; numbers are places in the order.

    ``routes`` are the home server and the partner of each connector, also of those that stay.
    """
    order = _Order(works, settings)
    order.prepare()
    order.give_addresses()
    order.prepare_callers()
    for number, (_, assignments) in enumerate(sorted(_waves(works, settings).items()), 1):
        order.run_wave(number, assignments)
    order.finish(_neighbours(routes))
    return tuple(order.list.steps)


def _waves(works: Iterable[Work], settings: Settings) -> dict[WaveKey, list[Assignment]]:
    """The Address changes of each wave; both ends of a link are always in one."""
    waves: dict[WaveKey, list[Assignment]] = {}
    for work in works:
        for assignment in work.moved:
            key = _wave_key(assignment, settings.wave)
            waves.setdefault(key, []).append(assignment)
    return waves


def _neighbours(routes: Iterable[tuple[str, str]]) -> Mapping[str, set[str]]:
    """The servers at the other ends of the connectors of each server, and to it."""
    found: dict[str, set[str]] = {}
    for home, partner in routes:
        found.setdefault(home, set()).add(partner)
        found.setdefault(partner, set()).add(home)
    return found


def _wave_key(assignment: Assignment, wave: Wave) -> WaveKey:
    """What the connectors of one wave have in common."""
    connector = assignment.connector
    if wave is Wave.ALL:
        return ()
    if wave is Wave.PARTNER:
        return tuple(sorted((connector.server, assignment.partner or assignment.owner.name)))
    return connector_key(assignment.link.first)


class _Order:
    """Adds the steps phase by phase, and remembers what later steps wait for."""

    def __init__(self, works: Sequence[Work], settings: Settings) -> None:
        self.list = StepList(settings.facts.minutes)
        self._works = works
        self._settings = settings
        self._last: dict[str, int] = {}
        self._answers: dict[str, int] = {}
        self._ready: dict[str, tuple[int, ...]] = {}
        self._tested: dict[str, int] = {}

    def prepare(self) -> None:
        """Record the present state of every server, and see that the new addresses are free.

        Scripts that a mail filter would stop get their names back first.
        """
        for work in self._works:
            if work.has_scripts and self._settings.pack is Pack.SAFE:
                self._then(StepKind.UNPACK, work.name)
        for work in self._works:
            if work.server:
                self._then(StepKind.SNAPSHOT, work.name)
        for work in self._works:
            if work.before:
                self._then(StepKind.CHECK_BEFORE, work.name)

    def give_addresses(self) -> None:
        """Bring the new addresses onto NICs, firewalls and partners, one owner after the other."""
        for work in self._works:
            if work.nic:
                self._change_nic(work)
            requests: dict[str, Assignment] = {}
            for assignment in work.given:
                if assignment.action is Action.MANUAL:
                    if assignment.owner.kind is OwnerKind.FIREWALL:
                        self._then(StepKind.MAPPING, work.name, assignment)
                    else:
                        requests.setdefault(assignment.reason, assignment)
            for assignment in requests.values():
                self._then(StepKind.REQUEST, work.name, assignment)
            # A place has a step by now: a server its snapshot, all others what they are asked for.
            self._answers[work.name] = self._last[work.name]

    def _change_nic(self, work: Work) -> None:
        """The steps that add addresses to one NIC."""
        nic = work.nic
        if nic is None or work.server is None:
            self._then(StepKind.REQUEST, work.name)
            return
        if nic.before:
            self._then(StepKind.NIC_COMPARE, work.name)
        by_hand = nic.vehicle is Vehicle.HAND
        self._then(StepKind.NIC_HAND if by_hand else StepKind.NIC_SCRIPT, work.name)
        if work.server.os is None or work.server.os.uses_registry:
            self._then(StepKind.SERVER_RESTART, work.name)

    def prepare_callers(self) -> None:
        """From each caller the new addresses must answer; then its name files, then overrides."""
        for work in self._works:
            waits = {
                self._answers[a.owner.name] for a in work.moved if a.owner.name in self._answers
            }
            waits.update(self._waits(work.name))
            if work.after:
                waits = {self.list.add(StepKind.CHECK_AFTER, work.name, waits)}
            self._ready[work.name] = tuple(sorted(self._add_names(work, waits)))
        for work in self._works:
            if work.overrides:
                self._set_overrides(work)

    def _add_names(self, work: Work, waits: set[int]) -> set[int]:
        """The steps that bring entries into the name files, and what waits for them."""
        scripted = work.has_names_script
        if work.hosts:
            kind = StepKind.HOSTS if scripted else StepKind.HOSTS_HAND
            waits = {self.list.add(kind, work.name, waits)}
        if work.has_aliases and needs_lmhosts(self._settings):
            kind = StepKind.LMHOSTS if scripted else StepKind.LMHOSTS_HAND
            waits = {self.list.add(kind, work.name, waits)}
        return waits

    def _set_overrides(self, work: Work) -> None:
        """The steps that set where an owner's calls come from."""
        number = self.list.add(StepKind.OVERRIDE_READ, work.name, self._waits(work.name))
        done = []
        if any(override.is_scripted for override in work.overrides):
            done.append(self.list.add(StepKind.OVERRIDE_SCRIPT, work.name, (number,)))
        if any(not override.is_scripted for override in work.overrides):
            done.append(self.list.add(StepKind.OVERRIDE_HAND, work.name, (number,)))
        self._ready[work.name] = tuple(sorted({*self._ready[work.name], *done}))

    def run_wave(self, wave: int, assignments: Sequence[Assignment]) -> None:
        """Change the Addresses of one wave, restart both MTAs once, and test."""
        servers = {a.connector.server for a in assignments}
        # A row that names no partner may share its Address with one that does.
        servers |= {
            ServerName(a.owner.name) for a in assignments if a.owner.kind is OwnerKind.SERVER
        }
        waits = {number for server in servers for number in self._ready.get(server, ())}
        waits |= {self._tested[server] for server in servers if server in self._tested}
        # One after the other, so that a wave of any size is a chain of short waits.
        chain: tuple[int, ...] | None = tuple(waits)
        for assignment in assignments:
            kind = StepKind.ADDRESS_OPEN if assignment.value is None else StepKind.ADDRESS
            server = assignment.connector.server
            self.list.add(kind, server, chain, wave=wave, assignment=assignment)
            chain = None
        last: tuple[int, ...] = ()
        for server in sorted(servers):
            last = (self.list.add(StepKind.MTA_RESTART, server, None, wave=wave),)
        for server in sorted(servers):
            self._tested[server] = self.list.add(StepKind.TEST, server, last, wave=wave)

    def finish(self, neighbours: Mapping[str, set[str]]) -> None:
        """Watch every server that was touched, then offer the entries that nothing depends on.

        A route works only when the stacks of both its ends have no collision left, so that a
        server is watched when its own last wave and those of its neighbours are tested.
        """
        optional = not needs_lmhosts(self._settings)
        for work in self._works:
            if work.server:
                around = neighbours.get(work.name, set()) & self._tested.keys()
                own = self._tested.get(work.name)
                before = {self._tested[name] for name in around}
                before.update((own,) if own else self._waits(work.name))
                self._last[work.name] = self.list.add(StepKind.WATCH, work.name, before)
        for work in self._works:
            if optional and work.has_aliases:
                waits = self._waits(work.name)
                self.list.add(StepKind.LMHOSTS_OPTIONAL, work.name, waits)

    def _waits(self, name: str) -> tuple[int, ...]:
        """The last step at a place, as what the next one waits for."""
        return (self._last[name],) if name in self._last else ()

    def _then(self, kind: StepKind, name: ServerName, assignment: Assignment | None = None) -> None:
        """Add a step that waits for the last one at the same place."""
        self._last[name] = self.list.add(kind, name, self._waits(name), assignment=assignment)
