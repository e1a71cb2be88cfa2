# SPDX-License-Identifier: MIT
"""What people and spreadsheets write, and the plain form that it is read as."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tests.reading import complaints, read, read_well
from x400fix.inventory.columns import (
    INVENTORY_COLUMNS,
    SERVER_COLUMNS,
    HeaderMap,
    find_columns,
)
from x400fix.inventory.reader import read_sources
from x400fix.inventory.repairs import (
    decode_n_address,
    domain_of,
    is_no_value,
    repair_address,
    repair_exchange,
    repair_gateway,
    repair_nic,
    repair_os,
    repair_server,
)
from x400fix.inventory.text_file import SourceFile
from x400fix.problems import BadValueError, Place, ProblemList

MASK = "255.255.255.0"


@pytest.mark.parametrize(
    "text",
    [
        *("-", "?", "n/a", "N/A", "None", "NULL", "(null)", r"\N", "NaN", "Unknown", "TBD", "tba"),
        *("k.A.", "k. A.", "#N/A", "#NV", "\u2013", "unbekannt", "inconnu", "leer", "aucun"),
        *("undefined", "to do", "not set", "XXX", "(n/a)", "[none]", "keine", "..."),
    ],
)
def test_a_word_for_no_value_is_known(text: str) -> None:
    """Whatever its letter case."""
    assert is_no_value(text)


@pytest.mark.parametrize("text", ["NA", "no", "0", "x", "NONESUCH", "UNKNOWN1", "-A"])
def test_other_words_are_values(text: str) -> None:
    """Sites and servers may be called so."""
    assert not is_no_value(text)


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("10.1.0.5/24", "10.1.0.5/24"),
        (f"10.1.0.5/{MASK}", "10.1.0.5/24"),
        (f"10.1.0.5 / {MASK}", "10.1.0.5/24"),
        (f"10.1.0.5 {MASK}", "10.1.0.5/24"),
        (f"10.1.0.5 ({MASK})", "10.1.0.5/24"),
        (f"10.1.0.5\\{MASK}", "10.1.0.5/24"),
        (f"10.1.0.5 Subnet Mask: {MASK}", "10.1.0.5/24"),
        (f"10.1.0.5 Netzmaske {MASK}", "10.1.0.5/24"),
        (f"10.1.0.5 {MASK}; 10.1.0.6 {MASK}", "10.1.0.5/24 10.1.0.6/24"),
        (f"10.1.0.5 10.1.0.6 {MASK} {MASK}", "10.1.0.5/24 10.1.0.6/24"),
        ("10.1.0.5 10.1.0.6 /24", "10.1.0.5 10.1.0.6/24"),
        (f"10.1.0.5 10.1.0.6 {MASK}", f"10.1.0.5 10.1.0.6 {MASK}"),
        (f"{MASK}", MASK),
        ("10.1.0.5/", "10.1.0.5/"),
        ("dhcp", "dhcp"),
    ],
)
def test_a_mask_is_put_to_its_address(text: str, plain: str) -> None:
    """Where only one reading is possible; else the strict parser says what is wrong."""
    assert repair_nic(text).text == plain


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("5", "5.0"),
        ("4", "4.0"),
        ("5,5", "5.5"),
        ("05. Mai", "5.5"),
        ("5-May", "5.5"),
        ("05.05.2026", "5.5"),
        ("2026-05-05", "5.5"),
        ("46147", "5.5"),
        ("46148", "46148"),
        ("2650", "2650"),
        ("05. Jun", "05. Jun"),
        ("5.5 + SP3", "5.5 SP3"),
        ("5,5 Enterprise Edition SP3", "5.5 SP3"),
        ("5.5-SP3", "5.5 SP3"),
    ],
)
def test_an_exchange_version_is_as_it_was_typed(text: str, plain: str) -> None:
    """Before a spreadsheet made a number or a date of it."""
    assert repair_exchange(text).text == plain


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("4.0", "NT 4.0"),
        ("4", "NT 4.0"),
        ("3,51", "NT 3.51"),
        ("5.0", "Windows 2000"),
        ("NT 5.0", "Windows 2000"),
        ("5.2", "Server 2003"),
        ("5.7", "5.7"),
        ("4.0.1381", "NT 4.0"),
        ("5.0.2195 SP4", "Windows 2000 SP4"),
        ("Microsoft Windows NT 4.0 (Build 1381: Service Pack 6)", "NT 4.0 Service Pack 6"),
        ("Windows NT 4.0 Terminal Server Edition SP6", "NT 4.0 SP6"),
        ("Windows 2000 Server", "Windows 2000 Server"),
    ],
)
def test_a_system_is_called_by_its_name(text: str, plain: str) -> None:
    """NT's own number of a release is no other system."""
    assert repair_os(text).text == plain


