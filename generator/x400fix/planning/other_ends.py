# SPDX-License-Identifier: MIT
"""What the other ends of links get: overrides, and T selectors that are proposed.

Stack IP Address Override says which address an owner's MTA calls from, connector by connector.
Only MTAs of build 2431 or later know the value (Q197378). It makes the owner's calls come from
the address that the partner's connector of the same link holds.

T selectors tell links apart at a server of 5.5 SP1 or later (KB 198772; section 3.3 of the domain
reference): the outgoing selectors (B) of both ends are equal, and differ from those of the other
links. If the other end is older, its incoming one (C) is the newer server's own (A).
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from x400fix.allocation.assignments import Action, Draft, Owner, OwnerKind
from x400fix.inventory.addresses import address_text
from x400fix.inventory.connectors import Connector, Link, Stack, connector_key
from x400fix.inventory.names import is_script_safe_connector
from x400fix.plan.model import Override, SelectorProposal
from x400fix.verdicts.conflicts import Judgement


def find_overrides(drafts: Sequence[Draft], judgement: Judgement) -> dict[str, list[Override]]:
    """The overrides of each owner that knows them, by owner and then by directory name.

    An owner gets one for each of its connectors to a partner that gets new addresses.
    """
    moving: dict[tuple[str, str], Owner] = {
        (draft.owner.name, draft.connector.server): draft.owner
        for draft in drafts
        if draft.action is Action.MOVE and draft.address is not None and not draft.is_done
    }
    moving = {pair: owner for pair, owner in moving.items() if _knows_overrides(owner)}
    by_connector = {id(draft.connector): draft for draft in drafts} if moving else {}
    found: dict[str, list[Override]] = {}
    for index, (near, caller) in enumerate(judgement.dialled()) if moving else ():
        owner = moving.get((near.server, caller))
        if owner is None or near.stack is not Stack.TCP:
            continue
        far = judgement.link_of(index).other_end(near)
        number = _source(owner, far, by_connector.get(id(far)), judgement)
        if number is not None:
            is_safe = is_script_safe_connector(near.name)
            override = Override(connector=near.name, address=address_text(number), scripted=is_safe)
            found.setdefault(near.server, []).append(override)
    return found


def _knows_overrides(owner: Owner) -> bool:
    exchange = owner.server.exchange if owner.server else None
    return exchange is not None and exchange.has_override


def _source(
    owner: Owner, far: Connector | None, draft: Draft | None, judgement: Judgement
) -> int | None:
    """The address that an owner is to call from; None if no source tells it.

    It is what the other end holds. Without another end it is the primary address, by which the
    connector that is kept is found; also where the other end has a name.
    """
    if draft and draft.action is not Action.KEEP:
        is_own = draft.action is Action.MOVE and draft.owner.name == owner.name
        return draft.address if is_own else None
    if draft and draft.owner.kind is OwnerKind.FIREWALL:
        return None
    if far and judgement.directory.firewall_of(far.server, far.address):
        return None
    has = owner.server.addresses if owner.server else ()
    held = far.address.number if far else None
    if held is not None and (not has or any(each.number == held for each in has)):
        return held
    return has[0].number if has else owner.primary


def propose_selectors(judgement: Judgement) -> tuple[SelectorProposal, ...]:
    """A proposal for each link that needs T selectors, the same at both ends, by first end.

    A link whose outgoing selectors are equal and its own keeps them; the others get the lowest of
    L01, L02 ... that neither of its servers has.
    """
    used: dict[str, set[bytes]] = {}
    kept: set[tuple[str, bytes]] = set()
    lowest: dict[str, int] = {}
    proposals = []
    needing = sorted(_links_in_need(judgement.first), key=lambda each: connector_key(each[0].first))
    for link, older in needing:
        if not used:
            for each in judgement.inventory.connectors:
                used.setdefault(each.server, set()).add(each.selectors.outgoing)
        ends = [end for end in (link.first, link.second) if end]
        outgoing = ends[0].selectors.outgoing
        is_equal = outgoing and all(end.selectors.outgoing == outgoing for end in ends)
        is_own = is_equal and kept.isdisjoint((end.server, outgoing) for end in ends)
        if not is_own:
            number = max(lowest.get(end.server, 1) for end in ends)
            while any(f"L{number:02}".encode() in used[end.server] for end in ends):
                number += 1
            outgoing = f"L{number:02}".encode()
            lowest.update((end.server, number + 1) for end in ends)
        kept.update((end.server, outgoing) for end in ends)
        if older or not is_own:
            proposals.append(_proposal(link, older, outgoing))
    return tuple(proposals)


def _links_in_need(judgement: Judgement) -> Iterator[tuple[Link, Connector | None]]:
    """The links that only T selectors tell apart at a newer server, with the older end if any."""
    servers = judgement.inventory.servers
    changing = {index for conflict in judgement.findings.conflicts for index in conflict.members}
    seen = set()
    for index, finding in enumerate(judgement.findings.findings):
        connector, link = judgement.inventory.connectors[index], judgement.link_of(index)
        far = link.other_end(connector) if index in changing else None
        older = connector if far and not servers[far.server].needs_unique_address else None
        if id(link) not in seen and (older or finding.row.needs_selectors):
            seen.add(id(link))
            yield link, older


def _proposal(link: Link, older: Connector | None, outgoing: bytes) -> SelectorProposal:
    near = older or link.first
    far = link.other_end(near)
    return SelectorProposal(
        server=near.server,
        connector=near.name,
        other_server=far.server if far else "",
        other_connector=far.name if far else "",
        outgoing=selector_text(outgoing),
        incoming=selector_text(far.selectors.own) if far and older else None,
    )


def selectors_by_connector(
    proposals: Iterable[SelectorProposal],
) -> Mapping[tuple[str, str], str]:
    """The outgoing selector that each connector is to have, by server and directory name."""
    found = {}
    for each in proposals:
        found[each.server, each.connector] = each.outgoing
        found[each.other_server, each.other_connector] = each.outgoing
    return found


def selector_text(selector: bytes) -> str:
    """A selector as the Stack tab takes it: text if it is printable ASCII, else hexadecimal."""
    text = selector.decode("latin-1")
    return text if text.isascii() and text.isprintable() else f"0x{selector.hex().upper()}"
