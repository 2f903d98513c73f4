"""The Method page: what the numbers mean, how well they hold, and where they end."""

import re
from pathlib import Path

import pandas as pd
import streamlit as st

from stance.agreement import measure_agreement
from stance.classifier.storage import load_card
from stance.codebook import Codebook
from stance.dossier import Dossier, describe_table
from stance.errors import ModelError
from stance.positions import ACTOR_WINDOW, MIN_SOURCES, MIN_STATEMENTS, SIDE_WINDOW
from stance.ui.fetch import find_models
from stance.wording import escape_markdown, list_thresholds

TABS = ("Positions", "Codebook", "Agreement", "Classifier", "Data sheet", "Limits")

POSITION = f"""
**A position** is where a side or an actor stood on one topic at a date, read from what it said in public in a trailing
window (by default {SIDE_WINDOW} days for sides, {ACTOR_WINDOW} for actors). No position uses a later statement.

- Each **source** counts once: a position is the mean of source means, so ten points of one speech are one voice.
- The **band** is a 90 % t interval. Two or three sources say little about their own spread, so the variance borrows from
  the other groups of the topic in the same window. Where scores come from the classifier, their typical random error on
  the topic is added, but not its leaning, which can be
  larger for a side of which it has seen little.
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
- **The codes** are as good as their coders: who they are stands in the data sheet and under *Agreement*.
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
    with tabs["Agreement"]:
        _show_agreement(dossier)
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


def _show_agreement(dossier: Dossier) -> None:
    if dossier.codings.empty:
        st.info("This dossier has no codings.csv: how far two coders agree is not known.", icon="ℹ️")
        return
    table = measure_agreement(dossier.codings, dossier.codebook)
    if table.empty:
        st.info("codings.csv holds one coder only: agreement needs two.", icon="ℹ️")
        return
    st.markdown(
        "Krippendorff's alpha: 1 is perfect agreement, 0 what chance would give. The adjudicated coding is no coder. "
        "Coders who were trained alike agree more than they are right: agreement is an upper bound of reliability."
    )
    _show_coders(dossier)
    st.dataframe(
        table,
        hide_index=True,
        alt="Agreement between coders by topic",
        column_config={
            "alpha_addressed": st.column_config.NumberColumn("alpha: speaks to the topic (nominal)", format="%.2f"),
            "alpha_level": st.column_config.NumberColumn("alpha: code (ordinal)", format="%.2f"),
            "same_code": st.column_config.NumberColumn("same code, where both gave one", format="percent"),
            "same_cell": st.column_config.NumberColumn("same cell, empty counted", format="percent"),
        },
    )


def _show_coders(dossier: Dossier) -> None:
    about = describe_table(dossier.folder, "codings")
    st.markdown(
        f"**Who the coders are:** {escape_markdown(about)}"
        if about
        else "Who the coders are is not said in this dossier."
    )


def _show_classifier(dossier: Dossier) -> None:
    try:
        card = load_card(find_models(dossier), slug=dossier.slug)
    except ModelError as error:
        st.info(str(error), icon="ℹ️")
        return
    st.markdown(
        f"Trained {card['trained']} on {card['counts']['coded']} coded statements from {card['counts']['sources_coded']} sources. "
        f"Figures: {card['method']}, so every score measured is of a statement whose source the classifier never saw. "
        "Within-side figures come first: knowing the side alone explains most of the codes, so an overall correlation proves little."
    )
    _show_coders(dossier)
    st.table(_list_measures(card["measures"], dossier.codebook))
    st.caption(
        f"`python -m stance evaluate {dossier.slug}` prints them again. Training data {card['training_hash']}, codebook version {card['codebook']['version']}."
    )


MEASURE_NAMES = {
    "within_side_r": "Correlation with the code within sides (0 reads nothing)",
    "within_actor_r": "Correlation within actors",
    "text_within_side_r": "Correlation within sides, text score",
    "mae": "Mean distance from the code, in codes",
    "mae_side": "… baseline: mean code of the side",
    "mae_commonest": "… baseline: commonest code",
    "addressed_f1": "Addressed or not, macro F1 (0 to 1)",
    "addressed_f1_commonest": "… baseline: always the commoner answer",
    "sign_stated": "Confidence in the sign of the score, as stated",
    "sign_right": "… how often that sign is right",
    "overall_r": "Correlation over all (mostly the side)",
    "rows": "Coded statements",
    "addressed_rows": "… that speak to the topic",
}


def _list_measures(measures: dict, codebook: Codebook) -> pd.DataFrame:
    cells = {topic.title: [_format(measures[topic.id][name]) for name in MEASURE_NAMES] for topic in codebook.topics}
    return pd.DataFrame(cells, index=pd.Index(MEASURE_NAMES.values(), name="measure"))


def _format(value: float | None) -> str:
    if value is None:
        return "undefined"
    return f"{value:,.0f}" if float(value).is_integer() and value > 1 else f"{value:.2f}"


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
