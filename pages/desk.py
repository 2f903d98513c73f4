"""The coding desk: people code statements, settle where they differ, and see how far they agree."""

from stance.ui.pages.desk.page import show_desk

show_desk()
