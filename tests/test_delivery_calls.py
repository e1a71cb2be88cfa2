# SPDX-License-Identifier: MIT
"""Where an outgoing call goes and comes from, and which connector an incoming one meets."""

import pytest

from tests.builders import server
from tests.deliveries import Scene, number, scene
from x400fix.inventory.connectors import Role, Server
from x400fix.simulation.calls import (
    Forward,
    Incoming,
    Match,
    Origin,
    Outgoing,
    Reverse,
    Way,
    find_source,
    incoming,
    outgoing,
)

A, B = "MAIL-A 10.20.1.10/24", "MAIL-B 10.20.2.10/24"
BACK = "MAIL-B/To_A 10.20.1.10 MAIL-A"
OWN = number("10.20.1.10")


def call(address: str, *servers: str | Server, others: tuple[str, ...] = ()) -> Outgoing:
    """Where the call of a connector from MAIL-A to MAIL-B goes."""
    found = scene([f"MAIL-A/1 {address} MAIL-B", BACK, *others], servers)
    return outgoing(found.state, found.at("MAIL-A/1"))


def test_a_call_goes_to_who_has_the_called_address() -> None:
    """And comes from the only address of its own server."""
    called = Forward(number("10.20.2.10"), Way.ADDRESS)
    assert call("10.20.2.10", A, B) == Outgoing(called, "MAIL-B", OWN, Origin.ONLY)


def test_a_call_may_go_to_another_server_than_the_partner() -> None:
    """The address decides, not what the row names."""
    assert call("10.20.3.10", A, B, "MAIL-C 10.20.3.10/24").server == "MAIL-C"


def test_an_address_that_nobody_has_leads_to_nobody_if_the_partners_nic_is_known() -> None:
    """Then it cannot be the partner's."""
    found = call("10.20.2.99", A, B)
    assert (found.server, found.is_presumed) == ("", False)


def test_an_address_that_nobody_has_is_presumed_the_partners_if_its_nic_is_unknown() -> None:
    """The inputs do not show the contrary."""
    found = call("10.20.2.10", A)
    assert (found.server, found.is_presumed) == ("MAIL-B", True)


def test_an_address_at_which_another_unknown_server_is_dialled_is_that_ones() -> None:
    """Links that are crossed would else be taken for right."""
    found = scene(["MAIL-A/1 10.20.2.10 MAIL-B", "MAIL-A/2 10.20.3.10 MAIL-C"], [A])
    found.set_address("MAIL-A/1", "10.20.3.10")
    assert outgoing(found.state, 0).server == "MAIL-C"


def test_an_address_on_two_nics_leads_to_nobody() -> None:
    """Not to a partner whose NIC nobody knows either: somebody else has it."""
    servers = (A, "MAIL-C 10.20.2.77/24", "MAIL-D 10.20.3.10/24 10.20.2.77/24")
    others = ("MAIL-C/1 10.20.3.10 MAIL-D", "MAIL-A/2 10.20.3.10 MAIL-D")
    assert call("10.20.2.77", *servers, others=others).server == ""


@pytest.mark.parametrize(
    ("address", "called", "way"),
    [
        pytest.param("MAIL-B", "MAIL-B", Way.COMPUTER_NAME, id="the-partners-name"),
        pytest.param("MAIL-C", "MAIL-C", Way.COMPUTER_NAME, id="anothers-name"),
        pytest.param("elsewhere", "MAIL-B", Way.PARTNER, id="some-name"),
    ],
)
def test_a_name_leads_to_whose_it_is_even_if_its_address_is_unknown(
    address: str, called: str, way: Way
) -> None:
    """Any other name is presumed the partner's."""
    found = call(address, A, server("MAIL-B"), server("MAIL-C"))
    assert found == Outgoing(Forward(None, way), called, OWN, Origin.ONLY, is_presumed=True)


def test_nobody_answers_for_a_foreign_mta() -> None:
    """Neither at an address nor at a name."""
    found = scene(["MAIL-A/1 172.16.9.9", "MAIL-A/2 elsewhere"], [A])
    assert [outgoing(found.state, index).server for index in (0, 1)] == ["", ""]


@pytest.mark.parametrize(
    ("caller", "source", "origin"),
    [
        pytest.param(server(B), "10.20.2.10", Origin.ONLY, id="one-address"),
        pytest.param(
            server(B + " 10.20.2.41/24"), "10.20.2.10", Origin.PRESUMED_FIRST, id="nt-4.0"
        ),
        pytest.param(
            server(B + " 10.20.2.41/24", os=""), "10.20.2.10", Origin.PRESUMED_FIRST, id="no-os"
        ),
        pytest.param(
            server(B + " 10.20.2.41/24", os="NT 3.51"), "10.20.2.10", Origin.FIRST, id="nt-3.51"
        ),
        pytest.param(server(B, roles=(Role.CLUSTER,)), "10.20.2.10", Origin.ROLE, id="cluster"),
        pytest.param(server(B, roles=(Role.RAS,)), "10.20.2.10", Origin.ROLE, id="ras"),
        pytest.param(
            server(B, roles=(Role.WINS, Role.PROXY_CLIENT)), "10.20.2.10", Origin.ROLE, id="proxy"
        ),
        pytest.param(server(B, roles=(Role.WINS,)), "10.20.2.10", Origin.ONLY, id="wins"),
        pytest.param(server("MAIL-B"), "10.20.2.10", Origin.PRESUMED, id="no-nic"),
        pytest.param(
            server("MAIL-B", roles=(Role.RAS,)), "10.20.2.10", Origin.ROLE, id="ras-without-nic"
        ),
    ],
)
def test_where_a_call_comes_from(caller: Server, source: str, origin: Origin) -> None:
    """The first address, more or less surely (Q149399, Q197378, Q169113)."""
    found = scene(["MAIL-A/1 10.20.2.10 MAIL-B", BACK], [A, caller])
    assert find_source(found.state, found.at("MAIL-B/To A")) == (number(source), origin)


