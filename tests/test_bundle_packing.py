# SPDX-License-Identifier: MIT
"""What is attached to a ticket, and under which names."""

import hashlib
import io
import re
import zipfile
from collections.abc import Iterable, Mapping
from itertools import chain
from pathlib import Path

import pytest
from hypothesis import given

from tests.builders import inventory, pair, servers, settings
from tests.command import POOL, run
from tests.golden import files_below
from tests.inventories import inventories
from tests.inventories.case import Case
from tests.inventories.plans import LAWS, MODES, chosen_for, planned, read
from tests.plans import Made, make
from x400fix.bundle.contents import plain_name, safe_name
from x400fix.bundle.packing import Packing, packed_files, refuse_pack
from x400fix.documents.documents import bundle_files
from x400fix.problems import Place, UsageError
from x400fix.settings.choices import Pack, Profile
from x400fix.step_kinds import StepKind


def packed(
    made: Made,
    profile: Profile = Profile.GENERIC,
    pack: Pack = Pack.PLAIN,
    *,
    is_zip: bool = False,
    extra: Mapping[str, bytes] | None = None,
) -> dict[str, bytes]:
    """The files of a packed bundle."""
    files = bundle_files(made.plan)
    packing = Packing(profile=profile, pack=pack, is_zip=is_zip)
    return {
        path: content if isinstance(content, bytes) else b"".join(content)
        for path, content in packed_files(chain(files, (extra or {}).items()), packing)
    }


def attached(files: Iterable[str]) -> list[str]:
    return [path.removeprefix("ATTACH/") for path in files if path.startswith("ATTACH/")]


