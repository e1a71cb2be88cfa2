# SPDX-License-Identifier: MIT
"""What stands in a bundle: the names that we write and by which we know one of ours."""

import re
from collections.abc import Iterable, Mapping

PLAN_NAME = "PLAN.json"
CHECKSUMS_NAME = "SHA256SUMS"

UNPACKED_NAME = "UNPACKED.SUM"
"""The checksums of a safe ZIP, by the names that files have until scripts are named back."""

_TOP_FILES = (
    *(PLAN_NAME, "ASSIGN.csv", "ASSIGN.XLSX", "RUNBOOK.TXT", "EVIDENCE.CSV"),
    UNPACKED_NAME,
)
SERVERS_NAME = "SERVERS"
"""The folder with what changes servers, and changes them back."""

_TOP_FOLDERS = (SERVERS_NAME, "FIELDS", "ATTACH")
_TICKET = "TICKET."
# No part begins with a dot, so no name can lead out of the bundle; and no name needs the
# escapes that sha256sum has for a backslash and a line break.
_PART = "[A-Za-z0-9_-][A-Za-z0-9_.-]*"
_LEGAL_NAME = re.compile(
    f"(?:{'|'.join(_TOP_FOLDERS)})(?:/{_PART})+"
    f"|{re.escape(_TICKET)}[A-Za-z0-9]+"
    f"|{'|'.join(re.escape(name) for name in _TOP_FILES)}"
)


_SAFE_ENDINGS = {".CMD": ".CM_", ".REG": ".RE_"}
_PLAIN_ENDINGS = {safe: plain for plain, safe in _SAFE_ENDINGS.items()}
_ENDING = len(".CMD")


def safe_name(name: str) -> str:
    """The name that a file has in a safe ZIP."""
    return _renamed(name, _SAFE_ENDINGS)


def plain_name(name: str) -> str:
    """The name that a file has when scripts have their names back."""
    return _renamed(name, _PLAIN_ENDINGS)


def _renamed(name: str, endings: Mapping[str, str]) -> str:
    stem, ending = name[:-_ENDING], name[-_ENDING:]
    return stem + endings.get(ending, ending)


def is_legal_name(name: str) -> bool:
    """Whether a file of that name, ``/`` between its parts, may be written into a bundle."""
    return _LEGAL_NAME.fullmatch(name) is not None


def find_foreign_entry(top_names: Iterable[str]) -> str | None:
    """Give what shows that a folder is no bundle of ours: a name too many or one missing."""
    names = set(top_names)
    own = {*_TOP_FILES, *_TOP_FOLDERS, CHECKSUMS_NAME}
    foreign = sorted(name for name in names - own if not name.startswith(_TICKET))
    if foreign:
        return f'it holds "{foreign[0]}"'
    missing = sorted({PLAN_NAME, CHECKSUMS_NAME} - names)
    return f'it holds no "{missing[0]}"' if names and missing else None
