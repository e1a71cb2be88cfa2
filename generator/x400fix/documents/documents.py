# SPDX-License-Identifier: MIT
"""The documents for people: one row for each, made from a plan alone."""

import enum
from collections.abc import Callable, Collection, Iterable

import msgspec

from x400fix.documents.csv_files import assign_rows, csv_bytes, evidence_rows
from x400fix.documents.extras import Extra
from x400fix.documents.fields import field_files
from x400fix.documents.html_page import ticket_page
from x400fix.documents.markdown import ticket_markdown
from x400fix.documents.rendering import Renderer
from x400fix.documents.runbook import runbook_file
from x400fix.documents.ticket import TicketView
from x400fix.plan.model import Plan
from x400fix.settings.choices import Profile

PEOPLE_LIMIT = 5_000
"""Up to how many connectors a plan has all documents; ``x400fix ticket`` makes them for any."""

Content = Iterable[bytes] | bytes
Files = Iterable[tuple[str, Content]]


class Plans(enum.Enum):
    """Which plans have a document: all but very large ones, or those with work to do."""

    ALL = "all that are not very large"
    WORK = "with work"
    SMALL = "with work, and not very large"


class Row(msgspec.Struct, frozen=True, kw_only=True):
    """A document, and which plans have it; an extra is made only if it is asked for."""

    name: str
    make: Callable[[TicketView, Renderer], Content]
    plans: Plans = Plans.SMALL
    extra: Extra | None = None


def _make_workbook(view: TicketView, _: Renderer) -> Content:
    # Extras are imported when they are made: their libraries may be missing.
    from x400fix.documents.workbook import workbook_file  # noqa: PLC0415 -- see above

    return workbook_file(view)


def _make_pdf(view: TicketView, _: Renderer) -> Content:
    from x400fix.documents.pdf import ticket_pdf  # noqa: PLC0415 -- as a workbook

    return ticket_pdf(view)


ROWS: tuple[Row, ...] = (
    Row(name="TICKET.HTML", make=ticket_page),
    Row(name="TICKET.MD", make=lambda view, _: ticket_markdown(view), plans=Plans.ALL),
    Row(
        name="ASSIGN.csv",
        make=lambda view, _: csv_bytes(assign_rows(view.plan.assignments)),
        plans=Plans.WORK,
    ),
    Row(name="RUNBOOK.TXT", make=runbook_file, plans=Plans.WORK),
    Row(
        name="EVIDENCE.CSV",
        make=lambda view, _: csv_bytes(evidence_rows(view.tests, view.checksum)),
    ),
    Row(name=Extra.XLSX.file, make=_make_workbook, extra=Extra.XLSX),
    Row(name=Extra.PDF.file, make=_make_pdf, extra=Extra.PDF),
)


def is_for_people(plan: Plan) -> bool:
    """Whether a bundle has all documents of a plan."""
    return not plan.nothing_to_do and len(plan.connectors) <= PEOPLE_LIMIT


def document_files(
    plan: Plan,
    renderer: Renderer,
    profile: Profile | None = None,
    *,
    extras: Collection[Extra] = (),
    all_sizes: bool = True,
) -> Files:
    """The path and the content of each file for people.

    Without ``all_sizes`` a very large plan has none that a person reads as a whole. What is in a bundle must
    not depend on what happens to be installed, so that extras have to be asked for.
    """
    view = TicketView(plan, renderer)
    kinds = {Plans.ALL}
    if not plan.nothing_to_do:
        kinds = {*Plans} if all_sizes or is_for_people(plan) else {Plans.WORK}
    for row in ROWS:
        if row.extra in extras if row.extra else row.plans in kinds:
            yield row.name, row.make(view, renderer)
    if Plans.SMALL in kinds:
        yield from field_files(view, profile or plan.options.profile)
