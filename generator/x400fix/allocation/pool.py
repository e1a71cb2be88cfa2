# SPDX-License-Identifier: MIT
"""The pool: ranges of addresses as people write them, which are free, and which serve nobody."""

from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import accumulate, chain, islice, takewhile

import msgspec

from x400fix.inventory.addresses import (
    PRESUMED_PREFIX,
    address_text,
    forbidden_reason,
    is_class_broadcast,
    is_documentation,
    is_private,
    parse_ipv4,
    parse_prefix,
    subnet_of,
)
from x400fix.inventory.connectors import Inventory, Server
from x400fix.inventory.subnets import Span
from x400fix.problems import BadValueError, Place, ProblemList, first_of, shown
from x400fix.settings.settings import RangeText, Settings

_CODE = "X4-E050"

# How many a message names.
_MOST_RANGES, _MOST_SOURCES = 12, 5

# Forbidden networks with free space on both sides: a range can begin before and end after them.
_ISLANDS = (0x7F000000, 0xA9FE0000)


class Range(msgspec.Struct, frozen=True):
    """All addresses from ``first`` to ``last``; ``owner`` is empty if the range is not keyed.

    ``place`` is where it was given, for messages only.
    """

    first: int
    last: int
    text: str
    owner: str = ""
    place: Place = Place("--pool")

    @property
    def span(self) -> Span:
        """Its first and its last address."""
        return self.first, self.last

    @property
    def size(self) -> int:
        """How many addresses the range has."""
        return self.last - self.first + 1

    def overlaps(self, other: "Range") -> bool:
        """Whether the two ranges have an address in common."""
        return self.first <= other.last and other.first <= self.last


class Spans:
    """Spans among which those that reach into another one are found without a look at all."""

    def __init__(self, spans: Iterable[Span]) -> None:
        """Order them, and note how far all up to each of them reach."""
        self._ordered = sorted((first, last, at) for at, (first, last) in enumerate(spans))
        self._reached = [*accumulate((last for _, last, _ in self._ordered), max)]

    def within(self, span: Span) -> list[tuple[int, Span]]:
        """What lies in a span, of each span with its place among those given, in their order."""
        start = bisect_left(self._reached, span[0])
        end = bisect_left(self._ordered, (span[1] + 1,))
        return sorted(
            (at, (max(first, span[0]), min(last, span[1])))
            for first, last, at in self._ordered[start:end]
            if last >= span[0]
        )


def spans_of(ranges: Iterable[Range]) -> Spans:
    """The addresses of all ranges, each once."""
    return Spans(merge(part.span for part in ranges))


class InUse(msgspec.Struct, frozen=True, kw_only=True):
    """What one source says is in use: spans in ascending order, and names that an alias could be.

    ``is_given`` says that another ticket gave it, so that no earlier plan of ours can have it too.
    """

    source: str
    spans: tuple[Span, ...]
    names: frozenset[str] = frozenset()
    is_given: bool = False

    def within(self, pool: Spans) -> "InUse":
        """The same without the addresses that are not in the pool."""
        inside = (part for span in self.spans for _, part in pool.within(span))
        return msgspec.structs.replace(self, spans=tuple(inside))


class Pool(msgspec.Struct, frozen=True, kw_only=True):
    """The ranges to give addresses from, the exclusions never to give, what else is in use.

    What is in use elsewhere is not given, but nothing speaks against those that an earlier plan
    gave. ``is_trial`` says that it only shows what is needed: some may get no address then.
    """

    ranges: tuple[Range, ...] = ()
    exclusions: tuple[Range, ...] = ()
    in_use: tuple[InUse, ...] = ()
    is_trial: bool = False

    @property
    def used(self) -> list[Span]:
        """What is in use elsewhere."""
        return merge(span for each in self.in_use for span in each.spans)

    @property
    def used_by(self) -> str:
        """How many addresses are in use elsewhere, and by what; empty if none is."""
        count = sum(last - first + 1 for first, last in self.used)
        sources = [*dict.fromkeys(shown(each.source)[1:-1] for each in self.in_use if each.spans)]
        names = first_of(sources[:_MOST_SOURCES], len(sources))
        many = "addresses of the pool are" if count > 1 else "address of the pool is"
        return f"{count} {many} in use by {names}" if count else ""


