# SPDX-License-Identifier: MIT
"""The pages of one folder below SERVERS that a person reads: STEPS.TXT and ADDRATTR.TXT."""

import textwrap
from collections.abc import Iterator, Mapping, Sequence
from functools import cache

from x400fix import __version__
from x400fix.config.settings import Settings
from x400fix.model.addresses import address_text
from x400fix.model.assignments import Assignment
from x400fix.model.connectors import Server
from x400fix.plan.attributes import address_type, new_address
from x400fix.plan.nic import Vehicle
from x400fix.plan.selectors import propose_selectors, selector_text
from x400fix.plan.steps import Step
from x400fix.plan.work import Work
from x400fix.render.environment import Renderer
from x400fix.render.scripts import NIC_KEY, pairs, script_names
from x400fix.model.names import is_service_name

_OVERRIDE_KEY = r"System\CurrentControlSet\Services\MSExchangeMTA\Parameters"
_REGINI_ROOT = "\\Registry\\Machine\\"
_NUMBERS_SHOWN = 12
_REASON_WIDTH = 60
_REASON_INDENT = " " * 16

StepRow = tuple[int, str, str, int, str, int, str, str, str, str, str, str]


@cache
def wrapped(reason: str, indent: str = _REASON_INDENT) -> str:
    """A reason on lines of its own; only a few different ones exist."""
    return f"\n{indent}".join(textwrap.wrap(reason, _REASON_WIDTH))


def number_list(numbers: Sequence[int]) -> str:
    """Step numbers as text; of very many only the last ones, which come after all others."""
    if len(numbers) > _NUMBERS_SHOWN:
        last = ", ".join(map(str, numbers[-_NUMBERS_SHOWN:]))
        return f"{len(numbers)} steps up to {last}"
    return ", ".join(map(str, numbers))


class Pages:
    """Renders the pages of all folders."""

    def __init__(
        self,
        renderer: Renderer,
        settings: Settings,
        servers: Mapping[str, Server],
    ) -> None:
        """Take what is the same for all folders."""
        self._renderer = renderer
        self._settings = settings
        self._servers = servers

    def page_files(self, work: Work, steps: Sequence[Step]) -> Iterator[tuple[str, bytes]]:
        """The name and the bytes of each page of a folder."""
        names = script_names(work)
        if work.own:
            names.append("ADDRATTR.TXT")
            yield "ADDRATTR.TXT", self._address_attributes(work, steps)
        yield "STEPS.TXT", self._steps(work, steps, sorted(names))

    def _steps(self, work: Work, steps: Sequence[Step], files: Sequence[str]) -> bytes:
        server, nic = work.server, work.nic
        adapter = nic.adapter if nic else ""
        key = NIC_KEY.format(adapter=adapter)
        values = {
            "version": __version__,
            "name": work.name,
            "os": str(server.os) if server and server.os else "",
            "exchange": str(server.exchange) if server and server.exchange else "",
            "files": files,
            "steps": (self._step_row(step) for step in steps),
            "is_silent": bool(server and server.exchange and server.exchange.has_silent_9301),
            "vehicle": nic.vehicle.value if nic else Vehicle.HAND.value,
            "adapter": adapter,
            "adapter_is_safe": is_service_name(adapter),
            "has_reg_file": nic is not None and nic.has_reg_file,
            "missing": nic.missing if nic else (),
            "key": _REGINI_ROOT + key,
            "key_by_hand": "HKEY_LOCAL_MACHINE\\" + key,
            "lists_before": pairs(nic.before) if nic else [],
            "lists_after": pairs(nic.after) if nic else [],
            "lists_added": pairs(nic.added) if nic else [],
            "before": ", ".join(map(address_text, work.before)),
            "after": ", ".join(map(address_text, work.after)),
            "hosts": [(address_text(e.number), e.name) for e in work.hosts],
            "lmhosts": [(address_text(e.number), e.name) for e in work.lmhosts],
            "overrides": [
                (o.connector.name, address_text(o.number), o.is_scripted) for o in work.overrides
            ],
            "override_key": "HKEY_LOCAL_MACHINE\\" + _OVERRIDE_KEY,
            "override_regini_key": _REGINI_ROOT + _OVERRIDE_KEY,
        }
        return self._renderer.cp1252("bundle/STEPS.TXT", values)

    def _step_row(self, step: Step) -> StepRow:
        """The values of one step, in the order in which the template unpacks them."""
        kind = step.kind
        waits = number_list(step.waits_for)
        if step.assignment is None:
            return (
                step.number, kind.slug, kind.who, kind.minutes, waits, step.wave,
                "", "", "", "", "", "",
            )  # fmt: skip
        connector = step.assignment.connector
        value = new_address(step.assignment, self._settings)
        return (
            step.number,
            kind.slug,
            kind.who,
            kind.minutes,
            waits,
            step.wave,
            step.connector,
            address_type(connector.address),
            connector.address.text,
            address_type(value) if value else "",
            value.text if value else "",
            wrapped(step.assignment.reason),
        )

    def _address_attributes(self, work: Work, steps: Sequence[Step]) -> bytes:
        numbers = {
            id(step.assignment): step.number for step in steps if step.assignment and step.wave
        }
        values = {
            "version": __version__,
            "server": work.name,
            "settings": [self._setting_row(a, numbers.get(id(a), 0)) for a in work.own],
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

    def _setting_row(self, assignment: Assignment, number: int) -> tuple[object, ...]:
        """The values of one connector, in the order in which the template unpacks them."""
        connector = assignment.connector
        value = new_address(assignment, self._settings)
        other = assignment.link.other_end(connector)
        return (
            connector.name,
            assignment.action.value,
            address_type(connector.address),
            connector.address.text,
            address_type(value) if value else "",
            value.text if value else "",
            number,
            f"{other.server}/{other.name}" if other else "",
        )
