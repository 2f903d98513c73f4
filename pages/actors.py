"""One actor on all topics: position, range, firsts, shifts, contradictions, silence."""

from stance.ui.pages.actors import show_actors

show_actors()
