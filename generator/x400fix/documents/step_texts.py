# SPDX-License-Identifier: MIT
"""The texts of steps: each is rendered once, from the template of its kind below templates/steps.

A template gives the parts of a step under their labels. An entry, which is a paragraph or an item
of a list, begins with ``* ``; a line that begins with two blanks goes on with it::

    Do:
    * As in ADDRATTR.TXT: on the Stack tab choose IP address
      and enter 10.1.0.32
    Undo:
    * On the Stack tab choose IP address
      and enter 10.1.0.10
"""

import textwrap
from collections.abc import Iterator, Mapping, Sequence
from functools import cache, lru_cache

import msgspec

from x400fix.documents.rendering import Renderer
from x400fix.documents.scripts import NIC_KEY, Scripts, has_reg_file, new_addresses, system_of
from x400fix.inventory.addresses import HOST_NAME, IP_ADDRESS, mask_text
from x400fix.inventory.names import is_service_name
from x400fix.inventory.versions import Windows, parse_exchange
from x400fix.plan.model import Assignment, Place, Plan, Step, Vehicle
from x400fix.plan.schedule import timeline
from x400fix.planning.nic import exceeds_control_panel
from x400fix.step_kinds import StepKind

_OVERRIDE_KEY = r"System\CurrentControlSet\Services\MSExchangeMTA\Parameters"
_REGINI_ROOT = "\\Registry\\Machine\\"
_NUMBERS_SHOWN = 12
_REASON_WIDTH = 60

_SHARED_TEMPLATES = {
    StepKind.HOSTS_HAND: "hosts",
    StepKind.LMHOSTS_HAND: "lmhosts",
    StepKind.LMHOSTS_OPTIONAL: "lmhosts",
}
"""Kinds whose text differs so little from that of another one that they share its template."""


class StepHead(msgspec.Struct, frozen=True):
    """A step with its place and its title, as lists show it."""

    place: Place
    step: Step
    title: str


class StepText(StepHead, frozen=True):
    """One step with its words; each text is a paragraph or an entry of a list."""

    do: tuple[str, ...]
    expected: tuple[str, ...]
    check: tuple[str, ...]
    undo: tuple[str, ...]


@cache
def wrapped(text: str, width: int, indent: int) -> str:
    """A sentence on several lines, all but the first indented; few different ones exist."""
    return f"\n{' ' * indent}".join(textwrap.wrap(text, width, break_on_hyphens=False))


def step_title(step: Step, titles: Mapping[str, str]) -> str:
    """What a step is called, with the connector that it is about."""
    title = titles[step.kind]
    return f'{title} "{step.connector}"' if step.connector else title


def number_list(numbers: Sequence[int]) -> str:
    """Step numbers as text; of very many only the last ones, which come after all others."""
    if len(numbers) > _NUMBERS_SHOWN:
        last = ", ".join(map(str, numbers[-_NUMBERS_SHOWN:]))
        return f"{len(numbers)} steps up to {last}"
    return ", ".join(map(str, numbers)) or "-"


class StepTexts:
    """Renders the steps of one plan."""

    def __init__(self, plan: Plan, renderer: Renderer, *, keeps: bool = False) -> None:
        """Look up what the texts need besides a place; ``keeps`` them for the next document."""
        self._kept: dict[int, str] | None = {} if keeps else None
        self._plan = plan
        self._renderer = renderer
        self.scripts = Scripts(plan, renderer)
        self._known = {facts.server for facts in plan.facts}
        self._waves = _address_steps(plan)

    def place_values(self, place: Place) -> Mapping[str, object]:
        """What the templates show of a place."""
        nic, system = place.nic, system_of(place.os)
        adapter = nic.adapter if nic else ""
        key = NIC_KEY.format(adapter=adapter)
        uses_registry = system is not None and system.uses_registry
        return {
            "name": place.name,
            "is_ours": place.name in self._known,
            "os": place.os,
            "is_nt": uses_registry,
            "is_2000": system is not None and not system.uses_registry,
            "exchange": place.exchange,
            "files": self.file_names(place),
            "is_silent": bool(place.exchange) and _is_silent(place.exchange),
            "vehicle": nic.vehicle.value if nic else Vehicle.HAND.value,
            "has_key": uses_registry and is_service_name(adapter),
            "adapter": adapter,
            "panel_is_too_small": nic is not None
            and exceeds_control_panel(nic, is_nt351=_is_nt351(place)),
            "has_reg_file": has_reg_file(place),
            "missing": nic.missing if nic else (),
            "key": _REGINI_ROOT + key,
            "key_by_hand": "HKEY_LOCAL_MACHINE\\" + key,
            "lists_before": _pair_texts(nic.before) if nic else [],
            "lists_after": _pair_texts(nic.after) if nic else [],
            "lists_added": _pair_texts(nic.added) if nic else [],
            "before": new_addresses(place),
            "after": self.scripts.dialled(place),
            "hosts": place.hosts,
            "lmhosts": place.lmhosts,
            "overrides": place.overrides,
            "override_key": "HKEY_LOCAL_MACHINE\\" + _OVERRIDE_KEY,
            "override_regini_key": _REGINI_ROOT + _OVERRIDE_KEY,
        }

    def file_names(self, place: Place) -> list[str]:
        """The names of all files next to STEPS.TXT in a folder."""
        given = [
            f"{each.file}.{ending}"
            for each in place.name_files
            for ending in ("OLD", *(("NEW",) if each.merged else ()))
        ]
        pages = ["ADDRATTR.TXT"] if place.address_attributes else []
        return sorted([*self.scripts.names(place), *given, *pages])

    def text(self, place: Mapping[str, object], step: Step) -> str:
        """A step of a place as its template gives it."""
        if self._kept is None:
            return self._render(place, step)
        if step.number not in self._kept:
            self._kept[step.number] = self._render(place, step)
        return self._kept[step.number]

    def _render(self, place: Mapping[str, object], step: Step) -> str:
        kind, row = step.kind, step.assignment
        assignment = self._plan.assignments[row - 1] if row else None
        name = _SHARED_TEMPLATES.get(kind, kind.value)
        values = {
            "place": place,
            "step": step,
            "change": _change(assignment) if assignment else {},
            "reason": wrapped(assignment.reason, _REASON_WIDTH, 2) if assignment else "",
            "wave_steps": self._waves.get(step.wave, ""),
        }
        return self._renderer.text(f"steps/{name}", values)


