"""A picture that stands alone: the figure with its finding above and its source and licence below, on a solid ground."""

from html import escape
from textwrap import wrap

import plotly.graph_objects as go

from stance.figures.base import choose_ink

GROUNDS = {False: "#FFFFFF", True: "#0E1117"}
LINE, EDGE = 17, 18
SIZES = {"title": 15, "note": 11}


def frame_picture(figure: go.Figure, title: str, note: str, *, width: int = 1000, dark: bool = False) -> go.Figure:
    """A copy of the figure, `width` pixels wide, with `title` over and `note` under the drawing.

    The figure itself is not changed; the copy is as much higher as the words need.
    """
    head, foot = _break_lines(title, width / 8), _break_lines(note, width / 6)
    above, below = LINE * 1.25 * len(head) + EDGE + 10, LINE * len(foot) + EDGE
    framed = go.Figure(figure)
    margin = framed.layout.margin
    axis = LINE if framed.layout.xaxis.title.text else 0
    top, bottom = (margin.t or 0) + above, (margin.b or 0) + below + axis
    height = (figure.layout.height or 450) + above + below + axis
    framed.update_layout(
        width=width,
        height=height,
        margin={"t": top, "b": bottom},
        paper_bgcolor=GROUNDS[dark],
        plot_bgcolor=GROUNDS[dark],
        title={
            "text": "<br>".join(map(escape, head)),
            "x": EDGE / width,
            "xanchor": "left",
            "y": 1 - EDGE / height,
            "yref": "container",
            "yanchor": "top",
            "font": {"size": SIZES["title"]},
        },
    )
    ink = choose_ink(dark=dark)
    framed.add_annotation(
        text="<br>".join(map(escape, foot)), showarrow=False, align="left", font={"size": SIZES["note"], "color": ink},
        xref="paper", x=0, xanchor="left", xshift=EDGE - (margin.l or 0), yref="paper", y=0, yanchor="bottom", yshift=EDGE / 2 - bottom,
    )  # fmt: skip
    return framed


def _break_lines(text: str, length: float) -> list[str]:
    return wrap(text, int(length)) or [""]
