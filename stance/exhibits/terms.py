"""Which terms set the two sides that own a pole apart on a topic, and which terms and phrases can be chosen.

Belongs here: terms compared, and the statements that are searched for them. Not here: one term alone (`term`).
"""

from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
import pandas as pd

from stance.dossier.codebook import Side, Topic
from stance.dossier.loading import Dossier
from stance.estimates.periods import whole_period
from stance.estimates.selection import Selection, select_scored
from stance.estimates.terms import (
    compare_sides,
    count_by_side,
    expect_by_chance,
    find_terms,
    match_words,
    pick_strongest,
)
from stance.exhibits.drawn import style_lines
from stance.exhibits.exhibit import Column, Exhibit, Place, Table, make_empty
from stance.exhibits.groups import WHEN
from stance.figures.terms import plot_terms
from stance.wording.lines import name_topic
from stance.wording.selections import describe_selection
from stance.wording.terms import (
    NO_TERMS,
    ONE_SIDE,
    READING,
    describe_chance,
    describe_commonest,
    describe_compared,
    describe_direction,
    describe_no_terms,
    describe_sample,
    describe_shares,
    describe_terms,
    describe_unit,
)
from stance.wording.verdicts import Verdict

MOST_READ = 5_000


@dataclass(frozen=True, eq=False)
class Spoken:
    """The chosen statements that speak to a topic, newest first, with their score; which of them holds which frequent term;
    the sides that are compared, None where one of them is missing; and how many statements were spoken, of which these are a
    sample, evenly spread over time, where they are more than `MOST_READ`."""

    topic: Topic
    statements: pd.DataFrame
    held: pd.DataFrame
    sides: tuple[Side, Side] | None
    spoken: int

    @cached_property
    def compared(self) -> pd.DataFrame:
        """The terms of both sides; empty where there is nothing to compare."""
        if self.sides is None or self.held.empty:
            return pd.DataFrame()
        return compare_sides(self.statements, self.held, *(side.id for side in self.sides))


def offer_terms(dossier: Dossier, scored: pd.DataFrame, selection: Selection, *, topic: str) -> dict[str, str]:
    """The terms that can be chosen: phrases of the dossier that are held, then terms, the surest first; where no sides are
    compared, all by their number of statements."""
    found = gather_spoken(dossier, scored, selection, topic)
    titles = [one.title for one in dossier.reference.phrase]
    phrases = [hold_phrase(dossier, found.statements, title) for title in titles]
    terms, table = found.held[~found.held["term"].isin(titles)], found.compared
    if table.empty:
        return {str(term): str(term) for term in pd.concat([*phrases, terms])["term"].value_counts().index}
    surest = table.sort_values("z", key=lambda z: -z.abs(), kind="stable")["term"]
    own = [title for title, rows in zip(titles, phrases, strict=True) if len(rows)]
    return {term: term for term in (*own, *surest)}


def make_terms(
    dossier: Dossier, scored: pd.DataFrame, selection: Selection, *, topic: str, dark: bool = False
) -> Exhibit:
    """The terms that set the sides apart: the surest as title and picture, all of them as the table.

    Each place is a drawn term (its mark); the statements behind it are those of `term.make_term`.
    """
    found = gather_spoken(dossier, scored, selection, topic)
    parts = (
        _describe_sources(dossier, found),
        describe_selection(selection, dossier.actors),
        describe_sample(len(found.statements), found.spoken),
    )
    subtitle = " ".join(filter(None, parts))
    if found.compared.empty:
        return replace(_explain_empty(found, subtitle), caveats=(READING,))
    return replace(_make_comparison(dossier, selection, found, dark=dark), subtitle=subtitle)


def gather_spoken(dossier: Dossier, scored: pd.DataFrame, selection: Selection, topic: str) -> Spoken:
    """What is said on a topic, by code or by the classifier, under the reader's filters."""
    chosen = replace(selection, topics=(topic,))
    scores = select_scored(scored, dossier, chosen, ("statement", "score"), within=whole_period(selection))
    read = scores if len(scores) <= MOST_READ else scores.iloc[np.linspace(0, len(scores) - 1, MOST_READ).astype(int)]
    own = dossier.statements[dossier.statements["statement"].isin(read["statement"])].iloc[::-1]
    statements = own.merge(read, on="statement", how="inner")
    held = find_terms(statements, [*dossier.actors["name"], *(side.title for side in dossier.codebook.sides)])
    sides = dossier.codebook.poled_sides
    both = sides is not None and {side.id for side in sides} <= set(statements["side"])
    return Spoken(dossier.codebook.topic(topic), statements, held, sides if both else None, len(scores))


def hold_phrase(dossier: Dossier, statements: pd.DataFrame, title: str) -> pd.DataFrame:
    """The statements that hold the phrase of the dossier with this title: statement, term."""
    words = [word for one in dossier.reference.phrase if one.title == title for word in one.words]
    return statements.loc[match_words(statements, words), ["statement"]].assign(term=title)


def _describe_sources(dossier: Dossier, found: Spoken) -> str:
    counts = found.statements.groupby("side")["source"].nunique()
    return describe_unit((name, counts[side]) for side, name in dossier.label_sides().items() if side in counts.index)


def _explain_empty(found: Spoken, subtitle: str) -> Exhibit:
    """Why no sides are compared, under what can be said all the same."""
    name = name_topic(found.topic)
    if found.held.empty:
        return make_empty("terms", describe_no_terms(name), NO_TERMS, subtitle)
    title = describe_commonest(count_by_side(found.statements, found.held), name)
    return make_empty("terms", title, ONE_SIDE, subtitle)


def _make_comparison(dossier: Dossier, selection: Selection, found: Spoken, *, dark: bool) -> Exhibit:
    assert found.sides is not None
    ends, table = (found.sides[0].id, found.sides[1].id), found.compared
    labels, styles = dossier.label_sides(), style_lines(dossier, "side")
    names, chance = (labels[ends[0]], labels[ends[1]]), expect_by_chance(found.statements, found.held, *ends)
    drawn = pick_strongest(table, sure=chance.bar)
    title = describe_terms(drawn, chance.bar, name_topic(found.topic), names)
    sure = (drawn["z"].abs() >= chance.bar).any()
    figure = plot_terms(drawn, (styles[ends[0]], styles[ends[1]]), dark=dark) if len(drawn) else None
    return Exhibit(
        "terms",
        Verdict.CLEAR if sure else Verdict.NONE,
        title,
        sentences=(f"{title}.",),
        note=describe_chance(table, chance),
        caveats=(READING,),
        more=describe_shares(drawn, names) if len(drawn) else "",
        picture=figure,
        table=_list_terms(dossier, table, names, found.topic.id),
        places=tuple(
            Place((term,), found.topic.id, term, term, WHEN, whole_period(selection)) for term in drawn["term"]
        ),
    )


def _list_terms(dossier: Dossier, table: pd.DataFrame, names: tuple[str, str], topic: str) -> Table:
    ends = tuple(zip(("minus", "plus"), names, strict=True))
    columns = (
        Column("term", "term"),
        *(Column(f"sources_{end}", f"sources of {name}", "count") for end, name in ends),
        *(Column(f"share_{end}", f"share of the sources of {name}", "share") for end, name in ends),
        Column("log_odds", "log odds", "signed"),
        Column("z", "z", "signed"),
    )
    about = describe_compared(len(table))
    return Table(table, columns, about, f"{dossier.slug}-words-{topic}", note=describe_direction(names))
