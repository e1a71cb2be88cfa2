# SPDX-License-Identifier: MIT
"""Figures out of what was measured, and the table that shows them."""

import math
from collections.abc import Iterable, Mapping, Sequence
from statistics import median

from .measure import Usage
from .tasks import DOCUMENTS, Case

Figures = dict[str, float]
Taken = Mapping[str, Sequence[Usage]]

COLUMNS = {
    "connectors": "connectors",
    "per_server": "a server",
    "seconds": "CPU, s",
    "microseconds": "CPU a connector, µs",
    "floor": "times the floor",
    "script": "script takes, times",
    "growth": "growth exponent",
    "kib": "memory a connector, KiB",
    "mib": "peak, MiB",
    "before": "CPU a connector before, µs",
    "share": "share of before",
}
STARTS = {
    "version": "`--version`, times `python -c pass`",
    "help": "`--help`, times `python -c pass`",
    "smallest": "the smallest plan, times `python -c pass`",
}


def ratio(taken: Taken, one: str, other: str) -> float:
    """How many times as long one program takes as another: the median over the runs."""
    pairs = zip(taken[one], taken[other], strict=True)
    return median(first.seconds / second.seconds for first, second in pairs)


def net(taken: Taken, name: str, start: str) -> list[float]:
    """The seconds of each run without those that the start alone takes."""
    idle = median(usage.seconds for usage in taken[start])
    return [usage.seconds - idle for usage in taken[name]]


def quotient(ones: Iterable[float], others: Iterable[float]) -> float:
    """The median of ratios, run by run."""
    return median(one / other for one, other in zip(ones, others, strict=True))


def plan_figures(taken: Taken, case: Case, smaller: Case | None) -> Figures:
    """The figures of an inventory; its growth is since the next smaller one without documents."""
    seconds = net(taken, f"plan {case}", "smallest")
    peak = median(usage.kib for usage in taken[f"plan {case}"])
    idle = median(usage.kib for usage in taken["smallest"])
    found: Figures = {
        **case._asdict(),
        "seconds": median(seconds),
        "microseconds": median(seconds) / case.connectors * 1e6,
        "floor": quotient(seconds, (usage.seconds for usage in taken[f"floor {case}"])),
        "script": quotient(net(taken, f"script {case}", "script of nothing"), seconds),
        "kib": (peak - idle) / case.connectors,
        "mib": peak / 1024,
    }
    if smaller:
        times = quotient(seconds, net(taken, f"plan {smaller}", "smallest"))
        found["growth"] = math.log(times) / math.log(case.connectors / smaller.connectors)
    if f"before {case}" in taken:
        before = net(taken, f"before {case}", "smallest before")
        found["before"] = median(before) / case.connectors * 1e6
        found["share"] = quotient(seconds, before)
    return found


def ratios(taken: Taken, documents: Iterable[int]) -> dict[str, float]:
    """What start-up and documents cost, as ratios by what is compared."""
    found = {title: ratio(taken, name, "python") for name, title in STARTS.items()}
    for per_server in documents:
        alone = f"alone {per_server}"
        where = f"{DOCUMENTS:,} connectors, {per_server} a server, times the plan alone"
        found[f"plan with documents, {where}"] = ratio(taken, f"with documents {per_server}", alone)
        found[f"`x400fix ticket`, {where}"] = ratio(taken, f"ticket {per_server}", alone)
    return found


def table(titles: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table of Markdown that reads well as plain text too."""
    lines = [titles, *rows]
    widths = [max(map(len, cells)) for cells in zip(*lines, strict=True)]
    texts = [" | ".join(map(str.rjust, cells, widths)) for cells in lines]
    rule = " | ".join("-" * (width - 1) + ":" for width in widths)
    return "\n".join(f"| {text} |" for text in (texts[0], rule, *texts[1:]))


def shown(figures: Sequence[Figures], others: Mapping[str, float]) -> str:
    """Everything as text: a table of the plans, and one of the other ratios."""
    keys = [key for key in COLUMNS if any(key in row for row in figures)]
    rows = [[number(row.get(key)) for key in keys] for row in figures]
    plans = table([COLUMNS[key] for key in keys], rows)
    return f"{plans}\n\n{table(['', 'ratio'], [[key, number(others[key])] for key in others])}\n"


def number(value: float | None) -> str:
    """A figure with as many digits as say something."""
    if value is None:
        return ""
    return f"{value:,.0f}" if value >= 100 or value == int(value) else f"{value:.2f}"
