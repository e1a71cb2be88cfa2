# SPDX-License-Identifier: MIT
"""The programs, each prepared once for all tests, and the bundles that they get."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from .hives import Hives
from .jcifs import Jcifs
from .planned import CASES, Made, make
from .programs import namespaces, require
from .samba import Samba
from .wine import Wine


@pytest.fixture(name="made", scope="session", params=CASES)
def _made(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Made:
    """The bundle of each case."""
    case = str(request.param)
    return make(case, tmp_path_factory.mktemp(case))


@pytest.fixture(name="samba")
def _samba(pytestconfig: pytest.Config, tmp_path: Path) -> Samba:
    """Samba with a configuration and databases of its own."""
    require(pytestconfig, "net", "unshare")
    return Samba(tmp_path / "samba")


@pytest.fixture(name="isolated", scope="session")
def _isolated(pytestconfig: pytest.Config) -> list[str]:
    """The command that runs another one with a network and mounts of its own."""
    require(pytestconfig, "unshare", "ip")
    return namespaces()


@pytest.fixture(name="jcifs", scope="session")
def _jcifs(pytestconfig: pytest.Config, tmp_path_factory: pytest.TempPathFactory) -> Jcifs:
    require(pytestconfig, "java", "javac", "/usr/share/java/jcifs.jar")
    return Jcifs(tmp_path_factory.mktemp("jcifs"))


@pytest.fixture(name="hives")
def _hives(pytestconfig: pytest.Config, samba: Samba, tmp_path: Path) -> Hives:
    """Registry hives of Windows NT; Samba turns ANSI files into what hivex reads."""
    names = ("hivexsh", "hivexregedit", "/usr/lib/python3/dist-packages/hivex")
    require(pytestconfig, *names)
    return Hives(tmp_path / "hives", samba)


@pytest.fixture(name="wine", scope="session")
def _wine(pytestconfig: pytest.Config, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Wine]:
    """Wine with a disk of its own, which takes seconds to make."""
    require(pytestconfig, "wine", "wineserver")
    wine = Wine(tmp_path_factory.mktemp("wine"))
    yield wine
    wine.close()
