# SPDX-License-Identifier: MIT
"""Puts all judges together."""

from collections.abc import Sequence
from pathlib import Path

from .bundle import read_bundle
from .judge_addresses import judge_addresses
from .judge_commands import judge_commands
from .judge_names import judge_names
from .judge_namescripts import judge_name_scripts
from .judge_nic import judge_nics
from .judge_nicscripts import judge_nic_scripts
from .judge_plan import judge_plan
from .judge_scripts import judge_scripts
from .judge_sheets import judge_sheets
from .judge_steps import judge_steps
from .judge_sums import judge_presence, judge_sums
from .judge_texts import judge_texts
from .options import Options
from .world import read_world


def examine(
    inventory: Path,
    bundle: Path,
    *,
    pools: Sequence[str] = (),
    exclude: Sequence[str] = (),
    options: Options | None = None,
) -> list[str]:
    """Every complaint about a bundle, given the inventory it was made from."""
    given = options or Options(pools=tuple(pools), exclude=tuple(exclude))
    world, read = read_world(inventory), read_bundle(bundle)
    return [
        *judge_sums(inventory, read),
        *judge_presence(world, read),
        *judge_texts(read),
        *judge_plan(world, read, given),
        *judge_addresses(world, read, given),
        *judge_names(world, read, given),
        *judge_name_scripts(read, given),
        *judge_nics(world, read, given),
        *judge_nic_scripts(read),
        *judge_scripts(world, read, given),
        *judge_commands(world, read, given),
        *judge_steps(world, read),
        *judge_sheets(read, given),
    ]
