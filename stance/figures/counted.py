"""How many scores lie nearest to each code of a topic, as bars."""

from collections.abc import Sequence

from stance.figures.base import MINUS, OTHERS, PALETTES, PLUS, choose_ink, lay_out
from stance.figures.picture import Picture
from stance.formats import format_number


def plot_counts(codes: Sequence[int], counts: Sequence[int], *, dark: bool = False) -> Picture:
    """A bar a code with its number of statements, coloured by the side of the middle that the code lies on."""
    middle = (codes[0] + codes[-1]) / 2
    poles = [MINUS if code < middle else PLUS if code > middle else OTHERS for code in codes]
    bar = {
        "type": "bar",
        "x": [format_number(code, 0) for code in codes],
        "y": list(counts),
        "marker": {"color": [PALETTES[pole][0][dark] for pole in poles]},
        "text": [str(count) for count in counts],
        "textposition": "outside",
        "cliponaxis": False,
        "hoverinfo": "skip",
    }
    layout = lay_out(
        height=190,
        margin={"l": 10, "r": 10, "t": 20, "b": 40},
        dark=dark,
        xaxis={
            "type": "category",
            "fixedrange": True,
            "title": {"text": "statements by nearest code", "font": {"size": 11}},
            "linecolor": choose_ink(dark=dark),
        },
        yaxis={"fixedrange": True, "visible": False, "range": [0, max([*counts, 1]) * 1.15]},
    )
    return Picture([bar], layout)
