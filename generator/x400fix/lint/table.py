# SPDX-License-Identifier: MIT
"""The table of all rules, and the judging of a file by them."""

from collections.abc import Iterator

import msgspec

from x400fix.lint import hosts, includes, lmhosts, whole_file
from x400fix.lint.findings import Context, Finding, Rule, by_line, find_all
from x400fix.namefiles.documents import NameDocument
from x400fix.namefiles.existing import NameFileKind
from x400fix.problems import Severity

_E, _W = Severity.ERROR, Severity.WARNING
_BOTH = NameFileKind.LMHOSTS, NameFileKind.HOSTS
_HOSTS = (NameFileKind.HOSTS,)
_OF_THE_WHOLE = {"LM22", "HS03", "LM29", "LM30"}

RULES = (
    Rule("LM01", _E, _E, ("RK-LMH", "LMHOSTS.SAM"), lmhosts.column_of_address),
    Rule("LM02", _E, _E, ("RK-LMH", "Q249866"), lmhosts.fields, _BOTH),
    Rule("LM03", _E, _E, ("Q115388",), lmhosts.addresses, _BOTH),
    Rule("LM04", _E, _E, ("Q140473",), lmhosts.impossible_addresses),
    Rule("LM05", _E, _E, ("MS-NBTE",), lmhosts.long_names),
    Rule("LM06", _E, _W, ("Q188997", "Q101785", "Q221150"), lmhosts.characters),
    Rule("LM07", _E, _W, ("Q190294",), lmhosts.numeric_names),
    Rule("LM08", _W, _W, ("RK-LMH", "Q104576"), lmhosts.quoted_length),
    Rule("LM09", _W, _W, ("RK-LMH", "Q104576"), lmhosts.escapes),
    Rule("LM10", _E, _E, ("Q142061", "Q249866"), lmhosts.duplicates),
    Rule("LM11", _E, None, ("Q200588",), lmhosts.shared_addresses),
    Rule("LM12", _W, _W, ("RK-LMH", "Q102725"), includes.preloaded),
    Rule("LM13", _W, _W, ("Q150800",), lmhosts.letter_case),
    Rule("LM14", _W, _W, ("LMHOSTS.SAM", "RK-LMH"), lmhosts.domains_not_loaded),
    Rule("LM15", _E, _W, ("Q224550", "Q130273"), lmhosts.domains),
    Rule("LM16", _E, _E, ("Q165439",), includes.slashes),
    Rule("LM17", _W, _W, ("Q128565", "Q122781"), includes.drives),
    Rule("LM18", _E, _E, ("Q172595",), includes.circles),
    Rule("LM19", _E, _E, ("RK-LMH", "LMHOSTS.SAM", "Q233193"), includes.unknown_servers),
    Rule("LM20", _W, _W, ("Q247682",), includes.alternates),
    Rule("LM21", _E, _W, ("Q178113", "Q102725", "Q249866"), lmhosts.groups),
    Rule("LM22", _E, _E, ("Q139414",), whole_file.is_unicode),
    Rule("LM23", _E, _E, (), whole_file.odd_bytes, _BOTH),
    Rule("LM24", _W, _W, (), whole_file.line_ends, _BOTH),
    Rule("LM25", _W, _W, (), lmhosts.comments_like_keywords),
    Rule("LM26", _E, None, ("Q172218", "Q166184"), lmhosts.names_of_others),
    Rule("LM27", _W, _W, ("Q195672",), lmhosts.stale_entries),
    Rule("LM28", _W, _W, ("Q219381",), whole_file.old_hotfix),
    Rule("LM29", _E, None, ("LMHOSTS.SAM", "Q160827"), whole_file.extensions, _BOTH),
    Rule("LM30", _W, _W, ("Q163524",), whole_file.short_name),
    Rule("HS01", _E, _E, ("Q105997", "Q199387"), hosts.names_twice, _HOSTS),
    Rule("HS02", _W, _W, ("Q193380", "Q138086"), hosts.addresses_twice, _HOSTS),
    Rule("HS03", _E, _E, ("Q139414",), whole_file.is_unicode, _HOSTS),
    Rule("HS04", _W, _W, ("Q101785", "Q149044"), hosts.host_names, _HOSTS),
    Rule("HS05", _W, _W, (), hosts.ipv6_lines, _HOSTS),
)
"""Every rule; HOSTS has those of LMHOSTS that its grammar asks too (Q105997, Q165111, Q199387)."""


def lint(document: NameDocument, context: Context) -> list[Finding]:
    """What is wrong with a file, in the order of its lines; any bytes are judged."""
    return sorted(each_finding(document, context), key=by_line)


def each_finding(document: NameDocument, context: Context) -> Iterator[Finding]:
    """What is wrong with a file, rule by rule."""
    if document.kind is NameFileKind.LMHOSTS:
        included = context.included.with_file(context.own_keys, document)
        context = msgspec.structs.replace(context, included=included)
    # As bytes every line of a UTF-16 file breaks several rules, which helps nobody.
    only = _OF_THE_WHOLE if document.encoding.is_utf16 else {rule.id for rule in RULES}
    rules = [rule for rule in RULES if document.kind in rule.kinds and rule.id in only]
    return find_all(rules, document, context)
