"""The Actors page: its picker and its links choose the actor, lists open on demand, and it says what is missing.

What is said and drawn is tested with the exhibits.
"""

import re

import makers
import pandas as pd
import pytest
from makers import list_points

from stance.dossier.loading import load_dossier
from stance.estimates.scored import score_statements
from stance.estimates.selection import default_selection
from stance.exhibits.profile import make_profile
from stance.ui.pickers import take_click
from stance.wording.profile import NO_ACTOR, NO_STATEMENT

from . import builders
from .conftest import View, read_markdown

WHO = "sergey-lavrov"


def open_box(view: View, key: str) -> None:
    """Unfolds the box with that key, as a click on its head does."""
    view.app.session_state[key] = True
    view.app.run()
    view.check_runs()


def test_a_link_opens_an_actor_with_its_pictures_and_their_sentences(open_page):
    view = open_page("actors", who="Sergey Lavrov", dates=["Jan 2016", "Dec 2018"])
    view.check_runs()
    assert read_markdown(view.title).startswith("Sergey Lavrov leans to “")
    assert list(view.charts) == ["stance_sovereignty", "stance_sequencing", "stance_security", "months"]
    alts = {chart.key: chart.proto.alt for chart in view.app.get("plotly_chart")}
    assert f"{read_markdown(view.title)}." in " ".join(alts.values())
    assert all(alt.split(". ")[0].split(" (")[0] in view.texts for alt in alts.values())
    assert "of 36 months; the longest silence" in view.texts
    assert {"at home", "abroad", "direct speech"} <= set(view.frame("by", "part")["part"])


def test_it_begins_with_the_actor_of_most_statements_and_one_chosen_at_the_side_goes_first(open_page, dossier):
    view = open_page("actors")
    view.check_runs()
    who = view.app.selectbox(key="who")
    own = dossier.statements[dossier.statements["side"].isin(["russia", "japan"])]
    assert who.value == own["actor"].value_counts().index[0]
    assert len(set(who.options)) == own["actor"].nunique()
    assert open_page("actors", actor="Taro Kono").title.startswith("Taro Kono")


def test_an_actor_stays_when_the_dates_change_its_number_of_statements(open_page):
    view = open_page("actors", who="Sergey Lavrov")
    before = view.title
    view.app.select_slider(key="dates").set_value(("Jan 2016", "Dec 2018")).run()
    view.check_runs()
    assert view.app.selectbox(key="who").value == WHO
    assert view.title.startswith("Sergey Lavrov")
    assert view.title != before


def test_two_actors_of_one_name_are_two_choices_and_two_links(data, open_page):
    folder = builders.make_full(data)
    names = {actor: "Иванов" if actor in ("Иванова", "田中") else actor for actor in builders.ACTORS}
    rows = [{"actor": one, "name": names[one], "side": side, "kind": "leader"} for one, side in builders.ACTORS.items()]
    builders.write_rows(folder / "actors.csv", rows)
    labels = load_dossier(folder).label_actors()
    for actor in ("Иванова", "田中"):
        view = open_page("actors", who=labels[actor])
        view.check_runs()
        assert view.app.selectbox(key="who").value == actor
        assert read_markdown(view.title).startswith(f"Иванов ({actor})")
        assert not [one for one in view.warnings if "not among the choices" in one]


def test_lists_are_made_when_they_are_opened_and_hold_their_statements(open_page, dossier):
    view = open_page("actors", who="Sergey Lavrov", topic="Security", profile_as="As a table")
    assert view.cards == []
    labels = [read_markdown(box.label) for box in view.app.expander]
    assert [label.split(",")[0].split(":")[0] for label in labels[1:4]] == ["Highest code", "Lowest code", "Firsts"]
    open_box(view, "open_highest_security")
    own = dossier.statements[dossier.statements["actor"] == WHO].set_index("statement")["security"]
    assert len(view.cards) == int(labels[1].split()[-1])
    assert {own[one] for one in view.cards} == {own.max()}
    open_box(view, "open_firsts_security")
    first = own.dropna().index[0]
    assert f"({first})" in view.texts


def _plant(data) -> None:
    """Ann speaks in the middle month by month; twice, three days apart, from pole to pole."""
    rows = [(f"a{n:02}", f"2020-{n:02}-20", "ann", f"paper-{n}", f"We think ({n})", "0") for n in range(1, 13)]
    rows += [("x1", "2020-05-08", "ann", "far-1", "No fund will ever come", "-1")]
    rows += [("x2", "2020-05-11", "ann", "far-2", "Give us the fund", "1")]
    table = "\n".join(",".join(row) for row in [("statement", "date", "actor", "source", "text", "fund"), *rows])
    makers.write_dossier(data / "talks", statements=table + "\n")


