"""Tables to frames: an event that is known to its month or year covers the whole of that, whichever day its row gives."""

from calendar import monthrange
from datetime import date

import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

from stance.dossier.linking import find_spans, type_events


@settings(max_examples=40, deadline=None)
@given(st.dates(), st.sampled_from(["day", "month", "year"]))
def test_an_event_begins_with_the_first_day_of_what_is_known_of_its_date(day, precision):
    cells = {"event": ["a"], "date": [day.isoformat()], "title": ["T"], "date_precision": [precision]}
    events = type_events(pd.DataFrame(cells, dtype="str"))
    first = {"day": day, "month": day.replace(day=1), "year": date(day.year, 1, 1)}[precision]
    assert events["date"][0].date() == first
    last_of_month = day.replace(day=monthrange(day.year, day.month)[1])
    last = {"day": day, "month": last_of_month, "year": date(day.year, 12, 31)}[precision]
    spans = find_spans(events)
    assert (spans["earliest"][0].date(), spans["latest"][0].date()) == (first, last)
