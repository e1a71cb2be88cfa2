# SPDX-License-Identifier: MIT
"""The kinds of steps that a plan may have, after windows.md 5 and exchange.md 5.3 and 5.5."""

import enum


class Who(enum.StrEnum):
    """Who carries out a step."""

    SERVER = "Windows administrator"
    EXCHANGE = "Exchange administrator"
    NETWORK = "Network administrator"
    PARTNER = "Exchange administrator, with the partner"


class StepKind(enum.Enum):
    """What a step is, who does it, and how many minutes it is likely to take."""

    UNPACK = ("unpack", Who.SERVER, 5)
    SNAPSHOT = ("snapshot", Who.SERVER, 20)
    CHECK_BEFORE = ("check-before", Who.NETWORK, 5)
    NIC_COMPARE = ("nic-compare", Who.SERVER, 5)
    NIC_SCRIPT = ("nic-script", Who.SERVER, 5)
    NIC_HAND = ("nic-by-hand", Who.SERVER, 15)
    SERVER_RESTART = ("server-restart", Who.SERVER, 20)
    REQUEST = ("request", Who.PARTNER, 30)
    MAPPING = ("mapping", Who.NETWORK, 30)
    CHECK_AFTER = ("check-after", Who.SERVER, 5)
    HOSTS = ("hosts", Who.SERVER, 5)
    HOSTS_HAND = ("hosts-by-hand", Who.SERVER, 10)
    LMHOSTS = ("lmhosts", Who.SERVER, 5)
    LMHOSTS_HAND = ("lmhosts-by-hand", Who.SERVER, 10)
    OVERRIDE_READ = ("override-read", Who.SERVER, 5)
    OVERRIDE_SCRIPT = ("override-script", Who.SERVER, 5)
    OVERRIDE_HAND = ("override-by-hand", Who.SERVER, 10)
    ADDRESS = ("address", Who.EXCHANGE, 5)
    ADDRESS_OPEN = ("address-open", Who.EXCHANGE, 10)
    MTA_RESTART = ("mta-restart", Who.EXCHANGE, 10)
    TEST = ("test", Who.EXCHANGE, 15)
    WATCH = ("watch", Who.EXCHANGE, 30)
    LMHOSTS_OPTIONAL = ("lmhosts-optional", Who.SERVER, 5)

    def __init__(self, slug: str, who: Who, minutes: int) -> None:
        """Name the parts of a kind; ``slug`` stands in PLAN.json and names the template's macro."""
        self.slug = slug
        self.who = who.value
        self.minutes = minutes

    @property
    def is_by_hand(self) -> bool:
        """Whether no script of the bundle carries the change out."""
        return self in _BY_HAND


_BY_HAND = frozenset(
    {
        StepKind.NIC_HAND,
        StepKind.REQUEST,
        StepKind.MAPPING,
        StepKind.HOSTS_HAND,
        StepKind.LMHOSTS_HAND,
        StepKind.OVERRIDE_HAND,
        StepKind.ADDRESS,
        StepKind.ADDRESS_OPEN,
    }
)
