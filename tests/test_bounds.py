# SPDX-License-Identifier: MIT
"""Whatever an input holds, a run ends soon, in little memory, with a status and short messages.

Every command here is a program of its own, with limits of the operating system: CPU time and
memory. Nothing half made is left, also where the memory is too small.
"""

import hashlib
import json
import os
import random
import re
import subprocess
import sys
import zipfile
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from tests.command import CONFIG, INVENTORY, POOL, Outcome, plain_environment, run, tree
from tests.test_cli_chaos import paths_of

resource = pytest.importorskip("resource", reason="Windows has no such limits")

SECONDS = 10
MEGABYTES = 500
HEAD = "connector,server,address,remote_server,exchange,os,adapter,addresses,gateway\n"
PLAN = ("plan", "inventory.csv", *POOL, "--out", "t")
CHECK = ("check", "inventory.csv")


def run_limited(
    folder: Path, command: Sequence[str], *, seconds: int = SECONDS, megabytes: int = MEGABYTES
) -> Outcome:
    """Run a command with limits."""

    def limit() -> None:
        resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
        resource.setrlimit(resource.RLIMIT_AS, (megabytes << 20, megabytes << 20))

    done = subprocess.run(
        [sys.executable, "-m", "x400fix", *command],
        cwd=folder,
        env=plain_environment(),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        check=False,
        preexec_fn=limit,
        timeout=300,
    )
    return Outcome(done.returncode, done.stdout, done.stderr)


# ---- too little memory


def many_pairs(count: int) -> str:
    """Pairs of servers with two connectors each way."""
    rows = [HEAD]
    for pair in range(count):
        nets = [f"10.{pair >> 7}.{(pair & 127) * 2 + end}" for end in (0, 1)]
        for one, other, net, far in (("A", "B", *nets), ("B", "A", *reversed(nets))):
            facts = f"5.0 SP2,NT 4.0 SP5,El90x1,{net}.10/24,{net}.1"
            for number in (1, 2):
                name = f"To {other} {number}"
                rows.append(f"{name},M{one}{pair},{far}.10,M{other}{pair},{facts}\n")
    return "".join(rows)


COMMANDS = {
    "plan": "plan inventory.csv --pool 10.0.0.0/9 --out t",
    "zip": "plan inventory.csv --pool 10.0.0.0/9 --zip t",
    "json": "plan inventory.csv --pool 10.0.0.0/9 --dry-run --json",
    "ticket": "ticket p --out t",
    "simulate": "simulate p",
    "check": "check inventory.csv",
    "diff": "diff p p",
}


@pytest.mark.slow
@pytest.mark.parametrize("name", COMMANDS)
def test_too_little_memory_is_said_in_one_line(name: str, tmp_path: Path) -> None:
    """From too little to begin with up to enough; what is written is whole or not there."""
    (tmp_path / "inventory.csv").write_text(many_pairs(60), encoding="utf-8")
    made = run_limited(tmp_path, ["plan", "inventory.csv", "--pool", "10.0.0.0/9", "--out", "p"])
    assert made.status == 0, made.err
    before, statuses = tree(tmp_path), []
    for megabytes in range(32, 200, 4):
        done = run_limited(tmp_path, COMMANDS[name].split(), megabytes=megabytes)
        statuses.append(done.status)
        if done.status != 3:
            break
        text = done.out if name == "json" else done.err
        assert text.count("X4-E086") == 1, (megabytes, done.err)
        assert "Traceback" not in done.err
        assert tree(tmp_path) == before, megabytes
    assert statuses[0] == 3
    assert statuses[-1] == (1 if name == "check" else 0), done.err


# ---- inputs that are far too large, or hostile


def _toml(text: str) -> Callable[[Path], Sequence[str]]:
    def prepare(folder: Path) -> Sequence[str]:
        (folder / "x400fix.toml").write_text(text, encoding="utf-8")
        return ("plan", "inventory.csv", "--out", "t")

    return prepare


