"""What a reader chose, in words: dates, periods compared, filters."""

import pandas as pd

from stance.estimates.selection import LEFT_OUT, Selection


def describe_span(selection: Selection) -> str:
    """The selected dates in words: "2015 to 2019", or months where they lie within two years."""
    first, last = selection.first, selection.last
    if (last - first).days >= 730:
        return f"{first:%Y} to {last:%Y}"
    return f"{first:%B %Y} to {last:%B %Y}"


def describe_ends(selection: Selection) -> str:
    """Which two periods are compared: the first and the last year, or the halves of a shorter range."""
    return "first to last year" if (selection.last - selection.first).days >= 730 else "first to second half"


def describe_filters(selection: Selection, actors: pd.DataFrame) -> str:
    """The filters on actors and kinds of report in words, "" where all count."""
    names = actors.set_index("actor")["name"]
    chosen = [", ".join(names[actor] for actor in selection.actors), ", ".join(selection.kinds)]
    parts = [f"{label}: {value}" for label, value in zip(("actors", "kinds"), chosen, strict=True) if value]
    out = ", ".join(LEFT_OUT[one].lower() for one in selection.without)
    only = f"Only statements of these {'; '.join(parts)}." if parts else ""
    return " ".join(part for part in (only, f"Left out: {out}." if out else "") if part)
