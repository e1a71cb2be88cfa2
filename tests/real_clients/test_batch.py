# SPDX-License-Identifier: MIT
"""Wine's cmd.exe runs the batch files: each twice, on the wrong computer, and back again.

Wine imitates Windows 7, so this does not show that NT 3.51 and 4.0 know each command.
"""

import itertools
import re
from collections.abc import Iterator

import pytest

from tests.batch import AFTER, BEFORE, FAULTS, LAYOUTS, UNCHANGED, UNDONE, Computer, Lists
from tests.examiner.registry import Values, read_regini

from .planned import FEW_CASES, Made, Place
from .wine import Wine

OLD = {
    "HOSTS": b"127.0.0.1 localhost\r\n10.99.0.9 other",
    "LMHOSTS": b"# caf\xe9 \x1b\r\n10.99.0.9 OTHER #PRE\n\r\n10.99.0.8 LAST",
}
"""Name files of somebody else, whose last lines are not ended."""

LOADED = ["nbtstat -R", "nbtstat -c"]
ALL = pytest.mark.parametrize("made", FEW_CASES, indirect=True)
TWO_SITES = pytest.mark.parametrize("made", ["two-sites"], indirect=True)
HUB = pytest.mark.parametrize("made", ["hub"], indirect=True)


def entries_of(place: Place) -> list[str]:
    """The name files that get lines."""
    return [file for file in OLD if f"{file}.ADD" in place.files]


def planned(place: Place, file: str, old: bytes | None) -> bytes:
    """HOSTS gets the lines in front, LMHOSTS at its end behind an empty line."""
    added = place.files[f"{file}.ADD"]
    if old is None:
        return added
    return added + old if file == "HOSTS" else old + b"\r\n" + added


class TestNames:
    @ALL
    def test_lines_are_added_once_and_the_old_bytes_come_back(self, made: Made, wine: Wine) -> None:
        for place in made.places("NAMES.CMD"):
            for file in entries_of(place):
                wine.lay_out(place.files, OLD)
                copies = {f"{each}.{place.block_id}".upper(): OLD[each] for each in OLD}
                for _ in range(2):
                    said = wine.run(f"call NAMES.CMD {file}", place.name)
                    assert said[-1] == f"{file} holds all lines of {file}.ADD."
                    assert wine.etc() == OLD | copies | {file: planned(place, file, OLD[file])}
                assert wine.recorded() == (LOADED * 2 if file == "LMHOSTS" else [])
                for last in ("Its last content is in", f"{file} has no lines of this plan."):
                    said = wine.run(f"call NAMUNDO.CMD {file}", place.name)
                    assert said[-1].startswith(last)
                    assert wine.etc() == OLD | copies
                assert wine.recorded() == (LOADED * 3 if file == "LMHOSTS" else [])
                outside = wine.files()
                assert {each: outside[f"{each}.SAV"] for each in OLD} == OLD

    @ALL
    def test_nothing_happens_on_another_computer_or_without_a_word(
        self, made: Made, wine: Wine
    ) -> None:
        for place in made.places("NAMES.CMD"):
            wine.lay_out(place.files, OLD)
            for script in ("NAMES", "NAMUNDO"):
                for file in entries_of(place):
                    said = wine.run(f"call {script}.CMD {file}", "ELSE")
                    assert said == [f"This computer is not {place.name}. Nothing was changed."]
                said = wine.run(f"call {script}.CMD", place.name)
                words = " or ".join(f"{script} {file}" for file in entries_of(place))
                assert said[0] == f"Write {words}. Nothing was changed."
            assert wine.etc() == OLD
            assert wine.files() == place.files
            assert wine.recorded() == []

    @pytest.mark.parametrize(
        "old",
        [
            pytest.param(None, id="missing"),
            pytest.param(b"", id="empty"),
            pytest.param(b"10.99.0.9 OTHER\r\n", id="ended"),
            pytest.param(b"10.99.0.9 OTHER\n", id="ended-by-lf"),
            pytest.param(b"\r\n" * 3, id="blank"),
            pytest.param(b"# " + b"x" * 5000, id="long-line"),
            pytest.param(b"10.99.0.9 OTHER\r\n" * 4000, id="many-lines"),
            pytest.param(b"10.99.0.9 OTHER\x1a", id="ctrl-z"),
            pytest.param(bytes(range(1, 256)), id="every-byte"),
        ],
    )
    @HUB
    def test_any_old_file_is_kept_byte_by_byte(
        self, made: Made, wine: Wine, old: bytes | None
    ) -> None:
        place = next(place for place in made.places("NAMES.CMD") if place.name == "HUB1")
        assert entries_of(place) == ["HOSTS", "LMHOSTS"]
        before = {} if old is None else dict.fromkeys(OLD, old)
        wine.lay_out(place.files, before)
        for file in OLD:
            wine.run(f"call NAMES.CMD {file}", place.name)
            assert wine.etc()[file] == planned(place, file, old)
        for file in OLD:
            wine.run(f"call NAMUNDO.CMD {file}", place.name)
        assert {file: data for file, data in wine.etc().items() if "." not in file} == before

    @HUB
    def test_a_file_in_small_letters_is_the_same_file(self, made: Made, wine: Wine) -> None:
        place = next(place for place in made.places("NAMES.CMD") if place.name == "HUB1")
        wine.lay_out(place.files, {"lmhosts": b"10.99.0.9 OTHER"})
        wine.run("call NAMES.CMD lmHosts", place.name)
        assert wine.etc()["LMHOSTS"] == planned(place, "LMHOSTS", b"10.99.0.9 OTHER")

    @HUB
    def test_a_line_that_can_stop_windows_nt_is_not_loaded(self, made: Made, wine: Wine) -> None:
        """Q165439: #INCLUDE with two slashes."""
        place = next(place for place in made.places("NAMES.CMD") if place.name == "HUB1")
        old = {"LMHOSTS": b"#INCLUDE //server/share/lmhosts\r\n"}
        wine.lay_out(place.files, old)
        said = wine.run("call NAMES.CMD LMHOSTS", place.name)
        assert said[-1] == "Correct that line first. LMHOSTS was not changed."
        assert wine.etc()["LMHOSTS"] == old["LMHOSTS"]
        assert wine.recorded() == []


