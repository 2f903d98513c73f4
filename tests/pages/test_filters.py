"""The filters at the side: each changes what is shown, all of them live in the link."""

from datetime import date

import pandas as pd
import pytest

from stance.estimates.scored import score_statements
from stance.estimates.selection import LEFT_OUT
from stance.limits import SEARCH_CHARACTERS

from . import builders
from .conftest import PAGES

ALL_SIDES = ["Russia", "Japan", "Third parties"]


def _ids(view) -> set[str]:
    return set(view.frame("statement", "text")["statement"])


def test_topic_filter_leaves_one_chart_and_the_statements_that_speak_to_it(open_page, dossier, scores):
    view = open_page("overview", topic="Security")
    assert list(view.charts) == ["chart_security"]
    scored = score_statements(dossier, scores)
    speaking = scored[(scored["topic"] == "security") & scored["side"].isin(["russia", "japan"])]["statement"]
    assert _ids(view.turn_to("statements")) == set(speaking)


def test_taking_every_topic_away_shows_all_of_them(open_page):
    view = open_page("overview", topic="Security")
    view.app.button_group(key="topic").set_value([]).run()
    view.check_runs()
    assert len(view.charts) == 3


def test_side_filter_leaves_its_line_and_its_statements(open_page, dossier):
    view = open_page("overview", side="Third parties", view="Table")
    assert set(view.frame("line", "low")["line"]) == {"Third parties"}
    statements = dossier.statements
    assert _ids(view.turn_to("statements")) == set(statements[statements["side"] == "third"]["statement"])


def test_side_filter_narrows_the_list_of_actors(open_page):
    def names(view) -> list[str]:
        return view.app.multiselect(key="actor").options

    assert "Shinzo Abe" in names(open_page("overview", side="Japan"))
    assert "Shinzo Abe" not in names(open_page("overview", side="Russia"))


def test_actor_filter_leaves_their_statements_alone(open_page, dossier):
    view = open_page("statements")
    view.app.multiselect(key="actor").set_value(["vladimir-putin", "shinzo-abe"]).run()
    statements = dossier.statements
    chosen = statements[statements["actor"].isin(["vladimir-putin", "shinzo-abe"])]
    assert _ids(view) == set(chosen["statement"])
    lines = open_page("positions", actor=["Vladimir Putin", "Shinzo Abe"], by="Actors", view="Table")
    assert set(lines.frame("line", "low")["line"]) == {"Vladimir Putin", "Shinzo Abe"}


def test_kind_filter_leaves_actors_of_that_kind(open_page, dossier):
    view = open_page("statements", kind="minister", side=ALL_SIDES)
    statements = dossier.statements
    assert _ids(view) == set(statements[statements["kind"] == "minister"]["statement"])


def test_date_filter_leaves_statements_and_points_within_the_months(open_page, dossier):
    view = open_page("statements", dates=["Mar 2016", "Jan 2017"], side=ALL_SIDES)
    dates = dossier.statements["date"]
    within = dossier.statements[(dates >= "2016-03-01") & (dates <= "2017-01-31")]
    assert _ids(view) == set(within["statement"])
    lines = open_page("overview", dates=["Mar 2016", "Jan 2017"], side=ALL_SIDES, view="Table")
    shown = pd.to_datetime(lines.frame("line", "low")["date"])
    assert shown.min() >= pd.Timestamp("2016-03-01")
    assert shown.max() <= pd.Timestamp("2017-01-31")


@pytest.mark.parametrize(
    ("label", "by"),
    [("Best available", {"coder", "classifier"}), ("Classifier only", {"classifier"}), ("Codes only", {"coder"})],
)
def test_score_source_changes_what_a_point_rests_on(label, by, open_page):
    view = open_page("overview", scores=label, point_as="As a table", window="730 days")
    assert set(view.frame("weight", "effect")["scored_by"]) <= by
    assert f"Score source: {label.lower()}." in view.texts


def test_window_changes_the_evidence_of_a_point(open_page):
    short, long = (open_page("positions", window=label, point_as="As a table") for label in ("90 days", "730 days"))
    assert len(short.frame("weight", "effect")) < len(long.frame("weight", "effect"))
    assert "730 days before each date" in long.texts


@pytest.mark.parametrize("asked", ["filter", "Filter (knows nothing later)"])
def test_a_link_draws_the_line_that_it_names_and_says_what_it_knows(asked, data, open_page):
    builders.make_full(data)
    view = open_page("positions", line=asked)
    view.check_runs()
    assert view.app.selectbox(key="line").value == "filter"
    assert "it knows nothing later" in view.texts and "whatever line is drawn" in view.texts
    assert any("all statements to " in title for title in view.app.selectbox(key="point_when").options)


