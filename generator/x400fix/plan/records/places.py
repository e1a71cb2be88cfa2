# SPDX-License-Identifier: MIT
"""The work at one place as a record of PLAN.json."""

import hashlib
from collections.abc import Iterable, Iterator

from x400fix.delivery.nametable import NO_NAMES, NameTable
from x400fix.delivery.network import World
from x400fix.model.addresses import Address, address_text
from x400fix.model.assignments import Assignment, OwnerKind
from x400fix.model.connectors import Server
from x400fix.plan.attributes import address_type
from x400fix.plan.document.places import (
    AttributeRecord,
    AttributeValue,
    FactRecord,
    NameFileRecord,
    NameRecord,
    NicRecord,
    OverrideRecord,
    ServerRecord,
    StepRecord,
)
from x400fix.plan.make import Plan
from x400fix.plan.name_files import NameMerge
from x400fix.plan.nameservice import NameEntry
from x400fix.plan.steps import Step
from x400fix.plan.work import Work


def steps_by_work(plan: Plan) -> Iterator[tuple[Work, list[Step]]]:
    """Each place with its steps in order of time."""
    steps: dict[str, list[Step]] = {}
    for step in plan.steps:
        steps.setdefault(step.server, []).append(step)
    for work in plan.works:
        yield work, steps.get(work.name, [])


def fact_record(server: Server, world: World) -> FactRecord:
    """What the inputs say of a server."""
    return FactRecord(
        server=server.name,
        site=server.site,
        exchange=str(server.exchange) if server.exchange else "",
        os=str(server.os) if server.os else "",
        addresses=tuple(map(str, server.addresses)),
        dhcp=server.uses_dhcp,
        gateway="" if server.gateway is None else address_text(server.gateway),
        roles=server.roles,
        hosts=table_records(world.hosts.get(server.name, NO_NAMES)),
        lmhosts=table_records(world.lmhosts.get(server.name, NO_NAMES)),
    )


def table_records(table: NameTable) -> tuple[NameRecord, ...]:
    """The lines of a name file, or what DNS knows."""
    return tuple(
        NameRecord(address=address_text(number), name=name) for number, name in table.lines
    )


def merges_at(plan: Plan, work: Work) -> list[NameMerge]:
    """What becomes of the name files that one place has now."""
    return [merge for merge in plan.name_merges if merge.file.given.server == work.name]


def server_record(
    work: Work, steps: Iterable[Step], merges: Iterable[NameMerge] = ()
) -> ServerRecord:
    """One folder with its steps."""
    server, nic = work.server, work.nic
    return ServerRecord(
        name=work.name,
        folder=work.folder,
        kind=work.owner.kind if work.owner else OwnerKind.SERVER,
        os=str(server.os) if server and server.os else "",
        exchange=str(server.exchange) if server and server.exchange else "",
        nic=NicRecord(
            vehicle=nic.vehicle,
            adapter=nic.adapter,
            before=tuple(map(str, nic.before)),
            after=tuple(map(str, nic.after)),
            added=tuple(map(str, nic.added)),
            missing=nic.missing,
        )
        if nic
        else None,
        lmhosts=tuple(map(_name_record, work.lmhosts)),
        hosts=tuple(map(_name_record, work.hosts)),
        overrides=tuple(
            OverrideRecord(
                connector=override.connector.name,
                address=address_text(override.number),
                scripted=override.is_scripted,
            )
            for override in work.overrides
        ),
        address_attributes=tuple(map(_attribute_record, work.own)),
        steps=tuple(map(_step_record, steps)),
        name_files=tuple(map(_name_file_record, merges)),
    )


def _name_record(entry: NameEntry) -> NameRecord:
    return NameRecord(address=address_text(entry.number), name=entry.name)


def _name_file_record(merge: NameMerge) -> NameFileRecord:
    return NameFileRecord(
        file=merge.file.given.kind,
        sha256=hashlib.sha256(merge.file.given.data).hexdigest(),
        merged=merge.is_merged,
        reason=merge.fault if merge.entries else "",
    )


def _attribute_record(assignment: Assignment) -> AttributeRecord:
    after = assignment.value
    return AttributeRecord(
        connector=assignment.connector.name,
        before=_value(assignment.connector.address),
        after=_value(after) if after else None,
    )


def _value(address: Address) -> AttributeValue:
    return AttributeValue(type=address_type(address), value=address.text)


def _step_record(step: Step) -> StepRecord:
    return StepRecord(
        number=step.number,
        kind=step.kind.slug,
        who=step.kind.who,
        minutes=step.minutes,
        wave=step.wave,
        waits_for=step.waits_for,
        connector=step.connector,
    )
