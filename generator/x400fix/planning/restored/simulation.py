# SPDX-License-Identifier: MIT
"""Runs a plan that was read back."""

import msgspec

from x400fix.plan.model import Document
from x400fix.planning.restored.course import course_of_document
from x400fix.planning.restored.world import read_world
from x400fix.problems import InputError, Place, Problem
from x400fix.simulation.changes import Course
from x400fix.simulation.network import World
from x400fix.simulation.proof import Proof, prove


class Simulation(msgspec.Struct, frozen=True, kw_only=True):
    """A plan that was run: the world of its inputs, its course, and what the model says."""

    world: World
    course: Course
    proof: Proof


def simulate(document: Document, file: str) -> Simulation:
    """Run a plan; one that cannot be run raises InputError."""
    if not document.facts:
        why = "it was made by an x400fix that did not write what a simulation needs"
        raise _refused(file, "X4-E073", f"{why}: plan again from the inventory")
    try:
        world, course = read_world(document), course_of_document(document)
        proof = prove(world, course)
    except (KeyError, ValueError) as error:
        raise _refused(file, "X4-E070", f"it contradicts itself at {error}") from None
    return Simulation(world=world, course=course, proof=proof)


def _refused(file: str, code: str, why: str) -> InputError:
    """The error for a plan that cannot be run."""
    message = f"this plan cannot be run: {why}"
    return InputError([Problem(code=code, message=message, where=Place(file))])
