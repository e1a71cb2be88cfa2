# SPDX-License-Identifier: MIT
"""Every option of ``x400fix plan`` does what docs/options.md says."""

import csv
import json
import zipfile
from collections.abc import Callable
from itertools import combinations
from pathlib import Path

import msgspec
import pytest

from tests.command import CONFIG, INVENTORY, POOL, RANGES, moves, plan_of, run, tree
from x400fix.plan.model import Plan

pytestmark = pytest.mark.usefixtures("here")

USUAL = {"MAIL-A/To B 2": "10.20.2.32", "MAIL-B/To A 2": "10.20.1.32"}
FACTS = """\
server,exchange,os,adapter,addresses,gateway
MAIL-A,5.0 SP2,NT 4.0 SP5,El90x1,10.20.1.10/24,10.20.1.1
MAIL-B,5.0 SP2,NT 4.0 SP5,El90x1,10.20.2.10/24,10.20.2.1
"""
BARE = """\
connector,server,address,remote_server
To B 1,MAIL-A,10.20.2.10,MAIL-B
To B 2,MAIL-A,10.20.2.10,MAIL-B
To A 1,MAIL-B,10.20.1.10,MAIL-A
To A 2,MAIL-B,10.20.1.10,MAIL-A
"""
WARNS = INVENTORY.replace("gateway", "gateway,colour")
"""An unknown column is a warning."""


def write(name: str, text: str) -> Path:
    """A file in the current folder, or in a folder below it, which is made."""
    path = Path(name)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def server_file(plan: str, server: str, name: str) -> str:
    """The text of a file of one server."""
    return Path(plan, "SERVERS", server, name).read_bytes().decode("cp1252")


def test_each_one_that_must_move_gets_the_lowest_free_address() -> None:
    """The smallest link keeps its Address at both ends."""
    assert moves(*POOL) == USUAL


def test_the_bundle_appears_in_the_current_folder_under_the_name_of_the_inventory(
    tmp_path: Path,
) -> None:
    """The default target is ``<stem>-plan``, wherever the inventory is."""
    (tmp_path / "autumn.2.csv").write_text(INVENTORY, encoding="utf-8")
    assert run("plan", str(tmp_path / "autumn.2.csv"), *POOL).status == 0
    assert Path("autumn.2-plan", "TICKET.MD").is_file()


def test_a_plan_of_stdin_has_a_name_of_its_own() -> None:
    """``-`` reads stdin."""
    outcome = run("plan", "-", *POOL, stdin=INVENTORY.encode())
    assert outcome.status == 0
    plan = json.loads(Path("inventory-plan", "PLAN.json").read_bytes())
    assert plan["inputs"][0]["name"] == "<stdin>"


def test_the_summary_is_the_result() -> None:
    """What changes, what it takes, and where to begin reading, in this order."""
    outcome = run("plan", "inventory.csv", *POOL, "--quiet")
    assert outcome.err == ""
    files = sum(map(bool, tree(Path("inventory-plan")).values()))
    assert outcome.out.splitlines() == [
        "= MAIL-A/To B 1  10.20.2.10",
        "~ MAIL-A/To B 2  10.20.2.10 -> 10.20.2.32  (MAIL-B-X2)",
        "= MAIL-B/To A 1  10.20.1.10",
        "~ MAIL-B/To A 2  10.20.1.10 -> 10.20.1.32  (MAIL-A-X2)",
        "",
        "Connectors   4 on 2 servers, 2 conflicts",
        "To change    2 move, 2 keep their Address, 0 by hand",
        "Addresses    2 new",
        "Steps        20 in 1 wave, 2 server restarts",
        f"{files} files written to inventory-plan; begin with TICKET.HTML",
    ]
    assert run("plan", "inventory.csv", *POOL, "--dry-run").out.splitlines()[-1] == (
        "Next         x400fix plan inventory.csv --pool 10.20.1.32/28 --pool 10.20.2.32/28"
    )
    assert run("plan", "inventory.csv", *POOL, "--out", "a b").out.endswith(
        "\nNext         x400fix simulate 'a b'\n"
    )


