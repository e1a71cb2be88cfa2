# SPDX-License-Identifier: MIT
"""What a plan knows about the names in the files of its servers."""

from tests.golden import SAMPLES
from x400fix.inventory.versions import OperatingSystem, Windows
from x400fix.plan.model import Document
from x400fix.planning.known_names import known_names, system_of
from x400fix.planning.plan_file import read_document


def document(name: str) -> Document:
    """The plan of a sample."""
    path = SAMPLES / name / "expected" / "PLAN.json"
    return read_document(path.read_bytes(), "PLAN.json")


def test_computers_are_those_of_both_ends() -> None:
    """Firewalls and foreign partners are none."""
    known = known_names(document("hub"))
    assert {"HUB1", "HAIFA1", "ATHENS1"} <= known.computers
    assert "FW1" not in known.computers
    assert "" not in known.computers


def test_a_computer_has_the_addresses_of_its_nic_before_and_after() -> None:
    """Of one whose NIC the plan does not know nothing is known."""
    known = known_names(document("two-sites"))
    assert known.addresses["DENHUB1"] == {0x0A02000A, 0x0A020020}
    assert "HAIFA1" not in known_names(document("hub")).addresses


def test_an_alias_has_the_address_that_it_leads_to() -> None:
    """As the LMHOSTS entries of all servers show it."""
    known = known_names(document("two-sites"))
    assert known.addresses["DENHUB1-X2"] == {0x0A020020}


def test_the_strategy_is_known() -> None:
    """More names for one address are then what is wanted."""
    assert known_names(document("names")).is_by_name
    assert not known_names(document("hub")).is_by_name


def test_the_system_of_a_server_is_known_if_the_plan_knows_it() -> None:
    """A firewall has none."""
    systems = {server.name: system_of(server) for server in document("hub").servers}
    assert systems["BERGEN1"] == OperatingSystem(windows=Windows.NT40, service_pack=3)
    assert systems["FW1"] is None
