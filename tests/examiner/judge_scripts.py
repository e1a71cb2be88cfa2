# SPDX-License-Identifier: MIT
"""Judges batch files: the right server, known commands, nothing from a directory name."""

import re
from collections.abc import Collection, Iterator

from .bundle import Bundle
from .inventory import SAFE_CONNECTOR, Server, parse_ip
from .judge_nic import nt_kind
from .judge_texts import SERVER_FILES
from .options import Options
from .registry import RegistryError, read_regini
from .versions import OVERRIDE_BUILD
from .world import World

_LINE = 240
_VARIABLE = re.compile(r"%%|%(\w+)%|%([0-9*])|%")
_VARIABLES = frozenset({"COMPUTERNAME", "SYSTEMROOT", "ERRORLEVEL"})
_ARGUMENTS = frozenset("0123456789")
# Commands of NT 3.51 and 4.0 and of their Resource Kits (domain/windows.md, 4.5)
_COMMANDS = {
    *("arp", "call", "cd", "cls", "copy", "del", "echo", "find", "goto", "if", "ipconfig"),
    *("nbtstat", "net", "pause", "ping", "regdmp", "regedit", "regini", "rem", "ren", "set"),
    *("shift", "sort", "start", "type", "exit", "ver"),
}
_LATER = frozenset({"netsh"})
_NOT_351 = re.compile(r"(?i)\bif\s+/i|\bcall\s+:|\bgoto\s+:eof|\bfor\s+/|%~|\bset\s+/a|setlocal")
_NOT_NT4 = re.compile(r"(?i)enabledelayed|\bexit\s+/b|\bset\s+/p|\b(choice|timeout|where|reg)\s")
_TARGET = re.compile(r"(?im)> ?(\S+)\r$|(?:copy /b|ren) \S+ (\S+)")
# GATHER.CMD asks for programs of any Windows, and goes on where one is missing.
_GATHER = frozenset({"md", "for", "cmd", "netsh", "reg", "dumpel"})
_WRITES = re.compile(
    r"(?i)(?<!>)>>? ?(?!nul\b)(\S+)|\bcopy /b \S+ (\S+)|^(?:md|del) (\S+)|-f (\S+)|export \S+ (\S+)"
)
_OVERRIDE = "Stack IP Address Override"
_MTA = "system\\currentcontrolset\\services\\msexchangemta\\parameters\\"


def judge_scripts(world: World, bundle: Bundle, options: Options) -> Iterator[str]:
    """Complaints about batch files and the Override scripts."""
    for folder, name in bundle.folders.items():
        server = world.servers.get(name)
        leaks = _directory_names(name, world)
        files = bundle.scripts(folder)
        for file, text in files.items():
            here = f"SERVERS/{folder}/{file}"
            if file == "GATHER.CMD":
                yield from _gathering(here, text)
            if file.endswith(".CMD"):
                yield from _batch(here, text, server)
                yield from _written(here, text, files)
            if file.endswith((".CMD", ".INI", ".REG", ".ADD")) and not file.startswith("OV"):
                yield from _leaks(here, text, leaks)
            if file.startswith(("NIC", "NAM")) and file.endswith(".CMD"):
                yield from _guard(here, text, name, server)
        if server is not None:
            yield from _overrides(folder, server, world, bundle, options)


def _directory_names(server: str, world: World) -> set[str]:
    """Names of its connectors and of those of its partners, if long enough to tell."""
    near = {server} | {world.partner[each.ident] for each in world.home.get(server, ())}
    names = {each.name for other in near for each in world.home.get(other, ())}
    plain = re.compile(r"[A-Za-z0-9-]{1,6}")
    return {name for name in names - SERVER_FILES if not plain.fullmatch(name)}


def _leaks(here: str, text: str, names: set[str]) -> Iterator[str]:
    for name in names:
        if name in text:
            yield f"{here}: shows the directory name {name!r}"


def _guard(here: str, text: str, name: str, server: Server | None) -> Iterator[str]:
    if server is None or not server.safe:
        yield f"{here}: a script for a server whose name may not reach one"
    if _guarded_name(text) != name:
        yield f"{here}: does not stop unless %COMPUTERNAME% is {name}"


def _guarded_name(text: str) -> str:
    """The server that the script asks for before it does anything else."""
    lines = [line for line in text.split("\r\n") if not re.match(r"(?i)@?(echo|rem)\b", line)]
    test = re.match(r'(?i)if (not )?"%COMPUTERNAME%"=="([^"]+)" goto (\w+)$', lines[0])
    if not test:
        return ""
    stops = lines[1].lower().startswith(("goto", "exit")) and f":{test[3]}" == lines[2]
    return test[2] if test[1] or stops else ""