def read_pool(settings: Settings, problems: ProblemList) -> Pool:
    """The pool of the settings; what is wrong in it becomes problems."""
    ranges = parse_pool(settings.pool, problems)
    return Pool(ranges=ranges, exclusions=parse_exclusions(settings.exclude, ranges, problems))


def parse_range(text: str, owner: str = "") -> Range:
    """Read one range; BadValueError if it is none. A CIDR begins with the first of its block."""
    stripped = text.strip()
    if "/" in stripped:
        address, _, mask = stripped.partition("/")
        number, prefix = parse_ipv4(address, code=_CODE), parse_prefix(mask, code=_CODE)
        first, last = subnet_of(number, prefix)
        if first != number:
            fault = "is not the first address of its block"
            right = f"{address_text(first)}/{prefix}"
            raise BadValueError(_CODE, f"{shown(stripped)} {fault}: write {right}")
        return Range(first, last, stripped, owner)
    first_text, dash, last_text = (part.strip() for part in stripped.partition("-"))
    first = parse_ipv4(first_text, code=_CODE)
    last = parse_ipv4(last_text, code=_CODE) if dash else first
    if last < first:
        fault = "the last address is lower than the first: swap them"
        raise BadValueError(_CODE, f"range {shown(stripped)}: {fault}")
    return Range(first, last, stripped, owner)


def parse_pool(texts: Iterable[RangeText], problems: ProblemList) -> tuple[Range, ...]:
    """Read the ranges of the pool; space that no host can have is an error."""
    ranges = []
    for parsed in _parse(texts, problems):
        reason, what = _why_forbidden(parsed), f"pool range {shown(parsed.text)}"
        if reason:
            message = f"{what} contains addresses of {reason}: leave them out"
            problems.add("X4-E053", message, parsed.place)
            continue
        if is_documentation(parsed.first):
            message = f"{what} is reserved for documentation (RFC 5737): is that intended?"
            problems.add("X4-W111", message, parsed.place)
        elif not is_private(parsed.first):
            message = f"{what} is public address space: is it yours?"
            problems.add("X4-W110", message, parsed.place)
        ranges.append(parsed)
    return tuple(ranges)


def _why_forbidden(parsed: Range) -> str | None:
    """Which space that no host can have a range reaches into; None if into none."""
    inside = (first for first in _ISLANDS if parsed.first < first < parsed.last)
    reasons = (forbidden_reason(number) for number in (parsed.first, parsed.last, *inside))
    return next((reason for reason in reasons if reason), None)


def _parse(texts: Iterable[RangeText], problems: ProblemList) -> Iterator[Range]:
    """Read ranges; a wrong one becomes a problem."""
    for given in texts:
        try:
            parsed = parse_range(given.text, given.owner)
        except BadValueError as error:
            seen = shown(given.text)
            message = error.message if seen in error.message else f"range {seen}: {error.message}"
            problems.add(error.code, message, given.place)
        else:
            yield msgspec.structs.replace(parsed, place=given.place)


def parse_exclusions(
    texts: Iterable[RangeText], pool: Sequence[Range], problems: ProblemList
) -> tuple[Range, ...]:
    """Read the exclusions; one that touches no range of the pool is an error."""
    exclusions = tuple(_parse(texts, problems))
    spans = Spans(part.span for part in pool)
    known = first_of([part.text for part in pool[:_MOST_RANGES]], len(pool)) or "there is none"
    for parsed in exclusions:
        if not spans.within(parsed.span):
            message = f"exclusion {shown(parsed.text)} is outside every range of the pool ({known})"
            problems.add("X4-E052", f"{message}: correct it or leave it out", parsed.place)
    return exclusions


