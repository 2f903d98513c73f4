"""Does a change survive other choices: without each source, each actor, by other codes and periods."""

from stance.ui.pages.robustness import show_robustness

show_robustness()
