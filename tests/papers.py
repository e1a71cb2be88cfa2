# SPDX-License-Identifier: MIT
"""Makes PDF files of small pages, and reads them with a library that nobody here wrote."""

import io
from collections.abc import Mapping, Sequence

from pypdf import PageObject, PdfReader

from x400fix.documents.diagrams.shapes import Picture
from x400fix.documents.paper.paper import make_paper

ESCAPES = "Escapes are told of."

PAGE = """\
<!DOCTYPE html>
<html lang="en">
<head><meta charset="utf-8"><title>never shown</title></head>
<body>
<header><h1>Change ticket CHG1</h1></header>
<main>
{}
</main>
<footer><p>plan checksum <code>0af1</code></p></footer>
</body>
</html>
"""


def paper(main: str, pictures: Mapping[str, Picture] | None = None) -> PdfReader:
    """The PDF of a page with this in its ``main``."""
    return PdfReader(io.BytesIO(paper_bytes(main, pictures)))


def paper_bytes(main: str, pictures: Mapping[str, Picture] | None = None) -> bytes:
    """The bytes of that PDF."""
    return make_paper(PAGE.format(main), pictures or {}, escapes=ESCAPES)


def page_texts(reader: PdfReader) -> Sequence[str]:
    """The text of each page, with one blank for any white space."""
    return [" ".join(page.extract_text().split()) for page in reader.pages]


def bodies(reader: PdfReader) -> Sequence[str]:
    """The same without what stands at the foot of each."""
    return [text.rpartition(" plan checksum")[0] for text in page_texts(reader)]


def paper_text(main: str) -> str:
    """The text of all pages of a page with this in its ``main``."""
    return " ".join(page_texts(paper(main)))


def places(page: PageObject) -> Mapping[str, tuple[float, float]]:
    """Where each text of a page begins, from its lower left corner."""
    found: dict[str, tuple[float, float]] = {}

    def note(text: str, outer: list[float], inner: list[float], *_: object) -> None:
        x = outer[0] * inner[4] + outer[4]
        found[text.strip()] = (round(x), round(outer[3] * inner[5] + outer[5]))

    page.extract_text(visitor_text=note)
    return found


def squeezed(text: str) -> str:
    """A text without white space, to be found where lines are broken in words too."""
    return "".join(text.split())
