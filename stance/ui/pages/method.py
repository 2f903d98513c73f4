"""The Method page: what the numbers mean, how well they hold, and where they end."""

import re
from pathlib import Path

import numpy as np
import pandas as pd
import streamlit as st

from stance.classifier.measures import measure_reliability
from stance.classifier.storage import check_version, load_card
from stance.dossier.codebook import Codebook, Topic
from stance.dossier.loading import Dossier
from stance.errors import ModelError
from stance.estimates.positions import ACTOR_WINDOW, MIN_SOURCES, MIN_STATEMENTS, SIDE_WINDOW
from stance.figures import plot_reliability
from stance.formats import escape_markdown, format_count
from stance.ui.caches import fetch_scores, find_models
from stance.ui.frame import is_dark
from stance.wording import list_thresholds
from stance.wording.model_card import write_model_card

TABS = ("Positions", "Codebook", "Classifier", "Data sheet", "Limits")

POSITION = f"""
**A position** is where a side or an actor stood on one topic at a date, read from what it said in public in a trailing
window (by default {SIDE_WINDOW} days for sides, {ACTOR_WINDOW} for actors). No position uses a later statement.

- Each **source** counts once: a position is the mean of source means, so ten points of one speech are one voice.
- The **band** is a 90 % t interval. Two or three sources say little about their own spread, so the variance borrows from
  the other groups of the topic in the same window. Where scores come from the classifier, they are corrected by what the
  coded statements of the side show of its leaning, and its typical error and that of the correction are added.
- **Least evidence**: {MIN_STATEMENTS} statements from {MIN_SOURCES} sources. Below that the line breaks. Silence is not neutrality:
  0 is a position, a gap is silence.
- **Score source**: *best available* takes the code of a coded statement and the classifier's score of any other;
  *classifier only* takes cross-fitted scores for all, *hand codes only* leaves uncoded statements out.
- **Moves the point by** is the position with all its statements minus the position without this one.

**A position is not** what an actor believes, wants in private or would sign; not an average of all that was said, but of
what was found; and not a forecast. A change that followed an event was not therefore caused by it.
"""

LIMITS = """
- **Statements are not positions.** Leaders bargain in public; a hard line may be a move in the game.
- **The sample is purposive, not a census.** See the data sheet for how statements were found and where the record is thin.
- **The codes** are as good as their coders: who they are and how far they agree stands under *Agreement*.
- **Selection of speakers matters.** A side's line moves when other people speak, not only when they change their minds.
- **Bands cover chance among sources**, not what was never published, found or translated.
- **The classifier** reads words, not meaning; its figures are under *Classifier*.
- **Month-precise dates** stand on the first of their month, so a point may lag by up to a month.
- **Many comparisons** are on view. A single 90 % interval leaves out 0 by chance up to one time in ten, the largest of many
  far more often; titles and swings therefore need more (`python -m benchmarks.headlines`).
"""


def show_method(dossier: Dossier) -> None:
    """All tabs of the page; the open one is in the link."""
    tabs = dict(zip(TABS, st.tabs(TABS, key="method", bind="query-params"), strict=True))
    with tabs["Positions"]:
        st.markdown(POSITION)
        st.markdown("**Words and the numbers behind them**")
        st.table(list_thresholds().set_index("phrase").astype(str))
    with tabs["Codebook"]:
        _show_codebook(dossier.codebook)
    with tabs["Classifier"]:
        _show_classifier(dossier)
    with tabs["Data sheet"]:
        _show_table("events", dossier.events)
        _show_table("figures", dossier.figures)
        _show_datasheet(dossier.folder / "README.md")
    with tabs["Limits"]:
        st.markdown(LIMITS)


def _show_codebook(codebook: Codebook) -> None:
    st.markdown(
        f"**{escape_markdown(codebook.title)}**, "
        + escape_markdown(f"codebook version {codebook.version}. {codebook.places}")
    )
    for topic in codebook.topics:
        st.subheader(escape_markdown(f"{topic.title}: {topic.question}"), anchor=False)
        rules = pd.DataFrame(
            {
                "code": [f"{level.code:+d}" if level.code else "0" for level in topic.levels],
                "rule": [escape_markdown(level.rule) for level in topic.levels],
            }
        )
        st.table(rules.set_index("code"))
    if codebook.rules:
        st.subheader("Coding rules", anchor=False)
        st.markdown("\n".join(f"{number}. {escape_markdown(rule)}" for number, rule in enumerate(codebook.rules, 1)))


def _show_classifier(dossier: Dossier) -> None:
    try:
        card = load_card(find_models(dossier), slug=dossier.slug)
        check_version(card, dossier.codebook, slug=dossier.slug)
    except ModelError as error:
        st.info(escape_markdown(str(error)), icon="ℹ️")
        return
    st.markdown(_demote(write_model_card(card, dossier)))
    st.subheader("Whether it is as sure as it is right", anchor=False)
    st.caption(
        "Each marker: statements with a like stated probability, their number beside it. On the dotted line the stated probability is "
        "the share that was right. Cross-fitted, one division into folds."
    )
    for column, topic in zip(st.columns(len(dossier.codebook.topics)), dossier.codebook.topics, strict=True):
        with column:
            _show_curves(dossier, topic)


def _show_curves(dossier: Dossier, topic: Topic) -> None:
    rows = fetch_scores(dossier)
    coded = dossier.statements.loc[dossier.statements["coded"], ["statement", topic.id]]
    rows = rows[rows["topic"] == topic.id].merge(coded, on="statement")
    spoken = rows[topic.id].notna()
    right = rows["sign"] == np.sign(rows[topic.id].astype("Float64") - topic.middle).astype(float)
    pairs = {
        "speaks to the topic": (rows["addressed"], spoken),
        "sign of the score": (rows.loc[spoken, "confidence"], right[spoken]),
    }
    for name, (stated, truth) in pairs.items():
        bins = measure_reliability(stated.to_numpy(float), truth.to_numpy(float))
        said = f"{topic.title}, {name}: stated against right in {format_count(len(bins), 'group')} of statements."
        st.markdown(escape_markdown(said))
        st.plotly_chart(
            plot_reliability(bins, dark=is_dark()),
            key=f"reliability_{topic.id}_{name}",
            theme=None,
            config={"displayModeBar": False},
            alt=f"{said} "
            + "; ".join(f"Stated {s:.0%}, right {r:.0%}" for s, r in zip(bins["stated"], bins["right"], strict=True)),
        )


def _show_table(name: str, rows: pd.DataFrame) -> None:
    if rows.empty:
        st.info(f"This dossier has no {name}: there is no {name}.csv.", icon="ℹ️")
        return
    with st.expander(f"{name.capitalize()} ({len(rows)} rows)"):
        shown = rows.assign(date=rows["date"].dt.strftime("%Y-%m-%d"))
        st.dataframe(shown, hide_index=True, placeholder="", alt=f"The {name} of the dossier")


def _show_datasheet(path: Path) -> None:
    if path.is_file():
        st.markdown(_demote(path.read_text(encoding="utf-8")))
    else:
        st.info("This dossier has no README.md: say there how its statements were found and coded.", icon="ℹ️")


def _demote(text: str) -> str:
    """Markdown with its headings one level down and without images: a page has one first-level heading."""
    return re.sub(r"!\[", r"\\![", re.sub(r"^#", "##", text, flags=re.MULTILINE))
