# SPDX-License-Identifier: MIT
"""What must hold of the places where somebody works, and of their steps."""

from collections.abc import Mapping, Sequence

from x400fix.allocation.assignments import OwnerKind
from x400fix.inventory.names import is_folder_name
from x400fix.namefiles.existing import NameFileKind
from x400fix.plan.model import NicRecord, ServerRecord, StepRecord
from x400fix.planning.nic import Vehicle
from x400fix.planning.soundness.index import (
    CHANGES,
    Index,
    Rule,
    are_once,
    check_each,
    is_rising,
    values,
)
from x400fix.settings.ticket_facts import MOST_MINUTES
from x400fix.step_kinds import StepKind

_OWNERS = values(OwnerKind)
_VEHICLES = values(Vehicle)
_FILES = values(NameFileKind)
_KINDS: Mapping[str, StepKind] = {kind.slug: kind for kind in StepKind}
_OF_WAVES = CHANGES | {StepKind.MTA_RESTART.slug, StepKind.TEST.slug}

_Step = tuple[str, StepRecord]
"""A step with its place."""


def _has_its_connector(found: _Step, index: Index) -> bool:
    """Whether a step is about the connector that its kind asks for."""
    place, step = found
    if step.kind == StepKind.MAPPING.slug:
        return step.connector in index.asked.get(place, ())
    if step.kind in CHANGES:
        given = index.assignments.get((place, step.connector))
        return given is not None and given.step == step.number
    return not step.connector


_STEPS: Sequence[Rule[_Step]] = (
    ("its kind is not known", lambda s, _: s[1].kind in _KINDS),
    ("its kind is done by somebody else", lambda s, _: s[1].who == _KINDS[s[1].kind].who),
    (f"minutes are from 0 to {MOST_MINUTES}", lambda s, _: 0 <= s[1].minutes <= MOST_MINUTES),
    ("it has no such wave", lambda s, _: (s[1].wave > 0) is (s[1].kind in _OF_WAVES)),
    ("it has no such wave", lambda s, index: 0 <= s[1].wave <= index.document.summary.waves),
    (
        "it waits for steps before it, each once",
        lambda s, _: is_rising((0, *s[1].waits_for, s[1].number)),
    ),
    ("it is about no such connector", _has_its_connector),
)


def _is_whole(nic: NicRecord) -> bool:
    """Whether the list afterwards is the one before with the new addresses behind it."""
    after = (*nic.before, *nic.added) if nic.before else ()
    return bool(nic.added) and nic.after == after


_PLACES: Sequence[Rule[ServerRecord]] = (
    ("its kind is not known", lambda p, _: p.kind in _OWNERS),
    ("its folder cannot be one", lambda p, _: is_folder_name(p.folder)),
    (
        "its versions are others in the facts",
        lambda p, index: (
            p.name not in index.facts
            or (p.os, p.exchange) == (index.facts[p.name].os, index.facts[p.name].exchange)
        ),
    ),
    (
        "its NIC is set in no known way",
        lambda p, _: p.nic is None or p.nic.vehicle in _VEHICLES,
    ),
    ("the lists of its NIC do not fit together", lambda p, _: p.nic is None or _is_whole(p.nic)),
    (
        "its overrides are about connectors that it has not, or twice about one",
        lambda p, index: _are_own(p, [each.connector for each in p.overrides], index),
    ),
    (
        "its Addresses are not those of its connectors that are assigned",
        lambda p, index: (
            tuple(each.connector for each in p.address_attributes) == index.assigned(p.name)
        ),
    ),
    (
        "it has each of the files LMHOSTS and HOSTS once",
        lambda p, _: (
            are_once([each.file for each in p.name_files])
            and {each.file for each in p.name_files} <= _FILES
        ),
    ),
)


def _are_own(place: ServerRecord, names: Sequence[str], index: Index) -> bool:
    """Whether all are connectors of a place, each once."""
    return are_once(names) and all((place.name, name) in index.connectors for name in names)


def check_work(index: Index) -> None:
    """Raise ValueError if places and steps are not such as a plan has."""
    places = index.document.servers
    check_each("place", places, _PLACES, index)
    count = sum(len(place.steps) for place in places)
    if index.steps.keys() != set(range(1, count + 1)):
        message = f"steps are not numbered from 1 to {count}"
        raise ValueError(message)
    check_each("step", (index.steps[number] for number in range(1, count + 1)), _STEPS, index)
