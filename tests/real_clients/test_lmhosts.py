# SPDX-License-Identifier: MIT
"""Samba and jCIFS read our LMHOSTS entries as they are meant."""

from collections.abc import Sequence
from pathlib import Path

from .jcifs import Jcifs
from .planned import Made, Place
from .samba import Samba

_ENOUGH = 5


def questions(place: Place, made: Made) -> list[str]:
    """The names that must lead somewhere, and many that must not."""
    others = sorted({each["alias"] for each in made.assignments if each["alias"]})[:_ENOUGH]
    servers = sorted({each["server"] for each in made.assignments})[:_ENOUGH]
    words = {"BEGIN", "END", "PRE", "X400FIX", "LOCALHOST", place.block_id[:15].upper()}
    near = {f"{alias[:13]}-9" for alias in others} | {alias[:-1] for alias in others}
    plain = [name for name in servers if name.isalnum()]
    return sorted({*place.aliases, *others, *plain, *words, *near})


def test_samba_finds_every_name_and_no_other(
    made: Made, samba: Samba, isolated: Sequence[str]
) -> None:
    """Each alias leads to the planned address, whatever else is asked for leads nowhere."""
    for place in made.places("LMHOSTS.ADD"):
        found = samba.resolve(place.files["LMHOSTS.ADD"], questions(place, made), isolated)
        assert found == place.aliases


def test_samba_finds_our_names_among_those_of_others(
    made: Made, samba: Samba, isolated: Sequence[str]
) -> None:
    """In a merged file. jCIFS would fetch what an #INCLUDE names, over the network."""
    for place in made.places("LMHOSTS.NEW"):
        found = samba.resolve(place.files["LMHOSTS.NEW"], list(place.aliases), isolated)
        assert found == place.aliases


def test_jcifs_finds_every_name_and_no_other(made: Made, jcifs: Jcifs, tmp_path: Path) -> None:
    """A second reader, which was written apart from the first."""
    for place in made.places("LMHOSTS.ADD"):
        file = tmp_path / "lmhosts"
        file.write_bytes(place.files["LMHOSTS.ADD"])
        assert jcifs.resolve(file, questions(place, made)) == place.aliases
