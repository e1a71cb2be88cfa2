# SPDX-License-Identifier: MIT
"""What servers show of a plan: all of it, a part of it, and what is wrong in it."""

import csv
import io
import re
from collections.abc import Callable

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.builders import POOL, server, settings
from tests.evidence.moments import Computer, Held, computers_after
from tests.evidence.printed import LANGUAGES, SECRET, dumpel, files_of, form, ipconfig
from tests.golden import SAMPLES
from tests.inventories.plans import LAWS, plans
from tests.plans import Made, between, make
from tests.verifying import after, faults, sample, shown_steps, verified
from x400fix.documents.rendering import Renderer
from x400fix.documents.verification import VerificationView
from x400fix.evidence.reader import GivenFile
from x400fix.inventory.addresses import number_of
from x400fix.planning.planning import Planned
from x400fix.problems import ProblemList
from x400fix.verification.checks import Outcome
from x400fix.verification.reports import silent_servers
from x400fix.verification.selection import select
from x400fix.verification.verify import Verification

WORKING = ("existing-names", "hub", "names", "two-sites", "window")
"""The samples that have something to do."""


def outcomes(found: Verification) -> dict[int, Outcome]:
    """What is said of each step that something shows, tests left aside."""
    return {s.number: s.outcome for s in found.steps if s.outcome is not None and not s.is_word}


def judge_prefix(planned: Planned, steps: int) -> None:
    """The steps that are done are found, and the next one is named."""
    found, shown = after(planned, steps), shown_steps(planned)
    planned_steps = planned.plan.summary.steps
    said = outcomes(found)
    assert {n: said[n] for n in shown if n <= steps} == {
        n: Outcome.DONE for n in shown if n <= steps
    }
    assert {n: said[n] for n in shown if n > steps} == {
        n: Outcome.NOT_DONE for n in shown if n > steps
    }
    left = [number for number in shown if number > steps]
    assert found.progress.reached == max((n for n in shown if n <= steps), default=0)
    assert found.is_proven is not bool(left)
    if left:
        assert found.progress.next == tuple(range(found.progress.reached + 1, planned_steps + 1))
        assert next(number for number in found.progress.next if number in shown) == left[0]


class TestLaws:
    @pytest.mark.parametrize("language", LANGUAGES)
    @pytest.mark.parametrize("name", WORKING)
    def test_everything_is_proven_when_all_steps_are_done(self, name: str, language: str) -> None:
        found = after(sample(name), language=language)
        assert faults(found) == []
        assert found.is_proven
        assert found.present.working == len(found.present.routes)
        assert found.present.counts == sample(name).plan.proof.after

    @pytest.mark.parametrize("name", WORKING)
    def test_before_the_change_every_server_is_as_planned(self, name: str) -> None:
        found = after(sample(name), 0, moment="BEFORE")
        assert found.is_before
        assert [each.server for each in found.readiness if not each.is_ready] == []
        assert found.is_go
        assert found.present.counts == sample(name).plan.proof.before

    @pytest.mark.parametrize("name", ["names", "two-sites"])
    def test_each_step_of_a_sample_is_seen(self, name: str) -> None:
        planned = sample(name)
        for steps in range(planned.plan.summary.steps + 1):
            judge_prefix(planned, steps)

    @LAWS
    @given(plans(), st.data())
    def test_the_next_step_is_named(self, made: Made, data: st.DataObject) -> None:
        steps = data.draw(st.integers(0, made.plan.summary.steps))
        judge_prefix(made.planned, steps)


def computer_fault(server: str, change: Callable[[Computer], None]) -> Callable[..., None]:
    """A change of one server."""

    def spoil(computers: dict[str, Computer]) -> None:
        change(computers[server])

    return spoil


def set_list(*addresses: str) -> Callable[[Computer], None]:
    """Another list, in effect too."""

    def change(computer: Computer) -> None:
        computer.listed = computer.effective = [number_of(each) for each in addresses]

    return change


def set_listed(*addresses: str) -> Callable[[Computer], None]:
    """Another list, not in effect yet."""

    def change(computer: Computer) -> None:
        computer.listed = [number_of(each) for each in addresses]

    return change


