"""The Disagreements page: statements to read again, and how many of each kind chance would give."""

import pandas as pd
import streamlit as st
from scipy import sparse

from stance.classifier.neighbours import describe_texts
from stance.classifier.storage import load_classifier
from stance.dossier.codebook import Topic
from stance.dossier.loading import Dossier
from stance.errors import ModelError
from stance.estimates.review import TRIAGE, expect_duplicates, list_contradictions, list_disagreements, list_duplicates
from stance.estimates.selection import Selection, select_statements
from stance.formats import escape_markdown, format_count
from stance.ui.caches import dossier_key, fetch_dossier, fetch_scores, find_models
from stance.ui.frame import show_limits_link, show_title
from stance.ui.pages.positions import offer_csv
from stance.ui.pages.statements import open_statement, pick_row
from stance.ui.parts.cards import show_pair

TABS = ("Code against score", "Near-duplicates", "Self-contradictions")
BOARD = [
    "statement",
    "topic",
    "code",
    "score",
    "distance",
    "triage",
    "text",
    "words",
    "text_score",
    "confidence",
    "addressed",
]
WHAT = (
    "Reasons to read a statement again, not findings: the codes may be right every time. Scores are cross-fitted; "
    "the filters at the side apply."
)
NO_MODEL = "There is no classifier here, or no coded statement: nothing to compare."


def show_disagreements(dossier: Dossier, selection: Selection) -> None:
    """Title and tabs of the page; the filters at the side apply."""
    statements = select_statements(dossier, selection)
    coded = statements[statements["coded"]].sort_values(["date", "statement"], ignore_index=True)
    topics = [dossier.codebook.topic(topic) for topic in selection.topics]
    rows = list_disagreements(statements, fetch_scores(dossier), dossier.codings, dossier.codebook)
    rows = rows[rows["topic"].isin(selection.topics)]
    show_title(_write_title(dossier, rows, coded, selection), WHAT)
    tabs = dict(zip(TABS, st.tabs(TABS, key="review", bind="query-params"), strict=True))
    with tabs["Code against score"]:
        _show_board(dossier, rows)
    with tabs["Near-duplicates"]:
        _show_duplicates(dossier, coded, topics)
    with tabs["Self-contradictions"]:
        _show_contradictions(dossier, coded, topics)


def _write_title(dossier: Dossier, rows: pd.DataFrame, coded: pd.DataFrame, selection: Selection) -> str:
    whole = int(coded[list(selection.topics)].notna().sum().sum())
    if fetch_scores(dossier).empty or not whole:
        return "Statements to read again"
    return f"{len(rows):,} of {format_count(whole, 'code')}: a step or more from the classifier’s score"


def _show_board(dossier: Dossier, rows: pd.DataFrame) -> None:
    if rows.empty:
        st.info(NO_MODEL if fetch_scores(dossier).empty else "No code here is a step or more from its score.", icon="ℹ️")
        return
    counts = rows["triage"].value_counts()
    st.markdown("\n".join(f"- **{name}** ({counts.get(name, 0)}): {meaning}" for name, meaning in TRIAGE.items()))
    kinds = st.multiselect("Show", list(TRIAGE), key="triage", bind="query-params", placeholder="All three kinds")
    chosen = rows[rows["triage"].isin(kinds or TRIAGE)]
    shown = chosen.merge(dossier.statements[["statement", "text"]], on="statement")[BOARD]
    open_statement(dossier, shown, "board", "Codes far from their scores")
    st.caption(
        "Distance in codes. Words: what pushed the cross-fitted score most, in log-odds a code (− towards the minus pole). The "
        "classifier is sometimes sure and wrong (how often stands under Method), so even with perfect codes some would be listed as possible slips."
    )
    offer_csv(f"Download {format_count(len(shown), 'row')} (CSV)", shown, f"{dossier.slug}-disagreements", "board")
    show_limits_link()


