# SPDX-License-Identifier: MIT
"""Plays two servers in two networks of their own: one calls, the other has the addresses.

Started by ``unshare --mount --net``, so that all it makes ends with it. On standard input it gets
one line of JSON: ``lmhosts`` is a folder made by samba.py, ``caller`` the caller's address,
``remote`` what the NIC of the other server holds (``10.20.2.10/24``), ``calls`` whom to dial, each
a name or an address, and ``holds`` whether to stay afterwards until a signal comes. It prints one
line of JSON: for each call the address it was ``dialled`` at, where it ``arrived``, and the
selector ``called``; ``listener`` is the process that plays the other server.

The calls are those of RFC 1006: a TPKT header (version 3, length), in it an X.224 connect request
(E0), answered by a connect confirm (D0).
"""

import contextlib
import json
import os
import signal
import socket
import struct
import subprocess
import sys
import threading
from ipaddress import IPv4Interface
from pathlib import Path
from typing import NoReturn

PORT = 102
_SECONDS = 10
_REQUEST, _CONFIRM = 0xE0, 0xD0
_CALLED_SELECTOR = 0xC2
_RESOLVE = Path(__file__).with_name("resolve.sh")


def main() -> None:
    """Be the caller, or with an argument the server that is called."""
    signal.signal(signal.SIGTERM, _stop)
    if sys.argv[1:] == ["listen"]:
        _listen()
        return
    task = json.loads(sys.stdin.readline())
    command = ["unshare", "--net", sys.executable, "-I", __file__, "listen"]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, stdin=pipe, stdout=pipe, encoding="utf-8") as listener:
        try:
            _play(task, listener)
        finally:
            # The listener also ends by itself when this process is killed: its input ends.
            listener.kill()


def _stop(_number: int, _frame: object) -> NoReturn:
    sys.exit(1)


def _play(task: dict[str, object], listener: "subprocess.Popen[str]") -> None:
    assert listener.stdin
    assert listener.stdout
    assert listener.stdout.readline() == "apart\n"
    _ip("link", "set", "lo", "up")
    wire = ["type", "veth", "peer", "name", "x4remote", "netns", str(listener.pid)]
    _ip("link", "add", "x4caller", *wire)
    remote = [str(each) for each in _list(task["remote"])]
    listener.stdin.write(json.dumps(remote) + "\n")
    listener.stdin.flush()
    assert listener.stdout.readline() == "listening\n"
    _ip("address", "add", f"{task['caller']}/32", "dev", "x4caller")
    _ip("link", "set", "x4caller", "up")
    for subnet in sorted({str(IPv4Interface(each).network) for each in remote}):
        _ip("route", "add", subnet, "dev", "x4caller", "src", str(task["caller"]))
    calls = [_call(str(target), str(task["lmhosts"])) for target in _list(task["calls"])]
    for call in calls:
        call.update(json.loads(listener.stdout.readline()))
    sys.stdout.write(json.dumps({"calls": calls, "listener": listener.pid}) + "\n")
    sys.stdout.flush()
    if task["holds"]:
        signal.pause()


def _list(value: object) -> list[object]:
    assert isinstance(value, list)
    return value


def _ip(*arguments: str) -> None:
    command = ["ip", *arguments]
    subprocess.run(command, check=True, stdin=subprocess.DEVNULL, timeout=_SECONDS)


def _call(target: str, lmhosts: str) -> dict[str, str]:
    """Dial an address, or what Samba's reader of LMHOSTS makes of a name."""
    address = target if target[0].isdigit() and target.count(".") else _resolve(target, lmhosts)
    selector = target.encode("ascii")
    with socket.create_connection((address, PORT), timeout=_SECONDS) as call:
        parameters = struct.pack("BB", _CALLED_SELECTOR, len(selector)) + selector
        call.sendall(_packet(_REQUEST, 0, 1, parameters))
        kind, ours, _, _ = _read(call)
        assert (kind, ours) == (_CONFIRM, 1)
    return {"target": target, "dialled": address}


def _resolve(name: str, lmhosts: str) -> str:
    # Mounts of its own each time, so that one folder is not put over another.
    command = ["unshare", "--mount", "sh", str(_RESOLVE), lmhosts]
    done = subprocess.run(
        command, input=f"{name}\n", capture_output=True, encoding="utf-8", check=True
    )
    return done.stdout.split()[1]


def _packet(kind: int, theirs: int, ours: int, parameters: bytes) -> bytes:
    """A TPKT with one X.224 unit of class 0."""
    unit = struct.pack("!BHHB", kind, theirs, ours, 0) + parameters
    unit = struct.pack("B", len(unit)) + unit
    return struct.pack("!BBH", 3, 0, 4 + len(unit)) + unit


def _read(call: socket.socket) -> tuple[int, int, int, bytes]:
    """Kind, both references and parameters of the unit that comes."""
    version, _, length = struct.unpack("!BBH", _exactly(call, 4))
    assert version == 3
    unit = _exactly(call, length - 4)
    assert unit[0] == len(unit) - 1
    kind, theirs, ours, _ = struct.unpack("!BHHB", unit[1:7])
    return kind, theirs, ours, unit[7:]


def _exactly(call: socket.socket, length: int) -> bytes:
    data = b""
    while len(data) < length:
        piece = call.recv(length - len(data))
        assert piece, "the call ended early"
        data += piece
    return data


def _listen() -> None:
    """Take the addresses, and answer each call; end when the caller is gone."""
    _say("apart")
    addresses = json.loads(sys.stdin.readline())
    _ip("link", "set", "lo", "up")
    for address in addresses:
        _ip("address", "add", address, "dev", "x4remote")
    _ip("link", "set", "x4remote", "up")
    _ip("route", "add", "default", "dev", "x4remote")
    with socket.create_server(("0.0.0.0", PORT)) as server:  # noqa: S104 -- as the MTA does (Q197378)
        threading.Thread(target=_end_with_caller, daemon=True).start()
        _say("listening")
        while True:
            call, _ = server.accept()
            with call:
                _answer(call)


def _answer(call: socket.socket) -> None:
    kind, _, theirs, parameters = _read(call)
    assert kind == _REQUEST
    assert parameters[0] == _CALLED_SELECTOR
    arrived = call.getsockname()[0]
    call.sendall(_packet(_CONFIRM, theirs, 7, b""))
    _say(json.dumps({"arrived": arrived, "called": parameters[2:].decode("ascii")}))


def _end_with_caller() -> None:
    sys.stdin.read()
    os._exit(0)


def _say(text: str) -> None:
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    with contextlib.suppress(KeyboardInterrupt):
        main()
