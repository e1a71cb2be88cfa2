# SPDX-License-Identifier: MIT
"""What becomes of every route as the servers stand now, by the simulation that plans are run in.

Where the files show nothing of a server or connector, it is taken to be as the inventory has it.
What is set is taken to be in effect: nothing that a server prints shows whether its MTA has read
it.
"""

from collections.abc import Mapping, Sequence

import msgspec

from x400fix.inventory.addresses import IP_ADDRESS, is_ipv4, number_of
from x400fix.namefiles.existing import NameFileKind
from x400fix.plan.model import Directions, Plan, RouteCounts
from x400fix.planning.planning import Planned
from x400fix.simulation.network import Dialled, Network
from x400fix.simulation.outcomes import judge_call, judge_route
from x400fix.simulation.proof import count_routes, tally
from x400fix.simulation.rules import Status, route_status
from x400fix.simulation.run import Statuses
from x400fix.simulation.state import State
from x400fix.verification.checks import ServerFiles
from x400fix.verification.connectors import Held, Key
from x400fix.verification.name_files import NameFiles, name_tables
from x400fix.verification.nics import addresses_in_effect


class PresentRoute(msgspec.Struct, frozen=True, kw_only=True):
    """The route of one connector as it is now, and as it is after the plan."""

    server: str
    connector: str
    present: Directions
    after: Directions

    @property
    def works(self) -> bool:
        """Whether mail passes; what is uncertain counts if it is so after the plan too."""
        if self.present == self.after:
            return self.present.status not in {Status.ONE_WAY, Status.DOWN}
        return self.present.status in {Status.WORKS, Status.CLAIMED}


class Present(msgspec.Struct, frozen=True, kw_only=True):
    """What becomes of all routes now; ``presumed`` counts the connectors that no file shows."""

    counts: RouteCounts
    routes: tuple[PresentRoute, ...]
    presumed: int

    @property
    def working(self) -> int:
        """How many routes work."""
        return sum(each.works for each in self.routes)


def find_present(
    planned: Planned,
    held: Mapping[Key, Held],
    files: Mapping[str, ServerFiles],
    names: Mapping[str, NameFiles],
) -> Present:
    """Put what the files show into the model, and follow every call."""
    world = planned.world.with_name_files(
        hosts=name_tables(names, NameFileKind.HOSTS),
        lmhosts=name_tables(names, NameFileKind.LMHOSTS),
    )
    lists = addresses_in_effect(planned.plan, files)
    statuses: Statuses = [None] * len(world.connectors)
    presumed = 0
    for network in world.networks():
        state = State(network)
        _set_lists(state, network, lists, planned.plan)
        for index in network.tcp:
            connector = world.connectors[index]
            key = (connector.server, connector.name.upper())
            presumed += key not in held
            if key in held:
                _set_address(state, index, held[key])
            for each in files[connector.server].overrides if connector.server in files else ():
                if each.connector.upper() == key[1] and is_ipv4(each.text.value):
                    state.set_override(index, number_of(each.text.value))
        for server in network.homes:
            state.restart_mta(server)
        calls = {index: judge_call(state, index) for index in network.tcp}
        for index in network.tcp:
            statuses[index] = judge_route(state, index, calls)
    return Present(
        counts=count_routes(tally(statuses)),
        routes=tuple(_routes(planned.plan, statuses)),
        presumed=presumed,
    )


def _set_lists(
    state: State, network: Network, lists: Mapping[str, Sequence[int]], plan: Plan
) -> None:
    added = {
        place.name: {number_of(text.partition("/")[0]) for text in place.nic.added}
        for place in plan.servers
        if place.nic
    }
    for server in network.through:
        if server in lists:
            numbers = lists[server]
            if server not in network.known_nics:
                # Of a NIC that the inputs do not have the model holds only what was added.
                numbers = [number for number in numbers if number in added.get(server, ())]
            state.set_list(server, numbers)
            state.restart_server(server)


def _set_address(state: State, index: int, held: Held) -> None:
    text = held.value.value
    is_number = held.value.type == IP_ADDRESS and is_ipv4(text)
    address: Dialled = number_of(text) if is_number else text
    if state.running[index] != address:
        state.set_address(index, address)


def _routes(plan: Plan, statuses: Statuses) -> list[PresentRoute]:
    found = []
    planned = iter(plan.routes)
    for directions in statuses:
        if directions:
            route, (outgoing, incoming) = next(planned), directions
            present = Directions(
                outgoing=outgoing.name,
                incoming=incoming.name,
                status=route_status(outgoing, incoming),
            )
            found.append(
                PresentRoute(
                    server=route.server,
                    connector=route.connector,
                    present=present,
                    after=route.after,
                )
            )
    return found
