# SPDX-License-Identifier: MIT
"""Samba, a hive of Windows NT, and Wine take NIC.REG and NICUNDO.REG as they are meant."""

from pathlib import Path

import pytest

from .hives import Hives
from .planned import FEW_CASES, Made, Place
from .samba import Samba
from .wine import Wine

WAYS = pytest.mark.parametrize(
    ("file", "done"), [("NIC.REG", True), ("NICUNDO.REG", False)], ids=["do", "undo"]
)


def key_of(place: Place, root: str = "") -> str:
    return f"{root}CurrentControlSet\\Services\\{place.adapter}\\Parameters\\Tcpip"


@WAYS
def test_samba_has_the_planned_lists_in_order(
    made: Made, samba: Samba, tmp_path: Path, *, file: str, done: bool
) -> None:
    """After ``net registry import``, which turns ANSI strings into what a registry holds."""
    for place in made.places(file):
        given = tmp_path / file
        given.write_bytes(place.files[file])
        samba.net("registry", "import", str(given))
        key = key_of(place, "HKLM\\SYSTEM\\")
        found = {name: samba.values(key, name) for name in place.lists(done=done)}
        assert found == place.lists(done=done)


def test_a_hive_has_the_lists_of_after_and_then_those_of_before(made: Made, hives: Hives) -> None:
    """Both files are merged into one hive, one after the other, and then the first again."""
    for place in made.places("NIC.REG"):
        key = key_of(place)
        hive = hives.make(key)
        assert hives.values(hive, key) == {}
        for file, done in (("NIC.REG", True), ("NICUNDO.REG", False), ("NIC.REG", True)):
            hives.merge(hive, place.files[file])
            assert hives.values(hive, key) == place.lists(done=done)


@pytest.mark.parametrize("made", FEW_CASES, indirect=True)
@WAYS
def test_wine_has_the_planned_lists_in_order(
    made: Made, wine: Wine, *, file: str, done: bool
) -> None:
    """Its regedit is tested against that of Windows."""
    for place in made.places(file):
        wine.lay_out({}, {})
        wine.import_registry(place.files[file])
        key = key_of(place, "HKLM\\System\\")
        found = {name: wine.registry_value(key, name) for name in place.lists(done=done)}
        assert found == place.lists(done=done)
