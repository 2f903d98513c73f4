"""A reader's own events: a table that is checked, shown beside the dossier's, and kept in the session alone."""

from dataclasses import replace

import pandas as pd
import streamlit as st

from stance.dossier.columns import EVENTS
from stance.dossier.loading import Dossier
from stance.dossier.own_events import read_events
from stance.dossier.tables import to_csv_bytes
from stance.estimates.selection import Selection
from stance.ui.frame import shown_errors
from stance.ui.pages.events.ground import Ground

MOST_MB = 2
EMPTY = to_csv_bytes(pd.DataFrame(columns=EVENTS.names))
HELP = (
    "CSV in UTF-8 with the columns event (an id), date (YYYY-MM-DD) and title; kind, place, summary, meeting and sources may follow. "
    "The table stays in this session: it is not stored, neither link nor archive carries it, and it is no part of the dossier to cite."
)


def choose_own_events(dossier: Dossier, selection: Selection) -> Ground:
    """The dossier with the events of a table that the reader gives, where there is one without faults."""
    with st.expander("Add your own events"):
        st.caption(HELP)
        st.download_button("Empty table (CSV)", EMPTY, "events.csv", "text/csv", key="empty_events", on_click="ignore")
        given = st.file_uploader("Events table", type="csv", key="own_events", max_upload_size=MOST_MB)
        with shown_errors():
            if given is not None:
                return _add_events(Ground(dossier, selection), given.getvalue(), given.name)
    return Ground(dossier, selection)


def _add_events(ground: Ground, content: bytes, name: str) -> Ground:
    events = read_events(content, name, ground.dossier)
    own = tuple(set(events["event"]) - set(ground.dossier.events["event"]))
    return replace(ground, given=replace(ground.dossier, events=events), own=own, content=content)