def dump(lists: Lists, layout: str) -> str:
    """What regdmp may print of a NIC's key."""
    addresses, masks = lists
    return Computer("", addresses, masks, layout=layout).dump().replace("\r\n", "\n")


def connection(lists: Lists) -> list[str]:
    """The same for the recorder of netsh."""
    pairs = itertools.zip_longest(*lists, fillvalue="")
    return [f"IP {address} {mask}".rstrip() for address, mask in pairs]


def lists_of(place: Place, *, done: bool) -> Lists:
    """What the plan expects of a NIC."""
    lists = place.lists(done=done)
    return lists["IPAddress"], lists["SubnetMask"]


def differing(place: Place, fault: str) -> Iterator[tuple[str, Lists]]:
    """Both scripts, with lists that are as neither of them expects or leaves them."""
    planned_lists = [lists_of(place, done=done) for done in (False, True)]
    for script, lists in zip(("NIC", "NICUNDO"), planned_lists, strict=True):
        found = FAULTS[fault](*lists)
        if found not in planned_lists:
            yield script, found


def changes(wine: Wine) -> list[str]:
    """The calls that change a NIC."""
    return [
        call for call in wine.recorded() if not re.match("regdmp|netsh interface ip show", call)
    ]


def nic_places(made: Made, *, registry: bool) -> list[Place]:
    """The folders with NIC.CMD of one kind of Windows."""
    return [p for p in made.places("NIC.CMD") if ("NIC.INI" in p.files) is registry]


