# SPDX-License-Identifier: MIT
"""What must hold of the options of a plan, of its inputs and of its texts."""

import re
from collections.abc import Iterator, Mapping, Sequence

import msgspec

from x400fix.plan.model import InputRecord, OptionsRecord, ProblemRecord
from x400fix.planning.soundness.index import Index, Rule, check_each, values
from x400fix.problems import Severity
from x400fix.settings.config_file import find_faults

MOST_CHARACTERS = 5000
"""Longest text of a plan, but for messages that list connectors, and what name files hold."""

_SEVERITIES = values(Severity)
_CODE = re.compile(r"X4-[EWN]\d{3}", re.ASCII)
_DIGEST = re.compile(r"[0-9a-f]{64}", re.ASCII)
_FREE = {"problems", "name_diffs", "name_files", "hosts", "lmhosts"}
_HEADS = ("--- ", "+++ ")

_INPUTS: Sequence[Rule[InputRecord]] = (
    ("its checksum is none", lambda i, _: _DIGEST.fullmatch(i.sha256)),
)

_PROBLEMS: Sequence[Rule[ProblemRecord]] = (
    ("its code is none", lambda p, _: _CODE.fullmatch(p.code)),
    ("its severity is not known", lambda p, _: p.severity in _SEVERITIES),
    ("its place is none", lambda p, _: p.line >= 0 and p.field >= 0),
)

_DIFFS: Sequence[Rule[tuple[str, ...]]] = (
    (
        "it does not tell of which file it is",
        lambda d, _: (
            all(line.startswith(head) for line, head in zip(d, _HEADS, strict=False))
            and len(d) >= len(_HEADS)
        ),
    ),
)


def check_options(index: Index) -> None:
    """Raise ValueError if no x400fix.toml and no command line could give such options."""
    document = index.document
    faults = find_faults(_as_config(document.options), "options")
    for fault in faults:
        raise ValueError(fault.message)
    check_each("input", document.inputs, _INPUTS, index)
    check_each("problem", document.problems, _PROBLEMS, index)
    check_each("difference", document.name_diffs, _DIFFS, index)


def _as_config(options: OptionsRecord) -> Mapping[str, object]:
    """The options as x400fix.toml would say them."""
    given = {"number": options.ticket, "window": options.window, "owner": options.owner}
    ticket: dict[str, object] = {name: text for name, text in given.items() if text}
    ticket |= {"profile": options.profile, "pack": options.pack}
    ticket |= msgspec.to_builtins(options.facts)
    return {
        "address_mode": options.address_mode,
        "strategy": options.strategy,
        "wave": options.wave,
        "ticket": ticket,
    }


def check_texts(index: Index) -> None:
    """Raise ValueError if a text is longer than any that a plan has."""
    document = index.document
    for name in document.__struct_fields__:
        if name in _FREE:
            continue
        part = getattr(document, name)
        for number, each in enumerate(part if isinstance(part, tuple) else (part,), 1):
            # Mostly the whole of a record is shorter than that.
            if len(msgspec.json.encode(each)) > MOST_CHARACTERS:
                for length in _lengths(msgspec.to_builtins(each)):
                    if length > MOST_CHARACTERS:
                        message = f"{name} {number}: a text has {length} characters"
                        raise ValueError(message)


def _lengths(value: object) -> Iterator[int]:
    """How long the texts in a value are."""
    if isinstance(value, str):
        yield len(value)
    elif isinstance(value, dict):
        for name, each in value.items():
            if name not in _FREE:
                yield len(name)
                yield from _lengths(each)
    elif isinstance(value, list | tuple):
        for each in value:
            yield from _lengths(each)
