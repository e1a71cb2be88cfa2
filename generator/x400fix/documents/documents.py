# SPDX-License-Identifier: MIT
"""The documents for people: one row for each, made from a plan alone.

A document is imported when it is made, so that a run loads no more than it writes.
"""

from collections.abc import Callable, Collection, Iterable

import msgspec

from x400fix.documents.extras import Extra
from x400fix.documents.rendering import Renderer
from x400fix.documents.ticket import TicketView
from x400fix.plan.model import Plan
from x400fix.settings.choices import Profile

PEOPLE_LIMIT = 5_000
"""Up to how many connectors a plan has all documents; ``x400fix ticket`` makes them for any."""

Files = Iterable[tuple[str, Iterable[bytes] | bytes]]


class Request(msgspec.Struct, frozen=True, kw_only=True):
    """What a document is made of, and for whom."""

    view: TicketView
    renderer: Renderer
    profile: Profile


class Row(msgspec.Struct, frozen=True, kw_only=True):
    """A document, or a folder of some.

    ``is_always`` if a plan with nothing to do has it too, ``is_for_all_sizes`` if the largest has.
    """

    name: str
    make: Callable[[Request], Files]
    extra: Extra | None = None
    is_always: bool = False
    is_for_all_sizes: bool = False


def _make_html(request: Request) -> Files:
    from x400fix.documents.html_page import ticket_page  # noqa: PLC0415 -- see above

    yield "TICKET.HTML", ticket_page(request.view, request.renderer)


def _make_markdown(request: Request) -> Files:
    from x400fix.documents.markdown import ticket_markdown  # noqa: PLC0415 -- see above

    yield "TICKET.MD", ticket_markdown(request.view)


def _make_assignments(request: Request) -> Files:
    from x400fix.documents.csv_files import assign_rows, csv_bytes  # noqa: PLC0415 -- see above

    yield "ASSIGN.csv", csv_bytes(assign_rows(request.view.plan.assignments))


def _make_runbook(request: Request) -> Files:
    from x400fix.documents.runbook import runbook_file  # noqa: PLC0415 -- see above

    yield "RUNBOOK.TXT", runbook_file(request.view, request.renderer)


def _make_evidence(request: Request) -> Files:
    from x400fix.documents.csv_files import csv_bytes, evidence_rows  # noqa: PLC0415 -- see above

    view = request.view
    yield "EVIDENCE.CSV", csv_bytes(evidence_rows(view.tests, view.checksum))


def _make_fields(request: Request) -> Files:
    from x400fix.documents.fields import field_files  # noqa: PLC0415 -- see above

    yield from field_files(request.view, request.profile)


def _make_workbook(request: Request) -> Files:
    from x400fix.documents.workbook import workbook_file  # noqa: PLC0415 -- see above

    yield Extra.XLSX.file, workbook_file(request.view)


def _make_paper(request: Request) -> Files:
    from x400fix.documents.paper.ticket import ticket_paper  # noqa: PLC0415 -- see above

    yield Extra.PDF.file, ticket_paper(request.view, request.renderer)


ROWS: tuple[Row, ...] = (
    Row(name="TICKET.HTML", make=_make_html),
    Row(name="TICKET.MD", make=_make_markdown, is_always=True, is_for_all_sizes=True),
    Row(name="ASSIGN.csv", make=_make_assignments, is_for_all_sizes=True),
    Row(name="RUNBOOK.TXT", make=_make_runbook, is_for_all_sizes=True),
    Row(name="EVIDENCE.CSV", make=_make_evidence),
    Row(name="FIELDS", make=_make_fields),
    Row(name="ASSIGN.XLSX", make=_make_workbook, extra=Extra.XLSX),
    Row(name="TICKET.PDF", make=_make_paper, extra=Extra.PDF),
)


def document_files(
    plan: Plan,
    renderer: Renderer,
    profile: Profile | None = None,
    *,
    extras: Collection[Extra] = (),
    limit: int | None = None,
) -> Files:
    """The path and the content of each file for people.

    Above ``limit`` connectors only those are made that every plan has. Extras are made only if they
    are asked for: what is in a bundle must not depend on what happens to be installed.
    """
    request = Request(
        view=TicketView(plan, renderer),
        renderer=renderer,
        profile=profile or plan.options.profile,
    )
    is_large = limit is not None and len(plan.connectors) > limit
    for row in ROWS:
        if row.extra:
            is_wanted = row.extra in extras
        else:
            is_wanted = row.is_always or not plan.nothing_to_do
            is_wanted = is_wanted and (row.is_for_all_sizes or not is_large)
        if is_wanted:
            yield from row.make(request)