def test_filters_stay_on_the_way_through_all_pages(open_page):
    view = open_page("overview")
    view.app.multiselect(key="actor").set_value(["sergey-lavrov"]).run()
    view.app.radio(key="scores").set_value("codes").run()
    view.app.button_group(key="topic").set_value(["security"]).run()
    view.app.multiselect(key="without").set_value(["relayed", "indirect"]).run()
    for page in reversed(PAGES):
        view.turn_to(page).check_runs()
        assert view.app.multiselect(key="actor").value == ["sergey-lavrov"]
        assert view.app.radio(key="scores").value == "codes"
        assert view.app.button_group(key="topic").value == ["security"]
        assert view.app.multiselect(key="without").value == ["relayed", "indirect"]


def test_a_link_restores_every_filter(open_page, dossier):
    view = open_page(
        "statements",
        topic=["Sovereignty", "Security"],
        side=["Japan"],
        kind=["leader", "minister"],
        actor=["Shinzo Abe", "Taro Kono"],
        dates=["Feb 2016", "Dec 2018"],
        scores="Codes only",
        search="islands",
    )
    app = view.app
    assert app.button_group(key="topic").value == ["sovereignty", "security"]
    assert app.button_group(key="side").value == ["japan"]
    assert app.multiselect(key="kind").value == ["leader", "minister"]
    assert app.multiselect(key="actor").value == ["shinzo-abe", "taro-kono"]
    assert app.select_slider(key="dates").value == ("Feb 2016", "Dec 2018")
    assert app.radio(key="scores").value == "codes"
    assert app.text_input(key="search").value == "islands"
    shown = view.frame("statement", "text")
    assert len(shown) > 0
    assert set(shown["name"]) <= {"Shinzo Abe", "Taro Kono"}
    assert shown["date"].between("2016-02-01", "2018-12-31").all()


def test_a_link_restores_the_chosen_point(open_page):
    view = open_page("positions")
    view.app.selectbox(key="point_topic").set_value("sequencing").run()
    view.app.selectbox(key="point_line").set_value("japan").run()
    point = view.app.selectbox(key="point_when")
    label = point.options[7]
    point.select_index(7).run()
    again = open_page("positions", point_topic="Sequencing", point_line="Japan", point_when=label)
    assert again.cards == view.cards
    assert "Japan on Sequencing" in again.texts


def test_unknown_values_in_a_link_fall_back_to_the_default_on_every_page_and_are_said(open_page):
    nonsense = dict.fromkeys(("topic", "side", "kind", "actor", "dates", "scores", "by", "window"), "<script>")
    nonsense |= {"view": "x", "point_topic": "x", "point_line": "y", "point_when": "z", "search": "", "method": "x"}
    for name in ("overview", "positions", "statements", "method"):
        view, plain = open_page(name, **nonsense), open_page(name)
        view.check_runs()
        assert view.title == plain.title
        assert view.cards == plain.cards
        assert any("<script>" in warning for warning in view.warnings)


def test_an_unknown_dossier_in_a_link_gives_a_warning_that_names_the_one_shown(open_page):
    view = open_page("overview", dossier="atlantis")
    view.check_runs()
    (warning,) = view.warnings
    assert "“atlantis” is not among the choices here: “Japan-Russia peace-treaty talks” is shown instead" in warning


def test_an_unknown_dossier_where_there_is_one_alone_gives_a_warning_too(copy_in_data, open_page):
    (warning,) = [one for one in open_page("overview", dossier="atlantis").warnings if "dossier of this link" in one]
    assert "this is 'japan-russia'" in warning


@pytest.mark.parametrize("name", ["overview", "positions"])
def test_an_actor_with_one_statement_gets_advice_in_place_of_a_line(name, open_page, dossier):
    counts = dossier.statements[dossier.statements["side"] == "japan"]["name"].value_counts()
    actor = counts[counts == 1].index[0]
    view = open_page(name, actor=actor)
    view.check_runs()
    assert view.charts == {}
    assert view.messages
    assert all("Take a longer window, more actors or wider dates" in message for message in view.messages)
    assert open_page("statements", actor=actor).shown == 1


def test_months_without_statements_give_advice_and_no_error(open_page, dossier):
    name = "Yasuhisa Kawamura"
    assert dossier.statements[dossier.statements["name"] == name]["date"].max() < pd.Timestamp("2019-11-01")
    view = open_page("statements", actor=name, dates=["Nov 2019", "Dec 2019"])
    view.check_runs()
    assert view.shown == 0
    assert any("widen the filters" in message for message in view.messages)
    for page in PAGES:
        view.turn_to(page).check_runs()


def test_a_search_without_a_match_gives_advice(open_page):
    view = open_page("statements", search="zzzzzz")
    view.check_runs()
    assert view.shown == 0
    assert view.messages == ["No statement fits. Search for fewer words, or widen the filters at the side."]


def test_a_search_of_more_words_than_may_be_is_refused_and_one_of_as_many_is_not(open_page):
    most = SEARCH_CHARACTERS.most
    view = open_page("statements", search="z" * (most + 1))
    view.check_runs()
    assert view.warnings == [
        f"The search has {most + 1} characters; the limit is {most} characters. Search for fewer words."
    ]
    assert view.shown > 100
    assert open_page("statements", search="z" * most).warnings == []


