# SPDX-License-Identifier: MIT
"""Runs the batch files of a bundle on an imagined computer, as cmd of NT 3.51 would.

Only what our scripts use is known; anything else raises, so that a script cannot use more. Like
``tests/real_clients``, it takes the set of a ``for`` on several lines.
"""

import itertools
import re
from collections.abc import Callable
from dataclasses import dataclass, field

_SHOW = re.compile(r'netsh interface ip show address name="([^"]+)"')
_ADD = re.compile(r'netsh interface ip add address name="([^"]+)" addr=([\d.]+) mask=([\d.]+)')
_DELETE = re.compile(r'netsh interface ip delete address name="([^"]+)" addr=([\d.]+)')
_FIND = re.compile(r'find "((?:[^"]|"")*)"')
_STRINGS = re.compile(r'"([^"]*)"')
_IF = re.compile(r'if (not )?(errorlevel 1|exist \S+|(?:[^" ]|"[^"]*")+==(?:[^" ]|"[^"]*")+) (.+)')
_REDIRECTED = re.compile(r"(.*?) ?(>>?) ?(\S+)")
_SET = re.compile(r"@for %%a in \((.*)\) do @call (\S+) (.*) %%a\r\n", re.DOTALL)
_WORD = re.compile(r'(?:[^\s=,;"]|"[^"]*")+')
ETC = "C:\\WINNT\\System32\\drivers\\etc\\"
"""Where the computer has LMHOSTS and HOSTS, below its %SystemRoot%."""

BEFORE = "NIC lists: exactly as in STEPS.TXT before the change."
AFTER = "NIC lists: exactly as in STEPS.TXT after the change."
UNCHANGED = "Nothing was changed. The way by hand is in STEPS.TXT."
UNDONE = "FAILED. The lines above say what the NIC has now. See STEPS.TXT."
"""How NIC.CMD and NICUNDO.CMD end."""


def one_line(strings: list[str]) -> str:
    """A list as regdmp prints it, if it breaks no lines."""
    return " ".join(f'"{each}"' for each in strings)


def line_each(strings: list[str]) -> str:
    """The same with a line for each string, below one another."""
    return f" \\\r\n{' ' * 29}".join(f'"{each}"' for each in strings)


def two_a_line(strings: list[str]) -> str:
    """The same broken after every second string, with blanks to spare."""
    starts = range(0, len(strings), 2)
    return "  \\\r\n  ".join(one_line(strings[start : start + 2]) for start in starts)


LAYOUTS = {"one-line": one_line, "line-each": line_each, "two-a-line": two_a_line}
"""No source confirms how regdmp breaks its lines."""


Lists = tuple[list[str], list[str]]
"""The addresses of a NIC, and their masks."""

FAULTS: dict[str, Callable[[list[str], list[str]], Lists]] = {
    "one-more": lambda a, m: ([*a, "10.88.1.9"], [*m, m[0]]),
    "one-more-in-front": lambda a, m: (["10.88.1.9", *a], [*m, m[0]]),
    "one-more-with-another-mask": lambda a, m: ([*a, "10.88.1.9"], [*m, "255.255.0.0"]),
    "the-last-one-twice": lambda a, m: ([*a, a[-1]], [*m, m[0]]),
    "one-less": lambda a, m: (a[:-2], m[:-2]),
    "another-order": lambda a, m: ([*a[1:], a[0]], m),
    "a-longer-address": lambda a, m: ([*a[:-1], f"{a[-1]}0"], m),
    "a-mask-missing": lambda a, m: (a, m[:-1]),
    "a-mask-more": lambda a, m: (a, [*m, m[0]]),
    "another-mask": lambda a, m: (a, [*m[:-1], "255.255.255.128"]),
    "foreign": lambda _, m: (["10.88.1.9"], m[:1]),
    "nothing": lambda _a, _m: ([], []),
}
"""What a NIC may have instead of what a plan expects."""