@pytest.mark.parametrize(
    ("text", "name", "domain"),
    [
        ("berx1.contoso.example", "berx1", "contoso.example"),
        ("BERX1.Corp.", "BERX1", "corp"),
        (r"\\BERX1", "BERX1", ""),
        ("/o=ORG/ou=S/cn=Configuration/cn=Servers/cn=BERX1/cn=Microsoft MTA", "BERX1", ""),
        ("X.Y", "X.Y", ""),
        ("BERX1", "BERX1", ""),
    ],
)
def test_a_computer_name_is_the_first_label(text: str, name: str, domain: str) -> None:
    """A legal name with a dot stays."""
    assert (repair_server(text).text, domain_of(text)) == (name, domain)


@pytest.mark.parametrize(
    ("text", "plain"), [("10.1.0.1/24", "10.1.0.1"), ("10.1.0.1", "10.1.0.1"), ("a/b", "a/b")]
)
def test_a_gateway_has_no_mask(text: str, plain: str) -> None:
    """Some programs show one."""
    assert repair_gateway(text).text == plain


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("31302E322E302E3130", "10.2.0.10"),
        ("4F534C4F31", "OSLO1"),
        ("DEADBEEF", "DEADBEEF"),
        ("12345678", "12345678"),
        ("mail-b", "mail-b"),
    ],
)
def test_hexadecimal_octets_are_an_address_where_they_can_be_read(text: str, plain: str) -> None:
    """A name of hexadecimal digits stays."""
    assert repair_address(text).text == plain


@pytest.mark.parametrize(
    ("text", "kind", "address"),
    [
        ("31302E322E302E3130", "", "10.2.0.10"),
        ("31302E322E302E3130", "1", "10.2.0.10"),
        ("0A02000A", "", "10.2.0.10"),
        ("4F534C4F", "", "OSLO"),
        ("4F534C4F", "0", "OSLO"),
        ("4F534C4F", "1", "79.83.76.79"),
        ("mail-b", "", "mail-b"),
        ("10.2.0.10", "1", "10.2.0.10"),
    ],
)
def test_an_n_address_is_decoded_by_its_type(text: str, kind: str, address: str) -> None:
    """Four octets that are no text are an IP address."""
    assert decode_n_address(text, kind) == address


@pytest.mark.parametrize(("text", "kind"), [("FFFE", ""), ("0A02000A", "0"), ("4F534C4F31", "1")])
def test_an_n_address_that_is_neither_is_refused(text: str, kind: str) -> None:
    """It says what it would have to be."""
    with pytest.raises(BadValueError, match="in hexadecimal, as N-Address has it"):
        decode_n_address(text, kind)


@given(st.text(max_size=30))
@example("10.1.0.1\0/24")
def test_a_repair_never_fails(text: str) -> None:
    """Whatever is in a cell; the parser of the column says what is wrong."""
    for column in INVENTORY_COLUMNS:
        if column.repair:
            assert isinstance(column.repair(text).text, str)


