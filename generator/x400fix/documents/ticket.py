# SPDX-License-Identifier: MIT
"""Everything that documents for people show, in the order of the ticket.

Short parts are values; long ones are made while somebody reads them, and again each time.
"""

from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property

from x400fix import __version__
from x400fix.documents.acceptance import find_proof, find_tests
from x400fix.documents.account import Account, account_of_document
from x400fix.documents.back_out import find_points, undone_steps
from x400fix.documents.decision import (
    Counts,
    Words,
    count_document,
    find_annexes,
    find_roles,
    make_decision,
    read_words,
    risk_level,
)
from x400fix.documents.outages import find_routes, find_standstills
from x400fix.documents.printable import printable_document
from x400fix.documents.rendering import Renderer
from x400fix.documents.step_texts import StepTexts, step_heads
from x400fix.documents.ticket_values import (
    AddressRow,
    Annex,
    BackOutPoint,
    ConflictView,
    Decision,
    HubView,
    PairView,
    PlaceView,
    ProofView,
    RouteView,
    RowView,
    Standstill,
    StepHead,
    StepView,
    TestView,
)
from x400fix.documents.topology import (
    find_addresses,
    find_conflict_views,
    find_hubs,
    find_pairs,
    find_places,
    find_rows,
)
from x400fix.plan.model import Document, InputRecord
from x400fix.plan.schedule import Run, Schedule, Task, find_schedule
from x400fix.planning.restored.facts import PoolPart
from x400fix.planning.restored.works import Restoration
from x400fix.planning.soundness.soundness import check_soundness
from x400fix.planning.steps import Step
from x400fix.problems import InputError, Place, Problem, shown
from x400fix.settings.window import Window, duration_text, parse_window

TOO_OLD = ("1.0", "1.1")
"""Versions of a plan that do not tell which connectors a conflict has."""


def refuse_unsound(document: Document, file: str) -> None:
    """Raise InputError if a plan is too old for a ticket, or none that x400fix could have made."""
    if document.version in TOO_OLD:
        why = "it was made by an x400fix that did not write all that a ticket needs"
        message = f"no ticket can be made of this plan: {why}: plan again from the inventory"
        raise InputError([Problem(code="X4-E073", message=message, where=Place(file))])
    try:
        check_soundness(document)
    except ValueError as error:
        raise _unsound(error, file) from None


def open_dossier(document: Document, renderer: Renderer, file: str) -> "Dossier":
    """The dossier of a plan that may come from elsewhere.

    Raises InputError if it is too old, or if its parts refer to each other in ways in which those
    of a plan do not.
    """
    refuse_unsound(document, file)
    try:
        dossier = Dossier(printable_document(document), renderer)
        dossier.check()
    except (LookupError, ValueError, TypeError, OverflowError) as error:
        raise _unsound(error, file) from None
    return dossier


def _unsound(error: Exception, file: str) -> InputError:
    """The error for a plan whose parts do not fit together."""
    why = f"its parts do not fit together ({shown(str(error))})"
    message = f"this plan cannot be used: {why}; give the PLAN.json of a bundle as it was made"
    return InputError([Problem(code="X4-E070", message=message, where=Place(file))])


