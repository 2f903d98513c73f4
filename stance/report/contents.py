"""The exhibits of a report: those that the pages show, each made once.

Belongs here: which exhibits a report has. Not here: making them, HTML.
"""

from dataclasses import dataclass, replace

import pandas as pd

from stance.dossier.loading import Dossier
from stance.estimates.periods import outer_periods
from stance.estimates.selection import Selection
from stance.exhibits.exhibit import Exhibit
from stance.exhibits.gap import make_gap
from stance.exhibits.lanes import make_lanes
from stance.exhibits.lines import make_lines
from stance.exhibits.topic_boxes import make_topic_boxes
from stance.exhibits.who_moved import make_who_moved


@dataclass(frozen=True, eq=False)
class Contents:
    """The exhibits behind a report; gaps, sides and actors (who moved, by both) by the id of their topic."""

    selection: Selection
    lines: Exhibit
    boxes: Exhibit
    gaps: dict[str, Exhibit]
    sides: dict[str, Exhibit]
    actors: dict[str, Exhibit]
    lanes: Exhibit

    @property
    def exhibits(self) -> tuple[Exhibit, ...]:
        """All of them, in the order of the report."""
        return (self.lines, self.boxes, *self.gaps.values(), *self.sides.values(), *self.actors.values(), self.lanes)


def gather_contents(dossier: Dossier, scored: pd.DataFrame, selection: Selection) -> Contents:
    """The exhibits of a selection by side, with who moved by actor beside it; no gap where no two sides own the poles.

    `scored` is that of `score_statements` by the selection's score source.
    """
    chosen, periods = selection.by_side(), outer_periods(selection)
    gapped = chosen.topics if dossier.codebook.poled_sides else ()
    by_side, by_actor = (
        {topic: make_who_moved(dossier, scored, own, topic=topic, periods=periods) for topic in chosen.topics}
        for own in (chosen, replace(chosen, by="actor"))
    )
    return Contents(
        selection=chosen,
        lines=make_lines(dossier, scored, chosen),
        boxes=make_topic_boxes(dossier, scored, chosen),
        gaps={topic: make_gap(dossier, scored, chosen, topic=topic) for topic in gapped},
        sides=by_side,
        actors=by_actor,
        lanes=make_lanes(dossier, scored, chosen),
    )
