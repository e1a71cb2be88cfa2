# SPDX-License-Identifier: MIT
"""Small inventories full of everything that the design names."""

import random
from collections.abc import Sequence
from functools import cache
from typing import TypeVar

from hypothesis import strategies as st

from .case import Case, Row, csv_text
from .drafts import Draft, Pick, clear_partners, link, new_server, others, spread_facts
from .words import COLUMNS, NAMES

T = TypeVar("T")


def inventories() -> st.SearchStrategy[Case]:
    """Small inventories full of everything that the design names."""
    return _drawn()


@st.composite
def _drawn(draw: st.DrawFn) -> Case:
    def pick(options: Sequence[T], /) -> T:
        return options[draw(_places(len(options)))]

    return make(pick)


@cache
def _places(count: int) -> st.SearchStrategy[int]:
    """The places of a sequence; a strategy made anew for each pick takes thrice as long."""
    return st.sampled_from(range(count))


def seeded(seed: int) -> Case:
    """The same kind of inventory from a seed."""
    return make(random.Random(seed).choice)  # noqa: S311 no secret


def make(pick: Pick) -> Case:
    """Put an inventory together from the values that `pick` takes."""
    first = pick(range(len(NAMES)))
    chosen = [NAMES[(first + step) % len(NAMES)] for step in range(pick((2, 2, 3, 4, 5)))]
    servers = [new_server(pick, name, index) for index, name in enumerate(chosen)]
    for one in servers:
        for other in servers:
            if one.index < other.index:
                link(pick, one, other)
        others(pick, one)
    servers = [server for server in servers if server.rows]
    if not servers:
        return make(lambda options: options[0])
    for server in servers:
        spread_facts(pick, server)
    clear_partners(pick, servers)
    rows = [row for server in servers for row in server.rows]
    turn = pick(range(len(rows)))
    rows = rows[turn:] + rows[:turn]
    return _case(pick, rows[:: pick((1, -1))], servers)


def _case(pick: Pick, rows: list[Row], servers: list[Draft]) -> Case:
    pools, exclude = [], []
    for server in servers:
        known = server.ip(10) in server.facts["addresses"]
        forms = (f"{server.ip(32)}-{server.ip(62)}", f"{server.ip(32)}/27", f"{server.ip(0)}/26")
        pools.append(("" if known else f"{server.name}=") + pick(forms))
        exclude += pick(([], [], [server.ip(34)], [f"{server.ip(35)}-{server.ip(37)}"]))
        if not known and exclude and exclude[-1].startswith(server.ip(3)):
            exclude.pop()
    pools += pick(([], ["FW0=10.9.0.32-10.9.0.60"], ["PARTNER-X=172.16.9.32-172.16.9.40"]))
    return Case(rows=rows, text=csv_text(rows, COLUMNS), pools=pools, exclude=exclude)
