# SPDX-License-Identifier: MIT
"""What else could be done about the conflicts, and what a plan that does it gives."""

from collections import Counter
from collections.abc import Callable, Sequence

import msgspec

from x400fix.allocation.assignments import Draft
from x400fix.plan.model import Alternative, Timeline
from x400fix.problems import X400FixError
from x400fix.settings.choices import AddressMode, Strategy
from x400fix.settings.settings import Settings
from x400fix.simulation.proof import Proof, count_routes, tally
from x400fix.step_kinds import StepKind

MOST_COMPARED = 500
"""Of how many connectors plans with other options are made only to compare them."""

TOO_MANY = f"not compared: more than {MOST_COMPARED} connectors; plan with this option to see"
NOT_HERE = "x400fix does not plan this"

UNPLANNED = ("selectors", "merge")
"""T selectors after an upgrade of both ends to 5.5 SP1, and fewer connectors."""

Figures = Callable[[Settings], Alternative]
"""Makes a plan with other settings and counts what it gives."""


def count_figures(
    settings: Settings, drafts: Sequence[Draft], steps: Timeline, proof: Proof
) -> Alternative:
    """What a plan gives; manual steps are those that no script carries out."""
    kinds = Counter(step.kind for _, step in steps)
    return Alternative(
        strategy=settings.strategy,
        minimal=settings.minimal,
        addresses=len({draft.address for draft in drafts if draft.address is not None}),
        server_restarts=kinds[StepKind.SERVER_RESTART],
        mta_restarts=kinds[StepKind.MTA_RESTART],
        manual_steps=sum(count for kind, count in kinds.items() if kind.is_by_hand),
        routes=count_routes(tally(proof.record.after)),
    )


def find_alternatives(
    settings: Settings, chosen: Alternative, proof: Proof, figures: Figures | None
) -> tuple[Alternative, ...]:
    """The ways to deal with the conflicts, those that can be planned first.

    ``figures`` is None if there are too many connectors to make plans only for comparison.
    """
    found = []
    for strategy, minimal in (
        (Strategy.ADDRESS, False),
        (Strategy.ADDRESS, True),
        (Strategy.HOSTNAME, False),
    ):
        way = Alternative(strategy=strategy, minimal=minimal)
        if (strategy, minimal) == (settings.strategy, settings.minimal):
            found.append(msgspec.structs.replace(chosen, chosen=True))
        elif figures is None:
            found.append(msgspec.structs.replace(way, why_not=TOO_MANY))
        else:
            try:
                found.append(figures(_with(settings, way)))
            except X400FixError as error:
                found.append(msgspec.structs.replace(way, why_not=error.problems[0].message))
    unplanned = (Alternative(strategy=way, why_not=NOT_HERE) for way in UNPLANNED)
    nothing = Alternative(
        strategy="nothing",
        addresses=0,
        server_restarts=0,
        mta_restarts=0,
        manual_steps=0,
        routes=count_routes(tally(proof.record.before)),
    )
    return (*found, *unplanned, nothing)


def _with(settings: Settings, way: Alternative) -> Settings:
    """The settings with another strategy, and with what its Addresses usually are."""
    strategy, mode = Strategy(way.strategy), settings.address_mode
    if strategy is not settings.strategy and mode is not AddressMode.HOSTS:
        mode = AddressMode.LMHOSTS if strategy is Strategy.HOSTNAME else AddressMode.IP
    return msgspec.structs.replace(
        settings, strategy=strategy, minimal=way.minimal, address_mode=mode
    )


def count_addresses(changing: Sequence[Draft]) -> int:
    """How many new addresses the connectors that change need if home servers share them.

    An owner needs as many as the home server with the most connectors to it; no fewer do, since
    that one needs them all apart.
    """
    counts = Counter((draft.owner.name, draft.connector.server) for draft in changing)
    most = Counter[str]()
    for (owner, _), count in counts.items():
        most[owner] = max(most[owner], count)
    return most.total()
