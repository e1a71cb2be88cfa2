# SPDX-License-Identifier: MIT
"""How many addresses a plan needs in which subnet, and which of them are free for all one knows."""

from collections.abc import Container, Iterable, Iterator, Sequence

import msgspec

from x400fix.allocation.assignments import Action, Draft, Owner, OwnerKind
from x400fix.allocation.owners import Owners
from x400fix.allocation.pool import Pool, Range, merge, span_text, spans_of
from x400fix.inventory.addresses import subnet_text
from x400fix.inventory.subnets import Span
from x400fix.planning.inputs import PlanInputs
from x400fix.planning.judgement import judge
from x400fix.planning.name_files import parse_name_files
from x400fix.planning.planning import assign
from x400fix.problems import ProblemList
from x400fix.settings.choices import Strategy


class Need(msgspec.Struct, frozen=True, kw_only=True):
    """The addresses that owners need in their subnet, or one owner whose subnet is not known.

    ``subnet`` is empty then. ``ranges`` are a proposal: free as far as the inputs show.
    """

    owners: tuple[str, ...]
    subnet: str = ""
    is_presumed: bool = False
    count: int
    ranges: tuple[str, ...] = ()


def find_needs(inputs: PlanInputs) -> tuple[Need, ...]:
    """What a pool must have, for inputs that are sound; subnets first, in their order.

    It is found by planning with a pool of all addresses of the subnets: the rules that choose an
    address are those of the plan.
    """
    settings = inputs.settings
    judgement = judge(inputs.inventory, ProblemList(), inputs.memory)
    if judgement is None or settings.strategy is not Strategy.ADDRESS:
        return ()
    found = Owners(judgement.first)
    owners = [found.owner_of(each) for each in judgement.first.findings.conflicts]
    files = parse_name_files(inputs.name_files, settings.ticket)
    full: frozenset[Span | None] = frozenset()
    for _ in range(2):
        ranges = tuple(_ranges(owners, full))
        spans = spans_of(ranges)
        in_use = tuple(each.within(spans) for each in inputs.in_use)
        pool = Pool(ranges=ranges, in_use=in_use, is_trial=True)
        drafts = assign(judgement, inputs, pool, files)
        full = frozenset(each.owner.subnet for each in drafts if _lacks(each))
    return (*_by_subnet(drafts), *_by_owner(drafts))


def _lacks(draft: Draft) -> bool:
    return draft.action is Action.MOVE and draft.address is None


def _ranges(owners: Iterable[Owner], full: Container[Span | None]) -> Iterator[Range]:
    """The subnets of servers; those that are not full without what is below a server's own address.

    The first addresses of a subnet are those that routers and the like have most often.
    """
    begins: dict[Span, int] = {}
    for owner in owners:
        is_asked = owner.kind in {OwnerKind.SERVER, OwnerKind.UNKNOWN}
        if is_asked and owner.subnet and owner.primary is not None:
            first = owner.subnet[0] if owner.subnet in full else owner.primary
            begins[owner.subnet] = min(first, begins.get(owner.subnet, first))
    for (_, last), first in begins.items():
        yield Range(first, last, span_text((first, last)))


def _by_subnet(drafts: Sequence[Draft]) -> Iterator[Need]:
    """What servers need in subnets that are known or presumed."""
    groups: dict[Span, list[Draft]] = {}
    for each in drafts:
        if each.owner.subnet and not each.is_done and (each.address is not None or _lacks(each)):
            groups.setdefault(each.owner.subnet, []).append(each)
    for subnet, members in sorted(groups.items()):
        given = {each.address for each in members if each.address is not None}
        yield Need(
            owners=_names(members),
            subnet=subnet_text(subnet),
            is_presumed=all(each.owner.is_presumed for each in members),
            count=len(given) + sum(map(_lacks, members)),
            ranges=tuple(map(span_text, merge((number, number) for number in given))),
        )


def _by_owner(drafts: Sequence[Draft]) -> Iterator[Need]:
    """What owners need that no range is known to serve: somebody else gives it."""
    groups: dict[str, list[Draft]] = {}
    for each in drafts:
        server = each.owner.server
        is_other = server is None or not (server.uses_dhcp or server.addresses)
        if each.action is Action.MANUAL and each.address is None and is_other:
            groups.setdefault(each.owner.name, []).append(each)
    for _, members in sorted(groups.items()):
        yield Need(owners=_names(members), count=len(members))


def _names(drafts: Iterable[Draft]) -> tuple[str, ...]:
    return tuple(sorted({each.owner.name for each in drafts}))
