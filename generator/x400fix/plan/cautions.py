# SPDX-License-Identifier: MIT
"""What the board must be warned of: each caution with its source, and each assumption."""

from collections.abc import Iterator, Sequence

from x400fix.config.settings import Settings
from x400fix.conflicts.findings import (
    Findings,
    most_control_blocks,
    needed_control_blocks,
)
from x400fix.conflicts.table import CONTROL_BLOCKS
from x400fix.model.addresses import PRESUMED_PREFIX, address_text, mask_text
from x400fix.model.assignments import Action, Assignment, OwnerKind
from x400fix.model.choices import Strategy
from x400fix.model.connectors import Connector, Inventory, Role, Server, Stack
from x400fix.model.versions import Level, Windows
from x400fix.plan.nic import Vehicle, has_several_subnets
from x400fix.plan.work import Work
from x400fix.problems import Place, Problem, shown

PRELOADED = 100
"""How many #PRE entries NetBT preloads (MaxPreload, Q102725)."""

_EXTRA_ON_NT351 = 5

_ROLE_CAUTIONS = {
    Role.CLUSTER: "a cluster node calls from the node's address, not the virtual one (Q169113)",
    Role.RAS: "calls may leave with an address of the RAS pool: event 9301 (Q256844, Q255991)",
    Role.WINS: "a WINS server serves on the first address only; check its clients (Q131641)",
    Role.DNS: "a DNS server answers on every address; check its listen list",
    Role.DHCP_SERVER: "clients get leases of the first scope only if subnets mix (Q124026)",
    Role.PROXY_CLIENT: "a proxy client changes the source address: set [EMSMTA] Disable=1 in "
    "Mspclnt.ini (Q254909)",
}


class Cautions:
    """Makes the warnings of a plan; each stands at a server's place in the inventory."""

    def __init__(self, inventory: Inventory) -> None:
        """Find the line that each server first stands in."""
        self._inventory = inventory
        self._first: dict[str, Connector] = {}
        for connector in inventory.connectors:
            self._first.setdefault(connector.server, connector)

    def at(self, server: str, code: str, message: str) -> Problem:
        """A warning about one server."""
        first = self._first.get(server)
        file = Place(self._inventory.file)
        place = self._inventory.place(first, "server") if first else file
        return Problem(code=code, message=f"{server}: {message}", where=place)


def server_cautions(work: Work, cautions: Cautions) -> Iterator[Problem]:
    """Warnings about a server that somebody works on."""
    server = work.server
    if server is None:
        return
    if server.os and server.os.is_below_recommended:
        message = (
            f"{server.os} is below SP4: a malformed LMHOSTS file stops it at boot (Q165439), and "
            "it may call its own newest address its name's (Q163923); SP5 or later is better"
        )
        yield cautions.at(server.name, "X4-W120", message)
    is_old = server.exchange and server.exchange.level in {Level.BEFORE, Level.RTM}
    if is_old and server.os and not server.os.uses_registry:
        message = f"Exchange {server.exchange} on {server.os}: are version and os right?"
        yield cautions.at(server.name, "X4-W121", message)
    preloaded = len(work.lmhosts)
    if preloaded > PRELOADED:
        message = (
            f"{preloaded} names are to be preloaded, but NetBT takes {PRELOADED} unless "
            "MaxPreload says otherwise; the others are found by reading the file (Q102725)"
        )
        yield cautions.at(server.name, "X4-W122", message)
    if work.nic:
        yield from _nic_cautions(work, server, cautions)


def _nic_cautions(work: Work, server: Server, cautions: Cautions) -> Iterator[Problem]:
    """Warnings about a server that gets addresses."""
    nic = work.nic
    if nic is None:
        return
    if nic.vehicle is Vehicle.HAND:
        message = f"no NIC script can be written: {'; '.join(nic.missing)}"
        yield cautions.at(server.name, "X4-W123", message)
    if has_several_subnets(server):
        message = (
            "its NIC has addresses in more than one subnet; calls may leave with any (Q149399)"
        )
        yield cautions.at(server.name, "X4-W124", message)
    extra = len(nic.after or nic.added) - bool(nic.after)
    if server.os and server.os.windows is Windows.NT351 and extra > _EXTRA_ON_NT351:
        message = (
            f"{extra} additional addresses on NT 3.51, whose Control Panel takes "
            f"{_EXTRA_ON_NT351}: only the registry form is possible (Q155111)"
        )
        yield cautions.at(server.name, "X4-W125", message)
    for role in server.roles:
        yield cautions.at(server.name, "X4-W126", f"role {role}: {_ROLE_CAUTIONS[role]}")
    version = server.exchange
    if version and version.product == "5.5" and (version.service_pack or 0) >= 4:  # noqa: PLR2004 -- SP4
        message = (
            "builds from 2651.75 on tell RPC partners the first binding or the FQDN: with more "
            "addresses events 9318 and 9322 are possible; keep the main binding first (Q279537)"
        )
        yield cautions.at(server.name, "X4-W127", message)
    if version and version.has_silent_9301:
        message = "its MTA may never log event 9301: its absence proves nothing (Q234962)"
        yield cautions.at(server.name, "X4-W128", message)


