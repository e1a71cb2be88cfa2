# SPDX-License-Identifier: MIT
"""Which entries LMHOSTS and HOSTS of a dialling server get, under which block, and who is known."""

import hashlib

import msgspec

from tests.builders import inventory, pair, server, servers, settings
from tests.plans import Made, make
from x400fix.inventory.addresses import number_of
from x400fix.inventory.connectors import Inventory
from x400fix.plan.encoding import encode_list
from x400fix.plan.model import NameLine
from x400fix.planning.name_files import known_names
from x400fix.settings.choices import AddressMode, Strategy, Wave

NAMES = settings([], strategy=Strategy.HOSTNAME, address_mode=AddressMode.LMHOSTS)


def named(*addresses: str) -> Inventory:
    """Connectors of MAIL-A to MAIL-B with some Addresses."""
    rows = [f"MAIL-A/To_B_{at} {address} MAIL-B" for at, address in enumerate(addresses, 1)]
    return inventory(rows, servers())


def shown(entries: tuple[NameLine, ...]) -> list[str]:
    return [f"{entry.address} {entry.name}" for entry in entries]


def hosts(made: Made) -> list[str]:
    return shown(made.place("MAIL-A").hosts)


def lmhosts(made: Made) -> list[str]:
    return shown(made.place("MAIL-A").lmhosts)


def test_lmhosts_gets_each_alias_with_its_new_address() -> None:
    """The kept connector has no alias, so it has no entry."""
    made = make(named("10.20.2.10", "10.20.2.10", "10.20.2.10"))
    assert lmhosts(made) == ["10.20.2.32 MAIL-B-X2", "10.20.2.33 MAIL-B-X3"]


def test_lmhosts_is_in_the_order_of_addresses() -> None:
    """As numbers, not as texts."""
    made = make(named(*["10.20.2.10"] * 3), settings(["10.20.2.99-10.20.2.101"]))
    assert lmhosts(made) == ["10.20.2.99 MAIL-B-X2", "10.20.2.100 MAIL-B-X3"]


def test_names_for_one_address_all_lead_to_the_primary() -> None:
    """KB 200588's second remedy takes no new address."""
    made = make(named(*["10.20.2.10"] * 3), NAMES)
    assert lmhosts(made) == ["10.20.2.10 MAIL-B-X2", "10.20.2.10 MAIL-B-X3"]


def test_a_kept_name_stands_beside_the_primary_in_every_mode() -> None:
    """An incoming call is matched by reverse lookup through HOSTS (Q193380)."""
    for mode in AddressMode:
        made = make(named("mail-b", "mail-b"), settings(address_mode=mode))
        assert hosts(made)[0] == "10.20.2.10 mail-b"


def test_a_kept_ip_address_needs_no_line() -> None:
    """Calls are matched by the address itself."""
    assert hosts(make(named("10.20.2.10", "10.20.2.10"))) == []


def test_the_spelling_of_a_kept_name_is_the_addresss_own() -> None:
    """The receiver needs exactly the string in Address (Q162674)."""
    made = make(named("Mail-B.Example.Com", "mail-b.example.com"))
    assert hosts(made) == ["10.20.2.10 Mail-B.Example.Com"]


def test_two_kept_names_of_one_address_share_its_line() -> None:
    """A reverse lookup stops at the first line with the address."""
    made = make(named("MAIL-B", "MAIL-B", "mail-b.corp", "mail-b.corp", "MAIL-B.corp"))
    assert hosts(made) == ["10.20.2.10 MAIL-B mail-b.corp"]


def test_mode_hosts_puts_the_aliases_behind_the_kept_names() -> None:
    """First PRIMARY KEPTNAME, then POOLADDRESS ALIAS."""
    made = make(named(*["MAIL-B"] * 3), settings(address_mode=AddressMode.HOSTS))
    assert hosts(made) == [
        "10.20.2.10 MAIL-B",
        "10.20.2.32 MAIL-B-X2",
        "10.20.2.33 MAIL-B-X3",
    ]


def test_a_host_name_follows_its_alias_in_hosts_only() -> None:
    """The alias is in the Address, and a reverse lookup gives the first name (Q193380)."""
    own = msgspec.structs.replace(server("MAIL-B 10.20.2.10/24"), domain="corp.example")
    rows = [f"MAIL-A/{n} 10.20.2.10 MAIL-B" for n in "ab"]
    rows += [f"MAIL-A/{n} 10.20.3.10 MAIL-C" for n in "cd"]
    known = inventory(rows, [servers()[0], own])
    known = msgspec.structs.replace(known, domains={"MAIL-C": "example.org"})
    pool = settings(["10.20.2.32/28", "10.20.3.32/28"], address_mode=AddressMode.HOSTS)
    made = make(known, pool)
    assert hosts(made) == [
        "10.20.2.32 MAIL-B-X2 MAIL-B-X2.corp.example",
        "10.20.3.32 MAIL-C-X2 MAIL-C-X2.example.org",
    ]
    assert lmhosts(made) == ["10.20.2.32 MAIL-B-X2", "10.20.3.32 MAIL-C-X2"]


