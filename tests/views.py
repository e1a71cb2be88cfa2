# SPDX-License-Identifier: MIT
"""Makes what documents show of plans that tests make."""

from collections.abc import Mapping
from functools import cache

import msgspec

from tests.golden import SAMPLES
from tests.plans import Made
from x400fix.documents.documents import document_files
from x400fix.documents.rendering import Renderer
from x400fix.documents.scripts import Scripts
from x400fix.documents.step_texts import StepTexts
from x400fix.documents.ticket import TicketView
from x400fix.plan.model import Plan
from x400fix.planning.plan_file import read_plan
from x400fix.settings.choices import Profile


@cache
def sample_plan(name: str) -> Plan:
    """The plan of a sample."""
    data = (SAMPLES / name / "expected" / "PLAN.json").read_bytes()
    return read_plan(data, "PLAN.json").plan


def view_of(plan: Made | Plan | str) -> TicketView:
    """What documents show of a plan, or of that of a sample."""
    if isinstance(plan, str):
        plan = sample_plan(plan)
    return TicketView(StepTexts(plan.plan if isinstance(plan, Made) else plan, Renderer()))


def scripts_of(made: Made, name: str = "MAIL-A", block_id: str = "CHG1") -> dict[str, str]:
    """The scripts of one folder, with this id in the blocks of name files."""
    plan = msgspec.structs.replace(made.plan, block_id=block_id)
    found = Scripts(plan, Renderer()).files(made.place(name))
    return {file: data.decode("ascii") for file, data in found}


def documents_of(plan: Plan, profile: Profile | None = None) -> Mapping[str, bytes]:
    """Every document that needs no extra, by its path."""
    return {
        path: content if isinstance(content, bytes) else b"".join(content)
        for path, content in document_files(view_of(plan), profile)
    }
