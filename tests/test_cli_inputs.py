# SPDX-License-Identifier: MIT
"""The files that a command names, and the config file that goes with them."""

import hashlib
import io
import sys
from pathlib import Path

import msgspec
import pytest

from tests.command import CONFIG, INVENTORY, POOL, plan_of, run
from x400fix.cli.console import Console
from x400fix.cli.inputs import InputPaths, Inputs, read_inputs
from x400fix.problems import ProblemList

FACTS = "server,exchange\nMAIL-A,5.0 SP2\nMAIL-B,5.0 SP2\n"


def write(name: str, text: str) -> str:
    """A file in the current folder, or in a folder below it, which is made."""
    path = Path(name)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return name


def read(inventory: str = "inventory.csv", **others: str) -> tuple[Inputs, list[str]]:
    """What was read, and the codes of all problems."""
    problems = ProblemList()
    paths = {"inventory": inventory, **others}
    inputs = read_inputs(msgspec.convert(paths, InputPaths), Console(), problems)
    return inputs, [problem.code for problem in problems]


@pytest.mark.usefixtures("here")
def test_the_files_are_recorded_by_base_name_and_digest() -> None:
    """In the order inventory, servers, config, previous, whatever the order of options."""
    run("plan", "inventory.csv", *POOL, "--out", "night")
    write("deep/inventory.csv", INVENTORY)
    write("deep/x400fix.toml", f'servers = "facts.csv"\n{CONFIG}')
    write("deep/facts.csv", FACTS)
    inputs, codes = read("deep/inventory.csv", previous="night/PLAN.json")
    assert codes == []
    assert [(each.kind, each.name) for each in inputs.files] == [
        ("inventory", "inventory.csv"),
        ("servers", "facts.csv"),
        ("config", "x400fix.toml"),
        ("previous", "PLAN.json"),
    ]
    assert inputs.files[0].sha256 == hashlib.sha256(INVENTORY.encode()).hexdigest()
    assert len(inputs.memory) == 4


@pytest.mark.usefixtures("here")
def test_problems_of_all_files_come_at_once() -> None:
    """A wrong config file does not hide a wrong inventory."""
    write("x400fix.toml", "colour = 1\nshape = 2\n")
    write("facts.csv", "server,exchange\nMAIL-A,beta\n")
    write("plan.json", "{}")
    write("inventory.csv", INVENTORY.replace("10.20.1.10,MAIL-A", "10.20.01.10,MAIL-A"))
    inputs, codes = read(servers="facts.csv", previous="plan.json")
    assert sorted(codes) == ["X4-E012", "X4-E012", "X4-E041", "X4-E041", "X4-E070", "X4-W103"]
    assert inputs.inventory is None


@pytest.mark.usefixtures("here")
@pytest.mark.parametrize("missing", ["inventory", "servers", "config", "previous"])
def test_a_missing_file_is_told_by_the_name_that_was_given(missing: str) -> None:
    """And the others are read all the same."""
    problems = ProblemList()
    paths = {"inventory": "inventory.csv"} | {missing: "no/such/file"}
    inputs = read_inputs(msgspec.convert(paths, InputPaths), Console(), problems)
    assert [(p.code, p.where.file) for p in problems] == [("X4-E001", "no/such/file")]
    assert inputs.inventory is None
    assert bool(inputs.files) is (missing != "inventory")


@pytest.mark.parametrize(
    ("inventory", "files", "used"),
    [
        ("there/inventory.csv", ["there/x400fix.toml", "x400fix.toml"], "there/x400fix.toml"),
        ("there/inventory.csv", ["x400fix.toml"], "x400fix.toml"),
        ("there/inventory.csv", [], ""),
        ("inventory.csv", ["there/x400fix.toml"], ""),
        ("-", ["there/x400fix.toml", "x400fix.toml"], "x400fix.toml"),
        (f"{'x' * 300}/inventory.csv", ["x400fix.toml"], "x400fix.toml"),
    ],
)
@pytest.mark.usefixtures("here")
def test_the_config_file_is_looked_for_in_two_places(
    inventory: str, files: list[str], used: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """Beside the inventory, else in the current folder; never further up."""
    write("there/inventory.csv", INVENTORY)
    for name in files:
        write(name, "")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(INVENTORY.encode())))
        inputs, _ = read(inventory)
    assert capsys.readouterr().err == (f"using {Path(used)}\n" if used else "")
    assert inputs.config_place.file == str(Path(used or "x400fix.toml"))


