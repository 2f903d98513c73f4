"""Tables of statements: a chosen row opens below, in full."""

from stance.dossier.loading import Dossier
from stance.exhibits.exhibit import Table
from stance.ui.caches import fetch_row
from stance.ui.frame import run_alone
from stance.ui.parts.cards import show_statement
from stance.ui.parts.tables import pick_row


@run_alone
def open_statement(dossier: Dossier, table: Table, key: str) -> None:
    """A table of statements of which a chosen one opens below, with codes, scores and source; runs again alone."""
    row = pick_row(table, key)
    if row is not None:
        show_statement(dossier, fetch_row(dossier, row["statement"]))
