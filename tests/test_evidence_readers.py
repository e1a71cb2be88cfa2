# SPDX-License-Identifier: MIT
"""Each format that servers print, with what differs between versions, languages and programs."""

from pathlib import Path
from typing import NamedTuple

import pytest

from tests.golden import ROOT
from x400fix.evidence.model import Evidence, Kind, Nic, Owner
from x400fix.evidence.reader import GivenFile, read_evidence
from x400fix.problems import ProblemList

SAMPLES = ROOT / "tests" / "data" / "evidence"


class Read(NamedTuple):
    """What was seen in one file, and what was said of it."""

    evidence: Evidence
    problems: list[str]


def read(text: str | bytes, path: str = "MAIL-A/FILE.TXT") -> Read:
    """Read one file."""
    data = text if isinstance(text, bytes) else text.encode()
    problems = ProblemList()
    evidence = read_evidence([GivenFile(path, data)], problems)
    return Read(evidence, [f"{each.code} {each.where.line}" for each in problems])


def kinds(text: str | bytes, path: str = "MAIL-A/FILE.TXT") -> list[Kind]:
    """The formats of a file."""
    return [source.kind for source in read(text, path).evidence.sources]


def shown(nic: Nic) -> str:
    """An adapter on one line."""
    addresses = " ".join(str(each.value) for each in nic.addresses)
    dhcp = "" if nic.uses_dhcp is None else " dhcp" if nic.uses_dhcp.value else " fixed"
    return f"{nic.name}: {addresses}{dhcp}"


def nics(text: str | bytes) -> list[str]:
    """The adapters of a file."""
    return [shown(nic) for nic in read(text).evidence.nics]


# ---- Admindmp.txt

CONNECTOR = """\
RFC1006-X400-Link   11/3/98  9:15 AM

  Directory Name:   'To B'
  Obj-Dist-Name:   '/o=Org/ou=SITE/cn=Configuration/cn=Connections/cn=To B'
  Home-MTA:   '/o=Org/ou=SITE/cn=Configuration/cn=Servers/cn=MAIL-A/cn=Microsoft MTA'
  N-Address:   '4D41494C2D42'
  N-Address-Type:   '0'
"""


def test_lines_may_end_in_any_way() -> None:
    """CRLF, LF, CR, and what programs in text mode make of CRLF."""
    for end in ("\n", "\r\n", "\r", "\r\r\n"):
        (connector,) = read(CONNECTOR.replace("\n", end)).evidence.connectors
        assert (connector.name, connector.server) == ("To B", "MAIL-A")
        assert connector.address
        assert connector.address.value.text == "MAIL-B"
        assert connector.address.place.line == 6


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"])
def test_a_dump_may_have_been_saved_again(encoding: str) -> None:
    """Notepad knows more encodings than Exchange Administrator."""
    text = CONNECTOR.replace("To B", "Über B")
    (connector,) = read(text.encode(encoding)).evidence.connectors
    assert connector.name == "Über B"


def test_a_byte_that_windows_1252_does_not_know_is_no_obstacle() -> None:
    """Connected-Domains can hold any."""
    data = CONNECTOR.encode() + b"  Connected-Domains:   '\x81\xa7'\n"
    assert read(data).evidence.connectors


def test_a_value_goes_on_until_its_quotation_mark() -> None:
    """Joined without a blank, as the article shows it."""
    text = CONNECTOR.replace("/cn=Servers", "\n     /cn=Servers")
    (connector,) = read(text).evidence.connectors
    assert connector.server == "MAIL-A"
    assert read(text).problems == []


def test_comments_of_the_article_are_no_values() -> None:
    """People paste from it."""
    text = CONNECTOR.replace("'To B'", "'To B'   [the connector's name]")
    text = text.replace("  Home-MTA", "[what follows is the home server]\n  Home-MTA")
    (connector,) = read(text).evidence.connectors
    assert connector.name == "To B"
    assert read(text).problems == []


def test_a_quotation_mark_in_a_value_stays() -> None:
    """No escape is documented: the last one ends the value."""
    (connector,) = read(CONNECTOR.replace("'To B'", "'O'Hare 'A''")).evidence.connectors
    assert connector.name == "O'Hare 'A'"


def test_names_of_classes_may_be_in_hexadecimal_only() -> None:
    """A dump without its first line has the OIDs of Object-Class."""
    _, _, rest = CONNECTOR.partition("\n")
    text = "Object-Class:   values: 2\n  [1]  '2A864886F714010320'\n  [2]  '550600'\n" + rest
    assert len(read(text).evidence.connectors) == 1
    assert read(text).problems == []


def test_a_line_that_is_too_long_is_not_read() -> None:
    """Nothing that is worth reading is so long."""
    text = CONNECTOR + "  Admin-Note:   '" + "x" * 70_000 + "'\n"
    assert read(text).problems == ["X4-W171 8"]


