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


class Rule(msgspec.Struct, frozen=True, eq=False):
    """One way in which a call can end; ``sources`` are KB numbers. There is one of each."""

    name: str
    status: Status
    sources: tuple[str, ...]
    reason: str = ""

    def says(self, reason: str) -> "Rule":
        """The rule with the sentence that explains it."""
        return msgspec.structs.replace(self, reason=reason)


OWN_ADDRESS = Rule("own-address", Status.WORKS, ("Q193380", "Q189345")).says(
    "The caller's address is the Address of the connector at the other end."
)
NAME_OF_CALLER = Rule("name-of-caller", Status.WORKS, ("Q193380",)).says(
    "HOSTS or DNS gives for the caller's address exactly the name that the connector at the other "
    "end has as its Address."
)
OVERRIDE = Rule("override", Status.WORKS, ("Q197378", "Q193380")).says(
    "The caller's address is set by its Stack IP Address Override, and it is the Address of the "
    "connector at the other end."
)
SELECTORS = Rule("selectors", Status.WORKS, ("Q198772",)).says(
    "The answering server is at 5.5 SP1 or later, and the T selectors tell its links apart."
)
SAME_PAIR = Rule("same-pair", Status.CLAIMED, ("Q200588", "Q193380")).says(
    "The call comes from the address that another connector of the same two servers holds, and "
    "meets that one. That mail passes is the claim of KB 200588 only."
)
SEVERAL_ADDRESSES = Rule("several-addresses", Status.UNCERTAIN, ("Q197378", "Q149399")).says(
    "The caller has several addresses. That it calls from the first one, which the connector at "
    "the other end holds, is presumed."
)
ANOTHER_ADDRESS = Rule("another-address", Status.UNCERTAIN, ("Q197378", "Q193380")).says(
    "No connector of the called server holds the address that the caller is presumed to call "
    "from: a call is answered only if it comes from another one."
)
ROLE = Rule("role", Status.UNCERTAIN, ("Q169113", "Q256844", "Q254909")).says(
    "The caller is a cluster node, a RAS server or a proxy client: its calls may come from "
    "another address than its own."
)
NAME_PRESUMED = Rule("name-presumed", Status.UNCERTAIN, ("Q165111", "Q172218")).says(
    "The inputs do not show what the name in the Address leads to."
)
NODE_STATUS = Rule("node-status", Status.UNCERTAIN, ("Q138086", "Q193380")).says(
    "Only a NetBIOS node status query gives the name that the connector at the other end has as "
    "its Address, and no source says that the MTA relies on one."
)
LETTER_CASE = Rule("letter-case", Status.UNCERTAIN, ("Q193380", "Q162674")).says(
    "The caller's name and the Address differ in letter case only; no source says how the MTA "
    "compares them."
)
ADDRESSES_PRESUMED = Rule("addresses-presumed", Status.UNCERTAIN, ("Q193380",)).says(
    "The inputs do not have the addresses of a server's NIC; they are presumed to be what the "
    "others dial."
)
NO_PEER = Rule("no-peer", Status.UNCERTAIN, ("Q200588", "Q193380")).says(
    "The inputs have no connector for this one at the other end."
)
FOREIGN = Rule("foreign", Status.UNCERTAIN, ("Q166308", "Q169159")).says(
    "The inputs do not know the MTA at the other end."
)
FIREWALL = Rule("firewall", Status.UNCERTAIN, ("Q199326",)).says(
    "A proxy firewall takes the call and makes it again: its mappings decide who gets it, and the "
    "called server sees the firewall's address."
)
ALIKE = Rule("alike", Status.UNCERTAIN, ("Q198772", "Q166308")).says(
    "Several connectors of the answering server hold the caller's address, and no T selector "
    "distinguishes them."
)
NO_SERVER = Rule("no-server", Status.UNCERTAIN, ("Q154301",)).says(
    "There is not exactly one server of the inputs that has the called address."
)
NOT_READ = Rule("not-read", Status.UNCERTAIN, ("Q306959",)).says(
    "The Address or the override is changed, but the MTA has not been restarted; no source says "
    "that it reads a change before."
)
OPEN = Rule("open", Status.UNCERTAIN, ("Q199326", "Q200588")).says(
    "The Address is still to be decided by another administrator."
)
COLLISION = Rule("collision", Status.DOWN, ("Q200588",)).says(
    "Several connectors of one TCP stack have the same Address: no connector of that stack works."
)
NOBODY = Rule("nobody", Status.DOWN, ("Q193380", "Q162674")).says(
    "No connector of the called server holds the caller's address, nor its name: events 9301 and "
    "9202 there, and 9221 at the caller."
)
WRONG_SERVER = Rule("wrong-server", Status.DOWN, ("Q166308",)).says(
    "The called address belongs to another server than the partner."
)
WRONG_PARTNER = Rule("wrong-partner", Status.DOWN, ("Q166308", "Q193380")).says(
    "The call meets a connector that leads to another partner: event 51 there."
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
