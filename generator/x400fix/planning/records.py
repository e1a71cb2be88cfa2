# SPDX-License-Identifier: MIT
"""A plan as the records of PLAN.json."""

import hashlib
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache

from x400fix.allocation.assignments import Action, Assignment, OwnerKind, Remembered
from x400fix.allocation.pool import Range
from x400fix.inventory.addresses import Address, address_text, address_type
from x400fix.inventory.connectors import NO_SELECTORS, Selectors, Server
from x400fix.plan.model import (
    FORMAT,
    VERSION,
    AssignmentRecord,
    AttributeRecord,
    AttributeValue,
    BreachRecord,
    ConflictRecord,
    ConnectorRecord,
    DirectionsRecord,
    EarlierRecord,
    EndRecord,
    FactRecord,
    InputRecord,
    LinkRecord,
    NameFileRecord,
    NameRecord,
    NicRecord,
    ObligationRecord,
    OptionsRecord,
    OutageRecord,
    OverrideRecord,
    PoolRecord,
    ProblemRecord,
    ProofRecord,
    RouteRecord,
    RuleRecord,
    SelectorsRecord,
    ServerRecord,
    StepRecord,
    SummaryRecord,
    TurnRecord,
)
from x400fix.planning.alternatives import count_addresses
from x400fix.planning.name_files import NameMerge, taken_by_files
from x400fix.planning.names import BlockId, NameEntry
from x400fix.planning.places import Work
from x400fix.planning.plan_file import EncodedList, encode_list
from x400fix.planning.planning import Judgement, Plan
from x400fix.planning.steps import Step
from x400fix.problems import Problem
from x400fix.settings.settings import RangeText, Settings
from x400fix.simulation.network import NO_NAMES, NameTable, World
from x400fix.simulation.proof import Proof, routes_record, tally_board
from x400fix.simulation.requirements import Breach, Outcome, Result
from x400fix.simulation.rules import RULES, Rule, route_status
from x400fix.step_kinds import StepKind


def conflict_records(plan: Plan) -> Iterator[ConflictRecord]:
    """Each conflict by its first connector; those that an assignment is made for."""
    for members in assigned_members(plan):
        first = members[0]
        yield ConflictRecord(
            server=first.connector.server,
            address=first.connector.address.text,
            owner=first.owner.name,
            connectors=tuple(each.connector.name for each in members),
        )


def assigned_members(plan: Plan) -> Iterator[Sequence[Assignment]]:
    """The assignments of each conflict's connectors."""
    assigned = _by_position(plan)
    for conflict in plan.judgement.findings.conflicts:
        yield [found for index in conflict.members if (found := assigned[index])]


def _by_position(plan: Plan) -> Sequence[Assignment | None]:
    """The assignment of each connector, in the inventory's order, which both lists have."""
    waiting = iter(plan.assignments)
    following = next(waiting, None)
    found: list[Assignment | None] = []
    for connector in plan.judgement.inventory.connectors:
        is_assigned = following is not None and following.connector is connector
        found.append(following if is_assigned else None)
        if is_assigned:
            following = next(waiting, None)
    return found


def steps_by_work(plan: Plan) -> Iterator[tuple[Work, list[Step]]]:
    """Each place with its steps in order of time."""
    steps: dict[str, list[Step]] = {}
    for step in plan.steps:
        steps.setdefault(step.server, []).append(step)
    for work in plan.works:
        yield work, steps.get(work.name, [])


def fact_record(server: Server, world: World) -> FactRecord:
    """What the inputs say of a server."""
    return FactRecord(
        server=server.name,
        site=server.site,
        exchange=str(server.exchange) if server.exchange else "",
        os=str(server.os) if server.os else "",
        addresses=tuple(map(str, server.addresses)),
        dhcp=server.uses_dhcp,
        gateway="" if server.gateway is None else address_text(server.gateway),
        roles=server.roles,
        hosts=table_records(world.hosts.get(server.name, NO_NAMES)),
        lmhosts=table_records(world.lmhosts.get(server.name, NO_NAMES)),
    )


def table_records(table: NameTable) -> tuple[NameRecord, ...]:
    """The lines of a name file, or what DNS knows."""
    return tuple(
        NameRecord(address=address_text(number), name=name) for number, name in table.lines
    )


def merges_at(plan: Plan, work: Work) -> list[NameMerge]:
    """What becomes of the name files that one place has now."""
    return [merge for merge in plan.name_merges if merge.file.given.server == work.name]


