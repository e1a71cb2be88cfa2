# SPDX-License-Identifier: MIT
"""``x400fix simulate``: the whole run as a table, as data, and one connector's calls in words."""

import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from tests.command import POOL, run, tree
from tests.golden import SAMPLES, sample_names
from tests.plans import with_checksum
from x400fix.plan.model import Place
from x400fix.planning import places
from x400fix.planning.places import finish_place
from x400fix.simulation.requirements import REQUIREMENTS

OLD = Path(__file__).parent / "data" / "plan-1.2.json"
PLANS = {name: SAMPLES / name / "expected" / "PLAN.json" for name in sample_names()}


@pytest.fixture
def plan(here: Path) -> str:
    """A plan for two servers with two connectors each way."""
    assert run("plan", "inventory.csv", *POOL, "--out", "night", "--quiet").status == 0
    return str(here / "night" / "PLAN.json")


@pytest.mark.parametrize("name", sample_names())
def test_a_plan_says_what_running_it_again_says(name: str) -> None:
    """PLAN.json holds what plan found; simulate finds the same from PLAN.json alone."""
    document = json.loads(PLANS[name].read_bytes())
    outcome = run("simulate", str(PLANS[name]), "--json")
    assert outcome.status == 0
    found = json.loads(outcome.stdout)
    assert found == {key: document[key] for key in ("proof", "routes", "outages")}


def test_the_routes_are_a_table(plan: str) -> None:
    """Before and after, both directions with the articles that they rest on."""
    outcome = run("simulate", plan)
    assert (outcome.status, outcome.err) == (0, "")
    lines = outcome.out.splitlines()
    assert lines[0].split() == ["SERVER", "CONNECTOR", "PARTNER", "BEFORE", "AFTER", "OUT", "IN"]
    assert lines[2] == (
        "MAIL-A  To B 2     MAIL-B   down    claimed    same-pair Q200588 Q193380          "
        "same-pair Q200588 Q193380"
    )


def test_what_is_out_of_service_is_told_step_by_step(plan: str) -> None:
    """The list of a NIC is written with the services stopped; then come server and MTA."""
    out = run("simulate", plan).out
    rows = [line for line in out.splitlines() if line.endswith(("NIC", "server", "MTA"))]
    assert [line.split(maxsplit=5)[:5] for line in rows] == [
        ["7", "MAIL-A", "5", "0", "4"],
        ["8", "MAIL-A", "20", "0", "4"],
        ["9", "MAIL-B", "5", "0", "4"],
        ["10", "MAIL-B", "20", "0", "4"],
        ["14", "MAIL-A", "10", "0", "4"],
        ["16", "MAIL-B", "10", "0", "4"],
    ]
    assert "   16  2 routes are claimed\n   16  2 routes are uncertain\n" in out


def test_what_is_claimed_is_never_said_to_work(plan: str) -> None:
    """Nothing of two old servers works by a source alone."""
    out = run("simulate", plan).out
    assert "works                    0       0\n" in out
    assert "claimed                  0       2\n" in out


def test_every_requirement_is_told(plan: str) -> None:
    """With what was found, and at the end what nobody can know."""
    out = run("simulate", plan).out
    assert out.count("\nholds: ") == len(REQUIREMENTS)
    assert "This was not tested on Windows NT or Exchange" in out


