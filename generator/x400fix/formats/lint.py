# SPDX-License-Identifier: MIT
"""Judges any file that Windows NT is to read by the rules for its kind."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from x400fix.formats import batch_rules, regini_rules, registry_rules
from x400fix.formats.batch import parse_batch
from x400fix.formats.kinds import Kind
from x400fix.formats.regini import parse_regini
from x400fix.formats.registry_text import parse_registry_text
from x400fix.hosts.lint import RULES as HOSTS_RULES
from x400fix.hosts.lint import SHARED_RULES, lint_hosts
from x400fix.lmhosts.lint import RULES as LMHOSTS_RULES
from x400fix.lmhosts.lint import lint_lmhosts
from x400fix.model.rules import Context, Finding, find_all
from x400fix.problems import Severity

_BATCH_OF_OURS = re.compile(rb"\A@echo off\r?\nrem x400fix [0-9]")


def lint(kind: Kind, data: bytes, context: Context) -> tuple[Finding, ...]:
    """What is wrong with a file, in the order of its lines; any bytes are judged."""
    match kind:
        case Kind.LMHOSTS:
            return lint_lmhosts(data, context)
        case Kind.HOSTS:
            return lint_hosts(data, context)
        case Kind.REG:
            registry_text = parse_registry_text(data)
            return find_all(registry_rules.RULES, registry_text, context, _never)
        case Kind.REGINI:
            return find_all(regini_rules.RULES, parse_regini(data), context, _never)
        case _:
            is_ours = _BATCH_OF_OURS.match(data) is not None
            return find_all(batch_rules.RULES, parse_batch(data), context, lambda _: is_ours)


def _never(_: int) -> bool:
    """These formats have no comment that could tell whose a file is."""
    return False


class Row(NamedTuple):
    """A rule as tables and long texts show it."""

    id: str
    kinds: tuple[Kind, ...]
    ours: Severity | None
    existing: Severity | None
    title: str
    sources: tuple[str, ...]
    is_caution: bool

    @property
    def weight(self) -> Severity:
        """The severity that it has at most."""
        return Severity.ERROR if Severity.ERROR in {self.ours, self.existing} else Severity.WARNING


def rows() -> Iterator[Row]:
    """Every rule once, in the order of the ids of each kind."""
    shared = {rule.id for rule in SHARED_RULES}
    for kind, rules in (
        (Kind.LMHOSTS, LMHOSTS_RULES),
        (Kind.HOSTS, HOSTS_RULES),
        (Kind.REG, registry_rules.RULES),
        (Kind.REGINI, regini_rules.RULES),
        (Kind.BATCH, batch_rules.RULES),
    ):
        for rule in rules:
            kinds = (kind, Kind.HOSTS) if rule.id in shared else (kind,)
            yield Row(
                rule.id,
                kinds,
                rule.ours,
                rule.existing,
                rule.title,
                rule.sources,
                rule.is_caution,
            )
