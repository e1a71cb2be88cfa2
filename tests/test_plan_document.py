# SPDX-License-Identifier: MIT
"""PLAN.json: what it consists of, how it is written, and that it is read back strictly."""

import hashlib
import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import jsonschema
import msgspec
import pytest

from tests.builders import pair, settings
from tests.golden import SAMPLES, sample_names
from tests.plans import document_parts, make
from x400fix.allocation.assignments import Action, Remembered
from x400fix.inventory.addresses import parse_ipv4
from x400fix.plan.model import Document, EarlierRecord, EndRecord
from x400fix.planning.plan_file import (
    document_schema,
    encode_list,
    read_document,
    remember,
    write_document,
)
from x400fix.problems import InputError

PLANS = [
    pytest.param((SAMPLES / name / "expected" / "PLAN.json").read_bytes(), id=name)
    for name in sample_names()
]
PLAN = make(pair()).document()
KEYS = [
    *(
        "format",
        "version",
        "inputs",
        "options",
        "summary",
        "assumptions",
        "connectors",
        "facts",
        "dns",
        "links",
        "conflicts",
    ),
    *(
        "pools",
        "assignments",
        "block_id",
        "earlier",
        "servers",
        "alternatives",
        "proof",
        "routes",
        "outages",
        "name_diffs",
        "problems",
    ),
    "checksum",
]


def sealed(data: bytes) -> bytes:
    """A changed plan with a checksum that fits again."""
    start = data[: data.rindex(b'"checksum"')]
    return start + f'"checksum":"{hashlib.sha256(start).hexdigest()}"\n}}\n'.encode()


def replaced(old: str, new: str) -> bytes:
    """The plan with one text instead of another, and a checksum that fits."""
    assert old.encode() in PLAN
    return sealed(PLAN.replace(old.encode(), new.encode(), 1))


def refusal(read: Callable[[], object]) -> str:
    """The one problem for which a plan is refused."""
    with pytest.raises(InputError) as caught:
        read()
    (problem,) = caught.value.problems
    return str(problem)


def dump(document: Document) -> bytes:
    return b"".join(write_document(document_parts(document)))


@pytest.mark.parametrize("data", PLANS)
def test_reading_and_writing_again_gives_the_same_bytes(data: bytes) -> None:
    """dump(load(b)) == b."""
    assert dump(read_document(data, "PLAN.json")) == data


@pytest.mark.parametrize("data", PLANS)
def test_writing_and_reading_again_gives_the_same_document(data: bytes) -> None:
    """load(dump(p)) == p."""
    document = read_document(data, "PLAN.json")
    assert read_document(dump(document), "PLAN.json") == document


@pytest.mark.parametrize("data", PLANS)
def test_the_schema_accepts_every_sample(data: bytes) -> None:
    """With a reader that nobody here wrote."""
    schema = json.loads(document_schema())
    jsonschema.Draft202012Validator.check_schema(schema)
    jsonschema.validate(json.loads(data), schema, jsonschema.Draft202012Validator)


def test_the_schema_refuses_what_no_plan_holds() -> None:
    """It is as strict as the reader."""
    plan = json.loads(PLAN)
    plan["servers"][0]["colour"] = "red"
    with pytest.raises(jsonschema.ValidationError, match="colour"):
        jsonschema.validate(plan, json.loads(document_schema()))


def test_the_schema_names_the_standard_that_it_follows() -> None:
    """So that a validator chooses the right rules."""
    assert json.loads(document_schema())["$schema"].endswith("draft/2020-12/schema")
    assert document_schema().endswith(b"}\n")


@pytest.mark.parametrize("data", PLANS)
def test_the_keys_stand_in_their_order_and_the_checksum_last(data: bytes) -> None:
    """Each on a line of its own, so that two plans can be compared line by line."""
    assert list(json.loads(data)) == KEYS
    assert re.findall(rb'^"(\w+)":', data, re.MULTILINE) == [key.encode() for key in KEYS]


@pytest.mark.parametrize("data", PLANS)
def test_the_checksum_covers_the_bytes_before_its_own_quote(data: bytes) -> None:
    """Lower-case hexadecimal SHA-256."""
    start = data[: data.rindex(b'"checksum"')]
    assert json.loads(data)["checksum"] == hashlib.sha256(start).hexdigest()


def test_a_plan_is_ascii_or_utf_8_without_escapes_that_hide_names() -> None:
    """A name stands in it as it is shown."""
    hub = (SAMPLES / "hub" / "expected" / "PLAN.json").read_text(encoding="utf-8")
    assert "Cádiz 1" in hub


