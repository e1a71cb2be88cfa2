# SPDX-License-Identifier: MIT
"""Every rule of the linter finds what it is about and nothing else; our own output keeps them."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.golden import ROOT, SAMPLES
from tests.lint_cases import OURS, PAIRS, block, judge, windows
from x400fix.cli.run_lint import kind_of
from x400fix.inventory.versions import parse_operating_system
from x400fix.lint.findings import Context, Known, Rule
from x400fix.lint.table import RULES
from x400fix.namefiles.documents import parse_name_file
from x400fix.namefiles.existing import NameFileKind
from x400fix.planning.plan_file import read_plan
from x400fix.problems import Severity

TABLE = [(kind, rule.id) for rule in RULES for kind in rule.kinds]
SYSTEMS = ("NT 3.51 SP5", "NT 4.0", "NT 4.0 SP4", "NT 4.0 SP6", "Windows 2000", "Windows 2003")
PLANS = sorted(SAMPLES.glob("*/expected/PLAN.json"))


@pytest.mark.parametrize(("kind", "rule"), TABLE)
def test_a_rule_finds_the_case_that_breaks_it(kind: NameFileKind, rule: str) -> None:
    """With a place and a sentence."""
    found = [each for each in PAIRS[kind][rule].breaks.findings(kind) if each.rule == rule]
    assert found
    assert all(each.message and not each.message.endswith(".") for each in found)


@pytest.mark.parametrize(("kind", "rule"), TABLE)
def test_a_rule_is_silent_on_the_case_that_keeps_it(kind: NameFileKind, rule: str) -> None:
    """Which differs from the other one in just that."""
    assert rule not in {each.rule for each in PAIRS[kind][rule].keeps.findings(kind)}


def test_every_case_belongs_to_a_rule() -> None:
    """No case is left of a rule that is gone."""
    assert sorted(TABLE) == sorted((kind, rule) for kind, pairs in PAIRS.items() for rule in pairs)


def test_every_rule_of_the_domain_reference_is_there() -> None:
    """Its sections on LMHOSTS and HOSTS number them."""
    ids = [rule.id for rule in RULES]
    assert len(set(ids)) == len(ids)
    assert ids == [*(f"LM{n:02}" for n in range(1, 31)), *(f"HS{n:02}" for n in range(1, 6))]


# What a rule weighs in our output and in existing files, as the domain reference has it: error,
# warning, or not asked. A warning of LM15 and the errors of LM17 depend on the system.
WEIGHTS = {
    "EE": "LM01 LM02 LM03 LM04 LM05 LM10 LM16 LM18 LM19 LM22 LM23 HS01 HS03",
    "EW": "LM06 LM07 LM15 LM21",
    "E-": "LM11 LM26 LM29",
    "WW": "LM08 LM09 LM12 LM13 LM14 LM17 LM20 LM24 LM25 LM27 LM28 LM30 HS02 HS04 HS05",
}


@pytest.mark.parametrize(
    ("rule", "weights"), [(rule, each) for each, ids in WEIGHTS.items() for rule in ids.split()]
)
def test_a_rule_weighs_what_the_domain_reference_says(rule: str, weights: str) -> None:
    """In our own output and in existing files."""
    (row,) = [each for each in RULES if each.id == rule]
    letters = [severity[0].upper() if severity else "-" for severity in (row.ours, row.existing)]
    assert "".join(letters) == weights


@pytest.mark.parametrize("row", RULES, ids=lambda row: str(row.id))
def test_a_row_is_complete(row: Rule) -> None:
    """A severity somewhere, a sentence that fits a line, and a source unless it is a caution."""
    assert row.ours or row.existing
    assert row.weight in {Severity.ERROR, Severity.WARNING}
    assert row.title.endswith(".")
    assert len(row.title) <= 72
    assert row.sources or row.is_caution


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("LMHOSTS", NameFileKind.LMHOSTS),
        ("lmhosts.sam", NameFileKind.LMHOSTS),
        ("LMHOSTS.ADD", NameFileKind.LMHOSTS),
        ("LMHOSTS.NEW", NameFileKind.LMHOSTS),
        ("Hosts", NameFileKind.HOSTS),
        ("HOSTS.ADD", NameFileKind.HOSTS),
        ("NIC.REG", None),
        ("LMHOSTS.CMD", None),
        ("STEPS.TXT", None),
        ("MYHOSTS", None),
    ],
)
def test_the_name_tells_the_kind(name: str, kind: NameFileKind | None) -> None:
    """Whatever its letters; the extension goes before the beginning."""
    assert kind_of(name) is kind


# ---- our own output


def _own_files() -> Iterator[tuple[str, str]]:
    """Each file that x400fix wrote whole, on the Windows of its server and on an unknown one."""
    for plan in PLANS:
        for server in read_plan(plan.read_bytes(), "PLAN.json").plan.servers:
            for path in sorted((plan.parent / "SERVERS" / server.folder).iterdir()):
                if path.suffix in {".NEW", ".OLD"}:
                    continue
                kind, name = kind_of(path.name), str(path.relative_to(ROOT))
                if kind:
                    yield from ((name, system) for system in sorted({server.os, ""}))


@pytest.mark.parametrize(("path", "system"), list(_own_files()))
def test_what_x400fix_writes_keeps_every_rule(path: str, system: str) -> None:
    """Warnings are what --strategy hostname wants, and advice."""
    name = path.rpartition("/")[2]
    kind = kind_of(name)
    assert kind
    context = Context(
        file=path,
        name=name,
        os=parse_operating_system(system) if system else None,
        is_ours=True,
        known=Known(is_by_name=path.startswith("samples/names/")),
    )
    found = judge(kind, (ROOT / path).read_bytes(), context)
    severe = [str(each) for each in found if each.severity is Severity.ERROR]
    assert not severe
    warned = {each.rule for each in found if each.severity is Severity.WARNING}
    assert warned <= {"LM11", "LM28"}


@pytest.mark.parametrize("plan", PLANS, ids=lambda path: path.parent.parent.name)
def test_the_name_files_read_back_as_planned(plan: Path) -> None:
    """Each through its own grammar gives the entries of PLAN.json, in their order."""
    for server in read_plan(plan.read_bytes(), "PLAN.json").plan.servers:
        folder = plan.parent / "SERVERS" / server.folder
        if (lmhosts := folder / "LMHOSTS.ADD").exists():
            entries = [
                each
                for _, each in parse_name_file(NameFileKind.LMHOSTS, lmhosts.read_bytes()).entries()
            ]
            assert [(each.address.text, each.name.text) for each in entries] == [
                (each.address, each.name) for each in server.lmhosts
            ]
        if (hosts := folder / "HOSTS.ADD").exists():
            lines = [
                each
                for _, each in parse_name_file(NameFileKind.HOSTS, hosts.read_bytes()).entries()
            ]
            assert [(e.address.text, " ".join(n.text for n in e.names)) for e in lines] == [
                (each.address, each.name) for each in server.hosts
            ]


# ---- any bytes

PIECES = st.lists(
    st.sampled_from(
        [
            *(b"\r\n", b"\n", b"\r", b" ", b"\t", b"#", b'"', b"\\", b"=", b":", b",", b"%", b"|"),
            *(b"10.1.1.1", b"10.01.1.1", b"MAIL-B", b"#PRE", b"#DOM:A", b"#SG", b"#INCLUDE"),
            *(b"#BEGIN_ALTERNATE", b"#END_ALTERNATE", b"\\\\A\\B\\LMHOSTS", b"//A/B", b"C:\\X"),
            *(
                b"\xef\xbb\xbf",
                b"\xff\xfe",
                b"\xfe\xff",
                b"\0",
                b"\x1a",
                b"\xe9",
                b"# x400fix BEGIN A",
            ),
            *(b"# x400fix END A", b"else", b"(", b")", b"^", b"&", b"if not exist a"),
        ]
    ),
    max_size=40,
).map(b"".join)


@given(
    st.one_of(PIECES, st.binary(max_size=300)),
    st.sampled_from(NameFileKind),
    st.sampled_from([Context(), OURS, *map(windows, SYSTEMS)]),
)
def test_any_bytes_are_judged(data: bytes, kind: NameFileKind, context: Context) -> None:
    """Nothing raises, every place is inside the file, and the order is that of the lines."""
    found = judge(kind, data, context)
    lines = len(data) + 1
    places = [(each.line, each.column) for each in found]
    assert all(0 <= line <= lines and 0 <= column <= lines for line, column in places)
    assert places == sorted(places)


@given(PIECES)
def test_lines_behind_our_block_do_not_make_it_another_ones(data: bytes) -> None:
    """What stands around a block changes nothing about whose it is."""
    around = data.replace(b"x400fix", b"").replace(b"\0", b"")
    found = judge(NameFileKind.LMHOSTS, block("10.1.1.1 MAIL_B") + around, Context())
    told = [(each.rule, each.severity) for each in found if each.line == 2]
    assert ("LM06", Severity.ERROR) in told
