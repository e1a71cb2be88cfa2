# SPDX-License-Identifier: MIT
"""Places in the PDF that have no size: what links lead to, and what the list of bookmarks holds."""

from reportlab.platypus import Flowable


class Anchor(Flowable):
    """What a link within the document leads to."""

    def __init__(self, key: str) -> None:
        """``key`` is the element's ``id``."""
        super().__init__()
        self.key = key

    def wrap(self, aW: float, aH: float) -> tuple[float, float]:  # noqa: ARG002, N803
        """It needs no room."""
        self.width = self.height = 0.0
        return 0.0, 0.0

    def draw(self) -> None:
        """Note the place."""
        self.canv.bookmarkHorizontal(self.key, 0, 0)


class Bookmark(Anchor):
    """A heading in the list of bookmarks that a reader shows beside the pages."""

    def __init__(self, key: str, title: str, level: int) -> None:
        """``level`` is 0 for the highest."""
        super().__init__(key)
        self.title = title
        self.level = level

    def draw(self) -> None:
        """Note the place and its title."""
        super().draw()
        self.canv.addOutlineEntry(self.title, self.key, self.level, closed=self.level > 0)
