"""What the pages are made of: pickers, caches, messages and evidence cards.

Streamlit is imported here and in pages/ alone. A page chooses, fetches, draws and captions.
"""

from stance.export import View
from stance.ui.frame import set_up_page, show_limits_link, show_title, shown_errors
from stance.ui.pages.actors import show_actors
from stance.ui.pages.agreement import show_reliability
from stance.ui.pages.disagreements import show_disagreements
from stance.ui.pages.events.page import show_events
from stance.ui.pages.method import show_method
from stance.ui.pages.movement.who_moved import show_moves
from stance.ui.pages.positions import (
    describe_sides,
    describe_view,
    keep_view,
    offer_csv,
    show_footer,
    show_movement,
    show_origin,
    show_point,
    show_views,
    write_title,
)
from stance.ui.pages.robustness import show_robustness
from stance.ui.pages.score import choose_text, show_limits, show_own_statement
from stance.ui.pages.statements import fetch_catalogue, fetch_chosen, show_statement_table
from stance.ui.pages.words import show_words
from stance.ui.parts.share import show_share
from stance.ui.pickers import choose_by, choose_view, choose_window, current_view, say_unfiltered

__all__ = [
    "View",
    "choose_by",
    "choose_text",
    "choose_view",
    "choose_window",
    "current_view",
    "describe_sides",
    "describe_view",
    "fetch_catalogue",
    "fetch_chosen",
    "keep_view",
    "offer_csv",
    "say_unfiltered",
    "set_up_page",
    "show_actors",
    "show_disagreements",
    "show_events",
    "show_footer",
    "show_limits",
    "show_limits_link",
    "show_method",
    "show_movement",
    "show_moves",
    "show_origin",
    "show_own_statement",
    "show_point",
    "show_reliability",
    "show_robustness",
    "show_share",
    "show_statement_table",
    "show_title",
    "show_views",
    "show_words",
    "shown_errors",
    "write_title",
]
