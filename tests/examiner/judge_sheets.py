# SPDX-License-Identifier: MIT
"""Judges what a technician types from STEPS.TXT, with nothing to look up elsewhere."""

import re
from collections.abc import Iterator

from .bundle import Bundle, base
from .options import Options

STEP = re.compile(r"(?m)^(?=(\d+)\. )")
_SCRIPT = re.compile(r"(?m)^ +(NIC|NICUNDO|NAMES|NAMUNDO|CHECK)(?: [A-Z]+)?$")
_WRITTEN = re.compile(r"(?m)> (\S+)$|^ +copy (?:/b )?\S+ (\S+)$")
_FOURTH_WAY = re.compile(r"(?m)^ +[d-z]\) ")


def judge_sheets(bundle: Bundle, options: Options) -> Iterator[str]:
    """Complaints about commands and values of steps."""
    pages = {}
    for folder in bundle.files_by_folder:
        files = bundle.inside(folder)
        content = files.get("STEPS.TXT", b"").decode("cp1252", "replace").replace("\r\n", "\n")
        pages[folder] = steps = steps_of(content)
        yield from _page(f"SERVERS/{folder}/STEPS.TXT", content, steps, set(files))
    for row in bundle.assignments:
        folder = base(row["folder"])
        if row["action"] != "move" or row["step"] not in pages.get(folder, {}):
            continue
        page, here = pages[folder], f"SERVERS/{folder}/STEPS.TXT: step {row['step']}"
        for value in (row["old_address"], row["address_value"]):
            if not re.search(rf"(?<![\w.-]){re.escape(value)}(?![\w.-])", page[row["step"]]):
                yield f"{here} does not say {value}"
        called = f"telnet {row['new_address']} 102\n"
        if options.strategy == "address" and not any(called in each for each in page.values()):
            yield f"SERVERS/{folder}/STEPS.TXT: no step says {called.strip()!r}"

    yield from _tested(
        bundle, {number: text for page in pages.values() for number, text in page.items()}
    )


def _tested(bundle: Bundle, steps: dict[str, str]) -> Iterator[str]:
    """Each row of EVIDENCE.CSV is a test of its step, with both ends and the connector."""
    for row in bundle.tests:
        shown = row["connector"].encode("cp1252", "backslashreplace").decode("cp1252")
        sender, receiver = (re.escape(row[end] or "a foreign MTA") for end in ("from", "to"))
        wanted = rf"{row['direction']}, from {sender}(?: \(sent there\))? to {receiver}:"
        if not re.search(rf'{wanted}\n +"{re.escape(shown)}"\n', steps.get(row["step"], "")):
            yield f"STEPS.TXT: step {row['step']} does not test {shown} {row['direction']}"


def steps_of(content: str) -> dict[str, str]:
    """The text of each step by its number; the title is its first line."""
    parts = STEP.split(content)
    return dict(zip(parts[1::2], parts[2::2], strict=True))


def _page(here: str, content: str, steps: dict[str, str], files: set[str]) -> Iterator[str]:
    _, _, rest = content.partition("\n")
    for line in rest.split("\n"):
        if line[:1].strip() and not STEP.match(line):
            yield f"{here}: {line!r} begins in column 1 and is no step"
    for number, text in steps.items():
        for name in _SCRIPT.findall(text):
            if f"{name}.CMD" not in files:
                yield f"{here}: step {number} runs {name}.CMD, which is not there"
        for names in _WRITTEN.findall(text):
            name = "".join(names)
            if name in files:
                yield f"{here}: step {number} writes over {name} of this folder"
        if _FOURTH_WAY.search(text):
            yield f"{here}: step {number} has more than three ways"
