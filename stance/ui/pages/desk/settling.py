"""The tab Settle: where coders differ, a final code for each statement, and each coder's own differences from it.

Belongs here: what an adjudicator sees and presses. Not here: which statements differ (`coding/settling`).
"""

from dataclasses import replace

import pandas as pd
import streamlit as st

from stance.coding.entries import ADJUDICATION, Entry, hash_text
from stance.coding.progress import read_standing
from stance.coding.roles import Coder
from stance.coding.settling import count_settled, list_agreed, list_differing, list_errors, list_shared, read_codes
from stance.coding.store import Store
from stance.dossier.codebook import Topic
from stance.dossier.loading import Dossier, join_sources
from stance.formats import escape_markdown, format_count, format_number
from stance.limits import CODING_NOTE
from stance.ui.frame import run_alone
from stance.ui.parts.cards import write_bare
from stance.ui.parts.tables import write_table
from stance.wording.coding import (
    ALL_SETTLED,
    NO_ERRORS,
    NOTHING_SHARED,
    OWN_ERRORS,
    SETTLERS,
    SILENT,
    UNSETTLED,
    describe_code,
    describe_level,
    describe_shared,
)

LEFT = "_left_unsettled"
NONE = "none"


@run_alone
def show_settling(dossier: Dossier, coder: Coder, store: Store) -> None:
    """The statement on which coders are farthest apart, and what is to be done about it; below, the coder's own differences."""
    current, final = read_standing(store, dossier)
    shared = list_shared(current, final, dossier.codebook)
    agreed, differing = list_agreed(shared), list_differing(shared)
    st.caption(
        escape_markdown(describe_shared(len(agreed), len(differing), int(shared["settled"].sum())))
        if len(shared)
        else NOTHING_SHARED
    )
    if len(shared) and not coder.adjudicates:
        st.info(SETTLERS, icon="ℹ️")
    elif len(shared):
        about = Entry(dossier.slug, dossier.codebook.version, "", coder.name, purpose=ADJUDICATION)
        _offer_agreed(dossier, store, about, current, agreed)
        _show_differing(dossier, store, about, current, differing)
    _show_own(dossier, coder, current, final)


def _offer_agreed(dossier: Dossier, store: Store, about: Entry, current: pd.DataFrame, agreed: list[str]) -> None:
    """One click takes over what coders agree on."""
    label = f"Take over {format_count(len(agreed), 'statement')} on which coders agree"
    if agreed and st.button(label, key="settle_agreed"):
        rows = current.drop_duplicates("statement").set_index("statement").loc[agreed]
        store.add_all(
            [
                replace(about, statement=str(one), codes=read_codes(row, dossier.codebook), text_hash=row["text_hash"])
                for one, row in rows.to_dict("index").items()
            ]
        )
        st.rerun(scope="fragment")


def _show_differing(dossier: Dossier, store: Store, about: Entry, current: pd.DataFrame, differing: list[str]) -> None:
    """The first of the differing statements that was not left, else the first of those left."""
    left = [one for one in st.session_state.get(LEFT, []) if one in differing]
    order = [*(one for one in differing if one not in left), *left]
    if not order:
        st.success(ALL_SETTLED)
        return
    statement = order[0]
    st.markdown(f"**{escape_markdown(statement)}**, {len(differing)} to settle, farthest apart first")
    row = _find_row(dossier, statement)
    st.html(write_bare(row))
    rows = current[current["statement"] == statement]
    _show_codings(dossier, rows)
    codes = {topic.id: _choose_final(topic, rows, statement) for topic in dossier.codebook.topics}
    note = st.text_input("Why (optional)", key=f"settle_why_{statement}", max_chars=CODING_NOTE.most)
    seen = {"statement": statement, "text_hash": hash_text(row["text"]), "note": " ".join(note.split())}
    _offer_verdict(store, replace(about, **seen), codes, left)


def _find_row(dossier: Dossier, statement: str) -> dict:
    rows = dossier.statements[dossier.statements["statement"] == statement]
    return join_sources(rows, dossier.sources).to_dict("records")[0]


def _show_codings(dossier: Dossier, rows: pd.DataFrame) -> None:
    """Who gave which codes, who was unsure, and what they noted."""
    titles = [topic.title for topic in dossier.codebook.topics]
    lines = [
        (
            row["coder"],
            *(describe_code(code) for code in read_codes(row, dossier.codebook).values()),
            "yes" if row["unsure"] else "",
            row["note"],
        )
        for row in rows.to_dict("records")
    ]
    st.markdown(write_table(("Coder", *titles, "Unsure", "Note"), lines))


def _plain(cells: pd.Series) -> list[int | None]:
    return [None if pd.isna(code) else int(code) for code in cells]


def _choose_final(topic: Topic, rows: pd.DataFrame, statement: str) -> str | None:
    """The final cell of a topic as text; where coders agree it is theirs at first, where they differ nothing is chosen yet."""
    given = dict.fromkeys(_write_cell(code) for code in _plain(rows[topic.id]))
    names = {NONE: SILENT, **{_write_cell(code): format_number(code, 0) for code in topic.codes}}
    options = [*(_write_cell(code) for code in topic.codes), NONE]
    chosen = st.segmented_control(
        escape_markdown(f"{topic.title}: {topic.question}"),
        options,
        default=next(iter(given)) if len(given) == 1 else None,
        format_func=lambda one: escape_markdown(names[one]),
        key=f"settle_{statement}_{topic.id}",
    )
    if len(given) > 1:
        lines = [
            (names[one], SILENT if one == NONE else describe_level(topic, int(one))) for one in options if one in given
        ]
        st.markdown(
            "\n".join(f"- **{escape_markdown(name)}** {escape_markdown(rule)}" for name, rule in lines if rule != name)
        )
    return chosen


def _write_cell(code: int | None) -> str:
    return NONE if code is None else str(code)


def _offer_verdict(store: Store, entry: Entry, codes: dict[str, str | None], left: list[str]) -> None:
    with st.container(horizontal=True):
        ready = all(code is not None for code in codes.values())
        if st.button("Settle, and the next one", key="settle_verdict", type="primary", disabled=not ready):
            final = {topic: None if code == NONE else int(str(code)) for topic, code in codes.items()}
            store.add(replace(entry, codes=final))
            st.rerun(scope="fragment")
        if st.button("Leave it for now", key="settle_leave"):
            st.session_state[LEFT] = [*(one for one in left if one != entry.statement), entry.statement]
            st.rerun(scope="fragment")


def _show_own(dossier: Dossier, coder: Coder, current: pd.DataFrame, final: pd.DataFrame) -> None:
    """How the coder's codes differ from the final ones, by topic and rule."""
    st.subheader(OWN_ERRORS, anchor=False)
    if not count_settled(current, final, coder.name):
        st.caption(UNSETTLED)
        return
    errors = list_errors(current, final, dossier.codebook, coder.name)
    if errors.empty:
        st.caption(NO_ERRORS)
        return
    titles = dossier.label_topics()
    cells = zip(_plain(errors["final"]), _plain(errors["given"]), strict=True)
    lines = [
        (titles[topic], describe_code(final), describe_code(given), str(times), rule)
        for (final, given), topic, times, rule in zip(
            cells, errors["topic"], errors["times"], errors["rule"], strict=True
        )
    ]
    st.markdown(write_table(("Topic", "Final", "Yours", "Times", "Rule of the final code"), lines))
