# SPDX-License-Identifier: MIT
"""What a plan warns of: each warning with its trigger, and a case without."""

import pytest
from msgspec.structs import replace

from tests.builders import POOL, inventory, pair, server, servers, settings
from tests.plans import Made, between, make
from x400fix.inventory.connectors import Role, Server
from x400fix.problems import Severity
from x400fix.settings.choices import AddressMode, Strategy

HOME = "MAIL-A 10.20.1.10/24"
HOSTNAME = {"strategy": Strategy.HOSTNAME, "address_mode": AddressMode.LMHOSTS}


def many(count: int) -> list[str]:
    """Connectors of MAIL-A to as many addresses of nobody known."""
    return [f"MAIL-A/To_{at} 10.30.{at // 200}.{at % 200 + 1}" for at in range(count)]


def test_a_warning_stands_at_the_cell_where_the_server_is_first_named() -> None:
    """Of its first connector in the order of the plan."""
    found = inventory(many(7), [server("MAIL-A 10.20.1.10/24", exchange="5.0")])
    (crowded,) = [each for each in make(found).problems if each.code == "X4-W118"]
    assert (str(crowded.where), crowded.severity) == ("inventory.csv:2:2", Severity.WARNING)


def test_a_warning_about_a_server_without_a_row_names_the_file() -> None:
    """Its facts come from another one."""
    rows = ["MAIL-A/One 10.20.2.10 MAIL-B", "MAIL-A/Two 10.20.2.10 MAIL-B"]
    made = make(inventory(rows, [servers()[0], server("MAIL-B 10.20.2.10/24", adapter="")]))
    (problem,) = [each for each in made.problems if each.code == "X4-W123"]
    assert str(problem.where) == "inventory.csv"


class TestControlBlocks:
    @pytest.mark.parametrize(
        ("exchange", "count", "limit"),
        [
            pytest.param("5.0", 6, 62, id="unpatched"),
            pytest.param("", 6, 62, id="unknown"),
            pytest.param("5.0 SP1", 121, 1210, id="patched"),
        ],
    )
    def test_ten_blocks_a_connector_and_ten_more_must_be_possible(
        self, exchange: str, count: int, limit: int
    ) -> None:
        rows = many(count)
        (message,) = make(
            inventory(rows, [server("MAIL-A 10.20.1.10/24", exchange=exchange)])
        ).messages("X4-W118")
        assert f"{count} TCP connectors need {10 * count + 10} " in message
        assert f"takes {limit} at most" in message

    @pytest.mark.parametrize(("exchange", "count"), [("5.0", 5), ("5.0 SP1", 120)])
    def test_as_many_as_the_limit_give_no_warning(self, exchange: str, count: int) -> None:
        found = inventory(many(count), [server("MAIL-A 10.20.1.10/24", exchange=exchange)])
        assert "X4-W118" not in make(found).codes

    def test_connectors_of_other_stacks_take_no_tcp_blocks(self) -> None:
        rows = [*many(5), *(f"MAIL-A/X{at} 3110{at} stack=X25" for at in range(9))]
        found = inventory(rows, [server("MAIL-A 10.20.1.10/24", exchange="5.0")])
        assert "X4-W118" not in make(found).codes

    def test_only_tcp_connectors_of_a_crowded_server_are_counted(self) -> None:
        rows = [*many(6), "MAIL-A/X 31100 stack=X25"]
        found = inventory(rows, [server("MAIL-A 10.20.1.10/24", exchange="5.0")])
        assert make(found).messages("X4-W118")[0].startswith("MAIL-A: 6 TCP connectors need 70")