def _csv(text: str | bytes) -> Callable[[Path], Sequence[str]]:
    def prepare(folder: Path) -> Sequence[str]:
        data = text.encode() if isinstance(text, str) else text
        (folder / "inventory.csv").write_bytes(data)
        return CHECK

    return prepare


def _file(name: str, data: str | bytes, *command: str) -> Callable[[Path], Sequence[str]]:
    def prepare(folder: Path) -> Sequence[str]:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data.encode() if isinstance(data, str) else data)
        return command

    return prepare


def _sparse(name: str, *command: str) -> Callable[[Path], Sequence[str]]:
    def prepare(folder: Path) -> Sequence[str]:
        with (folder / name).open("wb") as file:
            file.truncate(3 << 30)
        return command

    return prepare


def _bomb(name: str, *command: str) -> Callable[[Path], Sequence[str]]:
    def prepare(folder: Path) -> Sequence[str]:
        (folder / "t").mkdir()
        with zipfile.ZipFile(folder / "t" / "b.zip", "w", zipfile.ZIP_DEFLATED) as archive:
            with archive.open(name, "w") as file:
                for _ in range(400):
                    file.write(bytes(1 << 20))
            archive.writestr("SHA256SUMS", "")
        return command

    return prepare


def _tickets(count: int) -> Callable[[Path], Sequence[str]]:
    def prepare(folder: Path) -> Sequence[str]:
        for number in range(count):
            (folder / "tickets" / str(number)).mkdir(parents=True)
            (folder / "tickets" / str(number) / "PLAN.json").write_bytes(b"{}")
            (folder / "tickets" / f"{number}.zip").write_bytes(b"PK")
        return (*PLAN, "--tickets", "tickets")

    return prepare


def _tens(count: int, form: str) -> str:
    """A text for each of many addresses in 10.0.0.0/8."""
    return "".join(
        form.format(f"10.{n >> 16 & 255}.{n >> 8 & 255}.{n & 255}", n) for n in range(count)
    )


RANGES_10K = ",".join(f'"10.{100 + n // 250}.{n % 250}.0/24"' for n in range(10_000))
EXCLUDED_10K = ",".join(f'"10.{100 + n // 250}.{n % 250}.0/25"' for n in range(10_000))
OUTSIDE_10K = ",".join(f'"11.{n // 250}.{n % 250}.0/25"' for n in range(10_000))
NAMES = "n/MAIL-A/LMHOSTS"
WITH_NAMES = (*PLAN, "--lmhosts", "n", "--address-mode", "lmhosts")
LINT = ("lint", NAMES)

