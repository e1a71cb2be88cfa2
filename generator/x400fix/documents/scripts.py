# SPDX-License-Identifier: MIT
"""What Windows NT runs or reads itself: NIC scripts, checks, name files, overrides.

One plain form runs on NT 3.51 and on all that came after it: no command extensions, which are
off by default in 3.51 (Q148435), and ``copy /b``, which adds no Ctrl-Z.

Only tokens that passed an allow-list reach these files; free text goes to the pages for people.
"""

from collections.abc import Iterator, Sequence

from x400fix import __version__
from x400fix.documents.rendering import Renderer
from x400fix.formats.registry import reg_value, regini_strings
from x400fix.inventory.addresses import address_text, mask_text
from x400fix.planning.names import NameEntry
from x400fix.planning.nic import NicPlan, Vehicle
from x400fix.planning.places import Work

_ADDRESS_WIDTH = 16


def name_scripts(work: Work, block_id: str, renderer: Renderer) -> Iterator[tuple[str, bytes]]:
    """The name and the bytes of both scripts."""
    values = {
        "version": __version__,
        "server": work.name,
        "block_id": block_id,
        "files": ["HOSTS"] * bool(work.hosts) + ["LMHOSTS"] * work.has_aliases,
        "hosts": _entry_starts(work.hosts),
        "lmhosts": _entry_starts(work.lmhosts),
    }
    for name in ("NAMES.CMD", "NAMUNDO.CMD"):
        yield name, renderer.ascii(f"bundle/{name}", values)


def _entry_starts(entries: Sequence[NameEntry]) -> list[str]:
    """What each line begins with, by which find knows it: the address and the first name."""
    return [
        address_text(entry.number).ljust(_ADDRESS_WIDTH) + entry.name.split(" ")[0]
        for entry in entries
    ]


NIC_KEY = r"System\CurrentControlSet\Services\{adapter}\Parameters\Tcpip"
"""Where Windows NT has the lists of a NIC, below Machine (Q120642)."""

_SCRIPTS_ADDRESS_WIDTH = 16
_NAME_WIDTH = 15
# The values begin behind ``    SubnetMask = REG_MULTI_SZ``.
_REGINI_START = 30


def script_files(work: Work, block_id: str, renderer: Renderer) -> Iterator[tuple[str, bytes]]:
    """The name and the bytes of each script of a folder."""
    if work.nic:
        yield from _nic_files(work, work.nic, renderer)
    if work.has_aliases:
        yield "LMHOSTS.ADD", _name_file("LMHOSTS.ADD", work.lmhosts, block_id, renderer)
    if work.hosts:
        yield "HOSTS.ADD", _name_file("HOSTS.ADD", work.hosts, block_id, renderer)
    if work.has_names_script:
        yield from name_scripts(work, block_id, renderer)
    if any(override.is_scripted for override in work.overrides):
        yield "OVERRIDE.INI", _override_file(work, renderer, undo=False)
        yield "OVRUNDO.INI", _override_file(work, renderer, undo=True)
    if work.before or work.after:
        values = {
            "version": __version__,
            "before": list(_numbered(work.before)),
            "after": list(_numbered(work.after)),
        }
        yield "CHECK.CMD", renderer.ascii("bundle/CHECK.CMD", values)


def script_names(work: Work) -> list[str]:
    """The names of the files that script_files makes."""
    names = []
    if work.nic and work.nic.vehicle is Vehicle.REGINI:
        names += ["NIC.INI", "NICUNDO.INI"]
        names += ["NIC.REG", "NICUNDO.REG"] if work.nic.has_reg_file else []
    if work.nic and work.nic.vehicle is not Vehicle.HAND:
        names += ["NIC.CMD", "NICUNDO.CMD"]
    names += ["LMHOSTS.ADD"] if work.has_aliases else []
    names += ["HOSTS.ADD"] if work.hosts else []
    names += ["NAMES.CMD", "NAMUNDO.CMD"] if work.has_names_script else []
    if any(override.is_scripted for override in work.overrides):
        names += ["OVERRIDE.INI", "OVRUNDO.INI"]
    names += ["CHECK.CMD"] if work.before or work.after else []
    return names


