# SPDX-License-Identifier: MIT
"""IP addresses are read without guessing, and an Address is one of them or a host name."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from netaddr import IPAddress, IPNetwork

from x400fix.inventory.addresses import (
    Address,
    NicAddress,
    address_text,
    forbidden_reason,
    is_documentation,
    is_ipv4,
    is_ipv6,
    is_private,
    mask_number,
    mask_text,
    parse_address,
    parse_ipv4,
    parse_nic_address,
    parse_prefix,
    subnet_of,
)
from x400fix.problems import BadValueError

numbers = st.integers(0, 0xFFFFFFFF)
prefixes = st.integers(0, 32)
CODE = "X4-E023"
FOUR_NUMBERS = "write four decimal numbers from 0 to 255 with dots between, such as 10.20.1.10"
NO_MASK = (
    "is not a mask: write a prefix length from 0 to 32 or a subnet mask, "
    "such as 24 or 255.255.255.0"
)
NO_ADDRESS = (
    "is neither an IPv4 address nor a host name: "
    "letters, digits, '-', '.' and '_', a letter or digit first, no dot last, no port"
)


def number(text: str) -> int:
    """An address that netaddr reads."""
    return int(IPAddress(text))


def refusal(text: str) -> str:
    """The code and the sentence with which a text is refused as an Address."""
    with pytest.raises(BadValueError) as caught:
        parse_address(text)
    return f"{caught.value.code}: {caught.value.message}"


def nic_refusal(text: str) -> str:
    """The sentence with which a text is refused as an address of a NIC."""
    with pytest.raises(BadValueError) as caught:
        parse_nic_address(text, code=CODE)
    assert caught.value.code == CODE
    return caught.value.message


@pytest.mark.parametrize("text", ["1.2.3.4\x00", "::1\x00", "::1\udcff", "::\x00%3", "1:\x00"])
def test_what_is_no_text_is_no_address(text: str) -> None:
    """Name files and config files may hold any byte."""
    assert not is_ipv4(text)
    assert not is_ipv6(text)


@given(numbers)
def test_the_dotted_form_is_read_back(value: int) -> None:
    """An address that was written is the same address when it is read."""
    assert parse_ipv4(address_text(value), code=CODE) == value


@given(st.one_of(st.text(), st.from_regex(r"[0-9xX.]{1,20}", fullmatch=True)))
@example("1" * 5000)
@example("10.0.0." + "9" * 5000)
@example("10.0.0.1\n")
@example("\uff11\uff10.0.0.1")
@example("1.2.3.4\x00")
@example("01.2.3.4\x00")
@example("01.2.3.4\udcff")
def test_only_the_one_dotted_form_of_an_address_is_read(text: str) -> None:
    """No other text is taken for an address, and none raises anything but BadValueError."""
    try:
        value = parse_ipv4(text, code=CODE)
    except BadValueError as error:
        assert error.code == CODE  # noqa: PT017 -- most texts are refused, and all of them so
    else:
        assert address_text(value) == text


@given(numbers, prefixes)
def test_subnets_are_those_of_netaddr(value: int, prefix: int) -> None:
    """Mask, first and last address agree with the library that the values came from."""
    network = IPNetwork(f"{address_text(value)}/{prefix}")
    assert subnet_of(value, prefix) == (network.first, network.last)
    assert mask_number(prefix) == int(network.netmask)
    assert mask_text(prefix) == str(network.netmask)


@given(prefixes)
def test_a_prefix_and_its_mask_say_the_same(prefix: int) -> None:
    """Both forms that inventories have are read alike."""
    assert parse_prefix(str(prefix), code=CODE) == prefix
    assert parse_prefix(mask_text(prefix), code=CODE) == prefix


@given(numbers)
def test_every_mask_that_is_read_is_contiguous(value: int) -> None:
    """A host mask or a mask with holes never becomes a prefix."""
    text = address_text(value)
    try:
        prefix = parse_prefix(text, code=CODE)
    except BadValueError:
        assert not IPAddress(value).is_netmask()
    else:
        assert mask_text(prefix) == text


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("0.0.0.0", "0.0.0.0/8, which names no host"),  # noqa: S104 -- nothing is bound to it
        ("0.255.255.255", "0.0.0.0/8, which names no host"),
        ("127.0.0.1", "127.0.0.0/8, the loopback network"),
        ("127.255.255.255", "127.0.0.0/8, the loopback network"),
        ("169.254.0.0", "169.254.0.0/16, which Windows gives itself without DHCP"),
        ("169.254.255.255", "169.254.0.0/16, which Windows gives itself without DHCP"),
        ("224.0.0.0", "224.0.0.0/4, the multicast networks"),
        ("239.255.255.255", "224.0.0.0/4, the multicast networks"),
        ("240.0.0.0", "240.0.0.0/4, which is reserved"),
        ("255.255.255.255", "240.0.0.0/4, which is reserved"),
        ("1.0.0.0", None),
        ("126.255.255.255", None),
        ("128.0.0.0", None),
        ("169.253.255.255", None),
        ("169.255.0.0", None),
        ("223.255.255.255", None),
    ],
)
def test_networks_of_no_host_are_known_to_their_borders(text: str, reason: str | None) -> None:
    """The deny list of the domain rules, and the first addresses beyond it."""
    assert forbidden_reason(number(text)) == reason


@pytest.mark.parametrize(
    ("text", "private", "documentation"),
    [
        ("10.0.0.0", True, False),
        ("10.255.255.255", True, False),
        ("11.0.0.0", False, False),
        ("172.15.255.255", False, False),
        ("172.16.0.0", True, False),
        ("172.31.255.255", True, False),
        ("172.32.0.0", False, False),
        ("192.168.0.0", True, False),
        ("192.168.255.255", True, False),
        ("192.169.0.0", False, False),
        ("192.0.2.0", False, True),
        ("192.0.2.255", False, True),
        ("192.0.3.0", False, False),
        ("198.51.100.7", False, True),
        ("203.0.113.7", False, True),
        ("203.0.114.0", False, False),
    ],
)
def test_private_and_documentation_networks_are_known(
    text: str,
    private: bool,  # noqa: FBT001 -- a row of the table
    documentation: bool,  # noqa: FBT001 -- a row of the table
) -> None:
    """RFC 1918 and RFC 5737, to their borders."""
    assert is_private(number(text)) is private
    assert is_documentation(number(text)) is documentation


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (
            "10.020.1.10",
            "a leading zero makes a number octal on Windows NT (Q115388); write 10.20.1.10",
        ),
        (
            "10.0.0.00",
            "a leading zero makes a number octal on Windows NT (Q115388); write 10.0.0.0",
        ),
        *(
            (text, FOUR_NUMBERS)
            for text in (
                *("10.1", "10", "10.20.1.10.9", "0x0A140101", "0XA.0x14.1.10", "10.20.1.0x0A"),
                *("10.20.1.10.", "10.20.1.256", "10.020.1.300", "10.20.1.1000", "10.20.1.10/24"),
                *("10..1.10", "10,20,1,10"),
            )
        ),
    ],
)
def test_a_text_that_is_meant_as_an_address_is_no_host_name(text: str, reason: str) -> None:
    """Each form that some program reads as another address is refused, and says what is right."""
    assert refusal(text) == f"X4-E012: '{text}' is not an IP address: {reason}"


@pytest.mark.parametrize("text", ["10.20.1.10:102", "::1", "fe80::1", "mail-b:102", "[::1]:102"])
def test_neither_a_port_nor_ipv6_belongs_into_an_address(text: str) -> None:
    """The port is the same for all MTAs (Q161931), and NT 4.0 knows IPv4 only."""
    assert refusal(text) == f"X4-E012: '{text}' {NO_ADDRESS}"


@pytest.mark.parametrize("text", ["10.20.1.10 10.20.1.11", "10.20.1.10,10.20.1.11;10.20.1.12"])
def test_a_connector_has_one_address(text: str) -> None:
    """A list is a misunderstanding of the column, not a mistyped address."""
    why = "is more than one address: the Address of a connector holds one (Q197378)"
    assert refusal(text) == f"X4-E012: '{text}' {why}"


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("127.0.0.1", "127.0.0.0/8, the loopback network"),
        ("255.255.255.0", "240.0.0.0/4, which is reserved"),
    ],
)
def test_an_address_that_no_partner_can_have_is_refused(text: str, reason: str) -> None:
    """The deny list holds for Addresses too."""
    assert refusal(text) == f"X4-E012: '{text}' cannot be a remote address: it is in {reason}"


@pytest.mark.parametrize(
    "text",
    ["10202010", "192168010010", "10202010,5", "1.92168E+11", "1,92168E+11", "2E+11", "1.2e+9"],
)
def test_an_address_that_excel_made_a_number_is_named(text: str) -> None:
    """Excel reads 192.168.010.010 as a number where the dot parts thousands."""
    cure = "format the column as Text and enter the address again"
    expected = f"X4-E016: '{text}' is a number, as Excel leaves of an address: {cure}"
    assert refusal(text) == expected


@pytest.mark.parametrize("text", ["1-Mar", "01. Mrz", "Mar-01", "#NAME?", "########"])
def test_a_host_name_that_excel_changed_is_named(text: str) -> None:
    """An Address can be a name such as MAR1, which fares like the name of a server."""
    assert refusal(text).startswith(f"X4-E016: '{text}' is ")


@pytest.mark.parametrize(
    "text",
    [
        "MAIL-B",
        "mail-b.example.com",
        "1stfloor",
        "A",
        "SEA_HUB1",
        "MAR-01",
        "a" * 50,
        "0xy",
        "10a",
        "3com.example",
        "1e5",
        "_".join("ab"),
    ],
)
def test_a_host_name_is_kept_as_it_is(text: str) -> None:
    """No letter changes its case: the MTA may compare the very string (Q162674)."""
    assert parse_address(text) == Address(text)


def test_an_ip_address_keeps_its_text_and_gets_its_number() -> None:
    """The number is what addresses are compared by."""
    assert parse_address("10.20.1.10") == Address("10.20.1.10", number("10.20.1.10"))


@pytest.mark.parametrize(
    "text",
    [
        "mail b",
        "-t",
        "a..b",
        ".mail",
        "mail-b;mail-c",
        "mail&calc",
        "%PATH%",
        'mail"b',
        "mail\\b",
        "mail/b",
    ],
)
def test_a_text_that_is_no_host_name_is_refused(text: str) -> None:
    """Whatever is let through reaches a ping command."""
    assert refusal(text) == f"X4-E012: '{text}' {NO_ADDRESS}"


def test_a_host_name_has_no_dot_at_its_end() -> None:
    """The receiver compares the very string, and no reverse lookup gives the dot."""
    assert refusal("mail-b.") == f"X4-E012: 'mail-b.' {NO_ADDRESS}"


@pytest.mark.parametrize(
    ("text", "size"), [("a" * 51, 51), ("ü" * 26, 52), ("10.20.1.10" + " " * 41, 51)]
)
def test_an_address_has_fifty_bytes_at_most(text: str, size: int) -> None:
    """The directory holds bytes, not characters."""
    assert refusal(text) == (
        f"X4-E013: '{text}' is too long: it has {size} bytes, and the Address holds 50 at most"
    )


@given(st.one_of(st.text(), st.from_regex(r"[0-9A-Za-z._:,;/ -]{1,30}", fullmatch=True)))
@example("\ud800")
def test_an_address_is_a_dotted_quad_or_an_ascii_name(text: str) -> None:
    """Nothing else gets through, and nothing raises anything but BadValueError."""
    try:
        address = parse_address(text)
    except BadValueError:
        return
    assert address.text == text
    if address.number is None:
        assert text.isascii()
        assert text.replace("-", "").replace(".", "").replace("_", "").isalnum()
    else:
        assert address_text(address.number) == text


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("10.20.1.10", NicAddress(number("10.20.1.10"))),
        ("10.20.1.10/24", NicAddress(number("10.20.1.10"), 24)),
        ("10.20.1.10/255.255.255.0", NicAddress(number("10.20.1.10"), 24)),
        ("10.20.1.10/255.255.255.255", NicAddress(number("10.20.1.10"), 32)),
    ],
)
def test_an_address_of_a_nic_may_have_its_mask(text: str, address: NicAddress) -> None:
    """Prefix length and subnet mask are two forms of one thing."""
    assert parse_nic_address(text, code=CODE) == address


@given(numbers, st.none() | st.integers(1, 32))
def test_an_address_of_a_nic_is_written_as_inventories_have_it(
    value: int, prefix: int | None
) -> None:
    """What the plan writes can be pasted into the inventory."""
    address = NicAddress(value, prefix)
    if forbidden_reason(value):
        nic_refusal(str(address))
    else:
        assert parse_nic_address(str(address), code=CODE) == address


@pytest.mark.parametrize(
    ("text", "message"),
    [
        *(
            (f"10.20.1.10/{mask}", f"'{mask}' {NO_MASK}")
            for mask in (
                *("0.0.0.255", "255.0.255.0", "33", "024", "9" * 50, "-1", "٢٤", "255.255.255"),
                "255.255.255.0/24",
            )
        ),
        ("10.20.1.10/0", "'10.20.1.10/0' has an empty mask: write one such as /24"),
        ("10.20.1.10/0.0.0.0", "'10.20.1.10/0.0.0.0' has an empty mask: write one such as /24"),
        (
            "255.255.255.0",
            (
                "'255.255.255.0' is a subnet mask: write it after the address, such as "
                "10.20.1.10/255.255.255.0"
            ),
        ),
        (
            "250.1.2.3",
            "'250.1.2.3' cannot be a server's address: it is in 240.0.0.0/4, which is reserved",
        ),
        (
            "169.254.3.4/16",
            (
                "'169.254.3.4/16' cannot be a server's address: it is in "
                "169.254.0.0/16, which Windows gives itself without DHCP"
            ),
        ),
        (
            "0.0.0.0",  # noqa: S104 -- nothing is bound to it
            "'0.0.0.0' cannot be a server's address: it is in 0.0.0.0/8, which names no host",
        ),
        (
            "10.20.1.010/24",
            (
                "'10.20.1.010' is not an IP address: a leading zero makes a number octal "
                "on Windows NT (Q115388); write 10.20.1.10"
            ),
        ),
        (
            "10.20.1.10:102",
            f"'10.20.1.10:102' is not an IP address: {FOUR_NUMBERS}",
        ),
    ],
)
def test_a_wrong_address_of_a_nic_says_what_would_be_right(text: str, message: str) -> None:
    """Whatever goes into the IPAddress list of a server is exactly what somebody meant."""
    assert nic_refusal(text) == message


@pytest.mark.parametrize("text", ["10.20.2.1O", "1O.20.2.10", "lO.20.2.I0", "0A14020A", "0a14020a"])
def test_a_name_that_looks_like_an_address_is_refused(text: str) -> None:
    """With letters for digits, or in hexadecimal as event 9301 has it (Q193380)."""
    why = "is not an IP address: if 10.20.2.10 is meant, write that, else the host name with its"
    assert refusal(text) == f"X4-E012: '{text}' {why} domain"


@pytest.mark.parametrize("text", ["DEADBEEF", "FFFF0001", "0A14020", "mail-1O", "O.example.com"])
def test_other_names_are_names(text: str) -> None:
    """Without a digit, of an address that no host has, or of another length."""
    assert parse_address(text) == Address(text)