def _change(assignment: Assignment) -> Mapping[str, str]:
    """What a step changes of one connector; ``inner`` is the address that a firewall maps."""
    is_number = assignment.old_address.replace(".", "").isdigit()
    return {
        "old_type": IP_ADDRESS if is_number else HOST_NAME,
        "old": assignment.old_address,
        "new_type": assignment.address_type,
        "new": assignment.address_value,
        "inner": assignment.new_address,
        "home": assignment.server,
        "partner": assignment.remote_server,
    }


def find_step_texts(plan: Plan, renderer: Renderer, texts: StepTexts) -> Iterator[StepText]:
    """Every step with its words, in order of time."""
    places = {place.name: place for place in plan.servers}
    values = {name: texts.place_values(place) for name, place in places.items()}
    for name, step in timeline(plan):
        parts = _entries(texts.text(values[name], step))
        yield StepText(
            place=places[name],
            step=step,
            title=step_title(step, renderer.step_titles),
            do=tuple(parts["Do:"]),
            expected=tuple(parts["Expected:"]),
            check=tuple(parts["Check:"]),
            undo=tuple(parts["Undo:"]),
        )


def _entries(text: str) -> Mapping[str, Sequence[str]]:
    """The entries under each label, without the lines and indents of STEPS.TXT."""
    parts: dict[str, list[str]] = {}
    entries: list[str] = []
    for line in text.splitlines():
        if line.startswith("* "):
            entries.append(line[2:].strip())
        elif line.startswith("  "):
            entries[-1] = f"{entries[-1]} {line.strip()}"
        else:
            entries = parts.setdefault(line, [])
    return parts


@lru_cache(maxsize=256)
def laid_out(text: str) -> str:
    """The same as STEPS.TXT has it: labels in one column, texts in another; many texts recur."""
    lines: list[str] = []
    start = ""
    for line in text.splitlines():
        if line[:1] in {"*", " "}:
            lines.append(f"{start or _INDENT}{line[2:]}")
            start = ""
        else:
            start = f"    {line:<12}"
    return "\n".join(lines)


_INDENT = " " * 16


def _address_steps(plan: Plan) -> Mapping[int, str]:
    """The steps of each wave that change an Address, which follow each other, as text."""
    ranges: dict[int, tuple[int, int]] = {}
    for place in plan.servers:
        for step in place.steps:
            if step.kind in (StepKind.ADDRESS, StepKind.ADDRESS_OPEN):
                first, last = ranges.get(step.wave, (step.number, step.number))
                ranges[step.wave] = min(first, step.number), max(last, step.number)
    return {
        wave: f"step {first}" if first == last else f"steps {first} to {last}"
        for wave, (first, last) in ranges.items()
    }


@lru_cache(maxsize=64)
def _is_silent(exchange: str) -> bool:
    """Whether the MTA of a version may never log event 9301 (Q234962)."""
    return parse_exchange(exchange).has_silent_9301


def _is_nt351(place: Place) -> bool:
    system = system_of(place.os)
    return system is not None and system.windows is Windows.NT351


def _pair_texts(addresses: Sequence[str]) -> list[str]:
    """Addresses with their masks, in two columns; an unknown mask is left out."""
    pairs = [text.partition("/") for text in addresses]
    return [
        f"{number:<15}  {mask_text(int(prefix))}" if prefix else number
        for number, _, prefix in pairs
    ]
