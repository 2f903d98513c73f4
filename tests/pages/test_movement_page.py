"""The Movement page: its tabs open from a link, its pickers choose what is shown, and it says what is missing."""

from datetime import date

import pytest

from stance.exhibits.gap import ONE_SIDE
from stance.exhibits.map import ONE_TOPIC
from stance.wording.compared import OVERLAP, TURNED

from . import builders
from .conftest import read_markdown
from .test_warm_rerun import _watch

OPEN = {"Who moved": "dumbbells", "The gap": "gap", "Governments and public": "groups", "Map": "map"}


@pytest.mark.parametrize("tab", OPEN)
def test_a_link_opens_a_tab_under_its_own_finding_and_makes_nothing_of_the_others(tab, open_page, monkeypatch):
    view = open_page("movement", moves=tab)
    view.check_runs()
    assert set(view.charts) == {OPEN[tab]}
    (chart,) = view.app.get("plotly_chart")
    first = chart.proto.alt.split(". ")[0]
    assert first in view.texts
    assert {"Who moved": "sovereignty", "The gap": "gap", "Governments and public": "Groups", "Map": "against"}[
        tab
    ] in view.title
    view.app.run()
    made = []
    monkeypatch.setattr("plotly.graph_objects.Figure.__init__", lambda *_, **__: made.append("a Plotly figure"))
    assert _watch(view.app.run) + made == []


def test_the_periods_of_a_link_are_compared_and_those_the_wrong_way_round_are_turned(open_page):
    back = {"period_before": ["Jan 2019", "Dec 2019"], "period_after": ["Jan 2016", "Dec 2016"]}
    view = open_page("movement", **back)
    view.check_runs()
    assert "January 2016 to December 2016 and in January 2019 to December 2019" in view.texts
    assert read_markdown(view.title).endswith(", 2016 to 2019")
    assert TURNED in view.warnings


def test_periods_that_have_left_the_chosen_dates_are_not_compared_and_the_box_shows_which_are(open_page):
    view = open_page("movement", period_before=["Jan 2016", "Dec 2016"], dates=["Jan 2018", "Dec 2019"])
    view.check_runs()
    assert view.app.select_slider(key="period_before").value == (date(2018, 1, 1), date(2018, 12, 1))
    assert "January 2018 to December 2018 and in January 2019 to December 2019" in view.texts


@pytest.mark.parametrize(
    ("tab", "lines", "periods"),
    [
        ("Who moved", True, True),
        ("The gap", False, True),
        ("Any two", False, False),
        ("Governments and public", False, False),
        ("Map", True, False),
    ],
)
def test_a_picker_that_changes_nothing_in_the_open_tab_cannot_be_moved_and_keeps_its_choice(
    tab, lines, periods, open_page
):
    view = open_page("movement", moves=tab, period_before=["Feb 2016", "Jan 2017"], by="Actors")
    sliders = [view.app.select_slider(key=f"period_{end}") for end in ("before", "after")]
    assert [slider.disabled for slider in sliders] == [not periods] * 2
    assert [f"{day:%b %Y}" for day in sliders[0].value] == ["Feb 2016", "Jan 2017"]
    assert view.app.button_group(key="by").proto.disabled is not lines
    assert view.app.button_group(key="by").value == "actor"
    assert view.app.selectbox(key="one_topic").disabled == (tab == "Map")


def test_another_topic_and_lines_by_actor_are_taken_over(open_page):
    view = open_page("movement", one_topic="Security", by="Actors")
    view.check_runs()
    assert "on security" in view.title
    assert any("lines with too few statements" in box.label for box in view.app.expander)
    view.app.selectbox(key="one_topic").set_value("sequencing").run()
    assert "on sequencing" in view.title


def test_the_days_of_the_gap_are_those_of_the_link(open_page):
    view = open_page("movement", moves="The gap", gap_from="30 June 2019", gap_to="31 December 2016")
    view.check_runs()
    assert (view.app.selectbox(key="gap_from").value, view.app.selectbox(key="gap_to").value) == (
        "2019-06-30",
        "2016-12-31",
    )
    assert read_markdown(view.title).endswith(", 31 December 2016 to 30 June 2019")


