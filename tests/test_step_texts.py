# SPDX-License-Identifier: MIT
"""The words of steps: every kind of step has all of them, whole, in lines that fit a screen."""

import re
from collections.abc import Callable, Mapping
from functools import cache

import pytest

from tests.builders import inventory, server, settings
from tests.plans import Made, between, make, name_file
from x400fix.documents.rendering import Renderer
from x400fix.documents.step_texts import StepText, StepTexts
from x400fix.inventory.connectors import Server
from x400fix.settings.choices import AddressMode, Pack
from x400fix.step_kinds import StepKind

WIDTH = 80
HOME, FAR = "MAIL-SERVER-110", "MAIL-SERVER-120"
"""As long as the name of a computer can be."""
BY_NAME = {"address_mode": AddressMode.LMHOSTS, "ticket": "CHG0417"}


def home(**facts: str) -> Server:
    return server(f"{HOME} 192.168.110.110/24", **facts)  # type: ignore[arg-type]


def far(**facts: str) -> Server:
    return server(f"{FAR} 192.168.120.110/24", **facts)  # type: ignore[arg-type]


POOL = ["192.168.110.128/25", "192.168.120.128/25"]


def on(here: Server, count: int = 2) -> Made:
    """The plan of two servers, one of which is this."""
    return make(between(here, far(), count=count), settings(POOL))


def by_hand() -> Made:
    """A firewall with and without a pool, a partner to ask, DHCP, and overrides of both kinds."""
    rows = [
        *(f"{HOME}/Wall_{at} 172.16.110.110 FAR-{at} via=FIREWALL-INNER1" for at in range(2)),
        *(f"{HOME}/Open_{at} 172.16.120.110 - via=FIREWALL-INNER2" for at in range(2)),
        *(f"{HOME}/Lease_{at} MAIL-LEASED-130 MAIL-LEASED-130" for at in range(2)),
        *(f"{HOME}/There_{at} 192.168.120.110 {FAR}" for at in range(2)),
        *(f"{HOME}/Ask_{at} 172.16.130.130" for at in range(2)),
        *(f"{FAR}/-Back 192.168.110.110 {HOME}", f"{FAR}/Back 192.168.110.110 {HOME}"),
    ]
    chosen = settings([*POOL, "FIREWALL-INNER1=10.9.0.32/28", "172.16.130.130=172.16.130.192/28"])
    return make(
        inventory(rows, [home(), far(exchange="5.5 SP4"), server("MAIL-LEASED-130 dhcp")]), chosen
    )


def names(here: str, existing: Mapping[str, bytes]) -> Made:
    """A server that dials another by a name that stays, with name files as it has them."""
    rows = [f"{here}/{at} mail-server-120 {FAR}" for at in "12"]
    found = inventory(rows, [server(f"{here} 192.168.110.110/24"), far()])
    files = [name_file(f"{here}/{kind}", data) for kind, data in existing.items()]
    return make(found, settings(POOL, **BY_NAME), existing=files)


PLANS: Mapping[str, Callable[[], Made]] = {
    "nt-4.0": lambda: on(home()),
    "nt-3.51": lambda: on(home(os="NT 3.51")),
    "nt-3.51-many": lambda: on(home(os="NT 3.51"), 8),
    "windows-2000": lambda: on(home(os="Windows 2000", adapter="Local Area Connection")),
    "windows-2003-by-hand": lambda: on(home(os="2003", adapter="")),
    "nt-by-hand": lambda: on(home(adapter="")),
    "unknown": lambda: on(home(os="")),
    "silent": lambda: on(home(exchange="5.5 SP2")),
    "by-hand": by_hand,
    "names": lambda: names(HOME, {}),
    "names-merged": lambda: names(HOME, {"HOSTS": b"", "LMHOSTS": b""}),
    "names-broken": lambda: names(HOME, {"HOSTS": b"\0", "LMHOSTS": b"\0"}),
    "names-by-hand": lambda: names("$MAIL-SERVER-11", {"HOSTS": b"", "LMHOSTS": b"\0"}),
    "names-by-hand-broken": lambda: names("$MAIL-SERVER-11", {"HOSTS": b"\0", "LMHOSTS": b""}),
    "hosts": lambda: make(between(home(), far()), settings(POOL, address_mode=AddressMode.HOSTS)),
    "zip": lambda: make(between(home(), far()), settings(POOL, pack=Pack.SAFE)),
}
"""Plans that together have every kind of step, in every form that its template has."""

