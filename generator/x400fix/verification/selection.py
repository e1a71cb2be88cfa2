# SPDX-License-Identifier: MIT
"""Which of the given files show what is there now: not the bundle's own, nor those of another time.

A server's folder comes back from a window with the files of the bundle, what its scripts left, and
the folders BEFORE and AFTER of GATHER.CMD. What NIC.REG or LMHOSTS.NEW says is what was planned,
and no evidence of what is.
"""

import csv
import re
from collections.abc import Iterable, Iterator, Sequence

import msgspec

from x400fix.evidence.reader import GivenFile
from x400fix.problems import Place, ProblemList, shown
from x400fix.verification.reports import FORM_COLUMNS, FormRow, form_row

_BUNDLE = re.compile(
    r"(?:(?:NIC|NICUNDO|OVERRIDE|OVRUNDO)\.(?:INI|RE[G_])|(?:LM)?HOSTS\.(?:ADD|OLD|NEW|SAV|BEF|UND|NON)"
    r"|[A-Z0-9_]+\.CM[D_]|X4[A-Z]+\.TMP|NICNOW\.TXT|STEPS\.TXT|ADDRATTR\.TXT|RUNBOOK\.TXT"
    r"|SERVICES\.TXT|SERVNEW\.TXT|GATHER\.TXT|PLAN\.JSON|SHA256SUMS|UNPACKED\.SUM|ASSIGN\.(?:CSV|XLSX)"
    r"|(?:TICKET|VERIFY)\.[A-Z]+)"
)
_RECORDS = {"NICOLD.TXT", "NICKEY.TXT", "X400OLD.TXT"}
_BEFORE, _AFTER = "BEFORE", "AFTER"
_MOST_OF_FORM = 4_000_000


class LeftOut(msgspec.Struct, frozen=True):
    """A file that was not looked at, and why."""

    path: str
    why: str


class Selection(msgspec.Struct, frozen=True, kw_only=True):
    """The files that count, the rows of filled-in forms, and what was left out."""

    files: tuple[GivenFile, ...]
    form: tuple[FormRow, ...]
    left_out: tuple[LeftOut, ...]
    is_before: bool


def select(
    given: Iterable[GivenFile], checksum: str, problems: ProblemList, *, is_before: bool
) -> Selection:
    """Choose among the given files; if all are of BEFORE, they show the state before the change.

    ``checksum`` is that of the plan, which each row of a form repeats.
    """
    forms: list[FormRow] = []
    left_out: list[LeftOut] = []
    files: list[GivenFile] = []
    for file in given:
        rows = _form(file, problems)
        if rows is not None:
            forms += _of_plan(rows, checksum, problems)
        elif _BUNDLE.fullmatch(_name(file)):
            left_out.append(LeftOut(file.path, "it is of the bundle, or a script wrote it"))
        else:
            files.append(file)
    times = [_time(file) for file in files]
    is_before = is_before or bool(times and all(time == _BEFORE for time in times))
    wrong = _AFTER if is_before else _BEFORE
    for file, time in zip(files, times, strict=True):
        if time == wrong:
            left_out.append(LeftOut(file.path, f"it is of {wrong}"))
    return Selection(
        files=tuple(file for file, time in zip(files, times, strict=True) if time != wrong),
        form=tuple(forms),
        left_out=tuple(left_out),
        is_before=is_before,
    )


def _name(file: GivenFile) -> str:
    return file.path.rpartition("/")[2].upper()


def _time(file: GivenFile) -> str:
    """When a file was made, as far as its name or the folder that it is in says so."""
    folders = [part.upper() for part in file.path.split("/")[:-1]]
    times = [part for part in folders if part in {_BEFORE, _AFTER}]
    if times:
        return times[-1]
    return _BEFORE if _name(file) in _RECORDS or "REPAIR" in folders else ""


def _form(file: GivenFile, problems: ProblemList) -> Sequence[FormRow] | None:
    """The rows of a filled-in test form; None if it is none."""
    if not file.data or len(file.data) > _MOST_OF_FORM:
        return None
    head = file.data[:200].lstrip(b"\xef\xbb\xbf").lower()
    found = re.match(rb'"?step"?([,;\t])"?server"?(?:\1|\r?\n)', head)
    if not found:
        return None
    try:
        text = file.data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = file.data.decode("cp1252", "replace")
    try:
        return list(_rows(text, found[1].decode(), file.path))
    except csv.Error as error:
        problems.add("X4-W180", f"this form cannot be read: {error}", Place(file.path))
        return []


def _of_plan(rows: Sequence[FormRow], checksum: str, problems: ProblemList) -> Iterator[FormRow]:
    """The rows about this plan; the first one about another is named."""
    others = [row for row in rows if row.checksum != checksum]
    for row in others[:1]:
        message = (
            f"{len(others)} rows of this form are about another plan, checksum "
            f"{shown(row.checksum)}, and say nothing about this one"
        )
        problems.add("X4-W180", message, row.place)
    yield from (row for row in rows if row.checksum == checksum)


def _rows(text: str, delimiter: str, path: str) -> Iterator[FormRow]:
    reader = csv.reader((f"{line}\n" for line in text.split("\n")), delimiter=delimiter)
    heads = [cell.strip().lower() for cell in next(reader)]
    if not set(FORM_COLUMNS) <= set(heads):
        missing = [name for name in FORM_COLUMNS if name not in heads]
        message = f"it lacks the columns {', '.join(missing)}"
        raise csv.Error(message)
    for cells in reader:
        if any(cells):
            row = dict(zip(heads, [*cells, *[""] * len(heads)], strict=False))
            yield form_row(row, Place(path, reader.line_num))
