"""What a line is, in words: how it is estimated, what it knows and what it does not, and which findings do not depend on it.

Belongs here: the words for the reader's choice of a line. Not here: who a line is (`lines`), its estimate.
"""

import pandas as pd

from stance.estimates.selection import FILTER, LINES, MEAN, Selection
from stance.formats import format_day

SAME = "Titles, changes and swings compare means of periods whatever line is drawn; so do gaps and all other pages."
LINE_HELP = (
    f"{LINES[MEAN]}: the mean of the sources in the window before a date. Filter: the position at the date by all statements up to "
    "it, the recent ones above all. Smoother: the same by later statements as well. Filter and smoother take speakers as equals, so that "
    f"who talks most does not decide. {SAME}"
)
KNOWS = {
    "filter": "The filter reads a position at a date from all statements up to that date, the recent ones above all; it knows nothing "
    "later, except that how fast positions move and how far scores scatter was fitted to the whole dossier.",
    "smoother": "The smoother reads a position at a date from all statements, later ones as well: where they stood as seen from today, "
    "not what could be known at the time.",
}
TYPICAL = {
    "side": "It is the position of a typical speaker of the side: who talks most does not decide.",
    "actor": "It is the position of the actor on that day, not a mean over a window.",
}
WINDOW = "It breaks, and counts statements and sources, by the trailing window of {days} days."


def name_estimate(selection: Selection) -> str:
    """What a position of the line is, within a sentence."""
    if selection.line == MEAN:
        return f"mean score of the sources in the {selection.rules.window_days} days before each date"
    who = "a typical speaker" if selection.by == "side" else "the actor"
    known = "statements up to it" if selection.line == FILTER else "earlier and later statements"
    return f"where {who} stood at each date, by {known}"


def name_reach(selection: Selection, date: pd.Timestamp) -> str:
    """Which statements stand behind the point of a date: "180 days to 31 December 2018"."""
    if selection.line == MEAN:
        return f"{selection.rules.window_days} days to {format_day(date)}"
    return (
        f"all statements to {format_day(date)}" if selection.line == FILTER else f"{format_day(date)}, all statements"
    )


def describe_drawn(selection: Selection) -> str:
    """What the line knows, what it is the position of, and what does not depend on it; "" for the trailing mean."""
    if selection.line == MEAN:
        return ""
    window = WINDOW.format(days=selection.rules.window_days)
    return f"{KNOWS[selection.line]} {TYPICAL[selection.by]} {window} {SAME}"
