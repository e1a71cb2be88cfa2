# SPDX-License-Identifier: MIT
"""Refuses a plan that violates a requirement in the simulation, unless --unsafe takes it."""

from collections.abc import Iterator

from x400fix.problems import Place, PlanningError, Problem, shown
from x400fix.simulation.network import World
from x400fix.simulation.proof import Proof
from x400fix.simulation.requirements import Breach, Outcome, Result

_MOST_PLACES = 5
"""How many places one message names; simulate and PLAN.json name all."""


def find_violations(proof: Proof, world: World, *, unsafe: bool) -> Iterator[Problem]:
    """What the simulation has against a plan, as warnings; PlanningError without ``unsafe``."""
    failed = [each for each in proof.results if each.outcome is Outcome.FAILS]
    if failed and not unsafe:
        raise PlanningError([_problem("X4-E063", world, result) for result in failed])
    yield from (_problem("X4-W136", world, result) for result in failed)


def _problem(code: str, world: World, result: Result) -> Problem:
    """One requirement that is violated, and where."""
    places = [_place(world, breach) for breach in result.breaches]
    more = f" and {len(places) - _MOST_PLACES} more" if len(places) > _MOST_PLACES else ""
    where = ", ".join(places[:_MOST_PLACES]) + more
    requirement = result.requirement.text.removesuffix(".")
    message = f"simulation: this requirement is violated: {requirement}; at {where}"
    if code == "X4-E063":
        message += "; nothing was written (--unsafe writes the plan anyway)"
    return Problem(code=code, message=message, where=Place("plan"))


def _place(world: World, breach: Breach) -> str:
    if breach.index < 0:
        return f"step {breach.step}"
    connector = world.connectors[breach.index]
    return f"{connector.server}/{shown(connector.name)}"
