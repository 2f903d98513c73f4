"""The Robustness page: one claim, estimated again without parts of its evidence and by other choices."""

from dataclasses import replace

import numpy as np
import pandas as pd
import streamlit as st

from stance.dossier.loading import Dossier
from stance.estimates.robustness import OTHER, SAME, UNCLEAR, UNKNOWN, VERDICTS, count_verdicts, list_failures
from stance.estimates.selection import Selection
from stance.export import View
from stance.figures import plot_estimates
from stance.formats import format_count
from stance.ui.caches import fetch_claim, fetch_claims, fetch_movement, fetch_swings
from stance.ui.frame import draw, is_dark, show_title, sign_columns
from stance.ui.pages.positions import fetch_voices, offer_csv
from stance.ui.pickers import choose_by, choose_claim
from stance.wording import Line, describe_claim, describe_survival, rank_claims
from stance.wording.selections import describe_span

NUMBERS = sign_columns("change", "low", "high", "least", "largest")
WHAT = (
    "A change, in codes, estimated again without parts of its evidence and by other choices. It survives an estimate that says the "
    "same: clear in the same direction (the 90 % interval leaves out 0), or not clear either; fewer statements make any change less "
    "clear. A title asks more of a change than its interval, since it is the largest of many (see Method)."
)
EMPTY = (
    "No change can be estimated here: a line needs positions in the first and in the last year of the chosen dates, or in two "
    "windows that follow one another. The filters at the side decide which statements count."
)


def show_robustness(dossier: Dossier, selection: Selection) -> View:
    """Title, pickers, picture and tables for one claim; what they belong to."""
    head = st.container()
    selection = replace(selection, by=choose_by())
    claims, voices = fetch_claims(dossier, selection), fetch_voices(dossier, selection)
    claims = claims[claims["group"].isin(voices)]
    if claims.empty:
        with head:
            show_title("No change to check", WHAT)
        st.info(EMPTY, icon="ℹ️")
        return View(selection, "robustness")
    names = {group: voice.name for group, voice in voices.items()}
    row = choose_claim(claims, _find_first(dossier, selection, claims, voices), dossier, names)
    table = fetch_claim(dossier, selection, row)
    counts = count_verdicts(table)
    clear = table["verdict"].iloc[0] != UNCLEAR
    sums = counts[[SAME, OTHER, "estimates", UNKNOWN]].sum().astype(int)
    said = describe_claim(row, dossier.codebook.topic(row["topic"]), voices[row["group"]], describe_span(selection))
    title = describe_survival(said, clear, sums[SAME], sums[SAME] + sums[OTHER], sums["estimates"], sums[UNKNOWN])
    with head:
        show_title(title, WHAT)
    figure = plot_estimates(table, dark=is_dark())
    draw(figure, "estimates", title)
    st.caption(
        "Filled: says the same. Hollow: does not. Lines: 90 % intervals. Dashed: the change as shown. Point at a marker to read which."
    )
    _show_tables(dossier, table, counts)
    return View(selection, "robustness")


def _find_first(dossier: Dossier, selection: Selection, claims: pd.DataFrame, voices: dict[str, Line]) -> pd.Series:
    """What the overview's title says first; where it says nothing, the largest change in half widths."""
    ranked = rank_claims(fetch_movement(dossier, selection), fetch_swings(dossier, selection), voices)
    if len(ranked):
        kinds = np.where(ranked["start"].notna(), "swing", "ends") if "start" in ranked else "ends"
        return ranked.assign(kind=kinds).iloc[0]
    return claims.loc[(claims["change"].abs() / (claims["high"] - claims["low"])).idxmax()]


def _show_tables(dossier: Dossier, table: pd.DataFrame, counts: pd.DataFrame) -> None:
    st.subheader("How many say the same", anchor=False)
    shown = counts.loc[:, [name for name in counts if name not in VERDICTS or counts[name].any()]]
    st.dataframe(shown, hide_index=True, column_config=NUMBERS, alt="Other estimates by family")
    failures = list_failures(table)
    st.subheader("Which do not", anchor=False)
    if failures.empty:
        st.markdown("None: every other estimate says the same.")
    else:
        st.dataframe(
            failures, hide_index=True, column_config=NUMBERS, placeholder="", alt="Estimates with another verdict"
        )
    st.caption(
        "Leaving out one source or one actor at a time shows whether one voice carries the change; it does not show what was "
        "never found. The estimates share most of their evidence, so their number is no measure of certainty."
    )
    label = f"Download {format_count(len(table), 'estimate')} (CSV)"
    offer_csv(label, table, f"{dossier.slug}-robustness", "robustness")
