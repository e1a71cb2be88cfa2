# SPDX-License-Identifier: MIT
"""What begins something does not stand alone at the foot of a page."""

import pytest

from tests.papers import bodies, paper
from x400fix.documents.diagrams.shapes import Picture

TABLE = (
    "<table>{}<thead><tr><th>h</th></tr></thead><tbody>"
    + "<tr><td>inside</td></tr>" * 80
    + "</tbody></table>"
)
FIGURE = '<figure><figcaption>lead</figcaption><svg data-picture="before-1"></svg>inside</figure>'
PICTURE = Picture(name="before-1", height=600, shapes=())


@pytest.mark.parametrize(
    "part",
    [
        "<h2>lead</h2><p>inside</p>",
        "<h2>lead</h2><h3>inner</h3><p>inside</p>",
        f"<h2>lead</h2>{TABLE.format('')}",
        f"<h2>lead</h2><p>intro</p>{TABLE.format('')}",
        f"<h2>lead</h2><p>intro</p>{TABLE.format('<caption>inner</caption>')}",
        f"<h2>lead</h2><p>{'inside and more ' * 100}</p>{TABLE.format('')}",
        TABLE.format("<caption>lead</caption>"),
        f"<h3>lead</h3>{TABLE.format('<caption>inner</caption>')}",
        FIGURE,
        f'<h3>lead</h3><p class="legend"><span>sign</span></p>{FIGURE}',
    ],
)
def test_it_is_on_the_page_of_what_it_leads_to(part: str) -> None:
    """Wherever on a page it would come to stand."""
    for lines in range(42, 54):
        reader = paper("<p>x</p>" * lines + part, {"before-1": PICTURE})
        (page,) = (text for text in bodies(reader) if "lead" in text)
        assert page.partition("lead")[2].find("inside") >= 0, lines


def test_one_that_leads_to_nothing_is_still_there() -> None:
    """At the end of a page with nothing to do."""
    assert "CHG1 lead" in bodies(paper("<h2>lead</h2>"))[0]
    assert "CHG1 lead intro" in bodies(paper("<h2>lead</h2><p>intro</p>"))[0]
