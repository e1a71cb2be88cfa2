# SPDX-License-Identifier: MIT
"""Tags and comments behind the fields of a line."""

import pytest

from x400fix.lmhosts.keywords import Keyword, read_tail


@pytest.mark.parametrize(
    ("text", "tags", "comments"),
    [
        ("", [], []),
        ("#PRE", ["#PRE"], []),
        ("#PRE #DOM:CORP", ["#PRE", "#DOM:CORP"], []),
        ("#dom:corp\t#Pre", ["#dom:corp", "#Pre"], []),
        ("#DOM:rhino #The rhino PDC #PRE", ["#DOM:rhino", "#PRE"], ["#The rhino PDC"]),
        ("#MH #SG #NOFNR", ["#MH", "#SG", "#NOFNR"], []),
        ("#PRE#DOM:A#MH", ["#PRE", "#DOM:A", "#MH"], []),
        ("#DOM:", ["#DOM:"], []),
        ("#DOM", [], ["#DOM"]),
        ("#PREvious", [], ["#PREvious"]),
        ("#SG:PRN", [], ["#SG:PRN"]),
        ("#PRE word #x", ["#PRE"], ["word #x"]),
        ("#x#PRE", [], ["#x#PRE"]),
        ("# a  #PRE  # b ", ["#PRE"], ["# a", "# b"]),
        ("#PRE\n", [], ["#PRE\n"]),
    ],
)
def test_tags_and_comments_come_in_any_order(
    text: str, tags: list[str], comments: list[str]
) -> None:
    """A comment does not hide the tags behind it (Q102725)."""
    tail = read_tail(text, 0)
    assert [tag.text for tag in tail.tags] == tags
    assert [comment.text for comment in tail.comments] == comments


def test_a_tag_knows_its_keyword_and_domain() -> None:
    """However it is spelt."""
    pre, dom = read_tail("#pre #Dom:corp", 0).tags
    assert (pre.keyword, pre.domain) == (Keyword.PRE, "")
    assert (dom.keyword, dom.domain, dom.column) == (Keyword.DOM, "corp", 6)


def test_preloading_counts_in_any_spelling() -> None:
    """The linter tells of the spelling."""
    assert read_tail("#pre", 0).is_preloaded
    assert not read_tail("#DOM:PRE", 0).is_preloaded