def test_selectors_of_a_dump_are_hexadecimal() -> None:
    """Without 0x; elsewhere such digits are text."""
    rows = "One,A,0A02000A,4C3031\n"
    dump = read_well("RDN,Server,N-Address,T-Selector\n" + rows)
    assert dump.connectors[0].selectors.outgoing == b"L01"
    found = read_well("RDN,Server,Address,T-Selector\n" + rows.replace("0A02000A", "10.2.0.10"))
    assert found.connectors[0].selectors.outgoing == b"4C3031"


def test_a_repeated_header_and_footers_are_left_out() -> None:
    """As printed lists have them; at most a hundred are listed."""
    head = "connector,server,address\n"
    found = read_well(f"{head}One,A,x\n{head}Two,A,y\n----,----,----\nGenerated on 1.1.2026,,\n")
    assert len(found.connectors) == 2
    assert found.left_out == (
        "line 3 'connector server address'",
        "line 5 '---- ---- ----'",
        "line 6 'Generated on 1.1.2026'",
    )
    many = read_well(f"{head}One,A,x\n" + "Total,1,\n" * 102).left_out
    assert (len(many), many[-1]) == (101, "and more")


def test_a_connector_is_no_footer() -> None:
    """Whatever it is called."""
    rows = "Total,A,x\nNote,A,y\nPage 1,A,10.20.2.10\n"
    assert len(read_well("connector,server,address\n" + rows).connectors) == 3
    assert "X4-E032" in complaints("connector,server,address\nReport,A,\n")[0]


def test_footers_of_the_other_file_are_left_out_too() -> None:
    """No server is called Total."""
    found = read_well("connector,server,address\nOne,A,x\n", "server,site\nA,EAST\nTotal,1\n")
    assert list(found.servers) == ["A"]


def test_names_are_compared_in_one_unicode_form() -> None:
    """A Mac writes other bytes than Windows."""
    rows = "Zu\u0308rich,A,x,B,\nOne,B,y,A,Z\u00fcrich\n"
    head = "connector,server,address,remote_server,peer_connector\n"
    assert read_well(head + rows).connectors[0].name == "Z\u00fcrich"


@pytest.mark.parametrize(
    ("names", "is_told"),
    [
        (("DENVER", "DENWER"), True),
        (("DENVER", "DENVR"), True),
        (("DENVER", "DENVRE"), True),
        (("SEA-HUB", "SEA_HUB"), True),
        (("HUB01", "HUBO1"), True),
        (("ABCDE", "BCDEF"), False),
        (("HUB1", "HUB2"), False),
        (("MAIL-A", "MAIL-B"), False),
        (("SEA", "SEE"), False),
    ],
)
def test_nearly_one_name_is_a_warning(names: tuple[str, str], *, is_told: bool) -> None:
    """A series of numbers or letters is none, and short names are alike by chance."""
    _, problems = read("connector,server,address\n" + "".join(f"One,{name},x\n" for name in names))
    assert [" X4-W106: " in problem for problem in problems] == [True] * is_told


@pytest.mark.parametrize(
    ("address", "partner", "close"),
    [
        ("MAILB", "MAIL-B", "MAIL-B"),
        ("mail_b.example.com", "MAIL-B", "MAIL-B"),
        ("mail_b", "", "MAIL-B"),
        ("mailb", "", "MAIL-B"),
        ("mxil-b", "", ""),
        ("mail-b", "MAIL-B", ""),
        ("MAIL-B-X2", "MAIL-B", ""),
        ("MAIL-C", "MAIL-B", ""),
        ("GHXST", "GHOST", "GHOST"),
        ("GHOST", "GHOST", ""),
    ],
)
def test_an_address_that_is_nearly_the_name_of_a_server_is_told(
    address: str, partner: str, close: str
) -> None:
    """It may be the same endpoint, which would be a conflict; aliases and series are none."""
    rows = f"a,MAIL-A,{address},{partner},\nb,MAIL-B,10.1.1.1,MAIL-A,\n"
    problems = read(f"connector,server,address,remote_server,via\n{rows}")[1]
    told = [problem for problem in problems if " X4-W106: " in problem]
    assert [f"is nearly the name of {close}: " in each for each in told] == [True] * bool(close)
    quiet = rows.replace(f"{partner},\nb", f"{partner},FW\nb")
    assert not any(
        "W106" in each for each in read(f"connector,server,address,remote_server,via\n{quiet}")[1]
    )


