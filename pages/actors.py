"""One actor on all topics: range, firsts, silence, contradictions; and the map of two topics over the years."""

from stance import ui

dossier, selection = ui.current_view()
view = ui.show_actors(dossier, selection)
ui.show_origin(dossier, view.selection)
ui.show_share(dossier, view)
