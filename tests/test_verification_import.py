# SPDX-License-Identifier: MIT
"""What servers print before a change is an inventory of which the same plan is made."""

from pathlib import Path

import pytest

from tests.builders import server
from tests.command import plan_of, run
from tests.evidence.moments import computers_after
from tests.evidence.printed import LANGUAGES, files_of
from tests.golden import SAMPLES
from tests.plans import between, make
from tests.verifying import sample
from x400fix.plan.model import Assignment, Plan
from x400fix.planning.planning import Planned

pytestmark = pytest.mark.usefixtures("here")


def decided(plan: Plan) -> list[tuple[str, ...]]:
    """What becomes of each connector."""
    return [_decided(each) for each in plan.assignments]


def _decided(each: Assignment) -> tuple[str, ...]:
    ends = (each.action, each.server, each.connector, each.remote_server, each.owner)
    values = (each.old_address, each.new_address, each.alias, each.address_type)
    return *ends, *values, each.address_value


def imported(planned: Planned, language: str, *options: str) -> Plan:
    """The plan of an inventory that was made of what servers print before the change."""
    for name, data in files_of(computers_after(planned, 0), "BEFORE", language).items():
        path = Path("back", name)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    outcome = run("import", "back", "--out", "found.csv")
    assert outcome.status == 0, outcome.err
    return plan_of(*options, inventory="found.csv")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", ["names", "two-sites"])
def test_the_dumps_of_a_sample_give_its_plan(name: str, language: str) -> None:
    planned = sample(name)
    config = SAMPLES / name / "x400fix.toml"
    options = ("--config", str(config)) if config.exists() else ()
    assert decided(imported(planned, language, *options)) == decided(planned.plan)


@pytest.mark.parametrize("count", [2, 5])
def test_several_addresses_and_connectors_give_the_same_plan(count: int) -> None:
    here = server("MAIL-A 10.20.1.10/24 10.20.1.41/24")
    planned = make(between(here, count=count)).planned
    pool = [word for each in planned.plan.options.pool for word in ("--pool", each)]
    assert decided(imported(planned, "en", *pool)) == decided(planned.plan)
