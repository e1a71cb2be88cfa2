# SPDX-License-Identifier: MIT
"""The truth table of exchange.md section 8: its rows, and the situations that they are about.

The rows are those of the domain reference; a row that gives different verdicts is there once for
each of them. The first row that applies decides; the rows of ADDED_ROWS are added to any verdict.
"""

import enum
from collections.abc import Callable
from functools import cache
from typing import NamedTuple

import msgspec

from x400fix.inventory.versions import Level


class Verdict(enum.StrEnum):
    """What the truth table says of one connector."""

    OK = "OK"
    CONFLICT = "CONFLICT"
    ASSUMED = "CONFLICT-ASSUMED"
    WARN = "WARN"
    EXEMPT = "EXEMPT"
    OUT_OF_SCOPE = "OUT OF SCOPE"
    ERROR = "ERROR"

    @property
    def is_conflict(self) -> bool:
        """Whether the connector belongs to a conflict that has to be resolved."""
        return self is Verdict.CONFLICT or self is Verdict.ASSUMED


class Form(enum.Enum):
    """How the Addresses of one endpoint are written."""

    SAME = "the same IP address or the same name"
    ALIASES = "different names of one IP address"
    MIXED = "by name, and by the IP address that the inventory gives for the name"
    PRESUMED = "by the partner's name, and by an IP address that may be the name's"


class Situation(NamedTuple):
    """What the truth table looks at: one connector among those with the same endpoint."""

    is_tcp: bool
    size: int
    local: Level
    remote: Level
    form: Form
    is_foreign: bool
    is_proxied: bool
    has_several_partners: bool
    has_own_selectors: bool
    is_one_sided: bool = False

    @property
    def has_limit(self) -> bool:
        """Whether the home server is before 5.5 SP1, or must be taken to be."""
        return self.local.is_affected

    @property
    def depends_on_stranger(self) -> bool:
        """Whether the partner may have the limit, and its own connectors are not known."""
        return self.remote.is_affected and self.is_one_sided


class AddedRow(msgspec.Struct, frozen=True):
    """A row of the truth table, added to any verdict unless it decides one.

    ``sources`` are KB numbers or section names of the reference.
    """

    number: int
    reason: str
    sources: tuple[str, ...]


class Row(AddedRow, frozen=True):
    """A row that decides the verdict of the situations to which it applies."""

    verdict: Verdict
    applies: Callable[[Situation], bool]

    @property
    def needs_selectors(self) -> bool:
        """Whether T selectors of their own are what its connectors lack."""
        return self.verdict is Verdict.WARN and self.number in {6, 14, 15}


_Test = Callable[[Situation], bool]

# Number, verdict, sources, and when the row applies. Rows 21 and 19 are refused when the inventory
# is read, so no situation has them.
_TABLE: tuple[tuple[int, Verdict, str, _Test], ...] = (
    (16, Verdict.OUT_OF_SCOPE, "Q200588 Q199412", lambda s: not s.is_tcp),
    (21, Verdict.ERROR, "Q200588", lambda _: False),
    (19, Verdict.ERROR, "NT5SCH OLD-STACK", lambda _: False),
    (1, Verdict.OK, "Q200588", lambda s: s.size == 1),
    (20, Verdict.OK, "Q200588", lambda s: s.size == 1),
    (13, Verdict.CONFLICT, "Q199326 Q200588", lambda s: s.is_proxied and s.has_limit),
    (14, Verdict.WARN, "Q199326 Q198772", lambda s: s.is_proxied and s.has_several_partners),
    (15, Verdict.CONFLICT, "Q200588 Q166308", lambda s: s.is_foreign and s.has_limit),
    (15, Verdict.EXEMPT, "Q166308 Q198772", lambda s: s.is_foreign and s.has_own_selectors),
    (15, Verdict.WARN, "Q166308 Q198772", lambda s: s.is_foreign),
    (10, Verdict.CONFLICT, "Q200588", lambda s: s.form is Form.MIXED and s.has_limit),
    (10, Verdict.WARN, "Q200588", lambda s: s.form is Form.PRESUMED and s.has_limit),
    (9, Verdict.WARN, "Q200588 Q193380 Q189345", lambda s: s.form is Form.ALIASES and s.has_limit),
    (2, Verdict.CONFLICT, "Q200588", lambda s: s.local is Level.BEFORE and s.remote.is_affected),
    (3, Verdict.CONFLICT, "Q200588 Q198772 Q197378", lambda s: s.local is Level.BEFORE),
    (4, Verdict.WARN, "Q200588 Q198772", lambda s: not s.has_limit and s.depends_on_stranger),
    (4, Verdict.OK, "Q200588 Q198772", lambda s: not s.has_limit and s.remote.is_affected),
    (17, Verdict.EXEMPT, "Q198772", lambda s: s.local is Level.LATER),
    (5, Verdict.EXEMPT, "Q200588 Q198772", lambda s: not s.has_limit and s.has_own_selectors),
    (6, Verdict.WARN, "Q198772 Q166308", lambda s: s.local is Level.LIFTED),
    (7, Verdict.CONFLICT, "Q200588 Q198772", lambda s: s.local is Level.RTM),
    (8, Verdict.ASSUMED, "Q200588", lambda s: s.local is Level.UNKNOWN),
)

