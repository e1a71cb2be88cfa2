# SPDX-License-Identifier: MIT
"""A plan as the records of PLAN.json."""

import json

import msgspec

from tests.builders import inventory, pair, server, servers, settings
from tests.plans import Made, make
from x400fix.planning.records import (
    assignment_records,
    connector_records,
    options_record,
    pool_records,
    problem_record,
    server_record,
    steps_by_work,
    summary_record,
)
from x400fix.problems import Place, Problem
from x400fix.settings.choices import AddressMode, Pack, Profile, Strategy, Wave
from x400fix.settings.settings import range_texts
from x400fix.settings.ticket_facts import TicketFacts, TicketGroups
from x400fix.settings.window import parse_window

HOME = "MAIL-A 10.20.1.10/24"


def half(*rows: str, **facts: object) -> Made:
    """Connectors of MAIL-A alone, with MAIL-B known."""
    known = msgspec.structs.replace(servers()[1], **facts)
    return make(inventory(rows, [HOME, known]))


def place(made: Made, name: str) -> dict[str, object]:
    """What PLAN.json tells of one place."""
    for work, steps in steps_by_work(made.plan):
        if work.name == name:
            found: dict[str, object] = json.loads(msgspec.json.encode(server_record(work, steps)))
            return found
    raise KeyError(name)


def test_the_options_of_a_plan_are_those_it_was_made_with() -> None:
    """A range that is keyed to an owner shows it as the option does."""
    chosen = settings(
        ["10.20.1.32/28", "fw1=10.9.0.32"],
        ["10.20.1.33"],
        keep=("MAIL-A/One",),
        address_mode=AddressMode.HOSTS,
        strategy=Strategy.HOSTNAME,
        wave=Wave.ALL,
        ticket="CHG1",
        minimal=True,
        window=parse_window("2026-12-05T22:00+01:00/4h"),
        owner="J. Doe",
        profile=Profile.JSM,
        pack=Pack.SAFE,
        facts=TicketFacts(category="Messaging", groups=TicketGroups(network="Network")),
    )
    assert json.loads(msgspec.json.encode(options_record(chosen))) == {
        "pool": ["10.20.1.32/28", "FW1=10.9.0.32"],
        "exclude": ["10.20.1.33"],
        "address_mode": "hosts",
        "strategy": "hostname",
        "keep": ["MAIL-A/One"],
        "reassign_all": False,
        "minimal": True,
        "ticket": "CHG1",
        "wave": "all",
        "window": "2026-12-05T22:00+01:00/4h",
        "owner": "J. Doe",
        "profile": "jsm",
        "pack": "safe",
        "facts": {"category": "Messaging", "groups": {"network": "Network"}},
    }
    assert range_texts(["10.0.0.1"], Place("x400fix.toml"))[0].owner == ""


def test_the_summary_counts_what_a_reader_asks_for_first() -> None:
    """Connectors, what becomes of them, addresses, steps and restarts."""
    summary = summary_record(make(pair(3)).plan)
    assert json.loads(msgspec.json.encode(summary)) == {
        "connectors": 6,
        "servers": 2,
        "conflicts": 2,
        "moved": 4,
        "kept": 2,
        "by_hand": 0,
        "new_addresses": 4,
        "saved_by_minimal": 0,
        "steps": 24,
        "minutes": 260,
        "server_restarts": 2,
        "waves": 1,
    }


def test_what_minimal_saves_or_would_save_is_one_number() -> None:
    """Counted before and after."""
    rows = [f"MAIL-{home}/{at} 10.20.2.10 MAIL-D" for home in "ABC" for at in range(3)]
    found = inventory(rows, ["MAIL-D 10.20.2.10/24"])
    plain, minimal = (make(found, settings(minimal=each)) for each in (False, True))
    before, after = summary_record(plain.plan), summary_record(minimal.plan)
    assert (before.new_addresses, before.saved_by_minimal) == (6, 4)
    assert (after.new_addresses, after.saved_by_minimal) == (2, 4)


def test_a_plan_without_steps_has_no_wave() -> None:
    """Nothing has to be done."""
    summary = summary_record(make(pair(1)).plan)
    assert (summary.steps, summary.waves, summary.moved) == (0, 0, 0)


