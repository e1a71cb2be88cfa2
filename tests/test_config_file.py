# SPDX-License-Identifier: MIT
"""Reading x400fix.toml."""

import pytest

from x400fix.problems import InputError
from x400fix.settings.choices import AddressMode, Pack, Profile, Strategy, Wave
from x400fix.settings.config_file import Config, PoolConfig, parse_config
from x400fix.settings.ticket_facts import TicketConfig, TicketGroups, TicketRisk

WHOLE = """\
servers = "servers.csv"
address_mode = "hosts"
strategy = "hostname"
ticket = "CHG-1"
wave = "all"
[pool]
ranges = ["10.20.1.32/27", "10.20.2.32"]
exclude = ["10.20.1.40"]
[pool.owners]
FW1 = ["10.9.0.32-10.9.0.40"]
"""
TICKET = """\
[ticket]
number = "CHG-1"
window = "2026-12-05T22:00+01:00/4h"
owner = "J. Doe <doe@example.com>"
profile = "jsm"
pack = "safe"
category = "Messaging"
type = "normal"
service = "Electronic mail"
environment = "Production"
contact = "+49 30 555 0100"
text_to_users = '''
Mail between the sites waits.
Nothing is lost.
'''
[ticket.groups]
windows = "NT operations"
exchange = "Messaging operations"
network = "Network"
partner = "Account managers"
approval = "CAB"
[ticket.risk]
level = "3"
users = 1200
rehearsed = true
note = "Freeze begins on Monday."
[ticket.limits]
short_description = 100
[ticket.minutes]
server-restart = 45
"""


def _complaint(data: bytes) -> str:
    """The lines of everything that is wrong in a file."""
    with pytest.raises(InputError) as caught:
        parse_config(data, "x400fix.toml")
    return "\n".join(map(str, caught.value.problems))


class TestAFileThatIsRight:
    def test_every_key_is_read(self) -> None:
        assert parse_config(WHOLE.encode(), "x400fix.toml") == Config(
            servers="servers.csv",
            address_mode=AddressMode.HOSTS,
            strategy=Strategy.HOSTNAME,
            ticket="CHG-1",
            wave=Wave.ALL,
            pool=PoolConfig(
                ranges=("10.20.1.32/27", "10.20.2.32"),
                exclude=("10.20.1.40",),
                owners={"FW1": ("10.9.0.32-10.9.0.40",)},
            ),
        )

    def test_every_key_of_a_ticket_is_read(self) -> None:
        config = parse_config(TICKET.encode(), "x400fix.toml")
        assert config.ticket_table == TicketConfig(
            number="CHG-1",
            window="2026-12-05T22:00+01:00/4h",
            owner="J. Doe <doe@example.com>",
            profile=Profile.JSM,
            pack=Pack.SAFE,
            category="Messaging",
            type="normal",
            service="Electronic mail",
            environment="Production",
            contact="+49 30 555 0100",
            text_to_users="Mail between the sites waits.\nNothing is lost.\n",
            groups=TicketGroups(
                windows="NT operations",
                exchange="Messaging operations",
                network="Network",
                partner="Account managers",
                approval="CAB",
            ),
            risk=TicketRisk(level="3", users=1200, rehearsed=True, note="Freeze begins on Monday."),
            limits={"short_description": 100},
            minutes={"server-restart": 45},
        )

    def test_a_number_alone_stands_for_a_table_with_nothing_else(self) -> None:
        config = parse_config(b'ticket = "CHG-1"\n', "x400fix.toml")
        assert config.ticket_table == TicketConfig(number="CHG-1")
        assert Config().ticket_table == TicketConfig()

    @pytest.mark.parametrize("data", [b"", b"# only a comment\n", b"\xef\xbb\xbf[pool]\n"])
    def test_every_key_can_be_left_out(self, data: bytes) -> None:
        assert parse_config(data, "x400fix.toml") == Config()