INPUTS: dict[str, Callable[[Path], Sequence[str]]] = {
    "csv: an error in every cell": _csv(
        HEAD
        + "".join(f"\x01a{n},\x02b,10.1.{n},@@,?,bar,x\x01,10.1.{n}/9,z\n" for n in range(60_000))
    ),
    "csv: one long line": _csv(HEAD + "a" * 20_000_000),
    "csv: nothing but delimiters": _csv(HEAD + "," * 20_000_000),
    "csv: a header of 100,000 columns": _csv(
        HEAD.strip() + "".join(f",adress{n}" for n in range(100_000)) + "\nx,A,10.1.1.1,,,,,,\n"
    ),
    "csv: a quotation mark opened in every line": _csv(HEAD + '"a,b\n' * 300_000),
    "csv: blank lines": _csv(HEAD + "\n" * 5_000_000),
    "csv: 100,000 connectors of one server": _csv(
        "connector,server,address\n" + "".join(f"C{n},MAIL-A,10.20.2.10\n" for n in range(100_000))
    ),
    "csv: names that are nearly alike": _csv(
        HEAD + "".join(f"X,SRV{n:05},h{n},SRW{n:05},,,,,\n" for n in range(20_000))
    ),
    "csv: zeros without end": _sparse("inventory.csv", *CHECK),
    "toml: 100,000 unknown keys": _toml("".join(f"addres_mode{n} = 1\n" for n in range(50_000))),
    "toml: a table of unknown keys": _toml(
        "[ticket.minutes]\n" + "".join(f"nic{n} = 1\n" for n in range(90_000))
    ),
    "toml: a key of 20,000 parts": _toml("a." * 20_000 + "b = 1\n"),
    "toml: values inside each other": _toml("pool = " + "[" * 100_000),
    "toml: a number of a million digits": _toml("servers = 0x" + "f" * 1_000_000),
    "toml: a range of a million commas": _toml("[pool]\nranges = ['" + "," * 1_000_000 + "']"),
    "toml: ranges of an owner": _toml("[pool.owners]\nFW1 = ['" + "," * 1_000_000 + "']"),
    "toml: 10,000 ranges and exclusions": _toml(
        f"{CONFIG[:-2]},{RANGES_10K}]\nexclude = [{EXCLUDED_10K}]"
    ),
    "toml: 10,000 exclusions outside": _toml(
        f"[pool]\nranges = [{RANGES_10K}]\nexclude = [{OUTSIDE_10K}]"
    ),
    "toml: 40,000 names of DNS": _toml(CONFIG + "[dns]\n" + _tens(40_000, '"h{1}.x" = "{0}"\n')),
    "toml: zeros without end": _sparse("x400fix.toml", *PLAN),
    "names: one long line": _file(NAMES, "10.1.1.1 " + "a" * 5_000_000, *WITH_NAMES),
    "names: 60,000 entries": _file(NAMES, _tens(60_000, "{0} HOST{1} #PRE\r\n"), *WITH_NAMES),
    "names: one entry with many names": _file(
        "n/MAIL-A/HOSTS", "10.1.1.1" + "".join(f" n{n}" for n in range(100_000)), *WITH_NAMES
    ),
    "names: 20,000 includes": _file(
        NAMES, "".join(f"#INCLUDE \\\\S{n}\\x\\lmhosts\r\n" for n in range(20_000)), *WITH_NAMES
    ),
    "names: blocks of ours": _file(
        NAMES,
        "# x400fix BEGIN CHG1\r\n10.2.2.3 B #PRE\r\n# x400fix END CHG1\r\n" * 10_000,
        *WITH_NAMES,
    ),
    "lint: 60,000 entries": _file(NAMES, _tens(60_000, "{0} HOST{1} #PRE\r\n"), *LINT),
    "lint: zeros": _file(NAMES, bytes(5_000_000), *LINT),
    "lint: nothing but line ends": _file(NAMES, "\r" * 1_000_000, *LINT),
    "lint: includes of itself": _file(NAMES, "#INCLUDE LMHOSTS\r\n" * 20_000, *LINT),
    "lint: a ZIP that unpacks to 400 MB": _bomb("SERVERS/A/LMHOSTS", "lint", "t/b.zip"),
    "plan: a ZIP that unpacks to 400 MB": _bomb("PLAN.json", "simulate", "t/b.zip"),
    "plan: depth without end": _file("e", '{"x":' + "[" * 1_000_000, "simulate", "e"),
    "plan: a number of a million digits": _file(
        "e", '{"format":"x400fix-plan","version":' + "9" * 1_000_000 + "}", *PLAN, "--previous", "e"
    ),
    "plan: half a character": _file("e", '{"format":"\\ud800","version":"\\ud800"}', "ticket", "e"),
    "plan: zeros without end": _sparse("e", "simulate", "e"),
    "used: one long line": _file("u", "1." * 3_000_000, *PLAN, "--used", "u"),
    "used: 100,000 addresses": _file("u", _tens(100_000, "{0}\n"), *PLAN, "--used", "u"),
    "used: 100,000 addresses in a line": _file("u", _tens(100_000, "{0} "), *PLAN, "--used", "u"),
    "used: hosts that never end": _file(
        "u", '<host x><status state="down"' * 20_000, *PLAN, "--used", "u"
    ),
    "used: zeros without end": _sparse("u", *PLAN, "--used", "u"),
    "tickets: 2,000 damaged plans": _tickets(1_000),
    "tickets: a ZIP that unpacks to 400 MB": _bomb("PLAN.json", *PLAN, "--tickets", "t"),
}


