# SPDX-License-Identifier: MIT
"""The words of steps: every kind of step has all of them, whole, in lines that fit a screen."""

import re
from collections.abc import Callable, Mapping
from functools import cache

import pytest

from tests.builders import inventory, server, settings
from tests.plans import Made, between, make, name_file
from x400fix.documents.rendering import Renderer
from x400fix.documents.step_texts import step_title
from x400fix.inventory.connectors import Server
from x400fix.plan.model import Place
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
KEY = re.compile(r"\\(?:Services|Machine)\\|copy /b LMHOSTS.NEW ")
"""In a line with a registry key or a command, which cannot be parted."""
LABELS = ["Who", "Waits for", "Minutes", "Do", "Expected", "Check", "Undo"]
STEP = re.compile(r"(?m)^(\d+)\. (.+)\n((?:    .*\n)+)")
COMMAND = re.compile(
    r"\b(?:ipconfig|rdisk|regdmp|regini|netsh|telnet|fc|copy) [/%\\A-Z0-9].*"
    r"|\bnet (?:stop|start) [A-Z].*|\bnbtstat -R$|\bren \*.*"
)


@cache
def made(name: str) -> Made:
    return PLANS[name]()


def pages(name: str) -> list[tuple[Place, str]]:
    """STEPS.TXT of each place."""
    plan = made(name).plan
    return [(each, made(name).text(f"SERVERS/{each.folder}/STEPS.TXT")) for each in plan.servers]


def test_every_kind_of_step_has_a_title_of_its_own() -> None:
    titles = Renderer().step_titles
    assert {*titles} == {*StepKind}
    assert len({*titles.values()}) == len(titles)


def test_every_kind_of_step_is_in_one_of_these_plans() -> None:
    assert {step.kind for name in PLANS for step in made(name).steps()} == {*StepKind}


@ALL
def test_every_step_has_all_parts_in_one_layout(name: str) -> None:
    titles = Renderer().step_titles
    for place, page in pages(name):
        found = STEP.findall(page)
        assert [(int(number), title) for number, title, _ in found] == [
            (step.number, step_title(step, titles)) for step in place.steps
        ]
        for _, _, body in found:
            assert re.findall(r"(?m)^    ([A-Z][a-z ]+): +\S", body) == LABELS, body
            for line in body.splitlines():
                assert re.match(r"    (?:[A-Z][A-Za-z ]+: *|            )", line), line
                assert line == line.rstrip(), line


@ALL
def test_no_line_is_longer_than_a_screen_is_wide(name: str) -> None:
    """But for registry keys and a command."""
    for place in made(name).plan.servers:
        for page in ("STEPS.TXT", *(["ADDRATTR.TXT"] if place.address_attributes else [])):
            for line in made(name).text(f"SERVERS/{place.folder}/{page}").splitlines():
                assert len(line) <= WIDTH or KEY.search(line), line


@ALL
def test_every_command_has_a_line_of_its_own(name: str) -> None:
    """Further to the right, so that it is typed as it is there."""
    for _, page in pages(name):
        for line in page.splitlines():
            if found := COMMAND.search(line):
                assert line.startswith(f"{' ' * 20}{found[0]}"), line


def test_of_many_connectors_in_one_wave_the_first_and_the_last_step_are_named() -> None:
    (_, page), *_ = pages("nt-3.51-many")
    for name in (HOME, FAR):
        assert re.search(rf"(?m)^ {{16}}{name}: undo \d+ down to \d+$", page)
