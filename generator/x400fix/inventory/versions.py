# SPDX-License-Identifier: MIT
"""Versions of Exchange Server and of Windows: what follows from them, and how they are read."""

import enum
import re

import msgspec

from x400fix.problems import BadValueError, shown

OVERRIDE_BUILD = 2431
"""First 5.5 MTA build with the Stack IP Address Override (Q197378)."""

LIFTED_BUILD = 2232
"""First 5.5 build without the limit: 5.5 SP1 (Q200588, Q198772)."""


class Level(enum.Enum):
    """What a version is in the truth table."""

    UNKNOWN = "unknown"
    BEFORE = "4.0 or 5.0"
    RTM = "5.5 before SP1, or with no service pack stated"
    LIFTED = "5.5 SP1 or later"
    LATER = "2000 or 2003"

    @property
    def is_affected(self) -> bool:
        """Whether such a version has the limit, or must be taken to have it."""
        return self is not Level.LIFTED and self is not Level.LATER


class ExchangeVersion(msgspec.Struct, frozen=True, kw_only=True):
    """A version of Exchange Server; ``service_pack`` is None where the text states none.

    ``build`` is the MTA's major build if the text gives it; ``disagrees`` says that the text
    gives a service pack and a build that do not belong together (the build then decides).
    """

    product: str
    service_pack: int | None = None
    build: int | None = None
    disagrees: bool = False

    @property
    def level(self) -> Level:
        """What this version is in the truth table."""
        if self.product in {"2000", "2003"}:
            return Level.LATER
        if self.product != "5.5":
            return Level.BEFORE
        return Level.LIFTED if self.service_pack else Level.RTM

    @property
    def is_bare(self) -> bool:
        """Whether this is a 5.5 without a stated service pack."""
        return self.product == "5.5" and self.service_pack is None

    @property
    def major_build(self) -> int:
        """The major build of a 5.5, or the first of its service pack; 0 if neither is stated."""
        if self.product != "5.5":
            return 0
        return self.build or _FIRST_BUILDS.get(self.service_pack, 0)

    @property
    def has_override(self) -> bool:
        """Whether the MTA knows the Stack IP Address Override: 5.5 build 2431 (Q197378)."""
        return self.level is Level.LATER or self.major_build >= OVERRIDE_BUILD

    @property
    def has_silent_9301(self) -> bool:
        """Whether this MTA may never log event 9301: builds 2354 to 2620 (Q234962)."""
        return 2354 <= self.major_build <= 2620  # noqa: PLR2004 -- the builds of Q234962

    @property
    def control_blocks(self) -> int:
        """How many TCP/IP control blocks the MTA takes at most (Q174189, Q154481, Q243632)."""
        patched = {"4.0": 5, "5.0": 1}
        if self.product in patched and (self.service_pack or 0) < patched[self.product]:
            return 62
        return 1210

    def __str__(self) -> str:
        """The version as a ticket writes it."""
        pack = {None: "", 0: " RTM"}.get(self.service_pack, f" SP{self.service_pack}")
        build = f" (build {self.build})" if self.build is not None else ""
        return f"{self.product}{pack}{build}"


class Windows(enum.StrEnum):
    """The systems that the NIC scripts are written for."""

    NT351 = "NT 3.51"
    NT40 = "NT 4.0"
    W2000 = "Windows 2000"
    W2003 = "Windows Server 2003"


class OperatingSystem(msgspec.Struct, frozen=True, kw_only=True):
    """A Windows with its service pack; None where the text states none.

    ``letter`` is that of a service pack that was published again, such as SP6a.
    """

    windows: Windows
    service_pack: int | None = None
    letter: str = ""

    @property
    def uses_registry(self) -> bool:
        """Whether addresses are set in the registry and take a restart (Q120642, Q140552)."""
        return self.windows in {Windows.NT351, Windows.NT40}

    @property
    def is_below_recommended(self) -> bool:
        """Whether this is NT 4.0 before SP4, of which the domain rules warn (Q165439, Q163923)."""
        return self.windows is Windows.NT40 and (self.service_pack or 0) < 4  # noqa: PLR2004 -- SP4

    def __str__(self) -> str:
        """The system as a ticket writes it."""
        pack = "" if self.service_pack is None else f" SP{self.service_pack}{self.letter}"
        return f"{self.windows}{pack}"


