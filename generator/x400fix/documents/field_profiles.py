# SPDX-License-Identifier: MIT
"""What each ticket system calls its fields, how long they may be, and what is attached to it.

Names and lengths are the usual ones of a system as it is installed. They are not verified, and most
systems let their administrators change them: ``[ticket.limits]`` of x400fix.toml goes before.
"""

from collections.abc import Mapping, Sequence

import msgspec

from x400fix.settings.choices import Profile, TicketField

BUNDLE = "BUNDLE.ZIP"
"""The one attachment that is made of all other files."""

_PROFILES = (Profile.GENERIC, Profile.SERVICENOW, Profile.JSM, Profile.REMEDY)
_LIMITS = (0, 4_000, 32_767, 32_000)
_NO_LIMITS = (0, 0, 0, 0)


class FieldRow(msgspec.Struct, frozen=True):
    """One field: the annex that has what is cut off, and what each system calls it.

    Names and limits are in the order of the profiles; a limit is in characters, 0 is none.
    """

    field: TicketField
    annex: str
    names: tuple[str, str, str, str]
    limits: tuple[int, int, int, int] = _LIMITS

    def label(self, profile: Profile) -> str:
        """What a system calls the field."""
        return self.names[_PROFILES.index(profile)]

    def limit(self, profile: Profile) -> int:
        """How many characters it takes there."""
        return self.limits[_PROFILES.index(profile)]


def _same(name: str) -> tuple[str, str, str, str]:
    """A name that is the same in all systems."""
    return (name, name, name, name)


FIELDS: Sequence[FieldRow] = (
    FieldRow(
        TicketField.SHORT_DESCRIPTION,
        "why",
        ("Short description", "Short description", "Summary", "Summary"),
        (0, 160, 255, 254),
    ),
    FieldRow(
        TicketField.DESCRIPTION, "why", ("Description", "Description", "Description", "Notes")
    ),
    FieldRow(
        TicketField.JUSTIFICATION,
        "why",
        ("Justification", "Justification", "Change reason", "Purpose and urgency"),
    ),
    FieldRow(
        TicketField.CATEGORY,
        "why",
        ("Category and type", "Category and type", "Change type", "Categorization"),
    ),
    FieldRow(TicketField.RISK, "risks", ("Risk level", "Risk", "Change risk", "Risk level")),
    FieldRow(TicketField.IMPLEMENTATION, "steps", _same("Implementation plan")),
    FieldRow(
        TicketField.IMPACT,
        "outages",
        ("Risk and impact analysis", "Risk and impact analysis", "Impact", "Impact"),
    ),
    FieldRow(
        TicketField.BACK_OUT,
        "back-out",
        ("Back-out plan", "Backout plan", "Backout plan", "Remediation plan"),
    ),
    FieldRow(TicketField.TEST, "tests", _same("Test plan")),
    FieldRow(
        TicketField.WINDOW,
        "steps",
        (
            *("Planned start and end", "Planned start and end", "Planned start and end"),
            "Change window",
        ),
    ),
    FieldRow(
        TicketField.GROUPS, "steps", ("Groups", "Assignment groups", "Groups", "Support groups")
    ),
    FieldRow(TicketField.USERS, "outages", _same("Text to users")),
    FieldRow(
        TicketField.AFFECTED,
        "addresses",
        ("Affected CIs", "Affected CIs", "Affected services", "Related CIs"),
        _NO_LIMITS,
    ),
)

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
