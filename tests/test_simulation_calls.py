# SPDX-License-Identifier: MIT
"""What a name leads to, where a call goes and comes from, and which connector it meets."""

import pytest

from tests.builders import server
from tests.simulations import Scene, names, number, scene
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
    is_netbios,
    outgoing,
    resolve,
    reverse,
)

A, B = "MAIL-A 10.20.1.10/24", "MAIL-B 10.20.2.10/24"
BACK = "MAIL-B/To_A 10.20.1.10 MAIL-A"
OWN = number("10.20.1.10")
FILE = names("10.20.2.10 MAIL-B mail-b.example.com", "10.20.2.32 MAIL-B-X2", "10.20.2.99 MAIL-B")


@pytest.mark.parametrize(
    ("name", "address"),
    [
        pytest.param("MAIL-B", "10.20.2.10", id="first-line"),
        pytest.param("mail-b.example.com", "10.20.2.10", id="every-name-of-a-line"),
        pytest.param("mail-B-x2", "10.20.2.32", id="any-letter-case"),
    ],
)
def test_the_first_line_with_a_name_gives_its_address(name: str, address: str) -> None:
    """A later line with the same name is never read."""
    assert FILE.number_of(name) == number(address)


def test_the_first_line_with_an_address_gives_its_official_name() -> None:
    """As it is written (Q193380)."""
    assert FILE.name_of(number("10.20.2.10")) == "MAIL-B"
    twice = names("10.20.2.10 first MAIL-B", "10.20.2.10 SECOND")
    assert twice.name_of(number("10.20.2.10")) == "first"
    assert twice.number_of("SECOND") == number("10.20.2.10")


def test_what_no_line_has_is_not_found() -> None:
    """No address, and an empty name."""
    assert (FILE.number_of("MAIL-C"), FILE.name_of(number("10.20.3.10"))) == (None, "")


def dialling(
    address: str,
    *,
    hosts: list[str] | None = None,
    lmhosts: list[str] | None = None,
    dns: list[str] | None = None,
    servers: tuple[str, ...] = (A, B),
) -> Scene:
    """A connector of MAIL-A to MAIL-B with an Address."""
    return scene(
        [f"MAIL-A/To_B {address} MAIL-B", "MAIL-B/To_A 10.20.1.10 MAIL-A"],
        servers,
        hosts={"MAIL-A": hosts or []},
        lmhosts={"MAIL-A": lmhosts or []},
        dns=dns or [],
    )


def forward(found: Scene) -> tuple[str, Way]:
    """What the Address of MAIL-A's connector leads to."""
    index = found.at("MAIL-A/To B")
    called = resolve(found.state, index)
    return ("" if called.number is None else hex(called.number)), called.way


@pytest.mark.parametrize(
    ("hosts", "dns", "lmhosts", "number_found", "way"),
    [
        (["10.0.0.1 X"], ["10.0.0.2 X"], ["10.0.0.3 X"], "0xa000001", Way.HOSTS),
        ([], ["10.0.0.2 X"], ["10.0.0.3 X"], "0xa000002", Way.DNS),
        ([], [], ["10.0.0.3 X"], "0xa000003", Way.LMHOSTS),
        ([], [], [], "0xa14020a", Way.PARTNER),
    ],
)
def test_names_are_looked_up_in_hosts_then_dns_then_lmhosts(
    hosts: list[str], dns: list[str], lmhosts: list[str], number_found: str, way: Way
) -> None:
    """Q172218; after all of them there is only what the inventory says of the partner."""
    found = dialling("x", hosts=hosts, dns=dns, lmhosts=lmhosts)
    assert forward(found) == (number_found, way)


@pytest.mark.parametrize("name", ["x.example.com", "x234567890123456"])
def test_a_name_with_a_dot_or_too_long_never_reaches_lmhosts(name: str) -> None:
    """Q221150."""
    assert not is_netbios(name)
    assert forward(dialling(name, lmhosts=[f"10.0.0.3 {name}"]))[1] is Way.PARTNER


def test_a_name_of_15_characters_reaches_lmhosts() -> None:
    """The longest that NetBIOS has."""
    name = "x23456789012345"
    assert is_netbios(name)
    assert forward(dialling(name, lmhosts=[f"10.0.0.3 {name}"])) == ("0xa000003", Way.LMHOSTS)


def test_an_ip_address_needs_no_look_up() -> None:
    """Whatever the files say."""
    found = dialling("10.20.2.10", hosts=["10.0.0.1 10.20.2.10"])
    assert forward(found) == ("0xa14020a", Way.ADDRESS)


def test_the_own_host_name_goes_before_all_files() -> None:
    """It leads to the server itself."""
    found = dialling("mail-a", hosts=["10.0.0.1 MAIL-A"])
    assert forward(found) == ("0xa14010a", Way.OWN_NAME)


