"""Every statement with its source, codes and scores: search, filter, download."""

from stance.ui.pages.statements import show_statements

show_statements()
