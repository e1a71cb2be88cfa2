# SPDX-License-Identifier: MIT
"""Whatever a file holds, its reader gives values and problems, and takes its time by the size."""

import time
from collections.abc import Callable

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tests.golden import ROOT
from x400fix.evidence.decoding import Meant, decode_events
from x400fix.evidence.model import Evidence, Kind
from x400fix.evidence.reader import GivenFile, read_evidence
from x400fix.evidence.seen_inventory import find_inventory
from x400fix.problems import ProblemList

FILES = {
    path.name: path.read_bytes()
    for path in sorted((ROOT / "tests" / "data" / "evidence").rglob("*"))
    if path.is_file()
}
PIECES = (
    *(b"'", b'"', b"[", b"]", b"\r", b"\n", b"\0", b"\\", b"=", b":", b",", b"%", b"<20>", b"\xff"),
    *(
        b"values: 9",
        b"hex(7):",
        b"REG_MULTI_SZ",
        b"10.1.0.10",
        b"/cn=Servers/cn=",
        b"MSExchangeMTA",
    ),
    *(b"Obj-Dist-Name:   '", b"\\Registry\\Machine\\", b"\xfe\xff", b"\x81", b"dn: ", b"{GUID}"),
)


def read(*files: bytes, name: str = "SRV/FILE") -> Evidence:
    """All that is done with files, in one go."""
    problems = ProblemList()
    given_files = [GivenFile(f"{name}{index}", data) for index, data in enumerate(files)]
    evidence = read_evidence(given_files, problems)
    find_inventory(evidence, problems)
    list(decode_events(evidence.events, Meant(None)))
    for problem in problems:
        assert str(problem)
    return evidence


@st.composite
def torn(draw: st.DrawFn) -> bytes:
    """A good file with some pieces cut out, doubled or replaced."""
    data = draw(st.sampled_from([*FILES.values()]))
    for _ in range(draw(st.integers(1, 4))):
        first = draw(st.integers(0, len(data)))
        last = draw(st.integers(first, min(len(data), first + 60)))
        piece = draw(st.one_of(st.binary(max_size=8), st.sampled_from(PIECES)))
        data = data[:first] + piece * draw(st.integers(1, 3)) + data[last:]
    return data


@given(data=st.one_of(st.binary(max_size=300), torn()))
@example(data=b"")
@example(data=b"\xff\xfe\x00")
@example(data=b"\x00a\x00")
def test_any_bytes_are_read(data: bytes) -> None:
    """Nothing else than values and problems comes of them."""
    evidence = read(data)
    assert len(evidence.sources) >= 1


@given(files=st.lists(torn(), min_size=2, max_size=4))
def test_any_files_together_are_read(files: list[bytes]) -> None:
    """They contradict each other, or have pieces of each other."""
    assert len({source.path for source in read(*files).sources}) == len(files)


@given(data=torn(), name=st.text(max_size=20))
def test_any_path_is_a_path(data: bytes, name: str) -> None:
    """Its folders may be anything."""
    read(data, name=name)


_KEYS = b"".join(b" " * level + b"k\n" for level in range(1, 99))
_REPEATED: dict[str, Callable[[int], bytes]] = {
    "quotes": lambda n: b"Obj-Dist-Name:   'a\nHome-MTA:   '" + b"' [" * n,
    "brackets": lambda n: b"Obj-Dist-Name:   'a'\nHome-MTA:   '" + b"[" * n + b"\n" + b"x'\n" * n,
    "open value": lambda n: b"Obj-Dist-Name:   'a'\nHome-MTA:   'b\n" + b"x\n" * n,
    "objects": lambda n: b"RFC1006-X400-Link   1/1/99\nHome-MTA:   'b'\nN-Address:   'b'\n" * n,
    "returns": lambda n: b"\r" * n,
    "dots": lambda n: b"IP Address" + b" ." * n + b"\nHost Name . . . : a\n" + b". . :" * n,
    "adapters": lambda n: (
        b"Host Name . . : a\n" + b"a adapter " * n + b":\n" + b"x adapter y:\n" * n
    ),
    "keys": lambda n: b"\\Registry\\Machine\\A\n" + _KEYS * (n // 99),
    "folds": lambda n: b"\\Registry\\Machine\\A\n  IPAddress = REG_MULTI_SZ \\\n" + b'"a" \\\n' * n,
    "hex": lambda n: b'REGEDIT4\n[HKEY_LOCAL_MACHINE\\A]\n"IPAddress"=hex(7):' + b"31," * n + b"x",
    "escapes": lambda n: b'REGEDIT4\n[HKEY_LOCAL_MACHINE\\A]\n"IPAddress"="' + b"\\" * n,
    "cells": lambda n: b"Obj-Class,Name,N-Address\n" + b"a,b," * n + b"\n" + b"%" * n + b"\n",
    "quoted cells": lambda n: b"Obj-Class,Name,N-Address\n" + b'a,"b\n' * n,
    "folded": lambda n: b"dn: cn=a\ncn: b\n" + b" b\n" * n,
    "pairs": lambda n: (
        b'set address name="a" ' + b"a=b " * n + b"\n" + b'set address name="a"\n' * n
    ),
    "names": lambda n: b"A <00>  UNIQUE  Registered\n" * n + b"A" * n,
    "events": lambda n: b"a\tb\tMSExchangeMTA\tc\td\t9301\te\tf\tg\n" * n + b"9301 " * n,
    "event text": lambda n: (
        b"MSExchangeMTA " * n + b"\n" + b"Event: 51\nDescription: " + b"/t:0x" * n
    ),
    "hosts": lambda n: b"10.1.0.10 a #PRE\n" * n + b"10.1.0.10 " * n,
}


@pytest.mark.slow
@pytest.mark.parametrize("name", _REPEATED)
def test_time_grows_with_the_size_and_no_faster(name: str) -> None:
    """Eight times the text takes about eight times as long, not sixty-four times."""
    make = _REPEATED[name]
    taken = []
    for size in (4_000, 32_000):
        begin = time.process_time()
        read(make(size))
        taken.append(time.process_time() - begin)
    assert taken[1] < 20 * max(taken[0], 0.02), taken


@given(data=st.binary(max_size=80))
@settings(max_examples=20)
def test_a_binary_file_is_of_no_format(data: bytes) -> None:
    """It is listed all the same."""
    evidence = read(b"MZ\x01\x02\x03" + data.replace(b"\xfe", b"").replace(b"\xff", b""))
    assert [source.kind for source in evidence.sources] == [Kind.UNKNOWN]