def set_address(connector: str, address: str) -> Callable[[Computer], None]:
    """Another Address of one connector."""

    def change(computer: Computer) -> None:
        held = next(each for each in computer.connectors if each.name == connector)
        held.address = number_of(address) if address[0].isdigit() else address

    return change


def set_prefix(address: str, prefix: int | None) -> Callable[[Computer], None]:
    """Another mask, or none."""

    def change(computer: Computer) -> None:
        if prefix is None:
            del computer.prefixes[number_of(address)]
        else:
            computer.prefixes[number_of(address)] = prefix

    return change


def set_override(connector: str, address: str) -> Callable[[Computer], None]:
    """Another address to call from; none if it is empty."""

    def change(computer: Computer) -> None:
        computer.overrides.pop(connector, None)
        if address:
            computer.overrides[connector] = number_of(address)

    return change


def in_capitals(computer: Computer) -> None:
    """HOSTS in other letters, which the MTA may take for other names."""
    computer.hosts = [(number, name.upper()) for number, name in computer.hosts]


def add_name(file: str, at: int, address: str, name: str) -> Callable[[Computer], None]:
    """A line more in a name file."""

    def change(computer: Computer) -> None:
        getattr(computer, file).insert(at, (number_of(address), name))

    return change


def add_connector(name: str, address: str) -> Callable[[Computer], None]:
    """A connector more than the plan knows."""

    def change(computer: Computer) -> None:
        computer.connectors.append(Held(name, "DENHUB1", number_of(address)))

    return change