class Candidates(msgspec.Struct, eq=False):
    """The addresses that one subnet's owners may get, ascending, and those that are free."""

    spans: Sequence[Span]
    free: Iterator[int]


class Occupancy:
    """What is taken, excluded and given out; an address is given out once at most."""

    def __init__(self, pool: Pool, taken: Iterable[int], subnets: Iterable[Span] = ()) -> None:
        """``taken`` are all addresses that any input shows, ``subnets`` those of all servers."""
        self.pool, ranges = pool, pool.ranges
        self._shared = merge(part.span for part in ranges if not part.owner)
        self._shared_lasts = [last for _, last in self._shared]
        self._keyed: dict[str, list[Span]] = {}
        for part in ranges:
            if part.owner:
                self._keyed.setdefault(part.owner, []).append(part.span)
        self._excluded = merge(part.span for part in pool.exclusions)
        in_use = (span for each in pool.in_use for span in each.spans)
        self._blocked = merge((*self._excluded, *in_use))
        self._blocked_firsts = [first for first, _ in self._blocked]
        self._taken = set(taken)
        self._subnets = sorted(set(subnets))
        self._merged = merge(self._subnets)
        self._merged_lasts = [last for _, last in self._merged]
        self._candidates: dict[tuple[object, ...], Candidates] = {}

    def candidates(
        self, owner: str, subnet: Span | None, *, is_presumed: bool = False
    ) -> Candidates:
        """The addresses for an owner: of its own ranges if there are any, else of the others.

        They lie inside ``subnet`` without its first and last address, if a subnet is known;
        ranges without an owner serve known subnets only. A range that is keyed to the owner
        knows more than a subnet that is only presumed: of that only the mask is taken. Addresses
        in the subnet of another server come last.
        """
        bounds = subnet
        if owner in self._keyed:
            spans = merge(self._keyed[owner])
            bounds = None if is_presumed else subnet
        else:
            spans = self._shared_around(subnet) if subnet else []
        if bounds:
            spans = _within(spans, (bounds[0] + 1, bounds[1] - 1))
        others = self._narrower(bounds) if bounds else self._known_among(spans)
        key = (*spans, None, *others, bounds is None)
        if key not in self._candidates:
            has_mask = bounds is not None and not is_presumed
            free = chain.from_iterable(
                self._take(part, has_mask=has_mask) for part in (_without(spans, others), spans)
            )
            self._candidates[key] = Candidates(tuple(spans), free)
        return self._candidates[key]

    def _narrower(self, subnet: Span) -> list[Span]:
        """The subnets of other servers inside a subnet."""
        start = bisect_left(self._subnets, (subnet[0], 0))
        end = bisect_right(self._subnets, (subnet[1], subnet[1]))
        found = self._subnets[start:end] if end - start > 1 else ()
        return merge(span for span in found if span[1] <= subnet[1] and span != subnet)

    def _known_among(self, spans: Sequence[Span]) -> list[Span]:
        """The subnets of servers that keyed ranges reach into."""
        if not spans:
            return []
        start = bisect_left(self._merged_lasts, spans[0][0])
        return self._merged[start : bisect_right(self._merged, (spans[-1][1] + 1, 0))]

    def _shared_around(self, subnet: Span) -> list[Span]:
        """The ranges without an owner that reach into a subnet."""
        start = bisect_left(self._shared_lasts, subnet[0])
        return list(takewhile(lambda span: span[0] <= subnet[1], islice(self._shared, start, None)))

    def _take(self, spans: Iterable[Span], *, has_mask: bool) -> Iterator[int]:
        for first, last in spans:
            number = first
            while number <= last:
                free = self._after_blocked(number)
                if free == number and number not in self._taken and _is_host(number, has_mask):
                    self._taken.add(number)
                    yield number
                number = max(free, number + 1)

    def is_excluded(self, number: int) -> bool:
        """Whether an exclusion covers an address."""
        index = bisect_right(self._excluded, (number, 0xFFFFFFFF)) - 1
        return index >= 0 and self._excluded[index][1] >= number

    def _after_blocked(self, number: int) -> int:
        """The address itself, or the first one after the blocked ones that it is among."""
        index = bisect_right(self._blocked_firsts, number) - 1
        if index >= 0 and self._blocked[index][1] >= number:
            return self._blocked[index][1] + 1
        return number


