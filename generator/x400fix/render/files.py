# SPDX-License-Identifier: MIT
"""Every file of a bundle, in the order in which it is written."""

from collections.abc import Collection, Iterable, Iterator, Sequence

from x400fix.plan.block import BlockId
from x400fix.plan.document import InputRecord, SummaryRecord
from x400fix.plan.document_writing import write_document
from x400fix.plan.make import Plan
from x400fix.plan.records import assignment_records, plan_parts
from x400fix.plan.records_places import merges_at, steps_by_work
from x400fix.problems import Problem
from x400fix.render.csvcells import assign_rows
from x400fix.render.environment import Renderer
from x400fix.render.extras import Extra
from x400fix.render.name_files import name_diffs, name_file_names, name_files
from x400fix.render.pages import Pages
from x400fix.render.scripts import script_files
from x400fix.render.ticket import runbook_values, ticket_values

PEOPLE_LIMIT = 5_000
"""Up to how many connectors a bundle has the documents for people too.

They need the whole plan in memory; above this, ``x400fix ticket PLAN.json`` makes them.
"""


def bundle_files(
    plan: Plan,
    inputs: Sequence[InputRecord],
    problems: Sequence[Problem],
    summary: SummaryRecord,
    extras: Collection[Extra] = (),
) -> Iterator[tuple[str, Iterable[bytes] | bytes]]:
    """The path and the content of each file but SHA256SUMS, which the bundle itself makes.

    With nothing to do there is only the plan and the ticket that says why.
    """
    renderer = Renderer()
    block_id = BlockId(plan.settings.ticket)
    parts = plan_parts(plan, inputs, problems, summary, block_id)
    has_people = is_for_people(plan)
    document = Kept(write_document(parts), keeps=has_people or bool(extras))
    yield "PLAN.json", iter(document)
    ticket = {
        **ticket_values(plan, summary, inputs, problems, renderer.step_titles),
        "diffs": name_diffs(plan, str(block_id), renderer),
    }
    yield "TICKET.TXT", renderer.utf8("bundle/TICKET.TXT", ticket)
    if plan.works:
        rows = assign_rows(assignment_records(plan))
        yield "ASSIGN.csv", renderer.utf8("bundle/ASSIGN.csv", {"rows": rows})
        steps = runbook_values(plan, renderer.step_titles)
        yield "RUNBOOK.TXT", renderer.utf8("bundle/RUNBOOK.TXT", steps)
        yield from _place_files(plan, str(block_id), renderer)
    if has_people or extras:
        yield from _people_files(document.whole(), renderer, extras, only_extras=not has_people)


def _people_files(
    document: bytes, renderer: Renderer, extras: Collection[Extra], *, only_extras: bool
) -> Iterator[tuple[str, Iterable[bytes] | bytes]]:
    """The documents for people, made as ``x400fix ticket`` makes them.

    Those that were asked for by name are made even if the others are not.
    """
    from x400fix.plan.document_reading import read_document  # noqa: PLC0415 -- most load slowly
    from x400fix.render.documents import PLAN_FILE, document_files, extra_files  # noqa: PLC0415

    found = read_document(document, PLAN_FILE)
    if only_extras:
        yield from extra_files(found, renderer, extras)
    else:
        yield from document_files(found, renderer, extras=extras)


def is_for_people(plan: Plan) -> bool:
    """Whether the documents for people are made with the plan, and not apart from it."""
    return bool(plan.works) and len(plan.judgement.inventory.connectors) <= PEOPLE_LIMIT


class Kept:
    """The bytes of a stream, kept while they are written, for whoever needs them whole."""

    def __init__(self, chunks: Iterator[bytes], *, keeps: bool) -> None:
        """``keeps`` is False where nobody does."""
        self._chunks = chunks
        self._keeps = keeps
        self._kept: list[bytes] = []

    def __iter__(self) -> Iterator[bytes]:
        """The rest of the stream."""
        for chunk in self._chunks:
            if self._keeps:
                self._kept.append(chunk)
            yield chunk

    def whole(self) -> bytes:
        """All bytes, also those that nobody has asked for yet."""
        for _ in self:
            pass
        return b"".join(self._kept)


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
