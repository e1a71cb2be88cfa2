# SPDX-License-Identifier: MIT
"""The values of TICKET.TXT and RUNBOOK.TXT, which are about the whole plan."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from x400fix import __version__
from x400fix.allocation.assignments import Action
from x400fix.documents.acceptance import Trial, Trials
from x400fix.documents.account import Account, ConflictLine, MemberLine, StepLine
from x400fix.documents.back_out import undone_steps
from x400fix.documents.proof import outage_rows, proof_values, route_rows
from x400fix.documents.rendering import visible
from x400fix.documents.server_pages import number_list, wrapped
from x400fix.plan.model import ProblemRecord
from x400fix.plan.schedule import Load, Run, Schedule, find_schedule
from x400fix.problems import Place
from x400fix.settings.window import Window, duration_text


class Clocks:
    """When steps begin, if there is a window."""

    def __init__(self, window: Window | None, schedule: Schedule) -> None:
        """Take both ways of working."""
        self._window = window
        self._runs = (schedule.in_turn, schedule.side_by_side)

    def columns(self, step: StepLine) -> str:
        """Both times in two columns."""
        return "".join(f"{text:>8}  " for text in self._begins(step))

    def planned(self, step: StepLine) -> str:
        """Both times in a sentence."""
        texts = self._begins(step)
        return f", planned {texts[0]} or {texts[1]}" if texts else ""

    def _begins(self, step: StepLine) -> list[str]:
        window = self._window
        if window is None:
            return []
        return [window.clock(run.ends[step.number - 1] - step.minutes) for run in self._runs]


def window_values(window: Window | None, schedule: Schedule) -> Mapping[str, object]:
    """Beginning and end, and both ways of working."""
    return {
        "window": (window.moment(0), window.moment(window.minutes)) if window else None,
        "ways": [
            ("One person", *_way(window, schedule.in_turn)),
            ("People at each", *_way(window, schedule.side_by_side)),
        ],
    }


def _way(window: Window | None, run: Run) -> tuple[str, str, str, str, str]:
    """How long the work takes and when it is done, the back-out and when it must begin.

    Last how long the window would have to be, if it is too short.
    """
    latest = run.latest_back_out(window) if window else -1
    return (
        duration_text(run.minutes),
        window.moment(run.minutes) if window else "",
        duration_text(run.undo),
        window.moment(latest) if window and latest >= 0 else "",
        "" if window is None or run.needed <= window.minutes else duration_text(run.rounded),
    )


def place_loads(schedule: Schedule) -> Mapping[str, str]:
    """What the plan asks of each place, in a sentence."""
    return {load.place: _load_text(load) for load in schedule.loads}


def _load_text(load: Load) -> str:
    parts = [
        f"{load.steps} {'step' if load.steps == 1 else 'steps'}",
        duration_text(load.minutes),
        *([f"{load.server_restarts} server restart"] if load.server_restarts else []),
        *([_times(load.mta_restarts, "MTA restart")] if load.mta_restarts else []),
    ]
    return ", ".join(parts)


def _times(count: int, what: str) -> str:
    return f"{count} {what}{'s' if count > 1 else ''}"


_WIDTH = 78
_NOTHING_FOUND = 1


def runbook_values(account: Account, titles: Mapping[str, str]) -> Mapping[str, object]:
    """What RUNBOOK.TXT shows: every step in order of time."""
    schedule = _schedule(account)
    clocks = Clocks(account.window, schedule)
    return {
        "version": __version__,
        "ticket": account.ticket,
        "owner": visible(account.owner),
        "contact": visible(account.contact),
        **window_values(account.window, schedule),
        "steps": (
            (
                *_runbook_row(step, titles),
                number_list(step.waits_for),
                visible(step.folder),
                f", wave {step.wave}" if step.wave else "",
                clocks.planned(step),
            )
            for step in account.steps()
        ),
        "undone": (
            (*_runbook_row(step, titles), visible(step.folder)) for step in undone_steps(account)
        ),
    }


def _runbook_row(step: StepLine, titles: Mapping[str, str]) -> tuple[int, str, str, str, int]:
    """Number, place, title, who does it, and minutes."""
    return step.number, visible(step.place), _title(step, titles), step.who, step.minutes


def _schedule(account: Account) -> Schedule:
    return find_schedule(step.task for step in account.steps())


def ticket_values(account: Account, titles: Mapping[str, str]) -> Mapping[str, object]:
    """What TICKET.TXT shows; ``titles`` are those of the kinds of steps."""
    schedule = _schedule(account)
    clocks = Clocks(account.window, schedule)
    trials = Trials(account)
    return {
        "version": __version__,
        "ticket": account.ticket,
        "summary": account.summary,
        "minimal": account.minimal,
        "nothing_to_do": not account.places,
        "owner": visible(account.owner),
        "contact": visible(account.contact),
        **window_values(account.window, schedule),
        "verdicts": _verdict_counts(account),
        "rows_found": _rows_found(account),
        "conflicts": map(_conflict_row, account.conflicts()),
        "places": _places(account, place_loads(schedule)),
        "steps": _steps(account, titles, clocks),
        "tests": _tests(trials),
        "undone": (
            (step.number, visible(step.place), step.minutes, _title(step, titles))
            for step in undone_steps(account)
        ),
        "evidence": _tests(trials),
        "alternatives": _alternatives(account),
        "proof": proof_values(account.proof),
        "outages": outage_rows(account.outages(), _Titles(account, titles)),
        "routes": route_rows(account.routes()),
        "warnings": [_bullet(_problem_text(problem)) for problem in account.problems],
        "assumptions": [_bullet(text) for text in account.assumptions],
        "inputs": [
            (record.kind.ljust(11), visible(record.name), record.sha256)
            for record in account.inputs
        ],
        "diffs": ([_diff_line(line) for line in lines] for lines in account.diffs),
    }


class _Titles:
    """What each step is called, by its number."""

    def __init__(self, account: Account, titles: Mapping[str, str]) -> None:
        self._account = account
        self._titles = titles

    def __getitem__(self, number: int) -> str:
        return _title(self._account.step(number), self._titles)


def _title(step: StepLine, titles: Mapping[str, str]) -> str:
    """What a step is called, with the connector that it is about."""
    title = titles[step.kind]
    return f'{title} "{visible(step.connector)}"' if step.connector else title


def _bullet(text: str) -> str:
    """A sentence on as many lines as it takes behind a hyphen."""
    return wrapped(visible(text), _WIDTH, 2)


def _problem_text(problem: ProblemRecord) -> str:
    """A problem on one line, as the console tells it."""
    place = Place(problem.file, problem.line, problem.field)
    cell = f" (cell {problem.cell})" if problem.cell else ""
    return f"{place}: {problem.severity} {problem.code}: {problem.message}{cell}"


def _diff_line(line: str) -> str:
    """A line of a name file, whose tabs stay as they are."""
    return "\t".join(map(visible, line.split("\t")))


def _verdict_counts(account: Account) -> list[tuple[str, int]]:
    """How many connectors have each verdict."""
    counts: dict[str, int] = {}
    for record in account.connectors():
        counts[record.verdict] = counts.get(record.verdict, 0) + 1
    return [(verdict.ljust(13), count) for verdict, count in sorted(counts.items())]


def _rows_found(account: Account) -> list[tuple[int, str, str, str, int]]:
    """The rows of the truth table that were met, row 1 left out, with how often."""
    counts: dict[tuple[int, str, str, tuple[str, ...]], int] = {}
    for record in account.connectors():
        if record.row != _NOTHING_FOUND:
            key = (record.row, record.verdict, record.reason, record.sources)
            counts[key] = counts.get(key, 0) + 1
    return [
        (row, verdict, wrapped(visible(reason), _WIDTH, 0), ", ".join(sources), count)
        for (row, verdict, reason, sources), count in sorted(counts.items())
    ]


def _conflict_row(
    line: ConflictLine,
) -> tuple[str, str, int, str, list[tuple[tuple[str, str, str], str]]]:
    """A conflict with what becomes of its connectors."""
    members = [_member_row(member) for member in line.members]
    return visible(line.server), visible(line.address), len(members), visible(line.owner), members


def _member_row(member: MemberLine) -> tuple[tuple[str, str, str], str]:
    """Action, name and new value if it changes; and why it is by hand, if it is."""
    arrow = f" -> {visible(member.value)}" if member.value else ""
    reason = wrapped(visible(member.reason), _WIDTH - 12, 12) if member.reason else ""
    return (member.action, visible(member.connector), arrow), reason


def _places(
    account: Account, loads: Mapping[str, str]
) -> Iterator[tuple[str, str, str, str, str, int, bool, int, int, int, int]]:
    """The affected places, and how much is done and changed at each."""
    changes: dict[str, int] = {}
    asked: dict[str, int] = {}
    for record in account.assignments():
        if record.action != Action.KEEP:
            changes[record.server] = changes.get(record.server, 0) + 1
        if record.action == Action.MANUAL:
            asked[record.owner] = asked.get(record.owner, 0) + 1
    for place in account.places:
        yield (
            visible(place.name),
            visible(place.folder),
            visible(place.os),
            visible(place.exchange),
            loads.get(place.name, ""),
            place.addresses,
            place.is_nic_by_hand,
            changes.get(place.name, 0),
            place.hosts,
            place.overrides,
            asked.get(place.name, 0),
        )


def _steps(
    account: Account, titles: Mapping[str, str], clocks: Clocks
) -> Iterator[tuple[int, str, int, str, str]]:
    """Every step on a line: number, place, minutes, when it begins, and title."""
    for step in account.steps():
        yield (
            step.number,
            visible(step.place),
            step.minutes,
            clocks.columns(step),
            _title(step, titles),
        )


def _tests(trials: Iterable[Trial]) -> Iterator[tuple[str, str, str, str, str, str]]:
    """What is tested in which step, and what is to be written down of it."""
    for trial in trials:
        record = trial.record
        yield (
            f"step {trial.step}" if trial.step else "",
            visible(record.server),
            visible(record.connector),
            visible(record.remote_server) or "foreign MTA",
            visible(trial.address) or "the address decided",
            "  CHANGED" if trial.is_changed else "",
        )


def _alternatives(
    account: Account,
) -> Iterator[tuple[tuple[str, str], tuple[int, ...], Sequence[int], bool]]:
    """Each alternative: its name, the counts of what it takes, and of what the routes are then."""
    for alternative in account.alternatives:
        routes = alternative.routes
        takes = (
            alternative.addresses,
            alternative.server_restarts,
            alternative.mta_restarts,
            alternative.manual_steps,
        )
        gives = (routes.works, routes.claimed, routes.uncertain, routes.one_way + routes.down)
        yield (
            (visible(alternative.strategy), " --minimal" if alternative.minimal else ""),
            takes,
            gives,
            alternative.chosen,
        )
