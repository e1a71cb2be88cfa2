# SPDX-License-Identifier: MIT
"""Which files are merged, which are left alone, and why."""

import pytest

from tests.builders import inventory, pair, server, servers, settings
from tests.namefiles import OTHER, TICKET, block_of
from tests.plans import Made, make, name_file
from tests.test_plan_name_files import by_name
from x400fix.planning.name_files import NameMerge
from x400fix.settings.choices import AddressMode

CHOSEN = settings(ticket=TICKET, address_mode=AddressMode.LMHOSTS)


def made_with(data: bytes, path: str = "MAIL-A/LMHOSTS") -> Made:
    """The plan of a pair of which one server has one name file."""
    return make(pair(), CHOSEN, existing=[name_file(path, data)])


def merge_of(data: bytes, path: str = "MAIL-A/LMHOSTS") -> NameMerge:
    """What becomes of one name file."""
    return made_with(data, path).plan.name_merges[0]


@pytest.mark.parametrize(
    ("data", "fault"),
    [
        (b"", ""),
        (b"10.9.9.9 PRINTER #PRE", ""),
        (b"# B\xfcro\r\n", ""),
        (b"10.9.9.9 PRINTER\n10.9.9.8 OTHER\r\n", ""),
        (block_of(OTHER, b"10.9.9.9 X2 #PRE"), ""),
        (b"# x400fix BEGIN CHG0001\r\n", ""),
        (b"\x1a", "it holds a Ctrl-Z (byte 1A), behind which a reader may see nothing"),
        (b"A\0", "it holds a NUL byte, so it is no text"),
        (b" 10.9.9.9 PRINTER\r\nOLD 10.9.9.8\r\n", "it breaks LM01, LM02"),
        (b"#INCLUDE //MAIL-B/PUBLIC/LMHOSTS\r\n", "it breaks LM19"),
    ],
)
def test_a_broken_file_is_left_alone(data: bytes, fault: str) -> None:
    """Rules that are mere caution do not break it, nor do the blocks of others."""
    merge = merge_of(data)
    assert merge.fault == fault
    assert merge.is_merged is (fault == "")


def test_a_merge_is_not_due_where_there_are_no_entries() -> None:
    """In mode ip, HOSTS gets none for a kept address; nor does a server without work."""
    assert not merge_of(b"", "MAIL-A/HOSTS").is_merged
    rows = ["MAIL-A/One 10.20.2.10 MAIL-B", "MAIL-A/Two 10.20.2.10 MAIL-B", "MAIL-C/x 10.9.9.1"]
    files = [name_file("MAIL-C/LMHOSTS", b" 10.9.9.9 X\r\n"), name_file("MAIL-D/HOSTS", b"")]
    made = make(inventory(rows, [*servers(), "MAIL-C"]), CHOSEN, existing=files)
    assert [merge.entries for merge in made.plan.name_merges] == [(), ()]
    assert not [name for name in made.bundle() if "MAIL-C" in name or "MAIL-D" in name]
    assert "X4-W142" not in made.codes
    assert "X4-W141" in made.codes


def test_the_plan_tells_what_became_of_a_file() -> None:
    """In the record of its server, which has no such key without a file."""
    record = b'"name_files":[{"file":"LMHOSTS","sha256":"e3b0c44298fc1c149afbf4c8996fb924'
    assert record in made_with(b"").document()
    assert b'"merged":true,"reason":""}]' in made_with(b"").document()
    assert b'"merged":false,"reason":"it holds a NUL byte' in made_with(b"\0").document()
    assert b"name_files" not in make(pair(), CHOSEN).document()
    # It was to get nothing, so nothing kept it from that.
    assert b'"merged":false,"reason":""' in made_with(b"\0", "MAIL-A/HOSTS").document()


def test_without_a_ticket_the_block_has_the_id_that_the_plan_has() -> None:
    """It is known before PLAN.json is written."""
    without = settings(address_mode=AddressMode.LMHOSTS)
    block = make(pair(), without).bundle()["SERVERS/MAIL-A/LMHOSTS.ADD"]
    broken = block[: block.rindex(b"# x400fix END")]
    made = make(pair(), without, existing=[name_file("MAIL-B/LMHOSTS", broken)])
    # Its entries are taken, because nobody knows yet whose they are; so the id is another one.
    assert "X4-W145" in made.codes
    begin = block.splitlines(keepends=True)[0]
    made = make(pair(), without, existing=[name_file("MAIL-A/LMHOSTS", begin)])
    assert "there is no END" in made.plan.name_merges[0].fault
    empty = b"".join(block.splitlines(keepends=True)[::2])
    made = make(pair(), without, existing=[name_file("MAIL-A/LMHOSTS", empty)])
    assert made.bundle()["SERVERS/MAIL-A/LMHOSTS.NEW"] == block


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
    (merge,) = made.plan.name_merges
    assert merge.is_merged is is_merged
    assert ("MAIL-B-X9, which a connector dials" in merge.fault) is not is_merged


def test_what_another_server_dials_is_no_matter() -> None:
    """Its own name files tell it where that is."""
    rows = [
        *("MAIL-A/One 10.20.2.10 MAIL-B", "MAIL-A/Two 10.20.2.10 MAIL-B"),
        *("MAIL-B/Done mail-b-x9 MAIL-A", "MAIL-B/Back 10.20.1.10 MAIL-A"),
    ]
    files = [name_file("MAIL-A/LMHOSTS", block_of(TICKET, b"10.20.2.40 MAIL-B-X9 #PRE"))]
    assert make(inventory(rows, servers()), CHOSEN, existing=files).plan.name_merges[0].is_merged


def test_names_that_are_given_again_are_not_lost() -> None:
    """The kept name of a HOSTS block, for one."""
    found = by_name()
    files = [name_file("MAIL-A/HOSTS", block_of(TICKET, b"10.20.2.10      mail-b"))]
    assert make(found, CHOSEN, existing=files).plan.name_merges[0].is_merged


def test_the_linter_knows_the_computers() -> None:
    """LM26: an alias in our block that is a computer's name."""
    ours = made_with(block_of(TICKET, b"10.20.2.99 MAIL-B #PRE"))
    assert any("LM26" in message for message in ours.messages("X4-W141"))


@pytest.mark.parametrize(("system", "is_merged"), [("NT 4.0 SP3", False), ("NT 4.0 SP5", True)])
def test_the_linter_knows_the_system(system: str, is_merged: bool) -> None:  # noqa: FBT001
    """LM16: slashes in #INCLUDE stop Windows NT 4.0 before SP4 (Q165439)."""
    data = b"10.20.2.10 MAIL-B #PRE\r\n#INCLUDE //MAIL-B/PUBLIC/LMHOSTS\r\n"
    found = inventory(pair().connectors, [server("MAIL-A 10.20.1.10/24", os=system), servers()[1]])
    (merge,) = make(found, CHOSEN, existing=[name_file("MAIL-A/LMHOSTS", data)]).plan.name_merges
    assert merge.is_merged is is_merged


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
