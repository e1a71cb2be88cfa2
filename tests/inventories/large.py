# SPDX-License-Identifier: MIT
"""Large realistic inventories, made quickly from a seed."""

import random
from collections.abc import Sequence
from ipaddress import IPv4Address

from .case import Case, Row, csv_text
from .words import COLUMNS, LATER, PLACES, VERSIONS

MIXED = (*VERSIONS[:3] * 3, *VERSIONS)
BEFORE_SP1 = VERSIONS[:4]
"""With these every connector of a large inventory conflicts."""


def large(n: int, seed: int, *, per_server: int = 40, versions: Sequence[str] = MIXED) -> Case:
    """A realistic inventory of n connectors: each server dials a few neighbours both ways.

    Each neighbour is dialled by two connectors or more, which hold the same Address.
    """
    chance = random.Random(seed)  # noqa: S311 no secret
    count = max(2, n // per_server)
    block = max(64, 1 << (4 * per_server).bit_length())
    prefix = 33 - block.bit_length()
    bases = [int(IPv4Address("10.0.0.0")) + index * block for index in range(count)]
    primaries = [f"{IPv4Address(base + 10)}" for base in bases]
    names = [f"{PLACES[at % len(PLACES)]}-{at // len(PLACES) + 1:03}" for at in range(count)]
    exchange = [chance.choice(versions) for _ in range(count)]
    steps = range(1, max(1, min(5, count // 2, per_server // 4)) + 1)
    offsets = [sign * step for step in steps for sign in (1, -1)]
    rows: list[Row] = []
    for at in range(n):
        home, turn = at % count, at // count
        far = (home + offsets[turn % len(offsets)]) % count
        rows.append(
            {
                "connector": f"X400 {names[home]} to {names[far]} {turn + 1}",
                "server": names[home],
                "address": names[far] if far % 10 == 0 else primaries[far],
                "remote_server": names[far],
                "exchange": exchange[home],
                "os": "NT 4.0 SP5" if exchange[home][-4:] not in ("2000", "2003") else LATER[0],
                "adapter": "El90x1",
                "addresses": f"{primaries[home]}/{prefix}",
                "gateway": f"{IPv4Address(bases[home] + 1)}",
            }
        )
    return Case(rows=rows, text=csv_text(rows, COLUMNS), pools=[_covering(bases, block)])


def _covering(bases: Sequence[int], block: int) -> str:
    return f"{IPv4Address(bases[0])}-{IPv4Address(bases[-1] + block - 1)}"
