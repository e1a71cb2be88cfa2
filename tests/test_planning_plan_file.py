# SPDX-License-Identifier: MIT
"""PLAN.json: how it is written, and that only the plan of the inputs that it holds is read back."""

import hashlib
import json
import re
from collections.abc import Callable, Sequence
from functools import cache
from itertools import islice
from pathlib import Path as FilePath
from typing import Any

import jsonschema
import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.builders import POOL, inventory, pair, server, settings
from tests.forging import (
    HOSTILE,
    Path,
    edits,
    get,
    paths,
    put,
    shown_path,
    stale,
    values_of,
    written,
)
from tests.inventories import Case, inventories
from tests.inventories.plans import HOSTNAME, LAWS, MODES, chosen_for, plans, read
from tests.namefiles import name_files
from tests.plans import Made, make, name_file, with_checksum
from x400fix.allocation.assignments import Action, Memory, Remembered
from x400fix.allocation.in_use import read_in_use
from x400fix.allocation.pool import InUse
from x400fix.inventory.addresses import number_of, parse_address
from x400fix.inventory.connectors import Inventory, Role
from x400fix.namefiles.existing import ExistingFile
from x400fix.plan.encoding import seal_plan
from x400fix.plan.model import Plan
from x400fix.planning.inputs import MADE_BY
from x400fix.planning.plan_file import plan_schema, read_plan, remember
from x400fix.problems import InputError, PlanningError
from x400fix.settings.choices import AddressMode, Pack, Profile
from x400fix.settings.settings import Settings
from x400fix.settings.ticket_facts import TicketFacts, TicketGroups, TicketRisk
from x400fix.settings.window import parse_window

NAME = "old/PLAN.json"
OLD = (FilePath(__file__).parent / "data" / "plan-1.2.json").read_bytes()

FACTS = TicketFacts(
    category="Messaging",
    text_to_users="No mail\nfrom ten.",
    groups=TicketGroups(network="Network"),
    risk=TicketRisk(users=1200),
    limits={"description": 200},
    minutes={"server-restart": 61},
)
WINDOW = parse_window("2026-12-05T22:00+01:00/4h")


def rich() -> Made:
    """Every kind of owner and of input: a firewall, a foreign MTA, DHCP, name files, a ticket."""
    rows = [
        *(f"MAIL-A/To_B_{at} MAIL-B MAIL-B out=L0{at}" for at in range(3)),
        *(f"MAIL-B/To_A_{at} 10.20.1.10 MAIL-A own=A in=C" for at in range(3)),
        *(f"MAIL-A/FW_{at} 10.9.0.1 FAR-{at} via=FW1" for at in range(2)),
        *(f"MAIL-A/X_{at} 172.16.9.9" for at in range(2)),
        *(f"MAIL-A/D_{at} MAIL-D MAIL-D" for at in range(2)),
        *("MAIL-A/Tp 490001AA MAIL-B stack=TP4", "MAIL-A/XX 31100 stack=X25"),
    ]
    known = [
        server("MAIL-A 10.20.1.10/24", gateway="10.20.1.1", roles=(Role.RAS,)),
        server("MAIL-B 10.20.2.10/24", exchange="5.5 SP4"),
        server("MAIL-D dhcp"),
    ]
    chosen = settings(
        [*POOL, "172.16.9.9=172.16.9.32/28"],
        ["10.20.1.40"],
        ticket="CHG0417",
        address_mode=AddressMode.HOSTS,
        keep=("MAIL-A/To B 1",),
        window=WINDOW,
        owner="J. Doe",
        profile=Profile.JSM,
        pack=Pack.SAFE,
        dns=((number_of("10.20.3.1"), "mail-b.corp"),),
        facts=FACTS,
    )
    files = [
        name_file("MAIL-A/HOSTS", b"127.0.0.1 localhost\r\n"),
        name_file("MAIL-A/LMHOSTS", b"10.9.9.9 PRINTER #PRE\r\n"),
    ]
    return make(inventory(rows, known), chosen, existing=files)


MAKERS: dict[str, Callable[[], Made]] = {
    "two-servers": lambda: make(pair()),
    "everything": rich,
    "names": lambda: make(pair(3), settings([], **HOSTNAME)),
    "again": lambda: make(pair(3), memory=make(pair(4)).memory()),
    "nothing-to-do": lambda: make(pair(1)),
}
NAMES = pytest.mark.parametrize("name", MAKERS)