def test_a_change_by_hand_is_marked() -> None:
    """As far as it is decided; in the mode lmhosts the Address becomes a name."""
    unknown = "".join(f"To C {n},MAIL-A,10.9.9.9,MAIL-C,,,,,\n" for n in (1, 2))
    write("inventory.csv", INVENTORY + unknown)
    options = ("--dry-run", "--quiet", "--address-mode", "lmhosts")
    told = run("plan", "inventory.csv", *POOL, *options).out
    assert told.splitlines()[:6] == [
        "= MAIL-A/To B 1  10.20.2.10",
        "~ MAIL-A/To B 2  10.20.2.10 -> MAIL-B-X2    (10.20.2.32)",
        "= MAIL-A/To C 1  10.9.9.9",
        "! MAIL-A/To C 2  10.9.9.9 -> to be decided  by hand",
        "= MAIL-B/To A 1  10.20.1.10",
        "~ MAIL-B/To A 2  10.20.1.10 -> MAIL-A-X2    (10.20.1.32)",
    ]


@pytest.mark.parametrize("servers", [2, 50])
def test_many_changes_are_counted_by_server(servers: int) -> None:
    """More than 40 lines would hide what was found."""
    rows = "".join(
        f"c{n:02},S{at:02},10.1.{at}.9,P{at:02}\n" for at in range(servers) for n in range(21)
    )
    write("inventory.csv", f"connector,server,address,remote_server\n{rows}")
    told = run("plan", "inventory.csv", "--pool", "10.1.0.0/16", "--dry-run", "--quiet").out
    changes = told.partition("\n\n")[0].splitlines()
    assert changes[0].split() == ["S00", "~", "20", "=", "1", "!", "0"]
    assert len(changes) == min(servers, 41)
    if servers == 50:
        assert changes[-1].split() == ["and", "10", "more", "in", "ASSIGN.csv"]


def test_nothing_to_do_is_no_failure() -> None:
    """Three files only, and the summary says why."""
    rows = INVENTORY.splitlines(keepends=True)
    write("inventory.csv", "".join([*rows[:2], rows[3]]))
    outcome = run("plan", "inventory.csv", "--quiet")
    assert outcome.status == 0
    assert outcome.out.startswith("Nothing to do")
    assert sorted(tree(Path("inventory-plan"))) == ["PLAN.json", "SHA256SUMS", "TICKET.MD"]


# ---- servers


def test_servers_gives_the_facts_of_servers() -> None:
    """``--servers`` replaces columns of the inventory."""
    write("inventory.csv", BARE)
    write("facts.csv", FACTS)
    plan = plan_of(*POOL, "--servers", "facts.csv")
    assert [server.os for server in plan.servers] == ["NT 4.0 SP5", "NT 4.0 SP5"]
    assert [record.kind for record in plan.inputs] == ["inventory", "servers"]


def test_the_servers_of_the_config_file_lie_beside_it() -> None:
    """Not beside the inventory, and not in the current folder."""
    write("inventory.csv", BARE)
    write("settings/facts.csv", FACTS)
    write("settings/my.toml", f'servers = "facts.csv"\n{CONFIG}')
    assert plan_of("--config", "settings/my.toml").servers[0].os == "NT 4.0 SP5"


def test_servers_goes_before_the_config_file() -> None:
    """An option goes before its key."""
    write("inventory.csv", BARE)
    write("facts.csv", FACTS)
    write("x400fix.toml", f'servers = "missing.csv"\n{CONFIG}')
    assert plan_of("--servers", "facts.csv").servers[0].os == "NT 4.0 SP5"


# ---- pool, exclude


def test_pool_replaces_the_ranges_of_the_config_file() -> None:
    """Otherwise a night's own range could not be forced."""
    write("x400fix.toml", CONFIG)
    given = moves("--pool", "10.20.1.200,10.20.2.200")
    assert given == {"MAIL-A/To B 2": "10.20.2.200", "MAIL-B/To A 2": "10.20.1.200"}


def test_pool_replaces_the_ranges_of_owners_too() -> None:
    """``[pool.owners]`` belongs to the ranges of the config file."""
    write("x400fix.toml", f'{CONFIG}[pool.owners]\nMAIL-B = ["10.20.2.99"]\n')
    assert moves()["MAIL-A/To B 2"] == "10.20.2.99"
    assert moves(*POOL) == USUAL


