# SPDX-License-Identifier: MIT
"""A plan in which every text can be printed on one line.

What our readers let through can be; a plan that somebody else made may hold anything.
"""

import msgspec

from x400fix.documents.rendering import visible
from x400fix.plan.model import Document
from x400fix.problems import is_visible

_LINES = "text_to_users"
"""The one value that may have several lines."""

_DIFFS = "name_diffs"
"""The one value in which a tab is one: it shows lines of files, and tells what they hold."""

_ESCAPES = tuple(f"\\{letter}" for letter in "bfnrtu")
"""How JSON writes control codes."""


def printable_document(document: Document) -> Document:
    """The same plan with escapes for what hides or is obeyed; itself if there is nothing such."""
    text = msgspec.json.encode(document).decode("utf-8")
    if is_visible(text) and not any(escape in text for escape in _ESCAPES):
        return document
    return msgspec.convert(_printable(msgspec.to_builtins(document)), Document)


def _printable(value: object) -> object:
    """A value with all texts in it made visible."""
    if isinstance(value, str):
        return visible(value)
    if isinstance(value, dict):
        return {key: _part(key, each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [_printable(each) for each in value]
    return value


def _part(key: object, value: object) -> object:
    """What stands under a key."""
    if key == _LINES and isinstance(value, str):
        return _between("\n", value)
    if key == _DIFFS and isinstance(value, list | tuple):
        return [[_between("\t", line) for line in lines] for lines in value]
    return _printable(value)


def _between(kept: str, text: str) -> str:
    """A text made visible but for one character, which stays."""
    return kept.join(map(visible, text.split(kept)))
