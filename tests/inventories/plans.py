# SPDX-License-Identifier: MIT
"""Plans of generated inventories, with every option that decides something."""

from collections.abc import Mapping

from hypothesis import HealthCheck
from hypothesis import settings as limits
from hypothesis import strategies as st

from tests.builders import settings
from tests.plans import Made, make
from x400fix.inventory.connectors import Inventory
from x400fix.inventory.reader import read_sources
from x400fix.inventory.text_file import SourceFile
from x400fix.problems import PlanningError, ProblemList
from x400fix.settings.choices import AddressMode, Strategy, Wave
from x400fix.settings.settings import Settings

from .case import Case
from .small import inventories

LAWS = limits(suppress_health_check=[HealthCheck.too_slow])

HOSTNAME = {"strategy": Strategy.HOSTNAME, "address_mode": AddressMode.LMHOSTS}

MODES = st.one_of(
    st.fixed_dictionaries(
        {
            "address_mode": st.sampled_from(AddressMode),
            "minimal": st.booleans(),
            "reassign_all": st.booleans(),
            "wave": st.sampled_from(Wave),
        }
    ),
    st.fixed_dictionaries(
        {
            "strategy": st.just(Strategy.HOSTNAME),
            "address_mode": st.sampled_from([AddressMode.LMHOSTS, AddressMode.HOSTS]),
            "wave": st.sampled_from(Wave),
        }
    ),
)
"""Options of a plan, by name."""


def read(text: str) -> Inventory:
    """The inventory of a CSV text."""
    problems = ProblemList()
    found = read_sources(SourceFile(name="inventory.csv", data=text.encode()), None, problems)
    assert found
    assert not problems.has_errors, list(problems)
    return found


def chosen_for(case: Case, options: Mapping[str, object]) -> Settings:
    """The settings that go with an inventory."""
    return settings(case.pools, case.exclude, **options)


def planned(found: Inventory, chosen: Settings) -> Made | None:
    """The plan of an inventory; None if its pool is too small."""
    try:
        return make(found, chosen)
    except PlanningError:
        return None


@st.composite
def plans(draw: st.DrawFn) -> Made:
    """A plan of an inventory with some options."""
    case: Case = draw(inventories())
    found = planned(read(case.text), chosen_for(case, draw(MODES)))
    return found or make(read(case.text), chosen_for(case, HOSTNAME))
