"""Where the sides stood on every topic, and what moved: the first screen."""

from stance import ui
from stance.wording import write_headline

dossier, selection = ui.current_view()
codebook = dossier.codebook
movement, span = ui.fetch_movement(dossier, selection), f"{selection.first:%Y} to {selection.last:%Y}"
ui.show_title(
    write_headline(movement, ui.fetch_swings(dossier, selection), codebook, span),
    f"{codebook.title}: where the sides stood, from their public statements, {selection.first:%B %Y} to "
    f"{selection.last:%B %Y}. Bands are 90 %; a break means too few statements.",
)
ui.show_views(dossier, selection, height=330, findings=True)
colours = {side: style.colour(dark=ui.is_dark()) for side, style in ui.fetch_styles(dossier, selection).items()}
notes = {topic: ui.fetch_gap(dossier, selection, topic) for topic in selection.topics}
ui.show_movement(movement, codebook, colours, notes | {"stock": ui.describe_stock(dossier)})
ui.show_footer(dossier, selection)
ui.show_point(dossier, selection)
