# SPDX-License-Identifier: MIT
"""Holds a plan against what servers show: what is proven, how far the window came, what is next."""

from collections.abc import Iterable, Sequence

import msgspec

from x400fix.evidence.model import Evidence, Source
from x400fix.plan.back_out import undo_steps
from x400fix.plan.model import Plan, Step
from x400fix.plan.schedule import timeline
from x400fix.planning.name_files import known_names
from x400fix.planning.planning import Planned
from x400fix.step_kinds import Effect, Phase, StepKind
from x400fix.verification.checks import Check, Outcome, files_by_server, worst
from x400fix.verification.connectors import check_addresses, check_overrides, find_held
from x400fix.verification.name_files import NameFiles, check_given_files, check_name_files
from x400fix.verification.nics import check_nics
from x400fix.verification.present import Present, find_present
from x400fix.verification.reports import FormRow, check_events, check_tests, silent_servers

Done = tuple[str, Step]
"""A step with the name of its place."""


class StepState(msgspec.Struct, frozen=True, kw_only=True):
    """One step and what its checks show; None where nothing that a server prints shows it."""

    number: int
    place: str
    kind: StepKind
    connector: str
    outcome: Outcome | None
    is_word: bool


class Progress(msgspec.Struct, frozen=True, kw_only=True):
    """How far a window came.

    ``reached`` is the last step that is shown to be done, 0 for none. ``missing`` are steps before
    it that are not, ``next`` all from it on that are not shown to be done, in order; ``undo`` is
    what to undo instead, in order.
    """

    reached: int
    missing: tuple[int, ...]
    next: tuple[int, ...]
    undo: tuple[int, ...]


class Readiness(msgspec.Struct, frozen=True, kw_only=True):
    """Whether a server is as the plan takes it to be before the change."""

    server: str
    is_ready: bool


class Verification(msgspec.Struct, frozen=True, kw_only=True):
    """What was found about a plan; ``is_before`` says that it is the state before the change."""

    is_before: bool
    checks: tuple[Check, ...]
    steps: tuple[StepState, ...]
    progress: Progress
    present: Present
    readiness: tuple[Readiness, ...]
    silent: tuple[str, ...]
    sources: tuple[Source, ...]

    @property
    def is_proven(self) -> bool:
        """Whether the change is shown to be made, all of it; never by what is of before it.

        Test messages are a person's word: one that failed counts, one that nobody reports does not
        keep servers from being as planned.
        """
        return not self.is_before and not any(needs_attention(each) for each in self.checks)

    @property
    def is_go(self) -> bool:
        """Whether every server is shown to be as the plan takes it to be before the change."""
        return self.is_before and all(each.is_ready for each in self.readiness)


def needs_attention(check: Check) -> bool:
    """Whether a check keeps a plan from being proven."""
    if check.is_word or check.is_optional:
        return check.outcome is Outcome.DIFFERS
    return not check.outcome.is_proven


def verify(
    planned: Planned,
    evidence: Evidence,
    *,
    tests: Iterable[tuple[int, str, str, str]] = (),
    form: Iterable[FormRow] = (),
    is_before: bool = False,
) -> Verification:
    """Hold a plan against what the files show."""
    plan = planned.plan
    files = files_by_server(evidence)
    held = find_held(plan, evidence)
    names = {server: NameFiles(server, each) for server, each in files.items()}
    checks = (
        *check_nics(plan, files),
        *check_name_files(plan, names, known_names(plan)),
        *(check_given_files(plan, names) if is_before else ()),
        *check_overrides(plan, files),
        *check_addresses(plan, held),
        *check_events(plan, evidence, after_change=not is_before),
        *(() if is_before else check_tests(tests, form)),
    )
    steps = _steps(plan, checks)
    return Verification(
        is_before=is_before,
        checks=checks,
        steps=steps,
        progress=_progress(plan, steps),
        present=find_present(planned, held, files, names),
        readiness=_readiness(plan, checks) if is_before else (),
        silent=tuple(silent_servers(plan)),
        sources=evidence.sources,
    )


def _steps(plan: Plan, checks: Sequence[Check]) -> tuple[StepState, ...]:
    by_step: dict[int, list[Check]] = {}
    for check in checks:
        if check.step:
            by_step.setdefault(check.step, []).append(check)
    found = []
    for place, step in timeline(plan):
        own = by_step.get(step.number, ())
        found.append(
            StepState(
                number=step.number,
                place=place,
                kind=step.kind,
                connector=step.connector,
                outcome=worst(each.outcome for each in own) if own else None,
                is_word=any(each.is_word for each in own),
            )
        )
    return tuple(found)


def _progress(plan: Plan, steps: Sequence[StepState]) -> Progress:
    """What was reached by the steps that servers show; those of tests are words only."""
    shown = [each for each in steps if each.outcome is not None and not each.is_word]
    done = {each.number for each in shown if each.outcome is Outcome.DONE}
    reached = max(done, default=0)
    begun = {each.number for each in shown if each.outcome in {Outcome.DONE, Outcome.DIFFERS}}
    tested = {each.number for each in steps if each.is_word and each.outcome is Outcome.DONE}
    if all(each.number in done for each in shown if each.kind.phase is Phase.WINDOW):
        ahead = [each for each in steps if each.number > reached and each.number not in tested]
    else:
        ahead = [each for each in steps if each.number > reached]
    return Progress(
        reached=reached,
        missing=tuple(e.number for e in shown if e.number < reached and e.number not in done),
        next=tuple(each.number for each in ahead),
        undo=_undo(plan, begun),
    )


def _undo(plan: Plan, begun: set[int]) -> tuple[int, ...]:
    """What to undo of a window: what was begun, and the restarts where that is."""
    steps = timeline(plan)
    places = {place for place, step in steps if step.number in begun}
    restarts = {Effect.RESTART_SERVER, Effect.RESTART_MTA}
    listed = {
        place
        for place, step in steps
        if step.number in begun and step.kind.effect in {Effect.LIST, Effect.RESTART_SERVER}
    }
    done: list[Done] = [
        (place, step)
        for place, step in steps
        if step.number in begun
        or (
            step.kind.effect in restarts
            and place in (listed if step.kind is StepKind.SERVER_RESTART else places)
        )
    ]
    undone = undo_steps(done)
    return tuple(step.number for _, step in (*undone.settings, *undone.restarts))


def _readiness(plan: Plan, checks: Sequence[Check]) -> tuple[Readiness, ...]:
    """Whether each server with work shows what the plan takes it to be, and nothing else."""
    bad = {each.server for each in checks if is_unready(each)}
    servers = [place.name for place in plan.servers]
    servers += sorted(bad.difference(servers))
    shown = {each.server for each in checks}
    return tuple(
        Readiness(server=server, is_ready=server not in bad)
        for server in servers
        if server in shown
    )


def is_unready(check: Check) -> bool:
    """Whether a check of the state before the change says no-go."""
    if check.is_optional:
        return False
    is_as_before = {Outcome.NOT_DONE, Outcome.UNCHANGED}
    return check.outcome not in is_as_before
