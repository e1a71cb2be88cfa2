# SPDX-License-Identifier: MIT
"""What the bundle that a file stands in tells about it, or a plan that the user names."""

from collections.abc import Mapping
from pathlib import Path

import msgspec

from x400fix.bundle.contents import CHECKSUMS_NAME, PLAN_NAME
from x400fix.inventory.text_file import read_bytes
from x400fix.inventory.versions import OperatingSystem
from x400fix.model.rules import Known
from x400fix.planning.known_names import known_names, system_of
from x400fix.planning.plan_file import read_document

_PLACES = "SERVERS"


class PlanFacts(msgspec.Struct, frozen=True, kw_only=True):
    """What a plan knows: names in general, and name and system of the server of each folder."""

    known: Known = Known()
    servers: Mapping[str, str] = msgspec.field(default_factory=dict)
    systems: Mapping[str, OperatingSystem | None] = msgspec.field(default_factory=dict)


def read_plan(path: str) -> PlanFacts:
    """The facts of a plan; folders and server names are in capitals."""
    document = read_document(read_bytes(path), path)
    servers, systems = {}, {}
    for server in document.servers:
        for name in (server.name.upper(), server.folder.upper()):
            servers[name] = server.name
            systems[name] = system_of(server)
    return PlanFacts(known=known_names(document), servers=servers, systems=systems)


def find_bundle(path: Path) -> Path | None:
    """The bundle in which a file stands: it is ``SERVERS/<NAME>/<FILE>`` below it."""
    parents = path.absolute().parents
    if len(parents) < len(("folder", "SERVERS", "bundle")) or parents[1].name != _PLACES:
        return None
    return parents[2] if is_bundle(parents[2]) else None


def is_bundle(folder: Path) -> bool:
    """Whether a folder is a bundle of ours."""
    return (folder / PLAN_NAME).is_file() and (folder / CHECKSUMS_NAME).is_file()


def written_files(root: Path) -> frozenset[str]:
    """The paths that SHA256SUMS of a bundle lists: what x400fix wrote there."""
    text = read_bytes(str(root / CHECKSUMS_NAME)).decode("latin-1")
    return frozenset(line.partition("  ")[2] for line in text.splitlines())
