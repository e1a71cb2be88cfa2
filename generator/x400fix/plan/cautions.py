# SPDX-License-Identifier: MIT
"""What the board must be warned of about connectors, pairs and options, each with its source."""

from collections.abc import Iterator, Sequence

from x400fix.config.settings import Settings
from x400fix.conflicts.findings import (
    Findings,
    most_control_blocks,
    needed_control_blocks,
)
from x400fix.conflicts.situation import Verdict
from x400fix.conflicts.table import CONTROL_BLOCKS, PRESUMED
from x400fix.model.assignments import Action, Assignment
from x400fix.model.choices import AddressMode, Strategy
from x400fix.model.connectors import Connector, Inventory, Stack
from x400fix.plan.work import Work
from x400fix.problems import Place, Problem, shown


class Cautions:
    """Makes the warnings of a plan; each stands at a server's place in the inventory."""

    def __init__(self, inventory: Inventory) -> None:
        """Find the line that each server first stands in."""
        self._inventory = inventory
        self._first: dict[str, Connector] = {}
        for connector in inventory.connectors:
            self._first.setdefault(connector.server, connector)

    def about(self, connector: Connector, code: str, message: str) -> Problem:
        """A warning about one server that stands at the first connector it names."""
        place = self._inventory.place(connector, "connector")
        return Problem(code=code, message=f"{connector.server}: {message}", where=place)

    def at(self, server: str, code: str, message: str) -> Problem:
        """A warning about one server."""
        first = self._first.get(server)
        file = Place(self._inventory.file)
        place = self._inventory.place(first, "server") if first else file
        return Problem(code=code, message=f"{server}: {message}", where=place)


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
            "(Q200259, Q166602, Q243632); 4.0 SP5 and 5.0 SP1 take more"
        )
        yield cautions.at(name, "X4-W118", message)


def verdict_cautions(
    inventory: Inventory, findings: Findings, cautions: Cautions
) -> Iterator[Problem]:
    """One warning for each server and row of the truth table that only warns."""
    found: dict[tuple[str, int], tuple[str, list[Connector]]] = {}
    for index, finding in enumerate(findings.findings):
        row = finding.row
        if row.verdict.is_conflict and index in findings.presumed:
            # The conflict is resolved, but what is kept by name and by address may be one endpoint.
            row = PRESUMED
        if row.verdict is Verdict.WARN:
            connector = inventory.connectors[index]
            key = (connector.server, row.number)
            found.setdefault(key, (row.reason, []))[1].append(connector)
    for (_, number), (reason, connectors) in found.items():
        listed = _names(connectors)
        advice = ""
        if number in {6, 14}:
            proposed = ", ".join(f"L{index:02}" for index in range(1, len(connectors) + 1))
            advice = f"; for example, in this order: {proposed}"
        elif number == 15:  # noqa: PLR2004 -- row 15
            advice = "; agree on them with the partner"
        message = f"{listed} (row R{number}): {clause(reason)}{advice}"
        yield cautions.about(connectors[0], "X4-W115", message)


def end_cautions(
    assignments: Sequence[Assignment],
    inventory: Inventory,
    cautions: Cautions,
) -> Iterator[Problem]:
    """Warnings about pairs of which the plan can treat one end only, or unequal ends."""
    homes = {connector.server for connector in inventory.connectors}
    single: dict[tuple[str, str], list[Connector]] = {}
    for assignment in assignments:
        if assignment.link.second is None:
            partner = assignment.partner or assignment.owner.name
            key = (assignment.connector.server, partner)
            single.setdefault(key, []).append(assignment.connector)
    for (_, partner), connectors in single.items():
        listed = _names(connectors)
        if partner in homes:
            message = (
                f"{listed}: {partner} has fewer connectors back, so none at the other end belongs "
                "to it, and the partner's calls meet another connector of this server"
            )
            yield cautions.about(connectors[0], "X4-W131", message)
        else:
            message = (
                f"ONLY THIS END IS PLANNED for {listed}: the inventory does not tell the "
                f"connectors of {partner} back to it, and KB 200588 needs both ends"
            )
            yield cautions.about(connectors[0], "X4-W130", message)


def _names(connectors: Sequence[Connector]) -> str:
    """The directory names of connectors, as a message lists them."""
    return ", ".join(shown(connector.name) for connector in connectors)


def clause(sentence: str) -> str:
    """A sentence as it goes on after a colon, without its full stop."""
    return sentence[:1].lower() + sentence[1:].removesuffix(".")


def work_by_hand_cautions(works: Sequence[Work], cautions: Cautions) -> Iterator[Problem]:
    """Warnings about connectors that the plan cannot move."""
    for work in works:
        told: dict[str, list[Connector]] = {}
        for assignment in work.own:
            if assignment.action is Action.MANUAL:
                told.setdefault(assignment.reason, []).append(assignment.connector)
        for reason, connectors in told.items():
            message = f"{_names(connectors)} must be changed by hand: {clause(reason)}"
            yield cautions.about(connectors[0], "X4-W132", message)


def strategy_cautions(
    settings: Settings, *, has_moves: bool, has_overrides: bool
) -> Iterator[Problem]:
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
        if settings.address_mode is AddressMode.HOSTS:
            message = (
                "with the strategy hostname the aliases go to LMHOSTS all the same: HOSTS is read "
                "first (Q172218), and no alias may stand in it beside a primary address"
            )
            yield Problem(code="X4-W135", message=message, where=Place("--address-mode"))
    elif settings.address_mode is AddressMode.LMHOSTS and has_overrides:
        message = (
            "a call that comes from an overridden address cannot be matched where the other end "
            "has a name that only LMHOSTS knows, because LMHOSTS takes no part in a reverse lookup "
            "(Q193380, Q197378): use --address-mode ip or hosts"
        )
        yield Problem(code="X4-W137", message=message, where=Place("--address-mode"))