_REASONS = {
    "16 OUT_OF_SCOPE": "KB 200588 is about the TCP stack; TP4, X.25 and RAS connectors are "
    "listed, never touched.",
    "21 ERROR": "The same connector of the same stack is in the inventory twice.",
    "19 ERROR": "An Address has more than 50 bytes or a T selector more than 32.",
    "1 OK": "No other connector of this server's TCP stack has this Address.",
    "20 OK": "Only connectors of other servers have this Address, and the limit is per server.",
    "13 CONFLICT": "All these connectors point at one proxy firewall, so the stack cannot tell "
    "them apart.",
    "14 WARN": "Several partners behind one proxy firewall need a distinct outgoing T selector "
    "each; no Microsoft text describes this.",
    "15 CONFLICT": "Several connectors to one foreign MTA have the same Address.",
    "15 EXEMPT": "From 5.5 SP1 on distinct outgoing T selectors tell connectors to a foreign MTA "
    "apart.",
    "15 WARN": "Connectors to a foreign MTA with one Address need a distinct outgoing T selector "
    "each.",
    "10 CONFLICT": "One connector has the partner's name, another that name's IP address: one "
    "endpoint.",
    "10 WARN": "One connector has the partner's name, another an IP address that may be the same "
    "endpoint: resolve the name first.",
    "9 WARN": "Different names of one IP address are allowed, but an incoming call is matched by "
    "address or by one name, so it can meet only one of these connectors.",
    "2 CONFLICT": "Several connectors of this server have the same Address, and neither end is "
    "5.5 SP1.",
    "3 CONFLICT": "Several connectors of this server have the same Address, and this server is "
    "before 5.5 SP1, although the partner is not.",
    "4 WARN": "The limit is lifted on this server, but the inventory has no connector of the "
    "partner back to it: if the partner is before 5.5 SP1, no connector between the two works "
    "until the partner's own have unique addresses.",
    "4 OK": "The limit is lifted on this server; the partner before 5.5 SP1 is the one that needs "
    "addresses of its own, and its own connectors decide what moves.",
    "17 EXEMPT": "Exchange 2000 and 2003 have the code of 5.5 SP1 (inferred); give each connector "
    "an outgoing T selector of its own.",
    "5 EXEMPT": "Both ends are 5.5 SP1 or later, and the outgoing T selectors match across each "
    "link and differ between the connectors.",
    "6 WARN": "Both ends are 5.5 SP1 or later, but the outgoing T selectors do not tell the "
    "connectors apart: give each link one of its own, equal on both ends.",
    "7 CONFLICT": "Several connectors of this server have the same Address, and 5.5 without SP1, "
    "or with no service pack stated, counts as before SP1.",
    "8 ASSUMED": "Several connectors of this server have the same Address, and its version is "
    "unknown: it counts as before 5.5 SP1 until it is stated.",
}

ROWS = tuple(
    Row(number, _REASONS[f"{number} {verdict.name}"], tuple(sources.split()), verdict, applies)
    for number, verdict, sources, applies in _TABLE
)

PRESUMED = next(row for row in ROWS if row.number == 10 and row.verdict is Verdict.WARN)  # noqa: PLR2004 -- row 10

PARTNER_OPEN = next(row for row in ROWS if row.number == 4)  # noqa: PLR2004 -- row 4, its first form

BY_NAME = AddedRow(
    11,
    "Addressed by name: the receiver needs a HOSTS line or PTR record that gives exactly this "
    "name for the partner's source address, else event 9301 and mail in one direction only.",
    ("Q193380", "Q162674"),
)
MANY_SOURCES = AddedRow(
    12,
    "Addressed by IP address, and the partner may call from another one (several addresses, RAS "
    "or cluster): event 9301 is possible.",
    ("Q197378", "Q256844", "Q169113"),
)
CONTROL_BLOCKS = AddedRow(
    18,
    "Ten control blocks a connector and ten more exceed what this server's MTA can have.",
    ("Q166602", "Q243632"),
)
ADDED_ROWS = (BY_NAME, MANY_SOURCES, CONTROL_BLOCKS)


@cache
def deciding_row(situation: Situation) -> Row:
    """The first row that applies; the rows cover every situation."""
    return next(row for row in ROWS if row.applies(situation))
