# SPDX-License-Identifier: MIT
"""What each ticket system calls its fields, how long they may be, and what is attached to it.

Names, choices and lengths are those of the vendors' pages that docs/ticket.md lists, of a system as
it is installed. A length that no such page confirms is not here; ``[ticket.limits]`` sets it.
"""

from collections.abc import Mapping, Sequence

import msgspec

from x400fix.settings.choices import Profile, TicketField

BUNDLE = "BUNDLE.ZIP"
"""The one attachment that is made of all other files."""

Names = Mapping[Profile, str]


def _names(generic: str, servicenow: str = "", jsm: str = "", remedy: str = "") -> Names:
    """What systems call a field: the first name if another is empty; ``-`` if they lack it."""
    given = dict(zip(Profile, (generic, servicenow, jsm, remedy), strict=True))
    return {profile: name or generic for profile, name in given.items() if name != "-"}


class FieldRow(msgspec.Struct, frozen=True):
    """A field with a text of its own: the annexes with the same, and its name where it is there."""

    field: TicketField
    annexes: Sequence[str]
    names: Names

    @property
    def title(self) -> str:
        """What stands above the text where a description has to take it."""
        return next(iter(self.names.values())).upper()

    @property
    def is_table(self) -> bool:
        """Whether it is a CSV file."""
        return self.field in (_F.AFFECTED, _F.TASKS)

    @property
    def is_short(self) -> bool:
        """Whether it is short enough for INDEX.TXT."""
        return self.field in (_F.SHORT_DESCRIPTION, _F.USERS)


_F = TicketField

FIELDS: Sequence[FieldRow] = (
    FieldRow(
        _F.SHORT_DESCRIPTION,
        ("addresses",),
        _names("Short description", jsm="Summary", remedy="Summary"),
    ),
    FieldRow(_F.DESCRIPTION, ("addresses",), _names("Description", remedy="Notes")),
    FieldRow(_F.JUSTIFICATION, ("addresses",), _names("-", "Justification", "-", "-")),
    FieldRow(_F.IMPACT, ("outages", "risks"), _names("-", "Risk and impact analysis", "-", "-")),
    FieldRow(_F.IMPLEMENTATION, ("steps",), _names("Implementation plan")),
    FieldRow(_F.TEST, ("tests",), _names("Test plan")),
    FieldRow(_F.BACK_OUT, ("back-out",), _names("Back-out plan", "Backout plan", "Backout plan")),
    FieldRow(_F.USERS, ("outages",), _names("Text to users", "Communication plan")),
    FieldRow(_F.AFFECTED, ("addresses",), _names("Affected CIs", remedy="Related CIs")),
    FieldRow(_F.TASKS, ("steps",), _names("-", "Change tasks", "-", "-")),
)
"""In their order; the description comes before all texts that it has to take."""

WORDS: Mapping[str, Names] = {
    "category": _names("Category", jsm="-", remedy="Operational categorization"),
    "type": _names("Type", jsm="Change type", remedy="Class"),
    "reason": _names("-", "-", "Change reason", "Change reason"),
    "service": _names("Service", jsm="Affected services"),
    "risk": _names("Risk", jsm="Change risk", remedy="Risk level"),
    "impact": _names("Impact"),
    "urgency": _names("Urgency", "-"),
    "start": _names("Planned start", "Planned start date", "", "Scheduled start date"),
    "end": _names("Planned end", "Planned end date", "", "Scheduled end date"),
    "group": _names("Group", "Assignment group", "-", "Coordinator group"),
    "owner": _names("Owner", "Assigned to", "Assignee", "Change coordinator"),
    "approval": _names("Approvers", "-", "", "-"),
    "outage": _names("Outage", "", "-", "-"),
    "cab": _names("-", "CAB agenda", "-", "-"),
}
"""The fields that hold one word, one line or a date, and stand in INDEX.TXT."""

_MEDIUM = ("Low", "Medium", "High")
_EXTENT = ("Minor", "Moderate", "Significant")
CHOICES: Mapping[Profile, Mapping[str, Sequence[str]]] = {
    Profile.GENERIC: {"risk": _MEDIUM, "impact": _MEDIUM},
    Profile.SERVICENOW: {"risk": ("Low", "Moderate", "High"), "impact": _MEDIUM},
    Profile.JSM: {"risk": _MEDIUM, "impact": _EXTENT},
    Profile.REMEDY: {"risk": _MEDIUM, "impact": _EXTENT},
}
"""The words for low, medium and high, where a field has a choice of them."""

_LIMITS: Mapping[tuple[Profile, bool], int] = {
    (Profile.SERVICENOW, True): 160,
    (Profile.JSM, True): 255,
    (Profile.JSM, False): 32_767,
}


def field_limit(row: FieldRow, profile: Profile) -> int:
    """How many characters a field takes; 0 if no page of its vendor says so."""
    is_typed = not row.is_table and row.field is not _F.USERS
    return _LIMITS.get((profile, row.is_short), 0) if is_typed else 0


STRICT = frozenset({Profile.SERVICENOW, Profile.REMEDY})
"""Systems whose servers often refuse .html, .csv and scripts."""


class Attachment(msgspec.Struct, frozen=True):
    """A file to attach: the first of ``names`` that there is, under the name that it has there."""

    names: Mapping[str, str]

    @property
    def is_bundle(self) -> bool:
        """Whether it is made of all other files."""
        return self == _ALL

    @property
    def title(self) -> str:
        """How a list names it."""
        return " or ".join(reversed([*self.names.values()]))


_TICKET = Attachment({"TICKET.PDF": "TICKET.PDF", "TICKET.MD": "TICKET.TXT"})
_ASSIGNMENTS = Attachment({"ASSIGN.csv": "ASSIGN.CSV.TXT"})
_EVIDENCE = Attachment({"EVIDENCE.CSV": "EVIDENCE.CSV.TXT"})
_ALL = Attachment({"": BUNDLE})

ATTACHMENTS: Mapping[Profile, Sequence[Attachment]] = {
    Profile.GENERIC: (),
    Profile.SERVICENOW: (_TICKET, _ASSIGNMENTS, _EVIDENCE, _ALL),
    Profile.JSM: (),
    # It takes three files with each entry of its work info.
    Profile.REMEDY: (_TICKET, _ASSIGNMENTS, _ALL),
}
"""What is attached to a ticket where a system does not take every file, or not all of them."""
