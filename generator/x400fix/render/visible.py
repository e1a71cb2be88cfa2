# SPDX-License-Identifier: MIT
"""Free text as a reader may see it: with nothing in it that hides, or that a program obeys."""


def visible(text: str) -> str:
    r"""The text with each character that cannot be printed as an escape such as ``\u202e``.

    That is control codes and line breaks, and what is invisible or turns the direction of
    writing round, so that no name looks like another one.
    """
    if text.isprintable():
        return text
    return "".join(c if c.isprintable() else ascii(c)[1:-1] for c in text)