@pytest.mark.parametrize("pool", ["MAIL-B=10.20.2.77", "mail-b = 10.20.2.77-10.20.2.78"])
def test_pool_can_be_keyed_to_an_owner(pool: str) -> None:
    """Its range is for nobody else, and it takes from no other."""
    assert moves(*POOL, "--pool", pool) == USUAL | {"MAIL-A/To B 2": "10.20.2.77"}


@pytest.mark.parametrize(
    ("option", "first"), [("10.20.2.32", "33"), ("10.20.2.32-10.20.2.34", "35")]
)
def test_exclude_is_never_given(option: str, first: str) -> None:
    """The next free address takes its place."""
    assert moves(*POOL, "--exclude", option) == USUAL | {"MAIL-A/To B 2": f"10.20.2.{first}"}


def test_exclude_adds_to_the_config_file() -> None:
    """An address that the file excludes stays excluded."""
    write("x400fix.toml", f'{CONFIG}exclude = ["10.20.2.32", "10.20.1.32"]\n')
    assert moves("--exclude", "10.20.2.33") == {
        "MAIL-A/To B 2": "10.20.2.34",
        "MAIL-B/To A 2": "10.20.1.33",
    }


# ---- config


def test_the_config_file_beside_the_inventory_goes_before_the_one_in_the_current_folder() -> None:
    """The file that is used is named on stderr."""
    write("there/inventory.csv", INVENTORY)
    write("there/x400fix.toml", CONFIG.replace("/28", "/27"))
    write("x400fix.toml", CONFIG)
    outcome = run("plan", "there/inventory.csv", "--dry-run", "--json")
    assert outcome.err == f"using {Path('there', 'x400fix.toml')}\n"
    assert json.loads(outcome.out)["options"]["pool"] == ["10.20.1.32/27", "10.20.2.32/27"]


def test_the_config_file_in_the_current_folder_is_the_second_choice() -> None:
    """An inventory may come from a share where nobody else may write."""
    write("there/inventory.csv", INVENTORY)
    write("x400fix.toml", CONFIG)
    outcome = run("plan", "there/inventory.csv", "--dry-run")
    assert outcome.err == "using x400fix.toml\n"
    assert outcome.status == 0


def test_config_names_the_only_file_that_is_read() -> None:
    """The one beside the inventory is not looked at, not even for what the other leaves open."""
    write("x400fix.toml", f'ticket = "CHG1"\n{CONFIG}')
    write("other.toml", CONFIG)
    assert plan_of("--config", "other.toml").options.ticket == ""


def test_stdin_has_the_config_file_of_the_current_folder() -> None:
    """There is no folder beside it."""
    write("x400fix.toml", CONFIG)
    outcome = run("plan", "-", "--dry-run", stdin=INVENTORY.encode())
    assert (outcome.status, outcome.err) == (0, "using x400fix.toml\n")


# ---- out, zip, force


def test_out_names_the_folder() -> None:
    """And nothing else is made."""
    assert run("plan", "inventory.csv", *POOL, "--out", "night").status == 0
    assert sorted(path.name for path in Path().iterdir()) == ["inventory.csv", "night"]


def test_zip_holds_what_the_folder_holds(tmp_path: Path) -> None:
    """The same tree, byte for byte."""
    assert run("plan", "inventory.csv", *POOL, "--out", "night").status == 0
    assert run("plan", "inventory.csv", *POOL, "--zip", "night.zip").status == 0
    with zipfile.ZipFile("night.zip") as archive:
        archive.extractall(tmp_path / "out")
    assert tree(tmp_path / "out") == tree(Path("night"))


def test_zip_has_the_same_bytes_in_every_run() -> None:
    """No clock, no user, no order of a file system."""
    run("plan", "inventory.csv", *POOL, "--zip", "one.zip")
    run("plan", "inventory.csv", *POOL, "--zip", "two.zip")
    assert Path("one.zip").read_bytes() == Path("two.zip").read_bytes()


