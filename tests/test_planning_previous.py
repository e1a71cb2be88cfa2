# SPDX-License-Identifier: MIT
"""What a plan honours of an earlier one, and what stops a plan from being made."""

from collections.abc import Sequence

import msgspec
import pytest

from tests.builders import inventory, pair, server, servers, settings
from tests.plans import Made, called, make
from x400fix.allocation.assignments import Action
from x400fix.inventory.addresses import parse_address
from x400fix.inventory.connectors import Inventory, Role, Server
from x400fix.planning.judgement import judge
from x400fix.problems import InputError, PlanningError, ProblemList
from x400fix.settings.choices import AddressMode
from x400fix.settings.settings import Settings

BY_NAME = settings(address_mode=AddressMode.LMHOSTS)


def without(found: Inventory, name: str) -> Inventory:
    """The same inventory without the connectors of one directory name."""
    kept = tuple(each for each in found.connectors if each.name != name)
    return msgspec.structs.replace(found, connectors=kept)


def addresses(made: Made) -> list[str]:
    """What each connector of a conflict gets."""
    return [each.new_address for each in made.plan.assignments]


def changed(made: Made, found: Inventory, *idents: str, **servers: Server) -> Inventory:
    """An inventory after the Address changes of some connectors, and none of the NIC steps."""
    rows = tuple(
        msgspec.structs.replace(
            each, address=parse_address(made.assignment(f"{each.server}/{each.name}").address_value)
        )
        if f"{each.server}/{each.name}" in idents
        else each
        for each in found.connectors
    )
    known = dict(found.servers)
    known.update((each.name, each) for each in servers.values())
    return msgspec.structs.replace(found, connectors=rows, servers=known)


def unfinished(first: Made, found: Inventory) -> dict[str, list[str]]:
    """The addresses that a later plan adds at each place, those of its own assignments left out."""
    later = make(found, memory=first.memory())
    own = {each.new_address for each in later.plan.assignments}
    added = {
        place.name: [each.partition("/")[0] for each in place.nic.added]
        for place in later.plan.servers
        if place.nic
    }
    missing = {name: [text for text in texts if text not in own] for name, texts in added.items()}
    return {name: texts for name, texts in missing.items() if texts}


def test_everything_wrong_in_pool_and_inventory_is_raised_at_once() -> None:
    """No plan is made of it."""
    with pytest.raises(InputError) as caught:
        make(inventory(["MAIL-A/One 10.20.1.10"], servers()), settings(["10.20.1"]))
    assert {each.code for each in caught.value.problems} == {"X4-E029", "X4-E050"}


def test_an_inventory_that_contradicts_itself_is_not_judged() -> None:
    """Conflicts are looked for only when partners and links are certain."""
    problems = ProblemList()
    assert judge(inventory(["MAIL-A/One 10.20.1.10"], servers()), problems) is None
    assert [each.code for each in problems] == ["X4-E029"]


def test_verdicts_that_warn_are_found_before_anything_is_planned() -> None:
    """So that ``check`` reports them too."""
    problems = ProblemList()
    assert judge(pair(2, "5.5 SP3", "5.5 SP3"), problems)
    assert {each.code for each in problems} == {"X4-W115"}


def test_too_small_a_pool_makes_no_plan() -> None:
    """One error, and no plan."""
    with pytest.raises(PlanningError) as caught:
        make(pair(3), settings(["10.20.1.32", "10.20.2.32"]))
    assert [each.code for each in caught.value.problems] == ["X4-E061"]


def test_a_range_that_no_server_can_use_warns() -> None:
    """It was meant for one."""
    made = make(pair(), settings(["10.99.0.0/24", "10.20.1.0/24", "10.20.2.0/24"]))
    (message,) = made.messages("X4-W112")
    assert message.startswith("no server can use pool range '10.99.0.0/24': ")


def test_a_plan_given_back_gives_the_same_assignments() -> None:
    """Although the pool begins elsewhere now."""
    first = make(pair(3), settings(["10.20.1.48/28", "10.20.2.48/28"]))
    again = make(pair(3), settings(), first.memory())
    assert addresses(again) == addresses(first)


def test_an_address_that_an_earlier_plan_gave_is_given_to_no_other() -> None:
    """Also that of a connector which is gone."""
    first = make(pair(3))
    later = make(without(pair(4), "To B 2"), memory=first.memory())
    given = {each.new_address for each in later.plan.assignments if each.server == "MAIL-A"}
    assert first.assignment("MAIL-A/To B 2").new_address not in given


