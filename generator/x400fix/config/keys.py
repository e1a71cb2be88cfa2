# SPDX-License-Identifier: MIT
"""The keys of x400fix.toml: what each holds, and what a person is told to write."""

from collections.abc import Callable, Sequence
from typing import Annotated

import msgspec

from x400fix.config.ticket import (
    LARGEST_LIMIT,
    MOST_MINUTES,
    SMALLEST_LIMIT,
    TicketGroups,
    field_names,
    parse_note,
    parse_paragraphs,
    step_names,
)
from x400fix.model.choices import AddressMode, Pack, Profile, Strategy, Wave
from x400fix.model.window import parse_window

TICKET = r"[A-Za-z0-9-]{1,16}"

_RIGHT_TICKET = "1 to 16 letters, digits and hyphens in quotation marks"
_Ticket = Annotated[str, msgspec.Meta(pattern=rf"^(?:{TICKET})\Z")]
_Limit = Annotated[int, msgspec.Meta(ge=SMALLEST_LIMIT, le=LARGEST_LIMIT)]
_Minutes = Annotated[int, msgspec.Meta(ge=1, le=MOST_MINUTES)]
_Count = Annotated[int, msgspec.Meta(ge=0)]


class Key(msgspec.Struct, frozen=True):
    """One key; ``check`` raises BadValueError for a text that has the right kind and is wrong."""

    path: str
    holds: object
    right: str
    check: Callable[[str], object] | None = None


def _note(path: str) -> Key:
    return Key(path, str, "a text in quotation marks", parse_note)


KEYS: Sequence[Key] = (
    Key("servers", str, 'the name of a file, such as "servers.csv"'),
    Key("lmhosts", str, 'the name of a folder, such as "name-files"'),
    Key("address_mode", AddressMode, "ip, lmhosts or hosts"),
    Key("strategy", Strategy, "address or hostname"),
    Key("ticket", _Ticket, f"{_RIGHT_TICKET}, or a table [ticket]"),
    Key("wave", Wave, "connector, partner or all"),
    Key("pool", dict[str, object], "a table [pool]"),
    Key("pool.ranges", tuple[str, ...], 'a list such as ["10.20.1.32/27"]'),
    Key("pool.exclude", tuple[str, ...], 'a list such as ["10.20.1.40"]'),
    Key(
        "pool.owners",
        dict[str, tuple[str, ...]],
        'a table [pool.owners] with lines such as FW1 = ["10.9.0.32-10.9.0.40"]',
    ),
    Key(
        "dns",
        dict[str, str],
        'a table [dns] with lines such as "mail-b.example.com" = "10.20.2.10"',
    ),
    Key("ticket.number", _Ticket, _RIGHT_TICKET),
    Key("ticket.window", str, 'a text such as "2026-12-05T22:00+01:00/4h"', parse_window),
    _note("ticket.owner"),
    Key("ticket.profile", Profile, "generic, servicenow, jsm or remedy"),
    Key("ticket.pack", Pack, "plain or safe"),
    *map(
        _note,
        (
            *(f"ticket.{name}" for name in ("category", "type", "service", "environment")),
            "ticket.contact",
            *(f"ticket.groups.{name}" for name in TicketGroups.__struct_fields__),
            "ticket.risk.level",
            "ticket.risk.note",
        ),
    ),
    Key(
        "ticket.text_to_users",
        str,
        "a text in quotation marks, in three for several lines",
        parse_paragraphs,
    ),
    Key("ticket.groups", dict[str, object], "a table [ticket.groups]"),
    Key("ticket.risk", dict[str, object], "a table [ticket.risk]"),
    Key("ticket.risk.users", _Count, "a number of people, such as 1200"),
    Key("ticket.risk.rehearsed", bool, "true or false"),
    Key("ticket.limits", dict[str, object], "a table [ticket.limits]"),
    *(
        Key(
            f"ticket.limits.{name}",
            _Limit,
            f"a number of characters from {SMALLEST_LIMIT} to {LARGEST_LIMIT}",
        )
        for name in field_names()
    ),
    Key("ticket.minutes", dict[str, object], "a table [ticket.minutes]"),
    *(
        Key(f"ticket.minutes.{name}", _Minutes, f"a number of minutes from 1 to {MOST_MINUTES}")
        for name in step_names()
    ),
)
