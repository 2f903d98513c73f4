"""The example rows of a template: told from a reader's own, and left out of what is brought.

Belongs here: what marks an example. Not here: what the examples say (`templates`).
"""

import pandas as pd

from stance.bringing.mending import Mend

EXAMPLE = "example: delete this row"
IDS = ("example-1", "example-2", "example-3")
LEFT_OUT = "the example rows of the template were left out"


def leave_out_examples(rows: pd.DataFrame, column: str) -> tuple[pd.DataFrame, list[Mend]]:
    """The rows without those of a template, and what is said of that."""
    if "statement" not in rows:
        return rows, []
    marked = rows["statement"].isin(IDS)
    if "note" in rows:
        marked &= rows["note"].str.casefold() == EXAMPLE
    if not marked.any():
        return rows, []
    first = int(marked.idxmax())
    return rows[~marked], [Mend(first, column, rows.loc[first, "statement"], "", LEFT_OUT, int(marked.sum()))]