@cache
def data_of(name: str) -> bytes:
    """PLAN.json of one of the plans above."""
    return MAKERS[name]().document()


PLAN = data_of("two-servers")


def refusal(data: bytes) -> str:
    """The one problem for which a plan is refused."""
    with pytest.raises(InputError) as caught:
        read_plan(data, NAME)
    (problem,) = caught.value.problems
    return str(problem)


# ---- what is written is read

Given = tuple[Inventory, Settings, Memory, Sequence[ExistingFile], Sequence[InUse]]

IN_USE = (
    read_in_use("ipam/netbox.csv", "10.20.1.32/30 MAIL-A-X2\n10.20.2.33-10.20.2.40\n10.9.9.9"),
    read_in_use("scan.txt", "10.20.1.40"),
)


@st.composite
def inputs(draw: st.DrawFn) -> Given:
    """Everything that a plan can be made of."""
    case: Case = draw(inventories())
    found = read(case.text)
    others = {
        "ticket": st.sampled_from(["", "CHG0417"]),
        "owner": st.sampled_from(["", "J. Doé"]),
        "window": st.sampled_from([None, WINDOW]),
        "profile": st.sampled_from(Profile),
        "pack": st.sampled_from(Pack),
        "facts": st.sampled_from([TicketFacts(), FACTS]),
        "dns": st.sampled_from([(), ((number_of("10.20.0.10"), "mail.example.com"),)]),
    }
    chosen = chosen_for(case, draw(MODES) | draw(st.fixed_dictionaries(others)))
    memory: Memory = {}
    if draw(st.booleans()):
        memory = make(found, chosen_for(case, HOSTNAME)).memory()
    at = min(found.servers)
    kinds = draw(st.sampled_from([(), ("HOSTS",), ("HOSTS", "LMHOSTS")]))
    existing = [name_file(f"{at}/{kind}", draw(name_files)) for kind in kinds]
    return found, chosen, memory, existing, draw(st.sampled_from([(), IN_USE]))


@LAWS
@given(inputs())
def test_what_was_written_is_read_as_the_same_plan_of_the_same_bytes(
    given: Given,
) -> None:
    """With every option, name file, earlier plan and fact of the ticket."""
    try:
        made = make(*given)
    except (PlanningError, InputError):
        return
    again = read_plan(made.document(), NAME)
    assert again.plan == made.plan
    assert seal_plan(again.plan)[1] == made.document()
    assert [each.message for each in again.problems] == [each.message for each in made.problems]


@NAMES
def test_the_keys_stand_in_their_order_and_the_checksum_last(name: str) -> None:
    """Each on a line of its own, so that two plans can be compared line by line."""
    keys = [
        *("format", "version", "made_by", "inputs", "options", "summary", "assumptions"),
        *("inventory", "understood", "connectors", "facts", "dns", "name_files", "used"),
        *("remembered", "links", "conflicts", "pools", "assignments", "block_id", "selectors"),
        *("earlier", "servers", "alternatives", "proof", "routes", "outages", "problems"),
        "checksum",
    ]
    data = data_of(name)
    assert list(json.loads(data)) == keys
    assert re.findall(rb'^"(\w+)":', data, re.MULTILINE) == [key.encode() for key in keys]
    links = json.loads(data)["links"]
    assert data.count(b'\n{"ends":') == len(links)


@NAMES
def test_the_checksum_covers_the_bytes_before_its_own_quote(name: str) -> None:
    """Lower-case hexadecimal SHA-256."""
    data = data_of(name)
    start = data[: data.rindex(b'"checksum"')]
    assert json.loads(data)["checksum"] == hashlib.sha256(start).hexdigest()


def test_a_name_stands_in_a_plan_as_it_is_shown() -> None:
    """UTF-8 without escapes that hide it."""
    found = inventory(["MAIL-A/Cádiz 10.20.2.10"], ["MAIL-A 10.20.1.10/24"])
    assert "Cádiz".encode() in make(found).document()


@NAMES
def test_the_schema_accepts_every_plan(name: str) -> None:
    """With a validator that another project wrote."""
    schema = json.loads(plan_schema())
    jsonschema.Draft202012Validator.check_schema(schema)
    jsonschema.validate(json.loads(data_of(name)), schema, jsonschema.Draft202012Validator)