class TestAFileThatIsNoToml:
    def test_a_broken_line_is_named(self) -> None:
        complaint = _complaint(b'strategy = "address"\npool = [\n\nx =\n')

        assert complaint.startswith("x400fix.toml:4: error X4-E040: not a valid TOML file: ")

    def test_a_file_that_ends_too_early_has_no_line_to_name(self) -> None:
        complaint = _complaint(b'strategy = "address')

        assert complaint.startswith("x400fix.toml: error X4-E040: not a valid TOML file: ")

    def test_values_within_values_end_somewhere(self) -> None:
        data = b"pool = " + b"[" * 100_000

        assert _complaint(data).endswith(
            "not a valid x400fix.toml: its values are nested too deeply"
        )

    @pytest.mark.parametrize("before", ["", f"# {'9' * 5000}\n".replace(" ", "")])
    def test_a_number_that_is_too_long_is_named_by_its_line(self, before: str) -> None:
        complaint = _complaint(f'{before}[pool]\nranges = ["{"8" * 5000}", {"7" * 5000}]'.encode())

        line = 2 + bool(before)
        assert complaint == (
            f"x400fix.toml:{line}: error X4-E040: not a valid x400fix.toml: a number is too long"
        )

    def test_a_number_that_only_python_reads_is_not_shown(self) -> None:
        assert _complaint(b"wave = 0x" + b"f" * 5000) == (
            "x400fix.toml:1: error X4-E042: wave is a number that is too long: "
            "write auto, connector, partner or all"
        )

    def test_another_encoding_is_named_with_its_byte(self) -> None:
        assert _complaint(b'wave = "all"\nticket = "\xe9"\n') == (
            "x400fix.toml:2: error X4-E040: byte 0xe9 is not UTF-8: save the file as UTF-8"
        )


class TestKeys:
    @pytest.mark.parametrize(
        ("text", "line", "hint"),
        [
            ('stratgy = "address"', 1, "'stratgy': did you mean strategy?"),
            ("\n[pol]\nranges = []", 2, "'pol': did you mean pool?"),
            ("[pool]\nrange = []", 2, "'range': did you mean ranges?"),
            ("pool.range = []", 1, "'range': did you mean ranges?"),
            ("pool = { range = [] }", 0, "'range': did you mean ranges?"),
            ("[pool]\nZZZ = []", 2, "'ZZZ': the keys are ranges, exclude, tickets, used, owners"),
            ("[tickets]\n", 1, "'tickets': did you mean ticket?"),
            ('[ticket]\ngroup = ""', 2, "'group': did you mean groups?"),
            ('[ticket.groups]\nwindow = ""', 2, "'window': did you mean windows?"),
            ('[ticket]\nrisk.levels = ""', 2, "'levels': did you mean level?"),
            ("[ticket.limits]\ntestplan = 80", 2, "'testplan': did you mean test_plan?"),
            ("[ticket.minutes]\nrestart = 9", 2, "'restart': did you mean mta-restart?"),
        ],
    )
    def test_a_key_that_nobody_reads_is_an_error(self, text: str, line: int, hint: str) -> None:
        """A misspelt pool must not vanish."""
        place = f"x400fix.toml:{line}" if line else "x400fix.toml"

        assert _complaint(text.encode()) == f"{place}: error X4-E041: unknown key {hint}"