class TestVerdicts:
    def test_connectors_of_one_row_that_warns_are_told_together(self) -> None:
        (here, there) = make(pair(2, "5.5 SP3", "5.5 SP3")).messages("X4-W115")
        assert here.startswith("MAIL-A: 'To B 1', 'To B 2' (row R6): both ends ")
        assert there.startswith("MAIL-B: 'To A 1', 'To A 2' (row R6): ")

    def test_rows_that_selectors_cure_get_a_proposal_for_each_connector(self) -> None:
        message = make(pair(3, "5.5 SP3", "5.5 SP3")).messages("X4-W115")[0]
        assert message.endswith(
            "; proposed, the same at both ends of a link: 'To B 1' L01, 'To B 2' L02, 'To B 3' L03"
        )

    def test_connectors_behind_a_firewall_that_have_selectors_need_no_warning(self) -> None:
        """Row 14 goes on saying that no source describes them."""
        rows = [f"MAIL-A/{at} 10.9.0.1 FAR-{at} via=FW1 out=L{at}" for at in range(2)]
        made = make(inventory(rows, [server("MAIL-A 10.20.1.10/24", exchange="5.5 SP3")]))
        assert {each.row for each in made.plan.connectors} == {14}
        assert made.messages("X4-W115") == []

    def test_a_partner_of_unknown_version_without_connectors_is_warned_of(self) -> None:
        """Its own connectors decide, and the inventory does not have them."""
        rows = ["MAIL-A/One 10.9.0.10 GHOST", "MAIL-A/Two 10.9.0.10 GHOST"]
        made = make(inventory(rows, [server("MAIL-A 10.20.1.10/24", exchange="5.5 SP4")]))
        (message,) = made.messages("X4-W130")
        assert message.startswith("MAIL-A: ONLY THIS END IS PLANNED for 'One', 'Two': ")
        assert message.endswith(
            "since GHOST counts as before 5.5 SP1: "
            "without them no connector between the two works (row R4)"
        )
        assert made.plan.assumptions == (
            "GHOST: its Exchange version is unknown and counts as before 5.5 SP1.",
            (
                "GHOST: its connectors are not in the inventory; they are taken to have unique "
                "addresses, without which no connector to it works (KB 200588)."
            ),
        )

    def test_a_row_that_selectors_do_not_cure_gets_none(self) -> None:
        rows = ["MAIL-A/One 10.20.2.10 MAIL-B", "MAIL-A/Two MAIL-B MAIL-B"]
        (message,) = make(inventory(rows, ["MAIL-A 10.20.1.10/24"])).messages("X4-W115")
        assert "'One', 'Two' (row R10): one connector" in message
        assert "L01" not in message

    def test_what_two_conflicts_keep_may_still_be_one_endpoint(self) -> None:
        """Two by name and two by address of a partner whose addresses nobody tells."""
        rows = [
            *("MAIL-A/N1 MAIL-B MAIL-B", "MAIL-A/N2 MAIL-B MAIL-B"),
            *("MAIL-A/X1 10.20.2.10 MAIL-B", "MAIL-A/X2 10.20.2.10 MAIL-B"),
        ]
        (message,) = make(inventory(rows, ["MAIL-A 10.20.1.10/24"])).messages("X4-W115")
        assert "(row R10)" in message

    @pytest.mark.parametrize("exchange", ["5.0 SP2", "5.5"])
    def test_conflicts_are_no_warnings(self, exchange: str) -> None:
        assert "X4-W115" not in make(pair(2, exchange, exchange)).codes


class TestEnds:
    def test_a_pair_of_which_one_end_is_unknown_is_told_loudly(self) -> None:
        rows = ["MAIL-A/One 10.20.2.10 MAIL-B", "MAIL-A/Two 10.20.2.10 MAIL-B"]
        (message,) = make(inventory(rows, servers())).messages("X4-W130")
        assert message.startswith("MAIL-A: ONLY THIS END IS PLANNED for 'One', 'Two': ")
        assert "connectors of MAIL-B back to it" in message

    def test_a_foreign_mta_is_named_by_its_address(self) -> None:
        rows = ["MAIL-A/One 172.16.9.9", "MAIL-A/Two 172.16.9.9"]
        made = make(inventory(rows, ["MAIL-A 10.20.1.10/24"]), settings([]))
        (message,) = made.messages("X4-W130")
        assert "connectors of 172.16.9.9 back to it" in message

    def test_unequal_numbers_of_connectors_are_told(self) -> None:
        rows = [
            *(f"MAIL-A/To_B_{at} 10.20.2.10 MAIL-B" for at in (1, 2, 3)),
            "MAIL-B/To_A 10.20.1.10 MAIL-A",
        ]
        made = make(inventory(rows, servers()))
        (message,) = made.messages("X4-W131")
        assert message.startswith("MAIL-A: 'To B 2', 'To B 3': MAIL-B has fewer connectors back")
        assert "X4-W130" not in made.codes

    def test_pairs_with_both_ends_give_no_warning(self) -> None:
        assert {"X4-W130", "X4-W131"}.isdisjoint(make(pair(3)).codes)


class TestByHand:
    def test_connectors_that_the_plan_cannot_move_are_told_by_reason(self) -> None:
        rows = [
            *(f"MAIL-A/B{at} MAIL-B MAIL-B" for at in (1, 2, 3)),
            *(f"MAIL-A/{at} 10.9.0.1 FAR-{at} via=FW1" for at in "12"),
        ]
        found = inventory(rows, [server("MAIL-A 10.20.1.10/24"), server("MAIL-B dhcp")])
        one, two = sorted(make(found).messages("X4-W132"))
        assert one.startswith(
            "MAIL-A: '2' must be changed by hand: the Address belongs to a proxy firewall"
        )
        assert two.startswith("MAIL-A: 'B2', 'B3' must be changed by hand: the owner")

    def test_a_plan_that_moves_everything_itself_has_no_such_warning(self) -> None:
        assert "X4-W132" not in make(pair(3)).codes


