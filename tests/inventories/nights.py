# SPDX-License-Identifier: MIT
"""Nights on paper: what servers hold while steps are done, undone, and taken stock of."""

from collections.abc import Iterator, Sequence
from copy import deepcopy
from dataclasses import dataclass, field
from ipaddress import IPv4Address

import msgspec

from tests.builders import ident_of
from tests.plans import Made, name_file
from x400fix.inventory.addresses import parse_address, parse_nic_address
from x400fix.inventory.connectors import Inventory, Stack
from x400fix.namefiles.existing import ExistingFile
from x400fix.plan.model import Place, Step
from x400fix.plan.schedule import timeline
from x400fix.step_kinds import Effect, StepKind

_OVERRIDES = (Effect.OVERRIDES, Effect.OVERRIDES_BY_HAND)
_FILES = {Effect.HOSTS: "HOSTS", Effect.LMHOSTS: "LMHOSTS"}


@dataclass
class Servers:
    """What all servers hold; of a NIC that the inventory does not have, only what was added.

    ``others`` are the lines of name files that were there at first. ``undo`` is the way back, the
    last step last.
    """

    found: Inventory
    addresses: dict[str, str] = field(default_factory=dict)
    nics: dict[str, list[str]] = field(default_factory=dict)
    names: dict[tuple[str, str], dict[str, str]] = field(default_factory=dict)
    others: dict[tuple[str, str], str] = field(default_factory=dict)
    blocks: dict[tuple[str, str], str] = field(default_factory=dict)
    overrides: dict[str, str] = field(default_factory=dict)
    undo: list[tuple[dict[object, object], object, object]] = field(default_factory=list)

    def __post_init__(self) -> None:
        """Begin with the inventory."""
        tcp = (each for each in self.found.connectors if each.stack is Stack.TCP)
        self.addresses = {ident_of(each): each.address.text for each in tcp}
        self.nics = {
            name: list(map(str, each.addresses)) for name, each in self.found.servers.items()
        }

    def state(self) -> object:
        """All of it but the markers in name files."""
        names = {key: lines for key, lines in self.names.items() if lines}
        nics = {name: sorted(lines) for name, lines in self.nics.items() if lines}
        return deepcopy((self.addresses, nics, names, self.overrides))

    def do(self, made: Made, steps: Sequence[tuple[str, Step]]) -> None:
        """Do some steps of a plan."""
        places = {place.name: place for place in made.plan.servers}
        for name, step in steps:
            place, effect = places[name], step.kind.effect
            if effect is Effect.LIST or (step.kind is StepKind.REQUEST and place.nic):
                self._set_list(place)
            elif effect in _FILES and step.kind is not StepKind.LMHOSTS_OPTIONAL:
                self._add_names(made, place, _FILES[effect])
            elif effect in _OVERRIDES:
                for each in place.overrides:
                    if each.scripted is (effect is Effect.OVERRIDES):
                        self._set(self.overrides, f"{name}/{each.connector}", each.address)
            elif effect is Effect.ADDRESS:
                self._set_address(place, step)

    def take_back(self) -> None:
        """Undo everything since the last night began."""
        while self.undo:
            where, key, before = self.undo.pop()
            if before is None:
                del where[key]
            else:
                where[key] = before

    def stock(self) -> Inventory:
        """The inventory, taken anew; what it did not know it does not know now."""
        self.undo.clear()
        rows = [
            msgspec.structs.replace(each, address=parse_address(self.addresses[ident_of(each)]))
            if each.stack is Stack.TCP
            else each
            for each in self.found.connectors
        ]
        servers = {
            name: msgspec.structs.replace(
                each,
                addresses=tuple(
                    parse_nic_address(text, code="X4-E023") for text in self.nics[name]
                ),
            )
            if each.addresses
            else each
            for name, each in self.found.servers.items()
        }
        return msgspec.structs.replace(self.found, connectors=tuple(rows), servers=servers)

    def name_files(self) -> Iterator[ExistingFile]:
        """The name files as NAMES.CMD leaves them, of all servers that the inventory names."""
        for server, kind in sorted({*self.names, *self.others}):
            if server in self.found.servers:
                others, lines = self.others.get((server, kind), ""), self.names.get((server, kind))
                block = self.blocks.get((server, kind), "")
                text = "".join(f"{address} {name}\r\n" for name, address in (lines or {}).items())
                own = f"# x400fix BEGIN {block}\r\n{text}# x400fix END {block}\r\n" if lines else ""
                both = own + others if kind == "HOSTS" else others + own
                yield name_file(f"{server}/{kind}", both.encode())

    def _set(self, where: dict[str, str], key: str, value: str) -> None:
        self.undo.append((where, key, where.get(key)))  # type: ignore[arg-type]
        where[key] = value

    def _set_list(self, place: Place) -> None:
        nic = place.nic
        assert nic
        now = self.nics.setdefault(place.name, [])
        if nic.before:
            assert now == list(nic.before), "the script would stop here"
        added = [text for text in nic.added if text not in now]
        self.undo.append((self.nics, place.name, list(now)))  # type: ignore[arg-type]
        self.nics[place.name] = [*now, *added]

    def _add_names(self, made: Made, place: Place, kind: str) -> None:
        lines = place.hosts if kind == "HOSTS" else place.lmhosts
        now = self.names.setdefault((place.name, kind), {})
        if now and self.blocks[place.name, kind] == made.plan.block_id:
            wanted = {line.name: line.address for line in lines}
            assert wanted.items() <= now.items(), "NAMES.CMD would miss lines here"
            return
        self.undo.append((self.names, (place.name, kind), dict(now)))  # type: ignore[arg-type]
        self.blocks[place.name, kind] = made.plan.block_id
        self.names[place.name, kind] = now | {line.name: line.address for line in lines}

    def _set_address(self, place: Place, step: Step) -> None:
        (change,) = [each for each in place.address_attributes if each.connector == step.connector]
        ident = f"{place.name}/{step.connector}"
        assert self.addresses[ident] == change.before.value
        # What a plan leaves open, somebody decides.
        decided = str(IPv4Address("192.168.0.1") + list(self.addresses).index(ident))
        self._set(self.addresses, ident, change.after.value if change.after else decided)


def steps_of(made: Made) -> Sequence[tuple[str, Step]]:
    """All steps in order of time."""
    return timeline(made.plan)
