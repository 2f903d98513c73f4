"""Which lines a selection draws: their names, unique on every face, and their styles."""

from dataclasses import replace

from stance.dossier.loading import Dossier
from stance.estimates.selection import Selection, list_leading_actors, select_statements
from stance.figures.base import Style, style_actors, style_sides
from stance.wording.lines import Line, name_actors, name_sides


def name_lines(dossier: Dossier, by: str) -> dict[str, Line]:
    """The line of every side, or of every actor under a name of its own, by id."""
    named = name_sides(dossier.codebook) if by == "side" else name_actors(dossier.actors, dossier.codebook)
    labels = dossier.label_sides() if by == "side" else dossier.label_actors()
    return {group: replace(line, name=labels[group]) for group, line in named.items()}


def style_lines(dossier: Dossier, by: str) -> dict[str, Style]:
    """The style of every side or actor, under the names of `name_lines`."""
    styles = style_sides(dossier.codebook)
    if by != "side":
        styles = style_actors(dossier.actors, dossier.statements, dossier.codebook)
    lines = name_lines(dossier, by)
    return {group: replace(style, name=lines[group].name) for group, style in styles.items() if group in lines}


def list_drawn(dossier: Dossier, selection: Selection) -> tuple[str, ...]:
    """The ids of the lines to draw, in order: the chosen sides, or the chosen (else the leading) actors."""
    if selection.by == "side":
        return tuple(side for side in dossier.codebook.side_ids if side in selection.sides)
    known = set(dossier.actors["actor"])
    leading = list_leading_actors(select_statements(dossier, selection, ["actor"]), selection)
    return tuple(actor for actor in leading if actor in known)


def pick_drawn(dossier: Dossier, selection: Selection) -> tuple[dict[str, Line], dict[str, Style]]:
    """The names and the styles of the lines to draw, in their order."""
    lines, styles = name_lines(dossier, selection.by), style_lines(dossier, selection.by)
    drawn = list_drawn(dossier, selection)
    return {group: lines[group] for group in drawn}, {group: styles[group] for group in drawn}
