# SPDX-License-Identifier: MIT
"""A plan with the whole corpus of hostile texts in it, wherever a plan can hold free text."""

from collections.abc import Mapping

import msgspec

from tests.builders import connector, inventory, server, servers, settings
from tests.hostile import NAMES, TEXTS
from tests.plans import make
from x400fix.plan.model import Plan
from x400fix.settings.ticket_facts import TicketFacts, TicketGroups, TicketRisk

CORPUS: Mapping[str, str] = {**NAMES, **{f"text {key}": text for key, text in TEXTS.items()}}
"""Every hostile text by a name of its own."""


def hostile_plan(longest: int | None = None) -> Plan:
    """A plan with a connector each way for every text, and texts as sites, owner and so on.

    No inventory gives such a plan. ``longest`` is how much is taken of a text, where a test would
    else take too long.
    """
    texts = [text[:longest] for text in CORPUS.values()]
    places = {f"P{at:03}": text for at, text in enumerate(texts, 1)}
    rows = [
        connector(f"{home}/{place} 10.20.{far}.10 {there}")
        for home, far, there in (("MAIL-A", 2, "MAIL-B"), ("MAIL-B", 1, "MAIL-A"))
        for place in places
    ]
    pool = settings(["10.20.1.32-10.20.1.199", "10.20.2.32-10.20.2.199"])
    plain = make(inventory(rows, servers()), pool).plan
    plan = replaced(plain, places)
    facts = [msgspec.structs.replace(fact, site=texts[at]) for at, fact in enumerate(plain.facts)]
    return msgspec.structs.replace(
        plan,
        facts=tuple(facts),
        assumptions=tuple(texts),
        inputs=tuple(msgspec.structs.replace(plain.inputs[0], name=text) for text in texts),
        options=msgspec.structs.replace(
            plain.options, owner=texts[0], facts=TicketFacts(contact=texts[0])
        ),
    )


def crowded(plan: Plan | None = None) -> Plan:
    """A plan whose decision page has all that it can have.

    Without a plan of its own it has pairs that stay broken and some whose mail stops, of sites with
    names of many words; its window is too short, and all that a ticket may say is said at length.
    """
    long = "a b c d " * 25
    plan = plan or _many_pairs()
    facts = TicketFacts(
        contact=long,
        groups=TicketGroups(approval=long),
        risk=TicketRisk(level=long, users=1, rehearsed=False, note=long),
    )
    options = msgspec.structs.replace(
        plan.options, window="2026-12-05T22:00+01:00/1h", owner=long, facts=facts
    )
    return msgspec.structs.replace(plan, options=options)


def _many_pairs() -> Plan:
    rows = [f"HUB/{at}_{each} 10.20.2.10 S{at}" for at in range(12) for each in "ab"]
    found = inventory(rows, [server("HUB 10.20.1.10/24"), *servers()])
    plan = make(found, settings()).plan
    site = "the site of a long name in the north"
    works = plan.routes[0].before
    routes = tuple(
        msgspec.structs.replace(
            route,
            partner=f"{site} {at}",
            minutes=at,
            before=msgspec.structs.replace(works, status="works" if at % 2 else "down"),
            after=msgspec.structs.replace(works, status="one direction only"),
        )
        for at, route in enumerate(plan.routes)
    )
    facts = tuple(msgspec.structs.replace(each, site=site) for each in plan.facts)
    return msgspec.structs.replace(plan, facts=facts, routes=routes)


def replaced(plan: Plan, texts: Mapping[str, str]) -> Plan:
    """A plan in which every text that is a key is what the key stands for."""
    return msgspec.convert(_replaced(msgspec.to_builtins(plan), texts), Plan)


def _replaced(value: object, texts: Mapping[str, str]) -> object:
    if isinstance(value, str):
        return texts.get(value, value)
    if isinstance(value, dict):
        return {key: _replaced(each, texts) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [_replaced(each, texts) for each in value]
    return value
