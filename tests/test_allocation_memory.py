# SPDX-License-Identifier: MIT
"""What an earlier plan gave is held against everything that has a name or an address since."""

from collections.abc import Mapping, Sequence

import msgspec
import pytest

from tests.builders import connector, ident_of, inventory, pair, server, servers, settings
from tests.plans import Made, make, name_file
from x400fix.allocation.assignments import Action, Remembered
from x400fix.allocation.memory import seen_elsewhere
from x400fix.allocation.pool import InUse
from x400fix.inventory.addresses import parse_address, parse_ipv4
from x400fix.inventory.connectors import Connector, Inventory, Server
from x400fix.namefiles.existing import ExistingFile
from x400fix.problems import PlanningError
from x400fix.settings.choices import AddressMode, Strategy
from x400fix.settings.settings import Settings

Memory = Mapping[tuple[str, str], Remembered]
FOUND = pair(3)
FIRST = make(FOUND)
"""MAIL-A/To B 2 and 3 have 10.20.2.32 and 33, MAIL-B-X2 and X3; likewise MAIL-B's at MAIL-A."""

MODES = pytest.mark.parametrize("mode", AddressMode)


def _given(address: str, alias: str, owner: str = "MAIL-B") -> Remembered:
    return Remembered(
        action=Action.MOVE,
        owner=owner,
        address=parse_ipv4(address, code="X4-E070") if address else None,
        alias=alias,
    )


def _with(*rows: str, facts: Sequence[Server] = (), found: Inventory = FOUND) -> Inventory:
    """The inventory with more rows, and servers that are new or changed."""
    kept = [each for each in found.servers.values() if each.name not in {f.name for f in facts}]
    return inventory([*found.connectors, *(connector(row) for row in rows)], [*kept, *facts])


def _refused(
    found: Inventory,
    memory: Memory,
    chosen: Settings | None = None,
    existing: Sequence[ExistingFile] = (),
) -> list[str]:
    """What is refused, without the sentence that all have in common."""
    try:
        make(found, chosen, dict(memory), existing)
    except PlanningError as error:
        cut = [
            str(problem).partition("X4-E062: the earlier plan gave ") for problem in error.problems
        ]
        return [text.partition(": correct that, or plan without --previous")[0] for *_, text in cut]
    return []


def _moved(made: Made, *idents: str) -> list[Connector]:
    """The connectors of the inventory; some have their new Addresses."""
    return [
        msgspec.structs.replace(
            each, address=parse_address(made.assignment(ident_of(each)).address_value)
        )
        if ident_of(each) in idents
        else each
        for each in made.planned.world.connectors
    ]


class TestNamesOfTheInventory:
    @MODES
    def test_a_server_that_has_come_with_the_name_of_an_alias(self, mode: AddressMode) -> None:
        found = _with("MAIL-B-X2/Other 10.7.0.1")

        assert _refused(found, FIRST.memory(), settings(address_mode=mode)) == [
            "MAIL-B-X2 to 'MAIL-A/To B 2', but MAIL-B-X2 is a server of the inventory"
        ]

    @pytest.mark.parametrize(
        ("row", "why"),
        [
            ("MAIL-C/One 10.9.0.1 MAIL-B-X2", "the partner of 'MAIL-C/One'"),
            ("MAIL-C/One 10.9.0.1 MAIL_B-X2", "the partner of 'MAIL-C/One'"),
            ("MAIL-C/One 10.9.0.1 via=MAIL-B-X2", "the firewall of 'MAIL-C/One'"),
        ],
    )
    def test_another_name_that_is_the_alias(self, row: str, why: str) -> None:
        assert _refused(_with(row), FIRST.memory()) == [
            f"MAIL-B-X2 to 'MAIL-A/To B 2', but it is the name of {why}"
        ]

    @pytest.mark.parametrize("name", ["mail-b-x2", "MAIL-B-X2.example.com"])
    def test_an_address_that_is_the_alias_and_leads_elsewhere(self, name: str) -> None:
        assert _refused(_with(f"MAIL-C/One {name} MAIL-D"), FIRST.memory()) == [
            "MAIL-B-X2 to 'MAIL-A/To B 2', but 'MAIL-C/One' dials it now"
        ]

    def test_an_address_on_another_stack_is_no_name(self) -> None:
        assert _refused(_with("MAIL-C/One MAIL-B-X2 stack=TP4"), FIRST.memory()) == []

    @pytest.mark.parametrize("strategy", Strategy)
    def test_an_alias_without_an_address(self, strategy: Strategy) -> None:
        """As the strategy hostname gives them."""
        memory = {("MAIL-A", "TO B 2"): _given("", "MAIL-B-X2")}
        chosen = settings(strategy=strategy, address_mode=AddressMode.HOSTS)

        assert _refused(_with("MAIL-B-X2/Other 10.7.0.1"), memory, chosen) == [
            "MAIL-B-X2 to 'MAIL-A/To B 2', but MAIL-B-X2 is a server of the inventory"
        ]

    def test_a_connector_of_the_same_name_on_another_stack_hides_nothing(self) -> None:
        rows = ["MAIL-C/One mail-b-x2 MAIL-D", "MAIL-C/One far stack=TP4"]

        assert _refused(_with(*rows), FIRST.memory()) == [
            "MAIL-B-X2 to 'MAIL-A/To B 2', but 'MAIL-C/One' dials it now"
        ]


