"""The frame around every page: setup, title, footer, messages."""

from collections.abc import Iterator
from contextlib import contextmanager

import streamlit as st

from stance.errors import StanceError, _ProblemsError

STYLE = """<style>
.stMainBlockContainer {padding: 2.2rem 2.5rem 2rem 2.5rem; max-width: 1600px;}
.stMainBlockContainer [data-testid="stVerticalBlock"] {gap: .45rem;}
.stMainBlockContainer h1 {font-size: 1.6rem; line-height: 1.2; padding: 0 0 .6rem 0;}
.stMainBlockContainer h2 {font-size: 1.15rem; padding: .4rem 0 .6rem 0;}
.stMainBlockContainer h3 {font-size: 1.05rem; padding: .4rem 0 .6rem 0;}
[data-testid="stSidebarUserContent"] [data-testid="stVerticalBlock"] {gap: .6rem;}
.stMain p {overflow-wrap: anywhere;}
.finding {font-size: .88rem; line-height: 1.35; min-height: 9.2em;} .finding p {margin: 0 0 .3rem 0; font-size: inherit;}
.stMainBlockContainer .finding h2 {font-size: 1.15rem; padding: 0; margin: 0 0 .15rem 0;} .finding .question {opacity: .78;} .finding.short {min-height: 0;}
.boxes {display: grid; grid-template-columns: repeat(auto-fit, minmax(230px, 1fr)); gap: .75rem;}
.box {border: 1px solid rgba(128,128,128,.35); border-radius: .5rem; padding: .5rem .75rem; font-size: .8rem; line-height: 1.35;}
.box p {margin: 0 0 .1rem 0; font-size: inherit;} .box .head, .quiet {opacity: .78;}
.cards {display: grid; grid-template-columns: repeat(auto-fill, minmax(min(100%, 340px), 1fr)); gap: .75rem;}
.card {border: 1px solid rgba(128,128,128,.35); border-radius: .5rem; padding: .75rem 1rem; font-size: .85rem; overflow-wrap: anywhere;}
.card p {margin: 0 0 .4rem 0;} .card .said {font-size: .95rem;} .card .number {border-top: 1px solid rgba(128,128,128,.25); padding-top: .4rem;}
.numbers {display: grid; grid-template-columns: 1fr auto; gap: .1rem .75rem; font-size: .9rem; margin: 0;} .numbers dd {font-weight: 600; margin: 0; text-align: right;} .numbers dt {opacity: .85;}
@media (max-width: 640px) {
  .stMainBlockContainer {padding: 4rem 1rem 2rem 1rem;}
  .stMainBlockContainer h1 {font-size: 1.3rem;}
  .finding {min-height: 0;}
}
</style>"""


def set_up_page() -> None:
    """Sets title, icon and layout; the first call of every run."""
    st.set_page_config(page_title="Stance tracker", page_icon="📊", layout="wide")
    st.html(STYLE)


@contextmanager
def shown_errors() -> Iterator[None]:
    """Shows a StanceError as a message, one line a problem, and stops the page; anything else goes through."""
    try:
        yield
    except _ProblemsError as error:
        head, *lines = str(error).splitlines()
        st.error("\n".join([head, "", *(f"- {line}" for line in lines)]))
    except StanceError as error:
        st.error(str(error))


def show_title(title: str, subtitle: str) -> None:
    """The finding as the page's only first-level heading, and under it unit and period."""
    st.title(title, anchor=False)
    st.caption(subtitle)


def show_limits_link() -> None:
    """The way to the limits of the classifier, on every page that shows its scores."""
    st.page_link("pages/method.py", label="What the classifier can and cannot do: Method", query_params={"method": "Classifier"})


def is_dark() -> bool:
    """Whether the reader's page is dark."""
    return st.context.theme.type == "dark"
