# SPDX-License-Identifier: MIT
"""For each rule of the linter a file that breaks it and one, as near as can be, that does not."""

from typing import NamedTuple

from x400fix.inventory.versions import parse_operating_system
from x400fix.lint.findings import Context, Finding, Known
from x400fix.lint.table import lint
from x400fix.namefiles.documents import parse_name_file
from x400fix.namefiles.existing import NameFileKind

HOSTS, LMHOSTS = NameFileKind.HOSTS, NameFileKind.LMHOSTS


def judge(kind: NameFileKind, data: bytes, context: Context = Context()) -> list[Finding]:  # noqa: B008 -- it never changes
    """What is wrong with the bytes of a file."""
    return lint(parse_name_file(kind, data), context)


class Case(NamedTuple):
    """A file of one kind, with what is known about it."""

    data: bytes
    context: Context = Context()

    def findings(self, kind: NameFileKind) -> list[Finding]:
        """Everything that is found in it."""
        return judge(kind, self.data, self.context)


class Pair(NamedTuple):
    """The file that breaks a rule, and the one that does not."""

    breaks: Case
    keeps: Case


def windows(text: str) -> Context:
    """A context in which only the system is known."""
    return Context(os=parse_operating_system(text))


def block(*lines: str) -> bytes:
    """Lines between markers of ours."""
    return text("# x400fix BEGIN CHG1", *lines, "# x400fix END CHG1")


def text(*lines: str) -> bytes:
    """Lines that end with CR LF."""
    return "".join(f"{line}\r\n" for line in lines).encode("latin-1")


OURS = Context(is_ours=True)
ENTRY = "10.20.1.41 MAIL-B-X2"
PLAN = Known(
    computers=frozenset({"MAIL-A", "MAIL-B"}),
    addresses={"MAIL-B": frozenset({0x0A14010A, 0x0A140129})},
)

