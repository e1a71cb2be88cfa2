# SPDX-License-Identifier: MIT
"""The documents for people: one row for each, made from a plan alone.

A document is imported when it is made, so that a run loads no more than it writes.
"""

from collections.abc import Callable, Iterable, Iterator
from importlib.util import find_spec

import msgspec

from x400fix.model.choices import Profile
from x400fix.plan.document import Document
from x400fix.render.dossier.dossier import Dossier
from x400fix.render.environment import Renderer

PEOPLE_LIMIT = 5_000
"""Up to how many connectors ``plan`` makes the documents for people too.

They need the whole plan in memory; above this, ``x400fix ticket PLAN.json`` makes them.
"""

Files = Iterable[tuple[str, Iterable[bytes] | bytes]]


class Request(msgspec.Struct, frozen=True, kw_only=True):
    """What a document is made of, and for whom."""

    dossier: Dossier
    renderer: Renderer
    profile: Profile


class Extra(msgspec.Struct, frozen=True):
    """A part of the package that is installed apart, and the library in it."""

    name: str
    library: str

    @property
    def is_installed(self) -> bool:
        """Whether the library is there; it is not loaded."""
        return find_spec(self.library) is not None


class Row(msgspec.Struct, frozen=True, kw_only=True):
    """A document, or a folder of some; ``says_nothing`` is set for one that shows no empty plan."""

    name: str
    make: Callable[[Request], Files]
    extra: Extra | None = None
    needs_work: bool = False


def _make_html(request: Request) -> Files:
    from x400fix.render.page.page import ticket_page  # noqa: PLC0415 -- see above

    yield "TICKET.HTML", ticket_page(request.dossier, request.renderer)


ROWS: tuple[Row, ...] = (Row(name="TICKET.HTML", make=_make_html),)


def missing_extras() -> tuple[Row, ...]:
    """The documents that cannot be made here, because their library is not installed."""
    return tuple(row for row in ROWS if row.extra and not row.extra.is_installed)


def document_files(
    document: Document, renderer: Renderer, profile: Profile | None = None
) -> Iterator[tuple[str, Iterable[bytes] | bytes]]:
    """The path and the content of each file for people that can be made here."""
    dossier = Dossier(document, renderer)
    request = Request(
        dossier=dossier,
        renderer=renderer,
        profile=profile or Profile(document.options.profile),
    )
    for row in ROWS:
        is_wanted = not (row.needs_work and dossier.nothing_to_do)
        if is_wanted and (row.extra is None or row.extra.is_installed):
            yield from row.make(request)
