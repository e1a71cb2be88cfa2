# SPDX-License-Identifier: MIT
r"""The texts of steps: what the templates below templates/steps show, one macro for each kind.

A macro gives the parts of a step as STEPS.TXT has them: labels in one column, texts in the next.
What is to be typed, chosen or seen as it is has lines of its own, further to the right::

        Do:         On the Stack tab choose and enter:
                        IP address
                        10.1.0.32
        Undo:       On the Stack tab choose and enter:
                        IP address
                        10.1.0.10
"""

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache

import msgspec

from x400fix.allocation.assignments import Action
from x400fix.documents.acceptance import Test, find_tests
from x400fix.documents.rendering import Renderer
from x400fix.documents.scripts import Scripts, new_addresses, system_of
from x400fix.inventory.addresses import mask_text
from x400fix.inventory.connectors import Role
from x400fix.inventory.names import is_folder_name
from x400fix.inventory.versions import OperatingSystem, Windows, parse_exchange
from x400fix.plan.back_out import WaveUndo, undo_waves
from x400fix.plan.model import (
    AddressAttribute,
    Assignment,
    Nic,
    Place,
    Plan,
    Step,
    Timeline,
)
from x400fix.plan.schedule import runs, timeline
from x400fix.planning.names import find_block_id
from x400fix.planning.nic import exceeds_control_panel
from x400fix.settings.choices import Pack
from x400fix.step_kinds import StepKind

_MOST_SERVERS = 8
"""How many servers the undoing of a test lists: it stands at each of them."""


class StepHead(msgspec.Struct, frozen=True, gc=False):
    """A step as documents show it: its place, its title, and the numbers that it waits for.

    ``row`` is the assignment that it is about, if it is; ``decided`` is the step that brings a
    value which is open, if one does; ``tests`` are those that it sends, and ``undo`` is what their
    failing undoes.
    """

    place: Place
    step: Step
    title: str
    waits: str
    row: Assignment | None
    decided: int
    tests: Sequence[Test]
    undo: "TestUndo | None"

    @property
    def is_parallel(self) -> bool:
        """Whether one of several connectors between two servers is tested."""
        return any(test.is_parallel for test in self.tests)


class NicSheet(msgspec.Struct, frozen=True, kw_only=True):
    """What the texts show of the NIC of a place; the lists are addresses with masks."""

    panel_is_too_small: bool
    before: Sequence[str]
    after: Sequence[str]
    added: Sequence[str]


class Sheet(msgspec.Struct, frozen=True, kw_only=True):
    """What the texts show of a place, besides what the plan itself says of it.

    ``path`` is the folder on the server's own disk, without its drive; ``is_renamed`` says that
    its scripts come under names that a mail filter lets pass; ``broken`` says of each name file
    that is not merged why. ``asked`` are the steps that ask somebody else, and for a mapping what
    it is for. ``awaited`` are those elsewhere that bring a value before the go of this place: their
    number, their place, and its connectors.
    """

    path: str
    files: Sequence[str]
    is_renamed: bool
    is_ours: bool
    is_nt: bool
    is_nt351: bool
    is_later: bool
    is_cluster: bool
    is_silent: bool
    changes_names: bool
    changes_lmhosts: bool
    nic: NicSheet | None
    before: Sequence[str]
    after: Sequence[str]
    broken: Mapping[str, str]
    settings: Mapping[str, AddressAttribute]
    asked: Sequence[tuple[int, Assignment | None]]
    awaited: Sequence[tuple[int, str, Sequence[str]]]


class TestUndo(msgspec.Struct, frozen=True):
    """What to undo if a test of a wave fails, the same at all its servers.

    ``lines`` are of each server the numbers of the steps, and of those undone in part; there are
    none if that would be a long list. The steps of the wave are ``first`` to ``last``.
    """

    __test__ = False  # not for pytest

    lines: Sequence[tuple[str, str, str]]
    restarts: str
    earlier: str
    first: int
    last: int


