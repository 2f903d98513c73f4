"""A reader's own events: a table that is checked, shown beside the dossier's, and kept in the session alone."""

from dataclasses import replace

import pandas as pd
import streamlit as st

from stance.dossier.columns import EVENTS
from stance.dossier.loading import Dossier
from stance.dossier.own_events import list_own, read_events
from stance.dossier.tables import to_csv_bytes
from stance.errors import DataError
from stance.estimates.selection import Selection
from stance.exhibits.lanes import happens_within
from stance.formats import escape_markdown, format_days
from stance.limits import OWN_EVENTS
from stance.ui.days import Days
from stance.ui.frame import shown_errors
from stance.ui.loaded import stamp_dossier
from stance.ui.pages.events.ground import Ground
from stance.ui.parts.own import EVENTS_KEPT, describe_keeping, limit_upload, name_upload
from stance.wording.events import describe_outside

PERIOD, CHOSEN = "the period of the dossier ({})", "the dates that are chosen at the side ({})"
EMPTY = to_csv_bytes(pd.DataFrame(columns=EVENTS.names))
HELP = (
    f"CSV in UTF-8, at most {OWN_EVENTS.amount}, with the columns event (an id), date (YYYY-MM-DD) and title; kind, place, summary, meeting and sources may follow. "
    "The table stays in this session: it is not stored, neither link nor archive carries it, and it is no part of the dossier to cite."
)


def choose_own_events(dossier: Dossier, selection: Selection) -> Ground:
    """The dossier with the events of a table that the reader gives, where there is one without faults."""
    with st.expander("Add your own events"):
        st.caption(f"{HELP} {describe_keeping()}")
        st.download_button("Empty table (CSV)", EMPTY, "events.csv", "text/csv", key="empty_events", on_click="ignore")
        with st.container(key="own_events"):
            given = st.file_uploader("Events table", type="csv", key=name_upload(), max_upload_size=limit_upload().most)
        with shown_errors("own_events"):
            if given is not None:
                return _add_events(Ground(dossier, selection), given.getvalue(), given.name)
    return Ground(dossier, selection)


def _add_events(ground: Ground, content: bytes, name: str) -> Ground:
    events = _read_once(content, name, ground.dossier)
    own = list_own(events, ground.dossier)
    _say_outside(own, ground.dossier.codebook.period, ground.selection)
    return replace(ground, given=replace(ground.dossier, events=events), own=tuple(own["event"]), content=content)


def _read_once(content: bytes, name: str, dossier: Dossier) -> pd.DataFrame:
    """The events of the table, read when it comes and not on every run; raises DataError as `read_events`."""
    what = (content, name, stamp_dossier(dossier))
    if st.session_state.get(EVENTS_KEPT, (None,))[0] != what:
        try:
            st.session_state[EVENTS_KEPT] = (what, read_events(content, name, dossier, limit_upload()))
        except DataError as error:
            st.session_state[EVENTS_KEPT] = (what, error)
    found = st.session_state[EVENTS_KEPT][1]
    if isinstance(found, DataError):
        raise found.with_traceback(None)
    return found


def _say_outside(own: pd.DataFrame, period: Days, selection: Selection) -> None:
    """A sentence each on the events outside the dossier's period, and on those outside the chosen dates alone."""
    covered, chosen = happens_within(own, *period), happens_within(own, selection.first, selection.last)
    for outside, what, days in (
        (~covered, PERIOD, period),
        (covered & ~chosen, CHOSEN, (selection.first, selection.last)),
    ):
        if said := describe_outside(int(outside.sum()), len(own), what.format(format_days(*map(pd.Timestamp, days)))):
            st.warning(escape_markdown(said))
