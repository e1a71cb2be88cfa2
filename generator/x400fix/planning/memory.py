# SPDX-License-Identifier: MIT
"""What an earlier plan gave, as PLAN.json holds it."""

from collections.abc import Iterable

from x400fix.allocation.assignments import Action, Memory, Remembered
from x400fix.inventory.addresses import address_text, parse_address, parse_nic_address
from x400fix.inventory.cells import parse_text
from x400fix.inventory.names import is_alias, parse_server_name
from x400fix.inventory.repairs import one_form
from x400fix.plan.model import EarlierAssignment
from x400fix.problems import BadValueError, shown

_CODE = "X4-E070"


def held_memory(memory: Memory) -> tuple[EarlierAssignment, ...]:
    """What an earlier plan gave, by server and directory name."""
    return tuple(
        EarlierAssignment(
            action=earlier.action,
            server=server,
            connector=connector,
            owner=earlier.owner,
            new_address="" if earlier.address is None else address_text(earlier.address),
            alias=earlier.alias,
            old_address=earlier.before.text if earlier.before else "",
        )
        for (server, connector), earlier in sorted(memory.items())
    )


def memory_of(earlier: Iterable[EarlierAssignment]) -> Memory:
    """What an earlier plan gave each connector; it reaches scripts again, so it is parsed."""
    return {
        (parse_server_name(each.server), one_form(parse_text(each.connector)).upper()): _remembered(
            each
        )
        for each in earlier
    }


def _remembered(each: EarlierAssignment) -> Remembered:
    address = parse_nic_address(each.new_address, code=_CODE).number if each.new_address else None
    if each.alias and not is_alias(each.alias):
        raise BadValueError(_CODE, f"{shown(each.alias)} is not an alias")
    if each.action is Action.KEEP and (each.new_address or each.alias):
        raise BadValueError(_CODE, f"{shown(each.connector)} keeps what it has and is given more")
    return Remembered(
        action=each.action,
        owner=parse_text(each.owner),
        before=parse_address(each.old_address) if each.old_address else None,
        address=address,
        alias=each.alias,
    )
