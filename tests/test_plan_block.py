# SPDX-License-Identifier: MIT
"""The id between the markers in LMHOSTS and HOSTS."""

import hashlib
import json

import msgspec

from tests.builders import pair, settings
from tests.plans import Made, make
from x400fix.planning.names import BlockId
from x400fix.planning.plan_file import encode_list
from x400fix.planning.records import assignment_records
from x400fix.settings.choices import AddressMode, Wave


def test_a_ticket_is_the_id_itself() -> None:
    """Whatever passes through."""
    block_id = BlockId("CHG-17")
    assert list(block_id.follow([b"assignments"])) == [b"assignments"]
    assert str(block_id) == "CHG-17"


def test_without_a_ticket_the_id_is_taken_from_all_bytes_that_pass() -> None:
    """However they are cut into pieces."""
    block_id = BlockId("")
    assert b"".join(block_id.follow([b"assign", b"ments"])) == b"assignments"
    assert str(block_id) == hashlib.sha256(b"assignments").hexdigest()[:8]


def id_of(made: Made) -> str:
    block_id: str = json.loads(made.document())["block_id"]
    return block_id


def test_the_id_is_over_the_list_assignments_as_plan_json_has_it() -> None:
    """Anybody can compute it again."""
    made = make(pair())
    data = b"".join(encode_list(assignment_records(made.plan)))
    assert data in made.document()
    assert id_of(made) == hashlib.sha256(data).hexdigest()[:8]


def test_equal_assignments_give_equal_ids_whatever_else_differs() -> None:
    """A second plan for the same change finds its own block again."""
    found = pair()
    warned = msgspec.structs.replace(found, file="other.csv")
    chosen = settings(["10.20.1.32-10.20.1.40", "10.20.2.32-10.20.2.40"], wave=Wave.ALL)
    assert id_of(make(found)) == id_of(make(warned, chosen))


def test_other_assignments_give_another_id() -> None:
    """So that a stale block is told from a new one."""
    chosen = settings(address_mode=AddressMode.LMHOSTS)
    assert id_of(make(pair())) != id_of(make(pair(), chosen))
