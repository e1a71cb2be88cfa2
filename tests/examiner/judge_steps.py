# SPDX-License-Identifier: MIT
"""Judges STEPS.TXT, RUNBOOK.TXT, ADDRATTR.TXT and what refers to them."""

import re
from collections import Counter
from collections.abc import Iterator

from .bundle import Bundle, base, records, text
from .inventory import FOLDER_NAME, SAFE_SERVER
from .judge_texts import SERVER_FILES
from .world import World

STEP = re.compile(r"(?:\[ \] )?(\d+)\.\s*(.*)")
PHASES = ("PREPARATION", "WINDOW", "AFTERWARDS")
TEST = re.compile(r"    \[ \] from (\S+|a foreign MTA) to (\S+|a foreign MTA): \"(.*)\"")
_SERVER_FILE = re.compile(r"(?<![\w.-])([A-Z]{1,8}\.(?:TXT|ADD|INI|REG|CMD|OLD|NEW))(?!\w|[.-]\w)")
_ENOUGH = 2000  # looking for each name in a large ticket costs its square


def judge_steps(world: World, bundle: Bundle) -> Iterator[str]:
    """Complaints about steps and settings."""
    content = bundle.files.get("RUNBOOK.TXT", b"").decode("cp1252")
    work = content.partition("\r\nBACK-OUT\r\n")[0]
    runbook = dict(_steps(work, indent=True))
    yield from _phases(work)
    yield from _tests(world, bundle, work)
    numbers: dict[str, str] = {}
    by_folder: dict[str, dict[str, str]] = {}
    for folder in bundle.files_by_folder:
        files = bundle.inside(folder)
        here = f"SERVERS/{folder}"
        if "STEPS.TXT" not in files:
            yield f"{here}: no STEPS.TXT"
            continue
        steps = _steps(files["STEPS.TXT"].decode("cp1252", "replace"), indent=False)
        by_folder[folder] = dict(steps)
        if not steps:
            yield f"{here}/STEPS.TXT: no step begins in column 1"
        for number, title in steps:
            if number in numbers:
                yield f"{here}/STEPS.TXT: step {number} stands in {numbers[number]} too"
            numbers[number] = folder
            if not runbook.get(number, "").endswith(title):
                yield f"{here}/STEPS.TXT: step {number} {title!r} is not in RUNBOOK.TXT"
        yield from _files_named(here, files)
    for number, title in runbook.items():
        if number not in numbers:
            yield f"RUNBOOK.TXT: step {number} {title!r} is in no STEPS.TXT"
    yield from _references(bundle, by_folder)
    yield from _settings(bundle)
    yield from _folders(world, bundle)


def _steps(content: str, *, indent: bool) -> list[tuple[str, str]]:
    lines = (line.lstrip() if indent else line for line in content.splitlines())
    found = (STEP.match(line) for line in lines)
    return [(match[1], match[2]) for match in found if match]


def _phases(work: str) -> Iterator[str]:
    """Three parts, each with its steps; what stops mail is in the second only."""
    order = [line for line in work.splitlines() if line in PHASES]
    if work and order != list(PHASES):
        yield f"RUNBOOK.TXT: its phases are {order}"
    parts = re.split(rf"(?m)^(?:{'|'.join(PHASES)})\r$", work)[1:]
    for phase, text_of_phase in zip(order, parts, strict=True):
        stops = re.search(r"\d+\. \S+: (?:Restart|Set the Address|Add the new)", text_of_phase)
        if stops and phase != "WINDOW":
            yield f"RUNBOOK.TXT: {stops[0]!r} is in {phase}"


def _tests(world: World, bundle: Bundle, work: str) -> Iterator[str]:
    """Every test step names its tests, and each moved connector is tested once each way."""
    for step in re.split(r"(?m)^\[ \] (?=\d)", work)[1:]:
        if ": Send the test messages" in step.splitlines()[0] and not TEST.search(step):
            yield f"RUNBOOK.TXT: a test without a test: {step.splitlines()[0]}"
    seen = Counter(TEST.findall(work))
    for row in bundle.assignments:
        server, name = row["server"], row["connector"]
        far = row["remote_server"] or "a foreign MTA"
        if not (name.isascii() and name.isprintable()) or row["action"] == "keep":
            continue
        sent = seen[server, far, name]
        if sent != 1:
            yield f"RUNBOOK.TXT: {server}/{name} is tested {sent} times on its way out"
        if (server.upper(), name) not in world.peer and not seen[far, server, name]:
            yield f"RUNBOOK.TXT: {server}/{name} is never tested on its way in"