def test_what_is_deleted_is_no_connector() -> None:
    """Tombstones stay in a directory for a while."""
    assert not read(CONNECTOR + "  Is-Deleted:   '1'\n").evidence.connectors


def test_home_server_by_home_mta_and_stack_must_agree() -> None:
    """Neither is taken if they do not."""
    stack = "/o=Org/ou=SITE/cn=Configuration/cn=Servers/cn={}/cn=TCP (X)"
    same = read(CONNECTOR + f"  Supporting-Stack:   '{stack.format('mail-a')}'\n", "x/A.TXT")
    assert [each.server for each in same.evidence.connectors] == ["MAIL-A"]
    other = read(CONNECTOR + f"  Supporting-Stack:   '{stack.format('MAIL-C')}'\n", "DUMPS/A.TXT")
    assert [each.server for each in other.evidence.connectors] == [""]
    assert other.problems == ["X4-W172 8"]


def test_a_dump_that_names_no_home_server_is_of_its_folder() -> None:
    """Which is what a folder's name is for."""
    lines = [line for line in CONNECTOR.splitlines() if "Home-MTA" not in line]
    (connector,) = read("\n".join(lines), "MAIL-A/A.TXT").evidence.connectors
    assert connector.server == "MAIL-A"


def test_a_connector_without_any_name_is_not_read() -> None:
    """There would be nothing to call it."""
    text = "RFC1006-X400-Link   11/3/98  9:15 AM\n\nN-Address:  '4D41'\nN-Address-Type:  '0'\n"
    assert read(text).problems == ["X4-N003 0", "X4-W171 1"]
    assert read(text + "Obj-Dist-Name:  '/o=Org'\n").problems[1:] == ["X4-W171 1"]


def test_the_name_of_a_connector_may_come_from_its_dn() -> None:
    """And may have a slash in it, or a comma in LDAP."""
    text = CONNECTOR.replace("  Directory Name:   'To B'\n", "").replace("cn=To B", "cn=A/B to C")
    assert read(text).evidence.connectors[0].name == "A/B to C"
    ldap = text.replace("/o=Org/ou=SITE/cn=Configuration/cn=Connections/cn=A/B to C", "{}")
    assert read(ldap.format(r"CN=A\, B,CN=Connections,O=Org")).evidence.connectors[0].name == "A, B"
    assert not read(ldap.format("ou=Org")).evidence.connectors


@pytest.mark.parametrize(
    ("name", "stack", "address", "shown_as"),
    [
        ("RFC1006-X400-Link", "TCP", "0A02000A", "10.2.0.10"),
        ("TP4-X400-Link", "TP4", "49000A", "49000A"),
        ("Eicon-X25-X400-Link", "X25", "31323334", "31323334"),
    ],
)
def test_each_class_of_connector_has_its_stack(
    name: str, stack: str, address: str, shown_as: str
) -> None:
    """Only TCP has addresses that are IP addresses or names."""
    text = CONNECTOR.replace("RFC1006-X400-Link", name).replace("4D41494C2D42", address)
    text = text.replace("  N-Address-Type:   '0'\n", "")
    (connector,) = read(text).evidence.connectors
    assert connector.stack == stack
    assert connector.address
    assert connector.address.value.text == shown_as


def test_an_object_without_a_class_may_be_a_connector() -> None:
    """By the attribute that only connectors of TCP have; others with an Address are named."""
    _, _, rest = CONNECTOR.partition("\n")
    assert len(read(rest).evidence.connectors) == 1
    other = read(CONNECTOR.replace("RFC1006-X400-Link", "X400-Connector"))
    assert (other.evidence.connectors, other.problems) == ((), ["X4-N003 0", "X4-W171 1"])


def test_a_host_name_that_is_an_ip_address_is_one() -> None:
    """But that is said."""
    found = read(CONNECTOR.replace("4D41494C2D42", b"10.2.0.10".hex()))
    assert found.evidence.connectors[0].address
    assert found.evidence.connectors[0].address.value.number
    assert found.problems == ["X4-N005 7"]


def test_the_version_of_a_server_is_read_from_its_object() -> None:
    """As the General tab shows it."""
    dn = "Obj-Dist-Name:  '/o=Org/ou=SITE/cn=Configuration/cn=Servers/cn=MAIL-A'"
    version = "Version 5.5 (Build 2653.23: Service Pack 4)"
    text = f"Computer  11/3/98 9:15\n\n{dn}\nSerial-Number:  '{version}'\n"
    (fact,) = read(text).evidence.facts
    assert (fact.server, fact.name, fact.place.line) == ("MAIL-A", "product", 4)
    assert not read(text.replace("Version", "Hersteller")).evidence.facts
    stack = text.replace("Computer", "RFC1006-Stack").replace("Version 5.5", "X")
    assert not read(stack).evidence.facts
    assert not read(text.replace("MAIL-A", "MAIL A?")).evidence.facts


