"""A small dashboard that is served for the tests of what is measured on servers."""

from collections.abc import Iterator

import pytest

from benchmarks.counted import COUNT_PORT
from benchmarks.crowd import send_guide
from benchmarks.servers import find_port, run_server
from benchmarks.soak import COUNTED

SMALL = """
import plotly.graph_objects as go
import streamlit as st

def show_first():
    st.plotly_chart(go.Figure(go.Scatter(y=list(range(5000)))), key="chart")

def show_second():
    st.write(sides)

def fail():
    raise KeyError("a fault")

def refuse():
    st.error("a refusal")

page = st.navigation([
    st.Page(show_first, title="First", default=True),
    st.Page(show_second, title="Second", url_path="second"),
    *([st.Page(fail, url_path="fail"), st.Page(refuse, url_path="refuse")] if "faults" in __file__ else []),
])
sides = st.sidebar.pills("Sides", ["north", "south"], selection_mode="multi", default=["north", "south"], key="side", bind="query-params")
st.write(f"chosen: {sides}")
page.run()
"""


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, int]]:
    """The address of a small dashboard, and the port that tells how many sessions it holds."""
    script = tmp_path_factory.mktemp("small") / "small.py"
    script.write_text(SMALL, encoding="utf-8")
    port = find_port()
    with run_server(script, settings={COUNT_PORT: str(port)}, program=COUNTED) as url:
        send_guide(url)  # Plotly asks for numpy and fails while another visitor's script is importing it
        yield url, port


@pytest.fixture(scope="module")
def faulty(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of the same with a page that raises and one that refuses."""
    script = tmp_path_factory.mktemp("small") / "faults.py"
    script.write_text(SMALL, encoding="utf-8")
    with run_server(script, folder=script.parent) as url:
        yield url
