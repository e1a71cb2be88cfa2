# SPDX-License-Identifier: MIT
"""The pages of one folder below SERVERS that a person reads: STEPS.TXT and ADDRATTR.TXT."""

import textwrap
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache

from x400fix import __version__
from x400fix.allocation.assignments import Action, Assignment
from x400fix.documents.rendering import Renderer
from x400fix.documents.scripts import NIC_KEY, script_names
from x400fix.inventory.addresses import Address, NicAddress, address_text, address_type, mask_text
from x400fix.inventory.connectors import Server
from x400fix.inventory.names import is_service_name
from x400fix.planning.nic import Vehicle, exceeds_control_panel
from x400fix.planning.places import Work
from x400fix.planning.selectors import propose_selectors, selector_text
from x400fix.planning.steps import Step
from x400fix.settings.settings import Settings
from x400fix.step_kinds import StepKind

_OVERRIDE_KEY = r"System\CurrentControlSet\Services\MSExchangeMTA\Parameters"
_REGINI_ROOT = "\\Registry\\Machine\\"
_NUMBERS_SHOWN = 12
_REASON_WIDTH = 60
_REASON_INDENT = 16

StepHead = tuple[int, str, str, str, int]
Change = tuple[str, str, str, str, str, str]

_NO_CHANGE = ("", "", "", "", "", "")
_UNDECIDED = Address("")


@cache
def wrapped(reason: str, width: int, indent: int) -> str:
    """A sentence on several lines, all but the first indented; few different ones exist."""
    return f"\n{' ' * indent}".join(textwrap.wrap(reason, width, break_on_hyphens=False))


def step_title(step: Step, titles: Mapping[str, str]) -> str:
    """What a step is called, with the connector that it is about."""
    title, connector = titles[step.kind.slug], step.connector
    return f'{title} "{connector}"' if connector else title


def pair_texts(addresses: Sequence[NicAddress]) -> list[str]:
    """Addresses with their masks, in two columns; an unknown mask is left out."""
    return [
        address_text(a.number)
        if a.prefix is None
        else f"{address_text(a.number):<15}  {mask_text(a.prefix)}"
        for a in addresses
    ]


def number_list(numbers: Sequence[int]) -> str:
    """Step numbers as text; of very many only the last ones, which come after all others."""
    if len(numbers) > _NUMBERS_SHOWN:
        last = ", ".join(map(str, numbers[-_NUMBERS_SHOWN:]))
        return f"{len(numbers)} steps up to {last}"
    return ", ".join(map(str, numbers)) or "-"


def file_names(work: Work, present: Iterable[str]) -> list[str]:
    """The names of all files beside STEPS.TXT in a folder; ``present`` are those of name files."""
    pages = ["ADDRATTR.TXT"] if work.own else []
    return sorted([*script_names(work), *present, *pages])


def address_steps(steps: Iterable[Step]) -> Mapping[int, str]:
    """The steps of each wave that change an Address, which follow each other, as text."""
    ranges: dict[int, tuple[int, int]] = {}
    for step in steps:
        if step.kind in (StepKind.ADDRESS, StepKind.ADDRESS_OPEN):
            first, last = ranges.get(step.wave, (step.number, step.number))
            ranges[step.wave] = min(first, step.number), max(last, step.number)
    return {
        wave: f"step {first}" if first == last else f"steps {first} to {last}"
        for wave, (first, last) in ranges.items()
    }


