# SPDX-License-Identifier: MIT
"""What becomes of each connector in a conflict, and who owns the addresses it gets."""

import enum
from collections.abc import Mapping

import msgspec

from x400fix.inventory.addresses import Address, address_text
from x400fix.inventory.connectors import Connector, Link, Server


class Action(enum.StrEnum):
    """What the plan does with a connector in a conflict."""

    MOVE = "move"
    KEEP = "keep"
    MANUAL = "manual"


class OwnerKind(enum.StrEnum):
    """Whose NIC or table the new addresses belong on."""

    SERVER = "server"
    UNKNOWN = "unknown server"
    FOREIGN = "foreign MTA"
    FIREWALL = "proxy firewall"


class Owner(msgspec.Struct, frozen=True, kw_only=True):
    """Who owns the addresses that connectors to it get.

    ``domain`` is that of its host name, if an input has it. ``primary`` is the address that it is
    reached at now, and ``subnet`` the first and the last address around it, both None if unknown;
    ``is_presumed`` says that the subnet is a guess.
    """

    name: str
    kind: OwnerKind
    server: Server | None = None
    domain: str = ""
    primary: int | None = None
    subnet: tuple[int, int] | None = None
    is_presumed: bool = False


class Draft(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """One connector of a conflict, and what its Address holds afterwards.

    ``address`` is its new address, None if it gets none; ``alias`` is the name that goes with the
    address, or that is the whole remedy with the strategy ``hostname``. ``is_by_name`` says which
    of the two the Address holds. ``is_done`` says that an earlier plan gave what it has to have and
    that nothing is left to do: it has its new Address, or keeps one that only it has by now.
    """

    connector: Connector
    partner: str
    link: Link
    owner: Owner
    action: Action
    reason: str
    is_by_name: bool
    is_done: bool = False
    address: int | None = None
    alias: str = ""

    @property
    def value(self) -> Address | None:
        """What the Address holds afterwards; None if somebody else has to decide it."""
        if self.action is Action.KEEP:
            return self.connector.address
        if self.address is not None and not self.is_by_name:
            return Address(address_text(self.address), self.address)
        return Address(self.alias) if self.alias else None


class Remembered(msgspec.Struct, frozen=True, kw_only=True):
    """What an earlier plan gave one connector; a kept one has neither address nor alias.

    ``before`` is what its Address held then, None if the plan does not say.
    """

    action: Action
    owner: str
    before: Address | None = None
    address: int | None = None
    alias: str = ""


Memory = Mapping[tuple[str, str], Remembered]
"""What an earlier plan gave, by home server and directory name, both in capitals."""
