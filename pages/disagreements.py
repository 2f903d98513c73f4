"""Statements to read again: codes far from scores, near-duplicates, self-contradictions."""

from stance.ui.pages.disagreements import show_disagreements

show_disagreements()