class Pages:
    """Renders the pages of all folders."""

    def __init__(
        self,
        renderer: Renderer,
        settings: Settings,
        servers: Mapping[str, Server],
        waves: Mapping[int, str],
    ) -> None:
        """Take what is the same for all folders; ``waves`` are the Address steps of each wave."""
        self._renderer = renderer
        self._settings = settings
        self._servers = servers
        self._waves = waves

    def page_files(
        self, work: Work, steps: Sequence[Step], present: Sequence[str]
    ) -> Iterator[tuple[str, bytes]]:
        """The name and the bytes of each page of a folder; ``present`` are its name files."""
        if work.own:
            yield "ADDRATTR.TXT", self._address_attributes(work, steps)
        yield "STEPS.TXT", self._steps(work, steps, present)

    def _steps(self, work: Work, steps: Sequence[Step], present: Sequence[str]) -> bytes:
        values = {**self.place_values(work, present), "steps": map(self.step_row, steps)}
        return self._renderer.cp1252("bundle/STEPS.TXT", values)

    def place_values(self, work: Work, present: Iterable[str]) -> Mapping[str, object]:
        """What STEPS.TXT shows of a place, but for its steps; ``present`` are its name files."""
        server, nic = work.server, work.nic
        adapter = nic.adapter if nic else ""
        key = NIC_KEY.format(adapter=adapter)
        place = {
            "name": work.name,
            "is_ours": server is not None,
            "os": str(server.os) if server and server.os else "",
            "is_nt": bool(server and server.os and server.os.uses_registry),
            "is_2000": bool(server and server.os and not server.os.uses_registry),
            "exchange": str(server.exchange) if server and server.exchange else "",
            "files": file_names(work, present),
            "is_silent": bool(server and server.exchange and server.exchange.has_silent_9301),
            "vehicle": nic.vehicle.value if nic else Vehicle.HAND.value,
            "adapter": adapter,
            "has_key": bool(
                server and server.os and server.os.uses_registry and is_service_name(adapter)
            ),
            "panel_is_too_small": nic is not None and exceeds_control_panel(nic, server),
            "has_reg_file": nic is not None and nic.has_reg_file,
            "missing": nic.missing if nic else (),
            "key": _REGINI_ROOT + key,
            "key_by_hand": "HKEY_LOCAL_MACHINE\\" + key,
            "lists_before": pair_texts(nic.before) if nic else [],
            "lists_after": pair_texts(nic.after) if nic else [],
            "lists_added": pair_texts(nic.added) if nic else [],
            "before": list(map(address_text, work.before)),
            "after": list(map(address_text, work.after)),
            "hosts": [(address_text(e.number), e.name) for e in work.hosts],
            "lmhosts": [(address_text(e.number), e.name) for e in work.lmhosts],
            "overrides": [
                (o.connector.name, address_text(o.number), o.is_scripted) for o in work.overrides
            ],
            "override_key": "HKEY_LOCAL_MACHINE\\" + _OVERRIDE_KEY,
            "override_regini_key": _REGINI_ROOT + _OVERRIDE_KEY,
        }
        return {"version": __version__, "place": place}

    def step_row(self, step: Step) -> tuple[str, StepHead, int, Change, str]:
        """The values of one step, in the order in which the template unpacks them."""
        kind, assignment = step.kind, step.assignment
        head = (
            step.number,
            step_title(step, self._renderer.step_titles),
            kind.who,
            number_list(step.waits_for),
            step.minutes,
        )
        if assignment is None:
            undone = (self._waves.get(step.wave, ""), *_NO_CHANGE[1:])
            return kind.slug, head, step.wave, undone, ""
        old, new = assignment.connector.address, assignment.value or _UNDECIDED
        new_type, old_type = address_type(new), address_type(old)
        change = (new_type, new.text, new_type, new.text, old_type, old.text)
        if kind is StepKind.MAPPING:
            # The firewall needs the address, whatever name leads to it.
            address = "" if assignment.address is None else address_text(assignment.address)
            home, partner = assignment.connector.server, assignment.partner
            change = (address, partner, home, "", "", "")
        return (
            kind.slug,
            head,
            step.wave,
            change,
            wrapped(assignment.reason, _REASON_WIDTH, _REASON_INDENT),
        )

    def _address_attributes(self, work: Work, steps: Sequence[Step]) -> bytes:
        numbers = {
            id(step.assignment): step.number for step in steps if step.assignment and step.wave
        }
        values = {
            "version": __version__,
            "server": work.name,
            "settings": [_setting_row(a, numbers.get(id(a), 0)) for a in work.own],
            "selectors": [
                (
                    f"{proposal.older.server}/{proposal.older.name}",
                    f"{proposal.newer.server}/{proposal.newer.name}",
                    selector_text(proposal.outgoing),
                    "the T selector of the newer server's stack"
                    if proposal.incoming is None
                    else selector_text(proposal.incoming),
                )
                for proposal in propose_selectors(work.own, self._servers)
            ],
        }
        return self._renderer.cp1252("bundle/ADDRATTR.TXT", values)


def _setting_row(assignment: Assignment, number: int) -> tuple[str, tuple[object, ...]]:
    """The name of one connector's block, and its values in the order of the block."""
    connector, value = assignment.connector, assignment.value
    other = assignment.link.other_end(connector)
    far = f'"{other.server}/{other.name}"' if other else "not in the inventory"
    name, now = connector.name, connector.address
    old_type = address_type(now)
    if assignment.action is Action.KEEP:
        return "keep", (name, old_type, now.text, far)
    if value is None:
        return "open", (name, old_type, now.text, number, old_type, now.text, far)
    new_type = address_type(value)
    return "move", (
        name, old_type, now.text, new_type, value.text, number, old_type, now.text, far,
    )  # fmt: skip