def test_the_schema_refuses_what_no_plan_holds() -> None:
    """It is as strict as the reader, and names the standard that it follows."""
    schema = json.loads(plan_schema())
    assert schema["$schema"].endswith("draft/2020-12/schema")
    assert plan_schema().endswith(b"}\n")
    for path, match in ((("servers", 0, "colour"), "colour"), (("connectors", 0, "line"), "-1")):
        with pytest.raises(jsonschema.ValidationError, match=match):
            jsonschema.validate(put(values_of(PLAN) | {}, path, -1), schema)


# ---- what was edited is refused


def test_name_files_are_input_files_with_their_digests() -> None:
    """After all others; another digest does not follow from the bytes that the plan holds."""
    values = values_of(data_of("everything"))
    assert [(each["kind"], each["name"]) for each in values["inputs"]] == [
        *(("inventory", "inventory.csv"), ("hosts", "MAIL-A/HOSTS")),
        ("lmhosts", "MAIL-A/LMHOSTS"),
    ]
    text = refusal(written(put(values, ("inputs", 1, "sha256"), "0" * 64)))
    assert "$.inputs[1].sha256 is '000" in text


INPUTS = frozenset(
    {"made_by", "inputs", "options", "inventory", "facts", "dns", "name_files", "remembered"}
)
CELLS = frozenset(
    *(("server", "connector", "stack", "address", "named_server", "peer_connector", "via"),),
) | {"line", "selectors"}


def is_input(path: Path) -> bool:
    """Whether a value is given to a plan, and not derived."""
    top, *rest = path
    if top == "connectors":
        return len(rest) < 2 or rest[1] in CELLS
    return top in INPUTS or (top == "problems" and (len(rest) < 2 or rest[1] == "is_reading"))


def all_edits(values: dict[str, Any]) -> Sequence[tuple[Path, object]]:
    """Every edit of every value; values of inputs become whatever may be thought of."""
    found = []
    for path in paths(values):
        if path[0] not in ("format", "version", "checksum"):
            others = [*edits(get(values, path)), *(HOSTILE if is_input(path) else ())]
            found += [(path, other) for other in others if other != get(values, path)]
    return found


def assert_refused(values: dict[str, Any], path: Path, other: object) -> None:
    """An edited plan is refused, or it is the whole plan of other inputs."""
    data = written(put(values, path, other))
    try:
        again = read_plan(data, NAME)
    except InputError as error:
        (problem,) = error.problems
        assert problem.code == "X4-E070"
        if not is_input(path) and "follows from its inputs" in problem.message:
            place = re.escape(shown_path(path))
            assert re.search(rf" {place}[.\[ ].*but .* follows from its inputs", problem.message)
    else:
        assert is_input(path), (path, other)
        assert seal_plan(again.plan)[1] == data
    if not is_input(path):
        with pytest.raises(InputError, match="X4-E070"):
            read_plan(stale(data, values), NAME)


