# SPDX-License-Identifier: MIT
"""Why a call passes or not: one row for each way that a call can end, with its source.

``works`` is said only where every link of the chain is stated by a source. What KB 200588 alone
says is ``claimed``; what no source says is ``uncertain``.
"""

import enum
from functools import cache

import msgspec


class Status(enum.StrEnum):
    """What becomes of the calls of one direction, or of a route with its two directions."""

    WORKS = "works"
    CLAIMED = "claimed"
    UNCERTAIN = "uncertain"
    ONE_WAY = "one direction only"
    DOWN = "down"


class Rule(msgspec.Struct, frozen=True, kw_only=True, eq=False):
    """One way in which a call can end; ``sources`` are KB numbers. There is one of each."""

    name: str
    status: Status
    reason: str
    sources: tuple[str, ...]


OWN_ADDRESS = Rule(
    name="own-address",
    status=Status.WORKS,
    reason="The caller's address is the Address of the connector at the other end.",
    sources=("Q193380", "Q189345"),
)
NAME_OF_CALLER = Rule(
    name="name-of-caller",
    status=Status.WORKS,
    reason="HOSTS or DNS gives for the caller's address exactly the name that the connector at "
    "the other end has as its Address.",
    sources=("Q193380",),
)
OVERRIDE = Rule(
    name="override",
    status=Status.WORKS,
    reason="The caller's address is set by its Stack IP Address Override, and it is the Address of "
    "the connector at the other end.",
    sources=("Q197378", "Q193380"),
)
SELECTORS = Rule(
    name="selectors",
    status=Status.WORKS,
    reason="The answering server is at 5.5 SP1 or later, and the T selectors tell its links apart.",
    sources=("Q198772",),
)
SAME_PAIR = Rule(
    name="same-pair",
    status=Status.CLAIMED,
    reason="The call comes from the address that another connector of the same two servers holds, "
    "and meets that one. That mail passes is the claim of KB 200588 only.",
    sources=("Q200588", "Q193380"),
)
SEVERAL_ADDRESSES = Rule(
    name="several-addresses",
    status=Status.UNCERTAIN,
    reason="The caller has several addresses. That it calls from the first one, which the "
    "connector at the other end holds, is presumed.",
    sources=("Q197378", "Q149399"),
)
ANOTHER_ADDRESS = Rule(
    name="another-address",
    status=Status.UNCERTAIN,
    reason="No connector of the called server holds the address that the caller is presumed to "
    "call from: a call is answered only if it comes from another one.",
    sources=("Q197378", "Q193380"),
)
ROLE = Rule(
    name="role",
    status=Status.UNCERTAIN,
    reason="The caller is a cluster node, a RAS server or a proxy client: its calls may come from "
    "another address than its own.",
    sources=("Q169113", "Q256844", "Q254909"),
)
NAME_PRESUMED = Rule(
    name="name-presumed",
    status=Status.UNCERTAIN,
    reason="The inputs do not tell what the name in the Address leads to.",
    sources=("Q165111", "Q172218"),
)
NODE_STATUS = Rule(
    name="node-status",
    status=Status.UNCERTAIN,
    reason="Only a NetBIOS node status query gives the name that the connector at the other end "
    "has as its Address, and no source says that the MTA relies on one.",
    sources=("Q138086", "Q193380"),
)
LETTER_CASE = Rule(
    name="letter-case",
    status=Status.UNCERTAIN,
    reason="The caller's name and the Address differ in letter case only; no source says how the "
    "MTA compares them.",
    sources=("Q193380", "Q162674"),
)
ADDRESSES_PRESUMED = Rule(
    name="addresses-presumed",
    status=Status.UNCERTAIN,
    reason="The inputs do not have the addresses of a server's NIC; they are presumed to be what "
    "the others dial.",
    sources=("Q193380",),
)
NO_PEER = Rule(
    name="no-peer",
    status=Status.UNCERTAIN,
    reason="The inputs have no connector for this one at the other end.",
    sources=("Q200588", "Q193380"),
)
FOREIGN = Rule(
    name="foreign",
    status=Status.UNCERTAIN,
    reason="The inputs do not know the MTA at the other end.",
    sources=("Q166308", "Q169159"),
)
FIREWALL = Rule(
    name="firewall",
    status=Status.UNCERTAIN,
    reason="A proxy firewall takes the call and makes it again: its mappings decide who gets it, "
    "and the called server sees the firewall's address.",
    sources=("Q199326",),
)
ALIKE = Rule(
    name="alike",
    status=Status.UNCERTAIN,
    reason="Several connectors of the answering server hold the caller's address, and no T "
    "selector tells them apart.",
    sources=("Q198772", "Q166308"),
)
NO_SERVER = Rule(
    name="no-server",
    status=Status.UNCERTAIN,
    reason="There is not exactly one server of the inputs that has the called address.",
    sources=("Q154301",),
)
NOT_READ = Rule(
    name="not-read",
    status=Status.UNCERTAIN,
    reason="The Address or the override is changed, but the MTA has not been restarted; no source "
    "says that it reads a change before.",
    sources=("Q306959",),
)
OPEN = Rule(
    name="open",
    status=Status.UNCERTAIN,
    reason="Somebody else has to decide the Address.",
    sources=("Q199326", "Q200588"),
)
COLLISION = Rule(
    name="collision",
    status=Status.DOWN,
    reason="Several connectors of one TCP stack have the same Address: no connector of that stack "
    "works.",
    sources=("Q200588",),
)
NOBODY = Rule(
    name="nobody",
    status=Status.DOWN,
    reason="No connector of the called server holds the caller's address, nor its name: events "
    "9301 and 9202 there, and 9221 at the caller.",
    sources=("Q193380", "Q162674"),
)
WRONG_SERVER = Rule(
    name="wrong-server",
    status=Status.DOWN,
    reason="The called address belongs to another server than the partner.",
    sources=("Q166308",),
)
WRONG_PARTNER = Rule(
    name="wrong-partner",
    status=Status.DOWN,
    reason="The call meets a connector that leads to another partner: event 51 there.",
    sources=("Q166308", "Q193380"),
)

RULES = tuple(each for each in list(globals().values()) if isinstance(each, Rule))
"""Every rule, in the order in which tables list them."""

_RANK = {Status.WORKS: 0, Status.CLAIMED: 1, Status.UNCERTAIN: 2, Status.ONE_WAY: 3, Status.DOWN: 4}


@cache
def route_status(outgoing: Rule, incoming: Rule) -> Status:
    """What a route is, given its two directions: as good as the worse of them."""
    first, second = outgoing.status, incoming.status
    if first is not second and Status.DOWN in {first, second}:
        return Status.ONE_WAY
    return max(first, second, key=_RANK.__getitem__)
