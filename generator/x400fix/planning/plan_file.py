# SPDX-License-Identifier: MIT
"""Reads PLAN.json back: a plan counts only if it is what follows from the inputs that it holds.

It is decoded, derived again and compared, so that no edited plan passes, whether its checksum was
made anew or not.
"""

import hashlib
from itertools import zip_longest
from typing import TypeVar

import msgspec

from x400fix.allocation.assignments import Memory
from x400fix.inventory.subnets import used_numbers
from x400fix.plan.encoding import seal_plan
from x400fix.plan.model import FORMAT, VERSION, EarlierAssignment, Plan
from x400fix.planning.inputs import MADE_BY, inputs_of
from x400fix.planning.memory import memory_of
from x400fix.planning.planning import Planned, make_plan
from x400fix.problems import InputError, Place, Problem, X400FixError, shortened, shown

_T = TypeVar("_T")
_ABSENT = object()


def read_plan(data: bytes, file: str) -> Planned:
    """Read a plan and derive it again; InputError for one that is not the plan of its inputs."""
    version = _version_of(data, file)
    if version != VERSION:
        why = f"it has version {version}, and this x400fix reads {VERSION}"
        raise _refused(file, f"{why}; only --previous takes older plans", "X4-E071")
    try:
        given = msgspec.json.decode(data, type=Plan)
        planned = make_plan(inputs_of(given))
    except X400FixError as error:
        why = f"no plan follows from its inputs: {error.problems[0].message}"
        raise _refused(file, why) from None
    except (ValueError, RecursionError) as error:
        raise _refused(file, str(error)) from None
    plan, derived = seal_plan(planned.plan)
    if derived != data:
        raise _refused(file, _why_not(data, given, plan))
    return msgspec.structs.replace(planned, plan=plan)


def _why_not(data: bytes, given: Plan, derived: Plan) -> str:
    found = find_difference(msgspec.to_builtins(given), msgspec.to_builtins(derived))
    if not found or (found[0] == "$.checksum" and given.checksum == _checksum(data)):
        return "its values are right, but it is not written as x400fix writes it"
    path, seen, right = found
    why = f"{path} is {seen}, but {right} follows from its inputs"
    return why if given.made_by == MADE_BY else f"{why}; {given.made_by} made it, this is {MADE_BY}"


def _checksum(data: bytes) -> str:
    return hashlib.sha256(data[: data.rfind(b'"checksum"')]).hexdigest()


def find_difference(given: object, derived: object, path: str = "$") -> tuple[str, str, str] | None:
    """The path of the first difference between two JSON values, and both values there."""
    if isinstance(given, dict) and isinstance(derived, dict):
        keys = [*derived, *(key for key in given if key not in derived)]
        parts = [(f".{key}", given.get(key, _ABSENT), derived.get(key, _ABSENT)) for key in keys]
    elif isinstance(given, list | tuple) and isinstance(derived, list | tuple):
        pairs = zip_longest(given, derived, fillvalue=_ABSENT)
        parts = [(f"[{index}]", one, other) for index, (one, other) in enumerate(pairs)]
    else:
        return None if given == derived else (path, _shown(given), _shown(derived))
    for name, one, other in parts:
        found = find_difference(one, other, path + name)
        if found:
            return found
    return None


def _shown(value: object) -> str:
    """A value as a message shows it: only texts have quotes around them."""
    if value is _ABSENT:
        return "nothing"
    if isinstance(value, str):
        return shown(value)
    return shown(msgspec.json.encode(value).decode("utf-8"))[1:-1]


# ---- what a later plan honours


class _Head(msgspec.Struct):
    """What every version of the format has."""

    format: str
    version: str


class _EarlierRow(EarlierAssignment, frozen=True, kw_only=True, forbid_unknown_fields=False):
    """An assignment in a plan of version 1, as far as a later plan honours it."""


class _PlanOfVersion1(msgspec.Struct):
    assignments: tuple[_EarlierRow, ...]
    earlier: tuple[_EarlierRow, ...]


def remember(data: bytes, file: str) -> Memory:
    """What a plan gave each connector, and what it remembered of plans before it."""
    return read_earlier(data, file)[0]


def read_earlier(data: bytes, file: str) -> tuple[Memory, frozenset[int]]:
    """The same, and every address that the inventory of the plan shows; of 1.x there is none."""
    is_old = _version_of(data, file) != VERSION
    plan = _read_version_1(data, file) if is_old else read_plan(data, file).plan
    given = (*plan.earlier, *plan.assignments)
    try:
        memory = memory_of(
            msgspec.convert(each, EarlierAssignment, from_attributes=True) for each in given
        )
    except ValueError as error:
        raise _refused(file, str(error)) from None
    shown_there = used_numbers(inputs_of(plan).inventory) if isinstance(plan, Plan) else ()
    return memory, frozenset(shown_there)


def _read_version_1(data: bytes, file: str) -> _PlanOfVersion1:
    """A plan of version 1, whose checksum is all that it can be held against."""
    plan = _decode(data, _PlanOfVersion1, file)
    # What comes after the checksum is not covered by it, so only its own text may.
    if not data.endswith(f'"checksum":"{_checksum(data)}"\n}}\n'.encode("ascii")):
        raise _refused(file, "it was changed after it was written", "X4-E072")
    return plan


def _version_of(data: bytes, file: str) -> str:
    """The version of a plan, 1 or this one's; InputError for all else."""
    head = _decode(data, _Head, file)
    if head.format != FORMAT:
        raise _refused(file, f"its format is not {FORMAT}")
    if head.version != VERSION and head.version.partition(".")[0] != "1":
        why = f"it has version {shown(head.version)}, and this x400fix reads {VERSION}"
        raise _refused(file, why, "X4-E071")
    return head.version


def _decode(data: bytes, kind: type[_T], file: str) -> _T:
    try:
        return msgspec.json.decode(data, type=kind)
    except (ValueError, RecursionError) as error:
        raise _refused(file, str(error)) from None


def _refused(file: str, why: str, code: str = "X4-E070") -> InputError:
    message = (
        f"this plan cannot be used: {shortened(why)}; give the PLAN.json of a bundle as it was made"
    )
    return InputError([Problem(code=code, message=message, where=Place(file))])


def plan_schema() -> bytes:
    """The JSON Schema (2020-12) of PLAN.json."""
    version = "https://json-schema.org/draft/2020-12/schema"
    schema = {"$schema": version, **msgspec.json.schema(Plan)}
    return msgspec.json.format(msgspec.json.encode(schema), indent=2) + b"\n"
