# SPDX-License-Identifier: MIT
"""Name files of either kind, parsed."""

from x400fix.namefiles.existing import NameFileKind
from x400fix.namefiles.hosts import HostsDocument, parse_hosts
from x400fix.namefiles.lmhosts import LmhostsDocument, parse_lmhosts

NameDocument = LmhostsDocument | HostsDocument


def parse_name_file(kind: NameFileKind, data: bytes) -> NameDocument:
    """What a file of this kind says; nothing is refused."""
    return parse_hosts(data) if kind is NameFileKind.HOSTS else parse_lmhosts(data)
