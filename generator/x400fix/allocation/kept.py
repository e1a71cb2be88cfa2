# SPDX-License-Identifier: MIT
"""Which connector of each conflict keeps its present address, at both ends of its link.

Incoming calls are matched by the caller's primary address (Q193380, Q189345), so a pair in which
every connector moved would have nobody to answer.
"""

from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet

from x400fix.allocation.assignments import Action, Memory
from x400fix.inventory.connectors import Inventory, Link, connector_key
from x400fix.inventory.repairs import one_form
from x400fix.problems import InputError, Place, ProblemList, closest, difference, listed, shown
from x400fix.settings.settings import Settings
from x400fix.verdicts.conflicts import Judgement

End = tuple[str, str]

_MOST_SUGGESTIONS = 20
"""How many names are compared with all others: typing errors come in small numbers."""

KEPT = (
    "The smallest link keeps its present address{where}, because incoming calls are matched by the "
    "caller's primary address (Q193380, Q189345)."
)
KEPT_AS_WANTED = "Kept{where} by --keep."
KEPT_AS_BEFORE = "Kept{where} as in the earlier plan."
KEPT_AS_NEW = "Kept{where}, because the earlier plan moves the others."
AT_BOTH_ENDS = " at both ends"
AT_THIS_END = " at this end, although its other end moves"


def find_kept(
    judgement: Judgement,
    settings: Settings,
    memory: Memory,
    done: AbstractSet[int] = frozenset(),
) -> dict[int, str]:
    """The index of each connector that keeps its address, with the reason.

    Chosen by ``--keep`` first, then by an earlier plan, then the smallest link; those that are
    ``done`` have their new Address already. Raises InputError for values of ``--keep`` that name no
    connector, several of one conflict, or a link that has a new Address at one end.
    """
    problems, inventory = ProblemList(), judgement.inventory
    wanted = _parse_keep(settings.keep, inventory, problems)
    kept: dict[int, str] = {}
    conflicts = () if settings.reassign_all else judgement.findings.conflicts
    for conflict in conflicts:
        left = [index for index in conflict.members if index not in done]
        if not left:
            continue
        ends = {index: _ends(judgement.link_of(index)) for index in left}
        named = [index for index, each in ends.items() if not wanted.isdisjoint(each)]
        if len(named) > 1:
            names = listed([inventory.connectors[index].name for index in named])
            message = (
                f"the links of {names} at {conflict.server} share one Address, so only one of "
                "them can be kept: leave the others out"
            )
            problems.add("X4-E055", message, Place("--keep"))
        before, free = _split_by_memory(inventory, left, memory)
        smallest_end = {index: (each[0], index) for index, each in ends.items()}
        chosen = min(named or before or free or left, key=smallest_end.__getitem__)
        is_smallest = chosen == min(left, key=smallest_end.__getitem__)
        kept[chosen] = KEPT if is_smallest else KEPT_AS_NEW
        if named or before:
            kept[chosen] = KEPT_AS_WANTED if named else KEPT_AS_BEFORE
    moved = {connector_key(inventory.connectors[index]) for index in done}
    for key in sorted(wanted & moved) if conflicts else ():
        message = f"{shown('/'.join(key))} has its new Address already: leave it out"
        problems.add("X4-E055", message, Place("--keep"))
    if problems.has_errors:
        raise InputError(problems)
    return _with_places(judgement, kept)


def _with_places(judgement: Judgement, kept: Mapping[int, str]) -> dict[int, str]:
    """The reasons with the ends at which a link keeps its address."""
    connectors = judgement.inventory.connectors
    members = {index for conflict in judgement.findings.conflicts for index in conflict.members}
    moving = {id(connectors[index]) for index in members if index not in kept}
    found = {}
    for index, reason in kept.items():
        far = judgement.link_of(index).other_end(connectors[index])
        where = AT_BOTH_ENDS if far else ""
        found[index] = reason.format(where=AT_THIS_END if id(far) in moving else where)
    return found


def _parse_keep(
    texts: Iterable[str], inventory: Inventory, problems: ProblemList
) -> frozenset[End]:
    """Read the values of ``--keep``, SERVER/CONNECTOR; one that names no connector is an error."""
    known = {connector_key(connector) for connector in inventory.connectors} if texts else ()
    found, unknown = set(), 0
    for text in texts:
        server, _, name = one_form(text).partition("/")
        key = (server.strip().upper(), name.strip().upper())
        if key in known:
            found.add(key)
            continue
        unknown += 1
        is_early = unknown <= _MOST_SUGGESTIONS
        names = [c.name for c in inventory.connectors if is_early and c.server == key[0]]
        if names:
            close = closest(name.strip(), names, cutoff=0)
            how = difference(name.strip(), close)
            hint = f"did you mean {shown(f'{key[0]}/{close}')}?{how and f' ({how})'}"
        else:
            hint = "write SERVER/CONNECTOR with a server and a connector of the inventory"
        problems.add("X4-E054", f"{shown(text)} names no connector: {hint}", Place("--keep"))
    return frozenset(found)


def _ends(link: Link) -> tuple[End, ...]:
    return tuple(connector_key(end) for end in (link.first, link.second) if end)


def _split_by_memory(
    inventory: Inventory, members: Sequence[int], memory: Memory
) -> tuple[list[int], list[int]]:
    """The members that an earlier plan kept, and those to which it gave nothing new."""
    if not memory:
        return [], []
    earlier = {index: memory.get(connector_key(inventory.connectors[index])) for index in members}
    kept = [index for index, each in earlier.items() if each and each.action is Action.KEEP]
    return kept, [index for index, each in earlier.items() if not each or not each.alias]
