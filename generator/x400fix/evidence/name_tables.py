# SPDX-License-Identifier: MIT
"""LMHOSTS and HOSTS among the files: which of the two a table of names is.

Both have lines of an address and a name. Keywords such as #PRE are LMHOSTS; several names on a
line, names with dots and localhost are HOSTS. Where none of these is there, the file's own name
says which it is.
"""

from collections.abc import Sequence

from x400fix.evidence.model import Kind
from x400fix.namefiles.lines import address_number

_KINDS = (Kind.LMHOSTS, Kind.HOSTS)
_KEYWORDS = ("#PRE", "#DOM:", "#INCLUDE", "#BEGIN_", "#END_", "#NOFNR", "#MH", "#SG")
_LONGEST = 1000


def name_table_kind(lines: Sequence[str], name: str) -> Kind | None:
    """Whether lines are an LMHOSTS or a HOSTS file; None if they are neither."""
    short = [line for line in lines if len(line) <= _LONGEST]
    rows = [row for line in short if (row := line.split("#")[0].split())]
    words = {word for line in short for word in line.upper().split() if word.startswith("#")}
    by_name = next((kind for kind in _KINDS if kind.value in name.upper()), None)
    is_lmhosts = any(word.startswith(_KEYWORDS) for word in words)
    if not rows:
        return Kind.LMHOSTS if is_lmhosts else by_name
    if sum(len(row) > 1 and address_number(row[0]) is not None for row in rows) * 2 <= len(rows):
        return (
            by_name
            if any(address_number(word) is not None for row in rows for word in row)
            else None
        )
    if by_name is Kind.LMHOSTS or (is_lmhosts and by_name is None):
        return Kind.LMHOSTS
    names = {word for row in rows for word in row[1:]}
    if "localhost" in names or any("." in word for word in names) or any(row[2:] for row in rows):
        return Kind.HOSTS
    return by_name