def test_what_is_no_longer_in_conflict_is_remembered_as_earlier() -> None:
    """So that the next plan does not give its address away."""
    first = make(pair(3))
    later = make(without(pair(3), "To B 2"), memory=first.memory())
    assert [(each.server, each.connector) for each in later.plan.earlier] == [("MAIL-A", "TO B 2")]
    third = make(pair(3), memory=later.memory())
    assert third.assignment("MAIL-A/To B 2").new_address == addresses(first)[1]
    assert third.plan.earlier == ()


def test_without_an_earlier_plan_nothing_is_remembered() -> None:
    """The key is empty then."""
    assert make(pair()).plan.earlier == ()


def test_done_parts_disappear_from_the_plan() -> None:
    """A connector with an address of its own is in no conflict."""
    first = make(pair(3))
    later = make(changed(first, pair(3), "MAIL-A/To B 2"), memory=first.memory())
    own = [each.connector for each in later.plan.assignments if each.server == "MAIL-A"]
    assert own == ["To B 1", "To B 3"]
    before, after = (made.assignment("MAIL-A/To B 3") for made in (first, later))
    assert after.new_address == before.new_address


def test_directory_names_are_remembered_whatever_their_case() -> None:
    """Exchange does not tell them apart by it."""
    quiet, loud = (
        [called(name, "MAIL-A/x 10.20.2.10 MAIL-B") for name in names]
        for names in (("one", "straße"), ("ONE", "STRASSE"))
    )
    first = make(inventory(quiet, servers()))
    again = make(inventory(loud, servers()), memory=first.memory())
    assert again.plan.earlier == ()
    assert addresses(again) == addresses(first)


def test_every_connector_of_every_conflict_is_moved_kept_or_left_to_hand() -> None:
    """Nothing falls between."""
    rows = [f"MAIL-A/{at} MAIL-B MAIL-B" for at in "123"]
    made = make(inventory(rows, [server("MAIL-A 10.20.1.10/24"), server("MAIL-B dhcp")]))
    assert [each.action for each in made.plan.assignments] == [
        *(Action.KEEP, Action.MANUAL, Action.MANUAL)
    ]


@pytest.mark.parametrize("chosen", [settings(), BY_NAME], ids=["by-address", "by-alias"])
def test_an_address_that_is_dialled_and_on_no_nic_is_missing(chosen: Settings) -> None:
    """Whether the connector holds it or the name that leads to it."""
    first = make(pair(4), chosen)
    found = changed(first, pair(4), "MAIL-A/To B 4", "MAIL-A/To B 2")
    assert unfinished(first, found) == {"MAIL-B": ["10.20.2.32", "10.20.2.34"]}


def test_a_name_is_recognised_whatever_its_case() -> None:
    """It was typed by hand."""
    first = make(pair(3), BY_NAME)
    found = changed(first, pair(3), "MAIL-A/To B 2")
    rows = tuple(
        msgspec.structs.replace(each, address=parse_address(each.address.text.lower()))
        for each in found.connectors
    )
    lower = msgspec.structs.replace(found, connectors=rows)
    assert unfinished(first, lower) == {"MAIL-B": ["10.20.2.32"]}


def test_the_nic_of_the_owner_is_planned_again() -> None:
    """The comparison of the lists finds out whether it was done already."""
    first = make(pair(2))
    found = changed(first, pair(2), "MAIL-A/To B 2", "MAIL-B/To A 2")
    later = make(found, memory=first.memory())
    assert later.plan.assignments == ()
    assert later.step_order() == [
        *("MAIL-A prepare", "MAIL-A check-before", "MAIL-A go"),
        *("MAIL-B prepare", "MAIL-B check-before", "MAIL-B go"),
        *("MAIL-A nic-script", "MAIL-A server-restart"),
        *("MAIL-B nic-script", "MAIL-B server-restart"),
        *("MAIL-A test", "MAIL-B test", "MAIL-A watch", "MAIL-B watch"),
    ]
    nic = later.place("MAIL-B").nic
    assert nic
    assert nic.after == ("10.20.2.10/24", "10.20.2.32/24")


def test_a_nic_that_has_the_address_is_done() -> None:
    """Nothing is left to do."""
    first = make(pair(2))
    there = server("MAIL-B 10.20.2.10/24 10.20.2.32/24")
    here = server("MAIL-A 10.20.1.10/24 10.20.1.32/24")
    found = changed(first, pair(2), "MAIL-A/To B 2", "MAIL-B/To A 2", one=here, other=there)
    assert unfinished(first, found) == {}
    assert make(found, memory=first.memory()).plan.nothing_to_do


