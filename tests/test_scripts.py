# SPDX-License-Identifier: MIT
"""NIC scripts, checks, name files and overrides: what they hold, and what they do when they run."""

import re

import pytest

from tests.batch import AFTER, BEFORE, FAULTS, LAYOUTS, UNCHANGED, UNDONE, Computer
from tests.builders import inventory, pair, server, servers, settings
from tests.plans import Made, between, called, make
from tests.views import scripts_of
from x400fix import __version__
from x400fix.documents.rendering import Renderer
from x400fix.documents.scripts import Scripts
from x400fix.inventory.connectors import Server
from x400fix.settings.choices import AddressMode, Strategy

NT4 = server("MAIL-A 10.20.1.10/24 10.20.1.41/24")
NT351 = server("MAIL-A 10.20.1.10/24", os="NT 3.51 SP5", adapter="Elnk31")
W2000 = server("MAIL-A 10.20.1.10/24", os="Windows 2000", adapter="Local Area Connection (2)")
ENTRY = re.compile(r"\d+\.\d+\.\d+\.\d+[ ]+[A-Z][A-Z0-9-]{0,13}[A-Z0-9][ ]+#PRE", re.ASCII)
TAKEN = "10.20.1.32"


def names(made: Made, name: str) -> list[str]:
    """The names that scripts of a folder will have."""
    return Scripts(made.plan, Renderer()).names(made.place(name))


def of(here: Server, count: int = 2) -> dict[str, str]:
    return scripts_of(make(between(here, count=count)))


def computer(here: Server, scripts: dict[str, str], name: str = "MAIL-A") -> Computer:
    """The computer that a folder was brought to."""
    texts = [str(address).partition("/")[0] for address in here.addresses]
    return Computer(
        name=name, addresses=texts, masks=["255.255.255.0"] * len(texts), files=dict(scripts)
    )


