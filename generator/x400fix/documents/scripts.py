# SPDX-License-Identifier: MIT
r"""What Windows NT runs or reads itself: NIC scripts, checks, name files, overrides.

Only tokens that passed an allow-list reach these files; free text goes to the pages for people.
Batch files run in one plain form on NT 3.51 and on all that came after it: no command extensions,
which are off by default in 3.51 (Q148435), and ``copy /b``, which adds no Ctrl-Z. A word is taken
in any letter case because names of variables are: ``set X4%1=yes``.

NIC.CMD compares lists word by word, however regdmp breaks its lines: it writes X4RUN.CMD, in which
the words are the set of one ``for``, and is called for each of them. No source confirms that the
``for`` of Windows NT takes a set on several lines. If it does not, the script ends with a message
of cmd before it has changed anything, and the way by hand remains.

Windows NT has the lists of a NIC below the key Tcpip of its service (Q120642); regini and regdmp
call HKEY_LOCAL_MACHINE ``\Registry\Machine``.

regini (Resource Kit) takes ``REG_MULTI_SZ "s1" "s2"``; a line may go on after a backslash. A
REGEDIT4 file takes ``hex(7):`` and the ANSI bytes of the strings, a NUL after each and one more at
the end (Q165318, Q179154), folded after a comma with a backslash.
"""

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache

from x400fix.documents.rendering import Renderer
from x400fix.inventory.addresses import mask_text
from x400fix.inventory.names import is_script_safe_server, is_service_name
from x400fix.inventory.versions import OperatingSystem, Windows, parse_operating_system
from x400fix.plan.model import NameLine, Nic, Place, Plan, Vehicle
from x400fix.settings.choices import AddressMode, Strategy

_ADDRESS_WIDTH = 16
_NAME_WIDTH = 15
# The values begin behind ``    SubnetMask = REG_MULTI_SZ``.
_REGINI_START = 30
_PLACES_A_LINE = 40
_ENDINGS = {"ADD", "BEF", "NEW", "NON", "OLD", "SAM", "SAV", "UND"}


@lru_cache(maxsize=64)
def system_of(text: str) -> OperatingSystem | None:
    """The Windows that a place of a plan names, if it names one."""
    return parse_operating_system(text) if text else None


def new_addresses(place: Place) -> list[str]:
    """The addresses that a NIC gets, which must not answer yet."""
    return [text.partition("/")[0] for text in place.nic.added] if place.nic else []


