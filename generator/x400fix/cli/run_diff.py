# SPDX-License-Identifier: MIT
"""What ``x400fix diff`` does: say what differs between two plans, as a person decides by it."""

import hashlib
from collections import Counter
from collections.abc import Mapping, Sequence

import msgspec

from x400fix.allocation.assignments import Action
from x400fix.bundle.contents import PLAN_NAME
from x400fix.cli.console import Console
from x400fix.cli.plan_paths import read_plan_bytes
from x400fix.cli.progress import progress
from x400fix.documents.documents import bundle_files
from x400fix.documents.rendering import Renderer
from x400fix.documents.step_texts import step_title
from x400fix.plan.model import Assignment, Plan
from x400fix.plan.schedule import timeline
from x400fix.planning.plan_file import read_plan

FINDINGS = 1


class _Change(msgspec.Struct, frozen=True):
    """One difference: ``+`` is only in the new plan, ``-`` only in the old one, ``~`` in both."""

    sign: str
    what: str
    old: str
    new: str


def run(old: str, new: str, console: Console) -> int:
    """Report the differences; the status says whether there are any."""
    with progress(console, f"comparing {old} and {new}"):
        plans = [read_plan(*read_plan_bytes(path)).plan for path in (old, new)]
        renderer = Renderer()
        parts = {
            "options": _compare(*map(_options, plans)),
            "decisions": _compare(*map(_decisions, plans)),
            "steps": _compare_steps(*(_steps(each, renderer.step_titles) for each in plans)),
            "files": _compare(*map(_files, plans)),
        }
    if console.as_data:
        console.data_object(parts.items())
    else:
        console.result(renderer.text("console/diff.txt", {"parts": parts}))
    return FINDINGS if any(parts.values()) else 0


def _compare(old: Mapping[str, str], new: Mapping[str, str]) -> list[_Change]:
    """The differences of two tables, in the order of their keys."""
    changes = []
    for key in sorted(old.keys() | new.keys()):
        before, after = old.get(key), new.get(key)
        if before != after:
            sign = "+" if before is None else "-" if after is None else "~"
            changes.append(_Change(sign, key, before or "", after or ""))
    return changes


def _options(plan: Plan) -> Mapping[str, str]:
    """The options of a plan, and the checksums of its inputs."""
    options = msgspec.to_builtins(plan.options)
    found = {name: _text(value) for name, value in options.items()}
    for each in plan.inputs:
        found[f"input {each.kind} {each.name}"] = each.sha256
    return found


def _text(value: object) -> str:
    return value if isinstance(value, str) else msgspec.json.encode(value).decode("utf-8")


def _decisions(plan: Plan) -> Mapping[str, str]:
    """What becomes of each connector: its verdict, and what is assigned to it."""
    given = {(each.server, each.connector): each for each in plan.assignments}
    found = {}
    for each in plan.connectors:
        assigned = given.get((each.server, each.connector))
        decision = _decision(assigned) if assigned else "no conflict"
        found[f"{each.server}/{each.connector}"] = f"{each.verdict}, {decision}"
    return found


def _decision(each: Assignment) -> str:
    if each.action is Action.KEEP:
        return f"keep {each.old_address}"
    alias = f" ({each.alias})" if each.alias else ""
    return f"{each.action} {each.old_address} -> {each.new_address or each.address_value}{alias}"


def _steps(plan: Plan, titles: Mapping[str, str]) -> Sequence[str]:
    """Every step without its number: ``SEAHUB1: Restart the MTA (10 min)``."""
    return [
        f"{place}: {step_title(step, titles)} ({step.minutes} min)"
        for place, step in timeline(plan)
    ]


def _compare_steps(old: Sequence[str], new: Sequence[str]) -> list[_Change]:
    """The steps that only one plan has, or has more often; order and numbers do not count."""
    one, other = Counter(old), Counter(new)
    return [
        *(_Change("-", step, step, "") for step in (one - other).elements()),
        *(_Change("+", step, "", step) for step in (other - one).elements()),
    ]


def _files(plan: Plan) -> Mapping[str, str]:
    """Every file of the bundle with its size and the beginning of its SHA-256.

    But for PLAN.json, which the other parts are about.
    """
    found = {}
    for name, content in bundle_files(plan):
        data = content if isinstance(content, bytes) else b"".join(content)
        if name != PLAN_NAME:
            found[name] = f"{len(data)} bytes, SHA-256 {hashlib.sha256(data).hexdigest()[:8]}"
    return found