@pytest.mark.parametrize(
    ("data", "code", "why"),
    [
        pytest.param(b"", "X4-E070", "truncated", id="empty"),
        pytest.param(b"connector,server\n", "X4-E070", "malformed", id="no-json"),
        pytest.param(PLAN[:-400], "X4-E070", "truncated", id="half"),
        pytest.param(b"[]", "X4-E070", "Expected `object`", id="another-json"),
        pytest.param(b'{"format":1,"version":"1.2"}', "X4-E070", "Expected `str`", id="number"),
        pytest.param(b'{"version":"1.2"}', "X4-E070", "missing required", id="no-format"),
        pytest.param(b'{"format":"x","version":"1"}', "X4-E070", "is not x400fix-plan", id="other"),
        pytest.param(b'{"format":"\xff"}', "X4-E070", "utf-8", id="no-utf-8"),
        pytest.param(replaced('"1.2"', '"2.0"'), "X4-E071", "has version 2.0", id="later"),
        pytest.param(replaced('"1.2"', '"0.9"'), "X4-E071", "has version 0.9", id="earlier"),
        pytest.param(replaced('"1.2"', '"10.0"'), "X4-E071", "version 10.0", id="much-later"),
        pytest.param(
            replaced('"moved"', '"x":1,"moved"'), "X4-E070", "unknown field", id="unknown"
        ),
        pytest.param(replaced('"moved":2,', ""), "X4-E070", "missing required", id="missing"),
        pytest.param(replaced('"moved":2', '"moved":"2"'), "X4-E070", "Expected `int`", id="text"),
        pytest.param(
            PLAN.replace(b"10.20.1.32", b"10.20.1.33"), "X4-E072", "was changed", id="changed"
        ),
        pytest.param(PLAN + b"\n", "X4-E072", "was changed", id="line-added"),
        pytest.param(PLAN.replace(b"\n", b"\r\n"), "X4-E072", "was changed", id="line-ends"),
        pytest.param(
            PLAN.replace(b'"checksum":"', b'"checksum": "'), "X4-E072", "was changed", id="laid-out"
        ),
    ],
)
def test_anything_that_this_version_did_not_write_is_refused(
    data: bytes, code: str, why: str
) -> None:
    """With what is wrong, and what to give instead."""
    text = refusal(lambda: read_document(data, "old/PLAN.json"))
    assert text.startswith(f"old/PLAN.json: error {code}: this plan cannot be used: ")
    assert why in text
    assert text.endswith("; give the PLAN.json of a bundle as it was made")


def test_what_stands_behind_the_checksum_is_refused() -> None:
    """The checksum does not cover it."""
    end = PLAN.rindex(b'"problems"')
    problems, checksum = PLAN[end:].split(b',\n"checksum"')
    start = PLAN[:end]
    digest = hashlib.sha256(start).hexdigest()
    moved = start + f'"checksum":"{digest}",\n'.encode() + problems + b"\n}\n"
    assert list(json.loads(moved))[-1] == "problems"
    assert "X4-E072" in refusal(lambda: read_document(moved, "PLAN.json"))
    assert checksum


def test_a_minor_version_that_adds_nothing_is_read() -> None:
    """Only the major number tells what an older reader cannot understand."""
    assert read_document(replaced('"1.2"', '"1.7"'), "PLAN.json").version == "1.7"


def test_a_plan_from_before_windows_is_read() -> None:
    """What it does not say is as if nothing was said."""
    options = json.loads(PLAN)["options"]
    new = [*map(options.pop, ("window", "owner", "profile", "pack", "facts"))]
    assert new == ["", "", "generic", "plain", {}]
    old = re.sub(rb'(?m)^"options":.*,$', f'"options":{json.dumps(options)},'.encode(), PLAN)
    assert read_document(sealed(old), "PLAN.json").options == read_document(PLAN, "").options


def test_one_more_byte_in_a_text_is_noticed() -> None:
    """Whichever byte it is."""
    for at in range(0, len(PLAN) - 80, 97):
        changed = PLAN[:at] + bytes([PLAN[at] ^ 1]) + PLAN[at + 1 :]
        with pytest.raises(InputError):
            read_document(changed, "PLAN.json")


