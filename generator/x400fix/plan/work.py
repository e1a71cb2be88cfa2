# SPDX-License-Identifier: MIT
"""What has to be done at each server, firewall or partner: one folder of the bundle each."""

from collections.abc import Iterable, Sequence

import msgspec

from x400fix.allocation.owners import server_owner
from x400fix.config.settings import Settings
from x400fix.model.assignments import Action, Assignment, Owner, OwnerKind
from x400fix.model.choices import AddressMode, Strategy
from x400fix.model.connectors import Inventory, Server
from x400fix.model.names import ServerName, is_folder_name, is_script_safe_server
from x400fix.plan.nameservice import NameEntry, hosts_entries, lmhosts_entries
from x400fix.plan.nic import NicPlan, plan_nic
from x400fix.plan.override import Override, find_overrides
from x400fix.plan.unfinished import Unfinished


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
