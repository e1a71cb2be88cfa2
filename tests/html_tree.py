# SPDX-License-Identifier: MIT
"""The elements of TICKET.HTML as a tree, without what only a screen needs.

It reads what our own template writes, in which each element but the void ones is closed::

    <p>One <b>connector</b> moves.</p>
"""

import sys
from collections.abc import Iterator, Mapping
from functools import cache
from html.parser import HTMLParser

_VOID = {"br", "col", "hr", "img", "input", "link", "meta", "wbr"}
_DROPPED_TAGS = {"button", "head", "script", "style", "template"}
_NONE: Mapping[str, str] = {}
_DROPPED_CLASSES = {"hide", "skip", "tools"}


class Element:
    """One element with its attributes and what stands in it: texts and elements."""

    # A large plan has a million elements.
    __slots__ = ("attributes", "children", "classes", "tag")

    def __init__(self, tag: str, attributes: Mapping[str, str]) -> None:
        """Begin with nothing in it."""
        self.tag = tag
        self.attributes = attributes
        self.classes = _classes(attributes.get("class", ""))
        self.children: list[Element | str] = []

    @property
    def is_for_screens(self) -> bool:
        """Whether paper has no use for it."""
        is_hidden = "hidden" in self.attributes
        return is_hidden or self.tag in _DROPPED_TAGS or bool(self.classes & _DROPPED_CLASSES)

    def elements(self) -> "Iterator[Element]":
        """The elements that stand directly in it."""
        return (child for child in self.children if isinstance(child, Element))

    def descendants(self) -> "Iterator[Element]":
        """Every element inside, in order."""
        for child in self.elements():
            yield child
            yield from child.descendants()

    def find(self, tag: str) -> "Iterator[Element]":
        """Every element inside with this tag."""
        return (each for each in self.descendants() if each.tag == tag)

    @property
    def text(self) -> str:
        """All text in it on one line."""
        return " ".join("".join(self.texts()).split())

    def texts(self) -> Iterator[str]:
        """Each piece of text in it, in order."""
        for child in self.children:
            if isinstance(child, Element):
                yield from child.texts()
            else:
                yield child


@cache
def _classes(names: str) -> frozenset[str]:
    return frozenset(names.split())


class _Reader(HTMLParser):
    """Builds the tree; what is for screens is read and dropped."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.root = Element("", {})
        self._open = [self.root]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = {name: value or "" for name, value in attrs}
        element = Element(tag, attributes or _NONE)
        if not element.is_for_screens:
            self._open[-1].children.append(element)
        if tag not in _VOID:
            self._open.append(element)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in _VOID:
            self._open.pop()

    def handle_endtag(self, tag: str) -> None:
        opened = self._open.pop()
        if opened.tag != tag:
            message = f"</{tag}> closes <{opened.tag}>"
            raise ValueError(message)

    def handle_data(self, data: str) -> None:
        self._open[-1].children.append(sys.intern(data))  # most of them stand there many times

    def unclosed(self) -> list[str]:
        """The tags of what is still open."""
        return [element.tag for element in self._open[1:]]


def read_tree(text: str) -> Element:
    """The document as an element without a tag; ValueError if an element is not closed."""
    reader = _Reader()
    reader.feed(text)
    reader.close()
    if reader.unclosed():
        message = f"nothing closes {reader.unclosed()}"
        raise ValueError(message)
    return reader.root
