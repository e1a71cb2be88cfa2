# SPDX-License-Identifier: MIT
"""NAMES.CMD and NAMUNDO.CMD: what they do to the name files of an imagined computer."""

import re
from collections.abc import Iterator

import pytest

from tests.batch import ETC, Computer
from tests.builders import inventory, server, servers, settings
from tests.plans import make
from tests.views import scripts_of
from x400fix import __version__
from x400fix.inventory.connectors import Role
from x400fix.settings.choices import AddressMode

OLD = "10.20.9.9       OTHER           #PRE\r\n"
OPEN = OLD.removesuffix("\r\n")
ADDED = {
    "HOSTS": (
        "# x400fix BEGIN CHG1\r\n"
        "10.20.2.10      mail-b.corp\r\n"
        "10.20.2.32      MAIL-B-X2\r\n"
        "# x400fix END CHG1\r\n"
    ),
    "LMHOSTS": (
        "# x400fix BEGIN CHG1\r\n10.20.2.32      MAIL-B-X2       #PRE\r\n# x400fix END CHG1\r\n"
    ),
}
"""What MAIL-A gets below, by file."""

BOTH = pytest.mark.parametrize("file", list(ADDED))
FAILED = "FAILED. Look at {} before anything else is done. See STEPS.TXT."


def scripts(mode: AddressMode = AddressMode.HOSTS) -> dict[str, str]:
    """The folder of MAIL-A, which dials MAIL-B by a name that stays and one that is new."""
    rows = [f"MAIL-A/{at} mail-b.corp MAIL-B" for at in ("One", "Two")]
    return scripts_of(make(inventory(rows, servers()), settings(address_mode=mode)))


def host(lmhosts: str | None = OLD, hosts: str | None = OLD, name: str = "MAIL-A") -> Computer:
    """The computer that the folder was brought to."""
    files = scripts()
    for file, text in (("LMHOSTS", lmhosts), ("HOSTS", hosts)):
        if text is not None:
            files[ETC + file] = text
    return Computer(name=name, files=files)


def present(computer: Computer, file: str) -> str | None:
    return computer.files.get(ETC + file)


def act(computer: Computer, file: str, script: str = "NAMES.CMD") -> str:
    """Run a script, and give its last line."""
    return computer.run(computer.files[script], file)[-1]


def planned(file: str, before: str | None) -> str:
    """HOSTS gets the lines in front, LMHOSTS at its end behind an empty line."""
    if before is None:
        return ADDED[file]
    return ADDED[file] + before if file == "HOSTS" else f"{before}\r\n{ADDED[file]}"


