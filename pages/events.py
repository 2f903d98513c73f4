"""What happened when, and what followed an event, compared with other days."""

from stance import ui

dossier, selection = ui.current_view()
view = ui.show_events(dossier, selection)
ui.show_origin(dossier, view.selection)
ui.show_share(dossier, view)
