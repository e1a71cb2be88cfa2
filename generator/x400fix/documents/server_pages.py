# SPDX-License-Identifier: MIT
"""The pages of one folder below SERVERS that a person reads: STEPS.TXT and ADDRATTR.TXT."""

from collections.abc import Iterator, Mapping

from x400fix import __version__
from x400fix.allocation.assignments import Action
from x400fix.documents.rendering import Renderer
from x400fix.documents.step_texts import StepTexts, laid_out, number_list, step_title
from x400fix.plan.model import AddressAttribute, Assignment, LinkEnd, Place, Plan, Step


class ServerPages:
    """Renders the pages of all folders of a plan."""

    def __init__(self, plan: Plan, renderer: Renderer) -> None:
        """Find the other end of each connector, and what becomes of it."""
        self._renderer = renderer
        self.texts = StepTexts(plan, renderer)
        self._far: dict[str, dict[str, LinkEnd]] = {}
        for link in plan.links:
            if link.ends[1:]:
                one, other = link.ends
                self._far.setdefault(one.server, {})[one.connector] = other
                self._far.setdefault(other.server, {})[other.connector] = one
        self._assigned: dict[str, dict[str, Assignment]] = {}
        for each in plan.assignments:
            self._assigned.setdefault(each.server, {})[each.connector] = each

    def files(self, place: Place) -> Iterator[tuple[str, bytes]]:
        """The name and the bytes of each page of a folder."""
        if place.address_attributes:
            yield "ADDRATTR.TXT", self._address_attributes(place)
        yield "STEPS.TXT", self._steps(place)

    def _steps(self, place: Place) -> bytes:
        values = self.texts.place_values(place)
        rows = [(self._head(step), laid_out(self.texts.text(values, step))) for step in place.steps]
        page = {"version": __version__, "place": values, "steps": rows}
        return self._renderer.cp1252("bundle/STEPS.TXT", page)

    def _head(self, step: Step) -> tuple[int, str, str, str, int]:
        title = step_title(step, self._renderer.step_titles)
        return step.number, title, step.who, number_list(step.waits_for), step.minutes

    def _address_attributes(self, place: Place) -> bytes:
        values: Mapping[str, object] = {
            "version": __version__,
            "server": place.name,
            "settings": [self._setting(place, each) for each in place.address_attributes],
            "selectors": [
                (
                    f"{place.name}/{each.connector}",
                    f"{each.other_server}/{each.other_connector}",
                    each.outgoing,
                    each.incoming or "the newer server's own",
                )
                for each in place.selectors
            ],
        }
        return self._renderer.cp1252("bundle/ADDRATTR.TXT", values)

    def _setting(
        self, place: Place, attribute: AddressAttribute
    ) -> tuple[str, tuple[str | int, ...]]:
        """The name of one connector's block, and its values in the order of the block."""
        far = self._far.get(place.name, {}).get(attribute.connector)
        assignment = self._assigned[place.name][attribute.connector]
        other = f'"{far.server}/{far.connector}"' if far else "not in the inventory"
        return _block(assignment, attribute, other)


def _block(
    assignment: Assignment, attribute: AddressAttribute, other: str
) -> tuple[str, tuple[str | int, ...]]:
    name, now, after = attribute.connector, attribute.before, attribute.after
    old = (now.type, now.value)
    if assignment.action is Action.KEEP:
        return "keep", (name, *old, other)
    if after is None:
        return "open", (name, *old, assignment.step, *old, other)
    return "move", (name, *old, after.type, after.value, assignment.step, *old, other)
