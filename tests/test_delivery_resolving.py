# SPDX-License-Identifier: MIT
"""What a name leads to, and which name an address has."""

import pytest

from tests.builders import server
from tests.deliveries import Scene, names, number, scene
from x400fix.simulation.calls import Forward, Reverse, Way, is_netbios, resolve, reverse

A, B = "MAIL-A 10.20.1.10/24", "MAIL-B 10.20.2.10/24"


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
    called = resolve(found.state, index, found.state.running(index))
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
    assert not Way.COMPUTER_NAME.is_certain


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
    assert resolve(found.state, 0, found.state.running(0)) == called


@pytest.mark.parametrize(
    ("way", "is_certain"),
    [
        (Way.ADDRESS, True),
        (Way.OWN_NAME, True),
        (Way.HOSTS, True),
        (Way.DNS, True),
        (Way.LMHOSTS, True),
        (Way.NODE_STATUS, True),
        (Way.COMPUTER_NAME, False),
        (Way.PARTNER, False),
        (Way.UNKNOWN, False),
    ],
)
def test_a_way_is_certain_if_the_inputs_show_it(way: Way, *, is_certain: bool) -> None:
    """What a file of the inputs says, and not what a network may answer."""
    assert way.is_certain is is_certain


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
