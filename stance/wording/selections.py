"""What a reader chose, in words: dates, periods compared, filters."""

import pandas as pd

from stance.dossier.loading import Dossier
from stance.estimates.scored import SCORE_SOURCES
from stance.estimates.selection import LEFT_OUT, Selection
from stance.formats import format_count, format_days
from stance.wording.validation import describe_coding


def describe_span(selection: Selection) -> str:
    """The selected dates in words: "2015 to 2019", months where they lie within two years, days where they end within a month."""
    first, last = pd.Timestamp(selection.first), pd.Timestamp(selection.last)
    if not (first.is_month_start and last.is_month_end):
        return format_days(first, last)
    if (last - first).days >= 730:
        return f"{first:%Y} to {last:%Y}"
    return f"{first:%B %Y} to {last:%B %Y}"


def name_compared(selection: Selection) -> str:
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


def describe_selection(selection: Selection, actors: pd.DataFrame) -> str:
    """Dates and filters, for a subtitle: "January 2015 to December 2019." and what is left out."""
    dates = f"{selection.first:%B %Y} to {selection.last:%B %Y}."
    return " ".join(part for part in (dates, describe_filters(selection, actors)) if part)


def describe_origin(dossier: Dossier, selection: Selection) -> str:
    """The version that numbers come from, and how scores were chosen."""
    parts = (
        f"Data source: dossier “{dossier.slug}”, {format_count(len(dossier.statements), 'statement')}, codebook version {dossier.codebook.version}, data {dossier.data_hash}.",
        f"Score source: {SCORE_SOURCES[selection.score_source].lower()}.",
        describe_coding(dossier),
        describe_filters(selection, dossier.actors),
        "Statements are not positions: see Method.",
    )
    return " ".join(part for part in parts if part)


def describe_sides(dossier: Dossier, selection: Selection) -> str:
    """Whose statements the selection holds, and which sides are switched off."""
    titles = {side.id: side.title for side in dossier.codebook.sides}
    off = [title for side, title in titles.items() if side not in selection.sides]
    shown = ", ".join(titles[side] for side in selection.sides)
    return f"{shown} on, {', '.join(off)} off" if off else shown
