"""Pictures of change, read back: dumbbells, parts beside each other, and the gap with its band and its chosen days."""

import numpy as np
import pandas as pd
import pytest

from stance.dossier.codebook import Level, Topic
from stance.figures.base import Style
from stance.figures.moves import plot_dumbbells, plot_gap, plot_parts

HOSTILE = "<b>R & D</b>"
FUND = Topic("fund", "Fund", "?", "No", "Yes", tuple(Level(code, "") for code in (-2, -1, 0, 1, 2)))
STYLES = {
    "north": Style("North", "#B24A00", "#F08A4B", "solid", "circle"),
    "south": Style(HOSTILE, "#0067A3", "#5BB4EC", "dash", "diamond"),
}
DAYS = pd.date_range("2020-01-31", periods=6, freq="ME")


@pytest.fixture
def moves() -> pd.DataFrame:
    rows = [("north", -1.0, -0.5, 0.5), ("south", 1.0, 0.5, -0.5)]
    frame = pd.DataFrame(rows, columns=["group", "before", "after", "change"])
    return frame.assign(low=-1.0, high=1.0, statements_before=3, statements_after=4)


def make_gap(values: list[float]) -> pd.DataFrame:
    gap = pd.DataFrame({"date": DAYS[: len(values)], "gap": values, "statements": 5, "sources": 1})
    return gap.assign(low=gap["gap"] - 0.5, high=gap["gap"] + 0.5)


def test_a_dumbbell_runs_from_hollow_before_to_filled_after_and_the_largest_rise_is_on_top(moves):
    figure = plot_dumbbells(moves, FUND, STYLES)
    assert list(figure.layout.yaxis.ticktext) == ["&lt;b&gt;R &amp; D&lt;/b&gt;", "North"]
    assert [list(trace.x) for trace in figure.data] == [[1.0, 0.5], [-1.0, -0.5]]
    assert all(list(trace.marker.symbol) == ["circle-open", "circle"] for trace in figure.data)


def test_both_ends_of_a_dumbbell_carry_their_line_and_which_end_they_are(moves):
    figure = plot_dumbbells(moves, FUND, STYLES)
    assert [list(map(list, trace.customdata)) for trace in figure.data] == [
        [["south", "before"], ["south", "after"]], [["north", "before"], ["north", "after"]]
    ]  # fmt: skip


@pytest.fixture
def parts() -> pd.DataFrame:
    rows = [("Crews", "North", -1.0, -1.4, -0.6, 9), (HOSTILE, HOSTILE, np.nan, np.nan, np.nan, 2), ("Ports", HOSTILE, 1.5, 1.2, 2.0, 4)]  # fmt: skip
    return pd.DataFrame(rows, columns=["part", "side", "position", "low", "high", "statements"])


def test_parts_stand_from_the_top_and_one_without_a_position_is_a_name_alone(parts):
    figure = plot_parts(parts, FUND, {style.name: style for style in STYLES.values()})
    axis = figure.layout.yaxis
    assert list(axis.ticktext) == ["Ports (4)", "&lt;b&gt;R &amp; D&lt;/b&gt; (2)", "Crews (9)"]
    assert list(axis.tickvals) == [0, 1, 2] and axis.range[0] < 0 and axis.range[1] > 2
    assert [(trace.x[0], trace.y[0], trace.marker.symbol) for trace in figure.data] == [
        (1.5, 0, "diamond"), (-1.0, 2, "circle")
    ]  # fmt: skip


def test_the_interval_of_a_part_ends_where_its_numbers_do(parts):
    figure = plot_parts(parts, FUND, {style.name: style for style in STYLES.values()})
    for trace, row in zip(figure.data, (parts.loc[2], parts.loc[0]), strict=True):
        assert trace.x[0] + trace.error_x.array[0] == pytest.approx(row["high"])
        assert trace.x[0] - trace.error_x.arrayminus[0] == pytest.approx(row["low"])
    assert list(map(list, figure.data[1].customdata)) == [["Crews", "all"]]
    assert figure.data[1].hovertext == ("<b>Crews</b><br>−1.00 (90 % −1.40 to −0.60)<br>9 statements",)


def test_no_part_is_an_empty_picture(parts):
    assert len(plot_parts(parts.iloc[:0], FUND, {}).data) == 0


def test_the_gap_is_broken_where_it_is_not_known_and_marked_at_the_chosen_days():
    figure = plot_gap(make_gap([1.0, 1.5, np.nan, 2.0, 2.5]), marks=[DAYS[0], DAYS[3]], group="south")
    line = next(trace for trace in figure.data if trace.name == "gap")
    assert np.isnan(np.asarray(line.y, dtype=float)[2]) and line.connectgaps is False
    assert sum(trace.fill == "toself" for trace in figure.data) == 2
    assert [pd.Timestamp(shape.x0) for shape in figure.layout.shapes] == [DAYS[0], DAYS[3]]
    assert [size > 6 for size in line.marker.size] == [True, False, False, True, False]
    assert list(line.customdata[1]) == ["south", "2020-02-29"]
    assert line.hovertext[0] == "31 January 2020<br>gap +1.00 (90 % +0.50 to +1.50)<br>5 statements, 1 source"


def test_a_lone_point_of_the_gap_has_a_band_that_can_be_seen():
    """A polygon of one date has no area: the band of a lone point is a thick line from low to high."""
    figure = plot_gap(make_gap([1.0, np.nan, 2.0, np.nan, 2.5, 3.0]), marks=[])
    bands = [trace for trace in figure.data if trace.hoverinfo == "skip"]
    assert [trace.fill for trace in bands] == [None, None, "toself"]
    for band, (day, low, high) in zip(bands, [(DAYS[0], 0.5, 1.5), (DAYS[2], 1.5, 2.5)], strict=False):
        assert {pd.Timestamp(x) for x in band.x} == {day}
        assert sorted(band.y) == [low, high]
        assert band.line.width >= 3
        assert band.mode == "lines"


def test_a_gap_that_is_nowhere_known_is_an_empty_line():
    figure = plot_gap(make_gap([np.nan, np.nan]), marks=[])
    assert [trace.name for trace in figure.data] == ["gap"]