def test_an_actor_of_another_side_than_the_chosen_one_empties_no_page(open_page):
    view = open_page("overview", actor="Vladimir Putin")
    view.app.button_group(key="side").set_value(["japan"]).run()
    view.check_runs()
    assert "vladimir-putin" not in view.app.multiselect(key="actor").value
    assert [line["name"] for line in view.charts["chart_security"]["data"] if line.get("customdata")] == ["Japan"]


WITHOUT = {"weak": "Weak sources", "act": "Acts"}


def test_a_link_leaves_kinds_of_report_out_of_the_statements(open_page, dossier):
    view = open_page("statements", without=list(WITHOUT.values()), side=ALL_SIDES)
    view.check_runs()
    assert view.app.multiselect(key="without").value == list(WITHOUT)
    weak = set(dossier.sources.loc[dossier.sources["kind"] == "weak", "source"])
    statements = dossier.statements
    kept = statements[~statements["source"].isin(weak) & (statements["speech"] != "act")]
    assert _ids(view) == set(kept["statement"])
    assert 0 < len(kept) < len(statements)


def test_all_kinds_of_report_that_the_dossier_has_are_offered_and_nothing_is_chosen_at_first(open_page):
    box = open_page("overview").app.multiselect(key="without")
    assert box.options == list(LEFT_OUT.values())
    assert box.value == []


@pytest.mark.parametrize("make", [builders.make_smallest, builders.make_full])
def test_a_dossier_without_marks_and_speech_offers_nothing_to_leave_out(make, data, open_page):
    make(data)
    view = open_page("statements", without=list(WITHOUT.values()))
    view.check_runs()
    assert "without" not in [box.key for box in view.app.multiselect]
    plain = open_page("statements")
    assert _ids(view) == _ids(plain)


def test_only_the_kinds_of_report_that_a_dossier_has_are_offered(data, open_page):
    folder = builders.make_full(data)
    rows = [
        row | {"speech": "direct" if n % 2 else "indirect"}
        for n, row in enumerate(builders.list_rows(side_column=False))
    ]
    builders.write_rows(folder / "statements.csv", rows)
    (folder / "reference.toml").write_text('[translated]\npublishers = ["川新聞"]\n', encoding="utf-8")
    assert open_page().app.multiselect(key="without").options == ["Translated reports", "Reported speech"]


def test_the_former_label_of_a_score_source_in_a_link_is_understood(open_page):
    view = open_page("statements", scores="Hand codes only")
    assert view.app.radio(key="scores").value == "codes"
    assert view.warnings == []


def test_who_coded_stands_under_the_page(open_page, dossier):
    assert dossier.codebook.coded_by
    assert dossier.codebook.coded_by in open_page("positions").texts


def test_exact_days_in_a_link_narrow_statements_and_lines_to_the_day_and_are_restored(open_page, dossier):
    view = open_page("statements", **{"from": "2018-07-03", "until": "2018-09-12"}, side=ALL_SIDES)
    view.check_runs()
    assert [box.value for box in view.app.date_input] == [date(2018, 7, 3), date(2018, 9, 12)]
    rows = dossier.statements
    within = rows[(rows["earliest"] >= "2018-07-03") & (rows["latest"] <= "2018-09-12")]
    assert _ids(view) == set(within["statement"])
    assert "Exact days: 3 July 2018 to 12 September 2018." in view.texts
    lines = open_page("overview", **{"from": "2017-07-03", "until": "2018-09-12"}, view="Table")
    shown = pd.to_datetime(lines.frame("line", "low")["date"])
    assert (shown.min(), shown.max()) == (pd.Timestamp("2017-07-31"), pd.Timestamp("2018-09-12"))
    assert "3 July 2017 to 12 September 2018" in lines.title + lines.texts


def test_days_in_reverse_are_turned_and_said_and_one_day_alone_leaves_the_other_end(open_page):
    view = open_page("statements", **{"from": "2018-09-12", "until": "2018-07-03"})
    assert (
        "The last day was before the first: they are turned. Exact days: 3 July 2018 to 12 September 2018."
        in view.texts
    )
    assert view.frame("statement", "text")["date"].between("2018-07-03", "2018-09-12").all()
    view.app.date_input(key="from").set_value(None).run()
    view.check_runs()
    assert "Exact days: 1 January 2015 to 3 July 2018." in view.texts


def test_the_boxes_for_days_come_once_they_are_opened(open_page):
    view = open_page("statements")
    assert list(view.app.date_input) == []
    view.app.session_state["exact_days"] = True
    view.app.run()
    view.app.date_input(key="from").set_value(date(2018, 7, 3)).run()
    view.check_runs()
    assert "Exact days: 3 July 2018 to 31 December 2019." in view.texts


@pytest.mark.parametrize("day", ["2031-01-01", "3 July", "2018-02-30", "<b>"])
def test_a_link_with_a_day_that_is_none_of_the_period_is_said_and_left_out(day, open_page):
    view = open_page("statements", **{"from": day})
    view.check_runs()
    (warning,) = view.warnings
    assert f"“{day}” is no day from 1 January 2015 to 31 December 2019" in warning
    assert view.title == open_page("statements").title
