# SPDX-License-Identifier: MIT
"""Objects of the Exchange directory, whichever format they come from, and what they say.

Of the attributes only those that are listed here are kept: a password (``*-Cred``) or anything else
never becomes a value. Raw names, display names and LDAP names are the same without signs and letter
case: N-Address and nAddress, Directory-Name and Common-Name.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping

import msgspec

from x400fix.evidence.agreement import Claim, agreed
from x400fix.evidence.model import Kind, Part, Seen, SeenConnector, ServerFact, T
from x400fix.inventory.addresses import Address, parse_address
from x400fix.inventory.cells import parse_other_address
from x400fix.inventory.connectors import Stack
from x400fix.inventory.names import ServerName, parse_server_name
from x400fix.inventory.repairs import decode_n_address, octets_of
from x400fix.problems import BadValueError, Place, ProblemList, shown

_SAME = {
    "commonname": "directoryname",
    "cn": "directoryname",
    "distinguishedname": "objdistname",
    "dn": "objdistname",
    "objclass": "objectclass",
    "displayname": "admindisplayname",
    "remotemtaname": "gatewaylocaldesig",
    "homeserver": "homeserver",
}
_WANTED = {
    *("objectclass", "directoryname", "objdistname", "admindisplayname", "homemta", "homeserver"),
    *("supportingstack", "naddress", "naddresstype", "tselector", "tselectorinbound"),
    *("gatewaylocaldesig", "mtalocaldesig", "objectversion", "whenchanged", "isdeleted"),
    *("serialnumber", "version"),
}
_SECRET = re.compile(r"cred(?:ential)?s?$|passw|pwd|secret|kennwort|motdepasse")
_BETWEEN = re.compile(r"[^a-z0-9-]+")
_NOT_NAME = re.compile(r"[^a-z0-9]")

# Class names as a dump, an export and LDAP write them (Q199412), and the OID in hexadecimal.
_CONNECTORS = {
    "rfc1006x400link": Stack.TCP,
    "tp4x400link": Stack.TP4,
    "eiconx25x400link": Stack.X25,
    "rasx400link": Stack.RAS,
    "2a864886f714010320": Stack.TCP,
}
_STACK_CLASSES = {"rfc1006stack"}
_SERVER = re.compile(r"/cn=Servers/cn=([^/]+)(?:/|$)", re.IGNORECASE)
_LDAP_SERVER = re.compile(r"cn=([^,]+),\s*cn=Servers\b", re.IGNORECASE)
_SITE = re.compile(r"/ou=([^/]+)", re.IGNORECASE)
_VERSION = re.compile(r"Version (?:4\.0|5\.0|5\.5|6\.0|6\.5) ?\([^()]{1,60}\)", re.IGNORECASE)


def attribute_key(name: str) -> str:
    """What the names of one attribute have in common; empty for an attribute that is not kept."""
    key = _NOT_NAME.sub("", name.lower())
    key = _SAME.get(key, key)
    return key if key in _WANTED and not _SECRET.search(key) else ""


class DirectoryObject(msgspec.Struct, frozen=True, kw_only=True):
    """One object: the place where it begins and its attributes by attribute_key."""

    place: Place
    attributes: Mapping[str, tuple[Seen[str], ...]]

    def first(self, key: str) -> Seen[str] | None:
        """The first value of an attribute that is not blank."""
        return next((each for each in self.attributes.get(key, ()) if each.value), None)

    def text(self, key: str) -> str:
        """The same as text; empty if there is none."""
        found = self.first(key)
        return found.value if found else ""

    @property
    def classes(self) -> list[str]:
        """The names of its classes, in small letters without signs."""
        values = (each.value.lower() for each in self.attributes.get("objectclass", ()))
        # Separators between several values can be any.
        return [name.replace("-", "") for text in values for name in _BETWEEN.split(text)]


def interpret(objects: Iterable[DirectoryObject], kind: Kind, problems: ProblemList) -> Part:
    """What the objects of one file say of connectors and servers.

    Of an object that is there several times the newest counts, by Object-Version and When-Changed:
    Admindmp.txt is appended to (Q199412).
    """
    reader = _Interpreter(kind, problems)
    for each in _newest(objects, problems):
        reader.add(each)
    return Part(kind=kind, connectors=tuple(reader.connectors), facts=tuple(reader.facts))


def _age(each: DirectoryObject) -> tuple[int, str]:
    version = each.text("objectversion")
    return int(version) if re.fullmatch("[0-9]{1,9}", version) else 0, each.text("whenchanged")


def _newest(objects: Iterable[DirectoryObject], problems: ProblemList) -> Iterator[DirectoryObject]:
    found: dict[object, DirectoryObject] = {}
    for index, each in enumerate(objects):
        key: object = each.text("objdistname").lower() or index
        before = found.get(key)
        if before is None:
            found[key] = each
            continue
        kept, other = (before, each) if _age(before) > _age(each) else (each, before)
        found[key] = kept
        message = (
            f"{shown(each.text('directoryname') or _rdn(each.text('objdistname')))} is in the file "
            "more than once: the newest counts, by Object-Version and When-Changed, from line "
            f"{kept.place.line}"
        )
        problems.add("X4-N004", message, other.place)
    yield from found.values()


class _Interpreter:
    """Makes connectors and facts of objects, and notes what cannot be one."""

    def __init__(self, kind: Kind, problems: ProblemList) -> None:
        self._kind = kind
        self._problems = problems
        self.connectors: list[SeenConnector] = []
        self.facts: list[ServerFact] = []

    def add(self, each: DirectoryObject) -> None:
        """Take what an object says, if it is of a class that says something."""
        if each.text("isdeleted").lower() in {"1", "true", "yes"}:
            return
        stack = next((_CONNECTORS[name] for name in each.classes if name in _CONNECTORS), None)
        if not each.classes and each.first("naddresstype"):
            stack = Stack.TCP  # no other connector has this attribute (Q199412)
        if stack is not None:
            self._add_connector(each, stack)
            return
        if each.first("naddress"):
            message = "an object with an Address, but of no class of X.400 Connectors: not read"
            self._problems.add("X4-W171", message, each.place)
        dn = each.first("objdistname")
        server = self._server_in(dn) if dn else ""
        if not server:
            return
        is_stack = _STACK_CLASSES.intersection(each.classes)
        octets = self._parse(each.first("tselector"), _octets) if is_stack else None
        if octets:
            self._add_fact(server, "stack_t_selector", f"0x{octets.value.hex()}", octets.place)
        for key in ("serialnumber", "version"):
            for value in each.attributes.get(key, ()):
                if _VERSION.fullmatch(value.value):
                    self._add_fact(server, "product", value.value, value.place)

    def _add_fact(self, server: str, name: str, text: str, place: Place) -> None:
        self.facts.append(ServerFact(server=server, name=name, text=text, place=place))

    def _add_connector(self, each: DirectoryObject, stack: Stack) -> None:
        dn = each.text("objdistname")
        named = each.first("directoryname") or each.first("objdistname")
        name = each.text("directoryname") or _rdn(dn)
        if not named or not name:
            message = "an X.400 Connector without Directory Name and Obj-Dist-Name: not read"
            self._problems.add("X4-W171", message, each.place)
            return
        kind = each.first("naddresstype")
        site = _SITE.search(dn)
        fields = {
            "t_selector": self._parse(each.first("tselector"), _octets),
            "t_selector_in": self._parse(each.first("tselectorinbound"), _octets),
        }
        home = self._home_of(each, name) or Seen("", each.place)
        self.connectors.append(
            SeenConnector(
                server=home.value,
                name=name,
                place=each.place,
                name_place=named.place,
                server_place=home.place,
                kind=self._kind,
                dn=dn,
                stack=stack,
                site=Seen(site[1], each.attributes["objdistname"][0].place) if site else None,
                address=self._address(each, stack, kind),
                address_type=kind,
                remote_mta=each.first("gatewaylocaldesig"),
                local_mta=each.first("mtalocaldesig"),
                version=_age(each)[0],
                changed=each.text("whenchanged"),
                **fields,
            )
        )

    def _address(
        self, each: DirectoryObject, stack: Stack, kind: Seen[str] | None
    ) -> Seen[Address] | None:
        """The Address, by its type; one that does not look like its type is named."""
        address = self._parse(each.first("naddress"), _address_reader(stack, kind))
        if address and address.value.number is not None and kind and kind.value == "0":
            message = (
                f"N-Address-Type says that {shown(address.value.text)} is a host name: it is taken "
                "as the IP address that it looks like"
            )
            self._problems.add("X4-N005", message, kind.place)
        return address

    def _home_of(self, each: DirectoryObject, name: str) -> Seen[str] | None:
        """The home server, by Home-MTA and Supporting-Stack, which must agree; else Home-Server."""
        named = [
            Seen(server, found.place)
            for key in ("homemta", "supportingstack")
            if (found := each.first(key)) and (server := self._server_in(found))
        ]
        home = each.first("homeserver")
        if not named and home:
            server = self._server_in(home) or self._name(home)
            return Seen(server, home.place) if server else None
        claims = (Claim(each.value, each.value, each.place) for each in named)
        claim = agreed(claims, f"the home server of connector {shown(name)}", self._problems)
        return Seen(claim.value, claim.place) if claim else None

    def _server_in(self, dn: Seen[str]) -> str:
        found = _SERVER.search(dn.value) or _LDAP_SERVER.search(dn.value)
        return self._name(Seen(found[1], dn.place)) if found else ""

    def _name(self, text: Seen[str]) -> ServerName:
        name = self._parse(text, parse_server_name)
        return name.value if name else ServerName("")

    def _parse(self, text: Seen[str] | None, parse: Callable[[str], T]) -> Seen[T] | None:
        if text is None:
            return None
        try:
            return Seen(parse(text.value), text.place)
        except BadValueError as error:
            self._problems.add("X4-W175", f"{error.message}; it is left out", text.place)
            return None


def _octets(text: str) -> bytes:
    """A selector of a dump, which is in hexadecimal (Q199412)."""
    octets = octets_of(text)
    if not octets:
        raise BadValueError("X4-E028", f"selector {shown(text)} is not in hexadecimal")
    return octets


def _address_reader(stack: Stack, kind: Seen[str] | None) -> Callable[[str], Address]:
    def parse(text: str) -> Address:
        if stack is not Stack.TCP:
            return parse_other_address(text)
        return parse_address(decode_n_address(text, kind.value if kind else ""))

    return parse


def _rdn(dn: str) -> str:
    """The last name of a DN, which in LDAP is the first."""
    if dn.startswith("/"):  # a name may have a slash in it
        return re.split("/cn=", dn, flags=re.IGNORECASE)[-1] if "/cn=" in dn.lower() else ""
    found = re.match(r"cn=((?:[^,\\]|\\.)*)", dn, re.IGNORECASE)
    return re.sub(r"\\(.)", r"\1", found[1]) if found else ""
