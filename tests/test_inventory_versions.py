# SPDX-License-Identifier: MIT
"""Versions are read in every form that people write, and what follows from them."""

import msgspec
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from x400fix.inventory.versions import (
    ExchangeVersion,
    Level,
    OperatingSystem,
    Windows,
    is_open_question,
    parse_exchange,
    parse_operating_system,
)
from x400fix.problems import BadValueError

RIGHT_EXCHANGE = "write for example 4.0 SP5, 5.0, 5.5 SP1, 5.5.2232.9, Build 1458.5 or 2000"
RIGHT_OS = "write for example NT 3.51, NT 4.0 SP6a, Windows 2000 or Windows Server 2003"

# Words and numbers that versions are made of, in any order.
pieces = st.lists(
    st.sampled_from(
        (
            *("4.0", "5.0", "5.5", "4.0a", "2000", "2003", "6.5", "994", "994.2", "2448.1", "1960"),
            *("SP1", "SP 2", "SP10", "Service Pack 4", "RTM", "Build", "(Build 994)", "build 2232"),
            *("Exchange", "Server", "Version", "v", " ", ".", ",", ":", "(", ")", "NT", "Windows"),
        )
    ),
    max_size=6,
).map(" ".join)


def exchange_refusal(text: str) -> str:
    """The code and the sentence with which a version is refused."""
    with pytest.raises(BadValueError) as caught:
        parse_exchange(text)
    return f"{caught.value.code}: {caught.value.message}"


def os_refusal(text: str) -> str:
    """The code and the sentence with which a system is refused."""
    with pytest.raises(BadValueError) as caught:
        parse_operating_system(text)
    return f"{caught.value.code}: {caught.value.message}"


@pytest.mark.parametrize(
    ("text", "version"),
    [
        ("5.5.2232.9", "5.5 SP1 (build 2232)"),
        ("5.5 SP1", "5.5 SP1"),
        ("5.0 SP2", "5.0 SP2"),
        ("Build 1458.5", "5.0 SP1 (build 1458)"),
        ("4.0a", "4.0 SP2"),
        ("Version 5.5 (Build 1960.5)", "5.5 RTM (build 1960)"),
        ("2448.1", "5.5 SP2 (build 2448)"),
        ("4.0 Service Pack 4", "4.0 SP4"),
        ("4.0.997.2", "4.0 SP5 (build 997)"),
        ("Exchange Server 5.5 SP3", "5.5 SP3"),
        ("Exchange 2000", "2000"),
        ("2003", "2003"),
    ],
)
def test_every_listed_form_is_read(text: str, version: str) -> None:
    """The forms that the domain reference lists."""
    assert str(parse_exchange(text)) == version
    assert not parse_exchange(text).disagrees


@pytest.mark.parametrize(
    ("text", "version"),
    [
        ("  5.5   sp4 ", "5.5 SP4"),
        ("5.5SP1", "5.5 SP1"),
        ("5.5, SP 1", "5.5 SP1"),
        ("5.5 (SP1)", "5.5 SP1"),
        ("5.5 RTM", "5.5 RTM"),
        ("5.5 SP0", "5.5 RTM"),
        ("v5.5", "5.5"),
        ("4.0a SP5", "4.0 SP5"),
        ("MS Exchange 5.0", "5.0"),
        ("Microsoft Exchange Server version 5.5 (build 2232.4)", "5.5 SP1 (build 2232)"),
        ("Version 5.5 (Build 2653.23: Service Pack 4)", "5.5 SP4 (build 2653)"),
        ("5.5 SP2 build 2448", "5.5 SP2 (build 2448)"),
        ("build: 2650", "5.5 SP3 (build 2650)"),
        ("(Build 1960.5)", "5.5 RTM (build 1960)"),
        ("Exchange Server 2003 SP2", "2003 SP2"),
        ("Exchange 2000 Server", "2000"),
        ("6.0.4417.5", "2000"),
        ("6.5", "2003"),
        ("Version 6.5 (Build 7638.2: Service Pack 2)", "2003 SP2"),
        ("Build 2003", "5.5 RTM (build 2003)"),
    ],
)
def test_other_forms_of_the_same_are_read(text: str, version: str) -> None:
    """As Exchange Administrator, the event log and people write them."""
    assert str(parse_exchange(text)) == version
    assert not parse_exchange(text).disagrees


@pytest.mark.parametrize(
    ("first", "last", "version"),
    [
        (837, 837, "4.0 RTM"),
        (838, 992, "4.0 SP1"),
        (993, 993, "4.0 SP2"),
        (994, 994, "4.0 SP3"),
        (995, 995, "4.0 SP4"),
        (996, 997, "4.0 SP5"),
        (1457, 1457, "5.0 RTM"),
        (1458, 1459, "5.0 SP1"),
        (1460, 1461, "5.0 SP2"),
        (1960, 2231, "5.5 RTM"),
        (2232, 2447, "5.5 SP1"),
        (2448, 2649, "5.5 SP2"),
        (2650, 2652, "5.5 SP3"),
        (2653, 3999, "5.5 SP4"),
    ],
)
def test_a_build_tells_its_release_to_the_borders(first: int, last: int, version: str) -> None:
    """The whole table of builds (Q158530, Q163294)."""
    assert str(parse_exchange(f"Build {first}")) == f"{version} (build {first})"
    assert str(parse_exchange(f"{last}.10")) == f"{version} (build {last})"