class TestWhichFiles:
    @pytest.mark.parametrize(
        ("here", "names"),
        [
            pytest.param(
                NT4,
                [
                    *("NIC.INI", "NIC.REG", "NIC.CMD", "NICUNDO.INI", "NICUNDO.REG"),
                    *("NICUNDO.CMD", "LMHOSTS.ADD", "CHECK.CMD", "GATHER.CMD"),
                ],
                id="nt-4.0",
            ),
            pytest.param(
                NT351,
                [
                    *("NIC.INI", "NIC.CMD", "NICUNDO.INI", "NICUNDO.CMD", "LMHOSTS.ADD"),
                    *("CHECK.CMD", "GATHER.CMD"),
                ],
                id="nt-3.51-has-no-reg",
            ),
            pytest.param(
                W2000,
                ["NIC.CMD", "NICUNDO.CMD", "LMHOSTS.ADD", "CHECK.CMD", "GATHER.CMD"],
                id="windows-2000",
            ),
            pytest.param(
                server("MAIL-A 10.20.1.10/24", adapter=""),
                ["LMHOSTS.ADD", "CHECK.CMD", "GATHER.CMD"],
                id="by-hand",
            ),
        ],
    )
    def test_the_system_decides_which_nic_files_there_are(
        self, here: Server, names: list[str]
    ) -> None:
        assert list(of(here)) == names

    @pytest.mark.parametrize("mode", AddressMode)
    def test_name_scripts_come_with_names_that_are_dialled(self, mode: AddressMode) -> None:
        """In mode ip LMHOSTS.ADD is there for whoever wants names; a kept name needs HOSTS."""
        needed = {"NAMES.CMD", "NAMUNDO.CMD"}
        for address, has_name in (("MAIL-B", True), ("10.20.2.10", False)):
            rows = [f"MAIL-A/{at} {address} MAIL-B" for at in "12"]
            found = scripts_of(make(inventory(rows, servers()), settings(address_mode=mode)))
            assert "LMHOSTS.ADD" in found
            assert needed & set(found) == (needed if has_name or mode != "ip" else set())

    def test_the_names_are_known_before_the_files_are_made(self) -> None:
        rows = [
            *("MAIL-A/One MAIL-B MAIL-B", "MAIL-A/Two MAIL-B MAIL-B"),
            *("MAIL-B/One 10.20.1.10 MAIL-A", "MAIL-B/Two 10.20.1.10 MAIL-A"),
        ]
        made = make(inventory(rows, servers("5.0 SP2", "5.5 SP4")))
        for place in made.plan.servers:
            assert sorted(scripts_of(made, place.name)) == sorted(names(made, place.name))
        assert {"HOSTS.ADD", "LMHOSTS.ADD"} < set(scripts_of(made))
        assert {"OVERRIDE.INI", "OVRUNDO.INI"} < set(scripts_of(made, "MAIL-B"))

    def test_unsafe_overrides_only_have_no_file(self) -> None:
        rows = [
            *("MAIL-A/One 10.20.2.10 MAIL-B", "MAIL-A/Two 10.20.2.10 MAIL-B"),
            *("MAIL-B/-One 10.20.1.10 MAIL-A", "MAIL-B/-Two 10.20.1.10 MAIL-A"),
        ]
        made = make(inventory(rows, servers("5.0 SP2", "5.5 SP4")))
        assert "OVERRIDE.INI" not in scripts_of(made, "MAIL-B")
        assert "OVERRIDE.INI" not in names(made, "MAIL-B")

    def test_a_place_without_addresses_has_no_check(self) -> None:
        chosen = settings([], strategy=Strategy.HOSTNAME, address_mode=AddressMode.LMHOSTS)
        assert list(scripts_of(make(pair(), chosen))) == [
            *("LMHOSTS.ADD", "NAMES.CMD", "NAMUNDO.CMD", "GATHER.CMD"),
        ]

    def test_no_script_names_a_server_whose_name_is_not_safe(self) -> None:
        rows = [f"$MAIL/{at} mail-b MAIL-B" for at in "12"]
        made = make(inventory(rows, [server("$MAIL 10.20.1.10/24"), *servers()[1:]]))
        found = scripts_of(made, "$MAIL")
        assert list(found) == ["LMHOSTS.ADD", "HOSTS.ADD", "CHECK.CMD", "GATHER.CMD"]
        assert not any("$MAIL" in text for text in found.values())
        assert set(names(made, "$MAIL")) == set(scripts_of(made, "$MAIL"))

    def test_all_of_them_are_ascii_with_crlf_and_an_ended_last_line(self) -> None:
        bundle = make(between(NT4, count=30), settings(["10.20.1.0/24", "10.20.2.0/24"])).bundle()
        scripts = {
            path: data
            for path, data in bundle.items()
            if path.startswith("SERVERS/") and not path.endswith(".TXT")
        }
        assert len(scripts) == 18
        for data in scripts.values():
            assert data.isascii()
            assert data.endswith(b"\r\n")
            assert data.count(b"\n") == data.count(b"\r\n") == data.count(b"\r")

    @pytest.mark.parametrize(
        "name", ["%PATH%", "a&b|c>d", 'say "hi"', "Zürich", "NIC.CMD x", "東京"]
    )
    def test_no_directory_name_stands_in_any_of_them(self, name: str) -> None:
        rows = [
            called(name, "MAIL-A/x MAIL-B MAIL-B"),
            called(f"{name} 2", "MAIL-A/x MAIL-B MAIL-B"),
            called(name, "MAIL-B/x 10.20.1.10 MAIL-A"),
            called(f"{name} 2", "MAIL-B/x 10.20.1.10 MAIL-A"),
        ]
        made = make(
            inventory(rows, servers("5.0 SP2", "5.0 SP2")), settings(address_mode=AddressMode.HOSTS)
        )
        for place in ("MAIL-A", "MAIL-B"):
            assert all(name not in text for text in scripts_of(made, place).values())