class TestNames:
    @BOTH
    @pytest.mark.parametrize("before", [OLD, OPEN, "", "a\n", None])
    def test_the_lines_are_added_once_however_often_it_runs(
        self, file: str, before: str | None
    ) -> None:
        """A last line that is not ended stays a line of its own; a missing file is made."""
        computer = host(before, before)
        assert act(computer, file) == f"{file} holds all lines of {file}.ADD."
        assert present(computer, file) == planned(file, before)
        assert act(computer, file) == f"{file} holds all lines of {file}.ADD."
        assert present(computer, file) == planned(file, before)

    @BOTH
    def test_the_other_file_stays_as_it_is(self, file: str) -> None:
        computer = host()
        act(computer, file)
        (other,) = ADDED.keys() - {file}
        assert present(computer, other) == OLD

    @BOTH
    def test_both_files_are_copied_before_one_is_changed(self, file: str) -> None:
        """Beside them, and out of their folder, where NT deletes nothing (Q165439)."""
        computer = host("lm", "h")
        assert act(computer, file)
        for name, text in (("LMHOSTS", "lm"), ("HOSTS", "h")):
            assert computer.files[f"{ETC}{name}.CHG1"] == text
            assert computer.files[f"{name}.SAV"] == text
        assert computer.said[:2] == [
            f"{name} was copied to {name}.CHG1 next to it and to {name}.SAV here."
            for name in ("LMHOSTS", "HOSTS")
        ]

    @pytest.mark.parametrize("block_id", ["OLD", "new", "SAM", "SAV"])
    def test_a_copy_is_never_called_as_another_file_is(self, block_id: str) -> None:
        """LMHOSTS.SAM is Microsoft's own; LMHOSTS.OLD is in a bundle that was given the file."""
        rows = [f"MAIL-A/{at} mail-b.corp MAIL-B" for at in ("One", "Two")]
        made = make(inventory(rows, servers()), settings(address_mode=AddressMode.HOSTS))
        files = scripts_of(made, block_id=block_id)
        computer = Computer(name="MAIL-A", files={**files, ETC + "HOSTS": OLD})
        assert act(computer, "HOSTS") == "HOSTS holds all lines of HOSTS.ADD."
        assert computer.files[f"{ETC}HOSTS.{block_id}-1"] == OLD

    @BOTH
    def test_a_copy_made_earlier_in_the_window_is_never_overwritten(self, file: str) -> None:
        computer = host()
        act(computer, file)
        computer.files[ETC + file] = "changed since"
        act(computer, file)
        assert computer.files[f"{file}.SAV"] == computer.files[f"{ETC}{file}.CHG1"] == OLD

    @BOTH
    def test_a_file_that_has_our_lines_is_no_copy_from_before(self, file: str) -> None:
        """The folder was lost and brought again."""
        computer = host(*(planned(each, OLD) for each in ("LMHOSTS", "HOSTS")))
        assert act(computer, file) == f"{file} holds all lines of {file}.ADD."
        assert not any(name.endswith((".SAV", ".BEF", ".CHG1")) for name in computer.files)
        said = computer.run(computer.files["NAMUNDO.CMD"], file)
        assert said[0] == "The copy that NAMES.CMD made is not in this folder. Nothing was changed."
        assert present(computer, file) == planned(file, OLD)

    @BOTH
    def test_nothing_happens_on_another_computer(self, file: str) -> None:
        computer = host(name="MAIL-X")
        files = dict(computer.files)
        for script in ("NAMES.CMD", "NAMUNDO.CMD"):
            assert act(computer, file, script) == (
                "This computer is not MAIL-A. Nothing was changed."
            )
        assert computer.files == files
        assert computer.done == []

    @pytest.mark.parametrize("argument", ["", "FILE", "ETC", "LMHOSTS.ADD", "BOTH"])
    def test_without_a_word_that_it_knows_it_says_which_there_are(self, argument: str) -> None:
        computer = host()
        files = dict(computer.files)
        for script in ("NAMES", "NAMUNDO"):
            said = computer.run(files[f"{script}.CMD"], argument)
            assert said[0] == (f"Write {script} HOSTS or {script} LMHOSTS. Nothing was changed.")
        assert computer.files == files

    @BOTH
    def test_small_letters_do_as_well(self, file: str) -> None:
        computer = host()
        for word in (file.lower(), file.capitalize()):
            act(computer, word)
            assert present(computer, file) == planned(file, OLD)
            act(computer, word, "NAMUNDO.CMD")
            assert present(computer, file) == OLD

    def test_a_file_that_gets_nothing_has_no_word(self) -> None:
        rows = [f"MAIL-A/{at} 10.20.2.10 MAIL-B" for at in "12"]
        chosen = settings(address_mode=AddressMode.LMHOSTS)
        files = scripts_of(make(inventory(rows, servers()), chosen))
        computer = Computer(name="MAIL-A")
        for script in ("NAMES", "NAMUNDO"):
            said = computer.run(files[f"{script}.CMD"], "HOSTS")
            assert said[0] == f"Write {script} LMHOSTS. Nothing was changed."

    def test_hosts_alone_has_a_script_without_lmhosts(self) -> None:
        """The kept name needs its line (Q193380), also where the others are changed by hand."""
        rows = [f"MAIL-A/{at} mail-b MAIL-B" for at in "12"]
        cluster = server("MAIL-B 10.20.2.10/24", roles=(Role.CLUSTER,))
        made = make(inventory(rows, [*servers()[:1], cluster]))
        place = made.place("MAIL-A")
        assert place.hosts
        assert not place.lmhosts
        computer = Computer(name="MAIL-A", files={**scripts_of(made), ETC + "HOSTS": OLD})
        assert act(computer, "HOSTS") == "HOSTS holds all lines of HOSTS.ADD."
        assert act(computer, "HOSTS", "NAMUNDO.CMD").startswith("Its last content is in")
        assert present(computer, "HOSTS") == OLD
        assert computer.done == []

    @BOTH
    def test_only_lmhosts_is_loaded_anew(self, file: str) -> None:
        """HOSTS is read at every call (Q199387)."""
        computer = host()
        act(computer, file)
        assert computer.done == (["nbtstat -R", "nbtstat -c"] if file == "LMHOSTS" else [])
        act(computer, file, "NAMUNDO.CMD")
        assert len(computer.done) == (4 if file == "LMHOSTS" else 0)

    @BOTH
    def test_without_the_lines_in_the_folder_nothing_happens(self, file: str) -> None:
        computer = host()
        del computer.files[f"{file}.ADD"]
        files = dict(computer.files)
        assert act(computer, file) == f"{file}.ADD is not in this folder. Nothing was changed."
        assert computer.files == files

    @BOTH
    def test_an_earlier_form_of_the_block_is_told_and_left_alone(self, file: str) -> None:
        """Both blocks in one file would give a name two addresses."""
        older = "# x400fix BEGIN CHG1\r\n10.20.2.99      MAIL-B-X2\r\n# x400fix END CHG1\r\n"
        computer = host(older, older)
        assert act(computer, file) == FAILED.format(file)
        assert any("earlier form" in each for each in computer.said)
        assert present(computer, file) == older
        assert computer.done == []

    @BOTH
    def test_a_ticket_whose_name_begins_in_the_same_way_is_not_taken_for_it(
        self, file: str
    ) -> None:
        """The find of NT 3.51 knows no end of a line: better stop than add or leave out."""
        longer = ADDED[file].replace("CHG1", "CHG10").replace("MAIL-B", "MAIL-C")
        computer = host(longer, longer)
        assert act(computer, file) == FAILED.format(file)
        assert present(computer, file) == longer

    @pytest.mark.parametrize("keyword", ["#INCLUDE", "#include"])
    def test_a_line_that_can_stop_windows_nt_is_not_loaded(self, keyword: str) -> None:
        """Before SP4 ``nbtstat -R`` on it is a STOP, again at every start (Q165439)."""
        lmhosts = f"{OLD}{keyword}  //server/share/lmhosts\r\n"
        computer = host(lmhosts)
        assert act(computer, "LMHOSTS") == "Correct that line first. LMHOSTS was not changed."
        assert present(computer, "LMHOSTS") == lmhosts
        assert computer.done == []
        assert act(computer, "HOSTS") == "HOSTS holds all lines of HOSTS.ADD."

    def test_an_include_with_backslashes_is_none_of_these(self) -> None:
        lmhosts = f"{OLD}#INCLUDE \\\\server\\share\\lmhosts\r\n"
        computer = host(lmhosts)
        act(computer, "LMHOSTS")
        assert present(computer, "LMHOSTS") == planned("LMHOSTS", lmhosts)


