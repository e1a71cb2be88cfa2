# SPDX-License-Identifier: MIT
"""All that a plan is made of, and how PLAN.json holds it.

What PLAN.json holds is read back by the same parsers that read an inventory: a plan that was
edited cannot bring in a value that no input could.
"""

import hashlib
import re
from collections.abc import Callable, Iterable, Sequence
from itertools import pairwise
from typing import Any

import msgspec

from x400fix import __version__
from x400fix.allocation.assignments import Memory
from x400fix.allocation.pool import InUse, merge, parse_range, span_text
from x400fix.inventory.addresses import address_text, parse_address, parse_ipv4
from x400fix.inventory.cells import (
    parse_gateway,
    parse_nic,
    parse_other_address,
    parse_selector,
    parse_text,
    parse_via,
)
from x400fix.inventory.connectors import (
    NO_SELECTORS,
    Connector,
    Inventory,
    Selectors,
    Server,
    Stack,
    TableRead,
    connector_key,
)
from x400fix.inventory.names import is_alias, parse_connector_name, parse_server_name
from x400fix.inventory.repairs import domain_of
from x400fix.inventory.versions import parse_exchange, parse_operating_system
from x400fix.namefiles.existing import ExistingFile, NameFileKind
from x400fix.plan.model import (
    GivenNameFile,
    InputFile,
    InventoryFile,
    NameLine,
    Plan,
    PlannedConnector,
    PlanOptions,
    PlanProblem,
    SelectorTexts,
    ServerFacts,
    TableFile,
    UsedElsewhere,
)
from x400fix.planning.memory import memory_of
from x400fix.problems import (
    BadValueError,
    InputError,
    Place,
    Problem,
    ProblemList,
    base_name,
    escaped,
    place_of,
    shown,
)
from x400fix.settings.config_file import Config, find_faults
from x400fix.settings.settings import Options, Settings, range_texts, settle

_CODE = "X4-E070"

MADE_BY = f"x400fix {__version__}"
"""What makes plans here: another version may derive another plan of the same inputs."""


class PlanInputs(msgspec.Struct, frozen=True, kw_only=True):
    """Everything that decides what a plan is.

    ``memory`` is what an earlier plan gave, ``files`` are the digests of all that was read but the
    name files, and ``reading`` are the warnings of the readers.
    """

    inventory: Inventory
    settings: Settings
    memory: Memory = {}
    name_files: tuple[ExistingFile, ...] = ()
    in_use: tuple[InUse, ...] = ()
    files: tuple[InputFile, ...] = ()
    reading: tuple[Problem, ...] = ()
    made_by: str = MADE_BY


def input_file(kind: str, name: str, data: bytes) -> InputFile:
    """What a plan says of an input file."""
    return InputFile(kind=kind, name=name, sha256=hashlib.sha256(data).hexdigest())


# ---- as PLAN.json holds them


def held_files(inputs: PlanInputs) -> tuple[InputFile, ...]:
    """All input files with their digests, name files last."""
    named = (input_file(each.kind.lower(), each.name, each.data) for each in inputs.name_files)
    return (*inputs.files, *named)


_SAME = (
    *("address_mode", "strategy", "keep", "reassign_all", "minimal", "unsafe"),
    *("wave", "owner", "profile", "pack"),
)
"""Settings that options, settings and plans hold in the same form."""


def held_options(settings: Settings) -> PlanOptions:
    """The settings as the plan holds them."""
    window = settings.window
    return PlanOptions(
        pool=tuple(
            f"{each.owner}={each.text}" if each.owner else each.text for each in settings.pool
        ),
        pool_place=base_name(settings.pool[0].place.file) if settings.pool else "",
        exclude=tuple(each.text for each in settings.exclude),
        exclude_places=tuple(base_name(each.place.file) for each in settings.exclude),
        ticket=settings.ticket,
        window=window.text if window else "",
        window_place=base_name(settings.window_place.file) if window else "",
        facts=settings.facts,
        **{name: getattr(settings, name) for name in _SAME},
    )


def held_inventory(inventory: Inventory) -> InventoryFile:
    """How messages find cells of the inventory, and what of it and of server facts was read."""
    facts = inventory.facts_table
    servers = TableFile(**_held_table(facts)) if facts else None
    domains = dict(inventory.domains)
    return InventoryFile(**_held_table(inventory), servers=servers, domains=domains)


def _held_table(read: TableRead) -> dict[str, Any]:
    """The fields of a TableFile."""
    return {
        "file": base_name(read.file),
        "columns": dict(read.columns),
        "rows_hidden": read.rows_hidden,
        "headers": dict(read.headers),
        "not_read": read.not_read,
        "left_out": read.left_out,
        "sheet": read.sheet,
    }


def held_selectors(selectors: Selectors) -> SelectorTexts | None:
    """T selectors in hexadecimal."""
    if selectors == NO_SELECTORS:
        return None
    values = msgspec.structs.asdict(selectors)
    return SelectorTexts(**{name: value.hex() for name, value in values.items()})