class TestRegini:
    def test_the_file_holds_the_whole_lists_in_order(self) -> None:
        assert of(NT4)["NIC.INI"] == (
            "\\Registry\\Machine\\System\\CurrentControlSet\\Services\\El90x1\\Parameters\\Tcpip\r\n"
            '    IPAddress = REG_MULTI_SZ "10.20.1.10" "10.20.1.41" "10.20.1.32"\r\n'
            '    SubnetMask = REG_MULTI_SZ "255.255.255.0" "255.255.255.0" "255.255.255.0"\r\n'
        )

    def test_the_undo_file_holds_the_lists_as_they_were(self) -> None:
        assert of(NT4)["NICUNDO.INI"] == (
            "\\Registry\\Machine\\System\\CurrentControlSet\\Services\\El90x1\\Parameters\\Tcpip\r\n"
            '    IPAddress = REG_MULTI_SZ "10.20.1.10" "10.20.1.41"\r\n'
            '    SubnetMask = REG_MULTI_SZ "255.255.255.0" "255.255.255.0"\r\n'
        )

    def test_long_lists_are_continued_below_240_characters_without_comments(self) -> None:
        made = make(between(NT4, count=60), settings(["10.20.1.0/24", "10.20.2.0/24"]))
        text = scripts_of(made)["NIC.INI"]
        lines = text.split("\r\n")
        assert len(lines) > 10
        assert all(len(line) < 240 for line in lines)
        assert not re.search(r"[;#\[]", text)
        assert text.replace("\\\r\n", "").count("\r\n") == 3


class TestRegFile:
    def test_the_reference_vectors_stand_in_the_file(self) -> None:
        here = server("MAIL-A 10.20.1.10/24 10.20.1.41/24")
        made = make(between(here), settings(["10.20.1.42", "10.20.2.32"]))
        assert scripts_of(made)["NIC.REG"] == (
            "REGEDIT4\r\n\r\n"
            "[HKEY_LOCAL_MACHINE\\SYSTEM\\CurrentControlSet\\Services\\El90x1\\Parameters\\Tcpip]"
            "\r\n"
            '"IPAddress"=hex(7):31,30,2e,32,30,2e,31,2e,31,30,00,31,30,2e,32,30,2e,31,2e,\\\r\n'
            "  34,31,00,31,30,2e,32,30,2e,31,2e,34,32,00,00\r\n"
            '"SubnetMask"=hex(7):32,35,35,2e,32,35,35,2e,32,35,35,2e,30,00,32,35,35,2e,32,\\\r\n'
            "  35,35,2e,32,35,35,2e,30,00,32,35,35,2e,32,35,35,2e,32,35,35,2e,30,00,00\r\n"
            "\r\n"
        )

    def test_the_undo_file_holds_the_lists_as_they_were(self) -> None:
        text = of(server("MAIL-A 10.20.1.10/24"))["NICUNDO.REG"]
        assert '"IPAddress"=hex(7):31,30,2e,32,30,2e,31,2e,31,30,00,00\r\n' in text

    @pytest.mark.parametrize("file", ["NIC.REG", "NICUNDO.REG"])
    def test_the_header_is_exactly_regedit4_and_a_blank_line_ends_the_file(self, file: str) -> None:
        text = of(NT4)[file]
        assert text.startswith("REGEDIT4\r\n\r\n[HKEY_LOCAL_MACHINE\\")
        assert text.endswith("\r\n\r\n")


SYSTEMS = pytest.mark.parametrize("here", [NT4, NT351, W2000], ids=["nt-4.0", "nt-3.51", "2000"])
FILES = pytest.mark.parametrize("file", ["NIC.CMD", "NICUNDO.CMD"])
EACH_LAYOUT = pytest.mark.parametrize("layout", LAYOUTS)
OTHER_LISTS = pytest.mark.parametrize("fault", FAULTS)


