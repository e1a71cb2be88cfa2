# SPDX-License-Identifier: MIT
"""The places of a plan with their work and folders, and what PLAN.json shows of all."""

import msgspec
import pytest

from tests.builders import inventory, pair, server, servers, settings
from tests.plans import Made, make
from x400fix.inventory.connectors import Inventory, Role
from x400fix.plan.model import AddressAttribute, AddressValue, NameLine, Nic, Override, Vehicle
from x400fix.plan.schedule import timeline
from x400fix.planning.inputs import PlanInputs
from x400fix.planning.planning import make_plan
from x400fix.problems import Place as FilePlace
from x400fix.problems import Problem
from x400fix.settings.choices import AddressMode, Pack, Profile, Strategy, Wave
from x400fix.settings.settings import Settings
from x400fix.settings.ticket_facts import TicketFacts, TicketGroups
from x400fix.settings.window import parse_window
from x400fix.step_kinds import StepKind

HOME = "MAIL-A 10.20.1.10/24"
HOSTNAME = settings([], strategy=Strategy.HOSTNAME, address_mode=AddressMode.LMHOSTS)


def folders(found: Inventory, chosen: Settings | None = None) -> dict[str, str]:
    """The folder of each place."""
    return {place.name: place.folder for place in make(found, chosen).plan.servers}


def to_each(*names: str) -> Inventory:
    """Two connectors from HOME to each of some servers, one address each."""
    rows = [
        f"HOME/To_{at}_{twice} 10.20.{at}.10 {name}"
        for at, name in enumerate(names, 1)
        for twice in (1, 2)
    ]
    return inventory(rows, [f"{name} 10.20.{at}.10/24" for at, name in enumerate(names, 1)])


def pool_for(count: int) -> Settings:
    return settings([f"10.20.{at}.32/28" for at in range(1, count + 1)])


def test_a_place_is_a_server_with_connectors_in_conflict_or_an_owner_of_addresses() -> None:
    """Nobody else has to do anything."""
    rows = [
        *("MAIL-A/One 10.20.2.10 MAIL-B", "MAIL-A/Two 10.20.2.10 MAIL-B"),
        *("MAIL-A/Three 10.20.3.10 MAIL-C", "MAIL-C/One 10.20.1.10 MAIL-A"),
    ]
    assert list(folders(inventory(rows, [*servers(), "MAIL-C 10.20.3.10/24"]))) == [
        "MAIL-A",
        "MAIL-B",
    ]


def test_no_conflict_gives_no_work() -> None:
    """The bundle then holds the plan and the ticket only."""
    made = make(pair(1))
    assert made.plan.servers == ()
    assert made.plan.nothing_to_do
    assert not make(pair()).plan.nothing_to_do


def test_an_owner_of_kept_addresses_only_has_no_work() -> None:
    """A connector that keeps its Address asks nothing of its partner."""
    rows = ["MAIL-A/One 10.9.0.1 MAIL-B via=FW1", "MAIL-A/Two 10.9.0.1 MAIL-C via=FW1"]
    made = make(inventory(rows, ["MAIL-A 10.20.1.10/24"]))
    assert made.step_order(StepKind.MAPPING, StepKind.REQUEST) == ["FW1 mapping"]


@pytest.mark.parametrize("name", ["MAIL-B", "SEA_HUB1", "1ST", "-A", "A-", "CON1"])
def test_a_name_that_can_be_a_folder_is_one(name: str) -> None:
    """Capitals, digits, hyphen and underscore survive a floppy."""
    assert folders(to_each(name), pool_for(1))[name] == name


@pytest.mark.parametrize(
    "name", ["AUX", "CON", "LPT1", "COM9", "NUL", "X.Y", "O'HARA", "$MAIL", "{G}"]
)
def test_any_other_name_gets_a_numbered_folder(name: str) -> None:
    """Device names are devices in every folder, with any extension."""
    assert folders(to_each(name), pool_for(1))[name] == "S01"