# First major build, product, service pack (Q158530, Q163294); each ends where the next begins.
_BUILDS = (
    (837, "4.0", 0),
    (838, "4.0", 1),
    (993, "4.0", 2),
    (994, "4.0", 3),
    (995, "4.0", 4),
    (996, "4.0", 5),
    (998, "", 0),
    (1457, "5.0", 0),
    (1458, "5.0", 1),
    (1460, "5.0", 2),
    (1462, "", 0),
    (1960, "5.5", 0),
    (LIFTED_BUILD, "5.5", 1),
    (2448, "5.5", 2),
    (2650, "5.5", 3),
    (2653, "5.5", 4),
    (4000, "", 0),
)
_FIRST_BUILDS: dict[int | None, int] = {
    pack: first for first, product, pack in _BUILDS if product == "5.5"
}
_LAST_PACKS = {"4.0": 5, "5.0": 2, "5.5": 4, "2000": 3, "2003": 2}

_BUILD = r"[0-9]{3,4}(?:\.[0-9]{1,4})?"
_EXCHANGE = re.compile(
    r"(?:(?:microsoft )?(?:ms )?exchange )?(?:server )?(?:version |v)?"
    r"(?:(?P<first>4\.0a)"
    r"|(?P<later>2000|2003|6\.0|6\.5)(?:\.[0-9]+){0,2}(?: server)?"
    rf"|(?P<product>4\.0|5\.0|5\.5)(?:\.(?P<dotted>{_BUILD}))?"
    # 2010 is no build here but a product, and one without X.400 Connectors.
    rf"|(?!20(?:07|10|13|16|19)(?![.0-9]))(?P<bare>{_BUILD})"
    r"|(?=\(?build))"
    r"[ ,]*(?:\(?(?:(?:sp|service pack) ?(?P<pack>[0-9]{1,2})|(?P<rtm>rtm))\)?)?"
    rf"[ ,]*(?:\(?build:? ?(?P<build>{_BUILD})"
    # As the server object shows it: Version 5.5 (Build 2653.23: Service Pack 4).
    r"(?:[:,]? (?:sp|service pack) ?(?P<last>[0-9]{1,2}))?\)?)?",
    re.ASCII,
)
_RIGHT_EXCHANGE = "write for example 4.0 SP5, 5.0, 5.5 SP1, 5.5.2232.9, Build 1458.5 or 2000"


def is_open_question(text: str) -> bool:
    """Whether a version text is a plan or a question, and so no fact: it counts as unknown."""
    lowered = text.lower()
    return "?" in lowered or "planned" in lowered


def stated_product(text: str) -> ExchangeVersion | None:
    """The release that a version text begins with, if the rest of it cannot be read.

    A 5.5 alone counts as before SP1, so what the rest may say is not relied on.
    """
    found = re.match(r"\D*?\b([45]\.0|5\.5)(?![0-9])", text)
    return ExchangeVersion(product=found[1]) if found else None


def parse_exchange(text: str) -> ExchangeVersion:
    """Read an Exchange version; BadValueError for anything left over or impossible."""
    found = _EXCHANGE.fullmatch(" ".join(text.lower().split()))
    if not found:
        raise _no_version(text, "not understood")
    packs = [int(found[name]) for name in ("pack", "last") if found[name]]
    pack = 0 if found["rtm"] else packs[0] if packs else 2 if found["first"] else None
    if found["later"]:
        product = {"6.0": "2000", "6.5": "2003"}.get(found["later"], found["later"])
        return _checked(text, ExchangeVersion(product=product, service_pack=pack))
    product = "4.0" if found["first"] else found["product"]
    builds = [found[name] for name in ("dotted", "bare", "build") if found[name]]
    if not builds:
        return _checked(text, ExchangeVersion(product=product, service_pack=pack))
    by_build = _version_of_build(text, builds[-1], pack)
    stated = _checked(text, ExchangeVersion(product=product or by_build.product, service_pack=pack))
    agrees = (
        stated.product == by_build.product
        and {pack, *packs} <= {None, by_build.service_pack}
        and len({build.partition(".")[0] for build in builds}) == 1
    )
    return msgspec.structs.replace(by_build, disagrees=not agrees)


