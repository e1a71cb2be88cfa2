# SPDX-License-Identifier: MIT
"""Laws of whole bundles: server folders and what existing name files become."""

import re
from collections.abc import Sequence
from ipaddress import IPv4Interface

import pytest
from hypothesis import given

from tests.batch import Computer, Lists
from tests.inventories.plans import LAWS, plans
from tests.namefiles import TICKET, name_files, remove
from tests.plans import Made, make
from tests.test_planning_name_files import HOSTS_MODE, by_name, files_of, use_of
from x400fix.namefiles.documents import parse_name_file
from x400fix.namefiles.existing import NameFileKind
from x400fix.plan.model import Vehicle


def lists_of(nic: Sequence[str]) -> Lists:
    pairs = [IPv4Interface(each) for each in nic]
    return [str(each.ip) for each in pairs], [str(each.netmask) for each in pairs]


@LAWS
@given(plans())
def test_running_the_scripts_gives_the_lists_of_the_plan_and_takes_them_back(made: Made) -> None:
    """On the right computer; on any other nothing is done."""
    bundle = made.bundle()
    for place in made.plan.servers:
        nic = place.nic
        if nic is None or nic.vehicle is Vehicle.HAND:
            assert f"SERVERS/{place.folder}/NIC.CMD" not in bundle
            continue
        start = f"SERVERS/{place.folder}/"
        files = {
            path.removeprefix(start): data.decode("ascii")
            for path, data in bundle.items()
            if path.startswith(start) and not path.endswith("TXT")
        }
        present, wanted = (lists_of(part) for part in (nic.before, nic.after))
        host, stranger = (
            Computer(name, *lists_of(nic.before), files=dict(files))
            for name in (place.name, "ANOTHER")
        )
        for script, right in (("NIC.CMD", wanted), ("NICUNDO.CMD", present)):
            said = host.run(files[script])
            assert not any("FAILED" in line for line in said)
            assert (host.addresses, host.masks) == right
            stranger.run(files[script])
        assert stranger.done == []


@LAWS
@given(plans())
def test_scripts_are_ascii_and_pages_are_windows_1252_all_with_crlf(made: Made) -> None:
    """No directory name reaches a file that Windows NT reads itself."""
    for path, data in made.bundle().items():
        if path.startswith("SERVERS/"):
            assert data.endswith(b"\r\n")
            assert data.count(b"\n") == data.count(b"\r\n") == data.count(b"\r")
            assert data.decode("cp1252") if path.endswith(".TXT") else data.isascii()


@LAWS
@given(plans())
def test_a_step_begins_in_column_one_and_nothing_else_does(made: Made) -> None:
    """With its number and a full stop; together they are the steps of the plan."""
    numbers = []
    for place in made.plan.servers:
        page = made.text(f"SERVERS/{place.folder}/STEPS.TXT")
        numbers += [int(number) for number in re.findall(r"(?m)^(\d+)\. ", page)]
    assert sorted(numbers) == [step.number for step in made.steps()]


def test_a_plan_on_top_of_its_own_files_changes_nothing() -> None:
    """What a second plan merges is what the first one did."""
    old = {"HOSTS": b"127.0.0.1 localhost", "LMHOSTS": b"10.9.9.9 PRINTER"}
    first = make(by_name(), HOSTS_MODE, existing=files_of(old))
    new = {kind: first.bundle()[f"SERVERS/MAIL-A/{kind}.NEW"] for kind in old}
    second = make(by_name(), HOSTS_MODE, existing=files_of(new))
    for kind in old:
        assert second.bundle()[f"SERVERS/MAIL-A/{kind}.OLD"] == new[kind]
        assert second.bundle()[f"SERVERS/MAIL-A/{kind}.NEW"] == new[kind]
    assert second.bundle()["ASSIGN.csv"] == first.bundle()["ASSIGN.csv"]


@given(data=name_files)
@pytest.mark.parametrize("kind", ["HOSTS", "LMHOSTS"])
def test_any_file_is_given_back_as_it_was(kind: str, data: bytes) -> None:
    """As .OLD, and out of .NEW when our block is removed; no .NEW is missing without a warning."""
    made = make(by_name(), HOSTS_MODE, existing=files_of({kind: data}))
    path = f"SERVERS/MAIL-A/{kind}"
    use = use_of(made)
    assert made.bundle()[f"{path}.OLD"] == data
    assert use.merged is (f"{path}.NEW" in made.bundle()) is ("X4-W142" not in made.codes)
    if use.merged:
        new = made.bundle()[f"{path}.NEW"]
        assert made.bundle()[f"{path}.ADD"].splitlines()[1] in new
        before, after = (parse_name_file(NameFileKind(kind), each) for each in (data, new))
        assert remove(after, TICKET) == remove(before, TICKET)