def test_where_the_calls_of_a_server_come_from_that_nobody_dials_by_address() -> None:
    """Nobody knows."""
    found = scene(["MAIL-A/1 MAIL-B MAIL-B", BACK], [A, server("MAIL-B")])
    assert find_source(found.state, found.at("MAIL-B/To A")) == (None, Origin.UNKNOWN)


def test_an_override_goes_before_everything_else() -> None:
    """For one connector only."""
    found = scene(["MAIL-A/1 10.20.2.10 MAIL-B", "MAIL-A/2 10.20.2.11 MAIL-B"], [A, B])
    found.set_override("MAIL-A/2", "10.20.1.41")
    assert find_source(found.state, found.at("MAIL-A/1")) == (OWN, Origin.ONLY)
    assert find_source(found.state, found.at("MAIL-A/2")) == (
        number("10.20.1.41"),
        Origin.OVERRIDE,
    )


@pytest.mark.parametrize(
    ("origin", "is_certain"),
    [
        (Origin.OVERRIDE, True),
        (Origin.ONLY, True),
        (Origin.FIRST, True),
        (Origin.PRESUMED_FIRST, False),
        (Origin.PRESUMED, False),
        (Origin.ROLE, False),
        (Origin.UNKNOWN, False),
    ],
)
def test_an_origin_is_certain_if_a_source_says_so(origin: Origin, *, is_certain: bool) -> None:
    """Everything else is presumed."""
    assert origin.is_certain is is_certain


def answering(address: str, hosts: list[str], exchange: str = "5.0 SP2") -> Scene:
    """MAIL-A with one connector to MAIL-B."""
    rows = [f"MAIL-A/1 {address} MAIL-B", BACK]
    return scene(rows, [server(A, exchange=exchange), B], hosts={"MAIL-A": hosts})


def test_a_call_meets_the_connectors_with_the_callers_address() -> None:
    """Then nothing is looked up."""
    found = answering("10.20.2.10", ["10.20.2.10 OTHER"])
    assert incoming(found.state, "MAIL-A", number("10.20.2.10")) == Incoming(
        (0,), Match.ADDRESS, Reverse("", Way.UNKNOWN), ()
    )


def test_else_a_call_meets_the_connectors_with_the_callers_name() -> None:
    """Which HOSTS, DNS or the caller itself gives."""
    found = answering("MAIL-B.example.com", ["10.20.2.10 MAIL-B.example.com"])
    assert incoming(found.state, "MAIL-A", number("10.20.2.10")) == Incoming(
        (0,), Match.NAME, Reverse("MAIL-B.example.com", Way.HOSTS), ()
    )


def test_a_call_that_nothing_matches_meets_none() -> None:
    """The events show the address, then the name that was found for it."""
    found = answering("10.20.2.99", [])
    answer = incoming(found.state, "MAIL-A", number("10.20.2.10"))
    assert (answer.connectors, answer.match) == ((), Match.NONE)
    assert answer.looked_up == Reverse("MAIL-B", Way.NODE_STATUS)
    assert answer.events == (
        "9301 0A14020A",
        "9301 4D41494C2D42",
        "9202",
        "9221 at the caller",
    )


def test_a_caller_without_a_name_gives_one_9301() -> None:
    """There is nothing else to show."""
    found = answering("10.20.2.99", [])
    events = incoming(found.state, "MAIL-A", number("10.9.9.9")).events
    assert events == ("9301 0A090909", "9202", "9221 at the caller")


def test_a_silent_build_logs_neither_9301() -> None:
    """Q234962."""
    found = answering("10.20.2.99", [], "5.5 SP2")
    events = incoming(found.state, "MAIL-A", number("10.20.2.10")).events
    assert events == ("9202", "9221 at the caller")


def test_a_server_whose_version_nobody_knows_is_not_silent() -> None:
    """Nor is one that nobody describes, which has no connectors either."""
    found = answering("10.20.2.99", [], "")
    assert "9301 0A14020A" in incoming(found.state, "MAIL-A", number("10.20.2.10")).events
    assert "9301 0A14020A" in incoming(found.state, "MAIL-Z", number("10.20.2.10")).events
