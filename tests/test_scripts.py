# SPDX-License-Identifier: MIT
"""NIC scripts, checks, name files and overrides: what they hold, and what they do when they run."""

import re

import pytest

from tests.batch import Computer
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
                    *("NICUNDO.CMD", "LMHOSTS.ADD", "NAMES.CMD", "NAMUNDO.CMD", "CHECK.CMD"),
                ],
                id="nt-4.0",
            ),
            pytest.param(
                NT351,
                [
                    *("NIC.INI", "NIC.CMD", "NICUNDO.INI", "NICUNDO.CMD"),
                    *("LMHOSTS.ADD", "NAMES.CMD", "NAMUNDO.CMD", "CHECK.CMD"),
                ],
                id="nt-3.51-has-no-reg",
            ),
            pytest.param(
                W2000,
                [
                    *("NIC.CMD", "NICUNDO.CMD", "LMHOSTS.ADD", "NAMES.CMD", "NAMUNDO.CMD"),
                    "CHECK.CMD",
                ],
                id="windows-2000",
            ),
            pytest.param(
                server("MAIL-A 10.20.1.10/24", adapter=""),
                ["LMHOSTS.ADD", "NAMES.CMD", "NAMUNDO.CMD", "CHECK.CMD"],
                id="by-hand",
            ),
        ],
    )
    def test_the_system_decides_which_nic_files_there_are(
        self, here: Server, names: list[str]
    ) -> None:
        assert list(of(here)) == names

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
        assert list(scripts_of(make(pair(), chosen))) == ["LMHOSTS.ADD", "NAMES.CMD", "NAMUNDO.CMD"]

    def test_no_script_names_a_server_whose_name_is_not_safe(self) -> None:
        rows = [f"$MAIL/{at} mail-b MAIL-B" for at in "12"]
        made = make(inventory(rows, [server("$MAIL 10.20.1.10/24"), *servers()[1:]]))
        assert list(scripts_of(made, "$MAIL")) == ["LMHOSTS.ADD", "HOSTS.ADD", "CHECK.CMD"]
        assert set(names(made, "$MAIL")) == set(scripts_of(made, "$MAIL"))

    def test_all_of_them_are_ascii_with_crlf_and_an_ended_last_line(self) -> None:
        bundle = make(between(NT4, count=30), settings(["10.20.1.0/24", "10.20.2.0/24"])).bundle()
        scripts = {
            path: data
            for path, data in bundle.items()
            if path.startswith("SERVERS/") and not path.endswith(".TXT")
        }
        assert len(scripts) == 20
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


