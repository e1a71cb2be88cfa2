# SPDX-License-Identifier: MIT
"""The texts that are about the whole plan, whether it is just made or was read back."""

from collections.abc import Callable, Iterable, Iterator

from x400fix.documents.account import Account
from x400fix.documents.csv_cells import assign_rows
from x400fix.documents.plain_ticket import runbook_values, ticket_values
from x400fix.documents.rendering import Renderer


def account_files(
    account: Account, checksum: Callable[[], str], renderer: Renderer
) -> Iterator[tuple[str, Iterable[bytes]]]:
    """TICKET.TXT, and what goes with it if there is anything to do.

    ``checksum`` is called when it is told: of a plan that is being written it is known last.
    """
    titles = renderer.step_titles
    values = {**ticket_values(account, titles), "checksum": checksum}
    yield "TICKET.TXT", renderer.utf8("bundle/TICKET.TXT", values)
    if account.places:
        rows = assign_rows(account.assignments())
        yield "ASSIGN.csv", renderer.utf8("bundle/ASSIGN.csv", {"rows": rows})
        yield "RUNBOOK.TXT", renderer.utf8("bundle/RUNBOOK.TXT", runbook_values(account, titles))
