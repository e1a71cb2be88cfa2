# SPDX-License-Identifier: MIT
"""What a plan changes at one place, and the steps in which it does."""

import enum
from collections.abc import Callable, Iterator, Mapping, Sequence

import msgspec

from x400fix.delivery.nametable import NO_NAMES, NameTable
from x400fix.delivery.network import Dialled, Network


class Deed(enum.Enum):
    """What a step does to the state; all that only look and record do nothing."""

    NOTHING = "nothing"
    LIST = "the NIC's list is written"
    RESTART_SERVER = "the server restarts"
    HOSTS = "HOSTS gets its lines"
    LMHOSTS = "LMHOSTS gets its lines"
    OVERRIDES = "overrides are set by script"
    OVERRIDES_BY_HAND = "overrides are set by hand"
    ADDRESS = "an Address is set"
    RESTART_MTA = "the MTA restarts"


class Stage(msgspec.Struct, frozen=True, gc=False):
    """One step, as far as the model is concerned; ``index`` is the connector of an ADDRESS."""

    number: int
    deed: Deed
    place: str
    minutes: int
    index: int = -1


class SetOverride(msgspec.Struct, frozen=True, gc=False):
    """The address that one connector is to call from."""

    index: int
    number: int
    is_scripted: bool


class Sheet(msgspec.Struct, frozen=True, kw_only=True):
    """What is changed at one place, and what the undo puts back.

    ``before`` and ``after`` are the NIC's whole lists, empty where nobody knows them; then
    ``added`` is all there is. ``addresses`` has the old and the new Address of connectors, None
    where somebody else decides. ``stops_mail`` says that the services stand still from the
    writing of the list until the server has restarted; without a restart the list takes effect
    at once.
    """

    place: str
    before: tuple[int, ...] = ()
    after: tuple[int, ...] = ()
    added: tuple[int, ...] = ()
    stops_mail: bool = False
    hosts: NameTable = NO_NAMES
    lmhosts: NameTable = NO_NAMES
    overrides: Sequence[SetOverride] = ()
    addresses: Mapping[int, tuple[Dialled, Dialled | None]] = {}


class Promise(msgspec.Struct, frozen=True, gc=False):
    """A new address that the plan gives to a connector, and whose NIC it belongs on."""

    index: int
    number: int
    owner: str
    is_open: bool


class Part(msgspec.Struct, frozen=True, kw_only=True):
    """What a plan does in one network; all of it is made when it is asked for.

    ``stages`` are in order of time, and so are those at one place, ``stages_at``; ``moved`` are
    the connectors that change.
    """

    sheet_of: Callable[[str], Sheet]
    stages: Callable[[], Iterator[Stage]]
    stages_at: Callable[[str], Iterator[Stage]]
    promises: Callable[[], Iterator[Promise]]
    moved: Sequence[int]


class Course(msgspec.Struct, frozen=True, kw_only=True):
    """A plan as the model runs it, network by network.

    ``waiver`` is the option by which the plan gives up, knowingly, that every call is answered;
    ``strategy`` is the way that it takes, which need not be supposed.
    """

    part_of: Callable[[Network], Part]
    strategy: str
    waiver: str = ""
    dns: NameTable = NO_NAMES
