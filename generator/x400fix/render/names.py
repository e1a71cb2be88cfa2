# SPDX-License-Identifier: MIT
"""NAMES.CMD, which brings our entries into HOSTS and LMHOSTS, and NAMUNDO.CMD, its back-out.

One plain form runs on NT 3.51 and on all that came after it: no command extensions, which are
off by default in 3.51 (Q148435), and ``copy /b``, which adds no Ctrl-Z.
"""

from collections.abc import Iterator, Sequence

from x400fix import __version__
from x400fix.model.addresses import address_text
from x400fix.plan.nameservice import NameEntry
from x400fix.plan.work import Work
from x400fix.render.environment import Renderer

_ADDRESS_WIDTH = 16


def name_scripts(work: Work, block_id: str, renderer: Renderer) -> Iterator[tuple[str, bytes]]:
    """The name and the bytes of both scripts."""
    values = {
        "version": __version__,
        "server": work.name,
        "block_id": block_id,
        "files": ["HOSTS"] * bool(work.hosts) + ["LMHOSTS"] * work.has_aliases,
        "hosts": _entry_starts(work.hosts),
        "lmhosts": _entry_starts(work.lmhosts),
    }
    for name in ("NAMES.CMD", "NAMUNDO.CMD"):
        yield name, renderer.ascii(f"bundle/{name}", values)


def _entry_starts(entries: Sequence[NameEntry]) -> list[str]:
    """What each line begins with, by which find knows it: the address and the first name."""
    return [
        address_text(entry.number).ljust(_ADDRESS_WIDTH) + entry.name.split(" ")[0]
        for entry in entries
    ]