LMHOSTS_PAIRS = {
    "LM01": Pair(Case(text(f" {ENTRY}")), Case(text(ENTRY))),
    "LM02": Pair(Case(text("MAIL-B-X2 10.20.1.41")), Case(text(ENTRY))),
    "LM03": Pair(Case(text("10.020.1.41 MAIL-B")), Case(text("10.20.1.41 MAIL-B"))),
    "LM04": Pair(Case(text("0.0.0.0 MAIL-B")), Case(text("10.20.1.41 MAIL-B"))),
    "LM05": Pair(Case(text("10.1.1.1 ABCDEFGHIJKLMNOP")), Case(text("10.1.1.1 ABCDEFGHIJKLMNO"))),
    "LM06": Pair(Case(text("10.1.1.1 mail.b")), Case(text("10.1.1.1 mail-b"))),
    "LM07": Pair(Case(text("10.1.1.1 4711")), Case(text("10.1.1.1 X4711"))),
    "LM08": Pair(
        Case(text(r'10.1.1.1 "APPSERVER\0x14"')), Case(text(r'10.1.1.1 "APPSERVER      \0x14"'))
    ),
    "LM09": Pair(
        Case(text(r'10.1.1.1 "\0x14APPSERVER      "')),
        Case(text(r'10.1.1.1 "APPSERVER      \0x14"')),
    ),
    "LM10": Pair(
        Case(text("10.1.1.1 A #PRE", "10.1.1.2 A #PRE")),
        Case(text("10.1.1.1 A #PRE", "10.1.1.2 B #PRE")),
    ),
    "LM11": Pair(
        Case(block("10.1.1.1 MAIL-B-X2 #PRE", "10.1.1.1 MAIL-B-X3 #PRE")),
        Case(text("10.1.1.1 MAIL-B-X2 #PRE", "10.1.1.1 MAIL-B-X3 #PRE")),
    ),
    "LM12": Pair(
        Case(text(*(f"10.1.1.{n} HOST{n} #PRE" for n in range(1, 102)))),
        Case(text(*(f"10.1.1.{n} HOST{n} #PRE" for n in range(1, 101)))),
    ),
    "LM13": Pair(Case(text(f"{ENTRY} #pre")), Case(text(f"{ENTRY} #PRE"))),
    "LM14": Pair(Case(text(f"{ENTRY} #DOM:CORP")), Case(text(f"{ENTRY} #PRE #DOM:CORP"))),
    "LM15": Pair(Case(block(f"{ENTRY} #PRE #DOM:CORP")), Case(text(f"{ENTRY} #PRE #DOM:CORP"))),
    "LM16": Pair(
        Case(text("#INCLUDE //MAIL-B/PUBLIC/LMHOSTS")),
        Case(text(r"#INCLUDE \\MAIL-B\PUBLIC\LMHOSTS")),
    ),
    "LM17": Pair(
        Case(text(r"#INCLUDE C:\SHARED\LMHOSTS")), Case(text(r"#INCLUDE \\MAIL-B\P\LMHOSTS"))
    ),
    "LM18": Pair(
        Case(text("#INCLUDE LMHOSTS"), Context(name="LMHOSTS")),
        Case(text("#INCLUDE LMHOSTS.2"), Context(name="LMHOSTS")),
    ),
    "LM19": Pair(
        Case(text(r"#INCLUDE \\MAIL-B\P\LMHOSTS", "10.1.1.1 MAIL-B #PRE")),
        Case(text("10.1.1.1 MAIL-B #PRE", r"#INCLUDE \\MAIL-B\P\LMHOSTS")),
    ),
    "LM20": Pair(
        Case(text("#BEGIN_ALTERNATE", ENTRY)), Case(text("#BEGIN_ALTERNATE", "#END_ALTERNATE"))
    ),
    "LM21": Pair(
        Case(text(f"{ENTRY} #SG"), windows("NT 4.0 SP3")),
        Case(text(f"{ENTRY} #SG"), windows("NT 4.0 SP4")),
    ),
    "LM22": Pair(Case(b"\xef\xbb\xbf" + text(ENTRY)), Case(text(ENTRY))),
    "LM23": Pair(Case(text(f"{ENTRY} # caf\xe9")), Case(text(f"{ENTRY}\t# cafe"))),
    "LM24": Pair(Case(ENTRY.encode()), Case(text(ENTRY))),
    "LM25": Pair(Case(text("#PREvious server")), Case(text("# PREvious server"))),
    "LM26": Pair(
        Case(block("10.1.1.1 MAIL-B"), Context(known=PLAN)),
        Case(block("10.1.1.1 MAIL-B-X2"), Context(known=PLAN)),
    ),
    "LM27": Pair(
        Case(text("10.20.1.99 mail-b #PRE"), Context(known=PLAN)),
        Case(text("10.20.1.10 mail-b #PRE"), Context(known=PLAN)),
    ),
    "LM28": Pair(
        Case(text(ENTRY), windows("NT 4.0 SP4")), Case(text(ENTRY), windows("NT 4.0 SP5"))
    ),
    "LM29": Pair(
        Case(block(ENTRY), Context(target="LMHOSTS.TXT")),
        Case(block(ENTRY), Context(target="LMHOSTS")),
    ),
    "LM30": Pair(
        Case(text(ENTRY), Context(name="lmhosts.backup", is_for_wins=True)),
        Case(text(ENTRY), Context(name="lmhosts.bak", is_for_wins=True)),
    ),
}

HOSTS_PAIRS = {
    "HS01": Pair(Case(text("10.1.1.1 a1", "10.1.1.2 A1")), Case(text("10.1.1.1 a1 A1"))),
    "HS02": Pair(Case(text("10.1.1.1 a1", "10.1.1.1 b1")), Case(text("10.1.1.1 a1 b1"))),
    "HS03": Pair(Case("10.1.1.1 a1".encode("utf-16")), Case(text("10.1.1.1 a1"))),
    "HS04": Pair(Case(text("10.1.1.1 mail_b")), Case(text("10.1.1.1 mail-b.corp.example"))),
    "HS05": Pair(Case(text("::1 localhost")), Case(text("127.0.0.1 localhost"))),
    "LM02": Pair(Case(text("mail-b 10.1.1.1")), Case(text("10.1.1.1 mail-b"))),
    "LM03": Pair(Case(text("10.01.1.1 mail-b")), Case(text("10.1.1.1 mail-b"))),
    "LM23": Pair(Case(text("10.1.1.1 mail-b # caf\xe9")), Case(text("10.1.1.1 mail-b # cafe"))),
    "LM24": Pair(Case(b"10.1.1.1 mail-b\n"), Case(text("10.1.1.1 mail-b"))),
    "LM29": Pair(
        Case(block("10.1.1.1 mail-b"), Context(target="HOSTS.TXT")),
        Case(block("10.1.1.1 mail-b"), Context(target="HOSTS")),
    ),
}

PAIRS = {LMHOSTS: LMHOSTS_PAIRS, HOSTS: HOSTS_PAIRS}
