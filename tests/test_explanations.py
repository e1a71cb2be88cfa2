# SPDX-License-Identifier: MIT
"""The long texts of problem codes, of the rules of lint, and of the rows of the truth table."""

import re

import pytest

from x400fix.documents.explanations import codes, explain_code, list_codes
from x400fix.documents.rendering import template_dir
from x400fix.lint.findings import Rule
from x400fix.lint.table import RULES
from x400fix.problems import UsageError
from x400fix.verdicts.truth_table import ADDED_ROWS, ROWS

AnyRule = Rule


def refusal(code: str) -> str:
    with pytest.raises(UsageError) as caught:
        explain_code(code)
    (problem,) = caught.value.problems
    return str(problem)


def test_codes_are_sorted_and_there_is_one_for_each_severity() -> None:
    """Errors, notes and warnings."""
    assert codes() == sorted(codes())
    assert {code[3] for code in codes()} == {"E", "N", "W"}


@pytest.mark.parametrize("text", ["X4-E012", "x4-e012", "  X4-E012\n"])
def test_a_code_is_found_whatever_its_letters_and_blanks(text: str) -> None:
    """As somebody copies it from a screen."""
    assert explain_code(text).startswith("X4-E012")


@pytest.mark.parametrize("number", sorted({row.number for row in (*ROWS, *ADDED_ROWS)}))
def test_every_row_of_the_truth_table_is_explained_with_its_sources(number: int) -> None:
    """From the same table that decides."""
    text = " ".join(explain_code(f"r{number}").split())
    for row in (*ROWS, *ADDED_ROWS):
        if row.number == number:
            assert " ".join(row.reason.split()) in text
            assert all(source in text for source in row.sources)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: str(rule.id))
def test_the_text_of_a_rule_is_short_and_plain(rule: AnyRule) -> None:
    """It fits the console of a server, and tells what to do."""
    text = explain_code(rule.id)
    lines = text.splitlines()
    assert lines[0] == f"{rule.id}: {rule.title}"
    assert text.isascii()
    assert text.endswith("\n")
    assert not text.endswith("\n\n")
    assert 8 <= len(lines) <= 24
    assert max(map(len, lines)) <= 78
    assert all(line == line.rstrip() for line in lines)
    assert re.search(r"^What to do: ", text, re.MULTILINE)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: str(rule.id))
def test_the_text_of_a_rule_tells_what_it_rests_on(
    rule: AnyRule,
) -> None:
    """Its sources, or that there are none, and how much it weighs."""
    text = explain_code(rule.id)
    assert ("This rule is a caution" in text) is rule.is_caution
    assert (f"Sources: {', '.join(rule.sources)}\n" in text) is bool(rule.sources)
    for word, severity in (("output of x400fix", rule.ours), ("existing files", rule.existing)):
        assert re.search(rf"{word}: {severity or 'not asked'}\.", text)


def test_every_text_of_a_rule_belongs_to_one() -> None:
    """No text has lost its rule."""
    names = {path.name.partition(".")[0] for path in (template_dir() / "explain").iterdir()}
    ids = {rule.id for rule in RULES}
    assert names - set(codes()) - ids == {"found", "list", "row", "rule"}
    assert ids <= names


def test_a_row_with_several_verdicts_shows_each() -> None:
    """A foreign MTA: conflict, exempt or a warning."""
    text = explain_code("R15")
    assert all(verdict in text for verdict in ("CONFLICT", "EXEMPT", "WARN"))


@pytest.mark.parametrize(
    ("code", "hint"),
    [
        ("X4-E0X12", "did you mean X4-E012?"),
        ("R16x", "did you mean R16?"),
        ("../secrets", "x400fix explain lists them all"),
        ("", "x400fix explain lists them all"),
        ("R99", ""),
    ],
)
def test_an_unknown_code_is_refused_with_a_hint(code: str, hint: str) -> None:
    """And opens no other file."""
    text = refusal(code)
    assert text.startswith("CODE: error X4-E094: ")
    assert hint in text


def test_the_list_has_every_code_and_row_on_a_line_of_its_own() -> None:
    """With what it means; the rules of lint as well."""
    lines = list_codes().splitlines()
    for code in (
        *codes(),
        *(rule.id for rule in RULES),
        *(f"R{row.number}" for row in (*ROWS, *ADDED_ROWS)),
    ):
        (line,) = [each for each in lines if each.split()[:1] == [code]]
        assert len(line.split()) > 3
