# SPDX-License-Identifier: MIT
"""Free text as a reader may see it: with nothing in it that hides, or that a program obeys."""

from x400fix.problems import escaped


def visible(text: str) -> str:
    r"""The text with each character that is not visible as an escape such as ``\u202e``."""
    return escaped(text)