def test_numbered_folders_leave_out_the_names_of_servers() -> None:
    """A server called S01 keeps its own folder."""
    found = folders(to_each("S01", "X.Y", "S03", "AUX", "P(1)"), pool_for(5))
    assert found == {
        "HOME": "HOME",
        "S01": "S01",
        "S03": "S03",
        "AUX": "S02",
        "P(1)": "S04",
        "X.Y": "S05",
    }


def test_names_need_no_nic() -> None:
    """The strategy hostname gives no addresses, so there are none to check."""
    made = make(pair(), HOSTNAME)
    assert made.place("MAIL-A").nic is None
    assert made.steps(StepKind.CHECK_BEFORE, StepKind.CHECK_AFTER) == []


def test_an_address_that_the_nic_has_already_need_not_be_free() -> None:
    """After a window that was broken off it answers, as it should, and is not added again."""
    first = make(pair(3))
    rows = pair(3).connectors
    half_done = [servers()[0], server("MAIL-B 10.20.2.10/24 10.20.2.32/24 10.20.2.33/24")]
    made = make(inventory(rows, half_done), memory=first.memory())
    assert made.place("MAIL-B").nic is None
    assert made.steps(StepKind.CHECK_BEFORE, at="MAIL-B") == []
    one_done = [servers()[0], server("MAIL-B 10.20.2.10/24 10.20.2.32/24")]
    nic = make(inventory(rows, one_done), memory=first.memory()).place("MAIL-B").nic
    assert nic
    assert nic.after == ("10.20.2.10/24", "10.20.2.32/24", "10.20.2.33/24")


def test_more_names_ask_nothing_of_somebody_whom_nobody_describes() -> None:
    """A foreign MTA has its address already."""
    rows = ["MAIL-A/One 172.16.9.9", "MAIL-A/Two 172.16.9.9"]
    assert list(folders(inventory(rows, ["MAIL-A 10.20.1.10/24"]), HOSTNAME)) == ["MAIL-A"]


def half(*rows: str, **facts: object) -> Made:
    """Connectors of MAIL-A alone, with what is known of MAIL-B."""
    known = msgspec.structs.replace(servers()[1], **facts)
    return make(inventory(rows, [HOME, known]))


def options_of(chosen: Settings) -> object:
    """The options as PLAN.json has them."""
    return msgspec.json.decode(msgspec.json.encode(make(pair(), chosen).plan.options))


def test_the_options_of_a_plan_are_those_it_was_made_with() -> None:
    """A range that is keyed to an owner shows it as the option does."""
    chosen = settings(
        ["10.20.1.32/28", "fw1=10.9.0.32"],
        ["10.20.1.33"],
        keep=("MAIL-A/To B 1",),
        address_mode=AddressMode.HOSTS,
        strategy=Strategy.HOSTNAME,
        wave=Wave.ALL,
        ticket="CHG1",
        window=parse_window("2026-12-05T22:00+01:00/4h"),
        owner="J. Doe",
        profile=Profile.JSM,
        pack=Pack.SAFE,
        facts=TicketFacts(category="Messaging", groups=TicketGroups(network="Network")),
    )
    assert options_of(chosen) == {
        "pool": ["10.20.1.32/28", "FW1=10.9.0.32"],
        "pool_place": "--pool",
        "exclude": ["10.20.1.33"],
        "exclude_places": ["--exclude"],
        "address_mode": "hosts",
        "strategy": "hostname",
        "keep": ["MAIL-A/To B 1"],
        "reassign_all": False,
        "minimal": False,
        "unsafe": False,
        "ticket": "CHG1",
        "wave": "all",
        "window": "2026-12-05T22:00+01:00/4h",
        "window_place": "--window",
        "owner": "J. Doe",
        "profile": "jsm",
        "pack": "safe",
        "facts": {"category": "Messaging", "groups": {"network": "Network"}},
    }


