# SPDX-License-Identifier: MIT
"""What is attached to a ticket: a folder of files that its system takes, and one ZIP of all.

A safe ZIP holds scripts under names that mail filters let pass: NIC.CMD is NIC.CM_ in it. The
first step at each place then gives them their names back. Until then UNPACKED.SUM has the
checksums of the files, and from then on SHA256SUMS, as in every bundle.
"""

import io
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

import msgspec

from x400fix.bundle.archive import open_archive
from x400fix.bundle.contents import UNPACKED_NAME, Checksums, safe_name
from x400fix.bundle.writer import Bundle
from x400fix.documents.field_profiles import ATTACHMENTS, BUNDLE
from x400fix.problems import Place, Problem, UsageError
from x400fix.settings.choices import Pack, Profile

Files = Iterable[tuple[str, Iterable[bytes] | bytes]]

_FOLDER = "ATTACH"
_WORK = "RUNBOOK.TXT"
"""A file that is in every bundle in which there is something to do."""


class Packing(msgspec.Struct, frozen=True, kw_only=True):
    """How a bundle is packed.

    ``is_zip`` says whether it is one ZIP as a whole, ``is_whole`` whether it is a bundle at all,
    and not only the documents of one, of which no ZIP is made.
    """

    profile: Profile
    pack: Pack
    is_zip: bool
    is_whole: bool = True


def refuse_pack(packing: Packing, where: Place) -> None:
    """Raise UsageError if scripts are to be renamed inside a ZIP, and there is none.

    ``where`` is the place in which that is asked for.
    """
    has_zip = packing.is_zip or any(each.is_bundle for each in ATTACHMENTS[packing.profile])
    if packing.pack is Pack.SAFE and not has_zip:
        profiles = " or ".join(
            profile for profile, rows in ATTACHMENTS.items() if any(each.is_bundle for each in rows)
        )
        message = (
            "safe renames scripts inside a ZIP, and this bundle has none: give --zip, or the "
            f"profile {profiles}"
        )
        raise UsageError([Problem(code="X4-E122", message=message, where=where)])


def packed_files(files: Files, packing: Packing) -> Files:
    """The files of a bundle as they are written, each read to its end before the next."""
    packed = _with_attachments(files, packing) if ATTACHMENTS[packing.profile] else files
    return _safe_files(packed) if packing.pack is Pack.SAFE and packing.is_zip else packed


def _safe_files(files: Files) -> Iterator[tuple[str, Iterable[bytes] | bytes]]:
    """The same files under safe names, and the list of their checksums."""
    sums = Checksums()
    for name, content in files:
        yield safe_name(name), sums.follow(safe_name(name), content)
    yield UNPACKED_NAME, sums.text()


def _with_attachments(files: Files, packing: Packing) -> Iterator[tuple[str, bytes]]:
    """The files of a bundle, then what is attached, if there is anything to do."""
    kept: dict[str, bytes] = {}
    for name, content in files:
        kept[name] = content if isinstance(content, bytes) else b"".join(content)
        yield name, kept[name]
    for attachment in ATTACHMENTS[packing.profile] if _WORK in kept else ():
        source = next((name for name in attachment.names if name in kept), None)
        if source is not None:
            yield f"{_FOLDER}/{attachment.names[source]}", kept[source]
        elif attachment.is_bundle and packing.is_whole:
            yield f"{_FOLDER}/{BUNDLE}", _zip_of(kept, packing)


def _zip_of(files: Mapping[str, bytes], packing: Packing) -> bytes:
    """All files as one ZIP."""
    data = io.BytesIO()
    with open_archive(data, Path(BUNDLE)) as write_file:
        bundle = Bundle(write_file, Path(BUNDLE))
        bundle.write_all(_safe_files(files.items()) if packing.pack is Pack.SAFE else files.items())
        bundle.write_checksums()
    return data.getvalue()
