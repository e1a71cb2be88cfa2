# SPDX-License-Identifier: MIT
"""The values that documents for people consist of; texts are as people read them, not escaped."""

import msgspec

from x400fix.plan.model import AssignmentRecord, RoutesRecord


class Annex(msgspec.Struct, frozen=True, kw_only=True):
    """A part of the ticket behind its decision page; ``name`` is the same in every document."""

    number: int
    name: str
    title: str
    intro: tuple[str, ...]


class RiskInput(msgspec.Struct, frozen=True, kw_only=True):
    """A count that the risk level rests on, and the level that it leads to; ``low`` if zero."""

    name: str
    text: str
    value: int
    level: str


class Risk(msgspec.Struct, frozen=True, kw_only=True):
    """The risk: ``level`` is low, medium or high, the highest that an input leads to."""

    level: str
    sentence: str
    rule: str
    inputs: tuple[RiskInput, ...]


class ServerOutage(msgspec.Struct, frozen=True, kw_only=True):
    """How long a server, or its MTA, stands still in all, and in which steps."""

    server: str
    minutes: int
    restarts: int
    mta_restarts: int
    steps: tuple[int, ...]


class PairOutage(msgspec.Struct, frozen=True, kw_only=True):
    """The mail routes between two servers: how many, how long down, what they are."""

    server: str
    partner: str
    routes: int
    minutes: int
    before: RoutesRecord
    after: RoutesRecord


class BackOutPoint(msgspec.Struct, frozen=True, kw_only=True):
    """How long undoing takes once everything up to a step is done."""

    step: int
    server: str
    title: str
    minutes: int


class Decision(msgspec.Struct, frozen=True, kw_only=True):
    """The decision page; every text is one sentence, or a few.

    ``alarm`` is what must be seen before all else: a window that is too short.
    """

    purpose: tuple[str, ...]
    risk: Risk
    minutes: int
    outages: tuple[ServerOutage, ...]
    pairs: tuple[PairOutage, ...]
    go: tuple[str, ...]
    no_go: tuple[str, ...]
    back_out_minutes: int
    latest_back_out: str
    success: tuple[str, ...]
    inaction: tuple[str, ...]
    assumptions: tuple[str, ...]
    signatures: tuple[str, ...]
    alarm: tuple[str, ...]


class Member(msgspec.Struct, frozen=True, kw_only=True):
    """A connector of a conflict and what becomes of it."""

    server: str
    connector: str
    partner: str
    action: str
    address: str
    value: str
    reason: str


class ConflictView(msgspec.Struct, frozen=True, kw_only=True):
    """Connectors of one server that its stack cannot tell apart; ``sources`` are KB numbers."""

    number: int
    server: str
    address: str
    row: int
    verdict: str
    reason: str
    sources: tuple[str, ...]
    members: tuple[Member, ...]


class RowView(msgspec.Struct, frozen=True, kw_only=True):
    """A row of the truth table that was met, and by how many connectors."""

    number: int
    verdict: str
    reason: str
    sources: tuple[str, ...]
    connectors: int


class PlaceView(msgspec.Struct, frozen=True, kw_only=True):
    """A place where somebody works, and how much is changed there."""

    name: str
    folder: str
    kind: str
    site: str
    os: str
    exchange: str
    new_addresses: tuple[str, ...]
    is_nic_by_hand: bool
    connectors: int
    hosts: int
    overrides: int
    by_hand: int
    steps: int
    minutes: int


class StepView(msgspec.Struct, frozen=True, kw_only=True):
    """One step, with the words of STEPS.TXT; each text is a paragraph or an entry of a list.

    ``waits`` is ``waits_for`` as STEPS.TXT writes it. ``has_undo`` says whether the back-out has
    anything to do for it.
    """

    number: int
    kind: str
    server: str
    folder: str
    who: str
    minutes: int
    wave: int
    waits_for: tuple[int, ...]
    waits: str
    title: str
    connector: str
    has_undo: bool
    do: tuple[str, ...]
    expected: tuple[str, ...]
    check: tuple[str, ...]
    undo: tuple[str, ...]


class StepHead(msgspec.Struct, frozen=True, kw_only=True):
    """A step without its texts."""

    number: int
    kind: str
    server: str
    folder: str
    who: str
    minutes: int
    waits: str
    title: str


class Standstill(msgspec.Struct, frozen=True, kw_only=True):
    """A step in which mail routes stand still.

    ``begins`` is the minute since the beginning of the work, if one person does one step after
    another.
    """

    step: int
    server: str
    title: str
    begins: int
    minutes: int
    routes: int


class DirectionView(msgspec.Struct, frozen=True, kw_only=True):
    """What the model says of one direction of a route; ``status`` is a Status of the model."""

    status: str
    reason: str
    sources: tuple[str, ...]


class RouteView(msgspec.Struct, frozen=True, kw_only=True):
    """A route of a connector: before, after, and the step after which it is so."""

    server: str
    connector: str
    partner: str
    minutes: int
    before: str
    after: str
    settles: int


class TestView(msgspec.Struct, frozen=True, kw_only=True):
    """A connector to test in both directions; ``step`` is the test's step, 0 if it has none."""

    __test__ = False  # not for pytest

    server: str
    connector: str
    partner: str
    address: str
    is_changed: bool
    step: int
    outgoing: DirectionView
    incoming: DirectionView


class ObligationView(msgspec.Struct, frozen=True, kw_only=True):
    """What the plan has to keep, what was found, and where it fails or stays open."""

    text: str
    sources: tuple[str, ...]
    outcome: str
    places: tuple[str, ...]


class RuleView(msgspec.Struct, frozen=True, kw_only=True):
    """Why calls pass or not, and of how many directions this holds afterwards."""

    name: str
    status: str
    reason: str
    sources: tuple[str, ...]
    directions: int


class ProofView(msgspec.Struct, frozen=True, kw_only=True):
    """What is proven, what only KB 200588 claims, what nobody knows."""

    obligations: tuple[ObligationView, ...]
    proven: tuple[RuleView, ...]
    claimed: tuple[RuleView, ...]
    unknown: tuple[RuleView, ...]
    down: tuple[RuleView, ...]
    before: RoutesRecord
    after: RoutesRecord


class AddressRow(msgspec.Struct, frozen=True, kw_only=True):
    """A row of the address table: ASSIGN.csv's, with the site of the home server."""

    site: str
    record: AssignmentRecord


class End(msgspec.Struct, frozen=True, kw_only=True):
    """One end of a link: the connector there, and what it dials before and after.

    ``conflict`` is the number of its ConflictView, 0 if it is in none; ``after`` is empty if
    somebody has still to decide.
    """

    server: str
    connector: str
    before: str
    after: str
    action: str
    conflict: int


class LinkView(msgspec.Struct, frozen=True, kw_only=True):
    """A link between two servers; ``far`` has no connector if none is known there."""

    near: End
    far: End


class PairView(msgspec.Struct, frozen=True, kw_only=True):
    """Two servers and the links between them.

    A place is known if the inputs tell of it; else it is a firewall, or a partner elsewhere.
    """

    near: str
    far: str
    near_site: str
    far_site: str
    near_is_known: bool
    far_is_known: bool
    links: tuple[LinkView, ...]


class HubView(msgspec.Struct, frozen=True, kw_only=True):
    """A server with the pairs that are drawn with it, the hub always as ``near``."""

    name: str
    site: str
    pairs: tuple[PairView, ...]