@pytest.mark.slow
@pytest.mark.parametrize("name", INPUTS)
def test_an_input_without_measure_is_read_or_refused(name: str, tmp_path: Path) -> None:
    """In 10 seconds and 500 MB, and nobody has to read a message of pages."""
    (tmp_path / "inventory.csv").write_text(INVENTORY, encoding="utf-8")
    done = run_limited(tmp_path, INPUTS[name](tmp_path))
    assert done.status in {0, 1, 3, 4, 5}, done.err[-500:]
    assert "X4-E086" not in done.err
    assert "Traceback" not in done.err
    assert max(map(len, done.err.split("\n"))) < 1000
    assert len(done.err) < 200_000
    assert not [each for each in os.listdir(tmp_path) if each.startswith(".")]  # noqa: PTH208


# ---- messages show at most 100 characters of a value

LONG = "".join(random.Random(1).choices("qwxz", k=3000))  # noqa: S311 -- no secret
OPTIONS = (
    *("--pool", "--exclude", "--keep", "--ticket", "--wave", "--window", "--owner", "--profile"),
    *("--pack", "--map", "--delimiter", "--encoding", "--address-mode", "--strategy", "--previous"),
    *("--lmhosts", "--tickets", "--wait", "--used", "--servers", "--config", f"--{LONG}"),
)
KEYS = (
    *("servers", "lmhosts", "address_mode", "wave", "ticket", "pool", "dns", "columns", LONG),
    *(
        "pool.ranges",
        "pool.exclude",
        "pool.tickets",
        "pool.used",
        f"pool.{LONG}",
        f"pool.owners.{LONG}",
    ),
    *("ticket.number", "ticket.window", "ticket.owner", "ticket.limits", f"ticket.minutes.{LONG}"),
    *("ticket.risk.level", f"columns.{LONG}", f"dns.{LONG}"),
)
CELLS = INVENTORY.splitlines()[0].split(",")


def resealed(plan: dict[str, object]) -> str:
    """A plan with a checksum that fits."""
    text = json.dumps(plan | {"checksum": ""}).rpartition('"checksum"')[0]
    return f'{text}"checksum": "{hashlib.sha256(text.encode()).hexdigest()}"}}'


def too_much(outcome: Outcome) -> list[str]:
    """What of the long value is shown beyond 100 characters."""
    pieces = re.findall("[qwxzQWXZ]{101,}", outcome.out + outcome.err)
    return [piece for piece in pieces if piece.lower() in LONG]


@pytest.mark.parametrize("option", OPTIONS)
def test_a_message_shows_the_beginning_of_an_option(option: str, here: Path) -> None:
    """Also where it is a path, or no option at all."""
    before = tree(here)
    done = run("plan", "inventory.csv", *POOL, "--dry-run", f"{option}={LONG}")
    assert done.status in {2, 3, 4, 5}
    assert not too_much(done)
    assert tree(here) == before


@pytest.mark.parametrize(
    "command",
    [
        *(
            "plan",
            "plan inventory.csv --out",
            "plan inventory.csv --zip",
            "check",
            "lint",
            "ticket",
        ),
        *("simulate", "simulate p --explain", "diff p", "init", "explain", "help", "", "plan x"),
        *("lint --kind", "lint LMHOSTS --os", "lint LMHOSTS --plan", "plan inventory.csv --pool"),
    ],
)
@pytest.mark.parametrize("value", [LONG, f"{LONG}/{LONG}", f"{LONG[:90]}/" * 90], ids=len)
def test_a_message_shows_the_beginning_of_what_was_typed(
    command: str, value: str, here: Path
) -> None:
    """Whatever the command."""
    (here / "LMHOSTS").write_bytes(b"10.1.1.1 A\r\n")
    assert run("plan", "inventory.csv", *POOL, "--out", "p").status == 0
    done = run(*command.split(), value)
    assert done.status in {2, 3, 4, 5}
    assert not too_much(done)
    assert max(map(len, done.err.split("\n"))) < 1000


