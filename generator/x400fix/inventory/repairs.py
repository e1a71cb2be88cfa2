# SPDX-License-Identifier: MIT
"""What cells hold instead of the plain form of their value, and the plain form.

A repair is a text for a text, made only where one reading is possible; the strict parser of the
column then reads it. What a spreadsheet did to a value, or a person left out, is said in a note.

=========================  ===========================================================
is in the cell             is read as
=========================  ===========================================================
``5,5``  ``05. Mai``       exchange 5.5: a decimal comma; the date that Excel makes of 5.5
``5``                      exchange 5.0: a number without its last zero
``mail-b.example.com``     server MAIL-B: the first label is the computer name
``10.1.0.5 / 255.0.0.0``   addresses 10.1.0.5/8
``31302E322E302E3130``     address 10.2.0.10: the octets of N-Address (Q199412)
=========================  ===========================================================
"""

import re
import unicodedata
from datetime import date, timedelta
from typing import NamedTuple

from x400fix.inventory.addresses import ADDRESS_BYTES, address_text, is_ipv4, mask_text
from x400fix.problems import BadValueError, shown

NOTE = "X4-N002"

_NO_VALUES = {
    *("-", "--", "---", "\u2013", "\u2014", "?", "??", "???", "n/a", "n.a.", "none", "null", "nan"),
    *("nil", "unknown", "tbd", "tba", "tbc", "k.a.", "#n/a", "#nv", "\\n", "unbekannt", "inconnu"),
    *("n.v.", "undefined", "undef", "empty", "blank", "missing", "todo"),
    *("pending", "notset", "notknown", "notconfigured", "notavailable", "leer", "fehlt", "offen"),
    *("kein", "keine", "keiner", "keines", "keinen", "ohne", "nichtbekannt", "nichtvorhanden"),
    *("vide", "aucun", "aucune", "néant", "xx", "xxx", "...", "\u2026", "void", "nichts", "rien"),
}
_LONGEST = 20


def is_no_value(text: str) -> bool:
    """Whether a text only says that there is no value, such as ``-``, ``n/a`` or ``(NULL)``."""
    return len(text) <= _LONGEST and "".join(text.lower().split()).strip("()<>[]") in _NO_VALUES


_AS_ABOVE = {
    *("dito", "ditto", "idem", "do.", "s.o.", "sieheoben", "wieoben", "seeabove", "sameasabove"),
    *("asabove", "voirci-dessus", '"', "''", "^", "\u2033", "\u3003", '-"-', '"-"'),
}


def is_as_above(text: str) -> bool:
    """Whether a text only says that the value is that of another row, such as ``dito``."""
    return len(text) <= _LONGEST and "".join(text.lower().split()) in _AS_ABOVE


def one_form(text: str) -> str:
    """A text in the one Unicode form that names are compared in: NFC."""
    return text if text.isascii() else unicodedata.normalize("NFC", text)


class Repair(NamedTuple):
    """The plain form of a text; ``why`` is empty where nothing has to be said about it."""

    text: str
    why: str = ""
    code: str = NOTE


# ---- computer names

_DOMAIN = re.compile(
    r"([^.]{1,15})((?:\.[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?)*\.[A-Za-z]{2,63})\.?", re.ASCII
)
_SERVER_OF_DN = re.compile(r"/o=.*?/cn=Servers/cn=([^/]+)(?:/.*)?", re.IGNORECASE)


def domain_of(text: str) -> str:
    """The domain of a host name in the place of a computer name, in small letters; or empty."""
    domain = _DOMAIN.fullmatch(text)
    return domain[2][1:].lower() if domain else ""