def test_every_connector_stands_in_the_plan_with_its_row() -> None:
    """Also those that nothing happens to."""
    made = half("MAIL-A/One 10.20.2.10 MAIL-B", "MAIL-A/Old 3110 MAIL-B stack=X25")
    records = list(connector_records(made.plan.judgement))
    assert [(each.connector, each.row, each.verdict) for each in records] == [
        ("Old", 16, "OUT OF SCOPE"),
        ("One", 1, "OK"),
    ]
    assert all(each.reason and each.sources for each in records)


def test_a_link_shows_both_ends_or_the_one_that_is_known() -> None:
    """Each link once, at its smaller end."""
    made = half(
        "MAIL-A/One 10.20.2.10 MAIL-B",
        "MAIL-A/Two 10.20.2.10 MAIL-B",
        "MAIL-B/Back 10.20.1.10 MAIL-A",
        "MAIL-A/X 3110 MAIL-B stack=X25",
    )
    assert json.loads(made.document())["links"] == [
        {
            "ends": [
                {"server": "MAIL-A", "connector": "One"},
                {"server": "MAIL-B", "connector": "Back"},
            ]
        },
        {"ends": [{"server": "MAIL-A", "connector": "Two"}]},
    ]


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
    one, other = pool_records(make(inventory(rows, known), chosen).plan)
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
    (record,) = [each for each in pool_records(later.plan) if each.range == "10.20.2.32/27"]
    assert (record.used, record.given) == (("10.20.2.33",), ("10.20.2.32",))


def test_an_address_that_is_given_again_is_not_used() -> None:
    """It is on the NIC already, because a window was broken off."""
    first = make(pair(2))
    rows = [f"MAIL-A/To_B_{at} 10.20.2.10 MAIL-B" for at in (1, 2)]
    known = [HOME, "MAIL-B 10.20.2.10/24 10.20.2.32/24"]
    later = make(inventory(rows, known), memory=first.memory())
    (record,) = [each for each in pool_records(later.plan) if each.range == "10.20.2.32/27"]
    assert (record.used, record.given) == ((), ("10.20.2.32",))


def test_a_moved_connector_has_owner_address_alias_folder_and_step() -> None:
    """Step and folder are those of its Address change."""
    made = make(pair())
    (moved,) = [
        r for r in assignment_records(made.plan) if (r.server, r.action) == ("MAIL-A", "move")
    ]
    step = made.plan.steps[moved.step - 1]
    assert (step.kind.slug, step.server, step.connector) == ("address", "MAIL-A", moved.connector)
    assert (moved.owner, moved.new_address, moved.alias) == ("MAIL-B", "10.20.2.32", "MAIL-B-X2")
    assert (moved.old_address, moved.address_type, moved.address_value, moved.folder) == (
        *("10.20.2.10", "IP address", "10.20.2.32"),
        "MAIL-A",
    )


def test_a_kept_connector_has_its_present_address_and_nothing_else() -> None:
    """No owner, address, alias, folder or step."""
    (kept,) = [
        r
        for r in assignment_records(make(pair()).plan)
        if (r.server, r.action) == ("MAIL-A", "keep")
    ]
    assert (kept.owner, kept.new_address, kept.alias, kept.folder, kept.step) == ("", "", "", "", 0)
    assert (kept.address_type, kept.address_value) == ("IP address", "10.20.2.10")


def test_a_connector_that_somebody_else_decides_has_no_value() -> None:
    """But a step, because something will change."""
    rows = ["MAIL-A/One MAIL-B MAIL-B", "MAIL-A/Two MAIL-B MAIL-B"]
    made = make(inventory(rows, [HOME, "MAIL-B dhcp"]))
    _, manual = assignment_records(made.plan)
    assert (manual.action, manual.owner, manual.address_type) == ("manual", "MAIL-B", "")
    assert (manual.address_value, manual.new_address, manual.folder) == ("", "", "MAIL-A")
    assert made.plan.steps[manual.step - 1].kind.slug == "address-open"


def test_an_alias_as_address_is_a_remote_host_name() -> None:
    """The address that it leads to stands beside it."""
    made = make(pair(), settings(address_mode=AddressMode.LMHOSTS))
    moved = [r for r in assignment_records(made.plan) if r.action == "move"]
    assert {(r.address_type, r.address_value == r.alias) for r in moved} == {
        ("Remote host name", True)
    }
    assert all(r.new_address for r in moved)


