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

from x400fix.documents.acceptance import Test, find_tests
from x400fix.documents.rendering import Renderer
from x400fix.documents.scripts import NIC_KEY, Scripts, has_reg_file, new_addresses, system_of
from x400fix.inventory.addresses import HOST_NAME, IP_ADDRESS, mask_text
from x400fix.inventory.names import is_folder_name, is_service_name
from x400fix.inventory.versions import Windows, parse_exchange
from x400fix.plan.model import Assignment, Place, Plan, Step, Vehicle
from x400fix.plan.schedule import runs, timeline
from x400fix.planning.nic import exceeds_control_panel
from x400fix.settings.choices import Pack
from x400fix.step_kinds import Effect, StepKind

_OVERRIDE_KEY = r"System\CurrentControlSet\Services\MSExchangeMTA\Parameters"
_REGINI_ROOT = "\\Registry\\Machine\\"
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


def disk_folder(block_id: str) -> str:
    """Where the folder of a server goes on its own disk.

    Windows NT 3.51 takes long names on each of its file systems (only NT 3.1 had none on FAT,
    Q119524), so that the whole ticket can be the name; a device's name cannot.
    """
    is_device = not is_folder_name(block_id.upper()[:8])
    return rf"C:\X400FIX\{'X' if is_device else ''}{block_id}"


def step_title(step: Step, titles: Mapping[str, str]) -> str:
    """What a step is called, with the connector that it is about."""
    title = titles[step.kind]
    return f'{title} "{step.connector}"' if step.connector else title


def number_list(numbers: Sequence[int]) -> str:
    """Step numbers as text, rows of them as ``3 to 7``; none is left out."""
    shown = []
    for first, last in runs(numbers):
        between = " to " if last > first + 1 else ", "
        shown.append(f"{first}{between}{last}" if last > first else str(first))
    return ", ".join(shown) or "-"


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
        self._disk = disk_folder(plan.block_id)
        self._tests: dict[int, list[Test]] = {}
        for test in find_tests(plan):
            self._tests.setdefault(test.step, []).append(test)

    def place_values(self, place: Place) -> Mapping[str, object]:
        """What the templates show of a place."""
        nic, system, files = place.nic, system_of(place.os), self.file_names(place)
        adapter = nic.adapter if nic else ""
        key = NIC_KEY.format(adapter=adapter)
        uses_registry = system is not None and system.uses_registry
        is_nt351 = system is not None and system.windows is Windows.NT351
        return {
            "name": place.name,
            "is_ours": place.name in self._known,
            "os": place.os,
            "is_nt": uses_registry,
            "is_2000": system is not None and not system.uses_registry,
            "exchange": place.exchange,
            "disk": self._disk,
            "is_renamed": self._plan.options.pack is Pack.SAFE
            and any(name.endswith(".CMD") for name in files),
            "files": files,
            # Event 9301 may never be logged (Q234962).
            "is_silent": bool(place.exchange) and parse_exchange(place.exchange).has_silent_9301,
            "vehicle": nic.vehicle.value if nic else Vehicle.HAND.value,
            "has_key": uses_registry and is_service_name(adapter),
            "adapter": adapter,
            "panel_is_too_small": nic is not None and exceeds_control_panel(nic, is_nt351=is_nt351),
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
            "tests": self._tests.get(step.number, ()),
        }
        return self._renderer.text(f"steps/{name}", values)

    def in_order(self) -> Iterator[StepText]:
        """Every step with its words, in order of time."""
        places = {place.name: (place, self.place_values(place)) for place in self._plan.servers}
        for name, step in timeline(self._plan):
            place, values = places[name]
            parts = _entries(self.text(values, step))
            yield StepText(
                place=place,
                step=step,
                title=step_title(step, self._renderer.step_titles),
                do=tuple(parts["Do:"]),
                expected=tuple(parts["Expected:"]),
                check=tuple(parts["Check:"]),
                undo=tuple(parts["Undo:"]),
            )


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
    """The steps of each wave that change an Address, as text."""
    found: dict[int, list[int]] = {}
    for _, step in timeline(plan):
        if step.kind.effect is Effect.ADDRESS:
            found.setdefault(step.wave, []).append(step.number)
    return {
        wave: f"{'step' if len(numbers) == 1 else 'steps'} {number_list(numbers)}"
        for wave, numbers in found.items()
    }


def _pair_texts(addresses: Sequence[str]) -> list[str]:
    """Addresses with their masks, in two columns; an unknown mask is left out."""
    pairs = [text.partition("/") for text in addresses]
    return [
        f"{number:<15}  {mask_text(int(prefix))}" if prefix else number
        for number, _, prefix in pairs
    ]