def test_the_summary_counts_what_a_reader_asks_for_first() -> None:
    """Connectors, what becomes of them, addresses, steps and restarts."""
    assert msgspec.to_builtins(make(pair(3)).plan.summary) == {
        "connectors": 6,
        "servers": 2,
        "conflicts": 2,
        "moved": 4,
        "kept": 2,
        "by_hand": 0,
        "new_addresses": 4,
        "saved_by_minimal": 0,
        "steps": 22,
        "preparation": 80,
        "minutes": 130,
        "server_restarts": 2,
        "waves": 1,
    }


def test_what_minimal_saves_or_would_save_is_one_number() -> None:
    """Counted before and after."""
    rows = [f"MAIL-{home}/{at} 10.20.2.10 MAIL-D" for home in "ABC" for at in range(3)]
    found = inventory(rows, ["MAIL-D 10.20.2.10/24"])
    plain, minimal = (make(found, settings(minimal=each)) for each in (False, True))
    before, after = plain.plan.summary, minimal.plan.summary
    assert (before.new_addresses, before.saved_by_minimal) == (6, 4)
    assert (after.new_addresses, after.saved_by_minimal) == (2, 4)


def test_a_plan_without_steps_has_no_wave() -> None:
    """Nothing has to be done."""
    summary = make(pair(1)).plan.summary
    assert (summary.steps, summary.waves, summary.moved) == (0, 0, 0)


def test_every_connector_stands_in_the_plan_with_its_row() -> None:
    """Also those that stay as they are."""
    made = half("MAIL-A/One 10.20.2.10 MAIL-B", "MAIL-A/Old 3110 MAIL-B stack=X25")
    records = made.plan.connectors
    assert [(each.connector, each.row, each.verdict) for each in records] == [
        ("Old", 16, "OUT OF SCOPE"),
        ("One", 1, "OK"),
    ]
    assert all(each.reason and each.sources for each in records)


def test_a_range_shows_what_is_used_excluded_and_given_in_it() -> None:
    """Servers, gateways, Addresses and earlier plans use addresses."""
    rows = [
        *(f"MAIL-A/{at} 10.20.2.10 MAIL-B" for at in range(3)),
        *("MAIL-A/5 10.20.2.40 MAIL-C", "MAIL-A/6 10.20.2.41 MAIL-C"),
    ]
    known = [
        server(HOME),
        server("MAIL-B 10.20.2.10/24 10.20.2.35/24", gateway="10.20.2.33"),
    ]
    chosen = settings(["10.20.2.32/28", "MAIL-A=10.20.1.32"], ["10.20.2.34"])
    one, other = make(inventory(rows, known), chosen).plan.pools
    assert (one.range, one.owner, one.size) == ("10.20.2.32/28", "", 16)
    assert one.used == ("10.20.2.33", "10.20.2.35", "10.20.2.40", "10.20.2.41")
    assert one.excluded == ("10.20.2.34",)
    assert one.given == ("10.20.2.32", "10.20.2.36")
    assert (other.owner, other.used, other.excluded, other.given) == ("MAIL-A", (), (), ())


def test_an_address_of_an_earlier_plan_is_used() -> None:
    """Its connector is in no conflict any more."""
    first = make(pair(3))
    rows = [f"MAIL-A/To_B_{at} 10.20.2.10 MAIL-B" for at in (1, 2)]
    later = make(inventory(rows, servers()), memory=first.memory())
    (record,) = [each for each in later.plan.pools if each.range == "10.20.2.32/27"]
    assert (record.used, record.given) == (("10.20.2.33",), ("10.20.2.32",))


def test_an_address_that_is_given_again_is_not_used() -> None:
    """It is on the NIC already, because a window was broken off."""
    first = make(pair(2))
    rows = [f"MAIL-A/To_B_{at} 10.20.2.10 MAIL-B" for at in (1, 2)]
    known = [HOME, "MAIL-B 10.20.2.10/24 10.20.2.32/24"]
    later = make(inventory(rows, known), memory=first.memory())
    (record,) = [each for each in later.plan.pools if each.range == "10.20.2.32/27"]
    assert (record.used, record.given) == ((), ("10.20.2.32",))


