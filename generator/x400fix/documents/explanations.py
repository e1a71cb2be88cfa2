# SPDX-License-Identifier: MIT
"""The long texts of problem codes, of the linter's rules, and of the rows of the truth table."""

import difflib
from collections.abc import Mapping, Sequence

from x400fix.documents.rendering import Renderer, template_dir
from x400fix.lint.table import RULES
from x400fix.problems import Place, Problem, UsageError, shown
from x400fix.verdicts.truth_table import ADDED_ROWS, ROWS, AddedRow, Row


def codes() -> list[str]:
    """Every code of a problem: each has its text among the templates."""
    return sorted(
        path.name.removesuffix(".txt.j2") for path in template_dir().glob("explain/X4-*.txt.j2")
    )


def explain_code(code: str) -> str:
    """The text for a code, a rule such as LM16 or a row such as R13; UsageError if it is none."""
    wanted = code.strip().upper()
    # Short forms: 13 is row R13, and E012 is X4-E012.
    wanted = f"R{wanted}" if wanted.isdecimal() else wanted
    wanted = f"X4-{wanted}" if f"X4-{wanted}" in codes() else wanted
    rows = _rows()
    if wanted in rows:
        return Renderer().text("explain/row.txt", {"rows": rows[wanted]})
    if wanted in codes():
        return Renderer().text(f"explain/{wanted}.txt", {})
    rules = {rule.id: rule for rule in RULES}
    if wanted in rules:
        return Renderer().text("explain/rule.txt", {"rule": rules[wanted]})
    known = [*codes(), *rules, *rows]
    close = difflib.get_close_matches(wanted, known, n=1)
    hint = f"did you mean {close[0]}?" if close else "x400fix explain lists them all"
    message = f"{shown(code)} is not a code: {hint}"
    raise UsageError([Problem(code="X4-E094", message=message, where=Place("CODE"))])


def list_codes() -> str:
    """Every code, rule and row with its first line."""
    titles = []
    for code in codes():
        text = (template_dir() / "explain" / f"{code}.txt.j2").read_text(encoding="utf-8")
        titles.append((code, text.partition("\n")[0].partition(": ")[2]))
    lines = [(rule.id.ljust(7), rule.title) for rule in RULES]
    lines += [(name.ljust(7), rows[0][1].reason) for name, rows in _rows().items()]
    return Renderer().text("explain/list.txt", {"titles": titles, "rows": lines})


def _rows() -> Mapping[str, Sequence[tuple[str, Row | AddedRow]]]:
    """The rows of the truth table with their verdicts, by names such as R13, in order."""
    rows: list[tuple[str, Row | AddedRow]] = [(row.verdict.value, row) for row in ROWS]
    rows += [("added to any verdict", row) for row in ADDED_ROWS]
    numbers = sorted({row.number for _, row in rows})
    return {f"R{at}": [each for each in rows if each[1].number == at] for at in numbers}