class Scripts:
    """Makes the scripts of one plan."""

    def __init__(self, plan: Plan, renderer: Renderer) -> None:
        """Find the addresses that each server will dial."""
        self._renderer = renderer
        self._block_id = plan.block_id
        modes = plan.options.strategy, plan.options.address_mode
        self._dials_names = modes != (Strategy.ADDRESS, AddressMode.IP)
        self._adapters = {facts.server: facts.adapter for facts in plan.facts}
        self._dialled: dict[str, set[str]] = {}
        for each in plan.assignments:
            if each.new_address:
                self._dialled.setdefault(each.server, set()).add(each.new_address)

    def dialled(self, place: Place) -> list[str]:
        """The new addresses that must answer before a server dials them, in ascending order."""
        found = self._dialled.get(place.name, ())
        return sorted(found, key=lambda address: [*map(int, address.split("."))])

    def names(self, place: Place) -> list[str]:
        """The names of the files that ``files`` makes."""
        vehicle = place.nic.vehicle if place.nic else Vehicle.HAND
        endings = [] if vehicle is Vehicle.HAND else ["CMD"]
        if vehicle is Vehicle.REGINI:
            system = system_of(place.os)
            # The regedit of NT 4.0 may take NIC.REG.
            is_nt40 = system is not None and system.windows is Windows.NT40
            endings = ["INI", "REG", "CMD"] if is_nt40 else ["INI", "CMD"]
        names = [f"{stem}.{ending}" for stem in ("NIC", "NICUNDO") for ending in endings]
        names += ["LMHOSTS.ADD"] if place.lmhosts else []
        names += ["HOSTS.ADD"] if place.hosts else []
        # Where no Address is a name, LMHOSTS.ADD is there for whoever wants names.
        needs_names = bool(place.hosts or (place.lmhosts and self._dials_names))
        if needs_names and is_script_safe_server(place.name):
            names += ["NAMES.CMD", "NAMUNDO.CMD"]
        if any(each.scripted for each in place.overrides):
            names += ["OVERRIDE.INI", "OVRUNDO.INI"]
        names += ["CHECK.CMD"] if place.nic or place.name in self._dialled else []
        names += ["GATHER.CMD"] if place.name in self._adapters else []
        return names

    def files(self, place: Place) -> Iterator[tuple[str, bytes]]:
        """The name and the bytes of each script of a folder."""
        blocks = self.name_blocks(place)
        for name in self.names(place):
            stem, _, ending = name.partition(".")
            if name in blocks:
                yield name, blocks[name]
            elif stem in {"NIC", "NICUNDO"} and place.nic:
                yield name, self._nic_file(place, place.nic, ending, adds=stem == "NIC")
            elif stem in {"NAMES", "NAMUNDO"}:
                yield name, self._name_script(place, name)
            elif stem == "GATHER":
                yield name, gather_script(self._renderer, place.name, self._adapters[place.name])
            elif stem in {"OVERRIDE", "OVRUNDO"}:
                yield name, self._override_file(place, undo=stem == "OVRUNDO")
            else:
                values = {"before": new_addresses(place), "after": self.dialled(place)}
                yield name, self._renderer.ascii("bundle/CHECK.CMD", values)

    def name_blocks(self, place: Place) -> dict[str, bytes]:
        """LMHOSTS.ADD and HOSTS.ADD, in columns, as far as there are entries."""
        blocks = {}
        files = (("LMHOSTS.ADD", place.lmhosts, _NAME_WIDTH), ("HOSTS.ADD", place.hosts, 0))
        for file, lines, width in files:
            rows = [(line.address.ljust(_ADDRESS_WIDTH), line.name.ljust(width)) for line in lines]
            values = {"block_id": self._block_id, "entries": rows}
            if rows:
                blocks[file] = self._renderer.ascii(f"bundle/{file}", values)
        return blocks

    def _nic_file(self, place: Place, nic: Nic, ending: str, *, adds: bool) -> bytes:
        """NIC.* or NICUNDO.*: the whole lists for regini or regedit, or what brings them in."""
        if ending == "CMD":
            return self._nic_command(place, nic, adds=adds)
        addresses, masks = _columns(nic.after if adds else nic.before)
        values = {"adapter": nic.adapter}
        if ending == "REG":
            values["addresses"] = reg_value("IPAddress", addresses)
            values["masks"] = reg_value("SubnetMask", masks)
        else:
            values["addresses"] = regini_strings(addresses, start=_REGINI_START)
            values["masks"] = regini_strings(masks, start=_REGINI_START)
        return self._renderer.ascii(f"bundle/NIC.{ending}", values)

    def _nic_command(self, place: Place, nic: Nic, *, adds: bool) -> bytes:
        """NIC.CMD compares the lists and adds; NICUNDO.CMD has it compare, and takes away."""
        uses_registry = nic.vehicle is Vehicle.REGINI
        values = {
            "server": place.name,
            "adapter": nic.adapter,
            "uses_registry": uses_registry,
            "added": new_addresses(place),
        }
        if not adds:
            return self._renderer.ascii("bundle/NICUNDO.CMD", values)
        addresses, (mask, *_) = _columns(nic.after)
        values |= {"mask": mask, "addresses": addresses}
        if uses_registry:
            values |= {
                "needs": "NIC.INI",
                "last_before": addresses[len(nic.before) - 1],
                "pairs": [f'{one}"{other}"' for one, other in _successions(addresses)],
            }
        else:
            states = _netsh_states(len(nic.before), len(addresses))
            values |= {"needs": "NIC.CMD", "states": states}
        return self._renderer.ascii("bundle/NIC.CMD", values)

    def _name_script(self, place: Place, name: str) -> bytes:
        """NAMES.CMD, which brings our entries into the name files, or its back-out."""
        values = {
            "server": place.name,
            "block_id": self._block_id,
            # The copy in etc is no file of a bundle, and not Microsoft's sample LMHOSTS.SAM.
            "ending": f"{self._block_id}{'-1' * (self._block_id.upper() in _ENDINGS)}",
            "files": ["HOSTS"] * bool(place.hosts) + ["LMHOSTS"] * bool(place.lmhosts),
            "hosts": _entry_starts(place.hosts),
            "lmhosts": _entry_starts(place.lmhosts),
        }
        return self._renderer.ascii(f"bundle/{name}", values)

    def _override_file(self, place: Place, *, undo: bool) -> bytes:
        """OVERRIDE.INI sets the values, OVRUNDO.INI deletes them."""
        values = [
            (each.connector, "DELETE" if undo else f"REG_SZ {each.address}")
            for each in place.overrides
            if each.scripted
        ]
        return self._renderer.ascii("bundle/OVERRIDE.INI", {"values": values})


