# SPDX-License-Identifier: MIT
"""What several documents need to know of a plan, each part made once."""

from collections.abc import Mapping, Sequence
from functools import cached_property

import msgspec

from x400fix.documents.back_out import find_back_out, find_points
from x400fix.documents.decision import (
    Words,
    count_plan,
    decision_rows,
    find_annexes,
    find_broken,
    find_common_place,
    find_risk,
    find_site_pairs,
    group_names,
    named,
    number_annexes,
    pairs_with_room,
    read_words,
    risk_level,
    room_left,
)
from x400fix.documents.name_files import name_diffs
from x400fix.documents.outages import (
    find_pair_outages,
    find_rule_groups,
    find_step_outages,
)
from x400fix.documents.step_texts import StepHead, StepTexts
from x400fix.documents.topology import (
    AffectedPlace,
    PairView,
    find_pairs,
    find_places,
    find_rows,
    number_conflicts,
)
from x400fix.plan.model import CallRule, Plan
from x400fix.plan.schedule import Run, find_schedule, timeline
from x400fix.planning.inputs import inputs_of
from x400fix.planning.planning import make_plan
from x400fix.settings.choices import Strategy, Wave
from x400fix.settings.window import parse_window
from x400fix.simulation.rules import Status
from x400fix.step_kinds import Change, Phase, StepKind


class WaveCost(msgspec.Struct, frozen=True, kw_only=True):
    """What the waves of a plan cost; ``untested`` are waves after which nothing can be tested.

    ``minutes`` are those of the window if one person does all.
    """

    wave: Wave
    waves: int
    untested: int
    mta_restarts: int
    minutes: int


