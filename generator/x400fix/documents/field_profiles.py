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

_LIMITS = {Profile.SERVICENOW: 4_000, Profile.JSM: 32_767, Profile.REMEDY: 32_000}
_HEADLINE_LIMITS = {Profile.SERVICENOW: 160, Profile.JSM: 255, Profile.REMEDY: 254}


class FieldRow(msgspec.Struct, frozen=True):
    """One field: the annex that has what is cut off, its name, and where a system has another."""

    field: TicketField
    annex: str
    name: str
    servicenow: str = ""
    jsm: str = ""
    remedy: str = ""

    def label(self, profile: Profile) -> str:
        """What a system calls the field."""
        names = {"servicenow": self.servicenow, "jsm": self.jsm, "remedy": self.remedy}
        return names.get(profile) or self.name

    def limit(self, profile: Profile) -> int:
        """How many characters it takes there; 0 is no limit."""
        if self.field is TicketField.AFFECTED:
            return 0
        is_headline = self.field is TicketField.SHORT_DESCRIPTION
        return (_HEADLINE_LIMITS if is_headline else _LIMITS).get(profile, 0)


_F = TicketField

FIELDS: Sequence[FieldRow] = (
    FieldRow(
        _F.SHORT_DESCRIPTION, "addresses", "Short description", jsm="Summary", remedy="Summary"
    ),
    FieldRow(_F.DESCRIPTION, "addresses", "Description", remedy="Notes"),
    FieldRow(
        *(_F.JUSTIFICATION, "addresses", "Justification"),
        jsm="Change reason",
        remedy="Purpose and urgency",
    ),
    FieldRow(
        *(_F.CATEGORY, "addresses", "Category and type"), jsm="Change type", remedy="Categorization"
    ),
    FieldRow(_F.RISK, "risks", "Risk level", servicenow="Risk", jsm="Change risk"),
    FieldRow(_F.IMPLEMENTATION, "steps", "Implementation plan"),
    FieldRow(_F.IMPACT, "outages", "Risk and impact analysis", jsm="Impact", remedy="Impact"),
    FieldRow(
        *(_F.BACK_OUT, "back-out", "Back-out plan"),
        servicenow="Backout plan",
        jsm="Backout plan",
        remedy="Remediation plan",
    ),
    FieldRow(_F.TEST, "tests", "Test plan"),
    FieldRow(_F.WINDOW, "steps", "Planned start and end", remedy="Change window"),
    FieldRow(
        *(_F.GROUPS, "steps", "Groups"), servicenow="Assignment groups", remedy="Support groups"
    ),
    FieldRow(_F.USERS, "outages", "Text to users"),
    FieldRow(
        *(_F.AFFECTED, "addresses", "Affected CIs"), jsm="Affected services", remedy="Related CIs"
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