def server_record(
    work: Work, steps: Iterable[Step], merges: Iterable[NameMerge] = ()
) -> ServerRecord:
    """One folder with its steps."""
    server, nic = work.server, work.nic
    return ServerRecord(
        name=work.name,
        folder=work.folder,
        kind=work.owner.kind if work.owner else OwnerKind.SERVER,
        os=str(server.os) if server and server.os else "",
        exchange=str(server.exchange) if server and server.exchange else "",
        nic=NicRecord(
            vehicle=nic.vehicle,
            adapter=nic.adapter,
            before=tuple(map(str, nic.before)),
            after=tuple(map(str, nic.after)),
            added=tuple(map(str, nic.added)),
            missing=nic.missing,
        )
        if nic
        else None,
        lmhosts=tuple(map(_name_record, work.lmhosts)),
        hosts=tuple(map(_name_record, work.hosts)),
        overrides=tuple(
            OverrideRecord(
                connector=override.connector.name,
                address=address_text(override.number),
                scripted=override.is_scripted,
            )
            for override in work.overrides
        ),
        address_attributes=tuple(map(_attribute_record, work.own)),
        steps=tuple(map(_step_record, steps)),
        name_files=tuple(map(_name_file_record, merges)),
    )


def _name_record(entry: NameEntry) -> NameRecord:
    return NameRecord(address=address_text(entry.number), name=entry.name)


def _name_file_record(merge: NameMerge) -> NameFileRecord:
    return NameFileRecord(
        file=merge.file.given.kind,
        sha256=hashlib.sha256(merge.file.given.data).hexdigest(),
        merged=merge.is_merged,
        reason=merge.fault if merge.entries else "",
    )


def _attribute_record(assignment: Assignment) -> AttributeRecord:
    after = assignment.value
    return AttributeRecord(
        connector=assignment.connector.name,
        before=_value(assignment.connector.address),
        after=_value(after) if after else None,
    )


def _value(address: Address) -> AttributeValue:
    return AttributeValue(type=address_type(address), value=address.text)


def _step_record(step: Step) -> StepRecord:
    return StepRecord(
        number=step.number,
        kind=step.kind.slug,
        who=step.kind.who,
        minutes=step.minutes,
        wave=step.wave,
        waits_for=step.waits_for,
        connector=step.connector,
    )


def pool_records(plan: Plan) -> Iterator[PoolRecord]:
    """Each range with what is used, excluded and given in it."""
    given = sorted({a.address for a in plan.assignments if a.address is not None})
    used = sorted(_used_numbers(plan).difference(given))
    for part in plan.pool.ranges:
        excluded = [item.text for item in plan.pool.exclusions if item.overlaps(part)]
        yield PoolRecord(
            range=part.text,
            owner=part.owner,
            size=part.size,
            used=_within(part, used),
            excluded=tuple(excluded),
            given=_within(part, given),
        )


def _used_numbers(plan: Plan) -> set[int]:
    """Addresses that the inputs show somebody has: servers, gateways, Addresses and so on."""
    inventory = plan.judgement.inventory
    used = {a.number for server in inventory.servers.values() for a in server.addresses}
    used |= {s.gateway for s in inventory.servers.values() if s.gateway is not None}
    used |= {c.address.number for c in inventory.connectors if c.address.number is not None}
    files = (merge.file for merge in plan.name_merges)
    used |= taken_by_files(files, plan.settings.ticket).numbers
    return used | {e.address for e in plan.earlier.values() if e.address is not None}


def _within(part: Range, ordered: Sequence[int]) -> tuple[str, ...]:
    """The addresses of an ordered list that lie in a range."""
    inside = ordered[bisect_left(ordered, part.first) : bisect_right(ordered, part.last)]
    return tuple(map(address_text, inside))


Time = tuple[str, int]
"""Where a step is done, and how many minutes it is likely to take."""


def proof_record(proof: Proof, world: World) -> ProofRecord:
    """What was proven, and the rules that were met."""
    met = set(_rules_met(proof))
    return ProofRecord(
        obligations=tuple(
            ObligationRecord(
                name=result.obligation.name,
                text=result.obligation.text,
                sources=result.obligation.sources,
                outcome=_outcome(result, proof.waiver),
                breaches=tuple(_breach_record(breach, world) for breach in result.breaches),
            )
            for result in proof.results
        ),
        rules=tuple(
            RuleRecord(name=rule.name, status=rule.status, reason=rule.reason, sources=rule.sources)
            for rule in RULES
            if rule.name in met
        ),
        before=routes_record(tally_board(proof.record.before)),
        after=routes_record(tally_board(proof.record.after)),
    )


def outage_records(proof: Proof, times: Iterable[Time]) -> Iterator[OutageRecord]:
    """Each step in which something stands still; ``times`` are those of all steps, in order."""
    routes = dict(proof.record.outages.in_order())
    for number, (place, minutes) in enumerate(times, 1):
        if number in routes:
            yield OutageRecord(step=number, server=place, minutes=minutes, routes=routes[number])


