# SPDX-License-Identifier: MIT
"""What a plan was asked for and what it comes to, as records of PLAN.json."""

from x400fix.config.settings import RangeText, Settings
from x400fix.model.assignments import Action
from x400fix.model.stepkinds import StepKind
from x400fix.plan.alternatives import count_addresses
from x400fix.plan.document.document import OptionsRecord, SummaryRecord
from x400fix.plan.make import Plan


def options_record(settings: Settings) -> OptionsRecord:
    """The settings as the plan shows them."""
    return OptionsRecord(
        pool=tuple(map(_range_option, settings.pool)),
        exclude=tuple(map(_range_option, settings.exclude)),
        address_mode=settings.address_mode,
        strategy=settings.strategy,
        keep=settings.keep,
        reassign_all=settings.reassign_all,
        minimal=settings.minimal,
        ticket=settings.ticket,
        wave=settings.wave,
        window=settings.window.text if settings.window else "",
        owner=settings.owner,
        profile=settings.profile,
        pack=settings.pack,
        facts=settings.facts,
    )


def _range_option(given: RangeText) -> str:
    """A range as an option writes it."""
    return f"{given.owner}={given.text}" if given.owner else given.text


def summary_record(plan: Plan) -> SummaryRecord:
    """The counts of a plan."""
    actions = [assignment.action for assignment in plan.assignments]
    changing = [a for a in plan.assignments if a.address is not None]
    kinds = [step.kind for step in plan.steps]
    unshared = len(changing)
    return SummaryRecord(
        connectors=len(plan.judgement.inventory.connectors),
        servers=len(plan.judgement.inventory.servers),
        conflicts=len(plan.judgement.findings.conflicts),
        moved=actions.count(Action.MOVE),
        kept=actions.count(Action.KEEP),
        by_hand=actions.count(Action.MANUAL),
        new_addresses=len({a.address for a in changing}),
        saved_by_minimal=unshared - count_addresses(changing, shares=True),
        steps=len(plan.steps),
        minutes=sum(step.minutes for step in plan.steps),
        server_restarts=kinds.count(StepKind.SERVER_RESTART),
        waves=max((step.wave for step in plan.steps), default=0),
    )