def test_out_and_zip_exclude_each_other() -> None:
    """A wrong usage writes nothing."""
    outcome = run("plan", "inventory.csv", *POOL, "--out", "night", "--zip", "night.zip")
    assert outcome.status == 2
    assert "X4-E090" in outcome.err
    assert [path.name for path in Path().iterdir()] == ["inventory.csv"]


@pytest.mark.parametrize("option", ["--out", "--zip"])
def test_a_target_that_exists_is_replaced_only_by_force(option: str) -> None:
    """Without ``--force`` it stays as it is."""
    assert run("plan", "inventory.csv", *POOL, option, "night").status == 0
    before = tree(Path())
    refused = run("plan", "inventory.csv", *POOL, option, "night", "--ticket", "CHG2")
    assert (refused.status, tree(Path())) == (5, before)
    assert run("plan", "inventory.csv", *POOL, option, "night", "--force").status == 0
    assert tree(Path()) == before


# ---- what is decided


@pytest.mark.parametrize(
    ("mode", "value"), [("ip", "10.20.2.32"), ("lmhosts", "MAIL-B-X2"), ("hosts", "MAIL-B-X2")]
)
def test_address_mode_decides_what_the_address_holds(mode: str, value: str) -> None:
    """As an option, and as a key of the config file."""
    assert moves(*POOL, "--address-mode", mode)["MAIL-A/To B 2"] == value
    write("x400fix.toml", f'address_mode = "{mode}"\n{CONFIG}')
    assert moves()["MAIL-A/To B 2"] == value


def test_address_mode_goes_before_the_config_file() -> None:
    """An option goes before its key."""
    write("x400fix.toml", f'address_mode = "hosts"\n{CONFIG}')
    assert moves("--address-mode", "ip") == USUAL


def test_strategy_hostname_takes_no_address() -> None:
    """KB 200588's second remedy: more names for one address."""
    plan = plan_of("--strategy", "hostname")
    assert [each.new_address for each in plan.assignments] == ["", "", "", ""]
    assert plan.summary.new_addresses == 0
    assert moves("--strategy", "hostname")["MAIL-A/To B 2"].startswith("MAIL-B-X")


def test_strategy_goes_before_the_config_file() -> None:
    """An option goes before its key."""
    write("x400fix.toml", f'strategy = "hostname"\n{CONFIG}')
    assert plan_of().options.strategy == "hostname"
    assert moves("--strategy", "address") == USUAL


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        (["PLAN"], ["plan"]),
        (["plan", "--Wave", "ALL"], ["plan", "--wave", "all"]),
        (["plan", "--ADDRESS-MODE", "LmHosts"], ["plan", "--address-mode", "lmhosts"]),
        (["plan", "--profile", "JSM"], ["plan", "--profile", "jsm"]),
        (["plan", "--Strategy", "Address"], ["plan", "--strategy", "address"]),
    ],
)
def test_commands_options_and_choices_are_taken_in_any_letter_case(
    typed: list[str], meant: list[str]
) -> None:
    first, second = (
        run(words[0], "inventory.csv", *POOL, "--json", "--dry-run", *words[1:])
        for words in (typed, meant)
    )
    assert first.status == 0
    assert first.out == second.out


def test_keep_names_another_link_for_both_its_ends() -> None:
    """The smallest one moves instead."""
    assert moves(*POOL, "--keep", "MAIL-A/To B 2") == {
        "MAIL-A/To B 1": "10.20.2.32",
        "MAIL-B/To A 1": "10.20.1.32",
    }


def test_reassign_all_moves_every_one_and_warns() -> None:
    """A pair in which everything moved has nobody to answer."""
    outcome = run("plan", "inventory.csv", *POOL, "--reassign-all", "--dry-run", "--json")
    plan = msgspec.json.decode(outcome.stdout, type=Plan)
    assert {each.action for each in plan.assignments} == {"move"}
    assert "X4-W133" in outcome.codes