def route_records(
    proof: Proof, world: World, standstills: Mapping[str, int]
) -> Iterator[RouteRecord]:
    """The route of each TCP connector; ``standstills`` are minutes by server."""
    record, connectors = proof.record, world.connectors
    turns = record.turns.by_connector()
    following = next(turns, None)
    for index, connector in enumerate(connectors):
        if not record.before.is_run(index):
            continue
        own = []
        while following is not None and following[0] == index:
            own.append(_turn_record(*following[1:]))
            following = next(turns, None)
        partner = world.partners[index]
        yield RouteRecord(
            server=connector.server,
            connector=connector.name,
            partner=partner,
            before=_directions(*record.before.rules(index)),
            after=_directions(*record.after.rules(index)),
            turns=tuple(own),
            minutes=standstills.get(connector.server, 0) + standstills.get(partner, 0),
        )


def standstills(outages: Iterable[OutageRecord]) -> Mapping[str, int]:
    """How many minutes each server, or its MTA, stands still."""
    minutes: dict[str, int] = {}
    for outage in outages:
        minutes[outage.server] = minutes.get(outage.server, 0) + outage.minutes
    return minutes


def _rules_met(proof: Proof) -> Iterator[str]:
    record = proof.record
    places = {*record.before.outgoing, *record.before.incoming}
    places |= {*record.after.outgoing, *record.after.incoming, *record.turns.places()}
    yield from (RULES[place].name for place in places if place < len(RULES))


def _outcome(result: Result, waiver: str) -> str:
    """What was found; what is given up names the option."""
    is_waived = result.outcome is Outcome.WAIVED
    return f"{result.outcome} by {waiver}" if is_waived else result.outcome


def _breach_record(breach: Breach, world: World) -> BreachRecord:
    connector = world.connectors[breach.index] if breach.index >= 0 else None
    return BreachRecord(
        server=connector.server if connector else "",
        connector=connector.name if connector else "",
        step=breach.step,
        is_open=breach.is_open,
    )


@cache
def _named_directions(outgoing: str, incoming: str, status: str) -> DirectionsRecord:
    return DirectionsRecord(outgoing=outgoing, incoming=incoming, status=status)


def _directions(outgoing: Rule, incoming: Rule) -> DirectionsRecord:
    """One record for all routes with the same two rules."""
    return _named_directions(outgoing.name, incoming.name, route_status(outgoing, incoming))


def _turn_record(step: int, outgoing: Rule, incoming: Rule) -> TurnRecord:
    return TurnRecord(
        step=step,
        outgoing=outgoing.name,
        incoming=incoming.name,
        status=route_status(outgoing, incoming),
    )


def options_record(settings: Settings) -> OptionsRecord:
    """The settings as the plan shows them."""
    return OptionsRecord(
        pool=tuple(map(_range_option, settings.pool)),
        exclude=tuple(map(_range_option, settings.exclude)),
        address_mode=settings.address_mode,
        strategy=settings.strategy,
        keep=settings.keep,
        reassign_all=settings.reassign_all,
        minimal=settings.minimal,
        ticket=settings.ticket,
        wave=settings.wave,
        window=settings.window.text if settings.window else "",
        owner=settings.owner,
        profile=settings.profile,
        pack=settings.pack,
        facts=settings.facts,
    )


def _range_option(given: RangeText) -> str:
    """A range as an option writes it."""
    return f"{given.owner}={given.text}" if given.owner else given.text


def summary_record(plan: Plan) -> SummaryRecord:
    """The counts of a plan."""
    actions = [assignment.action for assignment in plan.assignments]
    changing = [a for a in plan.assignments if a.address is not None]
    kinds = [step.kind for step in plan.steps]
    unshared = len(changing)
    return SummaryRecord(
        connectors=len(plan.judgement.inventory.connectors),
        servers=len(plan.judgement.inventory.servers),
        conflicts=len(plan.judgement.findings.conflicts),
        moved=actions.count(Action.MOVE),
        kept=actions.count(Action.KEEP),
        by_hand=actions.count(Action.MANUAL),
        new_addresses=len({a.address for a in changing}),
        saved_by_minimal=unshared - count_addresses(changing, shares=True),
        steps=len(plan.steps),
        minutes=sum(step.minutes for step in plan.steps),
        server_restarts=kinds.count(StepKind.SERVER_RESTART),
        waves=max((step.wave for step in plan.steps), default=0),
    )


