# SPDX-License-Identifier: MIT
"""For each rule of the linter a file that breaks it and one, as near as can be, that does not."""

from typing import NamedTuple

from x400fix.formats.kinds import Kind
from x400fix.formats.lint import lint
from x400fix.inventory.versions import parse_operating_system
from x400fix.model.rules import Context, Finding, Known


class Case(NamedTuple):
    """A file of one kind, with what is known about it."""

    data: bytes
    context: Context = Context()

    def findings(self, kind: Kind) -> tuple[Finding, ...]:
        """Everything that is found in it."""
        return lint(kind, self.data, self.context)


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
KEY = r"[HKEY_LOCAL_MACHINE\SYSTEM\Tcpip]"
KEY_OF_REGINI = r"\Registry\Machine\System\Tcpip"
ENTRY = "10.20.1.41 MAIL-B-X2"
PLAN = Known(
    computers=frozenset({"MAIL-A", "MAIL-B"}),
    addresses={"MAIL-B": frozenset({0x0A14010A, 0x0A140129})},
)
LIST_OF_IP = "hex(7):31,30,2e,30,2e,30,2e,31,00,00"
LIST_OF_MASK = "hex(7):32,35,35,2e,30,2e,30,2e,30,00,00"


def reg(*lines: str) -> bytes:
    """A REGEDIT4 file with one key."""
    return text("REGEDIT4", "", KEY, *lines, "")


def regini(*lines: str) -> bytes:
    """A regini file with one key."""
    return text(KEY_OF_REGINI, *lines)


def batch(*lines: str) -> bytes:
    """A batch file of ours, which compares the computer's name."""
    guard = ('if "%COMPUTERNAME%"=="MAIL-A" goto right', "goto end", ":right")
    return text("@echo off", "rem x400fix 1.0.0: test", *guard, *lines, ":end")


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
    "LM02": Pair(Case(text("mail-b 10.1.1.1")), Case(text("10.1.1.1 mail-b"))),
    "LM03": Pair(Case(text("10.01.1.1 mail-b")), Case(text("10.1.1.1 mail-b"))),
    "LM23": Pair(Case(text("10.1.1.1 mail-b # caf\xe9")), Case(text("10.1.1.1 mail-b # cafe"))),
    "LM24": Pair(Case(b"10.1.1.1 mail-b\n"), Case(text("10.1.1.1 mail-b"))),
    "LM29": Pair(
        Case(block("10.1.1.1 mail-b"), Context(target="HOSTS.TXT")),
        Case(block("10.1.1.1 mail-b"), Context(target="HOSTS")),
    ),
}

REG_PAIRS = {
    "RG01": Pair(Case(text("regedit4", "", KEY, "")), Case(text("REGEDIT4", "", KEY, ""))),
    "RG02": Pair(
        Case(b"\xff\xfe" + "REGEDIT4\r\n\r\n".encode("utf-16-le")), Case(text("REGEDIT4", ""))
    ),
    "RG03": Pair(
        Case(reg('"A"=hex(7):31,30')),
        Case(reg('"A"=hex(7):31,30,00,00')),
    ),
    "RG04": Pair(
        Case(reg('"A"=hex(7):31\\', "  ,30,00,00")),
        Case(reg('"A"=hex(7):31,\\', "  30,00,00")),
    ),
    "RG05": Pair(
        Case(reg('"A"=hex(7):' + "31," * 30 + "00,00")),
        Case(reg('"A"=hex(7):' + "31," * 20 + "00,00")),
    ),
    "RG06": Pair(Case(text("REGEDIT4", "", KEY)), Case(text("REGEDIT4", "", KEY, ""))),
    "RG07": Pair(Case(reg("A=1")), Case(reg('"A"="1"'))),
    "RG08": Pair(Case(reg(), windows("NT 3.51")), Case(reg(), windows("NT 4.0"))),
    "RG09": Pair(
        Case(reg(f'"IPAddress"={LIST_OF_IP}', '"SubnetMask"=hex(7):00')),
        Case(reg(f'"IPAddress"={LIST_OF_IP}', f'"SubnetMask"={LIST_OF_MASK}')),
    ),
    "RG10": Pair(Case(reg('"A"="\xe9"')), Case(reg('"A"="e"'))),
    "RG11": Pair(
        Case(reg('"A"=hex(2):31,00'), windows("NT 4.0")),
        Case(reg('"A"=hex(2):31,00'), windows("Windows 2000")),
    ),
    "RG12": Pair(
        Case(reg(f'"IPAddress"={LIST_OF_IP}'), windows("Windows 2000")),
        Case(reg(f'"IPAddress"={LIST_OF_IP}'), windows("NT 4.0")),
    ),
}

