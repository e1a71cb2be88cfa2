# SPDX-License-Identifier: MIT
"""``x400fix import``: from what servers print to an inventory that plan reads."""

import csv
import io
import json
import os
import shlex
import shutil
import time
from pathlib import Path

import pytest

from tests.command import run, tree
from tests.evidence.moments import computers_after
from tests.evidence.printed import LANGUAGES, dumpel, files_of
from tests.golden import ROOT, SAMPLES
from tests.verifying import sample

EVIDENCE = ROOT / "tests" / "data" / "evidence"
MARKER = "NOT-FOR-YOU-7"
"""The password of every sample."""


@pytest.fixture(name="dumps")
def _dumps(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The samples in the current folder."""
    shutil.copytree(EVIDENCE, tmp_path, dirs_exist_ok=True)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def rows(path: str = "inventory.csv") -> list[dict[str, str]]:
    """The rows of a table that was written."""
    return [*csv.DictReader(io.StringIO(Path(path).read_text(encoding="utf-8"), newline=""))]


def test_dumps_become_an_inventory(dumps: Path) -> None:
    """Each fact of a server is in the first of its rows."""
    done = run("import", "two-sites", "exports")
    assert (done.status, done.err) == (0, "")
    assert done.out.endswith("Next         x400fix check inventory.csv\n")
    found = {(row["server"], row["connector"]): row for row in rows()}
    assert list(found) == [
        ("DENHUB1", "X400 to SEATTLE 1"),
        ("DENHUB1", "X400 to SEATTLE 2"),
        ("PARHUB1", "X400 to SEATTLE A"),
        ("PARHUB1", "X400 to SEATTLE B"),
        ("SEAHUB1", "X400 to DENVER 1"),
        ("SEAHUB1", "X400 to DENVER 2"),
    ]
    assert found["DENHUB1", "X400 to SEATTLE 1"] == {
        "connector": "X400 to SEATTLE 1",
        "server": "DENHUB1",
        "address": "SEAHUB1",
        "remote_server": "SEAHUB1",
        "site": "DENVER",
        "exchange": "5.5 RTM (build 1960)",
        "os": "Windows 2000 SP4",
        "adapter": "LAN-Verbindung",
        "addresses": "10.2.0.10/24",
        "gateway": "10.2.0.1",
        "stack_t_selector": "0x44454e",
        "t_selector": "0x53454131",
    }
    assert found["SEAHUB1", "X400 to DENVER 2"]["exchange"] == ""
    assert found["PARHUB1", "X400 to SEATTLE A"]["adapter"] == "Connexion au réseau local"
    checked = run("check", "inventory.csv")
    assert "6 connectors, 3 conflicts" in checked.out
    assert "X4-N002" not in checked.err
    assert sorted(path.name for path in dumps.iterdir()) == [
        *("README.md", "exports", "inventory.csv", "two-sites"),
    ]


@pytest.mark.usefixtures("dumps")
def test_where_it_is_run_makes_no_difference() -> None:
    """Nor in which order paths are given, as far as they say the same."""
    run("import", "two-sites", "exports", "-o", "one.csv")
    run("import", "exports", "two-sites", "./two-sites", "-o", "two.csv")
    assert Path("one.csv").read_bytes() == Path("two.csv").read_bytes()


@pytest.mark.usefixtures("dumps")
def test_origins_say_where_each_cell_comes_from() -> None:
    """In a column that check leaves alone, and in the JSON."""
    done = run("import", "two-sites", "--origins", "--json")
    row = rows()[0]
    places = dict(each.split("=", 1) for each in row.pop("# origins").split("; "))
    assert places.keys() == {name for name, text in row.items() if text}
    assert places["address"] == "two-sites/DENHUB1/ADMINDMP.TXT:22"
    cells = json.loads(done.stdout)["connectors"][0]
    assert cells["address"] == {
        "value": "SEAHUB1",
        "file": "two-sites/DENHUB1/ADMINDMP.TXT",
        "line": 22,
    }
    for name, place in places.items():
        file, _, line = place.rpartition(":")
        data = Path(file).read_bytes()
        text = data.decode("utf-16" if data[:2] == b"\xff\xfe" else "cp850")
        seen = text.splitlines()[int(line) - 1]
        value = {"address": "534541", "t_selector": "534541", "stack_t_selector": "44454E"}
        value |= {"addresses": "10.2.0.10", "gateway": "", "exchange": "1960", "os": "5.0"}
        assert value.get(name, row[name]).lower() in seen.lower() or "hex(7)" in seen, name
    assert run("check", "inventory.csv").err == ""


@pytest.mark.usefixtures("dumps")
@pytest.mark.parametrize("options", [(), ("--json",), ("--verbose",), ("--strict",)])
def test_a_password_leaves_no_reader(options: tuple[str, ...]) -> None:
    """Whatever is wrong with the line that holds it."""
    path = Path("two-sites/SEAHUB1/ADMINDMP.TXT")
    text = path.read_text(encoding="ascii")
    assert MARKER in text
    torn = text.replace(f"Cred:   '{MARKER}'", f"Cred =  {MARKER}", 1)
    torn = torn.replace(f"'{MARKER}'", f"'{MARKER}\n{MARKER}", 1)
    torn += f"\n{MARKER}: '{MARKER}'\nAdmin-Password:  values: 2\n  [1] '{MARKER}'\n"
    path.write_text(torn, encoding="ascii")
    Path("two-sites/x.csv").write_text(
        f"Obj-Class,Directory Name,MTA-Local-Cred,N-Address\n"
        f"RFC1006-X400-Link,To X,{MARKER},,{MARKER}\n{MARKER}\n",
        encoding="ascii",
    )
    Path("two-sites/SEAHUB1/x.reg").write_text(
        f'REGEDIT4\n\n[HKEY_LOCAL_MACHINE\\X]\n"DefaultPassword"="{MARKER}"\n{MARKER}\n',
        encoding="ascii",
    )
    Path("two-sites/x.ldf").write_text(
        f"dn: cn=To X,o=Org\nobjectClass: rFC1006X400Link\ngatewayLocalCred: {MARKER}\n"
        f"mTALocalCred:: {MARKER}\n{MARKER}\n",
        encoding="ascii",
    )
    Path("two-sites/letter.txt").write_text(f"the password is {MARKER}\n", encoding="ascii")
    done = run("import", "two-sites", "exports", "--origins", *options)
    assert done.status == (3 if "--strict" in options else 0)
    written = b"".join(path.read_bytes() for path in Path().glob("*.csv"))
    assert bool(written) is not ("--strict" in options)
    assert MARKER.encode() not in done.stdout + done.stderr + written


@pytest.mark.usefixtures("dumps")
def test_nothing_is_replaced_unless_asked_for() -> None:
    """And what is replaced keeps its permissions."""
    Path("inventory.csv").write_text("mine", encoding="ascii")
    Path("inventory.csv").chmod(0o640)
    assert run("import", "two-sites").status == 5
    assert Path("inventory.csv").read_text(encoding="ascii") == "mine"
    assert run("import", "two-sites", "--force").status == 0
    assert rows()
    assert Path("inventory.csv").stat().st_mode & 0o777 == 0o640
    before = tree(Path())
    Path("servers.csv").mkdir()
    shutil.copytree("exports/PARHUB1", "two-sites/PARHUB1")
    assert run("import", "two-sites", "--force").status == 5
    shutil.rmtree("two-sites/PARHUB1")
    Path("servers.csv").rmdir()
    assert tree(Path()) == before


@pytest.mark.usefixtures("dumps")
def test_a_server_without_connectors_has_a_table_of_its_own() -> None:
    """The next command names it."""
    shutil.copytree("exports/PARHUB1", "two-sites/PARHUB1")
    done = run("import", "two-sites")
    assert done.out.endswith("x400fix check inventory.csv --servers servers.csv\n")
    assert [row["server"] for row in rows("servers.csv")] == ["PARHUB1"]
    assert run("check", "inventory.csv", "--servers", "servers.csv").status == 1


@pytest.mark.usefixtures("dumps")
def test_what_is_no_plain_file_is_named() -> None:
    """A pipe is not waited for, a link does not lead out, what is huge is not read."""
    os.mkfifo("two-sites/PIPE")
    Path("two-sites/OUT").symlink_to(EVIDENCE / "README.md")
    Path("two-sites/INSIDE").symlink_to("SEAHUB1/LMHOSTS")
    Path("two-sites/FOLDER").symlink_to("/usr")
    Path("two-sites/GONE").symlink_to("nowhere")
    with Path("two-sites/HUGE").open("wb") as file:
        file.truncate(17_000_000)
    Path("alone").symlink_to("exports/SERVER.LDF")
    done = run("import", "two-sites", "alone")
    said = "".join(line for line in done.err.splitlines(keepends=True) if "W177" in line)
    assert "PIPE: warning X4-W177: not read: this is neither a file nor a folder" in said
    assert "OUT: warning X4-W177: not read: a link leads out of the folder" in said
    assert "FOLDER: warning X4-W177: not read: this is a link to a folder" in said
    assert "GONE: warning X4-W177: not read: there is no such file" in said
    assert "HUGE: warning X4-W177: not read: it has 17 MB" in said
    assert said.count("\n") == 5
    assert run("import", "two-sites\0").status == 3


@pytest.mark.usefixtures("dumps")
def test_files_of_a_bundle_are_no_evidence() -> None:
    """They are what is planned; what people put next to them is read."""
    run("import", "two-sites")
    run(
        "plan", "inventory.csv", "--pool", "10.1.0.32/28", "--pool", "10.2.0.32/28", "--out", "plan"
    )
    shutil.copytree("two-sites/SEAHUB1", "plan/SERVERS/SEAHUB1/BEFORE")
    done = run("import", "plan", "-o", "again.csv")
    assert "plan/PLAN.json: note X4-N003: not read: this bundle, " in done.err
    assert done.err.count("note") == 2
    assert {row["server"] for row in rows("again.csv")} == {"SEAHUB1"}
    assert rows("again.csv")[0]["addresses"] == "10.1.0.10/24"
    assert "BEFORE" not in done.err


@pytest.mark.usefixtures("dumps")
def test_the_number_of_files_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is left is said."""
    monkeypatch.setattr("x400fix.evidence.folders.MOST_FILES", 3)
    assert "there are more than 3 files" in run("import", "two-sites").err


@pytest.mark.usefixtures("dumps")
def test_a_folder_that_may_not_be_read_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    """The others are read."""
    read = os.scandir

    def refuse(path: str | int) -> object:
        if str(path).endswith("DENHUB1"):
            raise PermissionError(13, "no", path)
        return read(path)

    monkeypatch.setattr("os.scandir", refuse)  # root may read everything
    done = run("import", "two-sites")
    assert "DENHUB1: warning X4-W177: not read: there is no permission to read it" in done.err


# ---- what follows from several files


def adapters(text: str) -> str:
    """A file of netsh with several connections, named by their numbers."""
    return "".join(
        f'set address name="LAN {number}" source=static addr={each} mask=255.255.255.0\n'
        for number, each in enumerate(text.split(), 1)
    )


@pytest.mark.usefixtures("dumps")
def test_the_adapter_is_the_one_that_connectors_dial() -> None:
    """By its address, or by a name that a name file has."""
    Path("two-sites/DENHUB1/IPCONFIG.TXT").unlink()
    Path("two-sites/DENHUB1/TCPIP.REG").unlink()
    Path("two-sites/DENHUB1/NETSH.TXT").write_text(adapters("10.9.0.10 10.2.0.10"), "ascii")
    run("import", "two-sites")
    assert rows()[0]["adapter"] == "LAN 2"
    path = Path("two-sites/SEAHUB1/ADMINDMP.TXT")
    alias = path.read_text("ascii").replace(b"10.2.0.10".hex().upper(), b"DEN-ALIAS".hex().upper())
    path.write_text(alias.replace("N-Address-Type:   '1'", "N-Address-Type:   '0'"), "ascii")
    run("import", "two-sites", "--force")
    assert rows()[0]["adapter"] == ""
    Path("two-sites/SEAHUB1/LMHOSTS").write_text(
        "10.9.0.10 DEN-ALIAS #PRE\n10.9.0.300 y #PRE\n", "ascii"
    )
    run("import", "two-sites", "--force")
    assert rows()[0]["adapter"] == "LAN 1"


@pytest.mark.usefixtures("dumps")
def test_the_partner_is_found_by_the_name_of_its_mta_or_by_name_files() -> None:
    """But not where both disagree."""
    path = Path("two-sites/DENHUB1/ADMINDMP.TXT")
    text = path.read_text("ascii")
    nameless = text.replace("Gateway-Local-Desig:   'SEAHUB1'", "Gateway-Local-Desig:   'X400 MTA'")
    path.write_text(nameless, "ascii")
    run("import", "two-sites")
    assert rows()[0]["remote_server"] == "SEAHUB1"  # by HOSTS
    Path("two-sites/DENHUB1/HOSTS").unlink()
    Path("two-sites/DENHUB1/LMHOSTS").unlink()
    run("import", "two-sites", "--force")
    assert rows()[0]["remote_server"] == ""
    path.write_text(text, "ascii")
    Path("two-sites/DENHUB1/HOSTS").write_text("10.2.0.10 seahub1.contoso seahub1\n", "ascii")
    done = run("import", "two-sites", "--force")
    assert rows()[0]["remote_server"] == ""
    assert "X4-W172: the remote MTA name of connector" in done.err


@pytest.mark.usefixtures("dumps")
def test_records_of_one_adapter_are_one() -> None:
    """By name or address, also if a later record shows it."""
    folder = Path("two-sites/DENHUB1")
    name = 'set address name="{}" source=static addr={} mask=255.255.255.0\n'
    folder.joinpath("A.TXT").write_text(name.format("Gamma", "10.2.0.77"), "ascii")
    folder.joinpath("NETSH.TXT").write_text(
        name.format("Gamma", "10.2.0.10") + name.format("LAN-Verbindung", "10.2.0.10"), "ascii"
    )
    done = run("import", "two-sites")
    assert "the addresses of DENHUB1 are 10.2.0.10/24 here, but 10.2.0.77/24" in done.err
    assert "the adapter of DENHUB1 is 'LAN-Verbindung' here, but 'Gamma' at" in done.err
    assert (rows()[0]["adapter"], rows()[0]["addresses"]) == ("", "")


@pytest.mark.usefixtures("dumps")
def test_masks_must_agree_and_missing_ones_are_filled_in() -> None:
    """From the file that has them."""
    path = Path("two-sites/DENHUB1/NETSH.TXT")
    text = path.read_text("ascii")
    path.write_text(text.replace(" mask = 255.255.255.0", ""), "ascii")
    run("import", "two-sites")
    assert rows()[0]["addresses"] == "10.2.0.10/24"
    path.write_text(text.replace("255.255.255.0", "255.255.0.0"), "ascii")
    done = run("import", "two-sites", "--force")
    assert rows()[0]["addresses"] == ""
    assert "of an address of DENHUB1 is 10.2.0.10/24 here, but 10.2.0.10/16 at" in done.err


@pytest.mark.usefixtures("dumps")
def test_dhcp_is_an_address_list_of_its_own() -> None:
    """The plan then leaves the NIC alone."""
    path = Path("two-sites/DENHUB1/NETSH.TXT")
    for other in ("IPCONFIG.TXT", "TCPIP.REG"):
        path.with_name(other).unlink()
    path.write_text('set address name="LAN" source=dhcp\n', "ascii")
    run("import", "two-sites")
    assert (rows()[0]["adapter"], rows()[0]["addresses"]) == ("LAN", "dhcp")
    path.write_text('set address name="LAN" gateway=0.0.0.0\n', "ascii")
    run("import", "two-sites", "--force")
    assert (rows()[0]["addresses"], rows()[0]["gateway"]) == ("", "")
    path.write_text(f'set address name="{"{GUID}"}" addr=10.2.0.10\n', "ascii")
    run("import", "two-sites", "--force")
    assert (rows()[0]["adapter"], rows()[0]["addresses"]) == ("", "10.2.0.10")


@pytest.mark.usefixtures("dumps")
def test_versions_that_say_more_go_before_those_that_say_less() -> None:
    """Those that differ are named."""
    log = Path("two-sites/SEAHUB1/APPLOG.TXT")
    text = log.read_text("ascii")
    more = text.splitlines()[0].replace("1460.13", "1460.20")
    log.write_text(f"{more}\n{text}", "ascii")
    done = run("import", "two-sites", "--strict")
    assert (done.status, done.err) == (0, "")
    log.write_text(f"{more.replace('1460.20', '1457.8')}\n{text}", "ascii")
    done = run("import", "two-sites", "--force")
    assert "X4-W172: exchange of SEAHUB1 is" in done.err
    dn = "/o=Contoso/ou=SEATTLE/cn=Configuration/cn=Servers/cn=SEAHUB1"
    server = (
        f"Computer  11/3/98\n\nObj-Dist-Name:  '{dn}'\nVersion:  'Version 5.0 (Build 1458.5)'\n"
    )
    Path("two-sites/SEAHUB1/SERVER.TXT").write_text(server, "ascii")
    log.write_text(text, "ascii")
    assert "X4-W172: exchange of SEAHUB1 is" in run("import", "two-sites", "--force").err
    later = text.replace("1460.13", "1459.1")
    log.write_text(later, "ascii")
    assert run("import", "two-sites", "--force").err == ""
    assert rows()[2]["exchange"] == "5.0 SP1 (build 1459)"
    log.write_text(text.replace("1460.13", "3.7"), "ascii")
    assert "X4-W175: exchange" in run("import", "two-sites", "--force").err


@pytest.mark.usefixtures("dumps")
def test_what_an_inventory_cannot_hold_is_named() -> None:
    """A connector's name, a site, an adapter, a system."""
    path = Path("two-sites/SEAHUB1/ADMINDMP.TXT")
    text = path.read_text("ascii")
    path.write_text(text.replace("'X400 to DENVER 1'", "'X400\x01 to DENVER 1'"), "ascii")
    assert "nothing was read from it" in run("import", "two-sites").err
    path.write_text(text.replace("X400 to DENVER 1'", "X400" + "x" * 70 + "'"), "ascii")
    reg = Path("two-sites/DENHUB1/TCPIP.REG")
    reg.write_bytes(reg.read_text("utf-16").replace("Pack 4", "Pack 44").encode("utf-16"))
    done = run("import", "two-sites", "--force")
    assert (
        "is too long: it has 74 characters, at most 64 are possible; the connector is" in done.err
    )
    assert "X4-W175: os 'Windows 2000 Service Pack 44'" in done.err
    path.write_text(text.replace("ou=SEATTLE", "ou=" + "S" * 1001), "ascii")
    Path("two-sites/DENHUB1/NETSH.TXT").write_text(
        'set address name="LAN\u202e" addr=10.2.0.10 mask=255.255.255.0\n', "utf-8"
    )
    Path("two-sites/DENHUB1/IPCONFIG.TXT").unlink()
    reg.unlink()
    done = run("import", "two-sites", "--force")
    assert done.err.count("X4-W175") == 3
    assert rows()[0]["adapter"] == ""


@pytest.mark.usefixtures("dumps")
def test_other_stacks_are_rows_too() -> None:
    """With their own kind of Address."""
    path = Path("two-sites/SEAHUB1/ADMINDMP.TXT")
    path.write_text(path.read_text("ascii").replace("RFC1006-X400", "TP4-X400", 1), "ascii")
    run("import", "two-sites")
    assert [row["stack"] for row in rows()] == ["", "", "TP4", ""]


BUILDS = {
    "4.0 SP5": "4.0 (build 996.72)",
    "5.0 SP2": "5.0 (build 1460.13)",
    "5.5 SP4": "5.5 (build 2653.23)",
}
"""What an MTA says when it starts (Q163294)."""


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", ["two-sites", "names", "existing-names", "window"])
def test_an_imported_inventory_plans_as_the_one_that_people_typed(
    name: str, language: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The same connectors move to the same addresses, whatever language the servers speak."""
    monkeypatch.chdir(tmp_path)
    shutil.copytree(SAMPLES / name, "sample", ignore=shutil.ignore_patterns("expected"))
    planned = sample(name)
    files = files_of(computers_after(planned, 0), "BEFORE", language)
    for facts in planned.plan.facts:
        started = f"Service startup complete, version {BUILDS[facts.exchange]}. [BASE] (14)"
        log = dumpel(facts.server, [("11/3/98 9:15 AM", 9298, started)])
        files[f"{facts.server}/BEFORE/EVENTS.TXT"] = log
    for path, data in files.items():
        Path("dumps", path).parent.mkdir(parents=True, exist_ok=True)
        Path("dumps", path).write_bytes(data)
    assert run("import", "dumps", "-o", "sample/inventory.csv", "--force").status == 0
    monkeypatch.chdir("sample")
    command = shlex.split(Path("command.txt").read_text(encoding="utf-8"))[1:]
    assert run(*command, "--out", "seen").status == 0
    columns = ("action", "server", "connector", "new_address", "alias")
    given = [
        [tuple(row[column] for column in columns) for row in rows(f"{folder}/ASSIGN.csv")]
        for folder in ("seen", SAMPLES / name / "expected")
    ]
    assert given[0] == given[1]


@pytest.mark.usefixtures("dumps")
def test_a_connection_of_nobody_is_nobodys() -> None:
    """Its addresses lead to no server."""
    Path("dumps").mkdir()
    for server, address in (("A", "10.8.0.1"), ("B", "10.2.0.10")):
        Path("dumps", f"{server}.TXT").write_text(adapters(address), "ascii")
    done = run("import", "dumps", "two-sites")
    assert "dumps/A.TXT: warning X4-W173" in done.err
    assert "dumps/B.TXT: note X4-N005: only the addresses in it say that it is of" in done.err


def _site(folder: Path, number: int) -> None:
    """The files of one of many servers, with two connectors to the next one."""
    shutil.copytree(EVIDENCE / "two-sites" / "SEAHUB1", folder)
    shutil.copy(EVIDENCE / "two-sites" / "DENHUB1" / "NETSH.TXT", folder)
    last = 10 + number % 100
    own, other = f"10.{number // 100}.{number % 100}.{last}", f"10.99.{number % 100}.{last}"
    changes = {
        *[("SEAHUB1", folder.name), ("seahub1", folder.name.lower()), ("10.1.0.10", own)],
        *[(b"10.2.0.10".hex().upper(), other.encode().hex().upper()), ("LAN-Verbindung", "El90x1")],
        *[("10.2.0.10", own), ("10.2.0.1 ", "10.1.0.1 "), ("ou=SEATTLE", f"ou=S{number}")],
    }
    for path in folder.iterdir():
        text = path.read_text("ascii")
        for old, new in sorted(changes):
            text = text.replace(old, new)
        path.write_text(text, "ascii")


@pytest.mark.slow
def test_five_hundred_servers_are_read_in_seconds(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Every format at once; the limit is 20 seconds."""
    monkeypatch.chdir(tmp_path)
    for number in range(500):
        _site(Path(f"SRV{number:03}"), number)
    begin = time.process_time()
    done = run("import", ".", "--origins")
    assert time.process_time() - begin < 20
    assert done.status == 0
    assert "1000 connectors of 500 servers" in done.out
