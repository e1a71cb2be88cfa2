# SPDX-License-Identifier: MIT
"""Every file of a bundle, in the order in which it is written."""

from collections.abc import Collection, Iterable, Iterator

from x400fix.documents.documents import document_files
from x400fix.documents.extras import Extra
from x400fix.documents.name_files import name_files
from x400fix.documents.rendering import Renderer
from x400fix.documents.server_pages import ServerPages
from x400fix.plan.encoding import PlanFile
from x400fix.plan.model import Plan

PLAN_NAME = "PLAN.json"

Files = Iterator[tuple[str, Iterable[bytes] | bytes]]


def bundle_files(plan: Plan, extras: Collection[Extra] = ()) -> Files:
    """The path and the content of each file but SHA256SUMS, which the bundle itself makes.

    With nothing to do there is only the plan and the ticket that says why.
    """
    renderer = Renderer()
    file = PlanFile(plan)
    yield PLAN_NAME, file
    yield from server_files(file.plan, renderer)
    yield from document_files(file.plan, renderer, extras=extras, all_sizes=False)


def server_files(plan: Plan, renderer: Renderer) -> Iterator[tuple[str, bytes]]:
    """The files of each folder below SERVERS."""
    pages = ServerPages(plan, renderer)
    for place in plan.servers:
        scripts = dict(pages.texts.scripts.files(place))
        given = name_files(plan, place, scripts)
        for name, data in (*pages.files(place), *scripts.items(), *given):
            yield f"SERVERS/{place.folder}/{name}", data
