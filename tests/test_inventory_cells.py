# SPDX-License-Identifier: MIT
"""Each cell is parsed once into its type, or refused with what would be right."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from x400fix.inventory.addresses import Address, NicAddress, parse_nic_address
from x400fix.inventory.cells import (
    NicFact,
    Partly,
    parse_exchange_cell,
    parse_gateway,
    parse_nic,
    parse_other_address,
    parse_roles,
    parse_selector,
    parse_stack,
    parse_text,
    parse_via,
)
from x400fix.inventory.connectors import Role, Stack
from x400fix.inventory.versions import ExchangeVersion
from x400fix.problems import BadValueError

PARSERS = (
    *(parse_text, parse_via, parse_other_address, parse_stack, parse_exchange_cell),
    *(parse_gateway, parse_nic, parse_roles, parse_selector),
)


def refusal(parse: object, text: str) -> str:
    """The code and the sentence with which a cell is refused."""
    assert callable(parse)
    with pytest.raises(BadValueError) as caught:
        parse(text)
    return f"{caught.value.code}: {caught.value.message}"


@pytest.mark.parametrize("text", ["SEATTLE", "=1+1", "Zürich", "東京", "#1"])
def test_free_text_is_kept_as_it_is(text: str) -> None:
    """It is escaped where it is written."""
    assert parse_text(text) == text


@pytest.mark.parametrize(
    ("text", "shown"), [("EA\x1b[31mST", r"EA\x1b[31mST"), ("a\u202eb", r"a\u202eb")]
)
def test_free_text_holds_nothing_that_cannot_be_seen(text: str, shown: str) -> None:
    """A control code would run on the terminal of whoever reads the ticket."""
    why = "holds a control or invisible character: remove it"
    assert refusal(parse_text, text) == f"X4-E017: '{shown}' {why}"


def test_free_text_is_limited() -> None:
    """A plan with a longer one could not be made a ticket of."""
    assert parse_text("x" * 1000) == "x" * 1000
    why = "is too long: it has 1001 characters, at most 1000 are possible"
    assert refusal(parse_text, "x" * 1001) == f"X4-E017: '{'x' * 59}…' {why}"


def test_a_firewall_has_one_name_in_any_case() -> None:
    """The pools of firewalls are given by name."""
    assert parse_via("fw1") == "FW1"
    assert parse_via("x" * 64) == "X" * 64


def test_the_name_of_a_firewall_is_limited() -> None:
    """It is as long as a directory name at most."""
    assert refusal(parse_via, "x" * 65) == (
        f"X4-E017: '{'X' * 59}…' is too long: it has 65 characters, at most 64 are possible"
    )


@pytest.mark.parametrize("text", ["47.0005.80", "3110", "0xZZ", "10.1", "x" * 200, "10.20.1.10."])
def test_the_address_of_another_stack_is_anything(text: str) -> None:
    """TP4, X.25 and RAS connectors are listed, never touched."""
    assert parse_other_address(text) == Address(text)


@pytest.mark.parametrize(
    ("text", "stack"),
    [
        ("TCP", Stack.TCP),
        ("tcp/ip", Stack.TCP),
        ("TCPIP", Stack.TCP),
        ("tp4", Stack.TP4),
        ("X25", Stack.X25),
        ("x.25", Stack.X25),
        ("Ras", Stack.RAS),
        ("TCP (SEAHUB1)", Stack.TCP),
        ("TP4 (SEAHUB1)", Stack.TP4),
    ],
)
def test_stacks_are_known_in_any_case(text: str, stack: Stack) -> None:
    """With the point and the stroke that people write too."""
    assert parse_stack(text) is stack


@pytest.mark.parametrize("text", ["TPC", "TCP IP", "X-25", "TP", "IPX", "ethernet"])
def test_an_unknown_stack_is_an_error(text: str) -> None:
    """It is never taken for TCP."""
    why = "write TCP, TP4, X25 or RAS"
    assert refusal(parse_stack, text) == f"X4-E020: unknown stack '{text}': {why}"


def test_a_version_that_is_planned_is_a_question() -> None:
    """A plan is no fact."""
    message = "exchange '5.5 SP1 planned' is not a fact: the version counts as unknown"
    assert parse_exchange_cell("5.5 SP1 planned") == Partly(None, message)
    assert parse_exchange_cell("5.5 SP1") == ExchangeVersion(product="5.5", service_pack=1)


def test_a_gateway_is_an_address() -> None:
    """The number is what addresses are compared by."""
    assert parse_gateway("10.20.1.1") == 0x0A140101


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (
            "router1",
            (
                "X4-E025: 'router1' is not an IP address: write four decimal numbers from 0 to 255 "
                "with dots between, such as 10.20.1.10"
            ),
        ),
        (
            "10.20.1.1/24",
            (
                "X4-E025: '10.20.1.1/24' is not an IP address: write four decimal numbers from 0 "
                "to 255 with dots between, such as 10.20.1.10"
            ),
        ),
        ("127.0.0.1", "X4-E025: '127.0.0.1' is not a gateway: it is in 127.0.0.0/8, the loopback "),
        ("10202001", "X4-E016: '10202001' is a number, as Excel leaves of an address"),
    ],
)
def test_a_wrong_gateway_says_what_would_be_right(text: str, message: str) -> None:
    """No host name, no mask, no forbidden network, nothing that Excel made."""
    assert refusal(parse_gateway, text).startswith(message)


@pytest.mark.parametrize(
    "text",
    [
        "10.20.1.10/24 10.20.1.41/24",
        "10.20.1.10/24, 10.20.1.41/24",
        "10.20.1.10/24;10.20.1.41/24;",
        "10.20.1.10/24,;  10.20.1.41/255.255.255.0",
    ],
)
def test_a_list_of_addresses_is_parted_by_blanks_commas_and_semicolons(text: str) -> None:
    """The order is the NIC's: the first one is the primary."""
    expected = (NicAddress(0x0A14010A, 24), NicAddress(0x0A140129, 24))
    assert parse_nic(text) == NicFact(addresses=expected)


