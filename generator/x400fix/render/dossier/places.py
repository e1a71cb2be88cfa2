# SPDX-License-Identifier: MIT
"""The places where somebody works, and how much is changed there."""

from collections.abc import Iterator, Mapping

from x400fix.model.assignments import Action
from x400fix.plan.document.document import Document
from x400fix.plan.document.places import ServerRecord
from x400fix.plan.nic import Vehicle
from x400fix.render.dossier.values import AddressRow, PlaceView


def find_places(document: Document) -> Iterator[PlaceView]:
    """Each place, by name."""
    sites = {fact.server: fact.site for fact in document.facts}
    changed: dict[str, int] = {}
    asked: dict[str, int] = {}
    for each in document.assignments:
        if each.action != Action.KEEP:
            changed[each.server] = changed.get(each.server, 0) + 1
        if each.action == Action.MANUAL:
            asked[each.owner] = asked.get(each.owner, 0) + 1
    for place in document.servers:
        yield _place(place, sites, changed=changed, asked=asked)


def _place(
    place: ServerRecord,
    sites: Mapping[str, str],
    *,
    changed: Mapping[str, int],
    asked: Mapping[str, int],
) -> PlaceView:
    nic = place.nic
    return PlaceView(
        name=place.name,
        folder=place.folder,
        kind=place.kind,
        site=sites.get(place.name, ""),
        os=place.os,
        exchange=place.exchange,
        new_addresses=nic.added if nic else (),
        is_nic_by_hand=nic is not None and nic.vehicle == Vehicle.HAND,
        connectors=changed.get(place.name, 0),
        hosts=len(place.hosts),
        overrides=len(place.overrides),
        by_hand=asked.get(place.name, 0),
        steps=len(place.steps),
        minutes=sum(step.minutes for step in place.steps),
    )


def find_addresses(document: Document) -> Iterator[AddressRow]:
    """The rows of the address table, as ASSIGN.csv has them."""
    sites = {fact.server: fact.site for fact in document.facts}
    for record in document.assignments:
        yield AddressRow(site=sites.get(record.server, ""), record=record)
