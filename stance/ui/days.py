"""Exact days beside the months of the sidebar: two boxes, folded away, in the link, each end on its own.

Belongs here: choosing the first and the last day, and saying what was not taken as it was given. Not here: other filters.
"""

from datetime import date

import streamlit as st

from stance.formats import escape_markdown, format_day
from stance.ui.links import say_above, tell
from stance.ui.pickers import URL

Days = tuple[date, date]
BOXES = {"from": "First day", "until": "Last day"}
HELP = (
    "Each takes the place of that end of the months above. Leave both empty to choose by months alone. "
    "Statements of which only the month or the year is known count where all of it lies within the days."
)
TAKEN = "Exact days: {first} to {last}."
TURNED = "The last day was before the first: they are turned. "
REFUSED = "“{asked}” is no day from {first} to {last} (written as {example}) and is left out."


def choose_days(months: Days, whole: Days) -> Days:
    """The first and the last day: those of the months, or the exact days that the reader or the link gives.

    A day that is none, or lies outside the `whole` period, is left out with a sentence; days in reverse are turned with one. The boxes
    are there once they are opened, or hold a day.
    """
    _say_refused(whole)
    box = st.expander("Exact days", key="exact_days", on_change="rerun")
    if not (box.open or _are_given()):
        return months  # a browser need not fetch calendars that nobody has asked for
    first, last = (_choose_day(box, key, whole) for key in BOXES)
    if not (first or last):
        return months
    days = join_days(first, last, months, whole)
    turned = TURNED if first and last and first > last else ""
    st.caption(escape_markdown(turned + TAKEN.format(first=format_day(days[0]), last=format_day(days[1]))))
    return days


def _are_given() -> bool:
    """Whether the reader or the link gives a day."""
    return any(st.session_state.get(key) or key in st.query_params for key in BOXES)


def _choose_day(box, key: str, whole: Days) -> date | None:
    return box.date_input(
        BOXES[key], None, min_value=whole[0], max_value=whole[1], key=key, bind=URL, format="YYYY-MM-DD", help=HELP
    )


def _say_refused(whole: Days) -> None:
    """A sentence for each box of which the day was not taken."""
    for key, label in BOXES.items():
        if said := describe_foreign(drop_foreign(key, whole), whole):
            said = f"{label}: {said}"
        tell(say_above, key, said)


def describe_foreign(refused: str, whole: Days) -> str:
    """That what was given is no day of the period; "" for nothing."""
    first, last = map(format_day, whole)
    text = REFUSED.format(asked=refused[:40], first=first, last=last, example=whole[0].isoformat())
    return text if refused else ""


def join_days(first: date | None, last: date | None, months: Days, whole: Days) -> Days:
    """The days that are given, in order; a missing one is that end of the months, or of the whole period where the months end
    on the wrong side of the other."""
    if first and last:
        return min(first, last), max(first, last)
    if first:
        return first, months[1] if months[1] >= first else whole[1]
    if last:
        return months[0] if months[0] <= last else whole[0], last
    return months


def drop_foreign(key: str, whole: Days) -> str:
    """What a box holds or a link gives and is no day of the period, taken out of the box; "" where there is nothing such."""
    if key in st.session_state:
        held = st.session_state[key]
        if held is None or whole[0] <= held <= whole[1]:
            return ""
        st.session_state[key] = None
        return held.isoformat()
    asked = st.query_params.get(key, "")
    try:
        day = date.fromisoformat(asked)
    except ValueError:
        return asked
    return "" if whole[0] <= day <= whole[1] and day.isoformat() == asked else asked
