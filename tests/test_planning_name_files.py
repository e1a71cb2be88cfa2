# SPDX-License-Identifier: MIT
"""Existing name files in a plan: what they take, what they become, and what it warns of."""

import hashlib
from collections.abc import Mapping

import pytest

from tests.builders import inventory, pair, server, servers, settings
from tests.namefiles import OTHER, TICKET, block_of
from tests.plans import Made, make, name_file
from x400fix.inventory.connectors import Inventory
from x400fix.namefiles.existing import ExistingFile
from x400fix.plan.model import NameFileUse
from x400fix.settings.choices import AddressMode

CHOSEN = settings(ticket=TICKET, address_mode=AddressMode.LMHOSTS)
HOSTS_MODE = settings(ticket=TICKET, address_mode=AddressMode.HOSTS)


def given_of(made: Made) -> list[tuple[str, str]]:
    """The new address and the alias of each assignment that has them."""
    return [(a.alias, a.address_value) for a in made.plan.assignments if a.alias]


def used(made: Made) -> set[str]:
    """The addresses of the pool that are in use."""
    return {text for part in made.plan.pools for text in part.used}


def aliases(made: Made) -> list[str]:
    """The alias of each assignment that has one."""
    return [a.alias for a in made.plan.assignments if a.alias]


def by_name() -> Inventory:
    """Three connectors each way, those of MAIL-A by the name of MAIL-B."""
    rows = [f"MAIL-A/To_B_{at} MAIL-B MAIL-B" for at in range(3)]
    back = [f"MAIL-B/To_A_{at} 10.20.1.10 MAIL-A" for at in range(3)]
    return inventory([*rows, *back], servers())


def files_of(data: Mapping[str, bytes]) -> list[ExistingFile]:
    """The files of MAIL-A by their kind."""
    return [name_file(f"MAIL-A/{kind}", each) for kind, each in data.items()]


def use_of(made: Made, name: str = "MAIL-A") -> NameFileUse:
    """What becomes of the only name file of a server."""
    (use,) = made.place(name).name_files
    return use


def test_without_name_files_a_plan_says_nothing_of_them() -> None:
    """It has no such key."""
    made = make(pair(), CHOSEN)
    assert [place.name_files for place in made.plan.servers] == [(), ()]
    assert b'"name_files":[{' not in made.document()


@pytest.mark.parametrize(
    ("path", "line", "alias"),
    [
        ("MAIL-A/LMHOSTS", b"10.9.9.9 mail-b-x2 #PRE", "MAIL-B-X3"),
        ("MAIL-B/LMHOSTS", b"10.9.9.9 MAIL-B-X2", "MAIL-B-X3"),
        ("MAIL-B/HOSTS", b"10.9.9.9 other mail-b-x2.corp.example", "MAIL-B-X3"),
        ("MAIL-A/LMHOSTS", b'10.9.9.9 "Mail-B-X2      \\0x20"', "MAIL-B-X3"),
        ("MAIL-A/LMHOSTS", b"10.9.9.9 DC #DOM:mail-b-x2", "MAIL-B-X3"),
        ("MAIL-A/LMHOSTS", b"# 10.9.9.9 MAIL-B-X2", "MAIL-B-X3"),
        ("MAIL-A/LMHOSTS", b"#INCLUDE \\\\MAIL-B-X2\\etc\\lmhosts", "MAIL-B-X3"),
        ("MAIL-A/LMHOSTS", b"10.9.9.9 MAIL-B-X3", "MAIL-B-X2"),
    ],
)
def test_a_name_in_an_existing_file_moves_the_alias(path: str, line: bytes, alias: str) -> None:
    """Whichever server has it, and however it is written, also in a comment."""
    made = make(pair(), CHOSEN, existing=[name_file(path, line + b"\r\n")])
    assert alias in aliases(made)


