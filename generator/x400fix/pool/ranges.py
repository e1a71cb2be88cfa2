# SPDX-License-Identifier: MIT
"""Ranges of addresses as people write them: a CIDR, ``first-last`` or a single address."""

from collections.abc import Iterable, Sequence

import msgspec

from x400fix.config.settings import RangeText, Settings
from x400fix.model.addresses import (
    address_text,
    forbidden_reason,
    is_documentation,
    is_private,
    parse_ipv4,
    parse_prefix,
    subnet_of,
)
from x400fix.problems import BadValueError, Place, ProblemList, shown

_CODE = "X4-E050"

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
    def size(self) -> int:
        """How many addresses the range has."""
        return self.last - self.first + 1

    def overlaps(self, other: "Range") -> bool:
        """Whether the two ranges have an address in common."""
        return self.first <= other.last and other.first <= self.last


class Pool(msgspec.Struct, frozen=True, kw_only=True):
    """The ranges to give addresses from, and the exclusions never to give."""

    ranges: tuple[Range, ...] = ()
    exclusions: tuple[Range, ...] = ()


def read_pool(settings: Settings, problems: ProblemList) -> Pool:
    """The pool of the settings; what is wrong in it becomes problems."""
    ranges = parse_pool(settings.pool, problems)
    return Pool(ranges=ranges, exclusions=parse_exclusions(settings.exclude, ranges, problems))


def parse_range(text: str, owner: str = "") -> Range:
    """Read one range; BadValueError if it is none."""
    stripped = text.strip()
    if "/" in stripped:
        return _parse_cidr(stripped, owner)
    first_text, dash, last_text = (part.strip() for part in stripped.partition("-"))
    first = parse_ipv4(first_text, code=_CODE)
    last = parse_ipv4(last_text, code=_CODE) if dash else first
    if last < first:
        raise BadValueError(_CODE, f"range {shown(stripped)} ends before it begins: turn it round")
    return Range(first, last, stripped, owner)


def _parse_cidr(text: str, owner: str) -> Range:
    """Read a CIDR, whose address must be the first one of its block."""
    address, _, mask = text.partition("/")
    number, prefix = parse_ipv4(address, code=_CODE), parse_prefix(mask, code=_CODE)
    first, last = subnet_of(number, prefix)
    if first != number:
        right = f"{address_text(first)}/{prefix}"
        raise BadValueError(_CODE, f"{shown(text)} does not begin at its block: write {right}")
    return Range(first, last, text, owner)


def parse_pool(texts: Iterable[RangeText], problems: ProblemList) -> tuple[Range, ...]:
    """Read the ranges of the pool; space that no host can have is an error."""
    ranges = []
    for given in texts:
        parsed = _parse(given, problems)
        if parsed is None:
            continue
        reason = _why_forbidden(parsed)
        if reason:
            message = f"pool range {shown(given.text)} reaches into {reason}"
            problems.add("X4-E053", f"{message}: leave that out", given.place)
            continue
        _warn_of_space(parsed, given, problems)
        ranges.append(parsed)
    return tuple(ranges)


def _why_forbidden(parsed: Range) -> str | None:
    """Which space that no host can have a range reaches into; None if into none."""
    inside = (first for first in _ISLANDS if parsed.first < first < parsed.last)
    reasons = (forbidden_reason(number) for number in (parsed.first, parsed.last, *inside))
    return next((reason for reason in reasons if reason), None)


def _parse(given: RangeText, problems: ProblemList) -> Range | None:
    """Read one range; a wrong one becomes a problem."""
    try:
        parsed = parse_range(given.text, given.owner)
    except BadValueError as error:
        seen = shown(given.text)
        message = error.message if seen in error.message else f"range {seen}: {error.message}"
        problems.add(error.code, message, given.place)
        return None
    return msgspec.structs.replace(parsed, place=given.place)


def _warn_of_space(parsed: Range, given: RangeText, problems: ProblemList) -> None:
    """Warn of space that is public, or kept for documents."""
    if is_documentation(parsed.first):
        message = f"pool range {shown(given.text)} is kept for documentation (RFC 5737)"
        problems.add("X4-W111", f"{message}: is it meant?", given.place)
    elif not is_private(parsed.first):
        message = f"pool range {shown(given.text)} is public address space"
        problems.add("X4-W110", f"{message}: is it yours?", given.place)


def parse_exclusions(
    texts: Iterable[RangeText], pool: Sequence[Range], problems: ProblemList
) -> tuple[Range, ...]:
    """Read the exclusions; one that touches no range of the pool is an error."""
    exclusions = []
    for given in texts:
        parsed = _parse(given, problems)
        if parsed is None:
            continue
        if not any(parsed.overlaps(part) for part in pool):
            known = ", ".join(part.text for part in pool) or "there is none"
            message = f"exclusion {shown(given.text)} is outside every range of the pool ({known})"
            problems.add("X4-E052", f"{message}: correct it or leave it out", given.place)
        exclusions.append(parsed)
    return tuple(exclusions)