class TestTrouble:
    @BOTH
    @pytest.mark.parametrize(
        "locked",
        [
            *("X4SAVE.TMP", "LMHOSTS.SAV", "HOSTS.SAV", ETC + "LMHOSTS.CHG1", ETC + "HOSTS.CHG1"),
            *("{}.BEF", "X4NEW.TMP"),
        ],
    )
    def test_without_room_for_a_copy_nothing_is_changed(self, file: str, locked: str) -> None:
        """The disk is full, or the floppy is write-protected."""
        computer = host()
        computer.locked = {locked.format(file)}
        assert act(computer, file) == f"{file} was not changed. See STEPS.TXT."
        assert present(computer, file) == OLD
        assert computer.done == []

    @BOTH
    @pytest.mark.parametrize("before", [OLD, None])
    def test_a_file_that_cannot_be_written_is_told(self, file: str, before: str | None) -> None:
        computer = host(before, before)
        computer.locked = {ETC + file}
        assert act(computer, file) == FAILED.format(file)
        assert present(computer, file) == before

    @BOTH
    def test_a_file_that_was_written_in_part_gets_back_what_it_held(self, file: str) -> None:
        """Also if it happens twice, the first copy is kept."""
        computer = host()
        computer.torn = {ETC + file}
        assert act(computer, file) == FAILED.format(file)
        assert present(computer, file) == OLD
        assert computer.files[f"{file}.SAV"] == OLD

    @BOTH
    def test_a_new_file_that_was_written_in_part_is_gone_again(self, file: str) -> None:
        computer = host(None, None)
        computer.torn = {ETC + file}
        assert act(computer, file) == FAILED.format(file)
        assert present(computer, file) is None


