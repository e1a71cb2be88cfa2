# SPDX-License-Identifier: MIT
"""STEPS.TXT and ADDRATTR.TXT: what a person finds in a folder."""

import re

import pytest

from tests.builders import POOL, inventory, pair, server, servers, settings
from tests.plans import Made, between, called, make
from x400fix import __version__
from x400fix.documents.rendering import Renderer
from x400fix.documents.step_texts import number_list, step_title
from x400fix.inventory.connectors import Role, Server
from x400fix.settings.choices import AddressMode, Pack, Strategy, Wave
from x400fix.step_kinds import StepKind

HOME = "MAIL-A 10.20.1.10/24"
HOSTILE = [
    *(
        "=cmd|' /C calc'!A0",
        "%PATH% 100%",
        "a&b|c>d",
        'say "hi"',
        "1. step",
        "# hash",
        "back\\slash",
    ),
    *("x400fix END 12345678", "{{ x }} {% y %}", "%(name)s %d %s", "'quoted'", "<b>bold</b>"),
]
OUTSIDE = {
    "東京": "\\u6771\\u4eac",
    "Zürich \u2013 5 €": "Zürich \u2013 5 €",
    "\U0001f4ec": "\\U0001f4ec",
}
STEP = re.compile(r"(?m)^(\d+)\. (.*)$")


def steps(made: Made, place: str = "MAIL-A") -> str:
    return made.text(f"SERVERS/{made.place(place).folder}/STEPS.TXT")


def step(made: Made, kind: StepKind, place: str = "MAIL-A") -> str:
    """The text of the first step of a kind at a place."""
    number = made.steps(kind, at=place)[0].number
    found = re.search(rf"(?ms)^{number}\. .*?(?=^\d+\. |\Z)", steps(made, place))
    assert found
    return found[0]


def settings_page(made: Made, place: str = "MAIL-A") -> str:
    return made.text(f"SERVERS/{made.place(place).folder}/ADDRATTR.TXT")


def with_names(first: str, second: str = "zzz", exchange: str = "5.0 SP2") -> Made:
    """Two connectors each way with these directory names."""
    rows = [
        called(name, f"{home} {address} {far}")
        for home, address, far in (
            ("MAIL-A/x", "10.20.2.10", "MAIL-B"),
            ("MAIL-B/x", "10.20.1.10", "MAIL-A"),
        )
        for name in (first, second)
    ]
    return make(inventory(rows, servers("5.0 SP2", exchange)))


def everything() -> Made:
    """A plan with every kind of step but those of names."""
    rows = [
        *(f"MAIL-A/FW_{at} 10.9.0.1 FAR-{at} via=FW1" for at in range(2)),
        *(f"MAIL-A/DHCP_{at} MAIL-D MAIL-D" for at in range(2)),
        *(f"MAIL-A/B_{at} MAIL-B MAIL-B" for at in range(2)),
        *("MAIL-B/-A 10.20.1.10 MAIL-A", "MAIL-B/A 10.20.1.10 MAIL-A"),
        *(f"MAIL-A/X_{at} 172.16.9.9" for at in range(2)),
        *(f"MAIL-A/E_{at} 10.20.5.10 MAIL-E" for at in range(2)),
    ]
    facts = [*servers("5.0", "5.5 SP4"), server("MAIL-D dhcp"), server("MAIL-E", adapter="")]
    pool = ["10.20.1.32/28", "10.20.2.32/28", "172.16.9.9=172.16.9.32/28", "10.20.5.32/28"]
    return make(inventory(rows, facts), settings(pool))


class TestSmallTexts:
    @pytest.mark.parametrize(
        ("numbers", "text"),
        [
            ((), ""),
            ((7,), "7"),
            ((1, 2), "1, 2"),
            ((1, 2, 3), "1 to 3"),
            ((1, 3, 4, 5, 8, 11, 12), "1, 3 to 5, 8, 11, 12"),
        ],
    )
    def test_numbers_of_steps_are_all_listed_rows_of_them_by_their_ends(
        self, numbers: tuple[int, ...], text: str
    ) -> None:
        assert number_list(numbers) == text

    def test_a_title_names_the_connector_that_the_step_is_about(self) -> None:
        made = make(pair())
        titles = Renderer().step_titles
        (change,) = made.steps(StepKind.ADDRESS, at="MAIL-A")
        assert step_title(change, titles) == 'Set the Address of connector "To B 2"'
        assert step_title(made.steps()[2], titles) == "Sign go or no-go"