class TestStrategies:
    @pytest.mark.parametrize(
        ("chosen", "code"),
        [
            pytest.param({"reassign_all": True}, "X4-W133", id="everything-moves"),
            pytest.param(HOSTNAME, "X4-W134", id="names"),
        ],
    )
    def test_a_doubtful_remedy_warns(self, chosen: dict[str, object], code: str) -> None:
        assert code in make(pair(), replace(settings(), **chosen)).codes

    @pytest.mark.parametrize(
        ("chosen", "code"),
        [
            pytest.param({"reassign_all": True}, "X4-W133", id="everything-moves"),
            pytest.param(HOSTNAME, "X4-W134", id="names"),
        ],
    )
    def test_a_doubtful_remedy_of_nothing_does_not(
        self, chosen: dict[str, object], code: str
    ) -> None:
        assert code not in make(pair(1), replace(settings(), **chosen)).codes

    def test_names_that_no_hosts_file_may_hold_warn(self) -> None:
        """An alias may not stand beside a primary address in HOSTS (Q172218)."""
        by_hosts = settings(strategy=Strategy.HOSTNAME, address_mode=AddressMode.HOSTS)
        assert "X4-W135" in make(pair(), by_hosts).codes
        assert "X4-W135" not in make(pair(), replace(settings(), **HOSTNAME)).codes
        assert "X4-W135" not in make(pair(1), by_hosts).codes

    def test_the_usual_remedy_does_not_warn(self) -> None:
        assert {"X4-W133", "X4-W134"}.isdisjoint(make(pair()).codes)


def plan_of(here: Server, count: int = 2) -> Made:
    """The plan of a server with a number of connectors to and from MAIL-B."""
    return make(between(here, count=count))


CASES = [
    pytest.param(server(HOME, os="NT 4.0 SP3"), "X4-W120", "NT 4.0 SP3 is below SP4", id="sp3"),
    pytest.param(
        server(HOME, os="NT 4.0"), "X4-W120", "NT 4.0 has no service pack stated", id="no-sp"
    ),
    pytest.param(
        server(HOME, exchange="5.0", os="Windows 2000"),
        "X4-W121",
        "Exchange 5.0 on Windows 2000",
        id="old-on-2000",
    ),
    pytest.param(
        server(HOME, exchange="5.5", os="Windows Server 2003"),
        "X4-W121",
        "Exchange 5.5 on Windows Server 2003",
        id="5.5-rtm-on-2003",
    ),
    pytest.param(
        server(HOME, adapter=""), "X4-W123", "no NIC script can be written: the ad", id="no-adapter"
    ),
    pytest.param(
        server(f"{HOME} 10.99.1.5/24"), "X4-W124", "in more than one subnet", id="two-subnets"
    ),
    pytest.param(server(HOME, roles=(Role.RAS,)), "X4-W126", "role ras: ", id="ras"),
    pytest.param(server(HOME, roles=(Role.WINS,)), "X4-W126", "role wins: ", id="wins"),
    pytest.param(server(HOME, roles=(Role.DNS,)), "X4-W126", "role dns: ", id="dns"),
    pytest.param(
        server(HOME, roles=(Role.DHCP_SERVER,)), "X4-W126", "role dhcp-server: ", id="dhcp-server"
    ),
    pytest.param(
        server(HOME, roles=(Role.PROXY_CLIENT,)), "X4-W126", "role proxy-client: ", id="proxy"
    ),
    pytest.param(server(HOME, roles=(Role.CLUSTER,)), "X4-W126", "role cluster: ", id="cluster"),
    pytest.param(server(HOME, exchange="5.5 SP4"), "X4-W127", "9318 and 9322", id="5.5-sp4"),
    pytest.param(server(HOME, exchange="5.5.2410.1"), "X4-W128", "may never log", id="build-2410"),
    pytest.param(server(HOME, exchange="5.5 SP2"), "X4-W128", "may never log", id="5.5-sp2"),
]


@pytest.mark.parametrize(("here", "code", "message"), CASES)
def test_a_fact_of_a_server_warns(here: Server, code: str, message: str) -> None:
    """With the name of the server before it."""
    found = [each for each in plan_of(here).messages(code) if each.startswith("MAIL-A: ")]
    assert any(message in each for each in found), found


