"""A reader's own events: a table of theirs, checked as events.csv is, and put beside the dossier's.

Belongs here: reading such a table. Not here: where it is given, or kept.
"""

import pandas as pd

from stance.dossier.checks import check_table
from stance.dossier.columns import EVENTS
from stance.dossier.linking import type_events
from stance.dossier.loading import Dossier
from stance.dossier.tables import parse_table
from stance.errors import DataError, Problem
from stance.limits import OWN_EVENTS, OWN_LINES, UPLOAD_MB, Limit

OWN = " (your own event)"
MEGABYTE = 1024 * 1024


def read_events(content: bytes, name: str, dossier: Dossier, limit: Limit = UPLOAD_MB) -> pd.DataFrame:
    """The dossier's events with those of a CSV file, in order of date, in the columns of the dossier's; the title of an own one
    says so. Columns that the file lacks are empty, those that the dossier lacks are left out.

    `limit` is how many megabytes it may have. Raises DataError with every fault of the file; of one that is too long with those of its first rows.
    """
    if len(content) > limit.most * MEGABYTE:
        raise DataError([Problem(name, None, "", "", *limit.refuse())])
    table = parse_table(content, name, lines=OWN_LINES, rows=OWN_EVENTS)
    head = table.head(OWN_EVENTS.most).map(str.strip)
    problems = [*_check_size(table, name), *check_table(head, EVENTS, file=name), *_find_known(head, name, dossier)]
    if problems:
        raise DataError(problems)
    own = type_events(head)
    own = own.assign(title=own["title"] + OWN).reindex(columns=dossier.events.columns, fill_value="")
    return pd.concat([dossier.events, own], ignore_index=True).sort_values(["date", "event"], ignore_index=True)


def list_own(events: pd.DataFrame, dossier: Dossier) -> pd.DataFrame:
    """The rows of `read_events` that are the reader's own."""
    return events[~events["event"].isin(dossier.events["event"])]


def _check_size(table: pd.DataFrame, name: str) -> list[Problem]:
    if table.empty:
        return [Problem(name, None, "", "", "holds no event", "Write a row for each under the header")]
    if len(table) > OWN_EVENTS.most:
        return [Problem(name, None, "", "", *OWN_EVENTS.refuse())]
    return []


def _find_known(table: pd.DataFrame, name: str, dossier: Dossier) -> list[Problem]:
    known = set(dossier.events["event"])
    return [
        Problem(name, int(row), "event", event, "is an event of the dossier", "Give yours another id")
        for row, event in table.get("event", pd.Series(dtype=str)).items()
        if event in known
    ]
