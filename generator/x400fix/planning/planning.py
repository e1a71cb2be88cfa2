# SPDX-License-Identifier: MIT
"""Runs the stages from an inventory to a plan; nothing here reads, writes or prints."""

from collections.abc import Iterator, Sequence

import msgspec

from x400fix.allocation.allocation import allocate
from x400fix.allocation.assignments import Action, Draft, Memory, Remembered
from x400fix.allocation.memory import NameLine
from x400fix.allocation.pool import Occupancy, Pool, taken_numbers, warn_of_idle_ranges
from x400fix.inventory.connectors import Connector, Inventory, Link, connector_key
from x400fix.inventory.topology import Directory, find_links, find_partners
from x400fix.namefiles.existing import NameFileKind
from x400fix.plan.model import Alternative
from x400fix.planning.alternatives import find_alternatives
from x400fix.planning.assumptions import find_assumptions
from x400fix.planning.course import course_of
from x400fix.planning.name_files import NameFile, NameMerge, name_lines, name_tables
from x400fix.planning.places import Work, find_unfinished, find_work
from x400fix.planning.steps import Step, order_steps
from x400fix.planning.warnings import (
    Cautions,
    crowding_cautions,
    end_cautions,
    server_cautions,
    strategy_cautions,
    verdict_cautions,
    window_cautions,
    work_by_hand_cautions,
)
from x400fix.problems import Problem, ProblemList
from x400fix.settings.settings import Settings
from x400fix.simulation.network import World
from x400fix.simulation.proof import Proof, prove
from x400fix.verdicts.conflicts import Findings, find_conflicts


class Judgement(msgspec.Struct, frozen=True, kw_only=True):
    """What an inventory is found to be, before anything is planned.

    ``partners`` and ``links`` are in the inventory's order.
    """

    inventory: Inventory
    directory: Directory
    partners: tuple[str, ...]
    links: tuple[Link | None, ...]
    findings: Findings

    def dialled(self) -> Iterator[tuple[Connector, str]]:
        """Each connector with its partner; empty where nobody knows it."""
        return zip(self.inventory.connectors, self.partners, strict=True)


class Plan(msgspec.Struct, frozen=True, kw_only=True):
    """Everything that the files of a bundle are made of, but for the inputs' digests."""

    judgement: Judgement
    settings: Settings
    pool: Pool
    assignments: tuple[Draft, ...]
    works: tuple[Work, ...]
    steps: tuple[Step, ...]
    earlier: Memory
    assumptions: tuple[str, ...]
    alternatives: tuple[Alternative, ...]
    world: World
    proof: Proof
    name_merges: tuple[NameMerge, ...] = ()


def judge(inventory: Inventory, problems: ProblemList) -> Judgement | None:
    """Find partners, links and conflicts; None if an error stands when the links are known."""
    directory = Directory(inventory)
    partners = find_partners(inventory, directory, problems)
    links = find_links(inventory, partners, problems)
    if problems.has_errors:
        return None
    findings = find_conflicts(inventory, directory, partners, links)
    cautions = Cautions(inventory)
    problems.extend(verdict_cautions(inventory, findings, cautions))
    problems.extend(crowding_cautions(inventory, findings, cautions))
    return Judgement(
        inventory=inventory,
        directory=directory,
        partners=partners,
        links=links,
        findings=findings,
    )


def make_plan(  # noqa: PLR0913 -- one parameter for each input
    judgement: Judgement,
    settings: Settings,
    pool: Pool,
    memory: Memory,
    problems: ProblemList,
    *,
    files: Sequence[NameFile] = (),
) -> Plan:
    """Decide what becomes of each connector, and put the work in order.

    ``files`` are the name files that servers have now.
    Raises InputError for a wrong ``--keep``, PlanningError if addresses are missing.
    """
    inventory = judgement.inventory
    warn_of_idle_ranges(pool.ranges, inventory, problems)
    assignments = _assign(judgement, settings, pool, memory, files)
    unfinished = find_unfinished(memory, inventory, assignments)
    works = find_work(inventory, assignments, settings, unfinished)
    problems.extend(_plan_cautions(inventory, settings, assignments, works))
    routes = ((each.server, partner) for each, partner in judgement.dialled())
    steps = order_steps(works, settings, routes)
    problems.extend(window_cautions(steps, settings))
    world = _find_world(judgement, files, settings)
    proof = prove(world, course_of(works, steps, settings))
    return Plan(
        judgement=judgement,
        settings=settings,
        pool=pool,
        assignments=assignments,
        works=works,
        steps=steps,
        earlier=_no_longer_needed(memory, assignments),
        assumptions=find_assumptions(inventory, assignments, works),
        alternatives=find_alternatives(works, steps, settings, proof),
        world=world,
        proof=proof,
    )


def _assign(
    judgement: Judgement,
    settings: Settings,
    pool: Pool,
    memory: Memory,
    files: Sequence[NameFile],
) -> tuple[Draft, ...]:
    """What becomes of each connector; nothing that anybody uses is given again."""
    inventory = judgement.inventory
    lines = [
        *name_lines(files, settings.ticket),
        *(NameLine("[dns]", number, frozenset({name.upper()})) for number, name in settings.dns),
    ]
    taken = taken_numbers(inventory) | _remembered_numbers(memory)
    taken.update(line.number for line in lines if line.number is not None)
    return allocate(
        inventory,
        judgement.directory,
        judgement.partners,
        judgement.links,
        judgement.findings,
        settings=settings,
        occupancy=Occupancy(pool.ranges, pool.exclusions, taken),
        memory=memory,
        name_lines=lines,
    )


def _find_world(judgement: Judgement, files: Sequence[NameFile], settings: Settings) -> World:
    """The world that the plan is run in."""
    return World(
        judgement.inventory,
        judgement.directory,
        judgement.partners,
        judgement.links,
        hosts=name_tables(files, NameFileKind.HOSTS, settings.ticket),
        lmhosts=name_tables(files, NameFileKind.LMHOSTS, settings.ticket),
    )


def _plan_cautions(
    inventory: Inventory,
    settings: Settings,
    assignments: Sequence[Draft],
    works: Sequence[Work],
) -> Iterator[Problem]:
    """What there is to say about a plan, beside what its inventory is warned of."""
    cautions = Cautions(inventory)
    for work in works:
        yield from server_cautions(work, cautions)
    yield from end_cautions(assignments, inventory, cautions)
    yield from work_by_hand_cautions(works, cautions)
    has_moves = any(assignment.action is Action.MOVE for assignment in assignments)
    has_overrides = any(work.overrides for work in works)
    yield from strategy_cautions(settings, has_moves=has_moves, has_overrides=has_overrides)


def _remembered_numbers(memory: Memory) -> set[int]:
    """The addresses that an earlier plan gave: each is for the same connector or for none."""
    return {earlier.address for earlier in memory.values() if earlier.address is not None}


def _no_longer_needed(memory: Memory, assignments: Sequence[Draft]) -> Memory:
    """What an earlier plan gave to connectors that are in no conflict any more."""
    if not memory:
        return {}
    present = {connector_key(assignment.connector) for assignment in assignments}
    done: dict[tuple[str, str], Remembered] = {
        key: earlier for key, earlier in sorted(memory.items()) if key not in present
    }
    return done
