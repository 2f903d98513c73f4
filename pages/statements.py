"""Every statement with its source, codes and scores: search, filter, download."""

import streamlit as st

from stance import ui
from stance.estimates.catalogue import search_statements
from stance.formats import format_count

dossier, selection = ui.current_view()
whole, chosen = ui.fetch_catalogue(dossier), ui.fetch_chosen(dossier, selection)
head = st.container()
words = st.text_input(
    "Search text, speaker, office, venue, source", key="search", bind="query-params", placeholder="e.g. 1956"
)
shown = search_statements(chosen, words)
with head:
    ui.show_title(
        f"{format_count(len(shown), 'statement')} of {len(whole):,}",
        "Each with its source, its codes and the classifier’s score and probability. The filters at the side apply: "
        f"{ui.describe_sides(dossier, selection)}. "
        "Texts are paraphrases; only a key phrase is quoted.",
    )
ui.show_statement_table(dossier, selection, shown)
ui.offer_csv(
    f"Download these {format_count(len(shown), 'row')} (CSV)", shown, f"{dossier.slug}-statements-shown", "shown"
)
ui.offer_csv(f"Download all {format_count(len(whole), 'row')} (CSV)", whole, f"{dossier.slug}-statements-all", "all")
ui.show_limits_link()
ui.show_share(dossier, ui.View(selection, "statements", search=words))
