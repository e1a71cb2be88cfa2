# SPDX-License-Identifier: MIT
"""A bundle made by hand from the design: KB 200588's two servers, two connectors each way."""

import hashlib
import json
import re
from pathlib import Path

from .options import Options

POOLS = ("10.20.1.32-10.20.1.47", "10.20.2.32-10.20.2.47")
OPTIONS = Options(pools=POOLS, ticket="CHG1", mode="lmhosts")
FACTS = "5.0 SP2,NT 4.0 SP5,El90x1"
INVENTORY = f"""connector,server,address,remote_server,exchange,os,adapter,addresses
X400 to B 1,MAIL-A,10.20.2.10,MAIL-B,{FACTS},10.20.1.10/24
X400 to B 2,MAIL-A,10.20.2.10,MAIL-B,,,,
X400 to A 1,MAIL-B,10.20.1.10,MAIL-A,{FACTS},10.20.2.10/24
X400 to A 2,MAIL-B,10.20.1.10,MAIL-A,,,,
"""
COLUMNS = (
    *("action", "server", "connector", "remote_server", "owner", "old_address", "new_address"),
    *("alias", "address_type", "address_value", "reason", "folder", "step"),
)
KEY = r"CurrentControlSet\Services\El90x1\Parameters\Tcpip"
_FILES = (
    *("ADDRATTR.TXT", "LMHOSTS.ADD", "NAMES.CMD", "NAMUNDO.CMD", "NIC.INI", "NICUNDO.INI"),
    *("NIC.REG", "NICUNDO.REG", "NIC.CMD", "NICUNDO.CMD", "CHECK.CMD"),
)
LAST_STEP = {"A": 4, "B": 8}


def _hex(*strings: str) -> str:
    data = "".join(f"{each}\0" for each in strings) + "\0"
    return ",".join(f"{byte:02x}" for byte in data.encode())


def _ini(number: int, *hosts: int) -> str:
    ips = " ".join(f'"10.20.{number}.{host}"' for host in hosts)
    masks = " ".join('"255.255.255.0"' for _ in hosts)
    values = f"    IPAddress = REG_MULTI_SZ {ips}\n    SubnetMask = REG_MULTI_SZ {masks}\n"
    return rf"\Registry\Machine\System\{KEY}" + "\n" + values


def _reg(number: int, *hosts: int) -> str:
    lines = ["REGEDIT4", "", rf"[HKEY_LOCAL_MACHINE\SYSTEM\{KEY}]"]
    lists = {
        "IPAddress": [f"10.20.{number}.{host}" for host in hosts],
        "SubnetMask": ["255.255.255.0"] * len(hosts),
    }
    for name, strings in lists.items():
        parts = _hex(*strings).split(",")
        chunks = [",".join(parts[at : at + 16]) for at in range(0, len(parts), 16)]
        lines.append(f'"{name}"=hex(7):' + ",\\\n  ".join(chunks))
    return "\n".join([*lines, "", ""])


def _cmd(name: str, file: str, *addresses: str) -> str:
    """Takes what regdmp prints on one line only, and says nothing of what differs."""
    lists = {"IPAddress": addresses, "SubnetMask": ["255.255.255.0"] * len(addresses)}
    compared = ""
    for value, strings in lists.items():
        whole = " ".join(f'""{each}""' for each in strings)
        compared += f'find "{value} = REG_MULTI_SZ {whole}" NOW.TXT\nif errorlevel 1 goto wrong\n'
        compared += f'find "{value} = REG_MULTI_SZ {whole} """ NOW.TXT\n'
        compared += "if not errorlevel 1 goto wrong\n"
    return (
        f'@echo off\nrem x400fix\nif not "%COMPUTERNAME%"=="{name}" goto wrong\n'
        f"regdmp \\Registry\\Machine\\System\\{KEY} > NOW.TXT\n{compared}"
        f"regini {file}\ngoto end\n:wrong\necho This is not {name}.\n:end\n"
    )


def _names(name: str, change: str) -> str:
    return (
        f'@echo off\nrem x400fix\nif not "%COMPUTERNAME%"=="{name}" goto end\n'
        f'if not "%1"=="LMHOSTS" goto end\n'
        r"set X4ETC=%SystemRoot%\System32\drivers\etc"
        f"\n{change}nbtstat -R\n:end\n"
    )


# Without the checks and the copy beside the file that the real ones have
_ADD = r"""if exist LMHOSTS.SAV goto added
copy /b %X4ETC%\HOSTS HOSTS.SAV
copy /b %X4ETC%\LMHOSTS LMHOSTS.SAV
echo.> LINE.TMP
copy /b LMHOSTS.SAV+LINE.TMP+LMHOSTS.ADD %X4ETC%\LMHOSTS
:added
"""
_UNDO = "copy /b LMHOSTS.SAV %X4ETC%\\LMHOSTS\n"


def _check(*addresses: str) -> str:
    pings = "".join(f'ping {each} | find "TTL="\n' for each in addresses)
    return f"@rem x400fix\n{pings}arp -a\n"


