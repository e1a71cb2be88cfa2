# SPDX-License-Identifier: MIT
"""What the board must be warned of about one server, each with its source."""

from collections.abc import Iterator

from x400fix.model.connectors import Role, Server
from x400fix.model.versions import Level
from x400fix.plan.cautions import Cautions
from x400fix.plan.nic import (
    PANEL_LIMIT,
    NicPlan,
    Vehicle,
    additional_addresses,
    exceeds_control_panel,
    has_several_subnets,
)
from x400fix.plan.work import Work
from x400fix.problems import Problem

PRELOADED = 100
"""How many #PRE entries NetBT preloads (MaxPreload, Q102725)."""

# These change where a server's calls come from, whether it gets addresses or not.
_SOURCE_ROLES = frozenset({Role.CLUSTER, Role.RAS, Role.PROXY_CLIENT})

_ROLE_CAUTIONS = {
    Role.CLUSTER: "a cluster node calls from the node's address, not the virtual one (Q169113)",
    Role.RAS: "calls may leave with an address of the RAS pool: event 9301 (Q256844, Q255991)",
    Role.WINS: "a WINS server serves on the first address only; check its clients (Q131641)",
    Role.DNS: "a DNS server answers on every address; check its listen list",
    Role.DHCP_SERVER: "if its NIC has addresses of several subnets, clients get leases of "
    "the first scope only (Q124026)",
    Role.PROXY_CLIENT: "a proxy client changes the source address: set [EMSMTA] Disable=1 in "
    "Mspclnt.ini (Q254909)",
}


def server_cautions(work: Work, cautions: Cautions) -> Iterator[Problem]:
    """Warnings about a server that somebody works on."""
    server = work.server
    if server is None:
        return
    if server.os and server.os.is_below_recommended:
        stated = "is below SP4" if server.os.service_pack else "has no service pack stated"
        message = (
            f"{server.os} {stated}: below SP4 a malformed LMHOSTS file stops it at boot "
            "(Q165439), and its own name may lead to its last address (Q163923); SP5 is better"
        )
        yield cautions.at(server.name, "X4-W120", message)
    is_old = server.exchange and server.exchange.level in {Level.BEFORE, Level.RTM}
    if is_old and server.os and not server.os.uses_registry:
        message = f"Exchange {server.exchange} on {server.os}: are version and os right?"
        yield cautions.at(server.name, "X4-W121", message)
    preloaded = sum(bool(assignment.alias) for assignment in work.own)
    if preloaded > PRELOADED:
        message = (
            f"{preloaded} names are to be preloaded, but NetBT takes {PRELOADED} unless "
            "MaxPreload says otherwise; the others are found by reading the file (Q102725)"
        )
        yield cautions.at(server.name, "X4-W122", message)
    for role in server.roles:
        if work.nic or role in _SOURCE_ROLES:
            yield cautions.at(server.name, "X4-W126", f"role {role}: {_ROLE_CAUTIONS[role]}")
    if work.nic:
        yield from _nic_cautions(work.nic, server, cautions)


def _nic_cautions(nic: NicPlan, server: Server, cautions: Cautions) -> Iterator[Problem]:
    """Warnings about a server that gets addresses."""
    if nic.vehicle is Vehicle.HAND:
        message = f"no NIC script can be written: {'; '.join(nic.missing)}"
        yield cautions.at(server.name, "X4-W123", message)
    if has_several_subnets(server):
        message = (
            "its NIC has addresses in more than one subnet; calls may leave with any (Q149399)"
        )
        yield cautions.at(server.name, "X4-W124", message)
    if exceeds_control_panel(nic, server):
        message = (
            f"{additional_addresses(nic)} additional addresses on NT 3.51, whose Control Panel "
            f"takes {PANEL_LIMIT}: only the registry form is possible (Q155111)"
        )
        yield cautions.at(server.name, "X4-W125", message)
    version = server.exchange
    if version and version.product == "5.5" and (version.service_pack or 0) >= 4:  # noqa: PLR2004 -- SP4
        message = (
            "builds from 2651.75 on tell RPC partners the first binding or the FQDN: with more "
            "addresses events 9318 and 9322 are possible; keep the main binding first (Q279537)"
        )
        yield cautions.at(server.name, "X4-W127", message)
    if version and version.has_silent_9301:
        message = "its MTA may never log event 9301: its absence proves nothing (Q234962)"
        yield cautions.at(server.name, "X4-W128", message)
