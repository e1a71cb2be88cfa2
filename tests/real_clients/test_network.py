# SPDX-License-Identifier: MIT
"""Each connector's call arrives at an address of its own: two servers in networks of their own.

This shows that separate addresses are separate end points; it does not reproduce the socket errors
of Exchange.
"""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from ipaddress import ip_address
from pathlib import Path

import pytest

from tests.command import usual_signals

from .planned import Made, Place
from .programs import search_path
from .samba import Samba

_LAB = Path(__file__).with_name("lab.py")
_CALLER = "192.0.2.1"
_SECONDS = 60


def start(isolated: Sequence[str], task: dict[str, object]) -> "subprocess.Popen[str]":
    """Start the two servers with their task."""
    with usual_signals():
        lab = subprocess.Popen(
            [*isolated, sys.executable, "-I", str(_LAB)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env={"PATH": search_path()},
            encoding="utf-8",
        )
    assert lab.stdin
    lab.stdin.write(json.dumps(task) + "\n")
    lab.stdin.flush()
    return lab


def call(
    place: Place, remote: Sequence[str], calls: Sequence[str], samba: Samba, isolated: Sequence[str]
) -> list[dict[str, str]]:
    """What became of each call from a place to another."""
    (samba.folder / "lmhosts").write_bytes(place.files.get("LMHOSTS.ADD", b""))
    task: dict[str, object] = {"lmhosts": str(samba.folder), "caller": _CALLER}
    task |= {"remote": list(remote), "calls": list(calls), "holds": False}
    with start(isolated, task) as lab:
        printed, _ = lab.communicate(timeout=_SECONDS)
        assert lab.returncode == 0
    found: list[dict[str, str]] = json.loads(printed)["calls"]
    return found


class Pair:
    """The connectors of one server that shared an Address, and the NIC that they lead to."""

    def __init__(self, made: Made, members: list[dict[str, str]]) -> None:
        """Take the assignments of one conflict."""
        owners = {each["owner"] for each in members} - {""}
        nics = [place for place in made.places() if place.name in owners and place.after]
        self.caller = members[0]["server"]
        self.nic = [str(each) for place in nics for each in place.after]
        self.members = members

    def targets(self, aliases: dict[str, str]) -> dict[str, str]:
        """What each connector dials, and where that has to arrive.

        A name that stays leads to the primary address, by HOSTS or DNS; where the inventory does
        not tell that address there is nothing to dial.
        """
        moved = {each["alias"]: aliases[each["alias"]] for each in self.members if each["alias"]}
        kept = {each["address_value"] for each in self.members if each["action"] == "keep"}
        return moved | {each: each for each in map(self._dialled, kept) if each}

    def _dialled(self, kept: str) -> str:
        if is_address(kept):
            return kept
        return self.nic[0].partition("/")[0] if self.nic else ""

    def remote(self, planned: dict[str, str]) -> list[str]:
        """What the other server's NIC holds: its list in the plan.

        Whoever has none adds the new addresses by hand; and a kept address may belong to
        something in between, which is given to the other server here.
        """
        found = [each.partition("/")[0] for each in self.nic]
        kept = [each for each in planned.values() if not self.nic or each in planned]
        return self.nic + [f"{each}/32" for each in sorted({*kept} - {*found})]


def is_address(text: str) -> bool:
    try:
        ip_address(text)
    except ValueError:
        return False
    return True


def pairs(made: Made) -> list[Pair]:
    """Each conflict of the plan of which something can be dialled."""
    groups: dict[tuple[str, str], list[dict[str, str]]] = {}
    for each in made.assignments:
        groups.setdefault((each["server"], each["old_address"].upper()), []).append(each)
    return [Pair(made, each) for each in groups.values() if any(one["alias"] for one in each)]


def test_each_connector_arrives_at_an_address_of_its_own(
    made: Made, samba: Samba, isolated: Sequence[str]
) -> None:
    """By the name that Samba finds in LMHOSTS, and by the address itself, on TCP port 102."""
    places = {place.name: place for place in made.places()}
    is_shared = made.strategy == "hostname"
    for pair in pairs(made):
        place = places[pair.caller]
        planned = pair.targets(place.aliases)
        remote = pair.remote(planned)
        found = call(place, remote, [*planned, *planned.values()], samba, isolated)
        arrived = {each["target"]: each["arrived"] for each in found}
        assert arrived == {**planned, **{each: each for each in planned.values()}}
        assert all(each["called"] == each["target"] for each in found)
        assert all(each["dialled"] == each["arrived"] for each in found)
        ends = [arrived[name] for name in planned]
        assert len(set(ends)) == (1 if is_shared else len(planned))


def is_running(process: int) -> bool:
    try:
        state = Path(f"/proc/{process}/stat").read_text(encoding="ascii").rsplit(") ", 1)[1][0]
    except OSError:
        return False
    return state not in "ZX"


def users_of(namespace: str) -> list[Path]:
    """The processes in a network."""
    found = []
    for entry in Path("/proc").glob("[0-9]*/ns/net"):
        try:
            if str(entry.readlink()) == namespace:
                found.append(entry)
        except OSError:
            continue
    return found


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT, signal.SIGKILL])
def test_nothing_is_left_when_it_is_interrupted(
    samba: Samba, isolated: Sequence[str], number: signal.Signals
) -> None:
    """Networks and mounts end with their processes, and the second one with the first."""
    (samba.folder / "lmhosts").write_text("10.20.2.32 MAIL-B-X2 #PRE\n", encoding="ascii")
    mounts = Path("/proc/self/mountinfo").read_text(encoding="utf-8")
    task: dict[str, object] = {"lmhosts": str(samba.folder), "caller": _CALLER, "holds": True}
    task |= {"remote": ["10.20.2.10/24", "10.20.2.32/24"], "calls": ["10.20.2.10", "MAIL-B-X2"]}
    with start(isolated, task) as lab:
        assert lab.stdout
        printed = json.loads(lab.stdout.readline())
        assert [each["arrived"] for each in printed["calls"]] == ["10.20.2.10", "10.20.2.32"]
        processes = [lab.pid, printed["listener"]]
        networks = [str(Path(f"/proc/{each}/ns/net").readlink()) for each in processes]
        assert len({*networks, str(Path("/proc/self/ns/net").readlink())}) == 3
        os.kill(lab.pid, number)
        lab.wait(timeout=_SECONDS)
    end = time.monotonic() + _SECONDS
    while any(map(is_running, processes)) and time.monotonic() < end:
        time.sleep(0.05)
    assert not any(map(is_running, processes))
    assert not any(users_of(each) for each in networks)
    assert "x4" not in "".join(path.name for path in Path("/sys/class/net").iterdir())
    assert Path("/proc/self/mountinfo").read_text(encoding="utf-8") == mounts
