# SPDX-License-Identifier: MIT
"""Makes whole plans and bundles of inventories from tests.builders, without a file system."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import islice

import msgspec

from tests.builders import connector, inventory, server, servers, settings
from x400fix.allocation.assignments import Memory
from x400fix.allocation.pool import InUse
from x400fix.inventory.connectors import Connector, Inventory, Server
from x400fix.namefiles.existing import ExistingFile, NameFileKind
from x400fix.plan.encoding import seal_plan
from x400fix.plan.model import Assignment, InputFile, Place, Plan, Step
from x400fix.plan.schedule import timeline
from x400fix.planning.inputs import PlanInputs
from x400fix.planning.plan_file import remember
from x400fix.planning.planning import Planned, make_plan
from x400fix.problems import Problem
from x400fix.settings.settings import Settings
from x400fix.step_kinds import StepKind

MOST_SHOWN = 20
INPUTS = (InputFile(kind="inventory", name="inventory.csv", sha256="0" * 64),)


@dataclass(kw_only=True, repr=False)
class Made:
    """A plan with all that came with it."""

    planned: Planned

    def __repr__(self) -> str:
        """The connectors of the inventory: the whole would be too long to read."""
        rows = (f"{each.server}/{each.connector}" for each in self.plan.connectors)
        return f"Made({', '.join(islice(rows, MOST_SHOWN))})"

    @property
    def plan(self) -> Plan:
        """The plan itself."""
        return self.planned.plan

    @property
    def problems(self) -> tuple[Problem, ...]:
        """The problems that were found on the way to it."""
        return self.planned.problems

    @property
    def codes(self) -> list[str]:
        """The codes of the problems, each once, in order."""
        return sorted({problem.code for problem in self.problems})

    def messages(self, code: str) -> list[str]:
        """What the problems with a code say."""
        return [problem.message for problem in self.problems if problem.code == code]

    def place(self, name: str) -> Place:
        """The work at one place."""
        return next(place for place in self.plan.servers if place.name == name)

    def assignment(self, ident: str) -> Assignment:
        """The assignment of a connector such as ``MAIL-A/To B 1``."""
        return next(
            each for each in self.plan.assignments if f"{each.server}/{each.connector}" == ident
        )

    def steps(self, *kinds: StepKind, at: str = "") -> list[Step]:
        """The steps of some kinds, all if none is named, at one place or everywhere."""
        return [
            step
            for place, step in timeline(self.plan)
            if (not kinds or step.kind in kinds) and at in ("", place)
        ]

    def step_order(self, *kinds: StepKind) -> list[str]:
        """The steps of some kinds, all if none is named, such as ``MAIL-A snapshot``."""
        return [
            f"{place} {step.kind}"
            for place, step in timeline(self.plan)
            if not kinds or step.kind in kinds
        ]

    def place_of(self, step: Step) -> str:
        """The name of the place of a step."""
        return timeline(self.plan)[step.number - 1][0]

    def assignment_of(self, step: Step) -> Assignment:
        """The assignment that a step is about."""
        assert step.assignment, step
        return self.plan.assignments[step.assignment - 1]

    def before(self, step: Step) -> set[int]:
        """The numbers of all steps that must be done before one."""
        steps, found, waiting = self.steps(), set[int](), list(step.waits_for)
        while waiting:
            number = waiting.pop()
            if number not in found:
                found.add(number)
                waiting += steps[number - 1].waits_for
        return found

    def memory(self) -> Memory:
        """What a later plan remembers of this one."""
        return remember(self.document(), "PLAN.json")

    def document(self) -> bytes:
        """PLAN.json."""
        return seal_plan(self.plan)[1]

    def bundle(self) -> Mapping[str, bytes]:
        """Every file of the bundle but SHA256SUMS, by its path."""
        return self._bundle

    @cached_property
    def _bundle(self) -> Mapping[str, bytes]:
        # Plans alone need no templates.
        from x400fix.documents.documents import bundle_files  # noqa: PLC0415

        return {
            path: content if isinstance(content, bytes) else b"".join(content)
            for path, content in bundle_files(self.plan)
        }

    def text(self, path: str) -> str:
        """The text of one file of the bundle, with its CRLF as LF."""
        encoding = "cp1252" if path.startswith(("SERVERS/", "RUNBOOK")) else "utf-8"
        return self.bundle()[path].decode(encoding).replace("\r\n", "\n")


def make(
    found: Inventory,
    chosen: Settings | None = None,
    memory: Memory | None = None,
    existing: Sequence[ExistingFile] = (),
    in_use: Sequence[InUse] = (),
) -> Made:
    """The plan of an inventory, and of the name files that servers have now."""
    inputs = PlanInputs(
        inventory=found,
        settings=settings() if chosen is None else chosen,
        memory=memory or {},
        name_files=tuple(existing),
        in_use=tuple(in_use),
        files=INPUTS,
    )
    planned = make_plan(inputs)
    plan, _ = seal_plan(planned.plan)
    return Made(planned=msgspec.structs.replace(planned, plan=plan))


def with_checksum(data: bytes) -> bytes:
    """Bytes of a PLAN.json, also such as no plan has, with their checksum made anew."""
    before = data[: data.rfind(b'"checksum"')]
    return before + f'"checksum":"{hashlib.sha256(before).hexdigest()}"\n}}\n'.encode("ascii")


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
