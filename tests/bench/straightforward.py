# SPDX-License-Identifier: MIT
"""The script that a good administrator would write for KB 200588; x400fix is measured against it.

It gives each connector that shares its Address an address of its own and writes the files that
x400fix writes (but for NIC.REG, NICUNDO.REG and PLAN.json), with shorter texts: DictReader,
netaddr objects, one template call for each connector and file. It checks nothing, knows no
exception, and orders no steps.
"""

import csv
import sys
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from jinja2 import DictLoader, Environment
from netaddr import AddrFormatError, IPAddress, IPNetwork, IPRange

ONLY_HERE = '@echo off\nif not "%COMPUTERNAME%"=="{{ server }}" exit\n'
NIC_KEY = r"\Registry\Machine\System\CurrentControlSet\Services\{{ adapter }}\Parameters\Tcpip"

# What a file begins with, and what it has for each connector: of the server that dials,
OF_CALLER = {
    "STEPS.TXT": (
        "Steps at {{ server }}, after those of the servers that get the new addresses\n",
        """
Set the Address of connector "{{ move.connector.name }}"
    Who:       Exchange administrator
    Do:        On the Stack tab choose IP address and enter {{ move.new }}
    Expected:  The Stack tab shows IP address: {{ move.new }}
    Check:     Close the connector, open it again and read the Stack tab.
               CHECK.CMD of {{ move.owner }}: {{ move.new }} answers.
    Test:      Restart the MTA and send a message in both directions.
    Undo:      On the Stack tab choose IP address and enter {{ move.connector.address }}
""",
    ),
    "ADDRATTR.TXT": (
        "Address of the connectors at {{ server }} (Exchange Administrator, Stack tab)\n",
        """
Connector   {{ move.connector.name }}
    Now       {{ move.connector.address }}
    To set    {{ move.new }}
    Back-out  {{ move.connector.address }}
    Other end {{ move.owner }}
""",
    ),
    "LMHOSTS.ADD": (
        "# names of the new addresses, for LMHOSTS of {{ server }}\n",
        "{{ '%-15s' % move.new }} {{ '%-15s' % move.alias }} #PRE\n",
    ),
    "NAMES.CMD": (
        ONLY_HERE + r"cd /d %SystemRoot%\System32\drivers\etc" + "\ncopy LMHOSTS LMHOSTS.OLD\n",
        "echo {{ move.new }} {{ move.alias }} #PRE>> LMHOSTS\n",
    ),
    "NAMUNDO.CMD": (
        ONLY_HERE + r"cd /d %SystemRoot%\System32\drivers\etc" + "\n",
        'find /v " {{ move.alias }} " < LMHOSTS > LMHOSTS.NEW\ncopy LMHOSTS.NEW LMHOSTS\n',
    ),
}
# of the server that is dialled,
OF_OWNER = {
    "CHECK.CMD": (
        "@echo off\nrem do the new addresses of {{ server }} answer?\n",
        """\
ping -n 2 {{ move.new }} | find "TTL=" > nul
if errorlevel 1 echo no answer: {{ move.new }}
if not errorlevel 1 echo answers: {{ move.new }}
""",
    ),
    "NIC.CMD": (
        ONLY_HERE + 'if "%1"=="NT" regini NIC.INI\nif "%1"=="NT" exit\n',
        """\
netsh interface ip add address "{{ move.connector.adapter }}" {{ move.new }} \
{{ move.connector.network.netmask }}
""",
    ),
    "NICUNDO.CMD": (
        ONLY_HERE + 'if "%1"=="NT" regini NICUNDO.INI\nif "%1"=="NT" exit\n',
        'netsh interface ip delete address "{{ move.connector.adapter }}" {{ move.new }}\n',
    ),
}
# once for such a server,
NIC_LISTS = f"""\
{NIC_KEY}
    IPAddress = REG_MULTI_SZ{{% for each in addresses %}} "{{{{ each }}}}"{{% endfor %}}
    SubnetMask = REG_MULTI_SZ{{% for each in addresses %}} "{{{{ mask }}}}"{{% endfor %}}
"""
# and of all.
RUNBOOK = """\
{{ move.connector.server }}: set the Address of {{ move.connector.name }} to {{ move.new }}
    Exchange administrator, 5 min, folder {{ move.connector.server }}
    begun ________ done ________ result ____________________ initials ______
"""


class Connector(NamedTuple):
    """A row of the inventory."""

    name: str
    server: str
    address: IPAddress | str
    remote_server: str
    adapter: str
    network: IPNetwork
    gateway: IPAddress


