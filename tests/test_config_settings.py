# SPDX-License-Identifier: MIT
"""Joining the config file and the options."""

import pytest

from x400fix.problems import Place, UsageError
from x400fix.settings.choices import AddressMode, Pack, Profile, Strategy, Wave
from x400fix.settings.config_file import Config, PoolConfig
from x400fix.settings.settings import Options, RangeText, Settings, settle
from x400fix.settings.ticket_facts import TicketConfig, TicketFacts
from x400fix.settings.window import parse_window

FILE = Place("x400fix.toml")
POOL = Place("--pool")
EXCLUDE = Place("--exclude")


def _complaint(options: Options, config: Config) -> str:
    """The lines of all options that do not go together."""
    with pytest.raises(UsageError) as caught:
        settle(options, config, FILE)
    return "\n".join(map(str, caught.value.problems))


class TestPrecedence:
    def test_without_anything_the_defaults_hold(self) -> None:
        assert settle(Options(), Config(), FILE) == Settings(
            address_mode=AddressMode.IP, strategy=Strategy.ADDRESS, wave=Wave.AUTO, ticket=""
        )

    def test_the_file_goes_before_the_defaults(self) -> None:
        config = Config(address_mode=AddressMode.HOSTS, ticket="CHG-1", wave=Wave.ALL)

        assert settle(Options(), config, FILE) == Settings(
            address_mode=AddressMode.HOSTS, ticket="CHG-1", wave=Wave.ALL
        )

    def test_an_option_goes_before_the_file(self) -> None:
        options = Options(
            address_mode=AddressMode.LMHOSTS,
            strategy=Strategy.ADDRESS,
            ticket="CHG-2",
            wave=Wave.CONNECTOR,
        )
        config = Config(
            address_mode=AddressMode.HOSTS,
            strategy=Strategy.HOSTNAME,
            ticket="CHG-1",
            wave=Wave.ALL,
        )

        assert settle(options, config, FILE) == Settings(
            address_mode=AddressMode.LMHOSTS,
            strategy=Strategy.ADDRESS,
            ticket="CHG-2",
            wave=Wave.CONNECTOR,
        )

    TICKET = TicketConfig(
        number="CHG-1",
        window="2026-12-05T22:00+01:00/4h",
        owner="J. Doe",
        profile=Profile.JSM,
        pack=Pack.SAFE,
        category="Messaging",
        limits={"risk": 99},
    )

    def test_what_the_file_says_of_the_ticket_is_taken(self) -> None:
        found = settle(Options(), Config(ticket=self.TICKET), FILE)

        assert found.ticket == "CHG-1"
        assert found.window == parse_window("2026-12-05T22:00+01:00/4h")
        assert found.window_place == FILE
        assert (found.owner, found.profile, found.pack) == ("J. Doe", Profile.JSM, Pack.SAFE)
        assert found.facts == TicketFacts(category="Messaging", limits={"risk": 99})

    def test_an_option_goes_before_what_the_file_says_of_the_ticket(self) -> None:
        options = Options(
            ticket="CHG-2",
            window="2027-01-01T00:00Z/1h",
            owner="",
            profile=Profile.REMEDY,
            pack=Pack.PLAIN,
        )
        found = settle(options, Config(ticket=self.TICKET), FILE)

        assert found.ticket == "CHG-2"
        assert found.window == parse_window("2027-01-01T00:00Z/1h")
        assert found.window_place == Place("--window")
        assert (found.owner, found.profile, found.pack) == ("", Profile.REMEDY, Pack.PLAIN)
        assert found.facts.category == "Messaging"

    def test_what_only_options_can_say_is_taken_from_them(self) -> None:
        options = Options(keep=("MAIL-A/One",), reassign_all=True, minimal=True)
        found = settle(options, Config(), FILE)

        assert (found.keep, found.reassign_all, found.minimal) == (("MAIL-A/One",), True, True)


