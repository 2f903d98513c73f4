"""What happened when, and what followed an event, compared with other days."""

from stance.ui.pages.events.page import show_events

show_events()