ALL = pytest.mark.parametrize("name", PLANS)
KEY = re.compile(r"\\(?:Services|Machine)\\")
"""In a line with a registry key, which cannot be parted."""
COMMAND = "ipconfig|rdisk|ren|fc|copy|nbtstat|regdmp|regini|netsh|net|ping|telnet|dir"
START = re.compile(rf"[A-Z0-9_]|\[ \] |- |[a-d]\) [A-Za-z]|(?:{COMMAND}) |\S+ [0-9.]+$")


@cache
def made(name: str) -> Made:
    return PLANS[name]()


@cache
def texts(name: str) -> list[StepText]:
    return list(StepTexts(made(name).plan, Renderer()).in_order())


def parts(text: StepText) -> Mapping[str, tuple[str, ...]]:
    return {"Do": text.do, "Expected": text.expected, "Check": text.check, "Undo": text.undo}


def test_every_kind_of_step_has_a_title_of_its_own() -> None:
    titles = Renderer().step_titles
    assert {*titles} == {*StepKind}
    assert len({*titles.values()}) == len(titles)


def test_every_kind_of_step_is_in_one_of_these_plans() -> None:
    assert {text.step.kind for name in PLANS for text in texts(name)} == {*StepKind}


@ALL
def test_every_step_is_there_in_order_of_time_with_all_parts(name: str) -> None:
    assert [text.step for text in texts(name)] == made(name).steps()
    for text in texts(name):
        assert text.title
        assert all(entries for entries in parts(text).values()), text


@ALL
def test_no_line_is_longer_than_a_screen_is_wide(name: str) -> None:
    """But for registry keys."""
    for place in made(name).plan.servers:
        for page in ("STEPS.TXT", *(["ADDRATTR.TXT"] if place.address_attributes else [])):
            for line in made(name).text(f"SERVERS/{place.folder}/{page}").splitlines():
                assert len(line) <= WIDTH or KEY.search(line), line


@ALL
def test_entries_have_the_words_of_the_page_in_its_order(name: str) -> None:
    for text in texts(name):
        page = made(name).text(f"SERVERS/{text.place.folder}/STEPS.TXT")
        _, _, rest = f"\n{page}".partition(f"\n{text.step.number}. {text.title}\n")
        step = re.split(r"\n\d+\. ", rest)[0]
        for label, entries in parts(text).items():
            found = re.search(rf"(?ms)^    {label}: +(.*?)(?=^    [A-Z]|\Z)", step)
            assert found
            assert " ".join(found[1].split()) == " ".join(" ".join(entries).split())


@ALL
def test_no_entry_is_torn_or_joined_with_the_next(name: str) -> None:
    """A document may set each as a paragraph of its own."""
    for text in texts(name):
        for entry in (entry for entries in parts(text).values() for entry in entries):
            assert START.match(entry), entry
            assert not entry.startswith("HKEY"), entry
            bare = re.sub(r'".*?"|^[a-d]\)', "", entry)
            assert bare.count("(") == bare.count(")"), entry
            assert not re.search(r". [a-d]\) |[.:] - |[0-9.]{7,} +[0-9.]{7,} [0-9]", entry), entry


def test_each_address_of_a_list_is_an_entry() -> None:
    """So that a document can set them in columns."""
    (text,) = (
        t for t in texts("nt-4.0") if t.step.kind is StepKind.NIC_SCRIPT and t.place.name == HOME
    )
    assert text.expected == (
        "The registry shows exactly these pairs, in this order:",
        "192.168.110.110  255.255.255.0",
        "192.168.110.128  255.255.255.0",
    )


def test_of_many_connectors_in_one_wave_the_first_and_the_last_step_are_named() -> None:
    undo = {
        text.step.wave: text.undo[0]
        for text in texts("nt-3.51-many")
        if text.step.kind is StepKind.TEST
    }
    assert re.fullmatch(r"Undo steps \d+ to \d+, \d+ to \d+, at every server of wave 1\.", undo[1])
