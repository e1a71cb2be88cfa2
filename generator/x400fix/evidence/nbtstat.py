# SPDX-License-Identifier: MIT
"""What ``nbtstat -n`` prints: the NetBIOS names that the computer itself has.

A sample (layout of Q139608)::

    Node IpAddress: [10.1.0.10] Scope Id: []

                 NetBIOS Local Name Table

       Name               Type         Status
    ---------------------------------------------
       SEAHUB1        <00>  UNIQUE      Registered
       CONTOSO        <00>  GROUP       Registered

The word for a group begins with GR in English, German and French. The tables of ``nbtstat -c`` have
addresses, those of ``-a`` and ``-A`` the address of a network card: they are about others.
"""

import re
from collections.abc import Sequence

from x400fix.evidence.model import Kind, NetbiosName, Part, Seen
from x400fix.problems import Place, ProblemList

_ROW = re.compile(
    r"\s*(\S.{0,15}?)\s*<([0-9a-f]{2})>\s+(\w{3,12})\s+(\S.{0,40}?)\s*", re.IGNORECASE
)
_ADDRESS = re.compile(r"[0-9]{1,3}(?:\.[0-9]{1,3}){3}", re.ASCII)
_CARD = re.compile(r"=\s*[0-9a-f]{2}(?:-[0-9a-f]{2}){5}\s*", re.IGNORECASE)
_LONGEST = 200
_WORKSTATION, _SERVER = 0x00, 0x20


def _rows(lines: Sequence[str], file: str) -> list[NetbiosName]:
    found = []
    for number, line in enumerate(lines, 1):
        row = _ROW.fullmatch(line) if len(line) < _LONGEST else None
        if row and not _ADDRESS.search(row[4]):
            found.append(
                NetbiosName(
                    server="",
                    name=row[1],
                    suffix=int(row[2], 16),
                    is_group=row[3].upper().startswith("GR"),
                    status=row[4],
                    place=Place(file, number),
                )
            )
    return found


def is_nbtstat(lines: Sequence[str]) -> bool:
    """Whether rows of a table of own names are there."""
    return bool(_rows(lines, "")) and not any(_CARD.search(line[-_LONGEST:]) for line in lines)


def read_nbtstat(lines: Sequence[str], file: str, _: ProblemList) -> Part:
    """The names; the computer is the one of the server service, else of the workstation."""
    names = _rows(lines, file)
    own = [each for each in names if not each.is_group and each.suffix in {_WORKSTATION, _SERVER}]
    own.sort(key=lambda each: each.suffix != _SERVER)
    host = Seen(own[0].name, own[0].place) if own else None
    return Part(kind=Kind.NBTSTAT, host=host, netbios=tuple(names))