def _numbered(numbers: Sequence[int]) -> Iterator[dict[str, str | int]]:
    """Each address with an index, which keeps the labels of a batch file apart."""
    for index, number in enumerate(numbers, 1):
        yield {"address": address_text(number), "index": index}


def _nic_files(work: Work, nic: NicPlan, renderer: Renderer) -> Iterator[tuple[str, bytes]]:
    """NIC.* and NICUNDO.*, as far as a script can be written."""
    if nic.vehicle is Vehicle.HAND:
        return
    for stem, addresses in (("NIC", nic.after), ("NICUNDO", nic.before)):
        if nic.vehicle is Vehicle.REGINI:
            texts = [address_text(address.number) for address in addresses]
            masks = [mask_text(address.prefix or 0) for address in addresses]
            values = {
                "adapter": nic.adapter,
                "addresses": regini_strings(texts, start=_REGINI_START),
                "masks": regini_strings(masks, start=_REGINI_START),
            }
            yield f"{stem}.INI", renderer.ascii("bundle/NIC.INI", values)
            if nic.has_reg_file:
                values = {
                    "adapter": nic.adapter,
                    "addresses": reg_value("IPAddress", texts),
                    "masks": reg_value("SubnetMask", masks),
                }
                yield f"{stem}.REG", renderer.ascii("bundle/NIC.REG", values)
        adds = stem == "NIC"
        yield f"{stem}.CMD", _nic_command(work, nic, renderer, adds=adds)


def _nic_command(work: Work, nic: NicPlan, renderer: Renderer, *, adds: bool) -> bytes:
    """NIC.CMD or NICUNDO.CMD: stops on another computer, changes the lists, reads them back."""
    shown = nic.after if adds else nic.before
    kept = [address_text(address.number) for address in shown]
    gone = [] if adds else [address_text(address.number) for address in nic.added]
    changes = [(address_text(a.number), mask_text(a.prefix or 0)) for a in nic.added]
    values = {
        "version": __version__,
        "purpose": "NIC configuration" if adds else "NIC back-out",
        "server": work.name,
        "adapter": nic.adapter,
        "uses_registry": nic.vehicle is Vehicle.REGINI,
        "key": "\\Registry\\Machine\\" + NIC_KEY.format(adapter=nic.adapter),
        "ini": "NIC.INI" if adds else "NICUNDO.INI",
        "adds": adds,
        "changes": changes if adds else changes[::-1],
        "must_have": [address_text(address.number) for address in nic.before],
        "must_show": kept,
        # find would also meet the text inside a longer address that stays.
        "must_miss": [text for text in gone if not any(text in other for other in kept)],
    }
    return renderer.ascii("bundle/NIC.CMD", values)


def _name_file(
    template: str, entries: Sequence[NameEntry], block_id: str, renderer: Renderer
) -> bytes:
    """LMHOSTS.ADD or HOSTS.ADD, in columns."""
    width = _NAME_WIDTH if template == "LMHOSTS.ADD" else 0
    rows = [
        (address_text(entry.number).ljust(_SCRIPTS_ADDRESS_WIDTH), entry.name.ljust(width))
        for entry in entries
    ]
    return renderer.ascii(f"bundle/{template}", {"block_id": block_id, "entries": rows})


def _override_file(work: Work, renderer: Renderer, *, undo: bool) -> bytes:
    """OVERRIDE.INI sets the values, OVRUNDO.INI deletes them."""
    values = [
        (o.connector.name, "DELETE" if undo else f"REG_SZ {address_text(o.number)}")
        for o in work.overrides
        if o.is_scripted
    ]
    return renderer.ascii("bundle/OVERRIDE.INI", {"values": values})
