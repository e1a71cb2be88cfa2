# SPDX-License-Identifier: MIT
"""The house has an order: who imports whom, who reads, prints or catches, how large a part is."""

import ast
import graphlib
import io
import re
import sys
import tokenize
import tomllib
from collections.abc import Iterator
from pathlib import Path
from types import FrameType

import pytest

from x400fix.documents.extras import Extra
from x400fix.documents.rendering import Renderer
from x400fix.documents.server_pages import ServerPages
from x400fix.documents.step_texts import StepTexts
from x400fix.inventory.reader import read_sources
from x400fix.inventory.text_file import SourceFile
from x400fix.planning.inputs import PlanInputs
from x400fix.planning.planning import make_plan
from x400fix.problems import Place, ProblemList
from x400fix.settings.config_file import CONFIG_NAME, parse_config
from x400fix.settings.settings import Options, settle

ROOT = Path(__file__).parent.parent
PACKAGE = ROOT / "generator" / "x400fix"

# A room imports only from those above it.
ROOMS = (
    "problems",
    "step_kinds",
    "inventory",
    "settings",
    "namefiles",
    "evidence",
    "verdicts",
    "allocation",
    "lint",
    "plan",
    "simulation",
    "planning",
    "verification",
    "documents",
    "bundle",
    "cli",
    "__main__",
)

# Stages are functions from values to values; those of the inventory read no files but its own.
PURE = (
    *("step_kinds", "settings", "namefiles", "evidence", "verdicts", "allocation"),
    *("lint", "plan", "simulation", "planning", "verification"),
)
READERS = {"namefiles/reader.py", "evidence/folders.py"}
IMPURE_MODULES = {
    *("builtins", "fileinput", "getpass", "glob", "importlib", "io", "locale"),
    *("logging", "os", "pathlib", "platform", "random", "secrets", "shutil", "signal"),
    *("socket", "subprocess", "sys", "tempfile", "threading", "time", "uuid", "zipfile"),
}
# What asks a clock for the time or the system for its zone; the rest of datetime is a calendar.
CLOCKS = {"now", "today", "utcnow", "fromtimestamp", "astimezone", "timestamp"}
IMPURE_CALLS = {"open", "print", "input", "exec", "eval", "breakpoint", "__import__"}

# Where a library is at home: elsewhere its types would leak into the stages, or cost start-up time.
HOMES = {
    "typer": ("cli",),
    "rich": ("cli/progress.py", "cli/tables.py"),
    "jinja2": ("documents/rendering.py",),
    "markupsafe": ("documents/html_page.py",),
    "netaddr": ("inventory/addresses.py",),
    "python_calamine": ("inventory/workbook.py",),
    "zipfile": (
        "inventory/workbook",
        "bundle/archive.py",
        "bundle/earlier.py",
        "documents/workbook.py",
    ),
    "xlsxwriter": ("documents/marked.py", "documents/workbook.py"),
    "reportlab": ("documents/pdf",),
}

MOST_MODULES, MOST_WALKED = 195, 60
MOST_LINES, MOST_LINES_OF_FUNCTION = 320, 40
# Modules and functions that may be longer, each with its reason.
LONGER_MODULES = {"cli/commands.py": "one signature for each command"}
LONGER_FUNCTIONS = {
    "cli/commands.py:lint": "one parameter for each of its options",
    "cli/commands.py:plan": "one parameter for each of its options",
}

FILES = {path.relative_to(PACKAGE).as_posix(): path for path in sorted(PACKAGE.rglob("*.py"))}
TREES = {name: ast.parse(path.read_text(encoding="utf-8")) for name, path in FILES.items()}


def room_of(name: str) -> str:
    """The room in which a file stands."""
    return name.partition("/")[0].removesuffix(".py")


def module_of(name: str) -> str:
    """What a file is imported as."""
    return f"x400fix/{name}".removesuffix(".py").removesuffix("/__init__").replace("/", ".")


