# SPDX-License-Identifier: MIT
"""A hub and its partners, as large as a picture has to show."""

from .case import Case, Row, csv_text
from .words import COLUMNS

PLACES = (
    *("AARHUS", "ATHENS", "BASEL", "BERGEN", "BREMEN", "CADIZ", "CORK", "DENVER", "DUBLIN"),
    *("ESSEN", "FARO", "GDANSK", "GENOA", "GHENT", "GRAZ", "HAIFA", "IZMIR", "JENA", "KASSEL"),
    *("KIEL", "LILLE", "LINZ", "LODZ", "LYON", "MALMO", "NANTES", "OPORTO", "OSLO", "PARMA"),
    *("PLZEN", "RIGA", "SEATTLE", "SPLIT", "TALLINN", "TURIN", "TURKU", "UTRECHT", "VARNA", "YORK"),
)


def star(partners: int = len(PLACES)) -> Case:
    """Two to four connectors each way between the hub and every partner."""
    facts = {"exchange": "5.0 SP2", "os": "NT 4.0 SP5", "adapter": "El90x1"}
    servers: dict[str, Row] = {
        name: {
            **facts,
            "site": name if at else "HEADQUARTERS",
            "addresses": f"10.20.{at}.10/24",
            "gateway": f"10.20.{at}.1",
        }
        for at, name in enumerate(("HUB1", *PLACES[:partners]))
    }
    rows: list[Row] = []
    for at, name in enumerate(PLACES[:partners], 1):
        for number in range(1, 3 + at % 3):
            for home, far, host in (("HUB1", name, at), (name, "HUB1", 0)):
                rows.append(
                    {
                        "connector": f"X400 {far.title()} {number}",
                        "server": home,
                        "address": f"10.20.{host}.10",
                        "remote_server": far,
                        **servers[home],
                    }
                )
    pools = [f"10.20.{at}.32-10.20.{at}.{47 if at else 191}" for at in range(partners + 1)]
    return Case(rows=rows, text=csv_text(rows, COLUMNS), pools=pools)
