"""The marks of still pictures: every one where the picture's own numbers put it, words readable, nothing of a dossier run as markup."""

import re
from xml.etree import ElementTree

import pandas as pd
import pytest

from stance.figures import plot_confusion, plot_contributions, plot_months, plot_positions
from stance.figures.base import Style, lay_out, style_whole
from stance.figures.picture import Picture, scatter
from stance.figures.scale import read_scale
from stance.figures.still import list_twins, write_still

from .test_pictures import FUND, HOSTILE, STYLES

DAYS = ["2020-01-01T00:00:00", "2020-07-01T00:00:00", "2021-01-01T00:00:00"]
MARGIN = {"l": 0, "r": 0, "t": 0, "b": 0}
COLOUR = "#B24A00"


def draw(*traces: dict, **layout) -> ElementTree.Element:
    """A picture of 100 pixels from 0 to 10 either way, as it is written."""
    axes = {"xaxis": {"range": [0, 10]}, "yaxis": {"range": [0, 10]}}
    return ElementTree.fromstring(write_still(Picture(traces, lay_out(height=100, margin=MARGIN, dark=False, **axes | layout))))  # fmt: skip


def find(still: ElementTree.Element, tag: str) -> list[ElementTree.Element]:
    return [one for one in still.iter() if one.tag.rpartition("}")[2] == tag]


def mark(**more) -> dict:
    return scatter(mode="markers", marker={"size": 8, "color": COLOUR, **more.pop("marker", {})}, **more)


def test_a_marker_stands_at_its_share_of_the_width_and_at_its_height():
    (circle,) = find(draw(mark(x=[2.5], y=[7.5])), "circle")
    assert (circle.get("cx"), circle.get("cy"), circle.get("r"), circle.get("fill")) == ("25%", "25", "4", COLOUR)


def test_an_axis_that_runs_downwards_turns_the_picture_over():
    (circle,) = find(draw(mark(x=[2.5], y=[7.5]), yaxis={"range": [10, 0]}), "circle")
    assert circle.get("cy") == "75"


def test_a_line_breaks_at_a_missing_value_and_keeps_its_width_when_it_is_stretched():
    line = scatter(x=[0, 1, 2, 3, 4], y=[0, 0, None, 10, 10], mode="lines", line={"color": COLOUR, "width": 2, "dash": "dot"})  # fmt: skip
    (path,) = find(draw(line), "path")
    assert path.get("d") == "M0.0 100.0L100.0 100.0M300.0 0.0L400.0 0.0"
    assert path.get("style") == "vector-effect:non-scaling-stroke"
    assert path.get("stroke-dasharray")


def test_a_band_is_closed_and_its_opacity_stands_apart_from_its_colour():
    band = scatter(x=[0, 10, 10], y=[0, 0, 5], mode="lines", fill="toself", fillcolor="rgba(178,74,0,0.15)", line={"width": 0})  # fmt: skip
    (path,) = find(draw(band), "path")
    assert path.get("d").endswith("Z")
    assert (path.get("fill"), path.get("fill-opacity"), path.get("stroke")) == (COLOUR, "0.15", None)


def test_a_hollow_marker_has_no_fill_and_a_missing_one_is_not_drawn():
    still = draw(mark(x=[1, None, 3], y=[1, 2, None], marker={"symbol": "circle-open"}))
    (circle,) = find(still, "circle")
    assert (circle.get("fill"), circle.get("stroke")) == ("none", COLOUR)


def test_an_interval_reaches_from_its_low_to_its_high_end():
    error = {"array": [1], "arrayminus": [2], "color": COLOUR}
    lines = find(draw(mark(x=[5], y=[5], error_x=error)), "line")
    assert [(one.get("x1"), one.get("x2")) for one in lines if one.get("stroke") == COLOUR] == [("30%", "60%")]


def test_bars_reach_from_zero_to_their_value_either_way():
    values = pd.DataFrame({"term": ["up", "down", "(side)", "(start)"], "contribution": [1.0, -0.5, 0.0, 0.0]})
    boxes = find(ElementTree.fromstring(write_still(plot_contributions(values))), "rect")
    ends = [(float(one.get("x")[:-1]), float(one.get("width")[:-1])) for one in boxes]
    assert ends[-1][0] == pytest.approx(50, abs=0.1)
    assert ends[-2][0] + ends[-2][1] == pytest.approx(50, abs=0.1)
    assert ends[-1][1] == pytest.approx(2 * ends[-2][1], abs=0.1)


