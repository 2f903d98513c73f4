"""What all pictures share: the colours of sides and actors, the ink on either ground, the empty layout.

Colours follow Okabe and Ito (https://jfly.uni-koeln.de/color/), darkened or lightened until text in them can be read on
the ground; dash and marker say the same as the colour does.
"""

from dataclasses import dataclass

import pandas as pd

from stance.dossier.codebook import Codebook

MINUS, PLUS, OTHERS = "minus", "plus", ""
PALETTES = {
    MINUS: (("#B24A00", "#F08A4B"), ("#A3477F", "#E39AC6"), ("#8A6A00", "#E9B93A"), ("#A8323A", "#F0898F")),
    PLUS: (("#0067A3", "#5BB4EC"), ("#00795A", "#2EC49B"), ("#5B5BA8", "#A9A9EE"), ("#1B7F8C", "#5CCBD8")),
    OTHERS: (("#5F6368", "#B8BCC2"), ("#6B6B3A", "#CFCF8E"), ("#7A5C50", "#D2B3A6"), ("#4E6472", "#A6BECD")),
}
DASHES = ("solid", "dash", "dot", "dashdot")
MARKERS = ("circle", "diamond", "square", "triangle-up", "x", "cross")
CLEAR = "rgba(0,0,0,0)"
GRID = "rgba(128,128,128,0.22)"


@dataclass(frozen=True)
class Style:
    """How one group is drawn on every picture: its colour on a light and a dark ground, dash and marker."""

    name: str
    light: str
    dark: str
    dash: str
    marker: str

    def colour(self, *, dark: bool) -> str:
        """The colour for the ground."""
        return self.dark if dark else self.light


def style_sides(codebook: Codebook) -> dict[str, Style]:
    """A style for each side: the first colour of its pole, others in the codebook's order."""
    ranks = dict.fromkeys(PALETTES, 0)
    styles = {}
    for side in codebook.sides:
        styles[side.id] = _make_style(side.title, side.pole, ranks[side.pole], "solid" if side.pole else "dash")
        ranks[side.pole] += 1
    return styles


def style_actors(actors: pd.DataFrame, statements: pd.DataFrame, codebook: Codebook) -> dict[str, Style]:
    """A style for each actor, by its rank within its side in the number of statements, in order of that number.

    Actors of a pole's side have colours of one family (warm or cool), so that no actor wears the other side's colour.
    A style never changes with a filter.
    """
    counts = statements["actor"].value_counts()
    ranked = actors.assign(n=actors["actor"].map(counts).fillna(0)).sort_values(["n", "actor"], ascending=[False, True])
    poles = {side.id: side.pole for side in codebook.sides}
    ranks = dict.fromkeys(PALETTES, 0)
    styles = {}
    for row in ranked.itertuples():
        pole = poles[str(row.side)]
        dash = DASHES[ranks[pole] // len(PALETTES[pole]) % len(DASHES)]
        styles[str(row.actor)] = _make_style(str(row.name), pole, ranks[pole], dash)
        ranks[pole] += 1
    return styles


def style_whole(name: str) -> Style:
    """The style of a line that is drawn for comparison alone: grey, dotted, without markers of its own."""
    return Style(name, *PALETTES[OTHERS][0], dash="dot", marker="line-ns")


def _make_style(name: str, pole: str, rank: int, dash: str) -> Style:
    light, dark = PALETTES[pole][rank % len(PALETTES[pole])]
    first = {MINUS: 0, PLUS: 1, OTHERS: 2}[pole]
    return Style(name, light, dark, dash, MARKERS[(first + 2 * rank) % len(MARKERS)])


def choose_ink(*, dark: bool) -> str:
    """The colour of axes and text on the ground."""
    return "#C8CCD2" if dark else "#5A6068"


def tint(colour: str, opacity: float) -> str:
    """A #RRGGBB colour with an opacity of 0 to 1."""
    red, green, blue = (int(colour[i : i + 2], 16) for i in (1, 3, 5))
    return f"rgba({red},{green},{blue},{opacity})"


def lay_out(*, height: int, margin: dict[str, int], dark: bool, **more) -> dict:
    """An empty layout without ground and legend, that neither zooms nor pans; `more` goes to Plotly as it is."""
    font = {"size": 12, "color": choose_ink(dark=dark), "family": "Source Sans, sans-serif"}
    still = {"showlegend": False, "dragmode": False, "paper_bgcolor": CLEAR, "plot_bgcolor": CLEAR}
    return {"height": height, "margin": margin, "font": font, **still, **more}
