"""Which terms set the sides apart on a topic, how their use changes by year, and their statements."""

from stance.ui.pages.words import show_words

show_words()
