# SPDX-License-Identifier: MIT
"""Which files a bundle has, in which order, and what is in none of them."""

import re

import pytest

from tests.builders import inventory, pair, settings
from tests.plans import make
from x400fix import __version__
from x400fix.settings.choices import AddressMode, Strategy

HEADED = ("RUNBOOK.TXT", "STEPS.TXT", "ADDRATTR.TXT", "INDEX.TXT", ".CMD")
LF_ONLY = ("PLAN.json", "TICKET.HTML", "TICKET.MD")
FIELDS = (
    *("DESCRIPTION.TXT", "IMPLEMENTATION-PLAN.TXT", "TEST-PLAN.TXT", "BACK-OUT-PLAN.TXT"),
    *("AFFECTED-CIS.CSV", "INDEX.TXT"),
)


def test_the_plan_comes_first_then_the_folders_then_what_people_read() -> None:
    """As they are written."""
    assert list(make(pair()).bundle()) == [
        "PLAN.json",
        *(
            f"SERVERS/{name}/{file}"
            for name in ("MAIL-A", "MAIL-B")
            for file in (
                *("ADDRATTR.TXT", "STEPS.TXT", "NIC.INI", "NIC.REG", "NIC.CMD", "NICUNDO.INI"),
                *("NICUNDO.REG", "NICUNDO.CMD", "LMHOSTS.ADD", "CHECK.CMD", "GATHER.CMD"),
            )
        ),
        *("TICKET.HTML", "TICKET.MD", "ASSIGN.csv", "RUNBOOK.TXT", "EVIDENCE.CSV"),
        *(f"FIELDS/{file}" for file in FIELDS),
    ]


@pytest.mark.parametrize("exchange", ["5.5 SP3", "2003"])
def test_nothing_to_do_gives_the_plan_and_the_ticket_only(exchange: str) -> None:
    """Also when there are only warnings."""
    assert list(make(pair(2, exchange, exchange)).bundle()) == ["PLAN.json", "TICKET.MD"]


def test_each_place_has_a_folder_of_its_own() -> None:
    """Named after the server if that can be a folder's name, else numbered."""
    rows = [f"{home}/{at} 10.20.{far}.10" for home, far in (("AUX", 2), ("B", 3)) for at in "12"]
    made = make(
        inventory(rows, ["$MAIL 10.20.2.10/24", "S01 10.20.3.10/24"]),
        settings(["10.20.2.32/28", "10.20.3.32/28"]),
    )
    folders = {path.split("/")[1] for path in made.bundle() if path.startswith("SERVERS/")}
    assert folders == {"B", "S01", "S02", "S03"}


def test_names_in_a_folder_survive_a_floppy() -> None:
    """8.3, capitals."""
    for path in make(pair()).bundle():
        if path.startswith("SERVERS/"):
            assert re.fullmatch(r"[A-Z]{1,8}\.[A-Z]{3}", path.split("/")[2])


def test_files_for_people_and_batch_files_name_the_program_and_its_version() -> None:
    """Machine formats without comments do not, nor do texts to paste."""
    for path, data in make(pair()).bundle().items():
        head = b"\n".join(data.split(b"\n")[:2])
        assert (f"x400fix {__version__}".encode() in head) is path.endswith(HEADED), path


@pytest.mark.parametrize("mode", list(AddressMode))
@pytest.mark.parametrize("strategy", list(Strategy))
def test_the_same_input_gives_the_same_bytes(mode: AddressMode, strategy: Strategy) -> None:
    """Nothing of the day, the user or the folder."""
    chosen = settings(strategy=strategy, address_mode=mode)
    assert make(pair(3), chosen).bundle() == make(pair(3), chosen).bundle()


def test_every_file_for_windows_ends_its_lines_as_windows_does() -> None:
    """Only what a browser or a program reads has LF."""
    for path, data in make(pair(3)).bundle().items():
        assert data.endswith(b"\n")
        bare = data.count(b"\n") - data.count(b"\r\n")
        assert bare == (data.count(b"\n") if path in LF_ONLY else 0), path