# ---- directory exports

HEAD = "Obj-Class,Directory Name,Home-Server,N-Address,N-Address-Type,Gateway-Local-Cred"


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
def test_an_export_may_have_another_separator(separator: str) -> None:
    """An options file says which."""
    text = f"{HEAD}\n\nRFC1006-X400-Link,To B,MAIL-A,4D41494C2D42,0,x\n".replace(",", separator)
    (connector,) = read(text).evidence.connectors
    assert (connector.name, connector.server) == ("To B", "MAIL-A")
    assert connector.address
    assert (connector.address.value.text, connector.address.place.cell) == ("MAIL-B", "D3")


def test_values_of_a_cell_are_apart() -> None:
    """By a percent sign that no backslash makes an ordinary one; 4.0 quotes each value."""
    text = f'{HEAD}\nRFC1006-X400-Link%Top,100\\% to B\\\\C %,"""MAIL-A""",,,\n'
    (connector,) = read(text).evidence.connectors
    assert (connector.name, connector.server) == ("100% to B\\C %", "MAIL-A")


def test_a_class_may_stand_in_two_columns() -> None:
    """Obj-Class, and Object-Class with the OIDs of all classes, in any separators."""
    text = f"{HEAD},Object-Class\nRFC1006-X400-Link,To B,MAIL-A,4D41494C2D42,0,x,550600$2A8648\n"
    (connector,) = read(text).evidence.connectors
    assert (connector.name, connector.server) == ("To B", "MAIL-A")


def test_home_server_may_be_a_dn() -> None:
    """As other attributes are."""
    dn = "/o=Org/ou=SITE/cn=Configuration/cn=Servers/cn=MAIL-A"
    (connector,) = read(f"{HEAD}\nRFC1006-X400-Link,To B,{dn},,,\n").evidence.connectors
    assert connector.server == "MAIL-A"


def test_a_row_that_does_not_fit_is_named() -> None:
    """More cells than the header has; fewer are blanks that an editor took away (Q188649)."""
    text = f"{HEAD}\nRFC1006-X400-Link,To B,MAIL-A,,,,,\nRFC1006-X400-Link,To C,MAIL-A\n"
    found = read(text)
    assert [each.name for each in found.evidence.connectors] == ["To C"]
    assert found.problems == ["X4-W171 2"]


LDIF = """\
dn: cn=To B,cn=Connections,cn=Configuration,ou=SITE,o=Org
objectClass: rFC1006X400Link
# a comment
cn: To B
homeMTA: cn=Microsoft MTA,cn=MAIL-A,cn=Ser
 vers,cn=Configuration,ou=SITE,o=Org
nAddress:: MTAuMi4wLjEw
nAddressType: 1
objectVersion:
a line without a colon
"""


def test_ldif_is_read() -> None:
    """Folded lines, base64, comments."""
    (connector,) = read(LDIF).evidence.connectors
    assert (connector.name, connector.server, connector.version) == ("To B", "MAIL-A", 0)
    assert connector.address
    assert (connector.address.value.text, connector.address.place.line) == ("10.2.0.10", 7)


def test_base64_that_is_none_is_named() -> None:
    """The rest is read."""
    assert read(LDIF.replace("MTAuMi4wLjEw", "???")).problems == ["X4-W171 7"]


def test_records_of_ldif_are_apart() -> None:
    """By empty lines, as many as there are."""
    other = LDIF.replace("To B", "To C")
    found = read(f"\n{LDIF}\n\n\n{other}\n").evidence.connectors
    assert [each.name for each in found] == ["To B", "To C"]


def test_a_fold_without_end_is_cut() -> None:
    """What is longer than any value is not kept."""
    folds = " " + "x" * 9_000 + "\n"
    text = LDIF.replace("cn: To B\n", "description: a\n" + folds * 20 + "cn:: VG8gQg==\n")
    assert read(text).evidence.connectors[0].name == "To B"


# ---- ipconfig

NT4 = """
Windows NT IP Configuration

\tHost Name . . . . . . . . . : mail-a.corp.example

Ethernet adapter El90x1:

\tDescription . . . . . . . . : 3Com EtherLink PCI
\tDHCP Enabled. . . . . . . . : No
\tIP Address. . . . . . . . . : 10.1.0.10
\tSubnet Mask . . . . . . . . : 255.255.255.0
\tIP Address. . . . . . . . . : 10.1.0.41
\tSubnet Mask . . . . . . . . : 255.255.255.0
\tDefault Gateway . . . . . . : 10.1.0.1
\t                              10.1.0.2

Ethernet adapter NdisWan4:

\tIP Address. . . . . . . . . : 10.9.9.9
"""