def test_a_plain_server_gives_no_warning() -> None:
    """NT 4.0 SP5 and Exchange 5.0 SP2, everything known."""
    assert set(plan_of(server(HOME)).codes) <= {"X4-W112"}


@pytest.mark.parametrize(
    ("here", "code"),
    [
        pytest.param(server(HOME, os="NT 4.0 SP4"), "X4-W120", id="sp4"),
        pytest.param(server(HOME, os="NT 3.51 SP3"), "X4-W120", id="nt-3.51"),
        pytest.param(server(HOME, os=""), "X4-W120", id="no-system"),
        pytest.param(server(HOME, exchange="5.0"), "X4-W121", id="old-on-nt"),
        pytest.param(server(HOME, exchange="", os="Windows 2000"), "X4-W121", id="no-version"),
        pytest.param(server(HOME, exchange="5.0", os=""), "X4-W121", id="old-on-unknown"),
        pytest.param(server(f"{HOME} 10.20.1.11/24"), "X4-W124", id="one-subnet"),
        pytest.param(server(HOME, exchange="5.5"), "X4-W127", id="5.5-bare"),
        pytest.param(server(HOME, exchange=""), "X4-W127", id="no-exchange"),
        pytest.param(server(HOME, exchange="5.0"), "X4-W128", id="5.0"),
    ],
)
def test_a_fact_that_comes_close_does_not_warn(here: Server, code: str) -> None:
    """The other side of each limit."""
    assert code not in plan_of(here).codes


def test_a_newer_server_that_rightly_owns_addresses_is_not_asked_about() -> None:
    """5.5 SP3 and later run on Windows 2000."""
    there = server("MAIL-B 10.20.2.10/24", exchange="5.5 SP3", os="Windows 2000")
    assert "X4-W121" not in make(between(server(HOME), there)).codes


def test_more_than_a_hundred_preloaded_names_warn() -> None:
    """NetBT preloads the first hundred (Q102725)."""
    pool = settings(["10.20.1.32-10.20.1.250", "10.20.2.32-10.20.2.250"])
    for count, warns in ((101, False), (102, True)):
        made = make(between(server(HOME, exchange="5.0 SP2"), count=count), pool)
        assert ("X4-W122" in made.codes) is warns


@pytest.mark.parametrize(
    ("os", "count", "warns"),
    [
        pytest.param("NT 3.51", 6, False, id="five-more"),
        pytest.param("NT 3.51", 7, True, id="six-more"),
        pytest.param("NT 4.0 SP5", 7, False, id="nt-4.0"),
    ],
)
def test_more_addresses_than_control_panel_takes_warn(os: str, count: int, *, warns: bool) -> None:
    """Five additional ones on NT 3.51 (Q155111)."""
    messages = plan_of(server(HOME, os=os, adapter="Elnk31"), count).messages("X4-W125")
    assert len(messages) == warns
    assert all(each.startswith("MAIL-A: 6 additional addresses") for each in messages)


@pytest.mark.parametrize(
    ("role", "warns"),
    [
        (Role.RAS, True),
        (Role.CLUSTER, True),
        (Role.PROXY_CLIENT, True),
        (Role.WINS, False),
        (Role.DNS, False),
        (Role.DHCP_SERVER, False),
    ],
)
def test_a_role_that_changes_where_calls_come_from_warns_without_new_addresses_too(
    role: Role, *, warns: bool
) -> None:
    """The others matter only when the NIC gets more addresses."""
    rows = ["MAIL-A/One 10.20.2.10 MAIL-B", "MAIL-A/Two 10.20.2.10 MAIL-B"]
    found = inventory(rows, [server(HOME, roles=(role,)), servers()[1]])
    assert bool(make(found).messages("X4-W126")) is warns


def test_a_cluster_whose_addresses_are_left_to_hand_still_warns() -> None:
    """It is named as the reason, and as a role."""
    there = server("MAIL-B 10.20.2.10/24", roles=(Role.CLUSTER,))
    made = make(between(server(HOME), there))
    assert made.messages("X4-W126")[0].startswith("MAIL-B: role cluster: ")


def test_no_warning_is_about_a_firewall_or_a_foreign_mta() -> None:
    """The inputs say nothing of them."""
    rows = ["MAIL-A/One 172.16.9.9", "MAIL-A/Two 172.16.9.9"]
    made = make(inventory(rows, [HOME]), settings(["172.16.9.9=172.16.9.32/28", *POOL]))
    assert {each for each in made.codes if each.startswith("X4-W12")} == set()
