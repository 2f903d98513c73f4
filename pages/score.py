"""A reader's own statements through the classifier: one with the words that pushed it, or many as a table."""

from stance.ui.pages.score.page import show_score

show_score()
