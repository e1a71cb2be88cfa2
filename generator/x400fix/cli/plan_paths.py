# SPDX-License-Identifier: MIT
"""Reads the bytes of a plan, which is named by its PLAN.json or by its bundle, folder or ZIP."""

import os

from x400fix.bundle.archive import read_archive
from x400fix.bundle.contents import PLAN_NAME
from x400fix.inventory.text_file import file_name, read_bytes
from x400fix.problems import InputError, Place, Problem

MOST_PLAN_BYTES = 300_000_000
"""How large a PLAN.json may be: 100,000 connectors take 240 million bytes."""


def read_plan_bytes(path: str) -> tuple[bytes, str]:
    """A plan, given by its PLAN.json or by its bundle (folder or ZIP), and its name in messages."""
    data, name = find_plan_bytes(path)
    if data is None:
        message = f"this ZIP has no {PLAN_NAME}: give a bundle that x400fix wrote"
        raise InputError([Problem(code="X4-E001", message=message, where=Place(path))])
    return data, name


def find_plan_bytes(path: str) -> tuple[bytes | None, str]:
    """The same, but None for a ZIP that holds no plan."""
    if path != "-" and os.path.isdir(path):  # noqa: PTH112 -- Path.is_dir raises for some names
        path = os.path.join(path, PLAN_NAME)  # noqa: PTH118 -- as the user wrote the folder
    elif path.upper().endswith(".ZIP"):
        members = read_archive(path, lambda name: name == PLAN_NAME, MOST_PLAN_BYTES)
        return members.get(PLAN_NAME), f"{file_name(path)}/{PLAN_NAME}"
    return read_bytes(path, MOST_PLAN_BYTES), file_name(path)