@pytest.mark.parametrize("build", [100, 836, 998, 1456, 1462, 1959, 4000, 9999])
def test_a_build_of_no_release_is_refused(build: int) -> None:
    """The gaps between the releases."""
    why = f"no release of Exchange Server has build {build}"
    expected = f"X4-W103: exchange version '{build}.1': {why}; {RIGHT_EXCHANGE}"
    assert exchange_refusal(f"{build}.1") == expected


@pytest.mark.parametrize(
    "text",
    [
        "837.9",
        "838.15",
        "993.6",
        "994.54",
        "994.63",
        "994.64",
        "995.52",
        "996.72",
        "1457.11",
        "1458.56",
        "1460.13",
        "1461.66",
        "1960.8",
        "2232.18",
        "2431",
        "2448.0",
        "2590",
        "2646",
        "2650.24",
        "2651.75",
        "2653.23",
        "2654.5",
    ],
)
def test_every_build_that_was_seen_is_known(text: str) -> None:
    """Those of the two articles, and hotfixes."""
    assert parse_exchange(text).build == int(text.partition(".")[0])


@pytest.mark.parametrize(
    ("text", "version"),
    [
        ("994.0", "4.0 SP2"),
        ("994.2", "4.0 SP2"),
        ("4.0.994.9", "4.0 SP2"),
        ("994.10", "4.0 SP3"),
        ("994.54", "4.0 SP3"),
        ("994", "4.0 SP3"),
        ("4.0 SP2 (build 994)", "4.0 SP2"),
        ("4.0 SP3 (build 994)", "4.0 SP3"),
    ],
)
def test_build_994_is_a_hotfix_first(text: str, version: str) -> None:
    """994.2 came after SP2 (Q152941), SP3 is 994.54 or later."""
    assert str(parse_exchange(text)) == f"{version} (build 994)"
    assert not parse_exchange(text).disagrees


@pytest.mark.parametrize(
    ("text", "version"),
    [
        ("5.0 SP2 (Build 1458.5)", "5.0 SP1 (build 1458)"),
        ("5.5 SP1 (build 1960)", "5.5 RTM (build 1960)"),
        ("5.5 RTM (build 2232)", "5.5 SP1 (build 2232)"),
        ("4.0 (build 2653)", "5.5 SP4 (build 2653)"),
        ("5.5.2232.9 (build 2448)", "5.5 SP2 (build 2448)"),
        ("5.5 SP4 (Build 2653.23: Service Pack 3)", "5.5 SP4 (build 2653)"),
        ("4.0 SP2 (build 994.54)", "4.0 SP3 (build 994)"),
        ("4.0a (build 996)", "4.0 SP5 (build 996)"),
    ],
)
def test_the_build_decides_where_release_and_build_disagree(text: str, version: str) -> None:
    """And the version says so, that the reader can warn."""
    assert str(parse_exchange(text)) == version
    assert parse_exchange(text).disagrees


@pytest.mark.parametrize(
    "text",
    [
        *(
            "5.5 SP 1 or RTM",
            "5.5 SP1 or later",
            "5.5 SP1 x",
            "x 5.5",
            "5.5 SP1a",
            "5.6",
            "5",
            "55",
        ),
        *("5.5 SP", "Exchange", "", "Build", "12", "20101", "5.5.", "5.5.22", "(5.5", "5.5 5.0"),
        *("2007", "Exchange 2010", "2010 SP1", "2013", "2016", "2019", "5.5\u00a0SP1x", "5.5 SP１"),  # noqa: RUF001 -- a digit of another alphabet
    ],
)
def test_whatever_is_left_over_is_an_error(text: str) -> None:
    """Half a version is none, and later products have no X.400 Connectors."""
    expected = f"X4-W103: exchange version {text!r}: not understood; {RIGHT_EXCHANGE}"
    assert exchange_refusal(text) == expected


@pytest.mark.parametrize(
    ("text", "product", "last"),
    [
        ("4.0 SP6", "4.0", 5),
        ("5.0 SP3", "5.0", 2),
        ("5.5 SP5", "5.5", 4),
        ("5.5 SP10", "5.5", 4),
        ("2000 SP4", "2000", 3),
        ("6.5 SP3", "2003", 2),
        ("5.5 SP9 (build 2653)", "5.5", 4),
    ],
)
def test_a_service_pack_that_never_came_is_an_error(text: str, product: str, last: int) -> None:
    """The last one of each release is known."""
    why = f"the last service pack of Exchange {product} is SP{last}"
    assert exchange_refusal(text) == f"X4-W103: exchange version '{text}': {why}; {RIGHT_EXCHANGE}"


