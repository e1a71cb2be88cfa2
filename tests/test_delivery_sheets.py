# SPDX-License-Identifier: MIT
"""A plan as the model runs it; one that changes nothing changes nothing."""

from collections.abc import Iterator

from tests.builders import pair
from tests.deliveries import failing, world_of
from x400fix.simulation.changes import Course, Deed, Part, Promise, Sheet, Stage
from x400fix.simulation.network import Network
from x400fix.simulation.proof import prove


def idle(_network: Network) -> Part:
    """One step at each of two places, which looks only."""

    def stages() -> Iterator[Stage]:
        yield Stage(1, Deed.NOTHING, "MAIL-A", 20)
        yield Stage(2, Deed.NOTHING, "MAIL-B", 20)

    def promises() -> Iterator[Promise]:
        yield from ()

    return Part(
        sheet_of=lambda place: Sheet(place=place),
        stages=stages,
        stages_at=lambda place: (stage for stage in stages() if stage.place == place),
        promises=promises,
        moved=(),
    )


def test_a_course_that_does_nothing_leaves_everything_as_it_is() -> None:
    """What collided still does, which the model says; nothing stands still."""
    proof = prove(world_of(pair()), Course(part_of=idle, strategy="address"))
    assert set(failing(proof)) == {"no-collision"}
    assert list(proof.record.outages.in_order()) == []
    assert list(proof.record.turns.by_connector()) == []
    assert proof.record.after.outgoing == proof.record.before.outgoing