def test_a_moved_connector_has_owner_address_alias_folder_and_step() -> None:
    """Step and folder are those of its Address change."""
    made = make(pair())
    (moved,) = [r for r in made.plan.assignments if (r.server, r.action) == ("MAIL-A", "move")]
    home, step = timeline(made.plan)[moved.step - 1]
    assert (step.kind, home, step.connector) == ("address", "MAIL-A", moved.connector)
    assert (moved.owner, moved.new_address, moved.alias) == ("MAIL-B", "10.20.2.32", "MAIL-B-X2")
    assert (moved.old_address, moved.address_type, moved.address_value, moved.folder) == (
        *("10.20.2.10", "IP address", "10.20.2.32"),
        "MAIL-A",
    )


def test_a_kept_connector_has_its_present_address_and_nothing_else() -> None:
    """No owner, address, alias, folder or step."""
    (kept,) = [
        r for r in make(pair()).plan.assignments if (r.server, r.action) == ("MAIL-A", "keep")
    ]
    assert (kept.owner, kept.new_address, kept.alias, kept.folder, kept.step) == ("", "", "", "", 0)
    assert (kept.address_type, kept.address_value) == ("IP address", "10.20.2.10")


def test_a_connector_that_somebody_else_decides_has_no_value() -> None:
    """But a step, because something will change."""
    rows = ["MAIL-A/One MAIL-B MAIL-B", "MAIL-A/Two MAIL-B MAIL-B"]
    made = make(inventory(rows, [HOME, "MAIL-B dhcp"]))
    _, manual = made.plan.assignments
    assert (manual.action, manual.owner, manual.address_type) == ("manual", "MAIL-B", "")
    assert (manual.address_value, manual.new_address, manual.folder) == ("", "", "MAIL-A")
    assert made.steps()[manual.step - 1].kind is StepKind.ADDRESS_OPEN


def test_an_alias_as_address_is_a_remote_host_name() -> None:
    """The address that it leads to stands beside it."""
    made = make(pair(), settings(address_mode=AddressMode.LMHOSTS))
    moved = [r for r in made.plan.assignments if r.action == "move"]
    assert {(r.address_type, r.address_value == r.alias) for r in moved} == {
        ("Remote host name", True)
    }
    assert all(r.new_address for r in moved)


def test_a_server_shows_its_lists_before_and_after() -> None:
    """In the form that the inventory has."""
    assert make(pair()).place("MAIL-A").nic == Nic(
        vehicle=Vehicle.REGINI,
        adapter="El90x1",
        before=("10.20.1.10/24",),
        after=("10.20.1.10/24", "10.20.1.32/24"),
        added=("10.20.1.32/24",),
        missing=(),
    )


BY_NAME = AddressValue(type="Remote host name", value="MAIL-B")


def test_a_server_shows_name_files_overrides_and_settings() -> None:
    """Each with what is there before and after."""
    rows = [
        *("MAIL-A/One MAIL-B MAIL-B", "MAIL-A/Two MAIL-B MAIL-B"),
        *("MAIL-B/One 10.20.1.10 MAIL-A", "MAIL-B/-x 10.20.1.10 MAIL-A"),
    ]
    made = make(inventory(rows, servers("5.0 SP2", "5.5 SP4")))
    one, other = made.place("MAIL-A"), made.place("MAIL-B")
    assert one.lmhosts == (NameLine(address="10.20.2.32", name="MAIL-B-X2"),)
    assert one.hosts == (NameLine(address="10.20.2.10", name="MAIL-B"),)
    assert one.address_attributes == (
        AddressAttribute(connector="One", before=BY_NAME, after=BY_NAME),
        AddressAttribute(
            connector="Two",
            before=BY_NAME,
            after=AddressValue(type="IP address", value="10.20.2.32"),
        ),
    )
    assert other.overrides == (
        Override(connector="-x", address="10.20.2.10", scripted=False),
        Override(connector="One", address="10.20.2.32", scripted=True),
    )
    assert (one.kind, one.exchange, one.os) == ("server", "5.0 SP2", "NT 4.0 SP5")


