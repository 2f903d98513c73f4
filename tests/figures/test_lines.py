"""Pictures, read back as text: a digest of what a reader would see."""

import os
from pathlib import Path

import numpy as np
import pandas as pd
import plotly.graph_objects as go
import pytest

from stance.estimates.robustness import SAME, UNCLEAR
from stance.figures import (
    Beside,
    plot_confusion,
    plot_contributions,
    plot_estimates,
    plot_lanes,
    plot_positions,
    plot_reliability,
    style_actors,
    style_sides,
)
from stance.figures.base import PALETTES

GOLDEN = Path(__file__).with_name("golden")


def contrast(colour: str, ground: str) -> float:
    """The WCAG 2 contrast ratio of two colours."""

    def luminance(code: str) -> float:
        parts = np.array([int(code[i : i + 2], 16) / 255 for i in (1, 3, 5)])
        linear = np.where(parts <= 0.04045, parts / 12.92, ((parts + 0.055) / 1.055) ** 2.4)
        return float(linear @ [0.2126, 0.7152, 0.0722])

    high, low = sorted((luminance(colour), luminance(ground)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def digest(figure: go.Figure) -> str:
    """Axis, notes, lines and bands of a figure as lines of text."""
    axis = figure.layout.yaxis
    lines = [f"y axis: {' | '.join(axis.ticktext)}"]
    lines += [f"note: {note.text}" for note in figure.layout.annotations]
    for trace in figure.data:
        dates = pd.to_datetime(pd.Series(trace.x)).dt.strftime("%Y-%m")
        values = ["gap" if np.isnan(y) else f"{y:+.2f}" for y in np.asarray(trace.y, dtype=float)]
        points = ", ".join(f"{day} {value}" for day, value in zip(dates, values, strict=True))
        kind = trace.name or "band"
        lines.append(f"{kind}, {trace.line.color} {trace.line.dash or ''}: {points}")
    return "\n".join(lines) + "\n"


@pytest.fixture
def positions() -> pd.DataFrame:
    dates = pd.date_range("2018-01-31", periods=4, freq="ME")
    rows = [("russia", dates, [-0.5, -1.0, np.nan, -1.5]), ("japan", dates, [np.nan, 1.0, 1.1, 1.2])]
    frame = pd.concat(pd.DataFrame({"group": g, "date": d, "position": p}) for g, d, p in rows)
    return frame.assign(
        topic="sovereignty", low=frame["position"] - 0.3, high=frame["position"] + 0.3, statements=5, sources=4
    )


def test_a_chart_of_positions_shows_what_it_should(positions, dossier):
    events = pd.DataFrame(
        {
            "date": pd.to_datetime(["2018-02-10"]),
            "date_precision": ["day"],
            "title": ["Talks"],
            "label": ["Town"],
            "named": [True],
        }
    )
    figure = plot_positions(positions, dossier.codebook.topics[0], style_sides(dossier.codebook), Beside(events))
    golden = GOLDEN / "positions.txt"
    if os.environ.get("UPDATE_GOLDEN"):
        golden.write_text(digest(figure), encoding="utf-8")
    assert digest(figure) == golden.read_text(encoding="utf-8")


def test_a_gap_breaks_the_line_and_the_band(positions, dossier):
    figure = plot_positions(positions, dossier.codebook.topics[0], style_sides(dossier.codebook))
    line = next(trace for trace in figure.data if trace.name == "Russia")
    assert line.y[2] is None
    assert line.connectgaps is False
    bands = [trace for trace in figure.data if trace.hoverinfo == "skip"]
    assert all(not np.isnan(np.asarray(band.y, dtype=float)).any() for band in bands)
    assert len(bands) == 3


def test_every_point_carries_its_line_and_date_and_says_its_evidence(positions, dossier):
    figure = plot_positions(positions, dossier.codebook.topics[0], style_sides(dossier.codebook))
    line = next(trace for trace in figure.data if trace.name == "Russia")
    assert list(line.customdata[1]) == ["russia", "2018-02-28"]
    assert "position −1.00 (90 % band −1.3 to −0.7)" in line.hovertext[1]
    assert "5 statements, 4 sources" in line.hovertext[1]


def test_the_poles_stand_at_the_ends_of_the_axis(positions, dossier):
    topic = dossier.codebook.topics[0]
    figure = plot_positions(positions, topic, style_sides(dossier.codebook))
    notes = [note.text.replace("<br>", " ") for note in figure.layout.annotations]
    assert f"▲ +2: {topic.plus}" in notes
    assert f"▼ −2: {topic.minus}" in notes


@pytest.mark.parametrize("height", [300, 380])
def test_labels_at_the_line_ends_never_overlap(dossier, positions, height):
    near = positions.assign(
        position=lambda rows: rows["position"].where(rows["group"] == "russia", rows["position"] - 2.69)
    )
    figure = plot_positions(near, dossier.codebook.topics[0], style_sides(dossier.codebook), height=height)
    ends = [note.y for note in figure.layout.annotations if note.xref == "paper" and note.yref != "paper"]
    assert len(ends) == 2
    low, high = figure.layout.yaxis.range
    deep = height - figure.layout.margin.t - figure.layout.margin.b
    assert abs(ends[0] - ends[1]) * deep / (high - low) >= 15


@pytest.mark.parametrize(("ground", "dark"), [("#FFFFFF", 0), ("#14171B", 1)])
def test_every_colour_can_be_read_as_text_on_its_ground(ground, dark):
    colours = [pair[dark] for palette in PALETTES.values() for pair in palette]
    assert len(colours) == 12
    assert min(contrast(colour, ground) for colour in colours) >= 4.5


def test_sides_differ_by_more_than_colour(dossier):
    styles = style_sides(dossier.codebook)
    assert len({style.marker for style in styles.values()}) == len(styles)
    assert len({style.light for style in styles.values()}) == len(styles)


def test_no_actor_wears_the_colour_of_the_other_side(dossier):
    styles = style_actors(dossier.actors, dossier.statements, dossier.codebook)
    sides = dossier.actors.set_index("actor")["side"]
    warm = {pair[0] for pair in PALETTES["minus"]}
    assert len(styles) == len(dossier.actors)
    assert all((style.light in warm) == (sides[actor] == "russia") for actor, style in styles.items())


def test_the_style_of_an_actor_does_not_change_when_statements_of_others_are_hidden(dossier):
    styles = style_actors(dossier.actors, dossier.statements, dossier.codebook)
    names = dossier.actors.sample(frac=1, random_state=1)
    assert style_actors(names, dossier.statements, dossier.codebook) == styles


def test_the_bars_of_contributions_add_up_to_the_sum():
    frame = pd.DataFrame({"term": [*"abcdefghijkl", "(side)", "(start)"], "contribution": np.linspace(-1, 0.7, 14)})
    bar = plot_contributions(frame, count=5).data[0]
    values = dict(zip(bar.y, bar.x, strict=True))
    assert values.pop("Sum") == pytest.approx(frame["contribution"].sum())
    assert sum(values.values()) == pytest.approx(frame["contribution"].sum())
    assert "7 other words" in values


def test_plotting_does_not_change_its_frame(positions, dossier):
    before = positions.copy()
    plot_positions(positions, dossier.codebook.topics[0], style_sides(dossier.codebook))
    pd.testing.assert_frame_equal(positions, before)


def make_estimates(*rows: tuple[str, str, float, float, str]) -> pd.DataFrame:
    """A table of `robustness.try_claim` of (family, variant, change, half width, verdict)."""
    frame = pd.DataFrame(rows, columns=["family", "variant", "change", "half", "verdict"])
    ends = {"low": frame["change"] - frame["half"], "high": frame["change"] + frame["half"]}
    return frame.assign(**ends, statements_before=4, statements_after=5)


def test_confusion_shows_every_count_in_its_own_cell():
    table = pd.DataFrame([[5, 1], [0, 7]], index=["-1", "none"], columns=["-1", "none"])
    (grid,) = plot_confusion(table, rows="coder a", columns="coder b").data
    assert [list(row) for row in grid.text] == [[5, 1], [0, 7]]
    assert (list(grid.x), list(grid.y)) == (["-1", "none"], ["-1", "none"])
    assert np.allclose(np.asarray(grid.z), [[5 / 6, 1 / 6], [0, 1]])


def test_a_row_of_confusion_without_counts_is_not_shaded():
    table = pd.DataFrame([[0, 0], [0, 7]], index=["-1", "1"], columns=["-1", "1"])
    assert np.asarray(plot_confusion(table, rows="a", columns="b").data[0].z)[0].tolist() == [0, 0]


def test_reliability_marks_every_bin_with_its_number_of_statements():
    bins = pd.DataFrame({"stated": [0.55, 0.95], "right": [0.5, 0.9], "weight": [10.0, 40.0]})
    ideal, found = plot_reliability(bins).data
    assert (list(ideal.x), list(ideal.y)) == ([0, 1], [0, 1])
    assert (list(found.x), list(found.y), list(found.text)) == ([0.55, 0.95], [0.5, 0.9], ["10", "40"])
    assert found.marker.size[0] < found.marker.size[1]


def test_every_other_estimate_is_drawn_once_and_those_that_disagree_are_hollow():
    table = make_estimates(
        ("as shown", "all", 1.0, 0.5, SAME),
        ("without one source", "gazette", 0.9, 0.5, SAME),
        ("without one source", "herald", 0.2, 0.5, UNCLEAR),
        ("coder", "a", 1.1, 0.5, SAME),
    )
    same, other = plot_estimates(table).data
    assert sorted(same.x) == [0.9, 1.1]
    assert list(other.x) == [0.2]
    assert other.marker.symbol.endswith("open") and not same.marker.symbol.endswith("open")
    assert any("herald" in text for text in other.hovertext)


def test_estimates_stay_within_the_lane_of_their_family():
    rows = [("one", f"v{n}", n / 10, 0.1, SAME) for n in range(40)] + [("two", "w", 1.0, 0.1, SAME)]
    figure = plot_estimates(make_estimates(("as shown", "all", 1.0, 0.5, SAME), *rows))
    heights = np.asarray(figure.data[0].y)
    assert (np.abs(heights[:40]) < 0.45).all()
    assert heights[40] == 1
    assert list(figure.layout.yaxis.ticktext) == ["one", "two"]


def test_an_estimate_with_too_few_statements_is_not_drawn():
    table = make_estimates(("as shown", "all", 1.0, 0.5, SAME), ("coder", "a", np.nan, np.nan, "too few statements"))
    assert sum(len(trace.x) for trace in plot_estimates(table).data) == 0


def test_every_event_stands_in_the_lane_of_its_kind_and_the_chosen_one_is_filled(dossier):
    events = dossier.events.head(30)
    (trace,) = plot_lanes(events, chosen=events["event"].iloc[3]).data
    lanes = dict(zip([event for (event,) in trace.customdata], trace.y, strict=True))
    by_kind = events.assign(lane=events["event"].map(lanes)).groupby("kind")["lane"].nunique()
    assert (by_kind == 1).all() and events["kind"].nunique() == len(set(trace.y))
    assert list(trace.marker.symbol).count("diamond") == 1
    assert trace.marker.symbol[3] == "diamond"
