# SPDX-License-Identifier: MIT
r"""Makes a small Windows program, for which no compiler is needed, that runs a batch file.

Wine starts programs of this system without waiting for them, so what stands for nbtstat and others
has to be a Windows program: a PE file of one section, with machine code for x86-64 that puts a
command in front of its own command line, runs both together, and ends with their exit status::

    sprintf(buffer, "C:\\RECORD.CMD %s", GetCommandLineA());
    ExitProcess(system(buffer));
"""

import struct

_BASE = 0x140000000
_HEADERS = 0x200
_SECTION = 0x1000
_BUFFER = 0x3000
_SIZE = 0x5000
_LIBRARIES = {
    "kernel32.dll": ("GetCommandLineA", "ExitProcess"),
    "msvcrt.dll": ("sprintf", "system"),
}
_DESCRIPTOR = 20


def make_program(command: str) -> bytes:
    """A program that runs a command with its own command line behind it."""
    data, functions = _imports()
    text_at = _SECTION + len(data)
    data += f"{command} %s\0".encode("ascii")
    entry = _SECTION + len(data)
    data += _code(entry, functions, text_at)
    raw = len(data) + -len(data) % _HEADERS
    return _headers(entry, raw).ljust(_HEADERS, b"\0") + data.ljust(raw, b"\0")


def _imports() -> tuple[bytes, dict[str, int]]:
    """The import table, and where the address of each function will stand."""
    tables_at = _SECTION + _DESCRIPTOR * (len(_LIBRARIES) + 1)
    names_at = tables_at + 8 * sum(len(names) + 1 for names in _LIBRARIES.values())
    descriptors, tables, texts = b"", b"", b""
    functions = {}
    for library, names in _LIBRARIES.items():
        library_at, table_at = names_at + len(texts), tables_at + len(tables)
        texts += f"{library}\0".encode("ascii")
        for name in names:
            functions[name] = tables_at + len(tables)
            tables += struct.pack("<Q", names_at + len(texts))
            texts += b"\0\0" + f"{name}\0".encode("ascii")
        tables += bytes(8)
        descriptors += struct.pack("<5I", 0, 0, 0, library_at, table_at)
    return descriptors + bytes(_DESCRIPTOR) + tables + texts, functions


def _code(entry: int, functions: dict[str, int], text_at: int) -> bytes:
    """Each instruction with the address that it names, relative to the one behind it."""
    call, rcx, rdx = "FF15", "488D0D", "488D15"
    code = bytes.fromhex("4883EC28")  # sub rsp, 28h
    for instruction, target in (
        (call, functions["GetCommandLineA"]),
        ("4989C0", None),  # mov r8, rax
        (rdx, text_at),
        (rcx, _BUFFER),
        (call, functions["sprintf"]),
        (rcx, _BUFFER),
        (call, functions["system"]),
        ("89C1", None),  # mov ecx, eax
        (call, functions["ExitProcess"]),
    ):
        code += bytes.fromhex(instruction)
        if target is not None:
            code += struct.pack("<i", target - (entry + len(code) + 4))
    return code


def _headers(entry: int, raw: int) -> bytes:
    """DOS header, file header, optional header and the one section, which may do everything."""
    dos = b"MZ".ljust(0x3C, b"\0") + struct.pack("<I", 0x40)
    file = struct.pack("<4sHHIIIHH", b"PE\0\0", 0x8664, 1, 0, 0, 0, 240, 0x22)
    optional = struct.pack("<HBBIIIII", 0x20B, 1, 0, raw, 0, 0, entry, _SECTION)
    optional += struct.pack("<QII6HI", _BASE, _SECTION, _HEADERS, 4, 0, 0, 0, 4, 0, 0)
    optional += struct.pack("<IIIHH", _SIZE, _HEADERS, 0, 3, 0)  # 3: runs on the console
    optional += struct.pack("<4QII", 0x100000, 0x1000, 0x100000, 0x1000, 0, 16)
    directories = struct.pack("<4I", 0, 0, _SECTION, _DESCRIPTOR * (len(_LIBRARIES) + 1))
    optional += directories.ljust(16 * 8, b"\0")
    section = struct.pack(
        "<8s6IHHI", b".all", _SIZE - _SECTION, _SECTION, raw, _HEADERS, 0, 0, 0, 0, 0xE0000060
    )
    return dos + file + optional + section