def imports_of(tree: ast.AST) -> Iterator[str]:
    """The full name of everything that is imported anywhere in a file."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.module, "relative imports hide the order"
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def inner_imports_of(name: str) -> set[str]:
    """The files of ours that a file imports."""
    modules = {module_of(each): each for each in FILES}
    found = set()
    for imported in imports_of(TREES[name]):
        if imported.partition(".")[0] == "x400fix":
            target = imported if imported in modules else imported.rpartition(".")[0]
            found.add(modules[target])
    return found - {"__init__.py"}


def calls_of(tree: ast.AST) -> set[str]:
    """The plain names that are called anywhere in a file."""
    return {
        node.func.id
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
    }


def code_lines(path: Path) -> set[int]:
    """The numbers of the lines that hold code: no comment, no docstring, not blank."""
    text = path.read_text(encoding="utf-8")
    idle = {tokenize.COMMENT, tokenize.NL, tokenize.NEWLINE, tokenize.INDENT, tokenize.DEDENT}
    lines: set[int] = set()
    for token in tokenize.generate_tokens(io.StringIO(text).readline):
        if token.type not in idle:
            lines.update(range(token.start[0], token.end[0] + 1))
    for node in ast.walk(ast.parse(text)):
        if (
            isinstance(node, ast.Expr)
            and isinstance(node.value, ast.Constant)
            and isinstance(node.value.value, str)
        ):
            lines.difference_update(range(node.lineno, (node.end_lineno or 0) + 1))
    return lines


# ---- order


def test_every_room_is_in_the_order() -> None:
    """A new one has to find its place."""
    assert {room_of(name) for name in FILES} - {"__init__"} == set(ROOMS)


def test_a_file_imports_only_from_rooms_above() -> None:
    """Or from its own room; the version stands outside of all."""
    places = {"__init__": -1} | {room: place for place, room in enumerate(ROOMS)}
    wrong = {
        f"{name} imports {each}"
        for name in FILES
        for each in inner_imports_of(name)
        if places[room_of(each)] > places[room_of(name)]
    }
    assert not wrong


def test_no_two_files_import_each_other() -> None:
    """Inside a room there is an order too."""
    graph = {name: inner_imports_of(name) for name in FILES}
    order = list(graphlib.TopologicalSorter(graph).static_order())
    assert sorted(order) == sorted(FILES)


# ---- who may do what


@pytest.mark.parametrize(
    "name", [name for name in FILES if room_of(name) in PURE and name not in READERS]
)
def test_a_stage_does_no_input_and_no_output(name: str) -> None:
    """Nor does it know a clock, chance, or the system."""
    imported = {each.partition(".")[0] for each in imports_of(TREES[name])}
    assert not imported & IMPURE_MODULES
    assert not calls_of(TREES[name]) & IMPURE_CALLS
    called = {node.attr for node in ast.walk(TREES[name]) if isinstance(node, ast.Attribute)}
    assert not called & CLOCKS


def test_a_library_stays_at_home() -> None:
    """So that only one room knows it."""
    wrong = {
        f"{name} imports {imported}"
        for name in FILES
        for imported in {each.partition(".")[0] for each in imports_of(TREES[name])}
        if not name.startswith(HOMES.get(imported, ("",)))
    }
    assert not wrong


def test_only_the_console_prints() -> None:
    """It is the one that escapes control codes; the others tell at most the version."""
    pattern = r"(?:stdout|stderr)(?:\.buffer)?\.write\b|typer\.[cs]?echo\b|\bprint\(|sys\.__std"
    found = {
        name: re.findall(pattern, path.read_text(encoding="utf-8")) for name, path in FILES.items()
    }
    del found["cli/console.py"]
    assert {name: printed for name, printed in found.items() if printed} == {
        "__main__.py": ["stdout.write"],
        "cli/commands.py": ["typer.echo"],
    }


def handlers_of(tree: ast.AST) -> Iterator[ast.ExceptHandler]:
    """Every handler that catches all there is."""
    for node in ast.walk(tree):
        if isinstance(node, ast.ExceptHandler):
            names = {each.id for each in ast.walk(node.type or node) if isinstance(each, ast.Name)}
            if node.type is None or names & {"Exception", "BaseException"}:
                yield node


def test_only_the_command_line_catches_all() -> None:
    """Others may tidy up, and hand on what they caught."""
    wrong = {
        f"{name}:{handler.lineno}"
        for name in FILES.keys() - {"cli/errors.py"}
        for handler in handlers_of(TREES[name])
        if not isinstance(handler.body[-1], ast.Raise) or handler.body[-1].exc
    }
    assert not wrong
    assert len(list(handlers_of(TREES["cli/errors.py"]))) == 1
    for path in FILES.values():
        assert not re.search(r"suppress\((?:Base)?Exception", path.read_text(encoding="utf-8"))


def test_nothing_asks_for_environment_variables() -> None:
    """Options and the config file decide; these three are the custom of terminals."""
    asked = {
        name: re.findall(r"environ\W+(?:get\W+)?(\w+)|getenv", path.read_text(encoding="utf-8"))
        for name, path in FILES.items()
    }
    assert {name: names for name, names in asked.items() if names} == {
        "cli/console.py": ["NO_COLOR", "FORCE_COLOR", "TERM"]
    }


# ---- size and words


def test_the_house_is_small() -> None:
    """A newcomer can look at all of it."""
    assert len(FILES) <= MOST_MODULES


def test_a_newcomer_can_follow_one_row_to_its_step() -> None:
    """From the inventory and x400fix.toml to STEPS.TXT: few modules have a part in it."""
    walked = set()

    def note(frame: FrameType, event: str, _: object) -> None:
        path = Path(frame.f_code.co_filename)
        if event == "call" and path.is_relative_to(PACKAGE):
            walked.add(path.relative_to(PACKAGE).as_posix())

    before = sys.getprofile()
    sys.setprofile(note)
    try:
        steps = _steps_of_the_first_server()
    finally:
        sys.setprofile(before)
    assert b"the Address" in steps
    assert walked < FILES.keys()
    assert {"inventory/reader.py", "documents/server_pages.py"} < walked
    assert len(walked) <= MOST_WALKED, sorted(walked)


def _steps_of_the_first_server() -> bytes:
    """STEPS.TXT of the first server of the first sample, by the rooms that make it."""
    sample, problems = ROOT / "samples" / "two-sites", ProblemList()
    source = SourceFile(name="inventory.csv", data=(sample / "inventory.csv").read_bytes())
    found = read_sources(source, None, problems)
    assert found
    config = parse_config((sample / CONFIG_NAME).read_bytes(), CONFIG_NAME)
    settings = settle(Options(), config, Place(CONFIG_NAME))
    plan = make_plan(PlanInputs(inventory=found, settings=settings)).plan
    pages = ServerPages(StepTexts(plan, Renderer()))
    return dict(pages.files(plan.servers[0]))["STEPS.TXT"]


def test_modules_are_small() -> None:
    """By lines of code: comments, docstrings and blank lines are free."""
    sizes = {name: len(code_lines(path)) for name, path in FILES.items()}
    assert {name for name, size in sizes.items() if size > MOST_LINES} == LONGER_MODULES.keys()


def test_functions_are_small() -> None:
    """By the same measure."""
    long: dict[str, int] = {}
    for name, path in FILES.items():
        lines = code_lines(path)
        for node in ast.walk(TREES[name]):
            if isinstance(node, ast.FunctionDef):
                size = len(lines & {*range(node.lineno, (node.end_lineno or 0) + 1)})
                if size > MOST_LINES_OF_FUNCTION:
                    long[f"{name}:{node.name}"] = size
    assert long.keys() == LONGER_FUNCTIONS.keys(), long


def test_what_is_public_says_what_it_is() -> None:
    """Modules, classes, and functions that others call."""
    silent = {name for name, tree in TREES.items() if not ast.get_docstring(tree)}
    for name, tree in TREES.items():
        for node in tree.body:
            if isinstance(node, ast.ClassDef | ast.FunctionDef) and not node.name.startswith("_"):
                silent |= set() if ast.get_docstring(node) else {f"{name}:{node.name}"}
    assert not silent


def test_modules_are_named_after_nouns() -> None:
    """A function without a home lacks its noun."""
    vague = {"base", "common", "core", "helper", "helpers", "manager", "misc", "util", "utils"}
    assert not {name for name in FILES if vague & set(re.split(r"[/_.]", name.lower()))}


def test_every_file_names_the_licence() -> None:
    """In its first line."""
    files = [*FILES.values(), *(ROOT / "tests").rglob("*.py")]
    first = "# SPDX-License-Identifier: MIT\n"
    assert not [path for path in files if not path.read_text(encoding="utf-8").startswith(first)]


# ---- dependencies


def names_of(requirements: list[str]) -> set[str]:
    """The libraries that requirements of pyproject.toml name."""
    return {re.split(r"[<>=!~\[; ]", each)[0] for each in requirements}


def test_the_run_time_dependencies_are_what_is_imported() -> None:
    """Those of pyproject.toml, and those that are imported; extras have theirs beside them."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    extras = {
        name: {each.replace("-", "_") for each in names_of(some)}
        for name, some in project["optional-dependencies"].items()
    }
    assert names_of(project["dependencies"]) == {
        *("jinja2", "markupsafe", "msgspec", "netaddr", "rich", "typer")
    }
    of_files = {extra.name.lower(): {extra.library} for extra in Extra if extra.library}
    assert extras == of_files | {"sheets": {"python_calamine"}}
    imported = {each.partition(".")[0] for tree in TREES.values() for each in imports_of(tree)}
    foreign = imported - sys.stdlib_module_names - {"x400fix"}
    assert foreign == names_of(project["dependencies"]).union(*extras.values())


def test_nothing_reaches_into_the_inside_of_a_library() -> None:
    """What begins with an underscore may be gone in its next version."""
    for tree in TREES.values():
        for imported in imports_of(tree):
            if not imported.startswith("x400fix"):
                assert not any(part.startswith("_") for part in imported.split("."))
