# SPDX-License-Identifier: MIT
"""Makes a plan of its inputs; nothing here reads, writes or prints."""

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import starmap

import msgspec

from x400fix.allocation.allocation import allocate
from x400fix.allocation.assignments import Action, Draft
from x400fix.allocation.memory import SeenLine, seen_elsewhere
from x400fix.allocation.pool import (
    Occupancy,
    Pool,
    Range,
    Spans,
    read_pool,
    span_text,
    spans_of,
    warn_of_idle_ranges,
)
from x400fix.inventory.addresses import address_text, address_type
from x400fix.inventory.connectors import Stack, connector_key
from x400fix.inventory.subnets import known_subnets, taken_numbers, used_numbers
from x400fix.namefiles.existing import NameFileKind
from x400fix.plan.model import (
    FORMAT,
    VERSION,
    Alternative,
    Assignment,
    Place,
    Plan,
    PlannedConflict,
    PoolRange,
    Summary,
    Timeline,
)
from x400fix.planning.alternatives import (
    MOST_COMPARED,
    count_addresses,
    count_figures,
    find_alternatives,
)
from x400fix.planning.assumptions import find_assumptions
from x400fix.planning.inputs import (
    PlanInputs,
    held_facts,
    held_files,
    held_in_use,
    held_inventory,
    held_name_files,
    held_options,
    held_problems,
)
from x400fix.planning.judgement import (
    find_understood,
    judge,
    planned_connectors,
    planned_links,
)
from x400fix.planning.memory import held_memory
from x400fix.planning.name_files import (
    NameFile,
    merge_name_files,
    name_lines,
    name_tables,
    numbers_in_files,
    parse_name_files,
    tables_by_server,
    unread_warnings,
)
from x400fix.planning.names import NameTables, find_block_id, name_line, names_brought_in
from x400fix.planning.other_ends import propose_selectors
from x400fix.planning.places import PlaceDraft, find_places, find_unfinished, finish_places
from x400fix.planning.steps import order_steps
from x400fix.planning.warnings import find_violations, plan_warnings, window_warnings
from x400fix.problems import InputError, Problem, ProblemList
from x400fix.settings.settings import Settings
from x400fix.simulation.changes import Course, course_of
from x400fix.simulation.network import NameTable, World
from x400fix.simulation.proof import Proof, find_outages, find_routes, held_proof, prove
from x400fix.step_kinds import Phase, StepKind
from x400fix.verdicts.conflicts import Judgement


class Planned(msgspec.Struct, frozen=True, kw_only=True):
    """A plan, and what the simulation ran and found.

    The checksum of the plan is empty until it is encoded. ``problems`` are those of the plan with
    the folders of their files, for messages.
    """

    plan: Plan
    problems: tuple[Problem, ...]
    world: World
    course: Course
    proof: Proof


class _Work(msgspec.Struct, frozen=True, kw_only=True):
    """What was decided, before it is simulated; ``drafts`` are what is ``found`` and not done."""

    judgement: Judgement
    pool: Pool
    files: tuple[NameFile, ...]
    found: tuple[Draft, ...]
    drafts: tuple[Draft, ...]
    brought: Mapping[str, NameTables]
    places: tuple[PlaceDraft, ...]
    steps: Timeline
    assignments: tuple[Assignment, ...]
    block_id: str
    servers: tuple[Place, ...]


def make_plan(inputs: PlanInputs) -> Planned:
    """Decide what becomes of each connector, put the work in order, and simulate it.

    Raises InputError for what is wrong in the inputs, PlanningError if addresses are missing or if
    the simulation violates a requirement.
    """
    problems = ProblemList()
    work, world, course, proof = _simulate(inputs, problems)
    return Planned(
        plan=_plan(inputs, work, world, proof, problems),
        problems=tuple(ProblemList([*inputs.reading, *problems])),
        world=world,
        course=course,
        proof=proof,
    )


def _simulate(inputs: PlanInputs, problems: ProblemList) -> tuple[_Work, World, Course, Proof]:
    """Decide everything, and run it."""
    settings = inputs.settings
    work = _decide(inputs, problems)
    files, ticket, places = work.files, settings.ticket, work.servers
    world = World(
        work.judgement,
        # A block of this ticket is there until that of the plan takes its place.
        hosts={name: each[0] for name, each in work.brought.items()}
        | name_tables(files, NameFileKind.HOSTS, ticket, (p.name for p in places if p.hosts)),
        lmhosts={name: each[1] for name, each in work.brought.items()}
        | name_tables(files, NameFileKind.LMHOSTS, ticket, (p.name for p in places if p.lmhosts)),
        dns=NameTable(settings.dns),
    )
    course = course_of(work.servers, work.assignments, settings, world)
    proof = prove(world, course)
    problems.extend(find_violations(proof, unsafe=settings.unsafe))
    return work, world, course, proof


