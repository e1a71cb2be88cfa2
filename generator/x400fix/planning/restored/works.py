# SPDX-License-Identifier: MIT
"""Makes again, from what PLAN.json holds, the values that the pages of a bundle are made of."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from x400fix.allocation.assignments import Action, Assignment, Owner, OwnerKind
from x400fix.inventory.addresses import Address
from x400fix.inventory.connectors import Connector, Link, Server
from x400fix.inventory.names import ServerName
from x400fix.inventory.versions import Windows
from x400fix.plan.model import AssignmentRecord, Document, NicRecord, ServerRecord, StepRecord
from x400fix.planning.names import NameEntry
from x400fix.planning.nic import NicPlan, Vehicle
from x400fix.planning.overrides import Override
from x400fix.planning.places import Work
from x400fix.planning.restored.facts import (
    connectors_by_name,
    restore_inventory,
    restore_links,
    restore_nic_addresses,
    restore_number,
    restore_pool,
)
from x400fix.planning.steps import Duty, Step
from x400fix.settings.choices import Strategy
from x400fix.settings.settings import Settings
from x400fix.step_kinds import StepKind

_CODE = "X4-E070"
_KINDS: Mapping[str, StepKind] = {kind.slug: kind for kind in StepKind}

Key = tuple[str, str]


class Restoration:
    """The work at each place, made again from a plan.

    Raises ValueError, KeyError or IndexError if the parts of the plan do not fit together.
    """

    def __init__(self, document: Document) -> None:
        """Find what belongs together: connectors, their links, and what is assigned to whom."""
        self.pool = restore_pool(document.pools)
        self.inventory = restore_inventory(document)
        self.settings = Settings(strategy=Strategy(document.options.strategy))
        self._name_files = {
            place.name: [
                f"{each.file}.{ending}"
                for each in place.name_files
                for ending in ("OLD", *(("NEW",) if each.merged else ()))
            ]
            for place in document.servers
        }
        connectors = connectors_by_name(self.inventory.connectors)
        links = restore_links(document, self.inventory.connectors)
        self._own: dict[str, list[Assignment]] = {}
        self._asked: dict[str, list[Assignment]] = {}
        primaries = _primaries(document)
        for record in document.assignments:
            connector = connectors[record.server, record.connector]
            link = links.get((record.server, record.connector)) or Link(connector)
            found = _assignment(record, connector, link, primaries)
            self._own.setdefault(record.server, []).append(found)
            if found.action is Action.MANUAL:
                self._asked.setdefault(record.owner, []).append(found)

        self.works = tuple(self._works(document))

    def _works(self, document: Document) -> Iterator[tuple[Work, Sequence[Step]]]:
        """Each place with its steps in order of time."""
        for place in document.servers:
            own = self._own.get(place.name, [])
            yield self._work(place, own), tuple(self._steps(place, own))

    def name_files(self, place: str) -> Sequence[str]:
        """The names of the files that a place's folder holds of the name files it has now."""
        return self._name_files.get(place, ())

    def _work(self, place: ServerRecord, own: Sequence[Assignment]) -> Work:
        server = self.inventory.servers.get(place.name)
        nic = _nic(place.nic, server) if place.nic else None
        return Work(
            name=ServerName(place.name),
            folder=place.folder,
            server=server,
            owner=Owner(name=place.name, kind=OwnerKind(place.kind), server=server),
            strategy=self.settings.strategy,
            nic=nic,
            own=tuple(own),
            hosts=tuple(NameEntry(restore_number(each.address), each.name) for each in place.hosts),
            overrides=tuple(
                Override(
                    connector=Connector(
                        name=each.connector, server=ServerName(place.name), address=Address("")
                    ),
                    number=restore_number(each.address),
                    is_scripted=each.scripted,
                )
                for each in place.overrides
            ),
            before=tuple(each.number for each in nic.added) if nic else (),
            after=tuple(sorted({each.address for each in own if each.address is not None})),
        )

    def _steps(self, place: ServerRecord, own: Sequence[Assignment]) -> Iterator[Step]:
        """The steps at one place with the assignments that they are about."""
        by_name = {assignment.connector.name: assignment for assignment in own}
        asked = self._asked.get(place.name, ())
        mappings = list(reversed(asked))
        requests = list(reversed(_first_of_each_reason(asked)))
        # A partner without server facts is asked for the addresses first, which is about no one.
        is_asked_for_nic = place.nic is not None and place.name not in self.inventory.servers
        for record in place.steps:
            kind = _KINDS[record.kind]
            assignment = by_name.get(record.connector) if record.wave else None
            if kind is StepKind.MAPPING:
                assignment = mappings.pop()
            elif kind is StepKind.REQUEST and is_asked_for_nic:
                is_asked_for_nic = False
            elif kind is StepKind.REQUEST:
                assignment = requests.pop()
            yield _step(record, place.name, kind, assignment)


def _first_of_each_reason(asked: Iterable[Assignment]) -> Sequence[Assignment]:
    """One request is made for all connectors with the same reason."""
    found: dict[str, Assignment] = {}
    for assignment in asked:
        found.setdefault(assignment.reason, assignment)
    return list(found.values())


def _step(record: StepRecord, place: str, kind: StepKind, assignment: Assignment | None) -> Step:
    return Step(
        record.number,
        Duty(kind, record.minutes),
        ServerName(place),
        record.wave,
        record.waits_for,
        assignment,
    )


def _primaries(document: Document) -> Mapping[str, int]:
    """What each alias leads to: with more names it is its owner's primary address."""
    return {
        entry.name: restore_number(entry.address)
        for place in document.servers
        for entry in place.lmhosts
    }


def _assignment(
    record: AssignmentRecord, connector: Connector, link: Link, primaries: Mapping[str, int]
) -> Assignment:
    return Assignment(
        action=Action(record.action),
        connector=connector,
        partner=record.remote_server,
        link=link,
        owner=Owner(name=record.owner, kind=OwnerKind.SERVER, primary=primaries.get(record.alias)),
        reason=record.reason,
        is_by_name=record.address_value == record.alias != "",
        address=restore_number(record.new_address) if record.new_address else None,
        alias=record.alias,
    )


def _nic(record: NicRecord, server: Server | None) -> NicPlan:
    vehicle = Vehicle(record.vehicle)
    is_nt40 = server is not None and server.os is not None and server.os.windows is Windows.NT40
    return NicPlan(
        vehicle=vehicle,
        adapter=record.adapter,
        before=restore_nic_addresses(record.before),
        after=restore_nic_addresses(record.after),
        added=restore_nic_addresses(record.added),
        missing=record.missing,
        has_reg_file=vehicle is Vehicle.REGINI and is_nt40,
    )
