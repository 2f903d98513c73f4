"""Sentences about later batches: how many positions they repeat."""

import pandas as pd

from stance.formats import format_count, format_day

ONE_BATCH = (
    "All statements of this dossier were added at once, or it does not tell when: fill the column batch of statements.csv, "
    "and what was added later is compared here with what stood there before."
)
READING = (
    "Positions of half years from codes alone, each from one batch alone. If both batches were drawn alike, nine differences in "
    "ten would lie within their combined 90 % interval. A later batch was searched for by other words and in other places, so "
    "it also shows what no band can see: the choice of what was looked for."
)


def title_replication(rows: pd.DataFrame) -> str:
    """How many positions agree: "42 of 49 positions of half years are the same in a later batch, within their intervals"."""
    if rows.empty:
        return "No half year can be compared between batches"
    count = format_count(len(rows), "position")
    return f"{int(rows['within'].sum())} of {count} of half years are the same in a later batch, within their intervals"


def describe_batches(counts: pd.Series) -> str:
    """The batches with their statements: "836 statements of 21 November 2026, 317 statements of 26 November 2026"."""
    return ", ".join(f"{format_count(int(n), 'statement')} of {format_day(day)}" for day, n in counts.items())


def describe_topic(title: str, rows: pd.DataFrame) -> str:
    """One topic: "Quotas: 20 of 22 within; mean distance 0.31 codes"."""
    distance = rows["difference"].abs().mean()
    return f"{title}: {int(rows['within'].sum())} of {len(rows)} within; mean distance {distance:.2f} codes"
