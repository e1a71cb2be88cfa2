# SPDX-License-Identifier: MIT
"""Reads the words of documents from their template.

A line is ``name: text``; a name may have several texts, and a line that begins with a blank goes on
with the text before it::

    go: The new addresses are reserved, and CHECK BEFORE
     finds none of them in use.
"""

from collections.abc import Mapping

Words = Mapping[str, tuple[str, ...]]


def read_words(text: str) -> Words:
    """The texts of each name, in their order."""
    found: dict[str, list[str]] = {}
    texts: list[str] = []
    for line in filter(str.strip, text.split("\n")):
        if line.startswith(" "):
            texts[-1] = f"{texts[-1]} {line.strip()}"
        else:
            name, _, first = line.partition(": ")
            texts = found.setdefault(name, [])
            texts.append(first.strip())
    return {name: tuple(texts) for name, texts in found.items()}
