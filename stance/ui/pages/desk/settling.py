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
from stance.errors import UsageError
from stance.formats import escape_markdown, format_count, format_number
from stance.limits import CODING_NOTE
from stance.ui.frame import run_alone
from stance.ui.parts.cards import write_bare
from stance.ui.parts.tables import write_table
from stance.ui.watching.runs import note_refusal
from stance.wording.coding import (
    ALL_SETTLED,
    NO_ERRORS,
    NOTHING_SHARED,
    OWN_ERRORS,
    SETTLERS,
    SILENT,
    UNSETTLED,
    describe_code,
    describe_coding,
    describe_level,
    describe_shared,
)

LEFT, SETTLED = "_left_unsettled", "_settled"
NONE = "none"


@run_alone
def show_settling(dossier: Dossier, coder: Coder, store: Store) -> None:
    """The statement on which coders are farthest apart, and what is to be done about it; below, the coder's own differences."""
    if coder.adjudicates:
        _keep_pressed(store)
    current, final = read_standing(store, dossier)
    shared = list_shared(current, final, dossier.codebook)
    agreed, differing = list_agreed(shared), list_differing(shared)
    settled = int(shared["settled"].sum())
    st.caption(
        escape_markdown(describe_shared(len(agreed), len(differing), settled) if len(shared) else NOTHING_SHARED)
    )
    if len(shared) and not coder.adjudicates:
        st.info(SETTLERS, icon="ℹ️")
    elif len(shared):
        about = Entry(dossier.slug, dossier.codebook.version, "", coder.name, purpose=ADJUDICATION)
        _offer_agreed(dossier, about, current, agreed)
        _show_differing(dossier, about, current, differing)
    _show_own(dossier, coder, current, final)


def _keep_pressed(store: Store) -> None:
    """Keeps what was settled since the last run; what the store refuses is said, and is still to be settled."""
    try:
        store.add_all(st.session_state.pop(SETTLED, []))
    except UsageError as error:
        note_refusal()
        st.error(escape_markdown(str(error)))


def _press(entries: list[Entry]) -> None:
    st.session_state.setdefault(SETTLED, []).extend(entries)


def _offer_agreed(dossier: Dossier, about: Entry, current: pd.DataFrame, agreed: list[str]) -> None:
    """One click takes over what coders agree on."""
    if not agreed:
        return
    rows = current.drop_duplicates("statement").set_index("statement").loc[agreed].to_dict("index")
    entries = [
        replace(about, statement=str(one), codes=read_codes(row, dossier.codebook), text_hash=row["text_hash"])
        for one, row in rows.items()
    ]
    label = f"Take over {format_count(len(agreed), 'statement')} on which coders agree"
    st.button(label, key="settle_agreed", on_click=_press, args=(entries,))


def _show_differing(dossier: Dossier, about: Entry, current: pd.DataFrame, differing: list[str]) -> None:
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
    for topic in dossier.codebook.topics:
        _choose_final(topic, rows, statement)
    st.text_input("Why (optional)", key=_name(statement), max_chars=CODING_NOTE.most)
    _offer_verdict(
        replace(about, statement=statement, text_hash=hash_text(row["text"])), dossier.codebook.topic_ids, left
    )


def _name(statement: str, topic: str = "") -> str:
    """The key of the choice of a final code, and without a topic of the line for the reason."""
    return f"settle_{statement}_{topic}" if topic else f"settle_why_{statement}"


def _find_row(dossier: Dossier, statement: str) -> dict:
    rows = dossier.statements[dossier.statements["statement"] == statement]
    return join_sources(rows, dossier.sources).to_dict("records")[0]


def _show_codings(dossier: Dossier, rows: pd.DataFrame) -> None:
    """Who gave which codes, who was unsure, and what they noted."""
    book = dossier.codebook
    lines = [
        (row["coder"], describe_coding(book, row, list(read_codes(row, book).values())))
        for row in rows.to_dict("records")
    ]
    st.markdown(
        "\n".join(f"- **{escape_markdown(one)}**: {escape_markdown(' '.join(text.split()))}" for one, text in lines)
    )


def _plain(cells: pd.Series) -> list[int | None]:
    return [None if pd.isna(code) else int(code) for code in cells]


def _choose_final(topic: Topic, rows: pd.DataFrame, statement: str) -> None:
    """The final cell of a topic; where coders agree it is theirs at first, where they differ nothing is chosen yet."""
    given = dict.fromkeys(_write_cell(code) for code in _plain(rows[topic.id]))
    names = {NONE: SILENT, **{_write_cell(code): format_number(code, 0) for code in topic.codes}}
    options = [*(_write_cell(code) for code in topic.codes), NONE]
    st.segmented_control(
        escape_markdown(f"{topic.title}: {topic.question}"),
        options,
        default=next(iter(given)) if len(given) == 1 else None,
        format_func=lambda one: escape_markdown(names[one]),
        key=_name(statement, topic.id),
    )
    if len(given) > 1:
        lines = [
            (names[one], SILENT if one == NONE else describe_level(topic, int(one))) for one in options if one in given
        ]
        st.markdown(
            "\n".join(f"- **{escape_markdown(name)}** {escape_markdown(rule)}" for name, rule in lines if rule != name)
        )


def _write_cell(code: int | None) -> str:
    return NONE if code is None else str(code)


def _offer_verdict(entry: Entry, topics: list[str], left: list[str]) -> None:
    ready = all(st.session_state.get(_name(entry.statement, topic)) for topic in topics)
    with st.container(horizontal=True):
        st.button(
            "Settle, and the next one",
            key="settle_verdict",
            type="primary",
            disabled=not ready,
            on_click=_press_verdict,
            args=(entry, topics),
        )
        st.button("Leave it for now", key="settle_leave", on_click=_leave, args=(entry.statement, left))


def _press_verdict(entry: Entry, topics: list[str]) -> None:
    """Takes what is chosen at the moment of the click; nothing where a choice was taken back meanwhile."""
    chosen = {topic: st.session_state.get(_name(entry.statement, topic)) for topic in topics}
    if all(chosen.values()):
        codes = {topic: None if cell == NONE else int(str(cell)) for topic, cell in chosen.items()}
        note = " ".join(st.session_state.get(_name(entry.statement), "").split())
        _press([replace(entry, codes=codes, note=note)])


def _leave(statement: str, left: list[str]) -> None:
    st.session_state[LEFT] = [*(one for one in left if one != statement), statement]


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
