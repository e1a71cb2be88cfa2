# SPDX-License-Identifier: MIT
"""What a plan warns of, what it relies on, and why it is refused."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from x400fix.allocation.assignments import Action, Draft
from x400fix.inventory.connectors import Connector, Inventory, Role, Server, Stack
from x400fix.inventory.versions import Level, Windows
from x400fix.lint.includes import MOST_PRELOADED
from x400fix.plan.model import Nic, Requirement, Timeline, Vehicle
from x400fix.plan.schedule import find_schedule
from x400fix.planning.nic import (
    PANEL_LIMIT,
    additional_addresses,
    exceeds_control_panel,
    has_several_subnets,
)
from x400fix.planning.places import PlaceDraft
from x400fix.problems import Place, PlanningError, Problem, first_of, listed, shown
from x400fix.settings.choices import AddressMode, Strategy
from x400fix.settings.settings import Settings
from x400fix.settings.window import duration_text
from x400fix.simulation.proof import Proof
from x400fix.simulation.requirements import Outcome
from x400fix.verdicts.conflicts import (
    Findings,
    Judgement,
    most_control_blocks,
    needed_control_blocks,
)
from x400fix.verdicts.truth_table import CONTROL_BLOCKS, PARTNER_OPEN, PRESUMED, Row, Verdict

_MOST_NAMED = 20
"""How many connectors one message names; PLAN.json names all."""


class _WarningMaker:
    """Makes the warnings of a plan; each stands at a server's place in the inventory."""

    def __init__(self, inventory: Inventory) -> None:
        self._inventory = inventory
        self._first: dict[str, Connector] = {}
        for connector in inventory.connectors:
            self._first.setdefault(connector.server, connector)

    def about(self, connector: Connector, code: str, message: str) -> Problem:
        """A warning that stands at the first connector it names."""
        place = self._inventory.place(connector, "connector")
        return Problem(code=code, message=f"{connector.server}: {message}", where=place)

    def only_this_end(self, connectors: Sequence[Connector], partner: str, why: str) -> Problem:
        """The warning that a partner has to be asked for its connectors."""
        message = (
            f"ONLY THIS END IS PLANNED for {listed_names(connectors)}: the inventory does not "
            f"have the connectors of {partner} back to it, and {why}"
        )
        return self.about(connectors[0], "X4-W130", message)

    def at(self, server: str, code: str, message: str) -> Problem:
        first, found = self._first.get(server), self._inventory
        place = found.place(first, "server") if first else Place(found.file)
        return Problem(code=code, message=f"{server}: {message}", where=place)


def _crowding_warnings(
    inventory: Inventory, findings: Findings, make: _WarningMaker
) -> Iterator[Problem]:
    """Servers with more connectors than their MTA has control blocks for."""
    counts = Counter(
        connector.server
        for connector, finding in zip(inventory.connectors, findings.findings, strict=True)
        if CONTROL_BLOCKS.number in finding.added and connector.stack is Stack.TCP
    )
    for name, count in counts.items():
        message = (
            f"{count} TCP connectors need {needed_control_blocks(count)} TCP/IP control blocks, "
            f"its MTA takes {most_control_blocks(inventory.servers[name])} at most "
            "(Q200259, Q166602, Q243632); 4.0 SP5 and 5.0 SP1 take more"
        )
        yield make.at(name, "X4-W118", message)


def verdict_warnings(
    judgement: Judgement, selectors: Mapping[tuple[str, str], str]
) -> Iterator[Problem]:
    """One for each server and row of the truth table that only warns, and crowded servers.

    ``selectors`` are the T selectors that are proposed, by server and directory name.
    """
    inventory, findings = judgement.inventory, judgement.findings
    make = _WarningMaker(inventory)
    yield from _crowding_warnings(inventory, findings, make)
    for partner, connectors in find_unseen(judgement).items():
        why = (
            f"those may need Addresses of their own, since {partner} counts as before 5.5 SP1: "
            "without them no connector between the two works (row R4)"
        )
        yield make.only_this_end(connectors, partner, why)
    found: dict[tuple[str, Row], list[Connector]] = {}
    for index, finding in enumerate(findings.findings):
        row = finding.row
        if row.verdict.is_conflict and index in findings.presumed:
            # The conflict is resolved, but what is kept by name and by address may be one endpoint.
            row = PRESUMED
        if row.verdict is Verdict.WARN and row is not PARTNER_OPEN:
            connector = inventory.connectors[index]
            found.setdefault((connector.server, row), []).append(connector)
    for (server, row), connectors in found.items():
        pairs = ((each, selectors.get((server, each.name))) for each in connectors)
        new = [f"{shown(each.name)} {selector}" for each, selector in pairs if selector]
        if row.needs_selectors and not new:
            continue
        proposed = first_of(new[:_MOST_NAMED], len(new))
        advice = f"; proposed, the same at both ends of a link: {proposed}" if new else ""
        if row.number == 15:  # noqa: PLR2004 -- row 15
            advice += "; agree on them with the partner"
        message = f"{listed_names(connectors)} (row R{row.number}): {_clause(row.reason)}{advice}"
        yield make.about(connectors[0], "X4-W115", message)


