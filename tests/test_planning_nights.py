# SPDX-License-Identifier: MIT
"""A night that was broken off after any step is planned again, and ends where the plan ends."""

import random
from collections.abc import Mapping
from copy import deepcopy

import msgspec
from hypothesis import given
from hypothesis import strategies as st

from tests.inventories import seeded
from tests.inventories.case import csv_text
from tests.inventories.nights import Servers, steps_of
from tests.inventories.plans import LAWS, chosen_for, read
from tests.inventories.words import COLUMNS
from tests.plans import Made, make
from x400fix.allocation.allocation import UNFINISHED
from x400fix.allocation.assignments import Action
from x400fix.inventory.connectors import Inventory
from x400fix.planning.plan_file import read_plan
from x400fix.problems import InputError, PlanningError
from x400fix.settings.choices import AddressMode, Strategy, Wave
from x400fix.settings.settings import Settings

FORGOTTEN = ("exchange", "os", "adapter", "addresses", "remote_server")
"""Columns that an inventory may lack altogether."""


def options(chance: random.Random) -> Mapping[str, object]:
    """Some options of a plan."""
    any_way: dict[str, object] = {
        "wave": chance.choice(list(Wave)),
        "ticket": chance.choice(["", "CHG1"]),
    }
    if chance.choice([True, False, False, False]):
        mode = chance.choice([AddressMode.LMHOSTS, AddressMode.HOSTS])
        return any_way | {"strategy": Strategy.HOSTNAME, "address_mode": mode}
    return any_way | {
        "address_mode": chance.choice(list(AddressMode)),
        "minimal": chance.choice([True, False, False]),
        "reassign_all": chance.choice([True, False, False, False]),
    }


def others(chance: random.Random, found: Inventory) -> dict[tuple[str, str], str]:
    """Lines that name files of some servers have at first."""
    return {
        (name, kind): f"10.77.0.{at} ELSEWHERE{at}\r\n"
        for at, name in enumerate(found.servers, 1)
        for kind in ("HOSTS", "LMHOSTS")
        if chance.choice([True, False, False])
    }


def first_night(chance: random.Random) -> tuple[Servers, Settings, Made]:
    """Servers, known well or badly, with settings and a plan that changes something.

    Where the plan was given their name files, it has them among its inputs.
    """
    while True:
        case = seeded(chance.randrange(1 << 32))
        rows = case.rows[: len(case.rows) - chance.choice([0, 0, 1, 2])]
        gone = dict.fromkeys(chance.sample(FORGOTTEN, chance.choice([0, 1, 2])), "")
        try:
            found = read(csv_text([row | gone for row in rows], COLUMNS))
            chosen = chosen_for(case, options(chance))
            servers = Servers(found, others=others(chance, found))
            files = tuple(servers.name_files()) if chance.choice([True, False]) else ()
            whole = make(found, chosen, existing=files)
            if whole.plan.assignments and chance.random() < 0.5:
                each = chance.choice(whole.plan.assignments)
                chosen = msgspec.structs.replace(chosen, keep=(f"{each.server}/{each.connector}",))
                whole = make(found, chosen, existing=files)
        except (AssertionError, InputError, PlanningError):
            continue
        if any(each.is_changed for each in whole.plan.assignments):
            return servers, chosen, whole


@LAWS
@given(st.integers(0, (1 << 32) - 1))
def test_every_night_goes_on_where_the_last_one_ended(seed: int) -> None:
    """Nothing that was assigned moves, all ends as in one night, and each undo is of its night."""
    chance = random.Random(seed)  # noqa: S311 no secret
    real, chosen, whole = first_night(chance)
    wanted = deepcopy(real)
    wanted.do(whole, steps_of(whole))
    assigned = {(each.server, each.connector): each for each in whole.plan.assignments}
    has_files = bool(whole.plan.name_files) or chance.choice([True, False])
    assert_reasons_are_true(whole)
    made = whole
    for _ in range(chance.choice([1, 1, 2])):
        steps = steps_of(made)
        real.do(made, steps[: chance.randrange(len(steps) + 1)])
        inventory, start = real.stock(), real.state()
        files = tuple(real.name_files()) if has_files else ()
        made = make(inventory, chosen, made.memory(), files)
        assert read_plan(made.document(), "PLAN.json").plan == made.plan
        for each in made.plan.assignments:
            earlier = assigned[each.server, each.connector]
            assert each.action is earlier.action
            if each.action is not Action.KEEP:
                new = (each.owner, each.address_value, each.alias)
                assert new == (earlier.owner, earlier.address_value, earlier.alias)
        assert_reasons_are_true(made)
        real.do(made, steps_of(made))
        assert real.state() == wanted.state()
        real.take_back()
        assert real.state() == start


def assert_reasons_are_true(made: Made) -> None:
    """What a reason says of the other end, of the order and of the conflict is so."""
    rows = {(each.server, each.connector): each for each in made.plan.connectors}
    ends = [[(end.server, end.connector) for end in link.ends] for link in made.plan.links]
    links = {end: link for link in ends for end in link}
    changing = {(each.server, each.connector) for each in made.plan.assignments if each.is_changed}
    for each in made.plan.assignments:
        key = each.server, each.connector
        far = next((end for end in links.get(key, [key]) if end != key), None)
        if each.action is Action.KEEP:
            assert ("at both ends" in each.reason) <= (far is not None and far not in changing)
            assert ("its other end moves" in each.reason) >= (far in changing)
            assert "{" not in each.reason
        elif each.reason == UNFINISHED:
            assert not rows[key].verdict.is_conflict
        elif each.action is Action.MOVE:
            assert each.reason == rows[key].reason


def test_a_plan_that_was_carried_out_leaves_nothing_to_do() -> None:
    """Whatever it was."""
    for seed in range(20):
        real, chosen, whole = first_night(random.Random(seed))  # noqa: S311 no secret
        real.do(whole, steps_of(whole))
        assert make(real.stock(), chosen, whole.memory()).plan.nothing_to_do
