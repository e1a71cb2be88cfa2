# SPDX-License-Identifier: MIT
"""The clock of a PDF stands still, whatever the environment says.

reportlab takes the date of a document from ``SOURCE_DATE_EPOCH``, if that is set, also where it is
told to write the same bytes each time; and it fails if that is no number.
"""

import contextlib
import time
from collections.abc import Iterator

from reportlab.lib.utils import TimeStamp
from reportlab.pdfbase import pdfdoc

_MOMENT = 946_684_800
"""The first second of the year 2000 in UTC, as reportlab has it where nothing else is said."""


class _Stopped(TimeStamp):
    """A date that nobody sets."""

    def __init__(self, invariant: int | bool | None = None) -> None:  # noqa: FBT001 -- as above it
        """Take nothing from outside."""
        del invariant
        self.t = float(_MOMENT)
        self.lt = time.gmtime(_MOMENT)
        self.YMDhms = tuple(self.lt)[:6]
        self.dhh = self.dmm = 0
        self.tzname = "UTC"


@contextlib.contextmanager
def stopped_clock() -> Iterator[None]:
    """Documents that are made in here all have the same date."""
    names = vars(pdfdoc)
    usual = names["TimeStamp"]
    names["TimeStamp"] = _Stopped
    try:
        yield
    finally:
        names["TimeStamp"] = usual
