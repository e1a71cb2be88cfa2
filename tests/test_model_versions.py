# SPDX-License-Identifier: MIT
"""What follows from a version of Exchange Server or of Windows."""

import pytest

from x400fix.inventory.versions import ExchangeVersion, Level, OperatingSystem, Windows


def exchange(
    product: str, service_pack: int | None = None, build: int | None = None
) -> ExchangeVersion:
    """A version by its parts."""
    return ExchangeVersion(product=product, service_pack=service_pack, build=build)


@pytest.mark.parametrize(
    ("version", "level", "is_bare"),
    [
        (exchange("4.0"), Level.BEFORE, False),
        (exchange("4.0", 5), Level.BEFORE, False),
        (exchange("5.0", 2), Level.BEFORE, False),
        (exchange("5.5"), Level.RTM, True),
        (exchange("5.5", 0), Level.RTM, False),
        (exchange("5.5", 0, 2231), Level.RTM, False),
        (exchange("5.5", 1), Level.LIFTED, False),
        (exchange("5.5", 4), Level.LIFTED, False),
        (exchange("2000"), Level.LATER, False),
        (exchange("2003", 2), Level.LATER, False),
    ],
)
def test_a_version_stands_somewhere_in_the_truth_table(
    version: ExchangeVersion,
    level: Level,
    is_bare: bool,  # noqa: FBT001 -- a row of the table
) -> None:
    """The limit is lifted from 5.5 SP1 on (Q200588); a bare 5.5 counts as before it."""
    assert version.level is level
    assert version.is_bare is is_bare


@pytest.mark.parametrize(
    ("version", "has_override"),
    [
        (exchange("5.0", 2), False),
        (exchange("5.5"), False),
        (exchange("5.5", 1), False),
        (exchange("5.5", 1, 2430), False),
        (exchange("5.5", 1, 2431), True),
        (exchange("5.5", 2), True),
        (exchange("5.5", 2, 2448), True),
        (exchange("2000"), True),
    ],
)
def test_the_override_came_with_build_2431(
    version: ExchangeVersion,
    has_override: bool,  # noqa: FBT001 -- a row of the table
) -> None:
    """Q197378 names the build; two other articles say SP1, and the later one is safe."""
    assert version.has_override is has_override


@pytest.mark.parametrize(
    ("version", "is_silent"),
    [
        (exchange("5.0", 2), False),
        (exchange("5.5", 1), False),
        (exchange("5.5", 1, 2353), False),
        (exchange("5.5", 1, 2354), True),
        (exchange("5.5", 2, 2620), True),
        (exchange("5.5", 2, 2621), False),
        (exchange("5.5", 2), True),
        (exchange("5.5", 3), False),
        (exchange("2000"), False),
    ],
)
def test_some_builds_never_log_event_9301(
    version: ExchangeVersion,
    is_silent: bool,  # noqa: FBT001 -- a row of the table
) -> None:
    """Builds 2354 to 2620 (Q234962), between which SP2 lies."""
    assert version.has_silent_9301 is is_silent


@pytest.mark.parametrize(
    ("version", "most"),
    [
        (exchange("4.0"), 62),
        (exchange("4.0", 4), 62),
        (exchange("4.0", 5), 1210),
        (exchange("5.0"), 62),
        (exchange("5.0", 0), 62),
        (exchange("5.0", 1), 1210),
        (exchange("5.5"), 1210),
        (exchange("2003"), 1210),
    ],
)
def test_service_packs_lift_the_limit_of_control_blocks(
    version: ExchangeVersion, most: int
) -> None:
    """4.0 SP5 (Q174189) and 5.0 SP1 (Q154481)."""
    assert version.control_blocks == most


@pytest.mark.parametrize(
    ("version", "text"),
    [
        (exchange("5.5"), "5.5"),
        (exchange("5.5", 0), "5.5 RTM"),
        (exchange("5.5", 1), "5.5 SP1"),
        (exchange("4.0", 5, 997), "4.0 SP5 (build 997)"),
        (exchange("5.0", 0, 1457), "5.0 RTM (build 1457)"),
    ],
)
def test_a_version_is_written_as_a_ticket_has_it(version: ExchangeVersion, text: str) -> None:
    """What nobody stated is left out, what a build tells is not."""
    assert str(version) == text


@pytest.mark.parametrize(
    ("windows", "service_pack", "uses_registry", "is_below", "text"),
    [
        (Windows.NT351, None, True, False, "NT 3.51"),
        (Windows.NT351, 5, True, False, "NT 3.51 SP5"),
        (Windows.NT40, None, True, True, "NT 4.0"),
        (Windows.NT40, 3, True, True, "NT 4.0 SP3"),
        (Windows.NT40, 4, True, False, "NT 4.0 SP4"),
        (Windows.W2000, None, False, False, "Windows 2000"),
        (Windows.W2003, 1, False, False, "Windows Server 2003 SP1"),
    ],
)
def test_a_system_decides_how_addresses_are_set(
    windows: Windows,
    service_pack: int | None,
    uses_registry: bool,  # noqa: FBT001 -- a row of the table
    is_below: bool,  # noqa: FBT001 -- a row of the table
    text: str,
) -> None:
    """NT takes them from the registry at its start; NT 4.0 should have SP4 (Q165439)."""
    system = OperatingSystem(windows=windows, service_pack=service_pack)
    assert system.uses_registry is uses_registry
    assert system.is_below_recommended is is_below
    assert str(system) == text
