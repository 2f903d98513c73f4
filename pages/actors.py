"""One actor on all topics: position, range, firsts, shifts, contradictions, silence."""

from stance import ui

dossier, selection = ui.current_view()
view = ui.show_actors(dossier, selection)
ui.show_origin(dossier, view.selection)
ui.show_share(dossier, view)
