# SPDX-License-Identifier: MIT
"""Reads the bytes of a plan, which is named by its PLAN.json or by its bundle, folder or ZIP."""

import os

from x400fix.bundle.archive import read_archive
from x400fix.bundle.contents import PLAN_NAME
from x400fix.inventory.text_file import file_name, read_bytes
from x400fix.problems import InputError, Place, Problem, ProblemList


def read_plan_bytes(path: str) -> tuple[bytes, str]:
    """A plan, given by its PLAN.json or by its bundle (folder or ZIP), and its name in messages."""
    if path != "-" and os.path.isdir(path):  # noqa: PTH112 -- Path.is_dir raises for some names
        path = os.path.join(path, PLAN_NAME)  # noqa: PTH118 -- as the user wrote the folder
    elif path.upper().endswith(".ZIP"):
        members = read_archive(path, lambda name: name == PLAN_NAME)
        if PLAN_NAME not in members:
            message = f"this ZIP has no {PLAN_NAME}: give a bundle that x400fix wrote"
            raise InputError([Problem(code="X4-E001", message=message, where=Place(path))])
        return members[PLAN_NAME], f"{file_name(path)}/{PLAN_NAME}"
    return read_bytes(path), file_name(path)


def has_plan(path: str, problems: ProblemList) -> bool:
    """Whether a ZIP holds a plan; one that cannot be read may, which the problems then tell."""
    with problems.gathering():
        return bool(read_archive(path, lambda name: name == PLAN_NAME))
    return False
