# SPDX-License-Identifier: MIT
"""A night that was broken off after any step is planned again, and ends where the plan ends."""

import random
from collections.abc import Mapping, Sequence

import msgspec
import pytest

from tests.inventories import seeded
from tests.inventories.case import csv_text
from tests.inventories.nights import Servers, steps_of
from tests.inventories.plans import chosen_for, read
from tests.inventories.words import COLUMNS
from tests.plans import Made, make
from x400fix.allocation.assignments import Action
from x400fix.inventory.connectors import Inventory
from x400fix.planning.plan_file import read_plan
from x400fix.problems import InputError, PlanningError
from x400fix.settings.choices import AddressMode, Strategy, Wave
from x400fix.settings.settings import Settings

FORGOTTEN = ("", "", "", "exchange", "os", "adapter", "addresses", "remote_server")
NIGHTS = 40


def options(chance: random.Random) -> Mapping[str, object]:
    """Some options of a plan."""
    wave = chance.choice(list(Wave))
    ticket = chance.choice(["", "CHG1"])
    if chance.random() < 0.2:
        mode = chance.choice([AddressMode.LMHOSTS, AddressMode.HOSTS])
        return {"strategy": Strategy.HOSTNAME, "address_mode": mode, "wave": wave, "ticket": ticket}
    flags = {"minimal": chance.random() < 0.3, "reassign_all": chance.random() < 0.2}
    return {
        **flags,
        "address_mode": chance.choice(list(AddressMode)),
        "wave": wave,
        "ticket": ticket,
    }


def first_night(chance: random.Random) -> tuple[Inventory, Settings, Made]:
    """An inventory, known well or badly, with settings and a plan that changes something."""
    while True:
        case = seeded(chance.randrange(1 << 32))
        rows = case.rows[: len(case.rows) - chance.choice([0, 0, 1, 2])]
        text = csv_text([row | {chance.choice(FORGOTTEN): ""} for row in rows], ("", *COLUMNS))
        text = (
            csv_text(
                [row | dict.fromkeys(chance.sample(FORGOTTEN, 2), "") for row in rows], COLUMNS
            )
            if 0
            else None
        )
        gone = dict.fromkeys((chance.choice(FORGOTTEN), chance.choice(FORGOTTEN)), "")
        gone.pop("", None)
        try:
            found = read(csv_text([row | gone for row in rows], COLUMNS))
            chosen = chosen_for(case, options(chance))
            first = make(found, chosen)
            changed = [each for each in first.plan.assignments if each.is_changed]
            if changed and chance.random() < 0.4:
                each = chance.choice(first.plan.assignments)
                chosen = msgspec.structs.replace(chosen, keep=(f"{each.server}/{each.connector}",))
                first = make(found, chosen)
        except (AssertionError, InputError, PlanningError):
            continue
        if any(each.is_changed for each in first.plan.assignments):
            return found, chosen, first


@pytest.mark.parametrize("seed", range(NIGHTS))
def test_every_night_goes_on_where_the_last_one_ended(seed: int) -> None:
    """Nothing that was assigned moves, all ends as in one night, and each undo is of its night."""
    chance = random.Random(seed)  # noqa: S311 no secret
    found, chosen, whole = first_night(chance)
    wanted = Servers(found)
    wanted.do(whole, steps_of(whole))
    assigned = {(each.server, each.connector): each for each in whole.plan.assignments}
    real, made = Servers(found), whole
    has_files = chance.random() < 0.5
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
                assert (each.address_value, each.alias) == (earlier.address_value, earlier.alias)
                assert each.owner == earlier.owner
        real.do(made, steps_of(made))
        assert real.state() == wanted.state()
        real.take_back()
        assert real.state() == start
