# SPDX-License-Identifier: MIT
"""Judges SHA256SUMS, the checksum of PLAN.json and the inputs it names."""

import hashlib
import json
from collections.abc import Iterator
from pathlib import Path

from .bundle import Bundle, records, text
from .truth import conflicts
from .world import World

KEYS = {
    *("format", "version", "inputs", "options", "summary", "assumptions", "connectors", "links"),
    *("pools", "assignments", "servers", "alternatives", "problems", "checksum"),
}
ALONE = {"PLAN.json", "TICKET.MD", "SHA256SUMS"}


def judge_sums(inventory: Path, bundle: Bundle) -> Iterator[str]:
    """Complaints about the sums and PLAN.json as a document."""
    yield from _sums(bundle)
    yield from _document(bundle)
    inputs = records(bundle.plan.get("inputs"))
    digest = hashlib.sha256(inventory.read_bytes()).hexdigest()
    if not inputs or inventory.name not in inputs[0].values():
        yield "PLAN.json: the inventory is not the first of inputs"
    elif digest not in inputs[0].values():
        yield "PLAN.json: inputs hold another SHA-256 of the inventory"


def judge_presence(world: World, bundle: Bundle) -> Iterator[str]:
    """Complaints about files at the top that miss, or that should not be."""
    conflict = bool(conflicts(world))
    present = set(bundle.files)
    if not conflict and present != ALONE:
        yield f"bundle: nothing to do, yet there are {sorted(present - ALONE)}"
    if conflict:
        for name in sorted((ALONE | {"ASSIGN.csv", "RUNBOOK.TXT"}) - present):
            yield f"bundle: {name} is missing"


def _sums(bundle: Bundle) -> Iterator[str]:
    right = "".join(
        f"{hashlib.sha256(data).hexdigest()}  {path}\n"
        for path, data in sorted(bundle.files.items())
        if path != "SHA256SUMS"
    )
    said = bundle.files.get("SHA256SUMS", b"").decode()
    if said == right:
        return
    wrong = sorted(set(said.splitlines()) ^ set(right.splitlines()))
    yield f"SHA256SUMS: not right, complete and sorted: {wrong[:4] or 'order'}"


def _document(bundle: Bundle) -> Iterator[str]:
    data = bundle.files["PLAN.json"]
    before, _, after = data.rpartition(b'"checksum"')
    said = text(bundle.plan, "checksum")
    if hashlib.sha256(before).hexdigest() != said or said.encode() not in after:
        yield "PLAN.json: checksum is wrong"
    keys = list(bundle.plan)
    if keys[-1] != "checksum" or KEYS - set(keys):
        yield f"PLAN.json: keys are {keys}"
    if len(json.loads(data, object_pairs_hook=_pairs)) != len(keys):
        yield "PLAN.json: a key stands twice"


def _pairs(pairs: list[tuple[str, object]]) -> list[tuple[str, object]]:
    return pairs