def planned(here: Server, count: int, *, done: bool) -> Computer:
    """The computer that a folder was brought to, before the change or after it."""
    made = make(between(here, count=count))
    nic = made.place("MAIL-A").nic
    assert nic
    host = computer(here, scripts_of(made))
    host.addresses = [text.partition("/")[0] for text in (nic.after if done else nic.before)]
    host.masks = ["255.255.255.0"] * len(host.addresses)
    return host


def act(host: Computer, file: str, word: str = "") -> list[str]:
    return host.run(host.files[file], word)


def differing(host: Computer, file: str, addresses: str, masks: str) -> str:
    """What a script says first of these lists, of which only the last octets are given."""
    host.addresses = [f"10.20.1.{each}" for each in addresses.split()]
    host.masks = [f"255.255.255.{each}" for each in masks.split()]
    return act(host, file)[0]


class TestNicCommand:
    @SYSTEMS
    @FILES
    def test_nothing_happens_on_another_computer(self, here: Server, file: str) -> None:
        """The same hardware has the same adapter name, so the script would steal its primary."""
        host = computer(here, of(here), "MAIL-X")
        files = dict(host.files)
        assert act(host, file) == ["This computer is not MAIL-A. Nothing was changed."]
        assert host.done == []
        assert host.files == files

    @SYSTEMS
    @EACH_LAYOUT
    def test_the_nic_gets_the_lists_of_the_plan_and_gets_rid_of_them_again(
        self, here: Server, layout: str
    ) -> None:
        """undo(do(x)) = x on the lists, each once however often the scripts are run."""
        host, after = planned(here, 4, done=False), planned(here, 4, done=True)
        host.layout = layout
        before = planned(here, 4, done=False)
        for file, right, told in (("NIC.CMD", after, AFTER), ("NICUNDO.CMD", before, BEFORE)):
            assert told in act(host, file)
            assert (host.addresses, host.masks) == (right.addresses, right.masks)
            host.done.clear()
            assert act(host, file) == [told]
            assert host.done == []

    @SYSTEMS
    @OTHER_LISTS
    @pytest.mark.parametrize("done", [False, True], ids=["NIC", "NICUNDO"])
    def test_other_lists_are_left_alone(self, here: Server, fault: str, *, done: bool) -> None:
        for layout in LAYOUTS:
            host = planned(here, 4, done=done)
            host.layout = layout
            lists = FAULTS[fault](host.addresses, host.masks)
            if lists == (host.addresses, host.masks):
                pytest.skip("one address has one order")
            host.addresses, host.masks = lists
            assert act(host, "NICUNDO.CMD" if done else "NIC.CMD")[-1] == UNCHANGED
            assert host.done == []
            assert (host.addresses, host.masks) == lists
            assert "NICOLD.TXT" not in host.files

    @EACH_LAYOUT
    @OTHER_LISTS
    def test_lists_that_read_back_otherwise_are_set_back(self, fault: str, layout: str) -> None:
        """Regini applies no line without its line end, and reports no error (Q139278)."""
        host, after = planned(NT4, 4, done=False), planned(NT4, 4, done=True)
        host.layout = layout
        before = host.addresses, host.masks
        host.written = FAULTS[fault](after.addresses, after.masks)
        said = act(host, "NIC.CMD")
        assert said[-1] == UNDONE
        assert BEFORE in said
        assert (host.addresses, host.masks) == before
        assert host.done == ["regini NIC.INI", "regini NICUNDO.INI"]

    @pytest.mark.parametrize(
        ("addresses", "masks", "told"),
        [
            ("10 41 9", "0 0 0", 'IPAddress: "10.20.1.9" behind "10.20.1.41" is not in STEPS.TXT.'),
            ("41 10", "0 0", 'IPAddress: "10.20.1.41" behind IPAddress is not in STEPS.TXT.'),
            ("10", "0", 'IPAddress: behind "10.20.1.10" an address is missing.'),
            ("10 41", "0", "SubnetMask has more or fewer lines than IPAddress."),
            ("10 41", "128 128", 'SubnetMask: "255.255.255.128" is not in STEPS.TXT.'),
            ("", "", "regdmp shows no IPAddress. Is regdmp of the Resource Kit on this computer,"),
        ],
    )
    def test_what_differs_is_said(self, addresses: str, masks: str, told: str) -> None:
        assert differing(planned(NT4, 2, done=False), "NIC.CMD", addresses, masks) == told

    @pytest.mark.parametrize(
        ("addresses", "masks", "told"),
        [
            ("10 9 32 33", "0 0 0 0", "10.20.1.9 is not in STEPS.TXT."),
            ("10 33", "0 0", "Of the list in STEPS.TXT it has the lines -1-3, in this order."),
            ("10 32 33", "0 0", "A subnet mask is missing, or is not 255.255.255.0."),
            ("9", "0", f"netsh does not show 10.20.1.10 on {W2000.adapter}. See STEPS.TXT."),
        ],
    )
    def test_what_differs_on_windows_2000_is_said(
        self, addresses: str, masks: str, told: str
    ) -> None:
        assert differing(planned(W2000, 3, done=True), "NICUNDO.CMD", addresses, masks) == told

    def test_windows_2000_may_show_the_new_addresses_first(self) -> None:
        host = planned(W2000, 3, done=True)
        host.addresses.reverse()
        assert act(host, "NIC.CMD", "LOOK") == [AFTER]

    @pytest.mark.parametrize(("program", "told"), [("regdmp", UNCHANGED), ("regini", UNDONE)])
    def test_without_the_resource_kit_nothing_happens(self, program: str, told: str) -> None:
        host = planned(NT4, 2, done=False)
        before = list(host.addresses)
        host.broken = {program}
        assert act(host, "NIC.CMD")[-1] == told
        assert (host.addresses, host.done) == (before, [])

    @SYSTEMS
    @FILES
    def test_in_another_folder_nothing_happens(self, here: Server, file: str) -> None:
        host = computer(here, {})
        said = host.run(of(here)[file])
        assert said[0].endswith(" is not in this folder. Nothing was changed.")
        assert said[1] == "Change to the folder of this script first, also to its drive."
        assert host.files == {}

    @SYSTEMS
    @pytest.mark.parametrize("word", ["LOOK", "look", "Look"])
    def test_looking_changes_nothing(self, here: Server, word: str) -> None:
        for done, told in ((False, BEFORE), (True, AFTER)):
            host = planned(here, 3, done=done)
            assert act(host, "NIC.CMD", word) == [told]
            assert host.done == []
            assert "NICOLD.TXT" not in host.files

    @SYSTEMS
    @pytest.mark.parametrize("word", ["/?", "NIC", "LIST", "UNDO"])
    def test_a_word_that_it_does_not_know_changes_nothing(self, here: Server, word: str) -> None:
        host = planned(here, 3, done=False)
        files = dict(host.files)
        assert act(host, "NIC.CMD", word) == ["Write NIC or NIC LOOK. Nothing was changed."]
        assert act(host, "NICUNDO.CMD", word) == ["Write NICUNDO alone. Nothing was changed."]
        assert host.files == files

    @SYSTEMS
    def test_the_record_of_before_is_written_once(self, here: Server) -> None:
        host = planned(here, 2, done=False)
        act(host, "NIC.CMD")
        record = host.files["NICOLD.TXT"]
        assert "10.20.1.32" not in record
        for file in ("NIC.CMD", "NICUNDO.CMD", "NIC.CMD"):
            act(host, file)
        assert host.files["NICOLD.TXT"] == record

    @SYSTEMS
    @pytest.mark.parametrize("locked", ["X4OLD.TMP", "NICOLD.TXT"])
    def test_without_room_for_the_record_nothing_is_changed(
        self, here: Server, locked: str
    ) -> None:
        host = planned(here, 2, done=False)
        host.locked = {locked}
        assert act(host, "NIC.CMD")[-1] == (
            "NICOLD.TXT could not be written in this folder. Nothing was changed."
        )
        assert host.done == []

    @SYSTEMS
    @pytest.mark.parametrize("locked", ["NICNOW.TXT", "X4RUN.CMD"])
    def test_what_an_earlier_run_left_is_not_taken_for_now(self, here: Server, locked: str) -> None:
        host = planned(here, 2, done=False)
        act(host, "NIC.CMD", "LOOK")
        host.addresses[0] = "10.20.1.99"
        host.locked = {locked}
        assert act(host, "NIC.CMD")[-1] == UNCHANGED
        assert host.done == []

    def test_an_address_that_netsh_does_not_add_takes_back_the_others(self) -> None:
        host = planned(W2000, 3, done=False)
        host.refused = {"10.20.1.33"}
        said = act(host, "NIC.CMD")
        assert said[-1] == UNDONE
        assert BEFORE in said
        assert host.addresses == ["10.20.1.10"]

    def test_the_undo_goes_on_behind_an_address_that_stays(self) -> None:
        host = planned(W2000, 4, done=True)
        host.refused = {"10.20.1.33"}
        said = act(host, "NICUNDO.CMD")
        assert "10.20.1.33 was not removed." in said
        assert said[-1] == "FAILED. The NIC is not as it was before. See STEPS.TXT."
        assert host.addresses == ["10.20.1.10", "10.20.1.33"]

    def test_netsh_adds_and_deletes_in_keyword_form_without_a_gateway(self) -> None:
        scripts = of(W2000, count=3)
        name = 'name="Local Area Connection (2)"'
        commands = [
            [
                line
                for line in scripts[file].split("\r\n")
                if re.match("netsh interface ip (add|del)", line)
            ]
            for file in ("NIC.CMD", "NICUNDO.CMD")
        ]
        assert commands == [
            [
                f"netsh interface ip add address {name} addr=10.20.1.32 mask=255.255.255.0",
                f"netsh interface ip add address {name} addr=10.20.1.33 mask=255.255.255.0",
            ],
            [
                f"netsh interface ip delete address {name} addr=10.20.1.33",
                f"netsh interface ip delete address {name} addr=10.20.1.32",
            ],
        ]
        for file in ("NIC.CMD", "NICUNDO.CMD"):
            assert not re.search("gateway|netsh interface ip set", scripts[file])

    def test_the_files_say_who_made_them_and_what_for(self) -> None:
        scripts = of(NT4)
        for file, purpose in (
            ("NIC.CMD", "NIC configuration of MAIL-A. NIC LOOK only compares"),
            ("NICUNDO.CMD", "NIC back-out of MAIL-A"),
        ):
            assert scripts[file].split("\r\n")[1] == f"rem x400fix {__version__}: {purpose}"

    @SYSTEMS
    def test_many_addresses_make_no_long_line(self, here: Server) -> None:
        made = make(between(here, count=90), settings(["10.20.1.0/24", "10.20.2.0/24"]))
        scripts = scripts_of(made)
        for file, text in scripts.items():
            assert all(len(line) < 240 for line in text.split("\r\n")), file
        host = computer(here, scripts)
        assert AFTER in act(host, "NIC.CMD")
        assert BEFORE in act(host, "NICUNDO.CMD")

    @SYSTEMS
    def test_nothing_needs_more_than_the_cmd_of_nt_351(self, here: Server) -> None:
        """No command extensions (Q148435), labels of eight characters, one command a line."""
        for file, text in of(here).items():
            if not file.endswith(".CMD"):
                continue
            labels = re.findall(r"(?m)^:(\w+)", text)
            assert all(len(label) <= 8 for label in labels)
            assert len(set(labels)) == len(labels)
            assert set(re.findall(r"goto (\w+)", text)) <= set(labels)
            for line in text.split("\r\n"):
                bare = re.sub('"[^"]*"', "", line)
                if file == "GATHER.CMD":
                    # Switches of programs, and a command of a later cmd that may fail.
                    bare = re.sub("ipconfig /all|cmd /x /c for /f|admin /r", "", bare)
                assert not re.search(r"[&^<]|%~|/(?!b )|:eof|exit", bare), (file, line)


