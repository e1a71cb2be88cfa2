# SPDX-License-Identifier: MIT
"""Draws the links of a hub: the address dialled at each end, and what is to be said of it."""

from collections.abc import Iterable, Iterator, Sequence

import msgspec

from x400fix.allocation.assignments import Action
from x400fix.documents.diagrams.shapes import (
    HEIGHT,
    WIDTH,
    Box,
    Curve,
    Label,
    Mark,
    Picture,
    Shape,
    address_width,
    fit_address,
    narrowed,
)
from x400fix.documents.topology import End, HubView, PairView, Spot

_RANK = ("conflict", "open", "new", "kept", "plain")


class Dialled(msgspec.Struct, frozen=True):
    """An address; ``kind`` is conflict, open, new, kept or plain, in order of importance.

    ``at`` is the server whose it is, or the firewall before it.
    """

    address: str
    kind: str
    conflict: int = 0
    at: str = ""
    is_firewall: bool = False


def dialled_by(end: End, *, is_after: bool) -> Dialled:
    """What a connector dials; an address without a text if there is no connector."""
    at, is_firewall = end.firewall or end.partner, bool(end.firewall)
    if not is_after:
        kind = "conflict" if end.conflict else "plain"
        return Dialled(end.before, kind, end.conflict, at, is_firewall)
    if end.action in {"", Action.KEEP}:
        return Dialled(end.after, "kept" if end.action else "plain", 0, at, is_firewall)
    return Dialled(end.after or "?", "new" if end.after else "open", 0, at, is_firewall)


def summarize(found: Sequence[Dialled]) -> tuple[str, Dialled]:
    """All addresses in one text, new ones behind a plus, and the most important of them."""
    old = [each.address for each in found if each.kind != "new" and each.address]
    new = [each.address for each in found if each.kind == "new"]
    first = " ".join(_abbreviated(old))
    second = " ".join(_abbreviated(new, old[-1] if old else ""))
    text = " + ".join(filter(None, (first, second)))
    return text, _most_important(found)


def _most_important(found: Iterable[Dialled]) -> Dialled:
    return min(found, key=lambda dialled: _RANK.index(dialled.kind))


def _abbreviated(addresses: Sequence[str], after: str = "") -> Iterator[str]:
    """Each address once, without the part that it has in common with the one before."""
    before = after.rpartition(".")[0]
    for address in dict.fromkeys(addresses):
        head, dot, last = address.rpartition(".")
        shown = f"{dot}{last}" if head == before and last.isdecimal() else address
        before = head
        count = addresses.count(address)
        yield f"{shown} \u00d7{count}" if count > 1 else shown


_EDGE = 4
_BOX, _WIDE_BOX = 124, 180
_MARK = 22
_PILL, _PILL_HEIGHT = 104, 18
_LINK, _MIDDLE, _BETWEEN = 38, 19, 12
_ROW, _ROW_BOX = 22, 18
_LEAST = 40
"""How high the box of a hub is at least: it holds a name and a site."""
_BEND = 30
_WALL = 10
"""How far before an address the middle of its firewall is."""
_DROP = 4
"""How far below the middle of a line of text its feet are."""

_LEFT, _RIGHT = _EDGE + _BOX, WIDTH - _EDGE - _BOX
_FROM, _TO = _LEFT + _MARK + _PILL, _RIGHT - _MARK - _PILL

_FAR_LEFT = WIDTH - _EDGE - _WIDE_BOX
_TEXT_ROOM = (_FAR_LEFT - _LEFT) // 2 - _MARK - _EDGE


def draw_links(hub: HubView, name: str, *, is_after: bool) -> Iterator[Picture]:
    """The pictures of a hub; more than one if its pairs need more than a page."""
    height = sum(map(_pair_height, hub.pairs))
    is_roomy = height <= HEIGHT
    most = len(hub.pairs) if is_roomy else HEIGHT // _ROW
    for number, start in enumerate(range(0, len(hub.pairs), most), 1):
        pairs = hub.pairs[start : start + most]
        drawn = [*(_links if is_roomy else _rows)(pairs, is_after=is_after)]
        bottom = height - _BETWEEN if is_roomy else max(len(pairs) * _ROW, _LEAST)
        shapes = (*_place(hub.spot, Box(_EDGE, _EDGE, _BOX, bottom, "hub")), *drawn)
        whole = name if number == 1 else f"{name}-{number}"
        yield Picture(name=whole, height=bottom + 2 * _EDGE, shapes=shapes)


