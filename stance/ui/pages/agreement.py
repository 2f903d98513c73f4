"""The Agreement page: coder with coder, the classifier with the codes, and the statements on which coders differ."""

import pandas as pd
import streamlit as st

from stance.dossier.loading import Dossier, describe_table
from stance.estimates.agreement import CLASSIFIER, CODES, COEFFICIENTS, list_differences, pair_codings, tabulate_pair
from stance.figures import plot_confusion
from stance.formats import escape_markdown, format_count
from stance.ui.caches import fetch_agreement, fetch_readings, fetch_scores
from stance.ui.frame import draw, is_dark, show_limits_link, show_title
from stance.ui.pages.positions import offer_csv
from stance.ui.pages.statements import open_statement

TABS = ("Coders", "Where coders differ", "Classifier and codes")
LABELS = {
    "alpha_addressed": "speaks to the topic: alpha (nominal)",
    "alpha_level": "code: alpha (ordinal)",
    "kappa_level": "code: weighted kappa (linear)",
    "same_code": "same code, where both gave one",
    "same_cell": "same cell, empty counted",
}
READING = (
    "1 is perfect agreement, 0 what chance would give; in brackets the 90 % interval from drawing sources with replacement. "
    "“undefined”: nothing varies, or nothing is shared."
)
NO_CODINGS = "This dossier has no codings.csv: how far two coders agree is not known."


def show_reliability(dossier: Dossier) -> None:
    """Title and tabs of the page; the open tab is in the link."""
    coders = fetch_agreement(dossier, "coders")
    show_title(_write_title(coders, dossier), describe_coders(dossier))
    tabs = dict(zip(TABS, st.tabs(TABS, key="agreement", bind="query-params"), strict=True))
    with tabs["Coders"]:
        _show_pairs(dossier, coders, dossier.codings)
    with tabs["Where coders differ"]:
        _show_differences(dossier, coders)
    with tabs["Classifier and codes"]:
        _show_classifier(dossier)


def _write_title(coders: pd.DataFrame, dossier: Dossier) -> str:
    if coders.empty:
        return "Agreement of coders is not known"
    first = coders[coders["pair"] == coders["pair"].iloc[0]].set_index("topic")
    parts = [f"{topic.title} {_write_number(first.loc[topic.id, 'alpha_level'])}" for topic in dossier.codebook.topics]
    return f"Ordinal alpha of coders {first['pair'].iloc[0]}: " + ", ".join(parts)


def describe_coders(dossier: Dossier) -> str:
    """Who the coders are, from the data package of the dossier."""
    about = describe_table(dossier.folder, "codings")
    who = f"Who the coders are: {about}" if about else "Who the coders are is not said in this dossier."
    return f"{who} Coders who were trained alike can agree and both be wrong: agreement is not accuracy."


def _show_pairs(dossier: Dossier, table: pd.DataFrame, codings: pd.DataFrame) -> None:
    if table.empty:
        st.info(_explain_empty(dossier), icon="ℹ️")
        return
    pair = _choose_pair(table, "Pair of coders", "pair")
    _show_measures(dossier, pair)
    st.caption(f"{READING} The adjudicated coding is no coder.")
    a, b = pair[["a", "b"]].iloc[0]
    _show_confusion(dossier, codings, a, b, (f"coder {a}", f"coder {b}"))


def _explain_empty(dossier: Dossier) -> str:
    return NO_CODINGS if dossier.codings.empty else "codings.csv holds one coder only: agreement needs two."


def _choose_pair(table: pd.DataFrame, label: str, key: str) -> pd.DataFrame:
    """The rows of the chosen pair of coders; without a choice where there is one pair."""
    names = list(table["pair"].unique())
    chosen = names[0] if len(names) == 1 else st.selectbox(label, names, key=key, bind="query-params")
    return table[table["pair"] == chosen]


def _show_measures(dossier: Dossier, table: pd.DataFrame) -> None:
    rows = table.set_index("topic")
    cells = {
        escape_markdown(topic.title): [
            *(f"{rows.loc[topic.id, name]:,}" for name in ("statements", "both")),
            *_write_cells(rows.loc[topic.id]),
        ]
        for topic in dossier.codebook.topics
    }
    names = ["statements coded by both", "… given a code by both", *LABELS.values()]
    st.table(pd.DataFrame(cells, index=pd.Index(names, name="measure")))


def _write_cells(row: pd.Series) -> list[str]:
    return [
        f"{_write_number(row[name])} [{_write_number(row[f'{name}_low'])}, {_write_number(row[f'{name}_high'])}]"
        if pd.notna(row[name])
        else "undefined"
        for name in COEFFICIENTS
    ]


def _write_number(value: float) -> str:
    return "undefined" if pd.isna(value) else f"{value:.2f}"


def _show_confusion(dossier: Dossier, codings: pd.DataFrame, a: str, b: str, names: tuple[str, str]) -> None:
    st.subheader("Which codes are confused", anchor=False)
    st.caption(
        "Statements by the two codes; “none”: read, and found not to speak to the topic. The shade is the share of the row."
    )
    for column, topic in zip(st.columns(len(dossier.codebook.topics)), dossier.codebook.topics, strict=True):
        table = tabulate_pair(pair_codings(codings, a, b, topic.id), topic.codes)
        with column:
            said = f"{topic.title}: {names[0]} and {names[1]} equal on {_same(table):,} of {table.to_numpy().sum():,} statements."
            st.markdown(escape_markdown(said))
            figure = plot_confusion(table, rows=names[0], columns=names[1], dark=is_dark())
            draw(figure, f"confusion_{names[1]}_{topic.id}", said)
            with st.expander("The same as a table"):
                st.table(table)


def _same(table: pd.DataFrame) -> int:
    return int(sum(table.iloc[i, i] for i in range(len(table))))


def _show_differences(dossier: Dossier, coders: pd.DataFrame) -> None:
    if coders.empty:
        st.info(_explain_empty(dossier), icon="ℹ️")
        return
    a, b = _choose_pair(coders, "Pair", "differing_pair")[["a", "b"]].iloc[0]
    rows = list_differences(dossier.codings, dossier.statements, dossier.codebook, a, b)
    texts = dossier.statements[["statement", "text", "note"]]
    shown = rows.merge(texts, on="statement", how="left").rename(columns={"a": f"coder {a}", "b": f"coder {b}"})
    settled = ", ".join(f"{escape_markdown(name)} in {count}" for name, count in rows["settled"].value_counts().items())
    st.markdown(
        f"**{format_count(len(rows), 'cell')} in {format_count(rows['statement'].nunique(), 'statement')}** differ."
        + (f" The final code follows {settled}." if settled else "")
        + " The rule is the codebook’s for the final code; which numbered rule decided is known only where the note names it."
    )
    open_statement(dossier, shown, "differences", "Cells on which the two coders differ")
    offer_csv(f"Download {format_count(len(shown), 'row')} (CSV)", shown, f"{dossier.slug}-differences", "differences")


def _show_classifier(dossier: Dossier) -> None:
    if fetch_scores(dossier).empty or not dossier.statements["coded"].any():
        st.info("There is no classifier here, or no coded statement: nothing to compare.", icon="ℹ️")
        return
    st.markdown(
        "The classifier’s code is the level nearest to its cross-fitted score, from a model that saw nothing of the statement’s "
        "source. It is read as if it were a coder; its own measures stand under Method."
    )
    _show_measures(dossier, fetch_agreement(dossier, CLASSIFIER))
    st.caption(READING)
    _show_confusion(dossier, fetch_readings(dossier), CODES, CLASSIFIER, ("final code", "classifier"))
    show_limits_link()