@pytest.mark.parametrize(
    ("text", "is_open"),
    [
        ("5.5 SP1?", True),
        ("?", True),
        ("5.5 SP1 planned", True),
        ("Planned: 5.5 SP4", True),
        ("5.5 SP1", False),
        ("5.5 SP 1 or RTM", False),
        ("", False),
    ],
)
def test_a_plan_is_never_read_as_a_fact(
    text: str,
    is_open: bool,  # noqa: FBT001 -- a row of the table
) -> None:
    """A question mark or the word planned makes a version unknown."""
    assert is_open_question(text) is is_open


@given(st.one_of(pieces, st.text()))
@example("5.5." + "9" * 5000)
@example("4.0.994." + "9" * 5000)
def test_a_version_that_was_written_is_read_as_the_same(text: str) -> None:
    """And nothing raises anything but BadValueError."""
    try:
        version = parse_exchange(text)
    except BadValueError:
        return
    assert parse_exchange(str(version)) == msgspec.structs.replace(version, disagrees=False)


@given(
    st.sampled_from(["4.0", "5.0", "5.5", "2000", "2003"]),
    st.none() | st.integers(0, 2),
    st.sampled_from(["{}", "Exchange {}", "version {}"]),
)
def test_a_release_stays_the_release_that_was_written(
    product: str, pack: int | None, form: str
) -> None:
    """With or without its service pack."""
    text = product if pack is None else f"{product} SP{pack}"
    expected = ExchangeVersion(product=product, service_pack=pack)
    assert parse_exchange(form.format(text)) == expected


@pytest.mark.parametrize(
    ("text", "system"),
    [
        ("NT 3.51", "NT 3.51"),
        ("NT 3.51 SP5", "NT 3.51 SP5"),
        ("NT 4.0", "NT 4.0"),
        ("NT4", "NT 4.0"),
        ("NT 4.0 SP6a", "NT 4.0 SP6a"),
        ("NT4 SP5", "NT 4.0 SP5"),
        ("WinNT 4.0", "NT 4.0"),
        ("Windows NT 4.0, Service Pack 6a", "NT 4.0 SP6a"),
        ("Windows NT Server 4.0", "NT 4.0"),
        ("Microsoft Windows NT 4.0 Server", "NT 4.0"),
        ("NT Server 4.0, Enterprise Edition (SP5)", "NT 4.0 SP5"),
        ("Windows 2000", "Windows 2000"),
        ("windows  2000 advanced server sp 4", "Windows 2000 SP4"),
        ("W2K", "Windows 2000"),
        ("Win2k SP2", "Windows 2000 SP2"),
        ("2000", "Windows 2000"),
        ("Windows Server 2003", "Windows Server 2003"),
        ("Windows Server 2003 R2, Standard Edition SP2", "Windows Server 2003 SP2"),
        ("Windows 2003 Server", "Windows Server 2003"),
        ("W2K3 SP1", "Windows Server 2003 SP1"),
    ],
)
def test_systems_are_read_as_people_write_them(text: str, system: str) -> None:
    """NT 3.51, NT 4.0 with or without a service pack, Windows 2000, Windows Server 2003."""
    assert str(parse_operating_system(text)) == system
    assert parse_operating_system(system) == parse_operating_system(text)


@pytest.mark.parametrize(
    "text",
    [
        "NT",
        "NT 3.1",
        "NT 3.5",
        "NT 5.0",
        "4.0",
        "Windows 98",
        "OS/2",
        "XP",
        "",
        "Windows 2000 or NT",
        "NT 4.0 SP",
        "NT 4.0 SP5 planned",
        "Windows 2008",
    ],
)
def test_a_system_that_is_left_over_is_an_error(text: str) -> None:
    """4.0 alone could be Exchange."""
    assert os_refusal(text) == f"X4-E022: os '{text}': not understood; {RIGHT_OS}"


@pytest.mark.parametrize(
    ("text", "windows", "last"),
    [
        ("NT 3.51 SP6", "NT 3.51", 5),
        ("NT 4.0 SP7", "NT 4.0", 6),
        ("Windows 2000 SP5", "Windows 2000", 4),
        ("Windows Server 2003 SP3", "Windows Server 2003", 2),
    ],
)
def test_a_service_pack_of_windows_that_never_came_is_an_error(
    text: str, windows: str, last: int
) -> None:
    """The last one of each system is known."""
    why = f"the last service pack of {windows} is SP{last}"
    assert os_refusal(text) == f"X4-E022: os '{text}': {why}; {RIGHT_OS}"


@given(st.one_of(pieces, st.text()))
def test_a_system_that_was_written_is_read_as_the_same(text: str) -> None:
    """And nothing raises anything but BadValueError."""
    try:
        system = parse_operating_system(text)
    except BadValueError:
        return
    assert parse_operating_system(str(system)) == system


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