def test_ipconfig_shows_adapters_and_the_host_name() -> None:
    """RAS adapters are none."""
    evidence = read(NT4, "x/FILE.TXT").evidence
    (nic,) = evidence.nics
    assert shown(nic) == "El90x1: 10.1.0.10/24 10.1.0.41/24 fixed"
    assert (nic.server, nic.description, nic.is_ordered) == ("MAIL-A", "3Com EtherLink PCI", False)
    assert [each.place.line for each in nic.addresses] == [10, 12]
    assert len(nic.gateways) == 2
    assert [(each.name, each.text) for each in evidence.facts] == [("domain", "corp.example")]
    assert [(each.server, each.owner) for each in evidence.sources] == [("MAIL-A", Owner.CONTENT)]


def test_dhcp_is_seen_in_three_languages() -> None:
    """Yes, Ja, Oui; a word that is none of these says nothing."""
    for label, yes in (("DHCP Enabled", "Yes"), ("DHCP aktiviert", "Ja"), ("DHCP activé", "Oui")):
        text = NT4.replace("DHCP Enabled", label)
        assert nics(text.replace(": No\n", f": {yes}\n")) == [
            "El90x1: 10.1.0.10/24 10.1.0.41/24 dhcp"
        ]
    assert nics(NT4.replace(": No\n", ": ?\n")) == ["El90x1: 10.1.0.10/24 10.1.0.41/24"]


def test_an_adapter_that_waits_for_dhcp_has_no_address() -> None:
    """But it is there; one without a cable is not."""
    text = "   Host Name . . . . : mail-a\n\nEthernet adapter LAN:\n\n   DHCP Enabled. . . : Yes\n"
    assert nics(text) == []
    assert nics(text + "   IP Address. . . . : 0.0.0.0\n") == ["LAN:  dhcp"]


def test_masks_that_are_missing_or_wrong_leave_the_address() -> None:
    """A mask alone belongs to nothing."""
    text = NT4.replace("255.255.255.0", "255.0.255.0", 1)
    assert nics(text) == ["El90x1: 10.1.0.10 10.1.0.41/24 fixed"]
    assert read(text).problems == ["X4-W171 11"]
    assert nics(NT4.replace("\tIP Address. . . . . . . . . : 10.1.0.10\n", "")) == [
        "El90x1: 10.1.0.41/24 fixed"
    ]


def test_a_line_without_end_is_not_looked_at() -> None:
    """Nor does it take long."""
    assert nics(NT4 + "x" * 100_000) == ["El90x1: 10.1.0.10/24 10.1.0.41/24 fixed"]


def test_accented_letters_may_come_through_any_code_page() -> None:
    """And be lost altogether."""
    text = (SAMPLES / "exports" / "PARHUB1" / "IPCONF.TXT").read_bytes().decode("cp850")
    for encoding in ("cp850", "cp437", "cp1252", "utf-8", "utf-16"):
        data = text.replace("\xa0", " ").encode(encoding)
        assert nics(data) == ["Connexion au réseau local: 10.3.0.10/24 fixed"]
    assert nics(text.encode("ascii", "replace"))[0].endswith(": 10.3.0.10/24 fixed")


# ---- registry

REGDMP = r"""
\Registry\Machine\System\CurrentControlSet\Services [1 5 17]
    El90x1 [1 5]
        Parameters
            Tcpip
                EnableDHCP = REG_DWORD 0x00000000
                IPAddress = REG_MULTI_SZ "10.1.0.10" \
                                         "10.1.0.41"
                SubnetMask = REG_MULTI_SZ "255.255.255.0" "255.255.255.0"
                DefaultGateway = REG_MULTI_SZ "10.1.0.1" "x"
                DefaultPassword = hunter2
    NdisWan4
        Parameters
            Tcpip
                IPAddress = REG_MULTI_SZ "0.0.0.0"
    MSExchangeMTA
        Parameters
            To B
                Stack IP Address Override = 10.1.0.41
    Tcpip
        Parameters
            Hostname = mail-a
            Domain = corp.example
"""


def test_regdmp_shows_its_keys_by_indents() -> None:
    """Adapters, overrides, the computer; other values are not kept."""
    evidence = read(REGDMP, "x/FILE.TXT").evidence
    (nic,) = evidence.nics
    assert shown(nic) == "El90x1: 10.1.0.10/24 10.1.0.41/24 fixed"
    assert nic.is_ordered
    (override,) = evidence.overrides
    assert (override.server, override.connector, override.text.value) == (
        *("MAIL-A", "To B", "10.1.0.41"),
    )
    assert {each.name for each in evidence.registry} >= {"IPAddress", "Hostname"}
    assert "hunter2" not in str(evidence)
    assert [(each.name, each.text) for each in evidence.facts] == [("domain", "corp.example")]


