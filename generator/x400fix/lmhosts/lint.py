# SPDX-License-Identifier: MIT
"""Judges any LMHOSTS file by the rules LM01 to LM30."""

from x400fix.lmhosts import rules_entries, rules_file, rules_includes, rules_keywords, rules_names
from x400fix.lmhosts.page import Page, make_page
from x400fix.model.rules import Context, Finding, Rule, find_all

RULES: tuple[Rule[Page], ...] = tuple(
    sorted(
        (
            *rules_entries.RULES,
            *rules_names.RULES,
            *rules_keywords.RULES,
            *rules_includes.RULES,
            *rules_file.RULES,
        ),
        key=lambda rule: rule.id,
    )
)

_OF_THE_WHOLE = {"LM22", "LM29", "LM30"}


def lint_lmhosts(data: bytes, context: Context = Context()) -> tuple[Finding, ...]:  # noqa: B008 -- it never changes
    """What is wrong with a file, in the order of its lines; any bytes are judged."""
    page = make_page(data)
    rules = RULES
    if page.document.traits.is_utf16:
        # As bytes every line of such a file breaks several rules, which helps nobody.
        rules = tuple(rule for rule in RULES if rule.id in _OF_THE_WHOLE)
    return find_all(rules, page, context, page.is_ours)