DENVER = "DENHUB1/AFTER"
SEATTLE = "SEAHUB1/AFTER/ADMINDMP.TXT"
SHARED = (
    "SEAHUB1 | one Address for each connector | differs | connectors with one Address: none of "
    f"this server works (Q200588) | {SEATTLE}:1, {SEATTLE}"
)
FAULTS = {
    "a lost primary": (
        *("two-sites", "DENHUB1", set_list("10.2.0.32")),
        (
            f"DENHUB1 | addresses of the NIC | differs | the primary address 10.2.0.10 is lost | "
            f"{DENVER}/TCPIP.TXT:2"
        ),
    ),
    "a wrong order": (
        *("two-sites", "DENHUB1", set_list("10.2.0.32", "10.2.0.10")),
        (
            "DENHUB1 | addresses of the NIC | differs | the order is wrong: 10.2.0.10 must be the "
            f"first, then the others | {DENVER}/TCPIP.TXT:2"
        ),
    ),
    "a missing mask": (
        *("two-sites", "DENHUB1", set_prefix("10.2.0.32", None)),
        f"DENHUB1 | addresses of the NIC | differs | 10.2.0.32 has no mask | {DENVER}/TCPIP.TXT:2",
    ),
    "a wrong mask": (
        *("two-sites", "DENHUB1", set_prefix("10.2.0.32", 16)),
        (
            "DENHUB1 | addresses of the NIC | differs | 10.2.0.32 has the mask 255.255.0.0, not "
            f"255.255.255.0 | {DENVER}/TCPIP.TXT:2"
        ),
    ),
    "an address more": (
        *("two-sites", "DENHUB1", set_list("10.2.0.10", "10.2.0.32", "10.2.0.99")),
        (
            "DENHUB1 | addresses of the NIC | differs | 10.2.0.99 is not in the plan | "
            f"{DENVER}/TCPIP.TXT:2"
        ),
    ),
    "an address twice": (
        *("two-sites", "DENHUB1", set_list("10.2.0.10", "10.2.0.32", "10.2.0.32")),
        (
            "DENHUB1 | addresses of the NIC | differs | 10.2.0.32 is there twice | "
            f"{DENVER}/TCPIP.TXT:2"
        ),
    ),
    "some addresses only": (
        *("hub", "ATHENS1", set_list("10.11.0.10", "10.11.0.32", "10.11.0.34")),
        (
            "ATHENS1 | addresses of the NIC | differs | 10.11.0.33 is missing | "
            "ATHENS1/AFTER/TCPIP.TXT:2"
        ),
    ),
    "an address on the wrong server": (
        *("two-sites", "SEAHUB1", set_list("10.1.0.10", "10.1.0.32", "10.2.0.32")),
        (
            "SEAHUB1 | address of another server | differs | two computers with one address can "
            "stop TCP/IP (Q120599) | SEAHUB1/AFTER/IPCONFIG.TXT:15"
        ),
    ),
    "no restart": (
        *("two-sites", "DENHUB1", lambda c: setattr(c, "effective", c.effective[:1])),
        (
            "DENHUB1 | addresses in effect | not done | the list is written, but ipconfig does not "
            f"show it: restart the server | {DENVER}/IPCONFIG.TXT:6"
        ),
    ),
    "a list that was written back": (
        *("two-sites", "DENHUB1", set_listed("10.2.0.10")),
        (
            "DENHUB1 | addresses in effect | differs | ipconfig shows other addresses than the "
            f"list has | {DENVER}/IPCONFIG.TXT:6"
        ),
    ),
    "an Address that is not changed": (
        *("two-sites", "SEAHUB1", set_address("X400 to DENVER 2", "10.2.0.10")),
        (
            "SEAHUB1 | Address of X400 to DENVER 2 | not done | the other end, DENHUB1/X400 to "
            "SEATTLE 2, is changed already | SEAHUB1/AFTER/ADMINDMP.TXT:22"
        ),
    ),
    "two connectors at one Address again": (
        *("two-sites", "SEAHUB1", set_address("X400 to DENVER 1", "10.2.0.32")),
        f"{SHARED}:14",
    ),
    "a new connector at an Address": (
        *("two-sites", "SEAHUB1", add_connector("New", "10.2.0.10")),
        f"{SHARED}:27",
    ),
    "a kept Address that is changed": (
        *("two-sites", "SEAHUB1", set_address("X400 to DENVER 1", "10.2.0.99")),
        "SEAHUB1 | Address of X400 to DENVER 1 | differs | SEAHUB1/AFTER/ADMINDMP.TXT:9",
    ),
    "an Address in other letters": (
        *("names", "LINZ1", set_address("To Graz B", "graz1-x2")),
        (
            "LINZ1 | Address of To Graz B | differs | only letter case differs; no source says "
            "that the MTA ignores it | LINZ1/AFTER/ADMINDMP.TXT:22"
        ),
    ),
    "a name where an IP address belongs": (
        *("two-sites", "SEAHUB1", set_address("X400 to DENVER 2", "DENHUB1-X2")),
        "SEAHUB1 | Address of X400 to DENVER 2 | differs | SEAHUB1/AFTER/ADMINDMP.TXT:22",
    ),
    "an LMHOSTS entry that is shadowed": (
        *("names", "LINZ1", add_name("lmhosts", 2, "10.30.9.9", "GRAZ1-X2")),
        (
            "LINZ1 | LMHOSTS | differs | GRAZ1-X2 leads to 10.30.9.9 by LMHOSTS line 4 | "
            "LINZ1/AFTER/LMHOSTS:2, LINZ1/AFTER/LMHOSTS:3"
        ),
    ),
    "a HOSTS entry that is shadowed": (
        *("names", "LINZ1", add_name("hosts", 0, "10.30.9.9", "graz1")),
        "LINZ1 | HOSTS | differs | graz1 leads to 10.30.9.9 by HOSTS line 2 | LINZ1/AFTER/HOSTS:3",
    ),
    "an address with another name first": (
        *("names", "LINZ1", add_name("hosts", 0, "10.30.2.10", "other")),
        (
            "LINZ1 | HOSTS | differs | 10.30.2.10 is called other by line 2, not graz1 | "
            "LINZ1/AFTER/HOSTS:3"
        ),
    ),
    "an entry in other letters": (
        *("names", "LINZ1", in_capitals),
        "LINZ1 | HOSTS | not done | LINZ1/AFTER/HOSTS",
    ),
    "an entry that is missing": (
        *("names", "LINZ1", lambda c: c.lmhosts.pop()),
        "LINZ1 | LMHOSTS | differs | 10.30.2.10 GRAZ1-X3 is missing | LINZ1/AFTER/LMHOSTS:2",
    ),
    "an override to a wrong address": (
        *("hub", "CADIZ1", set_override("Hub 2", "10.13.0.34")),
        "CADIZ1 | Stack IP Address Override of Hub 2 | differs | CADIZ1/AFTER/MTA.TXT:8",
    ),
    "an override that is not set": (
        *("hub", "CADIZ1", set_override("Hub 2", "")),
        "CADIZ1 | Stack IP Address Override of Hub 2 | not done | ",
    ),
    "an override that nobody planned": (
        *("hub", "CADIZ1", set_override("Genoa 1", "10.13.0.99")),
        (
            "CADIZ1 | Stack IP Address Override of Genoa 1 | differs | this server does not have "
            "that address (Q197378) | CADIZ1/AFTER/MTA.TXT:10"
        ),
    ),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_is_named_with_its_place(fault: str) -> None:
    name, server, change, expected = FAULTS[fault]
    found = after(sample(name), change=computer_fault(server, change))
    assert expected in faults(found)
    assert not found.is_proven


ENTRIES = b"10.30.2.10      GRAZ1-X2        #PRE\r\n10.30.2.10      GRAZ1-X3        #PRE\r\n"
BROKEN = {
    "slashes": (b"#INCLUDE //srv/share/lmhosts\r\n", "LM16"),
    "an unknown server": (b"#INCLUDE \\\\srv\\share\\lmhosts\r\n", "LM19"),
    "itself": (b"#INCLUDE LMHOSTS\r\n", "LM18"),
    "an open block": (b"#BEGIN_ALTERNATE\r\n", "LM20"),
}


class TestNameFiles:
    """What a whole file of LINZ1 is instead of the usual one."""

    def found(self, lmhosts: bytes, **others: bytes) -> list[str]:
        files = {"LINZ1/AFTER/LMHOSTS": lmhosts}
        files |= {f"LINZ1/AFTER/{name}": data for name, data in others.items()}
        return [each for each in faults(after(sample("names"), others=files)) if "LMHOSTS" in each]

    def test_the_right_lines_are_enough(self) -> None:
        assert self.found(ENTRIES) == []
        assert self.found(ENTRIES.lower().replace(b"#pre", b"")) == []

    @pytest.mark.parametrize("fault", BROKEN)
    def test_an_entry_behind_a_broken_include_is_not_done(self, fault: str) -> None:
        line, rule = BROKEN[fault]
        (text,) = self.found(line + ENTRIES)
        assert text.startswith("LINZ1 | LMHOSTS | differs | behind the #INCLUDE or block of line 1")
        assert f"({rule})" in text
        assert self.found(ENTRIES + line) == []

    def test_an_entry_in_an_included_file_counts(self) -> None:
        assert self.found(b"#INCLUDE MORE\r\n", MORE=ENTRIES) == []

    def test_an_include_that_nobody_gave_is_named(self) -> None:
        (text,) = self.found(b"#INCLUDE MORE\r\n10.9.9.9 X #PRE\r\n")
        assert text == (
            "LINZ1 | LMHOSTS | not done | they may be in MORE, which is not among the files | "
            "LINZ1/AFTER/LMHOSTS"
        )

    def test_a_line_or_a_file_that_windows_does_not_read_is_a_fault(self) -> None:
        (text,) = self.found(b" " + ENTRIES)
        assert "line 1 (LM01)" in text
        (text,) = self.found(b"\xef\xbb\xbf" + ENTRIES)
        assert "the whole file (LM22)" in text

    def test_a_file_that_is_not_there_is_no_evidence(self) -> None:
        computers = files_of(computers_after(sample("names"), 99))
        del computers["LINZ1/AFTER/LMHOSTS"], computers["GRAZ1/AFTER/LMHOSTS"]
        found = verified(computers, sample("names"))
        assert "LINZ1 | LMHOSTS | no evidence | " in faults(found)


class TestFiles:
    def test_without_a_file_there_is_no_evidence(self) -> None:
        found = verified({}, sample("two-sites"))
        assert {text.split(" | ")[2] for text in faults(found)} == {"no evidence"}
        assert found.present.presumed == 4
        assert not found.is_before

    def test_files_of_two_moments_disagree_and_neither_counts(self) -> None:
        planned = sample("two-sites")
        files = files_of(computers_after(planned, 0), "OLD")
        files |= files_of(computers_after(planned, 99), "NEW")
        found = faults(verified(files, planned))
        assert (
            "DENHUB1 | addresses of the NIC | differs | files disagree, DENHUB1/NEW/TCPIP.TXT:2: "
            "10.2.0.10/24, 10.2.0.32/24 and DENHUB1/OLD/TCPIP.TXT:2: 10.2.0.10/24 | "
            "DENHUB1/OLD/TCPIP.TXT:2"
        ) in found
        assert any("Address of X400 to DENVER 2 | differs | files disagree" in t for t in found)

    def test_of_states_of_one_object_the_newest_counts(self) -> None:
        planned = sample("two-sites")
        files = files_of(computers_after(planned, 99))
        old = files_of(computers_after(planned, 0))["SEAHUB1/AFTER/ADMINDMP.TXT"]
        new = files["SEAHUB1/AFTER/ADMINDMP.TXT"]
        changed = (
            b"  When-Changed:   '981103161502Z'\r\n",
            b"  When-Changed:   '981104090000Z'\r\n",
        )
        mark = b"  N-Address-Type"
        files["SEAHUB1/AFTER/ADMINDMP.TXT"] = b"".join(
            text.replace(mark, line + mark)
            for text, line in zip((new, old), changed[::-1], strict=True)
        )
        assert faults(verified(files, planned)) == []

    def test_what_does_not_say_how_old_it_is_may_contradict(self) -> None:
        """A dump after the change, and an export of any day: neither is taken."""
        planned = sample("two-sites")
        files = files_of(computers_after(planned, 99))
        old = files_of(computers_after(planned, 0))["SEAHUB1/AFTER/ADMINDMP.TXT"]
        mark = b"  N-Address-Type"
        dated = b"  When-Changed:   '981103161502Z'\r\n" + mark
        path = "SEAHUB1/AFTER/ADMINDMP.TXT"
        files[path] = files[path].replace(mark, dated)
        files["SEAHUB1/AFTER/OTHER.TXT"] = old
        (text,) = faults(verified(files, planned))
        assert text.startswith("SEAHUB1 | Address of X400 to DENVER 2 | differs | files disagree, ")

    def test_an_older_line_in_other_letters_is_no_step(self) -> None:
        """The plan puts its own lines above it."""
        older = add_name("hosts", 0, "10.30.2.10", "GRAZ1")
        found = after(sample("names"), 0, change=computer_fault("LINZ1", older), moment="BEFORE")
        assert not [each for each in faults(found) if " | HOSTS | differs" in each]

    def test_what_is_of_before_does_not_count_after(self) -> None:
        planned = sample("two-sites")
        files = files_of(computers_after(planned, 99), "AFTER")
        files |= files_of(computers_after(planned, 0), "BEFORE")
        assert faults(verified(files, planned)) == []
        found = verified(files, planned, before=True)
        assert found.is_before
        assert found.is_go

    def test_what_the_bundle_has_is_no_evidence(self) -> None:
        planned = sample("two-sites")
        folder = SAMPLES / "two-sites" / "expected"
        files = {
            path.relative_to(folder).as_posix(): path.read_bytes()
            for path in folder.rglob("*")
            if path.is_file()
        }
        found = verified(files, planned)
        assert {text.split(" | ")[2] for text in faults(found)} == {"no evidence"}
        assert {each.path for each in found.sources} <= {
            path for path in files if "/" not in path or path.startswith("FIELDS/")
        }

    def test_a_server_that_is_not_as_planned_is_no_go(self) -> None:
        def change(computers: dict[str, Computer]) -> None:
            computers["DENHUB1"].listed.insert(0, number_of("10.2.0.9"))

        found = after(sample("two-sites"), 0, change=change, moment="BEFORE")
        assert [(each.server, each.is_ready) for each in found.readiness] == [
            ("DENHUB1", False),
            ("SEAHUB1", True),
        ]
        assert not found.is_go

    def test_a_name_file_that_was_changed_since_is_no_go(self) -> None:
        planned = sample("existing-names")
        files = files_of(computers_after(planned, 0), "BEFORE")
        assert verified(files, planned).is_go
        files["OSLO1/BEFORE/LMHOSTS"] += b"10.9.9.9 NEW\r\n"
        found = verified(files, planned)
        (check,) = (each for each in found.checks if each.what == "the LMHOSTS file")
        assert str(check.places[0]) == "OSLO1/BEFORE/LMHOSTS"
        assert [each.server for each in found.readiness if not each.is_ready] == ["OSLO1"]

    def test_windows_2000_may_list_new_addresses_first(self) -> None:
        def change(computers: dict[str, Computer]) -> None:
            computers["CADIZ1"].listed.reverse()

        assert faults(after(sample("hub"), change=change)) == []

    def test_no_secret_is_in_what_is_found(self) -> None:
        found = after(sample("two-sites"), 13)
        assert SECRET not in repr(found)


START = ("11/4/98 9:40:00 PM", 9298, "Startup complete, version 5.0 (build 1460.13)")
DN = "/o=Contoso/ou=DENVER/cn=Configuration/cn=Servers/cn=DENHUB1/cn=TCP (DENHUB1)"
REFUSED = ("11/4/98 9:45:00 PM", 9301, f"0A010020 {DN}")
OLD = ("11/3/98 9:00:00 AM", 9202, "sockets error 0 on an accept() call")


class TestEvents:
    def found(self, *events: tuple[str, int, str], moment: str = "AFTER") -> Verification:
        planned = sample("two-sites")
        log = {f"DENHUB1/{moment}/EVENTS.TXT": dumpel("DENHUB1", events)}
        steps = planned.plan.summary.steps if moment == "AFTER" else 0
        return after(planned, steps, moment=moment, others=log)

    def test_a_failure_after_the_last_start_counts(self) -> None:
        (text,) = faults(self.found(OLD, START, REFUSED, REFUSED))
        assert text.startswith("DENHUB1 | events | differs | no connector of this stack has the ")
        assert text.endswith(
            " | 0A010020 is 10.1.0.32, of SEAHUB1 | DENHUB1/AFTER/EVENTS.TXT:3, "
            "DENHUB1/AFTER/EVENTS.TXT:4"
        )

    def test_one_before_the_start_does_not(self) -> None:
        assert faults(self.found(OLD, START)) == []
        assert faults(self.found(START, OLD)) == []  # the newest one first
        assert len(faults(self.found(REFUSED, START, OLD))) == 1

    def test_without_a_start_it_may_be_an_old_one(self) -> None:
        (text,) = faults(self.found(OLD))
        assert "the log shows no start of the MTA (9298): it may be from before the change" in text

    def test_a_name_and_a_stranger_are_read_too(self) -> None:
        name = ("11/4/98 9:46:00 PM", 9301, f"4E434F5354455354 {DN}")
        other = ("11/4/98 9:46:00 PM", 9301, f"41424344 {DN}")
        (text,) = faults(self.found(START, name, other))
        assert "4E434F5354455354 is the name 'NCOSTEST'" in text
        assert "41424344 is 65.66.67.68, which the plan does not know" in text
        assert "41424344 is the name 'ABCD'" in text

    def test_dates_may_be_missing(self) -> None:
        (text,) = faults(self.found(("", 9298, "x"), ("", 9301, "0A010020")))
        assert "DENHUB1/AFTER/EVENTS.TXT:2" in text

    def test_before_the_change_failures_are_what_it_is_for(self) -> None:
        assert self.found(OLD, REFUSED, moment="BEFORE").is_go

    def test_silence_proves_nothing_on_some_builds(self) -> None:
        assert after(sample("two-sites")).silent == ()
        facts = [
            msgspec.structs.replace(facts, exchange="5.5 SP2")
            for facts in sample("two-sites").plan.facts[:1]
        ]
        plan = msgspec.structs.replace(sample("two-sites").plan, facts=tuple(facts))
        assert silent_servers(plan) == ["DENHUB1"]


class TestForms:
    def rows(self, **filled: str) -> list[dict[str, str]]:
        data = (SAMPLES / "two-sites" / "expected" / "EVIDENCE.CSV").read_text(encoding="utf-8")
        return [row | filled for row in csv.DictReader(io.StringIO(data))]

    def outcomes(self, data: bytes) -> list[Outcome]:
        found = after(sample("two-sites"), others={"EVIDENCE.CSV": data})
        assert all(check.is_word for check in found.checks if check.what.startswith("test"))
        return [check.outcome for check in found.checks if check.is_word]

    def test_an_empty_form_says_nothing(self) -> None:
        assert self.outcomes(form(self.rows())) == [Outcome.NO_EVIDENCE] * 4

    @pytest.mark.parametrize("result", ["ok", "OK.", "Passed", "arrived", "ja", "x"])
    def test_a_test_that_passed_is_done_by_a_persons_word(self, result: str) -> None:
        data = form(self.rows(result=result, time="23:40", initials="JD", note="=fine"))
        assert self.outcomes(data) == [Outcome.DONE] * 4
        assert self.outcomes(data.replace(b",", b";")) == [Outcome.DONE] * 4
        found = after(sample("two-sites"), others={"X/FORM.TXT": data})
        assert found.is_proven
        check = next(check for check in found.checks if check.is_word)
        assert check.seen == f"'{result}' 23:40 JD =fine"
        assert str(check.places[0]) == "X/FORM.TXT:2"

    @pytest.mark.parametrize("result", ["failed", "no", "perhaps"])
    def test_any_other_result_keeps_the_plan_from_being_proven(self, result: str) -> None:
        rows = self.rows(result="ok")
        rows[1]["result"] = result
        found = after(sample("two-sites"), others={"EVIDENCE.CSV": form(rows)})
        (text,) = faults(found)
        assert text == "DENHUB1 | test message out of X400 to SEATTLE 2 | differs | EVIDENCE.CSV:3"
        assert not found.is_proven

    def test_a_form_of_another_plan_says_nothing(self) -> None:
        problems = ProblemList()
        given = GivenFile("EVIDENCE.CSV", form(self.rows(result="ok", plan="0" * 64)))
        chosen = select([given], "1" * 64, problems, is_before=False)
        assert chosen.form == ()
        (problem,) = problems
        assert problem.code == "X4-W180"
        assert problem.message.startswith("4 rows of this form are about another plan")

    @pytest.mark.parametrize(
        ("data", "reason"),
        [
            (b"step,server\r\n1,A\r\n", "it lacks the columns connector, direction, result, plan"),
            (b"step,server,connector,direction,result,plan\r\n1," + b"A" * 200_000, "field larger"),
        ],
    )
    def test_a_form_that_cannot_be_read_is_named(self, data: bytes, reason: str) -> None:
        problems = ProblemList()
        chosen = select([GivenFile("F.CSV", data)], "", problems, is_before=False)
        assert chosen.form == ()
        (problem,) = problems
        assert reason in problem.message

    def test_an_old_encoding_and_empty_lines_are_read(self) -> None:
        data = form(self.rows(result="ok", note="Gr\xfcn")).decode().encode("cp1252")
        assert self.outcomes(data + b",,,,,,\r\n") == [Outcome.DONE] * 4


class TestRareFiles:
    """What files may have besides, and what they may lack."""

    def changed(self, name: str, path: str, change: Callable[[bytes], bytes]) -> list[str]:
        files = files_of(computers_after(sample(name), sample(name).plan.summary.steps))
        return faults(verified(files | {path: change(files[path])}, sample(name)))

    def test_an_adapter_that_is_not_the_one_is_not_compared(self) -> None:
        text = ipconfig(Computer(name="GRAZ1", adapter="A1", effective=[1], prefixes={1: 24}))
        text += ipconfig(Computer(name="GRAZ1", adapter="B1", effective=[2], prefixes={2: 24}))
        files = {"GRAZ1/AFTER/IPCONFIG.TXT": text, "GRAZ1/AFTER/TCPIP.TXT": b"other\r\n"}
        assert faults(after(sample("names"), others=files)) == []

    def test_the_same_said_twice_is_said_once(self) -> None:
        planned = sample("two-sites")
        files = files_of(computers_after(planned, 20))
        files["DENHUB1/AFTER/AGAIN.TXT"] = files["DENHUB1/AFTER/TCPIP.TXT"]
        assert faults(verified(files, planned)) == []

    def test_netsh_and_ipconfig_must_agree(self) -> None:
        def change(computers: dict[str, Computer]) -> None:
            computers["CADIZ1"].effective = computers["CADIZ1"].effective[:1]

        (text,) = [each for each in faults(after(sample("hub"), change=change)) if "CADIZ1" in each]
        assert "differs | ipconfig shows 10.13.0.10/24 | " in text

    def test_an_address_of_dhcp_is_no_fixed_one(self) -> None:
        path = "DENHUB1/AFTER/IPCONFIG.TXT"
        files = files_of(computers_after(sample("two-sites"), 20))
        del files["DENHUB1/AFTER/TCPIP.TXT"]
        files[path] = files[path].replace(b": No", b": Yes")
        found = faults(verified(files, sample("two-sites")))
        assert found[0].startswith("DENHUB1 | addresses of the NIC | differs | the NIC gets its ad")

    def test_the_order_that_ipconfig_prints_proves_nothing(self) -> None:
        computers = computers_after(sample("two-sites"), 20)
        computers["DENHUB1"].effective.reverse()
        files = files_of(computers)
        del files["DENHUB1/AFTER/TCPIP.TXT"]
        (text,) = faults(verified(files, sample("two-sites")))
        assert "what ipconfig prints need not be the order: regdmp shows it" in text

    def test_of_a_nic_that_is_not_known_the_new_addresses_count(self) -> None:
        here = server("MAIL-A", os="")
        pool = settings(["MAIL-A=10.20.1.32/30", *POOL])
        planned = make(between(here, count=3), pool).planned

        def change(computers: dict[str, Computer]) -> None:
            del computers["MAIL-A"].listed[-1], computers["MAIL-A"].effective[-1]

        assert faults(after(planned)) == []
        found = faults(after(planned, change=change))
        assert found[0].startswith(
            "MAIL-A | addresses of the NIC | differs | 10.20.1.33 is missing"
        )

    def test_a_connector_without_an_address_shows_nothing(self) -> None:
        (text,) = self.changed(
            "two-sites",
            "SEAHUB1/AFTER/ADMINDMP.TXT",
            lambda data: re.sub(rb"(?m)^  N-Address:.*$", b"", data, count=1),
        )
        assert text == "SEAHUB1 | Address of X400 to DENVER 1 | no evidence | "

    def test_a_missing_type_is_that_of_the_value(self) -> None:
        path = "SEAHUB1/AFTER/ADMINDMP.TXT"
        assert not self.changed(
            "two-sites", path, lambda data: re.sub(rb"(?m)^  N-Address-Type:.*$", b"", data)
        )

    def test_the_wrong_radio_button_is_a_fault(self) -> None:
        """Where the Address was set; of one that is kept, no inventory says which it was."""
        (text,) = self.changed(
            "two-sites",
            "SEAHUB1/AFTER/ADMINDMP.TXT",
            lambda data: data.replace(b"N-Address-Type:   '1'", b"N-Address-Type:   '0'"),
        )
        assert text.startswith("SEAHUB1 | Address of X400 to DENVER 2 | differs | ")
        assert "the value is right, but Remote host name is chosen, not IP address" in text

    def test_lines_that_no_lookup_finds_do_not_matter(self) -> None:
        odd = b'10.30.9.999 GRAZ1-X2\r\n10.30.9.9 "GRAZ1-X2       \\0x20"\r\n'
        path = "LINZ1/AFTER/LMHOSTS"
        assert self.changed("names", path, lambda data: odd + data) == []

    def test_a_stop_of_the_mta_is_no_failure(self) -> None:
        log = {"DENHUB1/AFTER/EVENTS.TXT": dumpel("DENHUB1", [START, (*START[:1], 9299, "x")])}
        assert faults(after(sample("two-sites"), others=log)) == []

    def test_an_empty_file_is_no_form(self) -> None:
        chosen = select([GivenFile("F.CSV", b"")], "", ProblemList(), is_before=False)
        assert [each.path for each in chosen.files] == ["F.CSV"]

    def test_silence_is_said_in_the_documents(self) -> None:
        planned = sample("two-sites")
        found = msgspec.structs.replace(after(planned), silent=("DENHUB1",))
        view = VerificationView(planned.plan, found, [], Renderer().step_titles)
        assert any("the log of DENHUB1 has no event 9301" in text for text in view.remarks)
