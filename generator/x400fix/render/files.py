# SPDX-License-Identifier: MIT
"""Every file of a bundle, in the order in which it is written."""

from collections.abc import Iterable, Iterator, Sequence

from x400fix.plan.block import BlockId
from x400fix.plan.document import InputRecord, SummaryRecord
from x400fix.plan.document_writing import write_document
from x400fix.plan.make import Plan
from x400fix.plan.records import plan_parts
from x400fix.plan.records_places import merges_at, steps_by_work
from x400fix.problems import Problem
from x400fix.render.account import Account
from x400fix.render.account_plan import account_of_plan
from x400fix.render.csvcells import assign_rows
from x400fix.render.environment import Renderer
from x400fix.render.name_files import name_diffs, name_file_names, name_files
from x400fix.render.pages import Pages
from x400fix.render.scripts import script_files
from x400fix.render.ticket import runbook_values, ticket_values


def bundle_files(
    plan: Plan,
    inputs: Sequence[InputRecord],
    problems: Sequence[Problem],
    summary: SummaryRecord,
) -> Iterator[tuple[str, Iterable[bytes] | bytes]]:
    """The path and the content of each file but SHA256SUMS, which the bundle itself makes.

    With nothing to do there is only the plan and the ticket that says why.
    """
    renderer = Renderer()
    block_id = BlockId(plan.settings.ticket)
    yield "PLAN.json", plan_document(plan, inputs, problems, summary, block_id)
    diffs = name_diffs(plan, block_id, renderer)
    account = account_of_plan(plan, summary, inputs, problems, diffs)
    yield from account_files(account, renderer)
    yield from _place_files(plan, str(block_id), renderer)


def account_files(account: Account, renderer: Renderer) -> Iterator[tuple[str, Iterable[bytes]]]:
    """The texts that are about the whole plan, whether it is just made or was read back."""
    titles = renderer.step_titles
    yield "TICKET.TXT", renderer.utf8("bundle/TICKET.TXT", ticket_values(account, titles))
    if account.places:
        rows = assign_rows(account.assignments())
        yield "ASSIGN.csv", renderer.utf8("bundle/ASSIGN.csv", {"rows": rows})
        yield "RUNBOOK.TXT", renderer.utf8("bundle/RUNBOOK.TXT", runbook_values(account, titles))


def plan_document(
    plan: Plan,
    inputs: Sequence[InputRecord],
    problems: Sequence[Problem],
    summary: SummaryRecord,
    block_id: BlockId,
) -> Iterator[bytes]:
    """PLAN.json; when it is written, ``block_id`` is known."""
    diffs = name_diffs(plan, block_id, Renderer())
    return write_document(plan_parts(plan, inputs, problems, summary, block_id, diffs=diffs))


def _place_files(plan: Plan, block_id: str, renderer: Renderer) -> Iterator[tuple[str, bytes]]:
    """The files of each folder below SERVERS."""
    pages = Pages(renderer, plan.settings, plan.judgement.inventory.servers)
    for work, steps in steps_by_work(plan):
        merges = merges_at(plan, work)
        for name, data in pages.page_files(work, steps, name_file_names(merges)):
            yield f"SERVERS/{work.folder}/{name}", data
        scripts = dict(script_files(work, block_id, renderer))
        for name, data in (*scripts.items(), *name_files(merges, scripts, block_id)):
            yield f"SERVERS/{work.folder}/{name}", data
