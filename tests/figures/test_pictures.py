"""Pictures of trails, months, lanes, rules and parts, and a picture that stands alone."""

import re
from html import unescape

import numpy as np
import pandas as pd
import plotly.graph_objects as go
import pytest

from stance.dossier.codebook import Level, Topic
from stance.figures import (
    Beside,
    Style,
    frame_picture,
    plot_lanes,
    plot_months,
    plot_positions,
    plot_trails,
)

HOSTILE = "<b>R & D</b>"


def make_topic(title: str, minus: str = "No", plus: str = "Yes") -> Topic:
    return Topic(title.lower(), title, "?", minus, plus, tuple(Level(code, "") for code in (-2, -1, 0, 1, 2)))


TOPICS = make_topic("Fund"), make_topic(HOSTILE, "None", "All")
FUND = TOPICS[0]
STYLES = {
    "north": Style("North", "#B24A00", "#F08A4B", "solid", "circle"),
    "south": Style(HOSTILE, "#0067A3", "#5BB4EC", "dash", "diamond"),
}


@pytest.fixture
def trail() -> pd.DataFrame:
    rows = [
        ("south", 2020, 1.0, 1.5),
        ("north", 2021, -0.5, 0.25),
        ("north", 2019, -1.5, 0.5),
        ("north", 2020, -1.0, 0.0),
    ]
    frame = pd.DataFrame(rows, columns=["group", "year", "x", "y"])
    return frame.assign(half_x=0.3, half_y=0.44, statements_x=4, statements_y=1)


def test_each_group_has_one_trail_in_the_order_of_the_years(trail):
    figure = plot_trails(trail, TOPICS, STYLES | {"guests": STYLES["north"]})
    assert [list(map(list, trace.customdata)) for trace in figure.data] == [
        [["north", 2019], ["north", 2020], ["north", 2021]], [["south", 2020]]
    ]  # fmt: skip
    assert [list(trace.x) for trace in figure.data] == [[-1.5, -1.0, -0.5], [1.0]]
    assert [list(trace.text) for trace in figure.data] == [["2019", "", "2021"], ["2020"]]
    assert len(plot_trails(trail, TOPICS, {"south": STYLES["south"]}).data) == 1


def test_the_newest_year_alone_is_filled_and_larger(trail):
    north, south = plot_trails(trail, TOPICS, STYLES).data
    assert list(north.marker.symbol) == ["circle-open", "circle-open", "circle"]
    assert list(south.marker.symbol) == ["diamond"]
    assert north.marker.size[0] == north.marker.size[1] < north.marker.size[2]


def test_every_trail_is_named_once_at_its_newest_year(trail):
    names = [note for note in plot_trails(trail, TOPICS, STYLES).layout.annotations if note.xref != "paper"]
    assert [(note.text, note.x, note.y) for note in names] == [
        ("<b>North</b>", -0.5, 0.25), ("<b>&lt;b&gt;R &amp; D&lt;/b&gt;</b>", 1.0, 1.5)
    ]  # fmt: skip


def test_a_marker_of_a_trail_says_both_positions_with_their_n(trail):
    north, south = plot_trails(trail, TOPICS, STYLES).data
    name = "&lt;b&gt;R &amp; D&lt;/b&gt;"
    assert north.hovertext[0] == (
        f"<b>North</b>, 2019<br>Fund −1.50 ± 0.30, 4 statements<br>{name} +0.50 ± 0.44, 1 statement"
    )
    assert south.hovertext[0].startswith(f"<b>{name}</b>, 2020<br>")


def test_the_map_names_axes_and_all_four_poles(trail):
    layout = plot_trails(trail, TOPICS, STYLES).layout
    assert (layout.xaxis.title.text, layout.yaxis.title.text) == (
        "<b>Fund</b>", "<b>&lt;b&gt;R &amp; D&lt;/b&gt;</b>"
    )  # fmt: skip
    poles = [note.text for note in layout.annotations if note.xref == "paper"]
    assert poles == ["◀ No", "▶ Yes", "▲ All", "▼ None"]
    assert list(layout.xaxis.ticktext) == ["−2", "−1", "0", "+1", "+2"]


