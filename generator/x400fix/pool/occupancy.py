# SPDX-License-Identifier: MIT
"""Which addresses of the pool are free for an owner, and the lowest of them."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence

from x400fix.pool.ranges import Range

Span = tuple[int, int]


class Candidates:
    """The addresses that one subnet's owners may get, the lowest first."""

    def __init__(self, spans: Sequence[Span]) -> None:
        """Take spans in ascending order without overlap."""
        self.spans = tuple(spans)
        self.span = 0
        self.next = spans[0][0] if spans else 0


class Occupancy:
    """What is taken, excluded and given out; an address is given out once at most."""

    def __init__(
        self, ranges: Sequence[Range], exclusions: Sequence[Range], taken: Iterable[int]
    ) -> None:
        """``taken`` are all addresses that any input shows."""
        self._shared = merge((part.first, part.last) for part in ranges if not part.owner)
        self._shared_lasts = [last for _, last in self._shared]
        self._keyed: dict[str, list[Span]] = {}
        for part in ranges:
            if part.owner:
                self._keyed.setdefault(part.owner, []).append((part.first, part.last))
        self._excluded = merge((part.first, part.last) for part in exclusions)
        self._excluded_firsts = [first for first, _ in self._excluded]
        self._taken = set(taken)
        self._candidates: dict[tuple[Span, ...], Candidates] = {}

    def candidates(
        self, owner: str, subnet: Span | None, *, is_presumed: bool = False
    ) -> Candidates:
        """The addresses for an owner: of its own ranges if there are any, else of the others.

        They lie inside ``subnet`` without its first and last address, if a subnet is known;
        ranges without an owner serve known subnets only. A range that somebody keyed to the owner
        knows more than a subnet that is only presumed.
        """
        if owner in self._keyed:
            spans = merge(self._keyed[owner])
            subnet = None if is_presumed else subnet
        else:
            spans = self._shared_around(subnet) if subnet else []
        if subnet:
            lowest, highest = subnet[0] + 1, subnet[1] - 1
            spans = [(max(first, lowest), min(last, highest)) for first, last in spans]
        key = tuple((first, last) for first, last in spans if first <= last)
        return self._candidates.setdefault(key, Candidates(key))

    def _shared_around(self, subnet: Span) -> list[Span]:
        """The ranges without an owner that reach into a subnet."""
        found = []
        for index in range(bisect_left(self._shared_lasts, subnet[0]), len(self._shared)):
            if self._shared[index][0] > subnet[1]:
                break
            found.append(self._shared[index])
        return found

    def take_lowest(self, candidates: Candidates) -> int | None:
        """Give out the lowest free address; None if there is none left."""
        while candidates.span < len(candidates.spans):
            _, last = candidates.spans[candidates.span]
            number = candidates.next
            while number <= last:
                free = self._after_exclusion(number)
                if free != number:
                    number = free
                elif number in self._taken:
                    number += 1
                else:
                    self._taken.add(number)
                    candidates.next = number + 1
                    return number
            candidates.span += 1
            if candidates.span < len(candidates.spans):
                candidates.next = candidates.spans[candidates.span][0]
        return None

    def is_excluded(self, number: int) -> bool:
        """Whether an exclusion covers an address."""
        return self._after_exclusion(number) != number

    def _after_exclusion(self, number: int) -> int:
        """The address itself, or the first one after the exclusion that covers it."""
        index = bisect_right(self._excluded_firsts, number) - 1
        if index >= 0 and self._excluded[index][1] >= number:
            return self._excluded[index][1] + 1
        return number


def merge(spans: Iterable[Span]) -> list[Span]:
    """The same addresses as spans in ascending order, without overlap."""
    merged: list[Span] = []
    for first, last in sorted(spans):
        if merged and first <= merged[-1][1] + 1:
            merged[-1] = (merged[-1][0], max(merged[-1][1], last))
        else:
            merged.append((first, last))
    return merged