class TestAddressesOfTheInventory:
    @MODES
    def test_a_nic_of_another_server(self, mode: AddressMode) -> None:
        found = _with(facts=[server("MAIL-C 10.20.2.32/24")])

        assert _refused(found, FIRST.memory(), settings(address_mode=mode)) == [
            "10.20.2.32 to 'MAIL-A/To B 2', but MAIL-C has it now"
        ]

    def test_a_nic_of_another_server_beside_that_of_the_owner(self) -> None:
        facts = [server("MAIL-B 10.20.2.10/24 10.20.2.32/24"), server("MAIL-C 10.20.2.32/24")]

        assert _refused(_with(facts=facts), FIRST.memory()) == [
            "10.20.2.32 to 'MAIL-A/To B 2', but MAIL-C has it now"
        ]

    def test_a_gateway(self) -> None:
        facts = [server("MAIL-B 10.20.2.10/24", gateway="10.20.2.33")]

        assert _refused(_with(facts=facts), FIRST.memory()) == [
            "10.20.2.33 to 'MAIL-A/To B 3', but it is the gateway of MAIL-B"
        ]

    @pytest.mark.parametrize(
        ("row", "is_refused"),
        [
            ("MAIL-A/New 10.20.2.32 MAIL-B", True),
            ("MAIL-A/New 10.20.2.32", True),
            ("MAIL-C/New 10.20.2.32 MAIL-D", True),
            ("MAIL-C/New 10.20.2.32", True),
            ("MAIL-C/New 10.20.2.32 MAIL-B", False),
        ],
    )
    def test_a_connector_that_dials_it(self, row: str, *, is_refused: bool) -> None:
        """Only one of another home server may, and if it leads to the owner."""
        ident = row.partition(" ")[0]

        assert _refused(_with(row), FIRST.memory()) == (
            [f"10.20.2.32 to 'MAIL-A/To B 2', but '{ident}' dials it now"] if is_refused else []
        )

    def test_of_an_owner_that_nobody_knows_others_may_dial_the_address_too(self) -> None:
        rows = ["MAIL-A/One 172.16.9.9", "MAIL-A/Two 172.16.9.9"]
        chosen = settings(["172.16.9.9=172.16.9.32/28"])
        first = make(inventory(rows, []), chosen)
        found = inventory([*rows, "MAIL-C/New 172.16.9.32"], [])

        assert _refused(found, first.memory(), chosen) == []
        assert _refused(inventory([*rows, "MAIL-A/New 172.16.9.32"], []), first.memory(), chosen)

    def test_a_connector_that_is_done_still_has_its_address(self) -> None:
        """Somebody gave it to another server since, so its calls lead there."""
        done = _moved(FIRST, "MAIL-A/To B 2", "MAIL-B/To A 2")
        found = inventory(done, [*servers(), server("MAIL-C 10.20.2.32/24")])

        assert _refused(found, FIRST.memory()) == [
            "10.20.2.32 to 'MAIL-A/To B 2', but MAIL-C has it now"
        ]

    def test_a_connector_that_is_gone_needs_nothing(self) -> None:
        rows = [each for each in FOUND.connectors if "2" not in each.name]
        found = inventory(rows, [*servers(), server("MAIL-C 10.20.2.32/24")])

        assert _refused(found, FIRST.memory()) == []


