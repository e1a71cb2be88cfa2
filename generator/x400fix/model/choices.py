# SPDX-License-Identifier: MIT
"""The closed sets that options choose from; imported by the command line, so without libraries."""

import enum


class AddressMode(enum.StrEnum):
    """What a connector's Address holds after the change."""

    IP = "ip"
    LMHOSTS = "lmhosts"
    HOSTS = "hosts"


class Strategy(enum.StrEnum):
    """The two remedies of KB 200588: more addresses, or more names for one address."""

    ADDRESS = "address"
    HOSTNAME = "hostname"


class Wave(enum.StrEnum):
    """Which Address changes come between two restarts of the MTAs."""

    CONNECTOR = "connector"
    PARTNER = "partner"
    ALL = "all"
