# SPDX-License-Identifier: MIT
"""What of all that was seen is an inventory: rows of inventory.csv and servers.csv.

Each cell has the place that it comes from. A fact that the files do not agree on has no cell.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence

import msgspec

from x400fix.evidence.adapters import Cells, nic_cells
from x400fix.evidence.agreement import CONTRADICTION, Claim, agreed
from x400fix.evidence.model import Evidence, Nic, Seen, SeenConnector, ServerFact
from x400fix.inventory.cells import Partly, parse_exchange_cell, parse_os_cell, parse_text
from x400fix.inventory.connectors import Stack
from x400fix.inventory.names import host_label, parse_connector_name
from x400fix.inventory.repairs import repair_exchange, repair_os
from x400fix.namefiles.documents import parse_name_file
from x400fix.namefiles.existing import NameFileKind
from x400fix.namefiles.statements import Entry
from x400fix.problems import BadValueError, Place, ProblemList, shown

SERVER_COLUMNS = ("site", "exchange", "os", "adapter", "addresses", "gateway")
COLUMNS = (
    *("connector", "server", "address", "remote_server", "stack"),
    *SERVER_COLUMNS,
    *("stack_t_selector", "t_selector", "t_selector_in"),
)


class SeenInventory(msgspec.Struct, frozen=True):
    """The cells of each row by column; ``servers`` are those that have no connector here."""

    connectors: tuple[Mapping[str, Seen[str]], ...]
    servers: tuple[Mapping[str, Seen[str]], ...]


def find_inventory(evidence: Evidence, problems: ProblemList) -> SeenInventory:
    """The rows, by server and connector; the first row of a server has its facts."""
    names = _Names(evidence)
    facts = _server_cells(evidence, names, problems)
    rows = []
    told: set[str] = set()
    for (server, _), seen in sorted(_by_name(evidence.connectors, problems).items()):
        cells = _connector_cells(server, seen, names, problems)
        if server not in told:
            cells |= facts.get(server, {})
            told.add(server)
        rows.append(cells)
    left = [
        {"server": Seen(server, next(iter(cells.values())).place), **cells}
        for server, cells in sorted(facts.items())
        if server not in told and cells.keys() & {*SERVER_COLUMNS}
    ]
    for cells in left:
        cells.pop("stack_t_selector", None)
    return SeenInventory(tuple(rows), tuple(left))


def _by_name(
    connectors: Iterable[SeenConnector], problems: ProblemList
) -> Mapping[tuple[str, str], list[SeenConnector]]:
    """The objects of each connector that has a name and a home server."""
    found: dict[tuple[str, str], list[SeenConnector]] = {}
    for each in connectors:
        try:
            name = parse_connector_name(each.name)
        except BadValueError as error:
            problems.add("X4-W175", f"{error.message}; the connector is left out", each.place)
            continue
        if each.server:
            found.setdefault((each.server, name.upper()), []).append(each)
        else:
            message = (
                f"the home server of connector {shown(name)} is not known, so it is left out: its "
                "object needs Home-MTA or Supporting-Stack"
            )
            problems.add("X4-W173", message, each.place)
    return found


def _connector_cells(
    server: str, seen: Sequence[SeenConnector], names: "_Names", problems: ProblemList
) -> Cells:
    first = seen[0]
    what = f"of connector {shown(first.name)} of {server}"
    cells: Cells = {
        "connector": Seen(first.name, first.name_place),
        "server": Seen(server, first.server_place),
    }
    stack = agreed((Claim(x.stack, x.stack, x.place) for x in seen), f"the stack {what}", problems)
    if stack and stack.value is not Stack.TCP:
        cells["stack"] = Seen(stack.text, stack.place)
    address = agreed(
        (Claim(x.address.value, x.address.value.text, x.address.place) for x in seen if x.address),
        f"the Address {what}",
        problems,
    )
    if address:
        cells["address"] = Seen(address.text, address.place)
    elif not any(each.address for each in seen):
        message = f"no Address {what} was found: fill it in, or make Admindmp.txt of it"
        problems.add("X4-W178", message, first.place)
    for column in ("t_selector", "t_selector_in"):
        octets = [each for x in seen if (each := getattr(x, column))]
        claims = (Claim(each.value, f"0x{each.value.hex()}", each.place) for each in octets)
        selector = agreed(claims, f"the {column} {what}", problems)
        if selector:
            cells[column] = Seen(selector.text, selector.place)
    remote = names.partner_of(server, seen, problems) if first.stack is Stack.TCP else None
    if remote:
        cells["remote_server"] = remote
    return cells


def _server_cells(
    evidence: Evidence, names: "_Names", problems: ProblemList
) -> Mapping[str, Cells]:
    """The facts of each server that something is known of."""
    claims: dict[str, dict[str, list[Claim[object]]]] = {}
    sites = (
        ServerFact(server=each.server, name="site", text=each.site.value, place=each.site.place)
        for each in evidence.connectors
        if each.site
    )
    for fact in (*evidence.facts, *sites):
        read = _claim(fact, problems)
        if read is not None and fact.server:
            claims.setdefault(fact.server, {}).setdefault(fact.name, []).append(read)
    nics: dict[str, list[Nic]] = {}
    for nic in evidence.nics:
        nics.setdefault(nic.server, []).append(nic)
    found: dict[str, Cells] = {}
    for server in sorted({*claims, *nics} - {""}):
        cells: Cells = {}
        said = claims.get(server, {})
        said["exchange"] = _versions(said)
        for column, each in sorted(said.items()):
            claim = agreed(each, f"{column} of {server}", problems)
            if claim is not None and column in COLUMNS:
                cells[column] = Seen(claim.text, claim.place)
        cells |= nic_cells(server, nics.get(server, []), names.dialled, problems)
        found[server] = cells
    return found


def _exchange(text: str) -> object:
    return parse_exchange_cell(repair_exchange(text).text)


def _versions(said: dict[str, list[Claim[object]]]) -> list[Claim[object]]:
    """What is said of the Exchange version; the build of the MTA decides within one release.

    The MTA of a hotfix has a later build than the product that it belongs to (Q176812, Q163294).
    """
    mta, products = said.get("exchange", []), said.pop("product", [])
    releases = {_release(claim) for claim in mta}
    return mta + [claim for claim in products if _release(claim) not in releases]


def _release(claim: Claim[object]) -> str:
    return claim.text.partition(" (")[0]


_PARSERS: Mapping[str, Callable[[str], object]] = {
    "product": _exchange,
    "exchange": _exchange,
    "os": lambda text: parse_os_cell(repair_os(text).text),
    "site": parse_text,
}


def _claim(fact: ServerFact, problems: ProblemList) -> Claim[object] | None:
    """The fact by the value that its column has."""
    try:
        value = _PARSERS.get(fact.name, str)(fact.text)
    except BadValueError as error:
        problems.add("X4-W175", f"{error.message}; it is left out", fact.place)
        return None
    if isinstance(value, Partly):
        problems.add("X4-W175", f"{value.message}; it is left out", fact.place)
        return None
    # The plain form, so that the inventory needs no repair.
    return Claim(value, str(value), fact.place)


class _Names:
    """Which server a name or an address leads to, as far as the files say."""

    def __init__(self, evidence: Evidence) -> None:
        servers = {
            each.server
            for group in (evidence.connectors, evidence.nics, evidence.facts, evidence.sources)
            for each in group
        } - {""}
        self._labels = {host_label(name): name for name in sorted(servers)}
        self._owners: dict[int, Seen[str]] = {}
        for nic in evidence.nics:
            for address in nic.addresses:
                if nic.server:
                    self._owners.setdefault(address.value.number, Seen(nic.server, address.place))
        self._tables: dict[str, dict[str, Seen[int]]] = {}
        self._read_name_files(evidence)
        self.dialled = {
            each.address.value.number
            for each in evidence.connectors
            if each.address and each.address.value.number is not None
        }
        for each in evidence.connectors:
            if each.address and each.address.value.number is None:
                number = self._number_of(each.server, each.address.value.text)
                self.dialled |= {number.value} if number else set()

    def _read_name_files(self, evidence: Evidence) -> None:
        """Note the first entry of each name; HOSTS is read before LMHOSTS (Q172218)."""
        for file in sorted(evidence.name_files, key=lambda each: each.kind is NameFileKind.LMHOSTS):
            table = self._tables.setdefault(file.server, {})
            document = parse_name_file(file.kind, file.data)
            for line, entry in document.each(Entry):
                if entry.address.number is not None:
                    for name in document.names_of(entry):
                        place = Place(file.path, line)
                        table.setdefault(name, Seen(entry.address.number, place))

    def _number_of(self, server: str, name: str) -> Seen[int] | None:
        return self._tables.get(server, {}).get(name.upper()) if server else None

    def partner_of(
        self, server: str, seen: Sequence[SeenConnector], problems: ProblemList
    ) -> Seen[str] | None:
        """The remote server that a connector names, or whose address its name stands for.

        The name of the remote MTA is the computer name, unless somebody changed it (Q199412). What
        the Address itself shows need not be said again.
        """
        remote = next((each.remote_mta for each in seen if each.remote_mta), None)
        named = self._labels.get(host_label(remote.value), "") if remote else ""
        address = next((each.address for each in seen if each.address), None)
        owner = self._owner(server, address.value.number, address.value.text) if address else None
        if remote and owner and named and named != owner.value:
            message = (
                f"the remote MTA name of connector {shown(seen[0].name)} of {server} is "
                f"{shown(remote.value)}, but its Address is {owner.value}'s, by {owner.place}: no "
                "remote_server is taken"
            )
            problems.add(CONTRADICTION, message, remote.place)
            return None
        if remote and named and named != server:
            return Seen(named, remote.place)
        is_name = address is not None and address.value.number is None
        return owner if owner and is_name and owner.value != server else None

    def _owner(self, server: str, number: int | None, name: str) -> Seen[str] | None:
        if number is None:
            by_file = self._number_of(server, name)
            if by_file is None:
                return None
            owner = self._owners.get(by_file.value)
            return Seen(owner.value, by_file.place) if owner else None
        return self._owners.get(number)
