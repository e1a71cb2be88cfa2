# SPDX-License-Identifier: MIT
"""TICKET.HTML holds what a dossier does, as elements that any program can read."""

from tests.builders import POOL, pair, settings
from tests.dossiers import dossier_of, sample_dossier
from tests.html_tree import Element, read_tree
from tests.plans import make, name_file
from x400fix.documents.html_page import ticket_page
from x400fix.documents.rendering import Renderer
from x400fix.documents.ticket import Dossier
from x400fix.namefiles.existing import ExistingFile


def page(dossier: Dossier) -> Element:
    """The elements of the page of a plan."""
    return read_tree(b"".join(ticket_page(dossier, Renderer())).decode("utf-8"))


def with_name_files(*files: ExistingFile) -> Dossier:
    """A plan with names, for servers that have these files."""
    return dossier_of(make(pair(), settings(POOL[:2]), existing=files))


def test_what_changes_in_name_files_stands_in_an_annex_line_by_line() -> None:
    """With the tabs of the files; markup is none, and odd bytes are told by their numbers."""
    dossier = with_name_files(
        name_file("MAIL-A/LMHOSTS", b"10.20.9.9\tOLD\t#PRE\r\n# <b>caf\xe9</b>\r\n10.9.9.8 NEW")
    )
    (lines,) = page(dossier).find("pre")
    (told,) = dossier.document.name_diffs
    assert [each.text for each in lines.elements()] == [" ".join(line.split()) for line in told]
    texts = ["".join(each.texts()) for each in lines.elements()]
    assert texts == list(told)
    assert " 10.20.9.9\tOLD\t#PRE" in texts
    assert " # <b>caf\\xe9</b>" in texts


def test_lines_that_come_and_go_differ_also_without_colour() -> None:
    """They begin with + and -, as in every such list; its head says which files."""
    dossier = with_name_files(name_file("MAIL-A/LMHOSTS", b"10.20.9.9 OLD"))
    (lines,) = page(dossier).find("pre")
    found = [(*each.classes, "".join(each.texts())[:1]) for each in lines.elements()]
    assert found[:2] == [("same", "-"), ("same", "+")]
    assert (
        {("added", "+"), ("removed", "-")}
        <= set(found)
        <= {
            *(("same", sign) for sign in " @\\-+"),
            *(("added", "+"), ("removed", "-")),
        }
    )


def test_where_no_name_file_is_known_there_is_no_annex_of_them() -> None:
    """And no number is left out."""
    with_files, without = sample_dossier("existing-names"), sample_dossier("names")
    assert "name-files" in with_files.annexes
    assert "name-files" not in without.annexes
    for dossier in (with_files, without):
        numbers = [annex.number for annex in dossier.annexes.values()]
        assert numbers == list(range(1, len(numbers) + 1))
        assert list(dossier.annexes)[-1] == "evidence"
    assert not list(page(without).find("pre"))
    assert len(list(page(with_files).find("pre"))) == 3