def plan_parts(  # noqa: PLR0913 -- one parameter for each source
    plan: Plan,
    inputs: Sequence[InputRecord],
    problems: Iterable[Problem],
    summary: SummaryRecord,
    block_id: BlockId,
    *,
    diffs: Iterable[Sequence[str]],
) -> Iterator[tuple[str, object]]:
    """The keys and values of PLAN.json in their order; long lists come as iterators.

    When they are written, ``block_id`` has become what the name files need, and so can ``diffs``
    be made, which show what the entries change in name files.
    """
    yield "format", FORMAT
    yield "version", VERSION
    yield "inputs", tuple(inputs)
    yield "options", options_record(plan.settings)
    yield "summary", summary
    yield "assumptions", plan.assumptions
    yield "connectors", connector_records(plan.judgement)
    servers = plan.judgement.inventory.servers.values()
    yield "facts", (fact_record(server, plan.world) for server in servers)
    yield "dns", table_records(NameTable(plan.settings.dns))
    yield "links", _link_records(plan)
    yield "conflicts", conflict_records(plan)
    yield "pools", tuple(pool_records(plan))
    yield "assignments", EncodedList(block_id.follow(encode_list(assignment_records(plan))))
    yield "block_id", str(block_id)
    yield "earlier", tuple(_earlier_records(plan))
    yield (
        "servers",
        (server_record(work, steps, merges_at(plan, work)) for work, steps in steps_by_work(plan)),
    )
    yield "alternatives", plan.alternatives
    yield "proof", proof_record(plan.proof, plan.world)
    yield "routes", route_records(plan.proof, plan.world, standstills(outages_of(plan)))
    yield "outages", outages_of(plan)
    yield "name_diffs", iter(diffs)
    yield "problems", tuple(map(problem_record, problems))


def connector_records(judgement: Judgement) -> Iterator[ConnectorRecord]:
    """Every connector with its verdict, in the order of the inventory."""
    for connector, partner, finding in zip(
        judgement.inventory.connectors,
        judgement.partners,
        judgement.findings.findings,
        strict=True,
    ):
        row = finding.row
        yield ConnectorRecord(
            server=connector.server,
            connector=connector.name,
            stack=connector.stack,
            address=connector.address.text,
            remote_server=partner,
            via=connector.via,
            verdict=row.verdict,
            row=row.number,
            added_rows=finding.added,
            reason=row.reason,
            sources=row.sources,
            selectors=_selectors_record(connector.selectors),
        )


def _selectors_record(selectors: Selectors) -> SelectorsRecord | None:
    if selectors == NO_SELECTORS:
        return None
    return SelectorsRecord(
        own=selectors.own.hex(),
        outgoing=selectors.outgoing.hex(),
        incoming=selectors.incoming.hex(),
    )


def outages_of(plan: Plan) -> Iterator[OutageRecord]:
    """Each step in which a server or its MTA stands still."""
    return outage_records(plan.proof, ((step.server, step.minutes) for step in plan.steps))


def _link_records(plan: Plan) -> Iterator[LinkRecord]:
    for connector, link in zip(
        plan.judgement.inventory.connectors, plan.judgement.links, strict=True
    ):
        if link and link.first is connector:
            ends = (link.first, link.second) if link.second else (link.first,)
            yield LinkRecord(
                ends=tuple(EndRecord(server=end.server, connector=end.name) for end in ends)
            )


def assignment_records(plan: Plan) -> Iterator[AssignmentRecord]:
    """The assignments in the inventory's order, as PLAN.json and ASSIGN.csv have them."""
    for work, steps in steps_by_work(plan):
        numbers = {id(step.assignment): step.number for step in steps if step.wave}
        for assignment in work.own:
            yield _assignment_record(assignment, work.folder, numbers.get(id(assignment), 0))


def _assignment_record(assignment: Assignment, folder: str, number: int) -> AssignmentRecord:
    keeps = assignment.action is Action.KEEP
    connector = assignment.connector
    value = assignment.value
    return AssignmentRecord(
        action=assignment.action,
        server=connector.server,
        connector=connector.name,
        remote_server=assignment.partner,
        owner="" if keeps else assignment.owner.name,
        old_address=connector.address.text,
        new_address="" if assignment.address is None else address_text(assignment.address),
        alias=assignment.alias,
        address_type=address_type(value) if value else "",
        address_value=value.text if value else "",
        reason=assignment.reason,
        folder=folder if number else "",
        step=number,
    )


def _earlier_records(plan: Plan) -> Iterator[EarlierRecord]:
    for (server, connector), earlier in plan.earlier.items():
        yield _earlier_record(server, connector, earlier)


def _earlier_record(server: str, connector: str, earlier: Remembered) -> EarlierRecord:
    return EarlierRecord(
        action=earlier.action,
        server=server,
        connector=connector,
        owner=earlier.owner,
        new_address="" if earlier.address is None else address_text(earlier.address),
        alias=earlier.alias,
    )


def problem_record(problem: Problem) -> ProblemRecord:
    """A problem without the folder of its file, so that a plan names no folder."""
    problem = problem.with_base_name()
    place = problem.where
    return ProblemRecord(
        code=problem.code,
        severity=problem.severity,
        message=problem.message,
        file=place.file,
        line=place.line,
        field=place.field,
        cell=place.cell,
    )
