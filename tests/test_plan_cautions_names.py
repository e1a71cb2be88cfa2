# SPDX-License-Identifier: MIT
"""What is told about existing name files."""

import pytest

from tests.builders import inventory, pair, server, servers, settings
from tests.lint_cases import LMHOSTS, judge
from tests.namefiles import OTHER, TICKET, block_of
from tests.plans import Made, make, name_file
from tests.test_plan_name_files import by_name
from x400fix.problems import Severity
from x400fix.settings.choices import AddressMode

CHOSEN = settings(ticket=TICKET, address_mode=AddressMode.LMHOSTS)


def told(made: Made) -> list[tuple[str, int]]:
    """The code and the line of each problem in a name file."""
    return [(p.code, p.where.line) for p in made.problems if p.where.file.startswith("now/")]


def test_a_sound_file_is_not_talked_about() -> None:
    """Advice of the linter is left out."""
    data = b"10.9.9.9 PRINTER #PRE\r\n"
    assert [finding.severity for finding in judge(LMHOSTS, data)] == [Severity.NOTE]
    unknown = inventory(pair().connectors, [server("MAIL-A 10.20.1.10/24", os=""), servers()[1]])
    files = [name_file("MAIL-A/LMHOSTS", data)]
    assert told(make(unknown, CHOSEN, existing=files)) == []


def test_each_broken_rule_is_told_once_with_a_count() -> None:
    """At the first place; the message names the server, because the place may not."""
    files = [name_file("MAIL-A/LMHOSTS", b" 10.9.9.9 X\r\n 10.9.9.8 Y\r\n 10.9.9.7 Z #pre\r\n")]
    made = make(pair(), CHOSEN, existing=files)
    assert told(made) == [("X4-W142", 0), ("X4-W141", 1), ("X4-W141", 3)]
    first, second = made.messages("X4-W141")
    assert first.startswith("MAIL-A: LM01 error: ")
    assert first.endswith(" (2 more of LM01)")
    assert " more " not in second


def test_a_finding_about_a_server_of_the_inventory_is_shown_first() -> None:
    """Many about other addresses do not hide it."""
    lines = [b"0.0.0.0 ads_%d" % at for at in range(20)] + [b"10.20.2.10 mail_b"]
    files = [name_file("MAIL-A/HOSTS", b"".join(line + b"\r\n" for line in lines))]
    made = make(pair(), CHOSEN, existing=files)
    assert ("X4-W141", 21) in told(made)
    (message,) = made.messages("X4-W141")
    assert message.endswith(" (20 more of HS04)")


def test_an_ipv6_line_of_a_name_of_ours_is_no_obstacle() -> None:
    """It is the usual dual form, and Windows NT does not read it."""
    data = b"10.20.2.10 mail-b\r\n2001:db8::10 mail-b\r\n"
    made = make(by_name(), CHOSEN, existing=[name_file("MAIL-A/HOSTS", data)])
    assert told(made) == [("X4-W141", 2)]
    assert "SERVERS/MAIL-A/HOSTS.NEW" in made.bundle()


def test_the_broken_block_of_another_ticket_is_told() -> None:
    """Our own would be why the file is not merged."""
    files = [name_file("MAIL-A/LMHOSTS", b"# x400fix BEGIN CHG0001\r\n# x400fix END CHG0417\r\n")]
    assert told(make(pair(), CHOSEN, existing=files)) == [("X4-W142", 0), ("X4-W145", 1)]


@pytest.mark.parametrize(
    ("path", "data", "lines"),
    [
        ("MAIL-A/HOSTS", b"10.20.2.10 mail-b\r\n", []),
        ("MAIL-A/HOSTS", b"10.20.2.10 mail-b.corp.example mail-b\r\n", []),
        ("MAIL-A/HOSTS", b"10.9.9.9 Mail-B\r\n", [1]),
        (
            "MAIL-A/HOSTS",
            b"10.20.2.10 full\r\n" + block_of(TICKET, b"10.20.2.10 mail-b"),
            [1],
        ),
        (
            "MAIL-A/HOSTS",
            block_of(TICKET, b"10.9.9.9 mail-b") + b"10.20.2.10 full\r\n",
            [],
        ),
        ("MAIL-B/HOSTS", b"10.9.9.9 mail-b\r\n", []),
    ],
)
def test_lines_that_clash_with_ours_are_told(path: str, data: bytes, lines: list[int]) -> None:
    """Another address of a name, or in HOSTS a line of the same address that comes first."""
    made = make(by_name(), CHOSEN, existing=[name_file(path, data)])
    assert [line for code, line in told(made) if code == "X4-W143"] == lines


def test_an_alias_that_an_earlier_plan_gave_may_stand_there_already() -> None:
    """It stays what it is, and the other line is told; those of our own block are not."""
    memory = make(pair(), CHOSEN).memory()
    line = b"10.20.2.32      MAIL-B-X2       #PRE"
    for block_id, lines in ((OTHER, [2]), (TICKET, [])):
        files = [name_file("MAIL-A/LMHOSTS", block_of(block_id, line))]
        made = make(pair(), CHOSEN, memory, existing=files)
        assert [at for code, at in told(made) if code == "X4-W143"] == lines


@pytest.mark.parametrize(("count", "is_told"), [(99, False), (100, True)])
def test_more_than_a_hundred_preloaded_entries_are_told(count: int, is_told: bool) -> None:  # noqa: FBT001
    """Ours count, those of our block that is replaced do not."""
    data = b"".join(b"10.9.0.%d N%d #PRE\r\n" % (at, at) for at in range(1, count + 1))
    files = [name_file("MAIL-A/LMHOSTS", data + block_of(TICKET, b"10.20.2.32 MAIL-B-X2 #PRE"))]
    assert ("X4-W144" in make(pair(), CHOSEN, existing=files).codes) is is_told