def test_an_address_in_an_existing_file_is_taken() -> None:
    """The next free one is given, and PLAN.json shows the other as used."""
    found = [name_file("MAIL-A/HOSTS", b"10.20.2.32 printer\r\n")]
    before, after = make(pair(), settings()), make(pair(), settings(), existing=found)
    assert "10.20.2.32" in str(given_of(before))
    assert "10.20.2.32" not in str(given_of(after))
    assert used(after) == {"10.20.2.32"}


def test_the_block_of_another_ticket_is_taken_and_our_own_is_not() -> None:
    """So the same plan again gives the same names."""
    block = [b"10.20.2.32      MAIL-B-X2       #PRE"]
    ours = [name_file("MAIL-A/LMHOSTS", block_of(TICKET, *block))]
    others = [name_file("MAIL-A/LMHOSTS", block_of(OTHER, *block))]
    first = make(pair(), CHOSEN)
    assert given_of(make(pair(), CHOSEN, existing=ours)) == given_of(first)
    assert "MAIL-B-X2" not in aliases(make(pair(), CHOSEN, existing=others))
    assert used(make(pair(), CHOSEN, existing=others)) == {"10.20.2.32"}
    stale = [name_file("MAIL-A/LMHOSTS", block_of(TICKET, b"10.20.2.40      MAIL-B-X9"))]
    assert used(make(pair(), CHOSEN, existing=stale)) == set()


def test_what_files_take_is_put_together() -> None:
    """Names and addresses of all of them."""
    files = [
        name_file("MAIL-A/LMHOSTS", b"10.20.2.32 X\r\n"),
        name_file("MAIL-B/HOSTS", b"10.20.1.32 y\r\n"),
    ]
    assert used(make(pair(), existing=files)) == {"10.20.2.32", "10.20.1.32"}


def made_with(data: bytes, path: str = "MAIL-A/LMHOSTS") -> Made:
    """The plan of a pair of which one server has one name file."""
    return make(pair(), CHOSEN, existing=[name_file(path, data)])


def merge_of(data: bytes, path: str = "MAIL-A/LMHOSTS") -> NameFileUse:
    """What becomes of one name file."""
    return use_of(made_with(data, path))


@pytest.mark.parametrize(
    ("data", "fault"),
    [
        (b"", ""),
        (b"10.9.9.9 PRINTER #PRE", ""),
        (b"# B\xfcro\r\n", ""),
        (b"10.9.9.9 PRINTER\n10.9.9.8 OTHER\r\n", ""),
        (block_of(OTHER, b"10.9.9.9 X2 #PRE"), ""),
        (b"# x400fix BEGIN CHG0001\r\n", ""),
        (b"\x1a", "it holds a Ctrl-Z (byte 1A), after which a reader may see nothing"),
        (b"A\0", "it holds a NUL byte, so it is not text"),
        (b" 10.9.9.9 PRINTER\r\nOLD 10.9.9.8\r\n", "it breaks LM01, LM02"),
        (b"#INCLUDE //MAIL-B/PUBLIC/LMHOSTS\r\n", "it breaks LM19"),
    ],
)
def test_a_broken_file_is_left_alone(data: bytes, fault: str) -> None:
    """Rules that are mere caution do not break it, nor do the blocks of others."""
    use = merge_of(data)
    assert use.reason == fault
    assert use.merged is (fault == "")


def test_a_merge_is_not_due_where_there_are_no_entries() -> None:
    """In mode ip, HOSTS gets none for a kept address; nor does a server without work."""
    assert not merge_of(b"", "MAIL-A/HOSTS").merged
    rows = ["MAIL-A/One 10.20.2.10 MAIL-B", "MAIL-A/Two 10.20.2.10 MAIL-B", "MAIL-C/x 10.9.9.1"]
    files = [name_file("MAIL-C/LMHOSTS", b" 10.9.9.9 X\r\n"), name_file("MAIL-D/HOSTS", b"")]
    made = make(inventory(rows, [*servers(), "MAIL-C"]), CHOSEN, existing=files)
    assert [place.name_files for place in made.plan.servers] == [(), ()]
    assert "X4-W142" not in made.codes
    assert "X4-W141" in made.codes


