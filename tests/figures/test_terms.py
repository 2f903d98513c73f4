"""The pictures of terms, read back."""

import numpy as np
import pandas as pd
import pytest

from stance.figures.base import style_sides
from stance.figures.terms import plot_terms, plot_years


@pytest.fixture
def styles(talks):
    return style_sides(talks.codebook)


@pytest.fixture
def table() -> pd.DataFrame:
    rows = [
        ("fish", 1, 8, 0.05, 0.4, 2.5),
        ("<b>quota</b>", 2, 6, 0.1, 0.3, 1.9),
        ("free passage of boats", 9, 1, 0.45, 0.05, -3.1),
        ("dam", 7, 1, 0.35, 0.05, -2.2),
    ]
    return pd.DataFrame(rows, columns=["term", "sources_minus", "sources_plus", "share_minus", "share_plus", "z"])


@pytest.fixture
def ends(styles):
    return styles["sever"], styles["minami"]


def test_every_term_has_a_marker_of_each_side_in_its_colour_and_form(table, ends):
    _, minus, plus = plot_terms(table, ends).data
    assert [point[0] for point in minus.customdata] == ["fish", "<b>quota</b>", "free passage of boats", "dam"]
    assert list(minus.x) == table["share_minus"].tolist()
    assert list(plus.x) == table["share_plus"].tolist()
    assert (minus.marker.color, plus.marker.color) == tuple(end.light for end in ends)
    assert (minus.marker.symbol, plus.marker.symbol) == tuple(end.marker for end in ends)
    assert (minus.name, plus.name) == tuple(end.name for end in ends)
    dark = plot_terms(table, ends, dark=True).data[1]
    assert dark.marker.color == ends[0].dark


def test_terms_of_the_plus_side_stand_on_top_and_each_group_has_its_heading(table, ends):
    figure = plot_terms(table, ends)
    top, bottom = sorted(figure.layout.annotations, key=lambda note: note.y)
    assert (top.text, bottom.text) == ("<b>In more sources of 南</b>", "<b>In more sources of Север</b>")
    assert top.font.color == ends[1].light
    places = dict(zip(table["term"], figure.data[1].y, strict=True))
    assert top.y < places["fish"] < places["<b>quota</b>"] < bottom.y < places["free passage of boats"] < places["dam"]
    low, high = figure.layout.yaxis.range
    assert low > places["dam"]
    assert high < top.y


def test_labels_are_broken_not_cut_and_carry_no_markup(table, ends):
    figure = plot_terms(table, ends)
    texts = figure.layout.yaxis.ticktext
    assert list(texts) == ["fish", "&lt;b&gt;quota&lt;/b&gt;", "free passage of<br>boats", "dam"]
    assert figure.layout.yaxis.automargin is True
    assert all("<b>quota" not in text for trace in figure.data[1:] for text in trace.hovertext)


def test_the_hover_says_sources_share_and_z(table, ends):
    _, minus, plus = plot_terms(table, ends).data
    assert minus.hovertext[0] == "<b>fish</b><br>1 source, 5% of those of Север<br>z +2.5"
    assert plus.hovertext[2] == "<b>free passage of boats</b><br>1 source, 5% of those of 南<br>z −3.1"


def test_one_side_without_terms_has_no_heading(table, ends):
    figure = plot_terms(table[table["z"] < 0], ends)
    assert [note.text for note in figure.layout.annotations] == ["<b>In more sources of Север</b>"]
    assert list(figure.data[1].y) == [1, 2]


def make_years() -> pd.DataFrame:
    rows = [("sever", 2020, 3, 10), ("sever", 2021, 0, 0), ("sever", 2022, 0, 4), ("minami", 2020, 1, 2)]
    table = pd.DataFrame(rows, columns=["side", "year", "sources_with", "sources"])
    return table.assign(term="dam", share=table["sources_with"] / table["sources"].where(table["sources"] > 0))


def test_years_break_where_a_side_is_silent_and_say_their_sources(styles):
    figure = plot_years(make_years(), styles)
    assert [trace.name for trace in figure.data] == ["Север", "南"]
    line = figure.data[0]
    assert np.asarray(line.y, dtype=float).tolist() == pytest.approx([0.3, np.nan, 0], nan_ok=True)
    assert line.connectgaps is False
    assert line.hovertext[0] == "<b>Север</b>, 2020<br>3 of 10 sources (30%)"
    assert figure.layout.yaxis.range[1] > 0.5
    assert (line.line.dash, line.marker.symbol) == (styles["sever"].dash, styles["sever"].marker)
