"""A plain Streamlit page with three charts of positions by Plotly Express: what the dashboard's pages are measured against.

It reads the same positions, has the same filter of sides, and keeps nothing but the table. Run by `benchmarks.rerun`, which
names the table of positions in the session, and by benchmarks of a running server, which name it in STANCE_POSITIONS.
"""

import os

import pandas as pd
import plotly.express as px
import streamlit as st


@st.cache_data
def read_positions(path: str) -> pd.DataFrame:
    """The positions of sides, as `python -m stance positions` writes them."""
    return pd.read_csv(path, parse_dates=["date"])


positions = read_positions(st.session_state.get("path") or os.environ["STANCE_POSITIONS"])
st.title("Positions")
with st.sidebar:
    groups = sorted(positions["group"].unique())
    sides = st.pills("Sides", groups, selection_mode="multi", default=groups, key="side", bind="query-params")
    first, last = st.select_slider("Years", range(2015, 2020), value=(2015, 2019), key="years")
chosen = positions[positions["group"].isin(sides) & positions["date"].dt.year.between(first, last)]
for column, topic in zip(st.columns(3), chosen["topic"].unique(), strict=False):
    with column:
        st.plotly_chart(
            px.line(chosen[chosen["topic"] == topic], x="date", y="position", color="group", title=topic, markers=True)
        )
st.dataframe(chosen)
