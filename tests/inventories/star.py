# SPDX-License-Identifier: MIT
"""Hubs and their partners, as many as pictures have to show, and more."""

from collections.abc import Sequence

from .case import Case, Row, csv_text
from .words import COLUMNS, PLACES

FACTS = {"exchange": "5.0 SP2", "os": "NT 4.0 SP5", "adapter": "El90x1"}


def star(partners: int = len(PLACES)) -> Case:
    """Two to four connectors each way between the hub and every partner."""
    pairs = [("HUB1", name, 2 + at % 3) for at, name in enumerate(PLACES[:partners], 1)]
    return _network(["HUB1", *PLACES[:partners]], pairs)


def stars() -> Case:
    """Two hubs and a pair apart from them: together more servers than have pictures of each."""
    *first, one, other = PLACES
    second = first[20:]
    pairs = [
        ("HUB1", "HUB2", 2),
        *(("HUB1", name, 2) for name in first[:20]),
        *(("HUB2", name, 2) for name in second),
        (one, other, 2),
    ]
    return _network(["HUB1", "HUB2", *PLACES], pairs)


def _network(names: Sequence[str], pairs: Sequence[tuple[str, str, int]]) -> Case:
    """Servers, and pairs of them with as many connectors each way as their number tells."""
    numbers = {name: at for at, name in enumerate(names)}
    servers: dict[str, Row] = {
        name: {
            **FACTS,
            "site": name if at else "HEADQUARTERS",
            "addresses": f"10.20.{at}.10/24",
            "gateway": f"10.20.{at}.1",
        }
        for name, at in numbers.items()
    }
    rows: list[Row] = [
        {
            "connector": f"X400 {far.title()} {number}",
            "server": here,
            "address": f"10.20.{numbers[there]}.10",
            "remote_server": there,
            **servers[here],
        }
        for home, far, count in pairs
        for number in range(1, count + 1)
        for here, there in ((home, far), (far, home))
    ]
    pools = [
        f"10.20.{at}.32-10.20.{at}.{191 if 'HUB' in name else 47}" for name, at in numbers.items()
    ]
    return Case(rows=rows, text=csv_text(rows, COLUMNS), pools=pools)
