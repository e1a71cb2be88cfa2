# SPDX-License-Identifier: MIT
"""A plan that x400fix made is sound; one with another number or name somewhere is refused."""

from typing import Any

import msgspec
import pytest
from hypothesis import given

from tests.dossiers import document_of, sample_document
from tests.golden import sample_names
from tests.hostile_plan import hostile_plan
from tests.plans import Made
from tests.test_plan_properties import LAWS, plans
from x400fix.plan.model import Document
from x400fix.planning.plan_file import read_document
from x400fix.planning.soundness.soundness import check_soundness

EVERY = -1
"""In a path: all items of a list."""

Path = tuple[str | int, ...]
STEP: Path = ("servers", 0, "steps", 0)
LAST: Path = ("servers", 0, "steps", 5)
RULES: Path = ("proof", "rules", 0)
OBLIGATION: Path = ("proof", "obligations", 0)
BREACH = {"server": "", "connector": "", "step": 0, "is_open": True}
NAME_FILE = {"file": "LMHOSTS", "sha256": "0" * 64, "merged": True, "reason": ""}
PROBLEM = {
    "code": "X4-W160",
    "severity": "warning",
    "message": "m",
    "file": "",
    "line": 0,
    "field": 0,
    "cell": "",
}


def put(document: Document, path: Path, value: object) -> Document:
    """The plan with another value at a path; a function makes it of the one that is there."""
    whole: Any = msgspec.to_builtins(document)
    places = [whole]
    for name in path[:-1]:
        places = [each for place in places for each in (place if name == EVERY else [place[name]])]
    for place in places:
        place[path[-1]] = value(place[path[-1]]) if callable(value) else value
    return msgspec.convert(whole, Document)


def twice(items: Any) -> object:  # noqa: ANN401 -- any list
    """A list with its first item once more."""
    return [items[0], *items]


@pytest.mark.parametrize("name", sample_names())
def test_samples_are_sound(name: str) -> None:
    check_soundness(sample_document(name))


@LAWS
@given(plans())
def test_every_plan_is_sound(made: Made) -> None:
    check_soundness(document_of(made))


def test_names_may_hold_any_characters() -> None:
    """Whoever shows them has to bear it."""
    check_soundness(read_document(hostile_plan(), "PLAN.json"))


def test_many_texts_may_be_long_together() -> None:
    """Each is counted alone."""
    check_soundness(put(sample_document("two-sites"), ("options", "keep"), ["x" * 4000] * 2))


def test_a_text_that_lists_names_may_be_longer() -> None:
    """A hub has hundreds of them."""
    files = [NAME_FILE | {"reason": "x" * 6000}]
    check_soundness(put(sample_document("two-sites"), ("servers", 0, "name_files"), files))
    problems = [PROBLEM | {"message": "x" * 6000}]
    check_soundness(put(sample_document("two-sites"), ("problems",), problems))