class TestCheck:
    def check(self) -> Computer:
        return computer(NT4, {})

    def test_free_addresses_are_as_planned(self) -> None:
        said = self.check().run(of(NT4, 3)["CHECK.CMD"], "BEFORE")
        assert said[-3:] == [f"free: {TAKEN}", "free: 10.20.1.33", "All as planned."]

    @pytest.mark.parametrize("way", ["answering", "arp"])
    def test_one_address_in_use_stops_the_change(self, way: str) -> None:
        """Hosts that ignore ping still show in the ARP cache (Q174929)."""
        host = self.check()
        setattr(host, way, {TAKEN})
        said = host.run(of(NT4, 3)["CHECK.CMD"], "BEFORE")
        assert said[-3:] == [
            f"IN USE: {TAKEN}",
            "free: 10.20.1.33",
            "NOT as planned. Do not go on. See STEPS.TXT.",
        ]

    def test_a_neighbour_with_a_longer_address_is_not_taken_for_it(self) -> None:
        """10.20.1.3 is free although 10.20.1.32 answers and stands in the cache."""
        made = make(between(NT4), settings(["10.20.1.3", "10.20.2.32"]))
        host = self.check()
        host.answering = host.arp = {TAKEN}
        assert host.run(scripts_of(made)["CHECK.CMD"], "BEFORE")[-1] == "All as planned."

    def test_addresses_that_answer_are_as_planned(self) -> None:
        host = self.check()
        host.answering = {"10.20.2.32", "10.20.2.33"}
        said = host.run(of(NT4, 3)["CHECK.CMD"], "AFTER")
        assert said[-3:] == ["answers: 10.20.2.32", "answers: 10.20.2.33", "All as planned."]

    def test_one_silent_address_stops_the_change(self) -> None:
        host = self.check()
        host.answering = {"10.20.2.33"}
        said = host.run(of(NT4, 3)["CHECK.CMD"], "AFTER")
        assert said[-3:] == [
            "NO ANSWER: 10.20.2.32",
            "answers: 10.20.2.33",
            "NOT as planned. Do not go on. See STEPS.TXT.",
        ]

    @pytest.mark.parametrize("argument", ["before", "Before", "after", "aFTER"])
    def test_its_words_are_taken_in_any_letters(self, argument: str) -> None:
        said = self.check().run(of(NT4)["CHECK.CMD"], argument)
        assert said == self.check().run(of(NT4)["CHECK.CMD"], argument.upper())
        assert said[-1].endswith("planned." if argument[0] in "bB" else "See STEPS.TXT.")

    @pytest.mark.parametrize("argument", ["", "BAD", "X"])
    def test_without_a_word_that_it_knows_it_says_which_there_are(self, argument: str) -> None:
        said = self.check().run(of(NT4)["CHECK.CMD"], argument)
        assert said == ["Write CHECK BEFORE or CHECK AFTER."]

    @pytest.mark.parametrize(
        ("place", "argument", "text"),
        [
            ("MAIL-A", "BEFORE", "This server gets no address: nothing to check BEFORE."),
            ("MAIL-B", "AFTER", "This server dials no new address: nothing to check AFTER."),
        ],
    )
    def test_a_check_that_is_not_needed_says_so(self, place: str, argument: str, text: str) -> None:
        rows = [f"MAIL-A/{at} 10.20.2.10 MAIL-B" for at in "12"]
        scripts = scripts_of(make(inventory(rows, servers())), place)
        assert self.check().run(scripts["CHECK.CMD"], argument) == [text]

    def test_labels_have_eight_characters_at_most(self) -> None:
        """As many as COMMAND.COM tells apart."""
        made = make(between(NT4, count=150), settings(["10.20.1.0/24", "10.20.2.0/24"]))
        labels = re.findall(r"(?m)^:(\w+)", scripts_of(made)["CHECK.CMD"])
        assert len(labels) > 500
        assert len({label[:8] for label in labels}) == len(labels)