class TestRegistryLists:
    """NIC.CMD and NICUNDO.CMD on Windows NT: regini, and regdmp in any layout."""

    def host(self, wine: Wine, place: Place, lists: Lists, layout: str) -> list[str]:
        """A computer with these lists; gives what the registry says."""
        wine.lay_out(place.files, {})
        text = dump(lists, layout)
        wine.record("registry", text)
        return [line.rstrip() for line in text.splitlines()]

    @ALL
    @pytest.mark.parametrize("layout", LAYOUTS)
    def test_the_planned_lists_are_written_once_and_the_old_ones_come_back(
        self, made: Made, wine: Wine, layout: str
    ) -> None:
        for place in nic_places(made, registry=True):
            before = self.host(wine, place, lists_of(place, done=False), layout)
            for script, ini, done in (("NIC", "NIC.INI", True), ("NICUNDO", "NICUNDO.INI", False)):
                wine.record("instead", dump(lists_of(place, done=done), layout))
                start = "new" if done else "old"
                said = wine.run(f"call {script}.CMD", place.name)
                assert said[-1] == f"The {start} lists take effect when the server restarts."
                said = wine.run(f"call {script}.CMD", place.name)
                assert said == [AFTER if done else BEFORE]
                assert changes(wine).count(f"regini {ini}") == 1
                record = wine.files()["NICOLD.TXT"].decode("ascii")
                assert [line.rstrip() for line in record.splitlines()] == before

    @ALL
    def test_what_regini_is_given_is_what_the_plan_says(self, made: Made, wine: Wine) -> None:
        for place in nic_places(made, registry=True):
            self.host(wine, place, lists_of(place, done=False), "one-line")
            for script, done in (("NIC", True), ("NICUNDO", False)):
                wine.run(f"call {script}.CMD", place.name)
                registry = "\r\n".join(wine.recorded("registry")) + "\r\n"
                assert read_regini(registry.encode("ascii")) == values(place, done=done)

    @TWO_SITES
    @pytest.mark.parametrize("layout", LAYOUTS)
    @pytest.mark.parametrize("fault", FAULTS)
    def test_a_difference_is_told_and_nothing_is_written(
        self, made: Made, wine: Wine, fault: str, layout: str
    ) -> None:
        place = nic_places(made, registry=True)[0]
        for script, lists in differing(place, fault):
            before = self.host(wine, place, lists, layout)
            said = wine.run(f"call {script}.CMD", place.name)
            assert said[-1] == UNCHANGED
            assert said[0].startswith(("IPAddress: ", "SubnetMask", "regdmp shows no IPAddress"))
            assert wine.recorded("registry") == before
            assert changes(wine) == []
            assert "NICOLD.TXT" not in wine.files()

    @TWO_SITES
    @pytest.mark.parametrize("layout", LAYOUTS)
    @pytest.mark.parametrize("fault", FAULTS)
    def test_lists_that_read_back_otherwise_are_set_back(
        self, made: Made, wine: Wine, fault: str, layout: str
    ) -> None:
        """Regini applies no line without its line end, and reports no error (Q139278)."""
        place = nic_places(made, registry=True)[0]
        self.host(wine, place, lists_of(place, done=False), layout)
        found = FAULTS[fault](*lists_of(place, done=True))
        wine.record("instead", dump(found, layout))
        said = wine.run("call NIC.CMD", place.name)
        assert said[-1] == UNDONE
        assert changes(wine) == ["regini NIC.INI", "regini NICUNDO.INI"]

    @TWO_SITES
    def test_a_program_that_fails_changes_nothing(self, made: Made, wine: Wine) -> None:
        place = nic_places(made, registry=True)[0]
        for failing, last in (("regini", UNDONE), ("regdmp", UNCHANGED)):
            before = self.host(wine, place, lists_of(place, done=False), "one-line")
            wine.record(f"{failing}.fails", "")
            assert wine.run("call NIC.CMD", place.name)[-1] == last
            assert wine.recorded("registry") == before

    @TWO_SITES
    def test_looking_writes_nothing_in_whatever_letters(self, made: Made, wine: Wine) -> None:
        place = nic_places(made, registry=True)[0]
        for done, told in ((False, BEFORE), (True, AFTER)):
            self.host(wine, place, lists_of(place, done=done), "line-each")
            for word in ("LOOK", "look", "Look"):
                assert wine.run(f"call NIC.CMD {word}", place.name) == [told]
            assert changes(wine) == []

    @TWO_SITES
    def test_a_record_of_before_is_kept_and_none_from_before_is_taken_for_now(
        self, made: Made, wine: Wine
    ) -> None:
        place = nic_places(made, registry=True)[0]
        self.host(wine, place, lists_of(place, done=False), "one-line")
        wine.put("NICOLD.TXT", b"kept")
        wine.put("NICNOW.TXT", dump(lists_of(place, done=True), "one-line").encode())
        wine.put("X4RUN.CMD", b"@echo an old one\r\n")
        wine.run("call NIC.CMD", place.name)
        assert wine.files()["NICOLD.TXT"] == b"kept"
        assert changes(wine) == ["regini NIC.INI"]


