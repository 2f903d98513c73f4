"""A reader's own statement through the classifier, with the words that pushed it."""

from stance import ui

dossier, _ = ui.current_view()
ui.say_unfiltered()
ui.show_title(
    "Score a statement",
    "The classifier’s reading of a text that no one has coded. A person’s code would always count for more. "
    "The text stays in this session and is not stored.",
)
text, side = ui.choose_text(dossier)
ui.show_own_statement(dossier, text, side)
ui.show_limits(dossier)
ui.show_limits_link()
