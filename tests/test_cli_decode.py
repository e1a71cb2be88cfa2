# SPDX-License-Identifier: MIT
"""``x400fix decode``: what events of the MTA mean, and which connector is meant."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.command import run

INVENTORY = """\
connector,server,address,remote_server,exchange,addresses,stack,t_selector,t_selector_in
To B 1,MAIL-A,10.20.2.10,MAIL-B,5.0 SP2,10.20.1.10/24,,B1,
To B 2,MAIL-A,10.20.2.10,MAIL-B,,,,,B2
To A 1,MAIL-B,MAIL,MAIL-A,5.0 SP2,10.20.2.10/24 10.20.2.41/24,,,
To X,MAIL-B,49000A,MAIL-A,,,TP4,,
"""
STACK = "/o=Org/ou=Site/cn=Configuration/cn=Servers/cn={0}/cn=TCP ({0})"
NO_GATEWAY = (
    "The message transfer gateway that uses the network address {} and the transport stack {} "
    "could not be found. Check the configuration of the mail gateway. [BASE IL] (10)"
)
BIND = (
    "An unknown MTA has attempted to bind. The MTA name in bind is <X>. The MTA presentation "
    "address is /t:0x4231/n:0x4D41494C, Association index: 2018. [MTA XFER-IN 35 42] (14)"
)


@pytest.fixture(name="here")
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "inventory.csv").write_text(INVENTORY, encoding="ascii")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def decoded(*arguments: str, stdin: str = "") -> list[dict[str, Any]]:
    """What the JSON has."""
    done = run("decode", *arguments, "--json", stdin=stdin.encode())
    assert done.status == 0, done.err
    found = json.loads(done.stdout)["decoded"]
    return [*found]


def readings(value: str, stdin: str = "") -> list[tuple[str, str]]:
    """Every way to read a value."""
    (found,) = decoded(value, stdin=stdin)
    return [(each["what"], each["text"]) for each in found["readings"]]


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("91F5C11B", [("IP address", "145.245.193.27")]),
        ("0x91f5c11b", [("IP address", "145.245.193.27")]),
        ("52656d6f74654d5441", [("name", "RemoteMTA")]),
        ("4E434F5354455354", [("name", "NCOSTEST")]),
        ("4D41494C", [("IP address", "77.65.73.76"), ("name", "MAIL")]),
        ("4D41494C00", [("name", "MAIL")]),
        ("0102030405", [("octets", "0x0102030405")]),
        ("636166656F6C65", [("name", "cafeole")]),
    ],
)
def test_a_value_is_shown_in_every_way_that_it_can_be_read(
    value: str, expected: list[tuple[str, str]]
) -> None:
    """The values are those of the articles."""
    assert readings(value) == expected


@pytest.mark.usefixtures("here")
def test_the_inventory_says_who_is_meant() -> None:
    """By address, by name, by selector."""
    out = run("decode", "0A14020A", "--inventory", "inventory.csv").out
    assert out == (
        "<text>\n"
        "  0A14020A = 10.20.2.10, IP address of MAIL-B\n"
        "    connector MAIL-A/To B 1\n"
        "    connector MAIL-A/To B 2\n"
    )
    out = run("decode", "4D41494C", "--inventory", "inventory.csv").out
    assert out.endswith("  4D41494C = MAIL, name\n    connector MAIL-B/To A 1\n")
    found = decoded(BIND, "--inventory", "inventory.csv")[0]
    assert found["event"] == 51
    selector, *address = found["readings"]
    assert (selector["text"], selector["connectors"]) == ("B1", ["MAIL-A/To B 1"])
    assert [each["text"] for each in address] == ["77.65.73.76", "MAIL"]


@pytest.mark.usefixtures("here")
def test_an_address_that_no_connector_has_is_explained() -> None:
    """It is the second address of the partner, for example."""
    text = NO_GATEWAY.format("0A140229", STACK.format("MAIL-A"))
    begin = "1/1/99\t1:00 AM\tMSExchangeMTA\tI\tC"
    Path("APP.TXT").write_text(
        f"{begin}\t9301\tN/A\tMAIL-A\t{text}\n" * 3
        + f"{begin}\t9202\tN/A\tMAIL-A\tA sockets error 0 on an accept()\n"
        + f"{begin}\t9215\tN/A\tMAIL-A\tA sockets error 10061 on a connect()\n"
        + f"{begin}\t9156\tN/A\tMAIL-A\tThere are no free control blocks\n"
        + f"{begin}\t290\tN/A\tMAIL-A\tA non-delivery report\n",
        encoding="ascii",
    )
    out = run("decode", "APP.TXT", "--inventory", "inventory.csv").out
    assert "APP.TXT:1: event 9301 at MAIL-A, 3 times\n" in out
    assert "  0A140229 = 10.20.2.41, IP address of MAIL-B\n" in out
    assert (
        '  MAIL-A has no connector with 10.20.2.41; those to MAIL-B are "To B 1" with 10.20.2.10, '
        '"To B 2" with 10.20.2.10\n'
    ) in out
    assert "APP.TXT:4: event 9202 at MAIL-A\n" in out
    assert "  sockets error 10061: the connection was refused: nothing listens there\n" in out
    assert "APP.TXT:6: event 9156 at MAIL-A\n" in out
    assert "290" not in out


@pytest.mark.usefixtures("here")
def test_many_connectors_are_cut() -> None:
    """A server can have a hundred to one partner; to another one it may have none."""
    rows = "".join(f"C{number},MAIL-A,10.20.2.10,MAIL-B,,,,,\n" for number in range(9))
    more = "To C,MAIL-C,10.20.2.10,MAIL-B,,10.20.3.10/24,,,\n"
    Path("inventory.csv").write_text(INVENTORY + rows + more, encoding="ascii")
    text = NO_GATEWAY.format("0A140229", STACK.format("MAIL-A"))
    assert " and 6 more\n" in run("decode", text, "--inventory", "inventory.csv").out
    text = NO_GATEWAY.format("0A14030A", STACK.format("MAIL-B"))
    out = run("decode", text, "--inventory", "inventory.csv").out
    assert out.endswith("  0A14030A = 10.20.3.10, IP address of MAIL-C\n")


@pytest.mark.parametrize("text", [NO_GATEWAY.format("4D41494C2D42", "x"), BIND])
def test_a_description_alone_is_an_event(here: Path, text: str) -> None:
    """As an argument, in a file, on standard input."""
    (here / "event.txt").write_text(text, encoding="ascii")
    as_text = [{**each, "where": None} for each in decoded(text)]
    as_file = [{**each, "where": None} for each in decoded("event.txt")]
    assert as_text == as_file
    as_input = [{**each, "where": None} for each in decoded(stdin=text)]
    assert as_input == as_text


def test_a_value_may_be_in_a_file_or_on_standard_input(here: Path) -> None:
    """A file goes before a value of its name."""
    (here / "4D41").write_text("91F5C11B\n", encoding="ascii")
    assert readings("4D41") == [("IP address", "145.245.193.27")]
    assert readings("-", stdin="91F5C11B\n") == [("IP address", "145.245.193.27")]


@pytest.mark.usefixtures("here")
def test_an_inventory_that_cannot_be_read_is_an_error() -> None:
    """But a conflict in it is none: people decode because something is wrong."""
    Path("wrong.csv").write_text("connector,server\nx,y\n", encoding="ascii")
    done = run("decode", "91F5C11B", "--inventory", "wrong.csv")
    assert done.status == 3
    assert "X4-E006" in done.err


@pytest.mark.usefixtures("here")
@pytest.mark.parametrize("text", ["hello", "", ".", "inventory.csv", "1/1/99 MSExchangeMTA"])
def test_what_is_none_of_these_is_an_error(text: str) -> None:
    """A folder without logs too."""
    done = run("decode", text)
    assert (done.status, "X4-E141" in done.err) == (3, True)
    assert run("decode", text, "91F5C11B").out == ""


def test_a_phrase_of_each_event_is_known() -> None:
    """For a description without its number."""
    for text, number in {
        "A sockets error 0 on an accept() call was detected.": 9202,
        "A sockets error 10060 on a connect() call was detected.": 9215,
        "A sockets error 10054 on a WSARecvEx() call was detected.": 9221,
        "There are no free control blocks available for network type 1.": 9156,
        "Incoming Connection rejected due to an incorrect T-selector": 4293,
    }.items():
        assert [each["event"] for each in decoded(text)] == [number]
