# SPDX-License-Identifier: MIT
"""What ``x400fix simulate`` does: read a plan, run it, tell."""

from collections.abc import Iterator, Mapping, Sequence

from x400fix.cli.console import Console
from x400fix.cli.json_output import object_data
from x400fix.documents.proof import outage_rows, proof_values
from x400fix.documents.rendering import Renderer
from x400fix.inventory.text_file import file_name, read_bytes
from x400fix.plan.model import Document, OutageRecord, ProofRecord, RouteRecord
from x400fix.planning.plan_file import read_document
from x400fix.planning.records import outage_records, proof_record, route_records, standstills
from x400fix.planning.restored.simulation import simulate

FINDINGS = 1


def run(path: str, console: Console, *, as_data: bool) -> int:
    """Tell what becomes of each connector; the status says whether an obligation fails."""
    file = file_name(path)
    document = read_document(read_bytes(path), file)
    simulation = simulate(document, file)
    proof = proof_record(simulation.proof, simulation.world)
    outages = tuple(outage_records(simulation.proof, _times(document)))
    minutes = standstills(outages)
    routes = tuple(route_records(simulation.proof, simulation.world, minutes))
    if as_data:
        parts: list[tuple[str, object]] = [
            ("proof", proof),
            ("routes", iter(routes)),
            ("outages", iter(outages)),
        ]
        console.data(object_data(parts))
    else:
        renderer = Renderer()
        values = _values(document, proof, routes, outages, renderer.step_titles)
        console.result(renderer.text("console/simulate.txt", values))
    return FINDINGS if simulation.proof.fails else 0


def _times(document: Document) -> Iterator[tuple[str, int]]:
    """Where each step is done, and its minutes, in order of time."""
    steps = sorted(
        (step.number, place.name, step.minutes)
        for place in document.servers
        for step in place.steps
    )
    return ((place, minutes) for _, place, minutes in steps)


def _values(
    document: Document,
    proof: ProofRecord,
    routes: Sequence[RouteRecord],
    outages: Sequence[OutageRecord],
    titles: Mapping[str, str],
) -> Mapping[str, object]:
    """What the command prints."""
    kinds = {step.number: step.kind for place in document.servers for step in place.steps}
    heads = ("SERVER", "CONNECTOR", "PARTNER", "BEFORE", "AFTER", "OUT", "IN")
    named = {rule.name: " ".join((rule.name, *rule.sources)) for rule in proof.rules}
    rows = [heads, *(_cells(route, named) for route in routes)]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return {
        "proof": proof_values(proof),
        "lines": (
            "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
            for row in rows
        ),
        "outages": outage_rows(outages, {n: titles[kind] for n, kind in kinds.items()}),
        "turns": _turns(routes),
    }


def _cells(route: RouteRecord, named: Mapping[str, str]) -> tuple[str, ...]:
    """The cells of one route's row; both directions with the KB articles they rest on."""
    return (
        route.server,
        route.connector,
        route.partner or "foreign",
        route.before.status,
        route.after.status,
        named[route.after.outgoing],
        named[route.after.incoming],
    )


def _turns(routes: Sequence[RouteRecord]) -> list[tuple[int, str, int]]:
    """Each step after which routes are another thing, what they are then, and how many."""
    counts: dict[tuple[int, str], int] = {}
    for route in routes:
        status = route.before.status
        for turn in route.turns:
            if turn.status != status:
                status = turn.status
                counts[turn.step, status] = counts.get((turn.step, status), 0) + 1
    return [(step, status, count) for (step, status), count in sorted(counts.items())]