class TestNetshAddresses:
    """NIC.CMD and NICUNDO.CMD on Windows 2000."""

    def host(self, wine: Wine, place: Place, lists: Lists) -> list[str]:
        """A computer with these addresses; gives what the connection holds."""
        wine.lay_out(place.files, {})
        wine.record("connection", "".join(f"{line}\n" for line in connection(lists)))
        return connection(lists)

    @ALL
    def test_the_planned_addresses_are_added_once_and_removed_once(
        self, made: Made, wine: Wine
    ) -> None:
        for place in nic_places(made, registry=False):
            before = self.host(wine, place, lists_of(place, done=False))
            added = len(place.after) - len(place.before)
            for script, done in (("NIC", True), ("NICUNDO", False)):
                right = connection(lists_of(place, done=done))
                wine.run(f"call {script}.CMD", place.name)
                assert wine.recorded("connection") == right
                said = wine.run(f"call {script}.CMD", place.name)
                assert said == [AFTER if done else BEFORE]
            assert wine.recorded("connection") == before
            assert len(changes(wine)) == 2 * added

    @HUB
    @pytest.mark.parametrize("fault", FAULTS)
    def test_a_difference_is_told_and_nothing_is_written(
        self, made: Made, wine: Wine, fault: str
    ) -> None:
        place = nic_places(made, registry=False)[0]
        for script, lists in differing(place, fault):
            before = self.host(wine, place, lists)
            said = wine.run(f"call {script}.CMD", place.name)
            assert said[-1] == UNCHANGED, said
            assert wine.recorded("connection") == before
            assert changes(wine) == []

    @HUB
    def test_new_addresses_may_be_shown_first(self, made: Made, wine: Wine) -> None:
        place = nic_places(made, registry=False)[0]
        addresses, masks = lists_of(place, done=True)
        self.host(wine, place, (addresses[::-1], masks))
        assert wine.run("call NIC.CMD LOOK", place.name) == [AFTER]

    @HUB
    def test_an_address_that_is_not_taken_is_told_and_the_others_are_removed(
        self, made: Made, wine: Wine
    ) -> None:
        place = nic_places(made, registry=False)[0]
        before = self.host(wine, place, lists_of(place, done=False))
        wine.record("refused", f" {place.after[-1].ip} \n")
        said = wine.run("call NIC.CMD", place.name)
        assert BEFORE in said
        assert said[-1] == UNDONE
        assert wine.recorded("connection") == before

    @HUB
    def test_the_undo_goes_on_behind_an_address_that_stays(self, made: Made, wine: Wine) -> None:
        place = nic_places(made, registry=False)[0]
        self.host(wine, place, lists_of(place, done=True))
        stays = place.after[-1].ip
        wine.record("refused", f" {stays} \n")
        said = wine.run("call NICUNDO.CMD", place.name)
        assert f"{stays} was not removed." in said
        assert said[-1] == "FAILED. The NIC is not as it was before. See STEPS.TXT."
        lines = connection(lists_of(place, done=True))
        assert wine.recorded("connection") == [*lines[: len(place.before)], lines[-1]]