class TestNameFiles:
    def test_lmhosts_has_an_entry_a_line_between_the_markers(self) -> None:
        assert of(NT4, 3)["LMHOSTS.ADD"] == (
            "# x400fix BEGIN CHG1\r\n"
            "10.20.2.32      MAIL-B-X2       #PRE\r\n"
            "10.20.2.33      MAIL-B-X3       #PRE\r\n"
            "# x400fix END CHG1\r\n"
        )

    @pytest.mark.parametrize("name", ["MAIL-B", "VERYLONGNAME-01", "1ST", "X.Y", "A-", "$MAIL"])
    def test_every_entry_is_in_the_grammar_that_is_safe_to_write(self, name: str) -> None:
        """Address in the first column, name in capitals, #PRE last, below 80 characters."""
        made = make(between(NT4, server(f"{name} 10.20.2.10/24"), count=12))
        lines = scripts_of(made)["LMHOSTS.ADD"].split("\r\n")
        assert len(lines) == 14
        assert all(ENTRY.fullmatch(line) and len(line) < 80 for line in lines[1:-2])

    def test_hosts_has_no_keywords(self) -> None:
        rows = ["MAIL-A/One mail-b.corp MAIL-B", "MAIL-A/Two mail-b.corp MAIL-B"]
        made = make(inventory(rows, servers()), settings(address_mode=AddressMode.HOSTS))
        assert scripts_of(made)["HOSTS.ADD"] == (
            "# x400fix BEGIN CHG1\r\n"
            "10.20.2.10      mail-b.corp\r\n"
            "10.20.2.32      MAIL-B-X2\r\n"
            "# x400fix END CHG1\r\n"
        )

    def test_the_markers_name_the_ticket_or_the_assignments(self) -> None:
        for ticket, shown in (("CHG-17", "CHG-17"), ("", "[0-9a-f]{8}")):
            text = make(pair(), settings(ticket=ticket)).text("SERVERS/MAIL-A/LMHOSTS.ADD")
            assert re.match(rf"# x400fix BEGIN {shown}\n", text)


