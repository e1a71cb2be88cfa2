# SPDX-License-Identifier: MIT
"""Name files for tests: a corpus of odd ones, and strategies that write more of them."""

from pathlib import Path

from hypothesis import strategies as st

from x400fix.namefiles.blocks import find_blocks
from x400fix.namefiles.documents import NameDocument

CORPUS = sorted((Path(__file__).parent / "lmhosts_corpus").glob("*.bin"))
FILES = {path.stem: path.read_bytes() for path in CORPUS}

TICKET = "CHG0417"
OTHER = "CHG0001"

ENDINGS = [b"\r\n", b"\r\n", b"\n", b"\r", b"\r\r\n", b""]
PIECES = [
    *(b"10.20.1.10", b"10.20.1.41", b"010.020.001.010", b"10.20.1.256", b"10.1", b"0.0.0.0"),
    *(b"MAIL-B", b"mail-b-x2", b"3COM", b"A" * 16, b"mail.corp.example", b"M\xdcNCHEN"),
    *(b'"APP            \\0x14"', b'"', b'"a # b"', b"\\0x1b", b"\\\\srv\\share\\lmhosts"),
    *(b"#PRE", b"#pre", b"#DOM:CORP", b"#MH", b"#SG", b"#NOFNR", b"#PREvious", b"# why", b"#"),
    *(b"#INCLUDE", b"#include", b"#BEGIN_ALTERNATE", b"#END_ALTERNATE", b"#END_INCLUDE"),
    *(b" ", b" ", b"\t", b"  ", b"\0", b"\x1a", b"\x0b", b"\xa0", b"\xef\xbb\xbf"),
]
MARKERS = [
    b"%sx400fix %s %s%s" % (sign, word, name, end)
    for sign in (b"# ", b"#", b" # ")
    for word in (b"BEGIN", b"END", b"UNENDED", b"begin")
    for name in (TICKET.encode(), OTHER.encode(), b"")
    for end in (b"", b" ", b" more")
]

texts = st.lists(st.sampled_from(PIECES), max_size=6).map(b"".join)
entries = st.builds(
    b"%s%s%s%s".__mod__,
    st.tuples(
        st.sampled_from([b"10.20.1.10", b"10.20.1.11", b"10.20.1.12", b" 10.20.1.13"]),
        st.sampled_from([b" ", b"\t", b"      "]),
        st.sampled_from([b"MAIL-B", b"mail-c", b'"APP            \\0x14"', b"X.Y"]),
        st.sampled_from([b"", b" #PRE", b" #PRE #DOM:CORP", b" # why", b" OTHER", b"#MH"]),
    ),
)
lines = st.tuples(
    st.one_of(entries, entries, texts, st.sampled_from(MARKERS)), st.sampled_from(ENDINGS)
).map(b"".join)
name_files = st.one_of(
    st.lists(lines, max_size=12).map(b"".join),
    st.binary(max_size=60),
    st.sampled_from([*FILES.values()]),
)
"""The bytes of files that look like LMHOSTS or HOSTS, more or less."""

sane_files = st.lists(
    st.tuples(entries, st.sampled_from([b"\r\n", b"\n", b"\r"])).map(b"".join), max_size=8
).flatmap(lambda done: st.sampled_from([b"".join(done), b"".join(done).rstrip(b"\r\n")]))
"""Files of entries only, so that a block can always be merged into them."""

block_lines = st.lists(
    st.sampled_from([b"10.20.1.41      MAIL-B-X2 #PRE", b"10.20.1.42      MAIL-B-X3 #PRE"]),
    max_size=2,
)


def block_of(block_id: str, *inside: bytes, ending: bytes = b"\r\n") -> bytes:
    """A block as the templates write it."""
    name = block_id.encode()
    rows = [b"# x400fix BEGIN " + name, *inside, b"# x400fix END " + name]
    return b"".join(row + ending for row in rows)


blocks = block_lines.map(lambda inside: block_of(TICKET, *inside))
"""Blocks of the ticket that the tests are about."""


def remove(document: NameDocument, block_id: str) -> bytes:
    """The file without the block of an id, as whoever takes it out by hand is told to do it.

    A line end that was added for the block goes with it, unless lines were added behind the block
    since then: they must not run into the line before. ValueError if the block is not sound.
    """
    blocks = find_blocks(document.lines)
    if fault := blocks.fault_of(block_id):
        raise ValueError(fault.reason)
    present = blocks.sound_one(block_id)
    if not present:
        return bytes(document)
    before = b"".join(map(bytes, document.lines[: present.begin]))
    behind = b"".join(map(bytes, document.lines[present.end + 1 :]))
    if present.was_unended and not behind:
        return before[:-2] if before.endswith(b"\r\n") else before[:-1]
    return before + behind
