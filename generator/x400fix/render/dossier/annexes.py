# SPDX-License-Identifier: MIT
"""The parts of a ticket behind its decision page, and their numbers."""

from collections.abc import Mapping

from x400fix.render.dossier.values import Annex
from x400fix.render.dossier.wording import Words

ANNEXES = (
    "why",
    "topology",
    "addresses",
    "steps",
    "outages",
    "proof",
    "tests",
    "back-out",
    "risks",
    "alternatives",
    "inputs",
    "name-files",
    "evidence",
)
"""The names of the annexes in their order.

A plan with nothing to do has ``why`` and ``inputs``; ``name-files`` stands only where some change.
"""

_OF_NOTHING = ("why", "inputs")


def find_annexes(words: Words, *, nothing_to_do: bool, name_files: bool) -> Mapping[str, Annex]:
    """The annexes of a plan by name, in their order."""
    names = [
        name
        for name in (_OF_NOTHING if nothing_to_do else ANNEXES)
        if name != "name-files" or name_files
    ]
    return {
        name: Annex(
            number=number,
            name=name,
            title=words[f"annex.{name}"][0],
            intro=words.get(f"intro.{name}", ()),
        )
        for number, name in enumerate(names, 1)
    }