def _end_warnings(
    drafts: Sequence[Draft], inventory: Inventory, make: _WarningMaker
) -> Iterator[Problem]:
    """Pairs of which the plan can treat one end only, or unequal ends."""
    homes = {connector.server for connector in inventory.connectors}
    single: dict[tuple[str, str], list[Connector]] = {}
    for draft in drafts:
        if draft.link.second is None:
            key = (draft.connector.server, draft.partner or draft.owner.name)
            single.setdefault(key, []).append(draft.connector)
    for (_, partner), connectors in single.items():
        if partner in homes:
            message = (
                f"{listed_names(connectors)}: {partner} has fewer connectors back, so none at the "
                "other end belongs to it, and the partner's calls meet another connector of this "
                "server"
            )
            yield make.about(connectors[0], "X4-W131", message)
        else:
            yield make.only_this_end(connectors, partner, "KB 200588 needs both ends")


def find_unseen(judgement: Judgement) -> dict[str, list[Connector]]:
    """Partners before 5.5 SP1, or taken to be, of which no connector is in the inventory.

    Row 4 leaves them alone: what moves is decided by the partner's own connectors (KB 200588).
    """
    found: dict[str, list[Connector]] = {}
    rows = zip(judgement.dialled(), judgement.findings.findings, strict=True)
    for (connector, partner), finding in rows:
        if finding.row is PARTNER_OPEN:
            found.setdefault(partner, []).append(connector)
    return found


def listed_names(connectors: Sequence[Connector]) -> str:
    """The names of connectors as a message has them."""
    return listed([connector.name for connector in connectors], _MOST_NAMED)


def _clause(sentence: str) -> str:
    """A sentence as it goes on after a colon, without its full stop."""
    return sentence[:1].lower() + sentence[1:].removesuffix(".")


def _work_by_hand_warnings(place: PlaceDraft, make: _WarningMaker) -> Iterator[Problem]:
    told: dict[str, list[Connector]] = {}
    for draft in place.own:
        if draft.action is Action.MANUAL:
            told.setdefault(draft.reason, []).append(draft.connector)
    for reason, connectors in told.items():
        message = f"{listed_names(connectors)} must be changed by hand: {_clause(reason)}"
        yield make.about(connectors[0], "X4-W132", message)


def _strategy_warnings(
    settings: Settings, *, has_moves: bool, has_overrides: bool
) -> Iterator[Problem]:
    """Remedies that Microsoft's own texts cast doubt on."""
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
                "with the strategy hostname the aliases go to LMHOSTS anyway: HOSTS is read "
                "first (Q172218), and no alias may be in it next to a primary address"
            )
            yield Problem(code="X4-W135", message=message, where=Place("--address-mode"))
    elif settings.address_mode is AddressMode.LMHOSTS and has_overrides:
        message = (
            "a call that comes from an overridden address cannot be matched where the other end "
            "has a name that only LMHOSTS knows, because LMHOSTS takes no part in a reverse lookup "
            "(Q193380, Q197378): use --address-mode ip or hosts"
        )
        yield Problem(code="X4-W137", message=message, where=Place("--address-mode"))


# These change where a server's calls come from, whether it gets addresses or not.
_SOURCE_ROLES = frozenset({Role.CLUSTER, Role.RAS, Role.PROXY_CLIENT})

_ROLE_WARNINGS = {
    Role.CLUSTER: "a cluster node calls from the node's address, not the virtual one (Q169113)",
    Role.RAS: "calls may leave with an address of the RAS pool: event 9301 (Q256844, Q255991)",
    Role.WINS: "a WINS server serves on the first address only; check its clients (Q131641)",
    Role.DNS: "a DNS server answers on every address; check its listen list",
    Role.DHCP_SERVER: "if its NIC has addresses of several subnets, clients get leases of "
    "the first scope only (Q124026)",
    Role.PROXY_CLIENT: "a proxy client changes the source address: set [EMSMTA] Disable=1 in "
    "Mspclnt.ini (Q254909)",
}