def _alternatives(inputs: PlanInputs, work: _Work, proof: Proof) -> tuple[Alternative, ...]:
    """The plan beside those that other options give of the same inputs."""

    def figures(settings: Settings) -> Alternative:
        other = msgspec.structs.replace(inputs, settings=settings)
        found, _, _, ran = _simulate(other, ProblemList())
        return count_figures(settings, found.drafts, found.steps, ran)

    chosen = count_figures(inputs.settings, work.drafts, work.steps, proof)
    is_small = len(inputs.inventory.connectors) <= MOST_COMPARED
    return find_alternatives(inputs.settings, chosen, proof, figures if is_small else None)


def _decide(inputs: PlanInputs, problems: ProblemList) -> _Work:
    """Everything from the pool to the folders; what there is to warn of is in ``problems``."""
    settings = inputs.settings
    pool = _pool(inputs, problems)
    inventory = inputs.inventory
    judgement = judge(inventory, problems, inputs.memory)
    if judgement is None or problems.has_errors:
        raise InputError([*inputs.reading, *problems])
    files = parse_name_files(inputs.name_files, settings.ticket)
    warn_of_idle_ranges(pool.ranges, inventory, problems)
    problems.extend(unread_warnings(files, pool.ranges))
    found = assign(judgement, inputs, pool, files)
    drafts = tuple(draft for draft in found if not draft.is_done)
    unfinished = find_unfinished(inputs.memory, inventory, drafts)
    # Only an earlier plan can have brought in what this one would.
    given = tables_by_server(files) if inputs.memory else {}
    brought = names_brought_in(found, inputs.memory, settings)
    places = find_places(judgement, found, settings, unfinished, {**brought, **given})
    problems.extend(plan_warnings(inventory, settings, drafts, places))
    routes = [each for each in judgement.dialled() if each[0].stack is Stack.TCP]
    steps = order_steps(places, drafts, settings, routes)
    problems.extend(window_warnings(steps, settings))
    assignments = _assignments(drafts, places, steps)
    block_id = find_block_id(settings.ticket, assignments)
    uses, cautions = merge_name_files(files, judgement, places, block_id)
    problems.extend(cautions)
    return _Work(
        judgement=judgement,
        pool=pool,
        files=files,
        found=found,
        drafts=drafts,
        brought={server: brought[server] for server in brought.keys() - given.keys()},
        places=places,
        steps=steps,
        assignments=assignments,
        block_id=block_id,
        servers=finish_places(places, steps, uses),
    )


def _pool(inputs: PlanInputs, problems: ProblemList) -> Pool:
    """The pool of the settings, with what is in use of it elsewhere."""
    pool = read_pool(inputs.settings, problems)
    spans = spans_of(pool.ranges)
    in_use = tuple(each.within(spans) for each in inputs.in_use)
    return msgspec.structs.replace(pool, in_use=in_use)


def _plan(
    inputs: PlanInputs, work: _Work, world: World, proof: Proof, problems: ProblemList
) -> Plan:
    """The plan in the order of its keys."""
    settings, judgement, drafts = inputs.settings, work.judgement, work.drafts
    inventory, memory, places = judgement.inventory, inputs.memory, work.places
    present = {connector_key(draft.connector) for draft in drafts} if memory else set()
    earlier = {key: given for key, given in memory.items() if key not in present}
    used = numbers_in_files(work.files) | used_numbers(inventory)
    used |= {given.address for given in earlier.values() if given.address is not None}
    return Plan(
        format=FORMAT,
        version=VERSION,
        made_by=inputs.made_by,
        inputs=held_files(inputs),
        options=held_options(settings),
        summary=_summary(judgement, drafts, work.steps),
        assumptions=tuple(find_assumptions(judgement, memory, work.found, places, work.brought)),
        inventory=held_inventory(inventory),
        understood=find_understood(judgement, inputs.reading),
        connectors=planned_connectors(judgement),
        facts=tuple(map(held_facts, inventory.servers.values())),
        dns=tuple(starmap(name_line, settings.dns)),
        name_files=held_name_files(inputs.name_files),
        used=held_in_use(work.pool.in_use),
        remembered=held_memory(memory),
        links=planned_links(judgement),
        conflicts=_conflicts(judgement, drafts),
        pools=_pool_ranges(work, used),
        assignments=work.assignments,
        block_id=work.block_id,
        selectors=propose_selectors(judgement),
        earlier=held_memory(earlier),
        servers=work.servers,
        alternatives=_alternatives(inputs, work, proof),
        proof=held_proof(proof),
        routes=tuple(find_routes(proof, world)),
        outages=find_outages(proof),
        problems=held_problems(inputs.reading, problems),
        checksum="",
    )


