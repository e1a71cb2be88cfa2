# SPDX-License-Identifier: MIT
"""Reads the folder of change tickets: every plan below it is honoured, so that it is the ledger.

Connectors of the inventory keep what a ticket gave them; all other addresses and aliases of the
plans are taken.
"""

import os
from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from pathlib import Path

import msgspec

from x400fix.allocation.assignments import Memory, Remembered
from x400fix.allocation.pool import InUse, merge
from x400fix.bundle.contents import PLAN_NAME
from x400fix.cli.plan_paths import find_plan_bytes
from x400fix.inventory.addresses import address_text
from x400fix.inventory.text_file import read_failure
from x400fix.plan.model import InputFile
from x400fix.planning.inputs import input_file
from x400fix.planning.plan_file import read_earlier
from x400fix.problems import Place, ProblemList, as_text, shown


class Tickets(msgspec.Struct, frozen=True, kw_only=True):
    """What all tickets gave connectors of the inventory, and what is in use because of them."""

    memory: Memory
    in_use: tuple[InUse, ...]
    files: tuple[InputFile, ...]


def read_tickets(
    folder: str, connectors: AbstractSet[tuple[str, str]], earlier: Memory, problems: ProblemList
) -> Tickets:
    """Read every plan below a folder, in the order of paths; what is wrong is in ``problems``.

    ``connectors`` are those of the inventory; what ``earlier`` has, of ``--previous``, goes before.
    """
    memory: dict[tuple[str, str], Remembered] = {}
    given_by: dict[tuple[str, str], str] = {}
    in_use: list[InUse] = []
    files: list[InputFile] = []
    for path in _plans(folder, problems):
        with problems.gathering():
            data, name = find_plan_bytes(path)
            if data is None:
                continue
            given, numbers = read_earlier(data, name)
            ticket = as_text(Path(path).name)
            files.append(input_file("ticket", ticket, data))
            for key in given.keys() & connectors - earlier.keys():
                first = given_by.setdefault(key, name)
                before, now = memory.setdefault(key, given[key]), given[key]
                if _what_is_given(before) != _what_is_given(now):
                    message = (
                        f"{first} gave {_what_is_given(before)} to {shown('/'.join(key))}, and "
                        f"this plan {_what_is_given(now)}: take out the one that was not carried "
                        "out, or name the right one with --previous"
                    )
                    problems.add("X4-E064", message, Place(name))
            others = [each for key, each in given.items() if key not in connectors]
            in_use.append(
                InUse(
                    source=ticket,
                    spans=tuple(merge((each.address,) * 2 for each in others if each.address)),
                    names=frozenset(each.alias for each in others if each.alias),
                    is_given=True,
                )
            )
            in_use.append(InUse(source=ticket, spans=tuple(merge((n, n) for n in numbers))))
    return Tickets(memory={**memory, **earlier}, in_use=tuple(in_use), files=tuple(files))


def _what_is_given(each: Remembered) -> str:
    """What a ticket gave a connector, in words."""
    address = "" if each.address is None else address_text(each.address)
    return " ".join(filter(None, (address, each.alias))) or f"no address ({each.action})"


def _plans(folder: str, problems: ProblemList) -> Iterator[str]:
    """Every folder with a PLAN.json below a folder, and every ZIP, which may be a bundle.

    Hidden folders are those of runs that are at work, or of other programs.
    """

    def refuse(error: OSError) -> None:
        reason = read_failure(error).replace("such file", "such folder")
        message = f"cannot be read as a folder: {reason}; make it for the first ticket"
        problems.add("X4-E001", message, Place(as_text(error.filename)))

    for parent, folders, names in os.walk(folder, onerror=refuse):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        if PLAN_NAME in names:
            yield parent
        for name in sorted(names):
            if name.upper().endswith(".ZIP"):
                yield os.path.join(parent, name)  # noqa: PTH118 -- names as they are, even without text