def _server_warnings(place: PlaceDraft, server: Server) -> Iterator[tuple[str, str]]:
    """Code and message of each warning about a server that has work."""
    if server.os and server.os.is_below_recommended:
        stated = "is below SP4" if server.os.service_pack else "has no service pack stated"
        message = (
            f"{server.os} {stated}: below SP4 a malformed LMHOSTS file stops it at boot "
            "(Q165439), and its own name may lead to its last address (Q163923); SP5 is better"
        )
        yield "X4-W120", message
    is_old = server.exchange and server.exchange.level in {Level.BEFORE, Level.RTM}
    if is_old and server.os and not server.os.uses_registry:
        yield "X4-W121", f"Exchange {server.exchange} on {server.os}: are version and os right?"
    preloaded = sum(bool(draft.alias) for draft in place.own)
    if preloaded > MOST_PRELOADED:
        message = (
            f"{preloaded} names are to be preloaded, but NetBT takes {MOST_PRELOADED} unless "
            "MaxPreload says otherwise; the others are found by reading the file (Q102725)"
        )
        yield "X4-W122", message
    for role in server.roles:
        if place.nic or role in _SOURCE_ROLES:
            yield "X4-W126", f"role {role}: {_ROLE_WARNINGS[role]}"
    if place.nic:
        yield from _nic_warnings(place.nic, server)


def _nic_warnings(nic: Nic, server: Server) -> Iterator[tuple[str, str]]:
    """The same about a server that gets addresses."""
    if nic.vehicle is Vehicle.HAND:
        yield "X4-W123", f"no NIC script can be written: {'; '.join(nic.missing)}"
    if has_several_subnets(server):
        message = (
            "its NIC has addresses in more than one subnet; calls may leave with any (Q149399)"
        )
        yield "X4-W124", message
    is_nt351 = server.os is not None and server.os.windows is Windows.NT351
    if exceeds_control_panel(nic, is_nt351=is_nt351):
        message = (
            f"{additional_addresses(nic)} additional addresses on NT 3.51, whose Control Panel "
            f"takes {PANEL_LIMIT}: only the registry form is possible (Q155111)"
        )
        yield "X4-W125", message
    version = server.exchange
    if version and version.product == "5.5" and (version.service_pack or 0) >= 4:  # noqa: PLR2004 -- SP4
        message = (
            "builds from 2651.75 on send RPC partners the first binding or the FQDN: with more "
            "addresses events 9318 and 9322 are possible; keep the main binding first (Q279537)"
        )
        yield "X4-W127", message
    if version and version.has_silent_9301:
        yield "X4-W128", "its MTA may never log event 9301: its absence proves nothing (Q234962)"


def plan_warnings(
    inventory: Inventory, settings: Settings, drafts: Sequence[Draft], places: Sequence[PlaceDraft]
) -> Iterator[Problem]:
    """What there is to say about a plan, apart from its window and its name files."""
    make = _WarningMaker(inventory)
    for place in places:
        for code, message in _server_warnings(place, place.server) if place.server else ():
            yield make.at(place.name, code, message)
        yield from _work_by_hand_warnings(place, make)
    yield from _end_warnings(drafts, inventory, make)
    has_moves = any(draft.action is Action.MOVE for draft in drafts)
    has_overrides = any(place.overrides for place in places)
    yield from _strategy_warnings(settings, has_moves=has_moves, has_overrides=has_overrides)


def window_warnings(steps: Timeline, settings: Settings) -> Iterator[Problem]:
    """A warning for a window that is too short, or too short for one person, if there is one."""
    window = settings.window
    if window is None:
        return
    schedule = find_schedule(steps)
    if schedule.in_turn.fits(window):
        return
    alone, together = schedule.in_turn, schedule.side_by_side
    length = f"the window has {duration_text(window.minutes)}"
    code, message = (
        "X4-W160",
        (
            f"{length}; the steps take {duration_text(together.minutes)} and undoing them "
            f"{duration_text(together.undo)}, even with one administrator per server: make it at "
            f"least {duration_text(together.rounded)} long, or plan fewer connectors"
        ),
    )
    if together.fits(window):
        code, message = (
            "X4-W161",
            (
                f"{length}, and one person needs {duration_text(alone.rounded)} for the steps and "
                "a back-out: each server needs its own administrator"
            ),
        )
    yield Problem(code=code, message=message, where=settings.window_place)


_MOST_PLACES = 5
"""How many places one message names; simulate and PLAN.json name all."""


def find_violations(proof: Proof, *, unsafe: bool) -> Iterator[Problem]:
    """What the simulation has against a plan, as warnings; PlanningError without ``unsafe``."""
    failed = [each for each in proof.results if each.outcome == Outcome.FAILS]
    problems = [_problem("X4-W136" if unsafe else "X4-E063", result) for result in failed]
    if problems and not unsafe:
        raise PlanningError(problems)
    yield from problems


def _problem(code: str, result: Requirement) -> Problem:
    places = [
        f"{each.server}/{shown(each.connector)}" if each.connector else f"step {each.step}"
        for each in result.breaches
    ]
    where = first_of(places[:_MOST_PLACES], len(places))
    text = result.text.removesuffix(".")
    message = f"simulation: this requirement is violated: {text}; at {where}"
    if code == "X4-E063":
        message += "; nothing was written (--unsafe writes the plan anyway)"
    return Problem(code=code, message=message, where=Place("plan"))
