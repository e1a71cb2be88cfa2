# SPDX-License-Identifier: MIT
"""A plan in which every text can be printed on one line.

What our readers let through can be; a plan that somebody else made may hold anything.
"""

import msgspec

from x400fix.plan.document import Document
from x400fix.render.visible import visible

_LINES = "text_to_users"
"""The one value that may have several lines."""


_ESCAPES = tuple(f"\\{letter}" for letter in "bfnrtu")
"""How JSON writes control codes."""


def printable_document(document: Document) -> Document:
    """The same plan with escapes for what hides or is obeyed; itself if there is nothing such."""
    text = msgspec.json.encode(document).decode("utf-8")
    if text.isprintable() and not any(escape in text for escape in _ESCAPES):
        return document
    return msgspec.convert(_printable(msgspec.to_builtins(document)), Document)


def _printable(value: object) -> object:
    """A value with all texts in it made visible."""
    if isinstance(value, str):
        return visible(value)
    if isinstance(value, dict):
        return {key: _text(key, each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [_printable(each) for each in value]
    return value


def _text(key: object, value: object) -> object:
    if key == _LINES and isinstance(value, str):
        return "\n".join(map(visible, value.split("\n")))
    return _printable(value)