def test_a_dump_may_be_cut_anywhere() -> None:
    """Also where a line would go on, or where a key is outside of the first one."""
    text = REGDMP[: REGDMP.index('"10.1.0.41"')].rstrip()
    assert nics(text) == ["El90x1: 10.1.0.10 fixed"]
    assert nics(REGDMP + "Outside\n    IPAddress = x\n") == nics(REGDMP)


def hex_7(texts: list[str], encoding: str) -> str:
    """A value of several texts as regedit writes it, folded."""
    octets = "".join(f"{text}\0" for text in [*texts, ""]).encode(encoding)
    pairs = [f"{octet:02x}" for octet in octets]
    lines = [",".join(pairs[at : at + 20]) for at in range(0, len(pairs), 20)]
    return "hex(7):" + ",\\\n  ".join(lines)


@pytest.mark.parametrize(
    ("head", "encoding"),
    [("REGEDIT4", "cp1252"), ("Windows Registry Editor Version 5.00", "utf-16-le")],
)
def test_regedit_writes_several_texts_in_hexadecimal(head: str, encoding: str) -> None:
    """One byte a letter in the older form, two in the newer one."""
    key = r"HKEY_LOCAL_MACHINE\SYSTEM\CurrentControlSet"
    text = f"""{head}

; a comment
[{key}\\Services\\El90x1\\Parameters\\Tcpip]
"IPAddress"={hex_7(["10.1.0.10", "10.1.0.41"], encoding)}
"SubnetMask"={hex_7(["255.255.255.0"], encoding)}
"EnableDHCP"=dword:00000000
"Other"="x"

[{key}\\Control\\ComputerName\\ComputerName]
"ComputerName"="MAIL-A"

[{key}\\Services\\MSExchangeMTA\\Parameters\\To \\"B\\"]
"Stack IP Address Override"="10.1.0.41"
"TCP/IP control blocks"=hex(4):28,00,00,00
"DataBasePath"=hex(2):{",".join(f"{octet:02x}" for octet in chr(37).encode(encoding))}
"MaxPreload"=hex(ff):00
"RFC1006 Port Number"=nonsense

[HKEY_CURRENT_USER\\X]
"Name"="x"

[-{key}\\Broken
"Name"="x"
"""
    found = read(text, "x/FILE.REG")
    assert [shown(nic) for nic in found.evidence.nics] == ["El90x1: 10.1.0.10/24 10.1.0.41 fixed"]
    assert [each.server for each in found.evidence.nics] == ["MAIL-A"]
    data = {each.name: each.data for each in found.evidence.registry}
    assert data["TCP/IP control blocks"] == ("40",)
    assert data["DataBasePath"] == ("%",)
    assert len([each for each in found.problems if each.startswith("X4-W171")]) == 2


def test_reg_query_is_read() -> None:
    """With the texts of a value behind each other."""
    text = r"""
! REG.EXE VERSION 3.0

HKEY_LOCAL_MACHINE\SYSTEM\CurrentControlSet\Services\Tcpip\Parameters\Interfaces\{GUID}
    EnableDHCP	REG_DWORD	0x1
    IPAddress	REG_MULTI_SZ	0.0.0.0\0\0
    DhcpIPAddress	REG_SZ	10.1.0.77
    DhcpSubnetMask	REG_SZ	255.255.255.0
    SubnetMask	REG_MULTI_SZ	0.0.0.0\0\0
    Name	REG_BINARY	00
    MaxPreload	REG_DWORD	many
    Other	REG_SZ	x
"""
    found = read(text)
    assert [shown(nic) for nic in found.evidence.nics] == ["{GUID}: 10.1.0.77/24 dhcp"]
    assert [each for each in found.problems if each.startswith("X4-W171")] == [
        *("X4-W171 10", "X4-W171 11"),
    ]


def test_only_one_control_set_counts() -> None:
    """The others are copies, or older."""
    other = REGDMP.replace("CurrentControlSet", "ControlSet002").replace("10.1.0", "10.7.0")
    found = read(other + REGDMP)
    assert [shown(nic) for nic in found.evidence.nics] == [
        "El90x1: 10.1.0.10/24 10.1.0.41/24 fixed"
    ]
    assert "X4-N005" in " ".join(found.problems)


def test_wrong_data_of_an_adapter_is_named() -> None:
    """It is the file that is wrong, or the server."""
    text = REGDMP.replace('"10.1.0.10"', '"10.1.0.310"').replace('"255.255.255.0"', '"255.0.1.0"')
    found = read(text)
    assert [shown(nic) for nic in found.evidence.nics] == ["El90x1: 10.1.0.41 fixed"]
    assert found.problems.count("X4-W171 7") == 1


