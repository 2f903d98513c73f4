"""Where each side or actor stands over time, and the statements behind every point."""

from dataclasses import replace

import streamlit as st

from stance import ui

dossier, selection = ui.current_view()
head, (left, right) = st.container(), st.columns(2)
with left:
    by = ui.choose_by()
with right:
    window_days = ui.choose_window()
selection = replace(selection, by=by, window_days=window_days)
with head:
    ui.show_title(
        ui.write_title(dossier, selection),
        f"Positions of {by}s: mean score of the sources in the {selection.rules.window_days} days before each date, with a "
        f"90 % band, {ui.describe_view(dossier, selection)}",
    )
ui.show_views(dossier, selection, height=430)
ui.show_footer(dossier, selection)
ui.show_point(dossier, selection)
ui.show_share(dossier, ui.keep_view(dossier, selection, "positions"))
