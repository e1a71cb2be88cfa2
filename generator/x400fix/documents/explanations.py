# SPDX-License-Identifier: MIT
"""The long texts of problem codes, of the linter's rules, and of the rows of the truth table."""

import re
from collections.abc import Mapping, Sequence

from x400fix.documents.rendering import Renderer, template_dir
from x400fix.lint.table import RULES
from x400fix.problems import Place, Problem, UsageError, closest, shown
from x400fix.simulation.rules import RULES as CALL_RULES
from x400fix.verdicts.truth_table import ADDED_ROWS, ROWS, AddedRow, Row


def codes() -> list[str]:
    """Every code of a problem: each has its text among the templates."""
    return sorted(
        path.name.removesuffix(".txt.j2") for path in template_dir().glob("explain/X4-*.txt.j2")
    )


def explain_code(code: str) -> str:
    """The text for a code, a rule such as LM16 or a row such as R13.

    A KB number, a verdict, a status or the name of a rule of calls lists what has it. UsageError
    for all else.
    """
    rows, wanted = _rows(), _long_form(code.strip().upper())
    if wanted in rows:
        return Renderer().text("explain/row.txt", {"rows": rows[wanted]})
    if wanted in codes():
        return Renderer().text(f"explain/{wanted}.txt", {})
    rules = {rule.id: rule for rule in RULES}
    if wanted in rules:
        return Renderer().text("explain/rule.txt", {"rule": rules[wanted]})
    found = _having(wanted)
    if found:
        return Renderer().text("explain/found.txt", {"wanted": wanted, "found": found})
    known = [*codes(), *rules, *rows]
    close = closest(wanted, known)
    hint = f"did you mean {close}?" if close else "x400fix explain lists them all"
    message = f"{shown(code)} is nothing that x400fix explains: {hint}"
    raise UsageError([Problem(code="X4-E094", message=message, where=Place("CODE"))])


_FORM = re.compile(r"(?:X4-?)?(KB|Q|LM|HS|R|E|W|N)?[ -]?0*([0-9]+)", re.ASCII)
_SMALLEST_ARTICLE = 10_000


def _long_form(text: str) -> str:
    """LM6 is LM06, E12 is X4-E012, 13 is row R13, 200588 and KB 200588 are Q200588."""
    found = _FORM.fullmatch(text)
    if not found:
        return text
    letters, number = found[1] or "", int(found[2][:9])
    if letters in {"KB", "Q"} or (not letters and number >= _SMALLEST_ARTICLE):
        return f"Q{number}"
    if letters in {"LM", "HS"}:
        return f"{letters}{number:02}"
    return f"R{number}" if letters in {"", "R"} else f"X4-{letters}{number:03}"


def _having(wanted: str) -> list[tuple[str, str]]:
    """Every row, rule of lint and rule of calls that has a source, verdict, status or name."""
    found = [
        (name, row.reason)
        for name, rows in _rows().items()
        for verdict, row in rows
        if wanted in {verdict.upper(), *row.sources}
    ]
    found += [(rule.id, rule.title) for rule in RULES if wanted in rule.sources]
    found += [
        (rule.name, f"{rule.status}: {rule.reason}")
        for rule in CALL_RULES
        if wanted in {rule.name.upper(), rule.status.upper(), *rule.sources}
    ]
    return list(dict.fromkeys(found))


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