def test_an_adapter_with_dhcp_and_no_address_is_kept() -> None:
    """It may be the only one."""
    text = REGDMP.replace("0x00000000", "0x00000001")
    assert nics(text) == ["El90x1:  dhcp"]


def test_the_windows_version_is_read() -> None:
    """With its service pack, if it has one."""
    text = "HKEY_LOCAL_MACHINE\\SOFTWARE\\Microsoft\\Windows NT\\CurrentVersion\n"
    text += "    CurrentVersion = 4.0\n"
    assert [each.text for each in read(text).evidence.facts] == ["4.0"]
    pack = text + "    CSDVersion = Service Pack 6\n"
    assert [each.text for each in read(pack).evidence.facts] == ["4.0 Service Pack 6"]
    assert not read(text.replace("4.0", "6.1")).evidence.facts


# ---- netsh, nbtstat


def test_netsh_is_read_with_blanks_and_without() -> None:
    """In the order of its commands."""
    text = """pushd interface ip
set address name="LAN" source=static addr=10.1.0.10 mask=255.255.255.0
set address name = "LAN" gateway = 10.1.0.1 gwmetric = 1
add address name="LAN" addr=10.1.0.41 mask=255.255.255.0
add address name="LAN" addr=10.1.0.42
add address name="LAN" addr=10.1.0.999 mask=255.255.255.0
set address name="Other" source=dhcp
set address source=dhcp
popd
"""
    found = read(text)
    assert [shown(nic) for nic in found.evidence.nics] == [
        "LAN: 10.1.0.10/24 10.1.0.41/24 10.1.0.42 fixed",
        "Other:  dhcp",
    ]
    assert found.problems[:2] == ["X4-N005 0", "X4-W171 6"]


NBTSTAT = """
Node IpAddress: [10.1.0.10] Scope Id: []

             NetBIOS Local Name Table

   Name               Type         Status
---------------------------------------------
MAIL-A         <00>  UNIQUE      Registered
CORP           <00>  GROUP       Registered
JOHN           <03>  UNIQUE      Registered
"""


def test_nbtstat_names_the_computer() -> None:
    """By its server service, or else its workstation."""
    for text in (
        NBTSTAT,
        NBTSTAT.replace("JOHN           <03>", "MAIL-A         <20>"),
        NBTSTAT.replace("UNIQUE ", "EINDEUTIG").replace("GROUP ", "GRUPPE"),
        NBTSTAT.replace("GROUP ", "Groupe").replace("Registered", "Inscrit"),
    ):
        evidence = read(text, "x/A.TXT").evidence
        assert {each.server for each in evidence.netbios} == {"MAIL-A"}
        assert [each.is_group for each in evidence.netbios].count(True) == 1
    lonely = read(NBTSTAT.replace("MAIL-A  ", "CORP    ").replace("UNIQUE", "GROUP "), "SRV/A.TXT")
    assert {each.server for each in lonely.evidence.netbios} == {"SRV"}


def test_tables_of_other_computers_are_not_read() -> None:
    """The cache, and what -A asks another one."""
    cache = NBTSTAT.replace("Registered", "10.1.0.10          -1")
    assert kinds(cache) == [Kind.UNKNOWN]
    assert kinds(NBTSTAT + "\n    MAC Address = 00-60-08-A1-B2-C3\n") == [Kind.UNKNOWN]


def test_one_file_can_hold_what_several_programs_printed() -> None:
    """As a batch file appends it."""
    assert kinds(NT4 + NBTSTAT) == [Kind.IPCONFIG, Kind.NBTSTAT]
    other = NBTSTAT.replace("MAIL-A", "MAIL-B")
    assert read(NT4 + other, "x/A.TXT").problems == ["X4-W173 27"]


# ---- name files


@pytest.mark.parametrize(
    ("text", "path", "kind"),
    [
        ("10.1.0.10 MAIL-A #PRE\n", "A.TXT", Kind.LMHOSTS),
        ("#INCLUDE \\\\A\\B\\C\n", "A.TXT", Kind.LMHOSTS),
        ("10.1.0.10 mail-a.corp.example\n", "A.TXT", Kind.HOSTS),
        ("127.0.0.1 localhost\n", "A.TXT", Kind.HOSTS),
        ("10.1.0.10 mail-a alias\n", "A.TXT", Kind.HOSTS),
        ("10.1.0.10 mail-a\n", "A.TXT", Kind.UNKNOWN),
        ("10.1.0.10 mail-a\n", "HOSTS.OLD", Kind.HOSTS),
        ("10.1.0.10 mail-a alias\n", "lmhosts", Kind.LMHOSTS),
        ("# nothing\n", "LMHOSTS", Kind.LMHOSTS),
        ("# nothing\n", "A.TXT", Kind.UNKNOWN),
        ("MAIL-A 10.1.0.10\n", "LMHOSTS", Kind.LMHOSTS),
        ("one\ntwo\n", "LMHOSTS", Kind.UNKNOWN),
    ],
)
def test_tables_of_names_are_told_apart(text: str, path: str, kind: Kind) -> None:
    """By their content, where it shows which of the two they are."""
    assert kinds(text, f"MAIL-A/{path}") == [kind]