@pytest.mark.parametrize("name", ["MAIL-B", "mail-b", "mail-b.example.com"])
def test_a_computer_name_is_found_by_wins_or_broadcast_if_nothing_has_it(name: str) -> None:
    """Which the inputs cannot show."""
    found = dialling(name)
    assert forward(found) == ("0xa14020a", Way.COMPUTER_NAME)


def test_what_was_added_to_hosts_goes_before_what_was_there() -> None:
    """The block stands at the top of the file."""
    found = dialling("MAIL-B", hosts=["10.0.0.9 MAIL-B"])
    assert forward(found) == ("0xa000009", Way.HOSTS)
    found.state.set_hosts("MAIL-A", names("10.0.0.1 MAIL-B"))
    assert forward(found) == ("0xa000001", Way.HOSTS)


def test_what_was_in_lmhosts_goes_before_what_is_added() -> None:
    """The block stands at the end of the file."""
    found = dialling("X", lmhosts=["10.0.0.9 X"])
    found.state.set_lmhosts("MAIL-A", names("10.0.0.1 X"))
    assert forward(found) == ("0xa000009", Way.LMHOSTS)


@pytest.mark.parametrize(
    ("row", "called"),
    [
        pytest.param("MAIL-B MAIL-B", Forward(None, Way.COMPUTER_NAME), id="name-without-address"),
        pytest.param("elsewhere MAIL-B", Forward(None, Way.PARTNER), id="partner-without-address"),
        pytest.param("elsewhere", Forward(None, Way.UNKNOWN), id="nobody"),
    ],
)
def test_what_nobody_knows_is_no_address(row: str, called: Forward) -> None:
    """The inputs may have a name, but no address for it."""
    found = scene([f"MAIL-A/1 {row}", "MAIL-B/1 10.20.1.10 MAIL-A"], [A, server("MAIL-B")])
    assert resolve(found.state, 0) == called


@pytest.mark.parametrize(
    ("hosts", "dns", "address", "found_name"),
    [
        (["10.20.2.10 H"], ["10.20.2.10 D"], "10.20.2.10", Reverse("H", Way.HOSTS)),
        ([], ["10.20.2.10 D"], "10.20.2.10", Reverse("D", Way.DNS)),
        ([], [], "10.20.2.10", Reverse("MAIL-B", Way.NODE_STATUS)),
        ([], [], "10.9.9.9", Reverse("", Way.UNKNOWN)),
        (["10.20.2.11 H"], ["10.20.2.12 D"], "10.9.9.9", Reverse("", Way.UNKNOWN)),
    ],
)
def test_the_name_of_an_address_is_in_hosts_then_dns_then_its_holder_tells_it(
    hosts: list[str], dns: list[str], address: str, found_name: Reverse
) -> None:
    """Q193380, and NT's node status query (Q138086)."""
    found = dialling("10.20.2.10", hosts=hosts, dns=dns)
    assert reverse(found.state, "MAIL-A", number(address)) == found_name


def test_lmhosts_is_never_asked_for_the_name_of_an_address() -> None:
    """Not named in any source as part of it."""
    found = dialling("10.20.2.10", lmhosts=["10.9.9.9 MAIL-B-X2"])
    assert reverse(found.state, "MAIL-A", number("10.9.9.9")) == Reverse("", Way.UNKNOWN)


def test_only_the_called_servers_own_hosts_file_is_asked() -> None:
    """Each server has one of its own."""
    found = dialling("10.20.2.10", hosts=["10.9.9.9 H"])
    assert reverse(found.state, "MAIL-B", number("10.9.9.9")) == Reverse("", Way.UNKNOWN)


def test_a_server_that_nobody_describes_tells_no_name() -> None:
    """It may not even be a Windows server."""
    found = dialling("10.20.2.10", servers=(A,))
    found.state.set_list("MAIL-B", [number("10.20.2.32")])
    found.state.restart_server("MAIL-B")
    stranger = scene(["MAIL-A/1 10.20.2.10 PX"], [A])
    stranger.state.set_list("PX", [number("10.20.2.32")])
    stranger.state.restart_server("PX")
    assert reverse(stranger.state, "MAIL-A", number("10.20.2.32")) == Reverse("", Way.UNKNOWN)
    assert reverse(found.state, "MAIL-A", number("10.20.2.32")).name == "MAIL-B"


def call(address: str, *servers: str | Server, others: tuple[str, ...] = ()) -> Outgoing:
    """Where the call of a connector from MAIL-A to MAIL-B goes."""
    found = scene([f"MAIL-A/1 {address} MAIL-B", BACK, *others], servers)
    return outgoing(found.state, found.at("MAIL-A/1"))


def test_a_call_goes_to_who_has_the_called_address() -> None:
    """And comes from the only address of its own server."""
    called = Forward(number("10.20.2.10"), Way.ADDRESS)
    assert call("10.20.2.10", A, B) == Outgoing(called, "MAIL-B", OWN, Origin.ONLY)


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
