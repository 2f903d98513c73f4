"""The Method page: what the numbers mean, how well they hold, and where they end."""

import re
from dataclasses import replace

import streamlit as st

from stance.classifier.cards import load_card
from stance.dossier.loading import Dossier
from stance.errors import ModelError
from stance.estimates.scored import CODES
from stance.estimates.selection import default_selection
from stance.exhibits.reliability import make_reliability
from stance.exhibits.replication import make_replication
from stance.exhibits.statements import make_record
from stance.files import read_text
from stance.formats import escape_markdown
from stance.limits import NOTES_BYTES
from stance.ui.caches import fetch_check, fetch_exhibit, fetch_text
from stance.ui.frame import is_dark, show_title, shown_errors
from stance.ui.loaded import find_models
from stance.ui.parts.exhibits import draw, show_sentences
from stance.ui.parts.tables import show_table, write_table
from stance.ui.pickers import choose_tab
from stance.ui.private import describe_error
from stance.ui.sidebar import current_filters, say_unfiltered
from stance.wording.method import LIMITS, POSITION
from stance.wording.model_card import describe_model_card
from stance.wording.thresholds import list_thresholds
from stance.wording.trials import describe_replication
from stance.wording.validation import describe_record


def show_method() -> None:
    """Title and the open tab; the filters at the side do not apply."""
    dossier, _ = current_filters()
    say_unfiltered()
    show_title("Method", fetch_text(_write_subtitle, dossier))
    tabs = choose_tab(TABS, "method")
    (title,) = [one for one in TABS if tabs[one].open]
    with tabs[title]:
        TABS[title](dossier)


def _write_subtitle(dossier: Dossier) -> str:
    """What the page is about, how large the record is and who coded it."""
    about = f"How the numbers of “{dossier.codebook.title}” are made, how well they hold, and where they end."
    return f"{about} {describe_record(dossier)}"


def _show_positions(dossier: Dossier) -> None:  # noqa: ARG001 - as the other tabs
    st.markdown(POSITION)
    st.markdown("**Words and the numbers behind them**")
    st.markdown(fetch_text(_write_thresholds))


def _write_thresholds() -> str:
    return write_table(("phrase", "used when", "number"), list_thresholds().astype(str).to_numpy().tolist())


def _show_codebook(dossier: Dossier) -> None:
    st.markdown(fetch_text(_write_codebook, dossier))


def _write_codebook(dossier: Dossier) -> str:
    """The codebook as Markdown: topics with their codes, and the coding rules."""
    codebook = dossier.codebook
    about = escape_markdown(f"codebook version {codebook.version}. {codebook.places}")
    parts = [f"**{escape_markdown(codebook.title)}**, {about}"]
    for topic in codebook.topics:
        levels = [(f"{level.code:+d}" if level.code else "0", level.rule) for level in topic.levels]
        parts += [f"### {escape_markdown(f'{topic.title}: {topic.question}')}", write_table(("code", "rule"), levels)]
    rules = [f"{number}. {escape_markdown(rule)}" for number, rule in enumerate(codebook.coding_rules, 1)]
    return "\n\n".join([*parts, *(["### Coding rules", "\n".join(rules)] if rules else [])])


def _show_classifier(dossier: Dossier) -> None:
    """The model card, and whether the classifier is as sure as it is right."""
    try:
        card = fetch_text(_write_card, dossier)
    except ModelError as error:
        st.info(escape_markdown(describe_error(error)), icon="ℹ️")
        return
    st.markdown(card)
    exhibit = fetch_check(make_reliability, dossier, default_selection(dossier.codebook), dark=is_dark())
    st.subheader(exhibit.title, anchor=False)
    st.caption(escape_markdown(exhibit.note))
    columns = st.columns(len(dossier.codebook.topics))
    for place, panel in enumerate(exhibit.panels):
        with columns[place // 2]:
            show_sentences(panel)
            draw(panel)


def _write_card(dossier: Dossier) -> str:
    """The model card; raises ModelError where there is no classifier, or one that is refused."""
    card = load_card(find_models(dossier), dossier)
    return _demote(describe_model_card(card, dossier))


def _show_replication(dossier: Dossier) -> None:
    """What a later batch of statements says of the positions from the first, by codes alone."""
    everyone = replace(default_selection(dossier.codebook), sides=tuple(dossier.codebook.side_ids), score_source=CODES)
    exhibit = fetch_exhibit(make_replication, dossier, everyone)
    if exhibit.table is None:
        st.info(escape_markdown(" ".join(exhibit.sentences)), icon="ℹ️")
        return
    st.subheader(exhibit.title, anchor=False)
    st.caption(escape_markdown(exhibit.subtitle))
    show_sentences(exhibit)
    st.caption(escape_markdown(exhibit.note))
    _show_batches_of_card(dossier)
    show_table(exhibit.table, exhibit.key)


def _show_batches_of_card(dossier: Dossier) -> None:
    """How the classifier fared on each later batch; nothing without one."""
    try:
        said = fetch_text(_write_batches, dossier)
    except ModelError:
        return
    st.markdown(f"**The classifier on what was added later**\n\n{said}")


def _write_batches(dossier: Dossier) -> str:
    card = load_card(find_models(dossier), dossier)
    return describe_replication(card, dossier.codebook)


def _show_datasheet(dossier: Dossier) -> None:
    for name in ("events", "figures"):
        _show_record(dossier, name)
    with shown_errors("readme"):
        if text := fetch_text(_read_datasheet, dossier):
            st.markdown(text)
        else:
            st.info("This dossier has no README.md: say there how its statements were found and coded.", icon="ℹ️")


def _show_record(dossier: Dossier, name: str) -> None:
    """A table of the dossier, folded away."""
    exhibit = fetch_exhibit(make_record, dossier, default_selection(dossier.codebook), name=name)
    if exhibit.table is None:
        st.info(escape_markdown(" ".join(exhibit.sentences)), icon="ℹ️")
        return
    with st.expander(exhibit.title):
        show_table(exhibit.table, name)


def _read_datasheet(dossier: Dossier) -> str:
    """The README of the dossier as Markdown, "" where there is none; raises DataError where it cannot be read."""
    path = dossier.folder / "README.md"
    return _demote(read_text(path, NOTES_BYTES)) if path.exists() or path.is_symlink() else ""


def _show_limits(dossier: Dossier) -> None:  # noqa: ARG001 - as the other tabs
    st.markdown(LIMITS)


def _demote(text: str) -> str:
    """Markdown with its headings one level down and without images: a page has one first-level heading."""
    return re.sub(r"!\[", r"\\![", re.sub(r"^#", "##", text, flags=re.MULTILINE))


TABS = {
    "Positions": _show_positions,
    "Codebook": _show_codebook,
    "Classifier": _show_classifier,
    "Replication": _show_replication,
    "Data sheet": _show_datasheet,
    "Limits": _show_limits,
}
