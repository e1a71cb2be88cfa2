# SPDX-License-Identifier: MIT
"""Verdicts, pools and remembered assignments become assignments."""

from collections.abc import Callable, Collection, Sequence

import msgspec

from x400fix.allocation.addresses import Giving, find_dialled
from x400fix.allocation.aliases import AliasMaker, names_seen
from x400fix.allocation.assignments import Action, Assignment, Memory, Owner, OwnerKind
from x400fix.allocation.kept import Keeping, parse_keep
from x400fix.allocation.owners import (
    KEPT,
    KEPT_AS_BEFORE,
    KEPT_AS_WANTED,
    Owners,
    may_have_address,
    reason_for_hand,
)
from x400fix.allocation.pool import Occupancy
from x400fix.inventory.connectors import Connector, Inventory, Link, connector_key
from x400fix.inventory.topology import Directory
from x400fix.problems import InputError, PlanningError, ProblemList
from x400fix.settings.choices import AddressMode, Strategy
from x400fix.settings.settings import Settings
from x400fix.verdicts.conflicts import Findings


class Draft(msgspec.Struct, gc=False):
    """An assignment in the making; ``index`` is the connector's place in the inventory."""

    index: int
    owner: Owner
    connector: Connector
    partner: str
    link: Link
    action: Action
    reason: str
    needs_address: bool = False
    address: int | None = None
    alias: str = ""


def allocate(  # noqa: PLR0913 -- one parameter for each earlier stage
    inventory: Inventory,
    directory: Directory,
    partners: Sequence[str],
    links: Sequence[Link | None],
    findings: Findings,
    *,
    settings: Settings,
    occupancy: Occupancy,
    memory: Memory,
    taken_names: Collection[str] = (),
) -> tuple[Assignment, ...]:
    """An assignment for each connector of each conflict, in the inventory's order.

    ``taken_names`` are names in capitals that no alias may equal, besides those of the inventory.
    Raises InputError for a wrong ``--keep`` and PlanningError if addresses are missing.
    """
    problems = ProblemList()
    wanted = parse_keep(settings.keep, inventory, problems)
    keeping = Keeping(inventory, links, wanted, memory)
    owners = Owners(inventory, directory, partners)
    drafts: list[Draft] = []
    for conflict in findings.conflicts:
        owner = owners.owner_of(conflict)
        kept = None if settings.reassign_all else keeping.choose(conflict, problems)
        candidates = occupancy.candidates(owner.name, owner.subnet, is_presumed=owner.is_presumed)
        plan_move = _moving(owner, settings, has_range=bool(candidates.spans))
        for index in conflict.members:
            connector, link = inventory.connectors[index], links[index]
            link = link or Link(connector)
            draft = Draft(index, owner, connector, partners[index], link, Action.KEEP, "")
            if index == kept:
                draft.reason = _why_kept(draft, wanted, memory)
            else:
                plan_move(draft, findings.findings[index].row.reason)
            drafts.append(draft)
    if problems.has_errors:
        raise InputError(problems)
    _give_addresses(drafts, inventory, directory, occupancy, settings=settings, memory=memory)
    seen = names_seen(inventory, partners).union(taken_names)
    _give_aliases(drafts, seen, settings, memory)
    drafts.sort(key=lambda draft: draft.index)
    return tuple(_finish(draft, settings.address_mode) for draft in drafts)


def _moving(owner: Owner, settings: Settings, *, has_range: bool) -> Callable[[Draft, str], None]:
    """How the connectors to an owner that must move are drafted: all of them alike."""
    by_hand = reason_for_hand(owner, settings, has_range=has_range)
    needs_address = settings.strategy is Strategy.ADDRESS and (
        not by_hand or may_have_address(owner, settings, has_range=has_range)
    )

    def plan_move(draft: Draft, reason: str) -> None:
        draft.action = Action.MANUAL if by_hand else Action.MOVE
        draft.reason = by_hand or reason
        draft.needs_address = needs_address

    return plan_move


def _why_kept(draft: Draft, wanted: frozenset[tuple[str, str]], memory: Memory) -> str:
    """The reason why a connector keeps its address."""
    ends = (draft.link.first, draft.link.second)
    if any(end and connector_key(end) in wanted for end in ends):
        return KEPT_AS_WANTED
    earlier = memory.get(connector_key(draft.connector)) if memory else None
    return KEPT_AS_BEFORE if earlier and earlier.action is Action.KEEP else KEPT


def _give_addresses(  # noqa: PLR0913 -- what giving looks at
    drafts: Sequence[Draft],
    inventory: Inventory,
    directory: Directory,
    occupancy: Occupancy,
    *,
    settings: Settings,
    memory: Memory,
) -> None:
    """Give each draft that needs one the address it had, or the lowest free one.

    Owners by name, then the connectors that dial them by home server and directory name.
    """
    dialled = find_dialled(inventory) if memory or settings.minimal else frozenset()
    giving = Giving(occupancy, directory, memory, dialled, shares=settings.minimal)
    needy = [draft for draft in drafts if draft.needs_address]
    needy.sort(key=lambda draft: (draft.owner.name, draft.owner.subnet or (), draft.index))
    for draft in needy:
        draft.address = giving.give(draft.owner, draft.connector)
    problems = giving.problems(has_pool=bool(settings.pool))
    if problems:
        raise PlanningError(problems)


def _give_aliases(
    drafts: Sequence[Draft], taken: set[str], settings: Settings, memory: Memory
) -> None:
    """Name each new address, or each connector if there are no new addresses."""
    taken.update(remembered.alias for remembered in memory.values())
    maker = AliasMaker(taken)
    bases: dict[str, str] = {}
    for draft in sorted(drafts, key=lambda draft: draft.index):
        foreign = draft.owner.kind is OwnerKind.FOREIGN
        bases.setdefault(draft.owner.name, draft.connector.name if foreign else draft.owner.name)
    by_name = settings.strategy is Strategy.HOSTNAME
    named = [d for d in drafts if d.address is not None or (by_name and d.action is Action.MOVE)]
    named.sort(key=lambda draft: (draft.owner.name, draft.address or 0, draft.index))
    made: dict[tuple[str, int], str] = {}
    for draft in named if memory else ():
        earlier = memory.get(connector_key(draft.connector))
        if earlier and earlier.alias and earlier.address == draft.address:
            draft.alias = earlier.alias
            made[draft.owner.name, draft.address or 0] = earlier.alias
    for draft in named:
        key = (draft.owner.name, draft.address or 0)
        if not draft.alias:
            known = None if by_name else made.get(key)
            draft.alias = known or maker.make(bases[draft.owner.name])
            made[key] = draft.alias


def _finish(draft: Draft, mode: AddressMode) -> Assignment:
    """The assignment that a draft has become."""
    return Assignment(
        action=draft.action,
        connector=draft.connector,
        partner=draft.partner,
        link=draft.link,
        owner=draft.owner,
        reason=draft.reason,
        is_by_name=mode is not AddressMode.IP,
        address=draft.address,
        alias=draft.alias,
    )
