"""Where the sides stood on every topic, and what moved: the first screen."""

from stance import ui

dossier, selection = ui.current_view()
ui.show_title(
    ui.write_title(dossier, selection),
    f"{dossier.codebook.title}: where the sides stood, from their public statements, "
    f"{ui.describe_view(dossier, selection)} Bands are 90 %; a break means too few statements.",
)
ui.show_views(dossier, selection, height=330)
ui.show_movement(dossier, selection)
ui.show_footer(dossier, selection)
ui.show_point(dossier, selection)
ui.show_share(dossier, ui.keep_view(dossier, selection, "overview"))
