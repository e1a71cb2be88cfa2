# SPDX-License-Identifier: MIT
"""Tells the person, before the wait, of a TICKET.PDF that nobody will print as a whole."""

from collections.abc import Collection

from x400fix.cli.console import Console
from x400fix.render.extras import Extra

_LONG = 1000
_STEPS_ON_A_PAGE = 4
"""Those of the annex of steps are fewer than ten; each has lines in other annexes too."""


def tell_long_paper(extras: Collection[Extra], steps: int, console: Console) -> None:
    """Say so if the plan has many steps, each of which is printed."""
    if Extra.PDF in extras and steps > _LONG:
        console.say(
            f"TICKET.PDF of {steps} steps takes a minute or more and has about "
            f"{steps // _STEPS_ON_A_PAGE} pages; TICKET.HTML holds the same"
        )