class Move(NamedTuple):
    """A connector that moves to a new address of the server that it dials."""

    connector: Connector
    owner: str
    new: IPAddress
    alias: str


def read(path: str) -> Iterator[Connector]:
    """The connectors of the inventory."""
    with Path(path).open(newline="", encoding="utf-8") as file:
        for row in csv.DictReader(file):
            yield Connector(
                row["connector"],
                row["server"].upper(),
                address_of(row["address"]),
                row["remote_server"].upper(),
                row["adapter"],
                IPNetwork(row["addresses"].split()[0]),
                IPAddress(row["gateway"]),
            )


def address_of(text: str) -> IPAddress | str:
    """What a connector dials: an IP address or a name."""
    try:
        return IPAddress(text)
    except AddrFormatError:
        return text.upper()


def find_conflicts(connectors: list[Connector]) -> list[Connector]:
    """All connectors of a server that hold the same Address, but for the first of each."""
    groups = defaultdict(list)
    for each in connectors:
        groups[each.server, str(each.address)].append(each)
    return [each for _, group in sorted(groups.items()) for each in group[1:]]


def assign(connectors: list[Connector], pool: IPRange) -> Iterator[Move]:
    """Give each conflicting connector a free address of the server that it dials."""
    networks = {each.server: each.network for each in connectors}
    taken = {network.ip for network in networks.values()} | {each.gateway for each in connectors}
    hosts = {name: network.iter_hosts() for name, network in networks.items()}
    given: dict[str, int] = defaultdict(lambda: 1)
    for each in find_conflicts(connectors):
        owner = each.remote_server
        given[owner] += 1
        new = next(host for host in hosts[owner] if host in pool and host not in taken)
        yield Move(each, owner, new, f"{owner[:12]}-X{given[owner]}")


def render(moves: list[Move], networks: dict[str, Connector]) -> Iterator[tuple[str, str]]:
    """The path and the text of each file."""
    files = OF_CALLER | OF_OWNER
    sources = {name: entry for name, (_, entry) in files.items()}
    sources |= {f"{name}.head": head for name, (head, _) in files.items()}
    sources |= {"NIC.INI": NIC_LISTS, "RUNBOOK.TXT": RUNBOOK}
    environment = Environment(  # noqa: S701 -- plain text
        loader=DictLoader(sources), keep_trailing_newline=True
    )
    pieces: dict[tuple[str, str], list[str]] = defaultdict(list)
    new: dict[str, list[IPAddress]] = defaultdict(list)
    for move in moves:
        new[move.owner].append(move.new)
        for server, names in ((move.connector.server, OF_CALLER), (move.owner, OF_OWNER)):
            for name in names:
                text = environment.get_template(name).render(move=move)
                pieces[server, name].append(text)
    for (server, name), texts in pieces.items():
        head = environment.get_template(f"{name}.head").render(server=server)
        yield f"SERVERS/{server}/{name}", head + "".join(texts)
    for server, added in new.items():
        here = networks[server]
        values = {"adapter": here.adapter, "mask": here.network.netmask}
        for name, more in (("NIC.INI", added), ("NICUNDO.INI", [])):
            addresses = [here.network.ip, *more]
            text = environment.get_template("NIC.INI").render(values, addresses=addresses)
            yield f"SERVERS/{server}/{name}", text
    runbook = environment.get_template("RUNBOOK.TXT")
    yield "RUNBOOK.TXT", "".join(runbook.render(move=move) for move in moves)


def write_table(moves: list[Move], out: Path) -> None:
    """Write ASSIGN.csv."""
    with (out / "ASSIGN.csv").open("w", newline="", encoding="utf-8") as file:
        table = csv.writer(file)
        table.writerow(["server", "connector", "owner", "old_address", "new_address", "alias"])
        for move in moves:
            each = move.connector
            table.writerow([each.server, each.name, move.owner, each.address, move.new, move.alias])


def main() -> None:
    """Take the inventory, the pool as FIRST-LAST, and the folder to make."""
    inventory, pool, out = sys.argv[1:]
    first, _, last = pool.partition("-")
    connectors = list(read(inventory))
    moves = list(assign(connectors, IPRange(first, last)))
    for path, text in render(moves, {each.server: each for each in connectors}):
        file = Path(out, path)
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="ascii", newline="\r\n")
    write_table(moves, Path(out))


if __name__ == "__main__":
    main()