def disk_folder(plan: Plan) -> str:
    """Where the folder of a server goes on its own disk, without its drive.

    A night that goes on with an earlier one of the same ticket has a folder of its own: what was
    recorded in the first one must not be taken for the state at the beginning of the second.

    Windows NT 3.51 takes long names on each of its file systems (only NT 3.1 had none on FAT,
    Q119524), so that the whole ticket can be the name; a device's name cannot.
    """
    name, is_later = plan.block_id, bool(plan.options.ticket and plan.remembered)
    is_device = not is_folder_name(name.upper()[:8])
    night = f"-{find_block_id('', plan.assignments)[:4]}" if is_later else ""
    return rf"\X400FIX\{'X' if is_device else ''}{name}{night}"


def step_title(step: Step, titles: Mapping[str, str]) -> str:
    """What a step is called, with the connector that it is about."""
    title = titles[step.kind]
    return f'{title} "{step.connector}"' if step.connector else title


def number_list(numbers: Sequence[int]) -> str:
    """Step numbers as text, rows of them as ``3 to 7``; none is left out."""
    return _rows(runs(numbers), " to ") if numbers[1:] else "".join(map(str, numbers))


def number_list_down(numbers: Sequence[int]) -> str:
    """Descending step numbers as text, rows of them as ``7 down to 3``."""
    if not numbers[1:]:
        return "".join(map(str, numbers))
    rows = [(last, first) for first, last in runs(numbers[::-1])]
    return _rows(rows[::-1], " down to ")


def _rows(rows: Iterable[tuple[int, int]], between: str) -> str:
    """Rows of numbers by their ends, those of one or two numbers by each of them."""
    return ", ".join(
        str(one) if one == other else f"{one}{between if abs(one - other) > 1 else ', '}{other}"
        for one, other in rows
    )


class StepTexts:
    """What the texts of one plan's steps show: ``heads`` are all steps in order of time."""

    def __init__(self, plan: Plan, renderer: Renderer) -> None:
        """Look up what the texts need besides a place."""
        self.plan = plan
        self.renderer = renderer
        self.scripts = Scripts(plan, renderer)
        self.tests = find_tests(plan)
        self.decided = _deciding_steps(plan)
        self.heads = self._find_heads()
        self._facts = {facts.server: facts for facts in plan.facts}
        self._path = disk_folder(plan)

    def _find_heads(self) -> list[StepHead]:
        rows, titles = (None, *self.plan.assignments), self.renderer.step_titles
        places = {place.name: place for place in self.plan.servers}
        steps, tests = timeline(self.plan), dict[int, list[Test]]()
        for test in self.tests:
            tests.setdefault(test.step, []).append(test)
        undo = _undo_of_tests(self.plan, steps, tests)
        return [
            StepHead(
                places[name],
                step,
                step_title(step, titles),
                number_list(step.waits_for),
                rows[step.assignment],
                self.decided.get((name, step.connector), 0),
                tests.get(step.number, ()),
                undo.get(step.wave) if step.kind is StepKind.TEST else None,
            )
            for name, step in steps
        ]

    def sheet(self, place: Place) -> Sheet:
        """What the texts show of a place."""
        system = system_of(place.os)
        facts = self._facts.get(place.name)
        kinds = {step.kind for step in place.steps}
        files, is_safe = self.file_names(place), self.plan.options.pack is Pack.SAFE
        return Sheet(
            path=self._path,
            files=files,
            is_renamed=is_safe and any(name.endswith(".CMD") for name in files),
            is_ours=facts is not None,
            is_nt=system is not None and system.uses_registry,
            is_nt351=system is not None and system.windows is Windows.NT351,
            is_later=system is not None and not system.uses_registry,
            is_cluster=facts is not None and Role.CLUSTER in facts.roles,
            is_silent=_is_silent(place.exchange),
            changes_names=not kinds.isdisjoint(_HOSTS_KINDS | _LMHOSTS_KINDS),
            changes_lmhosts=not kinds.isdisjoint(_LMHOSTS_KINDS),
            nic=_nic_sheet(place.nic, system) if place.nic else None,
            before=new_addresses(place),
            after=self.scripts.dialled(place),
            broken={use.file: use.reason for use in place.name_files if use.reason},
            settings={each.connector: each for each in place.address_attributes},
            asked=self._asked(place),
            awaited=self._awaited(place),
        )

    def _asked(self, place: Place) -> list[tuple[int, Assignment | None]]:
        """The steps of a place that ask somebody else, and what they are to map."""
        rows = self.plan.assignments
        return [
            (step.number, rows[step.assignment - 1] if step.kind is StepKind.MAPPING else None)
            for step in place.steps
            if step.kind in (StepKind.REQUEST, StepKind.MAPPING)
        ]

    def _awaited(self, place: Place) -> list[tuple[int, str, Sequence[str]]]:
        """The steps that bring what this place waits for, and the connectors that need it."""
        found: dict[tuple[int, str], list[str]] = {}
        signed = max(step.number for step in place.steps if step.kind is StepKind.GO)
        for step in place.steps:
            brings = self.decided.get((place.name, step.connector), 0)
            if step.kind is StepKind.ADDRESS_OPEN and brings < signed:
                owner = self.plan.assignments[step.assignment - 1].owner
                found.setdefault((brings, owner), []).append(step.connector)
        return [(number, owner, names) for (number, owner), names in found.items()]

    def file_names(self, place: Place) -> list[str]:
        """The names of all files next to STEPS.TXT in a folder."""
        given = [
            f"{each.file}.{ending}"
            for each in place.name_files
            for ending in ("OLD", *(("NEW",) if each.merged else ()))
        ]
        pages = ["ADDRATTR.TXT"] if place.address_attributes else []
        return sorted([*self.scripts.names(place), *given, *pages])


