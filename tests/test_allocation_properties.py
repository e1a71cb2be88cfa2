# SPDX-License-Identifier: MIT
"""Laws that hold for the assignments of every inventory."""

from collections.abc import Iterator, Mapping

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests import builders
from tests.builders import assign, ident_of, inventory, memory_of, server, study
from x400fix.allocation.assignments import Action, Draft
from x400fix.allocation.pool import parse_range
from x400fix.inventory.addresses import NicAddress
from x400fix.inventory.connectors import Connector, Inventory, Role, Server
from x400fix.inventory.subnets import taken_numbers
from x400fix.settings.choices import AddressMode, Strategy
from x400fix.settings.settings import Settings

HOMES = ("MAIL-A", "MAIL-B", "MAIL-C", "1ST_MAIL")
VERSIONS = ("5.0 SP2", "4.0", "5.5", "", "5.5 SP1", "5.5 SP3", "2000")
NICS = ("{0}.10/24", "{0}.10/24", "{0}.10/24 {0}.41/24", "{0}.10/26", "{0}.10", "", "dhcp")
POOLS = (
    *("10.20.0.32/27", "10.20.1.32/27", "10.20.2.32-10.20.2.62", "10.20.3.40", "10.20.3.0/26"),
    *("192.168.7.0/27", "10.30.0.32/27", "FW1=10.9.0.32-10.9.0.60", "FAR.ORG=172.16.1.0/24"),
)
EXCLUDED = ("10.20.0.33", "10.20.1.34-10.20.1.36", "10.20.2.30-10.20.2.33")
ELSEWHERE = (
    *("192.168.7.7", "192.168.7.7", "far.org", "10.30.0.10 MAIL-X", "MAIL-X MAIL-X"),
    *("10.9.0.1 MAIL-X via=FW1", "10.9.0.1 MAIL-Y via=FW1", "10.9.0.1 via=FW1"),
    *("10.9.0.2 MAIL-X", "10.9.0.2 MAIL-Y", "10.20.1.10 stack=TP4", "10.20.2.33 MAIL-X"),
)


@st.composite
def _servers(draw: st.DrawFn) -> list[Server]:
    found = []
    for at, name in enumerate(HOMES):
        nic = draw(st.sampled_from(NICS)).format(f"10.20.{at}")
        roles = draw(st.sampled_from([(), (), (Role.DNS,), (Role.CLUSTER,)]))
        gateway = draw(st.sampled_from(["", f"10.20.{at}.1", f"10.20.{at}.33"]))
        version = draw(st.sampled_from(VERSIONS))
        found.append(server(f"{name} {nic}", exchange=version, gateway=gateway, roles=roles))
    return found


@st.composite
def _row(draw: st.DrawFn) -> str:
    """Home server and what stands behind the directory name."""
    home, far = draw(st.permutations(HOMES))[:2]
    subnet = f"10.20.{HOMES.index(far)}"
    addresses = (f"{subnet}.10", f"{subnet}.10", f"{subnet}.41", far.lower(), f"{far}.org")
    there = [f"{address} {far}" for address in addresses]
    return f"{home}/{{}} " + draw(st.sampled_from([*there, *there, *addresses, *ELSEWHERE]))


@st.composite
def _inventories(draw: st.DrawFn) -> Inventory:
    rows = [row.format(f"c{at}") for at, row in enumerate(draw(st.lists(_row(), max_size=16)))]
    return inventory(rows, draw(_servers()))


CHOSEN = builders.settings(POOLS, EXCLUDED)
ALL_SETTINGS = [
    pytest.param(CHOSEN, id="plain"),
    pytest.param(msgspec.structs.replace(CHOSEN, minimal=True), id="minimal"),
    pytest.param(msgspec.structs.replace(CHOSEN, reassign_all=True), id="reassign-all"),
    pytest.param(msgspec.structs.replace(CHOSEN, address_mode=AddressMode.HOSTS), id="hosts"),
    pytest.param(
        msgspec.structs.replace(
            CHOSEN, strategy=Strategy.HOSTNAME, address_mode=AddressMode.LMHOSTS
        ),
        id="hostname",
    ),
]
for_all_settings = pytest.mark.parametrize("chosen", ALL_SETTINGS)


def _told(assignments: Mapping[str, Draft]) -> dict[str, tuple[object, ...]]:
    """What a person reads of each assignment."""
    return {
        ident: (each.action, each.value, each.address, each.alias)
        for ident, each in assignments.items()
    }


def _applied(found: Inventory, assignments: Mapping[str, Draft], *, nics: bool = True) -> Inventory:
    """The inventory after a window in which these moves were made."""
    moves = {i: each for i, each in assignments.items() if each.action is Action.MOVE}
    rows = [_moved(row, moves.get(ident_of(row))) for row in found.connectors]
    return inventory(rows, _with_addresses(found, moves) if nics else found.servers.values())


def _moved(row: Connector, move: Draft | None) -> Connector:
    """A connector with its Address after the window."""
    if move is None or move.value is None:
        return row
    return msgspec.structs.replace(row, address=move.value)


def _with_addresses(found: Inventory, moves: Mapping[str, Draft]) -> Iterator[Server]:
    """The servers with the new addresses on those NICs that are known."""
    for each in found.servers.values():
        numbers = {m.address for m in moves.values() if m.owner.name == each.name and m.address}
        prefix = each.addresses[0].prefix if each.addresses else None
        added = [NicAddress(number, prefix) for number in sorted(numbers)] if prefix else []
        yield msgspec.structs.replace(each, addresses=(*each.addresses, *added))