class TestEachOther:
    @pytest.mark.parametrize("mode", AddressMode)
    def test_one_address_for_two_connectors_of_one_server(self, mode: AddressMode) -> None:
        memory = dict(FIRST.memory())
        memory["MAIL-A", "TO B 3"] = _given("10.20.2.32", "MAIL-B-X3")

        assert _refused(pair(3), memory, settings(address_mode=mode)) == [
            "10.20.2.32 to 'MAIL-A/To B 3', but it gave that to 'MAIL-A/To B 2' too"
        ]

    def test_one_alias_for_two_connectors_of_one_server(self) -> None:
        memory = dict(FIRST.memory())
        memory["MAIL-A", "TO B 3"] = _given("10.20.2.33", "MAIL-B-X2")

        assert _refused(pair(3), memory) == [
            "MAIL-B-X2 to 'MAIL-A/To B 3', but it gave that to 'MAIL-A/To B 2' too"
        ]

    @pytest.mark.parametrize(
        ("given", "is_refused"),
        [
            (_given("10.20.2.32", "MAIL-B-X2"), False),
            (_given("10.20.2.32", "MAIL-B-X2", owner="MAIL-D"), True),
            (_given("10.20.2.40", "MAIL-B-X2"), True),
            (_given("", "MAIL-B-X2"), True),
        ],
    )
    def test_servers_may_share_an_address_of_one_owner(
        self, given: Remembered, *, is_refused: bool
    ) -> None:
        """As with --minimal; the connector of MAIL-C need not be in the inventory any more."""
        memory = {**FIRST.memory(), ("MAIL-C", "GONE"): given}

        assert bool(_refused(pair(3), memory)) is is_refused

    def test_a_plan_with_shared_addresses_is_planned_again(self) -> None:
        rows = [f"{home}/{at} 10.20.2.10 MAIL-B" for home in ("MAIL-X", "MAIL-Y") for at in "123"]
        found, chosen = inventory(rows, servers()), settings(minimal=True)
        first = make(found, chosen)
        half = inventory(_moved(first, "MAIL-X/2"), servers())

        assert first.assignment("MAIL-X/2").new_address == first.assignment("MAIL-Y/2").new_address
        for again in (found, half):
            later = make(again, chosen, first.memory())
            assert later.assignment("MAIL-Y/2").alias == first.assignment("MAIL-Y/2").alias


class TestNameFiles:
    @pytest.mark.parametrize(
        ("path", "line", "refused"),
        [
            ("MAIL-A/LMHOSTS", "10.9.9.9 MAIL-B-X2 #PRE", "MAIL-B-X2 {} leads it to 10.9.9.9"),
            ("MAIL-A/HOSTS", "10.9.9.9 mail-b-x2.corp x", "MAIL-B-X2 {} leads it to 10.9.9.9"),
            ("MAIL-A/HOSTS", "10.20.2.32 printer", "10.20.2.32 {} has it for PRINTER"),
            ("MAIL-A/LMHOSTS", "10.20.2.32 PRINTER", "10.20.2.32 {} has it for PRINTER"),
            ("MAIL-A/LMHOSTS", "010.20.2.32 MAIL-B-X2", "MAIL-B-X2 {} has it"),
            ("MAIL-A/LMHOSTS", "010.20.2.32 X", "10.20.2.32 {} has it"),
            ("MAIL-A/LMHOSTS", "MAIL-B-X2 what", "MAIL-B-X2 {} has it"),
            ("MAIL-A/LMHOSTS", "10.20.2.32 MAIL-B-X2", ""),
            ("MAIL-B/HOSTS", "10.20.2.32 mail-b-x2", ""),
            ("MAIL-B/HOSTS", "10.20.2.32 mail-b-x2.corp mail-b-x2", ""),
        ],
    )
    def test_a_line_that_leads_elsewhere(self, path: str, line: str, refused: str) -> None:
        """One that leads the alias to its address carries out the plan."""
        existing = [name_file(path, line.encode() + b"\r\n")]
        expected = refused.format(f"to 'MAIL-A/To B 2', but now/{path}")

        assert _refused(pair(3), FIRST.memory(), existing=existing) == [expected] * bool(refused)

    def test_the_block_of_the_same_ticket_is_ours(self) -> None:
        """Even an old one with other addresses: this plan writes it anew."""
        lines = b"# x400fix BEGIN CHG1\r\n10.9.9.9 MAIL-B-X2\r\n# x400fix END CHG1\r\n"
        existing = [name_file("MAIL-A/LMHOSTS", lines)]

        assert _refused(pair(3), FIRST.memory(), settings(ticket="CHG1"), existing) == []
        assert _refused(pair(3), FIRST.memory(), settings(ticket="CHG2"), existing) == [
            "MAIL-B-X2 to 'MAIL-A/To B 2', but now/MAIL-A/LMHOSTS leads it to 10.9.9.9"
        ]

    @pytest.mark.parametrize(
        ("name", "address", "is_refused"),
        [
            ("mail-b-x2.example.com", "10.9.9.9", True),
            ("printer.example.com", "10.20.2.32", True),
            ("mail-b-x2.example.com", "10.20.2.32", False),
        ],
    )
    def test_dns(self, name: str, address: str, *, is_refused: bool) -> None:
        chosen = settings(dns=((parse_ipv4(address, code="X4-E042"), name),))

        assert bool(_refused(pair(3), FIRST.memory(), chosen)) is is_refused

    @pytest.mark.parametrize(
        ("line", "is_refused"),
        [
            ("10.20.2.10 MAIL-B-X2", False),
            ("10.20.2.99 MAIL-B-X2", True),
        ],
    )
    @pytest.mark.parametrize("facts", [servers(), [server("MAIL-A 10.20.1.10/24")]])
    def test_an_alias_without_an_address_leads_to_its_owner(
        self, facts: list[Server], line: str, *, is_refused: bool
    ) -> None:
        """The strategy hostname; MAIL-B's addresses are known, or only what is dialled."""
        chosen = settings(strategy=Strategy.HOSTNAME, address_mode=AddressMode.LMHOSTS)
        found = inventory(pair(3).connectors, facts)
        first = make(found, chosen)
        existing = [name_file("MAIL-A/LMHOSTS", line.encode())]

        assert bool(_refused(found, first.memory(), chosen, existing)) is is_refused

    def test_an_alias_of_a_foreign_owner_leads_to_its_address(self) -> None:
        rows = ["MAIL-A/One 172.16.9.9", "MAIL-A/Two 172.16.9.9"]
        found = inventory(rows, [])
        chosen = settings(strategy=Strategy.HOSTNAME, address_mode=AddressMode.LMHOSTS)
        first = make(found, chosen)
        existing = [name_file("MAIL-A/LMHOSTS", b"172.16.9.9 ONE-X2")]

        assert first.assignment("MAIL-A/Two").alias == "ONE-X2"
        assert _refused(found, first.memory(), chosen, existing) == []


