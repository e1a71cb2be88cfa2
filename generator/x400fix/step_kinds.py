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


class Phase(enum.StrEnum):
    """When a step is done, as windows.md 5 divides the work.

    Nothing of the preparation stops mail: it is done in working hours, days before. That holds for
    mappings, which are added next to those that are there, and for requests, because a partner
    that restarts a server does so in a window of its own. Only the window phase has an outage, and
    only its steps are undone in a hurry. What comes afterwards decides nothing.
    """

    PREPARATION = "preparation"
    WINDOW = "window"
    AFTERWARDS = "afterwards"


class Change(enum.Enum):
    """What a step leaves behind, which decides when the back-out undoes it."""

    NOTHING = "nothing to undo"
    GIVING = "an address on a NIC, at a firewall or at a partner"
    SETTING = "a setting that the MTA or the system reads"
    RESTART = "nothing itself; the back-out restarts once more"


class Effect(enum.Enum):
    """What a step does, as far as the simulation can see it, and what that leaves behind."""

    NOTHING = ("it only looks, records or tests", Change.NOTHING)
    AGREED = ("an address or a mapping is given by another administrator", Change.GIVING)
    LIST = ("the NIC's list is written", Change.GIVING)
    RESTART_SERVER = ("the server restarts", Change.RESTART)
    HOSTS = ("HOSTS gets its lines", Change.SETTING)
    LMHOSTS = ("LMHOSTS gets its lines", Change.SETTING)
    OVERRIDES = ("overrides are set by script", Change.SETTING)
    OVERRIDES_BY_HAND = ("overrides are set by hand", Change.SETTING)
    ADDRESS = ("an Address is set", Change.SETTING)
    RESTART_MTA = ("the MTA restarts", Change.RESTART)


class StepKind(enum.StrEnum):
    """A kind of step; its value is what PLAN.json calls it.

    ``minutes`` is how long it is likely to take. ``is_by_hand`` says that no script of the bundle
    carries the change out.
    """

    phase: Phase
    who: str
    minutes: int
    effect: Effect
    change: Change
    is_by_hand: bool

    def __new__(
        cls,
        name: str,
        phase: Phase,
        who: Who,
        minutes: int,
        effect: Effect = Effect.NOTHING,
        *flags: str,
    ) -> Self:
        """Read one row of the table."""
        kind = str.__new__(cls, name)
        kind._value_ = name
        kind.phase = phase
        kind.who = who.value
        kind.minutes = minutes
        kind.effect = effect
        _, kind.change = effect.value
        kind.is_by_hand = "by hand" in flags
        return kind

    PREPARE = ("prepare", Phase.PREPARATION, Who.SERVER, 30)
    CHECK_BEFORE = ("check-before", Phase.PREPARATION, Who.NETWORK, 5)
    REQUEST = ("request", Phase.PREPARATION, Who.PARTNER, 30, Effect.AGREED, "by hand")
    MAPPING = ("mapping", Phase.PREPARATION, Who.NETWORK, 30, Effect.AGREED, "by hand")
    GO = ("go", Phase.PREPARATION, Who.SERVER, 5)
    NIC_SCRIPT = ("nic-script", Phase.WINDOW, Who.SERVER, 5, Effect.LIST)
    NIC_HAND = ("nic-by-hand", Phase.WINDOW, Who.SERVER, 15, Effect.LIST, "by hand")
    SERVER_RESTART = ("server-restart", Phase.WINDOW, Who.SERVER, 20, Effect.RESTART_SERVER)
    CHECK_AFTER = ("check-after", Phase.WINDOW, Who.SERVER, 5)
    HOSTS = ("hosts", Phase.WINDOW, Who.SERVER, 5, Effect.HOSTS)
    HOSTS_HAND = ("hosts-by-hand", Phase.WINDOW, Who.SERVER, 10, Effect.HOSTS, "by hand")
    LMHOSTS = ("lmhosts", Phase.WINDOW, Who.SERVER, 5, Effect.LMHOSTS)
    LMHOSTS_HAND = ("lmhosts-by-hand", Phase.WINDOW, Who.SERVER, 10, Effect.LMHOSTS, "by hand")
    OVERRIDE_SCRIPT = ("override-script", Phase.WINDOW, Who.SERVER, 5, Effect.OVERRIDES)
    OVERRIDE_HAND = (
        "override-by-hand",
        Phase.WINDOW,
        Who.SERVER,
        10,
        Effect.OVERRIDES_BY_HAND,
        "by hand",
    )
    ADDRESS = ("address", Phase.WINDOW, Who.EXCHANGE, 5, Effect.ADDRESS, "by hand")
    ADDRESS_OPEN = ("address-open", Phase.WINDOW, Who.EXCHANGE, 10, Effect.ADDRESS, "by hand")
    MTA_RESTART = ("mta-restart", Phase.WINDOW, Who.EXCHANGE, 10, Effect.RESTART_MTA)
    TEST = ("test", Phase.WINDOW, Who.EXCHANGE, 15)
    WATCH = ("watch", Phase.AFTERWARDS, Who.EXCHANGE, 30)
    LMHOSTS_OPTIONAL = ("lmhosts-optional", Phase.AFTERWARDS, Who.SERVER, 5, Effect.LMHOSTS)