def test_months_of_silence_have_a_mark_and_no_bar():
    months = pd.Series([2, 0, 1, 0], index=pd.date_range("2020-01-01", periods=4, freq="MS"))
    bars, marks = plot_months(months, STYLES["north"]).data
    assert list(bars.y) == [2, 0, 1, 0] and list(pd.to_datetime(bars.x)) == list(months.index)
    assert list(pd.to_datetime(marks.x)) == [months.index[1], months.index[3]] and list(marks.y) == [0, 0]
    assert bars.hovertext[0] == "January 2020: 2 statements" and bars.hovertext[2] == "March 2020: 1 statement"
    assert list(marks.hovertext) == ["February 2020: silence", "April 2020: silence"]
    assert bars.marker.color == STYLES["north"].light
    assert plot_months(months, STYLES["north"], dark=True).data[0].marker.color == STYLES["north"].dark


def test_without_silence_no_month_is_marked():
    months = pd.Series([2, 1], index=pd.date_range("2020-01-01", periods=2, freq="MS"))
    assert len(plot_months(months, STYLES["north"]).data[1].x) == 0


@pytest.fixture
def plain() -> go.Figure:
    return go.Figure(go.Scatter(x=[1], y=[2]), go.Layout(height=300, margin={"l": 20, "t": 10, "b": 30}))


def test_framing_a_picture_leaves_the_picture_as_it_was(plain):
    before = plain.to_json()
    framed = frame_picture(plain, "A finding", "A source", width=800)
    framed.update_traces(y=[3])
    assert plain.to_json() == before
    assert (framed.layout.width, len(framed.data)) == (800, 1)


@pytest.mark.parametrize(("dark", "ground"), [(False, "#FFFFFF"), (True, "#0E1117")])
def test_a_framed_picture_stands_on_the_ground_of_its_theme(plain, dark, ground):
    layout = frame_picture(plain, "A finding", "A source", dark=dark).layout
    assert layout.paper_bgcolor == layout.plot_bgcolor == ground


def test_title_and_note_are_in_the_picture_and_cannot_be_markup(plain):
    layout = frame_picture(plain, f"{HOSTILE} finding", f"{HOSTILE} source").layout
    assert layout.title.text == "&lt;b&gt;R &amp; D&lt;/b&gt; finding"
    assert [note.text for note in layout.annotations] == ["&lt;b&gt;R &amp; D&lt;/b&gt; source"]


def test_notes_that_the_picture_had_stay_in_it(plain):
    plain.add_annotation(text="own")
    assert [note.text for note in frame_picture(plain, "a", "b").layout.annotations] == ["own", "b"]


def read_sizes(figure: go.Figure, title: str, note: str) -> tuple[float, float, float, float]:
    """Height, upper and lower margin of the framed figure, and the height that is left for the drawing."""
    layout = frame_picture(figure, title, note).layout
    return layout.height, layout.margin.t, layout.margin.b, layout.height - layout.margin.t - layout.margin.b


def test_the_picture_is_as_much_higher_as_its_words_need(plain):
    short, long_title, long_note = (
        read_sizes(plain, *words) for words in (("A", "b"), ("A " * 200, "b"), ("A", "b " * 200))
    )
    assert short[0] > 300 and short[3] == long_title[3] == long_note[3] == 300 - 10 - 30
    assert long_title[0] > short[0] and long_title[1] > short[1] and long_title[2] == short[2]
    assert long_note[0] > short[0] and long_note[2] > short[2] and long_note[1] == short[1]


def test_a_figure_without_a_size_of_its_own_is_framed():
    assert read_sizes(go.Figure(), "", "")[0] > 450


@pytest.mark.parametrize(("width", "most"), [(1000, 125), (400, 50)])
def test_a_long_title_breaks_between_words_to_the_width_of_the_picture(plain, width, most):
    title = " ".join(f"R&D{n}" for n in range(80))
    lines = frame_picture(plain, title, "b", width=width).layout.title.text.split("<br>")
    assert len(lines) > 2 and all(len(unescape(line)) <= most for line in lines)
    assert unescape(" ".join(lines)) == title