def crowding_cautions(
    inventory: Inventory, findings: Findings, cautions: Cautions
) -> Iterator[Problem]:
    """Warnings about servers with more connectors than their MTA has control blocks for."""
    counts: dict[str, int] = {}
    for connector, finding in zip(inventory.connectors, findings.findings, strict=True):
        if CONTROL_BLOCKS.number in finding.added and connector.stack is Stack.TCP:
            counts[connector.server] = counts.get(connector.server, 0) + 1
    for name, count in counts.items():
        message = (
            f"{count} TCP connectors need {needed_control_blocks(count)} TCP/IP control blocks, "
            f"its MTA takes {most_control_blocks(inventory.servers[name])} at most "
            "(Q200259, Q166602, Q243632)"
        )
        yield cautions.at(name, "X4-W118", message)


def verdict_cautions(
    inventory: Inventory, findings: Findings, cautions: Cautions
) -> Iterator[Problem]:
    """One warning for each server and row of the truth table that only warns."""
    found: dict[tuple[str, int], tuple[str, list[str]]] = {}
    for connector, finding in zip(inventory.connectors, findings.findings, strict=True):
        if finding.verdict == "WARN":
            key = (connector.server, finding.row.number)
            found.setdefault(key, (finding.row.reason, []))[1].append(connector.name)
    for (server, number), (reason, names) in found.items():
        listed = ", ".join(shown(name) for name in names)
        advice = ""
        if number in {6, 14, 15}:
            proposed = ", ".join(f"L{index:02}" for index in range(1, len(names) + 1))
            advice = f" For example, in this order: {proposed}."
        message = f"row {number}: {listed}. {reason}{advice}"
        yield cautions.at(server, "X4-W115", message)


def end_cautions(
    assignments: Sequence[Assignment],
    inventory: Inventory,
    cautions: Cautions,
) -> Iterator[Problem]:
    """Warnings about pairs of which the plan can treat one end only, or unequal ends."""
    homes = {connector.server for connector in inventory.connectors}
    single: dict[tuple[str, str], list[str]] = {}
    for assignment in assignments:
        if assignment.link.second is None:
            partner = assignment.partner or assignment.owner.name
            single.setdefault((assignment.connector.server, partner), []).append(
                assignment.connector.name
            )
    for (server, partner), names in single.items():
        listed = ", ".join(shown(name) for name in names)
        if partner in homes:
            message = (
                f"{listed}: {partner} has no connector back for each of them, so its calls meet "
                "another connector of this server"
            )
            yield cautions.at(server, "X4-W131", message)
        else:
            message = (
                f"ONLY THIS END IS PLANNED for {listed}: the inventory does not tell the "
                f"connectors of {partner} back to it, and KB 200588 needs both ends"
            )
            yield cautions.at(server, "X4-W130", message)


def work_by_hand_cautions(works: Sequence[Work], cautions: Cautions) -> Iterator[Problem]:
    """Warnings about connectors that the plan cannot move."""
    for work in works:
        told: dict[str, list[str]] = {}
        for assignment in work.own:
            if assignment.action is Action.MANUAL:
                told.setdefault(assignment.reason, []).append(assignment.connector.name)
        for reason, names in told.items():
            listed = ", ".join(shown(name) for name in names)
            yield cautions.at(work.name, "X4-W132", f"{listed} by hand: {reason}")


def strategy_cautions(settings: Settings, *, has_moves: bool) -> Iterator[Problem]:
    """Warnings about remedies that Microsoft's own texts cast doubt on."""
    if settings.reassign_all and has_moves:
        message = (
            "every connector moves, so no incoming call can be matched by the caller's primary "
            "address (Q193380, Q189345): leave one with its present address"
        )
        yield Problem(code="X4-W133", message=message, where=Place("--reassign-all"))
    if settings.strategy is Strategy.HOSTNAME and has_moves:
        message = (
            "several names for one address separate outgoing calls only: an incoming call is "
            "matched by address or by one name (Q193380), so it can meet only one connector"
        )
        yield Problem(code="X4-W134", message=message, where=Place("--strategy"))


def find_assumptions(
    inventory: Inventory, assignments: Sequence[Assignment], works: Sequence[Work]
) -> tuple[str, ...]:
    """What the board relies on although no input says it."""
    found = dict.fromkeys(_version_assumptions(inventory, assignments))
    for work in works:
        owner = work.owner
        if owner is None or not work.nic:
            continue
        if owner.is_presumed and owner.primary is not None:
            mask = mask_text(PRESUMED_PREFIX)
            found[
                f"{owner.name}: its subnet mask is unknown; {mask} around "
                f"{address_text(owner.primary)} is taken to choose addresses."
            ] = None
        if owner.server and not owner.server.addresses and owner.primary is not None:
            found[
                f"{owner.name}: its NIC's addresses are unknown; {address_text(owner.primary)}, "
                "which its partners dial, is taken as the primary one."
            ] = None
        if owner.primary is None:
            found[f"{owner.name}: its present address is unknown; its pool is taken as fit."] = None
    for assignment in assignments:
        owner = assignment.owner
        if owner.kind is OwnerKind.FIREWALL and not assignment.connector.via:
            found[
                f"{owner.name}: different partners share this Address, so it is taken as a proxy "
                "firewall's."
            ] = None
    return tuple(found)


def _version_assumptions(inventory: Inventory, assignments: Sequence[Assignment]) -> Iterator[str]:
    """Versions that count as before 5.5 SP1 because nobody said otherwise."""
    names: set[str] = {assignment.connector.server for assignment in assignments}
    names |= {assignment.partner for assignment in assignments if assignment.partner}
    for name in sorted(names):
        server = inventory.servers.get(name)
        if server is None or server.exchange is None:
            yield f"{name}: its Exchange version is unknown and counts as before 5.5 SP1."
        elif server.exchange.is_bare:
            yield f"{name}: 5.5 without a service pack counts as before 5.5 SP1."
