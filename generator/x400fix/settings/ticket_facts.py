# SPDX-License-Identifier: MIT
"""What a change ticket asks for and no inventory tells: the table ``[ticket]`` of x400fix.toml.

A sample::

    [ticket]
    number = "CHG0012345"
    window = "2026-12-05T22:00+01:00/4h"
    category = "Messaging"
    [ticket.groups]
    exchange = "Messaging operations"
    [ticket.risk]
    users = 1200
    [ticket.limits]
    short_description = 100
    [ticket.minutes]
    server-restart = 45
"""

import msgspec

from x400fix.problems import BadValueError, is_visible, shown
from x400fix.settings.choices import Pack, Profile, TicketField
from x400fix.step_kinds import StepKind

NOTE_LENGTH = 200
"""Longest free text on one line."""

TEXT_LENGTH = 4000
"""Longest free text of several lines."""

SMALLEST_LIMIT, LARGEST_LIMIT = 40, 1_000_000

MOST_MINUTES = 1440
"""Longest that a step may take: a day."""


class TicketGroups(
    msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True
):
    """The table ``[ticket.groups]``: who does the steps of each kind of administrator."""

    windows: str = ""
    exchange: str = ""
    network: str = ""
    partner: str = ""
    approval: str = ""


class TicketRisk(
    msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True
):
    """The table ``[ticket.risk]``: what the board's own scale makes of it, and its inputs.

    ``level`` goes before the level that is found; ``users`` are those whose mail may wait.
    """

    level: str = ""
    users: int | None = None
    rehearsed: bool | None = None
    note: str = ""


class TicketFacts(
    msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True
):
    """What a ticket says beside the plan; a plan keeps it, so that its ticket can be made again.

    ``limits`` are the lengths of fields in characters; ``minutes`` what a step takes, by its kind.
    Most is not said in most plans, so that what is not said is not written either.
    """

    category: str = ""
    type: str = ""
    service: str = ""
    environment: str = ""
    contact: str = ""
    text_to_users: str = ""
    groups: TicketGroups = TicketGroups()
    risk: TicketRisk = TicketRisk()
    limits: dict[str, int] = {}
    minutes: dict[str, int] = {}


class TicketConfig(TicketFacts, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The table ``[ticket]``: the facts, and what has an option of its own; None if not said."""

    number: str | None = None
    window: str | None = None
    owner: str | None = None
    profile: Profile | None = None
    pack: Pack | None = None

    @property
    def facts(self) -> TicketFacts:
        """What has no option."""
        return TicketFacts(
            category=self.category,
            type=self.type,
            service=self.service,
            environment=self.environment,
            contact=self.contact,
            text_to_users=self.text_to_users,
            groups=self.groups,
            risk=self.risk,
            limits=self.limits,
            minutes=self.minutes,
        )


def parse_note(text: str) -> str:
    """Read free text on one line; BadValueError if it cannot stand in a ticket."""
    return _parse(text, NOTE_LENGTH, "")


def parse_paragraphs(text: str) -> str:
    """Read free text of several lines; BadValueError if it cannot stand in a ticket."""
    return _parse(text, TEXT_LENGTH, "\n")


def _parse(text: str, most: int, allowed: str) -> str:
    if len(text) > most:
        why = f"it has {len(text)} characters, at most {most} are possible"
        raise BadValueError("X4-E121", f"{shown(text)} is too long: {why}")
    if not all(is_visible(character) or character in allowed for character in text):
        why = "a line break, a control or an invisible character: remove it"
        raise BadValueError("X4-E121", f"{shown(text)} holds {why}")
    return text


def field_names() -> tuple[str, ...]:
    """The fields whose length ``[ticket.limits]`` may set."""
    return tuple(field.value for field in TicketField if field is not TicketField.AFFECTED)


def step_names() -> tuple[str, ...]:
    """The kinds of steps whose length ``[ticket.minutes]`` may set."""
    return tuple(kind.value for kind in StepKind)
