# SPDX-License-Identifier: MIT
"""Makes connectors, servers and inventories from short texts, and runs stages over them.

A connector: ``MAIL-A/One 10.20.2.10 MAIL-B peer=Eins via=FW1 stack=TP4 out=L01 own=A in=C``, that
is home server, directory name (``_`` for a blank), Address, remote_server if there is one, and
other columns by name. A server: ``MAIL-A 10.20.1.10/24 10.20.1.41/24``, or ``MAIL-A dhcp``.
"""

from collections.abc import Iterable, Mapping, Sequence

import msgspec

from x400fix.allocation.allocation import allocate
from x400fix.allocation.assignments import Draft, Memory, Remembered
from x400fix.allocation.pool import Occupancy, read_pool
from x400fix.inventory.addresses import parse_address, parse_ipv4, parse_nic_address
from x400fix.inventory.cells import parse_other_address
from x400fix.inventory.connectors import (
    Connector,
    Inventory,
    Role,
    Selectors,
    Server,
    Stack,
    connector_key,
)
from x400fix.inventory.names import ServerName, parse_server_name
from x400fix.inventory.subnets import known_subnets, taken_numbers
from x400fix.inventory.topology import Directory, find_links, find_partners
from x400fix.inventory.versions import parse_exchange, parse_operating_system
from x400fix.problems import Place, ProblemList
from x400fix.settings.settings import Settings, range_texts
from x400fix.verdicts.conflicts import Judgement, find_conflicts

POOL = ("10.20.1.32/27", "10.20.2.32/27", "10.20.3.32/27")
"""A range in the subnet of each of the servers MAIL-A, MAIL-B and MAIL-C of ``pair``."""


def connector(text: str, line: int = 2) -> Connector:
    """A connector from its short text."""
    words = text.split()
    options = dict(word.split("=", 1) for word in words if "=" in word)
    ident, address, *remote = (word for word in words if "=" not in word)
    server, _, name = ident.partition("/")
    stack = Stack(options.get("stack", "TCP"))
    return Connector(
        name=name.replace("_", " "),
        server=parse_server_name(server),
        address=parse_address(address) if stack is Stack.TCP else parse_other_address(address),
        stack=stack,
        remote=parse_server_name(remote[0]) if remote else ServerName(""),
        peer=options.get("peer", "").replace("_", " "),
        via=options.get("via", ""),
        selectors=Selectors(
            own=options.get("own", "").encode(),
            outgoing=options.get("out", "").encode(),
            incoming=options.get("in", "").encode(),
        ),
        line=line,
    )


def server(  # noqa: PLR0913 -- one parameter for each fact
    text: str,
    *,
    exchange: str = "5.0 SP2",
    os: str = "NT 4.0 SP5",
    adapter: str = "El90x1",
    gateway: str = "",
    roles: tuple[Role, ...] = (),
) -> Server:
    """A server from its name and its NIC's addresses; an empty text leaves a fact out."""
    name, *addresses = text.split()
    uses_dhcp = addresses == ["dhcp"]
    return Server(
        name=parse_server_name(name),
        exchange=parse_exchange(exchange) if exchange else None,
        os=parse_operating_system(os) if os else None,
        adapter=adapter,
        addresses=()
        if uses_dhcp
        else tuple(parse_nic_address(each, code="X4-E023") for each in addresses),
        uses_dhcp=uses_dhcp,
        gateway=parse_ipv4(gateway, code="X4-E025") if gateway else None,
        roles=roles,
    )


def inventory(connectors: Iterable[str | Connector], servers: Iterable[str | Server]) -> Inventory:
    """An inventory; a home server that is not given is one without facts, as readers make it."""
    rows = [
        connector(each, line) if isinstance(each, str) else each
        for line, each in enumerate(connectors, 2)
    ]
    known = {row.server: Server(name=row.server) for row in rows}
    for each in servers:
        fact = server(each) if isinstance(each, str) else each
        known[fact.name] = fact
    return Inventory(
        connectors=tuple(sorted(rows, key=lambda row: (*connector_key(row), row.stack, row.line))),
        servers=dict(sorted(known.items())),
        file="inventory.csv",
        columns={"connector": 0, "server": 1, "address": 2, "peer_connector": 3},
    )


def servers(exchange_a: str = "5.0 SP2", exchange_b: str = "5.0 SP2") -> list[Server]:
    """MAIL-A and MAIL-B, each in a subnet of its own with a mask that is known."""
    return [
        server("MAIL-A 10.20.1.10/24", exchange=exchange_a, gateway="10.20.1.1"),
        server("MAIL-B 10.20.2.10/24", exchange=exchange_b, gateway="10.20.2.1"),
    ]


