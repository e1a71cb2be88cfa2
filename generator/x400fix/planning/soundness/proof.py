# SPDX-License-Identifier: MIT
"""What must hold of what the model says: of the proof, of routes and of outages."""

from collections import Counter
from collections.abc import Mapping, Sequence

from x400fix.plan.model import (
    BreachRecord,
    DirectionsRecord,
    ObligationRecord,
    OutageRecord,
    RouteRecord,
    RoutesRecord,
    RuleRecord,
)
from x400fix.planning.course import waiver_of
from x400fix.planning.soundness.index import Index, Rule, are_once, check_each, is_rising, values
from x400fix.simulation.requirements import OBLIGATIONS, Outcome
from x400fix.simulation.rules import RULES, Status

_OBLIGATIONS_KNOWN = frozenset(each.name for each in OBLIGATIONS)
_RULES_KNOWN = frozenset(each.name for each in RULES)
_STATUSES = values(Status)


def _is_known(outcome: str, index: Index) -> bool:
    """Whether it is an outcome; what is given up names the option."""
    options = index.document.options
    waiver = waiver_of(options.address_mode, reassign_all=options.reassign_all)
    given_up = f"{Outcome.WAIVED} by {waiver}" if waiver else ""
    return outcome in {Outcome.HOLDS, Outcome.OPEN, Outcome.FAILS, given_up} - {""}


def _is_somewhere(breach: BreachRecord, index: Index) -> bool:
    """Whether the connector and the step of a breach are there, as far as it names them."""
    key = breach.server, breach.connector
    return (key == ("", "") or key in index.connectors) and (
        breach.step == 0 or breach.step in index.steps
    )


def _is_met(found: DirectionsRecord, index: Index) -> bool:
    return found.status in _STATUSES and {found.outgoing, found.incoming} <= index.met_rules


_OBLIGATIONS: Sequence[Rule[ObligationRecord]] = (
    ("it is not known", lambda o, _: o.name in _OBLIGATIONS_KNOWN),
    ("its outcome is not known", lambda o, index: _is_known(o.outcome, index)),
    (
        "it fails at what is not there",
        lambda o, index: all(_is_somewhere(breach, index) for breach in o.breaches),
    ),
)

_RULES: Sequence[Rule[RuleRecord]] = (
    ("it is not known", lambda r, _: r.name in _RULES_KNOWN),
    ("its status is not known", lambda r, _: r.status in _STATUSES),
)

_ROUTES: Sequence[Rule[RouteRecord]] = (
    ("it is of no connector", lambda r, index: (r.server, r.connector) in index.connectors),
    ("it names rules that were not met", lambda r, index: _is_met(r.before, index)),
    ("it names rules that were not met", lambda r, index: _is_met(r.after, index)),
    (
        "it turns by rules that were not met",
        lambda r, index: all(
            each.status in _STATUSES and {each.outgoing, each.incoming} <= index.met_rules
            for each in r.turns
        ),
    ),
    (
        "it turns in steps in their order",
        lambda r, index: (
            is_rising([each.step for each in r.turns])
            and all(each.step in index.steps for each in r.turns)
        ),
    ),
    (
        "its minutes are not those of its ends",
        lambda r, index: (
            r.minutes == index.standstills.get(r.server, 0) + index.standstills.get(r.partner, 0)
        ),
    ),
)


def _is_of_step(outage: OutageRecord, index: Index) -> bool:
    """Whether the step is there, at that place, and as long."""
    place, step = index.steps.get(outage.step, ("", None))
    return step is not None and (place, step.minutes) == (outage.server, outage.minutes)


_OUTAGES: Sequence[Rule[OutageRecord]] = (
    ("it is of no such step", _is_of_step),
    (
        "more routes stand still than there are",
        lambda o, index: 0 <= o.routes <= len(index.document.routes),
    ),
)


def _counted(statuses: Mapping[str, int]) -> RoutesRecord:
    """How many routes are what."""
    return RoutesRecord(
        works=statuses.get(Status.WORKS, 0),
        claimed=statuses.get(Status.CLAIMED, 0),
        uncertain=statuses.get(Status.UNCERTAIN, 0),
        one_way=statuses.get(Status.ONE_WAY, 0),
        down=statuses.get(Status.DOWN, 0),
    )


def check_proof(index: Index) -> None:
    """Raise ValueError if the model cannot have said it."""
    document, proof = index.document, index.document.proof
    once: Sequence[tuple[str, Sequence[object]]] = (
        ("obligation", [each.name for each in proof.obligations]),
        ("rule", [each.name for each in proof.rules]),
        ("route", [(each.server, each.connector) for each in document.routes]),
        ("outage", [each.step for each in document.outages]),
    )
    for name, each in once:
        if not are_once(each):
            message = f"one {name} is there twice"
            raise ValueError(message)
    check_each("obligation", proof.obligations, _OBLIGATIONS, index)
    check_each("rule", proof.rules, _RULES, index)
    check_each("outage", document.outages, _OUTAGES, index)
    check_each("route", document.routes, _ROUTES, index)
    before, after = (
        Counter(each.status for each in found)
        for found in ((r.before for r in document.routes), (r.after for r in document.routes))
    )
    if (proof.before, proof.after) != (_counted(before), _counted(after)):
        message = "proof: the numbers of routes are not those of the routes"
        raise ValueError(message)