class TestNewAddresses:
    @for_all_settings
    @given(found=_inventories())
    def test_they_are_unique(self, found: Inventory, chosen: Settings) -> None:
        """With --minimal, connectors of different home servers share those of one owner."""
        holders: dict[int, list[Draft]] = {}
        for each in assign(found, chosen).values():
            if each.address is not None:
                holders.setdefault(each.address, []).append(each)

        for group in holders.values():
            homes = {each.connector.server for each in group}
            assert len(group) == (len(homes) if chosen.minimal else 1)
            assert len({each.owner.name for each in group}) == 1

    @for_all_settings
    @given(found=_inventories())
    def test_they_lie_in_the_pool_and_inside_the_owners_subnet(
        self, found: Inventory, chosen: Settings
    ) -> None:
        pool = [parse_range(text.rpartition("=")[2]) for text in POOLS]
        for each in assign(found, chosen).values():
            if each.address is not None:
                assert any(part.first <= each.address <= part.last for part in pool)
                assert each.owner.subnet is None or (
                    each.owner.subnet[0] < each.address < each.owner.subnet[1]
                )

    @for_all_settings
    @given(found=_inventories())
    def test_they_were_seen_nowhere_and_are_not_excluded(
        self, found: Inventory, chosen: Settings
    ) -> None:
        excluded = [parse_range(text) for text in EXCLUDED]
        for each in assign(found, chosen).values():
            if each.address is not None:
                assert each.address not in taken_numbers(found)
                assert not any(part.first <= each.address <= part.last for part in excluded)


class TestNewNames:
    @for_all_settings
    @given(found=_inventories())
    def test_an_alias_belongs_to_one_address_or_one_connector(
        self, found: Inventory, chosen: Settings
    ) -> None:
        ends = [
            (each.alias, each.address or ident)
            for ident, each in assign(found, chosen).items()
            if each.alias
        ]

        assert len({alias for alias, _ in ends}) == len(set(ends))
        assert not {alias for alias, _ in ends} & set(found.servers)


class TestOrder:
    @for_all_settings
    @given(found=_inventories(), data=st.data())
    def test_the_order_of_rows_and_servers_does_not_matter(
        self, found: Inventory, chosen: Settings, data: st.DataObject
    ) -> None:
        rows = data.draw(st.permutations(found.connectors))
        others = data.draw(st.permutations(list(found.servers.values())))

        assert _told(assign(inventory(rows, others), chosen)) == _told(assign(found, chosen))


class TestPlanningAgain:
    @for_all_settings
    @given(found=_inventories())
    def test_a_second_run_with_the_firsts_memory_changes_nothing(
        self, found: Inventory, chosen: Settings
    ) -> None:
        first = assign(found, chosen)

        assert _told(assign(found, chosen, memory_of(first))) == _told(first)

    @for_all_settings
    @given(found=_inventories(), nics=st.booleans())
    def test_after_all_moves_only_work_by_hand_is_left(
        self, found: Inventory, chosen: Settings, *, nics: bool
    ) -> None:
        first = assign(found, chosen)
        by_hand = {ident for ident, each in first.items() if each.action is Action.MANUAL}

        for members in study(_applied(found, first, nics=nics)).conflicts():
            others = [first[ident].action for ident in members if ident not in by_hand]
            assert others in ([], [Action.KEEP])

    @for_all_settings
    @given(found=_inventories(), data=st.data(), nics=st.booleans())
    def test_a_window_broken_off_after_any_step_can_be_planned_again(
        self, found: Inventory, chosen: Settings, data: st.DataObject, *, nics: bool
    ) -> None:
        """What is done disappears; what is left, and still in a conflict, stays as it was."""
        first = assign(found, chosen)
        moves = sorted(ident for ident, each in first.items() if each.action is Action.MOVE)
        done = {ident: first[ident] for ident in moves if data.draw(st.booleans())}
        half = _applied(found, done, nics=nics)

        again = _told(assign(half, chosen, memory_of(first)))
        left = {ident for members in study(half).conflicts() for ident in members}
        assert not left & done.keys()
        assert again == {ident: told for ident, told in _told(first).items() if ident in left}


class TestKeptLinks:
    @given(found=_inventories())
    def test_one_connector_of_each_conflict_is_kept(self, found: Inventory) -> None:
        assigned = assign(found, CHOSEN)

        for members in study(found).conflicts():
            assert [assigned[ident].action for ident in members].count(Action.KEEP) == 1

    @given(found=_inventories())
    def test_conflicts_of_the_same_links_keep_the_same_link(self, found: Inventory) -> None:
        assigned = assign(found, CHOSEN)
        kept: dict[frozenset[int], int] = {}
        for members in study(found).conflicts():
            links = frozenset(id(assigned[ident].link) for ident in members)
            (link,) = (id(e.link) for e in map(assigned.get, members) if e and e.action == "keep")

            assert kept.setdefault(links, link) == link


class TestMinimal:
    @given(found=_inventories())
    def test_it_never_takes_more_addresses(self, found: Inventory) -> None:
        plain = assign(found, CHOSEN)
        least = assign(found, msgspec.structs.replace(CHOSEN, minimal=True))

        def count(assigned: Mapping[str, Draft]) -> int:
            return len({each.address for each in assigned.values() if each.address is not None})

        assert count(least) <= count(plain)
        assert [each.action for each in least.values()] == [e.action for e in plain.values()]
