"""The tab Code: one statement at a time, a key a topic, the codebook beside it.

Belongs here: `show_coding`, which any queue of statements may be given to. Not here: what a key does (`coding/bench`), which statement
comes next (`coding/queue`). A key is heard before the part is drawn again, so one key is one run of this part alone.
"""

from collections.abc import Collection, Sequence
from html import escape

import streamlit as st

from stance.coding.bench import Bench, Code
from stance.coding.entries import CODING, VALIDATION, Entry, Purpose
from stance.coding.roles import Coder
from stance.coding.store import Store
from stance.dossier.codebook import Topic
from stance.dossier.loading import Dossier, join_sources
from stance.errors import UsageError
from stance.formats import escape_markdown, format_number
from stance.limits import CODING_NOTE
from stance.ui.frame import run_alone
from stance.ui.pages.desk.reading import choose_reading
from stance.ui.parts.cards import write_bare
from stance.ui.watching.runs import note_refusal
from stance.wording.coding import (
    KEYS,
    NOTE_HELP,
    NOTHING_LEFT,
    SILENT,
    SILENT_ON_ALL,
    describe_given,
    describe_level,
    describe_saved,
    describe_step,
)

BENCHES, PRESSED, NOTING = "_benches", "_pressed", "_noting"
MOST_KEYS = 9


def show_coding(
    dossier: Dossier,
    coder: Coder,
    store: Store,
    queue: Sequence[str],
    purpose: Purpose = CODING,
    controls: Collection[str] = frozenset(),
) -> None:
    """The statements of a queue (ids in order), coded one after the other and kept as acts of that purpose; blind.

    controls: those of the queue that were drawn at random. Where it is left and come back to, what stands in the store counts.
    """
    about = Entry(dossier.slug, dossier.codebook.version, "", coder.name, purpose=purpose)
    benches: dict[tuple, Bench] = st.session_state.setdefault(BENCHES, {})
    key = (str(dossier.folder), coder.name, purpose)
    texts = dossier.statements.set_index("statement")["text"]
    fresh = Bench(store, about, dossier.codebook.topic_ids, queue, controls, texts)
    benches[key] = fresh.take_over(benches[key]) if key in benches else fresh
    bench = benches[key]
    _show_bench(dossier, bench)


@run_alone
def _show_bench(dossier: Dossier, bench: Bench) -> None:
    _hear_keys(bench)
    left, right = st.columns([3, 2], gap="large")
    with left:
        _show_place(dossier, bench)
        if bench.draft:
            _show_statement(dossier, bench.draft.statement)
            asked = st.container()  # its text is sent after the buttons: what it asks can be answered
            _show_codes(dossier.codebook.topics[len(bench.draft.codes) :], bench.step)
            asked.html(f'<p role="status" class="asked">{_write_step(dossier, bench)}</p>')
        _show_tools(bench)
        if bench.draft and bench.about.purpose != VALIDATION:
            choose_reading(dossier, bench)
    with right:
        _show_codebook(dossier, bench)
    if st.session_state.get(NOTING):
        _ask_note(bench)


def _hear_keys(bench: Bench) -> None:
    """Does what was pressed since the last run, in order; an act that the store refuses is said, and nothing is lost.

    A key counts for what was on the page when it was pressed: the framework may hand on a click twice, where another part of the
    page ran meanwhile, and a click on a button that was drawn for the topic before.
    """
    try:
        for act, value, step in st.session_state.pop(PRESSED, []):
            if step == bench.step:
                bench.step += 1
                _do(bench, act, value)
    except UsageError as error:
        note_refusal()
        st.error(escape_markdown(str(error)))


def _do(bench: Bench, act: str, value: Code) -> None:
    if act == "code":
        bench.give(value)
    elif act == "rest":
        bench.give_rest(value)
    elif act == "undo":
        bench.undo()
    elif act == "skip":
        bench.skip()
    elif act == "unsure" and bench.draft:
        bench.mark(unsure=not bench.draft.unsure)
    elif act == "note":
        st.session_state[NOTING] = True


def _press(act: str, value: Code, step: int) -> None:
    st.session_state.setdefault(PRESSED, []).append((act, value, step))


