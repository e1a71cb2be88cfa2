# SPDX-License-Identifier: MIT
"""What is attached to a ticket, and under which names."""

import hashlib
import io
import zipfile
from collections.abc import Iterable, Iterator, Mapping

import pytest

from tests.builders import inventory, pair, servers, settings
from tests.plans import INPUTS, Made, make
from x400fix.bundle.packing import Packing, packed_files, refuse_pack, safe_name
from x400fix.model.choices import Pack, Profile
from x400fix.plan.records_summary import summary_record
from x400fix.problems import UsageError
from x400fix.render.files import bundle_files


def packed(
    made: Made,
    profile: Profile = Profile.GENERIC,
    pack: Pack = Pack.PLAIN,
    *,
    is_zip: bool = False,
    extra: Mapping[str, bytes] | None = None,
) -> dict[str, bytes]:
    """The files of a packed bundle."""

    def make_files() -> Iterator[tuple[str, bytes]]:
        for path, content in bundle_files(
            made.plan, INPUTS, made.problems, summary_record(made.plan)
        ):
            yield path, content if isinstance(content, bytes) else b"".join(content)
        yield from (extra or {}).items()

    packing = Packing(profile=profile, pack=pack, is_zip=is_zip)
    return {
        path: content if isinstance(content, bytes) else b"".join(content)
        for path, content in packed_files(make_files, packing)
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
    assert files["ATTACH/TICKET.TXT"] == files["TICKET.TXT"]
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
    assert attached(dict(packed_files(files.items, packing))) == [whole[0], whole[1], whole[3]]


def test_the_documents_of_a_bundle_are_attached_without_a_zip_of_all() -> None:
    """There are no scripts beside them."""
    made = make(pair())
    packing = Packing(profile=Profile.REMEDY, pack=Pack.PLAIN, is_zip=False, is_whole=False)
    files = dict(packed_files(made.bundle().items, packing))
    assert attached(files) == ["TICKET.TXT", "ASSIGN.CSV.TXT"]


def test_nothing_to_do_attaches_nothing() -> None:
    """There is no change."""
    assert attached(packed(make(pair(1)), Profile.REMEDY)) == []


def test_the_checksums_in_the_zip_are_of_the_files_as_they_stand_there() -> None:
    """So that they can be checked before scripts get their names back."""
    made = make(pair(), settings(pack=Pack.SAFE))
    inside = opened(packed(made, Profile.REMEDY, Pack.SAFE)["ATTACH/BUNDLE.ZIP"])
    lines = inside.pop("SHA256SUMS").decode().splitlines()
    assert lines == [
        f"{hashlib.sha256(data).hexdigest()}  {name}" for name, data in sorted(inside.items())
    ]


def test_scripts_are_renamed_in_a_safe_zip_and_nowhere_else() -> None:
    """In the folder they can be run."""
    made = make(pair(), settings(pack=Pack.SAFE))
    files = packed(made, Profile.REMEDY, Pack.SAFE)
    inside = opened(files["ATTACH/BUNDLE.ZIP"])
    scripts = [path for path in files if path.endswith((".CMD", ".REG"))]
    assert len(scripts) == 14
    assert not [path for path in inside if path.endswith((".CMD", ".REG"))]
    for path in scripts:
        assert inside[safe_name(path)] == files[path]
    assert {safe_name(path) for path in made.bundle()} == {*inside} - {"SHA256SUMS"}


def test_a_bundle_that_is_a_zip_as_a_whole_is_renamed_as_a_whole() -> None:
    """And nothing else in it changes."""
    made = make(pair(), settings(pack=Pack.SAFE))
    files = packed(made, pack=Pack.SAFE, is_zip=True)
    assert files == {safe_name(path): data for path, data in made.bundle().items()}
    assert packed(made, is_zip=True) == dict(made.bundle())


def test_the_step_gives_every_renamed_script_its_name_back() -> None:
    """As the two commands of the step do it."""
    made = make(pair(), settings(pack=Pack.SAFE))
    for name in packed(made, pack=Pack.SAFE, is_zip=True):
        if name.endswith("_"):
            back = name.replace(".CM_", ".CMD").replace(".RE_", ".REG")
            assert back in made.bundle()
            ending = f"ren *{name[-4:]} *{back[-4:]}"
            assert ending in made.text(f"{name.rpartition('/')[0]}/STEPS.TXT")


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
    """Nothing of the folder in which it was made."""
    rows = [f"MAIL-A/{at} 10.20.2.10 MAIL-B" for at in "12"]
    one, other = (packed(make(inventory(rows, servers())), Profile.REMEDY) for _ in "12")
    assert one == other


@pytest.mark.parametrize("profile", [Profile.GENERIC, Profile.JSM])
def test_renaming_without_a_zip_is_a_usage_error(profile: Profile) -> None:
    """The scripts of a folder keep their names."""
    with pytest.raises(UsageError) as caught:
        refuse_pack(Packing(profile=profile, pack=Pack.SAFE, is_zip=False))
    assert str(caught.value) == (
        "--pack: error X4-E122: safe renames scripts inside a ZIP, and this bundle has none: "
        "give --zip, or the profile servicenow or remedy"
    )


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
    refuse_pack(packing)