# ---- events

DESCRIPTION = (
    "The message transfer gateway that uses the network address 91F5C11B and the transport stack "
    "/o=Org/ou=Site/cn=Configuration/cn=Servers/cn=MAIL-A/cn=TCP (MAIL-A) could not be found. "
    "Check the configuration of the mail gateway. [BASE IL TCP/IP DRVR 8 218] (10)"
)


VIEWER = ("11/4/98", "4:15:31 PM", "MSExchangeMTA", "Information", "X.400 Service", "9301", "N/A")
DUMPEL = ("11/4/98", "4:15:31 PM", "4", "5", "9301", "MSExchangeMTA", "N/A")
COPIED = """\
Event ID: 9301
Source: MSExchangeMTA
Date: 11/4/98
Time: 4:15:31 PM
Computer: MAIL-A
Category: Configuration
Description:
{}

not this
"""
GERMAN = """\
Ereignis-ID: 9301
Quelle: MSExchangeMTA
Datum: 11/4/98
Uhrzeit: 4:15:31 PM
Beschreibung: {}
"""
EXPORTED = [
    separator.join([*fields, "MAIL-A", DESCRIPTION])
    for fields in (VIEWER, DUMPEL)
    for separator in "\t, "
]


@pytest.mark.parametrize(
    "text", [*EXPORTED, COPIED.format(DESCRIPTION), GERMAN.format(DESCRIPTION)]
)
def test_an_event_is_read_however_it_was_exported(text: str) -> None:
    """Event Viewer, dumpel, and by hand."""
    for whole in (text, text.replace("Check the", "\nCheck the")):
        (event,) = read(whole, "x/A.TXT").evidence.events
        assert (event.id, event.server, event.when) == (9301, "MAIL-A", "11/4/98 4:15:31 PM")
        assert event.text == DESCRIPTION
        assert event.place.line == 1


def test_the_build_of_the_mta_is_read_when_it_starts() -> None:
    """From event 9298."""
    text = (
        "Event ID: 9298\nSource: MSExchangeMTA\nComputer: MAIL-A\nDescription: Microsoft Exchange"
    )
    text += " Server MTA Service startup complete, version 5.0 (build 1457.8). [BASE] (14)\n"
    (fact,) = read(text).evidence.facts
    assert (fact.server, fact.name, fact.text) == (
        "MAIL-A",
        "exchange",
        "version 5.0 (build 1457.8)",
    )


@pytest.mark.parametrize("number", [9298, 9299])
def test_the_build_is_read_whatever_the_words_of_the_event(number: int) -> None:
    """Other languages and versions have other words; other events may name other versions."""
    text = "Event ID: {}\nComputer: MAIL-A\nDescription: Der MTA, Version 5.5 (Build 1960.3)\n"
    (fact,) = read(text.format(number)).evidence.facts
    assert (fact.server, fact.name, fact.text) == (
        "MAIL-A",
        "exchange",
        "Version 5.5 (Build 1960.3)",
    )
    assert not read(text.format(9301)).evidence.facts


def test_a_list_of_events_may_begin_with_their_type() -> None:
    """As the console of Windows 2000 exports it, without descriptions."""
    text = "Warning\t11/4/98\t4:15:31 PM\tMSExchangeMTA\tSecurity\t51\tN/A\tMAIL-A\n"
    (event,) = read(text, "x/A.TXT").evidence.events
    assert (event.id, event.server, event.when) == (51, "MAIL-A", "11/4/98 4:15:31 PM")


def test_events_of_other_programs_are_none() -> None:
    """And lines that only mention the MTA."""
    text = "Event ID: 51\nSource: Disk\nDescription: x\n"
    assert not read(text).evidence.events
    assert kinds("MSExchangeMTA is a service\n") == [Kind.UNKNOWN]
    assert kinds("a,b,MSExchangeMTA,c,d,999999,e,f,g\n") == [Kind.UNKNOWN]
    assert kinds("a,b,4,5,999999,MSExchangeMTA,d\n") == [Kind.UNKNOWN]
    assert kinds("MSExchangeMTA,x\n") == [Kind.UNKNOWN]


def test_a_description_without_end_is_cut() -> None:
    """A log of something else may follow."""
    start = f"11/4/98\t4:15 PM\tMSExchangeMTA\tI\tC\t9301\tN/A\t??\t{DESCRIPTION}"
    (event,) = read(start + "\nmore" * 100_000, "x/A.TXT").evidence.events
    assert event.server == "MAIL-A"
    assert len(event.text) < 1000


