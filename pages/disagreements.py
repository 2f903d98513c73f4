"""Statements to read again: codes far from scores, near-duplicates, self-contradictions."""

from stance import ui

dossier, selection = ui.current_view()
ui.show_disagreements(dossier, selection)
