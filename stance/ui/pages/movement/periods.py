"""The two periods that the page compares, chosen by months."""

from datetime import date
from functools import partial
from typing import Literal

import pandas as pd
import streamlit as st

from stance.estimates.periods import Period
from stance.estimates.selection import Selection
from stance.ui.caches import fetch_outer_periods
from stance.ui.links import draw_heeding
from stance.ui.pickers import URL

DAY = pd.Timedelta(days=1)


def choose_period(selection: Selection, end: Literal["before", "after"], *, disabled: bool = False) -> Period:
    """A range of months within the chosen dates; at first the period that the overview compares, to the day."""
    months, default = list_months(selection), fetch_outer_periods(selection)[end == "after"]
    if len(months) < 2:
        return default
    label, write = f"Period {end}", lambda ends: [f"{month:%b %Y}" for month in ends]
    count = max(min(12, len(months) // 2), 1)
    first = (months[0], months[count - 1]) if end == "before" else (months[-count], months[-1])
    draw = partial(
        st.select_slider, label, months, value=first, format_func=lambda m: f"{m:%b %Y}",
        key=f"period_{end}", bind=URL, disabled=disabled,
    )  # fmt: skip
    chosen = draw_heeding(label, f"period_{end}", draw, write)
    if tuple(chosen) == first:
        return default
    start, last = pd.Timestamp(chosen[0]), pd.Timestamp(chosen[1]) + pd.offsets.MonthEnd(0)
    return start - DAY, last


def list_months(selection: Selection) -> list[date]:
    """The first day of each month that the chosen dates touch."""
    first, last = (day.year * 12 + day.month - 1 for day in (selection.first, selection.last))
    return [date(month // 12, month % 12 + 1, 1) for month in range(first, last + 1)]