class TestValues:
    def test_a_choice_is_taken_in_any_letter_case(self) -> None:
        config = parse_config(b'wave = "ALL"\nticket.profile = "Jsm"\n', "x400fix.toml")
        assert (config.wave, config.ticket_table.profile) == (Wave.ALL, Profile.JSM)

    @pytest.mark.parametrize(
        ("text", "key"),
        [
            ("servers = 1", "servers"),
            ('address_mode = "name"', "address_mode"),
            ('strategy = "both"', "strategy"),
            ("ticket = 12", "ticket"),
            ('wave = "none"', "wave"),
            ("pool = 3", "pool"),
            ("[[pool]]", "pool"),
            ('pool.ranges = "10.20.1.32"', "pool.ranges"),
            ("pool.exclude = [1]", "pool.exclude"),
            ('pool.owners = ["10.20.1.32"]', "pool.owners"),
            ('pool.owners.FW1 = "10.9.0.32"', "pool.owners"),
            ("[[ticket]]", "ticket"),
            ("ticket.number = 1", "ticket.number"),
            ("ticket.window = 4", "ticket.window"),
            ("ticket.window = 2026-12-05", "ticket.window"),
            ("ticket.owner = []", "ticket.owner"),
            ('ticket.profile = "jira"', "ticket.profile"),
            ('ticket.pack = "zip"', "ticket.pack"),
            ("ticket.text_to_users = 1", "ticket.text_to_users"),
            ('ticket.groups = "CAB"', "ticket.groups"),
            ("ticket.groups.windows = 1", "ticket.groups.windows"),
            ('ticket.risk = "high"', "ticket.risk"),
            ("ticket.risk.users = -1", "ticket.risk.users"),
            ('ticket.risk.rehearsed = "yes"', "ticket.risk.rehearsed"),
            ("ticket.limits = 100", "ticket.limits"),
            ("ticket.limits.test_plan = 39", "ticket.limits.test_plan"),
            ("ticket.limits.test_plan = 1000001", "ticket.limits.test_plan"),
            ('ticket.limits.test_plan = "100"', "ticket.limits.test_plan"),
            ("ticket.minutes = 45", "ticket.minutes"),
            ("ticket.minutes.watch = 0", "ticket.minutes.watch"),
            ("ticket.minutes.watch = 1441", "ticket.minutes.watch"),
        ],
    )
    def test_a_value_of_the_wrong_kind_is_an_error(self, text: str, key: str) -> None:
        complaint = _complaint(text.encode())

        assert complaint.startswith(f"x400fix.toml:1: error X4-E042: {key} is '")
        assert ": write " in complaint
        assert "\n" not in complaint

    @pytest.mark.parametrize(
        ("key", "value"),
        [
            ("servers", '"C:\\new"'),
            ("lmhosts", '"C:\\new"'),
            ("pool.tickets", '"C:\\new"'),
            ("pool.used", '["netbox.csv", "C:\\new"]'),
        ],
    )
    def test_a_path_that_a_backslash_changed_is_named(self, key: str, value: str) -> None:
        assert _complaint(f"{key} = {value}".encode()) == (
            f"x400fix.toml:1: error X4-E042: {key}: 'C:\\new' holds a control character: a "
            "backslash between double quotes begins an escape: write a path between single quotes, "
            "or with /"
        )

    @pytest.mark.parametrize("number", ["", "CHG 1", "CHG-1\\n", "12345678901234567", "CHG\\u00e9"])
    @pytest.mark.parametrize("key", ["ticket", "ticket.number"])
    def test_a_number_of_a_ticket_must_be_safe_in_scripts(self, key: str, number: str) -> None:
        complaint = _complaint(f'{key} = "{number}"'.encode())

        assert complaint.startswith(f"x400fix.toml:1: error X4-E093: {key}: '")
        assert complaint.endswith("' is not a ticket number: 1 to 16 letters, digits and hyphens")

    @pytest.mark.parametrize(
        ("text", "complaint"),
        [
            (
                '[ticket]\nwindow = "tonight"',
                (
                    "x400fix.toml:2: error X4-E120: ticket.window: 'tonight' is not a change "
                    "window: its form is DATE, T, TIME, offset from UTC, slash, 4h, 90m or 3h30m; "
                    "write 2026-12-05T22:00+01:00/4h"
                ),
            ),
            (
                '[ticket.groups]\nwindows = "NT\\u202eoperations"',
                (
                    "x400fix.toml:2: error X4-E121: ticket.groups.windows: "
                    "'NT\\u202eoperations' holds a control or invisible character: remove it"
                ),
            ),
            (
                f'ticket.contact = "{"0" * 201}"',
                (
                    f"x400fix.toml:1: error X4-E121: ticket.contact: '{'0' * 59}…' is too long: "
                    "it has 201 characters, at most 200 are possible"
                ),
            ),
            (
                f'ticket.text_to_users = "{"0" * 4001}"',
                (
                    f"x400fix.toml:1: error X4-E121: ticket.text_to_users: '{'0' * 59}…' is too "
                    "long: it has 4001 characters, at most 4000 are possible"
                ),
            ),
        ],
    )
    def test_a_text_that_cannot_stand_in_a_ticket_is_an_error(
        self, text: str, complaint: str
    ) -> None:
        assert _complaint(text.encode()) == complaint

    def test_only_the_text_to_users_may_have_several_lines(self) -> None:
        text = 'ticket.{} = "one\\ntwo"'
        assert "X4-E121" in _complaint(text.format("contact").encode())
        config = parse_config(text.format("text_to_users").encode(), "x400fix.toml")
        assert config.ticket_table.text_to_users == "one\ntwo"

    @pytest.mark.parametrize(
        ("text", "advice"),
        [
            ("servers = 1", 'write a text such as "servers.csv"'),
            ("wave = 3", "write auto, connector, partner or all"),
            ("pool = 3", "write a table [pool]"),
            ("pool.exclude = 3", 'write a list such as ["10.2.0.40"]'),
            (
                "dns = 3",
                'write a table [dns] with lines such as "mail-b.example.com" = "10.2.0.10"',
            ),
            ("ticket = 3", 'write a text such as "CHG0012345", or a table [ticket]'),
            ('ticket.risk.users = "all"', "write a number such as 1200"),
            ("ticket.risk.rehearsed = 1", "write true or false"),
            ("ticket.limits = 1", "write a table [ticket.limits]"),
            ("ticket.minutes.watch = 0", "write a number from 1 to 1440"),
        ],
    )
    def test_what_is_right_is_said_by_the_key_itself(self, text: str, advice: str) -> None:
        assert _complaint(text.encode()).endswith(advice)

    def test_everything_wrong_is_told_at_once(self) -> None:
        complaint = _complaint(b'wav = "all"\nwave = "none"\n[pool]\nrange = []\nranges = 1\n')

        assert [line.split(":")[1] for line in complaint.split("\n")] == ["1", "2", "4", "5"]
