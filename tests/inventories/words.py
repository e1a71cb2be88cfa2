# SPDX-License-Identifier: MIT
"""Values that inventories are made of; the first ones are the plainest."""

COLUMNS = (
    *("connector", "server", "address", "remote_server", "peer_connector", "via", "stack", "site"),
    *("exchange", "os", "adapter", "addresses", "gateway", "roles"),
    *("stack_t_selector", "t_selector", "t_selector_in"),
)
NAMES = (
    *("MAIL-A", "MAIL-B", "hub-1", "SEA_HUB1", "EXCH01", "MAIL-B-X2", "VERYLONGNAME-01"),
    *("VERYLONGNAME-02", "1STMAIL", "AUX", "LPT1", "S01", "Q", "O'HARA", "X.Y", "$MAIL", "R&D"),
    *("%PATH%", "@HOME", "-A", "P(1)", "{G}", "A-", "SEA-HUB1", "POST-", "S02"),
)
PLACES = (
    *("AARHUS", "ATHENS", "BASEL", "BERGEN", "BREMEN", "CADIZ", "CORK", "DENVER", "DUBLIN"),
    *("ESSEN", "FARO", "GDANSK", "GENOA", "GHENT", "GRAZ", "HAIFA", "IZMIR", "JENA", "KASSEL"),
    *("KIEL", "LILLE", "LINZ", "LODZ", "LYON", "MALMO", "NANTES", "OPORTO", "OSLO", "PARMA"),
    *("PLZEN", "RIGA", "SEATTLE", "SPLIT", "TALLINN", "TURIN", "TURKU", "UTRECHT", "VARNA", "YORK"),
)
VERSIONS = (
    *("5.0 SP2", "4.0 SP5", "4.0", "5.5", "", "5.5 SP1", "5.5 SP3", "5.5 RTM", "Exchange 2000"),
    *("2003", "Build 1458.5", "Version 5.5 (Build 1960.5)", "2448.1", "4.0a", "4.0.997.2"),
    *("4.0 Service Pack 4", "Exchange Server 5.5 SP4", "5.5.2232.9", "5.5 SP2"),
)
NT = ("NT 4.0 SP5", "NT 4.0", "NT 3.51", "NT 4.0 SP3", "")
LATER = ("Windows 2000", "Windows Server 2003")
CONNECTORS = (
    *("X400 to {}", "X400 to {}", "{} link", "=cmd|' /C calc'!A0", "+49 Munich", "-dash", "@home"),
    *("O'Brien", "Zürich", "東京", "a&b|c>d", "100% %PATH%", "<b>{}</b>", 'say "hi"'),
    *("comma, inc", "semi;colon", "back\\slash", "paren (1)", "NIC.CMD", "1. step", "# hash"),
    *("x400fix END 12345678", "dash \u2013 long", "'quoted'", "{{{{ x }}}}", "100%", "Ends in (x)"),
)
ROLES = ("", "", "", "", "cluster", "ras", "wins, dns", "dhcp-server;proxy-client", "cluster wins")
