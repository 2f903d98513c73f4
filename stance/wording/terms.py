"""Which terms set two sides apart, as sentences."""

from collections.abc import Sequence

import pandas as pd

from stance.estimates.terms import pick_strongest


def describe_terms(table: pd.DataFrame, bar: float, topic: str, names: tuple[str, str]) -> str:
    """The finding as a sentence: the two surest terms of each side (names: minus, plus) that pass `bar`."""
    surest = pick_strongest(table, 2, bar)
    if surest.empty:
        return f"On {topic}, no word sets {names[0]} and {names[1]} apart by more than chance would"
    ends = surest.loc[surest["z"] < 0, "term"][::-1], surest.loc[surest["z"] > 0, "term"]
    return f"On {topic}, " + "; ".join(
        _describe_end(list(terms), name) for terms, name in zip(ends, names, strict=True)
    )


def _describe_end(terms: list[str], name: str) -> str:
    if not terms:
        return f"no word stands out for {name}"
    quoted = " and ".join(f"“{term}”" for term in terms)
    return f"{quoted} {'stand' if len(terms) > 1 else 'stands'} in more sources of {name}"


def describe_commonest(counts: pd.DataFrame, topic: str) -> str:
    """The term that most sources hold, over all sides, as a sentence, from `count_by_side`."""
    summed = counts.groupby("term")[["sources_with", "sources"]].sum()
    first = summed.loc[summed["sources_with"].idxmax()]
    return f"On {topic}, “{summed['sources_with'].idxmax()}” stands in most sources: {first['sources_with']} of {first['sources']}"


def describe_use(term: str, counts: pd.DataFrame, years: pd.DataFrame, names: Sequence[tuple[str, str]]) -> str:
    """How many sources of each side (names: id, title) hold a term, and the year with most; rows of that term alone."""
    rows = counts.set_index("side")
    said = [
        f"{rows.at[side, 'sources_with']} of {rows.at[side, 'sources']} sources of {name}"
        for side, name in names if side in rows.index
    ]  # fmt: skip
    by_year = years.groupby("year")["sources_with"].sum()
    return f"“{term}”: {', '.join(said)}; most in {by_year.idxmax()}"