def test_a_pair_of_contradicting_statements_opens_side_by_side_with_its_distance(data, open_page):
    _plant(data)
    view = open_page("actors")
    assert "Give us the fund" not in view.html.split("Code <b>")[0]
    open_box(view, "open_pairs_fund")
    assert "3 days and 2 codes apart" in view.texts
    (pair,) = [part for part in view.html.split('<div class="cards">') if "code −1" in part]
    assert pair.index("No fund will ever come") < pair.index("Give us the fund")
    assert "code +1" in pair


@pytest.mark.parametrize("link", [{"profile_when": "the chosen dates"}, {"profile_end": "the chosen dates"}, {}])
def test_the_statements_of_the_chosen_dates_stand_first_and_a_link_opens_them(link, open_page):
    view = open_page("actors", who="Sergey Lavrov", profile_topic="Security", **link)
    view.check_runs()
    assert view.warnings == []
    heading = "Sergey Lavrov on Security, 1 January 2015 to 31 December 2019: "
    (said,) = [text for text in view.texts.splitlines() if heading in text]
    assert re.search(r": −\d\.\d\d, from \d+ statements, \d+ sources", said)
    assert view.app.selectbox(key="profile_when").value == "all"
    assert len(view.cards) == 8


def test_a_point_of_the_line_is_chosen_by_link_and_by_list(open_page):
    view = open_page(
        "actors", who="Sergey Lavrov", profile_topic="Security", profile_when="365 days to 31 December 2019"
    )
    view.check_runs()
    assert "Sergey Lavrov on Security, 1 January 2019 to 31 December 2019: " in view.texts
    view.app.selectbox(key="profile_when").set_value("2018-12-31").run()
    assert "Sergey Lavrov on Security, 1 January 2018 to 31 December 2018: " in view.texts


def test_one_topic_alone_has_one_picture_beside_the_months(open_page):
    view = open_page("actors", topic="Security")
    view.check_runs()
    assert set(view.charts) == {"stance_security", "months"}


def test_dates_in_which_no_one_spoke_say_what_to_do(open_page, dossier):
    third = set(dossier.statements.loc[dossier.statements["side"] == "third", "date"].dt.to_period("M"))
    month = next(one for one in pd.period_range("2015-01", "2019-12", freq="M") if one not in third)
    view = open_page("actors", side="Third parties", dates=[f"{month:%b %Y}"] * 2)
    view.check_runs()
    assert read_markdown(view.title) == NO_ACTOR
    assert NO_STATEMENT in view.messages
    assert view.charts == {}


@pytest.mark.parametrize("shape", ["full", "smallest", "no sides"])
def test_the_actors_of_another_negotiation_work(shape, data, open_page):
    if shape == "full":
        builders.make_full(data)
    else:
        builders.make_smallest(data, sides=shape == "smallest")
    view = open_page("actors")
    view.check_runs()
    assert {"stance_water", "stance_toll", "months"} == set(view.charts)
    (other,) = [option for option in view.app.selectbox(key="who").options if option.startswith("田中")]
    view.app.selectbox(key="who").set_value("田中").run()
    view.check_runs()
    assert view.title.replace("\\", "").startswith(other)
    assert "вода" in view.texts.lower()


@pytest.mark.parametrize("topic", ["line", "when", "as", "positions"])  # "topic" itself is refused as an id
def test_a_topic_may_have_the_name_of_a_picker(topic, data, open_page):
    book = makers.CODEBOOK.replace('id = "fund"', f'id = "{topic}"')
    statements = makers.STATEMENTS.replace("text,fund", f"text,{topic}")
    makers.write_dossier(data / "talks", book, statements=statements)
    view = open_page("actors")
    view.check_runs()
    assert f"stance_{topic}" in view.charts


def test_a_click_on_a_point_leads_to_its_statements_and_one_on_the_line_of_the_side_changes_nothing(
    open_page, dossier, scores, monkeypatch
):
    selection = default_selection(dossier.codebook)
    panel = make_profile(dossier, score_statements(dossier, scores), selection, who=WHO).panels[-1]
    marks = {name: mark for (name, mark), value in list_points(panel.picture).items() if value == value}
    view = open_page("actors", who="Sergey Lavrov")
    for name, changed in (("Russia, all", {}), ("Sergey Lavrov", {"profile_topic", "profile_line", "profile_when"})):
        state = {panel.key: {"selection": {"points": [{"customdata": list(marks[name])}]}}}
        with monkeypatch.context() as patch:
            patch.setattr("streamlit.session_state", state)
            take_click(panel, "profile")
        assert state.keys() - {panel.key} == set(changed)
        for key in changed:
            view.app.session_state[key] = state[key]
    view.app.run()
    view.check_runs()
    assert "Sergey Lavrov on Security, 1 January 2019 to 31 December 2019: " in view.texts
