# SPDX-License-Identifier: MIT
"""The pages show the real thing, lead somewhere, and name no source that cannot be looked up."""

import re
import textwrap
from pathlib import Path

import pytest

from tests.docs import PAGES, README, page_name, pages_made_again, tables
from tests.golden import ROOT, SAMPLES
from x400fix.cli.errors import BUG
from x400fix.lint.table import RULES
from x400fix.problems import InputError, OutputError, PlanningError, UsageError
from x400fix.settings.config_file import find_keys
from x400fix.verdicts.truth_table import ADDED_ROWS, ROWS

MOST_LINES_OF_README = 200
LARGEST_PICTURE = 150 * 1024
FOUND, INTERRUPTED = 1, 130
WITHOUT_OPTIONS = {"explain", "help", "init", "schema"}

TEXTS = {page_name(page): page.read_text(encoding="utf-8") for page in PAGES}
ALL = "".join(TEXTS.values())
DOMAIN = "".join(text for name, text in TEXTS.items() if name.startswith("docs/domain/"))

_CODE = re.compile(r"^( *)```.*?^\1```", re.DOTALL | re.MULTILINE)
_LINK = re.compile(r"\]\(([^)\s]+)\)|(?:href|src)=\"([^\"]+)\"")
_SOURCE = re.compile(r"\b(?:Q|KB )([0-9]{6})\b")


def links_of(name: str) -> list[tuple[str, str]]:
    """The file and the anchor of each link of a page that stays in the repository."""
    found = []
    for link in _LINK.findall(_CODE.sub("", TEXTS[name])):
        target, _, anchor = (link[0] or link[1]).partition("#")
        if not target.startswith("https://"):
            path = (ROOT / name).parent.joinpath(target).resolve() if target else ROOT / name
            found.append((path.relative_to(ROOT).as_posix(), anchor))
    return found


def anchors_of(name: str) -> set[str]:
    """The anchors that GitHub and GitLab make of the headings of a page."""
    headings = re.findall(r"^#+ (.*)$", _CODE.sub("", TEXTS[name]), re.MULTILINE)
    return {re.sub(r"[^\w -]", "", heading).lower().replace(" ", "-") for heading in headings}


@pytest.fixture(name="made_again", scope="session")
def _made_again() -> dict[str, str]:
    return {page_name(page): text for page, text in pages_made_again()}


@pytest.mark.parametrize("name", TEXTS)
def test_a_page_shows_the_tables_and_the_output_of_the_product(
    name: str, made_again: dict[str, str]
) -> None:
    """``python -m tests.docs`` makes them again; the diff is read."""
    assert TEXTS[name] == made_again[name]


def test_every_table_has_one_place() -> None:
    """Columns, truth table, rules, kinds of steps, keys of the config file."""
    assert [ALL.count(table) for table in tables()] == [1 for _ in tables()]


def test_no_command_that_a_page_shows_is_a_wrong_one() -> None:
    """A block that is made again would show the mistake for ever."""
    assert "for help." not in ALL
    assert "Error:" not in ALL


def test_every_command_is_listed_and_its_options_are_shown() -> None:
    """The commands are those of ``x400fix --help``, which a page shows."""
    commands = re.findall(r"^  (\w+) ", ALL.split("\nCommands:\n")[1].split("```")[0], re.MULTILINE)
    assert commands
    assert {name for name in commands if f"| `x400fix {name}" not in TEXTS["README.md"]} == set()
    shown = set(re.findall(r"\$ x400fix (\w+) --help", ALL))
    assert shown == set(commands) - WITHOUT_OPTIONS


def test_the_readme_lists_every_exit_status() -> None:
    """And no other."""
    table = TEXTS["README.md"].split("## Exit statuses")[1].split("##")[0]
    errors = (UsageError, InputError, PlanningError, OutputError)
    assert [int(status) for status in re.findall(r"^\| ([0-9]+) \|", table, re.MULTILINE)] == [
        *(0, FOUND),
        *(error.status for error in errors),
        *(BUG, INTERRUPTED),
    ]


