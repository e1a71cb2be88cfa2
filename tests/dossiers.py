# SPDX-License-Identifier: MIT
"""Dossiers of plans that are just made, read back from their PLAN.json as ``ticket`` does it."""

import msgspec

from tests.plans import Made
from x400fix.plan.document import Document
from x400fix.plan.document_reading import read_document
from x400fix.render.dossier.dossier import Dossier
from x400fix.render.environment import Renderer


def document_of(made: Made) -> Document:
    """What PLAN.json holds."""
    return read_document(made.document(), "PLAN.json")


def dossier_of(made: Made, **changes: object) -> Dossier:
    """The dossier of a plan; ``changes`` are parts of its document that come from elsewhere."""
    return Dossier(msgspec.structs.replace(document_of(made), **changes), Renderer())
