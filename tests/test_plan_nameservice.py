# SPDX-License-Identifier: MIT
"""Which entries LMHOSTS and HOSTS of a dialling server get."""

from tests.builders import inventory, server, servers, settings
from tests.plans import Made, make
from x400fix.inventory.addresses import address_text
from x400fix.inventory.connectors import Inventory
from x400fix.planning.names import NameEntry, aliased_number, hosts_entries, lmhosts_entries
from x400fix.settings.choices import AddressMode, Strategy


def named(*addresses: str) -> Inventory:
    """Connectors of MAIL-A to MAIL-B with some Addresses."""
    rows = [f"MAIL-A/To_B_{at} {address} MAIL-B" for at, address in enumerate(addresses, 1)]
    return inventory(rows, servers())


def shown(entries: tuple[NameEntry, ...]) -> list[str]:
    return [f"{address_text(entry.number)} {entry.name}" for entry in entries]


def hosts(made: Made) -> list[str]:
    chosen = made.plan.settings
    return shown(
        hosts_entries(made.plan.assignments, mode=chosen.address_mode, strategy=chosen.strategy)
    )


def lmhosts(made: Made) -> list[str]:
    return shown(lmhosts_entries(made.plan.assignments, made.plan.settings.strategy))


def test_lmhosts_gets_each_alias_with_its_new_address() -> None:
    """The kept connector has no alias, so it has no entry."""
    made = make(named("10.20.2.10", "10.20.2.10", "10.20.2.10"))
    assert lmhosts(made) == ["10.20.2.32 MAIL-B-X2", "10.20.2.33 MAIL-B-X3"]


def test_lmhosts_is_in_the_order_of_addresses() -> None:
    """As numbers, not as texts."""
    made = make(named(*["10.20.2.10"] * 3), settings(["10.20.2.99-10.20.2.101"]))
    assert lmhosts(made) == ["10.20.2.99 MAIL-B-X2", "10.20.2.100 MAIL-B-X3"]


def test_an_entry_that_two_connectors_share_stands_once() -> None:
    """No name may stand twice: which line counts differs (Q142061, MS-NBTE)."""
    found = make(named("10.20.2.10", "10.20.2.10")).plan.assignments
    assert len(lmhosts_entries((*found, *found), Strategy.ADDRESS)) == 1


def test_names_for_one_address_all_lead_to_the_primary() -> None:
    """KB 200588's second remedy takes no new address."""
    chosen = settings([], strategy=Strategy.HOSTNAME, address_mode=AddressMode.LMHOSTS)
    made = make(named(*["10.20.2.10"] * 3), chosen)
    assert lmhosts(made) == ["10.20.2.10 MAIL-B-X2", "10.20.2.10 MAIL-B-X3"]


def test_a_connector_without_alias_leads_nowhere() -> None:
    """A kept connector needs no entry of ours."""
    made = make(named("10.20.2.10", "10.20.2.10"))
    kept = made.assignment("MAIL-A/To B 1")
    assert aliased_number(kept, Strategy.ADDRESS) is None


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


def test_a_name_that_is_kept_twice_stands_once() -> None:
    """Each name once, whatever brings it here."""
    found = make(named("MAIL-B", "MAIL-B")).plan.assignments
    entries = hosts_entries((*found, *found), AddressMode.IP, Strategy.ADDRESS)
    assert shown(entries) == ["10.20.2.10 MAIL-B"]


def test_mode_hosts_puts_the_aliases_behind_the_kept_names() -> None:
    """First PRIMARY KEPTNAME, then POOLADDRESS ALIAS."""
    made = make(named(*["MAIL-B"] * 3), settings(address_mode=AddressMode.HOSTS))
    assert hosts(made) == [
        "10.20.2.10 MAIL-B",
        "10.20.2.32 MAIL-B-X2",
        "10.20.2.33 MAIL-B-X3",
    ]


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
    assert made.assignment("MAIL-A/One").owner.primary is not None
    assert hosts(made) == []


def test_a_kept_name_of_an_unknown_address_gets_no_line() -> None:
    """Nobody knows what to write beside it."""
    rows = ["MAIL-A/One host-x", "MAIL-A/Two host-x"]
    made = make(inventory(rows, servers()), settings(["HOST-X=172.16.0.32/28"]))
    assert hosts(made) == []


def test_a_kept_name_of_a_proxy_firewall_gets_no_line() -> None:
    """Calls come from the firewall, and its name is none of the partner's (Q199326)."""
    rows = ["MAIL-A/One 10.9.0.1 MAIL-B via=FW1", "MAIL-A/Two FW1 MAIL-B via=FW1"]
    found = inventory(rows, [*servers(), server("FW1 10.9.0.1/24")])
    made = make(found, settings(keep=("MAIL-A/Two",)))
    assert made.assignment("MAIL-A/Two").owner.primary is not None
    assert hosts(made) == []
