# SPDX-License-Identifier: MIT
"""The records of PLAN.json that hold what the model says of the plan."""

import msgspec


class RoutesRecord(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How many routes are what; a route is a connector with its two directions."""

    works: int = 0
    claimed: int = 0
    uncertain: int = 0
    one_way: int = 0
    down: int = 0


class Alternative(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One way to deal with the conflicts; manual steps are those that no script carries out.

    ``routes`` is what becomes of the routes, by the same model as the plan itself.
    """

    strategy: str
    minimal: bool
    addresses: int
    server_restarts: int
    mta_restarts: int
    manual_steps: int
    chosen: bool
    routes: RoutesRecord = RoutesRecord()


class RuleRecord(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Why a call passes or not; routes name it."""

    name: str
    status: str
    reason: str
    sources: tuple[str, ...]


class DirectionsRecord(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The rules of both directions of a route, and what the route is by them."""

    outgoing: str
    incoming: str
    status: str


class TurnRecord(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a route is after a step, if the step changes it."""

    step: int
    outgoing: str
    incoming: str
    status: str


class RouteRecord(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A TCP connector's route before, after, and where it turns in between.

    ``minutes`` is how long its servers or their MTAs stand still in the window.
    """

    server: str
    connector: str
    partner: str
    before: DirectionsRecord
    after: DirectionsRecord
    turns: tuple[TurnRecord, ...]
    minutes: int


class OutageRecord(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A step in which a server, or its MTA, stands still, and how many routes go through it."""

    step: int
    server: str
    minutes: int
    routes: int


class BreachRecord(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Where an obligation fails or stays open: a connector, or a step."""

    server: str
    connector: str
    step: int
    is_open: bool


class ObligationRecord(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a plan has to keep, and what was found about it."""

    name: str
    text: str
    sources: tuple[str, ...]
    outcome: str
    breaches: tuple[BreachRecord, ...]


class ProofRecord(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What was proven, the counts of routes, and the rules that routes name."""

    obligations: tuple[ObligationRecord, ...] = ()
    rules: tuple[RuleRecord, ...] = ()
    before: RoutesRecord = RoutesRecord()
    after: RoutesRecord = RoutesRecord()