class TestRemember:
    def test_moved_and_kept_connectors_are_remembered_by_server_and_name(self) -> None:
        memory = make(pair()).memory()
        assert memory["MAIL-A", "TO B 2"] == Remembered(
            action=Action.MOVE,
            owner="MAIL-B",
            address=parse_ipv4("10.20.2.32", code="X4-E070"),
            alias="MAIL-B-X2",
        )
        assert memory["MAIL-A", "TO B 1"] == Remembered(action=Action.KEEP, owner="")
        assert len(memory) == 4

    def test_what_an_earlier_plan_remembered_is_remembered_too(self) -> None:
        document = read_document(PLAN, "PLAN.json")
        earlier = EarlierRecord(
            action="move",
            server="MAIL-X",
            connector="Gone",
            owner="MAIL-B",
            new_address="10.20.2.60",
            alias="MAIL-B-X9",
        )
        document = msgspec.structs.replace(document, earlier=(earlier,))
        assert remember(document, "PLAN.json")["MAIL-X", "GONE"].alias == "MAIL-B-X9"

    def test_what_is_planned_goes_before_what_was(self) -> None:
        document = read_document(PLAN, "PLAN.json")
        earlier = EarlierRecord(
            action="move",
            server="MAIL-A",
            connector="To B 2",
            owner="MAIL-B",
            new_address="10.20.2.60",
            alias="MAIL-B-X9",
        )
        document = msgspec.structs.replace(document, earlier=(earlier,))
        assert remember(document, "PLAN.json")["MAIL-A", "TO B 2"].alias == "MAIL-B-X2"

    @pytest.mark.parametrize(
        ("old", "new", "why"),
        [
            ('"action":"move"', '"action":"drop"', "'drop' is not a valid Action"),
            ('"new_address":"10.20.2.32"', '"new_address":"10.20.2"', "it has 3 of four numbers"),
            ('"new_address":"10.20.2.32"', '"new_address":"10.020.2.32"', "a leading zero"),
            ('"new_address":"10.20.2.32"', '"new_address":"127.0.0.1"', "the loopback network"),
            (
                '"alias":"MAIL-B-X2"',
                '"alias":"X & del *"',
                "'X & del *' is not an alias of x400fix",
            ),
            ('"alias":"MAIL-B-X2"', '"alias":"X2\\r\\n10.0.0.1 Y"', "is not an alias of x400fix"),
            (
                '"alias":"MAIL-B-X2"',
                '"alias":"mail-b-x2"',
                "'mail-b-x2' is not an alias of x400fix",
            ),
        ],
    )
    def test_only_what_a_plan_can_give_may_come_back(self, old: str, new: str, why: str) -> None:
        """It reaches scripts again, so a checksum that fits is not enough."""
        document = read_document(replaced(old, new), "PLAN.json")
        text = refusal(lambda: remember(document, "PLAN.json"))
        assert text.startswith("PLAN.json: error X4-E070: ")
        assert why in text


class TestEncodeList:
    def test_an_empty_list_takes_one_line(self) -> None:
        assert b"".join(encode_list([])) == b"[]"

    def test_each_item_has_a_line_of_its_own(self) -> None:
        ends = [EndRecord(server="A", connector=name) for name in "xy"]
        assert b"".join(encode_list(ends)) == (
            b'[\n{"server":"A","connector":"x"},\n{"server":"A","connector":"y"}\n]'
        )

    @pytest.mark.parametrize("count", [2999, 3000, 3001, 9000])
    def test_a_long_list_comes_in_pieces_that_make_one_list(self, count: int) -> None:
        pieces = list(encode_list(f"{at:020}" for at in range(count)))
        assert json.loads(b"".join(pieces)) == [f"{at:020}" for at in range(count)]
        assert len(pieces) > 3
        assert b"".join(pieces).count(b"\n") == count + 1

    def test_a_list_that_ends_with_a_piece_is_closed_all_the_same(self) -> None:
        assert b"".join(encode_list(["x" * (1 << 16)])).endswith(b'x"\n]')


def test_a_list_is_written_item_by_item() -> None:
    """A long plan is never held whole."""
    taken: list[int] = []

    def items() -> Iterator[str]:
        for at in range(10_000):
            taken.append(at)
            yield "x" * 100

    chunks = write_document([("servers", items())])
    for _ in range(3):
        next(chunks)
    assert len(taken) < 10_000


def test_the_ticket_of_a_plan_is_its_block_id(tmp_path: Path) -> None:
    """As the option gave it."""
    path = tmp_path / "PLAN.json"
    path.write_bytes(make(pair(), settings(ticket="CHG-17")).document())
    assert read_document(path.read_bytes(), "PLAN.json").block_id == "CHG-17"
