# SPDX-License-Identifier: MIT
"""Whatever the files hold, a run ends with a status and a message, never with a bug."""

import hashlib
import importlib.util
import io
import json
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from tests.command import CONFIG, INVENTORY, POOL, Outcome, run, tree
from tests.inventories import Case, inventories
from tests.sheets import SAMPLE, ods, packed, parts, xlsx

# The folder is the same for all examples, and each leaves it as it was.
one_folder = settings(suppress_health_check=[HealthCheck.function_scoped_fixture])

NASTY = (
    *("", " ", "0", "-", "/", "'", '"', '""', "=", "#", "%", "\\", "\x00", "\x1b[2J", "\u202e"),
    *("=1+1", "@SUM(A1)", "{{ 7*7 }}", "{% include 'x' %}", "%COMPUTERNAME%", "& del *.*", "$(id)"),
    *(
        "..",
        "../../x",
        "C:\\x",
        "CON",
        "NUL.txt",
        "a" * 70,
        "é" * 70,
        "日本",
        "\ud7ff",
        "\U0001f600",
    ),
    *("10.20.2.10", "10.20.2.010", "10.20.2", "255.255.255.255", "0.0.0.1", "127.0.0.1", "::1"),
    *("MAIL-A", "mail-a", "MAIL-B", "MAR1", "1-Mar", "1.20E+06", "#NAME?", "########", "dhcp"),
    *("10.20.1.10/24", "10.20.1.10/33", "10.20.1.10/24 10.20.1.10/24", "10.0.0.1/0", "1.2.3.4/32"),
    *("5.5", "5.5 SP4", "beta", "NT 3.51", "NT 4.0 SP99", "TP4", "X25", "RAS", "0x", "0x4C", "FW1"),
)
COLUMNS = (
    *("connector", "server", "address", "remote_server", "peer_connector", "via", "stack", "site"),
    *("exchange", "os", "adapter", "addresses", "gateway", "roles", "stack_t_selector"),
    *("t_selector", "t_selector_in", "colour"),
)


@st.composite
def torn(draw: st.DrawFn, text: str) -> bytes:
    """A good file with some pieces cut out, doubled or replaced."""
    data = text.encode()
    for _ in range(draw(st.integers(1, 3))):
        first = draw(st.integers(0, len(data)))
        last = draw(st.integers(first, min(len(data), first + 40)))
        piece = draw(st.one_of(st.binary(max_size=6), st.sampled_from(NASTY).map(str.encode)))
        data = data[:first] + piece * draw(st.integers(1, 2)) + data[last:]
    return data


@st.composite
def tables(draw: st.DrawFn) -> bytes:
    """A table of the right shape with nasty cells."""
    columns = ["connector", "server", "address"]
    columns += draw(st.lists(st.sampled_from(COLUMNS[3:]), unique=True, max_size=6))
    good = {"connector": "To B", "server": "MAIL-A", "address": "10.20.2.10"}
    rows = [",".join(columns)]
    for number in range(draw(st.integers(0, 5))):
        cells = []
        for column in columns:
            usual = good.get(column, "") + (f" {number}" if column == "connector" else "")
            cells.append(draw(st.one_of(st.just(usual), st.sampled_from(NASTY))))
        rows.append(",".join(cells))
    return "\n".join(rows).encode()


def anything(text: str) -> st.SearchStrategy[bytes]:
    """Bytes, characters, or a good file that was torn."""
    return st.one_of(st.binary(max_size=200), st.text(max_size=80).map(str.encode), torn(text))


def run_and_look(folder: Path, *arguments: str, stdin: bytes = b"") -> Outcome:
    """Run a command; whatever comes out must be a status, a message and no mess."""
    before = tree(folder)
    outcome = run(*arguments, stdin=stdin)
    assert outcome.status in {0, 1, 2, 3, 4, 5}, outcome.err
    assert outcome.err or outcome.out
    for line in (outcome.out + outcome.err).split("\n"):
        assert "--json" in arguments or line.isprintable()
    if outcome.status:
        assert tree(folder) == before
    return outcome