def test_the_plan_says_what_became_of_a_file() -> None:
    """At its server, with the digest of the file; what was to get nothing was kept from nothing."""
    digest = hashlib.sha256(b"").hexdigest()
    assert merge_of(b"") == NameFileUse(file="LMHOSTS", sha256=digest, merged=True, reason="")
    assert merge_of(b"\0").reason.startswith("it holds a NUL byte")
    unneeded = merge_of(b"\0", "MAIL-A/HOSTS")
    assert (unneeded.merged, unneeded.reason) == (False, "")


def test_without_a_ticket_the_block_has_the_id_that_the_plan_has() -> None:
    """It is known before files are merged."""
    without = settings(address_mode=AddressMode.LMHOSTS)
    block_id = make(pair(), without).plan.block_id
    begin, entry, end = block_of(block_id, b"10.20.2.32      MAIL-B-X2").splitlines(keepends=True)
    made = make(pair(), without, existing=[name_file("MAIL-B/LMHOSTS", begin + entry)])
    # Its entries are taken, because it is not known yet whose they are; so the id is another one.
    assert "X4-W145" in made.codes
    made = make(pair(), without, existing=[name_file("MAIL-A/LMHOSTS", begin)])
    assert "there is no END" in use_of(made).reason
    made = make(pair(), without, existing=[name_file("MAIL-A/LMHOSTS", begin + end)])
    assert use_of(made).merged
    assert made.plan.block_id == block_id


@pytest.mark.parametrize(
    ("kept", "is_merged"),
    [(b"10.20.2.40 MAIL-B-X9 #PRE", False), (b"10.20.2.40 UNUSED #PRE", True)],
)
def test_a_name_in_use_is_not_lost_with_our_own_block(kept: bytes, is_merged: bool) -> None:  # noqa: FBT001
    """A later window of the same ticket has fewer connectors left than the first."""
    rows = [
        *("MAIL-A/One 10.20.2.10 MAIL-B", "MAIL-A/Two 10.20.2.10 MAIL-B"),
        *("MAIL-A/Done mail-b-x9 MAIL-B", "MAIL-B/Back 10.20.1.10 MAIL-A"),
    ]
    files = [name_file("MAIL-A/LMHOSTS", block_of(TICKET, kept))]
    made = make(inventory(rows, servers()), CHOSEN, existing=files)
    use = use_of(made)
    assert use.merged is is_merged
    assert ("MAIL-B-X9, which a connector dials" in use.reason) is not is_merged


def test_what_another_server_dials_is_no_matter() -> None:
    """Its own name files tell it where that is."""
    rows = [
        *("MAIL-A/One 10.20.2.10 MAIL-B", "MAIL-A/Two 10.20.2.10 MAIL-B"),
        *("MAIL-B/Done mail-b-x9 MAIL-A", "MAIL-B/Back 10.20.1.10 MAIL-A"),
    ]
    files = [name_file("MAIL-A/LMHOSTS", block_of(TICKET, b"10.20.2.40 MAIL-B-X9 #PRE"))]
    assert use_of(make(inventory(rows, servers()), CHOSEN, existing=files)).merged


def test_names_that_are_given_again_are_not_lost() -> None:
    """The kept name of a HOSTS block, for one."""
    found = by_name()
    files = [name_file("MAIL-A/HOSTS", block_of(TICKET, b"10.20.2.10      mail-b"))]
    assert use_of(make(found, CHOSEN, existing=files)).merged


def test_the_linter_knows_the_computers() -> None:
    """LM26: an alias in our block that is a computer's name."""
    ours = made_with(block_of(TICKET, b"10.20.2.99 MAIL-B #PRE"))
    assert any("LM26" in message for message in ours.messages("X4-W141"))


