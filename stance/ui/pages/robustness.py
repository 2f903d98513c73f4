"""The Robustness page: one claim, estimated again without parts of its evidence and by other choices."""

from dataclasses import replace

import streamlit as st

from stance.dossier.loading import Dossier
from stance.estimates.view import View
from stance.exhibits.exhibit import Exhibit, Table
from stance.exhibits.robustness import KINDS, ClaimChoices, make_robustness
from stance.formats import escape_markdown
from stance.ui.caches import fetch_check, fetch_claims
from stance.ui.frame import is_dark, show_title
from stance.ui.parts.exhibits import draw, show_sentences
from stance.ui.parts.origin import show_origin
from stance.ui.parts.share import show_share
from stance.ui.parts.tables import offer_table, show_table
from stance.ui.pickers import choose_by, choose_one
from stance.ui.sidebar import current_filters


def show_robustness() -> None:
    """Title, pickers, picture and tables for one claim."""
    dossier, selection = current_filters()
    head = st.container()
    selection = replace(selection, by=choose_by())
    claim = _choose_claim(dossier, fetch_claims(dossier, selection))
    exhibit = fetch_check(make_robustness, dossier, selection, claim=claim, dark=is_dark())
    with head:
        show_title(exhibit.title, exhibit.subtitle)
    if exhibit.table is None:
        st.info(escape_markdown(" ".join(exhibit.sentences)), icon="ℹ️")
    else:
        draw(exhibit)
        show_sentences(exhibit)
        _show_tables(exhibit, exhibit.table)
    show_origin(dossier, selection)
    show_share(dossier, View(selection, "robustness"), [exhibit])


def _choose_claim(dossier: Dossier, choices: ClaimChoices) -> tuple[str, str, str]:
    """One of the claims by topic, line and kind of change; what is chosen first narrows what comes after."""
    if not choices.claims:
        return choices.first
    columns, labels = st.columns(3), dossier.label_topics()
    first_topic, first_group, first_kind = choices.first
    topics = {topic: labels[topic] for topic, _, _ in choices.claims}
    topic = choose_one(columns[0].selectbox, "Topic of the claim", topics, "claim_topic", first=first_topic)
    lines = {group: choices.names[group] for own, group, _ in choices.claims if own == topic}
    group = choose_one(columns[1].selectbox, "Line of the claim", lines, "claim_line", first=first_group)
    kinds = {kind: KINDS[kind] for *own, kind in choices.claims if own == [topic, group]}
    return topic, group, choose_one(columns[2].selectbox, "Change", kinds, "claim_kind", first=first_kind)


def _show_tables(exhibit: Exhibit, table: Table) -> None:
    """How many of each family say the same, and which do not; the last download holds all of them."""
    st.caption(escape_markdown(exhibit.note))
    st.subheader("How many say the same", anchor=False)
    show_table(exhibit.extra["families"], "families")
    st.subheader("Which do not", anchor=False)
    failures = exhibit.extra["failures"]
    if failures.note:
        st.markdown(escape_markdown(failures.note))
    else:
        show_table(failures, "failures")
    for caveat in exhibit.caveats:
        st.caption(escape_markdown(caveat))
    offer_table(table, "robustness", noun="estimate")