@pytest.mark.parametrize("text", ["dhcp", "DHCP"])
def test_dhcp_stands_for_the_whole_list(text: str) -> None:
    """The primary address can change then."""
    assert parse_nic(text) == NicFact(uses_dhcp=True)


@pytest.mark.parametrize(
    "text",
    [
        "10.20.1.10",
        "10.20.1.1/31",
        "10.20.1.0/31",
        "10.20.1.10/32",
        "10.20.0.255/16",
        "10.20.1.0/16",
        "10.20.1.10/24 10.30.1.10/24",
    ],
)
def test_every_possible_address_of_a_nic_is_read(text: str) -> None:
    """Without a mask nothing tells where the subnet ends; /31 and /32 have no ends."""
    expected = tuple(parse_nic_address(part, code="X4-E023") for part in text.split())
    assert parse_nic(text) == NicFact(addresses=expected)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (
            "10.20.1.10/24 10.20.1.10/24",
            "X4-E023: '10.20.1.10/24' is in the list twice: a NIC holds an address once",
        ),
        (
            "10.20.1.10/24 10.20.1.41/24 10.20.1.10",
            "X4-E023: '10.20.1.10' is in the list twice: a NIC holds an address once",
        ),
        (
            "10.20.1.0/24",
            "X4-E023: '10.20.1.0/24' is the network address of its subnet, which no NIC can have",
        ),
        (
            "10.20.1.10/24 10.20.1.255/24",
            (
                "X4-E023: '10.20.1.255/24' is the broadcast address of its subnet, "
                "which no NIC can have"
            ),
        ),
        (
            "10.20.1.11/30",
            (
                "X4-E023: '10.20.1.11/30' is the broadcast address of its subnet, "
                "which no NIC can have"
            ),
        ),
        (
            "10.20.1.10/24 dhcp",
            (
                "X4-E023: '10.20.1.10/24 dhcp' holds dhcp and an address: "
                "write one of the two, as the NIC has it"
            ),
        ),
        (
            "10.20.1.10 255.255.255.0",
            (
                "X4-E023: '255.255.255.0' is a subnet mask: "
                "write it after the address, such as 10.20.1.10/255.255.255.0"
            ),
        ),
        (
            "1,92168E+11",
            (
                "X4-E016: '1,92168E+11' is a number, as Excel leaves of an address: "
                "format the column as Text and enter the address again"
            ),
        ),
    ],
)
def test_a_list_that_no_nic_has_is_an_error(text: str, message: str) -> None:
    """The list goes into a script that replaces the NIC's own."""
    assert refusal(parse_nic, text) == message


@pytest.mark.parametrize(
    ("text", "roles"),
    [
        ("cluster", (Role.CLUSTER,)),
        ("WINS, dns", (Role.DNS, Role.WINS)),
        ("dns;wins", (Role.DNS, Role.WINS)),
        ("ras ras", (Role.RAS,)),
        ("dhcp_server Proxy-Client", (Role.DHCP_SERVER, Role.PROXY_CLIENT)),
        (";", ()),
        ("DHCP Server / WINS-Server", (Role.DHCP_SERVER, Role.WINS)),
        ("MSCS node", (Role.CLUSTER,)),
        ("cluster node (proxy client)", (Role.CLUSTER, Role.PROXY_CLIENT)),
    ],
)
def test_roles_are_a_set(text: str, roles: tuple[Role, ...]) -> None:
    """Neither their order nor how often one stands there matters."""
    assert parse_roles(text) == roles


