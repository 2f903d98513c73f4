"""What a position is, the codebook, agreement, the classifier's measures, the data sheet, the limits."""

from stance import ui

dossier, _ = ui.current_view()
ui.say_unfiltered()
ui.show_title(
    "Method", f"How the numbers of “{dossier.codebook.title}” are made, how well they hold, and where they end."
)
ui.show_method(dossier)
