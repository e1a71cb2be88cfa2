# SPDX-License-Identifier: MIT
"""Judges NAMES.CMD and NAMUNDO.CMD by what they do to name files that others have lines in."""

from collections.abc import Iterator

from tests.batch import ETC, Computer

from .bundle import Bundle
from .inventory import SAFE_SERVER
from .options import Options

_SCRIPTS = ("NAMES.CMD", "NAMUNDO.CMD")
# A last line that is not ended, as editors of the time leave it
_OLD = {"HOSTS": "127.0.0.1 localhost", "LMHOSTS": "# mine\r\n10.99.0.9 OTHER #PRE"}


def judge_name_scripts(bundle: Bundle, options: Options) -> Iterator[str]:
    """Complaints about the scripts of every folder that needs names."""
    modes = options.mode, options.strategy
    for folder, name in bundle.folders.items():
        files = bundle.scripts(folder)
        here = f"SERVERS/{folder}"
        entries = [file for file in _OLD if f"{file}.ADD" in files]
        needed = "HOSTS" in entries or (entries and modes != ("ip", "address"))
        wanted = set(_SCRIPTS) if needed and SAFE_SERVER.fullmatch(name) else set()
        if wanted != set(_SCRIPTS) & set(files):
            yield f"{here}: name scripts are not {sorted(wanted)}"
        elif wanted:
            try:
                yield from _runs(here, name, files, entries)
            except (AssertionError, KeyError, ValueError) as error:
                yield f"{here}/NAMES.CMD: does not run: {error!r}"


def _runs(here: str, name: str, files: dict[str, str], entries: list[str]) -> Iterator[str]:
    for script in _SCRIPTS:
        for argument in ("", "X", *(set(_OLD) - set(entries))):
            yield from _idle(here, _computer(name, files), script, argument)
        for argument in entries:
            yield from _idle(here, _computer("ELSE", files), script, argument)
    for argument in entries:
        yield from _there_and_back(here, _computer(name, files), argument)


def _computer(name: str, files: dict[str, str]) -> Computer:
    return Computer(name=name, files={**files, **{ETC + file: _OLD[file] for file in _OLD}})


def _idle(here: str, computer: Computer, script: str, argument: str) -> Iterator[str]:
    """Another computer, or a word that is none: nothing may change."""
    before = dict(computer.files)
    computer.run(computer.files[script], argument)
    if computer.files != before or computer.done:
        yield f"{here}/{script} {argument}: should change nothing on {computer.name}"


def _there_and_back(here: str, computer: Computer, argument: str) -> Iterator[str]:
    old, added = _OLD[argument], computer.files[f"{argument}.ADD"]
    (other,) = set(_OLD) - {argument}
    right = {
        "NAMES.CMD": added + old if argument == "HOSTS" else f"{old}\r\n{added}",
        "NAMUNDO.CMD": old,
    }
    for script, text in right.items():
        for time in ("once", "twice"):
            computer.run(computer.files[script], argument)
            found = computer.files.get(ETC + argument)
            if found != text:
                yield f"{here}/{script} {argument}: {time} gives {found!r}, not {text!r}"
            if computer.files[ETC + other] != _OLD[other]:
                yield f"{here}/{script} {argument}: changes {other}"
        loads = computer.done.count("nbtstat -R")
        if bool(loads) is not (argument == "LMHOSTS"):
            yield f"{here}/{script} {argument}: runs nbtstat -R {loads} times"
        computer.done.clear()
    for file, text in _OLD.items():
        if text not in (computer.files[each] for each in computer.files if "\\" not in each):
            yield f"{here}/NAMES.CMD {argument}: no copy of {file} outside etc"