# ---- whose it is


def test_a_file_of_nobody_is_said_to_be_so() -> None:
    """It is in the list of the sources too."""
    found = read("10.1.0.10 MAIL-A #PRE\n", "DUMPS/LMHOSTS")
    (source,) = found.evidence.sources
    assert (source.kind, source.owner, source.server) == (Kind.LMHOSTS, Owner.UNKNOWN, "")
    assert found.problems == ["X4-W173 0"]
    assert read("10.1.0.10 MAIL-A #PRE\n", "no server's/LMHOSTS").problems == ["X4-W173 0"]


def owners(*files: tuple[str, str]) -> tuple[list[str], list[str]]:
    """Whose each file is, and what was said."""
    problems = ProblemList()
    given = [GivenFile(path, text.encode()) for path, text in files]
    evidence = read_evidence(given, problems)
    return [each.server for each in evidence.sources], [each.code for each in problems]


def test_a_folder_says_whose_its_files_are() -> None:
    """By its name, or by what else is in it, if that is all of one server."""
    name_file = "10.9.0.9 X #PRE\n"
    assert owners(("mail-a/BEFORE/LMHOSTS", name_file), ("y/I.TXT", NT4)) == (
        *(["MAIL-A", "MAIL-A"], []),
    )
    assert owners(("site 1/LMHOSTS", name_file), ("site 1/I.TXT", NT4)) == (["MAIL-A"] * 2, [])
    both = ("all/I.TXT", NT4), ("all/J.TXT", NT4.replace("mail-a", "mail-b"))
    assert owners(("all/LMHOSTS", name_file), *both) == (["", "MAIL-A", "MAIL-B"], ["X4-W173"])


def test_the_name_of_a_file_may_say_whose_it_is() -> None:
    """Where all files are in one folder."""
    name_file = "10.9.0.9 X #PRE\n"
    both = ("all/I.TXT", NT4), ("all/J.TXT", NT4.replace("mail-a", "mail-b"))
    files = ("all/mail_b lmhosts.txt", name_file), ("all/LMHOSTS.MAIL-A", name_file)
    found, said = owners(*both, *files, ("all/MAIL-A-MAIL-B.TXT", name_file))
    assert found == ["MAIL-A", "MAIL-B", "MAIL-B", "MAIL-A", ""]
    assert said == ["X4-W173"]


def test_addresses_may_say_whose_a_file_is() -> None:
    """The registry of one adapter does not name its computer."""
    both = (
        ("all/I.TXT", NT4),
        ("all/J.TXT", NT4.replace("mail-a", "mail-b").replace("10.1.", "10.2.")),
    )
    nic = 'set address name="LAN" source=static addr={} mask=255.255.255.0\n'
    found, said = owners(
        *both, ("all/N.TXT", nic.format("10.2.0.41")), ("all/O.TXT", nic.format("10.3.0.1"))
    )
    assert found == ["MAIL-A", "MAIL-B", "MAIL-B", ""]
    assert said == ["X4-N005", "X4-W173"]


def test_a_dump_in_the_folder_of_another_server_is_named() -> None:
    """Its objects say themselves of which server they are."""
    assert owners(
        ("MAIL-B/I.TXT", NT4.replace("mail-a", "mail-b")), ("MAIL-B/A.TXT", CONNECTOR)
    ) == (*(["MAIL-B", ""], ["X4-W173"]),)


def test_a_host_name_stands_for_a_computer_name_with_other_signs() -> None:
    """NT makes a minus of an underscore (Q149044)."""
    dump = CONNECTOR.replace("MAIL-A", "MAIL_A")
    assert owners(("x/A.TXT", dump), ("y/I.TXT", NT4)) == (["", "MAIL_A"], [])


def test_a_host_name_that_no_computer_has_is_named() -> None:
    """It is left out."""
    found = read(NT4.replace("mail-a.corp.example", "?" * 20), "DUMPS/I.TXT")
    assert found.problems == ["X4-W173 0", "X4-W175 4"]


def test_samples_are_read_without_a_warning() -> None:
    """Each of them, and nothing in them is not understood."""
    files = sorted(path for path in SAMPLES.rglob("*") if path.is_file() and path.suffix != ".md")
    problems = ProblemList()
    given = [GivenFile(path.relative_to(SAMPLES).as_posix(), path.read_bytes()) for path in files]
    evidence = read_evidence(given, problems)
    assert [str(problem) for problem in problems] == []
    assert {source.kind for source in evidence.sources} == {*Kind} - {Kind.UNKNOWN}
    assert Path(SAMPLES, "README.md").exists()
