# SPDX-License-Identifier: MIT
"""What headers are called in English, German and French, and which column others may mean."""

import re
import unicodedata

# The other headers that columns are known under, in English, German and French.
ALIASES = {
    "connector": (
        *("connector name", "directory name", "x400 connector", "x400 connector name", "rdn"),
        *("connection name", "Konnektor", "Verzeichnisname", "Verbindungsname"),
        *("Konnektorname", "Verbinder", "connector rdn", "directory name rdn"),
        *("connecteur", "nom du connecteur", "connecteur X.400", "nom d'annuaire"),
    ),
    "server": (
        *("home server", "home server name", "server name", "local server", "computer name"),
        *("home mta", "Heimatserver", "Heimserver", "Basisserver", "lokaler Server"),
        *("source server", "Quellserver", "Rechnername"),
        *("serveur", "nom du serveur", "serveur local", "serveur d'accueil", "serveur d'origine"),
    ),
    "address": (
        *("address attribute", "remote address", "remote host", "remote host name", "n address"),
        *("remote server ip", "remote server address", "remote host ip", "target ip", "partner ip"),
        *("Partneradresse", "Partner-IP-Adresse", "adresse du serveur distant"),
        *("remote ip", "remote ip address", "target address", "destination address"),
        *("partner address", "connector address", "stack address", "Adresse", "Zieladresse"),
        *("Remoteadresse", "entfernte Adresse", "entfernter Host"),
        *("entfernte IP-Adresse", "Ziel-IP", "Ziel-IP-Adresse", "adresse distante"),
        *("hôte distant", "nom d'hôte distant", "adresse IP distante", "adresse de destination"),
    ),
    "remote_server": (
        *("remote", "remote server name", "remote computer", "remote computer name"),
        *("partner", "partner server", "partner server name", "target server"),
        *("remote mta", "remote mta name", "remote exchange server", "peer server", "other server"),
        *("remote bridgehead", "remote bridgehead server", "connected server", "to server"),
        *("destination server", "entfernter Server", "Name des entfernten Servers"),
        *("Zielserver", "Gegenstelle", "Gegenserver"),
        *("serveur distant", "nom du serveur distant", "serveur cible", "serveur partenaire"),
        *("serveur de destination", "serveur destinataire", "partenaire"),
    ),
    "peer_connector": (
        *("peer", "remote connector", "partner connector", "entfernter Connector"),
        *("Gegenconnector", "connecteur distant", "connecteur partenaire"),
    ),
    "via": ("firewall", "proxy", "proxy firewall", "via firewall", "über", "pare-feu"),
    "stack": (
        *("transport", "transport stack", "mta transport stack", "transport protocol", "protocol"),
        *("obj class", "object class", "Transportstapel", "Protokoll"),
        *("pile", "pile de transport", "protocole"),
    ),
    "site": ("exchange site", "Standort", "Exchange-Standort", "site exchange"),
    "exchange": (
        *("exchange version", "version", "exchange server version", "exchange build", "mta build"),
        *("exch version", "exch ver", "ver", "product version", "Produktversion"),
        *("mta version", "Versionsnummer", "version d'Exchange", "version Exchange"),
    ),
    "os": (
        *("operating system", "windows", "windows version", "os version", "nt version"),
        *("Betriebssystem", "système d'exploitation"),
    ),
    "adapter": (
        *("nic", "network adapter", "network card", "adapter name", "Netzwerkkarte"),
        *("Netzwerkadapter", "carte réseau", "adaptateur réseau"),
    ),
    "addresses": (
        *("ip addresses", "nic addresses", "server ip", "server address", "server addresses"),
        *("server ip address", "local ip address", "own ip address", "IP-Adressen", "Adressen"),
        *("Serveradresse", "eigene IP-Adresse", "adresses", "adresses IP"),
        *("adresses du serveur", "adresse du serveur", "IP du serveur"),
    ),
    "subnet_masks": (
        *("subnet mask", "mask", "masks", "netmask", "netmasks", "Subnetzmaske", "Subnetzmasken"),
        *("Netzmaske", "masque", "masques", "masque de sous-réseau"),
    ),
    "gateway": ("default gateway", "Standardgateway", "passerelle", "passerelle par défaut"),
    "roles": ("role", "server roles", "Rollen", "Rolle", "Serverrollen"),
    "address_type": ("n address type", "type of address", "Adresstyp", "type d'adresse"),
    "stack_t_selector": ("selector a",),
    "t_selector": (
        *("selector b", "outgoing t selector", "t selector outgoing", "T-Selektor"),
        *("ausgehender T-Selektor", "sélecteur T", "sélecteur T sortant"),
    ),
    "t_selector_in": (
        *("selector c", "incoming t selector", "t selector inbound", "t selector incoming"),
        *("eingehender T-Selektor", "sélecteur T entrant"),
    ),
}