def test_servers_that_are_both_dialled_are_two() -> None:
    """One letter apart, and somebody names each of them."""
    rows = "One,DENVER,x,DENWER\nTwo,DENWER,y,DENVER\n"
    assert complaints("connector,server,address,remote_server\n" + rows) == []


def test_a_map_goes_before_the_name_of_a_header() -> None:
    """So a header can stand for another column than it says; it counts for one of two files."""
    mapped = HeaderMap({"Site": "connector", "Cost": "", "Ort": "site"}, Place("--map"))
    problems = ProblemList()
    place = Place("inventory.csv", 1, 0, 1)
    header = ["site", "server", "address", "Cost", "Ort"]
    found = find_columns(header, place, problems, INVENTORY_COLUMNS, mapped)
    assert found == {"connector": 0, "server": 1, "address": 2, "site": 4}
    assert find_columns(["server", "Site"], place, problems, SERVER_COLUMNS, mapped) == {
        "server": 0,
        "site": 1,
    }
    mapped.check(problems)
    assert list(problems) == []


def test_a_value_is_not_taken_for_a_header_of_the_map() -> None:
    """The first lines are looked at for the header; what is in them is no header yet."""
    source = SourceFile(name="inventory.csv", data=b"connector,server,address\nOne,A,OSLO\n")
    problems = ProblemList()
    read_sources(source, None, problems, HeaderMap({"Oslo": "site"}, Place("--map")))
    assert [problem.code for problem in problems] == ["X4-E036"]


def test_a_word_for_the_row_above_is_no_value() -> None:
    """Where it would be one it is an error; facts may be on any row of a server."""
    header = "connector,server,address,remote_server,exchange\n"
    found, told = read(f"{header}a,A,10.1.1.1,B,5.0\nb,A,10.1.1.2,B,dito\n")
    assert found is not None
    assert str(found.servers["A"].exchange) == "5.0"
    assert "exchange 'dito' is read as empty" in told[0]
    for row in ("dito,A,x,B,", "c,see above,x,B,", "c,A,'',B,", "c,A,x,idem,"):
        (problem,) = read(f"{header}a,A,10.1.1.1,B,\n{row}\n")[1]
        assert " error X4-E032: " in problem
        assert "write the value itself, in every row" in problem


def test_a_computer_name_has_no_quotation_marks_around_it() -> None:
    """An apostrophe inside is legal (Q188997)."""
    assert repair_server("'MAIL-A'").text == "MAIL-A"
    assert repair_server("'MAIL-A").text == "'MAIL-A"


def test_columns_have_words_of_their_own_for_no_value() -> None:
    """A site may be called NA, an Address may not; a no is no firewall's name."""
    header = "connector,server,address,remote_server,via,site\n"
    found, told = read(f"{header}a,A,10.1.1.1,foreign,no,NA\nb,A,10.1.1.2,NA,Nein,NA\n")
    assert all(" note X4-N002: " in each for each in told)
    assert found is not None
    assert [(each.remote, each.via) for each in found.connectors] == [("", ""), ("", "")]
    assert found.servers["A"].site == "NA"
    problems = ProblemList()
    text = f"{header}a,A,na,B,yes,\nb,A,NA,B,Ja,\n".encode()
    read_sources(SourceFile(name="inventory.csv", data=text), None, problems)
    assert [each.code for each in problems] == ["X4-E032", "X4-E017"] * 2