def _offer(step: int, label: str, shortcut: str | None, act: str, value: Code = None, **look) -> None:
    """A button that a key presses too, another one at each step; not while a note is written."""
    shut = look.pop("off", False) or bool(st.session_state.get(NOTING))
    key = f"coding_{act}_{'' if value is None else value}_{step}"
    st.button(label, key=key, shortcut=shortcut, on_click=_press, args=(act, value, step), disabled=shut, **look)


def _show_place(dossier: Dossier, bench: Bench) -> None:
    """How far the queue has come, and what was kept last."""
    total = len(bench.queue)
    st.progress(bench.count / total if total else 1.0, text=f"{bench.count} of {total} in your queue coded")
    if bench.done:
        st.caption(escape_markdown(describe_saved(dossier.codebook, bench.done[-1])))
    if bench.draft is None:
        st.success(NOTHING_LEFT)


def _show_statement(dossier: Dossier, statement: str) -> None:
    rows = dossier.statements[dossier.statements["statement"] == statement]
    (row,) = join_sources(rows, dossier.sources).to_dict("records")
    st.html(write_bare(row))


def _write_step(dossier: Dossier, bench: Bench) -> str:
    """What is asked now, and what was given so far, as HTML."""
    assert bench.draft is not None
    given = describe_given(dossier.codebook, bench.draft.codes)
    return f"<b>{escape(describe_step(dossier.codebook, bench.draft))}</b>" + (
        f"<br>Given so far: {escape(given)}" if given else ""
    )


def _show_codes(topics: Sequence[Topic], step: int) -> None:
    """A button a code of the first of the topics with its key and its rule, and for a statement that does not speak to it, or to any of them."""
    topic = topics[0]
    with st.container(key="coding_codes", gap="small"):
        for number, code in enumerate(topic.codes, 1):
            label = f"**{format_number(code, 0)}**  {escape_markdown(describe_level(topic, code))}".strip()
            shortcut = str(number) if number <= MOST_KEYS else None
            _offer(step, label, shortcut, "code", code, width="stretch", wrap=True)
        _offer(step, SILENT, "0", "code", width="stretch")
        if len(topics) > 1:
            _offer(step, SILENT_ON_ALL, "X", "rest", width="stretch", wrap=True)


def _show_tools(bench: Bench) -> None:
    """Note, unsure, skip and undo, each with its key."""
    draft = bench.draft
    with st.container(horizontal=True, key="coding_tools"):
        if draft:
            _offer(bench.step, "Change the note" if draft.note else "Note", "N", "note")
            _offer(bench.step, f"Unsure: {'yes' if draft.unsure else 'no'}", "U", "unsure")
            _offer(bench.step, "Skip", "S", "skip")
        nothing = not (bench.done or (draft and draft.codes))
        _offer(bench.step, "Take the last code back", "Backspace", "undo", off=nothing)
    if draft and draft.note:
        st.caption(escape_markdown(f"Note: {draft.note}"))


@st.dialog("Note on this statement", dismissible=False)
def _ask_note(bench: Bench) -> None:
    """A line for the note; it is kept with the codes. (A dialog that cannot be dismissed has the line as the first stop of the Tab key.)"""
    with st.form("coding_note", border=False):
        text = st.text_input(
            "Note", bench.draft.note if bench.draft else "", max_chars=CODING_NOTE.most, help=NOTE_HELP
        )
        kept = st.form_submit_button("Keep the note")
    left = st.button("Leave it", key="coding_note_left", shortcut="Esc")
    if kept:
        bench.mark(note=" ".join(text.split()))
    if kept or left:
        st.session_state[NOTING] = False
        st.rerun()


def _show_codebook(dossier: Dossier, bench: Bench) -> None:
    """The poles of the topic that is asked, the coding rules, and the keys."""
    codebook = dossier.codebook
    with st.container(key="coding_book"):
        st.subheader(escape_markdown(f"Codebook, version {codebook.version}"), anchor=False)
        if bench.draft:
            topic = codebook.topics[len(bench.draft.codes)]
            ends = [(topic.codes[0], topic.minus), (topic.codes[-1], topic.plus)]
            st.markdown("\n".join(f"- **{format_number(code, 0)}** {escape_markdown(text)}" for code, text in ends))
        if codebook.coding_rules:
            st.markdown("**Coding rules**")
            st.markdown("\n".join(f"{n}. {escape_markdown(rule)}" for n, rule in enumerate(codebook.coding_rules, 1)))
        st.caption(KEYS)
