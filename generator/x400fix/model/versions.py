# SPDX-License-Identifier: MIT
"""Versions of Exchange Server and of Windows, and what follows from them."""

import enum

import msgspec

OVERRIDE_BUILD = 2431
"""First 5.5 MTA build with the Stack IP Address Override (Q197378)."""

LIFTED_BUILD = 2232
"""First 5.5 build without the limit: 5.5 SP1 (Q200588, Q198772)."""


class Level(enum.Enum):
    """Where a version stands in the truth table."""

    UNKNOWN = "unknown"
    BEFORE = "4.0 or 5.0"
    RTM = "5.5 before SP1, or with no service pack stated"
    LIFTED = "5.5 SP1 or later"
    LATER = "2000 or 2003"


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
        """Where this version stands in the truth table."""
        if self.product in {"2000", "2003"}:
            return Level.LATER
        if self.product != "5.5":
            return Level.BEFORE
        return Level.LIFTED if self.service_pack else Level.RTM

    @property
    def is_bare(self) -> bool:
        """Whether this is a 5.5 of which nobody said which service pack it has."""
        return self.product == "5.5" and self.service_pack is None

    @property
    def has_override(self) -> bool:
        """Whether the MTA knows the Stack IP Address Override: 5.5 build 2431 (Q197378)."""
        if self.level is Level.LATER:
            return True
        if self.product != "5.5":
            return False
        if self.build is not None:
            return self.build >= OVERRIDE_BUILD
        return (self.service_pack or 0) >= 2  # noqa: PLR2004 -- SP2 is build 2448

    @property
    def has_silent_9301(self) -> bool:
        """Whether this MTA may never log event 9301: builds 2354 to 2620 (Q234962)."""
        if self.product != "5.5":
            return False
        if self.build is not None:
            return 2354 <= self.build <= 2620  # noqa: PLR2004 -- the builds of Q234962
        return self.service_pack == 2  # noqa: PLR2004 -- SP2 is build 2448

    @property
    def control_blocks(self) -> int:
        """How many TCP/IP control blocks the MTA takes at most (Q174189, Q154481, Q243632)."""
        patched = {"4.0": 5, "5.0": 1}
        if self.product in patched and (self.service_pack or 0) < patched[self.product]:
            return 62
        return 1210

    def __str__(self) -> str:
        """The version as a ticket writes it."""
        if self.service_pack:
            pack = f" SP{self.service_pack}"
        else:
            pack = " RTM" if self.service_pack == 0 else ""
        build = f" (build {self.build})" if self.build is not None else ""
        return f"{self.product}{pack}{build}"


class Windows(enum.StrEnum):
    """The systems that the NIC scripts are written for."""

    NT351 = "NT 3.51"
    NT40 = "NT 4.0"
    W2000 = "Windows 2000"
    W2003 = "Windows Server 2003"


class OperatingSystem(msgspec.Struct, frozen=True, kw_only=True):
    """A Windows with its service pack; None where the text states none."""

    windows: Windows
    service_pack: int | None = None

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
        return f"{self.windows} SP{self.service_pack}" if self.service_pack else str(self.windows)
