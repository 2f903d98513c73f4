"""Pictures without a script: everything stands where the scales put it."""

from xml.etree import ElementTree

import pytest

from stance.figures.picture import Picture, scatter
from stance.figures.still import list_twins, write_still

LAYOUT = {
    "height": 140,
    "margin": {"l": 20, "r": 10, "t": 30, "b": 10},
    "xaxis": {"range": [0, 10], "tickvals": [0, 5], "ticktext": ["none", "half"]},
    "yaxis": {"range": [-2, 2], "tickvals": [0], "ticktext": ["0"]},
}


def draw(*traces: dict, **layout) -> ElementTree.Element:
    return ElementTree.fromstring(write_still(Picture(list(traces), LAYOUT | layout)))


def line(**properties) -> dict:
    settings = {
        "x": [0, 5, 10],
        "y": [2, 0, -2],
        "mode": "lines+markers",
        "line": {"color": "#0067A3"},
        "marker": {"color": "#0067A3", "size": 6},
    }
    return scatter(**settings | properties)


def test_points_stand_at_their_share_of_the_width_and_at_their_height():
    circles = draw(line()).findall(".//circle")
    assert [(one.get("cx"), one.get("cy")) for one in circles] == [("0%", "0"), ("50%", "50"), ("100%", "100")]


def test_a_missing_value_breaks_the_line_and_has_no_mark():
    still = draw(line(y=[2, None, -2]))
    (path,) = still.findall(".//path")
    assert path.get("d").count("M") == 2
    assert len(still.findall(".//circle")) == 2


def test_margins_are_kept_and_the_plot_takes_the_rest():
    still = draw(line())
    assert still.get("style").startswith("padding:30px 10px 10px 20px")
    assert still.find("svg").get("height") == "100"


def test_ticks_stand_under_their_values():
    words = {"".join(one.itertext()): one.find("tspan").get("x") for one in draw(line()).iter("text")}
    assert (words["none"], words["half"]) == ("0%", "50%")


def test_what_is_said_is_never_markup():
    note = {"text": "<b>R & D</b> <script>alert(1)</script>", "x": 5, "y": 0, "font": {"size": 10}}
    still = draw(line(), annotations=[note])
    assert "R & D <script>alert(1)</script>" in "".join(still.itertext())
    assert list(still.iter("script")) == []
    named = write_still(Picture([line()], LAYOUT), 'one "two" <three>')
    assert ElementTree.fromstring(named).get("aria-label") == 'one "two" <three>'


def test_without_a_label_it_is_hidden_from_screen_readers():
    assert draw(line()).get("aria-hidden") == "true"


@pytest.mark.parametrize("light", ["#0067A3", "#B24A00"])
def test_colours_of_sides_have_a_twin_for_a_dark_ground(light):
    twins = list_twins()
    assert twins[light] not in (light, None)
