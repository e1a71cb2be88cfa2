# SPDX-License-Identifier: MIT
"""What a change ticket asks for and no inventory tells: the table ``[ticket]`` of x400fix.toml.

Each key is described where it is declared: messages, the sample of ``init`` and the documentation
take their words from there.
"""

import re
from collections.abc import Callable, Sequence
from typing import Annotated

import msgspec

from x400fix.problems import BadValueError, readable, shown
from x400fix.settings.choices import Pack, Profile, TicketField
from x400fix.settings.window import parse_window
from x400fix.step_kinds import StepKind

NOTE_LENGTH = 200
"""Longest free text on one line."""

TEXT_LENGTH = 4000
"""Longest free text of several lines."""

SMALLEST_LIMIT, LARGEST_LIMIT = 40, 1_000_000

MOST_MINUTES = 1440
"""Longest that a step may take: a day."""


def parse_ticket(text: str) -> str:
    """Read the number of a ticket; BadValueError if it cannot mark lines of a name file."""
    if not re.fullmatch(r"[A-Za-z0-9-]{1,16}", text):
        why = "1 to 16 letters, digits and hyphens"
        raise BadValueError("X4-E093", f"{shown(text)} is not a ticket number: {why}")
    return text


def parse_note(text: str) -> str:
    """Read free text on one line; BadValueError if it cannot stand in a ticket."""
    return readable(text, most=NOTE_LENGTH, code="X4-E121")


def parse_paragraphs(text: str) -> str:
    """Read free text of several lines; BadValueError if it cannot stand in a ticket."""
    return readable(text, most=TEXT_LENGTH, code="X4-E121", kept="\n")


def key(
    description: str,
    example: object = None,
    *,
    parse: Callable[..., object] | None = None,
    names: Sequence[str] = (),
) -> msgspec.Meta:
    """The description of a key; ``parse`` raises BadValueError for a text that is not right.

    ``names`` are the keys of a table that is a dict and takes no others.
    """
    examples = [] if example is None else [example]
    extra = {"parse": parse, "names": tuple(names)}
    return msgspec.Meta(description=description, examples=examples, extra=extra)


def line(description: str, example: str) -> msgspec.Meta:
    """The description of a key that holds free text on one line."""
    return key(description, example, parse=parse_note)


_TABLES = {TicketField.AFFECTED, TicketField.TASKS}
"""The fields without a limit: their rows are never cut."""

_Count = Annotated[int, msgspec.Meta(ge=0)]
_Limit = Annotated[int, msgspec.Meta(ge=SMALLEST_LIMIT, le=LARGEST_LIMIT)]
_Minutes = Annotated[int, msgspec.Meta(ge=1, le=MOST_MINUTES)]


class _Table(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """What is not said is not written either; a key that is not known is an error."""


class TicketGroups(_Table, frozen=True, kw_only=True):
    """The table ``[ticket.groups]``: who does the steps of each kind of administrator."""

    windows: Annotated[str, line("Does the steps on Windows NT.", "NT operations")] = ""
    exchange: Annotated[str, line("Does the steps in Exchange.", "Messaging")] = ""
    network: Annotated[str, line("Does the steps on firewalls.", "LAN")] = ""
    partner: Annotated[str, line("Does the steps at partners.", "Partner's help desk")] = ""
    approval: Annotated[str, line("Approves the change.", "Change board")] = ""


class TicketRisk(_Table, frozen=True, kw_only=True):
    """The table ``[ticket.risk]``: what the board's own scale makes of it, and its inputs."""

    level: Annotated[str, line("Replaces the level that x400fix works out.", "3")] = ""
    users: Annotated[_Count | None, key("People whose mail may wait.", 1200)] = None
    rehearsed: Annotated[bool | None, key("Whether the change was rehearsed.", True)] = None  # noqa: FBT003
    note: Annotated[str, line("What else the board should know.", "No freeze this month.")] = ""


class TicketFacts(_Table, frozen=True, kw_only=True):
    """What a ticket says beside the plan; a plan keeps it, so that its ticket can be made again.

    Most is not said in most plans, so that what is not said is not written either.
    """

    category: Annotated[str, line("Category of the change.", "Messaging")] = ""
    type: Annotated[str, line("Type of the change.", "normal")] = ""
    service: Annotated[str, line("Service that it changes.", "Electronic mail")] = ""
    environment: Annotated[str, line("Environment that it is made in.", "Production")] = ""
    contact: Annotated[str, line("Whom to call in the window.", "+49 30 555 0100")] = ""
    text_to_users: Annotated[
        str,
        key(
            "Replaces our text to users; may have several lines.",
            "Mail between Seattle and Denver may come late tonight.",
            parse=parse_paragraphs,
        ),
    ] = ""
    groups: Annotated[TicketGroups, key("Who does the steps, and who approves.")] = TicketGroups()
    risk: Annotated[TicketRisk, key("The risk by your own scale, and what it depends on.")] = (
        TicketRisk()
    )
    limits: Annotated[
        dict[str, _Limit],
        key(
            "Characters that a field of the ticket takes, where your system differs.",
            {"short_description": 100},
            names=[field.value for field in TicketField if field not in _TABLES],
        ),
    ] = {}
    minutes: Annotated[
        dict[str, _Minutes],
        key(
            "Minutes that a step takes at your site, by its kind in PLAN.json.",
            {"server-restart": 45},
            names=[kind.value for kind in StepKind],
        ),
    ] = {}


class TicketConfig(TicketFacts, frozen=True, kw_only=True):
    """The table ``[ticket]``: the facts, and what has an option of its own; None if not said."""

    number: Annotated[
        str | None, key("Number of the change ticket.", "CHG0012345", parse=parse_ticket)
    ] = None
    window: Annotated[
        str | None,
        key(
            "The change window: start with offset from UTC, slash, length.",
            "2026-12-05T22:00+01:00/4h",
            parse=parse_window,
        ),
    ] = None
    owner: Annotated[str | None, line("Who is responsible for the change.", "Ann Example")] = None
    profile: Annotated[Profile | None, key("Ticket system that FIELDS is for.", "generic")] = None
    pack: Annotated[Pack | None, key("Names of scripts inside a ZIP.", "plain")] = None

    @property
    def facts(self) -> TicketFacts:
        """What has no option."""
        return TicketFacts(**{name: getattr(self, name) for name in TicketFacts.__struct_fields__})