def held_facts(server: Server) -> ServerFacts:
    """What the inputs say of a server."""
    return ServerFacts(
        server=server.name,
        domain=server.domain,
        site=server.site,
        exchange=str(server.exchange) if server.exchange else "",
        os=str(server.os) if server.os else "",
        adapter=server.adapter,
        addresses=tuple(map(str, server.addresses)),
        dhcp=server.uses_dhcp,
        gateway="" if server.gateway is None else address_text(server.gateway),
        roles=server.roles,
    )


def held_name_files(files: Iterable[ExistingFile]) -> tuple[GivenNameFile, ...]:
    """The name files that servers have now."""
    return tuple(
        GivenNameFile(server=each.server, file=each.kind, path=base_name(each.path), data=each.data)
        for each in files
    )


def held_in_use(found: Iterable[InUse]) -> tuple[UsedElsewhere, ...]:
    """What is in use elsewhere, as far as it concerns the pool or an alias."""
    return tuple(
        UsedElsewhere(
            file=base_name(each.source),
            addresses=tuple(map(span_text, each.spans)),
            names=tuple(sorted(each.names)),
            is_given=each.is_given,
        )
        for each in found
    )


def held_problems(reading: Iterable[Problem], found: Iterable[Problem]) -> tuple[PlanProblem, ...]:
    """All warnings in the order of their places, without the folders of files."""
    read = [problem.with_base_name() for problem in reading]
    problems = ProblemList([*read, *(problem.with_base_name() for problem in found)])
    of_readers = set(map(id, read))
    return tuple(held_problem(each, is_reading=id(each) in of_readers) for each in problems)


def held_problem(problem: Problem, *, is_reading: bool = False) -> PlanProblem:
    """A problem as PLAN.json and ``--json`` have it."""
    place = problem.where
    return PlanProblem(
        code=problem.code,
        severity=problem.severity,
        message=problem.message,
        file=base_name(place.file),
        line=place.line,
        field=place.field,
        cell=place.cell,
        is_reading=is_reading,
    )


# ---- read back


def inputs_of(plan: Plan) -> PlanInputs:
    """The inputs that a plan holds; X400FixError or ValueError for what no input can be."""
    inventory = _inventory(plan)
    return PlanInputs(
        inventory=inventory,
        settings=_settings(plan.options, plan.dns),
        memory=memory_of(plan.remembered),
        in_use=tuple(map(_in_use, plan.used)),
        name_files=_name_files(plan.name_files, inventory),
        files=tuple(_input_file(each) for each in plan.inputs if each.kind not in _NAMED_KINDS),
        reading=tuple(_problem(each) for each in plan.problems if each.is_reading),
        made_by=_matching(r"x400fix [0-9A-Za-z.+-]{1,40}", plan.made_by, "a version of x400fix"),
    )


def _inventory(plan: Plan) -> Inventory:
    """The inventory, in the order in which readers give it."""
    connectors = tuple(map(_connector, plan.connectors))
    servers = {facts.server: _server(facts) for facts in plan.facts}
    _in_order("connectors", [(*connector_key(each), each.stack) for each in connectors])
    _in_order("facts", [(facts.server,) for facts in plan.facts])
    unknown = {each.server for each in connectors} - servers.keys()
    if unknown:
        raise BadValueError(_CODE, f"facts do not have {', '.join(sorted(unknown))}")
    facts = plan.inventory.servers
    return Inventory(
        connectors=connectors,
        servers=servers,
        domains={
            _named(parse_server_name, name): _named(_parse_domain, domain)
            for name, domain in plan.inventory.domains.items()
        },
        facts_table=TableRead(**_table_read(facts)) if facts else None,
        **_table_read(plan.inventory),
    )


def _table_read(held: TableFile) -> dict[str, Any]:
    """The fields of a TableRead."""
    return {
        "file": _plain_name(held.file),
        "columns": held.columns,
        "rows_hidden": held.rows_hidden,
        "headers": {name: _named(escaped, text) for name, text in held.headers.items()},
        "not_read": tuple(_named(escaped, text) for text in held.not_read),
        "left_out": tuple(_named(escaped, text) for text in held.left_out),
        "sheet": _named(escaped, held.sheet),
    }


def _in_order(what: str, keys: Sequence[tuple[str, ...]]) -> None:
    if any(before >= after for before, after in pairwise(keys)):
        raise BadValueError(_CODE, f"{what} are not in their order, or one is there twice")


def _name_files(given: Iterable[GivenNameFile], inventory: Inventory) -> tuple[ExistingFile, ...]:
    """The name files, each of a server that the inventory names."""
    known = {*inventory.servers, *(each.remote for each in inventory.connectors)} - {""}
    files = []
    for each in given:
        kind, path = NameFileKind(each.file), _plain_name(each.path)
        file = ExistingFile(server=each.server, kind=kind, path=path, data=each.data)
        if file.server not in known:
            raise BadValueError(_CODE, f"{shown(file.name)} is of no server of the inventory")
        files.append(file)
    _in_order("name_files", [(file.server, file.kind) for file in files])
    return tuple(files)


