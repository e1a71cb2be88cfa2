# SPDX-License-Identifier: MIT
"""Writes tickets for a browser to look at: ``python -m tests.tickets FOLDER [--pdf]``.

Below the folder stands one for each ticket: those of the samples, that of a hub with 39 partners,
that of more servers than each have a picture, and one that is full of hostile texts. Each has its
PLAN.json beside it, and with ``--pdf`` its TICKET.PDF.
"""

import sys
from collections.abc import Iterator
from pathlib import Path

from tests.golden import SAMPLES, sample_names
from tests.hostile_plan import hostile_plan
from tests.inventories.plans import chosen_for, read
from tests.inventories.star import star, stars
from tests.plans import make
from x400fix.documents.documents import PLAN_FILE
from x400fix.documents.html_page import ticket_page
from x400fix.documents.paper.ticket import ticket_paper
from x400fix.documents.rendering import Renderer
from x400fix.documents.ticket import open_dossier
from x400fix.planning.plan_file import read_document

LONGEST = 1_000
"""Of a hostile text: a step with more than a sheet of it is torn, whatever prints it."""


def plans() -> Iterator[tuple[str, bytes]]:
    """The name of each ticket, and the PLAN.json that it is made from."""
    for name in sample_names():
        yield name, (SAMPLES / name / "expected" / PLAN_FILE).read_bytes()
    for name, case in (("forty", star()), ("many", stars())):
        yield name, make(read(case.text), chosen_for(case, {"ticket": "CHG0040040"})).document()
    yield "hostile", hostile_plan(LONGEST)


def main(folder: str, *, has_pdf: bool) -> None:
    """Write every ticket."""
    renderer = Renderer()
    for name, data in plans():
        own = Path(folder, name)
        own.mkdir(parents=True, exist_ok=True)
        dossier = open_dossier(read_document(data, PLAN_FILE), renderer, PLAN_FILE)
        (own / PLAN_FILE).write_bytes(data)
        (own / "TICKET.HTML").write_bytes(b"".join(ticket_page(dossier, renderer)))
        if has_pdf:
            (own / "TICKET.PDF").write_bytes(ticket_paper(dossier, renderer))


if __name__ == "__main__":
    main(sys.argv[1], has_pdf="--pdf" in sys.argv[2:])
