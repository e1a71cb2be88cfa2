# SPDX-License-Identifier: MIT
"""VERIFY.HTML and VERIFY.MD, and what the console says: one view of what servers show of a plan."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

import msgspec

from x400fix import __version__
from x400fix.documents.html_page import content_digest
from x400fix.documents.markdown import code_cell, code_span, escape_markdown, fold, table
from x400fix.documents.rendering import Renderer
from x400fix.documents.step_texts import number_list
from x400fix.evidence.model import Kind
from x400fix.plan.model import Plan
from x400fix.simulation.rules import Status
from x400fix.step_kinds import Phase, StepKind
from x400fix.verification.checks import Check, Outcome, in_order_of_weight
from x400fix.verification.selection import LeftOut
from x400fix.verification.verify import StepState, Verification, is_unready, needs_attention

_MOST_PLACES = 3


class CheckRow(msgspec.Struct, frozen=True, kw_only=True):
    """One check as every document shows it."""

    step: str
    server: str
    subject: str
    outcome: str
    note: str
    expected: str
    seen: str
    why: Sequence[str]
    places: Sequence[str]


class VerificationView:
    """What was found, in the words and the order of all documents: what is missing comes first."""

    def __init__(
        self,
        plan: Plan,
        found: Verification,
        left_out: Sequence[LeftOut],
        titles: Mapping[str, str],
    ) -> None:
        """Put the checks in order."""
        self.plan, self.found, self.left_out = plan, found, left_out
        self.sources = found.sources
        paths = [*(each.path for each in found.sources), *(each.path for each in left_out)]
        self._folder = _common_folder(paths)
        self.version = __version__
        self.ticket = plan.options.ticket
        self._titles = titles
        is_open = is_unready if found.is_before else needs_attention
        self.open = [self._row(each) for each in in_order_of_weight(found.checks) if is_open(each)]
        self.rest = [
            self._row(each)
            for each in found.checks
            if not is_open(each) and not (each.is_word and each.outcome is Outcome.NO_EVIDENCE)
        ]
        self.counts = Counter(each.outcome for each in found.checks)
        self.words = sum(each.is_word and each.outcome is Outcome.DONE for each in found.checks)
        self.tests = sum(each.is_word for each in found.checks)

    def short(self, text: str) -> str:
        """A text without the folder that all files have in common: no document names one."""
        return text.replace(self._folder, "") if self._folder else text

    @property
    def verdict(self) -> str:
        """The result in one sentence."""
        if self.found.is_before:
            if self.found.is_go:
                return "GO: every server is as the plan takes it to be."
            return "NO-GO: not every server is shown to be as the plan takes it to be."
        if self.found.is_proven:
            return "PROVEN: everything that servers can show is as planned."
        return "NOT PROVEN: what is listed first is missing or differs."

    @property
    def facts(self) -> Sequence[tuple[str, str]]:
        """What the documents begin with."""
        counted = ", ".join(f"{self.counts[each]} {each}" for each in Outcome if self.counts[each])
        read = sum(each.kind is not Kind.UNKNOWN for each in self.found.sources)
        rows = [
            ("Plan", f"{self.ticket + ', ' if self.ticket else ''}checksum {self.plan.checksum}"),
            ("State", "before the change" if self.found.is_before else "after the change"),
            ("Evidence", f"{read} files read, {len(self.found.sources) - read} not understood"),
            ("Checks", counted or "none"),
            ("Routes", self.routes),
        ]
        if not self.found.is_before:
            rows.append(("Tests", self.tested))
        return rows

    @property
    def tested(self) -> str:
        """What is known of the test messages."""
        if not self.tests:
            return "the plan has none"
        return f"{self.words} of {self.tests} passed by a person's word (EVIDENCE.CSV)"

    @property
    def routes(self) -> str:
        """As it stands now, so many routes work."""
        present = self.found.present
        total = len(present.routes)
        parts = [
            f"{getattr(present.counts, status.name.lower())} {status}"
            for status in Status
            if getattr(present.counts, status.name.lower())
        ]
        text = f"as it stands now, {present.working} of {total} routes work"
        text = f"{text} ({', '.join(parts)})" if parts else text
        if present.presumed:
            text += f"; {present.presumed} connectors that no file shows count as in the inventory"
        return text

    @property
    def progress(self) -> Sequence[tuple[str, Sequence[str]]]:
        """How far the window came, what is next, and what to undo instead."""
        found = self.found
        if found.is_before or found.is_proven:
            return ()
        steps = {each.number: each for each in found.steps}
        progress = found.progress
        reached = (
            f"The last step that is shown to be done is {self._step(steps[progress.reached])}."
            if progress.reached
            else "No step is shown to be done."
        )
        parts: list[tuple[str, Sequence[str]]] = [(reached, ())]
        if progress.missing:
            parts.append(("Steps before it that are not:", self._steps(progress.missing, steps)))
        parts.append(("To go on, in this order:", self._steps(progress.next, steps)))
        if progress.undo:
            undo = [self._undo(steps[number]) for number in progress.undo]
            parts.append(("Or to undo what is begun, in this order (STEPS.TXT says how):", undo))
        return parts

    @property
    def remarks(self) -> Iterator[str]:
        """What the reader has to know of the evidence."""
        if any(each.outcome is None for each in self.found.steps):
            unseen = [
                each.number
                for each in self.found.steps
                if each.outcome is None and each.kind.phase is Phase.WINDOW
            ]
            if unseen and not self.found.is_before:
                yield (
                    f"Nothing that a server prints shows these steps of the window: "
                    f"{number_list(unseen)}. RUNBOOK.TXT has who did them."
                )
        open_tests = sorted(
            {each.step for each in self.found.checks if each.is_word and not each.seen}
        )
        if open_tests:
            yield (
                "No form (EVIDENCE.CSV) says of every test message of these steps whether it "
                f"arrived: {number_list(open_tests)}."
            )
        for server in self.found.silent:
            yield (
                f"That the log of {server} has no event 9301 proves nothing: MTA builds 2354 to "
                "2620 may never log it (Q234962)."
            )

    def _steps(self, numbers: Sequence[int], steps: Mapping[int, StepState]) -> Sequence[str]:
        return [self._step(steps[number]) for number in numbers]

    def _step(self, step: StepState) -> str:
        title = self._titles[step.kind]
        title = f'{title} "{step.connector}"' if step.connector else title
        unseen = " (nothing shows whether it is done)" if step.outcome is None else ""
        return f"{step.number}. {step.place}: {title}{unseen}"

    def _undo(self, step: StepState) -> str:
        is_restart = step.kind in {StepKind.SERVER_RESTART, StepKind.MTA_RESTART}
        return f"{'do' if is_restart else 'undo'} {self._step(step)}"

    def _row(self, check: Check) -> CheckRow:
        outcome = check.outcome.value
        if self.found.is_before and check.outcome is Outcome.NOT_DONE:
            outcome = "as planned"
        note = "a person's word" if check.is_word else "optional" if check.is_optional else ""
        return CheckRow(
            step=str(check.step or ""),
            server=check.server,
            subject=f'{check.what} of "{check.connector}"' if check.connector else check.what,
            outcome=outcome,
            note=note,
            expected=check.before if self.found.is_before else check.after,
            seen=check.seen,
            why=check.why,
            places=[str(place) for place in check.places],
        )

    def data(self) -> Sequence[tuple[str, object]]:
        """The same for another program."""
        found = self.found
        return [
            ("plan", self.plan.checksum),
            ("is_before", found.is_before),
            ("is_go", found.is_go),
            ("is_proven", found.is_proven),
            ("checks", [_check_data(each) for each in found.checks]),
            ("steps", [msgspec.to_builtins(each) for each in found.steps]),
            ("progress", found.progress),
            ("routes", found.present.routes),
            ("counts", found.present.counts),
            ("readiness", found.readiness),
            ("sources", found.sources),
            ("left_out", self.left_out),
        ]


def _common_folder(paths: Sequence[str]) -> str:
    """The folders that all paths begin with, such as ``back/``."""
    common = []
    for names in zip(*(path.split("/")[:-1] for path in paths), strict=False):
        if len(set(names)) > 1:
            break
        common.append(names[0])
    folder = "/".join(common)
    return f"{folder}/" if folder else ""


def _check_data(check: Check) -> Mapping[str, object]:
    places = [{"file": each.file, "line": each.line} for each in check.places]
    return {**msgspec.to_builtins(check), "places": places}


def verification_files(view: VerificationView) -> Iterator[tuple[str, Iterator[bytes]]]:
    """The documents to attach."""
    renderer = Renderer()
    style = renderer.text(
        "html/ticket.css",
        {"version": view.version, "ticket": view.ticket, "checksum": view.plan.checksum},
    )
    values = {
        "view": view,
        "style": style,
        "style_digest": content_digest(style),
        "most": _MOST_PLACES,
    }
    yield "VERIFY.HTML", renderer.html("html/VERIFY.HTML", values)
    yield (
        "VERIFY.MD",
        Renderer(escape_markdown, cell=code_cell).utf8(
            "ticket/VERIFY.MD",
            {"view": view, "table": table, "code": code_span, "fold": fold, "most": _MOST_PLACES},
        ),
    )