def _pair_height(pair: PairView) -> int:
    return len(pair.links) * _LINK + _BETWEEN


def _place(spot: Spot, box: Box) -> Iterator[Shape]:
    """A box with a server's name, and its site below."""
    yield box
    center, middle = box.x + box.width // 2, box.y + box.height // 2
    room = box.width - 2 * _EDGE
    height = middle if spot.site else middle + _DROP
    yield narrowed(Label(center, height, spot.name, "middle", "name"), room)
    if spot.site:
        yield narrowed(Label(center, middle + 14, spot.site, "middle", "site"), room)


def _kind(pair: PairView) -> str:
    return "server" if pair.far.is_known else "elsewhere"


def _dialled(pair: PairView, *, is_after: bool) -> tuple[list[Dialled], list[Dialled]]:
    """What the connectors of the near server dial, and those of the far one."""
    near = [dialled_by(link.near, is_after=is_after) for link in pair.links]
    return near, [dialled_by(link.far, is_after=is_after) for link in pair.links]


# ---- a line for each link


def _links(pairs: Sequence[PairView], *, is_after: bool) -> Iterator[Shape]:
    top = _EDGE
    for pair in pairs:
        box = Box(_RIGHT, top, _BOX, len(pair.links) * _LINK, _kind(pair))
        yield from _place(pair.far, box)
        heights = [top + at * _LINK + _MIDDLE for at in range(len(pair.links))]
        near, far = _dialled(pair, is_after=is_after)
        # Each end is dialled by the connectors of the other one.
        starts, ends = _meeting_points(far, heights), _meeting_points(near, heights)
        for at, link in enumerate(pair.links):
            yield from _line(starts[at], heights[at], ends[at], near[at], far[at])
            yield from _names(link.near.connector, link.far.connector, heights[at])
        for is_left, found, points in ((True, far, starts), (False, near, ends)):
            for height, dialled in _first_at_each_height(points, found):
                yield from _end(dialled, height, is_left=is_left)
        top += _pair_height(pair)