def test_a_nic_that_no_input_describes_is_not_touched() -> None:
    """Its list cannot be written, and may well be done."""
    first = make(pair(2))
    found = changed(first, pair(2), "MAIL-A/To B 2", "MAIL-B/To A 2", other=server("MAIL-B"))
    assert unfinished(first, found) == {"MAIL-A": ["10.20.1.32"]}


def test_a_connector_that_went_another_way_asks_for_nothing() -> None:
    """It holds neither the address nor the alias."""
    first = make(pair(3))
    found = pair(3)
    rows = tuple(each for each in found.connectors if each.name in ("To B 2", "To A 2"))
    assert unfinished(first, msgspec.structs.replace(found, connectors=rows)) == {}


def test_a_connector_that_is_still_in_a_conflict_is_planned_as_usual() -> None:
    """Its address is given again with it."""
    first = make(pair(3))
    assert unfinished(first, pair(3)) == {}


def test_an_owner_that_no_server_is_asks_for_nothing() -> None:
    """A foreign MTA is not ours to look at."""
    rows = ["MAIL-A/One 172.16.9.9", "MAIL-A/Two 172.16.9.9"]
    found = inventory(rows, ["MAIL-A 10.20.1.10/24"])
    first = make(found, settings(["172.16.9.9=172.16.9.32/28"]))
    later = make(changed(first, found, "MAIL-A/Two"), memory=first.memory())
    assert later.plan.nothing_to_do


def test_a_cluster_adds_what_is_missing_by_hand() -> None:
    """Its addresses belong to the cluster, not to one node's NIC."""
    first = make(pair(2))
    node = server("MAIL-B 10.20.2.10/24", roles=(Role.CLUSTER,))
    found = changed(first, pair(2), "MAIL-A/To B 2", "MAIL-B/To A 2", other=node)
    nic = make(found, memory=first.memory()).place("MAIL-B").nic
    assert nic
    assert nic.missing == ("addresses of a cluster belong to the cluster, not to one node's NIC",)


def half_done(
    chosen: Settings, rows: Sequence[str], known: Sequence[Server], ident: str, *later: Server
) -> list[tuple[str, str, str]]:
    """What is planned after one connector got its Address, and NICs their addresses."""
    found = inventory(rows, known)
    first = make(found, chosen)
    night = changed(first, found, ident, **{each.name: each for each in later})
    again = make(night, chosen, first.memory()).plan.assignments
    assert {each.connector: each.alias for each in first.plan.assignments}.items() >= {
        (each.connector, each.alias) for each in again
    }
    return [(each.connector, each.action.value, each.address_value) for each in again]


def test_the_link_that_is_kept_stays_when_a_name_no_longer_shows_the_partner() -> None:
    """Mode lmhosts, no remote_server: d1 has the name SEA-X2 now."""
    chosen = settings(
        ["10.1.0.32/28", "10.2.0.32/28"], address_mode=AddressMode.LMHOSTS, keep=("DEN/d2",)
    )
    rows = ["DEN/d1 10.1.0.10", "DEN/d2 10.1.0.10", "SEA/s1 10.2.0.10", "SEA/s2 10.2.0.10"]
    known = [server("DEN 10.2.0.10/24"), server("SEA 10.1.0.10/24")]
    later = [server("DEN 10.2.0.10/24 10.2.0.32/24"), server("SEA 10.1.0.10/24 10.1.0.32/24")]
    assert half_done(chosen, rows, known, "DEN/d1", *later) == [
        ("s1", "move", "DEN-X2"),
        ("s2", "keep", "10.2.0.10"),
    ]


def test_an_owner_that_is_dialled_at_two_addresses_by_now_keeps_its_pool() -> None:
    """Its NIC is in no input, so that its address is what rows dial."""
    rows = [
        f"SEA/{name} {at} DEN"
        for name, at in zip("abcd", ["10.2.0.10"] * 2 + ["DEN"] * 2, strict=True)
    ]
    assert half_done(settings(["10.2.0.32/28"]), rows, [], "SEA/b") == [
        ("c", "keep", "DEN"),
        ("d", "move", "10.2.0.33"),
    ]


