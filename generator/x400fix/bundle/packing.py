# SPDX-License-Identifier: MIT
"""What is attached to a ticket: a folder of files that its system takes, and one ZIP of all.

A safe ZIP holds scripts under names that mail filters let pass: NIC.CMD is NIC.CM_ in it. The
first step at each place then gives them their names back. Until then UNPACKED.SUM has the
checksums of the files, and from then on SHA256SUMS, as in every bundle.
"""

import tempfile
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import msgspec

from x400fix.bundle.contents import UNPACKED_NAME, Checksums, safe_name
from x400fix.bundle.writer import Bundle, open_archive
from x400fix.documents.field_profiles import ATTACHMENTS, BUNDLE
from x400fix.problems import Place, Problem, UsageError
from x400fix.settings.choices import Pack, Profile

Files = Iterable[tuple[str, Iterable[bytes] | bytes]]

_FOLDER = "ATTACH"
_WORK = "RUNBOOK.TXT"
"""A file that is in every bundle by which somebody has to do something."""

_BLOCK = 1 << 18


class Packing(msgspec.Struct, frozen=True, kw_only=True):
    """How a bundle is packed.

    ``is_zip`` says whether it is one ZIP as a whole, ``is_whole`` whether it is a bundle at all,
    and not only the documents of one, of which no ZIP is made.
    """

    profile: Profile
    pack: Pack
    is_zip: bool
    is_whole: bool = True

    @property
    def is_safe(self) -> bool:
        """Whether scripts inside a ZIP are renamed."""
        return self.pack is Pack.SAFE


def refuse_pack(packing: Packing, where: Place) -> None:
    """Raise UsageError if scripts are to be renamed inside a ZIP, and there is none.

    ``where`` is the place in which that is asked for.
    """
    has_zip = packing.is_zip or any(each.is_bundle for each in ATTACHMENTS[packing.profile])
    if packing.is_safe and not has_zip:
        profiles = " or ".join(
            profile for profile, rows in ATTACHMENTS.items() if any(each.is_bundle for each in rows)
        )
        message = (
            "safe renames scripts inside a ZIP, and this bundle has none: give --zip, or the "
            f"profile {profiles}"
        )
        raise UsageError([Problem(code="X4-E122", message=message, where=where)])


def packed_files(make_files: Callable[[], Files], packing: Packing) -> Files:
    """The files of a bundle as they are written, each read to its end before the next."""
    files = _with_attachments(make_files, packing)
    return _safe_files(files) if packing.is_safe and packing.is_zip else files


def _with_attachments(
    make_files: Callable[[], Files], packing: Packing
) -> Iterator[tuple[str, Iterable[bytes] | bytes]]:
    """The files of a bundle, then what is attached, if there is anything to do.

    The files are made once more for each attachment, because they are never held whole.
    """
    names = set[str]()
    for name, content in make_files():
        names.add(name)
        yield name, content
    if _WORK not in names:
        return
    for attachment in ATTACHMENTS[packing.profile]:
        if attachment.is_bundle and packing.is_whole:
            yield f"{_FOLDER}/{BUNDLE}", _zip_blocks(make_files, is_safe=packing.is_safe)
        source = next((name for name in attachment.names if name in names), None)
        if source is not None:
            yield f"{_FOLDER}/{attachment.names[source]}", _content_of(source, make_files)


def _safe_files(files: Files) -> Iterator[tuple[str, Iterable[bytes]]]:
    """The same files under safe names, and the list of their checksums."""
    sums = Checksums()
    for name, content in files:
        safe = safe_name(name)
        sums.expect(safe)
        yield safe, sums.follow(safe, (content,) if isinstance(content, bytes) else content)
    yield UNPACKED_NAME, sums.lines()


def _content_of(wanted: str, make_files: Callable[[], Files]) -> Iterator[bytes]:
    """One of the files."""
    content = next(content for name, content in make_files() if name == wanted)
    yield from (content,) if isinstance(content, bytes) else content


def _zip_blocks(make_files: Callable[[], Files], *, is_safe: bool) -> Iterator[bytes]:
    """A ZIP of all files; it is made in a folder of the system's, as a ZIP needs going back."""
    target = Path(BUNDLE)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, BUNDLE)
        with open_archive(path, target) as write_file:
            bundle = Bundle(write_file)
            files = make_files()
            for name, content in _safe_files(files) if is_safe else files:
                bundle.write(name, content)
            bundle.write_checksums()
        with path.open("rb") as file:
            while block := file.read(_BLOCK):
                yield block