class TestNamundo:
    @BOTH
    @pytest.mark.parametrize("before", [OLD, OPEN, "", None])
    def test_the_old_bytes_come_back_however_often_it_runs(
        self, file: str, before: str | None
    ) -> None:
        computer = host(before, before)
        act(computer, file)
        said = computer.run(computer.files["NAMUNDO.CMD"], file)
        assert present(computer, file) == before
        assert said[-1].startswith(f"Its last content is in {file}.UND")
        assert computer.files[f"{file}.UND"] == planned(file, before)
        assert act(computer, file, "NAMUNDO.CMD") == (
            f"{file} has no lines of this plan. Nothing was changed."
        )
        assert present(computer, file) == before

    @BOTH
    def test_a_second_change_goes_back_to_what_it_found(self, file: str) -> None:
        """Lines that others add between two windows are not lost with the second one."""
        computer = host(None, None)
        act(computer, file)
        act(computer, file, "NAMUNDO.CMD")
        computer.files[ETC + file] = "new"
        act(computer, file)
        act(computer, file, "NAMUNDO.CMD")
        assert present(computer, file) == "new"

    @BOTH
    def test_a_file_that_is_gone_stays_gone_after_it_was_made_again(self, file: str) -> None:
        computer = host()
        act(computer, file)
        del computer.files[ETC + file]
        act(computer, file)
        assert present(computer, file) == ADDED[file]
        act(computer, file, "NAMUNDO.CMD")
        assert present(computer, file) is None

    @BOTH
    def test_before_anything_was_added_nothing_happens(self, file: str) -> None:
        computer = host()
        files = dict(computer.files)
        assert act(computer, file, "NAMUNDO.CMD").endswith("Nothing was changed.")
        assert computer.files == files
        assert computer.done == []

    @BOTH
    def test_lines_added_since_are_kept_aside(self, file: str) -> None:
        computer = host()
        act(computer, file)
        computer.files[ETC + file] += "10.20.9.8 LATER\r\n"
        act(computer, file, "NAMUNDO.CMD")
        assert present(computer, file) == OLD
        assert "LATER" in computer.files[f"{file}.UND"]

    @BOTH
    def test_without_room_for_that_nothing_is_changed(self, file: str) -> None:
        computer = host()
        act(computer, file)
        computer.locked = {f"{file}.UND"}
        assert act(computer, file, "NAMUNDO.CMD") == (
            f"{file} could not be copied to {file}.UND. Nothing was changed."
        )
        assert present(computer, file) == planned(file, OLD)

    @BOTH
    @pytest.mark.parametrize("before", [OLD, None])
    def test_a_file_that_cannot_be_written_is_told(self, file: str, before: str | None) -> None:
        computer = host(before, before)
        act(computer, file)
        computer.locked = {ETC + file}
        assert act(computer, file, "NAMUNDO.CMD") == FAILED.format(file)

    @BOTH
    def test_lines_that_are_still_there_are_told(self, file: str) -> None:
        computer = host()
        act(computer, file)
        computer.files[f"{file}.BEF"] = present(computer, file) or ""
        assert act(computer, file, "NAMUNDO.CMD") == FAILED.format(file)


class TestForm:
    def lines(self) -> Iterator[tuple[str, str]]:
        for mode in AddressMode:
            for name, text in scripts(mode).items():
                if name.startswith("NAM"):
                    yield from ((name, line) for line in text.split("\r\n"))

    def test_the_files_say_who_made_them_and_what_for(self) -> None:
        found = scripts()
        assert found["NAMES.CMD"].split("\r\n")[1] == (
            f"rem x400fix {__version__}: name entries of MAIL-A: NAMES HOSTS or NAMES LMHOSTS"
        )
        assert (
            found["NAMUNDO.CMD"]
            .split("\r\n")[1]
            .startswith(f"rem x400fix {__version__}: name back-out of MAIL-A: ")
        )

    def test_nothing_needs_more_than_the_cmd_of_nt_351(self) -> None:
        """No command extensions (Q148435), and one command a line."""
        for name, line in self.lines():
            words = r"@?echo|rem|if|goto|set|copy /b|ren|del|find|nbtstat|:[a-z]+"
            assert re.match(rf"(?:{words})(?:\W|$)|$", line), (name, line)
            bare = re.sub('"[^"]*"', "", line)
            assert not re.search(r"[&^<]|[|](?! find )|%~|/(?!b )|:eof|exit", bare), (name, line)

    def test_lines_stay_short_however_long_the_names_are(self) -> None:
        names = [f"{'n' * 20}{at}.{'d' * 27}" for at in range(40)]
        rows = [
            f"MAIL-A/{at}{which} {name} MAIL-B" for which in "12" for at, name in enumerate(names)
        ]
        made = make(inventory(rows, servers()), settings(["10.20.2.0/24"], exclude=["10.20.2.1"]))
        for text in scripts_of(made, block_id="X" * 16).values():
            if text.startswith("@echo off"):
                assert all(len(line) < 240 for line in text.split("\r\n"))

    def test_labels_have_eight_characters_at_most_and_are_led_to(self) -> None:
        for mode in AddressMode:
            for name, text in scripts(mode).items():
                if name.startswith("NAM"):
                    labels = re.findall(r"(?m)^:(\w+)", text)
                    assert all(len(label) <= 8 for label in labels)
                    assert len(set(labels)) == len(labels)
                    assert set(re.findall(r"goto (\w+)", text)) <= set(labels), name