@ALL
def test_nic_scripts_do_nothing_elsewhere(made: Made, wine: Wine) -> None:
    """On another computer, in another folder, or with a word that they do not know."""
    for place in made.places("NIC.CMD"):
        wine.lay_out(place.files, {})
        for script in ("NIC", "NICUNDO"):
            said = wine.run(f"call {script}.CMD", "ELSE")
            assert said == [f"This computer is not {place.name}. Nothing was changed."]
            said = wine.run(f"call {script}.CMD HELP", place.name)
            assert said[-1].startswith("Write NIC")
            said = wine.run(f"cd ..\ncall X400\\{script}.CMD", place.name)
            assert said[0].endswith(" is not in this folder. Nothing was changed.")
        assert wine.files() == place.files
        assert wine.recorded() == []


def values(place: Place, *, done: bool) -> Values:
    """What a reader of regini files finds in the lists as they are planned."""
    key = f"system\\currentcontrolset\\services\\{place.adapter.lower()}\\parameters\\tcpip"
    return {(key, name): strings for name, strings in place.lists(done=done).items()}


class TestCheck:
    @ALL
    def test_new_addresses_must_not_answer_before_and_must_answer_after(
        self, made: Made, wine: Wine
    ) -> None:
        for place in made.places("CHECK.CMD"):
            wine.lay_out(place.files, {})
            given = [str(each.ip) for each in place.after[len(place.before) :]]
            dialled = sorted({*place.aliases.values()}, key=lambda each: each.split("."))
            for word, addresses, all_fine in (
                ("BEFORE", given, "free"),
                ("AFTER", dialled, "answers"),
            ):
                if not addresses:
                    continue
                for answering in ([], addresses):
                    wine.record("answering", "".join(f" {each} \n" for each in answering))
                    said = wine.run(f"call CHECK.CMD {word}", place.name)
                    assert said == wine.run(f"call CHECK.CMD {word.lower()}", place.name)
                    is_planned = bool(answering) is (word == "AFTER")
                    assert said[-1].startswith("All as" if is_planned else "NOT as"), said
                    found = {line.split(": ")[1] for line in said if line.startswith(all_fine)}
                    assert found == (set(addresses) if is_planned else set())

    @TWO_SITES
    def test_an_address_in_the_arp_cache_is_in_use(self, made: Made, wine: Wine) -> None:
        """Some hosts do not answer a ping (Q174929)."""
        for place in made.places("NIC.CMD"):
            wine.lay_out(place.files, {})
            used = place.after[len(place.before)].ip
            wine.record("neighbours", f"  {used}          00-a0-24-aa-bb-cc     dynamic\n")
            said = wine.run("call CHECK.CMD BEFORE", place.name)
            assert [line for line in said if line.startswith("IN USE")] == [f"IN USE: {used}"]


IPCONFIG = "Windows NT IP Configuration\n\tHost Name . . . . . . . . . : x\n"