@pytest.mark.parametrize(
    ("text", "role"),
    [("clustr", "cluster"), ("dns prxoy-client", "proxy-client"), ("dhpc server", "dhcp-server")],
)
def test_a_role_with_a_typing_error_is_an_error(text: str, role: str) -> None:
    """Each role has its warning, so none may be lost."""
    known = "cluster, ras, wins, dns, dhcp-server, proxy-client"
    told = refusal(parse_roles, text)
    assert told.startswith("X4-E027: unknown role '")
    assert told.endswith(f"did you mean {role}? There are {known}")


@pytest.mark.parametrize(
    ("text", "value", "unknown"),
    [
        ("DC, wins", (Role.WINS,), "'dc'"),
        ("bridgehead", None, "'bridgehead'"),
        ("PDC + mail + wins/dns", (Role.DNS, Role.WINS), "'mail', 'pdc'"),
        ("proxy-clint", (Role.PROXY_CLIENT,), "'clint'"),
    ],
)
def test_other_roles_are_left_out(text: str, value: object, unknown: str) -> None:
    """They are no mistake, and matter for nothing."""
    found = parse_roles(text)
    assert isinstance(found, Partly)
    assert found.value == value
    assert f": {unknown} is not one of cluster, ras, " in found.message


@pytest.mark.parametrize(
    ("text", "selector"),
    [
        ("L01", b"L01"),
        ("0x4C3031", b"L01"),
        ("0X4c3031", b"L01"),
        ("0x", b""),
        ("4C3031", b"4C3031"),
        ("a b", b"a b"),
        ("x" * 32, b"x" * 32),
        ("0x" + "00" * 32, bytes(32)),
    ],
)
def test_a_selector_is_bytes(text: str, selector: bytes) -> None:
    """Text and hexadecimal digits are two views of the same."""
    assert parse_selector(text) == selector


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("0x4", "after 0x an even number of hexadecimal digits is needed"),
        ("0xZZ", "after 0x an even number of hexadecimal digits is needed"),
        ("DÉN1", "only ASCII characters are possible; write others as 0x and hexadecimal digits"),
        ("x" * 33, "it has 33 bytes, a T selector has 32 at most"),
    ],
)
def test_a_wrong_selector_says_what_would_be_right(text: str, reason: str) -> None:
    """32 characters or 64 hexadecimal digits (Q165111)."""
    assert refusal(parse_selector, text) == f"X4-E028: selector '{text}': {reason}"


def test_a_long_selector_in_hexadecimal_digits_is_refused_by_its_bytes() -> None:
    """The digits themselves are no measure."""
    why = "it has 33 bytes, a T selector has 32 at most"
    assert refusal(parse_selector, "0x" + "00" * 33).endswith(why)


@given(st.binary(max_size=32))
def test_every_selector_can_be_written_in_hexadecimal_digits(selector: bytes) -> None:
    """Also one that no text can hold."""
    assert parse_selector(f"0x{selector.hex()}") == selector


@given(
    st.sampled_from(PARSERS),
    st.one_of(st.text(), st.from_regex(r"[0-9A-Za-z.,;/x ?_-]{1,40}", fullmatch=True)),
)
@example(parse_nic, "9" * 5000)
@example(parse_nic, "10.0.0.1/" + "9" * 5000)
@example(parse_roles, "\u0130")
def test_a_cell_is_read_or_refused(parse: object, text: str) -> None:
    """Whatever a cell holds, its parser raises nothing but BadValueError."""
    assert callable(parse)
    try:
        value = parse(text)
    except BadValueError as error:
        assert error.message.isprintable()  # noqa: PT017 -- most texts are refused, and all so
    else:
        assert parse(text) == value


@given(
    st.lists(st.sampled_from(["cluster", "ras", "WINS", "dns"]), min_size=1).flatmap(
        lambda names: st.tuples(st.just(names), st.permutations(names))
    )
)
def test_the_order_of_roles_does_not_matter(orders: tuple[list[str], list[str]]) -> None:
    """Rows of one server agree whatever the order."""
    assert parse_roles(" ".join(orders[0])) == parse_roles(",".join(orders[1]))
