"""What a report says in numbers: the estimates of a dossier under its default selection, and its headline.

Belongs here: gathering the estimates once. Not here: making them, words, HTML.
"""

from dataclasses import dataclass, replace

import pandas as pd

from stance.dossier.loading import Dossier
from stance.estimates.movement import estimate_swings
from stance.estimates.scored import score_statements
from stance.estimates.selected import estimate_distance, estimate_ends, estimate_lines
from stance.estimates.selection import Selection, default_selection, end_periods
from stance.wording import Line, name_actors, name_sides, write_headline
from stance.wording.selections import describe_span


@dataclass(frozen=True)
class Findings:
    """The estimates behind a report; the frames have the columns of the functions that made them."""

    selection: Selection
    voices: dict[str, Line]
    actors: dict[str, Line]
    positions: pd.DataFrame
    movement: pd.DataFrame
    movement_of_actors: pd.DataFrame
    swings: pd.DataFrame
    gap: pd.DataFrame


def gather_findings(dossier: Dossier, scores: pd.DataFrame, selection: Selection | None = None) -> Findings:
    """The estimates by side of a selection (the default one where none is given), and the movement of its actors."""
    chosen = (selection or default_selection(dossier.codebook)).by_side()
    scored = score_statements(dossier, scores, chosen.score_source)
    ends = end_periods(chosen)
    positions = estimate_lines(dossier, scored, chosen)
    voices = {side: voice for side, voice in name_sides(dossier.codebook).items() if side in chosen.sides}
    return Findings(
        selection=chosen,
        voices=voices,
        actors=name_actors(dossier.actors, dossier.codebook),
        positions=positions,
        movement=estimate_ends(dossier, scored, chosen, *ends),
        movement_of_actors=estimate_ends(dossier, scored, replace(chosen, by="actor"), *ends),
        swings=estimate_swings(positions, chosen.rules.window_days),
        gap=estimate_distance(dossier, scored, chosen),
    )


def write_title(dossier: Dossier, findings: Findings) -> str:
    """The headline of the findings over all topics."""
    span = describe_span(findings.selection)
    return write_headline(findings.movement, findings.swings, dossier.codebook, findings.voices, span=span)
