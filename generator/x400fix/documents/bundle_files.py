# SPDX-License-Identifier: MIT
"""Every file of a bundle, in the order in which it is written."""

from collections.abc import Collection, Iterable, Iterator, Sequence

from x400fix.documents.account import account_of_plan
from x400fix.documents.account_files import account_files
from x400fix.documents.extras import Extra
from x400fix.documents.name_files import name_diffs, name_file_names, name_files
from x400fix.documents.rendering import Renderer
from x400fix.documents.scripts import script_files
from x400fix.documents.server_pages import Pages, address_steps
from x400fix.plan.model import InputRecord, SummaryRecord
from x400fix.planning.names import BlockId
from x400fix.planning.plan_file import write_document
from x400fix.planning.planning import Plan
from x400fix.planning.records import merges_at, plan_parts, steps_by_work
from x400fix.problems import Problem

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
    has_people = is_for_people(plan)
    document = Kept(
        plan_document(plan, inputs, problems, summary, block_id),
        keeps=has_people or bool(extras),
    )
    yield "PLAN.json", iter(document)
    diffs = name_diffs(plan, block_id, renderer)
    account = account_of_plan(plan, summary, inputs, problems, diffs)
    yield from account_files(account, document.checksum, renderer)
    yield from _place_files(plan, str(block_id), renderer)
    if has_people or extras:
        yield from _people_files(document.whole(), renderer, extras, only_extras=not has_people)


def _people_files(
    document: bytes, renderer: Renderer, extras: Collection[Extra], *, only_extras: bool
) -> Iterator[tuple[str, Iterable[bytes] | bytes]]:
    """The documents for people, made as ``x400fix ticket`` makes them.

    Those that were asked for by name are made even if the others are not.
    """
    from x400fix.documents.documents import PLAN_FILE, document_files, extra_files  # noqa: PLC0415
    from x400fix.planning.plan_file import read_document  # noqa: PLC0415 -- most load slowly

    found = read_document(document, PLAN_FILE)
    if only_extras:
        yield from extra_files(found, renderer, extras)
    else:
        yield from document_files(found, renderer, extras=extras)


def is_for_people(plan: Plan) -> bool:
    """Whether the documents for people are made with the plan, and not apart from it."""
    return bool(plan.works) and len(plan.judgement.inventory.connectors) <= PEOPLE_LIMIT


class Kept:
    """The bytes of PLAN.json, kept while they are written, for whoever needs them whole."""

    def __init__(self, chunks: Iterator[bytes], *, keeps: bool) -> None:
        """``keeps`` is False where nobody does."""
        self._chunks = chunks
        self._keeps = keeps
        self._kept: list[bytes] = []
        self._last = b""

    def __iter__(self) -> Iterator[bytes]:
        """The rest of the stream."""
        for chunk in self._chunks:
            if self._keeps:
                self._kept.append(chunk)
            self._last = chunk
            yield chunk

    def whole(self) -> bytes:
        """All bytes, also those that nobody has asked for yet."""
        for _ in self:
            pass
        return b"".join(self._kept)

    def checksum(self) -> str:
        """The checksum of a plan, which its last chunk holds."""
        for _ in self:
            pass
        return self._last.split(b'"')[3].decode("ascii")


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
    servers = plan.judgement.inventory.servers
    pages = Pages(renderer, plan.settings, servers, address_steps(plan.steps))
    for work, steps in steps_by_work(plan):
        merges = merges_at(plan, work)
        for name, data in pages.page_files(work, steps, name_file_names(merges)):
            yield f"SERVERS/{work.folder}/{name}", data
        scripts = dict(script_files(work, block_id, renderer))
        for name, data in (*scripts.items(), *name_files(merges, scripts, block_id)):
            yield f"SERVERS/{work.folder}/{name}", data
