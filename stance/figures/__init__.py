"""Frames to pictures: the only package that knows Plotly, and nothing else.

Belongs here: marks, axes, colours, labels, hover texts. Not here: any estimate (frames arrive ready) and any widget.
"""

from stance.figures.bars import plot_contributions
from stance.figures.base import Style, style_actors, style_sides, style_whole
from stance.figures.checks import plot_confusion, plot_estimates, plot_reliability
from stance.figures.lanes import plot_lanes
from stance.figures.lines import Beside, plot_positions
from stance.figures.moves import plot_dumbbells, plot_gap, plot_parts
from stance.figures.pictures import frame_picture
from stance.figures.terms import plot_terms, plot_years
from stance.figures.trails import plot_months, plot_trails

__all__ = [
    "Beside",
    "Style",
    "frame_picture",
    "plot_confusion",
    "plot_contributions",
    "plot_dumbbells",
    "plot_estimates",
    "plot_gap",
    "plot_lanes",
    "plot_months",
    "plot_parts",
    "plot_positions",
    "plot_reliability",
    "plot_terms",
    "plot_trails",
    "plot_years",
    "style_actors",
    "style_sides",
    "style_whole",
]
