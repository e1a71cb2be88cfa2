# SPDX-License-Identifier: MIT
"""What stands in a line of TICKET.HTML as the markup of reportlab's paragraphs."""

import re
from collections.abc import Callable, Collection, Iterable, Mapping
from xml.sax.saxutils import quoteattr

from reportlab.lib.colors import Color

from x400fix.documents.paper.fonts import markup
from x400fix.documents.paper.looks import BAD, CARE, GOOD, INK, NOTE, SOFT
from x400fix.documents.paper.tree import Element

_INLINE = {"a", "b", "bdi", "br", "code", "input", "label", "span", "strong"}

_OWN_LINES = {"entry", "item"}
_SIGNS = {"br": "<br/>", "input": "", "svg": ""}
_BOLD = {"b", "strong"}
_SPACE = re.compile(r"[ \t\r\n\f]+")
_BLANKS = re.compile(" {2,}")
_COLOURS = {
    **dict.fromkeys(("works", "holds", "low"), GOOD),
    **dict.fromkeys(("claimed", "open", "medium", "uncertain"), CARE),
    **dict.fromkeys(("down", "fails", "high", "one-direction-only"), BAD),
}


def is_inline(element: Element) -> bool:
    """Whether something stands in a line, and not below what is before it."""
    is_sign = "sign" in element.classes
    return is_sign or (element.tag in _INLINE and not element.classes & _OWN_LINES)


def line_of(children: Iterable[Element | str], targets: Collection[str]) -> str:
    """The markup of texts and inline elements; a link leads to one of ``targets`` or nowhere."""
    line = "".join(_piece(child, targets) for child in children)
    return _SPACE.sub(" ", line).strip(" ").removeprefix("<br/>")


def _piece(child: Element | str, targets: Collection[str]) -> str:
    if isinstance(child, str):
        return markup(_SPACE.sub(" ", child))
    if child.tag == "bdi":
        return markup(_BLANKS.sub(_keep, "".join(child.texts())))
    if not is_inline(child):
        message = f"<{child.tag}> stands in a line"
        raise ValueError(message)
    if child.tag in _SIGNS:
        return _SIGNS[child.tag]
    return _dressed(child, "".join(_piece(each, targets) for each in child.children), targets)


def _keep(blanks: re.Match[str]) -> str:
    """Blanks that are not taken for one: in a name, each counts."""
    return "\xa0" * len(blanks[0])


def _dressed(element: Element, inner: str, targets: Collection[str]) -> str:
    """The markup of an element around what stands in it."""
    if element.tag in _BOLD:
        return f"<b>{inner}</b>"
    if element.attributes.get("href", "").removeprefix("#") in targets:
        return f"<a href={quoteattr(element.attributes['href'])} color={_code(INK)}>{inner}</a>"
    dress = next((_DRESSES[name] for name in element.classes if name in _DRESSES), None)
    return dress(element, inner) if dress else inner


def _chip(element: Element, inner: str) -> str:
    colour = next((_COLOURS[name] for name in element.classes if name in _COLOURS), SOFT)
    return f"<font color={_code(colour)}><b>{inner}</b></font>"


def _note(_element: Element, inner: str) -> str:
    return f"<br/><font size='{NOTE}' color={_code(SOFT)}>{inner.strip()}</font>"


def _number(_element: Element, inner: str) -> str:
    """One of several addresses, with or without its mask, which stand in a row."""
    return inner.replace(" ", "\xa0") + "\xa0\xa0\xa0 "


def _soft(_element: Element, inner: str) -> str:
    return f"<font color={_code(SOFT)}>{inner}</font>"


def _code(colour: Color) -> str:
    """A colour as the value of an attribute."""
    return quoteattr(colour.hexval())


_DRESSES: Mapping[str, Callable[[Element, str], str]] = {
    "chip": _chip,
    "kb": _soft,
    "note": _note,
    "number": _number,
    "soft": _soft,
    "to": lambda _, inner: f"({inner})",
}
"""What classes of the page look like on paper."""
