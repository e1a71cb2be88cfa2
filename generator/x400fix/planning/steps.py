# SPDX-License-Identifier: MIT
"""The steps of a plan in order of time.

Addresses must answer before anything points at them, and Addresses change last.
"""

from collections.abc import Iterable, Mapping, Sequence

from x400fix.allocation.assignments import Action, Draft, OwnerKind
from x400fix.inventory.connectors import connector_key
from x400fix.inventory.names import ServerName
from x400fix.plan.model import Nic, Step, Vehicle
from x400fix.plan.schedule import Timeline
from x400fix.planning.places import PlaceDraft, needs_lmhosts
from x400fix.settings.choices import Pack, Wave
from x400fix.settings.settings import Settings
from x400fix.step_kinds import StepKind


def order_steps(
    places: Sequence[PlaceDraft],
    drafts: Sequence[Draft],
    settings: Settings,
    routes: Iterable[tuple[str, str]],
) -> Timeline:
    """Every step of the plan; numbers count from 1.

    ``drafts`` are all of the plan in their order; ``routes`` are the home server and the partner of
    each connector, also of those that stay.
    """
    order = _Order(places, drafts, settings)
    order.prepare()
    order.give_addresses()
    order.prepare_callers()
    for number, moved in enumerate(_waves(places, settings.wave), 1):
        order.run_wave(number, moved)
    neighbours: dict[str, set[str]] = {}
    for home, partner in routes:
        neighbours.setdefault(home, set()).add(partner)
        neighbours.setdefault(partner, set()).add(home)
    order.finish(neighbours)
    return order.steps


def _waves(places: Iterable[PlaceDraft], wave: Wave) -> list[list[Draft]]:
    """The Address changes of each wave in their order; both ends of a link are always in one."""
    waves: dict[tuple[str, ...], list[Draft]] = {}
    for draft in (each for place in places for each in place.moved):
        key: tuple[str, ...] = ()
        if wave is Wave.PARTNER:
            key = tuple(sorted((draft.connector.server, draft.partner or draft.owner.name)))
        elif wave is not Wave.ALL:
            key = connector_key(draft.link.first)
        waves.setdefault(key, []).append(draft)
    return [waves[key] for key in sorted(waves)]