@pytest.fixture(scope="module")
def earlier(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A plan as it was made."""
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(tmp_path_factory.mktemp("earlier"))
        Path("inventory.csv").write_text(INVENTORY, encoding="utf-8")
        return run("plan", "inventory.csv", *POOL, "--dry-run", "--json").out


@one_folder
@given(data=st.one_of(anything(INVENTORY), tables()), command=st.sampled_from(["plan", "check"]))
@example(data=b"", command="plan")
@example(data=b"\xff\xfe", command="check")
@example(data=b'connector,server,address\n"', command="check")
def test_any_inventory_is_read_or_refused(data: bytes, command: str, here: Path) -> None:
    """From a file and from stdin alike."""
    (here / "inventory.csv").write_bytes(data)
    options = (*POOL, "--dry-run") if command == "plan" else ()
    from_file = run_and_look(here, command, "inventory.csv", *options)
    from_stdin = run_and_look(here, command, "-", *options, stdin=data)
    assert from_stdin.err == from_file.err.replace("inventory.csv:", "<stdin>:")
    assert from_stdin.status == from_file.status


BOOKS = (xlsx(SAMPLE), ods(SAMPLE))


@st.composite
def torn_books(draw: st.DrawFn) -> bytes:
    """A workbook whose bytes are torn, or one of whose parts is."""
    data = draw(st.sampled_from(BOOKS))
    if draw(st.booleans()):
        at = draw(st.integers(0, len(data)))
        return data[:at] + draw(st.binary(max_size=6)) + data[draw(st.integers(at, len(data))) :]
    found = parts(data)
    name = draw(st.sampled_from(sorted(found)))
    return packed({**found, name: draw(torn(found[name].decode()))})


@one_folder
@given(data=torn_books(), command=st.sampled_from(["plan", "check"]))
def test_any_workbook_is_read_or_refused(data: bytes, command: str, here: Path) -> None:
    """Whatever its parts hold: no crash of the library that reads values is a bug of ours."""
    (here / "inventory.xlsx").write_bytes(data)
    options = (*POOL, "--dry-run") if command == "plan" else ()
    run_and_look(here, command, "inventory.xlsx", *options)


FACTS = "server,exchange,os,addresses,gateway\nMAIL-A,5.5 SP4,NT 4.0 SP5,10.20.1.10/24,10.20.1.1\n"


@one_folder
@given(data=anything(FACTS))
def test_any_servers_file_is_read_or_refused(data: bytes, here: Path) -> None:
    """Beside a good inventory."""
    (here / "facts.csv").write_bytes(data)
    run_and_look(here, "check", "inventory.csv", "--servers", "facts.csv")


SETTINGS = f'servers = "inventory.csv"\nticket = "CHG1"\nwave = "all"\n{CONFIG}exclude = []\n'


@one_folder
@given(data=anything(SETTINGS))
@example(data=b'[pool]\nranges = "10.20.1.32/28"')
@example(data=b"pool = 1")
@example(data=b"[pool.owners]\n\xc3\xa9 = []")
@example(data=b'[pool.owners]\n"" = ["10.20.1.32"]')
@example(data=b"a = " + b"[" * 5000)
@example(data=b"a." * 200 + b"b = 1")
def test_any_config_file_is_read_or_refused(data: bytes, here: Path) -> None:
    """Beside a good inventory."""
    (here / "x400fix.toml").write_bytes(data)
    run_and_look(here, "plan", "inventory.csv", "--dry-run")


KEYS = (
    *("servers", "lmhosts", "address_mode", "strategy", "wave", "pool", "pool.ranges"),
    *("pool.exclude", "pool.owners", "pool.owners.FW1", "dns", 'dns."b.example.com"', "ticket"),
    *("ticket.number", "ticket.window", "ticket.minutes", "ticket.minutes.nic", "ticket.risk"),
    *("ticket.groups", "ticket.risk.level", "ticket.profile", "ticket.pack", "colour", '""'),
)
VALUES = (
    *("1", "-1", "9" * 5000, "0x" + "f" * 5000, "0b1", "1e400", "nan", "-inf", "true", "''", '"a"'),
    *("2026-12-05", "22:00:00", "2026-12-05T22:00:00+01:00", "0001-01-01", "9999-99-99"),
    *("[]", "[[]]", "{}", '["10.20.1.32/28"]', "[1, 'a']", "{a = 1}", '{"" = []}', "[1979-05-27]"),
    *("[" * 200 + "]" * 200, '"' + "a" * 100_000 + '"', r'"\u0000"', r'"\U0001F600"', "'''\n'''"),
    *('"10.20.1.32-10.20.1.40"', '"0.0.0.0/0"', '"ip"', '"CHG1"', '"/"', '"inventory.csv"'),
)


@one_folder
@given(st.lists(st.tuples(st.sampled_from(KEYS), st.sampled_from(VALUES)), min_size=1, max_size=4))
def test_any_key_may_have_any_value(here: Path, pairs: list[tuple[str, str]]) -> None:
    """As far as TOML knows it; much of it is no value of the key."""
    text = "".join(f"{key} = {value}\n" for key, value in pairs)
    (here / "x400fix.toml").write_text(text, encoding="utf-8")
    run_and_look(here, "plan", "inventory.csv", "--dry-run")


NAMES = r"""# top
127.0.0.1 localhost
10.20.2.10 MAIL-B #PRE #DOM:CORP
10.20.2.11 "MAIL-B         \0x20" #PRE
#BEGIN_ALTERNATE
#INCLUDE \\MAIL-B\public\lmhosts
#END_ALTERNATE
# x400fix BEGIN CHG1
10.20.2.32 MAIL-B-X2 #PRE
# x400fix END CHG1
"""


@one_folder
@given(data=anything(NAMES), name=st.sampled_from(["LMHOSTS", "HOSTS"]))
@example(data=b"#INCLUDE " + b"\\" * 5000, name="LMHOSTS")
@example(data=b"#BEGIN_ALTERNATE\n" * 500, name="LMHOSTS")
@example(data=b"\xff\xfe1\x00", name="HOSTS")
def test_any_name_file_is_read_or_refused(data: bytes, name: str, here: Path) -> None:
    """As one that a server has now, and by itself."""
    (here / "now" / "MAIL-A").mkdir(parents=True, exist_ok=True)
    path = here / "now" / "MAIL-A" / name
    path.write_bytes(data)
    run_and_look(here, "plan", "inventory.csv", *POOL, "--dry-run", "--lmhosts", "now")
    # Of a file without a line there is nothing to say.
    assert run("lint", str(path)).status in {0, 1, 3}
    path.unlink()


def test_an_earlier_plan_of_endless_depth_is_refused(here: Path) -> None:
    """It is no plan."""
    (here / "PLAN.json").write_bytes(b'{"x":' + b"[" * 100_000)
    options = (*POOL, "--dry-run", "--previous", "PLAN.json")
    assert run_and_look(here, "plan", "inventory.csv", *options).status == 3


@one_folder
@given(data=st.data())
def test_any_earlier_plan_is_read_or_refused(data: st.DataObject, earlier: str, here: Path) -> None:
    """It has a checksum, so a torn one is always refused."""
    torn_plan = data.draw(anything(earlier))
    (here / "PLAN.json").write_bytes(torn_plan)
    options = (*POOL, "--dry-run", "--previous", "PLAN.json")
    outcome = run_and_look(here, "plan", "inventory.csv", *options)
    assert outcome.status == (0 if torn_plan == earlier.encode() else 3)


@one_folder
@given(
    key=st.sampled_from(["assignments", "earlier"]),
    field=st.sampled_from(["action", "server", "connector", "owner", "new_address", "alias"]),
    value=st.one_of(st.sampled_from(NASTY), st.text(max_size=20)),
)
def test_an_earlier_plan_with_a_right_checksum_and_wrong_values_is_no_bug(
    key: str, field: str, value: str, earlier: str, here: Path
) -> None:
    """Somebody may have made the checksum anew."""
    plan = json.loads(earlier)
    record = dict.fromkeys(["action", "server", "connector", "owner", "new_address", "alias"], "")
    if key == "earlier":
        plan["earlier"] = [record | {"action": "move", field: value}]
    else:
        plan["assignments"][1][field] = value
    del plan["checksum"]
    text = json.dumps(plan)[:-1] + ", "
    digest = hashlib.sha256(text.encode()).hexdigest()
    (here / "PLAN.json").write_text(f'{text}"checksum": "{digest}"}}', encoding="utf-8")
    run_and_look(here, "plan", "inventory.csv", *POOL, "--dry-run", "--previous", "PLAN.json")


USED = """\
"address","status","dns_name"
"10.20.2.33/24","Active","mail-b.example.com"
Nmap scan report for 10.20.2.34
"""


@one_folder
@given(data=anything(USED))
def test_any_list_of_addresses_in_use_is_read_or_refused(data: bytes, here: Path) -> None:
    """Whatever program printed it."""
    (here / "used.csv").write_bytes(data)
    run_and_look(here, "plan", "inventory.csv", *POOL, "--dry-run", "--used", "used.csv")


@st.composite
def torn_zips(draw: st.DrawFn) -> bytes:
    """A ZIP of a bundle with some bytes that were replaced."""
    packings = [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED]
    if importlib.util.find_spec("_lzma"):
        packings.append(zipfile.ZIP_LZMA)
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", draw(st.sampled_from(packings))) as archive:
        for name in ("PLAN.json", "SHA256SUMS", "SERVERS/MAIL-A/HOSTS"):
            archive.writestr(name, "10.20.2.10 MAIL-B\r\n" * 3)
    data = bytearray(file.getvalue())
    for _ in range(draw(st.integers(1, 4))):
        at = draw(st.integers(0, len(data) - 1))
        size = draw(st.sampled_from([1, 2, 4]))
        data[at : at + size] = bytes([draw(st.sampled_from([0, 1, 0x7F, 0x80, 0xFF]))] * size)
    return bytes(data)


@one_folder
@given(data=torn_zips())
def test_any_zip_is_read_or_refused(data: bytes, here: Path) -> None:
    """As a plan, as a bundle of name files, as a change ticket, and as what is to be replaced."""
    (here / "tickets").mkdir(exist_ok=True)
    path = here / "tickets" / "night.zip"
    path.write_bytes(data)
    run_and_look(here, "simulate", str(path))
    run_and_look(here, "lint", str(path))
    run_and_look(here, "plan", "inventory.csv", *POOL, "--tickets", "tickets", "--dry-run")
    run_and_look(here, "plan", "inventory.csv", *POOL, "--zip", str(path), "--force")
    path.unlink()


def paths_of(value: object, path: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    """The way to each part of a JSON value."""
    yield path
    if isinstance(value, dict | list):
        for key, part in value.items() if isinstance(value, dict) else enumerate(value):
            yield from paths_of(part, (*path, key))


PARTS: tuple[object, ...] = (
    *(None, True, 0, -1, 1.5, 10**30, "", "a", [], {}, [[]], [None], {"a": None}, "9" * 5000),
    *NASTY,
)


@one_folder
@given(data=st.data(), command=st.sampled_from(["ticket", "simulate", "plan"]))
def test_a_plan_of_which_any_part_was_changed_is_no_bug(
    data: st.DataObject, command: str, earlier: str, here: Path
) -> None:
    """Whatever the part is now, and with a checksum that fits."""
    plan = json.loads(earlier)
    path = data.draw(st.sampled_from(list(paths_of(plan))[1:]))
    around = plan
    for key in path[:-1]:
        around = around[key]
    if isinstance(around, list) and data.draw(st.booleans()):
        around.extend(around[: data.draw(st.integers(1, 3))])
    else:
        around[path[-1]] = data.draw(st.sampled_from(PARTS))
    plan["checksum"] = ""
    text = json.dumps(plan).rpartition('"checksum"')[0]
    digest = hashlib.sha256(text.encode()).hexdigest()
    (here / "PLAN.json").write_text(f'{text}"checksum": "{digest}"}}', encoding="utf-8")
    if command == "plan":
        run_and_look(here, "plan", "inventory.csv", *POOL, "--dry-run", "--previous", "PLAN.json")
    else:
        assert run_and_look(here, command, "PLAN.json").status == 3


OPTIONS = ("--pool", "--exclude", "--keep", "--ticket", "--delimiter", "--encoding", "--wave")


@one_folder
@given(
    st.lists(
        st.tuples(
            st.sampled_from(OPTIONS),
            st.one_of(
                st.sampled_from(NASTY),
                st.sampled_from([*POOL, "10.20.2.32-10.20.2.33", "FW1=10.9.0.1", "MAIL-A/To B 2"]),
                st.text(max_size=8),
            ),
        ),
        max_size=4,
    )
)
def test_any_value_of_an_option_is_taken_or_refused(
    here: Path, options: list[tuple[str, str]]
) -> None:
    """One at a time or together."""
    words = [f"{name}={value}" for name, value in options]
    run_and_look(here, "plan", "inventory.csv", "--dry-run", *words)


@one_folder
@given(case=inventories(), mode=st.sampled_from(["ip", "lmhosts", "hosts"]))
def test_an_inventory_full_of_everything_is_planned_or_refused(
    case: Case, mode: str, here: Path
) -> None:
    """And planned again, with the first plan given back, it gives the same assignments."""
    (here / "inventory.csv").write_text(case.text, encoding="utf-8", newline="")
    options = [word for pool in case.pools for word in ("--pool", pool)]
    options += [word for text in case.exclude for word in ("--exclude", text)]
    options += ["--address-mode", mode, "--dry-run", "--json"]
    first = run_and_look(here, "plan", "inventory.csv", *options)
    if first.status == 0:
        (here / "first.json").write_bytes(first.stdout)
        again = run_and_look(here, "plan", "inventory.csv", *options, "--previous", "first.json")
        assert assignments_of(again) == assignments_of(first)


def assignments_of(outcome: Outcome) -> list[tuple[str, ...]]:
    """What may not change when a plan is made again."""
    keys = ("action", "server", "connector", "new_address", "alias", "address_value")
    return [tuple(each[key] for key in keys) for each in json.loads(outcome.out)["assignments"]]
