# SPDX-License-Identifier: MIT
"""What programs and Exchange Administrator would print of a computer.

Layouts: ipconfig after Q176280 and Q162055, with the words of three languages; regdmp as regini
reads it (windows.md 4.1); raw properties after Q199412.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from tests.evidence.moments import Computer
from x400fix.inventory.addresses import address_text, mask_text


@dataclass(frozen=True)
class Words:
    """The labels of ipconfig in one language."""

    title: str
    host: str
    adapter: str
    description: str
    physical: str
    dhcp: str
    no: str
    address: str
    mask: str
    gateway: str


LANGUAGES = {
    "en": Words(
        *("Windows NT IP Configuration", "Host Name", "Ethernet adapter", "Description"),
        *("Physical Address", "DHCP Enabled", "No", "IP Address", "Subnet Mask"),
        "Default Gateway",
    ),
    "de": Words(
        *("Windows NT IP-Konfiguration", "Host-Name", "Ethernet-Adapter", "Beschreibung"),
        *("Physische Adresse", "DHCP aktiviert", "Nein", "IP-Adresse", "Subnetzmaske"),
        "Standard-Gateway",
    ),
    "fr": Words(
        *("Configuration IP de Windows NT", "Nom de l'h\xf4te", "Carte Ethernet", "Description"),
        *("Adresse physique", "DHCP activ\xe9", "Non", "Adresse IP", "Masque de sous-r\xe9seau"),
        "Passerelle par d\xe9faut",
    ),
}


def _field(label: str, value: str) -> str:
    return f"\t{label} {'. ' * ((28 - len(label)) // 2)}: {value}"


def ipconfig(computer: Computer, language: str = "en") -> bytes:
    """What ``ipconfig /all`` prints, in the code page of a console."""
    words = LANGUAGES[language]
    name = "Local Area Connection" if computer.is_windows_2000 else computer.adapter
    lines = [
        *("", words.title, "", _field(words.host, computer.name.lower()), ""),
        *(f"{words.adapter} {name}:", ""),
        _field(words.description, "3Com EtherLink PCI"),
        _field(words.physical, "00-60-08-A1-B2-C3"),
        _field(words.dhcp, words.no),
    ]
    for number in computer.effective:
        lines.append(_field(words.address, address_text(number)))
        lines.append(_field(words.mask, mask_text(computer.prefixes.get(number, 24))))
    lines.append(_field(words.gateway, ""))
    return "".join(f"{line}\r\n" for line in lines).encode("cp850")


def regdmp(computer: Computer) -> bytes:
    """What regdmp prints of the key of a NIC, and of that of the MTA with its overrides."""
    root = "\\Registry\\Machine\\System\\CurrentControlSet\\Services"
    addresses = " ".join(f'"{address_text(number)}"' for number in computer.listed)
    masks = " ".join(
        f'"{mask_text(computer.prefixes[number])}"'
        for number in computer.listed
        if number in computer.prefixes
    )
    lines = [
        f"{root}\\{computer.adapter}\\Parameters\\Tcpip",
        "    EnableDHCP = REG_DWORD 0x00000000",
        f"    IPAddress = REG_MULTI_SZ {addresses}",
        f"    SubnetMask = REG_MULTI_SZ {masks}",
    ]
    return _text(lines)


def mta_key(computer: Computer) -> bytes:
    """The key of the MTA with its overrides, as regdmp prints it; odd names as regedit does."""
    key = "CurrentControlSet\\Services\\MSExchangeMTA\\Parameters"
    overrides = [(name, address_text(number)) for name, number in computer.overrides.items()]
    if any(not name.replace(" ", "").isalnum() for name, _ in overrides):
        lines = ["REGEDIT4", "", f"[HKEY_LOCAL_MACHINE\\SYSTEM\\{key}]"]
        lines.append('"TCP/IP control blocks"=dword:00000014')
        for name, text in overrides:
            lines.append(f"[HKEY_LOCAL_MACHINE\\SYSTEM\\{key}\\{name}]")
            lines.append(f'"Stack IP Address Override"="{text}"')
        return _text(lines)
    lines = [f"\\Registry\\Machine\\System\\{key}"]
    lines.append("    TCP/IP control blocks = REG_DWORD 0x00000014")
    for name, text in overrides:
        lines.append(f"    {name}")
        lines.append(f"        Stack IP Address Override = {text}")
    return _text(lines)


def netsh(computer: Computer) -> bytes:
    """What ``netsh interface ip dump`` prints."""
    name = 'name="Local Area Connection"'
    lines = [
        "# ----------------------------------",
        "# Interface IP Configuration",
        "pushd interface ip",
        "",
    ]
    for at, number in enumerate(computer.listed):
        verb = "add" if at else "set"
        source = "" if at else " source=static"
        mask = mask_text(computer.prefixes.get(number, 24))
        lines.append(f"{verb} address {name}{source} addr={address_text(number)} mask={mask}")
    return _text([*lines, "", "popd"])


def hosts(computer: Computer) -> bytes:
    """The HOSTS file."""
    rows = [f"{address_text(number):<16}{name}" for number, name in computer.hosts]
    return _text(["127.0.0.1       localhost", *rows])


def lmhosts(computer: Computer) -> bytes:
    """The LMHOSTS file."""
    rows = [f"{address_text(number):<16}{name:<15} #PRE" for number, name in computer.lmhosts]
    return _text(["# names", *rows])


def admindmp(computer: Computer, site: str = "SITE") -> bytes:
    """Admindmp.txt of all connectors, with passwords that nobody may see again."""
    objects = (_object(computer, site, at) for at in range(len(computer.connectors)))
    return _text([line for lines in objects for line in lines])


SECRET = "Geheim-4711"  # noqa: S105 -- what must appear nowhere


def _object(computer: Computer, site: str, at: int) -> list[str]:
    held = computer.connectors[at]
    is_name = isinstance(held.address, str)
    text = held.address if isinstance(held.address, str) else address_text(held.address)
    config = f"/o=Contoso/ou={site}/cn=Configuration"
    server = f"{config}/cn=Servers/cn={computer.name}"
    return [
        "RFC1006-X400-Link   11/3/98  9:15 AM",
        "",
        f"  Directory Name:   '{held.name}'",
        f"  Obj-Dist-Name:   '{config}/cn=Connections/cn={held.name}'",
        f"  Gateway-Local-Cred:   '{SECRET}'",
        f"  Gateway-Local-Desig:   '{held.partner or 'FOREIGN'}'",
        f"  Home-MTA:   '{server}/cn=Microsoft MTA'",
        f"  MTA-Local-Cred:   '{SECRET}'",
        f"  N-Address:   '{text.encode('ascii').hex().upper()}'",
        f"  N-Address-Type:   '{0 if is_name else 1}'",
        "  Supporting-Stack:   values: 1",
        f"     [1]   '{server}/cn=TCP ({computer.name})'",
        "",
    ]


def _text(lines: list[str]) -> bytes:
    text = "".join(f"{line}\r\n" for line in lines)
    try:
        return text.encode("cp1252")
    except UnicodeEncodeError:
        return text.encode("utf-8-sig")  # somebody saved it again


def files_of(
    computers: Mapping[str, Computer], moment: str = "AFTER", language: str = "en"
) -> dict[str, bytes]:
    """The folders that come back from all servers, by path."""
    return dict(_files(computers, moment, language))


def _files(
    computers: Mapping[str, Computer], moment: str, language: str
) -> Iterator[tuple[str, bytes]]:
    for name, computer in computers.items():
        folder = f"{name}/{moment}"
        if computer.effective:
            yield f"{folder}/IPCONFIG.TXT", ipconfig(computer, language)
            is_netsh = computer.is_windows_2000
            yield (
                (f"{folder}/NETSH.TXT", netsh(computer))
                if is_netsh
                else (f"{folder}/TCPIP.TXT", regdmp(computer))
            )
        yield f"{folder}/HOSTS", computer.untouched.get("HOSTS") or hosts(computer)
        yield f"{folder}/LMHOSTS", computer.untouched.get("LMHOSTS") or lmhosts(computer)
        yield f"{folder}/MTA.TXT", mta_key(computer)
        if computer.connectors:
            yield f"{folder}/ADMINDMP.TXT", admindmp(computer)


def form(rows: Iterable[Mapping[str, str]]) -> bytes:
    """EVIDENCE.CSV as a person sends it back."""
    rows = list(rows)
    heads = list(rows[0])
    lines = [",".join(heads), *(",".join(_cell(row[name]) for name in heads) for row in rows)]
    return "".join(f"{line}\r\n" for line in lines).encode("utf-8")


def _cell(text: str) -> str:
    return '"' + text.replace('"', '""') + '"' if set(text) & set(',"') else text


def dumpel(server: str, events: Iterable[tuple[str, int, str]]) -> bytes:
    """What dumpel prints of the MTA's events: when, number and strings (Q129266)."""
    lines = (
        f"{when}\t2\t0\t{number}\tMSExchangeMTA\tN/A\t{server}\t{text}"
        for when, number, text in events
    )
    return _text(list(lines))