def test_the_gap_over_periods_that_end_on_one_day_is_shown_with_a_way_to_its_statements(open_page):
    periods = {"period_before": ["Jan 2015", "Dec 2019"], "period_after": ["Jan 2019", "Dec 2019"]}
    view = open_page("movement", moves="The gap", gap_over_open="true", **periods)
    view.check_runs()
    assert OVERLAP in view.texts
    assert "January 2015 to December 2019, then January 2019 to December 2019: " in view.texts
    assert view.app.selectbox(key="gap_over_when").options == [
        "before: January 2015 to December 2019",
        "after: January 2019 to December 2019",
    ]


@pytest.mark.parametrize("spelling", ["Sergey Lavrov", "sergey-lavrov", "actor:sergey-lavrov"])
def test_any_two_lines_of_a_link_are_compared_over_its_days(spelling, open_page):
    days = {f"pair_{end}_from": "2018-01-01" for end in ("first", "second")}
    view = open_page("movement", moves="Any two", pair_first=spelling, pair_second="Vladimir Putin", **days)
    view.check_runs()
    assert view.warnings == []
    assert "Sergey Lavrov and Vladimir Putin stood apart on sovereignty, 1 January 2018 to 31" in read_markdown(
        view.title
    )
    assert len(view.cards) == 8
    assert "first line" in view.app.selectbox(key="pair_when").options


def test_a_day_of_a_link_outside_the_chosen_dates_is_replaced_and_said(open_page):
    view = open_page("movement", moves="Any two", pair_first_from="2035-01-01", pair_second_until="soon")
    view.check_runs()
    assert [one.split(" is no day")[0] for one in view.warnings] == ["“2035-01-01”", "“soon”"]
    assert view.app.date_input(key="pair_first_from").value == date(2015, 1, 1)


def test_the_map_of_a_link_has_its_topics_and_its_statements_as_a_table(open_page):
    view = open_page("movement", moves="Map", map_x="Security", map_y="Sequencing", map_as="As a table")
    view.check_runs()
    assert (view.app.selectbox(key="map_x").value, view.app.selectbox(key="map_y").value) == ("security", "sequencing")
    assert read_markdown(view.title) == "Positions on security against sequencing, 2015 to 2019"
    assert len(view.frame("weight", "effect")) and not view.cards
    view.app.selectbox(key="map_x").set_value("sequencing").run()
    view.check_runs()
    assert view.app.selectbox(key="map_y").value != "sequencing"


def test_a_link_that_leaves_out_defaults_opens_the_map_that_was_seen(open_page, dossier):
    """The default upwards hangs on the topic across; a box that no one has touched follows it, as the link does."""
    seen = open_page("movement", moves="Map")
    for across in ("security", "sequencing", "sovereignty"):
        seen.app.selectbox(key="map_x").set_value(across).run()
        assert seen.app.selectbox(key="map_y").value == ("sovereignty" if across == "sequencing" else "sequencing")
        again = open_page("movement", moves="Map", map_x=dossier.codebook.topic(across).title)
        assert again.app.selectbox(key="map_y").value == seen.app.selectbox(key="map_y").value
        assert again.title == seen.title


@pytest.mark.parametrize(
    ("link", "said"),
    [
        ({"moves": "The gap", "side": "Japan"}, ONE_SIDE),
        ({"moves": "Map", "topic": "Security"}, ONE_TOPIC),
        ({"one_topic": "Security", "period_before": ["Jan 2015", "Feb 2015"]}, "Choose longer periods."),
        ({"moves": "Governments and public", "side": "Third parties", "topic": "Security", "dates": ["Jan 2015", "Jan 2015"]}, "wider dates"),
    ],
)  # fmt: skip
def test_what_cannot_be_shown_is_said_with_what_to_do(link, said, open_page):
    view = open_page("movement", **link)
    view.check_runs()
    assert said in " ".join(view.messages)
    assert view.charts == {}


def test_a_dossier_without_sides_has_movement_and_no_gap(data, open_page):
    builders.make_smallest(data, sides=False)
    open_page("movement").check_runs()
    view = open_page("movement", moves="The gap")
    view.check_runs()
    assert view.charts == {}
    assert ONE_SIDE in view.messages