def test_every_key_of_limits_and_minutes_is_explained() -> None:
    """They are fields and kinds of steps, which the page of the ticket lists."""
    ticket = next(key for key in find_keys() if key.name == "ticket")
    names = [
        each.name for key in ticket.keys if key.name in {"limits", "minutes"} for each in key.keys
    ]
    assert names
    assert [name for name in names if f"`{name}`" not in TEXTS["docs/ticket.md"]] == []


def test_the_pages_name_every_file_that_a_bundle_can_have() -> None:
    """Those of the golden folders."""
    names = {path.name for path in SAMPLES.glob("*/expected/**/*") if path.is_file()}
    assert names
    assert {name for name in names if f"{name}`" not in ALL} == set()


def test_its_two_commands_come_first_in_the_readme() -> None:
    """Before any other command."""
    first = TEXTS["README.md"].split("```")[1]
    assert "make demo" in first
    assert "make test" in first


def test_every_target_of_make_that_a_page_names_is_one() -> None:
    """Inside code only: "make a plan" is English."""
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    named = set(re.findall(r"(?:`|^)make ([a-z-]+)", ALL, re.MULTILINE))
    assert {"demo", "test", "regen"} <= named
    assert {target for target in named if f"\n{target}:" not in makefile} == set()


def test_the_walk_through_the_house_shows_a_real_row_and_its_step() -> None:
    """The picture of the house comes first; the others are of the first sample."""
    _, *blocks = re.findall(r"(?ms)^ *```\n(.*?)^ *```$", TEXTS["docs/architecture.md"])
    sample = SAMPLES / "two-sites"
    row, step = (textwrap.dedent(block) for block in blocks)
    steps = (sample / "expected" / "SERVERS" / "SEAHUB1" / "STEPS.TXT").read_text(encoding="cp1252")
    assert row in (sample / "inventory.csv").read_text(encoding="utf-8")
    assert step in steps


def test_the_readme_is_short() -> None:
    """What it does not hold is in docs/."""
    assert TEXTS["README.md"].count("\n") <= MOST_LINES_OF_README


@pytest.mark.parametrize("name", TEXTS)
def test_every_link_leads_to_a_file_and_a_heading(name: str) -> None:
    """Relative links only; others would need a network."""
    for file, anchor in links_of(name):
        assert (ROOT / file).exists(), file
        assert not anchor or anchor in anchors_of(file), f"{file}#{anchor}"


def test_every_page_is_reached_from_the_readme() -> None:
    """By links, over other pages too."""
    reached, waiting = set[str](), [page_name(README)]
    while waiting:
        name = waiting.pop()
        if name in TEXTS and name not in reached:
            reached.add(name)
            waiting += [file for file, _ in links_of(name)]
    assert reached == set(TEXTS)


def test_the_picture_of_a_ticket_is_small() -> None:
    """A PNG that every clone carries."""
    data = (ROOT / "docs" / "ticket.png").read_bytes()
    assert data.startswith(b"\x89PNG\r\n\x1a\n")
    assert len(data) < LARGEST_PICTURE


@pytest.mark.parametrize("folder", ["generator", "templates", "docs"])
def test_every_article_that_is_named_can_be_looked_up(folder: str) -> None:
    """In one of the two pages on the domain, by its number."""
    known = set(_SOURCE.findall(DOMAIN))
    files = [
        path for path in Path(ROOT, folder).rglob("*.*") if path.suffix in {".py", ".j2", ".md"}
    ]
    named = {
        (number, page_name(path))
        for path in files
        for number in _SOURCE.findall(path.read_text(encoding="utf-8"))
    }
    assert named
    assert {found for found in named if found[0] not in known} == set()


def test_every_other_source_of_a_rule_can_be_looked_up() -> None:
    """Books, specifications and programs."""
    rows = (
        *(row.sources for row in ROWS),
        *(row.sources for row in ADDED_ROWS),
        *(rule.sources for rule in RULES),
    )
    sources = {source for each in rows for source in each}
    others = {source for source in sources if not _SOURCE.fullmatch(source)}
    assert others
    assert {source for source in others if source not in DOMAIN} == set()