class Dossier:
    """What is shown of one plan."""

    def __init__(self, document: Document, renderer: Renderer) -> None:
        """Take a plan; its parts are made when they are asked for."""
        self.document = document
        self.version = __version__
        self.ticket = document.options.ticket
        self.checksum = document.checksum
        self.nothing_to_do = not document.servers
        self.owner = document.options.owner
        given = document.options.window
        self.window: Window | None = parse_window(given) if given else None
        self.inputs: tuple[InputRecord, ...] = document.inputs
        self._renderer = renderer

    def check(self) -> None:
        """Raise LookupError or ValueError if the plan refers to what is not there."""
        for part in (self.decision, self.conflicts, self.pairs, self.proof, self.account):
            del part
        for parts in (self.tests(), self.back_out(), self.standstills()):
            deque(parts, maxlen=0)

    @cached_property
    def account(self) -> Account:
        """What TICKET.TXT tells."""
        return account_of_document(self.document)

    @cached_property
    def _restored(self) -> Restoration:
        return Restoration(self.document)

    @cached_property
    def _steps(self) -> StepTexts:
        return StepTexts(self._restored, self._renderer)

    @cached_property
    def _heads(self) -> Sequence[tuple[Step, str]]:
        return list(self._steps.heads())

    @cached_property
    def schedule(self) -> Schedule:
        """When each step ends, in minutes from the beginning, and how long undoing takes."""
        return find_schedule(
            Task(step.server, step.kind.slug, step.minutes, step.waits_for)
            for step, _ in self._heads
        )

    @cached_property
    def _counts(self) -> Counts:
        apart, window = self.schedule.side_by_side, self.window
        short = max(apart.needed - window.minutes, 0) if window else 0
        return count_document(self.document, self.schedule.in_turn.undo, short)

    @cached_property
    def words(self) -> Words:
        """The words of the template dossier/words.txt by their names."""
        schedule = self.schedule
        values = {
            "summary": self.document.summary,
            "count": self._counts,
            "level": risk_level(self._counts),
            "roles": find_roles(self.document),
            "nothing_to_do": self.nothing_to_do,
            "window": self.window,
            "schedule": schedule,
            "latest": self.latest_back_out(schedule.in_turn),
            "latest_apart": self.latest_back_out(schedule.side_by_side),
            "duration": duration_text,
        }
        return read_words(self._renderer.text("dossier/words.txt", values))

    def latest_back_out(self, run: Run) -> str:
        """The latest moment to begin a back-out; empty if the window has none, or is not known."""
        begins = run.latest_back_out(self.window) if self.window else -1
        return self.window.moment(begins) if self.window and begins >= 0 else ""

    @cached_property
    def annexes(self) -> Mapping[str, Annex]:
        """The parts behind the decision page, by name, in their order."""
        return find_annexes(
            self.words,
            nothing_to_do=self.nothing_to_do,
            name_files=bool(self.document.name_diffs),
        )

    @cached_property
    def decision(self) -> Decision:
        """The decision page."""
        by_number = {step.number: step for step, _ in self._heads}
        return make_decision(self.document, self.words, self._counts, by_number)

    @cached_property
    def conflicts(self) -> Sequence[ConflictView]:
        """Each conflict with its connectors."""
        return find_conflict_views(self.document, self._restored.inventory)

    @cached_property
    def rows(self) -> Sequence[RowView]:
        """The rows of the truth table that were met."""
        return tuple(find_rows(self.document))

    def places(self) -> Iterator[PlaceView]:
        """The places where somebody works."""
        return find_places(self.document)

    def addresses(self) -> Iterator[AddressRow]:
        """The rows of the address table, as ASSIGN.csv has them."""
        return find_addresses(self.document)

    def steps(self) -> Iterator[StepView]:
        """Every step in order of time."""
        return iter(self._steps)

    def heads(self) -> Iterator[StepHead]:
        """Every step in order of time, without its texts."""
        return step_heads(self.document, self._heads)

    def standstills(self) -> Iterator[Standstill]:
        """The steps in which routes stand still."""
        return find_standstills(self.document, self._heads)

    def routes(self) -> Iterator[RouteView]:
        """The routes that stand still or change."""
        return find_routes(self.document)

    @cached_property
    def proof(self) -> ProofView:
        """What is proven, what is claimed, what nobody knows."""
        return find_proof(self.document)

    def tests(self) -> Iterator[TestView]:
        """The connectors to test in both directions."""
        return find_tests(self.account, self.document.proof)

    def back_out(self) -> Iterator[StepHead]:
        """The steps to undo, in the order in which they are undone."""
        heads = {step.number: (step, title) for step, title in self._heads}
        undone = undone_steps(self.account)
        return step_heads(self.document, (heads[line.number] for line in undone))

    def back_out_points(self) -> Iterator[BackOutPoint]:
        """How long undoing takes, by how far the work has come."""
        return find_points(self._heads)

    @property
    def pool(self) -> Sequence[PoolPart]:
        """The ranges of the pool."""
        return self._restored.pool

    @cached_property
    def pairs(self) -> Sequence[PairView]:
        """The links between each two servers."""
        return find_pairs(self.document, self.conflicts)

    @cached_property
    def hubs(self) -> Sequence[HubView]:
        """The same pairs, each at one hub."""
        return find_hubs(self.pairs)