class TestNicCommand:
    @pytest.mark.parametrize("here", [NT4, NT351, W2000], ids=["nt-4.0", "nt-3.51", "2000"])
    @pytest.mark.parametrize("file", ["NIC.CMD", "NICUNDO.CMD"])
    def test_nothing_happens_on_another_computer(self, here: Server, file: str) -> None:
        """The same hardware has the same adapter name, so the script would steal its primary."""
        scripts = of(here)
        other = computer(here, scripts, "MAIL-X")
        assert other.run(scripts[file]) == [
            "This computer is not MAIL-A. Nothing was changed.",
        ]
        assert other.done == []

    @pytest.mark.parametrize("here", [NT4, NT351, W2000], ids=["nt-4.0", "nt-3.51", "2000"])
    def test_the_nic_gets_the_lists_of_the_plan_and_gets_rid_of_them_again(
        self, here: Server
    ) -> None:
        """undo(do(x)) = x on the lists."""
        made = make(between(here, count=4))
        scripts = scripts_of(made)
        host = computer(here, scripts)
        before = list(host.addresses)
        said = host.run(scripts["NIC.CMD"])
        nic = made.place("MAIL-A").nic
        assert nic
        assert host.addresses == [str(each).partition("/")[0] for each in nic.after]
        assert host.masks == ["255.255.255.0"] * len(nic.after)
        assert "FAILED. Look at the NIC before anything else is done. See STEPS.TXT." not in said
        said = host.run(scripts["NICUNDO.CMD"])
        assert host.addresses == before
        assert not any("FAILED" in each for each in said)

    @pytest.mark.parametrize("here", [NT4, W2000], ids=["nt-4.0", "2000"])
    def test_a_nic_that_is_not_as_planned_is_left_alone(self, here: Server) -> None:
        scripts = of(here)
        host = computer(here, scripts)
        host.addresses = ["10.20.1.99"]
        assert any("Nothing was changed" in each for each in host.run(scripts["NIC.CMD"]))
        assert host.done == []

    def test_without_the_resource_kit_nothing_happens(self) -> None:
        scripts = of(NT4)
        host = computer(NT4, scripts)
        host.broken = {"regdmp", "regini"}
        assert any(
            "regdmp of the Resource Kit is missing" in e for e in host.run(scripts["NIC.CMD"])
        )
        assert host.done == []

    def test_without_its_list_file_nothing_happens(self) -> None:
        scripts = of(NT4)
        host = computer(NT4, {})
        said = host.run(scripts["NIC.CMD"])
        assert said == ["NIC.INI is not in this folder. Nothing was changed."]
        assert host.run(scripts["NICUNDO.CMD"])[0].startswith("NICUNDO.INI is not")

    def test_a_command_that_fails_is_told(self) -> None:
        scripts = of(NT4)
        host = computer(NT4, scripts)
        host.broken = {"regini"}
        assert host.run(scripts["NIC.CMD"])[-1].startswith("FAILED. ")

    def test_lists_that_do_not_read_back_are_told(self) -> None:
        """Regini applies no line without its line end, and tells no error (Q139278)."""
        scripts = of(NT4)
        host = computer(NT4, {**scripts, "NIC.INI": scripts["NICUNDO.INI"]})
        assert host.run(scripts["NIC.CMD"])[-1].startswith("FAILED. ")

    def test_an_address_that_the_undo_leaves_is_told(self) -> None:
        scripts = of(NT4)
        host = computer(NT4, {**scripts, "NICUNDO.INI": scripts["NIC.INI"]})
        assert host.run(scripts["NICUNDO.CMD"])[-1].startswith("FAILED. ")

    def test_an_address_inside_a_longer_one_that_stays_is_not_looked_for(self) -> None:
        """Find would meet 10.20.1.3 in 10.20.1.32, which was there before."""
        here = server("MAIL-A 10.20.1.32/24")
        made = make(between(here), settings(["10.20.1.3", "10.20.2.32"]))
        scripts = scripts_of(made)
        host = computer(here, scripts)
        assert not any("FAILED" in each for each in host.run(scripts["NIC.CMD"]))
        assert not any("FAILED" in each for each in host.run(scripts["NICUNDO.CMD"]))
        assert host.addresses == ["10.20.1.32"]

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
            assert not any(word in scripts[file] for word in ("gateway", " set "))

    def test_the_files_say_who_made_them_and_what_for(self) -> None:
        scripts = of(NT4)
        for file, purpose in (("NIC.CMD", "configuration"), ("NICUNDO.CMD", "back-out")):
            assert scripts[file].split("\r\n")[1] == (
                f"rem x400fix {__version__}: NIC {purpose} of MAIL-A"
            )

    def test_lines_stay_short_however_many_addresses_there_are(self) -> None:
        made = make(between(NT4, count=90), settings(["10.20.1.0/24", "10.20.2.0/24"]))
        for file, text in scripts_of(made).items():
            assert all(len(line) < 240 for line in text.split("\r\n")), file


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

    @pytest.mark.parametrize("argument", ["", "before", "X"])
    def test_without_a_word_that_it_knows_it_says_which_there_are(self, argument: str) -> None:
        said = self.check().run(of(NT4)["CHECK.CMD"], argument)
        assert said == ["Write CHECK BEFORE or CHECK AFTER, in capitals."]

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
