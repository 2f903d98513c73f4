"""Which terms set the sides apart on a topic, how their use changes by year, and their statements."""

from stance import ui

dossier, selection = ui.current_view()
view = ui.show_words(dossier, selection)
ui.show_origin(dossier, view.selection)
ui.show_share(dossier, view)