def repair_server(text: str) -> Repair:
    r"""A computer name out of ``\\NAME``, ``name.example.com`` or the DN of a server or its MTA.

    A name such as ``X.Y`` is legal (Q188997): a domain ends in a label of two letters or more.
    """
    directory = _SERVER_OF_DN.fullmatch(text)
    if directory:
        return Repair(directory[1])
    text = re.sub(r"\\+", "", text) if text.startswith("\\\\") else text
    if re.fullmatch("'[^']+'", text):
        return Repair(text[1:-1], "without the quotation marks around it")
    domain = _DOMAIN.fullmatch(text)
    if domain:
        return Repair(domain[1], "the first label of a host name is the computer name")
    return Repair(text)


# ---- lists of a NIC

_MASKS = {mask_text(prefix): prefix for prefix in range(1, 33)}
_MASK_WORDS = re.compile(
    r"(?:(?:sub|net|subnet|netz|subnetz)[ -]?)?(?:mask|maske|masks|masque)\b[:=]?|[()\[\]]",
    re.IGNORECASE,
)
_NIC_TOKEN = re.compile(r"/|[^\s,;|/]+")


def repair_nic(text: str) -> Repair:
    """A NIC's list with each mask at its address: ``10.1.0.5/24 10.1.0.6/24``.

    A mask may be behind its address, or as many masks behind as many addresses.
    """
    kinds = ""
    addresses: list[str] = []
    masks: list[str] = []
    for part in _NIC_TOKEN.findall(_MASK_WORDS.sub(" ", text.replace("\\", "/"))):
        if part == "/" or kinds.endswith("/"):
            kinds += "/" if part == "/" else "m"
        else:
            kinds += "M" if part in _MASKS and addresses else "A"
        if kinds[-1] == "A":
            addresses.append(part)
        elif kinds[-1] != "/":
            masks.append(str(_MASKS.get(part, part)))
    if re.fullmatch("(?:A/m|AM)+", kinds) or kinds == "A" * len(masks) + "M" * len(masks):
        pairs = zip(addresses, masks, strict=True)
        return Repair(" ".join(f"{address}/{mask}" for address, mask in pairs))
    if re.fullmatch("(?:A(?:/m)?)+", kinds):
        return Repair(re.sub(r"\s*/\s*", "/", " ".join(_NIC_TOKEN.findall(text))))
    return Repair(text)


def repair_gateway(text: str) -> Repair:
    """A gateway without the mask that some programs show behind it."""
    address, _, mask = repair_nic(text).text.partition("/")
    return Repair(address if mask and is_ipv4(address) else text)


# ---- versions

_MAY = r"(?:ma[iy]|mag|maj|mei|mayo)"
_DATE_OF_5_5 = re.compile(
    rf"0?5[-./ ]+{_MAY}\.?(?:[-. ]+(?:[0-9]{{4}}|[0-9]{{2}}))?|{_MAY}[- ]0?5"
    r"|0?5[-./]0?5[-./](?:[0-9]{4}|[0-9]{2})|[0-9]{4}-05-05(?:[ T]0?0:00(?::00)?)?",
    re.IGNORECASE | re.ASCII,
)
_SERIALS = range(32_874, 55_153)  # 1990 to 2050
_EDITIONS = re.compile(r"\b(?:enterprise|standard|edition|ent|std)\b\.?|[+]", re.IGNORECASE)


def _number_of_excel(text: str) -> Repair | None:
    """A release that a spreadsheet has turned into another number or a date."""
    if re.fullmatch(r"[345],[0-9]{1,2}", text):
        return Repair(text.replace(",", "."), "the comma is a decimal one")
    if text in {"4", "5"}:
        return Repair(f"{text}.0", "a spreadsheet leaves the last zero of a number out")
    is_date = _DATE_OF_5_5.fullmatch(text) is not None
    if re.fullmatch("[0-9]{5}", text, re.ASCII) and int(text) in _SERIALS:
        day = date(1899, 12, 30) + timedelta(int(text))
        is_date = (day.day, day.month) == (5, 5)
    return Repair("5.5", "it is the date that a spreadsheet makes of 5.5") if is_date else None


