# SPDX-License-Identifier: MIT
"""Refuses a plan that fails an obligation, unless --unsafe takes it all the same."""

from collections.abc import Iterator

from x400fix.delivery.obligations import Breach, Outcome, Result
from x400fix.plan.make import Plan
from x400fix.problems import Place, PlanningError, Problem, shown

_MOST_PLACES = 5
"""How many places one message names; simulate and PLAN.json name all."""


def tell_breaches(plan: Plan, *, unsafe: bool) -> Iterator[Problem]:
    """What the model holds against a plan, as warnings; PlanningError without ``unsafe``."""
    failed = [each for each in plan.proof.results if each.outcome is Outcome.FAILS]
    if failed and not unsafe:
        raise PlanningError([_problem("X4-E063", plan, result) for result in failed])
    yield from (_problem("X4-W136", plan, result) for result in failed)


def _problem(code: str, plan: Plan, result: Result) -> Problem:
    """One obligation that does not hold, and where."""
    places = [_place(plan, breach) for breach in result.breaches]
    more = f" and {len(places) - _MOST_PLACES} more" if len(places) > _MOST_PLACES else ""
    where = ", ".join(places[:_MOST_PLACES]) + more
    promised = result.obligation.text.removesuffix(".")
    message = f"run on paper, the plan does not keep this: {promised}; it fails at {where}"
    if code == "X4-E063":
        message += "; nothing is written: --unsafe goes on all the same"
    return Problem(code=code, message=message, where=Place("plan"))


def _place(plan: Plan, breach: Breach) -> str:
    if breach.index < 0:
        return f"step {breach.step}"
    connector = plan.world.connectors[breach.index]
    return f"{connector.server}/{shown(connector.name)}"
