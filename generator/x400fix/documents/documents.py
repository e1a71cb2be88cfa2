# SPDX-License-Identifier: MIT
"""Every file of a bundle, in the order in which it is written, and which plans have which."""

import textwrap
from collections.abc import Collection, Iterable, Iterator

from x400fix.documents.csv_files import assign_rows, csv_pieces, evidence_rows, netbox_rows
from x400fix.documents.extras import Extra
from x400fix.documents.fields import field_files
from x400fix.documents.html_page import ticket_page
from x400fix.documents.markdown import ticket_markdown
from x400fix.documents.name_files import NameFiles
from x400fix.documents.rendering import Renderer, visible
from x400fix.documents.server_pages import ServerPages
from x400fix.documents.step_texts import StepTexts
from x400fix.documents.ticket import TicketView
from x400fix.plan.encoding import PlanFile
from x400fix.plan.model import Plan
from x400fix.settings.choices import Profile
from x400fix.step_kinds import Phase

PEOPLE_LIMIT = 5_000
"""Up to how many connectors a plan has all documents; ``x400fix ticket`` makes them for any."""

Files = Iterator[tuple[str, Iterable[bytes] | bytes]]


def bundle_files(plan: Plan, extras: Collection[Extra] = ()) -> Files:
    """The path and the content of each file but SHA256SUMS, which the bundle itself makes.

    With nothing to do there is only the plan and the ticket that says why.
    """
    file = PlanFile(plan)
    yield "PLAN.json", file
    texts = StepTexts(file.plan, Renderer())
    yield from _server_files(texts)
    yield from document_files(TicketView(texts), extras=extras, all_sizes=False)


def _server_files(texts: StepTexts) -> Files:
    """The files of each folder below SERVERS."""
    pages, name_files = ServerPages(texts), NameFiles(texts.plan)
    for place in texts.plan.servers:
        scripts = dict(texts.scripts.files(place))
        given = name_files.files(place, scripts)
        for name, data in (*pages.files(place), *scripts.items(), *given):
            yield f"SERVERS/{place.folder}/{name}", data


def first_to_read(names: Collection[str]) -> str:
    """The document that a reader begins with, of those that were made."""
    return next(name for name in ("TICKET.HTML", "TICKET.MD", "RUNBOOK.TXT") if name in names)


def document_files(
    view: TicketView,
    profile: Profile | None = None,
    *,
    extras: Collection[Extra] = (),
    all_sizes: bool = True,
) -> Files:
    """The path and the content of each file for people.

    Without ``all_sizes`` a very large plan has none that a person reads as a whole. What is in a
    bundle must not depend on what happens to be installed, so that extras have to be asked for.
    """
    plan = view.plan
    has_work = not plan.nothing_to_do
    is_small = all_sizes or len(plan.connectors) <= PEOPLE_LIMIT
    has_all = has_work and is_small
    if has_all:
        yield "TICKET.HTML", ticket_page(view)
    if is_small or not has_work:
        yield "TICKET.MD", ticket_markdown(view)
    if has_work:
        yield "ASSIGN.csv", csv_pieces(assign_rows(plan.assignments))
        if Extra.NETBOX in extras:
            yield Extra.NETBOX.file, csv_pieces(netbox_rows(plan))
        yield "RUNBOOK.TXT", _runbook(view)
    if has_all:
        yield "EVIDENCE.CSV", csv_pieces(evidence_rows(view.tests, view.checksum))
    # What makes extras is imported here: its library may be missing.
    if Extra.XLSX in extras:
        from x400fix.documents.workbook import workbook_file  # noqa: PLC0415 -- see above

        yield Extra.XLSX.file, workbook_file(view)
    if Extra.PDF in extras:
        from x400fix.documents.pdf import ticket_pdf  # noqa: PLC0415 -- see above

        yield Extra.PDF.file, ticket_pdf(view)
    if has_all:
        yield from field_files(view, profile or plan.options.profile)


def _runbook(view: TicketView) -> Iterator[bytes]:
    """RUNBOOK.TXT: every step in order of time, to be ticked off."""
    phases = [
        (phase, [head for head in view.heads if head.step.kind.phase is phase]) for phase in Phase
    ]
    values = {
        "phases": phases,
        "view": view,
        "window": view.window,
        "schedule": view.schedule,
        "lines": lambda text, width: textwrap.wrap(text, width, break_on_hyphens=False),
    }
    return Renderer(visible).cp1252_pieces("bundle/RUNBOOK.TXT", values)