@pytest.mark.usefixtures("here")
def test_a_folder_of_that_name_is_no_config_file() -> None:
    """Not one that was found, that is; one that is named must be a file."""
    Path("x400fix.toml").mkdir()
    assert read()[1] == []
    assert read(config="x400fix.toml")[1] == ["X4-E001"]


@pytest.mark.usefixtures("here")
@pytest.mark.parametrize("how", ["relative", "absolute", "up"])
def test_the_config_file_names_servers_from_its_own_place(how: str) -> None:
    """Or by a full path."""
    write("facts.csv", FACTS)
    write("settings/facts.csv", FACTS)
    name = {"relative": "facts.csv", "absolute": str(Path("facts.csv").resolve())}
    write("settings/my.toml", f"servers = '{name.get(how, '../facts.csv')}'")
    inputs, codes = read(config="settings/my.toml")
    assert codes == []
    assert [each.kind for each in inputs.files] == ["inventory", "servers", "config"]


@pytest.mark.usefixtures("here")
@pytest.mark.parametrize("name", ["", "missing.csv", "."])
def test_servers_of_the_config_file_must_be_a_file(name: str) -> None:
    """An empty name is a mistake too, not the absence of one."""
    write("x400fix.toml", f'servers = "{name}"')
    assert read()[1] == ["X4-E001"]


@pytest.mark.usefixtures("here")
def test_an_option_that_is_empty_is_a_mistake() -> None:
    """As an unset variable of a script makes it: the plan would not honour the earlier one."""
    assert read(previous="")[1] == ["X4-E001"]
    assert read(servers="")[1] == ["X4-E001"]
    assert read(config="")[1] == ["X4-E001"]


@pytest.mark.usefixtures("here")
def test_existing_name_files_are_recorded_last() -> None:
    """By server and kind, whatever their letter case on disk."""
    write("now/mail-b/lmhosts", "10.9.9.9 X2\n")
    write("now/Mail-A/LMHOSTS", "")
    write("now/Mail-A/Hosts", "127.0.0.1 localhost\n")
    inputs, codes = read(lmhosts="now")
    assert codes == []
    assert [file.name for file in inputs.name_files] == [
        "MAIL-A/HOSTS",
        "MAIL-A/LMHOSTS",
        "MAIL-B/LMHOSTS",
    ]
    recorded = plan_of(*POOL, "--lmhosts", "now").inputs
    assert [(each.kind, each.name) for each in recorded] == [
        ("inventory", "inventory.csv"),
        ("hosts", "MAIL-A/HOSTS"),
        ("lmhosts", "MAIL-A/LMHOSTS"),
        ("lmhosts", "MAIL-B/LMHOSTS"),
    ]
    assert recorded[2].sha256 == hashlib.sha256(b"").hexdigest()


@pytest.mark.usefixtures("here")
def test_the_config_file_names_the_folder_of_name_files_beside_itself() -> None:
    """The option goes before the key."""
    write("deep/inventory.csv", INVENTORY)
    write("deep/x400fix.toml", 'lmhosts = "now"\n')
    write("deep/now/MAIL-A/HOSTS", "1")
    write("now/MAIL-B/HOSTS", "2")
    inputs, _ = read("deep/inventory.csv")
    assert [file.data for file in inputs.name_files] == [b"1"]
    inputs, _ = read("deep/inventory.csv", lmhosts="now")
    assert [file.data for file in inputs.name_files] == [b"2"]


@pytest.mark.usefixtures("here")
def test_partners_without_a_row_may_have_name_files() -> None:
    """They are servers too; but without an inventory nobody is known."""
    write("inventory.csv", "connector,server,address,remote_server\nOne,MAIL-A,10.20.2.10,MAIL-C\n")
    write("now/MAIL-C/HOSTS", "")
    inputs, codes = read(lmhosts="now")
    assert codes == []
    assert len(inputs.name_files) == 1
    write("inventory.csv", "nonsense")
    inputs, codes = read(lmhosts="nowhere")
    assert inputs.name_files == ()
    assert "X4-E101" not in codes


@pytest.mark.usefixtures("here")
def test_a_wrong_folder_of_name_files_is_an_error() -> None:
    """As any input that cannot be read."""
    inputs, codes = read(lmhosts="nowhere")
    assert codes == ["X4-E101"]
    assert inputs.inventory is None
