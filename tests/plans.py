# SPDX-License-Identifier: MIT
"""Makes whole plans and bundles of inventories from tests.builders, without a file system."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import islice

import msgspec

from tests.builders import connector, inventory, server, servers, settings
from x400fix.allocation.assignments import Assignment, Memory
from x400fix.allocation.pool import read_pool
from x400fix.documents.bundle_files import bundle_files, plan_document
from x400fix.inventory.connectors import Connector, Inventory, Server
from x400fix.namefiles.existing import ExistingFile, NameFileKind
from x400fix.plan.model import Document, InputRecord
from x400fix.planning.name_files import parse_name_files
from x400fix.planning.name_merges import merge_name_files
from x400fix.planning.names import BlockId
from x400fix.planning.places import Work
from x400fix.planning.plan_file import read_document, remember
from x400fix.planning.planning import Plan, judge, make_plan
from x400fix.planning.records import summary_record
from x400fix.planning.steps import Step
from x400fix.problems import Problem, ProblemList
from x400fix.settings.settings import Settings
from x400fix.step_kinds import StepKind

MOST_SHOWN = 20
INPUTS = (InputRecord(kind="inventory", name="inventory.csv", sha256="0" * 64),)


@dataclass(kw_only=True, repr=False)
class Made:
    """A plan with the problems that were found on the way to it."""

    plan: Plan
    problems: tuple[Problem, ...]

    def __repr__(self) -> str:
        """The connectors of the inventory: the whole would be too long to read."""
        rows = (f"{each.server}/{each.name}" for each in self.plan.judgement.inventory.connectors)
        return f"Made({', '.join(islice(rows, MOST_SHOWN))})"

    @property
    def codes(self) -> list[str]:
        """The codes of the problems, each once, in order."""
        return sorted({problem.code for problem in self.problems})

    def messages(self, code: str) -> list[str]:
        """What the problems with a code say."""
        return [problem.message for problem in self.problems if problem.code == code]

    def work(self, name: str) -> Work:
        """The work at one place."""
        return next(work for work in self.plan.works if work.name == name)

    def assignment(self, ident: str) -> Assignment:
        """The assignment of a connector such as ``MAIL-A/To B 1``."""
        return next(
            each
            for each in self.plan.assignments
            if f"{each.connector.server}/{each.connector.name}" == ident
        )

    def steps(self, *kinds: StepKind, at: str = "") -> list[Step]:
        """The steps of some kinds, all if none is named, at one place or everywhere."""
        return [
            step
            for step in self.plan.steps
            if (not kinds or step.kind in kinds) and at in ("", step.server)
        ]

    def memory(self) -> Memory:
        """What a later plan remembers of this one."""
        return remember(read_document(self.document(), "PLAN.json"), "PLAN.json")

    def document(self) -> bytes:
        """PLAN.json."""
        block_id = BlockId(self.plan.settings.ticket)
        summary = summary_record(self.plan)
        return b"".join(plan_document(self.plan, INPUTS, self.problems, summary, block_id))

    def bundle(self) -> Mapping[str, bytes]:
        """Every file of the bundle but SHA256SUMS, by its path."""
        return self._bundle

    @cached_property
    def _bundle(self) -> Mapping[str, bytes]:
        files = bundle_files(self.plan, INPUTS, self.problems, summary_record(self.plan))
        return {
            path: content if isinstance(content, bytes) else b"".join(content)
            for path, content in files
        }

    def text(self, path: str) -> str:
        """The text of one file of the bundle, with its CRLF as LF."""
        encoding = "cp1252" if path.startswith("SERVERS/") else "utf-8"
        return self.bundle()[path].decode(encoding).replace("\r\n", "\n")


def make(
    found: Inventory,
    chosen: Settings | None = None,
    memory: Memory | None = None,
    existing: Sequence[ExistingFile] = (),
) -> Made:
    """The plan of an inventory, and of the name files that servers have now."""
    problems = ProblemList()
    chosen = settings() if chosen is None else chosen
    judgement = judge(found, problems)
    pool = read_pool(chosen, problems)
    assert judgement, list(problems)
    assert not problems.has_errors, list(problems)
    files = parse_name_files(existing)
    plan = make_plan(judgement, chosen, pool, memory or {}, problems, files=files)
    plan = merge_name_files(plan, files, problems)
    return Made(plan=plan, problems=tuple(problems))


def name_file(path: str, data: bytes) -> ExistingFile:
    """A name file that a server has, such as ``MAIL-A/LMHOSTS``."""
    server, _, kind = path.partition("/")
    return ExistingFile(server=server, kind=NameFileKind(kind), data=data, path=f"now/{path}")


def between(
    here: Server,
    there: Server | None = None,
    *,
    count: int = 2,
    back: int | None = None,
    others: Sequence[str | Connector] = (),
) -> Inventory:
    """A number of connectors each way between two servers, at the primary address or the name."""
    there = servers()[1] if there is None else there
    ways = ((here, there, count), (there, here, count if back is None else back))
    rows = [
        f"{home.name}/To_{far.name}_{at} {address_of(far)} {far.name}"
        for home, far, number in ways
        for at in range(1, number + 1)
    ]
    return inventory([*rows, *others], [here, there])


def address_of(far: Server) -> str:
    """What dials a server: its primary address, or its name if the inventory does not tell it."""
    return str(far.primary).partition("/")[0] if far.primary else far.name


def called(name: str, text: str, line: int = 2) -> Connector:
    """A connector with any directory name, from the short text of one called otherwise."""
    return msgspec.structs.replace(connector(text, line), name=name)


def mail_a(text: str = "MAIL-A 10.20.1.10/24", **facts: object) -> Server:
    """MAIL-A with other facts than usual."""
    return msgspec.structs.replace(server(text), **facts)


def step_order(steps: Sequence[Step]) -> list[str]:
    """The steps as a test tells them: ``MAIL-A snapshot``."""
    return [f"{step.server} {step.kind.slug}" for step in steps]


def document_parts(document: Document) -> Iterator[tuple[str, object]]:
    """The keys and values of a document that was read, for writing it again."""
    for name in Document.__struct_fields__[:-1]:
        yield name, getattr(document, name)
