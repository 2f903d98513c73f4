"""The tab "Check the record": a drawn sample, coded blind, and how far people and the record agree on it.

Belongs here: choosing the draw, coding it, showing the result, putting it into the dossier. Not here: the draw (`coding/samples`), the table
(`coding/validating`), what is measured (`estimates/checked`).
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

import pandas as pd
import streamlit as st

from stance.coding.entries import VALIDATION
from stance.coding.roles import Coder
from stance.coding.store import Store
from stance.coding.validating import list_checks, put_checks
from stance.dossier.loading import Dossier
from stance.estimates.selection import default_selection
from stance.exhibits.checked import make_checked, make_departures, make_foreseen
from stance.exhibits.exhibit import Column, Exhibit, Table
from stance.formats import escape_markdown
from stance.settings import read_settings
from stance.ui.caches import fetch_check, fetch_sample
from stance.ui.frame import is_dark, shown_errors
from stance.ui.pages.desk.coding import show_coding
from stance.ui.parts.exhibits import draw, show_sentences
from stance.ui.parts.tables import offer_csv, show_table
from stance.ui.pickers import URL
from stance.wording.checking import (
    ABOUT,
    BLIND,
    LOOK,
    MEND,
    NOTHING,
    PUT,
    PUT_HELP,
    SEED_HELP,
    WIDTHS,
    describe_sample,
)

SIZE, LEAST, MOST, SEEDS = 80, 5, 500, 999_999
SIZE_KEY, SEED_KEY, LOOK_KEY, MADE = "check_size", "check_seed", "check_look", "_check_made"
EVERY = timedelta(seconds=5)
DRAW = (
    Column("order", "order", "count"), Column("statement", "statement"), Column("stratum", "topic of the stratum"), Column("side", "side"),
    Column("seed", "seed", "count"), Column("size", "size", "count"), Column("data", "data"), Column("codebook", "codebook version"),
)  # fmt: skip


def show_checking(dossier: Dossier, coder: Coder, store: Store) -> None:
    """The draw, the statement at hand, and below it the result as soon as the sample is coded."""
    st.markdown(escape_markdown(ABOUT))
    coded = int(dossier.statements["coded"].sum())
    if not coded:
        st.info(NOTHING, icon="ℹ️")
        return
    size, seed = _choose_draw(coded)
    drawn = fetch_sample(dossier, size, seed)
    st.markdown(f"**{escape_markdown(describe_sample(len(drawn), coded))}**")
    _show_widths(dossier)
    show_coding(dossier, coder, store, drawn["statement"].tolist(), VALIDATION)
    _offer_draw(dossier, drawn, size, seed)
    _show_result(dossier, coder, store, drawn["statement"].tolist(), (size, seed))


def _choose_draw(coded: int) -> tuple[int, int]:
    """How many statements, and the seed; both in the link, so that the sample is found again."""
    most = min(coded, MOST)
    left, right, _ = st.columns([1, 1, 2])
    size = left.number_input("Statements", min(LEAST, most), most, min(SIZE, most), key=SIZE_KEY, bind=URL)
    seed = right.number_input("Seed", 0, SEEDS, 1, key=SEED_KEY, bind=URL, help=SEED_HELP)
    return int(size or LEAST), int(seed or 0)


def _show_widths(dossier: Dossier) -> None:
    """What interval a size can be expected to buy; worked out when it is asked for."""
    box = st.expander(WIDTHS, key="check_widths", on_change="rerun")
    if box.open:
        with box:
            found = fetch_check(make_foreseen, dossier, default_selection(dossier.codebook))
            if found.table:
                show_table(found.table, found.key)


def _offer_draw(dossier: Dossier, drawn: pd.DataFrame, size: int, seed: int) -> None:
    """The ids of the sample with all by which it can be drawn again."""
    about = {"seed": seed, "size": size, "data": dossier.record_hash, "codebook": dossier.codebook.version}
    rows = drawn.assign(order=range(1, len(drawn) + 1), **about)
    table = Table(
        rows, DRAW, "The statements of the sample, in the order in which they are coded", f"{dossier.slug}-sample"
    )
    offer_csv("Download the draw (CSV)", table, "check_draw")


@st.fragment(run_every=EVERY)
def _show_result(dossier: Dossier, coder: Coder, store: Store, drawn: Sequence[str], draw_of: tuple[int, int]) -> None:
    """The result, where the coder is done with the sample or wants to see it before; looked up again every few seconds."""
    with shown_errors("checking"):
        size, seed = draw_of
        checks = list_checks(store, dossier, drawn, size=size, seed=seed)
        if int((checks["coder"] == coder.name).sum()) < len(drawn):
            st.caption(BLIND)
            if not st.toggle(LOOK, key=LOOK_KEY):
                return
        checked, departures = _make_once(replace(dossier, validation=checks), checks)
        _show_agreement(checked)
        if departures.table is not None:
            st.subheader(escape_markdown(departures.title), anchor=False)
            show_sentences(departures)
            show_table(departures.table, departures.key)
        if len(checks) and coder.adjudicates and not read_settings().is_demo:
            _offer_putting(dossier, checks)


def _make_once(dossier: Dossier, checks: pd.DataFrame) -> tuple[Exhibit, Exhibit]:
    """Agreement and differences of what stands, made again only where something else stands than at the last look."""
    stamp = (dossier.slug, dossier.data_hash, is_dark(), tuple(pd.util.hash_pandas_object(checks)))
    kept = st.session_state.get(MADE)
    if not kept or kept[0] != stamp:
        selection, scores = default_selection(dossier.codebook), pd.DataFrame()
        made = make_checked(dossier, scores, selection, dark=is_dark()), make_departures(dossier, scores, selection)
        kept = st.session_state[MADE] = (stamp, made)
    return kept[1]


def _show_agreement(checked: Exhibit) -> None:
    if not checked.panels:
        st.info(escape_markdown(" ".join(checked.sentences)), icon="ℹ️")
        return
    st.subheader(escape_markdown(checked.title), anchor=False)
    show_sentences(checked)
    for panel in checked.panels:
        if panel.table is not None:
            show_table(panel.table, panel.key)
        st.caption(escape_markdown(checked.note))
        for column, confusion in zip(st.columns(len(panel.panels)), panel.panels, strict=True):
            with column:
                show_sentences(confusion)
                draw(confusion)


def _offer_putting(dossier: Dossier, checks: pd.DataFrame) -> None:
    if st.button(PUT, key="check_put", help=PUT_HELP):
        path = put_checks(dossier, checks)
        st.success(escape_markdown(f"Written: {path.name}, {len(checks)} rows. {MEND}"))
