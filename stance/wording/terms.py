"""Which terms set two sides apart, and how one term is used, as sentences."""

from collections.abc import Iterable, Sequence

import pandas as pd

from stance.estimates.terms import BAR, MIN_SOURCES, MIN_STATEMENTS, SHUFFLES, Chance, pick_strongest
from stance.formats import format_count

READING = (
    "Texts are paraphrases, so these are the curator’s words, chosen to hold the point, not the speakers’ own. A term that sets "
    "the sides apart says what they talk about, not where they stand."
)
NO_TERMS = (
    f"No term stands in {MIN_STATEMENTS} statements from {MIN_SOURCES} sources here. Choose another topic, or at the side wider "
    "dates, more actors or the score source “Best available”."
)
ONE_SIDE = (
    "Terms are compared between the two sides that own a pole: switch both on at the side, and leave both some actor."
)
YEARS = "Each source once a year. A break: the side has no source on the topic in that year, which is silence, not 0."


def describe_terms(drawn: pd.DataFrame, bar: float, topic: str, names: tuple[str, str]) -> str:
    """The finding as a sentence: the two surest of the drawn terms of each side (names: minus, plus) that pass `bar`."""
    surest = pick_strongest(drawn, 2, bar)
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


def describe_no_terms(topic: str) -> str:
    """That no term is frequent enough on a topic."""
    return f"Too few statements on {topic} to compare words"


def describe_unit(sources: Iterable[tuple[str, int]]) -> str:
    """What the numbers are, and how many sources of each side (its name, their number) they rest on."""
    counts = ", ".join(f"{count:,} of {name}" for name, count in sources)
    return (
        "The curator’s words, not the speakers’: texts are paraphrases. Share of each side’s sources with the term in a "
        f"statement that speaks to the topic. Sources: {counts or 'none'}."
    )


def describe_sample(read: int, spoken: int) -> str:
    """That terms are read in a sample alone; "" where all is read."""
    return "" if read == spoken else f"Read in {read:,} of {spoken:,} statements, evenly spread over time."


def describe_chance(table: pd.DataFrame, chance: Chance) -> str:
    """How many terms are compared and differ, and how many would by chance; what title and picture leave out."""
    return (
        f"{format_count(len(table), 'term')} compared, names of actors and sides and common English words left out; "
        f"{(table['z'].abs() >= BAR).sum()} differ with a z of {BAR} or more either way, about {chance.expected:.0f} would by "
        f"chance alone (sides dealt to whole speakers at random, {SHUFFLES:,} times, so that no one speaker makes a difference). In nine "
        f"of ten such deals no term passes {chance.bar:.1f}: the title names only terms beyond that. The chart leaves out terms that share a word with a surer one."
    )


def describe_shares(drawn: pd.DataFrame, names: tuple[str, str]) -> str:
    """The drawn terms for who cannot see the picture, with the shares of both sides (names: minus, plus)."""
    parts = [f"“{row.term}” {row.share_minus:.0%} and {row.share_plus:.0%}" for row in drawn.itertuples()]
    return f"Share of the sources of {names[0]} and of {names[1]} with the term: {'; '.join(parts)}."


def describe_compared(count: int) -> str:
    """How many terms a table holds."""
    return f"All {format_count(count, 'term')} compared"


def describe_direction(names: tuple[str, str]) -> str:
    """What the sign of a difference means (names: minus, plus)."""
    return f"Log odds and z: above 0 more sources of {names[1]}, below 0 more of {names[0]}."


def describe_use(term: str, counts: pd.DataFrame, years: pd.DataFrame, names: Sequence[tuple[str, str]]) -> str:
    """How many sources of each side (names: id, title) hold a term, and the year with most; rows of that term alone."""
    rows = counts.set_index("side")
    said = [
        f"{rows.at[side, 'sources_with']} of {rows.at[side, 'sources']} sources of {name}"
        for side, name in names if side in rows.index
    ]  # fmt: skip
    by_year = years.groupby("year")["sources_with"].sum()
    return f"“{term}”: {', '.join(said)}; most in {by_year.idxmax()}"


def describe_years(years: pd.DataFrame, names: Sequence[tuple[str, str]]) -> str:
    """The use of a term by year for who cannot see the picture: sources that hold it, of all of the side in that year."""
    parts = [_describe_side(years[years["side"] == side], name) for side, name in names]
    return f"Sources with the term by year. {' '.join(filter(None, parts))}"


def _describe_side(rows: pd.DataFrame, name: str) -> str:
    cells = [f"{row.year} {row.sources_with} of {row.sources}" if row.sources else f"{row.year} silence" for row in rows.itertuples()]  # fmt: skip
    return f"{name}: {', '.join(cells)}." if cells else ""


def describe_holding(count: int, term: str, topic: str) -> str:
    """How many statements hold a term and speak to a topic."""
    return f"{format_count(count, 'statement')} with “{term}” that speak{'s' if count == 1 else ''} to {topic}."
