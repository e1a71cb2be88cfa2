# SPDX-License-Identifier: MIT
"""What each ticket system calls its fields, how long they may be, and what is attached to it.

Names and lengths are the usual ones of a system as it is installed. Nobody has verified them, and
most systems let their administrators change them: ``[ticket.limits]`` of x400fix.toml goes before.
"""

from collections.abc import Mapping, Sequence

import msgspec

from x400fix.settings.choices import Profile, TicketField

BUNDLE = "BUNDLE.ZIP"
"""The one attachment that is made of all others."""


class FieldRow(msgspec.Struct, frozen=True):
    """One field: where what finds no room in it stands, and what each system calls it.

    A limit is in characters; 0 is none.
    """

    field: TicketField
    annex: str
    generic: tuple[str, int]
    servicenow: tuple[str, int]
    jsm: tuple[str, int]
    remedy: tuple[str, int]

    def label(self, profile: Profile) -> str:
        """What a system calls the field."""
        return self._of(profile)[0]

    def limit(self, profile: Profile) -> int:
        """How many characters it takes there."""
        return self._of(profile)[1]

    def _of(self, profile: Profile) -> tuple[str, int]:
        columns = {
            Profile.GENERIC: self.generic,
            Profile.SERVICENOW: self.servicenow,
            Profile.JSM: self.jsm,
            Profile.REMEDY: self.remedy,
        }
        return columns[profile]


FIELDS: Sequence[FieldRow] = (
    FieldRow(
        TicketField.SHORT_DESCRIPTION,
        "why",
        ("Short description", 0),
        ("Short description", 160),
        ("Summary", 255),
        ("Summary", 254),
    ),
    FieldRow(
        TicketField.DESCRIPTION,
        "why",
        ("Description", 0),
        ("Description", 4_000),
        ("Description", 32_767),
        ("Notes", 32_000),
    ),
    FieldRow(
        TicketField.JUSTIFICATION,
        "why",
        ("Justification", 0),
        ("Justification", 4_000),
        ("Change reason", 32_767),
        ("Purpose and urgency", 32_000),
    ),
    FieldRow(
        TicketField.CATEGORY,
        "why",
        ("Category and type", 0),
        ("Category and type", 4_000),
        ("Change type", 32_767),
        ("Categorization", 32_000),
    ),
    FieldRow(
        TicketField.RISK,
        "risks",
        ("Risk level", 0),
        ("Risk", 4_000),
        ("Change risk", 32_767),
        ("Risk level", 32_000),
    ),
    FieldRow(
        TicketField.IMPLEMENTATION,
        "steps",
        ("Implementation plan", 0),
        ("Implementation plan", 4_000),
        ("Implementation plan", 32_767),
        ("Implementation plan", 32_000),
    ),
    FieldRow(
        TicketField.IMPACT,
        "outages",
        ("Risk and impact analysis", 0),
        ("Risk and impact analysis", 4_000),
        ("Impact", 32_767),
        ("Impact", 32_000),
    ),
    FieldRow(
        TicketField.BACK_OUT,
        "back-out",
        ("Back-out plan", 0),
        ("Backout plan", 4_000),
        ("Backout plan", 32_767),
        ("Remediation plan", 32_000),
    ),
    FieldRow(
        TicketField.TEST,
        "tests",
        ("Test plan", 0),
        ("Test plan", 4_000),
        ("Test plan", 32_767),
        ("Test plan", 32_000),
    ),
    FieldRow(
        TicketField.WINDOW,
        "steps",
        ("Planned start and end", 0),
        ("Planned start and end", 4_000),
        ("Planned start and end", 32_767),
        ("Change window", 32_000),
    ),
    FieldRow(
        TicketField.GROUPS,
        "steps",
        ("Groups", 0),
        ("Assignment groups", 4_000),
        ("Groups", 32_767),
        ("Support groups", 32_000),
    ),
    FieldRow(
        TicketField.USERS,
        "outages",
        ("Text to users", 0),
        ("Text to users", 4_000),
        ("Text to users", 32_767),
        ("Text to users", 32_000),
    ),
    FieldRow(
        TicketField.AFFECTED,
        "addresses",
        ("Affected CIs", 0),
        ("Affected CIs", 0),
        ("Affected services", 0),
        ("Related CIs", 0),
    ),
)

STRICT = frozenset({Profile.SERVICENOW, Profile.REMEDY})
"""Systems whose servers often refuse .html, .csv and scripts."""


class Attachment(msgspec.Struct, frozen=True):
    """A file to attach: the first of ``sources`` that there is, under ``name`` if it has one."""

    sources: tuple[str, ...]
    name: str = ""

    @property
    def title(self) -> str:
        """How a list names it."""
        return self.name or " or ".join(reversed(self.sources))


_TICKET = Attachment(("TICKET.PDF", "TICKET.TXT"))
_ASSIGNMENTS = Attachment(("ASSIGN.csv",), "ASSIGN.CSV.TXT")
_EVIDENCE = Attachment(("EVIDENCE.CSV",), "EVIDENCE.CSV.TXT")
_ALL = Attachment((), BUNDLE)

ATTACHMENTS: Mapping[Profile, Sequence[Attachment]] = {
    Profile.GENERIC: (),
    Profile.SERVICENOW: (_TICKET, _ASSIGNMENTS, _EVIDENCE, _ALL),
    Profile.JSM: (),
    # It takes three files with each entry of its work info.
    Profile.REMEDY: (_TICKET, _ASSIGNMENTS, _ALL),
}
"""What is attached to a ticket where a system does not take every file, or not all of them."""