def test_minimal_lets_home_servers_share_an_address() -> None:
    """And the summary says how many addresses that saves."""
    text = "connector,server,address,remote_server,addresses\n" + "".join(
        f"{server} {number},{server},10.20.2.10,MAIL-B,{server_address}\n"
        for server, server_address in (("MAIL-A", "10.20.1.10/24"), ("MAIL-C", "10.20.3.10/24"))
        for number in (1, 2)
    )
    write("inventory.csv", f"{text}To A,MAIL-B,10.20.1.10,MAIL-A,10.20.2.10/24\n")
    pool = ("--pool", RANGES[1])
    assert sorted(moves(*pool).values()) == ["10.20.2.32", "10.20.2.33"]
    assert sorted(moves(*pool, "--minimal").values()) == ["10.20.2.32", "10.20.2.32"]
    assert "1 new (--minimal saves 1)" in run("plan", "inventory.csv", *pool, "--minimal").out
    assert "2 new (--minimal would save 1)" in run("plan", "inventory.csv", *pool, "--dry-run").out


@pytest.mark.parametrize(("ticket", "block"), [("CHG-7", "CHG-7"), (None, "")])
def test_ticket_marks_our_lines(ticket: str | None, block: str) -> None:
    """Without one, the lines are marked with a digest of the assignments."""
    option = ("--ticket", ticket) if ticket else ()
    assert run("plan", "inventory.csv", *POOL, "--address-mode", "lmhosts", *option).status == 0
    plan = json.loads(Path("inventory-plan", "PLAN.json").read_bytes())
    expected = block or plan["block_id"]
    lmhosts = server_file("inventory-plan", "MAIL-A", "LMHOSTS.ADD")
    assert lmhosts.startswith(f"# x400fix BEGIN {expected}\r\n")
    assert plan["options"]["ticket"] == block


def test_ticket_goes_before_the_config_file() -> None:
    """An option goes before its key."""
    write("x400fix.toml", f'ticket = "CHG1"\n{CONFIG}')
    assert plan_of().options.ticket == "CHG1"
    assert plan_of("--ticket", "CHG2").options.ticket == "CHG2"


THREE = INVENTORY + "To B 3,MAIL-A,10.20.2.10,MAIL-B,,,,,\nTo A 3,MAIL-B,10.20.1.10,MAIL-A,,,,,\n"


@pytest.mark.parametrize(("wave", "count"), [("connector", 2), ("partner", 1), ("all", 1)])
def test_wave_decides_between_which_changes_the_mtas_restart(wave: str, count: int) -> None:
    """As an option, and as a key of the config file."""
    write("inventory.csv", THREE)
    assert plan_of(*POOL, "--wave", wave).summary.waves == count
    write("x400fix.toml", f'wave = "{wave}"\n{CONFIG}')
    assert plan_of().summary.waves == count


def test_wave_goes_before_the_config_file() -> None:
    """An option goes before its key."""
    write("inventory.csv", THREE)
    write("x400fix.toml", f'wave = "all"\n{CONFIG}')
    assert plan_of("--wave", "connector").summary.waves == 2


# ---- previous


def done(text: str, *connectors: str) -> str:
    """The inventory after the Address changes of some connectors."""
    new = {"To B 2": ("10.20.2.10", "10.20.2.32"), "To A 2": ("10.20.1.10", "10.20.1.32")}
    lines = []
    for line in text.splitlines(keepends=True):
        name = line.partition(",")[0]
        lines.append(line.replace(*new[name]) if name in connectors else line)
    return "".join(lines)


NIC_A = ("10.20.1.10/24", "10.20.1.10/24 10.20.1.32/24")
NIC_B = ("10.20.2.10/24", "10.20.2.10/24 10.20.2.32/24")


@pytest.fixture
def earlier() -> str:
    """The PLAN.json of a first run."""
    assert run("plan", "inventory.csv", *POOL, "--out", "first").status == 0
    return "first/PLAN.json"


def assigned(*arguments: str) -> list[tuple[str, ...]]:
    """Everything in the assignments that must not change."""
    return [
        (each.action, each.server, each.connector, each.new_address, each.alias)
        for each in plan_of(*arguments).assignments
    ]


def test_previous_gives_the_same_assignments_again(earlier: str) -> None:
    """Even with a pool in which they would not be the lowest."""
    before = assigned(*POOL)
    wider = ("--pool", "10.20.1.20-10.20.1.60", "--pool", "10.20.2.20-10.20.2.60")
    assert assigned(*wider) != before
    assert assigned(*wider, "--previous", earlier) == before


