# SPDX-License-Identifier: MIT
"""The closed sets that options choose from; imported by the command line, so without libraries."""

import enum
from typing import Self


class _Choice(enum.StrEnum):
    """A set of words, each taken in any letter case."""

    @classmethod
    def _missing_(cls, value: object) -> Self | None:
        return next((each for each in cls if each == str(value).lower()), None)


class AddressMode(_Choice):
    """What a connector's Address holds after the change."""

    IP = "ip"
    LMHOSTS = "lmhosts"
    HOSTS = "hosts"


class Strategy(_Choice):
    """The two remedies of KB 200588: more addresses, or more names for one address."""

    ADDRESS = "address"
    HOSTNAME = "hostname"


class Wave(_Choice):
    """Which Address changes come between two restarts of the MTAs.

    ``AUTO`` takes the fewest after which a connector can work, and so be tested (Q200588).
    """

    AUTO = "auto"
    CONNECTOR = "connector"
    PARTNER = "partner"
    ALL = "all"


class Profile(_Choice):
    """The ticket system whose fields are filled, and what it takes as attachments."""

    GENERIC = "generic"
    SERVICENOW = "servicenow"
    JSM = "jsm"
    REMEDY = "remedy"


class Pack(_Choice):
    """Under which names scripts stand in a ZIP: their own, or such as no mail filter stops."""

    PLAIN = "plain"
    SAFE = "safe"


class Format(_Choice):
    """How ``check`` prints verdicts: for a person, a spreadsheet program, or a wiki."""

    TABLE = "table"
    CSV = "csv"
    MD = "md"


class Replace(enum.IntEnum):
    """What of an earlier result may be replaced: as often as ``--force`` is given."""

    NOTHING = 0
    UNCHANGED = 1
    EVERYTHING = 2

    @classmethod
    def asked(cls, force: int, *, discard: bool) -> "Replace":
        """What ``--force``, given so many times, and ``--discard`` ask for."""
        return cls.EVERYTHING if discard else cls(min(force, cls.EVERYTHING))


class TicketField(_Choice):
    """The texts and tables of a change ticket that are too long to be typed."""

    SHORT_DESCRIPTION = "short_description"
    DESCRIPTION = "description"
    JUSTIFICATION = "justification"
    IMPLEMENTATION = "implementation_plan"
    IMPACT = "risk_and_impact"
    BACK_OUT = "back_out_plan"
    TEST = "test_plan"
    USERS = "text_to_users"
    AFFECTED = "affected_cis"
    TASKS = "change_tasks"
