# SPDX-License-Identifier: MIT
"""Makes dossiers of plans that tests make."""

from tests.golden import SAMPLES
from tests.plans import Made
from x400fix.documents.documents import PLAN_FILE
from x400fix.documents.rendering import Renderer
from x400fix.documents.ticket import Dossier, open_dossier
from x400fix.plan.model import Document
from x400fix.planning.plan_file import read_document


def sample_document(name: str) -> Document:
    """The plan of a sample."""
    data = (SAMPLES / name / "expected" / PLAN_FILE).read_bytes()
    return read_document(data, PLAN_FILE)


def sample_dossier(name: str) -> Dossier:
    """What is shown of a sample's plan."""
    return dossier_of(sample_document(name))


def document_of(made: Made) -> Document:
    """What PLAN.json of a plan that is just made holds."""
    return read_document(made.document(), PLAN_FILE)


def dossier_of(plan: Made | Document) -> Dossier:
    """What is shown of a plan."""
    if isinstance(plan, Made):
        plan = document_of(plan)
    return open_dossier(plan, Renderer(), PLAN_FILE)