def test_what_another_person_decides_has_no_setting_afterwards() -> None:
    """Null, so that no program takes it for a value."""
    made = half(
        "MAIL-A/One MAIL-B MAIL-B", "MAIL-A/Two MAIL-B MAIL-B", addresses=(), uses_dhcp=True
    )
    kept, moved = made.place("MAIL-A").address_attributes
    assert (kept.after, moved.after) == (kept.before, None)


def test_a_place_that_no_input_describes_has_only_its_kind() -> None:
    """A firewall, a foreign MTA, or a server that is only named."""
    rows = [f"MAIL-A/{at} 10.9.0.1 FAR-{at} via=FW1" for at in "12"]
    firewall = make(inventory(rows, [HOME])).place("FW1")
    assert (firewall.kind, firewall.os, firewall.exchange) == ("proxy firewall", "", "")
    assert firewall.nic is None


def test_a_server_without_system_or_version_says_nothing_of_them() -> None:
    """Empty, not unknown: the page for people says that."""
    rows = [f"MAIL-A/{at} 10.20.2.10 MAIL-B" for at in "12"]
    place = make(inventory(rows, [server(HOME, os="", exchange=""), servers()[1]])).place("MAIL-A")
    assert (place.os, place.exchange) == ("", "")


def test_conflicts_and_links_show_their_connectors() -> None:
    """Each link once, at its smaller end; one end where the other is not known."""
    made = half(
        "MAIL-A/One 10.20.2.10 MAIL-B",
        "MAIL-A/Two 10.20.2.10 MAIL-B",
        "MAIL-B/Back 10.20.1.10 MAIL-A",
        "MAIL-A/X 3110 MAIL-B stack=X25",
    )
    (conflict,) = made.plan.conflicts
    assert (conflict.server, conflict.address, conflict.owner, conflict.connectors) == (
        *("MAIL-A", "10.20.2.10", "MAIL-B"),
        ("One", "Two"),
    )
    assert [[f"{end.server}/{end.connector}" for end in link.ends] for link in made.plan.links] == [
        ["MAIL-A/One", "MAIL-B/Back"],
        ["MAIL-A/Two"],
    ]


def test_facts_show_what_the_inputs_say_of_each_server() -> None:
    """In the words of the inventory; what they do not say is left out."""
    known = server(f"{HOME} 10.20.1.11/24", gateway="10.20.1.1", roles=(Role.RAS, Role.WINS))
    made = make(inventory(["MAIL-A/One 10.20.2.10 MAIL-B"], [known, server("MAIL-B dhcp", os="")]))
    assert msgspec.to_builtins(made.plan.facts) == (
        {
            "server": "MAIL-A",
            "exchange": "5.0 SP2",
            "os": "NT 4.0 SP5",
            "adapter": "El90x1",
            "addresses": ("10.20.1.10/24", "10.20.1.11/24"),
            "gateway": "10.20.1.1",
            "roles": ("ras", "wins"),
        },
        {"server": "MAIL-B", "exchange": "5.0 SP2", "adapter": "El90x1", "dhcp": True},
    )


def test_paths_lose_their_folders() -> None:
    """A plan must not say where the person who made it works."""
    range_text = msgspec.structs.replace(settings().pool[0], place=FilePlace("a/x400fix.toml"))
    chosen = msgspec.structs.replace(settings(), pool=(range_text,))
    found = msgspec.structs.replace(pair(1), file="secret/inventory.csv")
    reading = Problem(code="X4-W101", message="m", where=FilePlace("secret/inventory.csv", 1, 2))
    plan = make_plan(PlanInputs(inventory=found, settings=chosen, reading=(reading,))).plan
    assert b"secret" not in msgspec.json.encode(plan)
    assert plan.options.pool_place == "x400fix.toml"
    assert [(each.file, each.line, each.is_reading) for each in plan.problems] == [
        ("inventory.csv", 1, True)
    ]