def _meeting_points(found: Sequence[Dialled], heights: Sequence[int]) -> Sequence[int]:
    """The height at which each link ends: in the middle of those of its conflict."""
    groups: dict[tuple[int, str], list[int]] = {}
    for dialled, height in zip(found, heights, strict=True):
        group = groups.setdefault((dialled.conflict, dialled.address.lower()), [])
        group.append(height)
    middles = {key: sum(group) // len(group) for key, group in groups.items()}
    return [
        middles[dialled.conflict, dialled.address.lower()] if dialled.conflict else height
        for dialled, height in zip(found, heights, strict=True)
    ]


def _first_at_each_height(
    points: Sequence[int], found: Sequence[Dialled]
) -> Iterable[tuple[int, Dialled]]:
    """What is dialled at each end, once where links meet; nothing where no connector dials."""
    first: dict[tuple[int, int, str], tuple[int, Dialled]] = {}
    for point, dialled in zip(points, found, strict=True):
        if dialled.address:
            key = (point, dialled.conflict, dialled.address.lower())
            first.setdefault(key, (point, dialled))
    return first.values()


def _line_kind(found: Iterable[Dialled]) -> str:
    """How a line is drawn: as the most important address at its ends."""
    kind = _most_important(found).kind
    return "plain" if kind == "kept" else kind


def _line(start: int, middle: int, end: int, near: Dialled, far: Dialled) -> Iterator[Shape]:
    """A link, bent towards the addresses at its ends; through, where no connector is known."""
    kind = _line_kind([near, far])
    yield _straight(_LEFT, _LEFT + _MARK, start, kind)
    yield _bent((_LEFT + _MARK + _PILL, start), (_FROM + _BEND, middle), kind)
    yield _straight(_FROM + _BEND, _TO - _BEND, middle, kind)
    yield _bent((_TO - _BEND, middle), (_TO, end), kind)
    yield _straight(_RIGHT - _MARK, _RIGHT, end, kind)
    if not far.address:
        yield _straight(_LEFT + _MARK, _FROM, start, "plain")
    if not near.address:
        yield _straight(_TO, _RIGHT - _MARK, end, "plain")


def _straight(left: int, right: int, height: int, kind: str) -> Curve:
    return _bent((left, height), (right, height), kind)


def _bent(start: tuple[int, int], end: tuple[int, int], kind: str) -> Curve:
    middle = (start[0] + end[0]) // 2
    return Curve((start, (middle, start[1]), (middle, end[1]), end), kind)


def _names(near: str, far: str, height: int) -> Iterator[Shape]:
    """The connectors of a link, each on the side of its server."""
    room = _TO - _FROM - 2 * _BEND
    yield narrowed(Label(_FROM + _BEND, height - 5, near, "start", "connector"), room)
    if far:
        yield narrowed(Label(_TO - _BEND, height + 13, far, "end", "connector"), room)


def _end(dialled: Dialled, height: int, *, is_left: bool) -> Iterator[Shape]:
    """The address at an end, and its mark between it and the server."""
    left = _LEFT + _MARK if is_left else _TO
    top = height - _PILL_HEIGHT // 2
    yield Box(left, top, _PILL, _PILL_HEIGHT, f"pill-{dialled.kind}")
    center, room = left + _PILL // 2, _PILL - 2 * _EDGE
    address = Label(center, height + _DROP, dialled.address, "middle", f"address-{dialled.kind}")
    yield narrowed(address, room)
    whose = f"at {dialled.at}" if dialled.at else "at a foreign MTA"
    yield narrowed(Label(center, height + _PILL_HEIGHT + 1, whose, "middle", "at"), _PILL)
    if dialled.is_firewall:
        yield Mark(_FROM + _WALL if is_left else _TO - _WALL, height, "firewall")
    if dialled.kind != "plain":
        middle = _LEFT + _MARK // 2 if is_left else _RIGHT - _MARK // 2
        yield Mark(middle, height, dialled.kind, str(dialled.conflict or ""))


# ---- a line for each pair


def _rows(pairs: Sequence[PairView], *, is_after: bool) -> Iterator[Shape]:
    """Every pair with the addresses of its links in a line of text at each end."""
    for at, pair in enumerate(pairs):
        top = _EDGE + at * _ROW
        yield Box(_FAR_LEFT, top, _WIDE_BOX, _ROW_BOX, _kind(pair))
        height = top + _ROW_BOX // 2
        name, site = pair.far.name, pair.far.site
        whole = name if site.upper() in {"", name.upper()} else f"{name}  {site}"
        label = Label(_FAR_LEFT + _EDGE, height + _DROP, whole, "start", "connector")
        yield narrowed(label, _WIDE_BOX - 2 * _EDGE)
        near, far = _dialled(pair, is_after=is_after)
        one, sign = summarize(far)
        start = _LEFT + _MARK + address_width(shown := fit_address(one, _TEXT_ROOM)) + _EDGE
        yield from _row_end(shown, sign, height, is_left=True)
        other, sign = summarize(near)
        end = _FAR_LEFT - _MARK - address_width(shown := fit_address(other, _TEXT_ROOM)) - _EDGE
        yield from _row_end(shown, sign, height, is_left=False)
        yield _straight(start, end, height, _line_kind([*near, *far]))
        for x, found in ((start + _WALL, far), (end - _WALL, near)):
            if any(each.is_firewall for each in found):
                yield Mark(x, height, "firewall")


def _row_end(text: str, sign: Dialled, height: int, *, is_left: bool) -> Iterator[Shape]:
    """All addresses at one end of a pair, and the mark of the most important one."""
    edge, inner = (_LEFT, _MARK) if is_left else (_FAR_LEFT, -_MARK)
    if text:
        anchor = "start" if is_left else "end"
        yield Label(edge + inner, height + _DROP, text, anchor, f"address-{sign.kind}")
    if sign.kind != "plain":
        yield Mark(edge + inner // 2, height, sign.kind, str(sign.conflict or ""))
