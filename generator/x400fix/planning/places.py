# SPDX-License-Identifier: MIT
"""What has to be done at each server, firewall or partner: one folder of the bundle each.

A connector has its new Address already, but its owner's NIC does not have that address yet: the
window was broken off in between, or the inventory is not fresh. The NIC is planned again; the step
that compares its lists finds out which it is.
"""

from collections.abc import Iterable, Mapping, Sequence
from itertools import count
from typing import TypeVar

import msgspec

from x400fix.allocation.assignments import Action, Draft, Memory, Owner, OwnerKind
from x400fix.allocation.memory import is_given
from x400fix.allocation.owners import server_owner
from x400fix.inventory.addresses import Address, address_type
from x400fix.inventory.connectors import Inventory, Server, connector_key
from x400fix.inventory.names import ServerName, is_folder_name
from x400fix.plan.model import (
    AddressAttribute,
    AddressValue,
    NameFileUse,
    NameLine,
    Nic,
    Override,
    Place,
    Step,
    Timeline,
)
from x400fix.planning.names import NameTables, find_entries
from x400fix.planning.nic import plan_nic
from x400fix.planning.other_ends import find_overrides
from x400fix.settings.choices import AddressMode, Strategy
from x400fix.settings.settings import Settings
from x400fix.verdicts.conflicts import Judgement

_T = TypeVar("_T")

Unfinished = Mapping[str, Sequence[int]]
"""The missing addresses of each owner, in ascending order."""


def find_unfinished(memory: Memory, inventory: Inventory, drafts: Sequence[Draft]) -> Unfinished:
    """The addresses that an earlier plan gave, that are dialled, and that no NIC has."""
    if not memory:
        return {}
    present = {connector_key(draft.connector) for draft in drafts}
    missing: dict[str, set[int]] = {}
    for connector in inventory.connectors:
        key = connector_key(connector)
        earlier = memory.get(key)
        if earlier is None or earlier.address is None or key in present:
            continue
        is_dialled = is_given(earlier, connector.address)
        owner = inventory.servers.get(earlier.owner)
        on_nic = _on_nic(owner)
        if owner and is_dialled and on_nic and earlier.address not in on_nic:
            missing.setdefault(owner.name, set()).add(earlier.address)
    return {name: sorted(numbers) for name, numbers in sorted(missing.items())}


class PlaceDraft(msgspec.Struct, frozen=True, kw_only=True):
    """One place with work to do, in the making.

    ``own`` are the drafts of its connectors, ``given`` those whose address it owns;
    ``before`` are addresses that must not answer yet, ``after`` those that must answer before
    this server dials them.
    """

    name: ServerName
    folder: str
    server: Server | None
    owner: Owner | None = None
    nic: Nic | None = None
    own: tuple[Draft, ...] = ()
    given: tuple[Draft, ...] = ()
    hosts: tuple[NameLine, ...] = ()
    lmhosts: tuple[NameLine, ...] = ()
    overrides: tuple[Override, ...] = ()
    before: tuple[int, ...] = ()
    after: tuple[int, ...] = ()

    @property
    def moved(self) -> tuple[Draft, ...]:
        """The drafts whose connector gets another Address."""
        return tuple(a for a in self.own if a.action is not Action.KEEP)


def find_places(
    judgement: Judgement,
    drafts: Sequence[Draft],
    settings: Settings,
    unfinished: Unfinished,
    present: Mapping[str, NameTables],
) -> tuple[PlaceDraft, ...]:
    """The work at every place that has some, by name.

    ``drafts`` are also those that are done, whose names and overrides go with the others';
    ``present`` is what servers' name files say, as far as an earlier plan may have written them.
    """
    inventory = judgement.inventory
    left = [draft for draft in drafts if not draft.is_done]
    named, own = (
        _grouped((each.connector.server, each) for each in part) for part in (drafts, left)
    )
    given = _grouped((each.owner.name, each) for each in left if each.action is not Action.KEEP)
    owners = _find_owners(given, unfinished, inventory)
    overrides = find_overrides(drafts, judgement.first)
    names = sorted({*own, *owners})
    folders = _folders(names)
    found = []
    for name in map(ServerName, names):
        server, owner, dials = inventory.servers.get(name), owners.get(name), own.get(name, ())
        wanted = {*unfinished.get(name, ()), *_given_by(given.get(name, ()))}
        added = sorted(wanted - _on_nic(server)) if owner else []
        entries = find_entries(named[name], settings, present.get(name)) if dials else ((), ())
        found.append(
            PlaceDraft(
                name=name,
                folder=folders[name],
                server=server,
                owner=owner,
                nic=plan_nic(owner, added) if owner and added else None,
                own=tuple(dials),
                given=tuple(given.get(name, ())),
                hosts=entries[0],
                lmhosts=entries[1],
                overrides=tuple(overrides.get(name, ())),
                before=tuple(added),
                after=tuple(sorted(_numbers(dials))),
            )
        )
    return tuple(found)


