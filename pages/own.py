"""From a spreadsheet of one's own to a dossier that every page shows."""

from stance.ui.pages.own.page import show_own

show_own()