def list_events(*rows: tuple[str, str, str], titles: dict[int, str] | None = None) -> pd.DataFrame:
    """Events e0, e1, ... of (date, kind, number)."""
    frame = pd.DataFrame(rows, columns=["date", "kind", "meeting"]).assign(date=lambda f: pd.to_datetime(f["date"]))
    names = [f"e{n}" for n in range(len(rows))]
    return frame.assign(
        date_precision="day",
        event=names,
        title=[(titles or {}).get(n, name) for n, name in enumerate(names)],
        place=HOSTILE,
    )


LANES = {"round": "Talks", "visit": "Talks", "drill": "Force", "storm": "Weather"}


def test_lanes_are_in_the_order_of_the_channels_and_other_kinds_below_by_their_number():
    kinds = ["strike", "drill", "visit", "fair", "round", "fair"]
    figure = plot_lanes(list_events(*(("2020-01-01", kind, "") for kind in kinds)), lanes=LANES)
    assert list(figure.layout.yaxis.ticktext) == ["Talks", "Force", "fair", "strike"]
    assert list(figure.data[0].y) == [3, 1, 0, 2, 0, 2]
    assert list(map(list, figure.data[0].customdata)) == [[f"e{n}"] for n in range(6)]
    assert figure.layout.yaxis.range[0] > 3 and figure.layout.yaxis.range[1] < 0


def test_without_channels_every_kind_has_a_lane_the_commonest_on_top():
    figure = plot_lanes(list_events(*(("2020-01-01", kind, "") for kind in ("b", "c", "a", "c"))))
    assert list(figure.layout.yaxis.ticktext) == ["c", "a", "b"]


def test_numbers_that_share_a_side_of_the_lane_stand_apart():
    days = pd.date_range("2020-01-01", periods=40, freq="20D")
    (trace,) = plot_lanes(list_events(*((f"{day:%Y-%m-%d}", "round", str(n)) for n, day in enumerate(days, 1)))).data
    shown = pd.DataFrame({"day": days, "text": trace.text, "side": trace.textposition}).query("text != ''")
    assert set(shown["side"]) == {"top center", "bottom center"} and len(shown) >= 20
    for _, own in shown.groupby("side"):
        assert own["day"].diff().dropna().dt.days.min() >= 65
    assert list(shown["text"][:2]) == ["1", "2"] and list(shown["side"][:2]) == ["top center", "bottom center"]


@pytest.mark.parametrize(("days", "side"), [(64, "bottom center"), (65, "top center")])
def test_a_number_has_its_place_over_the_marker_from_65_days_on(days, side):
    later = pd.Timestamp("2020-01-01") + pd.Timedelta(days=days)
    (trace,) = plot_lanes(list_events(("2020-01-01", "round", "1"), (f"{later:%Y-%m-%d}", "round", "2"))).data
    assert list(trace.textposition) == ["top center", side]


def test_of_events_on_one_day_two_have_room_for_a_number_and_all_have_a_marker():
    (trace,) = plot_lanes(list_events(*(("2020-01-01", "round", str(n)) for n in range(1, 5)))).data
    assert list(trace.text) == ["1", "2", "", ""] and len(trace.x) == 4
    assert list(trace.textposition[:2]) == ["top center", "bottom center"]


def test_an_event_without_a_number_takes_no_room_from_those_with_one():
    (trace,) = plot_lanes(
        list_events(("2020-01-01", "a", ""), ("2020-01-02", "a", HOSTILE), ("2020-01-03", "a", "3"))
    ).data
    assert list(trace.text) == ["", "&lt;b&gt;R &amp; D&lt;/b&gt;", "3"]


def test_the_lanes_do_not_take_room_from_one_another_whatever_the_order_of_the_events():
    rows = [("2020-01-02", "a", "2"), ("2020-01-01", "b", "1"), ("2020-01-01", "a", "1"), ("2020-01-02", "b", "2")]
    (trace,) = plot_lanes(list_events(*rows)).data
    assert sorted(trace.text) == ["1", "1", "2", "2"]