def test_previous_is_honoured_when_a_connector_comes_that_would_be_smaller(earlier: str) -> None:
    """What was kept stays kept, and the new one gets the next free address."""
    before = assigned(*POOL)
    new = "A new one,MAIL-A,10.20.2.10,MAIL-B,,,,,\nB new one,MAIL-B,10.20.1.10,MAIL-A,,,,,\n"
    write("inventory.csv", INVENTORY + new)
    after = assigned(*POOL, "--previous", earlier)
    assert set(before) < set(after)
    assert ("move", "MAIL-A", "A new one", "10.20.2.33", "MAIL-B-X3") in after


CHANGES: dict[str, Callable[[str], str]] = {
    "NIC of MAIL-A": lambda text: text.replace(*NIC_A),
    "NIC of MAIL-B": lambda text: text.replace(*NIC_B),
    "To A 2": lambda text: done(text, "To A 2"),
    "To B 2": lambda text: done(text, "To B 2"),
}
HALF_DONE = [changes for count in range(len(CHANGES)) for changes in combinations(CHANGES, count)]


@pytest.mark.parametrize("changes", HALF_DONE, ids=" + ".join)
def test_a_window_that_was_broken_off_can_be_planned_again(
    earlier: str, changes: tuple[str, ...]
) -> None:
    """In whatever order it went: nothing moves, and what is done disappears from the plan."""
    text = INVENTORY
    for change in changes:
        text = CHANGES[change](text)
    write("inventory.csv", text)
    plan = plan_of(*POOL, "--previous", earlier)
    pending = [each for each in plan.assignments if each.action == "move"]
    assert {f"{each.server}/{each.connector}": each.new_address for each in pending} == {
        ident: address for ident, address in USUAL.items() if ident[7:] not in changes
    }
    added = {server.name: server.nic.added for server in plan.servers if server.nic}
    assert added == {
        server: (f"{address}/24",)
        for server, address in (("MAIL-A", "10.20.1.32"), ("MAIL-B", "10.20.2.32"))
        if f"NIC of {server}" not in changes
    }


def test_a_window_that_was_finished_leaves_nothing_to_do(earlier: str) -> None:
    """And what the plan gave is remembered for the next one."""
    write("inventory.csv", done(INVENTORY.replace(*NIC_A).replace(*NIC_B), "To A 2", "To B 2"))
    plan = plan_of(*POOL, "--previous", earlier)
    assert plan.summary.conflicts == 0
    remembered = {f"{each.server}/{each.connector}": each.new_address for each in plan.earlier}
    assert remembered == {
        "MAIL-A/TO B 1": "",
        "MAIL-A/TO B 2": "10.20.2.32",
        "MAIL-B/TO A 1": "",
        "MAIL-B/TO A 2": "10.20.1.32",
    }


def test_earlier_assignments_are_carried_on_through_several_plans(earlier: str) -> None:
    """An address once given to a connector stays its own, also while it is in no conflict."""
    only = "".join(line for line in INVENTORY.splitlines(keepends=True) if " 2," not in line)
    write("inventory.csv", only)
    assert run("plan", "inventory.csv", *POOL, "--previous", earlier, "--out", "two").status == 0
    write("inventory.csv", INVENTORY)
    wider = ("--pool", "10.20.1.20-10.20.1.60", "--pool", "10.20.2.20-10.20.2.60")
    assert moves(*wider, "--previous", "two/PLAN.json") == USUAL


def test_previous_must_be_as_it_was_made(earlier: str) -> None:
    """A plan that was edited by hand is refused, whether its checksum fits or not."""
    path = Path(earlier)
    path.write_bytes(path.read_bytes().replace(b"10.20.2.32", b"10.20.2.33"))
    outcome = run("plan", "inventory.csv", *POOL, "--previous", earlier)
    assert (outcome.status, "X4-E070" in outcome.err) == (3, True)


# ---- delimiter, encoding


