# SPDX-License-Identifier: MIT
"""What has to be done at each server, firewall or partner: one folder of the bundle each.

A connector has its new Address already, but its owner's NIC does not have that address yet: the
window was broken off in between, or the inventory is not fresh. The NIC is planned again; the step
that compares its lists finds out which it is.
"""

from collections.abc import Iterable, Mapping, Sequence

import msgspec

from x400fix.allocation.assignments import Action, Assignment, Memory, Owner, OwnerKind
from x400fix.allocation.owners import server_owner
from x400fix.inventory.connectors import Inventory, Server, connector_key
from x400fix.inventory.names import ServerName, is_folder_name, is_script_safe_server
from x400fix.planning.names import NameEntry, hosts_entries, lmhosts_entries
from x400fix.planning.nic import NicPlan, plan_nic
from x400fix.planning.overrides import Override, find_overrides
from x400fix.settings.choices import AddressMode, Strategy
from x400fix.settings.settings import Settings

Unfinished = Mapping[str, Sequence[int]]
"""The missing addresses of each owner, in ascending order."""


def find_unfinished(
    memory: Memory, inventory: Inventory, assignments: Sequence[Assignment]
) -> Unfinished:
    """The addresses that an earlier plan gave, that are dialled, and that no NIC has."""
    if not memory:
        return {}
    present = {connector_key(assignment.connector) for assignment in assignments}
    missing: dict[str, set[int]] = {}
    for connector in inventory.connectors:
        key = connector_key(connector)
        earlier = memory.get(key)
        if earlier is None or earlier.address is None or key in present:
            continue
        owner = inventory.servers.get(earlier.owner)
        is_dialled = (
            connector.address.number == earlier.address
            or connector.address.text.upper() == earlier.alias
        )
        present_on_nic = {address.number for address in owner.addresses} if owner else set()
        if owner and is_dialled and present_on_nic and earlier.address not in present_on_nic:
            missing.setdefault(owner.name, set()).add(earlier.address)
    return {name: sorted(numbers) for name, numbers in sorted(missing.items())}


class Work(msgspec.Struct, frozen=True, kw_only=True):
    """One place where somebody works.

    ``own`` are the assignments of its connectors, ``given`` those whose address it owns;
    ``before`` are addresses that must not answer yet, ``after`` those that must answer before
    this server dials them.
    """

    name: ServerName
    folder: str
    server: Server | None
    owner: Owner | None = None
    strategy: Strategy = Strategy.ADDRESS
    nic: NicPlan | None = None
    own: tuple[Assignment, ...] = ()
    given: tuple[Assignment, ...] = ()
    hosts: tuple[NameEntry, ...] = ()
    overrides: tuple[Override, ...] = ()
    before: tuple[int, ...] = ()
    after: tuple[int, ...] = ()

    @property
    def has_aliases(self) -> bool:
        """Whether this server's LMHOSTS file gets entries."""
        return any(assignment.alias for assignment in self.own)

    @property
    def has_names_script(self) -> bool:
        """Whether NAMES.CMD brings the entries into the name files; else a person does."""
        return (self.has_aliases or bool(self.hosts)) and is_script_safe_server(self.name)

    @property
    def name_files_by_hand(self) -> int:
        """How many name files a person has to edit."""
        return 0 if is_script_safe_server(self.name) else self.has_aliases + bool(self.hosts)

    @property
    def has_scripts(self) -> bool:
        """Whether its folder holds files that Windows runs; each NIC script has a check beside."""
        return bool(self.before or self.after) or self.has_names_script

    @property
    def lmhosts(self) -> tuple[NameEntry, ...]:
        """The entries for this server's LMHOSTS file, made when they are asked for."""
        return lmhosts_entries(self.own, self.strategy)

    @property
    def moved(self) -> tuple[Assignment, ...]:
        """The assignments whose connector gets another Address."""
        return tuple(a for a in self.own if a.action is not Action.KEEP)


def find_work(
    inventory: Inventory,
    assignments: Sequence[Assignment],
    settings: Settings,
    unfinished: Unfinished,
) -> tuple[Work, ...]:
    """The work at every place that has some, by name.

    ``unfinished`` are addresses of an earlier plan that connectors have, but their owner's NIC has
    not.
    """
    own: dict[str, list[Assignment]] = {}
    given: dict[str, list[Assignment]] = {}
    owners: dict[str, Owner] = {}
    for assignment in assignments:
        own.setdefault(assignment.connector.server, []).append(assignment)
        if assignment.action is not Action.KEEP:
            given.setdefault(assignment.owner.name, []).append(assignment)
            if _has_work(assignment):
                owners.setdefault(assignment.owner.name, assignment.owner)
    for name in unfinished:
        owners.setdefault(name, server_owner(inventory.servers[name], None))
    overrides = find_overrides(assignments)
    names = sorted({*own, *owners})
    folders = _folders(names)
    return tuple(
        _work(
            ServerName(name),
            folders[name],
            inventory.servers.get(name),
            owners.get(name),
            own=own.get(name, ()),
            given=given.get(name, ()),
            unfinished=unfinished.get(name, ()),
            overrides=tuple(overrides.get(name, ())),
            settings=settings,
        )
        for name in names
    )


def _work(  # noqa: PLR0913 -- the parts of one place, gathered above
    name: ServerName,
    folder: str,
    server: Server | None,
    owner: Owner | None,
    *,
    own: Sequence[Assignment],
    given: Sequence[Assignment],
    unfinished: Sequence[int],
    overrides: tuple[Override, ...],
    settings: Settings,
) -> Work:
    """The work at one place."""
    moving = [a for a in given if a.action is Action.MOVE]
    numbers = sorted({*unfinished, *(a.address for a in moving if a.address is not None)})
    nic = plan_nic(owner, numbers) if owner and numbers else None
    return Work(
        name=name,
        folder=folder,
        server=server,
        owner=owner,
        nic=nic if nic and nic.added else None,
        own=tuple(own),
        given=tuple(given),
        strategy=settings.strategy,
        hosts=hosts_entries(own, settings.address_mode, settings.strategy),
        overrides=overrides,
        before=tuple(address.number for address in nic.added) if nic else (),
        after=tuple(sorted({a.address for a in own if a.address is not None})),
    )


def _has_work(assignment: Assignment) -> bool:
    """Whether its owner does anything for an assignment: an address, a restart, or by hand."""
    return (
        assignment.address is not None
        or assignment.action is Action.MANUAL
        or assignment.owner.kind is OwnerKind.SERVER
    )


def _folders(names: Iterable[str]) -> dict[str, str]:
    """A folder for each name: the name itself if it can be one, else S01, S02 and so on."""
    folders = {name: name for name in names if is_folder_name(name)}
    taken, number = set(folders), 0
    for name in names:
        while name not in folders:
            number += 1
            folder = f"S{number:02}"
            if folder not in taken:
                folders[name] = folder
    return folders


def needs_lmhosts(settings: Settings) -> bool:
    """Whether the connectors' new Addresses are names that only LMHOSTS resolves."""
    return settings.strategy is Strategy.HOSTNAME or settings.address_mode is AddressMode.LMHOSTS
