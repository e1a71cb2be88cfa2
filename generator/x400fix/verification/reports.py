# SPDX-License-Identifier: MIT
"""What servers and people report of tests: events of the MTA, and the filled-in test form.

An event tells of what was before the change as well. What is behind the last start of the MTA
(event 9298) in a log is about the present; in a log without one that cannot be told. On MTA builds
2354 to 2620 a log without event 9301 proves nothing (Q234962).
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

import msgspec

from x400fix.evidence.events import MEANINGS
from x400fix.evidence.model import Event, Evidence
from x400fix.inventory.addresses import address_text
from x400fix.inventory.versions import parse_exchange
from x400fix.plan.model import Plan
from x400fix.problems import Place, shown
from x400fix.verification.checks import Check, Outcome

_START = 9298
_FAILURES = MEANINGS | {
    48: "credentials do not match (Q159182)",
    289: "a connection could not be opened (Q157630)",
    1290: "an association was refused (Q196381)",
    1293: "an association was refused (Q196381)",
    2140: "the MTA did not start (Q243632)",
    4300: "the MTA did not start (Q243632)",
    9228: "too few control blocks (Q168815)",
}
_MOST_EVENTS = 20
_HEX = re.compile(r"(?<![0-9A-Z])(?:[0-9A-F]{2}){4,50}(?![0-9A-Z])", re.IGNORECASE)
_IPV4 = 4
_DATE = re.compile(r"\d+")


def check_events(plan: Plan, evidence: Evidence, *, after_change: bool) -> Iterator[Check]:
    """A check for each kind of failure that a log has behind the last start of its MTA.

    Before the change failures are what the change is for, and are not looked at.
    """
    holders = {
        text.partition("/")[0]: facts.server for facts in plan.facts for text in facts.addresses
    } | {each.new_address: each.owner for each in plan.assignments if each.new_address}
    for (server, _), events in _by_log(evidence.events if after_change else ()).items():
        recent, has_start = _since_start(events)
        found: dict[int, list[Event]] = {}
        for event in recent:
            if event.id in _FAILURES:
                found.setdefault(event.id, []).append(event)
        for number, same in sorted(found.items()):
            why = [f"{_FAILURES[number]}"]
            why += (
                []
                if has_start
                else ["the log shows no start of the MTA (9298): it may be from before the change"]
            )
            why += sorted({text for event in same for text in _callers(event, holders)})
            yield Check(
                server=server,
                what="events",
                outcome=Outcome.DIFFERS,
                after="no event that tells of failure",
                seen=f"event {number}, {len(same)} times, last {same[-1].when}".replace(
                    ", 1 times", ""
                ),
                why=tuple(why),
                places=tuple(event.place for event in same[:_MOST_EVENTS]),
            )


def silent_servers(plan: Plan) -> list[str]:
    """Servers whose log proves nothing by having no event 9301."""
    found = []
    for facts in plan.facts:
        version = parse_exchange(facts.exchange) if facts.exchange else None
        if version and version.has_silent_9301:
            found.append(facts.server)
    return found


def _by_log(events: Iterable[Event]) -> Mapping[tuple[str, str], list[Event]]:
    found: dict[tuple[str, str], list[Event]] = {}
    for event in events:
        found.setdefault((event.server, event.place.file), []).append(event)
    return found


def _since_start(events: Sequence[Event]) -> tuple[Sequence[Event], bool]:
    """The events since the last start of the MTA, in the order of time, and whether there is one.

    A log may begin with its newest event: then its first date is later than its last.
    """
    ordered = list(events)
    first, last = ([*map(int, _DATE.findall(events[at].when))] for at in (0, -1))
    is_reversed = len(first) == len(last) and _by_year(first) > _by_year(last)
    if is_reversed:
        ordered.reverse()
    starts = [at for at, event in enumerate(ordered) if event.id == _START]
    return (ordered[starts[-1] + 1 :], True) if starts else (ordered, False)


def _by_year(numbers: list[int]) -> list[int]:
    """The numbers of a date and time with the year first: 2/7/97 is in the order month, day."""
    return [numbers[2], *numbers[:2], *numbers[3:]] if len(numbers) > 2 else numbers  # noqa: PLR2004


def _callers(event: Event, holders: Mapping[str, str]) -> Iterator[str]:
    """Whom an event 9301 names: four bytes are an IP address, others are a name (Q193380)."""
    for digits in _HEX.findall(event.text) if event.id == 9301 else ():  # noqa: PLR2004 -- see above
        octets = bytes.fromhex(digits)
        text = address_text(int.from_bytes(octets, "big")) if len(octets) == _IPV4 else ""
        if text:
            owner = holders.get(text)
            whose = f"of {owner}" if owner else "which the plan does not know"
            yield f"{digits} is {text}, {whose}"
        if octets.isalnum() or not text:
            yield f"{digits} is the name {shown(octets.decode('cp1252', 'replace'))}"


# ---- the test form


class FormRow(msgspec.Struct, frozen=True, kw_only=True):
    """One row of a filled-in EVIDENCE.CSV: what a person wrote."""

    step: int
    server: str
    connector: str
    direction: str
    result: str
    time: str
    initials: str
    note: str
    checksum: str
    place: Place


_GOOD = {
    *("arrived", "done", "fine", "good", "ja", "ok", "okay", "oui", "pass", "passed", "success"),
    *("x", "y", "yes"),
}
_BAD = {
    *("bad", "bounced", "error", "fail", "failed", "lost", "n", "ndr", "nein", "no", "non"),
    *("not arrived", "not ok", "returned"),
}


def check_tests(
    tests: Iterable[tuple[int, str, str, str]], rows: Iterable[FormRow]
) -> Iterator[Check]:
    """A check for each test of the plan, by a person's word where a form has it.

    ``tests`` are step, server, connector and direction.
    """
    given: dict[tuple[str, str, str], list[FormRow]] = {}
    for row in rows:
        key = row.server.upper(), row.connector.upper(), row.direction
        given.setdefault(key, []).append(row)
    for step, server, connector, direction in tests:
        found = given.get((server, connector.upper(), direction), [])
        said = [row for row in found if row.result]
        yield Check(
            server=server,
            connector=connector,
            what=f"test message {direction}",
            step=step,
            outcome=_said(said),
            after="it arrives",
            seen="; ".join(dict.fromkeys(map(_text, said))),
            places=tuple(row.place for row in said),
            is_word=True,
        )


def _said(rows: Sequence[FormRow]) -> Outcome:
    words = {row.result.strip().strip(".!").lower() for row in rows}
    if not words:
        return Outcome.NO_EVIDENCE
    return Outcome.DONE if words <= _GOOD else Outcome.DIFFERS


def _text(row: FormRow) -> str:
    parts = (shown(row.result), row.time, row.initials, row.note)
    return " ".join(part for part in parts if part)


FORM_COLUMNS = ("step", "server", "connector", "direction", "result", "plan")
"""The columns by which a filled-in form is known."""


def form_row(cells: Mapping[str, str], place: Place) -> FormRow:
    """One row of a form; an apostrophe before what looks like a formula is taken off again."""
    text = {name: cell.strip().removeprefix("'") for name, cell in cells.items()}
    return FormRow(
        step=int(text["step"]) if text["step"].isdecimal() else 0,
        server=text["server"],
        connector=text["connector"],
        direction=text["direction"].lower(),
        result=text["result"],
        time=text.get("time", ""),
        initials=text.get("initials", ""),
        note=text.get("note", ""),
        checksum=text["plan"],
        place=place,
    )