@pytest.mark.parametrize(
    ("path", "value", "told"),
    [
        # texts and options
        (("assumptions",), ["x" * 5001], "assumptions 1: a text has 5001 characters"),
        (("options", "keep"), ["x" * 5001], "options 1: a text has 5001 characters"),
        (("options", "facts"), {"limits": {"x" * 5001: 50}}, "options 1: a text has 5001"),
        (("options", "profile"), "evil", "ticket.profile is 'evil'"),
        (("options", "pack"), "evil", "ticket.pack is 'evil'"),
        (("options", "address_mode"), "nuke", "address_mode is 'nuke'"),
        (("options", "strategy"), "nuke", "strategy is 'nuke'"),
        (("options", "wave"), "nuke", "wave is 'nuke'"),
        (("options", "ticket"), "<b>", "ticket.number is '<b>'"),
        (("options", "window"), "soon", "ticket.window: 'soon' is no window"),
        (("options", "owner"), "x" * 201, "ticket.owner: "),
        (("options", "owner"), "a\nb", "ticket.owner: "),
        (("options", "facts"), {"limits": {"description": 39}}, "ticket.limits.description is "),
        (("options", "facts"), {"limits": {"nope": 50}}, "unknown key 'nope'"),
        (("options", "facts"), {"minutes": {"test": 0}}, "ticket.minutes.test is "),
        (("options", "facts"), {"risk": {"users": -5}}, "ticket.risk.users is "),
        (("options", "facts"), {"text_to_users": "a\rb"}, "ticket.text_to_users: "),
        (("inputs", 0, "sha256"), "0", "input 1: its checksum is none"),
        (("problems",), [PROBLEM | {"code": "<x>"}], "problem 1: its code is none"),
        (("problems",), [PROBLEM | {"severity": "fatal"}], "problem 1: its severity"),
        (("problems",), [PROBLEM | {"line": -1}], "problem 1: its place is none"),
        (("name_diffs",), [[]], "difference 1: it does not tell of which file it is"),
        (("name_diffs",), [["a", "b", "c"]], "difference 1: it does not tell"),
        # inventory
        (("facts",), twice, "one server is there twice"),
        (("facts", 0, "addresses"), twice, "server 1: it has an address twice"),
        (("facts", 0, "roles"), ["ras", "ras"], "server 1: it has a role twice"),
        (("connectors",), twice, "one connector is there twice"),
        (("connectors", 0, "server"), "NOPE", "connector 1: its server is not known"),
        (("connectors", 0, "stack"), "NOPE", "connector 1: its stack is not known"),
        (("connectors", 0, "verdict"), "NOPE", "connector 1: its verdict is not known"),
        (("connectors", 0, "row"), 9999, "connector 1: its row is none of the table"),
        (("connectors", 0, "added_rows"), [1], "connector 1: its added rows are none"),
        (("links",), twice, "one end of a link is there twice"),
        (("links", 0, "ends"), [], "link 1: it has one or two ends"),
        (("links", 0, "ends", 0, "server"), "NOPE", "link 1: its ends are no connectors"),
        (("conflicts",), twice, "one connector of a conflict is there twice"),
        (("conflicts", 0, "connectors"), [], "conflict 1: it has no connector"),
        (("conflicts", 0, "connectors"), ["NOPE"], "conflict 1: its connectors are not those"),
        (("assignments",), twice, "one assignment is there twice"),
        (("assignments", 0, "action"), "explode", "assignment 1: its action is not known"),
        (("assignments", 0, "server"), "NOPE", "assignment 1: it is of no connector"),
        (("assignments", 0, "old_address"), "=1", "assignment 1: its old Address is another one"),
        (("assignments", 0, "new_address"), "junk", "'junk' is "),
        (("assignments", 0, "alias"), "=1", "assignment 1: its alias is none"),
        (("assignments", 0, "address_type"), "=1", "assignment 1: its kind of Address"),
        (("assignments", 0, "address_value"), "=1", "assignment 1: its Address is neither"),
        (("assignments", EVERY, "step"), 1, "assignment 1: its step is not the one"),
        (("assignments", EVERY, "folder"), "../etc", "assignment 1: its folder is another one"),
        (
            ("earlier",),
            [
                dict.fromkeys(("server", "connector", "owner", "new_address", "alias"), "")
                | {"action": "explode"}
            ],
            "earlier assignment 1: its action",
        ),
        # places and steps
        (("servers", EVERY, "folder"), "DENHUB1", "one folder is there twice"),
        (("servers", EVERY, "name"), "DENHUB1", "one place is there twice"),
        (("servers", 0, "kind"), "pope", "place 1: its kind is not known"),
        (("servers", 0, "os"), "OS/2", "place 1: its versions are others"),
        (("servers", 0, "nic", "vehicle"), "bus", "place 1: its NIC is set in no known way"),
        (("servers", 0, "nic", "after"), [], "place 1: the lists of its NIC"),
        (
            ("servers", 0, "overrides"),
            [{"connector": "NOPE", "address": "10.1.1.1", "scripted": True}],
            "place 1: its overrides are about",
        ),
        (("servers", 0, "address_attributes"), [], "place 1: its Addresses are not those"),
        (("servers", 0, "name_files"), [NAME_FILE | {"file": "../x"}], "place 1: it has each"),
        (("servers", 0, "name_files"), [NAME_FILE] * 2, "place 1: it has each of the files"),
        ((*STEP, "number"), 2, "steps are not numbered from 1 to "),
        ((*STEP, "number"), 0, "steps are not numbered from 1 to "),
        ((*STEP, "number"), 10**12, "steps are not numbered from 1 to "),
        ((*STEP, "kind"), "format", "step 1: its kind is not known"),
        ((*STEP, "who"), "Nobody", "step 1: its kind is done by somebody else"),
        ((*STEP, "minutes"), -50, "step 1: minutes are from 0 to 1440"),
        ((*STEP, "minutes"), 2**62, "step 1: minutes are from 0 to 1440"),
        ((*STEP, "wave"), -1, "step 1: it has no such wave"),
        ((*STEP, "wave"), 1, "step 1: it has no such wave"),
        (("summary", "waves"), 0, "it has no such wave"),
        ((*STEP, "waits_for"), [20], "step 1: it waits for steps before it"),
        ((*STEP, "waits_for"), [0], "step 1: it waits for steps before it"),
        ((*STEP, "connector"), "NOPE", "step 1: it is about no such connector"),
        # counts
        *(
            (("summary", name), -3, f"summary: {name} is -3, and ")
            for name in (
                *("connectors", "servers", "conflicts", "moved", "kept", "by_hand"),
                *("new_addresses", "steps", "minutes", "server_restarts"),
            )
        ),
        (("summary", "waves"), 10**9, f"summary: waves is {10**9}, and "),
        (("summary", "saved_by_minimal"), -3, "summary: saved_by_minimal is -3"),
        (("pools",), twice, "the ranges of the pool are not those of the options"),
        (("pools", 0, "size"), -4, "pool 1: its size is another one"),
        (("pools", 0, "used"), ["1.2.3.4"], "pool 1: it has used addresses"),
        (("pools", 0, "given"), ["1.2.3.4"], "pool 1: it gives addresses"),
        (("pools", 0, "excluded"), ["1.2.3.4"] * 9, "pool 1: it has more exclusions"),
        (("alternatives", 0, "strategy"), "nuke", "alternative 1: nobody knows this way"),
        (("alternatives", 0, "addresses"), -7, "alternative 1: no number is below 0"),
        (("alternatives", 0, "routes", "down"), -7, "alternative 1: no number of routes"),
        (("alternatives", EVERY, "chosen"), True, "alternative 2: another one is chosen"),
        # what the model says
        (("proof", "obligations"), twice, "one obligation is there twice"),
        (("proof", "rules"), twice, "one rule is there twice"),
        (("routes",), twice, "one route is there twice"),
        (("outages",), twice, "one outage is there twice"),
        (("proof", "before", "works"), 2**62, "proof: the numbers of routes are not"),
        (("proof", "after", "works"), 2**62, "proof: the numbers of routes are not"),
        ((*OBLIGATION, "name"), "junk", "obligation 1: it is not known"),
        ((*OBLIGATION, "outcome"), "junk", "obligation 1: its outcome is not known"),
        ((*OBLIGATION, "outcome"), "given up by ", "obligation 1: its outcome is not known"),
        ((*OBLIGATION, "breaches"), [BREACH | {"step": 999}], "obligation 1: it fails at what"),
        ((*OBLIGATION, "breaches"), [BREACH | {"server": "X"}], "obligation 1: it fails at what"),
        ((*RULES, "name"), "junk", "rule 1: it is not known"),
        ((*RULES, "status"), "junk", "rule 1: its status is not known"),
        (("routes", 0, "connector"), "NOPE", "route 1: it is of no connector"),
        (("routes", 0, "before", "outgoing"), "junk", "route 1: it names rules"),
        (("routes", 0, "after", "status"), "junk", "route 1: it names rules"),
        (("routes", 0, "turns", 0, "incoming"), "junk", "route 1: it turns by rules"),
        (("routes", 0, "turns", 0, "step"), 999, "route 1: it turns in steps"),
        (("routes", 0, "turns"), twice, "route 1: it turns in steps"),
        (("routes", 0, "minutes"), -1, "route 1: its minutes are not those of its ends"),
        (("outages", 0, "step"), 999, "outage 1: it is of no such step"),
        (("outages", 0, "minutes"), -1, "outage 1: it is of no such step"),
        (("outages", 0, "routes"), 999, "outage 1: more routes stand still"),
    ],
)
def test_a_plan_with_another_value_is_refused(path: Path, value: object, told: str) -> None:
    """With a text that says where."""
    document = put(sample_document("two-sites"), path, value)
    with pytest.raises(ValueError) as caught:  # noqa: PT011 -- its text is looked at
        check_soundness(document)
    assert told in str(caught.value)


def test_a_mapping_is_about_a_connector_that_its_firewall_was_asked_for() -> None:
    """Whichever place has the connector."""
    document = sample_document("hub")
    places = [
        (at, number)
        for at, place in enumerate(document.servers)
        for number, step in enumerate(place.steps)
        if step.kind == "mapping"
    ]
    assert places
    at, number = places[0]
    spoiled = put(document, ("servers", at, "steps", number, "connector"), "NOPE")
    with pytest.raises(ValueError, match="it is about no such connector"):
        check_soundness(spoiled)
