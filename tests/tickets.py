# SPDX-License-Identifier: MIT
"""Writes tickets for a browser to look at: ``python -m tests.tickets FOLDER [--pdf]``.

Below the folder is one for each ticket: those of the samples, that of a hub with 39 partners, that
of more servers than each have a picture, one that is full of hostile texts, and one whose decision
page has all that it can have. Each has its PLAN.json next to it, and with ``--pdf`` its TICKET.PDF.
"""

import sys
from collections.abc import Iterator
from pathlib import Path

from tests.golden import sample_names
from tests.hostile_plan import crowded, hostile_plan
from tests.inventories.plans import chosen_for, read
from tests.inventories.star import star, stars
from tests.plans import make
from tests.views import sample_plan
from x400fix.documents.html_page import ticket_page
from x400fix.documents.pdf import ticket_pdf
from x400fix.documents.rendering import Renderer
from x400fix.documents.step_texts import StepTexts
from x400fix.documents.ticket import TicketView
from x400fix.plan.encoding import seal_plan
from x400fix.plan.model import Plan

LONGEST = 1_000
"""Of a hostile text: a step with more than a sheet of it is torn, whatever prints it."""


def plans() -> Iterator[tuple[str, Plan]]:
    """The name of each ticket, and the plan that it is made from."""
    for name in sample_names():
        if not sample_plan(name).nothing_to_do:
            yield name, sample_plan(name)
    for name, case in (("forty", star()), ("many", stars())):
        yield name, make(read(case.text), chosen_for(case, {"ticket": "CHG0040040"})).plan
    yield "hostile", hostile_plan(LONGEST)
    yield "crowded", crowded()


def main(folder: str, *, has_pdf: bool) -> None:
    """Write every ticket."""
    renderer = Renderer()
    for name, unsealed in plans():
        plan, encoded = seal_plan(unsealed)
        own = Path(folder, name)
        own.mkdir(parents=True, exist_ok=True)
        view = TicketView(StepTexts(plan, renderer))
        (own / "PLAN.json").write_bytes(encoded)
        (own / "TICKET.HTML").write_bytes(b"".join(ticket_page(view)))
        if has_pdf:
            (own / "TICKET.PDF").write_bytes(ticket_pdf(view))


if __name__ == "__main__":
    main(sys.argv[1], has_pdf="--pdf" in sys.argv[2:])
