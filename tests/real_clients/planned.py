# SPDX-License-Identifier: MIT
"""Bundles of the samples and of generated inventories, and what PLAN.json wants of each folder."""

from dataclasses import dataclass
from ipaddress import IPv4Interface
from pathlib import Path

import pytest

from tests.command import run
from tests.examiner.bundle import Bundle, Json, base, read_bundle, record, records, text, texts
from tests.golden import SAMPLES, sample_names
from tests.inventories import Case, large, seeded

SEEDS = {1: "lmhosts", 21: "ip", 24: "ip", 38: "hosts", 39: "ip", 47: "hosts"}
"""Generated inventories that give many files, and the address mode of each."""

_LARGE = "large"
CASES = (*sample_names(), *(f"seed-{seed}" for seed in SEEDS), _LARGE)
FEW_CASES = (*sample_names(), "seed-1", "seed-38")
"""For programs that take long."""


@dataclass(frozen=True, kw_only=True)
class Place:
    """One folder of a bundle, and what PLAN.json says about its server."""

    name: str
    system: str
    files: dict[str, bytes]
    block_id: str
    aliases: dict[str, str]
    adapter: str
    before: tuple[IPv4Interface, ...]
    after: tuple[IPv4Interface, ...]

    def lists(self, *, done: bool) -> dict[str, list[str]]:
        """Both values of the NIC in order, as they are to be after the change or before it."""
        chosen = self.after if done else self.before
        return {
            "IPAddress": [str(each.ip) for each in chosen],
            "SubnetMask": [str(each.netmask) for each in chosen],
        }


@dataclass(frozen=True, kw_only=True)
class Made:
    """A bundle, and PLAN.json in the words of the tests."""

    bundle: Bundle

    def places(self, file: str = "STEPS.TXT") -> list[Place]:
        """The folders that have a file."""
        return [
            self._place(each)
            for each in self.bundle.servers
            if file in self.bundle.inside(base(text(each, "folder")))
        ]

    @property
    def assignments(self) -> list[dict[str, str]]:
        """The assignments of PLAN.json."""
        found = records(self.bundle.plan.get("assignments"))
        return [{key: str(value) for key, value in each.items()} for each in found]

    @property
    def strategy(self) -> str:
        """``address``, or ``hostname``: several names for one address."""
        return text(record(self.bundle.plan.get("options")), "strategy")

    def _place(self, server: Json) -> Place:
        name, nic = text(server, "name"), record(server.get("nic"))
        return Place(
            name=name,
            system=text(server, "os"),
            files=self.bundle.inside(base(text(server, "folder"))),
            block_id=text(self.bundle.plan, "block_id"),
            aliases=self._aliases(name, records(server.get("lmhosts"))),
            adapter=text(nic, "adapter"),
            before=tuple(map(IPv4Interface, texts(nic.get("before", [])))),
            after=tuple(map(IPv4Interface, texts(nic.get("after", [])))),
        )

    def _aliases(self, name: str, entries: list[Json]) -> dict[str, str]:
        """The address of each alias; what is told of it in two places must agree."""
        found = {text(each, "name"): text(each, "address") for each in entries}
        for each in self.assignments:
            if each["server"] == name and each["new_address"]:
                assert found[each["alias"]] == each["new_address"]
        return found


def make(case: str, scratch: Path) -> Made:
    """The bundle of a case: a sample's golden folder, or a plan made now."""
    if case in sample_names():
        folder = SAMPLES / case / "expected"
    elif case == _LARGE:
        folder = _plan(large(80, 5), "lmhosts", scratch)
    else:
        seed = int(case.removeprefix("seed-"))
        folder = _plan(seeded(seed), SEEDS[seed], scratch)
    return Made(bundle=read_bundle(folder))


def _plan(case: Case, mode: str, scratch: Path) -> Path:
    (scratch / "inventory.csv").write_text(case.text, encoding="utf-8", newline="")
    pools = [word for each in case.pools for word in ("--pool", each)]
    exclude = [word for each in case.exclude for word in ("--exclude", each)]
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(scratch)
        done = run("plan", "inventory.csv", "--out", "b", "--address-mode", mode, *pools, *exclude)
    assert done.status == 0, done.err
    return scratch / "b"