def _version_of_build(text: str, build: str, stated_pack: int | None) -> ExchangeVersion:
    """The release that a build belongs to: its major number decides, apart from 994."""
    major, _, minor = build.partition(".")
    number = int(major)
    _, product, pack = max([row for row in _BUILDS if row[0] <= number], default=(0, "", 0))
    if not product:
        raise _no_version(text, f"no release of Exchange Server has build {number}")
    # 994.0 to 994.9 are hotfixes to SP2, such as 994.2 (Q152941).
    if number == 994 and (int(minor) < 10 if minor else stated_pack == 2):  # noqa: PLR2004 -- as above
        pack = 2
    return ExchangeVersion(product=product, service_pack=pack, build=number)


def _checked(text: str, version: ExchangeVersion) -> ExchangeVersion:
    """The version itself, if there was such a service pack."""
    last = _LAST_PACKS[version.product]
    if (version.service_pack or 0) > last:
        raise _no_version(text, f"the last service pack of Exchange {version.product} is SP{last}")
    return version


def _no_version(text: str, why: str) -> BadValueError:
    """The error for a text that is no Exchange version."""
    return BadValueError("X4-W103", f"exchange version {shown(text)}: {why}; {_RIGHT_EXCHANGE}")


_SYSTEM = (
    r"(?:(?:microsoft |ms )?(?:windows |win) ?)?"
    r"(?:(?P<nt>nt) ?(?:server ?|workstation ?)?(?P<release>3\.51|4\.0|4)"
    r"|(?P<w2000>2000|w?2k)|(?:server ?)?(?P<w2003>2003(?: ?r2)?|w?2k3))"
)
_OPERATING_SYSTEM = re.compile(
    _SYSTEM
    + r"(?:,? (?:advanced |datacenter |enterprise |standard )?(?:server|professional|edition))*"
    r"(?:[ ,]*\(?(?:sp|service pack) ?(?P<pack>[0-9]{1,2})(?P<letter>a?)\)?)?",
    re.ASCII,
)
_LAST_OS_PACKS = {Windows.NT351: 5, Windows.NT40: 6, Windows.W2000: 4, Windows.W2003: 2}
_RIGHT_OS = "write for example NT 3.51, NT 4.0 SP6a, Windows 2000 or Windows Server 2003"


def stated_system(text: str) -> OperatingSystem | None:
    """The Windows that a text begins with, if the rest of it cannot be read."""
    found = re.match(rf"(?:{_SYSTEM})(?![0-9.])", " ".join(text.lower().split()), re.ASCII)
    return OperatingSystem(windows=_windows(found)) if found else None


def parse_operating_system(text: str) -> OperatingSystem:
    """Read a Windows version; BadValueError for anything left over or impossible."""
    found = _OPERATING_SYSTEM.fullmatch(" ".join(text.lower().split()))
    if not found:
        raise BadValueError("X4-E022", f"os {shown(text)}: not understood; {_RIGHT_OS}")
    windows = _windows(found)
    pack = None if found["pack"] is None else int(found["pack"])
    last = _LAST_OS_PACKS[windows]
    if (pack or 0) > last:
        why = f"the last service pack of {windows} is SP{last}"
        raise BadValueError("X4-E022", f"os {shown(text)}: {why}; {_RIGHT_OS}")
    return OperatingSystem(windows=windows, service_pack=pack, letter=found["letter"] or "")


def _windows(found: re.Match[str]) -> Windows:
    """The system that a text names."""
    if found["nt"]:
        return Windows.NT351 if found["release"] == "3.51" else Windows.NT40
    return Windows.W2000 if found["w2000"] else Windows.W2003
