# SPDX-License-Identifier: MIT
"""The records of PLAN.json that are about one folder of the bundle."""

import msgspec


class SelectorsRecord(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Fields A, B and C of KB 198772 in hexadecimal; empty if not configured."""

    own: str = ""
    outgoing: str = ""
    incoming: str = ""


class NameRecord(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One line for LMHOSTS or HOSTS."""

    address: str
    name: str


class FactRecord(
    msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True
):
    """What the inputs say of one server; what they do not say is left out.

    ``hosts`` and ``lmhosts`` are the lines of its name files that a lookup finds, this ticket's
    own block left aside.
    """

    server: str
    site: str = ""
    exchange: str = ""
    os: str = ""
    addresses: tuple[str, ...] = ()
    dhcp: bool = False
    gateway: str = ""
    roles: tuple[str, ...] = ()
    hosts: tuple[NameRecord, ...] = ()
    lmhosts: tuple[NameRecord, ...] = ()


class NicRecord(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A NIC and its ordered lists before and after, such as ``10.20.1.10/24``."""

    vehicle: str
    adapter: str
    before: tuple[str, ...]
    after: tuple[str, ...]
    added: tuple[str, ...]
    missing: tuple[str, ...]


class AttributeValue(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """An Address with its radio button."""

    type: str
    value: str


class AttributeRecord(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The Address Attribute of one connector; ``after`` is null if somebody else decides it."""

    connector: str
    before: AttributeValue
    after: AttributeValue | None


class OverrideRecord(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The Stack IP Address Override of one connector."""

    connector: str
    address: str
    scripted: bool


class StepRecord(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One step; ``connector`` is empty where it is not about one."""

    number: int
    kind: str
    who: str
    minutes: int
    wave: int
    waits_for: tuple[int, ...]
    connector: str


class NameFileRecord(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A name file that the server has now.

    ``merged`` tells whether the folder holds it with the new entries; if it was to get some and
    does not, ``reason`` says why.
    """

    file: str
    sha256: str
    merged: bool
    reason: str


class ServerRecord(
    msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True
):
    """One folder of the bundle: a server, or a firewall or partner that somebody must ask.

    ``name_files`` is there only if the plan was given such files.
    """

    name: str
    folder: str
    kind: str
    os: str
    exchange: str
    nic: NicRecord | None
    lmhosts: tuple[NameRecord, ...]
    hosts: tuple[NameRecord, ...]
    overrides: tuple[OverrideRecord, ...]
    address_attributes: tuple[AttributeRecord, ...]
    steps: tuple[StepRecord, ...]
    name_files: tuple[NameFileRecord, ...] = ()