@pytest.mark.parametrize(
    ("value", "character"),
    [("semicolon", ";"), (";", ";"), ("tab", "\t"), ("pipe", "|"), ("~", "~"), ("COMMA", ",")],
)
def test_delimiter_names_what_separates_the_columns(value: str, character: str) -> None:
    """By its name or as itself."""
    write("inventory.csv", INVENTORY.replace(",", character))
    assert moves(*POOL, "--delimiter", value) == USUAL


@pytest.mark.parametrize("encoding", ["utf-16", "cp1252", "cp850", "latin-1"])
def test_encoding_names_how_the_bytes_are_read(encoding: str) -> None:
    """A directory name keeps its letters."""
    text = INVENTORY.replace("To B 2", "Zürich 2")
    Path("inventory.csv").write_bytes(text.encode(encoding))
    assert "MAIL-A/Zürich 2" in moves(*POOL, "--encoding", encoding)


# ---- strict, json, dry run, quiet, verbose


def test_a_warning_alone_stops_nothing() -> None:
    """It is told on stderr, the count last."""
    write("inventory.csv", WARNS)
    outcome = run("plan", "inventory.csv", *POOL)
    assert outcome.status == 0
    assert "warning X4-W101" in outcome.err
    assert outcome.err.splitlines()[-1] == "1 warning"
    assert Path("inventory-plan").is_dir()


def test_strict_takes_warnings_for_errors() -> None:
    """Exit 3, and nothing is written."""
    write("inventory.csv", WARNS)
    outcome = run("plan", "inventory.csv", *POOL, "--strict")
    assert outcome.status == 3
    assert "X4-W101" in outcome.err
    assert [path.name for path in Path().iterdir()] == ["inventory.csv"]


def test_strict_lets_an_inventory_without_warnings_pass() -> None:
    """A note, such as the one about the encoding, is no warning."""
    Path("inventory.csv").write_bytes(INVENTORY.replace("To B 2", "Zürich").encode("cp1252"))
    outcome = run("plan", "inventory.csv", *POOL, "--strict")
    assert outcome.status == 0
    assert "note X4-N001" in outcome.err


def test_json_prints_the_plan_and_nothing_else() -> None:
    """The same bytes as PLAN.json, so that its checksum holds; the bundle is written as well."""
    write("inventory.csv", WARNS)
    outcome = run("plan", "inventory.csv", *POOL, "--json")
    assert outcome.err == ""
    assert outcome.stdout == Path("inventory-plan", "PLAN.json").read_bytes()
    assert outcome.codes == ["X4-W101"]


def test_json_prints_errors_as_data() -> None:
    """With their place, and nothing on stderr."""
    write("inventory.csv", INVENTORY.replace("10.20.1.10,MAIL-A", "10.20.01.10,MAIL-A"))
    outcome = run("plan", "inventory.csv", *POOL, "--json")
    assert (outcome.status, outcome.err) == (3, "")
    first = json.loads(outcome.out)["problems"][0]
    assert (first["code"], first["line"], first["cell"]) == ("X4-E012", 4, "C4")


@pytest.mark.parametrize("option", [(), ("--json",), ("--verbose",), ("--zip", "a.zip")])
def test_dry_run_writes_nothing(option: tuple[str, ...]) -> None:
    """It does everything else, and says what would be written."""
    before = tree(Path())
    outcome = run("plan", "inventory.csv", *POOL, "--dry-run", *option)
    assert (outcome.status, tree(Path())) == (0, before)


def test_dry_run_says_as_many_files_as_the_run_writes() -> None:
    """SHA256SUMS is one of them."""
    promised = run("plan", "inventory.csv", *POOL, "--dry-run").out.splitlines()[-1]
    written = run("plan", "inventory.csv", *POOL).out.splitlines()[-1]
    assert promised.split()[0] == written.split()[0]


def test_quiet_tells_errors_only() -> None:
    """Neither warnings nor the config file; the result on stdout stays."""
    write("inventory.csv", WARNS)
    write("x400fix.toml", CONFIG)
    outcome = run("plan", "inventory.csv", "--quiet")
    assert (outcome.status, outcome.err) == (0, "")
    assert "files written to inventory-plan" in outcome.out