def test_a_plan_that_violates_a_requirement_has_status_1(
    here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Such a plan is made by --unsafe only; a fault in planning is made up for it."""

    def unchanged(*arguments: Any) -> Place:  # noqa: ANN401 -- those of the real one
        place = finish_place(*arguments)
        attributes = (replace(each, after=each.before) for each in place.address_attributes)
        return replace(place, address_attributes=tuple(attributes))

    monkeypatch.setattr(places, "finish_place", unchanged)
    outcome = run("plan", "inventory.csv", *POOL)
    assert (outcome.status, outcome.err.count(": error X4-E063: simulation: ")) == (4, 2)
    assert [path.name for path in here.iterdir()] == ["inventory.csv"]
    outcome = run("plan", "inventory.csv", *POOL, "--unsafe", "--out", "n")
    assert (outcome.status, outcome.err.count(": warning X4-W136: simulation: ")) == (0, 2)
    outcome = run("simulate", "n/PLAN.json")
    assert outcome.status == 1
    assert "\nfails: No two connectors of one stack share an Address any more" in outcome.out
    assert "\n    MAIL-B/To A 1\n" in outcome.out
    assert run("simulate", "n/PLAN.json", "--json").status == 1


def test_many_breaches_are_counted(here: Path) -> None:
    """Twenty of them are named."""
    rows = [
        f"To B {at:02},MAIL-A,10.20.2.10,MAIL-B,5.0,NT 4.0,El90x1,10.20.1.10/24" for at in range(25)
    ]
    rows += [
        f"To A {at:02},MAIL-B,10.20.1.10,MAIL-A,5.0,NT 4.0,El90x1,10.20.2.10/24" for at in range(25)
    ]
    head = "connector,server,address,remote_server,exchange,os,adapter,addresses\n"
    (here / "inventory.csv").write_text(head + "\n".join(rows), encoding="utf-8")
    pool = ("--pool", "10.20.1.64/26", "--pool", "10.20.2.64/26")
    assert run("plan", "inventory.csv", *pool, "--reassign-all", "--out", "n").status == 0
    outcome = run("simulate", "n/PLAN.json")
    assert outcome.status == 0
    assert "given up by --reassign-all: Every call that some connector answered" in outcome.out
    assert "\n    and 30 more\n" in outcome.out


READERS = {
    "simulate": ("simulate", "PLAN.json"),
    "explain": ("simulate", "PLAN.json", "--explain", "To B 1"),
    "ticket": ("ticket", "PLAN.json"),
    "lint": ("lint", "HOSTS", "--plan", "PLAN.json"),
    "previous": ("plan", "inventory.csv", *POOL, "--previous", "PLAN.json"),
}


@pytest.mark.parametrize("arguments", READERS.values(), ids=READERS.keys())
def test_every_command_refuses_a_plan_that_was_edited(
    arguments: tuple[str, ...], here: Path, plan: str
) -> None:
    """With a checksum that fits: the first value that does not follow from the inputs is named."""
    data = Path(plan).read_bytes()
    assert b'"verdict":"CONFLICT"' in data
    edited = with_checksum(data.replace(b'"verdict":"CONFLICT"', b'"verdict":"OK"', 1))
    (here / "PLAN.json").write_bytes(edited)
    (here / "HOSTS").write_bytes(b"127.0.0.1 localhost\r\n")
    before = tree(here)
    outcome = run(*arguments)
    assert (outcome.status, outcome.out) == (3, "")
    assert outcome.err.endswith(
        "PLAN.json: error X4-E070: this plan cannot be used: $.connectors[0].verdict is 'OK', "
        "but 'CONFLICT' follows from its inputs; give the PLAN.json of a bundle as it was made\n"
        "1 error\n"
    )
    assert tree(here) == before


@pytest.mark.parametrize("arguments", READERS.values(), ids=READERS.keys())
def test_a_plan_of_version_1_is_for_previous_only(arguments: tuple[str, ...], here: Path) -> None:
    """It does not hold all of its inputs."""
    shutil.copy(OLD, here / "PLAN.json")
    (here / "HOSTS").write_bytes(b"127.0.0.1 localhost\r\n")
    outcome = run(*arguments)
    if "--previous" in arguments:
        assert (outcome.status, outcome.err) == (0, "")
    else:
        assert (outcome.status, outcome.out) == (3, "")
        assert "error X4-E071: this plan cannot be used: it has version 1.2" in outcome.err


def test_a_plan_comes_from_stdin_too(plan: str) -> None:
    """As an inventory does."""
    outcome = run("simulate", "-", stdin=Path(plan).read_bytes())
    assert outcome.status == 0


def test_the_calls_of_one_connector_are_followed_rule_by_rule(plan: str) -> None:
    """So that an administrator can follow them on paper."""
    outcome = run("simulate", plan, "--explain", "mail-a/to b 2")
    assert (outcome.status, outcome.err) == (0, "")
    assert outcome.out.partition("AFTER, IN")[0].partition("AFTER, OUT")[2] == (
        ": its own calls\n"
        '  1. "To B 2" of MAIL-A dials its Address: 10.20.2.32.\n'
        "  2. It is an IP address, so no name has to be resolved (Q240759).\n"
        "  3. MAIL-B answers there.\n"
        "  4. The call comes from 10.20.1.10: presumed: the first of several addresses (Q149399, "
        "Q197378).\n"
        "  5. MAIL-B looks for 10.20.1.10 among the Addresses of its connectors\n"
        "     (Q189345, Q193380) and finds:\n"
        '     "To A 1"\n'
        "  So: claimed. The call comes from the address that another connector of the\n"
        "      same two servers holds, and meets that one. That mail passes is the claim of\n"
        "      KB 200588 only. Q200588, Q193380\n"
        "\n"
    )


def test_before_the_plan_the_stack_cannot_tell_them_apart(plan: str) -> None:
    """And says so at both servers."""
    before = run("simulate", plan, "--explain", "To B 1").out.partition("AFTER")[0]
    for name in ("MAIL-A", "MAIL-B"):
        assert f"{name} has connectors with one Address: its stack cannot tell them" in before
    assert before.count("So: down.") == 2


def test_the_calls_come_as_data_too(plan: str) -> None:
    """Four of them: out and in, before and after."""
    calls = json.loads(run("simulate", plan, "--explain", "To B 2", "--json").stdout)
    assert [(call["moment"], call["direction"]) for call in calls] == [
        ("before", "out"),
        ("before", "in"),
        ("after", "out"),
        ("after", "in"),
    ]
    assert calls[2]["met"] == ["To A 1"]
    assert calls[2]["rule"] == "same-pair"


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ("One,MAIL-A,mail-b,MAIL-B,,", "The name resolves to 10.20.2.10, by the computer name, by"),
        ("One,MAIL-A,far.example,,,", "The address of the name is unknown: it is resolved by"),
        ("One,MAIL-A,far.example,,,", "No server of the inputs answers there, or more than one."),
        ("One,MAIL-A,c.example,MAIL-C,,", "MAIL-B answers there, but the partner is MAIL-C."),
        ("One,MAIL-A,10.9.0.1,MAIL-B,FW1,", "That is a proxy firewall's address"),
        ("One,MAIL-A,10.20.2.99,MAIL-B,,", "or more than one; the partner is MAIL-B."),
        (
            "One,MAIL-A,10.20.2.10,MAIL-B,,",
            "finds 10.20.1.10 in no Address, and does not find its name MAIL-A either",
        ),
        ("One,MAIL-A,10.20.2.10,MAIL-B,,", "It refuses the call: 9301 0A14010A, 9301 4D41494C"),
        ("One,MAIL-A,10.20.3.10,MAIL-C,,", "Where the call comes from is unknown"),
    ],
)
def test_each_way_of_a_call_has_its_words(here: Path, row: str, words: str) -> None:
    """Names, firewalls, strangers, refusals."""
    text = (
        "connector,server,address,remote_server,via,addresses\n"
        f"{row}\n"
        "Back,MAIL-B,10.20.7.7,MAIL-Q,,10.20.2.10/24\n"
        "Side,MAIL-A,10.20.8.8,MAIL-R,,{own}\n"
        "Third,MAIL-C,10.20.9.9,MAIL-S,,\n"
    ).replace("{own}", "" if "unknown" in words else "10.20.1.10/24")
    (here / "inventory.csv").write_text(text, encoding="utf-8")
    (here / "x400fix.toml").write_text('[dns]\n"c.example" = "10.20.2.10"\n', encoding="utf-8")
    assert run("plan", "inventory.csv", "--out", "n", "--quiet").status == 0
    told = run("simulate", "n/PLAN.json", "--explain", "One").out
    assert words in told


def test_a_name_that_is_found_in_reverse_is_told(here: Path) -> None:
    """By a node status query, of which nobody knows whether the MTA makes one."""
    text = (
        "connector,server,address,remote_server,addresses\n"
        "One,MAIL-A,10.20.2.10,MAIL-B,10.20.1.10/24\n"
        "Back,MAIL-B,MAIL-A,MAIL-A,10.20.2.10/24\n"
    )
    (here / "inventory.csv").write_text(text, encoding="utf-8")
    assert run("plan", "inventory.csv", "--out", "n", "--quiet").status == 0
    told = run("simulate", "n/PLAN.json", "--explain", "One").out
    assert 'MAIL-A, by a node status query (Q193380). That is the Address of:\n     "Back"' in told


def test_a_partner_without_a_connector_back_is_told(here: Path) -> None:
    """Then there is no call to follow."""
    text = "connector,server,address\nOne,MAIL-A,10.20.2.10\n"
    (here / "inventory.csv").write_text(text, encoding="utf-8")
    assert run("plan", "inventory.csv", "--out", "n", "--quiet").status == 0
    told = run("simulate", "n/PLAN.json", "--explain", "One").out
    assert "IN: the calls to it\n  So: uncertain. The inputs do not know the MTA" in told


@pytest.mark.parametrize(
    ("dns", "rule"),
    [
        ("", "name-presumed"),
        ('[dns]\n"far.example.com" = "10.20.2.10"\n', "name-of-caller"),
        ('[dns]\n"FAR.example.com" = "10.20.2.10"\n', "letter-case"),
        ('[dns]\n"far.example.com" = "10.20.2.99"\n', "no-server"),
    ],
    ids=["nothing", "the-name", "another-case", "another-address"],
)
def test_what_dns_knows_is_taken_from_the_config_file(here: Path, dns: str, rule: str) -> None:
    """Forward for the call to MAIL-B, in reverse for its call back (Q193380, Q162674)."""
    text = (
        "connector,server,address,remote_server,addresses\n"
        "One,MAIL-A,far.example.com,MAIL-B,10.20.1.10/24\n"
        "Back,MAIL-B,10.20.1.10,MAIL-A,10.20.2.10/24\n"
    )
    (here / "inventory.csv").write_text(text, encoding="utf-8")
    (here / "x400fix.toml").write_text(dns, encoding="utf-8")
    assert run("plan", "inventory.csv", "--out", "n", "--quiet").status == 0
    outcome = run("simulate", "n/PLAN.json", "--json")
    route = json.loads(outcome.stdout)["routes"][0]
    assert rule in {route["after"]["outgoing"], route["after"]["incoming"]}


def test_an_alias_takes_no_name_and_no_address_that_dns_has(here: Path) -> None:
    """It would lead there (Q172218)."""
    config = '[dns]\n"mail-b-x2.example.com" = "10.20.2.32"\n'
    (here / "x400fix.toml").write_text(config, encoding="utf-8")
    arguments = ("plan", "inventory.csv", *POOL, "--address-mode", "lmhosts", "--out", "n")
    assert run(*arguments, "--quiet").status == 0
    added = (here / "n" / "SERVERS" / "MAIL-A" / "LMHOSTS.ADD").read_text(encoding="ascii")
    assert "10.20.2.33" in added
    assert "MAIL-B-X3" in added
    assert "MAIL-B-X2 " not in added


def test_a_turn_that_changes_the_reason_only_is_not_counted_again(here: Path) -> None:
    """Two newer servers get addresses one after the other: the route between them turns twice."""
    head = "connector,server,address,remote_server,exchange,os,adapter,addresses\n"
    facts = {
        "NEW-A": "5.5 SP3,NT 4.0 SP6,El90x1,10.1.0.10/24",
        "NEW-B": "5.5 SP3,NT 4.0 SP6,El90x1,10.2.0.10/24",
        "OLD-A": "5.0 SP2,NT 4.0 SP6,El90x1,10.3.0.10/24",
        "OLD-B": "5.0 SP2,NT 4.0 SP6,El90x1,10.4.0.10/24",
    }
    dials = {"NEW-A": "10.1.0.10", "NEW-B": "10.2.0.10", "OLD-A": "10.3.0.10", "OLD-B": "10.4.0.10"}
    pairs = [("OLD-A", "NEW-A"), ("OLD-A", "NEW-A"), ("OLD-B", "NEW-B"), ("OLD-B", "NEW-B")]
    pairs += [(far, near) for near, far in pairs] + [("NEW-A", "NEW-B"), ("NEW-B", "NEW-A")]
    rows = [f"C{at},{a},{dials[b]},{b},{facts[a]}\n" for at, (a, b) in enumerate(pairs)]
    (here / "inventory.csv").write_text(head + "".join(rows), encoding="utf-8")
    pool = ("--pool", "10.1.0.32/28", "--pool", "10.2.0.32/28")
    assert run("plan", "inventory.csv", *pool, "--out", "n", "--quiet").status == 0
    routes = json.loads(run("simulate", "n/PLAN.json", "--json").stdout)["routes"]
    turns = next(each["turns"] for each in routes if each["partner"] == "NEW-B")
    assert [turn["status"] for turn in turns] == ["uncertain", "uncertain"]
    out = run("simulate", "n/PLAN.json").out
    first, second = (turn["step"] for turn in turns)
    assert f"{first:5}  2 routes are uncertain\n" in out
    assert f"{second:5}  2 routes" not in out