@st.cache_resource(max_entries=4, show_spinner="Comparing texts …")
def _compare(folder, key: tuple[int, int]) -> tuple[pd.Series, sparse.csr_matrix]:  # noqa: ARG001
    """The row of each statement, and the features of all texts."""
    dossier = fetch_dossier(folder)
    classifier = load_classifier(find_models(dossier), dossier.codebook, slug=dossier.slug)
    places = pd.Series(range(len(dossier.statements)), index=dossier.statements["statement"])
    return places, describe_texts(classifier, dossier.statements["text"].tolist())


def _show_duplicates(dossier: Dossier, coded: pd.DataFrame, topics: list[Topic]) -> None:
    try:
        places, described = _compare(dossier.folder, dossier_key(dossier))
    except ModelError as error:
        st.info(escape_markdown(str(error)), icon="ℹ️")
        return
    least = st.slider("Least similarity of the texts", 0.2, 0.9, 0.3, 0.05, key="alike", bind="query-params")
    steps = st.slider("Least distance of the codes, in codes", 0, _span(topics), 1, key="apart", bind="query-params")
    own = described[places[coded["statement"]].to_numpy()]
    alike = sparse.csr_matrix(own @ own.T)
    pairs = [list_duplicates(coded, alike, topic, least).assign(topic=topic.id) for topic in topics]
    expected = sum(expect_duplicates(coded, topic, len(p), steps) for topic, p in zip(topics, pairs, strict=True))
    found = pd.concat(pairs)
    far = found[found["steps"] >= steps].sort_values(["steps", "similarity"], ascending=False, ignore_index=True)
    st.markdown(
        f"**{format_count(len(found), 'pair')}** of statements speak to the same topic and are this alike; **{len(far)}** of them differ by at "
        f"least {steps} in code. Were codes dealt to statements at random, **{expected:.1f}** would. Similarity: cosine of shared words "
        "and letters, names masked; 1 is the same text. Two actors may of course use like words for unlike positions."
    )
    _show_pairs(dossier, far, "duplicates")


def _span(topics: list[Topic]) -> int:
    """The distance of the poles, in codes."""
    return max(topic.codes[-1] - topic.codes[0] for topic in topics)


def _show_contradictions(dossier: Dossier, coded: pd.DataFrame, topics: list[Topic]) -> None:
    days = st.slider("Within how many days", 0, 365, 60, 5, key="within", bind="query-params")
    steps = st.slider("At least how far apart, in codes", 1, max(_span(topics), 2), 2, key="steps", bind="query-params")
    found = {t.id: list_contradictions(coded, t, least_steps=steps, most_days=days) for t in topics}
    rows = pd.concat([pairs.assign(topic=topic) for topic, (pairs, _) in found.items()])
    expected = sum(by_chance for _, by_chance in found.values())
    st.markdown(
        f"**{format_count(len(rows), 'pair')}** of one actor’s statements on one topic lie within {days} days and at least {steps} apart in "
        f"code. Were each actor’s codes dealt at random to the dates on which it spoke, **{expected:.1f}** would. An actor may "
        "speak to two audiences, or change its mind; a pair says only that both statements should be read."
    )
    _show_pairs(
        dossier, rows.sort_values(["steps", "days"], ascending=[False, True], ignore_index=True), "contradictions"
    )


def _show_pairs(dossier: Dossier, pairs: pd.DataFrame, key: str) -> None:
    if pairs.empty:
        st.info("No pair of coded statements fits. Move a slider, or widen the filters at the side.", icon="ℹ️")
        return
    texts = dossier.statements.set_index("statement")["text"]
    pairs = pairs.assign(first_text=pairs["first"].map(texts), second_text=pairs["second"].map(texts))
    chosen = pick_row(pairs, key, "Pairs of statements")
    if chosen is not None:
        show_pair(dossier, chosen["first"], chosen["second"], dossier.codebook.topic(chosen["topic"]))
    offer_csv(f"Download {format_count(len(pairs), 'pair')} (CSV)", pairs, f"{dossier.slug}-{key}", key)
