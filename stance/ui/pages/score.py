"""The Score a statement page: a pasted text, its numbers, the words that pushed them, its nearest neighbours."""

from html import escape
from pathlib import Path
from typing import Any

import pandas as pd
import streamlit as st

from stance.classifier.model import Classifier, Head, list_contributions, score_texts
from stance.classifier.neighbours import describe_texts, find_nearest
from stance.classifier.storage import load_card, load_classifier
from stance.dossier.codebook import Topic
from stance.dossier.loading import Dossier
from stance.dossier.scores import ADDRESSED
from stance.figures import plot_contributions
from stance.formats import escape_markdown, format_number
from stance.ui.caches import dossier_key, fetch_dossier, find_models
from stance.ui.frame import is_dark
from stance.wording.model_card import list_limits

LONGEST_TEXT = 5_000
NO_SIDE = ""
SIGNS = {-1: "leans −", 0: "is in the middle", 1: "leans +"}


def choose_text(dossier: Dossier) -> tuple[str, str]:
    """The pasted text and the chosen side ("" for none)."""
    with st.form("own_statement", border=False):
        text = st.text_area(
            "Statement, in the language of the dossier",
            key="own_text",
            max_chars=LONGEST_TEXT,
            height=110,
            placeholder="One point, a sentence or two, written like the texts on the Statements page.",
        )
        titles = {NO_SIDE: "None: score without the side"} | {side.id: side.title for side in dossier.codebook.sides}
        side = st.selectbox("Side of the speaker", list(titles), format_func=titles.__getitem__, key="own_side")
        st.form_submit_button("Score")
    return text.strip(), side


@st.cache_resource(max_entries=4, show_spinner="Loading the classifier …")
def _load(folder: Path, key: tuple[int, int]) -> tuple[Classifier, Any]:  # noqa: ARG001
    dossier = fetch_dossier(folder)
    classifier = load_classifier(find_models(dossier), dossier.codebook, slug=dossier.slug)
    coded = dossier.statements[dossier.statements["coded"]]
    return classifier, (coded, describe_texts(classifier, coded["text"].tolist()))


def show_own_statement(dossier: Dossier, text: str, side: str) -> None:
    """Numbers, words and neighbours of the text, one block a topic."""
    classifier, (coded, described) = _load(dossier.folder, dossier_key(dossier))
    if not text:
        st.info("Paste a statement above and choose Score.", icon="ℹ️")
        return
    scores = score_texts(classifier, [text], [side or None]).set_index("topic")
    for column, topic in zip(
        st.columns(len(dossier.codebook.topics), gap="medium"), dossier.codebook.topics, strict=True
    ):
        with column:
            _show_topic(classifier, topic, scores.loc[topic.id], text, side)
    _show_neighbours(dossier, find_nearest(classifier, text, coded, described))


def _show_topic(classifier: Classifier, topic: Topic, row: pd.Series, text: str, side: str) -> None:
    st.subheader(escape_markdown(topic.title), anchor=False)
    speaks = row["addressed"] >= ADDRESSED
    st.markdown(f"**{'Speaks' if speaks else 'Does not speak'} to the topic** (probability {row['addressed']:.0%})")
    rows = {
        ("Score (text and side)" if side else "Score (no side given)"): format_number(row["score"], 2)
        if speaks
        else "none: not addressed",
        "Text score (side not used)": format_number(row["text_score"], 2),
        **(_describe_sign(row, classifier.heads[topic.id], side) if speaks else {}),
    }
    st.html(
        "<dl class='numbers'>" + "".join(f"<dt>{name}</dt><dd>{value}</dd>" for name, value in rows.items()) + "</dl>"
    )
    poles = f"{format_number(topic.codes[0], 0)}: {topic.minus}. {format_number(topic.codes[-1], 0)}: {topic.plus}."
    st.caption(escape_markdown(poles))
    contributions = list_contributions(classifier, text, side or None, topic.id)
    total = contributions["contribution"].sum()
    said = (
        f"What pushed it on {topic.title}: bars that add up to {format_number(total, 2)}, the lean between the poles."
    )
    st.markdown(escape_markdown(said))
    st.plotly_chart(
        plot_contributions(contributions, dark=is_dark()),
        key=f"why_{topic.id}",
        theme=None,
        config={"displayModeBar": False},
        alt=said,
    )
    with st.expander("The same as a table"):
        st.dataframe(
            contributions,
            hide_index=True,
            alt="Contributions",
            column_config={"contribution": st.column_config.NumberColumn(format="%.3f")},
        )


def _describe_sign(row: pd.Series, head: Head, side: str) -> dict[str, str]:
    if row["abstains"]:
        least = (head.by_side if side else head.by_text).abstain_below
        bar = f"below its {least:.0%}" if least <= 1 else "and never measured to be right often enough"
        return {"Direction": f"abstains: {row['confidence']:.0%} sure, {bar}"}
    return {f"Confidence that it {SIGNS[int(row['sign'])]}": f"{row['confidence']:.0%}"}


def _show_neighbours(dossier: Dossier, nearest: pd.DataFrame) -> None:
    st.subheader("The nearest coded statements", anchor=False)
    st.caption("By shared words and letters, names masked. Similarity is a cosine, 0 to 1.")
    cards = "".join(_write_neighbour(dossier, row) for row in nearest.to_dict("records"))
    st.html(f'<div class="cards">{cards}</div>' if cards else "<p>No coded statement shares a word with it.</p>")


def _write_neighbour(dossier: Dossier, row: dict) -> str:
    codes = [
        f"{escape(topic.title)} {format_number(row[topic.id], 0)}"
        for topic in dossier.codebook.topics
        if pd.notna(row[topic.id])
    ]
    return (
        f'<article class="card"><p class="said">{escape(row["text"])}</p><p><b>{escape(row["name"])}</b>, {row["date"]:%d %B %Y} · '
        f'{escape(row["statement"])}</p><p class="number">{" · ".join(codes) or "speaks to no topic"} · similarity {row["similarity"]:.2f}</p></article>'
    )


def show_limits(dossier: Dossier) -> None:
    """What the classifier cannot do, with its measured error."""
    st.subheader("What it cannot do", anchor=False)
    card = load_card(find_models(dossier), slug=dossier.slug)
    st.markdown("\n".join(f"- {one}" for one in list_limits(card, dossier.codebook)))
