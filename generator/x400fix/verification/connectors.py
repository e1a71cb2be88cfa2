# SPDX-License-Identifier: MIT
"""The Addresses of connectors and their overrides, as dumps, exports and the registry show them."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import permutations

import msgspec

from x400fix.evidence.model import Evidence, SeenConnector
from x400fix.inventory.addresses import HOST_NAME, IP_ADDRESS
from x400fix.inventory.connectors import Stack
from x400fix.plan.model import AddressValue, Plan
from x400fix.problems import shown
from x400fix.step_kinds import Effect
from x400fix.verification.checks import NO_FILES, Check, Outcome, ServerFiles

Key = tuple[str, str]
"""A connector by its server and its name in capitals."""


class Held(msgspec.Struct, frozen=True, kw_only=True):
    """What a connector's Address is by the files; ``others`` are objects that say otherwise."""

    value: AddressValue
    seen: SeenConnector
    others: tuple[SeenConnector, ...] = ()

    @property
    def text(self) -> str:
        """The Address with its radio button."""
        return _text(self.value)


def find_held(plan: Plan, evidence: Evidence) -> Mapping[Key, Held]:
    """What each connector holds that the files show, also those that the plan does not know.

    Of several states of one object the newest counts: Admindmp.txt grows at its end (Q199412). An
    object that names no server is the one connector of the plan with its name.
    """
    homes: dict[str, set[str]] = {}
    for each in plan.connectors:
        homes.setdefault(each.connector.upper(), set()).add(each.server)
    objects: dict[Key, list[SeenConnector]] = {}
    for seen in evidence.connectors:
        found = homes.get(seen.name.upper(), set())
        server = seen.server or (next(iter(found)) if len(found) == 1 else "")
        if seen.stack is Stack.TCP and seen.address is not None and server:
            objects.setdefault((server, seen.name.upper()), []).append(seen)
    return {key: _newest(states) for key, states in objects.items()}


def _newest(states: Sequence[SeenConnector]) -> Held:
    """The newest of several states of a connector, and those that contradict it.

    One that does not say how old it is, as in an export without these columns, is not older.
    """
    newest = max((each.changed, each.version) for each in states)
    last = [each for each in states if (each.changed, each.version) in {newest, ("", 0)}]
    seen = max(last, key=lambda each: (each.changed, each.version))
    value = _value(seen)
    others = tuple(each for each in last if _value(each) != value)
    return Held(value=value, seen=seen, others=others)


def _value(seen: SeenConnector) -> AddressValue:
    """The Address of an object; a missing type is that of an IP address (exchange.md 1.3)."""
    address = seen.address.value if seen.address else None
    text = address.text if address else ""
    is_number = address is not None and address.number is not None
    kind = seen.address_type.value if seen.address_type else ""
    if kind in {"0", HOST_NAME}:
        return AddressValue(type=HOST_NAME, value=text)
    if kind in {"1", IP_ADDRESS}:
        return AddressValue(type=IP_ADDRESS, value=text)
    return AddressValue(type=IP_ADDRESS if is_number else HOST_NAME, value=text)


def _text(value: AddressValue) -> str:
    return f"{value.type} {value.value}"


# ---- Addresses


def check_addresses(plan: Plan, held: Mapping[Key, Held]) -> Iterator[Check]:
    """A check for each connector of a conflict, and for each other one that is not as it was."""
    steps = {
        (place.name, step.connector.upper()): step.number
        for place in plan.servers
        for step in place.steps
        if step.kind.effect is Effect.ADDRESS
    }
    values = {
        (place.name, each.connector.upper()): (each.before, each.after)
        for place in plan.servers
        for each in place.address_attributes
    }
    in_conflict = {(each.server, each.connector.upper()) for each in plan.assignments}
    checks: dict[Key, Check] = {}
    for each in plan.connectors:
        key = (each.server, each.connector.upper())
        if each.stack is not Stack.TCP:
            continue
        before, after = values.get(key) or (_now(each.address), _now(each.address))
        step = steps.get(key, 0)
        if not step:
            after = before
        if key in in_conflict or (key in held and held[key].value != before):
            checks[key] = _check((each.server, each.connector), step, before, after, held.get(key))
    yield from _with_other_ends(plan, checks)
    yield from _collisions(plan, held, checks)


def _now(text: str) -> AddressValue:
    digits = text.replace(".", "")
    kind = IP_ADDRESS if digits.isdigit() and text.count(".") == 3 else HOST_NAME  # noqa: PLR2004 -- dots
    return AddressValue(type=kind, value=text)


def _check(
    name: tuple[str, str],
    step: int,
    before: AddressValue,
    after: AddressValue | None,
    held: Held | None,
) -> Check:
    """What the files say of one Address; without ``after`` any other than the old one is right."""
    why: tuple[str, ...] = ()
    if held is None:
        outcome = Outcome.NO_EVIDENCE
    elif held.others:
        outcome = Outcome.DIFFERS
        texts = [f"{each.place}: {_text(_value(each))}" for each in (*held.others, held.seen)]
        why = (f"files disagree, {' and '.join(texts)}",)
    elif step and held.value.value == before.value:
        # An inventory does not say which of the two is chosen, but the window does.
        outcome = Outcome.NOT_DONE
    elif after is None or held.value == after or (not step and held.value.value == after.value):
        outcome = Outcome.DONE if step else Outcome.UNCHANGED
    else:
        outcome = Outcome.DIFFERS
        why = tuple(_differences(after, held.value))
    server, connector = name
    return Check(
        server=server,
        connector=connector,
        what="Address",
        step=step,
        outcome=outcome,
        before=_text(before),
        after=_text(after) if after else "as another administrator decided",
        seen=held.text if held else "",
        why=why,
        places=(held.seen.address.place if held.seen.address else held.seen.place,) if held else (),
    )