@NAMES
def test_an_edited_value_is_refused_wherever_it_stands(name: str) -> None:
    """A sample of all edits of all values."""
    values = values_of(data_of(name))
    every = all_edits(values)
    for path, other in islice(every, 0, None, len(every) // 150 + 1):
        assert_refused(values, path, other)


@pytest.mark.slow
@pytest.mark.parametrize("name", ["two-servers", "everything"])
def test_every_edit_of_every_value_is_refused(name: str) -> None:
    """With the checksum of before and made anew."""
    values = values_of(data_of(name))
    for path, other in all_edits(values):
        assert_refused(values, path, other)


@LAWS
@given(plans(), st.data())
def test_an_edited_value_of_any_plan_is_refused(made: Made, data: st.DataObject) -> None:
    """Whatever it was made of."""
    values = values_of(made.document())
    path, other = data.draw(st.sampled_from(all_edits(values)))
    assert_refused(values, path, other)


@pytest.mark.parametrize(
    ("path", "value", "message"),
    [
        (
            ("servers", 0, "steps", 0, "minutes"),
            21,
            "$.servers[0].steps[0].minutes is 21, but 30 follows from its inputs",
        ),
        (
            ("servers", 0, "steps", 1, "kind"),
            "test",
            "$.servers[0].steps[1].kind is 'test', but 'check-before' follows from its inputs",
        ),
        (
            ("connectors", 0, "verdict"),
            "OK",
            "$.connectors[0].verdict is 'OK', but 'CONFLICT' follows from its inputs",
        ),
        (
            ("links", 0, "ends"),
            lambda ends: ends[:1],
            '$.links[0].ends[1] is nothing, but {"server":"MAIL-B","connector":"To A 1"} follows',
        ),
        (
            ("assumptions",),
            ["None."],
            "$.assumptions[0] is 'None.', but nothing follows from its inputs",
        ),
        (
            ("routes", 0, "turns", 0, "status"),
            "works",
            "$.routes[0].turns[0].status is 'works', but 'uncertain' follows from its inputs",
        ),
        (
            ("summary", "steps"),
            True,
            "Expected `int`, got `bool` - at `$.summary.steps`",
        ),
    ],
)
def test_a_refusal_names_the_first_difference(path: Path, value: object, message: str) -> None:
    """Its path, the value in the file, and the value that follows; also with the old checksum."""
    changed = put(values_of(PLAN), path, value)
    expected = f"{NAME}: error X4-E070: this plan cannot be used: {message}"
    assert refusal(written(changed)).startswith(expected)
    assert refusal(stale(written(changed), values_of(PLAN))) == refusal(written(changed))


def test_the_first_difference_is_the_first_in_the_order_of_the_keys() -> None:
    """However many there are."""
    values = put(values_of(PLAN), ("outages", 0, "minutes"), 1)
    values = put(values, ("summary", "moved"), 3)
    assert "$.summary.moved is 3, but 2 follows" in refusal(written(values))


def test_a_checksum_alone_is_a_difference() -> None:
    """Whoever compares plans by it must be able to trust it."""
    assert "$.checksum is '00" in refusal(stale(PLAN, {"checksum": "0" * 64}))


def test_a_plan_of_another_version_counts_if_all_else_follows() -> None:
    """What differs may be the work of that version, so a refusal names both."""
    values = put(values_of(PLAN), ("made_by",), "x400fix 9.1.0")
    assert read_plan(written(values), NAME).plan.made_by == "x400fix 9.1.0"
    text = refusal(written(put(values, ("summary", "moved"), 3)))
    assert f"; x400fix 9.1.0 made it, this is {MADE_BY}; give" in text


@pytest.mark.parametrize(
    ("path", "value", "why"),
    [
        (("made_by",), "x400fix 1.0 & del *", "is not a version of x400fix"),
        (("inputs", 0, "kind"), "junk", "'junk' is not a kind of input file"),
        (("inputs", 0, "name"), "home/me/inventory.csv", "would be read as 'inventory.csv'"),
        (("inputs", 0, "sha256"), "0" * 63, "is not a SHA-256"),
        (("options", "pool", 0), "10.20.1.32/27,10.20.2.32/27", "$.options.pool[0] is"),
        (
            ("options", "pool", 0),
            "10.20.1.32-10.20.1.3",
            "the last address is lower",
        ),
        (("options", "pool"), lambda rows: [*rows, "fw1=10.9.0.1"], "but 'FW1=10.9.0.1' follows"),
        (("options", "pool_place"), "home/x400fix.toml", "would be read as 'x400fix.toml'"),
        (("options", "exclude_places"), ["--exclude"], "have different lengths"),
        (("options", "window_place"), "a/b", "would be read as 'b'"),
        (("options", "window"), "soon", "'soon' is not a change window"),
        (("options", "ticket"), "CHG 1", "is not a ticket number"),
        (("options", "owner"), "a\nb", "holds a control or invisible character"),
        (("options", "owner"), "x" * 201, "is too long"),
        (("options", "strategy"), "hostname", "the Address must be a name"),
        (("options", "wave"), "none", "Invalid enum value 'none'"),
        (("options", "keep"), ["MAIL-Z/x"], "names no connector"),
        (
            ("options", "facts"),
            {"minutes": {"test": 0}},
            "Expected `int` >= 1 - at",
        ),
        (("options", "facts"), {"minutes": {"junk": 5}}, "unknown key 'junk'"),
        (
            ("options", "facts"),
            {"limits": {"description": 39}},
            "Expected `int` >= 40 - at",
        ),
        (
            ("options", "facts"),
            {"risk": {"users": -5}},
            "facts.risk.users`",
        ),
        (("options", "facts"), {"text_to_users": "a\rb"}, "ticket.text_to_users: "),
        (("options", "facts"), {"groups": {"network": "a\nb"}}, "ticket.groups.network: "),
        (("inventory", "file"), "home/inventory.csv", "would be read as 'inventory.csv'"),
        (("inventory", "columns", "address"), -1, "Expected `int` >= 0"),
        (("inventory", "columns", "address"), 2**31, "Expected `int` <= 2147483647"),
        (("inventory", "rows_hidden"), -1, "Expected `int` >= 0"),
        (("connectors", 0, "line"), -1, "Expected `int` >= 0 - at `$.connectors[0].line`"),
        (("connectors", 0, "connector"), "\u202e", "holds a control or invisible character"),
        (("connectors", 0, "server"), "mail-a", "would be read as 'MAIL-A'"),
        (("connectors", 0, "server"), "MAIL-0", "facts do not have MAIL-0"),
        (("connectors", 0, "address"), "10.020.2.10", "a leading zero"),
        (("connectors",), lambda rows: [*rows[1:], rows[0]], "connectors are not in their order"),
        (("connectors",), lambda rows: [rows[0], *rows], "or one is there twice"),
        (("connectors", 0, "selectors"), {"own": "4"}, "an even number of hexadecimal digits"),
        (("connectors", 0, "selectors"), {"own": "41" * 33}, "a T selector has 32 at most"),
        (("connectors", 0, "selectors"), {"own": "4A"}, "$.connectors[0].selectors.own is '4A'"),
        (("connectors", 0, "selectors"), {}, "$.connectors[0].selectors is"),
        (("facts",), lambda rows: rows[::-1], "facts are not in their order"),
        (("facts",), lambda rows: rows[:1], "facts do not have MAIL-B"),
        (("facts", 0, "adapter"), 'LAN"\n', "holds a control or invisible character"),
        (("facts", 0, "addresses"), ["10.20.1.10/24"] * 2, "is in the list twice"),
        (("facts", 0, "addresses"), ["10.20.1.0/24"], "is the network address"),
        (("facts", 0, "addresses"), ["10.20.1.10/24,10.20.1.11/24"], "$."),
        (("facts", 0, "dhcp"), True, "$."),
        (("facts", 0, "gateway"), "127.0.0.1", "is not a gateway"),
        (("facts", 0, "roles"), ["ras", "ras"], "$."),
        (("facts", 0, "roles"), ["mainframe"], "Invalid enum value 'mainframe'"),
        (("facts", 0, "os"), "OS/2", "OS/2"),
        (("dns",), [{"address": "10.1.1.1", "name": "10.1.1.2"}], "is an address, not a host"),
        (("dns",), [{"address": "10.1.1", "name": "x.y"}], "write four decimal numbers"),
        (("name_files",), [{"server": "MAIL-Z"}], "of no server of the inventory"),
        (("name_files",), [{"file": "../HOSTS"}], "is not a valid NameFileKind"),
        (("name_files",), [{"path": "now/HOSTS"}], "would be read as 'HOSTS'"),
        (("name_files",), [{"data": "*"}], "Invalid base64 encoded string"),
        (("name_files",), [{}, {}], "name_files are not in their order"),
        (("used",), [{"names": ["x & y"]}], "'x & y' is not an alias"),
        (("used",), [{"addresses": ["10.20.2"]}], "'10.20.2' is not an IP address"),
        (("used",), [{"file": "home/used.csv"}], "would be read as 'used.csv'"),
        (("remembered",), [{"alias": "X & del *"}], "'X & del *' is not an alias"),
        (("remembered",), [{"alias": "x2"}], "'x2' is not an alias"),
        (("remembered",), [{"action": "keep"}], "keeps what it has and is given more"),
        (("remembered",), [{"action": "drop"}], "Invalid enum value 'drop'"),
        (("remembered",), [{"new_address": "127.0.0.1"}], "the loopback network"),
        (("remembered",), [{"server": "no name"}], "'no name' is not a computer name"),
        (("remembered",), [{"connector": "a\nb"}], "holds a control or invisible character"),
        (("remembered",), [{"owner": "a\nb"}], "holds a control or invisible character"),
        (("remembered",), [{"old_address": "10.1.1"}], "'10.1.1'"),
        (("problems",), [{"code": "X4-E001"}], "is not the code of a warning"),
        (("problems",), [{"line": -1}], "Expected `int` >= 0"),
        (("problems",), [{"message": "a\x1b[2J"}], r"would be read as 'a\x1b[2J'"),
        (("problems",), [{"file": "home/me.csv"}], "would be read as 'me.csv'"),
        (("problems",), [{"cell": "ZZ9"}], "$.problems["),
        (("problems",), [{"severity": "note"}], "$.problems["),
    ],
)
def test_an_input_that_no_reader_gives_is_refused(path: Path, value: object, why: str) -> None:
    """The parsers that read inventories and options read it again."""
    values = put(values_of(PLAN), path, completed(path[0], value) if len(path) == 1 else value)
    if path[-1] == "selectors":
        empty = {"own": "", "outgoing": "", "incoming": ""}
        values = put(values_of(PLAN), path, empty | dict(get(values, path)))
    text = refusal(written(values))
    assert text.startswith(f"{NAME}: error X4-E070: this plan cannot be used: ")
    assert why in text


WHOLE: dict[str | int, dict[str, object]] = {
    "dns": {},
    "name_files": {"server": "MAIL-A", "file": "HOSTS", "path": "HOSTS", "data": ""},
    "used": {"file": "used.csv", "addresses": [], "names": [], "is_given": False},
    "remembered": {
        "action": "move",
        "server": "MAIL-A",
        "connector": "GONE",
        "owner": "MAIL-B",
        "new_address": "10.20.2.60",
        "alias": "MAIL-B-X9",
        "old_address": "10.20.2.10",
    },
    "problems": {
        "code": "X4-W101",
        "severity": "warning",
        "message": "m",
        "file": "inventory.csv",
        "line": 1,
        "field": 2,
        "cell": "B1",
        "is_reading": True,
    },
}
"""An item of each list that most plans have empty."""


def completed(name: str | int, value: object) -> object:
    """A list whose items have all their keys."""
    if name in WHOLE and isinstance(value, list):
        return [WHOLE[name] | each for each in value]
    return value


@pytest.mark.parametrize("name", ["name_files", "remembered", "problems"])
def test_the_whole_items_themselves_are_read(name: str) -> None:
    """So each refusal above has its own reason: what differs is what follows from them."""
    text = refusal(written(put(values_of(PLAN), (name,), [WHOLE[name]])))
    assert "follows from its inputs" in text


def deep(levels: int) -> bytes:
    """A plan with a value nested deeply."""
    nested = b"[" * levels + b"]" * levels
    return with_checksum(PLAN.replace(b'"assumptions":[]', b'"assumptions":' + nested))


@pytest.mark.parametrize(
    ("data", "code", "why"),
    [
        pytest.param(b"", "X4-E070", "truncated", id="empty"),
        pytest.param(b"connector,server\n", "X4-E070", "malformed", id="no-json"),
        pytest.param(PLAN[:-400], "X4-E070", "truncated", id="half"),
        pytest.param(b"[]", "X4-E070", "Expected `object`", id="another-json"),
        pytest.param(b'{"format":1,"version":"2.0"}', "X4-E070", "Expected `str`", id="number"),
        pytest.param(b'{"version":"2.0"}', "X4-E070", "missing required", id="no-format"),
        pytest.param(b'{"format":"x","version":"2.0"}', "X4-E070", "not x400fix-plan", id="other"),
        pytest.param(b'{"format":"\xff"}', "X4-E070", "utf-8", id="no-utf-8"),
        pytest.param(
            PLAN.replace(b"To B 1", b"To B \xff"), "X4-E070", "utf-8", id="no-utf-8-within"
        ),
        pytest.param(
            PLAN.replace(b'"To B 1"', rb'"\ud800"'), "X4-E070", "malformed", id="surrogate"
        ),
        pytest.param(b"\xef\xbb\xbf" + PLAN, "X4-E070", "malformed", id="byte-order-mark"),
        pytest.param(PLAN.replace(b":20,", b":NaN,"), "X4-E070", "malformed", id="nan"),
        pytest.param(PLAN.replace(b":20,", b":1e999,"), "X4-E070", "", id="infinite"),
        pytest.param(PLAN.replace(b":20,", b":20.0,"), "X4-E070", "got `float`", id="float"),
        pytest.param(PLAN.replace(b":20,", b":2e1,"), "X4-E070", "got `float`", id="power"),
        pytest.param(
            PLAN.replace(b":20,", b":" + b"9" * 5000 + b","), "X4-E070", "", id="huge-number"
        ),
        pytest.param(deep(500), "X4-E070", "Expected `str`, got `array`", id="nested"),
        pytest.param(deep(200_000), "X4-E070", "", id="nested-very-deeply"),
        pytest.param(PLAN + b"\n", "X4-E070", "not written as", id="line-added"),
        pytest.param(PLAN + b"{}", "X4-E070", "trailing characters", id="more-added"),
        pytest.param(PLAN.replace(b"\n", b"\r\n"), "X4-E070", "not written as", id="line-ends"),
        pytest.param(PLAN.replace(b":20,", b": 20,"), "X4-E070", "not written as", id="blanks"),
        pytest.param(
            with_checksum(PLAN.replace(b'"wave":0,', b'"wave":1,"wave":0,', 1)),
            "X4-E070",
            "not written as",
            id="key-twice",
        ),
        pytest.param(
            with_checksum(PLAN.replace(b'"moved":2,"kept":2', b'"kept":2,"moved":2')),
            "X4-E070",
            "not written as",
            id="keys-swapped",
        ),
        pytest.param(
            with_checksum(PLAN.replace(b"MAIL-A", rb"M\u0041IL-A", 1)),
            "X4-E070",
            "not written as",
            id="escaped",
        ),
        pytest.param(
            PLAN.replace(b'"checksum"', b'"checksum":"","checksum"'),
            "X4-E070",
            "not written as",
            id="checksum-twice",
        ),
        pytest.param(
            PLAN.replace(b"\n}\n", b',"x":1\n}\n'), "X4-E070", "unknown field `x`", id="behind"
        ),
        *(
            pytest.param(
                with_checksum(PLAN.replace(b'"2.0"', f'"{version}"'.encode())),
                "X4-E071",
                f"has version {shown}, and this x400fix reads 2.0",
                id=f"version-{version}",
            )
            for version, shown in (
                *(("1.2", "1.2"), ("1", "1"), ("2.9", "'2.9'"), ("2", "'2'"), ("3.0", "'3.0'")),
                *(("0.9", "'0.9'"), ("10.0", "'10.0'"), ("2.0.1", "'2.0.1'"), ("", "''")),
            )
        ),
        pytest.param(OLD, "X4-E071", "only --previous takes older plans", id="plan-of-1.2"),
    ],
)
def test_a_file_that_this_version_did_not_write_is_refused(
    data: bytes, code: str, why: str
) -> None:
    """With what is wrong, and what to give instead."""
    text = refusal(data)
    assert text.startswith(f"{NAME}: error {code}: this plan cannot be used: ")
    assert why in text
    assert text.endswith("; give the PLAN.json of a bundle as it was made")


def test_what_stands_behind_the_checksum_is_refused() -> None:
    """The checksum does not cover it."""
    start, end = PLAN.rindex(b'"problems"'), PLAN.rindex(b",\n")
    digest = hashlib.sha256(PLAN[:start]).hexdigest().encode()
    moved = PLAN[:start] + b'"checksum":"' + digest + b'",\n' + PLAN[start:end] + b"\n}\n"
    assert list(json.loads(moved))[-1] == "problems"
    assert "not written as" in refusal(moved)


def test_one_other_byte_is_noticed_wherever_it_is() -> None:
    """Whichever it is."""
    for at in range(0, len(PLAN), 97):
        with pytest.raises(InputError):
            read_plan(PLAN[:at] + bytes([PLAN[at] ^ 1]) + PLAN[at + 1 :], NAME)


# ---- what a later plan honours


def test_moved_and_kept_connectors_are_remembered_by_server_and_name() -> None:
    """The name in capitals, as Exchange compares it."""
    memory = remember(PLAN, NAME)
    assert memory["MAIL-A", "TO B 2"] == Remembered(
        action=Action.MOVE,
        owner="MAIL-B",
        before=parse_address("10.20.2.10"),
        address=number_of("10.20.2.32"),
        alias="MAIL-B-X2",
    )
    assert memory["MAIL-A", "TO B 1"] == Remembered(
        action=Action.KEEP, owner="", before=parse_address("10.20.2.10")
    )
    assert len(memory) == 4


def test_what_an_earlier_plan_remembered_is_remembered_too() -> None:
    """What is planned goes before it."""
    first = make(pair(4))
    later = make(pair(3), memory=first.memory())
    assert {each.connector for each in later.plan.earlier} == {"TO A 4", "TO B 4"}
    assert later.memory() == first.memory()


def test_a_plan_to_remember_is_checked_like_any_other() -> None:
    """It reaches scripts again, so a checksum that fits is not enough."""
    values = put(values_of(PLAN), ("assignments", 1, "new_address"), "10.20.2.99")
    with pytest.raises(InputError, match=r"X4-E070.*\$\.assignments\[1\]\.new_address is"):
        remember(written(values), NAME)


class TestVersion1:
    def test_its_assignments_are_remembered(self) -> None:
        memory = remember(OLD, NAME)
        assert len(memory) == 30
        assert memory["ATHENS1", "HUB MAIL 1"] == Remembered(
            action=Action.MOVE,
            owner="HUB1",
            before=parse_address("10.10.0.10"),
            address=number_of("10.10.0.70"),
            alias="HUB1-X2",
        )

    def test_what_it_remembered_itself_is_remembered_too(self) -> None:
        gone = {
            "action": "move",
            "server": "HUB9",
            "connector": "Gone",
            "owner": "HUB1",
            "new_address": "10.10.0.99",
            "alias": "HUB1-X99",
        }
        data = with_checksum(
            OLD.replace(b'"earlier":[]', b'"earlier":[\n' + msgspec.json.encode(gone) + b"\n]")
        )
        assert remember(data, NAME)["HUB9", "GONE"].alias == "HUB1-X99"

    @pytest.mark.parametrize(
        "data",
        [
            pytest.param(OLD.replace(b'"10.10.0.70"', b'"10.10.0.71"'), id="value"),
            pytest.param(OLD.replace(b"\n", b"\r\n"), id="line-ends"),
            pytest.param(OLD + b"\n", id="line-added"),
            pytest.param(OLD.replace(b'"checksum":"', b'"checksum": "'), id="laid-out"),
        ],
    )
    def test_one_that_was_changed_is_refused(self, data: bytes) -> None:
        with pytest.raises(InputError, match=r"X4-E072: .*it was changed after it was written"):
            remember(data, NAME)

    @pytest.mark.parametrize(
        ("old", "new", "why"),
        [
            (b'"action":"move"', b'"action":"drop"', "Invalid enum value 'drop'"),
            (b'"10.10.0.70","alias"', b'"10.10.0","alias"', "write four decimal numbers"),
            (b'"10.10.0.70","alias"', b'"127.0.0.1","alias"', "the loopback network"),
            (b'"alias":"HUB1-X2"', b'"alias":"X & del *"', "'X & del *' is not an alias"),
            (b'"alias":"HUB1-X2"', rb'"alias":"X2\r\n10.0.0.1 Y"', "is not an alias"),
            (b'"assignments"', b'"assignment"', "missing required field `assignments`"),
        ],
    )
    def test_only_what_a_plan_can_give_may_come_back(
        self, old: bytes, new: bytes, why: str
    ) -> None:
        assert old in OLD
        with pytest.raises(InputError) as caught:
            remember(with_checksum(OLD.replace(old, new, 1)), NAME)
        (problem,) = caught.value.problems
        assert problem.code == "X4-E070"
        assert why in problem.message

    def test_later_versions_are_refused(self) -> None:
        with pytest.raises(InputError, match=r"X4-E071: .*has version '3\.0'"):
            remember(with_checksum(OLD.replace(b'"version":"1.2"', b'"version":"3.0"')), NAME)


def test_a_plan_is_one_tree_that_decodes_strictly() -> None:
    """Without the checks of read_plan, msgspec reads the same value."""
    assert msgspec.json.decode(PLAN, type=Plan) == make(pair()).plan