def _files_named(here: str, files: dict[str, bytes]) -> Iterator[str]:
    content = files["STEPS.TXT"].decode("cp1252", "replace")
    unquoted = re.sub(r'".*"', "", content)  # a connector may be called NIC.CMD
    named = set(_SERVER_FILE.findall(unquoted)) & SERVER_FILES
    for name in sorted(set(files) - named - {"STEPS.TXT"}):
        yield f"{here}/STEPS.TXT: does not name {name}"
    for name in sorted(named - set(files)):
        yield f"{here}/STEPS.TXT: names {name}, which is not there"


def _references(bundle: Bundle, by_folder: dict[str, dict[str, str]]) -> Iterator[str]:
    for row in bundle.assignments:
        folder, step = base(row["folder"]), row["step"]
        here = f"ASSIGN.csv: {row['server']}/{row['connector']}"
        if row["action"] == "move" and not (folder and step):
            yield f"{here}: no folder or no step"
        if folder and folder not in by_folder:
            yield f"{here}: folder {folder} is not there"
        elif step and step not in by_folder.get(folder, {}):
            yield f"{here}: step {step} is not in {folder}/STEPS.TXT"
        if folder and bundle.folders.get(folder) != row["server"].upper():
            yield f"{here}: folder {folder} is another server's"


def _settings(bundle: Bundle) -> Iterator[str]:
    """Every moved Address stands, old and new, in its server's ADDRATTR.TXT and PLAN.json."""
    planned = {
        (text(server, "name").upper(), text(each, "connector")): (
            each.get("before"),
            each.get("after"),
        )
        for server in bundle.servers
        for each in records(server.get("address_attributes"))
    }
    for row in bundle.assignments:
        if row["action"] != "move":
            continue
        ident = row["server"].upper(), row["connector"]
        folder = bundle.folder_of(ident[0]) or ""
        page = bundle.inside(folder).get("ADDRATTR.TXT", b"").decode("cp1252", "replace")
        shown = row["connector"].encode("cp1252", "replace").decode("cp1252")
        for value in (row["old_address"], row["address_value"]):
            if value not in page:
                yield f"SERVERS/{folder}/ADDRATTR.TXT: {ident} lacks {value}"
        if shown.isascii() and shown == row["connector"] and shown not in page:
            yield f"SERVERS/{folder}/ADDRATTR.TXT: does not show {shown!r}"
        before, after = planned.get(ident, (None, None))
        if row["old_address"] not in str(before) or row["address_value"] not in str(after):
            yield f"PLAN.json: address_attributes of {ident} are {before} -> {after}"


def _folders(world: World, bundle: Bundle) -> Iterator[str]:
    unknown = set(bundle.files_by_folder) - set(bundle.folders)
    if unknown:
        yield f"SERVERS: folders that PLAN.json does not name: {sorted(unknown)}"
    for folder, name in bundle.folders.items():
        own = FOLDER_NAME.fullmatch(name) is not None
        if own and folder != name:
            yield f"SERVERS/{folder}: should be called {name}"
        if not own and not re.fullmatch(r"S\d{2,}", folder):
            yield f"SERVERS/{folder}: {name} should get a numbered folder"
    gets = {row["owner"].upper() for row in bundle.assignments if row["action"] == "move"}
    dials = {row["server"].upper() for row in bundle.assignments if row["action"] == "move"}
    for name in sorted((gets & set(world.servers)) | dials):
        if bundle.folder_of(name) not in bundle.files_by_folder:
            yield f"SERVERS: no folder for {name}"
    yield from _listed(world, bundle, gets)


def _listed(world: World, bundle: Bundle, gets: set[str]) -> Iterator[str]:
    """Rule 7: every TCP connector to or from an owner is affected, and a test."""
    ticket = bundle.files["TICKET.MD"].decode("utf-8", "replace").replace("\\|", "|")
    for ident, connector in list(world.connectors.items())[:_ENOUGH]:
        touched = ident[0] in gets or world.partner[ident] in gets
        plain = connector.name.isascii() and SAFE_SERVER.fullmatch(ident[0])
        missing = connector.name not in ticket
        if touched and plain and missing and connector.stack == "TCP":
            yield f"TICKET.MD: {ident} is not listed as affected and as a test"