class TestSteps:
    def test_the_page_begins_with_version_and_place(self) -> None:
        assert steps(make(pair())).startswith(f"x400fix {__version__}: steps at MAIL-A\n")

    def test_system_and_version_are_shown_as_far_as_they_are_known(self) -> None:
        for os, exchange, text in (
            ("NT 4.0 SP5", "5.0 SP2", "System:     NT 4.0 SP5, Exchange Server 5.0 SP2"),
            ("", "5.0 SP2", "System:     unknown, Exchange Server 5.0 SP2"),
            ("NT 4.0 SP5", "", "System:     NT 4.0 SP5, Exchange Server unknown"),
        ):
            made = make(between(server(HOME, os=os, exchange=exchange)))
            assert text in steps(made)
        assert (
            "System" not in steps(make(between(server(HOME, os="", exchange="")))).split("Do ")[0]
        )

    @pytest.mark.parametrize("place", ["MAIL-A", "MAIL-B", "MAIL-D", "MAIL-E", "FW1", "172.16.9.9"])
    def test_each_step_of_a_place_stands_there_once_with_all_its_parts(self, place: str) -> None:
        """Who, waits for, minutes, expected, check and undo; nothing else begins in column 1."""
        made = everything()
        page = steps(made, place)
        titles = Renderer().step_titles
        assert STEP.findall(page) == [
            (str(each.number), step_title(each, titles)) for each in made.steps(at=place)
        ]
        for label in ("Who", "Waits for", "Minutes", "Do", "Expected", "Check", "Undo"):
            assert len(re.findall(rf"(?m)^    {label}: ", page)) == len(made.steps(at=place))
        _, _, body = page.partition("\n")
        assert all(re.match(r"\d+\. |    |$", line) for line in body.split("\n"))

    @pytest.mark.parametrize("place", ["MAIL-A", "MAIL-B", "MAIL-D", "MAIL-E", "FW1", "172.16.9.9"])
    def test_each_file_of_the_folder_is_listed_and_no_other_is_used(self, place: str) -> None:
        made = everything()
        page = steps(made, place)
        start = f"SERVERS/{made.place(place).folder}/"
        there = {path.removeprefix(start) for path in made.bundle() if path.startswith(start)}
        there.remove("STEPS.TXT")
        head, _, body = page.partition("Do the steps in the order")
        assert set(re.findall(r"(?m)^ {16}([A-Z]+\.[A-Z]+) ", head)) == there
        named = set(re.findall(r"\b[A-Z]{2,8}\.(?:ADD|INI|REG|CMD)\b", body))
        assert named <= there
        for command in ("NIC", "NICUNDO", "NAMES", "NAMUNDO", "CHECK"):
            assert bool(re.search(rf"(?m)^ {{20}}{command}( |$)", body)) is (
                f"{command}.CMD" in there
            )

    def test_renamed_scripts_are_renamed_back_as_far_as_there_are_any(self) -> None:
        for os, has_regedit in (("NT 4.0 SP5", True), ("NT 3.51", False)):
            made = make(between(server(HOME, os=os)), settings(pack=Pack.SAFE))
            text = step(made, StepKind.PREPARE)
            assert "                    ren *.CM_ *.CMD\n" in text
            assert ("                    ren *.RE_ *.REG\n" in text) is has_regedit

    def test_a_step_tells_what_it_waits_for(self) -> None:
        made = make(pair())
        assert "    Waits for:  -\n" in step(made, StepKind.PREPARE)
        assert "    Waits for:  1\n" in step(made, StepKind.CHECK_BEFORE)

    def test_the_lists_before_and_after_stand_in_the_steps_of_the_nic(self) -> None:
        made = make(between(server("MAIL-A 10.20.1.10/26 10.20.1.41/26"), count=3))
        before, after = (
            "".join(f"{' ' * 20}{text:<15}  255.255.255.192\n" for text in pair)
            for pair in (("10.20.1.10", "10.20.1.41"), ("10.20.1.32", "10.20.1.33"))
        )
        assert f"pairs, in this order:\n{before}" in step(made, StepKind.PREPARE)
        script = step(made, StepKind.NIC_SCRIPT)
        assert f"order:\n{before}{after}    Check:" in script
        assert f"Add:\n{after}" in script
        _, _, undo = script.partition("    Undo:")
        assert f"pairs are left:\n{before}" in undo
        ways = re.findall(r"(?m)^ {16}([abc])\) .*\n((?: {20}.*\n)+)", undo)
        assert [way for way, _ in ways] == ["a", "b", "c"]
        assert re.search(r"    C:\n +cd .*\n +NICUNDO\n", ways[0][1])
        assert (
            "NIC LOOK prints:\n                    NIC lists: exactly as in STEPS.TXT before"
            in undo
        )

    def test_windows_nt_is_given_at_most_three_ways(self) -> None:
        """The script, Control Panel, and REGEDIT4 on NT 4.0 only (Q153935)."""
        for os, has_regedit in (("NT 4.0 SP5", True), ("NT 3.51", False)):
            text = step(make(between(server(HOME, os=os))), StepKind.NIC_SCRIPT)
            assert "a) The script:" in text
            assert "b) Or by hand: Control Panel" in text
            assert ("c) Or, without regini" in text) is has_regedit
            assert ("    regedit /s NICUNDO.REG\n" in text) is has_regedit
            assert "d) " not in text

    def test_control_panel_is_not_offered_where_it_takes_too_few(self) -> None:
        made = make(between(server(HOME, os="NT 3.51"), count=7))
        text = step(made, StepKind.NIC_SCRIPT)
        assert "b) Or by hand, as Control Panel takes at most five" in text
        assert "Q155111" in text

    def test_windows_2000_is_given_netsh_and_the_dialog(self) -> None:
        made = make(between(server(HOME, os="Windows 2000", adapter="LAN (2)")))
        text = step(made, StepKind.NIC_SCRIPT)
        assert "a) The script:" in text
        assert "Network Connections > LAN (2) >\n" in text
        text += step(made, StepKind.PREPARE)
        assert "    GATHER BEFORE\n" in text
        assert "regedt32" not in text

    @pytest.mark.parametrize(
        ("here", "way"),
        [
            pytest.param(server(HOME), "regdmp, read IPAddress and SubnetMask", id="nt"),
            pytest.param(server(HOME, adapter=""), "Windows NT: Control Panel", id="no-adapter"),
            pytest.param(server(HOME, os=""), "Windows NT: Control Panel", id="no-system"),
            pytest.param(
                server(f"{HOME} 10.99.1.5/24", os="Windows 2000", adapter="LAN"),
                "Windows 2000 or 2003: Network Connections",
                id="windows-2000-by-hand",
            ),
        ],
    )
    def test_the_present_lists_are_shown_in_a_way_that_the_system_has(
        self, here: Server, way: str
    ) -> None:
        text = step(make(between(here)), StepKind.PREPARE)
        assert way in text
        assert ("regdmp" in text) is (way.startswith("regdmp"))

    def test_what_is_missing_for_a_script_is_told(self) -> None:
        made = make(between(server("MAIL-A", os="")), settings(["MAIL-A=10.20.1.32", *POOL]))
        text = step(made, StepKind.PREPARE)
        assert "- the operating system is unknown (column os)\n" in text
        assert "- the NIC's present addresses are unknown (column addresses)\n" in text

    def test_an_address_step_tells_kind_and_value_now_and_then(self) -> None:
        rows = ["MAIL-A/One mail-b MAIL-B", "MAIL-A/Two mail-b MAIL-B"]
        text = step(make(inventory(rows, servers())), StepKind.ADDRESS)
        assert "shows now:\n                    Remote host name: mail-b\n" in text
        assert "choose OK:\n                    10.20.2.32\n" in text
        assert "shows:\n                    IP address: 10.20.2.32\n" in text
        assert text.endswith("choose OK:\n                    mail-b\n\n")

    def test_an_open_address_step_tells_why_and_how_to_go_back(self) -> None:
        made = everything()
        opened = made.steps(StepKind.ADDRESS_OPEN, at="MAIL-A")
        page = steps(made)
        for each in opened:
            assert made.assignment_of(each).reason in " ".join(page.split())
        assert "choose Remote host name, enter exactly this, and choose OK: MAIL-D" in " ".join(
            page.split()
        )

    def test_an_open_address_step_names_the_step_that_brings_its_value(self) -> None:
        made = everything()
        (request,) = made.steps(StepKind.REQUEST, at="MAIL-D")
        page = " ".join(steps(made).split())
        assert f"decided value here, from step {request.number} (MAIL-D): ____" in page
        assert "telnet ______________________________ 102" in page
        settings_page = made.text("SERVERS/MAIL-A/ADDRATTR.TXT")
        assert f"as decided in step {request.number} (MAIL-D); write it here:" in settings_page
        rows = [f"MAIL-A/{at} 10.9.0.1 FAR-{at} via=FW1" for at in "123"]
        walled = make(inventory(rows, [HOME]), settings([]))
        page = " ".join(steps(walled).split())
        for each in walled.steps(StepKind.MAPPING):
            assert f"decided value here, from step {each.number} (FW1): ____" in page

    def test_go_is_signed_for_each_value_that_others_bring_and_each_thing_they_do(self) -> None:
        made = everything()
        (request,) = made.steps(StepKind.REQUEST, at="MAIL-D")
        asked = step(made, StepKind.GO, "MAIL-D")
        assert f"[ ] step {request.number}: what was asked for is agreed on, in writing\n" in asked
        rows = [f"MAIL-A/{at} 10.9.0.1 FAR-{at} via=FW1" for at in "123"]
        walled = make(inventory(rows, [HOME]), settings([]))
        there, here = (step(walled, StepKind.GO, place) for place in ("FW1", "MAIL-A"))
        for each in walled.steps(StepKind.MAPPING):
            mapped = f"step {each.number}: ___.___.___.___ for MAIL-A is mapped for:"
            assert f'{mapped}\n                    "{each.connector}"\n' in there
            brought = f"step {each.number} (FW1) has brought a value for:"
            assert f'{brought}\n                    "{each.connector}"\n' in here

    def test_a_value_that_comes_after_the_go_of_a_place_is_signed_for_where_it_comes_from(
        self,
    ) -> None:
        """The steps of a place are done in the order of their numbers."""
        assert "(MAIL-D) has brought" not in step(everything(), StepKind.GO)

    def test_what_is_unknown_of_a_nic_is_written_down_before_the_window(self) -> None:
        made = everything()
        text = step(made, StepKind.PREPARE, "MAIL-E")
        for label in ("Adapter", "Addresses", "Mask"):
            assert re.search(rf"(?m)^ {{20}}{label}: +_+$", text)
        assert "of the NIC is written down\n" in step(made, StepKind.GO, "MAIL-E")
        assert "written down" not in step(made, StepKind.GO)
        assert "Clear that up" not in step(made, StepKind.NIC_HAND, "MAIL-E")

    def test_the_services_stop_one_by_one_in_their_order(self) -> None:
        text = step(make(pair()), StepKind.SERVER_RESTART)
        stopped, started = (
            re.findall(rf"(?m)^ {{20}}net {verb} MSExchange(\w+)$", text)
            for verb in ("stop", "start")
        )
        assert stopped == ["MTA", "IS", "DS", "SA"]
        assert started == stopped[::-1]

    def test_a_cluster_is_never_stopped_by_net(self) -> None:
        """It would take that for a failure (BackOffice Resource Kit, chapter 2)."""
        made = make(between(server(HOME, roles=(Role.CLUSTER,))))
        page = steps(made)
        assert "In Cluster Administrator take the MTA's resource offline" in page
        assert not re.search(r"(?m)^ +net st(?:op|art) [A-Z]", page)

    def test_a_request_for_addresses_lists_them(self) -> None:
        text = step(everything(), StepKind.REQUEST, "172.16.9.9")
        assert "Ask the administrator of 172.16.9.9 to add these addresses" in text
        assert "                172.16.9.32\n" in text

    def test_a_request_for_a_decision_tells_why(self) -> None:
        text = step(everything(), StepKind.REQUEST, "MAIL-D")
        assert "The owner of the address uses DHCP" in text
        assert "add these addresses" not in text

    @pytest.mark.parametrize("mode", list(AddressMode))
    def test_a_mapping_names_the_inner_address_whatever_the_mode(self, mode: AddressMode) -> None:
        """A firewall does not know our aliases."""
        rows = [f"MAIL-A/{at} 10.9.0.1 FAR-{at} via=FW1" for at in "12"]
        chosen = settings(["FW1=10.9.0.32/28"], address_mode=mode)
        text = step(make(inventory(rows, [HOME]), chosen), StepKind.MAPPING, "FW1")
        text = " ".join(text.split())
        assert "The inner address is: 10.9.0.32 It is for calls from MAIL-A to FAR-2." in text
        assert (
            "have this address reserved, and see that nothing answers at it: ping 10.9.0.32 arp -a"
            in text
        )
        assert "On MAIL-A; a blank screen means that it connects: telnet 10.9.0.32 102" in text

    def test_a_mapping_without_a_pool_leaves_the_inner_address_open(self) -> None:
        rows = [f"MAIL-A/{at} 10.9.0.1 FAR-{at} via=FW1" for at in "12"]
        text = step(make(inventory(rows, [HOME]), settings([])), StepKind.MAPPING, "FW1")
        assert "at which nothing answers (ping it, then arp -a), have it reserved, and send it" in (
            " ".join(text.split())
        )

    def test_a_test_names_the_steps_that_undo_its_wave(self) -> None:
        """Nobody has to find out at night which they are."""
        made = make(pair())
        (first, second) = [each.number for each in made.steps(StepKind.ADDRESS)]
        text = " ".join(step(made, StepKind.TEST).split())
        assert (
            f"MAIL-B: undo {second} MAIL-A: undo {first} Then restart the MTA at MAIL-B, MAIL-A."
        ) in text
        assert "collision" not in text
        one = make(inventory(["MAIL-A/One FAR FAR", "MAIL-A/Two FAR FAR"], [HOME]), settings([]))
        (only,) = one.steps(StepKind.ADDRESS_OPEN)
        assert f"MAIL-A: undo {only.number} Then" in " ".join(step(one, StepKind.TEST).split())

    def test_a_server_with_overrides_takes_them_out_before_a_wave_is_undone(self) -> None:
        """Else its MTA calls from an address that the partner does not hold any more."""
        made = everything()
        override, hand = made.steps(StepKind.OVERRIDE_SCRIPT, StepKind.OVERRIDE_HAND, at="MAIL-B")
        text = step(made, StepKind.TEST, "MAIL-B")
        assert f"MAIL-B: undo {hand.number}, {override.number}\n" in text
        assert text.index("MAIL-B: undo") < text.index("Then restart the MTA at ")

    def test_both_ends_are_undone_although_one_has_changed_in_an_earlier_wave(self) -> None:
        """In the same words at both; else the Address under test stays."""
        names = ("HUB", "ONE", "TWO")
        rows = [f"{far}/{at} 10.20.1.10 HUB" for far in names[1:] for at in "12"]
        rows += [
            f"HUB/{far}_{at} 10.20.{n}.10 {far}"
            for n, far in ((2, "ONE"), (3, "TWO"))
            for at in "12"
        ]
        facts = [f"{name} 10.20.{n}.10/24" for n, name in enumerate(names, 1)]
        made = make(inventory(rows, facts), settings([f"10.20.{n}.32/28" for n in (1, 2, 3)]))
        changed = {
            (made.place_of(each), each.connector): each for each in made.steps(StepKind.ADDRESS)
        }
        far = changed["TWO", "2"]
        assert (far.wave, changed["HUB", "TWO 2"].wave) == (2, 1)
        undo = (
            f"TWO: undo {far.number} HUB: undo {changed['HUB', 'TWO 2'].number} "
            "Then restart the MTA at TWO, HUB. That may bring a collision back at HUB,"
        )
        for name in ("TWO", "HUB"):
            assert undo in " ".join(steps(made, name).split())

    def test_of_overrides_that_others_use_since_only_some_are_taken_out(self) -> None:
        """They are set in one step for the connectors to all partners."""
        fars = ((2, "ONE"), (3, "TWO"))
        rows = [f"{far}/{at} 10.20.1.10 HUB" for _, far in fars for at in "12"]
        rows += [f"HUB/{far}_{at} 10.20.{n}.10 {far}" for n, far in fars for at in "12"]
        facts = [server("HUB 10.20.1.10/24", exchange="5.5 SP4")]
        made = make(
            inventory(rows, [*facts, *(server(f"{far} 10.20.{n}.10/24") for n, far in fars)])
        )
        (override,) = made.steps(StepKind.OVERRIDE_SCRIPT)
        first, second = made.steps(StepKind.ADDRESS)
        assert (first.wave, second.wave) == (1, 2)
        page = " ".join(steps(made, "HUB").split())
        assert f"ONE: undo {first.number} HUB: undo {override.number} Then restart" in page
        assert (
            f"TWO: undo {second.number} HUB: of {override.number} undo only what is for a "
            "connector tested in wave 2 Then restart the MTA at TWO, HUB."
        ) in page

    def test_a_wave_of_many_servers_is_undone_as_the_runbook_lists_it(self) -> None:
        """So that no list of all servers stands at each of them."""
        pairs = [(f"A{at}", f"B{at}", at) for at in range(5)]
        rows = [f"{one}/{at} 10.20.{n}.10 {two}" for one, two, n in pairs for at in "12"]
        facts = [f"{two} 10.20.{n}.10/24" for _, two, n in pairs]
        pool = [f"10.20.{n}.32/28" for n in range(5)]
        made = make(inventory(rows, facts), settings(pool, wave=Wave.ALL))
        first, *_, last = made.steps(StepKind.ADDRESS)
        undo = f"set back the Addresses of steps {last.number} down to {first.number}, and those"
        assert undo in " ".join(step(made, StepKind.TEST, "A0").split())

    def test_a_nic_by_hand_is_told_for_the_windows_that_is_known(self) -> None:
        """Both ways only where nobody knows which it is."""
        for os, nt, later in (("NT 4.0", True, False), ("2003", False, True), ("", True, True)):
            made = make(between(server(HOME, os=os, adapter="")))
            text = step(made, StepKind.NIC_HAND)
            assert ("Windows NT: Control Panel" in text) is nt
            assert ("Do not restart yet" in text) is nt
            assert ("Windows 2000 or 2003: Network" in text) is later

    def test_an_owner_that_dials_nobody_in_conflict_has_no_settings_to_compare(self) -> None:
        rows = [f"MAIL-A/{at} 10.20.2.10 MAIL-B" for at in "12"]
        made = make(inventory(rows, servers()))
        owner = step(made, StepKind.PREPARE, "MAIL-B")
        assert "The Stack tabs show:" not in owner
        assert "[ ] The Stack tabs are printed; this plan changes none here\n" in owner
        text = step(made, StepKind.PREPARE, "MAIL-A")
        assert '                    "2": IP address 10.20.2.10\n' in text

    def test_overrides_are_listed_where_they_are_set(self) -> None:
        made = everything()
        assert all(
            f'    "{name}"\n' in step(made, StepKind.PREPARE, "MAIL-B") for name in ("-A", "A")
        )
        assert '    "A": 10.20.2.32\n' in step(made, StepKind.OVERRIDE_SCRIPT, "MAIL-B")
        assert '    "-A": 10.20.2.10\n' in step(made, StepKind.OVERRIDE_HAND, "MAIL-B")

    def test_an_older_override_is_restored_by_the_undo_file_if_there_is_one(self) -> None:
        safe, unsafe = with_names("a", "b", "5.5 SP4"), with_names("-a", "-b", "5.5 SP4")
        assert "OVRUNDO.INI" in step(safe, StepKind.PREPARE, "MAIL-B")
        assert "OVRUNDO.INI" not in steps(unsafe, "MAIL-B")

    def test_name_steps_list_what_is_to_be_expected(self) -> None:
        rows = ["MAIL-A/One mail-b MAIL-B", "MAIL-A/Two mail-b MAIL-B"]
        made = make(inventory(rows, servers()), settings(address_mode=AddressMode.LMHOSTS))
        assert "                mail-b 10.20.2.10\n" in step(made, StepKind.HOSTS)
        text = step(made, StepKind.LMHOSTS)
        assert "                MAIL-B-X2 10.20.2.32\n" in text
        assert "                    telnet MAIL-B-X2 102\n" in text
        assert "                    telnet mail-b 102\n" in step(made, StepKind.HOSTS)

    def test_name_steps_are_given_by_script_and_by_hand(self) -> None:
        rows = ["MAIL-A/One mail-b MAIL-B", "MAIL-A/Two mail-b MAIL-B"]
        made = make(inventory(rows, servers()), settings(address_mode=AddressMode.LMHOSTS))
        for kind, file in ((StepKind.HOSTS, "HOSTS"), (StepKind.LMHOSTS, "LMHOSTS")):
            text = step(made, kind)
            assert "a) The script copies" in text
            assert f"                    NAMES {file}\n" in text
            assert "b) Or by hand: " in text
            assert re.search(rf"a\) The script:\n +C:\n +cd .*\n +NAMUNDO {file}\n", text)
            assert (
                f"                    copy %SystemRoot%\\System32\\drivers\\etc\\{file} "
                in step(made, StepKind.PREPARE)
            )

    def test_name_steps_without_a_script_are_given_by_hand_only(self) -> None:
        rows = [f"$MAIL/{at} mail-b MAIL-B" for at in "12"]
        found = inventory(rows, [server("$MAIL 10.20.1.10/24"), *servers()[1:]])
        made = make(found, settings(address_mode=AddressMode.LMHOSTS))
        assert "                Put the lines of HOSTS.ADD, markers" in step(
            made, StepKind.HOSTS_HAND, "$MAIL"
        )
        text = step(made, StepKind.LMHOSTS_HAND, "$MAIL")
        assert "                Add the lines of LMHOSTS.ADD, markers" in text
        assert "    NAM" not in text

    def test_an_mta_that_never_logs_9301_is_told_where_it_would_be_looked_for(self) -> None:
        """Q234962: its absence proves nothing then."""
        made = make(pair(2, "5.0 SP2", "5.5 SP2"))
        for kind in (StepKind.TEST, StepKind.WATCH):
            assert "Q234962" in step(made, kind, "MAIL-B")
            assert "Q234962" not in step(made, kind, "MAIL-A")

    @pytest.mark.parametrize("name", HOSTILE)
    def test_a_hostile_name_is_shown_as_it_is_and_begins_no_step(self, name: str) -> None:
        made = with_names(f"{name}1", f"{name}2")
        page = steps(made)
        assert f'Set the Address of connector "{name}2"' in page
        assert len(STEP.findall(page)) == len(made.steps(at="MAIL-A"))

    @pytest.mark.parametrize(("name", "shown"), OUTSIDE.items())
    def test_a_character_that_windows_1252_lacks_is_shown_as_its_code_point(
        self, name: str, shown: str
    ) -> None:
        made = with_names(f"{name}1", f"{name}2")
        assert f'"{shown}2"' in steps(made)
        assert f'"{shown}1"' in settings_page(made)


