# SPDX-License-Identifier: MIT
"""Judges NIC.CMD and NICUNDO.CMD by what they do to lists that are as planned, and to others."""

from collections.abc import Iterator
from ipaddress import IPv4Interface

from tests.batch import FAULTS, Computer

from .bundle import Bundle, record, text, texts

# Each run costs as much as a whole folder, so there are few in each of the first folders
_FAULTS = ("one-more", "a-longer-address", "a-mask-missing", "another-mask", "nothing")
_ENOUGH = 12


def judge_nic_scripts(bundle: Bundle) -> Iterator[str]:
    """Complaints about the scripts of the folders that have them."""
    nics = {text(each, "name").upper(): record(each.get("nic")) for each in bundle.servers}
    for folder, name in list(bundle.folders.items())[:_ENOUGH]:
        files = bundle.scripts(folder)
        if "NIC.CMD" not in files:
            continue
        before, after = (texts(nics[name].get(key)) for key in ("before", "after"))
        for file, lists in (("NIC.CMD", (before, after)), ("NICUNDO.CMD", (after, before))):
            here = f"SERVERS/{folder}/{file}"
            try:
                yield from _runs(here, files[file], _computer(name, files, lists[0]), lists[1])
            except (AssertionError, KeyError, ValueError) as error:
                yield f"{here}: does not run: {error!r}"


def _computer(name: str, files: dict[str, str], nic: list[str]) -> Computer:
    pairs = [IPv4Interface(each) for each in nic]
    return Computer(
        name=name,
        files=dict(files),
        addresses=[str(each.ip) for each in pairs],
        masks=[str(each.netmask) for each in pairs],
    )


def _runs(here: str, script: str, computer: Computer, right: list[str]) -> Iterator[str]:
    planned = computer.addresses, computer.masks
    for fault in _FAULTS:
        lists = FAULTS[fault](*planned)
        if lists == planned:
            continue
        computer.addresses, computer.masks = map(list, lists)
        computer.run(script)
        if computer.done or (computer.addresses, computer.masks) != lists:
            yield f"{here}: runs although the NIC has {fault}: {computer.done}"
    computer.addresses, computer.masks = map(list, planned)
    computer.run(script)
    found = [
        IPv4Interface(f"{address}/{mask}")
        for address, mask in zip(computer.addresses, computer.masks, strict=True)
    ]
    if found != [IPv4Interface(each) for each in right]:
        yield f"{here}: the NIC has {found} then, not {right}"
