"""Who moved between two periods, what the change is made of, and the gap between the sides."""

from stance import ui

dossier, selection = ui.current_view()
view = ui.show_moves(dossier, selection)
ui.show_origin(dossier, view.selection)
ui.show_share(dossier, view)
