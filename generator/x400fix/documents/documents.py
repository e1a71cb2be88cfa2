# SPDX-License-Identifier: MIT
"""The documents for people: one row for each, made from a plan alone.

A document is imported when it is made, so that a run loads no more than it writes.
"""

from collections.abc import Callable, Collection, Iterable

import msgspec

from x400fix.documents.account_files import account_files
from x400fix.documents.extras import Extra
from x400fix.documents.rendering import Renderer
from x400fix.documents.ticket import Dossier, open_dossier
from x400fix.plan.model import Document
from x400fix.settings.choices import Profile

PLAN_FILE = "PLAN.json"

Files = Iterable[tuple[str, Iterable[bytes] | bytes]]


class Request(msgspec.Struct, frozen=True, kw_only=True):
    """What a document is made of, and for whom."""

    dossier: Dossier
    renderer: Renderer
    profile: Profile


class Row(msgspec.Struct, frozen=True, kw_only=True):
    """A document, or a folder of some; ``needs_work`` if a plan with nothing to do has it not."""

    name: str
    make: Callable[[Request], Files]
    extra: Extra | None = None
    needs_work: bool = False


def _make_html(request: Request) -> Files:
    from x400fix.documents.html_page import ticket_page  # noqa: PLC0415 -- see above

    yield "TICKET.HTML", ticket_page(request.dossier, request.renderer)


def _make_markdown(request: Request) -> Files:
    from x400fix.documents.markdown import ticket_markdown  # noqa: PLC0415 -- see above

    yield "TICKET.MD", ticket_markdown(request.dossier)


def _make_evidence(request: Request) -> Files:
    from x400fix.documents.test_form import evidence_rows  # noqa: PLC0415 -- see above

    values = {"rows": evidence_rows(request.dossier)}
    yield "EVIDENCE.CSV", request.renderer.utf8("bundle/EVIDENCE.CSV", values)


def _make_fields(request: Request) -> Files:
    from x400fix.documents.fields import field_files  # noqa: PLC0415 -- see above

    yield from field_files(request.dossier, request.profile)


def _make_workbook(request: Request) -> Files:
    from x400fix.documents.workbook import workbook_file  # noqa: PLC0415 -- see above

    yield Extra.XLSX.file, workbook_file(request.dossier)


def _make_paper(request: Request) -> Files:
    from x400fix.documents.pdf import ticket_pdf  # noqa: PLC0415 -- see above

    yield Extra.PDF.file, ticket_pdf(request.dossier)


ROWS: tuple[Row, ...] = (
    Row(name="TICKET.HTML", make=_make_html),
    Row(name="TICKET.MD", make=_make_markdown),
    Row(name="EVIDENCE.CSV", make=_make_evidence, needs_work=True),
    Row(name="FIELDS", make=_make_fields, needs_work=True),
    Row(name="ASSIGN.XLSX", make=_make_workbook, extra=Extra.XLSX),
    Row(name="TICKET.PDF", make=_make_paper, extra=Extra.PDF),
)


def document_files(
    document: Document,
    renderer: Renderer,
    profile: Profile | None = None,
    *,
    extras: Collection[Extra] = (),
    file: str = PLAN_FILE,
) -> Files:
    """The path and the content of each file for people; ``file`` is where the plan was read.

    Those of extras are made only if they are asked for: what is in a bundle must not depend on
    what happens to be installed.
    """
    yield from _made(open_dossier(document, renderer, file), renderer, profile, extras)


def extra_files(document: Document, renderer: Renderer, extras: Collection[Extra]) -> Files:
    """The files of extras alone, where the other documents are not made with the plan."""
    request = _request(open_dossier(document, renderer, PLAN_FILE), renderer)
    for row in ROWS:
        if row.extra in extras:
            yield from row.make(request)


def ticket_files(
    document: Document,
    renderer: Renderer,
    profile: Profile | None = None,
    *,
    extras: Collection[Extra] = (),
    file: str = PLAN_FILE,
) -> Files:
    """The same, after the texts that a bundle of any size has."""
    dossier = open_dossier(document, renderer, file)
    yield from account_files(dossier.account, lambda: dossier.checksum, renderer)
    yield from _made(dossier, renderer, profile, extras)


def _made(
    dossier: Dossier, renderer: Renderer, profile: Profile | None, extras: Collection[Extra]
) -> Files:
    """Every document that is wanted."""
    request = _request(dossier, renderer, profile)
    for row in ROWS:
        is_wanted = not (row.needs_work and dossier.nothing_to_do)
        if is_wanted and (row.extra is None or row.extra in extras):
            yield from row.make(request)


def _request(dossier: Dossier, renderer: Renderer, profile: Profile | None = None) -> Request:
    return Request(
        dossier=dossier,
        renderer=renderer,
        profile=profile or Profile(dossier.document.options.profile),
    )
