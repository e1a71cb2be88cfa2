# SPDX-License-Identifier: MIT
"""The steps of all places in order of time, with the words of STEPS.TXT.

STEPS.TXT itself is rendered, one step at a time, and read back::

    13. Set the Address of connector "X400 to SEATTLE 2"
        Who:        Exchange administrator
        Do:         Set it as in ADDRATTR.TXT: on the Stack tab choose IP address
                    and enter 10.1.0.32
        Undo:       On the Stack tab choose IP address and enter 10.1.0.10
"""

import heapq
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from x400fix.documents.back_out import LOOKING
from x400fix.documents.rendering import Renderer
from x400fix.documents.server_pages import Pages, address_steps, number_list, step_title
from x400fix.documents.ticket_values import StepHead, StepView
from x400fix.plan.model import Document
from x400fix.planning.places import Work
from x400fix.planning.restored.works import Restoration
from x400fix.planning.steps import Step

_START = re.compile(r"^[0-9]+\. ", re.MULTILINE)
_ADDRESS = r"[0-9]{1,3}(?:\.[0-9]{1,3}){3}"
_ENTRY = re.compile(
    r"[a-d]\) |- |value |or regedt32|fc /b |copy /b |nbtstat -R$"
    rf"|{_ADDRESS}\b|\S+ {_ADDRESS}$"
)
"""How an entry begins whatever stands before it: also a command, and a name with its address."""

_LABEL_AT, _TEXT_AT = 4, 16
_FULL_LINE = 60


class StepTexts:
    """Makes the steps of one plan; the texts of a step are made when they are asked for."""

    def __init__(self, restored: Restoration, renderer: Renderer) -> None:
        """Take the places of a plan with their steps."""
        self._renderer = renderer
        self._restored = restored
        waves = address_steps(step for _, steps in restored.works for step in steps)
        self._pages = Pages(renderer, restored.settings, restored.inventory.servers, waves)
        self.places = restored.works

    def __iter__(self) -> Iterator[StepView]:
        """Every step in order of time."""
        places = (self._of_place(work, steps) for work, steps in self.places)
        return heapq.merge(*places, key=lambda view: view.number)

    def heads(self) -> Iterator[tuple[Step, str]]:
        """Every step in order of time with its title, and without the rest of its texts."""
        every = (step for _, steps in self.places for step in steps)
        for step in sorted(every, key=lambda step: step.number):
            yield step, self.title(step)

    def title(self, step: Step) -> str:
        """What a step is called."""
        return step_title(step, self._renderer.step_titles)

    def _of_place(self, work: Work, steps: Sequence[Step]) -> Iterator[StepView]:
        values = dict(self._pages.place_values(work, self._restored.name_files(work.name)))
        for step in steps:
            values["steps"] = [self._pages.step_row(step)]
            texts = read_step(self._renderer.text("bundle/STEPS.TXT", values))
            yield StepView(
                number=step.number,
                kind=step.kind.slug,
                server=work.name,
                folder=work.folder,
                who=step.kind.who,
                minutes=step.minutes,
                wave=step.wave,
                waits_for=step.waits_for,
                waits=number_list(step.waits_for),
                title=self.title(step),
                connector=step.connector,
                has_undo=step.kind not in LOOKING,
                do=tuple(texts["Do:"]),
                expected=tuple(texts["Expected:"]),
                check=tuple(texts["Check:"]),
                undo=tuple(texts["Undo:"]),
            )


def step_heads(document: Document, heads: Iterable[tuple[Step, str]]) -> Iterator[StepHead]:
    """Steps with their titles, as documents list them."""
    folders = {place.name: place.folder for place in document.servers}
    for step, title in heads:
        yield StepHead(
            number=step.number,
            kind=step.kind.slug,
            server=step.server,
            folder=folders[step.server],
            who=step.kind.who,
            minutes=step.minutes,
            waits=number_list(step.waits_for),
            title=title,
        )


def read_step(page: str) -> Mapping[str, Sequence[str]]:
    """The texts of the one step of a page by their labels, each as paragraphs and list entries."""
    start = _START.search(page)
    lines = page[start.end() if start else 0 :].split("\n")[1:]
    texts: dict[str, list[str]] = {}
    entries: list[str] = []
    before = ""
    for line in filter(None, lines):
        text = line[_TEXT_AT:]
        if line[_LABEL_AT] != " ":
            entries = texts.setdefault(line[_LABEL_AT:_TEXT_AT].strip(), [text])
        elif _begins_entry(text, before):
            entries.append(text.strip())
        else:
            entries[-1] = f"{entries[-1]} {text.strip()}"
        before = text
    return texts


def _begins_entry(text: str, before: str) -> bool:
    """Whether a line begins anew, and does not go on with the line before it.

    STEPS.TXT is wrapped by hand: a line goes on with one that had no room for its first word, or
    that ends in the middle of something.
    """
    if _ENTRY.match(text) or before.endswith((".", ":")):
        return True
    if before.endswith((",", ">", ";")):
        return False
    return len(f"{before} {text.split(maxsplit=1)[0]}") < _FULL_LINE
