# SPDX-License-Identifier: MIT
"""A plan with the whole corpus of hostile texts in it, wherever a plan can hold free text."""

from collections.abc import Mapping

import msgspec

from tests.builders import connector, inventory, servers, settings
from tests.hostile import NAMES, TEXTS
from tests.plans import document_parts, make
from x400fix.plan.model import Document
from x400fix.planning.plan_file import read_document, write_document

CORPUS: Mapping[str, str] = {**NAMES, **{f"text {key}": text for key, text in TEXTS.items()}}
"""Every hostile text by a name of its own."""


def hostile_plan(longest: int | None = None) -> bytes:
    """PLAN.json with a connector each way for every text, and texts as sites, owner and so on.

    No inventory gives such a plan; one from elsewhere, with the right checksum, could be so.
    ``longest`` is how much is taken of a text, where a test would else take too long.
    """
    texts = [text[:longest] for text in CORPUS.values()]
    places = {f"P{at:03}": text for at, text in enumerate(texts, 1)}
    rows = [
        connector(f"{home}/{place} 10.20.{far}.10 {there}")
        for home, far, there in (("MAIL-A", 2, "MAIL-B"), ("MAIL-B", 1, "MAIL-A"))
        for place in places
    ]
    pool = settings(["10.20.1.32-10.20.1.199", "10.20.2.32-10.20.2.199"])
    plain = read_document(make(inventory(rows, servers()), pool).document(), "PLAN.json")
    document = msgspec.convert(_replaced(msgspec.to_builtins(plain), places), Document)
    facts = [msgspec.structs.replace(fact, site=texts[at]) for at, fact in enumerate(plain.facts)]
    return encoded(
        msgspec.structs.replace(
            document,
            facts=tuple(facts),
            assumptions=tuple(texts),
            inputs=tuple(msgspec.structs.replace(plain.inputs[0], name=text) for text in texts),
            options=msgspec.structs.replace(plain.options, owner=texts[0]),
        )
    )


def encoded(document: Document) -> bytes:
    """PLAN.json of a document, with the checksum that is right for it."""
    return b"".join(write_document(document_parts(document)))


def _replaced(value: object, texts: Mapping[str, str]) -> object:
    """A value with every text that is a key replaced by what the key stands for."""
    if isinstance(value, str):
        return texts.get(value, value)
    if isinstance(value, dict):
        return {key: _replaced(each, texts) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [_replaced(each, texts) for each in value]
    return value