def test_the_last_one_moves_although_nothing_shares_its_address_any_more() -> None:
    """With --reassign-all none keeps it."""
    rows = ["SEA/s1 10.2.0.10 DEN", "SEA/s2 10.2.0.10 DEN", "DEN/d1 10.1.0.10 SEA"]
    known = [server("SEA 10.1.0.10/24"), server("DEN 10.2.0.10/24")]
    later = server("DEN 10.2.0.10/24 10.2.0.32/24 10.2.0.33/24")
    chosen = settings(["10.2.0.32/28"], reassign_all=True)
    assert half_done(chosen, rows, known, "SEA/s1", later) == [("s2", "move", "10.2.0.33")]


def test_a_firewall_that_was_presumed_stays_one() -> None:
    """Only one partner is left at its address."""
    rows = ["SEA/c1 10.1.0.9 PAR", "SEA/c2 10.1.0.9 NYC", "SEA/c3 10.1.0.9 PAR"]
    assert half_done(settings(["10.1.0.32/28"]), rows, [], "SEA/c2") == [
        ("c1", "keep", "10.1.0.9"),
        ("c3", "manual", "10.1.0.33"),
    ]


@pytest.mark.parametrize(
    ("decided", "left"), [("10.9.0.7", ["c1", "c3"]), ("10.9.0.8", ["c1", "c2", "c3"])]
)
def test_what_a_person_had_to_decide_is_done_when_it_is_unlike_all_others(
    decided: str, left: list[str]
) -> None:
    """c3 is at 10.9.0.8 already, and no pool says what c2 was to get."""
    rows = ["A/c1 10.1.0.9 PAR", "A/c2 10.1.0.9 NYC", "A/c3 10.1.0.9 PAR", "A/c4 10.9.0.8 ROM"]
    first = make(inventory(rows, []), settings([]))
    night = inventory([rows[0], f"A/c2 {decided} NYC", *rows[2:]], [])
    again = make(night, settings([]), first.memory()).plan.assignments
    assert [each.connector for each in again if each.connector != "c4"] == left


def test_what_no_input_shows_of_the_earlier_night_is_an_assumption() -> None:
    """That an MTA has restarted, and that a NIC may have its addresses already."""
    rows = [f"A/{name} 10.2.0.10 B" for name in ("a1", "a2")]
    rows += [f"C/{name} 10.2.0.10 B" for name in ("c1", "c2")]
    found = inventory(rows, [])
    chosen = settings(["10.2.0.32/28", "B=10.2.0.32/28"])
    first = make(found, chosen)
    again = make(changed(first, found, "A/a2"), chosen, first.memory())
    assert [each.connector for each in again.plan.assignments] == ["c1", "c2"]
    assert [text for text in again.plan.assumptions if "version" not in text][1:] == [
        (
            "B: its NIC may have 10.2.0.33 since the earlier plan: then that answers before, "
            "nothing is added, and the back-out removes nothing."
        ),
        "A: its MTA has restarted since the Address of 'a2' was changed.",
    ]


def test_a_taken_selector_of_a_connector_without_counterpart_is_an_assumption() -> None:
    """Both ends are newer; what the other end has cannot be seen."""
    rows = ["MAIL-A/1 10.20.2.10 MAIL-B out=L1", "MAIL-A/2 10.20.2.10 MAIL-B out=L2"]
    rows += ["MAIL-B/1 10.20.1.10 MAIL-A out=L1"]
    made = make(inventory(rows, servers("5.5 SP3", "5.5 SP3")))
    assert made.plan.assumptions == (
        (
            "MAIL-A: the other end of '2' is not in the inventory; its outgoing T selector is "
            "taken to be the same as here."
        ),
    )


def test_a_connector_that_dials_a_name_shows_that_the_names_were_brought_in() -> None:
    """So that the back-out of this night does not take what the connector needs."""
    chosen = settings(address_mode=AddressMode.LMHOSTS, ticket="CHG1")
    first = make(pair(3), chosen)
    here = server("MAIL-A 10.20.1.10/24 10.20.1.32/24 10.20.1.33/24")
    there = server("MAIL-B 10.20.2.10/24 10.20.2.32/24 10.20.2.33/24")
    night = changed(first, pair(3), "MAIL-A/To B 2", one=here, other=there)
    again = make(night, chosen, first.memory()).plan
    at = {place.name: place.lmhosts for place in again.servers}
    assert at["MAIL-A"] == ()
    assert [line.name for line in at["MAIL-B"]] == ["MAIL-A-X2", "MAIL-A-X3"]
    assert "MAIL-A: its name files have all entries of the earlier plan." in again.assumptions
