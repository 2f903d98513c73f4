"""What pushed a score, as bars that add up."""

import pandas as pd

from stance.figures.base import GRID, MINUS, PALETTES, PLUS, choose_ink, lay_out
from stance.figures.picture import Picture
from stance.formats import format_number


def plot_contributions(contributions: pd.DataFrame, *, dark: bool = False, count: int = 10) -> Picture:
    """Bars of what pushed a text: the `count` strongest words, the rest of them, the side, the start, and the sum.

    `contributions` has term and contribution (log-odds a code); the bars above the sum add up to it.
    """
    bars = _gather_contributions(contributions, count)[::-1]
    colours = [PALETTES[PLUS if value > 0 else MINUS][0][dark] for _, value in bars]
    bar = {
        "type": "bar",
        "x": [value for _, value in bars],
        "y": [name for name, _ in bars],
        "orientation": "h",
        "marker": {"color": colours, "pattern": {"shape": ["/" if name == "Sum" else "" for name, _ in bars]}},
        "text": [format_number(value, 2) for _, value in bars],
        "textposition": "outside",
        "cliponaxis": False,
        "hoverinfo": "skip",
    }
    widest = max([abs(value) for _, value in bars] + [0.1]) * 1.7
    layout = lay_out(
        height=60 + 24 * len(bars),
        margin={"l": 110, "r": 20, "t": 4, "b": 40},
        dark=dark,
        xaxis={
            "range": [-widest, widest],
            "fixedrange": True,
            "gridcolor": GRID,
            "zerolinecolor": choose_ink(dark=dark),
            "title": {"text": "log-odds a code: − left, + right", "font": {"size": 11}},
        },
        yaxis={"fixedrange": True, "type": "category"},
    )
    return Picture([bar], layout)


def _gather_contributions(contributions: pd.DataFrame, count: int) -> list[tuple[str, float]]:
    own = contributions[~contributions["term"].isin(["(side)", "(start)"])]
    ranked = own.reindex(own["contribution"].abs().sort_values(ascending=False, kind="stable").index)
    bars = [(str(row.term), float(row.contribution)) for row in ranked[:count].itertuples()]
    if len(ranked) > count:
        bars.append((f"{len(ranked) - count} other words", float(ranked[count:]["contribution"].sum())))
    rest = contributions.set_index("term")["contribution"]
    bars += [("Side", float(rest["(side)"])), ("Start", float(rest["(start)"]))]
    return [*bars, ("Sum", float(contributions["contribution"].sum()))]