class TestAddressAttributes:
    def test_the_page_begins_with_version_and_server(self) -> None:
        assert settings_page(make(pair())).startswith(
            f"x400fix {__version__}: Address Attribute settings of the connectors at MAIL-A\n"
        )

    def test_a_moved_connector_has_its_value_now_and_then_and_its_step(self) -> None:
        made = make(pair())
        (change,) = made.steps(StepKind.ADDRESS, at="MAIL-A")
        assert (
            'Connector  "To B 2"\n'
            "    Now        IP address: 10.20.2.10\n"
            "    To set     IP address: 10.20.2.32\n"
            f"    Step       {change.number}\n"
            "    Back-out   IP address: 10.20.2.10\n"
            '    Other end  "MAIL-B/To A 2"\n'
        ) in settings_page(made)

    def test_a_kept_connector_has_nothing_to_set(self) -> None:
        assert (
            'Connector  "To B 1"\n'
            "    Now        IP address: 10.20.2.10\n"
            "    To set     nothing: this connector keeps its Address\n"
            '    Other end  "MAIL-B/To A 1"\n'
        ) in settings_page(make(pair()))

    def test_a_connector_that_somebody_else_decides_has_room_for_the_value(self) -> None:
        made = everything()
        page = settings_page(made)
        assert page.count("______________________________\n") == len(
            made.steps(StepKind.ADDRESS_OPEN)
        )
        assert "    Other end  not in the inventory\n" in page

    def test_an_alias_is_a_remote_host_name(self) -> None:
        chosen = settings([], strategy=Strategy.HOSTNAME, address_mode=AddressMode.LMHOSTS)
        page = settings_page(make(pair(), chosen))
        assert "    To set     Remote host name: MAIL-B-X2\n" in page
        assert "    Back-out   IP address: 10.20.2.10\n" in page

    def test_selectors_are_proposed_for_a_newer_partner_only(self) -> None:
        older, newer = make(pair()), make(pair(2, "5.0 SP2", "5.5 SP4"))
        assert "T selectors proposed" not in settings_page(older)
        assert (
            '    "MAIL-A/To B 2"\n    and "MAIL-B/To A 2"\n'
            "        outgoing T selector, both ends:     L02\n"
            "        incoming T selector, older end:     the newer server's own\n"
        ) in settings_page(newer)

    def test_a_known_selector_of_the_stack_is_named(self) -> None:
        rows = [
            *("MAIL-A/One 10.20.2.10 MAIL-B", "MAIL-A/Two 10.20.2.10 MAIL-B"),
            *("MAIL-B/One 10.20.1.10 MAIL-A own=CADIZ", "MAIL-B/Two 10.20.1.10 MAIL-A own=CADIZ"),
        ]
        page = settings_page(make(inventory(rows, servers("5.0 SP2", "5.5 SP4"))))
        assert page.count("incoming T selector, older end:     CADIZ\n") == 2

    @pytest.mark.parametrize("name", HOSTILE)
    def test_a_hostile_name_is_shown_as_it_is(self, name: str) -> None:
        page = settings_page(with_names(f"{name}1", f"{name}2"))
        assert f'Connector  "{name}1"\n' in page
        assert f'Connector  "{name}2"\n' in page


