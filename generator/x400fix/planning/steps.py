# SPDX-License-Identifier: MIT
"""The steps of a plan in order of time, phase by phase.

Addresses must answer before anything points at them, and Addresses change last. What a step waits
for is never a long list: the last signature of the preparation stands for all before it, and a step
that would wait for many waits for a whole row of steps.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence

from x400fix.allocation.assignments import Action, Draft, OwnerKind
from x400fix.inventory.connectors import Connector
from x400fix.inventory.names import is_script_safe_server
from x400fix.plan.model import Nic, Step, Timeline, Vehicle
from x400fix.plan.schedule import runs
from x400fix.planning.places import PlaceDraft, needs_lmhosts
from x400fix.planning.waves import WaveDraft, plan_waves, times_of
from x400fix.settings.choices import AddressMode, Pack
from x400fix.settings.settings import Settings
from x400fix.step_kinds import StepKind

_MOST_RUNS = 4
"""How many rows of numbers a step may wait for before it waits for one row that holds them all."""
_MOST_TESTS = 100
"""How many steps each watch waits for; of more the first one does, and the others wait for it."""


def order_steps(
    places: Sequence[PlaceDraft],
    drafts: Sequence[Draft],
    settings: Settings,
    routes: Sequence[tuple[Connector, str]],
) -> Timeline:
    """Every step of the plan; numbers count from 1.

    ``drafts`` are all of the plan in their order; ``routes`` are all TCP connectors with their
    partners, also those that stay.
    """
    order = _Order(places, drafts, settings)
    for place in places:
        order.prepare(place)
    order.give_addresses()
    order.prepare_callers()
    waves = plan_waves(places, ((each.server, far) for each, far in routes), settings.wave)
    tests = _find_tests(places, drafts, waves, routes)
    order.test(0, "", tests.get(0, {}))
    for number, wave in enumerate(waves, 1):
        order.run_wave(number, wave)
        order.test(number, wave.network, tests.get(number, {}))
    order.finish()
    return order.steps


def _find_tests(
    places: Sequence[PlaceDraft],
    drafts: Sequence[Draft],
    waves: Iterable[WaveDraft],
    routes: Iterable[tuple[Connector, str]],
) -> dict[int, dict[str, set[str]]]:
    """By wave and place, the servers between which something is tested there.

    Every TCP connector is tested that is in a conflict, or that leads from or to a place that gets
    an address or a new name.
    """
    assigned = {id(draft.connector) for draft in drafts}
    names = {place.name for place in places}
    owners = {a.owner.name for a in drafts if a.action is not Action.KEEP} & names
    owners |= {place.name for place in places if place.nic}
    times = times_of(waves)
    tests: dict[int, dict[str, set[str]]] = {}
    for connector, partner in routes:
        server = connector.server
        if id(connector) in assigned or server in owners or partner in owners:
            place = server if server in names else partner
            at = tests.setdefault(times.test_of(server, partner), {})
            at.setdefault(place, set()).update((server, partner))
    return tests


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
        self._servers = {place.name for place in places if place.server}
        self._signed = 0
        self._last: dict[str, int] = {}
        self._answers: dict[str, int] = {}
        self._tested: dict[str, range] = {}
        self._many: dict[range, int] = {}

    # ---- preparation

    def prepare(self, place: PlaceDraft) -> None:
        """All that can be done days before at one place; it ends with a signature."""
        name = place.name
        self._last[name] = 0
        # Of a folder that is not one of our servers' only CHECK.CMD may have been renamed.
        if place.server or (place.before and self._settings.pack is Pack.SAFE):
            self._then(StepKind.PREPARE, name)
        if place.before:
            self._then(StepKind.CHECK_BEFORE, name)
        if place.nic and place.server is None:
            self._then(StepKind.REQUEST, name)
        requests: dict[str, Draft] = {}
        for draft in place.given:
            if draft.action is Action.MANUAL:
                if draft.owner.kind is OwnerKind.FIREWALL:
                    self._then(StepKind.MAPPING, name, draft)
                else:
                    requests.setdefault(draft.reason, draft)
        for draft in requests.values():
            self._then(StepKind.REQUEST, name, draft)
        # Signatures are collected in this order, so that the last one stands for all.
        waits = {self._last[name], self._signed} - {0}
        self._signed = self._add(StepKind.GO, name, waits)

    # ---- window

    def give_addresses(self) -> None:
        """Bring the new addresses onto the NICs of our servers."""
        self._last = {}
        for place in self._places:
            if place.nic and place.server:
                self._change_nic(place, place.nic)
        self._answers = dict(self._last)

    def _change_nic(self, place: PlaceDraft, nic: Nic) -> None:
        by_hand = nic.vehicle is Vehicle.HAND
        self._then(StepKind.NIC_HAND if by_hand else StepKind.NIC_SCRIPT, place.name)
        if place.server and (place.server.os is None or place.server.os.uses_registry):
            self._then(StepKind.SERVER_RESTART, place.name)

    def prepare_callers(self) -> None:
        """From each caller the new addresses must answer; then its name files, then overrides."""
        given = range(self._signed + 1, len(self.steps) + 1)
        for place in self._places:
            owners = {draft.owner.name for draft in place.moved} | {place.name}
            waits = {self._answers[name] for name in owners if name in self._answers}
            if place.after:
                self._then(StepKind.CHECK_AFTER, place.name, waits=self._few(waits, given))
            # Else no NAMES.CMD can name it, and a person brings the entries in.
            scripted = is_script_safe_server(place.name)
            if place.hosts:
                self._then(StepKind.HOSTS if scripted else StepKind.HOSTS_HAND, place.name)
            if place.lmhosts and needs_lmhosts(self._settings):
                self._then(StepKind.LMHOSTS if scripted else StepKind.LMHOSTS_HAND, place.name)
            ways = {override.scripted for override in place.overrides}
            for way, kind in ((True, StepKind.OVERRIDE_SCRIPT), (False, StepKind.OVERRIDE_HAND)):
                if way in ways:
                    self._then(kind, place.name)

    def run_wave(self, number: int, wave: WaveDraft) -> None:
        """Change the Addresses of one wave, server by server, and restart each MTA once."""
        begin = len(self.steps) + 1
        before = self._tested.get(wave.network, ())
        at: dict[str, list[Draft]] = {server: [] for server in wave.servers}
        for draft in wave.drafts:
            at[draft.connector.server].append(draft)
        for server, drafts in at.items():
            waits: Iterable[int] = {*self._waits(server), *before}
            for draft in drafts:
                kind = StepKind.ADDRESS_OPEN if draft.value is None else StepKind.ADDRESS
                self._then(kind, server, draft, waits=waits, wave=number)
                waits = ()
            self._then(StepKind.MTA_RESTART, server, wave=number)
        changed = {self._last[server] for server in wave.servers}
        row = range(begin, len(self.steps) + 1)
        for server in wave.others:
            waits = {*self._waits(server), *self._few(changed, row)}
            self._then(StepKind.MTA_RESTART, server, waits=waits, wave=number)
        self._tested[wave.network] = range(begin, len(self.steps) + 1)

    def test(self, number: int, network: str, tests: Mapping[str, set[str]]) -> None:
        """Test at each place what can be tested since a wave, or since the NICs have changed."""
        row = self._tested.get(network) or range(self._signed + 1, len(self.steps) + 1)
        begin = len(self.steps) + 1
        found = []
        for place in sorted(tests):
            last = {self._last[each] for each in tests[place] if each in self._last}
            waits = self._few({each for each in last if each in row}, row)
            # What was done there in a wave before is waited for by this wave as a whole.
            own = {each for each in self._waits(place) if not self.steps[each - 1][1].wave}
            found.append((place, {*waits, *own}))
        for place, waits in found:
            self._then(StepKind.TEST, place, waits=waits, wave=number)
        if found:
            self._tested[network] = range(begin, len(self.steps) + 1)

    # ---- afterwards

    def finish(self) -> None:
        """Watch every server that was touched, then offer the entries that nothing depends on.

        All tests come first: whether the change is closed or backed out is decided once.
        """
        tests = self._all_tests()
        for place in self._places:
            if place.server:
                own = self._last.get(place.name, 0)
                waits = tests if own in tests else {*tests, *self._waits(place.name)}
                number = self._add(StepKind.WATCH, place.name, waits)
                self._last[place.name] = number
                if len(tests) > _MOST_TESTS:
                    tests = {number}
        is_optional = self._settings.address_mode is AddressMode.HOSTS and not needs_lmhosts(
            self._settings
        )
        for place in self._places:
            if is_optional and place.lmhosts:
                self._then(StepKind.LMHOSTS_OPTIONAL, place.name)

    def _all_tests(self) -> Collection[int]:
        """The test steps, or the row from the first to the last if there are many gaps."""
        tests = [step.number for _, step in self.steps if step.kind is StepKind.TEST]
        if len(list(runs(tests))) <= _MOST_RUNS:
            return tests
        return range(tests[0], tests[-1] + 1)

    # ---- one step

    def _then(
        self,
        kind: StepKind,
        name: str,
        draft: Draft | None = None,
        *,
        waits: Iterable[int] = (),
        wave: int = 0,
    ) -> None:
        """Add a step that waits for some others, or for the last one at the same place."""
        number = self._add(kind, name, waits or self._waits(name), wave=wave, draft=draft)
        self._last[name] = number

    def _add(
        self,
        kind: StepKind,
        place: str,
        waits_for: Iterable[int],
        *,
        wave: int = 0,
        draft: Draft | None = None,
    ) -> int:
        """Add one step and give its number."""
        number = len(self.steps) + 1
        # A place that is no server of ours is signed for by whoever was asked there.
        is_asked = kind is StepKind.GO and place not in self._servers
        # One request is made for all connectors with the same reason, so its title names none.
        names_none = draft is None or kind is StepKind.REQUEST
        step = Step(
            number=number,
            kind=kind,
            who=self.steps[-1][1].who if is_asked else kind.who,
            minutes=self._minutes[kind],
            wave=wave,
            waits_for=tuple(sorted(waits_for)),
            connector="" if draft is None or names_none else draft.connector.name,
            assignment=0 if draft is None else self._rows[id(draft)],
        )
        self.steps.append((place, step))
        return number

    def _waits(self, name: str) -> set[int]:
        """The last step at a place, or the last signature; nothing if there is neither."""
        return {self._last.get(name, self._signed)} - {0}

    def _few(self, waits: set[int], row: range) -> Iterable[int]:
        """What a step waits for, or the row that holds it if that would be a long list.

        The first such step waits for the whole row, the others for that first one.
        """
        if len(list(runs(sorted(waits)))) <= _MOST_RUNS:
            return waits
        if row in self._many:
            return {self._many[row]}
        self._many[row] = len(self.steps) + 1
        return row