@dataclass
class Computer:
    """A computer with one NIC, and what answers it in its network.

    A name in ``files`` without a folder is one of the current folder, in which the script stands;
    nothing is ever written to a name in ``locked``; the first copy to one in ``torn`` breaks off.
    The programs in ``broken`` are not there; netsh fails for the addresses in ``refused``, and
    regini writes ``written``, once, instead of what its file says.
    """

    name: str
    addresses: list[str] = field(default_factory=list)
    masks: list[str] = field(default_factory=list)
    files: dict[str, str] = field(default_factory=dict)
    answering: set[str] = field(default_factory=set)
    arp: set[str] = field(default_factory=set)
    broken: set[str] = field(default_factory=set)
    refused: set[str] = field(default_factory=set)
    locked: set[str] = field(default_factory=set)
    torn: set[str] = field(default_factory=set)
    layout: str = "one-line"
    written: Lists | None = None
    said: list[str] = field(default_factory=list)
    done: list[str] = field(default_factory=list)
    failed: bool = False
    variables: dict[str, str] = field(default_factory=dict)

    def run(self, script: str, argument: str = "") -> list[str]:
        """Run a script, and give what it says with ``echo``."""
        self.variables |= {"COMPUTERNAME": self.name, "SYSTEMROOT": "C:\\WINNT"}
        self.said = []
        self._call(script, [argument])
        return self.said

    def _call(self, script: str, arguments: list[str]) -> None:
        """Run a script up to its end; each line is read when it is reached."""
        lines = script.split("\r\n")
        labels = {line[1:].lower(): at for at, line in enumerate(lines) if line.startswith(":")}
        at = 0
        while at < len(lines):
            line = self._chosen(self._expanded(lines[at], arguments))
            at += 1
            if line.startswith("goto "):
                at = labels[line.removeprefix("goto ").lower()]
            elif line.startswith("set "):
                name, _, value = line.removeprefix("set ").partition("=")
                self.variables[name.upper()] = value
            elif line.startswith("call "):
                self._call_file(line.removeprefix("call "))
            elif line and not line.startswith((":", "rem ", "@echo off")):
                self._do(line)

    def _expanded(self, line: str, arguments: list[str]) -> str:
        """A line with the values of its variables, whose names have no case, and arguments."""

        def value(found: re.Match[str]) -> str:
            if found[1]:
                return "".join(arguments[int(found[1]) - 1 : int(found[1])])
            return self.variables.get(found[2].upper(), "") if found[2] else "%"

        return re.sub(r"%(?:([1-9])|(\w+)%|%)", value, line)

    def _call_file(self, rest: str) -> None:
        """Call a script of the folder, or the one that calls another for each word of a set."""
        name, _, words = rest.partition(" ")
        text = self.files[name]
        found = _SET.fullmatch(text)
        if not found:
            self._call(text, _WORD.findall(words))
            return
        for word in _WORD.findall(found[1]):
            self._call(self.files[found[2]], [found[3], word])

    def _chosen(self, line: str) -> str:
        """What a line leads to: itself, what stands behind its ``if``, or nothing."""
        found = _IF.fullmatch(line)
        if not found:
            assert not line.startswith("if "), line
            return line
        test = found[2]
        if test == "errorlevel 1":
            holds = self.failed
        elif test.startswith("exist "):
            holds = test.removeprefix("exist ") in self.files
        else:
            one, _, other = test.partition("==")
            holds = one == other
        return found[3] if holds is not bool(found[1]) else ""

    def _do(self, line: str) -> None:
        """Carry a command out; its output goes into a file, into find, or to the screen."""
        redirected = _REDIRECTED.fullmatch(line)
        command, file = (redirected[1], redirected[3]) if redirected else (line, "")
        command, _, filtered = command.partition(" | ")
        output = self._output(command)
        if filtered:
            output = self._filtered(filtered, output)
        if file and file != "nul" and file not in self.locked:
            before = self.files.get(file, "") if redirected and redirected[2] == ">>" else ""
            self.files[file] = before + output + "\r\n"
        elif not file and command.startswith("echo "):
            self.said.append(output)

    def _filtered(self, command: str, text: str) -> str:
        """The lines that ``find "TEXT"`` lets through; two quotes stand for one."""
        found = _FIND.fullmatch(command)
        assert found
        lines = [each for each in text.split("\r\n") if found[1].replace('""', '"') in each]
        self.failed = not lines
        return "\r\n".join(lines)

    def _output(self, command: str) -> str:
        """What a command prints; ``failed`` is its errorlevel afterwards."""
        word, _, rest = command.partition(" ")
        if word in ("echo", "echo."):
            return rest
        if word in self.broken:
            self.failed = True
            return "Bad command or file name"
        self.failed = False
        known = {"ping": self._ping, "arp": self._arp, "find": self._find, "type": self._type}
        files = {"copy": self._copy, "del": self._delete, "ren": self._rename}
        for commands in (known, files):
            if word in commands:
                return commands[word](rest)
        return self._change(command, word, rest)

    def _ping(self, rest: str) -> str:
        address = rest.rsplit(maxsplit=1)[-1]
        return f"Reply from {address}: TTL=128" if address in self.answering else "timed out"

    def _arp(self, rest: str) -> str:
        assert rest == "-a"
        return "".join(f"  {each}          00-a0-24-aa-bb-cc  dynamic\n" for each in self.arp)

    def _find(self, rest: str) -> str:
        """The lines that hold a text, letter for letter; a missing file has none."""
        wanted, _, file = rest.rpartition(" ")
        lines = self._filtered(f"find {wanted}", self.files.get(file, ""))
        return f"---------- {file.upper()}\r\n{lines}"

    def _type(self, rest: str) -> str:
        return self.files.get(rest, "").removesuffix("\r\n")

    def _copy(self, rest: str) -> str:
        """Only the binary form, ``copy /b one+other target``, which adds no Ctrl-Z."""
        switch, sources, target = rest.split(" ")
        assert switch == "/b"
        self.failed = target in self.locked or any(
            source not in self.files for source in sources.split("+")
        )
        if not self.failed:
            self.files[target] = "".join(self.files[source] for source in sources.split("+"))
        if target in self.torn:
            self.torn.remove(target)
            self.files[target] = self.files[target][:30]
            self.failed = True
        return ""

    def _delete(self, rest: str) -> str:
        if rest not in self.locked:
            del self.files[rest]
        return ""

    def _rename(self, rest: str) -> str:
        """Into the same folder; never onto a file that is there."""
        old, new = rest.split(" ")
        assert "\\" not in new
        assert new not in self.files
        if new not in self.locked:
            self.files[new] = self.files.pop(old)
        return ""

    def _change(self, command: str, word: str, rest: str) -> str:
        """Read or change the NIC."""
        if word == "regdmp":
            return self.dump()
        if _SHOW.fullmatch(command):
            return self._shown()
        self.done.append(command)
        if word == "nbtstat":
            assert rest in ("-R", "-c")
        elif word == "regini":
            self._set_lists(self.files[rest])
        elif found := _ADD.fullmatch(command) or _DELETE.fullmatch(command):
            self._set_address(*found.groups()[1:])
        else:
            message = f"no such command on Windows NT: {command}"
            raise ValueError(message)
        return ""

    def dump(self) -> str:
        """What regdmp prints of the NIC's key, with lists of others before and behind."""
        strings = LAYOUTS[self.layout]
        return (
            "Tcpip\r\n"
            f"    DefaultGateway = REG_MULTI_SZ {strings(['10.20.1.1', '10.20.1.2'])}\r\n"
            "    EnableDHCP = REG_DWORD 0x00000000\r\n"
            f"    IPAddress = REG_MULTI_SZ {strings(self.addresses)}\r\n"
            f"    SubnetMask = REG_MULTI_SZ {strings(self.masks)}\r\n"
            f"    NTEContextList = REG_MULTI_SZ {strings(['0x0002', '0x0003'])}\r\n"
        )

    def _shown(self) -> str:
        """The connection, as Windows 2000 shows it."""
        pairs = itertools.zip_longest(self.addresses, self.masks, fillvalue="")
        lines = (
            f"    IP Address:   {address}\r\n    SubnetMask:   {mask}" for address, mask in pairs
        )
        return "\r\n".join(("DHCP enabled:  No", *lines, "    Default Gateway:   10.20.1.1"))

    def _set_address(self, address: str, mask: str = "") -> None:
        """Add an address with its mask, or take one away."""
        self.failed = address in self.refused
        if self.failed:
            return
        if mask:
            self.addresses.append(address)
            self.masks.append(mask)
        else:
            at = self.addresses.index(address)
            del self.addresses[at], self.masks[at]

    def _set_lists(self, text: str) -> None:
        """What regini does with a file: the whole lists are replaced."""
        if self.written:
            self.addresses, self.masks = map(list, self.written)
            self.written = None
            return
        text = text.replace("\\\r\n", " ")
        assert text.endswith("\r\n")
        _, addresses, masks, _ = text.split("\r\n")
        self.addresses = _STRINGS.findall(addresses.removeprefix("    IPAddress = REG_MULTI_SZ"))
        self.masks = _STRINGS.findall(masks.removeprefix("    SubnetMask = REG_MULTI_SZ"))
