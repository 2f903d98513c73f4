"""Does a change survive other choices: without each source, each actor, by other codes and periods."""

from stance import ui

dossier, selection = ui.current_view()
view = ui.show_robustness(dossier, selection)
ui.show_origin(dossier, view.selection)
ui.show_share(dossier, view)
