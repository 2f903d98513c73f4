"""Where the sides stood on every topic, and what moved: the first screen."""

from stance.ui.pages.overview import show_overview

show_overview()
