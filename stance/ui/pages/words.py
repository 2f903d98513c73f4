"""The Words page: which terms set the sides apart on a topic, their use by year, and their statements."""

from collections.abc import Sequence
from functools import partial

import pandas as pd
import streamlit as st

from stance.dossier.codebook import Side, Topic
from stance.dossier.loading import Dossier
from stance.estimates.selection import Selection, select_statements
from stance.estimates.terms import (
    BAR,
    MIN_SOURCES,
    MIN_STATEMENTS,
    SHUFFLES,
    Chance,
    compare_sides,
    count_by_side,
    count_by_year,
    expect_by_chance,
    find_terms,
    match_words,
    pick_strongest,
)
from stance.export import View
from stance.figures import plot_terms, plot_years, style_sides
from stance.formats import escape_markdown, format_count
from stance.ui.caches import dossier_key, fetch_dossier, fetch_scored
from stance.ui.frame import draw, is_dark, show_title, sign_columns
from stance.ui.pages.positions import describe_view, offer_csv
from stance.ui.pages.statements import open_statement
from stance.ui.pickers import choose_one, choose_topic
from stance.wording import name_topic
from stance.wording.terms import describe_commonest, describe_terms, describe_use

Phrases = Sequence[tuple[str, tuple[str, ...]]]
NUMBERS = {
    **{name: st.column_config.NumberColumn(format="percent") for name in ("share_minus", "share_plus", "share")},
    **sign_columns("log_odds", "z"),
}
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


def show_words(dossier: Dossier, selection: Selection) -> View:
    """Title, the terms that set the sides apart, and one term with its years and statements.

    The phrases of reference.toml stand among the terms, first where sides are compared.
    """
    phrases = [(phrase.title, phrase.words) for phrase in dossier.reference.phrase]
    head = st.container()
    topic = choose_topic(dossier, selection)
    spoken = _select_spoken(dossier, selection, topic)
    held, table, chance = _compare(dossier.folder, dossier_key(dossier), selection, topic.id)
    with head:
        show_title(
            _write_title(dossier, spoken, held, table, chance, topic), _describe_unit(dossier, selection, spoken)
        )
    if len(table):
        _show_comparison(dossier, table, chance, topic)
    else:
        st.info(ONE_SIDE if len(held) else NO_TERMS, icon="ℹ️")
    st.caption(READING)
    _show_term(dossier, selection, topic, spoken, _join_phrases(spoken, held, phrases), table)
    return View(selection, "words")


def _select_spoken(dossier: Dossier, selection: Selection, topic: Topic) -> pd.DataFrame:
    """The chosen statements that speak to the topic, by code or classifier, newest first, with their score."""
    scored = fetch_scored(dossier, selection.score_source)
    scored = scored.loc[scored["topic"] == topic.id, ["statement", "score"]]
    return select_statements(dossier, selection).merge(scored, on="statement", how="inner")


@st.cache_data(max_entries=100, show_spinner="Comparing words …")
def _compare(folder, key, selection: Selection, topic: str) -> tuple[pd.DataFrame, pd.DataFrame, Chance]:  # noqa: ARG001
    """Terms of the statements, the comparison of the poled sides (empty where one is missing) and what chance gives."""
    dossier = fetch_dossier(folder)
    spoken = _select_spoken(dossier, selection, dossier.codebook.topic(topic))
    held = find_terms(spoken, [*dossier.actors["name"], *(side.title for side in dossier.codebook.sides)])
    sides = dossier.codebook.poled_sides
    if sides is None or held.empty or not {side.id for side in sides} <= set(spoken["side"]):
        return held, pd.DataFrame(), Chance(0.0, BAR)
    ends = sides[0].id, sides[1].id
    return held, compare_sides(spoken, held, *ends), expect_by_chance(spoken, held, *ends)


def _poled(dossier: Dossier) -> tuple[Side, Side]:
    assert dossier.codebook.poled_sides is not None
    return dossier.codebook.poled_sides


def _write_title(
    dossier: Dossier, spoken: pd.DataFrame, held: pd.DataFrame, table: pd.DataFrame, chance: Chance, topic: Topic
) -> str:
    if held.empty:
        return f"Too few statements on {name_topic(topic)} to compare words"
    if table.empty:
        return describe_commonest(count_by_side(spoken, held), name_topic(topic))
    minus, plus = _poled(dossier)
    return describe_terms(table, chance.bar, name_topic(topic), (minus.title, plus.title))


def _describe_unit(dossier: Dossier, selection: Selection, spoken: pd.DataFrame) -> str:
    sources = spoken.groupby("side")["source"].nunique()
    counts = [f"{sources[s.id]:,} of {s.title}" for s in dossier.codebook.sides if s.id in sources.index]
    return (
        "The curator’s words, not the speakers’: texts are paraphrases. Share of each side’s sources with the term in a statement that speaks to the topic, "
        f"{describe_view(dossier, selection)} Sources: {', '.join(counts) or 'none'}."
    )


