"""The Score a statement page: a pasted text, its numbers, the words that pushed them, its nearest neighbours."""

from html import escape

import streamlit as st

from stance.classifier.cards import load_card
from stance.dossier.loading import Dossier
from stance.exhibits.exhibit import Exhibit
from stance.exhibits.own_statement import make_neighbours, make_own_statement
from stance.formats import escape_markdown, format_day
from stance.ui.caches import fetch_text
from stance.ui.frame import is_dark, show_limits_link, show_title
from stance.ui.loaded import fetch_advice, fetch_classifier, fetch_features, find_models, stamp_dossier
from stance.ui.parts.cards import join_cards, link_statement
from stance.ui.parts.exhibits import draw, show_sentences
from stance.ui.parts.own import STATEMENT_KEPT, TEXT, check_text, describe_keeping, limit_text
from stance.ui.parts.tables import show_table
from stance.ui.sidebar import current_filters, say_unfiltered
from stance.wording.model_card import list_limits
from stance.wording.own_statement import SUBTITLE, TITLE

NO_SIDE = ""


def show_score() -> None:
    """Title, form, and what the classifier reads in the text; the filters at the side do not apply."""
    dossier, _ = current_filters()
    say_unfiltered()
    show_title(TITLE, f"{SUBTITLE} {describe_keeping()}".strip())
    if advice := fetch_advice(dossier):
        st.warning(escape_markdown(advice))
    text, side = _choose_text(dossier)
    check_text(text)
    exhibit, neighbours = _read_text(dossier, text, side)
    if exhibit.panels:
        say = st.caption if all(panel.picture for panel in exhibit.panels) else st.warning
        say(escape_markdown(" ".join(exhibit.sentences)))
        for column, panel in zip(st.columns(len(exhibit.panels), gap="medium"), exhibit.panels, strict=True):
            with column:
                _show_reading(panel)
        _show_neighbours(dossier, neighbours)
    else:
        st.info(escape_markdown(" ".join(exhibit.sentences)), icon="ℹ️")
    st.subheader("What it cannot do", anchor=False)
    st.markdown(fetch_text(_list_limits, dossier))
    show_limits_link()


def _choose_text(dossier: Dossier) -> tuple[str, str]:
    """The pasted text and the chosen side ("" for none)."""
    with st.form("own_statement", border=False):
        text = st.text_area(
            "Statement, in the language of the dossier",
            key=TEXT,
            height=110,
            placeholder=f"One point, a sentence or two, at most {limit_text().amount}, written like the texts on the Statements page.",
        )
        titles = {NO_SIDE: "None: score without the side"} | dossier.label_sides()
        side = st.selectbox("Side of the speaker", list(titles), format_func=titles.__getitem__, key="own_side")
        st.form_submit_button("Score")
    return text.strip(), side


def _read_text(dossier: Dossier, text: str, side: str) -> tuple[Exhibit, Exhibit]:
    """The reading of a text and its neighbours, made once; kept in the session of the visitor alone."""
    key = (stamp_dossier(dossier), text, side, is_dark())
    kept = st.session_state.get(STATEMENT_KEPT)
    if not kept or kept[0] != key:
        classifier, features = fetch_classifier(dossier), fetch_features(dossier)
        found = make_own_statement(dossier, classifier, text, side, dark=is_dark())
        kept = st.session_state[STATEMENT_KEPT] = (key, found, make_neighbours(dossier, classifier, features, text))
    return kept[1], kept[2]


def _show_reading(panel: Exhibit) -> None:
    """The numbers of a text on one topic, and what pushed them."""
    st.subheader(escape_markdown(panel.title), anchor=False)
    st.markdown(f"**{escape_markdown(panel.subtitle)}**")
    numbers = panel.extra["numbers"].rows.itertuples(index=False, name=None)
    st.html(
        f"<dl class='numbers'>{''.join(f'<dt>{escape(name)}</dt><dd>{escape(value)}</dd>' for name, value in numbers)}</dl>"
    )
    if panel.picture is None:
        return
    st.caption(escape_markdown(panel.note))
    show_sentences(panel)
    draw(panel)
    if panel.table is not None:
        with st.expander("The same as a table"):
            show_table(panel.table, panel.key, noun="word")


def _show_neighbours(dossier: Dossier, exhibit: Exhibit) -> None:
    """The nearest coded statements as cards."""
    st.subheader(exhibit.title, anchor=False)
    if exhibit.table is None:
        show_sentences(exhibit)
        return
    st.caption(escape_markdown(exhibit.note))
    st.html(join_cards(map(_write_neighbour, exhibit.table.rows.assign(dossier=dossier.slug).to_dict("records"))))


def _write_neighbour(row: dict) -> str:
    return (
        f'<article class="card"><p class="said">{escape(row["text"])}</p><p><b>{escape(row["name"])}</b>, '
        f"{format_day(row['date'])} · {link_statement(row)}</p>"
        f'<p class="number">{escape(row["codes"])} · similarity {row["similarity"]:.2f}</p></article>'
    )


def _list_limits(dossier: Dossier) -> str:
    """What the classifier cannot do, with its measured error, as Markdown."""
    card = load_card(find_models(dossier), dossier)
    return "\n".join(f"- {one}" for one in list_limits(card, dossier.codebook))
