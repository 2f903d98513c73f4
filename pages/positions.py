"""Where each side or actor stands over time, and the statements behind every point."""

from dataclasses import replace

import streamlit as st

from stance import ui

dossier, selection = ui.current_view()
ui.show_title(
    "Positions over time",
    f"{dossier.codebook.title}: mean score of the sources in a trailing window, with a 90 % band. "
    f"The islands, ports or terms are named in the statements as their speakers named them.",
)
left, right = st.columns(2)
with left:
    by = ui.choose_by()
with right:
    window_days = ui.choose_window()
selection = replace(selection, by=by, window_days=window_days)
ui.show_views(dossier, selection, height=430, findings=False)
ui.show_footer(dossier, selection)
ui.show_point(dossier, selection)