def _show_comparison(dossier: Dossier, table: pd.DataFrame, chance: Chance, topic: Topic) -> None:
    minus, plus = _poled(dossier)
    styles = style_sides(dossier.codebook)
    strongest = pick_strongest(table)
    if len(strongest):
        draw(
            plot_terms(strongest, (styles[minus.id], styles[plus.id]), dark=is_dark()),
            "terms",
            f"{describe_terms(table, chance.bar, name_topic(topic), (minus.title, plus.title))}.",
            on_select=partial(_move_term, "terms"),
            selection_mode="points",
        )
    st.caption(_describe_chance(table, chance))
    with st.expander(f"All {format_count(len(table), 'term')} compared"):
        st.dataframe(table, hide_index=True, column_config=NUMBERS, alt="Terms of both sides", placeholder="")
        st.caption(escape_markdown(f"minus: {minus.title}; plus: {plus.title}. Above 0: more of {plus.title}."))
    name = f"{dossier.slug}-words-{topic.id}"
    offer_csv(f"Download {format_count(len(table), 'term')} (CSV)", table, name, "words")


def _describe_chance(table: pd.DataFrame, chance: Chance) -> str:
    return (
        f"{format_count(len(table), 'term')} compared, names of actors and sides and common English words left out; "
        f"{(table['z'].abs() >= BAR).sum()} differ with a z of {BAR} or more either way, about {chance.expected:.0f} would by "
        f"chance alone (sides dealt to the sources at random, {SHUFFLES} times). In nine of ten such deals no term passes "
        f"{chance.bar:.1f}: the title names only terms beyond that. The chart leaves out terms that share a word with a surer one."
    )


def _move_term(chart: str) -> None:
    """Takes the clicked term of the chart over into the picker."""
    points = st.session_state[chart]["selection"]["points"]
    if points and points[0].get("customdata"):
        st.session_state["term"] = points[0]["customdata"][0]


def _join_phrases(spoken: pd.DataFrame, held: pd.DataFrame, phrases: Phrases) -> pd.DataFrame:
    """Which statement holds which phrase of the dossier or term; the phrases first."""
    found = [
        spoken.loc[match_words(spoken, words), ["statement"]].assign(term=title)
        for title, words in phrases
    ]  # fmt: skip
    titles = {title for title, _ in phrases}
    return pd.concat([*found, held[~held["term"].isin(titles)]], ignore_index=True)


def _show_term(
    dossier: Dossier, selection: Selection, topic: Topic, spoken: pd.DataFrame, held: pd.DataFrame, table: pd.DataFrame
) -> None:
    if held.empty:
        return
    st.subheader("One term: by year, and its statements", anchor=False)
    st.caption("Choose a term here, or click it in the chart." if len(table) else "Choose a term.")
    term = choose_one(st, "Term", {term: term for term in _rank_terms(held, table)}, "term")
    own = held[held["term"] == term]
    years = count_by_year(spoken, own)
    names = [(side.id, side.title) for side in dossier.codebook.sides]
    said = describe_use(term, count_by_side(spoken, own), years, names)
    st.markdown(f"**{escape_markdown(said)}.**")
    styles = {side: style for side, style in style_sides(dossier.codebook).items() if side in selection.sides}
    figure = plot_years(years, styles, dark=is_dark())
    draw(figure, "term_years", f"{said}.", more="Share of sources by year.")
    st.caption(
        "Each source once a year. A break: the side has no source on the topic in that year, which is silence, not 0."
    )
    _show_statements(dossier, topic, spoken[spoken["statement"].isin(own["statement"])], term)


def _rank_terms(held: pd.DataFrame, table: pd.DataFrame) -> list[str]:
    """Phrases of the dossier, then terms, the surest first; without a comparison all by their number of statements."""
    if table.empty:
        return list(held["term"].value_counts().index)
    order = list(table.sort_values("z", key=lambda z: -z.abs(), kind="stable")["term"])
    return [*held.loc[~held["term"].isin(order), "term"].unique(), *order]


def _show_statements(dossier: Dossier, topic: Topic, rows: pd.DataFrame, term: str) -> None:
    titles = {side.id: side.title for side in dossier.codebook.sides}
    shown = rows.assign(date=rows["date"].dt.strftime("%Y-%m-%d"), side=rows["side"].map(titles))
    shown = shown[["date", "name", "side", "score", "text", "key_phrase", "source", "statement"]]
    st.caption(
        escape_markdown(f"{format_count(len(shown), 'statement')} with “{term}” that speak to {name_topic(topic)}.")
    )
    open_statement(dossier, shown, "term_statements", f"Statements with “{term}”")
    label = f"Download {format_count(len(shown), 'statement')} (CSV)"
    offer_csv(label, shown, f"{dossier.slug}-word-statements", "word_statements")