def _grouped(pairs: Iterable[tuple[str, _T]]) -> dict[str, list[_T]]:
    found: dict[str, list[_T]] = {}
    for name, each in pairs:
        found.setdefault(name, []).append(each)
    return found


def _find_owners(
    given: Mapping[str, Sequence[Draft]], unfinished: Unfinished, inventory: Inventory
) -> dict[str, Owner]:
    """The owners that do anything."""
    owners: dict[str, Owner] = {}
    for draft in (each for drafts in given.values() for each in drafts if _has_work(each)):
        owners.setdefault(draft.owner.name, draft.owner)
    for name in unfinished:
        owners.setdefault(name, server_owner(inventory.servers[name], None))
    return owners


def _on_nic(server: Server | None) -> set[int]:
    return {address.number for address in server.addresses} if server else set()


def _numbers(drafts: Iterable[Draft]) -> set[int]:
    return {draft.address for draft in drafts if draft.address is not None}


def _given_by(drafts: Iterable[Draft]) -> set[int]:
    """The addresses that a plan gives; those of a firewall go on no NIC."""
    return _numbers(draft for draft in drafts if draft.action is Action.MOVE)


def _has_work(draft: Draft) -> bool:
    """Whether its owner does anything for a draft: an address, a restart, or by hand."""
    return (
        draft.address is not None
        or draft.action is Action.MANUAL
        or draft.owner.kind is OwnerKind.SERVER
    )


def _folders(names: Sequence[str]) -> dict[str, str]:
    """A folder for each name: the name itself if it can be one, else S01, S02 and so on."""
    own = {name for name in names if is_folder_name(name)}
    numbered = (f"S{number:02}" for number in count(1))
    free = (folder for folder in numbered if folder not in own)
    return {name: name if name in own else next(free) for name in names}


def finish_places(
    places: Iterable[PlaceDraft], steps: Timeline, uses: Mapping[str, Sequence[NameFileUse]]
) -> tuple[Place, ...]:
    """The places as the plan holds them, each with its steps."""
    at = _grouped(steps)
    return tuple(finish_place(each, at[each.name], uses.get(each.name, ())) for each in places)


def finish_place(
    draft: PlaceDraft, steps: Sequence[Step], name_files: Sequence[NameFileUse]
) -> Place:
    """The place as the plan holds it."""
    server = draft.server
    return Place(
        name=draft.name,
        folder=draft.folder,
        kind=draft.owner.kind if draft.owner else OwnerKind.SERVER,
        os=str(server.os) if server and server.os else "",
        exchange=str(server.exchange) if server and server.exchange else "",
        nic=draft.nic,
        lmhosts=draft.lmhosts,
        hosts=draft.hosts,
        overrides=draft.overrides,
        address_attributes=tuple(map(_address_attribute, draft.own)),
        steps=tuple(steps),
        name_files=tuple(name_files),
    )


def _address_attribute(draft: Draft) -> AddressAttribute:
    after = draft.value
    return AddressAttribute(
        connector=draft.connector.name,
        before=_address_value(draft.connector.address),
        after=_address_value(after) if after else None,
    )


def _address_value(address: Address) -> AddressValue:
    return AddressValue(type=address_type(address), value=address.text)


def needs_lmhosts(settings: Settings) -> bool:
    """Whether the connectors' new Addresses are names that only LMHOSTS resolves."""
    return settings.strategy is Strategy.HOSTNAME or settings.address_mode is AddressMode.LMHOSTS
