# SPDX-License-Identifier: MIT
"""Texts that have room on one line, as most in a table: drawn at once, not parsed and set."""

from reportlab.lib.enums import TA_RIGHT
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable, Paragraph

from x400fix.documents.paper.fonts import width_of


class Phrase(Flowable):
    """A text without markup; it becomes a paragraph where it has no room on one line."""

    def __init__(self, text: str, style: ParagraphStyle) -> None:
        """Take a text that is escaped already, in which nothing was to be escaped."""
        super().__init__()
        self.style = style
        self._text = text
        self._paragraph: Paragraph | None = None

    def getSpaceBefore(self) -> float:  # noqa: N802 -- reportlab's
        """As its style says."""
        return self.style.spaceBefore

    def getSpaceAfter(self) -> float:  # noqa: N802 -- reportlab's
        """As its style says."""
        return self.style.spaceAfter

    def wrap(self, aW: float, aH: float) -> tuple[float, float]:  # noqa: N803 -- reportlab's
        """The size of the line, or of the paragraph."""
        width = width_of(self._text, self.style.fontName, self.style.fontSize)
        if width <= aW - self.style.rightIndent:
            self._paragraph = None
            self.width, self.height = aW, self.style.leading
        else:
            self._paragraph = self._paragraph or Paragraph(self._text, self.style)
            self.width, self.height = self._paragraph.wrap(aW, aH)
        return self.width, self.height

    def split(self, aW: float, aH: float) -> list[Flowable]:  # noqa: N803 -- reportlab's
        """The parts of the paragraph; a line has none."""
        return self._paragraph.split(aW, aH) if self._paragraph else []

    def drawOn(self, canvas: Canvas, x: float, y: float, _sW: float = 0) -> None:  # noqa: N802, N803
        """Draw the line, without the frame that others are drawn in, or the paragraph."""
        if self._paragraph:
            self._paragraph.drawOn(canvas, x, y)
            return
        canvas.setFont(self.style.fontName, self.style.fontSize)
        canvas.setFillColor(self.style.textColor)
        y += self.height - self.style.fontSize
        if self.style.alignment == TA_RIGHT:
            canvas.drawRightString(x + self.width - self.style.rightIndent, y, self._text)
        else:
            canvas.drawString(x, y, self._text)
