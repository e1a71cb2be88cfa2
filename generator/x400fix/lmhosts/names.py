# SPDX-License-Identifier: MIT
r"""Names as LMHOSTS has them: plain ones, and quoted ones of 16 bytes.

A quoted name is kept exactly as typed and padded with blanks to 16 bytes; ``\0xnn`` (also ``\nn``)
sets one byte, meant for the last one, which is the type (RK-LMH, Q104576)::

    10.20.1.30  "APPSERVER      \0x14"
"""

import re

from x400fix.namefiles.tokens import Token, capitals

NETBIOS_LENGTH = 15
"""Longest NetBIOS name without its type byte (MS-NBTE 2.2.3)."""

_ESCAPE = re.compile(r"\\(?:0x)?([0-9A-F]{2})", re.IGNORECASE | re.ASCII)


class Name(Token, frozen=True, kw_only=True):
    r"""A name: ``text`` is how it is written (quotes and all), ``value`` the bytes that it means.

    ``value`` is neither padded nor cut: a linter wants to see how long it is. A plain name is
    taken as it stands, ``\0xnn`` in it means nothing; ``escapes`` are the columns of all of these.
    """

    value: bytes
    is_quoted: bool
    is_closed: bool
    escapes: tuple[int, ...]

    @property
    def netbios(self) -> bytes:
        """The 16 bytes of a quoted name, or the first 15 of a plain one without its type byte."""
        if self.is_quoted:
            return self.value[: NETBIOS_LENGTH + 1].ljust(NETBIOS_LENGTH + 1)
        return self.value[:NETBIOS_LENGTH].upper().ljust(NETBIOS_LENGTH)

    @property
    def keys(self) -> frozenset[str]:
        """What no other name may equal: in capitals, without type byte, padding and quotes.

        A plain name of more than 15 characters has two: some readers cut it, others do not.
        """
        cut = capitals(self.netbios[:NETBIOS_LENGTH].decode("latin-1")).rstrip(" \0")
        return frozenset({cut} if self.is_quoted else {cut, self.key})


def read_name(text: str, column: int) -> Name:
    """The name that is written as a text; one that begins with a quote is a quoted one."""
    escapes = tuple(column + found.start() for found in _ESCAPE.finditer(text))
    is_quoted = text.startswith('"')
    is_closed = not is_quoted or (len(text) > 1 and text.endswith('"'))
    value = text.encode("latin-1")
    if is_quoted:
        inside = text[1:-1] if is_closed else text[1:]
        value = _ESCAPE.sub(lambda found: chr(int(found[1], 16)), inside).encode("latin-1")
    return Name(
        text=text,
        column=column,
        value=value,
        is_quoted=is_quoted,
        is_closed=is_closed,
        escapes=escapes,
    )
