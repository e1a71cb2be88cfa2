# SPDX-License-Identifier: MIT
"""A plan is run in every network, and what was found is put together."""

import msgspec
import pytest

from tests.builders import inventory, pair, server, servers, settings
from tests.deliveries import course, failing, reprove
from tests.plans import Made, make
from x400fix.inventory.connectors import Inventory
from x400fix.settings.choices import AddressMode, Strategy
from x400fix.settings.settings import Settings
from x400fix.simulation.changes import Part
from x400fix.simulation.network import Network
from x400fix.simulation.proof import prove, tally_board
from x400fix.simulation.requirements import OBLIGATIONS, Outcome
from x400fix.simulation.rules import NOBODY, OWN_ADDRESS, ROLE, Status
from x400fix.simulation.statuses import Board, place_of
from x400fix.simulation.what_if import SUPPOSITIONS

NAMED = settings([], strategy=Strategy.HOSTNAME, address_mode=AddressMode.LMHOSTS)


def two_networks() -> Inventory:
    """MAIL-A and MAIL-B in a conflict; MAIL-C and MAIL-D with one link; one TP4 connector."""
    rows = [
        *("MAIL-A/One 10.20.2.10 MAIL-B", "MAIL-A/Two 10.20.2.10 MAIL-B"),
        *("MAIL-B/One 10.20.1.10 MAIL-A", "MAIL-B/Two 10.20.1.10 MAIL-A"),
        *("MAIL-C/One 10.20.4.10 MAIL-D", "MAIL-D/One 10.20.3.10 MAIL-C"),
        "MAIL-C/Two 490001AA MAIL-D stack=TP4",
    ]
    return inventory(
        rows, [*servers(), server("MAIL-C 10.20.3.10/24"), server("MAIL-D 10.20.4.10/24")]
    )


def outcomes(made: Made) -> set[Outcome]:
    return {result.outcome for result in made.plan.proof.results}


def test_every_network_is_on_one_board() -> None:
    """Connectors of other stacks are left out."""
    record = make(two_networks()).plan.proof.record
    assert [record.before.is_run(index) for index in range(7)] == [True] * 5 + [False, True]
    assert tally_board(record.before) == {Status.DOWN: 4, Status.WORKS: 2}
    assert tally_board(record.after) == {
        Status.CLAIMED: 2,
        Status.UNCERTAIN: 2,
        Status.WORKS: 2,
    }


def test_every_obligation_has_one_result_in_their_order() -> None:
    """Also where there is nothing to run."""
    for found in (two_networks(), inventory(["MAIL-A/1 490001AA MAIL-B stack=TP4"], [])):
        proof = make(found).plan.proof
        assert [result.obligation for result in proof.results] == list(OBLIGATIONS)
        assert not proof.fails


def test_breaches_of_all_networks_are_told_together() -> None:
    """Each network may have its own."""
    rows = [f"{home}/{at} 10.9.0.1 {far}-{at} via=FW1" for home, far in ("PX", "QY") for at in "12"]
    proof = make(inventory(rows, [])).plan.proof
    (collision,) = [r for r in proof.results if r.obligation.name == "no-collision"]
    assert [breach.index for breach in collision.breaches] == [0, 1, 2, 3]
    assert collision.outcome is Outcome.OPEN


def test_a_proof_fails_with_any_obligation() -> None:
    """One that is given up, or open, fails nothing."""
    made = make(pair(), settings(reassign_all=True))
    assert Outcome.WAIVED in outcomes(made)
    assert not made.plan.proof.fails
    assert made.plan.proof.waiver == "--reassign-all"

    def without_steps(_network: Network, part: Part) -> Part:
        return msgspec.structs.replace(part, stages=lambda: iter(()))

    failed = reprove(made, without_steps)
    assert failed.fails
    assert {"no-collision", "as-planned"} <= set(failing(failed))


@pytest.mark.parametrize(
    ("chosen", "own"), [(settings(), "address"), (NAMED, "hostname")], ids=["address", "hostname"]
)
def test_the_way_that_the_plan_takes_is_not_supposed(chosen: Settings, own: str) -> None:
    """What becomes of the routes is what was run."""
    proof = make(two_networks(), chosen).plan.proof
    assert list(proof.suppositions) == list(SUPPOSITIONS)
    assert proof.suppositions[own] == tally_board(proof.record.after)
    others = {name: tally for name, tally in proof.suppositions.items() if name != own}
    assert all(tally[Status.WORKS] >= 2 for tally in others.values())


def test_where_nothing_moves_every_way_is_as_it_is_now() -> None:
    """A network without conflicts needs no supposition."""
    proof = make(pair(1)).plan.proof
    assert all(tally == {Status.WORKS: 2} for tally in proof.suppositions.values())


def test_a_course_can_be_run_again_with_the_same_result() -> None:
    """It is made anew each time that it is asked for."""
    made = make(two_networks())
    again = prove(made.plan.world, course(made))
    assert again.results == made.plan.proof.results
    assert again.record.after.outgoing == made.plan.proof.record.after.outgoing


def test_routes_are_counted_by_the_worse_direction() -> None:
    """A connector that is not run is none."""
    board = Board(4)
    for index, (outgoing, incoming) in enumerate([(OWN_ADDRESS, NOBODY), (ROLE, OWN_ADDRESS)]):
        board.outgoing[index], board.incoming[index] = place_of(outgoing), place_of(incoming)
    assert tally_board(board) == {Status.ONE_WAY: 1, Status.UNCERTAIN: 1}
