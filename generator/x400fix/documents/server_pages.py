# SPDX-License-Identifier: MIT
"""The pages of one folder below SERVERS that a person reads: STEPS.TXT and ADDRATTR.TXT."""

import itertools
from collections.abc import Iterator, Mapping

from x400fix.allocation.assignments import Action
from x400fix.documents.step_texts import StepTexts
from x400fix.plan.model import AddressAttribute, LinkEnd, Place, SelectorProposal
from x400fix.step_kinds import Phase


class ServerPages:
    """Renders the pages of all folders of a plan."""

    def __init__(self, texts: StepTexts) -> None:
        """Find the other end of each connector, and what becomes of it."""
        plan = texts.plan
        self._texts = texts
        self._renderer = texts.renderer
        self._ticket = plan.options.ticket
        self._assigned = {(each.server, each.connector): each for each in plan.assignments}
        self._selectors: dict[str, list[SelectorProposal]] = {}
        for each in plan.selectors:
            if each.incoming is not None:
                self._selectors.setdefault(each.server, []).append(each)
        self._far: dict[tuple[str, str], LinkEnd] = {}
        for link in plan.links:
            for end, other in itertools.permutations(link.ends, 2):
                self._far[end.server, end.connector] = other

    def files(self, place: Place) -> Iterator[tuple[str, bytes]]:
        """The name and the bytes of each page of a folder."""
        if place.address_attributes:
            yield "ADDRATTR.TXT", self._address_attributes(place)
        yield "STEPS.TXT", self._steps(place)

    def _steps(self, place: Place) -> bytes:
        head, macros = self._renderer.step_head, self._renderer.step_macros
        sheet, phases = self._texts.sheet(place), dict[Phase, list[str]]()
        for step in place.steps:
            each = self._texts.heads[step.number - 1]
            shown = step.number, each.title, step.who, each.waits or "-", step.minutes
            text = head % shown + macros[step.kind](place, sheet, each)
            phases.setdefault(step.kind.phase, []).append(text)
        values = {
            "ticket": self._ticket,
            "place": place,
            "sheet": sheet,
            "phases": [(phase, "\n".join(texts)) for phase, texts in phases.items()],
        }
        return self._renderer.cp1252("bundle/STEPS.TXT", values)

    def _address_attributes(self, place: Place) -> bytes:
        values: Mapping[str, object] = {
            "server": place.name,
            "settings": [self._setting(place, each) for each in place.address_attributes],
            "selectors": [
                (
                    f"{place.name}/{each.connector}",
                    f"{each.other_server}/{each.other_connector}",
                    each.outgoing,
                    each.incoming or "the newer server's own",
                )
                for each in self._selectors.get(place.name, ())
            ],
        }
        return self._renderer.cp1252("bundle/ADDRATTR.TXT", values)

    def _setting(
        self, place: Place, attribute: AddressAttribute
    ) -> tuple[str, tuple[str | int, ...]]:
        """The name of one connector's block, and its values in the order of the block."""
        key = place.name, attribute.connector
        far, assignment = self._far.get(key), self._assigned[key]
        other = f'"{far.server}/{far.connector}"' if far else "not in the inventory"
        now, after = attribute.before, attribute.after
        shown = attribute.connector, now.type, now.value
        if assignment.action is Action.KEEP:
            return "keep", (*shown, other)
        undo = assignment.step, now.type, now.value, other
        if after is None:
            return "open", (*shown, self._texts.decided[key], assignment.owner, *undo)
        return "move", (*shown, after.type, after.value, *undo)