class TicketView:
    """A plan as its documents show it.

    ``heads`` are all steps in order of time, ``back_out`` what to do to undo them; ``routes`` are
    the routes that are out of service for a while, or that change; ``words`` are the texts of the
    template ticket/words.txt by their names. What takes long and only some documents need is found
    when it is asked for, and kept.
    """

    def __init__(self, texts: StepTexts) -> None:
        """Derive what the documents have in common."""
        plan, self.heads, self.tests = texts.plan, texts.heads, texts.tests
        self.plan = plan
        self.ticket = plan.options.ticket
        self.checksum = plan.checksum
        self.nothing_to_do = plan.nothing_to_do
        self.owner = plan.options.owner
        self.facts = plan.options.facts
        self.window = parse_window(plan.options.window) if plan.options.window else None
        self._texts = texts
        self.schedule = find_schedule(timeline(plan))
        self.wave_costs = _find_wave_costs(plan)
        needed = self.schedule.side_by_side.needed
        self.counts = count_plan(plan, needed - self.window.minutes if self.window else 0)
        numbers = number_annexes(plan)
        self.words = self._find_words(numbers)
        self.title = self.words["title"][0]
        self.decision = decision_rows(self.words)
        self.annexes = find_annexes(self.words, numbers)
        self.risk = find_risk(self.counts, self.words)
        self.assumptions = (*plan.assumptions, *self.words["assumption"])
        self.conflict_numbers = number_conflicts(plan)
        self.rows = find_rows(plan)
        self.places = find_places(plan, self.schedule.loads)
        self.out_of_service = _longest_first(self.places)
        self.pair_outages = find_pair_outages(plan)
        self.step_outages = find_step_outages(plan, self.heads, self.schedule.in_turn)
        self.routes = [
            route
            for route in plan.routes
            if route.minutes or route.turns or route.before != route.after
        ]
        self.back_out = find_back_out(plan, self.schedule.undone, texts.renderer.undo_texts)
        self.back_out_points = find_points(self.heads)

    @cached_property
    def pairs(self) -> Sequence[PairView]:
        """The links between each two servers."""
        return find_pairs(self.plan, self.conflict_numbers)

    @cached_property
    def rule_groups(self) -> Sequence[tuple[str, Sequence[tuple[CallRule, int]]]]:
        """The rules that hold afterwards, the proven ones first, and how often each does."""
        return find_rule_groups(self.plan)

    @cached_property
    def name_diffs(self) -> Sequence[Sequence[str]]:
        """What the entries change in existing name files."""
        return name_diffs(self.plan, self._texts.scripts)

    @property
    def window_text(self) -> str:
        """From when to when the window is; empty if it is not known."""
        window = self.window
        return f"{window.moment(0)} to {window.moment(window.minutes)}" if window else ""

    @property
    def identity(self) -> Sequence[tuple[str, str]]:
        """What a ticket is known by; what is not known is empty, and is filled in by hand."""
        return [
            ("Change ticket", self.ticket),
            ("Window", self.window_text),
            ("Owner", named(self.owner) if self.owner else ""),
            ("Contact", named(self.facts.contact) if self.facts.contact else ""),
        ]

    @property
    def told(self) -> Sequence[tuple[str, str]]:
        """What was said for this ticket, whole, as far as something was."""
        facts, groups = self.facts, self.facts.groups
        found = [
            ("Owner", self.owner),
            ("Contact", facts.contact),
            ("Category", facts.category),
            ("Type", facts.type),
            ("Service", facts.service),
            ("Environment", facts.environment),
            ("Risk by the board's own scale", facts.risk.level),
            ("Note", facts.risk.note),
            *group_names(groups).items(),
            ("Change board", groups.approval),
        ]
        return [(label, value) for label, value in found if value]

    def _find_words(self, numbers: Mapping[str, int]) -> Words:
        plan, schedule, facts = self.plan, self.schedule, self.facts
        pairs = find_site_pairs(plan)
        down = [
            pair for pair in pairs if {each.before.status for each in pair.routes} == {Status.DOWN}
        ]
        broken = find_broken(pairs)
        stopping = sorted((pair for pair in pairs if pair.minutes), key=lambda pair: -pair.minutes)
        restarts = (head for head in self.heads if head.step.kind.change is Change.RESTART)
        values: dict[str, object] = {
            "summary": plan.summary,
            "count": self.counts,
            "level": risk_level(self.counts),
            "nothing_to_do": self.nothing_to_do,
            "selectors": len(plan.selectors),
            "assumptions": plan.assumptions,
            "by_name": plan.options.strategy is Strategy.HOSTNAME,
            "window": self.window,
            "schedule": schedule,
            "latest": self.latest_back_out(schedule.in_turn),
            "latest_apart": self.latest_back_out(schedule.side_by_side),
            "down": down,
            "common": find_common_place(down),
            "broken": broken,
            "broken_shown": broken[:1],
            "stopping": stopping,
            "stopping_shown": stopping[:1],
            "first_restart": next(restarts, None),
            "risk": facts.risk,
            "approval": facts.groups.approval,
            "numbers": numbers,
            "named": named,
            "costs": self.wave_costs,
            "is_parallel": any(test.is_parallel for test in self.tests),
        }
        words = read_words(self._texts.renderer.text("ticket/words.txt", values))
        room = pairs_with_room(room_left(words), broken, stopping)
        values["broken_shown"], values["stopping_shown"] = room
        return read_words(self._texts.renderer.text("ticket/words.txt", values))

    def latest_back_out(self, run: Run) -> str:
        """The latest moment to begin a back-out; empty if the window has none, or is not known."""
        begins = run.latest_back_out(self.window) if self.window else None
        return "" if self.window is None or begins is None else self.window.moment(begins)

    def begins(self, head: StepHead) -> tuple[str, str] | None:
        """When a step begins: if one person does all, and with people at each server.

        Only steps of the window have a time.
        """
        schedule, step = self.schedule, head.step
        if self.window is None or step.kind.phase is not Phase.WINDOW:
            return None
        alone, apart = (
            self.window.clock(run.ends[step.number] - step.minutes)
            for run in (schedule.in_turn, schedule.side_by_side)
        )
        return alone, apart


def _longest_first(places: Sequence[AffectedPlace]) -> Sequence[AffectedPlace]:
    """The places that are out of service, the longest first, then by name."""
    stopping = [each for each in places if each.outage]
    return sorted(stopping, key=lambda each: (-each.outage, each.place.name))


def _find_wave_costs(plan: Plan) -> Sequence[WaveCost]:
    """The cost of the chosen waves, and that of ``auto`` on the same inputs.

    Nothing for a plan that has them, or that has no waves.
    """
    if plan.options.wave is Wave.AUTO or not plan.summary.waves:
        return ()
    inputs = inputs_of(plan)
    settings = msgspec.structs.replace(inputs.settings, wave=Wave.AUTO)
    other = make_plan(msgspec.structs.replace(inputs, settings=settings)).plan
    return _wave_cost(plan), _wave_cost(other)


def _wave_cost(plan: Plan) -> WaveCost:
    steps = [step for _, step in timeline(plan)]
    tested = {step.wave for step in steps if step.kind is StepKind.TEST} - {0}
    return WaveCost(
        wave=plan.options.wave,
        waves=plan.summary.waves,
        untested=plan.summary.waves - len(tested),
        mta_restarts=sum(step.kind is StepKind.MTA_RESTART for step in steps),
        minutes=plan.summary.minutes,
    )