def test_a_problem_names_no_folder() -> None:
    """A plan must not tell where somebody works."""
    problem = Problem(
        code="X4-W115", message="text", where=Place("somewhere/inventory.csv", 7, 4, 6)
    )
    assert json.loads(msgspec.json.encode(problem_record(problem))) == {
        "code": "X4-W115",
        "severity": "warning",
        "message": "text",
        "file": "inventory.csv",
        "line": 7,
        "field": 4,
        "cell": "D6",
    }


def test_a_server_shows_its_lists_before_and_after() -> None:
    """In the form that the inventory has."""
    nic = place(make(pair()), "MAIL-A")["nic"]
    assert nic == {
        "vehicle": "regini",
        "adapter": "El90x1",
        "before": ["10.20.1.10/24"],
        "after": ["10.20.1.10/24", "10.20.1.32/24"],
        "added": ["10.20.1.32/24"],
        "missing": [],
    }


def test_a_server_shows_name_files_overrides_and_settings() -> None:
    """Each with what is there before and after."""
    rows = [
        *("MAIL-A/One MAIL-B MAIL-B", "MAIL-A/Two MAIL-B MAIL-B"),
        *("MAIL-B/One 10.20.1.10 MAIL-A", "MAIL-B/-x 10.20.1.10 MAIL-A"),
    ]
    made = make(inventory(rows, servers("5.0 SP2", "5.5 SP4")))
    one, other = place(made, "MAIL-A"), place(made, "MAIL-B")
    assert one["lmhosts"] == [{"address": "10.20.2.32", "name": "MAIL-B-X2"}]
    assert one["hosts"] == [{"address": "10.20.2.10", "name": "MAIL-B"}]
    assert one["address_attributes"] == [
        {
            "connector": "One",
            "before": {"type": "Remote host name", "value": "MAIL-B"},
            "after": {"type": "Remote host name", "value": "MAIL-B"},
        },
        {
            "connector": "Two",
            "before": {"type": "Remote host name", "value": "MAIL-B"},
            "after": {"type": "IP address", "value": "10.20.2.32"},
        },
    ]
    assert other["overrides"] == [
        {"connector": "-x", "address": "10.20.2.10", "scripted": False},
        {"connector": "One", "address": "10.20.2.32", "scripted": True},
    ]
    assert (one["kind"], one["exchange"], one["os"]) == ("server", "5.0 SP2", "NT 4.0 SP5")


def test_what_somebody_else_decides_has_no_setting_afterwards() -> None:
    """Null, so that no program takes it for a value."""
    made = half(
        "MAIL-A/One MAIL-B MAIL-B", "MAIL-A/Two MAIL-B MAIL-B", addresses=(), uses_dhcp=True
    )
    settings_found = place(made, "MAIL-A")["address_attributes"]
    assert isinstance(settings_found, list)
    assert [each["after"] for each in settings_found if each["connector"] == "Two"] == [None]


def test_a_place_that_no_input_describes_has_only_its_kind() -> None:
    """A firewall, a foreign MTA, or a server that is only named."""
    rows = [f"MAIL-A/{at} 10.9.0.1 FAR-{at} via=FW1" for at in "12"]
    firewall = place(make(inventory(rows, [HOME])), "FW1")
    assert (firewall["kind"], firewall["os"], firewall["exchange"], firewall["nic"]) == (
        *("proxy firewall", "", ""),
        None,
    )


def test_a_server_without_system_or_version_says_nothing_of_them() -> None:
    """Empty, not unknown: the page for people says that."""
    made = make(
        inventory(
            [f"MAIL-A/{at} 10.20.2.10 MAIL-B" for at in "12"],
            [server(HOME, os="", exchange=""), servers()[1]],
        )
    )
    assert (place(made, "MAIL-A")["os"], place(made, "MAIL-A")["exchange"]) == ("", "")


def test_every_step_stands_at_one_place() -> None:
    """In order of time, with what it waits for."""
    made = make(pair(3))
    found = [step for _, steps in steps_by_work(made.plan) for step in steps]
    assert sorted(step.number for step in found) == [step.number for step in made.plan.steps]
    shown = json.loads(made.document())["servers"][0]["steps"]
    assert shown[0] == {
        "number": 1,
        "kind": "snapshot",
        "who": "Windows administrator",
        "minutes": 20,
        "wave": 0,
        "waits_for": [],
        "connector": "",
    }
    assert [each["number"] for each in shown] == sorted(each["number"] for each in shown)