class TestOverrides:
    def scripts(self) -> dict[str, str]:
        rows = [
            *(f"MAIL-A/{at} 10.20.2.10 MAIL-B" for at in "123"),
            *("MAIL-B/To_A_(1) 10.20.1.10 MAIL-A", "MAIL-B/To_A_(2) 10.20.1.10 MAIL-A"),
            "MAIL-B/Zürich 10.20.1.10 MAIL-A",
        ]
        return scripts_of(make(inventory(rows, servers("5.0 SP2", "5.5 SP4"))), "MAIL-B")

    def test_each_safe_connector_has_a_key_with_its_source_address(self) -> None:
        key = (
            "\\Registry\\Machine\\System\\CurrentControlSet\\Services\\MSExchangeMTA\\Parameters\\"
        )
        assert self.scripts()["OVERRIDE.INI"] == (
            f"{key}To A (1)\r\n"
            "    Stack IP Address Override = REG_SZ 10.20.2.10\r\n"
            f"{key}To A (2)\r\n"
            "    Stack IP Address Override = REG_SZ 10.20.2.32\r\n"
        )

    def test_the_undo_deletes_the_values(self) -> None:
        text = self.scripts()["OVRUNDO.INI"]
        assert text.count("    Stack IP Address Override = DELETE\r\n") == 2
        assert "REG_SZ" not in text

    def test_an_unsafe_name_stands_in_neither(self) -> None:
        scripts = self.scripts()
        assert not any("rich" in text for text in scripts.values())
