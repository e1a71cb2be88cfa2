# SPDX-License-Identifier: MIT
"""Verifies plans by what servers would print after some of their steps, without a file system."""

from collections.abc import Callable, Mapping
from functools import cache

from tests.evidence.moments import Computer, computers_after
from tests.evidence.printed import files_of
from tests.golden import SAMPLES
from x400fix.documents.acceptance import find_tests
from x400fix.evidence.reader import GivenFile, read_evidence
from x400fix.plan.schedule import timeline
from x400fix.planning.plan_file import read_plan
from x400fix.planning.planning import Planned
from x400fix.problems import ProblemList
from x400fix.step_kinds import Effect, StepKind
from x400fix.verification.checks import Check
from x400fix.verification.selection import select
from x400fix.verification.verify import Verification, needs_attention, verify

Change = Callable[[dict[str, Computer]], None]


@cache
def sample(name: str) -> Planned:
    """The plan of a sample."""
    return read_plan((SAMPLES / name / "expected" / "PLAN.json").read_bytes(), "PLAN.json")


def verified(files: Mapping[str, bytes], planned: Planned, *, before: bool = False) -> Verification:
    """What is found in files, by path, about a plan."""
    problems = ProblemList()
    given = [GivenFile(path, data) for path, data in sorted(files.items())]
    chosen = select(given, planned.plan.checksum, problems, is_before=before)
    evidence = read_evidence(chosen.files, problems)
    assert not problems.has_errors, list(problems)
    tests = ((e.step, e.server, e.connector, e.direction) for e in find_tests(planned.plan))
    return verify(planned, evidence, tests=tests, form=chosen.form, is_before=chosen.is_before)


def after(  # noqa: PLR0913 -- one parameter for each thing that differs
    planned: Planned,
    steps: int | None = None,
    *,
    change: Change = lambda _computers: None,
    moment: str = "AFTER",
    language: str = "en",
    others: Mapping[str, bytes] | None = None,
) -> Verification:
    """What is found after some steps (all of them, if none are named), with a change of it."""
    computers = computers_after(planned, planned.plan.summary.steps if steps is None else steps)
    change(computers)
    files = files_of(computers, moment, language) | dict(others or {})
    return verified(files, planned)


def faults(found: Verification) -> list[str]:
    """What keeps a plan from being proven: server, subject, outcome, the reasons and the place."""
    return [_text(check) for check in found.checks if needs_attention(check)]


def _text(check: Check) -> str:
    subject = f"{check.what} of {check.connector}" if check.connector else check.what
    places = ", ".join(map(str, check.places))
    return " | ".join([check.server, subject, check.outcome, *check.why, places])


def shown_steps(planned: Planned) -> list[int]:
    """The steps that leave a trace on a server."""
    owned = {place.name for place in planned.plan.servers if place.nic}
    effects = {
        *(Effect.LIST, Effect.RESTART_SERVER, Effect.HOSTS, Effect.OVERRIDES),
        *(Effect.OVERRIDES_BY_HAND, Effect.ADDRESS, Effect.LMHOSTS),
    }
    return [
        step.number
        for place, step in timeline(planned.plan)
        if (step.kind.effect in effects and step.kind is not StepKind.LMHOSTS_OPTIONAL)
        or (step.kind is StepKind.REQUEST and place in owned)
    ]
