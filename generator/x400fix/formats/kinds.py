# SPDX-License-Identifier: MIT
"""The kinds of files that Windows NT reads, and how their names tell them."""

import enum


class Kind(enum.StrEnum):
    """What a file is for Windows NT."""

    LMHOSTS = "lmhosts"
    HOSTS = "hosts"
    REG = "reg"
    REGINI = "regini"
    BATCH = "batch"


# What a name begins or ends with, in capitals.
_BEGINNINGS = (("LMHOSTS", Kind.LMHOSTS), ("HOSTS", Kind.HOSTS))
_ENDINGS = (
    (".REG", Kind.REG),
    (".INI", Kind.REGINI),
    (".CMD", Kind.BATCH),
    (".BAT", Kind.BATCH),
)


def kind_of(name: str) -> Kind | None:
    """The kind that the name of a file tells, without its folders; None if it tells none."""
    capitals = name.upper()
    for ending, kind in _ENDINGS:
        if capitals.endswith(ending):
            return kind
    return next((kind for begin, kind in _BEGINNINGS if capitals.startswith(begin)), None)
