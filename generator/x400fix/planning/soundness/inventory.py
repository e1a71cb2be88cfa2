# SPDX-License-Identifier: MIT
"""What must hold of servers, connectors, links and conflicts, and of what is assigned."""

from collections.abc import Sequence

from x400fix.allocation.assignments import Action
from x400fix.inventory.addresses import HOST_NAME, IP_ADDRESS, parse_ipv4
from x400fix.inventory.connectors import Stack
from x400fix.inventory.names import is_alias
from x400fix.plan.model import (
    AssignmentRecord,
    ConflictRecord,
    ConnectorRecord,
    EarlierRecord,
    FactRecord,
    LinkRecord,
)
from x400fix.planning.soundness.index import Index, Rule, are_once, check_each, values
from x400fix.verdicts.truth_table import ADDED_ROWS, PRESUMED, ROWS, Verdict

_STACKS = values(Stack)
_VERDICTS = values(Verdict)
_ACTIONS = values(Action)
_ROWS = frozenset(row.number for row in (*ROWS, PRESUMED))
_ADDED = frozenset(row.number for row in ADDED_ROWS)

_FACTS: Sequence[Rule[FactRecord]] = (
    ("it has an address twice", lambda f, _: are_once(f.addresses)),
    ("it has a role twice", lambda f, _: are_once(f.roles)),
)

_CONNECTORS: Sequence[Rule[ConnectorRecord]] = (
    ("its server is not known", lambda c, index: c.server in index.facts),
    ("its stack is not known", lambda c, _: c.stack in _STACKS),
    ("its verdict is not known", lambda c, _: c.verdict in _VERDICTS),
    ("its row is none of the table", lambda c, _: c.row in _ROWS),
    ("its added rows are none", lambda c, _: are_once(c.added_rows) and {*c.added_rows} <= _ADDED),
)

_LINKS: Sequence[Rule[LinkRecord]] = (
    ("it has one or two ends", lambda link, _: 1 <= len(link.ends) <= 2),  # noqa: PLR2004 -- a link
    (
        "its ends are no connectors",
        lambda link, index: all((e.server, e.connector) in index.connectors for e in link.ends),
    ),
)

_CONFLICTS: Sequence[Rule[ConflictRecord]] = (
    ("it has no connector", lambda c, _: c.connectors),
    (
        "its connectors are not those of assignments",
        lambda c, index: all((c.server, name) in index.assignments for name in c.connectors),
    ),
)

_ASSIGNMENTS: Sequence[Rule[AssignmentRecord]] = (
    ("its action is not known", lambda a, _: a.action in _ACTIONS),
    ("it is of no connector", lambda a, index: (a.server, a.connector) in index.connectors),
    (
        "its old Address is another one",
        lambda a, index: a.old_address == index.connectors[a.server, a.connector].address,
    ),
    ("its new address is none", lambda a, _: not a.new_address or _is_address(a.new_address)),
    ("its alias is none", lambda a, _: not a.alias or is_alias(a.alias)),
    (
        "its kind of Address is not known",
        lambda a, _: a.address_type in {"", HOST_NAME, IP_ADDRESS},
    ),
    (
        "its Address is neither the old one nor a new one",
        lambda a, _: a.address_value in {"", a.old_address, a.new_address, a.alias},
    ),
    (
        "its step is not the one that changes its Address",
        (lambda a, index: a.step == index.changes.get((a.server, a.connector), 0)),
    ),
    (
        "its folder is another one",
        lambda a, index: a.folder == (index.places[a.server].folder if a.step else ""),
    ),
)

_EARLIER: Sequence[Rule[EarlierRecord]] = (
    ("its action is not known", lambda e, _: e.action in _ACTIONS),
)


def _is_address(text: str) -> bool:
    """Whether it is an IPv4 address; else BadValueError says what is wrong with it."""
    return parse_ipv4(text, code="X4-E070") >= 0


def check_inventory(index: Index) -> None:
    """Raise ValueError if these parts do not fit together."""
    document = index.document
    ends = [(end.server, end.connector) for link in document.links for end in link.ends]
    members = [(each.server, name) for each in document.conflicts for name in each.connectors]
    once: Sequence[tuple[str, Sequence[object]]] = (
        ("server", [each.server for each in document.facts]),
        ("connector", [(e.server, e.connector.upper(), e.stack) for e in document.connectors]),
        ("assignment", [(e.server, e.connector) for e in document.assignments]),
        ("earlier assignment", [(e.server, e.connector) for e in document.earlier]),
        ("end of a link", ends),
        ("place", [each.name for each in document.servers]),
        ("folder", [each.folder for each in document.servers]),
        ("connector of a conflict", members),
    )
    for name, each in once:
        if not are_once(each):
            message = f"one {name} is there twice"
            raise ValueError(message)
    check_each("server", document.facts, _FACTS, index)
    check_each("connector", document.connectors, _CONNECTORS, index)
    check_each("link", document.links, _LINKS, index)
    check_each("assignment", document.assignments, _ASSIGNMENTS, index)
    check_each("earlier assignment", document.earlier, _EARLIER, index)
    check_each("conflict", document.conflicts, _CONFLICTS, index)