def _is_host(number: int, has_mask: bool) -> bool:  # noqa: FBT001
    """Whether a host can have an address, as far as its class and the presumed mask tell."""
    ends = () if has_mask else subnet_of(number, PRESUMED_PREFIX)
    return number not in ends and not is_class_broadcast(number)


def _within(spans: Iterable[Span], bounds: Span) -> list[Span]:
    """The part of spans that lies within bounds."""
    cut = ((max(first, bounds[0]), min(last, bounds[1])) for first, last in spans)
    return [(first, last) for first, last in cut if first <= last]


def _without(spans: Iterable[Span], others: Sequence[Span]) -> Iterator[Span]:
    """The part of spans that lies in none of others, both ascending."""
    for first, last in spans:
        for start, end in others:
            if start <= last and end >= first:
                if first < start:
                    yield first, start - 1
                first = end + 1  # noqa: PLW2901
        if first <= last:
            yield first, last


def span_text(span: Span) -> str:
    """A span as a range of the pool is written."""
    first, last = map(address_text, span)
    return first if first == last else f"{first}-{last}"


def merge(spans: Iterable[Span]) -> list[Span]:
    """The same addresses as spans in ascending order, without overlap."""
    merged: list[Span] = []
    for first, last in sorted(spans):
        if merged and first <= merged[-1][1] + 1:
            merged[-1] = (merged[-1][0], max(merged[-1][1], last))
        else:
            merged.append((first, last))
    return merged


def warn_of_idle_ranges(
    ranges: Sequence[Range], inventory: Inventory, problems: ProblemList
) -> None:
    """A range in which no server and no Address lies cannot serve anybody."""
    spans = merge(_subnets(inventory))
    firsts = [first for first, _ in spans]
    owners = {*inventory.servers}
    for connector in inventory.connectors:
        owners.update((connector.remote, connector.via, connector.address.text.upper()))
    for part in ranges:
        if part.owner:
            whom = _why_idle_for_owner(part, inventory.servers.get(part.owner), owners)
        else:
            index = bisect_right(firsts, part.last) - 1
            serves = index >= 0 and spans[index][1] >= part.first
            whom = "" if serves else "no server of the inventory is in its subnet"
        if whom:
            message = f"no server can use pool range {shown(part.text)}: {whom}"
            problems.add("X4-W112", message, part.place)


def _why_idle_for_owner(part: Range, server: Server | None, owners: Collection[str]) -> str:
    """Why a range is no good for the owner that it is meant for; empty if it is."""
    if part.owner not in owners:
        return f"{part.owner} is not a server, firewall or Address of the inventory"
    primary = server.primary if server else None
    if primary is None or primary.prefix is None:
        return ""
    first, last = subnet_of(primary.number, primary.prefix)
    if part.first <= last and first <= part.last:
        return ""
    return f"the subnet of {part.owner} is {address_text(first)}/{primary.prefix}"


def _subnets(inventory: Inventory) -> Iterable[Span]:
    """The subnets of all servers, and those presumed around the Addresses of nobody known."""
    known: set[int] = set()
    for server in inventory.servers.values():
        known.update(address.number for address in server.addresses)
        if server.primary:
            prefix = server.primary.prefix
            yield subnet_of(server.primary.number, PRESUMED_PREFIX if prefix is None else prefix)
    for number in {c.address.number for c in inventory.connectors if c.address.number} - known:
        yield subnet_of(number, PRESUMED_PREFIX)