@MODES
def test_a_night_that_was_broken_off_is_planned_again(mode: AddressMode) -> None:
    """After each step: the NIC has the address, the files the names, the connector its Address."""
    chosen = settings(address_mode=mode)
    first = make(pair(3), chosen)
    nics = [server("MAIL-A 10.20.1.10/24"), server("MAIL-B 10.20.2.10/24 10.20.2.32/24")]
    lines = [name_file("MAIL-A/LMHOSTS", b"10.20.2.32 MAIL-B-X2\n10.20.2.33 MAIL-B-X3\n")]
    for rows in (_moved(first), _moved(first, "MAIL-A/To B 2")):
        for facts in (servers(), nics):
            for existing in ((), lines):
                found = inventory(rows, facts)
                later = make(found, chosen, first.memory(), existing)
                assert later.assignment("MAIL-A/To B 3").alias == "MAIL-B-X3"


def test_an_owner_that_is_described_since_is_the_same_one() -> None:
    """Its NIC has the address already; before, nobody knew whose it was."""
    rows = ["MAIL-A/One 172.16.9.9", "MAIL-A/Two 172.16.9.9", "MAIL-A/Three 172.16.9.9"]
    chosen = settings(["172.16.9.9=172.16.9.32/28", "172.16.9.64/28"])
    first = make(inventory(rows, []), chosen)
    facts = [server("MAIL-F 172.16.9.9/24 172.16.9.32/24 172.16.9.33/24")]

    assert _refused(inventory(rows, facts), first.memory(), chosen) == []


def test_every_address_of_another_ticket_counts() -> None:
    """Up to the last one of a span; other sources contradict nothing."""
    given = InUse(source="t", spans=((1, 3), (7, 7)), names=frozenset({"B", "A"}), is_given=True)
    lines = list(seen_elsewhere(given))
    assert [line.number for line in lines] == [None, None, 1, 2, 3, 7]
    assert [sorted(line.names) for line in lines[:2]] == [["A"], ["B"]]
    assert not any(line.is_remark for line in lines)
    others = list(seen_elsewhere(msgspec.structs.replace(given, is_given=False)))
    assert [line.is_remark for line in others] == [True, True]


def test_the_order_in_which_a_plan_was_remembered_does_not_matter() -> None:
    """Of two connectors with one address the later one is refused."""
    memory = {
        ("MAIL-A", "TO B 2"): _given("10.20.2.32", "MAIL-B-X2"),
        ("MAIL-A", "TO B 3"): _given("10.20.2.32", "MAIL-B-X3"),
    }
    backwards = dict(reversed(memory.items()))
    assert _refused(FOUND, memory) == _refused(FOUND, backwards)
    assert [text.partition(", but")[0] for text in _refused(FOUND, memory)] == [
        "10.20.2.32 to 'MAIL-A/To B 3'"
    ]