def repair_exchange(text: str) -> Repair:
    """An Exchange version without edition, and as it was before a spreadsheet changed it."""
    plain = re.sub(r"(?<=\d),(?=\d\b)", ".", " ".join(_EDITIONS.sub(" ", text).split()))
    return _number_of_excel(text) or Repair(
        re.sub(r"(?<=\d)[-_/](?=SP)", " ", plain, flags=re.IGNORECASE)
    )


_RELEASES = {"3.51": "NT 3.51", "4.0": "NT 4.0", "5.0": "Windows 2000", "5.2": "Server 2003"}
_BUILD = re.compile(r"\(?\bbuild:? ?[0-9]{3,4}(?:\.[0-9]+)?[:,]? ?\)?", re.IGNORECASE)


_NUMBER_WITH_BUILD = re.compile(r"^(3\.51|4\.0|5\.0|5\.2)\.[0-9]{4}\b", re.ASCII)


def repair_os(text: str) -> Repair:
    """A Windows version without build and edition; NT's own numbers by the names of the systems."""
    plain = _BUILD.sub("", _EDITIONS.sub(" ", re.sub(_NUMBER_WITH_BUILD, r"\1", text)))
    plain = re.sub(r"\bterminal server\b|\bversion\b", " ", plain, flags=re.IGNORECASE)
    plain = re.sub(r"(?<=\d),(?=\d)", ".", " ".join(plain.replace(")", "").split()))
    named = re.fullmatch(
        r"(?:(?:microsoft )?(?:windows )?(?:nt ?)?(?:server )?)([345](?:\.[0-9]{1,2})?)\b(.*)",
        plain.replace("(", ""),
        re.IGNORECASE,
    )
    release = {"4": "4.0", "5": "5.0"}.get(named[1], named[1]) if named else ""
    if named and release in _RELEASES:
        why = "it is the number that Windows gives of itself" if text[:1].isdigit() else ""
        return Repair(f"{_RELEASES[release]}{named[2]}", why)
    return Repair(plain)


# ---- Addresses of a directory dump

_HEX = re.compile("(?:[0-9A-Fa-f]{2})+", re.ASCII)
_PRINTABLE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*", re.ASCII)


def octets_of(text: str) -> bytes:
    """The octets that a dump has in hexadecimal; none if the text is something else."""
    return bytes.fromhex(text) if _HEX.fullmatch(text) else b""


def repair_address(text: str) -> Repair:
    """An Address of which a dump has the octets in hexadecimal (Q199412), outside of a dump."""
    octets = octets_of(text)
    if not text.isdigit() and 4 <= len(octets) <= ADDRESS_BYTES:  # noqa: PLR2004 -- as many as IPv4
        decoded = octets.decode("latin-1")
        if _PRINTABLE.fullmatch(decoded):
            return Repair(decoded, "its octets in hexadecimal, as a dump has them", "X4-W108")
    return Repair(text)


def decode_n_address(text: str, kind: str) -> str:
    """The Address of a value of N-Address, whose octets a dump has in hexadecimal (Q199412).

    ``kind`` is N-Address-Type: ``0`` is a host name, ``1`` an IP address, which is either text or
    four octets; without one, four octets that are no text are an IP address. BadValueError for
    what is neither.
    """
    octets = octets_of(text)
    if not octets:
        return text
    decoded = octets.decode("latin-1").rstrip("\0")
    is_text = _PRINTABLE.fullmatch(decoded) is not None
    if len(octets) == 4 and (kind == "1" or not (is_text or kind == "0")):  # noqa: PLR2004 -- IPv4
        return address_text(int.from_bytes(octets, "big"))
    if not is_text or (kind == "1" and not is_ipv4(decoded)):
        what = {"0": "a host name", "1": "an IP address"}.get(kind, "a host name or an IP address")
        why = f"is not {what} in hexadecimal, as N-Address has it (Q199412): write it as text"
        raise BadValueError("X4-E012", f"{shown(text)} {why}")
    return decoded