@pytest.mark.parametrize(("system", "is_merged"), [("NT 4.0 SP3", False), ("NT 4.0 SP5", True)])
def test_the_linter_knows_the_system(system: str, is_merged: bool) -> None:  # noqa: FBT001
    """LM16: slashes in #INCLUDE stop Windows NT 4.0 before SP4 (Q165439)."""
    data = b"10.20.2.10 MAIL-B #PRE\r\n#INCLUDE //MAIL-B/PUBLIC/LMHOSTS\r\n"
    found = inventory(pair().connectors, [server("MAIL-A 10.20.1.10/24", os=system), servers()[1]])
    made = make(found, CHOSEN, existing=[name_file("MAIL-A/LMHOSTS", data)])
    assert use_of(made).merged is is_merged


def test_an_include_is_followed_into_the_other_files() -> None:
    """LM18: a circle of two servers."""
    files = [
        name_file(
            f"{here}/LMHOSTS",
            b"10.9.9.9 %s #PRE\r\n#INCLUDE \\\\%s\\etc\\LMHOSTS\r\n" % (there, there),
        )
        for here, there in (("MAIL-A", b"MAIL-B"), ("MAIL-B", b"MAIL-A"))
    ]
    made = make(pair(), CHOSEN, existing=files)
    assert any("LM18" in message for message in made.messages("X4-W141"))


def told(made: Made) -> list[tuple[str, int]]:
    """The code and the line of each problem in a name file."""
    return [(p.code, p.where.line) for p in made.problems if p.where.file.startswith("now/")]


def test_a_sound_file_gives_no_warning() -> None:
    """Advice of the linter is left out."""
    data = b"10.9.9.9 PRINTER #PRE\r\n"
    unknown = inventory(pair().connectors, [server("MAIL-A 10.20.1.10/24", os=""), servers()[1]])
    files = [name_file("MAIL-A/LMHOSTS", data)]
    assert told(make(unknown, CHOSEN, existing=files)) == []


def test_each_broken_rule_is_one_warning_with_a_count() -> None:
    """At the first place; the message names the server, because the place may not."""
    files = [name_file("MAIL-A/LMHOSTS", b" 10.9.9.9 X\r\n 10.9.9.8 Y\r\n 10.9.9.7 Z #pre\r\n")]
    made = make(pair(), CHOSEN, existing=files)
    assert told(made) == [("X4-W142", 0), ("X4-W141", 1), ("X4-W141", 3)]
    first, second = made.messages("X4-W141")
    assert first.startswith("MAIL-A: LM01 error: ")
    assert first.endswith(" (2 more of LM01)")
    assert " more " not in second


def test_the_broken_block_of_another_ticket_warns() -> None:
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
def test_lines_that_clash_with_ours_warn(path: str, data: bytes, lines: list[int]) -> None:
    """Another address of a name, or in HOSTS a line of the same address that comes first."""
    made = make(by_name(), CHOSEN, existing=[name_file(path, data)])
    assert [line for code, line in told(made) if code == "X4-W143"] == lines


def test_an_alias_that_an_earlier_plan_gave_may_stand_there_already() -> None:
    """It stays what it is, and nothing is brought in or taken back again."""
    memory = make(pair(), CHOSEN).memory()
    line = b"10.20.2.32      MAIL-B-X2       #PRE"
    for block_id in (OTHER, TICKET):
        files = [name_file("MAIL-A/LMHOSTS", block_of(block_id, line))]
        made = make(pair(), CHOSEN, memory, existing=files)
        assert made.place("MAIL-A").lmhosts == ()
        assert told(made) == []


@pytest.mark.parametrize(("count", "warns"), [(99, False), (100, True)])
def test_more_than_a_hundred_preloaded_entries_warn(count: int, warns: bool) -> None:  # noqa: FBT001
    """Ours count, those of our block that is replaced do not."""
    data = b"".join(b"10.9.0.%d N%d #PRE\r\n" % (at, at) for at in range(1, count + 1))
    files = [name_file("MAIL-A/LMHOSTS", data + block_of(TICKET, b"10.20.2.32 MAIL-B-X2 #PRE"))]
    assert ("X4-W144" in make(pair(), CHOSEN, existing=files).codes) is warns
