# SPDX-License-Identifier: MIT
"""Verdicts, pools and remembered assignments become assignments."""

from collections.abc import Iterable, Sequence
from collections.abc import Set as AbstractSet

from msgspec.structs import replace

from x400fix.allocation.addresses import Giving
from x400fix.allocation.assignments import Action, Draft, Memory, OwnerKind
from x400fix.allocation.kept import find_kept
from x400fix.allocation.memory import SeenLine, refuse_contradictions
from x400fix.allocation.owners import Owners, cure_of
from x400fix.allocation.pool import Occupancy
from x400fix.inventory.connectors import Inventory, connector_key
from x400fix.inventory.names import ALIAS_LENGTH, alias_base, host_label, numbered_alias
from x400fix.problems import PlanningError
from x400fix.settings.choices import AddressMode, Strategy
from x400fix.settings.settings import Settings
from x400fix.verdicts.conflicts import Judgement

UNFINISHED = "The earlier plan gave it this address, and it does not have it yet."

_STEM_LENGTH = ALIAS_LENGTH - len("-X2")


def allocate(
    judgement: Judgement,
    *,
    settings: Settings,
    occupancy: Occupancy,
    memory: Memory,
    name_lines: Sequence[SeenLine] = (),
) -> tuple[Draft, ...]:
    """An assignment for each connector of each conflict, in the inventory's order.

    What has its new Address of an earlier plan already is done. ``name_lines`` are what name files
    and DNS have: no alias may equal a name of theirs.
    Raises InputError for a wrong ``--keep`` and PlanningError if addresses are missing, or if
    what an earlier plan gave belongs to somebody else now.
    """
    refuse_contradictions(memory, judgement, name_lines)
    now, done = judgement, judgement.done
    judgement = now.first
    inventory = judgement.inventory
    owners, kept = Owners(judgement), find_kept(judgement, settings, memory, done)
    drafts, needy = dict[int, Draft](), list[int]()
    for conflict in judgement.findings.conflicts:
        owner = owners.owner_of(conflict)
        by_hand, needs_address = cure_of(owner, settings, occupancy)
        for index in conflict.members:
            action = Action.MANUAL if by_hand else Action.MOVE
            # By now it may share its Address with others, or with none.
            row = now.findings.findings[index].row
            reason = by_hand or (row.reason if row.verdict.is_conflict else UNFINISHED)
            if index in kept:
                action, reason = Action.KEEP, kept[index]
            elif needs_address and index not in done:
                needy.append(index)
            drafts[index] = Draft(
                connector=inventory.connectors[index],
                partner=judgement.partners[index],
                link=judgement.link_of(index),
                owner=owner,
                action=action,
                reason=reason,
                is_by_name=settings.address_mode is not AddressMode.IP,
            )
        if not done.isdisjoint(conflict.members):
            _leave_out_done(drafts, conflict.members, now, done, memory)
    _give_addresses(drafts, needy, Giving(judgement, occupancy, settings, memory))
    taken = names_seen(inventory, judgement.partners, name_lines)
    _give_aliases(drafts, taken, settings, memory)
    return tuple(drafts[index] for index in sorted(drafts))


def _leave_out_done(
    drafts: dict[int, Draft],
    members: Sequence[int],
    now: Judgement,
    done: AbstractSet[int],
    memory: Memory,
) -> None:
    """What has its new Address is done, and what is kept is when all others are."""
    is_over = all(drafts[index].action is Action.KEEP or index in done for index in members)
    for index in members:
        draft = drafts[index]
        if index in done:
            address = memory[connector_key(draft.connector)].address
            is_by_name = now.inventory.connectors[index].address.number is None
            drafts[index] = replace(draft, is_done=True, address=address, is_by_name=is_by_name)
        else:
            drafts[index] = replace(draft, is_done=is_over)


def _give_addresses(drafts: dict[int, Draft], needy: Sequence[int], giving: Giving) -> None:
    """Give each draft that needs one the address it had, or the lowest free one.

    Owners by name, then the connectors that dial them by home server and directory name.
    """
    owners = [(drafts[index].owner, index) for index in needy]
    for _, _, index in sorted((each.name, each.subnet or (), index) for each, index in owners):
        draft = drafts[index]
        drafts[index] = replace(draft, address=giving.give(draft.owner, draft.connector))
    problems = giving.problems()
    if problems:
        raise PlanningError(problems)


def _give_aliases(
    drafts: dict[int, Draft], taken: set[str], settings: Settings, memory: Memory
) -> None:
    """Name each new address, or each connector if there are no new addresses."""
    taken.update(remembered.alias for remembered in memory.values())
    maker = AliasMaker(taken)
    by_name = settings.strategy is Strategy.HOSTNAME
    bases: dict[str, str] = {}
    named: list[tuple[str, int, int]] = []
    for index in sorted(drafts):
        draft = drafts[index]
        owner = draft.owner
        foreign = owner.kind is OwnerKind.FOREIGN
        bases.setdefault(owner.name, draft.connector.name if foreign else owner.name)
        if draft.address is not None or (by_name and draft.action is Action.MOVE):
            named.append((owner.name, draft.address or 0, index))
    named.sort()
    aliases: dict[int, str] = {}
    made: dict[tuple[str, int], str] = {}
    for name, address, index in named if memory else ():
        draft = drafts[index]
        earlier = memory.get(connector_key(draft.connector))
        if earlier and earlier.alias and earlier.address == draft.address:
            aliases[index] = made[name, address] = earlier.alias
    for name, address, index in named:
        alias = aliases.get(index) or (None if by_name else made.get((name, address)))
        if alias is None:
            alias = made[name, address] = maker.make(bases[name])
        drafts[index] = replace(drafts[index], alias=alias)


def names_seen(
    inventory: Inventory, partners: Iterable[str], lines: Iterable[SeenLine]
) -> set[str]:
    """Every name that an alias must not equal, in capitals."""
    seen = {*inventory.servers, *partners}
    seen.update(host_label(name) for name in tuple(seen))
    for connector in inventory.connectors:
        seen.add(connector.via)
        if connector.address.number is None:
            name = connector.address.text.upper()
            seen.update((name, name.partition(".")[0]))
    for line in lines:
        seen.update(part for name in line.names for part in (name, name.partition(".")[0]))
    return seen


class AliasMaker:
    """Makes aliases; one that was made is taken."""

    def __init__(self, taken: set[str]) -> None:
        self._taken = taken
        self._lowest: dict[str, int] = {}

    def make(self, owner: str) -> str:
        """The next alias of an owner: its name, and the lowest number from 2 that is not taken."""
        base = alias_base(owner)
        # Owners whose names are cut to one text share their numbers: begin where the last ended.
        stem = base[:_STEM_LENGTH]
        number = self._lowest.get(stem, 2)
        while (alias := numbered_alias(base, number)) in self._taken:
            number += 1
        self._taken.add(alias)
        self._lowest[stem] = number + 1
        return alias
