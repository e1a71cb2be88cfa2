# SPDX-License-Identifier: MIT
"""Wine's cmd.exe runs the batch files: each twice, on the wrong computer, and back again.

Wine imitates Windows 7, so this does not show that NT 3.51 and 4.0 know each command.
"""

import pytest

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
        wine.run("call NAMES.CMD lmhosts", place.name)
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


class TestNic:
    @ALL
    def test_regini_gets_the_planned_lists_and_the_old_ones_come_back(
        self, made: Made, wine: Wine
    ) -> None:
        for place in made.places("NIC.INI"):
            if "NIC.CMD" not in place.files:
                continue
            wine.lay_out(place.files, {})
            wine.record("registry", place.files["NICUNDO.INI"].decode("ascii"))
            for script, done in (("NIC", True),) * 2 + (("NICUNDO", False),) * 2:
                said = wine.run(f"call {script}.CMD", place.name)
                assert said[-1] == "They take effect when the server restarts."
                registry = "\r\n".join(wine.recorded("registry")) + "\r\n"
                assert read_regini(registry.encode("ascii")) == values(place, done=done)
            assert len(wine.recorded()) == 4 * 3

    @ALL
    def test_netsh_adds_the_planned_addresses_and_takes_them_off(
        self, made: Made, wine: Wine
    ) -> None:
        for place in made.places("NIC.CMD"):
            if "NIC.INI" in place.files:
                continue
            wine.lay_out(place.files, {})
            lines = [f"IP {each.ip} {each.netmask}" for each in place.after]
            before = lines[: len(place.before)]
            wine.record("connection", "".join(f"{line}\n" for line in before))
            for script, right in (("NIC", lines),) * 2 + (("NICUNDO", before),) * 2:
                said = wine.run(f"call {script}.CMD", place.name)
                assert said[-1] == "The addresses above must be exactly those of STEPS.TXT."
                assert wine.recorded("connection") == right

    @TWO_SITES
    def test_a_command_that_fails_is_told(self, made: Made, wine: Wine) -> None:
        for place in made.places("NIC.CMD"):
            wine.lay_out(place.files, {})
            wine.record("registry", place.files["NICUNDO.INI"].decode("ascii"))
            wine.record("regini.fails", "")
            assert wine.run("call NIC.CMD", place.name)[-1].startswith("FAILED. ")

    @ALL
    def test_nothing_happens_on_another_computer(self, made: Made, wine: Wine) -> None:
        for place in made.places("NIC.CMD"):
            wine.lay_out(place.files, {})
            for script in ("NIC", "NICUNDO"):
                said = wine.run(f"call {script}.CMD", "ELSE")
                assert said == [f"This computer is not {place.name}. Nothing was changed."]
            assert wine.files() == place.files
            assert wine.recorded() == []

    @ALL
    def test_a_nic_that_is_not_as_planned_is_left_alone(self, made: Made, wine: Wine) -> None:
        for place in made.places("NIC.CMD"):
            wine.lay_out(place.files, {})
            said = wine.run("call NIC.CMD", place.name)
            assert any("Nothing was changed." in line for line in said)
            assert len(wine.recorded()) == 1


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
