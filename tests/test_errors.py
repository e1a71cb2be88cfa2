# SPDX-License-Identifier: MIT
"""Every problem that x400fix can tell: its exact message, and the text that explains it.

The folder tests/errors is the list of cases; tests/regen_errors.py tells what one consists of.
"""

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.regen_errors import Outcome, case_names, expected_text, run_case
from x400fix.documents.explanations import codes, explain_code, list_codes
from x400fix.documents.rendering import template_dir
from x400fix.problems import Severity

_CODE = r"X4-[EWN][0-9]{3}"
_LINE = re.compile(rf"(?:\S.*: )(error|warning|note) ({_CODE}): \S.*")
_OTHER = re.compile(
    r"using \S+|[0-9]+ more: .*"
    r"|(?:Read|Columns|Servers|Not read|Left out|Partners|No version|Firewalls|Look again)  +\S.*"
    r"| {13}\S.*"
)
"""What is said of files and of what was understood."""
_SOURCE = Path(__file__).parent.parent / "generator" / "x400fix"

CASES = case_names()
FAILING = [name for name in CASES if not expected_text(name).endswith("exit 0\n")]
CODES = sorted(
    {
        code
        for path in _SOURCE.rglob("*.py")
        for code in re.findall(_CODE, path.read_text(encoding="utf-8"))
    }
)
EXPLAIN = template_dir() / "explain"

RunCase = Callable[[str], Outcome]


def explanation(code: str) -> str:
    """The file that explains a code."""
    return (EXPLAIN / f"{code}.txt.j2").read_text(encoding="utf-8")


@pytest.fixture(scope="session")
def run(tmp_path_factory: pytest.TempPathFactory) -> RunCase:
    """Run a case, once for all tests that ask for it."""
    known: dict[str, Outcome] = {}

    def run_once(name: str) -> Outcome:
        if name not in known:
            known[name] = run_case(name, tmp_path_factory.mktemp("errors") / name)
        return known[name]

    return run_once


@pytest.mark.parametrize("name", CASES)
def test_a_run_says_exactly_what_its_case_expects(name: str, run: RunCase) -> None:
    """Messages change through ``python -m tests.regen_errors`` only, and the diff is read."""
    assert run(name).text == expected_text(name)


@pytest.mark.parametrize("name", FAILING)
def test_nothing_is_written_when_an_error_stands(name: str, run: RunCase) -> None:
    """Every file and folder is as it was before the run, and there is no other."""
    outcome = run(name)
    assert outcome.status in {2, 3, 4, 5} or (outcome.status == 1 and "X4-E" not in outcome.said)
    assert outcome.after == outcome.before


@pytest.mark.parametrize("name", CASES)
def test_every_line_of_a_case_has_its_form(name: str) -> None:
    """Place, severity, code and sentence; the count of each severity comes last."""
    said, *_ = re.split("(?m)^(?:This is ready to paste |exit )", expected_text(name))
    *lines, count = said.splitlines()
    told = [found for line in lines if (found := _LINE.fullmatch(line))]
    others = [line for line in lines if not _LINE.fullmatch(line)]
    assert all(_OTHER.fullmatch(line) for line in others)
    severities = [found[1] for found in told]
    for line in lines:  # those that are not told one by one
        equal = re.search("(error|warning|note) .*, and the same ([0-9]+) more times: ", line)
        severities += [equal[1]] * int(equal[2]) if equal else []
        more = re.match("([0-9]+) more: ", line)
        severities += [Severity.ERROR] * int(more[1]) if more else []
    counts = [(severities.count(severity), severity) for severity in Severity]
    assert count == ", ".join(
        f"{number} {severity}{'s' if number > 1 else ''}" for number, severity in counts if number
    )


@pytest.mark.parametrize("name", [name for name in CASES if not name.startswith("all-")])
def test_a_case_shows_the_code_that_it_is_named_after(name: str) -> None:
    """``E012-wrong-addresses`` shows X4-E012."""
    assert f" X4-{name[:4]}: " in expected_text(name)


# What guards against plans that nobody has thought of; tests/test_cli_simulate.py shows them.
# Another run in a folder of tickets is in tests/test_cli_tickets.py, too little memory in
# tests/test_bounds.py.
GUARDS = {"X4-E063", "X4-W136", "X4-E065", "X4-E086"}


@pytest.mark.parametrize("code", sorted({*CODES} - GUARDS))
def test_every_code_has_a_case(code: str) -> None:
    """A problem that no case shows is one that nobody has read."""
    assert any(name.startswith(f"{code[3:]}-") for name in CASES)


def test_codes_and_explanations_are_the_same() -> None:
    """No code of the source lacks its text, and no text has lost its code."""
    assert codes() == CODES


@pytest.mark.parametrize("code", CODES)
def test_an_explanation_begins_with_its_code_and_title(code: str) -> None:
    """The first line is what the list of codes is made of."""
    first, _, rest = explanation(code).partition("\n")
    title = first.removeprefix(f"{code}: ")
    assert title != first
    assert f"{code}  {title}\n" in list_codes()
    assert not rest.startswith("\n")


@pytest.mark.parametrize("code", CODES)
def test_an_explanation_is_a_short_plain_text(code: str) -> None:
    """It fits the console of a server, whatever its code page: 5 to 20 lines of 78 columns."""
    text = explanation(code)
    assert text.isascii()
    assert text.endswith("\n")
    lines = text.splitlines()
    assert 5 <= len(lines) <= 20
    assert max(map(len, lines)) <= 78
    assert all(line == line.rstrip() for line in lines)


@pytest.mark.parametrize("code", CODES)
def test_an_explanation_says_what_to_do(code: str) -> None:
    """A text that leaves the reader alone with the problem is none."""
    assert re.search(r"^What to do", explanation(code), re.MULTILINE)


@pytest.mark.parametrize("code", CODES)
def test_explain_prints_the_explanation_as_it_stands(code: str) -> None:
    """Nothing of a text is taken for a template's own signs, and letter case does not matter."""
    assert explain_code(code.lower()) == explanation(code)


@pytest.mark.parametrize("code", CODES)
def test_codes_in_an_explanation_exist(code: str) -> None:
    """A text sends its reader to other texts only if they are there."""
    assert set(re.findall(_CODE, explanation(code))) <= set(CODES)
