# SPDX-License-Identifier: MIT
"""The ranges of the pool as records of PLAN.json."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence

from x400fix.model.addresses import address_text
from x400fix.plan.document.document import PoolRecord
from x400fix.plan.make import Plan
from x400fix.plan.name_files import names_in_files
from x400fix.pool.ranges import Range


def pool_records(plan: Plan) -> Iterator[PoolRecord]:
    """Each range with what is used, excluded and given in it."""
    given = sorted({a.address for a in plan.assignments if a.address is not None})
    used = sorted(_used_numbers(plan).difference(given))
    for part in plan.pool.ranges:
        excluded = [item.text for item in plan.pool.exclusions if item.overlaps(part)]
        yield PoolRecord(
            range=part.text,
            owner=part.owner,
            size=part.size,
            used=_within(part, used),
            excluded=tuple(excluded),
            given=_within(part, given),
        )


def _used_numbers(plan: Plan) -> set[int]:
    """Addresses that the inputs show somebody has: servers, gateways, Addresses and so on."""
    inventory = plan.judgement.inventory
    used = {a.number for server in inventory.servers.values() for a in server.addresses}
    used |= {s.gateway for s in inventory.servers.values() if s.gateway is not None}
    used |= {c.address.number for c in inventory.connectors if c.address.number is not None}
    files = (merge.file for merge in plan.name_merges)
    used |= names_in_files(files, plan.settings.ticket).numbers
    return used | {e.address for e in plan.earlier.values() if e.address is not None}


def _within(part: Range, ordered: Sequence[int]) -> tuple[str, ...]:
    """The addresses of an ordered list that lie in a range."""
    inside = ordered[bisect_left(ordered, part.first) : bisect_right(ordered, part.last)]
    return tuple(map(address_text, inside))
