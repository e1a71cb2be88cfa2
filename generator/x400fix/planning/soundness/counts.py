# SPDX-License-Identifier: MIT
"""What must hold of what a plan counts: its summary, its pool and its alternatives."""

from collections.abc import Iterator, Sequence

import msgspec

from x400fix.allocation.assignments import Action
from x400fix.allocation.pool import Range, parse_range
from x400fix.inventory.addresses import parse_ipv4
from x400fix.plan.model import Alternative, PoolRecord, RoutesRecord
from x400fix.planning.soundness.index import Index, Rule, check_each, is_rising, values
from x400fix.settings.choices import Strategy
from x400fix.step_kinds import StepKind

_WAYS = values(Strategy) | {"selectors", "merge", "nothing"}


def _are_counts(routes: RoutesRecord) -> bool:
    """Whether no number of routes is below 0."""
    numbers: tuple[int, ...] = msgspec.structs.astuple(routes)
    return min(numbers) >= 0


def _are_inside(texts: Sequence[str], whole: Range) -> bool:
    """Whether addresses are those of a range, in their order, each once."""
    numbers = [parse_ipv4(text, code="X4-E070") for text in texts]
    return is_rising(numbers) and all(whole.first <= each <= whole.last for each in numbers)


_POOLS: Sequence[Rule[PoolRecord]] = (
    ("its size is another one", lambda p, _: p.size == parse_range(p.range).size),
    (
        "it has used addresses that are not its own",
        lambda p, _: _are_inside(p.used, parse_range(p.range)),
    ),
    (
        "it gives addresses that are not its own",
        lambda p, _: _are_inside(p.given, parse_range(p.range)),
    ),
    (
        "it has more exclusions than the options",
        lambda p, index: len(p.excluded) <= len(index.document.options.exclude),
    ),
)

_ALTERNATIVES: Sequence[Rule[Alternative]] = (
    ("nobody knows this way", lambda a, _: a.strategy in _WAYS),
    (
        "no number is below 0",
        lambda a, _: min(a.addresses, a.server_restarts, a.mta_restarts, a.manual_steps) >= 0,
    ),
    ("no number of routes is below 0", lambda a, _: _are_counts(a.routes)),
    (
        "another one is chosen by the options",
        lambda a, index: (
            not a.chosen
            or (a.strategy, a.minimal)
            == (index.document.options.strategy, index.document.options.minimal)
        ),
    ),
)


def _counted(index: Index) -> Iterator[tuple[str, int]]:
    """What the summary says, counted again."""
    document = index.document
    actions = [each.action for each in document.assignments]
    steps = [step for _, step in index.steps.values()]
    waves = {step.wave for step in steps}
    yield "connectors", len(document.connectors)
    yield "servers", len(document.facts)
    yield "conflicts", len(document.conflicts)
    yield "moved", actions.count(Action.MOVE)
    yield "kept", actions.count(Action.KEEP)
    yield "by_hand", actions.count(Action.MANUAL)
    yield "new_addresses", len({e.new_address for e in document.assignments} - {""})
    yield "steps", len(steps)
    yield "minutes", sum(step.minutes for step in steps)
    yield "server_restarts", sum(s.kind == StepKind.SERVER_RESTART.slug for s in steps)
    yield "waves", len(waves - {0})


def check_counts(index: Index) -> None:
    """Raise ValueError if a count is another one than that of what it counts."""
    document = index.document
    summary = document.summary
    for name, number in _counted(index):
        if getattr(summary, name) != number:
            message = f"summary: {name} is {getattr(summary, name)}, and {number} are there"
            raise ValueError(message)
    changing = sum(bool(each.new_address) for each in document.assignments)
    if not 0 <= summary.saved_by_minimal <= changing:
        message = f"summary: saved_by_minimal is {summary.saved_by_minimal}"
        raise ValueError(message)
    ranges = tuple(f"{e.owner}={e.range}" if e.owner else e.range for e in document.pools)
    if ranges != document.options.pool:
        message = "the ranges of the pool are not those of the options"
        raise ValueError(message)
    check_each("pool", document.pools, _POOLS, index)
    check_each("alternative", document.alternatives, _ALTERNATIVES, index)