def _folder(me: str, number: int, far: str, far_number: int) -> dict[str, str]:
    first = LAST_STEP[me] - 3
    new, alias = f"10.20.{far_number}.32", f"MAIL-{far}-X2"
    old, own = f"10.20.{number}.10", f"10.20.{number}.32"
    steps = (
        f"x400fix\n  Files: {', '.join(_FILES)}\n{first}. Add the addresses.\n"
        f"    a) NIC.CMD\n        NIC\n    undo:\n        NICUNDO\n{first + 1}. Check.\n"
        f"        CHECK AFTER\n        telnet {new} 102\n{first + 2}. Add the names.\n"
        "        copy LMHOSTS.ADD LMHOSTS.BAK\n"
        "        NAMES LMHOSTS\n    undo:\n        NAMUNDO LMHOSTS\n"
        f"{first + 3}. Set the Address.\n        {alias}\n"
        f"    undo:\n        10.20.{far_number}.10\n"
    )
    return {
        "STEPS.TXT": steps,
        "ADDRATTR.TXT": f"x400fix\nX400 to {far} 2: 10.20.{far_number}.10 becomes {alias}\n",
        "LMHOSTS.ADD": f"# x400fix BEGIN CHG1\n{new}  {alias}  #PRE\n# x400fix END CHG1\n",
        "NAMES.CMD": _names(f"MAIL-{me}", _ADD),
        "NAMUNDO.CMD": _names(f"MAIL-{me}", _UNDO),
        "NIC.INI": _ini(number, 10, 32),
        "NICUNDO.INI": _ini(number, 10),
        "NIC.REG": _reg(number, 10, 32),
        "NICUNDO.REG": _reg(number, 10),
        "NIC.CMD": _cmd(f"MAIL-{me}", "NIC.INI", old),
        "NICUNDO.CMD": _cmd(f"MAIL-{me}", "NICUNDO.INI", old, own),
        "CHECK.CMD": _check(new, own),
    }


def _server(me: str, number: int, far: str, far_number: int) -> dict[str, object]:
    before = f"10.20.{number}.10/24"
    change = {"before": f"10.20.{far_number}.10", "after": f"MAIL-{far}-X2"}
    nic = {"adapter": "El90x1", "before": [before], "after": [before, f"10.20.{number}.32/24"]}
    named = {"name": f"MAIL-{me}", "folder": f"SERVERS/MAIL-{me}", "nic": nic}
    return named | {"address_attributes": [{"connector": f"X400 to {far} 2"} | change]}


def _assign() -> str:
    lines = [",".join(COLUMNS)]
    for me, far, number in (("A", "B", 2), ("B", "A", 1)):
        start, old = f"MAIL-{me},X400 to {far}", f"10.20.{number}.10"
        new = f"10.20.{number}.32"
        lines.append(f"keep,{start} 1,MAIL-{far},,{old},,,IP address,{old},first link,,")
        change = f"{old},{new},MAIL-{far}-X2,Remote host name,MAIL-{far}-X2,shared"
        where = f"MAIL-{me},{LAST_STEP[me]}"
        lines.append(f"move,{start} 2,MAIL-{far},MAIL-{far},{change},{where}")
    return "\n".join([*lines, ""])


def _plan(inventory: Path) -> str:
    names = [("MAIL-A", f"X400 to B {at}") for at in (1, 2)]
    names += [("MAIL-B", f"X400 to A {at}") for at in (1, 2)]
    keys = ("options", "summary", "assumptions", "links", "pools", "assignments", "alternatives")
    plan: dict[str, object] = {"format": "x400fix", "version": "1.0"} | {key: [] for key in keys}
    digest = hashlib.sha256(inventory.read_bytes()).hexdigest()
    plan["inputs"] = [{"name": inventory.name, "sha256": digest}]
    plan["connectors"] = [
        {"server": server, "connector": connector, "verdict": "CONFLICT", "row": 2}
        for server, connector in names
    ]
    plan["servers"] = [_server("A", 1, "B", 2), _server("B", 2, "A", 1)]
    return json.dumps(plan | {"problems": [], "checksum": ""})


def seal(bundle: Path) -> None:
    plan = bundle / "PLAN.json"
    before, _, _ = plan.read_bytes().rpartition(b'"checksum"')
    digest = hashlib.sha256(before).hexdigest()
    plan.write_bytes(before + f'"checksum": "{digest}"}}'.encode())
    sums = bundle / "SHA256SUMS"
    sums.unlink(missing_ok=True)
    files = sorted(path.relative_to(bundle).as_posix() for path in bundle.rglob("*.*"))
    files = [path for path in files if (bundle / path).is_file()]
    lines = (
        f"{hashlib.sha256((bundle / path).read_bytes()).hexdigest()}  {path}\n" for path in files
    )
    sums.write_text("".join(lines), newline="")


def write_bundle(bundle: Path, inventory: Path) -> None:
    """Write the correct bundle for INVENTORY."""
    steps = ""
    for me, number, far, far_number in (("A", 1, "B", 2), ("B", 2, "A", 1)):
        folder = bundle / "SERVERS" / f"MAIL-{me}"
        folder.mkdir(parents=True)
        for name, text in _folder(me, number, far, far_number).items():
            (folder / name).write_text(text, newline="\r\n")
            lines = text.splitlines(keepends=True) if name == "STEPS.TXT" else []
            steps += "".join(line for line in lines if line[0].isdecimal())
    steps = re.sub(r"(?m)^(?=\d+\. )", "[ ] ", steps)
    tests = "".join(
        f'    [ ] from MAIL-{me} to MAIL-{far}: "X400 to {far} {at}"\n'
        for me, far in ("AB", "BA")
        for at in (1, 2)
    )
    runbook = f"x400fix\nPREPARATION\nWINDOW\n{steps}{tests}AFTERWARDS\n"
    (bundle / "RUNBOOK.TXT").write_text(runbook, newline="\r\n")
    names = "".join(f"X400 to {far} {at}\n" for far in "AB" for at in (1, 2))
    (bundle / "TICKET.MD").write_text(f"x400fix\n{names}Tests:\n{names}", newline="\r\n")
    (bundle / "ASSIGN.csv").write_text(_assign(), newline="\r\n")
    (bundle / "PLAN.json").write_text(_plan(inventory), newline="")
    seal(bundle)
