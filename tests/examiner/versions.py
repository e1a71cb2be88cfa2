# SPDX-License-Identifier: MIT
"""Exchange version texts to levels, by the build table of Q158530 and Q163294."""

import re
from enum import IntEnum

NO_BUILD = 0
OVERRIDE_BUILD = 2431  # Stack IP Address Override, Q197378
EXCHANGE_2000 = 6000
# (first major build, is 5.5 before SP1, is 5.5 SP1 or later)
_SP_BUILDS = {
    ("5.5", "0"): 1960,
    ("5.5", "1"): 2232,
    ("5.5", "2"): 2448,
    ("5.5", "3"): 2650,
    ("5.5", "4"): 2653,
}


class Level(IntEnum):
    """How far an MTA has come with several links of one transport (Q198772)."""

    UNKNOWN = 0
    OLD = 1
    BARE_55 = 2
    SP1 = 3
    E2K = 4


def level_of(text: str) -> Level:
    """Level of a version text; a doubted or planned one is unknown."""
    build = build_of(text)
    if build >= EXCHANGE_2000:
        return Level.E2K
    if build >= _SP_BUILDS["5.5", "1"]:
        return Level.SP1
    if build >= _SP_BUILDS["5.5", "0"]:
        return Level.BARE_55
    return Level.OLD if build > NO_BUILD else Level.UNKNOWN


def build_of(text: str) -> int:
    """Lowest MTA major build the text allows, 0 when it tells nothing."""
    plain = re.sub(r"(?i)exchange|server|version|build|microsoft|[()]", " ", text)
    if not plain.strip() or "?" in plain or "planned" in plain.lower():
        return NO_BUILD
    if re.search(r"\b200[03]\b", plain):
        return EXCHANGE_2000
    return _from_build(plain) or _from_release(plain)


def _from_build(plain: str) -> int:
    found = re.search(r"(?:^|[\s.])(8\d\d|9\d\d|1[49]\d\d|2[2-6]\d\d)(?:\.\d+)*\s*$", plain)
    return int(found[1]) if found else NO_BUILD


def _from_release(plain: str) -> int:
    found = re.match(
        r"\s*([45]\.[05])(a?)\s*(?:(?:SP|Service\s+Pack)\s*(\d)|RTM)?\s*$", plain, re.IGNORECASE
    )
    if not found:
        return NO_BUILD
    if found[1] == "5.5":
        return _SP_BUILDS["5.5", found[3] or "0"]
    return 837 if found[1] == "4.0" else 1457