def test_a_place_where_no_connector_changes_has_no_settings_page() -> None:
    """An owner, a firewall, a foreign MTA."""
    bundle = everything().bundle()
    assert "SERVERS/MAIL-D/ADDRATTR.TXT" not in bundle
    assert "SERVERS/MAIL-D/STEPS.TXT" in bundle


def test_pages_are_windows_1252_with_crlf_and_an_ended_last_line() -> None:
    """As NT shows them."""
    for path, data in with_names("Zürich 1", "Zürich 2").bundle().items():
        if path.endswith(("STEPS.TXT", "ADDRATTR.TXT")):
            assert b"Z\xfcrich 2" in data
            assert data.endswith(b"\r\n")
            assert data.count(b"\n") == data.count(b"\r\n")


def test_every_step_has_its_number_in_the_ticket_and_the_runbook_too() -> None:
    """One number, three places."""
    made = everything()
    ticket, runbook = made.text("TICKET.MD"), made.text("RUNBOOK.TXT")
    for each in made.steps():
        place = re.escape(made.place_of(each))
        assert re.search(rf"(?m)^\[ \] {each.number}\. {place}: ", runbook)
        assert re.search(rf"(?m)^\| {each.number} +\|[^\n]*\| `?{place}`? ", ticket)


def test_a_later_night_of_a_ticket_has_a_folder_of_its_own() -> None:
    """What the first night recorded is not the state at the beginning of the second."""
    chosen = settings(POOL[:2], ticket="CHG1")
    first = make(pair(), chosen)
    assert "in C:\\X400FIX\\CHG1 on MAIL-A" in steps(first)
    later = make(pair(), chosen, first.memory())
    found = re.search(r"in C:\\X400FIX\\(CHG1-[0-9a-f]{4}) on MAIL-A", steps(later))
    assert found
    assert f"cd \\X400FIX\\{found[1]}\n" in steps(later)
    assert "in C:\\X400FIX\\CHG1 " not in steps(later)