def opened(data: bytes) -> dict[str, bytes]:
    """The files in a ZIP."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


@pytest.mark.parametrize("profile", [Profile.GENERIC, Profile.JSM])
def test_most_systems_take_every_file(profile: Profile) -> None:
    """Nothing is packed for them."""
    assert packed(make(pair()), profile) == dict(make(pair()).bundle())


def test_remedy_gets_three_files() -> None:
    """The ticket, the assignments under a name that passes, and all files in one."""
    made = make(pair())
    files = packed(made, Profile.REMEDY)
    assert attached(files) == ["TICKET.TXT", "ASSIGN.CSV.TXT", "BUNDLE.ZIP"]
    assert files["ATTACH/TICKET.TXT"] == files["TICKET.MD"]
    assert files["ATTACH/ASSIGN.CSV.TXT"] == files["ASSIGN.csv"]
    inside = opened(files["ATTACH/BUNDLE.ZIP"])
    assert [*inside][-1] == "SHA256SUMS"
    assert {**inside, "SHA256SUMS": b""} == {**made.bundle(), "SHA256SUMS": b""}


def test_the_ticket_is_attached_as_pdf_where_there_is_one() -> None:
    """It was asked for."""
    files = packed(make(pair()), Profile.REMEDY, extra={"TICKET.PDF": b"%PDF"})
    assert attached(files) == ["TICKET.PDF", "ASSIGN.CSV.TXT", "BUNDLE.ZIP"]
    assert files["ATTACH/TICKET.PDF"] == b"%PDF"


def test_a_strict_server_gets_no_tables_and_scripts_but_in_the_zip() -> None:
    """What is not in the bundle is not attached."""
    whole = ["TICKET.TXT", "ASSIGN.CSV.TXT", "EVIDENCE.CSV.TXT", "BUNDLE.ZIP"]
    found = packed(make(pair()), Profile.SERVICENOW)
    assert attached(found) == whole
    assert found["ATTACH/EVIDENCE.CSV.TXT"] == found["EVIDENCE.CSV"]
    files = {path: data for path, data in make(pair()).bundle().items() if path != "EVIDENCE.CSV"}
    packing = Packing(profile=Profile.SERVICENOW, pack=Pack.PLAIN, is_zip=False)
    assert attached(dict(packed_files(files.items(), packing))) == [whole[0], whole[1], whole[3]]


def test_the_documents_of_a_bundle_are_attached_without_a_zip_of_all() -> None:
    """There are no scripts beside them."""
    made = make(pair())
    packing = Packing(profile=Profile.REMEDY, pack=Pack.PLAIN, is_zip=False, is_whole=False)
    files = dict(packed_files(made.bundle().items(), packing))
    assert attached(files) == ["TICKET.TXT", "ASSIGN.CSV.TXT"]


def test_nothing_to_do_attaches_nothing() -> None:
    """There is no change."""
    assert attached(packed(make(pair(1)), Profile.REMEDY)) == []


def sums_of(files: Mapping[str, bytes]) -> list[str]:
    """The lines that sha256sum writes."""
    return [f"{hashlib.sha256(data).hexdigest()}  {name}" for name, data in sorted(files.items())]


def test_a_safe_zip_has_checksums_before_and_after_scripts_have_their_names_back() -> None:
    """Whoever unpacks it looks at UNPACKED.SUM; then SHA256SUMS holds, as in every bundle."""
    made = make(pair(), settings(pack=Pack.SAFE))
    inside = opened(packed(made, Profile.REMEDY, Pack.SAFE)["ATTACH/BUNDLE.ZIP"])
    after = inside.pop("SHA256SUMS").decode().splitlines()
    assert after == sums_of({plain_name(path): data for path, data in inside.items()})
    before = inside.pop("UNPACKED.SUM").decode().splitlines()
    assert before == sums_of(inside)


def test_scripts_are_renamed_in_a_safe_zip_and_nowhere_else() -> None:
    """In the folder they can be run."""
    made = make(pair(), settings(pack=Pack.SAFE))
    files = packed(made, Profile.REMEDY, Pack.SAFE)
    inside = opened(files["ATTACH/BUNDLE.ZIP"])
    scripts = [path for path in files if path.endswith((".CMD", ".REG"))]
    assert len(scripts) == 12
    assert not [path for path in inside if path.endswith((".CMD", ".REG"))]
    for path in scripts:
        assert inside[safe_name(path)] == files[path]
    assert {safe_name(path) for path in made.bundle()} == {*inside} - {
        "SHA256SUMS",
        "UNPACKED.SUM",
    }


def test_a_bundle_that_is_a_zip_as_a_whole_is_renamed_as_a_whole() -> None:
    """And nothing else in it changes."""
    made = make(pair(), settings(pack=Pack.SAFE))
    files = packed(made, pack=Pack.SAFE, is_zip=True)
    listed = files.pop("UNPACKED.SUM").decode().splitlines()
    assert listed == sums_of(files)
    assert files == {safe_name(path): data for path, data in made.bundle().items()}
    assert packed(made, is_zip=True) == dict(made.bundle())


REN = re.compile(r"(?m)^ +ren \*(\.\S+) \*(\.\S+)$")


def rename_as_told(folder: Path) -> None:
    """Do what the first step in a folder says; every ``ren`` in it finds a file."""
    first = (folder / "STEPS.TXT").read_bytes().decode("cp1252").replace("\r\n", "\n")
    (start,) = re.findall(
        r"(?m)^\d+\. Copy this folder to the server and record the present state$", first
    )
    for old, new in REN.findall(first[first.index(start) :]):
        found = [path for path in folder.iterdir() if path.name.endswith(old)]
        assert found, f"{folder.name}: ren *{old} *{new}"
        for path in found:
            path.rename(path.with_suffix(new))


@pytest.mark.parametrize("how", ["whole", "attached"])
def test_unpacked_and_renamed_as_its_steps_say_a_safe_zip_is_the_plain_bundle(
    how: str, here: Path
) -> None:
    """Byte for byte, with the scripts for name files; each list of checksums holds in its turn."""
    names = here / "now" / "MAIL-A"
    names.mkdir(parents=True)
    (names / "LMHOSTS").write_bytes(b"10.20.9.9 OLD\r\n")
    options = ("--lmhosts", "now", "--pack", "safe", "--address-mode", "lmhosts")
    plain = ("plan", "inventory.csv", *POOL, *options)
    assert run(*plain, "--profile", "remedy", "--out", "folder").status == 0
    zipped = Path("folder/ATTACH/BUNDLE.ZIP")
    if how == "whole":
        assert run(*plain, "--profile", "remedy", "--zip", "whole.zip").status == 0
        zipped = Path("whole.zip")
    with zipfile.ZipFile(zipped) as archive:
        archive.extractall("unpacked")
    unpacked = here / "unpacked"
    held = files_below(unpacked)
    sums, before = (held.pop(name).decode() for name in ("SHA256SUMS", "UNPACKED.SUM"))
    assert before.splitlines() == sums_of(held)
    assert not [path for path in held if path.endswith((".CMD", ".REG"))]
    for folder in sorted((unpacked / "SERVERS").iterdir()):
        rename_as_told(folder)
    held = files_below(unpacked)
    del held["SHA256SUMS"]
    assert sums.splitlines() == sums_of(held)
    del held["UNPACKED.SUM"]
    bundle = files_below(here / "folder")
    assert {path: data for path, data in held.items() if not path.startswith("ATTACH/")} == {
        path: data
        for path, data in bundle.items()
        if path != "SHA256SUMS" and not path.startswith("ATTACH/")
    }
    assert {"SERVERS/MAIL-A/NAMES.CMD", "SERVERS/MAIL-A/NAMUNDO.CMD"} < held.keys()


@LAWS
@given(inventories(), MODES)
def test_whoever_gets_renamed_scripts_begins_with_naming_them_back(
    case: Case, options: dict[str, object]
) -> None:
    """At each place that has any, and nowhere else; each command finds a file."""
    made = planned(read(case.text), chosen_for(case, {**options, "pack": Pack.SAFE}))
    for place in made.plan.servers if made else ():
        assert made
        folder = f"SERVERS/{place.folder}/"
        endings = {path[-4:] for path in made.bundle() if path.startswith(folder)}
        told = REN.findall(made.text(f"{folder}STEPS.TXT"))
        assert {new for _, new in told} == endings & {".CMD", ".REG"}
        assert all(safe_name(new) == old for old, new in told)
        (first, *others) = made.steps(at=place.name)
        assert first.kind is StepKind.PREPARE or not told
        assert StepKind.PREPARE not in {step.kind for step in others}


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("SERVERS/A/NIC.CMD", "SERVERS/A/NIC.CM_"),
        ("SERVERS/A/NICUNDO.REG", "SERVERS/A/NICUNDO.RE_"),
        ("SERVERS/A.CMD/NIC.INI", "SERVERS/A.CMD/NIC.INI"),
        ("PLAN.json", "PLAN.json"),
        ("X", "X"),
    ],
)
def test_only_scripts_are_renamed(name: str, safe: str) -> None:
    """By the ending of the file, not of a folder."""
    assert safe_name(name) == safe


def test_the_same_bundle_gives_the_same_zip() -> None:
    """Nothing of the folder in which it was made, nor of the library that compresses."""
    rows = [f"MAIL-A/{at} 10.20.2.10 MAIL-B" for at in "12"]
    one, other = (packed(make(inventory(rows, servers())), Profile.REMEDY) for _ in "12")
    assert one == other
    with zipfile.ZipFile(io.BytesIO(one["ATTACH/BUNDLE.ZIP"])) as archive:
        assert {entry.compress_type for entry in archive.infolist()} == {zipfile.ZIP_STORED}


@pytest.mark.parametrize("profile", [Profile.GENERIC, Profile.JSM])
def test_renaming_without_a_zip_is_a_usage_error(profile: Profile) -> None:
    """The scripts of a folder keep their names."""
    with pytest.raises(UsageError) as caught:
        refuse_pack(Packing(profile=profile, pack=Pack.SAFE, is_zip=False), Place("--pack"))
    assert str(caught.value) == (
        "--pack: error X4-E122: safe renames scripts inside a ZIP, and this bundle has none: "
        "give --zip, or the profile servicenow or remedy"
    )


def test_what_the_config_file_asks_for_is_refused_there(here: Path) -> None:
    """Nobody wrote an option."""
    (here / "x400fix.toml").write_text('[ticket]\npack = "safe"\n', encoding="utf-8")
    outcome = run("plan", "inventory.csv", *POOL)
    assert outcome.status == 2
    assert outcome.err.startswith("using x400fix.toml\nx400fix.toml: error X4-E122: safe renames ")


@pytest.mark.parametrize(
    "packing",
    [
        Packing(profile=Profile.GENERIC, pack=Pack.SAFE, is_zip=True),
        Packing(profile=Profile.REMEDY, pack=Pack.SAFE, is_zip=False),
        Packing(profile=Profile.GENERIC, pack=Pack.PLAIN, is_zip=False),
    ],
)
def test_renaming_inside_a_zip_is_none(packing: Packing) -> None:
    """Nor is not renaming."""
    refuse_pack(packing, Place("--pack"))