class TestPool:
    CONFIG = Config(
        pool=PoolConfig(
            ranges=("10.20.1.32/27", "fw2=10.9.0.50"),
            exclude=("10.20.1.40",),
            owners={"fw1 ": ("10.9.0.32",), "FW0": ("10.9.0.30", "10.9.0.31")},
        )
    )

    def test_the_files_ranges_come_first_and_then_those_of_owners_by_name(self) -> None:
        assert settle(Options(), self.CONFIG, FILE).pool == (
            RangeText("10.20.1.32/27", FILE),
            RangeText("10.9.0.50", FILE, "FW2"),
            RangeText("10.9.0.30", FILE, "FW0"),
            RangeText("10.9.0.31", FILE, "FW0"),
            RangeText("10.9.0.32", FILE, "FW1"),
        )

    def test_options_replace_all_ranges_of_the_file(self) -> None:
        options = Options(pool=("10.20.2.32",))

        assert settle(options, self.CONFIG, FILE).pool == (RangeText("10.20.2.32", POOL),)

    def test_exclusions_are_added_to_those_of_the_file(self) -> None:
        options = Options(exclude=("10.20.1.41",))

        assert settle(options, self.CONFIG, FILE).exclude == (
            RangeText("10.20.1.40", FILE),
            RangeText("10.20.1.41", EXCLUDE),
        )

    @pytest.mark.parametrize(
        ("text", "expected"),
        [
            ("10.20.2.32", [("10.20.2.32", "")]),
            ("10.20.2.32, 10.20.2.40", [("10.20.2.32", ""), ("10.20.2.40", "")]),
            (" fw1 = 10.9.0.32,10.9.0.40", [("10.9.0.32", "FW1"), ("10.9.0.40", "FW1")]),
            ("10.9.0.1=10.9.0.32", [("10.9.0.32", "10.9.0.1")]),
            ("", [("", "")]),
        ],
    )
    def test_an_option_may_hold_several_ranges_and_an_owner(
        self, text: str, expected: list[tuple[str, str]]
    ) -> None:
        found = settle(Options(pool=(text,)), Config(), FILE).pool

        assert [(part.text, part.owner) for part in found] == expected

    def test_the_order_of_owners_in_the_file_does_not_matter(self) -> None:
        one = PoolConfig(owners={"A": ("10.9.0.1",), "B": ("10.9.0.2",)})
        other = PoolConfig(owners={"B": ("10.9.0.2",), "A": ("10.9.0.1",)})

        found = settle(Options(), Config(pool=one), FILE).pool
        assert [(part.text, part.owner) for part in found] == [("10.9.0.1", "A"), ("10.9.0.2", "B")]
        assert found == settle(Options(), Config(pool=other), FILE).pool


class TestHostnameStrategy:
    """More names for one address: the Address is a name, and no pool is needed (rule 4)."""

    @pytest.mark.parametrize(
        ("mode", "expected"),
        [
            (None, AddressMode.LMHOSTS),
            (AddressMode.LMHOSTS, AddressMode.LMHOSTS),
            (AddressMode.HOSTS, AddressMode.HOSTS),
        ],
    )
    def test_the_address_is_a_name(self, mode: AddressMode | None, expected: AddressMode) -> None:
        options = Options(strategy=Strategy.HOSTNAME, address_mode=mode)

        assert settle(options, Config(), FILE).address_mode is expected

    @pytest.mark.parametrize(
        ("options", "config", "place"),
        [
            (
                Options(strategy=Strategy.HOSTNAME, address_mode=AddressMode.IP),
                Config(address_mode=AddressMode.HOSTS),
                "--address-mode",
            ),
            (
                Options(strategy=Strategy.HOSTNAME),
                Config(address_mode=AddressMode.IP),
                "x400fix.toml",
            ),
            (
                Options(address_mode=AddressMode.IP),
                Config(strategy=Strategy.HOSTNAME),
                "--address-mode",
            ),
        ],
    )
    def test_address_mode_ip_is_a_usage_error(
        self, options: Options, config: Config, place: str
    ) -> None:
        assert _complaint(options, config) == (
            f"{place}: error X4-E091: with the strategy hostname the Address must be a name, so "
            "address mode ip is not possible: write lmhosts or hosts, or leave it out"
        )

    def test_minimal_is_a_usage_error(self) -> None:
        assert _complaint(Options(minimal=True), Config(strategy=Strategy.HOSTNAME)) == (
            "--minimal: error X4-E092: the strategy hostname takes no addresses, "
            "so there is none to save"
        )


class TestTicket:
    @pytest.mark.parametrize("ticket", ["C", "CHG-1", "1234567890ABCdef"])
    def test_letters_digits_and_hyphens_are_a_ticket(self, ticket: str) -> None:
        assert settle(Options(ticket=ticket), Config(), FILE).ticket == ticket

    @pytest.mark.parametrize("ticket", ["", "CHG 1", "CHG_1", "CHG-1\n", "1234567890ABCdefg", "É"])
    def test_anything_else_is_a_usage_error(self, ticket: str) -> None:
        complaint = _complaint(Options(ticket=ticket), Config())

        assert complaint.startswith("--ticket: error X4-E093: '")
        assert complaint.endswith("' is not a ticket number: 1 to 16 letters, digits and hyphens")

    def test_all_clashes_are_told_at_once(self) -> None:
        options = Options(
            strategy=Strategy.HOSTNAME,
            address_mode=AddressMode.IP,
            minimal=True,
            ticket="?",
            window="?",
            owner="\n",
        )

        assert _complaint(options, Config()).count("error") == 5


class TestWindowAndOwner:
    def test_a_text_that_is_no_window_is_a_usage_error(self) -> None:
        assert _complaint(Options(window=""), Config()) == (
            "--window: error X4-E120: '' is not a change window: its form is DATE, T, TIME, "
            "offset from UTC, slash, 4h, 90m or 3h30m; write 2026-12-05T22:00+01:00/4h"
        )

    def test_an_owner_is_any_text_on_one_line(self) -> None:
        text = "=cmd|' /C calc'!A0 <b>"

        assert settle(Options(owner=text), Config(), FILE).owner == text
        assert _complaint(Options(owner="J.\x1b[31m"), Config()) == (
            "--owner: error X4-E121: 'J.\\x1b[31m' holds a control or invisible character: "
            "remove it"
        )