class _Order:
    """Adds the steps phase by phase, and remembers what later steps wait for."""

    def __init__(
        self, places: Sequence[PlaceDraft], drafts: Sequence[Draft], settings: Settings
    ) -> None:
        minutes = settings.facts.minutes
        self.steps: list[tuple[str, Step]] = []
        self._minutes = {kind: minutes.get(kind, kind.minutes) for kind in StepKind}
        self._rows = {id(draft): row for row, draft in enumerate(drafts, 1)}
        self._places = places
        self._settings = settings
        self._last: dict[str, int] = {}
        self._answers: dict[str, int] = {}
        self._ready: dict[str, tuple[int, ...]] = {}
        self._tested: dict[str, int] = {}

    def prepare(self) -> None:
        """Record the present state of every server, and see that the new addresses are free.

        Scripts that a mail filter would stop get their names back first.
        """
        for place in self._places:
            if place.has_scripts and self._settings.pack is Pack.SAFE:
                self._then(StepKind.UNPACK, place.name)
        for place in self._places:
            if place.server:
                self._then(StepKind.SNAPSHOT, place.name)
        for place in self._places:
            if place.before:
                self._then(StepKind.CHECK_BEFORE, place.name)

    def give_addresses(self) -> None:
        """Bring the new addresses onto NICs, firewalls and partners, one owner after the other."""
        for place in self._places:
            if place.nic:
                self._change_nic(place, place.nic)
            requests: dict[str, Draft] = {}
            for draft in place.given:
                if draft.action is Action.MANUAL:
                    if draft.owner.kind is OwnerKind.FIREWALL:
                        self._then(StepKind.MAPPING, place.name, draft)
                    else:
                        requests.setdefault(draft.reason, draft)
            for draft in requests.values():
                self._then(StepKind.REQUEST, place.name, draft)
            # A place has a step by now: a server its snapshot, all others what they are asked for.
            self._answers[place.name] = self._last[place.name]

    def _change_nic(self, place: PlaceDraft, nic: Nic) -> None:
        if place.server is None:
            self._then(StepKind.REQUEST, place.name)
            return
        if nic.before:
            self._then(StepKind.NIC_COMPARE, place.name)
        by_hand = nic.vehicle is Vehicle.HAND
        self._then(StepKind.NIC_HAND if by_hand else StepKind.NIC_SCRIPT, place.name)
        if place.server.os is None or place.server.os.uses_registry:
            self._then(StepKind.SERVER_RESTART, place.name)

    def prepare_callers(self) -> None:
        """From each caller the new addresses must answer; then its name files, then overrides."""
        for place in self._places:
            owners = {draft.owner.name for draft in place.moved}
            waits = {self._answers[name] for name in owners if name in self._answers}
            waits.update(self._waits(place.name))
            if place.after:
                waits = {self._add(StepKind.CHECK_AFTER, place.name, waits)}
            self._ready[place.name] = tuple(sorted(self._add_names(place, waits)))
        for place in self._places:
            if place.overrides:
                self._set_overrides(place)

    def _add_names(self, place: PlaceDraft, waits: set[int]) -> set[int]:
        """The steps that bring entries into the name files, and what waits for them."""
        scripted = place.has_names_script
        if place.hosts:
            kind = StepKind.HOSTS if scripted else StepKind.HOSTS_HAND
            waits = {self._add(kind, place.name, waits)}
        if place.lmhosts and needs_lmhosts(self._settings):
            kind = StepKind.LMHOSTS if scripted else StepKind.LMHOSTS_HAND
            waits = {self._add(kind, place.name, waits)}
        return waits

    def _set_overrides(self, place: PlaceDraft) -> None:
        number = self._add(StepKind.OVERRIDE_READ, place.name, self._waits(place.name))
        scripted = {override.scripted for override in place.overrides}
        kinds = ((True, StepKind.OVERRIDE_SCRIPT), (False, StepKind.OVERRIDE_HAND))
        done = [self._add(kind, place.name, (number,)) for way, kind in kinds if way in scripted]
        self._ready[place.name] = tuple(sorted({*self._ready[place.name], *done}))

    def run_wave(self, wave: int, drafts: Sequence[Draft]) -> None:
        """Change the Addresses of one wave, restart both MTAs once, and test."""
        servers = {a.connector.server for a in drafts}
        # A row that names no partner may share its Address with one that does.
        servers |= {ServerName(a.owner.name) for a in drafts if a.owner.kind is OwnerKind.SERVER}
        waits = {number for server in servers for number in self._ready.get(server, ())}
        waits |= {self._tested[server] for server in servers if server in self._tested}
        # One after the other, so that a wave of any size is a chain of short waits.
        chain: tuple[int, ...] | None = tuple(waits)
        for draft in drafts:
            kind = StepKind.ADDRESS_OPEN if draft.value is None else StepKind.ADDRESS
            server = draft.connector.server
            self._add(kind, server, chain, wave=wave, draft=draft)
            chain = None
        last: tuple[int, ...] = ()
        for server in sorted(servers):
            last = (self._add(StepKind.MTA_RESTART, server, None, wave=wave),)
        for server in sorted(servers):
            self._tested[server] = self._add(StepKind.TEST, server, last, wave=wave)

    def finish(self, neighbours: Mapping[str, set[str]]) -> None:
        """Watch every server that was touched, then offer the entries that nothing depends on.

        A route works only when the stacks of both its ends have no collision left, so that a
        server is watched when its own last wave and those of its neighbours are tested.
        """
        optional = not needs_lmhosts(self._settings)
        for place in self._places:
            if place.server:
                around = neighbours.get(place.name, set()) & self._tested.keys()
                own = self._tested.get(place.name)
                before = {self._tested[name] for name in around}
                before.update((own,) if own else self._waits(place.name))
                self._last[place.name] = self._add(StepKind.WATCH, place.name, before)
        for place in self._places:
            if optional and place.lmhosts:
                self._add(StepKind.LMHOSTS_OPTIONAL, place.name, self._waits(place.name))

    def _add(
        self,
        kind: StepKind,
        place: str,
        waits_for: Iterable[int] | None = (),
        *,
        wave: int = 0,
        draft: Draft | None = None,
    ) -> int:
        """Add one step and give its number; None waits for the step before it."""
        number = len(self.steps) + 1
        waits = (number - 1,) if waits_for is None else tuple(sorted(set(waits_for)))
        # One request is made for all connectors with the same reason, so its title names none.
        names_none = draft is None or kind is StepKind.REQUEST
        step = Step(
            number=number,
            kind=kind,
            who=kind.who,
            minutes=self._minutes[kind],
            wave=wave,
            waits_for=waits,
            connector="" if draft is None or names_none else draft.connector.name,
            assignment=0 if draft is None else self._rows[id(draft)],
        )
        self.steps.append((place, step))
        return number

    def _waits(self, name: str) -> tuple[int, ...]:
        """The last step at a place, as what the next one waits for."""
        return (self._last[name],) if name in self._last else ()

    def _then(self, kind: StepKind, name: ServerName, draft: Draft | None = None) -> None:
        """Add a step that waits for the last one at the same place."""
        self._last[name] = self._add(kind, name, self._waits(name), draft=draft)
