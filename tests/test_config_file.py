# SPDX-License-Identifier: MIT
"""Reading x400fix.toml."""

import pytest

from x400fix.config.file import Config, PoolConfig, parse_config
from x400fix.model.choices import AddressMode, Strategy, Wave
from x400fix.problems import InputError

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

    @pytest.mark.parametrize("data", [b"", b"# only a comment\n", b"\xef\xbb\xbf[pool]\n"])
    def test_every_key_can_be_left_out(self, data: bytes) -> None:
        assert parse_config(data, "x400fix.toml") == Config()


class TestAFileThatIsNoToml:
    def test_a_broken_line_is_named(self) -> None:
        complaint = _complaint(b'strategy = "address"\npool = [\n\nx =\n')

        assert complaint.startswith("x400fix.toml:4: error X4-E040: this is no TOML file: ")

    def test_a_file_that_ends_too_early_has_no_line_to_name(self) -> None:
        complaint = _complaint(b'strategy = "address')

        assert complaint.startswith("x400fix.toml: error X4-E040: this is no TOML file: ")

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
            ("[pool]\nZZZ = []", 2, "'ZZZ': the keys are ranges, exclude, owners"),
        ],
    )
    def test_a_key_that_nobody_reads_is_an_error(self, text: str, line: int, hint: str) -> None:
        """A misspelt pool must not vanish."""
        place = f"x400fix.toml:{line}" if line else "x400fix.toml"

        assert _complaint(text.encode()) == f"{place}: error X4-E041: unknown key {hint}"


class TestValues:
    @pytest.mark.parametrize(
        ("text", "key"),
        [
            ("servers = 1", "servers"),
            ('address_mode = "name"', "address_mode"),
            ('strategy = "both"', "strategy"),
            ("ticket = 12", "ticket"),
            ('ticket = ""', "ticket"),
            ('ticket = "CHG 1"', "ticket"),
            ('ticket = "CHG-1\\n"', "ticket"),
            ('ticket = "12345678901234567"', "ticket"),
            ('wave = "none"', "wave"),
            ("pool = 3", "pool"),
            ("[[pool]]", "pool"),
            ('pool.ranges = "10.20.1.32"', "pool.ranges"),
            ("pool.exclude = [1]", "pool.exclude"),
            ('pool.owners = ["10.20.1.32"]', "pool.owners"),
            ('pool.owners.FW1 = "10.9.0.32"', "pool.owners"),
        ],
    )
    def test_a_value_of_the_wrong_kind_is_an_error(self, text: str, key: str) -> None:
        complaint = _complaint(text.encode())

        assert complaint.startswith(f"x400fix.toml:1: error X4-E042: {key} is '")
        assert ": write " in complaint
        assert "\n" not in complaint

    def test_everything_wrong_is_told_at_once(self) -> None:
        complaint = _complaint(b'wav = "all"\nwave = "none"\n[pool]\nrange = []\nranges = 1\n')

        assert [line.split(":")[1] for line in complaint.split("\n")] == ["1", "2", "4", "5"]
