# SPDX-License-Identifier: MIT
"""Reads files of a ZIP, such as that of a bundle."""

import zipfile
import zlib
from collections.abc import Callable, Mapping

from x400fix.inventory.text_file import read_failure
from x400fix.problems import InputError, Place, Problem


def read_archive(path: str, is_wanted: Callable[[str], bool]) -> Mapping[str, bytes]:
    """The files with a wanted name in a ZIP, whoever made it; InputError if it cannot be read."""
    try:
        with zipfile.ZipFile(path) as archive:
            files = (each.filename for each in archive.infolist() if not each.is_dir())
            return {name: archive.read(name) for name in files if is_wanted(name)}
    except (OSError, ValueError) as error:
        reason = read_failure(error)
    # RuntimeError: encrypted; NotImplementedError is one: packed in a way that is not known.
    except (zipfile.BadZipFile, EOFError, RuntimeError, zlib.error) as error:
        reason = f"it is no ZIP that can be read ({error})"
    message = f"cannot be read: {reason}"
    raise InputError([Problem(code="X4-E001", message=message, where=Place(path))])