@pytest.mark.parametrize("key", KEYS)
@pytest.mark.parametrize("value", [f'"{LONG}"', f'["{LONG}"]', f'{{"{LONG}" = "{LONG}"}}'])
def test_a_message_shows_the_beginning_of_a_key_and_its_value(
    key: str, value: str, here: Path
) -> None:
    """In x400fix.toml."""
    (here / "x400fix.toml").write_text(f"{key} = {value}\n", encoding="utf-8")
    assert not too_much(run("plan", "inventory.csv", *POOL, "--dry-run", "--verbose"))


@pytest.mark.parametrize("column", CELLS)
@pytest.mark.parametrize("form", ["{}", "{}.x", "10.1.1.1/{}", "5.5 {}", "-{}", "{} {}", '"{},x"'])
def test_a_message_shows_the_beginning_of_a_cell(column: str, form: str, here: Path) -> None:
    """And of a header, of the inventory and of server facts."""
    text = form.format(LONG, LONG)
    at, (header, row, *_) = CELLS.index(column), INVENTORY.splitlines()
    cells = row.split(",")
    cells[at] = text
    (here / "inventory.csv").write_text(f"{header}\n{','.join(cells)}\n", encoding="utf-8")
    assert not too_much(run("check", "inventory.csv", "--verbose"))
    headers = header.split(",")
    headers[at] = text
    (here / "f.csv").write_text(f"{','.join(headers)}\n{row}\n", encoding="utf-8")
    assert not too_much(run("check", "f.csv", "--verbose"))
    (here / "inventory.csv").write_text(INVENTORY, encoding="utf-8")
    (here / "f.csv").write_text(
        f"server,{column}\nMAIL-A,{text}\n{text},{text}\n", encoding="utf-8"
    )
    assert not too_much(run("check", "inventory.csv", "--servers", "f.csv", "--verbose"))


@pytest.mark.parametrize(
    "line",
    [
        *("10.1.1.1 {}", "10.1.1.1 {} #PRE #DOM:{}", "{} MAIL-B #PRE", "#INCLUDE {}", "#DOM:{}"),
        *(
            "#INCLUDE \\\\{}\\{}\\{}",
            "#INCLUDE \\\\MAIL-B\\x\\{}",
            '10.1.1.1 "{}" #PRE',
            "10.9.9.9 MAIL-B # {}",
        ),
        *(
            "# x400fix BEGIN {}",
            "10.20.2.10 MAIL-B #{}",
            "#BEGIN_{}",
            "1.2.3.4.{} X",
            "10.20.1.33 {}",
        ),
    ],
)
@pytest.mark.parametrize("name", ["LMHOSTS", "HOSTS"])
def test_a_message_shows_the_beginning_of_what_a_name_file_has(
    line: str, name: str, here: Path
) -> None:
    """In what lint says and in what a plan says."""
    path = here / "n" / "MAIL-A" / name
    path.parent.mkdir(parents=True)
    path.write_text(f"{line.format(LONG, LONG, LONG)}\r\n", encoding="utf-8", newline="")
    assert not too_much(run("lint", str(path)))
    options = ("--lmhosts", "n", "--dry-run", "--address-mode", "hosts", "--verbose")
    assert not too_much(run("plan", "inventory.csv", *POOL, *options))


def test_a_message_shows_the_beginning_of_what_a_plan_has(here: Path) -> None:
    """Whatever part of it was changed."""
    made = json.loads(run("plan", "inventory.csv", *POOL, "--dry-run", "--json").out)
    for path in {
        tuple("*" if isinstance(key, int) else key for key in each): each for each in paths_of(made)
    }.values():
        if not path:
            continue
        plan = json.loads(json.dumps(made))
        around = plan
        for key in path[:-1]:
            around = around[key]
        around[path[-1]] = LONG
        (here / "PLAN.json").write_text(resealed(plan), encoding="utf-8")
        done = run("simulate", "PLAN.json")
        assert done.status == 3
        assert not too_much(done), path