def gather_script(renderer: Renderer, server: str = "", adapter: str = "") -> bytes:
    """GATHER.CMD for a server, or for any: then its caller names the NIC."""
    values = {
        "server": server if is_script_safe_server(server) else "",
        "adapter": adapter if is_service_name(adapter) else "",
    }
    return renderer.ascii("bundle/GATHER.CMD", values)


@lru_cache(maxsize=4)
def _columns(addresses: tuple[str, ...]) -> tuple[Sequence[str], Sequence[str]]:
    """The addresses and the masks of a list such as ``10.20.1.10/24``; several files need them."""
    pairs = [text.partition("/") for text in addresses]
    return [number for number, _, _ in pairs], [mask_text(int(prefix)) for _, _, prefix in pairs]


def _successions(addresses: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Each address with the word before it in a list of quoted ones: the value's name, at first."""
    before = "IPAddress"
    for address in addresses:
        yield before, address
        before = f'"{address}"'


def _netsh_states(before: int, after: int) -> list[tuple[str, list[str]]]:
    """The places in the plan's list of what netsh may show, in parts that keep lines short.

    It may show new ones first: the order on Windows 2000 is not confirmed by a source. Before the
    change another order is refused, because the primary address may be another one then.
    """
    places = [f"-{place}" for place in range(1, after + 1)]
    orders = (("before", places[:before]), ("after", places), ("after", places[::-1]))
    starts = range(0, after, _PLACES_A_LINE)
    return [
        (state, ["".join(order[start : start + _PLACES_A_LINE]) for start in starts])
        for state, order in orders
    ]


def _entry_starts(lines: Sequence[NameLine]) -> list[str]:
    """What each line begins with, by which find knows it: the address and the first name."""
    return [line.address.ljust(_ADDRESS_WIDTH) + line.name.split(" ")[0] for line in lines]


# ---- lists of strings as regini and as REGEDIT4 files write them

REGINI_LINE = 200
"""Longest line of a regini file; the domain reference wants less than 240."""

REG_FOLD = 76
"""A line of a .REG file that has this length is folded after the next comma, as regedit does."""


def regini_strings(strings: Iterable[str], *, start: int) -> str:
    r"""The quoted strings of a REG_MULTI_SZ; ``start`` is the column at which they begin.

    Continuation lines are indented by eight blanks.
    """
    lines, line, width = [], "", start
    for string in strings:
        quoted = f'"{string}"'
        if line and width + len(quoted) > REGINI_LINE:
            lines.append(line)
            line, width = "", 8
        line += f"{quoted} "
        width += len(quoted) + 1
    lines.append(line)
    return "\\\n        ".join(lines).rstrip()


def hex7(strings: Sequence[str]) -> bytes:
    """The ANSI bytes of a REG_MULTI_SZ: a NUL after each string, one more at the end."""
    return b"".join(string.encode("ascii") + b"\0" for string in strings) + b"\0"


def reg_value(name: str, strings: Sequence[str]) -> str:
    """One value of a REGEDIT4 file, folded as regedit folds it."""
    head = f'"{name}"=hex(7):'
    digits = hex7(strings).hex(",")
    # Three characters an octet; the last octet, without a comma, never needs a fold.
    width = _octets_from(len(head)) * 3
    lines = [head + digits[:width]]
    while width < len(digits):
        start, width = width, width + _octets_from(len(_INDENT)) * 3
        lines.append(_INDENT + digits[start:width])
    return "\\\n".join(lines)


_INDENT = "  "


def _octets_from(column: int) -> int:
    """How many octets a line takes that has ``column`` characters already."""
    return -(-(REG_FOLD - column) // 3)