def assign(
    judgement: Judgement, inputs: PlanInputs, pool: Pool, files: Sequence[NameFile]
) -> tuple[Draft, ...]:
    """What becomes of each connector; nothing that is in use is given again."""
    settings, memory = inputs.settings, inputs.memory
    lines = [
        *name_lines(files, settings.ticket),
        *(SeenLine("[dns]", number, frozenset({name.upper()})) for number, name in settings.dns),
        *(line for each in pool.in_use for line in seen_elsewhere(each)),
    ]
    # What an earlier plan gave is for the same connector or for none.
    given = {earlier.address for earlier in memory.values() if earlier.address is not None}
    taken = taken_numbers(judgement.inventory) | given
    taken |= taken_numbers(judgement.before.inventory) if judgement.before else set()
    taken.update(line.number for line in lines if line.number is not None)
    return allocate(
        judgement,
        settings=settings,
        occupancy=Occupancy(pool, taken, known_subnets(judgement.inventory)),
        memory=memory,
        name_lines=lines,
    )


def _assignments(
    drafts: Sequence[Draft], places: Sequence[PlaceDraft], steps: Timeline
) -> tuple[Assignment, ...]:
    folders = {place.name: place.folder for place in places}
    numbers = {step.assignment: step.number for _, step in steps if step.wave and step.assignment}
    found = []
    for row, draft in enumerate(drafts, 1):
        connector, value, number = draft.connector, draft.value, numbers.get(row, 0)
        assignment = Assignment(
            action=draft.action,
            server=connector.server,
            connector=connector.name,
            remote_server=draft.partner,
            owner="" if draft.action is Action.KEEP else draft.owner.name,
            old_address=connector.address.text,
            new_address="" if draft.address is None else address_text(draft.address),
            alias=draft.alias,
            address_type=address_type(value) if value else "",
            address_value=value.text if value else "",
            reason=draft.reason,
            folder=folders[connector.server] if number else "",
            step=number,
        )
        found.append(assignment)
    return tuple(found)


def _conflicts(judgement: Judgement, drafts: Sequence[Draft]) -> tuple[PlannedConflict, ...]:
    """Each conflict by its first connector."""
    by_connector = {id(draft.connector): draft for draft in drafts}
    connectors = judgement.inventory.connectors
    return tuple(
        PlannedConflict(
            server=first.connector.server,
            address=first.connector.address.text,
            owner=first.owner.name,
            connectors=tuple(connectors[index].name for index in conflict.members),
        )
        for conflict in judgement.findings.conflicts
        for first in (by_connector[id(connectors[conflict.members[0]])],)
    )


def _pool_ranges(work: _Work, used: frozenset[int]) -> tuple[PoolRange, ...]:
    given = sorted({draft.address for draft in work.drafts if draft.address is not None})
    ordered = sorted(used.difference(given))
    exclusions = work.pool.exclusions
    excluded, elsewhere = Spans(each.span for each in exclusions), Spans(work.pool.used)
    return tuple(
        PoolRange(
            range=part.text,
            owner=part.owner,
            size=part.size,
            used=_within(part, ordered),
            excluded=(
                *(exclusions[at].text for at, _ in excluded.within(part.span)),
                *(span_text(span) for _, span in elsewhere.within(part.span)),
            ),
            given=_within(part, given),
        )
        for part in work.pool.ranges
    )


def _within(part: Range, ordered: Sequence[int]) -> tuple[str, ...]:
    inside = ordered[bisect_left(ordered, part.first) : bisect_right(ordered, part.last)]
    return tuple(map(address_text, inside))


def _summary(judgement: Judgement, drafts: Sequence[Draft], steps: Timeline) -> Summary:
    actions = [draft.action for draft in drafts]
    changing = [draft for draft in drafts if draft.address is not None]
    kinds = [step.kind for _, step in steps]
    minutes = Counter[Phase]()
    for _, step in steps:
        minutes[step.kind.phase] += step.minutes
    return Summary(
        connectors=len(judgement.inventory.connectors),
        servers=len(judgement.inventory.servers),
        conflicts=len(judgement.findings.conflicts),
        moved=actions.count(Action.MOVE),
        kept=actions.count(Action.KEEP),
        by_hand=actions.count(Action.MANUAL),
        new_addresses=len({draft.address for draft in changing}),
        saved_by_minimal=len(changing) - count_addresses(changing),
        steps=len(steps),
        preparation=minutes[Phase.PREPARATION],
        minutes=minutes[Phase.WINDOW],
        server_restarts=kinds.count(StepKind.SERVER_RESTART),
        waves=max((step.wave for _, step in steps), default=0),
    )
