# SPDX-License-Identifier: MIT
"""What a plan knows about the names in the files of its servers."""

from x400fix.allocation.assignments import OwnerKind
from x400fix.inventory.addresses import number_of
from x400fix.inventory.names import host_label
from x400fix.lint.findings import Known
from x400fix.plan.model import Plan
from x400fix.settings.choices import Strategy


def known_names(plan: Plan) -> Known:
    """The computers of a plan with their host names, and the addresses of computers and aliases."""
    computers = {place.name for place in plan.servers if place.kind is OwnerKind.SERVER}
    addresses: dict[str, set[int]] = {}
    for connector in plan.connectors:
        computers |= {connector.server, connector.remote_server}
    for place in plan.servers:
        for line in place.lmhosts:
            addresses.setdefault(line.name.upper(), set()).add(number_of(line.address))
        for text in (*place.nic.before, *place.nic.after) if place.nic else ():
            addresses.setdefault(place.name, set()).add(number_of(text.partition("/")[0]))
    computers.discard("")
    return Known(
        computers=frozenset(computers | {host_label(name) for name in computers}),
        addresses={name: frozenset(numbers) for name, numbers in addresses.items()},
        dialled=frozenset(each.address.upper() for each in plan.connectors),
        is_by_name=plan.options.strategy is Strategy.HOSTNAME,
    )
