# SPDX-License-Identifier: MIT
"""Runs the batch files of a bundle on an imagined computer, as COMMAND.COM of NT 3.51 would.

Only what our scripts use is known; anything else raises, so that a script cannot use more.
"""

import re
from dataclasses import dataclass, field

_SHOW = re.compile(r'netsh interface ip show address name="([^"]+)"')
_ADD = re.compile(r'netsh interface ip add address name="([^"]+)" addr=([\d.]+) mask=([\d.]+)')
_DELETE = re.compile(r'netsh interface ip delete address name="([^"]+)" addr=([\d.]+)')
_STRINGS = re.compile(r'"([^"]*)"')
_IF = re.compile(r'if (not )?(errorlevel 1|exist \S+|"[^"]*"=="[^"]*") (.+)')
_REDIRECTED = re.compile(r"(.*?) ?> ?(\S+)")
ETC = "C:\\WINNT\\System32\\drivers\\etc\\"
"""Where the computer has LMHOSTS and HOSTS, below its %SystemRoot%."""


@dataclass
class Computer:
    """A computer with one NIC, and what answers it in its network.

    A name in ``files`` without a folder is one of the current folder, in which the script stands;
    nothing is ever written to a name in ``locked``; the first copy to one in ``torn`` breaks off.
    """

    name: str
    addresses: list[str] = field(default_factory=list)
    masks: list[str] = field(default_factory=list)
    files: dict[str, str] = field(default_factory=dict)
    answering: set[str] = field(default_factory=set)
    arp: set[str] = field(default_factory=set)
    broken: set[str] = field(default_factory=set)
    locked: set[str] = field(default_factory=set)
    torn: set[str] = field(default_factory=set)
    said: list[str] = field(default_factory=list)
    done: list[str] = field(default_factory=list)
    failed: bool = False

    def run(self, script: str, argument: str = "") -> list[str]:
        """Run a script, and give what it says with ``echo``."""
        lines = script.replace("%1", argument).split("\r\n")
        labels = {line[1:].lower(): at for at, line in enumerate(lines) if line.startswith(":")}
        variables = {"COMPUTERNAME": self.name, "SystemRoot": "C:\\WINNT"}
        at = 0
        self.said = []
        while at < len(lines):
            line = re.sub(r"%(\w+)%", lambda found: variables.get(found[1], ""), lines[at])
            at += 1
            line = self._chosen(line)
            if line.startswith("goto "):
                at = labels[line.removeprefix("goto ").lower()]
            elif line.startswith("set "):
                name, _, value = line.removeprefix("set ").partition("=")
                variables[name] = value
            elif line and not line.startswith((":", "rem ", "@echo off")):
                self._do(line)
        return self.said

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
        command, file = (redirected[1], redirected[2]) if redirected else (line, "")
        command, _, filtered = command.partition(" | ")
        output = self._output(command)
        if filtered:
            (wanted,) = _STRINGS.findall(filtered)
            self.failed = not any(wanted in each for each in output.split("\r\n"))
        if file and file != "nul":
            assert file not in self.locked
            self.files[file] = output + "\r\n"
        elif command.startswith("echo "):
            self.said.append(output)

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
        found = re.fullmatch(r'"([^"]*)" (\S+)', rest)
        assert found
        lines = self.files.get(found[2], "").split("\r\n")
        lines = [each for each in lines if found[1] in each]
        self.failed = not lines
        return "\r\n".join([f"---------- {found[2].upper()}", *lines])

    def _type(self, rest: str) -> str:
        return self.files[rest]

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
        if word == "regdmp" or _SHOW.fullmatch(command):
            return " ".join(f'"{each}"' for each in (*self.addresses, *self.masks))
        self.done.append(command)
        if word == "nbtstat":
            assert rest in ("-R", "-c")
        elif word == "regini":
            self._set_lists(self.files[rest])
        elif found := _ADD.fullmatch(command):
            self.addresses.append(found[2])
            self.masks.append(found[3])
        elif found := _DELETE.fullmatch(command):
            at = self.addresses.index(found[2])
            del self.addresses[at], self.masks[at]
        else:
            message = f"no such command on Windows NT: {command}"
            raise ValueError(message)
        return ""

    def _set_lists(self, text: str) -> None:
        """What regini does with a file: the whole lists are replaced."""
        text = text.replace("\\\r\n", " ")
        assert text.endswith("\r\n")
        _, addresses, masks, _ = text.split("\r\n")
        self.addresses = _STRINGS.findall(addresses.removeprefix("    IPAddress = REG_MULTI_SZ"))
        self.masks = _STRINGS.findall(masks.removeprefix("    SubnetMask = REG_MULTI_SZ"))