def pair(count: int = 2, exchange_a: str = "5.0 SP2", exchange_b: str = "5.0 SP2") -> Inventory:
    """MAIL-A and MAIL-B with a number of connectors each way, all with the primary address."""
    there = [f"MAIL-A/To_B_{at} 10.20.2.10 MAIL-B" for at in range(1, count + 1)]
    back = [f"MAIL-B/To_A_{at} 10.20.1.10 MAIL-A" for at in range(1, count + 1)]
    return inventory([*there, *back], servers(exchange_a, exchange_b))


class Study(Judgement, frozen=True, kw_only=True):
    """An inventory with what the stages before allocation make of it; a problem is a line."""

    problems: str

    def partner_of(self, ident: str) -> str:
        """The partner of a connector, such as ``MAIL-A/To B 1``."""
        return self.partners[self.index_of(ident)]

    def other_end_of(self, ident: str) -> str:
        """The connector at the other end of a connector's link; empty if there is none."""
        index = self.index_of(ident)
        link = self.links[index]
        end = link.other_end(self.inventory.connectors[index]) if link else None
        return ident_of(end) if end else ""

    def row_of(self, ident: str) -> tuple[int, str]:
        """Number and verdict of the row that decides about a connector."""
        finding = self.findings.findings[self.index_of(ident)]
        return finding.row.number, finding.row.verdict.value

    def added_to(self, ident: str) -> tuple[int, ...]:
        """The numbers of the rows that are added to a connector's verdict."""
        return self.findings.findings[self.index_of(ident)].added

    def conflicts(self) -> list[list[str]]:
        """The connectors of each conflict."""
        return [
            [ident_of(self.inventory.connectors[index]) for index in conflict.members]
            for conflict in self.findings.conflicts
        ]

    def index_of(self, ident: str) -> int:
        """The place of a connector in the inventory."""
        return [ident_of(each) for each in self.inventory.connectors].index(ident)


def ident_of(each: Connector) -> str:
    """How a test names a connector: ``SERVER/NAME``."""
    return f"{each.server}/{each.name}"


def study(found: Inventory) -> Study:
    """Find partners, links and verdicts."""
    problems = ProblemList()
    directory = Directory(found)
    partners = find_partners(found, directory, problems)
    links = find_links(found, partners, problems)
    return Study(
        inventory=found,
        directory=directory,
        partners=partners,
        links=links,
        findings=find_conflicts(found, directory, partners, links),
        problems="\n".join(map(str, problems)),
    )


def settings(pool: Sequence[str] = POOL, exclude: Sequence[str] = (), **others: object) -> Settings:
    """Settings with a pool of short texts such as ``10.20.1.32/27`` or ``FW1=10.9.0.32``."""
    chosen = Settings(
        pool=tuple(range_texts(pool, Place("--pool"))),
        exclude=tuple(range_texts(exclude, Place("--exclude"))),
    )
    return msgspec.structs.replace(chosen, **others)


def assign(
    found: Inventory, chosen: Settings | None = None, memory: Memory | None = None
) -> dict[str, Draft]:
    """What becomes of each connector in a conflict, by ``SERVER/NAME``."""
    studied, memory = study(found), memory or {}
    assert not studied.problems
    chosen = settings() if chosen is None else chosen
    problems = ProblemList()
    pool = read_pool(chosen, problems)
    assert not problems.has_errors, list(problems)
    remembered = {each.address for each in memory.values() if each.address is not None}
    assignments = allocate(
        studied,
        settings=chosen,
        occupancy=Occupancy(pool, taken_numbers(found) | remembered, known_subnets(found)),
        memory=memory,
    )
    return {ident_of(each.connector): each for each in assignments}


def values(assignments: Mapping[str, Draft]) -> dict[str, str]:
    """Action and Address afterwards of each connector: ``move 10.20.2.32`` or ``manual``."""
    return {
        ident: f"{each.action} {each.value.text}" if each.value else each.action.value
        for ident, each in assignments.items()
    }


def memory_of(assignments: Mapping[str, Draft]) -> dict[tuple[str, str], Remembered]:
    """What a plan with these assignments is remembered as."""
    return {
        connector_key(each.connector): Remembered(
            action=each.action,
            owner=each.owner.name,
            address=each.address,
            alias=each.alias,
        )
        for each in assignments.values()
    }