# What the words of a header mean: their beginnings, without signs and accents. A header means a
# column if all of it is made of these, whatever their order and language.
_WORDS = {
    "remote": "remot[eao]|partner|partenaire|far(?:end)?|otherend|other|target|ziel|gegen|distante?"
    "|cible|entfernte[rsn]?|externe[rsn]?|destinataire|destinazione|destino|destination|foreign"
    "|adjacent|neighbou?r|peer|opposite",
    "local": "local|home|own|eigene|lokale|origine?|source|quelle",
    "server": "servern?|servers|serveur|servidor|computer|machine|rechner|systeme?|mta|node",
    "host": "hosts?|hote",
    "address": "address|adresse|ipaddr|addr|ip|indirizzo|direccion|endereco",
    "addresses": "addresses|adressen|adresses|ips",
    "connector": "connectors?|connecteur|konnektor|connettore|conector|connection|link|verbindung",
    "version": "version|release|build",
    "firewall": "firewall|proxy|parefeu|via|nat",
    "stack": "stack|transport|protocol|protokoll|protocole",
    "selector": "tselector|tselektor|selecteurt|tsel",
    "": "names?|nome?|nombre|number|the|of|at|end|x400|exchange|current|present|now|old|[ndl]|du"
    "|de|der|des|die|das|field|tab|attribute|nt",
}
_STEMS = {word: re.compile(stems) for word, stems in _WORDS.items() if word}
_ALL_WORDS = re.compile("(?:" + "|".join(_WORDS.values()) + ")+")
# The words of a header in the order of _WORDS; what means addresses means address, too.
_MEANINGS = {
    "remote": "remote_server",
    "remote server": "remote_server",
    # The Stack tab's own words for the Address are "Remote host name" (Q240759).
    "remote host": "address remote_server",
    "remote address": "address",
    "remote server address": "address",
    "remote host address": "address",
    "remote connector": "peer_connector",
    "address connector": "address",
    "address": "address addresses",
    "host": "server address",
    "host address": "addresses address",
    "server": "server",
    "local": "server",
    "local server": "server",
    "local host": "server",
    "local address": "addresses",
    "local server address": "addresses",
    "address addresses": "addresses",
    "server address": "addresses",
    "server address addresses": "addresses",
    "local address addresses": "addresses",
    "connector": "connector",
    "version": "exchange",
    "server version": "exchange",
    "firewall": "via",
    "stack": "stack",
    "selector": "t_selector",
}


def header_key(text: str) -> str:
    """A header name without regard to case, accents, blanks and signs."""
    plain = unicodedata.normalize("NFKD", text.lower().replace("ß", "ss"))
    return "".join(letter for letter in plain if letter.isalnum())


SERVICE_PACKS = {"sp", "servicepack", "exchangesp", "exchangeservicepack", "spexchange"}
"""Headers of what belongs to a version, but is in a column of its own."""
_WAYS = {
    **dict.fromkeys(("from", "von", "depuis", "src"), "server"),
    **dict.fromkeys(("to", "nach", "vers", "zu", "dest", "dst"), "remote_server"),
}


def meanings_of(key: str) -> list[str]:
    """The columns that the words of a header may mean, likeliest first; none for unknown words."""
    if key in _WAYS:
        return [_WAYS[key]]
    if not _ALL_WORDS.fullmatch(key):
        return []
    words = " ".join(word for word, stems in _STEMS.items() if stems.search(key))
    if not words:
        return ["connector"] if key.startswith(("name", "nom")) else []
    return _MEANINGS.get(words, "").split()