def _differences(right: AddressValue, seen: AddressValue) -> Iterator[str]:
    if right.value == seen.value:
        yield f"the value is right, but {seen.type} is chosen, not {right.type}"
    elif right.value.upper() == seen.value.upper():
        yield "only letter case differs; no source says that the MTA ignores it"


def _with_other_ends(plan: Plan, checks: Mapping[Key, Check]) -> Iterator[Check]:
    """The checks, with a word where only one end of a link is changed."""
    far: dict[Key, tuple[str, str]] = {}
    for link in plan.links:
        if link.ends[1:]:
            for end, other in permutations(link.ends, 2):
                far[end.server, end.connector.upper()] = (other.server, other.connector)
    for key, check in checks.items():
        server, connector = far.get(key, ("", ""))
        peer = checks.get((server, connector.upper()))
        if peer and check.outcome is Outcome.NOT_DONE and peer.outcome is Outcome.DONE:
            text = f"the other end, {server}/{connector}, is changed already"
            yield msgspec.structs.replace(check, why=(*check.why, text))
        else:
            yield check


def _collisions(
    plan: Plan, held: Mapping[Key, Held], checks: Mapping[Key, Check]
) -> Iterator[Check]:
    """Connectors of one server with one Address, of which not all wait for their step (Q200588)."""
    waiting = {key for key, check in checks.items() if check.outcome is Outcome.NOT_DONE}
    kept = {key for key, check in checks.items() if not check.step}
    affected = _affected(plan)
    groups: dict[tuple[str, str], list[Key]] = {}
    for key, each in held.items():
        groups.setdefault((key[0], each.value.value.lower()), []).append(key)
    for (server, _), members in groups.items():
        is_old = {*members} <= waiting | kept and {*members} & waiting
        if len(members) > 1 and not is_old and server in affected:
            first = held[members[0]]
            names = ", ".join(shown(held[key].seen.name) for key in members)
            yield Check(
                server=server,
                what="one Address for each connector",
                outcome=Outcome.DIFFERS,
                before="as the inventory has it",
                after="no two connectors of a stack with one Address",
                seen=f"{first.text}: {names}",
                why=("connectors with one Address: none of this server works (Q200588)",),
                places=tuple(held[key].seen.place for key in members),
            )


def _affected(plan: Plan) -> Collection[str]:
    """The servers with conflicts: what applies to them applies to a new connector too."""
    return {each.server for each in plan.assignments}


# ---- overrides


def check_overrides(plan: Plan, files: Mapping[str, ServerFiles]) -> Iterator[Check]:
    """A check for each override of the plan, and for each other one to a foreign address."""
    planned = set()
    for place in plan.servers:
        seen = files.get(place.name, NO_FILES)
        steps = {step.kind.effect: step.number for step in place.steps}
        for each in place.overrides:
            planned.add((place.name, each.connector.upper()))
            effect = Effect.OVERRIDES if each.scripted else Effect.OVERRIDES_BY_HAND
            yield _check_override(
                place.name, each.connector, each.address, steps.get(effect, 0), seen
            )
    addresses = {
        facts.server: {text.partition("/")[0] for text in facts.addresses} for facts in plan.facts
    }
    for place in plan.servers:
        if place.nic:
            addresses.setdefault(place.name, set()).update(
                text.partition("/")[0] for text in (*place.nic.after, *place.nic.added)
            )
    for server, seen in files.items():
        for override in seen.overrides:
            value = override.text.value
            is_own = value in addresses.get(server, {value})
            if (server, override.connector.upper()) not in planned and not is_own:
                yield Check(
                    server=server,
                    connector=override.connector,
                    what="Stack IP Address Override",
                    outcome=Outcome.DIFFERS,
                    before="none, or an address of this server",
                    after="none, or an address of this server",
                    seen=value,
                    why=("this server does not have that address (Q197378)",),
                    places=(override.text.place,),
                )


def _check_override(
    server: str, connector: str, address: str, step: int, files: ServerFiles
) -> Check:
    found = [each for each in files.overrides if each.connector.upper() == connector.upper()]
    values = {each.text.value for each in found}
    if found:
        is_right = values == {address}
        outcome = Outcome.DONE if is_right else Outcome.DIFFERS
    else:
        outcome = Outcome.NOT_DONE if files.has_mta_key else Outcome.NO_EVIDENCE
    return Check(
        server=server,
        connector=connector,
        what="Stack IP Address Override",
        step=step,
        outcome=outcome,
        before="none",
        after=address,
        seen=", ".join(sorted(values)),
        places=tuple(each.text.place for each in found),
    )
