# SPDX-License-Identifier: MIT
"""Whether a plan that was read back is one that x400fix could have made."""

from x400fix.plan.model import Document
from x400fix.planning.soundness.counts import check_counts
from x400fix.planning.soundness.index import Index
from x400fix.planning.soundness.inventory import check_inventory
from x400fix.planning.soundness.options import check_options, check_texts
from x400fix.planning.soundness.proof import check_proof
from x400fix.planning.soundness.work import check_work


def check_soundness(document: Document) -> None:
    """Raise ValueError, with a text that says where, if numbers and names do not fit together.

    Names may hold any characters: nobody but those who show them has to bear that.
    """
    index = Index(document)
    check_texts(index)
    check_options(index)
    check_inventory(index)
    check_work(index)
    check_counts(index)
    check_proof(index)
