"""How far coders agree, how far the classifier agrees with the codes, and where they differ."""

from stance import ui

dossier, _ = ui.current_view()
ui.say_unfiltered()
ui.show_reliability(dossier)