def test_an_alias_never_stands_beside_a_primary_address_in_hosts() -> None:
    """HOSTS is read before NetBT (Q172218), so the alias would lead back to the primary."""
    chosen = settings([], strategy=Strategy.HOSTNAME, address_mode=AddressMode.HOSTS)
    assert hosts(make(named("MAIL-B", "MAIL-B", "MAIL-B"), chosen)) == ["10.20.2.10 MAIL-B"]


def test_a_primary_address_that_is_only_presumed_is_not_written_down() -> None:
    """Another server dials one, but HOSTS goes before every other source."""
    rows = [
        *("MAIL-A/One MAIL-B MAIL-B", "MAIL-A/Two MAIL-B MAIL-B"),
        "MAIL-C/One 10.20.2.10 MAIL-B",
    ]
    made = make(inventory(rows, [servers()[0], server("MAIL-B")]))
    assert hosts(made) == []


def test_a_kept_name_of_an_unknown_address_gets_no_line() -> None:
    """There is no address to write beside it."""
    rows = ["MAIL-A/One host-x", "MAIL-A/Two host-x"]
    made = make(inventory(rows, servers()), settings(["HOST-X=172.16.0.32/28"]))
    assert hosts(made) == []


def test_a_kept_name_of_a_proxy_firewall_gets_no_line() -> None:
    """Calls come from the firewall, and its name is none of the partner's (Q199326)."""
    rows = ["MAIL-A/One 10.9.0.1 MAIL-B via=FW1", "MAIL-A/Two FW1 MAIL-B via=FW1"]
    found = inventory(rows, [*servers(), server("FW1 10.9.0.1/24")])
    made = make(found, settings(keep=("MAIL-A/Two",)))
    assert hosts(made) == []


def test_a_ticket_is_the_id_of_the_block() -> None:
    """As the option gave it."""
    assert make(pair(), settings(ticket="CHG-17")).plan.block_id == "CHG-17"


def test_without_a_ticket_the_id_is_over_the_assignments_as_plan_json_has_them() -> None:
    """Anybody can compute it again."""
    made = make(pair())
    data = b"".join(encode_list(made.plan.assignments))
    assert b'"assignments":' + data in made.document()
    assert made.plan.block_id == hashlib.sha256(data).hexdigest()[:8]


def test_equal_assignments_give_equal_ids_whatever_else_differs() -> None:
    """A second plan for the same change finds its own block again."""
    found = msgspec.structs.replace(pair(), file="other.csv")
    chosen = settings(["10.20.1.32-10.20.1.40", "10.20.2.32-10.20.2.40"], wave=Wave.ALL)
    assert make(pair()).plan.block_id == make(found, chosen).plan.block_id


def test_other_assignments_give_another_id() -> None:
    """So that a stale block is told from a new one."""
    other = make(pair(), settings(address_mode=AddressMode.LMHOSTS))
    assert make(pair()).plan.block_id != other.plan.block_id


def test_known_computers_are_those_of_both_ends() -> None:
    """With what Windows NT makes a host name of; firewalls and foreign partners are none."""
    rows = [
        *(f"MAIL_A/{at} 10.9.0.1 FAR-{at} via=FW1" for at in "12"),
        *(f"MAIL_A/X{at} 172.16.9.9" for at in "12"),
    ]
    known = known_names(make(inventory(rows, ["MAIL_A 10.20.1.10/24"])).plan)
    assert known.computers == {"MAIL_A", "MAIL-A", "FAR-1", "FAR-2"}


def test_known_addresses_are_those_of_nics_and_aliases() -> None:
    """Before and after; of a computer whose NIC the plan does not know nothing is known."""
    rows = [f"MAIL-A/{at} 10.20.2.10 MAIL-B" for at in "12"]
    known = known_names(make(inventory(rows, servers())).plan)
    assert known.addresses == {
        "MAIL-B": {number_of("10.20.2.10"), number_of("10.20.2.32")},
        "MAIL-B-X2": {number_of("10.20.2.32")},
    }


def test_the_strategy_is_known() -> None:
    """More names for one address are then what is wanted."""
    assert known_names(make(pair(), NAMES).plan).is_by_name
    assert not known_names(make(pair()).plan).is_by_name
