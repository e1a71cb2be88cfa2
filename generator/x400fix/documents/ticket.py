# SPDX-License-Identifier: MIT
"""What several documents need to know of a plan, each part made once."""

from collections.abc import Sequence
from functools import cached_property

from x400fix import __version__
from x400fix.documents.acceptance import find_tests
from x400fix.documents.back_out import find_back_out, find_points
from x400fix.documents.decision import (
    Words,
    count_plan,
    find_annexes,
    find_risk,
    find_roles,
    read_words,
    risk_level,
)
from x400fix.documents.name_files import name_diffs
from x400fix.documents.outages import (
    find_pair_outages,
    find_rule_groups,
    find_server_outages,
    find_step_outages,
)
from x400fix.documents.rendering import Renderer
from x400fix.documents.step_texts import StepHead, StepText, StepTexts, step_title
from x400fix.documents.topology import find_conflicts, find_pairs, find_places, find_rows
from x400fix.documents.wave_costs import WaveCost, find_wave_costs
from x400fix.plan.model import Plan
from x400fix.plan.schedule import Run, find_schedule, timeline
from x400fix.settings.window import duration_text, parse_window
from x400fix.step_kinds import Phase


class TicketView:
    """A plan as its documents show it.

    ``heads`` are all steps in order of time, ``back_out`` what to do to undo them; ``routes`` are
    the routes that are out of service for a while, or that change; ``words`` are the texts of the
    template ticket/words.txt by their names. What takes long and only some documents need is found
    when it is asked for, and kept.
    """

    def __init__(self, plan: Plan, renderer: Renderer, texts: StepTexts | None = None) -> None:
        """Derive what the documents have in common; ``texts`` may be made for others already."""
        self.plan = plan
        self.version = __version__
        self.ticket = plan.options.ticket
        self.checksum = plan.checksum
        self.nothing_to_do = plan.nothing_to_do
        self.owner = plan.options.owner
        self.facts = plan.options.facts
        self.window = parse_window(plan.options.window) if plan.options.window else None
        self._renderer = renderer
        self._texts = texts or StepTexts(plan, renderer)
        self.heads = _find_heads(plan, renderer)
        self.schedule = find_schedule([(head.place.name, head.step) for head in self.heads])
        needed = self.schedule.side_by_side.needed
        short = max(needed - self.window.minutes, 0) if self.window else 0
        self.counts = count_plan(plan, short)
        self.tests = find_tests(plan)
        self.words = self._find_words()
        self.risk = find_risk(self.counts, self.words)
        self.assumptions = (*plan.assumptions, *self.words["assumption"])
        self.conflicts = find_conflicts(plan)
        self.rows = find_rows(plan)
        self.places = find_places(plan, self.schedule.loads)
        self.pairs = find_pairs(plan, self.conflicts)
        self.rule_groups = find_rule_groups(plan)
        self.server_outages = find_server_outages(plan, self.heads)
        self.pair_outages = find_pair_outages(plan)
        self.step_outages = find_step_outages(plan, self.heads, self.schedule.in_turn)
        self.routes = [
            route
            for route in plan.routes
            if route.minutes or route.turns or route.before != route.after
        ]
        self.back_out = find_back_out(plan, self.heads, renderer.undo_texts)
        self.back_out_points = find_points(self.heads)
        self.annexes = find_annexes(
            self.words,
            nothing_to_do=self.nothing_to_do,
            name_files=any(use.merged for place in plan.servers for use in place.name_files),
        )

    @cached_property
    def wave_costs(self) -> Sequence[WaveCost]:
        """What the chosen waves cost, and what those cost that are found by themselves."""
        return find_wave_costs(self.plan)

    @cached_property
    def name_diffs(self) -> Sequence[Sequence[str]]:
        """What the entries change in existing name files."""
        return name_diffs(self.plan, self._renderer)

    @cached_property
    def steps(self) -> Sequence[StepText]:
        """Every step in order of time, with the texts of STEPS.TXT."""
        return list(self._texts.in_order())

    def _find_words(self) -> Words:
        schedule = self.schedule
        values = {
            "summary": self.plan.summary,
            "count": self.counts,
            "level": risk_level(self.counts),
            "roles": find_roles(self.heads),
            "nothing_to_do": self.nothing_to_do,
            "window": self.window,
            "schedule": schedule,
            "latest": self.latest_back_out(schedule.in_turn),
            "latest_apart": self.latest_back_out(schedule.side_by_side),
            "duration": duration_text,
            "costs": self.wave_costs,
            "is_parallel": any(test.is_parallel for test in self.tests),
        }
        return read_words(self._renderer.text("ticket/words.txt", values))

    def latest_back_out(self, run: Run) -> str:
        """The latest moment to begin a back-out; empty if the window has none, or is not known."""
        begins = run.latest_back_out(self.window) if self.window else None
        return "" if self.window is None or begins is None else self.window.moment(begins)

    def begins(self, head: StepHead | StepText) -> tuple[str, str] | None:
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


def _find_heads(plan: Plan, renderer: Renderer) -> list[StepHead]:
    """Every step in order of time, without its texts."""
    places = {place.name: place for place in plan.servers}
    titles = renderer.step_titles
    return [StepHead(places[name], step, step_title(step, titles)) for name, step in timeline(plan)]
