# SPDX-License-Identifier: MIT
"""What several places say of one fact must agree; if they do not, none of them is taken."""

from collections.abc import Iterable
from typing import Generic

import msgspec

from x400fix.evidence.model import T
from x400fix.inventory.server_facts import says_more
from x400fix.problems import Place, ProblemList, shown

CONTRADICTION = "X4-W172"


class Claim(msgspec.Struct, Generic[T], frozen=True):
    """What one place says of a fact: its value, as text, and where."""

    value: T
    text: str
    place: Place


def agreed(claims: Iterable[Claim[T]], what: str, problems: ProblemList) -> Claim[T] | None:
    """The first of the claims that say most, if all agree; else a problem names two places.

    A version with a service pack or a build says more than the same one without.
    """
    first: Claim[T] | None = None
    for claim in claims:
        if first is None or says_more(first.value, claim.value):
            first = claim
        elif first.value != claim.value and not says_more(claim.value, first.value):
            message = (
                f"{what} is {shown(claim.text)} here, but {shown(first.text)} at {first.place}: "
                "neither is taken"
            )
            problems.add(CONTRADICTION, message, claim.place)
            return None
    return first