@pytest.mark.parametrize(("precision", "when"), [("month", "January 2020"), ("year", "2020")])
def test_an_event_known_by_its_month_or_year_is_given_no_day(precision, when):
    events = list_events(("2020-01-01", "round", "")).assign(date_precision=precision)
    (trace,) = plot_lanes(events).data
    assert f"<br>{when}<br>" in trace.hovertext[0]


def test_what_was_announced_only_is_hollow_and_the_chosen_event_is_larger():
    events = list_events(
        *(("2020-01-01", "round", "") for _ in range(4)), titles={1: "Second round (planned)", 3: "Third (planned)"}
    )
    (trace,) = plot_lanes(events, planned="(planned)", chosen="e3").data
    assert list(trace.marker.symbol) == ["circle", "circle-open", "circle", "diamond-open"]
    assert [size > trace.marker.size[0] for size in trace.marker.size] == [False, False, False, True]
    assert len(set(trace.marker.color[:3])) == 1 and trace.marker.color[3] != trace.marker.color[0]
    (trace,) = plot_lanes(events, chosen="e0").data
    assert list(trace.marker.symbol) == ["diamond", "circle", "circle", "circle"]


def test_an_event_says_its_title_day_and_place():
    (trace,) = plot_lanes(list_events(("2020-01-05", "round", ""), titles={0: HOSTILE})).data
    name = "&lt;b&gt;R &amp; D&lt;/b&gt;"
    assert list(trace.hovertext) == [f"<b>{name}</b><br>5 January 2020<br>{name}"]


@pytest.fixture
def positions() -> pd.DataFrame:
    days = pd.date_range("2020-01-31", periods=4, freq="ME")
    rows = [("north", days, [-0.5, -1.0, np.nan, -1.5]), ("south", days, [1.0, 1.0, 1.1, 1.2])]
    frame = pd.concat(pd.DataFrame({"group": g, "date": d, "position": p}) for g, d, p in rows)
    return frame.assign(low=frame["position"] - 0.3, high=frame["position"] + 0.3, statements=5, sources=4)


def read_poles(figure: go.Figure) -> list[str]:
    return [note.text.replace("<br>", " ") for note in figure.layout.annotations if note.text[0] in "▲▼"]


def test_a_rule_is_a_dotted_line_over_the_whole_width_named_with_its_pole(positions):
    figure = plot_positions(
        positions, FUND, STYLES, Beside(marks={2.0: "rule of North: all", 0: "rule of South: half"})
    )
    lines = [(shape.y0, shape.y1, shape.line.dash, shape.xref) for shape in figure.layout.shapes]
    assert lines == [(2.0, 2.0, "dot", "x domain"), (0, 0, "dot", "x domain")]
    assert read_poles(figure) == ["▲ +2: Yes (dotted: rule of North: all)", "▼ −2: No"]
    low = plot_positions(positions, FUND, STYLES, Beside(marks={-2: HOSTILE}))
    assert read_poles(low) == ["▲ +2: Yes", "▼ −2: No (dotted: &lt;b&gt;R &amp; D&lt;/b&gt;)"]


def test_without_rules_there_is_no_dotted_line(positions):
    figure = plot_positions(positions, FUND, STYLES)
    assert len(figure.layout.shapes) == 0
    assert read_poles(figure) == ["▲ +2: Yes", "▼ −2: No"]


@pytest.mark.parametrize(("banded", "bands"), [(None, 3), (["north"], 2), (["south"], 1), ([], 0)])
def test_a_line_that_is_not_banded_has_no_band(positions, banded, bands):
    figure = plot_positions(positions, FUND, STYLES, Beside(banded=banded))
    drawn = [trace for trace in figure.data if trace.hoverinfo == "skip"]
    assert len(drawn) == bands
    assert [trace.name for trace in figure.data if trace.name] == ["North", HOSTILE]
    colours = {re.sub(r",[\d.]+\)$", "", trace.fillcolor) for trace in drawn}
    assert len(colours) == (2 if banded is None else len(banded))