def test_quiet_tells_errors() -> None:
    """Without the warnings beside them."""
    write("inventory.csv", WARNS.replace("10.20.1.10,MAIL-A", "10.20.01.10,MAIL-A"))
    outcome = run("plan", "inventory.csv", *POOL, "--quiet")
    assert outcome.status == 3
    assert "error X4-E012" in outcome.err
    assert "X4-W101" not in outcome.err


def test_verbose_names_every_file() -> None:
    """As it stands in the bundle."""
    said = run("plan", "inventory.csv", *POOL, "--verbose").err.splitlines()
    files = {name for name, data in tree(Path("inventory-plan")).items() if data is not None}
    assert files - set(said) <= {"SHA256SUMS"}
    assert run("plan", "inventory.csv", *POOL, "--force").err == ""


# ---- failures


@pytest.mark.parametrize(
    ("arguments", "status"),
    [
        (("missing.csv", *POOL), 3),
        (("inventory.csv", *POOL, "--servers", ""), 3),
        (("inventory.csv", *POOL, "--config", ""), 3),
        (("inventory.csv", *POOL, "--previous", ""), 3),
        (("inventory.csv", *POOL, "--servers", "missing.csv"), 3),
        (("inventory.csv", *POOL, "--config", "missing.toml"), 3),
        (("inventory.csv", *POOL, "--previous", "missing.json"), 3),
        (("inventory.csv", *POOL, "--encoding", "klingon"), 3),
        (("inventory.csv", *POOL, "--exclude", "10.99.0.1"), 3),
        ((f"{'x' * 300}/inventory.csv", *POOL), 3),
        (("inventory.csv", *POOL, "--delimiter", "and"), 2),
        (("inventory.csv", *POOL, "--ticket", ""), 2),
        (("inventory.csv", *POOL, "--ticket", "CHG 1"), 2),
        (("inventory.csv", *POOL, "--wave", "sometimes"), 2),
        (("inventory.csv", *POOL, "--address-mode", "ip", "--strategy", "hostname"), 2),
        (("inventory.csv", *POOL, "--strategy", "hostname", "--minimal"), 2),
        (("inventory.csv", *POOL, "--nonsense"), 2),
        (("inventory.csv", "second.csv", *POOL), 2),
        ((), 2),
        (("inventory.csv",), 4),
        (("inventory.csv", "--pool", RANGES[0]), 4),
        (("inventory.csv", *POOL, "--out", "inventory.csv/inside"), 5),
        (("inventory.csv", *POOL, "--out", ""), 5),
        (("inventory.csv", *POOL, "--zip", "no/such/folder.zip"), 5),
        (("inventory.csv", *POOL, "--out", "y" * 300), 5),
        (("inventory.csv", *POOL, "--out", "inventory.csv", "--force"), 5),
    ],
)
def test_a_failure_has_its_status_and_leaves_nothing(
    arguments: tuple[str, ...], status: int
) -> None:
    """One line a problem, no traceback, nothing on disk."""
    before = tree(Path())
    outcome = run("plan", *arguments)
    assert (outcome.status, tree(Path())) == (status, before)
    assert outcome.err
    assert "Traceback" not in outcome.err


def test_a_night_that_moved_everything_leaves_nothing_to_keep(here: Path) -> None:
    """--reassign-all is given in the first night only; all is done when it is planned again."""
    assert run("plan", "inventory.csv", *POOL, "--reassign-all", "--out", "first").status == 0
    with (here / "first/ASSIGN.csv").open(newline="", encoding="utf-8") as file:
        given = {
            (row["server"], row["connector"]): row["new_address"] for row in csv.DictReader(file)
        }
    head, *rows = INVENTORY.splitlines()
    cells = [row.split(",") for row in rows]
    for row in cells:
        row[2] = given[row[1], row[0]]
    for row in cells:
        if row[7]:
            there = sorted(each[2] for each in cells if each[3] == row[1])
            row[7] = " ".join([row[7], *(f"{each}/24" for each in there)])
    (here / "inventory.csv").write_text("\n".join([head, *map(",".join, cells)]), encoding="utf-8")
    outcome = run("plan", "inventory.csv", *POOL, "--previous", "first", "--out", "second")
    assert outcome.status == 0, outcome.err
    assert "Nothing to do" in outcome.out