_HOSTS_KINDS = {StepKind.HOSTS, StepKind.HOSTS_HAND}
_LMHOSTS_KINDS = {StepKind.LMHOSTS, StepKind.LMHOSTS_HAND, StepKind.LMHOSTS_OPTIONAL}


def _nic_sheet(nic: Nic, system: OperatingSystem | None) -> NicSheet:
    is_nt351 = system is not None and system.windows is Windows.NT351
    return NicSheet(
        panel_is_too_small=exceeds_control_panel(nic, is_nt351=is_nt351),
        before=_pair_texts(nic.before),
        after=_pair_texts(nic.after),
        added=_pair_texts(nic.added),
    )


@lru_cache(maxsize=64)
def _is_silent(exchange: str) -> bool:
    """Whether event 9301 may never be logged (Q234962)."""
    return bool(exchange) and parse_exchange(exchange).has_silent_9301


def _undo_of_tests(
    plan: Plan, steps: Timeline, tests: Mapping[int, Sequence[Test]]
) -> Mapping[int, TestUndo]:
    """What a test that fails undoes, by wave."""
    tested: dict[int, list[tuple[str, str]]] = {}
    for _, step in steps:
        found = ((each.server, each.connector) for each in tests.get(step.number, ()))
        tested.setdefault(step.wave, []).extend(found)
    overridden = {
        (place.name, each.connector) for place in plan.servers for each in place.overrides
    }
    undone = undo_waves(steps, tested, overridden)
    return {wave: _test_undo(each) for wave, each in undone.items()}


def _test_undo(undo: WaveUndo) -> TestUndo:
    places = list(dict.fromkeys((*undo.settings, *undo.partly)))
    lines = [
        (
            place,
            number_list_down(undo.settings.get(place, ())),
            number_list_down(undo.partly.get(place, ())),
        )
        for place in places
    ]
    return TestUndo(
        lines if len(undo.restarts) <= _MOST_SERVERS else (),
        ", ".join(undo.restarts),
        ", ".join(undo.earlier),
        undo.first,
        undo.last,
    )


def _deciding_steps(plan: Plan) -> Mapping[tuple[str, str], int]:
    """For each connector that is changed by hand, the step that asks for what it needs.

    A firewall has a step for each connector, a partner one for all with the same reason.
    """
    asked: dict[tuple[str, str, str], int] = {}
    for place in plan.servers:
        for step in place.steps:
            if step.kind in (StepKind.REQUEST, StepKind.MAPPING) and step.assignment:
                reason = plan.assignments[step.assignment - 1].reason
                asked[place.name, reason, step.connector] = step.number
    return {
        (each.server, each.connector): asked.get((each.owner, each.reason, each.connector))
        or asked.get((each.owner, each.reason, ""), 0)
        for each in plan.assignments
        if each.action is Action.MANUAL
    }


def _pair_texts(addresses: Sequence[str]) -> list[str]:
    """Addresses with their masks, in two columns; an unknown mask is left out."""
    pairs = [text.partition("/") for text in addresses]
    return [
        f"{number:<15}  {mask_text(int(prefix))}" if prefix else number
        for number, _, prefix in pairs
    ]
