# SPDX-License-Identifier: MIT
"""The addresses of NICs: what the registry lists, what is in effect, and whose they are.

A list takes effect on Windows NT when the server restarts (Q120642): registry and netsh show the
list, ipconfig what is in effect. The first address is the primary one (Q131641, Q149399), but what
ipconfig prints first need not be the first (domain rules on NICs), so that only the registry, or
netsh, shows a wrong order for certain.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence

import msgspec

from x400fix.evidence.model import Kind, Nic
from x400fix.inventory.addresses import NicAddress, address_text, mask_text, number_of
from x400fix.plan.model import Nic as PlannedNic
from x400fix.plan.model import Place, Plan, Vehicle
from x400fix.step_kinds import Effect, StepKind
from x400fix.verification.checks import NO_FILES, Check, Outcome, ServerFiles

Addresses = tuple[NicAddress, ...]


class _Lists(msgspec.Struct, frozen=True, kw_only=True):
    """What a plan says of a NIC; ``before`` and ``after`` are empty where it does not know."""

    adapter: str
    before: Addresses
    after: Addresses
    added: Addresses
    is_reversible: bool

    @property
    def numbers(self) -> frozenset[int]:
        """Every address that the NIC has before or after."""
        return frozenset(each.number for each in (*self.before, *self.after, *self.added))


def parse_list(texts: Iterable[str]) -> Addresses:
    """Addresses such as ``10.20.1.10/24``."""
    parts = (text.partition("/") for text in texts)
    return tuple(
        NicAddress(number_of(number), int(prefix) if prefix else None)
        for number, _, prefix in parts
    )


def check_nics(plan: Plan, files: Mapping[str, ServerFiles]) -> Iterator[Check]:
    """A check for each NIC that gets addresses, and one for each that is not as it was."""
    places = {place.name: place for place in plan.servers}
    owners = _owners(plan)
    for place in plan.servers:
        if place.nic and any(_is_list(step.kind) for step in place.steps):
            yield from _check_place(place, place.nic, files.get(place.name, NO_FILES))
    for facts in plan.facts:
        own, seen = places.get(facts.server), files.get(facts.server, NO_FILES)
        if not (own and own.nic) and facts.addresses and seen.nics:
            lists = _unchanged(facts.adapter, parse_list(facts.addresses))
            check = _check_unchanged(facts.server, lists, seen)
            if check:
                yield check
    for server, seen in files.items():
        yield from _strangers(server, seen.nics, owners)


def addresses_in_effect(
    plan: Plan, files: Mapping[str, ServerFiles]
) -> Mapping[str, Sequence[int]]:
    """The addresses of each server that the files show, as ipconfig has them, else the list."""
    found: dict[str, Sequence[int]] = {}
    adapters = {facts.server: facts.adapter for facts in plan.facts}
    known = {facts.server: parse_list(facts.addresses) for facts in plan.facts}
    places = {place.name: place.nic for place in plan.servers if place.nic}
    for server, seen in files.items():
        nic = places.get(server)
        lists = _lists(nic) if nic else _unchanged(adapters.get(server, ""), known.get(server, ()))
        listed, effective = _chosen(seen.nics, lists)
        shown = effective or listed
        if shown:
            now = [each.value.number for each in shown[-1].addresses if each.value.number]
            order = [each.value.number for each in listed[-1].addresses] if listed else []
            # What ipconfig prints is in the order of the registry where that has it too.
            known_first = [number for number in order if number in now]
            found[server] = [*known_first, *(number for number in now if number not in known_first)]
    return found


def _is_list(kind: StepKind) -> bool:
    return kind.effect is Effect.LIST or kind is StepKind.REQUEST


def _lists(nic: PlannedNic) -> _Lists:
    return _Lists(
        adapter=nic.adapter,
        before=parse_list(nic.before),
        after=parse_list(nic.after),
        added=parse_list(nic.added),
        is_reversible=nic.vehicle is Vehicle.NETSH,
    )


def _unchanged(adapter: str, addresses: Addresses) -> _Lists:
    return _Lists(adapter=adapter, before=addresses, after=addresses, added=(), is_reversible=True)


def _check_place(place: Place, nic: PlannedNic, seen: ServerFiles) -> Iterator[Check]:
    """The list of a NIC that gets addresses, and whether it is in effect where that takes more."""
    lists = _lists(nic)
    listed, effective = _chosen(seen.nics, lists)
    step = next(step for step in place.steps if _is_list(step.kind))
    restart = next((s for s in place.steps if s.kind is StepKind.SERVER_RESTART), None)
    outcome, why = _judge(lists, listed or effective)
    shown = (listed or effective)[-1:]
    in_list, in_effect = _judge_effect(lists, listed), _judge_effect(lists, effective)
    if not restart and listed and effective and in_effect is not in_list:
        outcome = Outcome.DIFFERS
        why = (*why, f"ipconfig shows {_text(_addresses(effective[-1]))}")
        shown = [*shown, effective[-1]]
    before, after = _before_and_after(lists)
    yield Check(
        server=place.name,
        before=before,
        after=after,
        what="addresses of the NIC",
        step=step.number,
        outcome=outcome,
        seen="; ".join(dict.fromkeys(_text(_addresses(each)) for each in shown)),
        why=why,
        places=tuple(each.place for each in shown),
    )
    if restart:
        yield _check_restart(place, lists, restart.number, in_list, effective)


def _check_restart(
    place: Place, lists: _Lists, step: int, listed: Outcome, effective: Sequence[Nic]
) -> Check:
    """Whether a list that is written is in effect (Q120642)."""
    why: tuple[str, ...] = ()
    outcome = _judge_effect(lists, effective)
    if outcome is not listed and Outcome.NO_EVIDENCE not in {outcome, listed}:
        text = "ipconfig shows other addresses than the list has"
        if outcome is Outcome.NOT_DONE:
            text = "the list is written, but ipconfig does not show it: restart the server"
        else:
            outcome = Outcome.DIFFERS
        why = (text,)
    before, after = _before_and_after(lists)
    return Check(
        server=place.name,
        what="addresses in effect",
        step=step,
        outcome=outcome,
        before=before,
        after=after,
        seen=_text(_addresses(effective[-1])) if effective else "",
        why=why,
        places=tuple(each.place for each in effective[-1:]),
    )


def _before_and_after(lists: _Lists) -> tuple[str, str]:
    added = _text(lists.added)
    return _text(lists.before) or f"without {added}", _text(lists.after) or f"with {added}"


def _check_unchanged(server: str, lists: _Lists, seen: ServerFiles) -> Check | None:
    """A NIC that gets nothing, if it is not as the plan knows it."""
    listed, effective = _chosen(seen.nics, lists)
    shown = listed or effective
    if not shown:
        return None
    outcome, why = _judge(lists, shown)
    return Check(
        server=server,
        what="addresses of the NIC",
        outcome=Outcome.DIFFERS if outcome is Outcome.DIFFERS else Outcome.UNCHANGED,
        before=_text(lists.before),
        after=_text(lists.after),
        seen=_text(_addresses(shown[-1])),
        why=why,
        places=(shown[-1].place,),
    )


def _chosen(nics: Sequence[Nic], lists: _Lists) -> tuple[list[Nic], list[Nic]]:
    """The NIC of a plan as files list it, and as ipconfig shows it."""
    listed = [each for each in nics if each.kind is not Kind.IPCONFIG]
    effective = [each for each in nics if each.kind is Kind.IPCONFIG]
    return _matching(listed, lists), _matching(effective, lists)


def _matching(nics: Sequence[Nic], lists: _Lists) -> list[Nic]:
    """The NIC that is meant: by its name, by an address, or because it is the only one."""
    used = [each for each in nics if any(seen.value.number for seen in each.addresses)]
    named = [each for each in used if each.name.upper() == lists.adapter.upper()]
    if named:
        return named
    numbers = lists.numbers
    met = [each for each in used if any(s.value.number in numbers for s in each.addresses)]
    return met or (used if len({each.name.upper() for each in used}) == 1 else [])


def _judge(lists: _Lists, shown: Sequence[Nic]) -> tuple[Outcome, tuple[str, ...]]:
    """What the files say of a list, and what differs."""
    if not shown:
        return Outcome.NO_EVIDENCE, ()
    found = _addresses(shown[-1])
    faults = tuple(_faults(shown))
    if faults:
        return Outcome.DIFFERS, faults
    if not lists.after:
        return _judge_added(lists, found)
    is_begun = not lists.added or any(n in _numbers(found) for n in _numbers(lists.added))
    wanted = lists.after if is_begun else lists.before
    why = tuple(_differences(lists, wanted, found, shown[-1]))
    if why:
        return Outcome.DIFFERS, why
    return (Outcome.DONE if is_begun else Outcome.NOT_DONE), ()


def _faults(shown: Sequence[Nic]) -> Iterator[str]:
    """What keeps files from saying anything: they disagree, or the address is not a fixed one."""
    last = shown[-1]
    for other in shown[:-1]:
        if sorted(_numbers(_addresses(other))) != sorted(_numbers(_addresses(last))):
            texts = [f"{each.place}: {_text(_addresses(each))}" for each in (other, last)]
            yield f"files disagree, {' and '.join(texts)}"
    if any(each.uses_dhcp and each.uses_dhcp.value for each in shown):
        yield "the NIC gets its address by DHCP"


def _judge_added(lists: _Lists, found: Addresses) -> tuple[Outcome, tuple[str, ...]]:
    """The same where the plan knows the new addresses only."""
    missing = [number for number in _numbers(lists.added) if number not in _numbers(found)]
    if not missing:
        masks = tuple(_masks(lists.added, found))
        return (Outcome.DIFFERS if masks else Outcome.DONE), masks
    if len(missing) == len(lists.added):
        return Outcome.NOT_DONE, ()
    return Outcome.DIFFERS, tuple(f"{address_text(number)} is missing" for number in missing)


def _differences(lists: _Lists, wanted: Addresses, found: Addresses, nic: Nic) -> Iterator[str]:
    """How a list differs from the one that it is to be."""
    right, numbers = _numbers(wanted), _numbers(found)
    primary, missing = right[0], [number for number in right if number not in numbers]
    if primary in missing:
        yield f"the primary address {address_text(primary)} is lost"
    yield from (f"{address_text(number)} is missing" for number in missing if number != primary)
    for number in dict.fromkeys(numbers):
        if number not in right:
            yield f"{address_text(number)} is not in the plan"
        elif numbers.count(number) > 1:
            yield f"{address_text(number)} is there twice"
    is_in_order = numbers == right or (lists.is_reversible and numbers == right[::-1])
    if sorted(numbers) == sorted(right) and not is_in_order:
        yield f"the order is wrong: {address_text(primary)} must be the first, then the others"
        if not nic.is_ordered:
            yield "what ipconfig prints need not be the order: regdmp shows it"
    yield from _masks(wanted, found)


def _masks(wanted: Addresses, found: Addresses) -> Iterator[str]:
    """Masks that are missing or wrong."""
    right = {each.number: each.prefix for each in wanted}
    for each in found:
        prefix = right.get(each.number)
        if prefix is not None and each.prefix != prefix:
            is_missing = each.prefix is None
            seen = "no mask" if each.prefix is None else f"the mask {mask_text(each.prefix)}"
            text = f"{address_text(each.number)} has {seen}"
            yield text if is_missing else f"{text}, not {mask_text(prefix)}"


def _judge_effect(lists: _Lists, effective: Sequence[Nic]) -> Outcome:
    """Whether the new addresses are in effect."""
    if not effective:
        return Outcome.NO_EVIDENCE
    numbers = _numbers(_addresses(effective[-1]))
    there = [number in numbers for number in _numbers(lists.added)]
    if all(there):
        return Outcome.DONE
    return Outcome.DIFFERS if any(there) else Outcome.NOT_DONE


def _owners(plan: Plan) -> Mapping[int, str]:
    """Whose each address of the plan is: those that are given, and those that NICs have."""
    owners = {
        number_of(text.partition("/")[0]): facts.server
        for facts in plan.facts
        for text in facts.addresses
    }
    owners |= {
        number_of(each.new_address): each.owner for each in plan.assignments if each.new_address
    }
    return owners


def _strangers(server: str, nics: Sequence[Nic], owners: Mapping[int, str]) -> Iterator[Check]:
    """Addresses that a server has, and that another one is to have."""
    told = set()
    for nic in nics:
        for seen in nic.addresses:
            owner = owners.get(seen.value.number, server)
            if owner != server and (seen.value.number, nic.kind) not in told:
                told.add((seen.value.number, nic.kind))
                text = address_text(seen.value.number)
                yield Check(
                    server=server,
                    what="address of another server",
                    outcome=Outcome.DIFFERS,
                    before=f"{text} on {owner} only",
                    after=f"{text} on {owner} only",
                    seen=f"{text} on {server}",
                    why=("two computers with one address can stop TCP/IP (Q120599)",),
                    places=(seen.place,),
                )


def _addresses(nic: Nic) -> Addresses:
    return tuple(each.value for each in nic.addresses)


def _numbers(addresses: Sequence[NicAddress]) -> list[int]:
    return [each.number for each in addresses]


def _text(addresses: Sequence[NicAddress]) -> str:
    return ", ".join(map(str, addresses))
