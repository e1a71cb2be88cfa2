# SPDX-License-Identifier: MIT
"""The sheets of a workbook (.xlsx, .xlsm, .ods) as rows of texts, as a person sees them.

python-calamine reads the values; how large they become, and what it does not tell, is found before.
"""

import datetime as dt
import importlib
import io
import zipfile
import zlib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from types import ModuleType
from typing import TYPE_CHECKING

import msgspec

from x400fix.inventory.workbook_survey import (
    MOST_BYTES,
    MOST_CELLS,
    Parts,
    Survey,
    refuse_damaged,
    refuse_large,
    survey,
)
from x400fix.problems import BadValueError, InputError, Place, Problem, escaped

if TYPE_CHECKING:
    from python_calamine import CalamineSheet


class Sheet(msgspec.Struct, frozen=True, kw_only=True):
    """One sheet: its rows from the first on, and what of it is hidden, by numbers from 1.

    ``faults`` are the cells, by row and column, that show an error or a formula without a value.
    ``merged`` counts the cells that were given the value of the merged range that they are in.
    """

    name: str
    is_hidden: bool
    rows: Sequence[Sequence[str]]
    hidden_rows: Sequence[int]
    hidden_columns: Sequence[int]
    faults: Mapping[tuple[int, int], str]
    merged: int


def read_workbook(data: bytes, file: str) -> list[Sheet]:
    """All sheets that can hold a table; InputError for what cannot be read or is too large."""
    calamine = _library(file)
    try:
        with _refusing(calamine):
            return [*_sheets(calamine, data, survey(Parts(data)))]
    except BadValueError as error:
        problem = Problem(code=error.code, message=error.message, where=Place(file))
        raise InputError([problem]) from None


@contextmanager
def _refusing(calamine: ModuleType) -> Iterator[None]:
    """Say of all that readers refuse that the workbook is damaged."""
    try:
        yield
    except BadValueError:
        raise
    except calamine.CalamineError as error:
        refuse_damaged(f"python-calamine says: {escaped(str(error))}")
    # zipfile raises NotImplementedError for what is packed in a way that it does not know.
    except (zipfile.BadZipFile, zlib.error, ValueError, OSError, NotImplementedError) as error:
        refuse_damaged(escaped(str(error)))


def _library(file: str) -> ModuleType:
    """The library that reads values; InputError that says how it is installed."""
    try:
        return importlib.import_module("python_calamine")
    except ImportError as error:
        is_missing = isinstance(error, ModuleNotFoundError)
        why = "is not installed" if is_missing else f"cannot be imported ({error})"
        message = (
            f"a workbook is read by python-calamine, which {why}: "
            'pip install "x400fix[sheets]", or save the sheet as CSV UTF-8'
        )
        raise InputError([Problem(code="X4-E130", message=message, where=Place(file))]) from None


def _sheets(calamine: ModuleType, data: bytes, found: Sequence[Survey | None]) -> Iterator[Sheet]:
    """The sheets that are no charts."""
    for each in filter(None, found):
        if each.height * each.width > MOST_CELLS:
            size = f"{each.height:,} rows and {each.width:,} columns"
            refuse_large(f"a sheet has {size}, more than {MOST_CELLS:,} cells")
        if each.units > MOST_BYTES:
            refuse_large(f"the texts of a sheet have more than {MOST_BYTES >> 20} MB")
    with calamine.load_workbook(io.BytesIO(data)) as book:
        infos = book.sheets_metadata
        if len(infos) != len(found):
            refuse_damaged("its list of sheets cannot be read")
        for at, (info, sheet) in enumerate(zip(infos, found, strict=True)):
            if sheet is not None:
                is_hidden = info.visible != calamine.SheetVisibleEnum.Visible
                yield _sheet(book.get_sheet_by_index(at), sheet, is_hidden=is_hidden)


def _sheet(sheet: "CalamineSheet", found: Survey, *, is_hidden: bool) -> Sheet:
    values = sheet.to_python(skip_empty_area=False)
    rows: list[Sequence[str]] = [[_shown(cell) for cell in row] for row in values]
    rows += [()] * (found.height - len(rows))
    for (row, column), text in found.faults.items():
        if text == _NO_VALUE:
            cells = [*rows[row - 1]]
            cells += [""] * (column - len(cells))
            rows[row - 1] = [*cells[: column - 1], text, *cells[column:]]
    return Sheet(
        name=escaped(found.name),
        is_hidden=is_hidden,
        merged=sum(_spread(rows, area) for area in found.merged),
        rows=rows,
        hidden_rows=found.hidden("row"),
        hidden_columns=found.hidden("column"),
        faults={at: text for at, text in found.faults.items() if text != _NO_VALUE},
    )


_NO_VALUE = "#N/A"


def _spread(rows: list[Sequence[str]], area: tuple[int, int, int, int]) -> int:
    """Give the value of a merged range to each of its rows, as it is seen; how many got it."""
    top, left, bottom, right = area
    first = rows[top - 1] if top <= len(rows) else ()
    if left > len(first) or not first[left - 1].strip():
        return 0
    last = min(bottom, len(rows))
    for row in range(top, last + 1):
        cells = [*rows[row - 1]] or [""] * len(first)
        blank = [""] * (min(right, len(cells)) - left)
        rows[row - 1] = [*cells[: left - 1], first[left - 1], *blank, *cells[right:]]
    return last - top


def _shown(value: object) -> str:
    """A value as a person sees it: 15 digits of a number, a day without a time."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, float | int):
        return f"{value:.15g}".upper()
    return str(value).removesuffix(" 00:00:00") if isinstance(value, dt.datetime) else str(value)
