# SPDX-License-Identifier: MIT
"""The kinds of steps that a plan may have, after windows.md 5 and exchange.md 5.3 and 5.5.

One table says all that other rooms need to know of a kind; the words of a step are in the template
of the same name below templates/steps.
"""

import enum
from typing import Self


class Who(enum.StrEnum):
    """Who carries out a step."""

    SERVER = "Windows administrator"
    EXCHANGE = "Exchange administrator"
    NETWORK = "Network administrator"
    PARTNER = "Exchange administrator, with the partner"


class Effect(enum.Enum):
    """What a step does to the state that the simulation runs."""

    NOTHING = "it only looks, records or tests"
    LIST = "the NIC's list is written"
    RESTART_SERVER = "the server restarts"
    HOSTS = "HOSTS gets its lines"
    LMHOSTS = "LMHOSTS gets its lines"
    OVERRIDES = "overrides are set by script"
    OVERRIDES_BY_HAND = "overrides are set by hand"
    ADDRESS = "an Address is set"
    RESTART_MTA = "the MTA restarts"


class Change(enum.Enum):
    """What a step leaves behind, which decides when the back-out undoes it."""

    NOTHING = "nothing to undo"
    GIVING = "an address on a NIC, at a firewall or at a partner"
    SETTING = "a setting that the MTA or the system reads"
    RESTART = "nothing itself; the back-out restarts once more"


class StepKind(enum.StrEnum):
    """A kind of step; its value is what PLAN.json calls it.

    ``minutes`` is how long it is likely to take. ``is_by_hand`` says that no script of the bundle
    carries the change out, ``is_afterwards`` that nobody waits for it when it is decided whether
    to back out.
    """

    who: str
    minutes: int
    effect: Effect
    change: Change
    is_by_hand: bool
    is_afterwards: bool

    def __new__(
        cls,
        name: str,
        who: Who,
        minutes: int,
        effect: Effect = Effect.NOTHING,
        change: Change = Change.NOTHING,
        *flags: str,
    ) -> Self:
        """Read one row of the table."""
        kind = str.__new__(cls, name)
        kind._value_ = name
        kind.who = who.value
        kind.minutes = minutes
        kind.effect = effect
        kind.change = change
        kind.is_by_hand = "by hand" in flags
        kind.is_afterwards = "afterwards" in flags
        return kind

    UNPACK = ("unpack", Who.SERVER, 5)
    SNAPSHOT = ("snapshot", Who.SERVER, 20)
    CHECK_BEFORE = ("check-before", Who.NETWORK, 5)
    NIC_COMPARE = ("nic-compare", Who.SERVER, 5)
    NIC_SCRIPT = ("nic-script", Who.SERVER, 5, Effect.LIST, Change.GIVING)
    NIC_HAND = ("nic-by-hand", Who.SERVER, 15, Effect.LIST, Change.GIVING, "by hand")
    SERVER_RESTART = ("server-restart", Who.SERVER, 20, Effect.RESTART_SERVER, Change.RESTART)
    REQUEST = ("request", Who.PARTNER, 30, Effect.NOTHING, Change.GIVING, "by hand")
    MAPPING = ("mapping", Who.NETWORK, 30, Effect.NOTHING, Change.GIVING, "by hand")
    CHECK_AFTER = ("check-after", Who.SERVER, 5)
    HOSTS = ("hosts", Who.SERVER, 5, Effect.HOSTS, Change.SETTING)
    HOSTS_HAND = ("hosts-by-hand", Who.SERVER, 10, Effect.HOSTS, Change.SETTING, "by hand")
    LMHOSTS = ("lmhosts", Who.SERVER, 5, Effect.LMHOSTS, Change.SETTING)
    LMHOSTS_HAND = ("lmhosts-by-hand", Who.SERVER, 10, Effect.LMHOSTS, Change.SETTING, "by hand")
    OVERRIDE_READ = ("override-read", Who.SERVER, 5)
    OVERRIDE_SCRIPT = ("override-script", Who.SERVER, 5, Effect.OVERRIDES, Change.SETTING)
    OVERRIDE_HAND = (
        *("override-by-hand", Who.SERVER, 10, Effect.OVERRIDES_BY_HAND, Change.SETTING),
        "by hand",
    )
    ADDRESS = ("address", Who.EXCHANGE, 5, Effect.ADDRESS, Change.SETTING, "by hand")
    ADDRESS_OPEN = ("address-open", Who.EXCHANGE, 10, Effect.ADDRESS, Change.SETTING, "by hand")
    MTA_RESTART = ("mta-restart", Who.EXCHANGE, 10, Effect.RESTART_MTA, Change.RESTART)
    TEST = ("test", Who.EXCHANGE, 15)
    WATCH = ("watch", Who.EXCHANGE, 30, Effect.NOTHING, Change.NOTHING, "afterwards")
    LMHOSTS_OPTIONAL = (
        *("lmhosts-optional", Who.SERVER, 5, Effect.LMHOSTS, Change.SETTING),
        "afterwards",
    )