class TestGather:
    """GATHER.CMD: one folder with what import and verify read, and nothing else changed."""

    def host(self, wine: Wine, place: Place, etc: dict[str, bytes]) -> None:
        wine.lay_out(place.files, etc)
        wine.record("registry", dump(lists_of(place, done=False), "one-line"))
        wine.record("ipconfig", IPCONFIG)
        wine.record("nbtstat", "MAIL-A <00> UNIQUE Registered\n")
        wine.record("events", "11/4/98\t9:40 PM\t4\t0\t9298\tMSExchangeMTA\tN/A\tX\t5.0\n")

    @ALL
    def test_windows_nt_records_everything_and_changes_nothing(
        self, made: Made, wine: Wine
    ) -> None:
        for place in nic_places(made, registry=True):
            self.host(wine, place, OLD)
            for word in ("BEFORE", "after"):
                said = wine.run(f"call GATHER.CMD {word}", place.name)
                assert "Nothing is missing that a program can record." in said
                found = wine.made(word.upper())
                assert sorted(found) == [
                    *("EVENTS.TXT", "HOSTS", "IPCONFIG.TXT", "LMHOSTS", "MTA.TXT", "NBTSTAT.TXT"),
                    "TCPIP.TXT",
                ]
                assert {name: found[name] for name in OLD} == OLD
                assert found["IPCONFIG.TXT"].decode("ascii").split() == IPCONFIG.split()
                assert b"IPAddress = REG_MULTI_SZ" in found["TCPIP.TXT"]
                assert b"9298" in found["EVENTS.TXT"]
            calls = wine.recorded()
            key = f"\\Registry\\Machine\\System\\CurrentControlSet\\Services\\{place.adapter}"
            assert f"regdmp {key}\\Parameters\\Tcpip" in calls
            assert changes(wine) == [
                *("ipconfig /all", "nbtstat -n"),
                "dumpel -l application -m MSExchangeMTA -f BEFORE\\EVENTS.TXT",
                *("ipconfig /all", "nbtstat -n"),
                "dumpel -l application -m MSExchangeMTA -f AFTER\\EVENTS.TXT",
            ]
            assert wine.etc() == OLD
            left = {name: data for name, data in wine.files().items() if name in place.files}
            assert left == place.files

    @TWO_SITES
    def test_what_is_missing_is_said(self, made: Made, wine: Wine) -> None:
        place = nic_places(made, registry=True)[0]
        self.host(wine, place, {})
        for program in ("regdmp", "dumpel"):
            wine.record(f"{program}.fails", "")
        said = wine.run("call GATHER.CMD BEFORE", place.name)
        assert [line[:40] for line in said if line.startswith("MISSING")] == [
            "MISSING: the order of the addresses. Is ",
            "MISSING: EVENTS.TXT. Without dumpel (Res",
        ]
        found = wine.made("BEFORE")
        assert found["HOSTS"] == found["LMHOSTS"] == b"# GATHER: this server has no such file\r\n"

    @TWO_SITES
    def test_included_files_of_this_server_come_along(self, made: Made, wine: Wine) -> None:
        place = nic_places(made, registry=True)[0]
        lines = (
            *("#INCLUDE C:\\WINNT\\System32\\MORE", "#INCLUDE \\\\srv\\share\\lmhosts"),
            "10.9.9.9 X & Y > Z",
        )
        text = "".join(f"{line}\r\n" for line in lines).encode("ascii")
        self.host(wine, place, {"LMHOSTS": text})
        wine.add_system_program("MORE")
        said = wine.run("call GATHER.CMD AFTER", place.name)
        found = wine.made("AFTER")
        assert found["LMHOSTS"] == text
        assert found["MORE"] == b"x"
        assert "X4.TMP" not in found
        assert any(line.startswith("CHECK: LMHOSTS includes other files.") for line in said)

    @TWO_SITES
    def test_windows_2000_and_2003_have_programs_of_their_own(self, made: Made, wine: Wine) -> None:
        place = nic_places(made, registry=True)[0]
        self.host(wine, place, OLD)
        wine.record("connection", "add address\n")
        wine.add_system_program("netsh.exe")
        said = wine.run("call GATHER.CMD AFTER", place.name)
        assert any(line.startswith("MISSING: MTA.REG.") for line in said)
        wine.add_system_program("reg.exe")
        said = wine.run("call GATHER.CMD AFTER", place.name)
        assert not any(line.startswith("MISSING") for line in said)
        found = wine.made("AFTER")
        assert found["NETSH.TXT"].strip() == b"add address"
        assert "MTA.REG" in found
        assert "TCPIP.TXT" not in found

    @TWO_SITES
    def test_nothing_happens_elsewhere_or_without_a_word(self, made: Made, wine: Wine) -> None:
        place = nic_places(made, registry=True)[0]
        self.host(wine, place, OLD)
        said = wine.run("call GATHER.CMD BEFORE", "ELSE")
        assert said == [f"This computer is not {place.name}. Nothing was recorded."]
        assert wine.run("call GATHER.CMD", place.name) == ["Write GATHER BEFORE or GATHER AFTER."]
        assert wine.files() == place.files
        assert wine.recorded() == []