def _in_use(held: UsedElsewhere) -> InUse:
    """One source of addresses in use."""
    ranges = [parse_range(text) for text in held.addresses]
    for name in held.names:
        if not is_alias(name):
            raise BadValueError(_CODE, f"{shown(name)} is not an alias")
    spans = tuple(merge(each.span for each in ranges))
    return InUse(
        source=_plain_name(held.file),
        spans=spans,
        names=frozenset(held.names),
        is_given=held.is_given,
    )


_NAMED_KINDS = {kind.lower() for kind in NameFileKind}


def _input_file(held: InputFile) -> InputFile:
    kinds = "inventory|servers|config|previous|used|ticket|included"
    _matching(kinds, held.kind, "a kind of input file")
    _matching("[0-9a-f]{64}", held.sha256, "a SHA-256")
    _plain_name(held.name)
    return held


def _named(parse: Callable[[str], str], text: str) -> str:
    """A text that a parser leaves as it is."""
    found = parse(text)
    if found != text:
        raise BadValueError(_CODE, f"{shown(text)} would be read as {shown(found)}")
    return found


def _plain_name(text: str) -> str:
    return _named(base_name, text)


def _matching(pattern: str, text: str, what: str) -> str:
    if not re.fullmatch(pattern, text):
        raise BadValueError(_CODE, f"{shown(text)} is not {what}")
    return text


def _parse_domain(text: str) -> str:
    return domain_of(f"x.{text}")


def _server(facts: ServerFacts) -> Server:
    """The facts of a server; the parsers that read a NIC and roles put them in order."""
    nic = parse_nic("dhcp" if facts.dhcp else " ".join(facts.addresses))
    return Server(
        name=parse_server_name(_named(parse_server_name, facts.server)),
        domain=_named(_parse_domain, facts.domain) if facts.domain else "",
        site=_named(parse_text, facts.site),
        exchange=parse_exchange(facts.exchange) if facts.exchange else None,
        os=parse_operating_system(facts.os) if facts.os else None,
        adapter=_named(parse_text, facts.adapter),
        addresses=nic.addresses,
        uses_dhcp=nic.uses_dhcp,
        gateway=parse_gateway(facts.gateway) if facts.gateway else None,
        roles=tuple(sorted(set(facts.roles))),
    )


def _connector(row: PlannedConnector) -> Connector:
    parse = parse_address if row.stack is Stack.TCP else parse_other_address
    remote = _named(parse_server_name, row.named_server) if row.named_server else ""
    return Connector(
        name=_named(parse_connector_name, row.connector),
        server=parse_server_name(_named(parse_server_name, row.server)),
        address=parse(row.address),
        stack=row.stack,
        remote=remote,
        peer=_named(parse_connector_name, row.peer_connector) if row.peer_connector else "",
        via=_named(parse_via, row.via) if row.via else "",
        selectors=_selectors(row.selectors),
        line=row.line,
    )


def _selectors(texts: SelectorTexts | None) -> Selectors:
    if texts is None:
        return NO_SELECTORS
    values = msgspec.structs.asdict(texts)
    return Selectors(**{name: parse_selector(f"0x{text}") for name, text in values.items()})


def _settings(options: PlanOptions, dns: Iterable[NameLine]) -> Settings:
    """The settings; UsageError or InputError for what no option and no x400fix.toml can say."""
    faults = find_faults({"ticket": msgspec.to_builtins(options.facts)}, "facts")
    if faults.has_errors:
        raise InputError(faults)
    if len(options.exclude) != len(options.exclude_places):
        raise BadValueError(_CODE, "exclude and exclude_places have different lengths")
    chosen = settle(
        Options(
            ticket=options.ticket or None,
            window=options.window or None,
            **{name: getattr(options, name) for name in _SAME},
        ),
        Config(),
        Place(""),
    )
    exclude = [
        given
        for text, place in zip(options.exclude, options.exclude_places, strict=True)
        for given in range_texts([text], Place(_plain_name(place)))
    ]
    return msgspec.structs.replace(
        chosen,
        pool=tuple(range_texts(options.pool, Place(_plain_name(options.pool_place)))),
        exclude=tuple(exclude),
        window_place=Place(_plain_name(options.window_place or "--window")),
        facts=options.facts,
        dns=tuple(map(_known_to_dns, dns)),
    )


def _known_to_dns(line: NameLine) -> tuple[int, str]:
    if parse_address(line.name).number is not None:
        raise BadValueError(_CODE, f"{shown(line.name)} is an address, not a host name")
    return parse_ipv4(line.address, code=_CODE), line.name


def _problem(held: PlanProblem) -> Problem:
    """A warning of a reader; its severity follows from its code."""
    cell = _named(escaped, held.cell)
    place = place_of(_plain_name(held.file), held.line, held.field, cell)
    code = _matching("X4-[WN][0-9]{3}", held.code, "the code of a warning")
    return Problem(code=code, message=_named(escaped, held.message), where=place)
