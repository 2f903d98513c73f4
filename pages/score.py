"""A reader's own statement through the classifier, with the words that pushed it."""

from stance.ui.pages.score import show_score

show_score()
