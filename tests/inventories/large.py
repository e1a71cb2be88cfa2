# SPDX-License-Identifier: MIT
"""Large realistic inventories, made quickly from a seed."""

import random
from collections.abc import Sequence
from ipaddress import IPv4Address

from .case import Case, Row, csv_text
from .words import COLUMNS, LATER, VERSIONS


def large(n: int, seed: int, *, per_server: int = 40) -> Case:
    """A realistic inventory of n connectors: each server dials a few neighbours both ways."""
    chance = random.Random(seed)  # noqa: S311 no secret
    count = max(2, n // per_server)
    block = 256 if per_server <= 200 else 1 << (4 * per_server).bit_length()
    prefix = 33 - block.bit_length()
    bases = [int(IPv4Address("10.0.0.0")) + index * block for index in range(count)]
    primaries = [f"{IPv4Address(base + 10)}" for base in bases]
    versions = [chance.choice(VERSIONS[:3] * 3 + VERSIONS) for _ in range(count)]
    offsets = [sign * step for step in range(1, min(5, count // 2) + 1) for sign in (1, -1)]
    rows: list[Row] = []
    for at in range(n):
        home, turn = at % count, at // count
        far = (home + offsets[turn % len(offsets)]) % count
        address = f"MAIL{far:05}" if far % 10 == 0 else primaries[far]
        rows.append(
            {
                "connector": f"X400 MAIL{home:05} to MAIL{far:05} {turn:05}",
                "server": f"MAIL{home:05}",
                "address": address,
                "remote_server": f"MAIL{far:05}",
                "exchange": versions[home],
                "os": "NT 4.0 SP5" if versions[home][-4:] not in ("2000", "2003") else LATER[0],
                "adapter": "El90x1",
                "addresses": f"{primaries[home]}/{prefix}",
                "gateway": f"{IPv4Address(bases[home] + 1)}",
            }
        )
    return Case(rows=rows, text=csv_text(rows, COLUMNS), pools=[_covering(bases, block)])


def _covering(bases: Sequence[int], block: int) -> str:
    return f"{IPv4Address(bases[0])}-{IPv4Address(bases[-1] + block - 1)}"
