"""Many statements of the reader's own: all of them scored, counted, shown and offered as a table.

Belongs here: scoring what is given once, and its place on the page. Not here: how it is given (`giving`).
"""

import streamlit as st

from stance.classifier.cards import load_card
from stance.classifier.given import Given, Scored, check_given, measure_typical_errors, score_given
from stance.dossier.loading import Dossier
from stance.errors import DataError
from stance.exhibits.exhibit import Exhibit
from stance.exhibits.scored_rows import Reading, make_scored_rows
from stance.formats import escape_markdown, format_count
from stance.ui.frame import is_dark, shown_errors
from stance.ui.loaded import fetch_classifier, fetch_scores, find_models, stamp_dossier
from stance.ui.pages.score.giving import choose_given
from stance.ui.parts.exhibits import draw, show_sentences
from stance.ui.parts.own import SCORED_KEPT, limit_scored
from stance.ui.parts.tables import configure_columns, offer_csv, show_table
from stance.ui.turns import pass_turn
from stance.wording.scored_rows import ASK


def show_many(dossier: Dossier) -> None:
    """What is given, and where there is something, what the classifier reads in it."""
    with shown_errors("scored"):
        given, mark = choose_given(dossier)
        if given is None:
            st.info(ASK, icon="ℹ️")
            return
        _show_scored(_read_once(dossier, given, mark))


def _read_once(dossier: Dossier, given: Given, mark: tuple) -> Exhibit:
    """What was given as an exhibit, scored when it comes and not on every run; kept in the session of the visitor alone.

    Raises DataError where it cannot be scored.
    """
    key = (stamp_dossier(dossier), mark)
    kept = st.session_state.get(SCORED_KEPT)
    if not kept or kept["key"] != key:
        kept = st.session_state[SCORED_KEPT] = {"key": key, "found": _read_rows(dossier, given), "shown": {}}
    if isinstance(kept["found"], DataError):
        raise kept["found"].with_traceback(None)
    if is_dark() not in kept["shown"]:
        kept["shown"] = {is_dark(): make_scored_rows(kept["found"], dark=is_dark())}
    return kept["shown"][is_dark()]


def _read_rows(dossier: Dossier, given: Given) -> Reading | DataError:
    """What was given, checked and scored; what is wrong with it where it cannot be."""
    _, most_rows, most_characters = limit_scored()
    try:
        check_given(given, dossier, most_rows, most_characters)
        card = load_card(find_models(dossier), dossier)
        errors = measure_typical_errors(card, fetch_scores(dossier), dossier)
        return Reading(dossier, _score(dossier, given), card["known"], errors)
    except DataError as error:
        return error


def _score(dossier: Dossier, given: Given) -> Scored:
    """The rows scored, with a bar that says how many are done; between two steps other visitors have their turn."""
    classifier, whole = fetch_classifier(dossier), len(given.rows)
    bar = st.progress(0.0, text=f"Scoring {format_count(whole, 'statement')} …")

    def tell(done: int) -> None:
        bar.progress(done / whole, text=f"Scored {done:,} of {format_count(whole, 'statement')}")
        pass_turn()

    scored = score_given(given, dossier, classifier, tell)
    bar.empty()
    return scored


def _show_scored(exhibit: Exhibit) -> None:
    """The finding, the counts, a picture a topic, the rows, and the whole to take away."""
    st.subheader(escape_markdown(exhibit.title), anchor=False)
    show_sentences(exhibit)
    for caveat in exhibit.caveats:
        st.warning(escape_markdown(caveat))
    for column, panel in zip(st.columns(len(exhibit.panels), gap="medium"), exhibit.panels, strict=True):
        with column:
            _show_panel(panel)
    _show_rows(exhibit)


def _show_panel(panel: Exhibit) -> None:
    """How many scores of a topic lie where."""
    st.markdown(f"**{escape_markdown(panel.title)}**")
    show_sentences(panel)
    if panel.picture is None:
        return
    draw(panel)
    st.caption(escape_markdown(panel.note))
    if panel.table is not None:
        with st.expander("The same as a table"):
            show_table(panel.table, panel.key, noun="code")


def _show_rows(exhibit: Exhibit) -> None:
    table, whole = exhibit.table, exhibit.extra["whole"]
    if table is None:
        return
    st.caption(escape_markdown(exhibit.note))
    columns = configure_columns(table.columns) | {"text": st.column_config.Column("statement", width="medium")}
    with st.container(key="scored_table"):
        st.dataframe(table.packed, hide_index=True, placeholder="", alt=table.about, column_config=columns)
    offer_csv(f"Download {format_count(len(whole.rows), 'statement')} with all columns (CSV)", whole, "scored_rows")