def _batch(here: str, text: str, server: Server | None) -> Iterator[str]:
    kind = nt_kind(server) if server else ""
    lines = text.split("\r\n")
    labels = {line[1:].split()[0].lower() for line in lines if re.match(r":\w", line)}
    own = {found.upper() for found in re.findall(r"(?im)^set (\w+)=", text)}
    own |= {"X4NIC"}  # NIC.CMD sets it when NICUNDO.CMD calls it
    for line in lines:
        if len(line) >= _LINE:
            yield f"{here}: a line of {len(line)} characters"
        for found in _VARIABLE.finditer(line):
            if found[0] != "%%" and not _known_variable(found, own):
                yield f"{here}: {found[0]!r} in {line!r}"
        is_gathering = here.endswith("GATHER.CMD")
        is_later = _NOT_NT4.search(line) or (kind in ("3.51", "") and _NOT_351.search(line))
        if is_later and not is_gathering:
            yield f"{here}: not on this Windows NT: {line!r}"
        yield from _commands(here, line, kind, _GATHER if is_gathering else frozenset())
        target = re.search(r"(?i)\bgoto\s+:?(\w+)", line)
        if target and target[1].lower() not in labels:
            yield f"{here}: goto {target[1]} has no label"


def _gathering(here: str, text: str) -> Iterator[str]:
    """It writes into its own folder only."""
    said = re.compile(r"echo [^>]*|rem ")
    for line in text.split("\r\n"):
        for found in _WRITES.finditer(said.sub("", line)):
            target = next(filter(None, found.groups()))
            if target != "%X4TO%" and not target.startswith("%X4TO%\\"):
                yield f"{here}: writes {target}"


def _written(here: str, text: str, files: Collection[str]) -> Iterator[str]:
    """Nothing that a script writes, copies or renames to has the name of a file beside it."""
    for found in _TARGET.finditer(text):
        name = re.split(r"\\", found[1] or found[2])[-1].upper()
        if name in files:
            yield f"{here}: writes over {name} of its folder"


def _known_variable(found: re.Match[str], own: set[str]) -> bool:
    return (found[1] or "").upper() in _VARIABLES | own or (found[2] or "-") in _ARGUMENTS


def _commands(here: str, line: str, kind: str, others: Collection[str]) -> Iterator[str]:
    bare = line.strip().removeprefix("@")
    if not bare or bare.startswith(":") or bare.lower().startswith(("echo", "rem ", "rem\t")):
        if re.search(r"[&|<>^]", re.sub(r"\s?>>? ?\S+$", "", bare)):
            yield f"{here}: an active character in {line!r}"
        return
    for part in bare.split("|"):
        word = _first_word(part)
        if word not in {*_COMMANDS, *others} and not (word in _LATER and kind == "later"):
            yield f"{here}: command {word!r} in {line!r}"


def _first_word(part: str) -> str:
    """The command of a line, behind any `if`."""
    test = r"(?:errorlevel \d+|exist \S+|\"[^\"]*\"==\"[^\"]*\")"
    bare = re.sub(rf"(?i)^\s*(?:if\s+(?:not\s+)?(?:/i\s+)?{test}\s+)+", "", part).strip()
    return re.split(r"[\s.(/]", bare.lower(), maxsplit=1)[0]


def _overrides(
    folder: str, server: Server, world: World, bundle: Bundle, options: Options
) -> Iterator[str]:
    """OVERRIDE.INI pins each connector to the address its other end dials (Q197378)."""
    name = bundle.folders[folder]
    wanted = _pinned(name, server, world, bundle) if options.strategy == "address" else {}
    files = bundle.inside(folder)
    if server.build < OVERRIDE_BUILD:
        wanted = {}
    undo = {key: ["DELETE"] for key in wanted}
    for file, right in (("OVERRIDE.INI", wanted), ("OVRUNDO.INI", undo)):
        try:
            found = read_regini(files[file]) if file in files else {}
        except (RegistryError, UnicodeDecodeError) as error:
            yield f"SERVERS/{folder}/{file}: {error}"
            continue
        if found != right:
            yield f"SERVERS/{folder}/{file}: sets {found}, should set {right}"


def _pinned(
    name: str, server: Server, world: World, bundle: Bundle
) -> dict[tuple[str, str], list[str]]:
    primary = server.nic.primary()
    partners = {
        row["server"].upper()
        for row in bundle.assignments
        if row["action"] == "move" and row["owner"].upper() == name
    }
    found = {}
    for connector in world.home.get(name, ()):
        ident = connector.ident
        other = world.peer.get(ident)
        if connector.stack != "TCP" or other is None:
            continue
        row = bundle.by_connector.get(other)
        if world.partner[ident] in partners and row and SAFE_CONNECTOR.fullmatch(ident[1]):
            kept = str(primary or row["old_address"])
            local = row["new_address"] if row["action"] == "move" else kept
            if parse_ip(local):
                found[_MTA + ident[1].lower(), _OVERRIDE] = [local]
    return found
