"""A reader's own events: a table that is checked, shown beside the dossier's, and kept in the session alone."""

import pandas as pd
import streamlit as st

from stance.dossier.checks import check_table, describe_events
from stance.dossier.loading import OPTIONAL_COLUMNS, Dossier, fill_columns, type_events
from stance.dossier.tables import parse_table, to_csv_bytes
from stance.errors import DataError, Problem
from stance.ui.frame import shown_errors

MOST_MB = 2
HELP = (
    "CSV in UTF-8 with the columns event (an id), date (YYYY-MM-DD) and title; kind, place, summary, meeting and sources may follow. "
    "The table stays in this session: it is not stored, neither link nor archive carries it, and it is no part of the dossier to cite."
)


def choose_events(dossier: Dossier) -> pd.DataFrame:
    """The dossier's events and those of a table that the reader gives; with faults in it, the dossier's alone."""
    with st.expander("Add your own events"):
        st.caption(HELP)
        empty = to_csv_bytes(dossier.events.head(0)[list(OPTIONAL_COLUMNS["events"])])
        st.download_button("Empty table (CSV)", empty, "events.csv", "text/csv", key="empty_events", on_click="ignore")
        given = st.file_uploader("Events table", type="csv", key="own_events", max_upload_size=MOST_MB)
        if given is None:
            return dossier.events
        with shown_errors():
            return read_events(given.getvalue(), given.name, dossier)
    return dossier.events


def read_events(content: bytes, name: str, dossier: Dossier) -> pd.DataFrame:
    """The dossier's events with those of a CSV file; raises DataError with every fault of it."""
    table = parse_table(content, name).apply(lambda cells: cells.str.strip())
    problems = check_table(name, table, describe_events(), key=("event",))
    known = set(dossier.events["event"])
    problems += [
        Problem(name, int(row), "event", event, "is an event of the dossier", "Give yours another id")
        for row, event in table.get("event", pd.Series(dtype=str)).items()
        if event in known
    ]
    if problems:
        raise DataError(problems)
    own = type_events(fill_columns(table, "events", dossier.codebook))
    own = own.assign(title=own["title"] + " (your own event)")
    both = pd.concat([dossier.events, own[dossier.events.columns]], ignore_index=True)
    return both.sort_values(["date", "event"], ignore_index=True)
