# SPDX-License-Identifier: MIT
"""The configuration items that a change touches, as rows of a CSV file."""

from collections.abc import Iterator

from x400fix.model.assignments import OwnerKind
from x400fix.plan.document.places import FactRecord
from x400fix.render.csvcells import csv_cell
from x400fix.render.dossier.dossier import Dossier
from x400fix.render.visible import visible

_CHANGES, _IMPACTS = "changes", "impacts"


def affected_rows(dossier: Dossier) -> Iterator[str]:
    """First the places where something is changed, then the servers whose mail waits."""
    facts = {fact.server: fact for fact in dossier.document.facts}
    places = {place.name: place for place in dossier.places()}
    for name, place in places.items():
        yield _row(name, place.kind, _CHANGES, facts.get(name, _NO_FACT), place.new_addresses)
    waiting = {
        name
        for route in dossier.routes()
        if route.minutes
        for name in (route.server, route.partner)
    }
    for name in sorted(waiting - places.keys() - {""}):
        yield _row(name, OwnerKind.SERVER, _IMPACTS, facts.get(name, _NO_FACT), ())


def _row(name: str, kind: str, relation: str, fact: FactRecord, new: tuple[str, ...]) -> str:
    """One item; ``new`` are addresses that it gets."""
    addresses = (" ".join(fact.addresses), " ".join(new))
    cells = (name, kind, relation, *addresses, fact.site, fact.os, fact.exchange)
    return ",".join(csv_cell(visible(cell)) for cell in cells)


_NO_FACT = FactRecord(server="")