REGINI_PAIRS = {
    "RI01": Pair(Case(b"\xef\xbb\xbf" + regini()), Case(regini())),
    "RI02": Pair(Case(regini()[:-1]), Case(regini())),
    "RI03": Pair(Case(regini("; note")), Case(regini("    A = note"))),
    "RI04": Pair(Case(text(r"HKEY_LOCAL_MACHINE\System")), Case(text(r"\Registry\Machine\System"))),
    "RI05": Pair(Case(text(r"\Registry\Machine\A [1 5 17]")), Case(text(r"\Registry\Machine\A"))),
    "RI06": Pair(
        Case(regini("    A = REG_MULTI_SZ 10.1.1.1")),
        Case(regini('    A = REG_MULTI_SZ "10.1.1.1"')),
    ),
    "RI07": Pair(
        Case(regini("    A = " + "x" * 232)),
        Case(regini("    A = " + "x" * 231)),
    ),
    "RI08": Pair(
        Case(regini('    A = REG_MULTI_SZ "1" \\ ', '        "2"')),
        Case(regini('    A = REG_MULTI_SZ "1" \\', '        "2"')),
    ),
    "RI09": Pair(
        Case(regini('  IPAddress = REG_MULTI_SZ "10.1.1.1"')),
        Case(
            regini(
                '  IPAddress = REG_MULTI_SZ "10.1.1.1"',
                '  SubnetMask = REG_MULTI_SZ "255.255.255.0"',
            )
        ),
    ),
    "RI10": Pair(Case(regini("  A = caf\xe9")), Case(regini("  A = cafe"))),
    "RI11": Pair(
        Case(regini('  IPAddress = REG_MULTI_SZ "10.1.1.1"'), windows("Windows 2000")),
        Case(regini('  IPAddress = REG_MULTI_SZ "10.1.1.1"'), windows("NT 4.0")),
    ),
}

BATCH_PAIRS = {
    "CM01": Pair(Case(b"\xef\xbb\xbf" + batch()), Case(batch())),
    "CM02": Pair(Case(batch("echo caf\xe9")), Case(batch("echo cafe"))),
    "CM03": Pair(Case(batch().replace(b"\r\n", b"\n")), Case(batch())),
    "CM04": Pair(Case(batch("rem " + "x" * 496)), Case(batch("rem " + "x" * 495))),
    "CM05": Pair(Case(batch("echo a & del x")), Case(batch("echo a and del x"))),
    "CM06": Pair(
        Case(batch("choice"), windows("NT 4.0 SP6")),
        Case(batch("choice"), windows("Windows Server 2003")),
    ),
    "CM07": Pair(
        Case(batch("if defined A goto end"), windows("NT 3.51")),
        Case(batch("if defined A goto end"), windows("NT 4.0")),
    ),
    "CM08": Pair(
        Case(batch("for /r %%a in (x y) do echo %%a")),
        Case(batch("for /r %%a in (x y) do echo %%a"), windows("NT 4.0 SP1")),
    ),
    "CM09": Pair(Case(batch("goto nowhere")), Case(batch("goto end"))),
    "CM10": Pair(Case(batch("copy A+B C")), Case(batch("copy /b A+B C"))),
    "CM11": Pair(
        Case(batch("ping 10.1.1.1", "if errorlevel 1 goto end")),
        Case(batch('ping 10.1.1.1 | find "TTL=" > nul', "if errorlevel 1 goto end")),
    ),
    "CM12": Pair(
        Case(text("@echo off", "rem x400fix 1.0.0: test", "regini A.INI")),
        Case(batch("regini A.INI")),
    ),
}

PAIRS = {
    Kind.LMHOSTS: LMHOSTS_PAIRS,
    Kind.HOSTS: HOSTS_PAIRS,
    Kind.REG: REG_PAIRS,
    Kind.REGINI: REGINI_PAIRS,
    Kind.BATCH: BATCH_PAIRS,
}
