# SPDX-License-Identifier: MIT
"""Edits plans as JSON values: every value in turn, with the checksum made anew."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from tests.plans import with_checksum
from x400fix.plan.encoding import encode_object

Path = tuple[str | int, ...]


def values_of(data: bytes) -> dict[str, Any]:
    """PLAN.json as JSON values."""
    values: dict[str, Any] = json.loads(data)
    return values


def written(values: Mapping[str, object]) -> bytes:
    """Values as x400fix writes a plan, also such as no plan has, with a checksum that fits."""
    parts = ((key, value) for key, value in values.items() if key != "checksum")
    return with_checksum(b"".join(encode_object(parts)) + b',\n"checksum"')


def stale(data: bytes, values: Mapping[str, object]) -> bytes:
    """An edited plan with the checksum that it had before."""
    start = data.rindex(b'"checksum"')
    return data[:start] + f'"checksum":"{values["checksum"]}"\n}}\n'.encode("ascii")


def get(values: object, path: Path) -> Any:  # noqa: ANN401 -- any JSON value
    """The value at a path."""
    for name in path:
        values = values[name]  # type: ignore[index]
    return values


def put(values: Any, path: Sequence[str | int], value: object) -> Any:  # noqa: ANN401 -- any JSON value
    """The values with another one at a path; a function makes it of the one that is there."""
    name, *rest = path
    changed: Any = list(values) if isinstance(values, list) else dict(values)
    if rest:
        changed[name] = put(values[name], rest, value)
    else:
        changed[name] = value(values[name]) if callable(value) else value
    return changed


def shown_path(path: Path) -> str:
    """A path as messages write it."""
    return "$" + "".join(f"[{name}]" if isinstance(name, int) else f".{name}" for name in path)


def paths(value: object, path: Path = ()) -> Iterator[Path]:
    """The paths of all values in a value, of lists and tables too."""
    names: Iterable[str | int] = ()
    if isinstance(value, dict):
        names = value
    elif isinstance(value, list):
        names = range(len(value))
    for name in names:
        yield (*path, name)
        yield from paths(get(value, (name,)), (*path, name))


def edits(value: object) -> Iterator[object]:
    """Other values of the same kind, and one of another kind."""
    match value:
        case bool():
            yield not value
        case int():
            yield from (value + 1, -1)
        case str():
            yield from (f"{value}x", "")
        case [first, *rest]:
            yield from (rest, [*value, first], [])
            if value != value[::-1]:
                yield value[::-1]
        case dict():
            yield from ({name: value[name] for name in value if name != left} for left in value)
            yield {**value, "x": 1}
        case _:
            yield []
    yield ["x"] if isinstance(value, list) else None


HOSTILE: tuple[object, ...] = (
    *("", " ", "x\n", "\x00", "\x7f", "\u202e", "é", "x" * 6000, '"; del *', "& del *", "../x"),
    *("10.1", "010.0.0.1", "10.20.1.77", "10.20.1.77/24", "127.0.0.1", "255.255.255.255"),
    *("10.0.0.0/0", "10.0.0.9-10.0.0.1", "A=10.0.0.0/30", "10.20.1.32/27,10.20.2.32/27"),
    *("MAIL-Z", "mail-b", "TP4", "-x", "CON", "S01", "=1+1", "1.2", "2.0", "4.0", "dhcp", "ras"),
    *(-1, 0, 2**31, 2**63, 10**30, 1.5, True, None, [], {}, [None], ["x"], [{}]),
)
"""Values that no input has, or that have another meaning there."""
