"""Who moved between two periods, what the change is made of, and the gap between the sides."""

from stance.ui.pages.movement.page import show_movement

show_movement()
