# SPDX-License-Identifier: MIT
"""What a plan has to keep: each obligation is a row with a function that finds where it fails."""

import enum
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

import msgspec

from x400fix.simulation import rules
from x400fix.simulation.calls import resolve
from x400fix.simulation.changes import Promise
from x400fix.simulation.rules import Status
from x400fix.simulation.run import Rehearsal

_LOST = frozenset({rules.NO_SERVER.name, rules.WRONG_SERVER.name, rules.WRONG_PARTNER.name})
_UNANSWERED = frozenset({rules.NOBODY.name, rules.ANOTHER_ADDRESS.name})


class Outcome(enum.StrEnum):
    """What was found about an obligation."""

    HOLDS = "holds"
    OPEN = "open"
    WAIVED = "given up"
    FAILS = "fails"


class Breach(msgspec.Struct, frozen=True, gc=False):
    """One place where an obligation fails, or stays open.

    ``index`` is the connector, -1 if it is none; ``step`` is 0 if it is about no single step.
    ``is_open`` says that somebody else has still to decide.
    """

    index: int = -1
    step: int = 0
    is_open: bool = False


class Obligation(msgspec.Struct, frozen=True, kw_only=True):
    """One thing that is proven of every plan; ``sources`` are KB numbers."""

    name: str
    text: str
    sources: tuple[str, ...]
    find_breaches: Callable[[Rehearsal, Iterable[Promise]], Iterator[Breach]]


class Result(msgspec.Struct, frozen=True, kw_only=True):
    """An obligation with what was found about it."""

    obligation: Obligation
    outcome: Outcome
    breaches: tuple[Breach, ...]


def _find_collisions(rehearsal: Rehearsal, _promises: Iterable[Promise]) -> Iterator[Breach]:
    """Connectors that share an endpoint in the end, but for those that somebody else decides."""
    state = rehearsal.state
    for group in state.collisions():
        decided = [index for index in group if not state.is_open(index)]
        for index in group:
            is_open = len(decided) < 2 or state.is_open(index)  # noqa: PLR2004 -- one alone shares with nobody
            yield Breach(index, is_open=is_open)


def _find_lost(rehearsal: Rehearsal, _promises: Iterable[Promise]) -> Iterator[Breach]:
    """Calls that reached their partner, and do not any more; those that may have, surely not."""
    for index in rehearsal.network.tcp:
        first, last = rehearsal.calls(index)
        is_worse = last.status is Status.DOWN and first.status is not Status.DOWN
        if last.name in _LOST and (first.name not in _LOST or is_worse):
            yield Breach(index)


def _find_unanswered(rehearsal: Rehearsal, _promises: Iterable[Promise]) -> Iterator[Breach]:
    """Calls that met a connector, and do not any more."""
    for index in rehearsal.network.tcp:
        first, last = rehearsal.calls(index)
        if last.name in _UNANSWERED and first.name not in _LOST | _UNANSWERED:
            yield Breach(index)


def _find_unkept(rehearsal: Rehearsal, _promises: Iterable[Promise]) -> Iterator[Breach]:
    """Connectors that change although nobody keeps the Address that they shared."""
    state, network = rehearsal.state, rehearsal.network
    for index in rehearsal.moved:
        home = network.connectors[index].server
        if all(state.is_open(each) for each in state.sharing(home, network.dialled(index))):
            yield Breach(index)


def _find_astray(rehearsal: Rehearsal, promises: Iterable[Promise]) -> Iterator[Breach]:
    """Connectors that have no new Address, or one that does not lead where the plan says."""
    state = rehearsal.state
    for promise in promises:
        index, address = promise.index, state.running(promise.index)
        is_new = address != state.network.dialled(index) and not state.is_unread(index)
        is_there = promise.is_open or state.holder(promise.number) == promise.owner
        if not (is_new and is_there and resolve(state, index, address).number == promise.number):
            yield Breach(index)


def _find_taken(rehearsal: Rehearsal, _promises: Iterable[Promise]) -> Iterator[Breach]:
    """Steps that take an address from a NIC, or put another one first."""
    for step in rehearsal.not_kept:
        yield Breach(step=step)


def _find_not_undone(rehearsal: Rehearsal, _promises: Iterable[Promise]) -> Iterator[Breach]:
    """Steps whose undo does not give the state before."""
    for step in rehearsal.not_undone:
        yield Breach(step=step)


def _find_not_backed_out(rehearsal: Rehearsal, _promises: Iterable[Promise]) -> Iterator[Breach]:
    """A network in which the whole back-out does not give the first state."""
    if not rehearsal.backs_out():
        yield Breach(rehearsal.network.tcp[0])


OBLIGATIONS = (
    Obligation(
        name="no-collision",
        text="No two connectors of a stack are left that it cannot tell apart.",
        sources=("Q200588",),
        find_breaches=_find_collisions,
    ),
    Obligation(
        name="nothing-lost",
        text="Every call that reached its partner before still reaches it, and meets no other "
        "partner's connector.",
        sources=("Q200588", "Q193380"),
        find_breaches=_find_lost,
    ),
    Obligation(
        name="answered",
        text="Every call that some connector answered before is still answered by one: between "
        "two servers one connector keeps the address that the caller calls from.",
        sources=("Q193380", "Q189345"),
        find_breaches=_find_unanswered,
    ),
    Obligation(
        name="one-kept",
        text="Of the connectors that share an Address one keeps it: incoming calls are matched by "
        "the address that the partner calls from.",
        sources=("Q193380", "Q189345"),
        find_breaches=_find_unkept,
    ),
    Obligation(
        name="as-planned",
        text="Every new Address leads to the new address, and its owner answers there.",
        sources=("Q200588", "Q172218"),
        find_breaches=_find_astray,
    ),
    Obligation(
        name="nothing-taken",
        text="Every NIC keeps the addresses that it had, in their order, the primary one first.",
        sources=("Q131641", "Q149399"),
        find_breaches=_find_taken,
    ),
    Obligation(
        name="undo",
        text="The undo of each step gives what was there before the step.",
        sources=(),
        find_breaches=_find_not_undone,
    ),
    Obligation(
        name="back-out",
        text="All undos together, the last step first, give the state before the first step.",
        sources=(),
        find_breaches=_find_not_backed_out,
    ),
)
"""Every obligation, in the order in which they are looked at: the back-out is the last."""

WAIVERS: Mapping[str, frozenset[str]] = {
    "--reassign-all": frozenset({"answered", "one-kept"}),
    "--address-mode lmhosts": frozenset({"answered"}),
}
"""What an option gives up: --reassign-all leaves nobody with the address that calls come from,
and a name that only LMHOSTS has is found by no reverse lookup (Q193380)."""


def find_result(obligation: Obligation, breaches: Sequence[Breach], waiver: str) -> Result:
    """What a list of breaches, over all networks, says of an obligation."""
    if not breaches:
        outcome = Outcome.HOLDS
    elif all(breach.is_open for breach in breaches):
        outcome = Outcome.OPEN
    else:
        is_waived = obligation.name in WAIVERS.get(waiver, ())
        outcome = Outcome.WAIVED if is_waived else Outcome.FAILS
    return Result(obligation=obligation, outcome=outcome, breaches=tuple(breaches))
