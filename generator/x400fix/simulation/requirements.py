# SPDX-License-Identifier: MIT
"""What a plan has to keep: each requirement with a function that finds where it is violated."""

import enum
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

import msgspec

from x400fix.plan.model import Breach
from x400fix.plan.model import Requirement as Result
from x400fix.simulation import rules
from x400fix.simulation.calls import resolve
from x400fix.simulation.rules import Status
from x400fix.simulation.run import Run

_LOST = frozenset({rules.NO_SERVER, rules.WRONG_SERVER, rules.WRONG_PARTNER})
_UNANSWERED = frozenset({rules.NOBODY, rules.ANOTHER_ADDRESS})


class Outcome(enum.StrEnum):
    """What was found about a requirement."""

    HOLDS = "holds"
    OPEN = "open"
    WAIVED = "given up"
    FAILS = "fails"


class Requirement(msgspec.Struct, frozen=True):
    """One thing that is proven of every plan; ``sources`` are KB numbers."""

    name: str
    find_breaches: Callable[[Run], Iterable[Breach]]
    sources: tuple[str, ...]
    text: str = ""

    def says(self, text: str) -> "Requirement":
        """The requirement with the sentence that it is."""
        return msgspec.structs.replace(self, text=text)


def _at(run: Run, index: int, *, is_open: bool = False) -> Breach:
    """A breach at a connector; an open one is left to another administrator."""
    connector = run.network.connectors[index]
    return Breach(server=connector.server, connector=connector.name, step=0, is_open=is_open)


def _in_steps(numbers: Iterable[int]) -> Iterable[Breach]:
    """A breach in each of some steps."""
    return (Breach(server="", connector="", step=each, is_open=False) for each in numbers)


def _find_collisions(run: Run) -> Iterator[Breach]:
    """Connectors that share an endpoint in the end, and those whose Address is still open."""
    for group in run.state.collisions():
        for index in group:
            yield _at(run, index)
    for index in run.moved:
        if run.state.is_open(index):
            yield _at(run, index, is_open=True)


def _find_lost(run: Run) -> Iterator[Breach]:
    """Calls that reached their partner, and do not any more; those that may have, surely not."""
    for index, last in run.calls.items():
        if last in _LOST:
            first = run.first_calls[index]
            is_worse = last.status is Status.DOWN and first.status is not Status.DOWN
            if first not in _LOST or is_worse:
                yield _at(run, index)


def _find_unanswered(run: Run) -> Iterator[Breach]:
    """Calls that met a connector, and do not any more."""
    for index, last in run.calls.items():
        if last in _UNANSWERED and run.first_calls[index] not in _LOST | _UNANSWERED:
            yield _at(run, index)


def _find_unkept(run: Run) -> Iterator[Breach]:
    """Connectors that change although none keeps the Address that they shared."""
    state, network = run.state, run.network
    for index in run.moved:
        home = network.connectors[index].server
        if all(state.is_open(each) for each in state.sharing(home, network.dialled[index])):
            yield _at(run, index)


def _find_astray(run: Run) -> Iterator[Breach]:
    """Connectors that have no new Address, or one that does not lead where the plan says."""
    state, network = run.state, run.network
    for expected in (each for changes in run.changes for each in changes.expected):
        index = expected.index
        is_changed = state.running[index] != network.dialled[index]
        is_new = is_changed and index not in state.unread
        # A foreign MTA or a firewall cannot be seen to answer.
        is_open = expected.is_open or expected.owner not in network.called
        is_there = is_open or state.holder(expected.number) == expected.owner
        leads_there = resolve(state, index).number == expected.number
        if not (is_new and is_there and leads_there):
            yield _at(run, index)


def _find_not_backed_out(run: Run) -> Iterator[Breach]:
    """A network in which the whole back-out does not give the first state."""
    if not run.backs_out():
        yield _at(run, run.network.tcp[0])


REQUIREMENTS = (
    Requirement("no-collision", _find_collisions, ("Q200588",)).says(
        "No two connectors of one stack share an Address any more."
    ),
    Requirement("nothing-lost", _find_lost, ("Q200588", "Q193380")).says(
        "Every call that reached its partner before still reaches it, and meets no other "
        "partner's connector."
    ),
    Requirement("answered", _find_unanswered, ("Q193380", "Q189345")).says(
        "Every call that some connector answered before is still answered by one: between two "
        "servers one connector keeps the address that the caller calls from."
    ),
    Requirement("one-kept", _find_unkept, ("Q193380", "Q189345")).says(
        "Of the connectors that share an Address one keeps it: incoming calls are matched by "
        "the address that the partner calls from."
    ),
    Requirement("as-planned", _find_astray, ("Q200588", "Q172218")).says(
        "Every new Address leads to the new address, and its owner answers there."
    ),
    Requirement("nothing-taken", lambda run: _in_steps(run.not_kept), ("Q131641", "Q149399")).says(
        "Every NIC keeps the addresses that it had, in their order, the primary one first."
    ),
    Requirement("undo", lambda run: _in_steps(run.not_undone), ()).says(
        "The undo of each step gives what was there before the step."
    ),
    Requirement("back-out", _find_not_backed_out, ()).says(
        "All undos together, the last step first, give the state before the first step."
    ),
)
"""Every requirement, in the order in which they are looked at: the back-out is the last."""

WAIVERS: Mapping[str, frozenset[str]] = {
    "--reassign-all": frozenset({"answered", "one-kept"}),
    "--address-mode lmhosts": frozenset({"answered"}),
}
"""What an option gives up: with --reassign-all no connector keeps the address that calls come from,
and a name that only LMHOSTS has is found by no reverse lookup (Q193380)."""


def find_result(requirement: Requirement, breaches: Sequence[Breach], waiver: str) -> Result:
    """What a list of breaches, over all networks, says of a requirement; a waiver is named."""
    outcome: str = Outcome.FAILS
    if not breaches:
        outcome = Outcome.HOLDS
    elif all(breach.is_open for breach in breaches):
        outcome = Outcome.OPEN
    elif requirement.name in WAIVERS.get(waiver, ()):
        outcome = f"{Outcome.WAIVED} by {waiver}"
    return Result(
        name=requirement.name,
        text=requirement.text,
        sources=requirement.sources,
        outcome=outcome,
        breaches=tuple(breaches),
    )
