"""Where each side or actor stands over time, and the statements behind every point."""

from stance.ui.pages.positions import show_positions

show_positions()