def test_months_of_silence_have_a_mark_and_no_bar():
    months = pd.Series([3, 0, 5], index=pd.date_range("2018-01-01", periods=3, freq="MS"))
    still = ElementTree.fromstring(write_still(plot_months(months, style_whole("Ann"))))
    heights = [float(one.get("height")) for one in find(still, "rect")]
    assert heights[1] == 0
    assert heights[0] / heights[2] == pytest.approx(3 / 5, abs=0.01)
    assert len(find(still, "path")) == 1


def test_a_grid_writes_each_count_in_its_cell_and_shades_it_by_its_share():
    table = pd.DataFrame([[9, 1], [0, 5]], index=["no", "yes"], columns=["no", "yes"])
    still = ElementTree.fromstring(write_still(plot_confusion(table, rows="said", columns="found")))
    shades = [float(one.get("fill-opacity")) for one in find(still, "rect")]
    assert shades == sorted(shades, key=[0.499, 0.091, 0.04, 0.55].index)
    assert {"9", "1", "0", "5"} <= {"".join(one.itertext()) for one in find(still, "text")}


def test_the_words_of_a_dossier_are_shown_and_never_run():
    rows = pd.DataFrame({
        "group": "south", "date": pd.to_datetime(DAYS), "position": [0.0, 1.0, 2.0], "low": -0.5, "high": 0.5, "statements": 3, "sources": 2,
    })  # fmt: skip
    style = {"south": Style("<script>alert(1)</script>", "#0067A3", "#5BB4EC", "dash", "diamond")}
    text = write_still(plot_positions(rows, FUND, style), 'said "so" <b>')
    still = ElementTree.fromstring(text)
    assert find(still, "script") == []
    assert "<script>alert(1)</script>" in re.sub(r"\s", "", "".join(still.itertext()))
    assert still.get("aria-label") == 'said "so" <b>'


def test_bold_is_bold_and_what_follows_it_is_not():
    note = {"text": "<b>Ann<br>Lee</b> +1 <i>&amp;", "x": 0, "y": 0, "xref": "paper", "yref": "paper"}
    text = find(draw(annotations=[note]), "text")[-1]
    lines = [one for one in text if one.get("x")]
    assert [(one.get("font-weight"), "".join(one.itertext())) for one in lines] == [("700", "Ann"), ("700", "Lee +1 <i>&")]  # fmt: skip
    assert lines[1][0].get("font-weight") == "400"


@pytest.mark.parametrize(
    ("asked", "values", "words"),
    [
        ({}, ["2015-01-01", "2020-01-01"], ["2015", "2016", "2017", "2018", "2019", "2020"]),
        ({}, ["2020-01-15", "2020-04-15"], ["Feb 2020", "Mar 2020", "Apr 2020"]),
        ({"range": [0, 1], "tickformat": ".0%", "dtick": 0.5}, [], ["0%", "50%", "100%"]),
        ({"range": [-2, 2]}, [], ["−2", "−1", "0", "1", "2"]),
        ({"tickvals": [1, 2], "ticktext": ["one", "two"], "range": [0, 3]}, [], ["one", "two"]),
        ({"type": "category"}, ["b", "a", "b"], ["b", "a"]),
    ],
)  # fmt: skip
def test_an_axis_has_the_ticks_that_a_reader_expects(asked, values, words):
    assert [text for _, text in read_scale(asked, values).ticks] == words


def test_every_colour_of_a_picture_has_a_twin_for_a_dark_ground():
    light, dark = (write_still(plot_positions(pd.DataFrame({
        "group": "north", "date": pd.to_datetime(DAYS), "position": [0.0, 1.0, 2.0], "low": -0.5, "high": 0.5, "statements": 3, "sources": 2,
    }), FUND, STYLES, dark=one)) for one in (False, True))  # fmt: skip
    for colour, twin in list_twins().items():
        light = light.replace(colour, twin)
    assert light == dark


def test_a_legend_names_each_trace_in_its_colour():
    named = [mark(x=[1], y=[1], name="Ann"), mark(x=[2], y=[2], name=HOSTILE, marker={"symbol": "diamond"})]
    words = ["".join(one.itertext()) for one in find(draw(*named, showlegend=True), "text")]
    assert [word for word in words if word[0] in "●◆"] == ["● Ann", "◆ R & D"]
