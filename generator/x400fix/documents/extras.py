# SPDX-License-Identifier: MIT
"""The files that have to be asked for, and whether the libraries that they need are there."""

import enum
import importlib
import importlib.util

from x400fix.problems import Place, Problem, UsageError


class Extra(enum.Enum):
    """Its name, its file, and the library that ``pip install "x400fix[...]"`` adds, if any."""

    XLSX = ("xlsx", "ASSIGN.XLSX", "xlsxwriter")
    PDF = ("pdf", "TICKET.PDF", "reportlab", "reportlab.platypus")
    NETBOX = ("netbox", "NETBOX.csv")

    def __init__(self, name: str, file: str, library: str = "", entry: str = "") -> None:
        """Name the parts; ``entry`` is the module that needs all that the library needs."""
        self.option = f"--{name}"
        self.requirement = f"x400fix[{name}]"
        self.file = file
        self.library = library
        self._entry = entry or library

    @property
    def fault(self) -> str:
        """Why its library cannot be used; empty if it can.

        It is imported, not only looked for: it may lack a library of its own.
        """
        if not self.library:
            return ""
        if importlib.util.find_spec(self.library) is None:
            return "is not installed"
        try:
            importlib.import_module(self._entry)
        except ImportError as error:
            return f"cannot be imported ({error})"
        return ""


def ask_extras(*, xlsx: bool, pdf: bool, netbox: bool = False) -> tuple[Extra, ...]:
    """Those that are asked for; raises UsageError, before any work is done, if one is missing."""
    asked = {Extra.XLSX: xlsx, Extra.PDF: pdf, Extra.NETBOX: netbox}
    extras = tuple(extra for extra, is_asked in asked.items() if is_asked)
    missing = [
        Problem(
            code="X4-E130",
            message=(
                f"{extra.file} needs {extra.library}, which {fault}: "
                f'pip install "{extra.requirement}"'
            ),
            where=Place(extra.option),
        )
        for extra in extras
        if (fault := extra.fault)
    ]
    if missing:
        raise UsageError(missing)
    return extras
