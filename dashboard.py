"""Stance tracker: page setup, navigation and one error boundary. Run with `streamlit run dashboard.py`."""

import streamlit as st

from stance.ui.frame import set_up_page, shown_page
from stance.ui.sidebar import choose_filters

PAGES = {
    "Findings": [
        st.Page("pages/overview.py", title="Overview", default=True),
        st.Page("pages/positions.py", title="Positions"),
        st.Page("pages/movement.py", title="Movement"),
        st.Page("pages/events.py", title="Events"),
        st.Page("pages/actors.py", title="Actors"),
    ],
    "Evidence": [
        st.Page("pages/statements.py", title="Statements"),
        st.Page("pages/words.py", title="Words"),
        st.Page("pages/disagreements.py", title="Disagreements"),
        st.Page("pages/robustness.py", title="Robustness"),
    ],
    "Your own": [st.Page("pages/score.py", title="Score a statement"), st.Page("pages/desk.py", title="Coding desk")],
    "Method": [st.Page("pages/method.py", title="Method"), st.Page("pages/agreement.py", title="Agreement")],
}
set_up_page()
page = st.navigation(PAGES)
with shown_page(page.title):
    choose_filters()
    page.run()
