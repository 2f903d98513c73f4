"""The Actors page: one actor on all topics against the functions that it is made of, and the map of two topics."""

import re
from dataclasses import replace
from datetime import date

import makers
import pandas as pd
import pytest
from streamlit.runtime.scriptrunner import script_runner

from stance.estimates.periods import whole_period
from stance.estimates.positions import estimate_periods
from stance.estimates.profile import (
    compare_parts,
    count_months,
    find_silence,
    list_extremes,
    list_firsts,
    list_trail,
    list_years,
)
from stance.estimates.review import list_contradictions
from stance.estimates.rules import ACTOR_WINDOW
from stance.estimates.scored import score_statements
from stance.estimates.selected import estimate_positions, list_options
from stance.estimates.selection import default_selection, select_scored, select_statements
from stance.formats import format_number
from stance.wording.stances import describe_silence, describe_stance, describe_trail

from . import builders
from .conftest import View, _run_main, list_numbers, read_markdown

LAVROV, YEARS = "sergey-lavrov", ["Jan 2016", "Dec 2018"]
PLACES = {"home": "at home", "abroad": "abroad"}
SPEECH = {"direct": "direct speech", "indirect": "reported speech", "act": "act", "unsaid": "kind of speech not given"}


@pytest.fixture(scope="module")
def scored(dossier, scores):
    return score_statements(dossier, scores)


@pytest.fixture(scope="module")
def lavrov(dossier) -> View:
    """The page of Sergey Lavrov in three of the five years, from a link, drawn once."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(script_runner, "_mpa_v1", _run_main)
        return View("actors", {"who": "Sergey Lavrov", "dates": YEARS})


@pytest.fixture(scope="module")
def own(dossier):
    """What the same page selects."""
    first, last = pd.Timestamp("2016-01-01").date(), pd.Timestamp("2018-12-31").date()
    return replace(default_selection(dossier.codebook), first=first, last=last, actors=(LAVROV,), by="actor")


@pytest.fixture(scope="module")
def statements(dossier, own):
    """The actor's statements in the chosen dates, the oldest first."""
    return select_statements(dossier, own).sort_values(["date", "statement"]).reset_index(drop=True)


def _whole(dossier, scored, selection) -> pd.DataFrame:
    """The positions over all of the chosen dates, by topic."""
    options = list_options(dossier, scored, selection)
    rows = estimate_periods(select_scored(scored, dossier, selection), [whole_period(selection)], **options)
    return rows.set_index("topic")


def _alt(view: View, key: str) -> str:
    (chart,) = [chart for chart in view.app.get("plotly_chart") if chart.key == key]
    return chart.proto.alt


def _lines(chart: dict) -> dict[str, list[float]]:
    """The known values of each drawn line, in order of date."""
    drawn = {line["name"]: list_numbers(line["y"]) for line in chart["data"] if line.get("customdata")}
    return {name: [y for y in values if y is not None and y == y] for name, values in drawn.items()}


def _cards(expander) -> list[str]:
    return re.findall(r'data-statement="([^"]+)"', "\n".join(part.proto.body for part in expander.get("html")))


def test_the_first_actor_is_the_one_with_most_statements(open_page, dossier, scored):
    view = open_page("actors")
    view.check_runs()
    selection = default_selection(dossier.codebook)
    counts = select_statements(dossier, selection)["actor"].value_counts()
    who = view.app.selectbox(key="who")
    assert (who.value, who.options[0]) == (
        counts.index[0],
        dossier.actors.set_index("actor").loc[counts.index[0], "name"],
    )
    assert len(who.options) == len(counts)
    selection = replace(selection, actors=(counts.index[0],), by="actor")
    topic = select_scored(scored, dossier, selection)["topic"].value_counts().index[0]
    row = _whole(dossier, scored, selection).loc[topic]
    assert f"({format_number(row['position'], 2)} [" in read_markdown(view.title)
    assert f"{row['statements']} statements, {row['sources']} sources)" in view.title.replace("\\", "")


def test_a_link_opens_another_actor_with_its_number_over_the_chosen_dates(lavrov, dossier, scored, own):
    lavrov.check_runs()
    rows = _whole(dossier, scored, own)
    clauses = {
        topic.id: describe_stance(rows.loc[topic.id].to_dict(), topic, "Sergey Lavrov")
        for topic in dossier.codebook.topics
    }
    assert read_markdown(lavrov.title) in clauses.values()
    assert all(_alt(lavrov, f"profile_{topic}").startswith(f"{clause}. ") for topic, clause in clauses.items())


def test_the_title_is_on_the_topic_that_has_most_statements_in_the_chosen_dates(open_page, dossier, scored):
    """The chosen dates decide, not what the actor said in other years."""
    view = open_page("actors", actor="Shinzo Abe", dates=["Jan 2016", "Dec 2016"])
    view.check_runs()
    first, last = pd.Timestamp("2016-01-01").date(), pd.Timestamp("2016-12-31").date()
    selection = replace(default_selection(dossier.codebook), first=first, last=last, actors=("shinzo-abe",), by="actor")
    counts = _whole(dossier, scored, selection)["statements"].sort_values()
    assert counts.iloc[-1] > counts.iloc[-2]
    assert f"on {dossier.codebook.topic(counts.index[-1]).title.lower()} (" in read_markdown(view.title)


def test_a_profile_chart_holds_the_line_of_the_actor_and_that_of_its_side(lavrov, dossier, scored, own):
    whole = replace(own, by="side", sides=("russia",), actors=(), window_days=ACTOR_WINDOW)
    for topic in dossier.codebook.topic_ids:
        drawn = _lines(lavrov.charts[f"profile_{topic}"])
        expected = {}
        for name, selection in (("Sergey Lavrov", own), ("Russia, all", whole)):
            rows = estimate_positions(dossier, scored, selection)
            expected[name] = rows[rows["topic"] == topic].sort_values("date")["position"].dropna().tolist()
        assert drawn == {name: pytest.approx(values) for name, values in expected.items()}
        assert len(drawn["Russia, all"]) > 10


def test_the_months_and_the_silence_are_those_of_the_record(lavrov, statements):
    months = count_months(statements["date"], pd.Timestamp("2016-01-01"), pd.Timestamp("2018-12-31"))
    bars, crosses = lavrov.charts["months"]["data"]
    assert list_numbers(bars["y"]) == months.tolist()
    assert [day[:10] for day in bars["x"]] == [f"{day:%Y-%m-%d}" for day in months.index]
    assert len(crosses["x"]) == (months == 0).sum() > 0
    said = describe_silence("Sergey Lavrov", 36, int((months == 0).sum()), *find_silence(months))
    assert said in lavrov.texts
    assert _alt(lavrov, "months") == said


def test_firsts_firmest_and_contradictions_are_those_of_the_functions(lavrov, dossier, statements):
    labels = [read_markdown(one.label) for one in lavrov.app.expander]
    firm, first, apart, cards = [], [], [], []
    for topic in dossier.codebook.topics:
        lowest, highest = list_extremes(statements, topic)
        ends = {rows[topic.id].iloc[0]: rows for rows in (highest, lowest)}
        names = ["Highest", "Lowest"] if len(ends) == 2 else ["Only"]
        pairs = zip(names, ends.items(), strict=True)
        firm += [f"{name} code, {format_number(code, 0)}: the newest {len(rows)}" for name, (code, rows) in pairs]
        cards += [list(rows["statement"]) for rows in ends.values()]
        firsts = list_firsts(statements, topic)
        first.append(f"Firsts: {len(firsts)} code{'s' * (len(firsts) != 1)}, each when first heard here")
        assert all(f"({statement})" in lavrov.texts for statement in firsts["statement"])
        pairs, chance = list_contradictions(statements, topic, least_steps=2, most_days=90)
        count = f"{len(pairs)} pair{'s' * (len(pairs) != 1)}"
        apart.append(f"{count} at least 2 codes apart within 90 days ({chance:.1f} by chance)")
    assert [label for label in labels if " code, " in label] == firm
    assert [label for label in labels if label.startswith("Firsts")] == first
    assert [label for label in labels if " codes apart within " in label] == apart
    boxes = [one for one in lavrov.app.expander if " code, " in one.label]
    assert [_cards(box) for box in boxes] == cards


def test_home_and_abroad_direct_and_reported_are_parts_of_the_same_statements(lavrov, dossier, scored, own, statements):
    options = list_options(dossier, scored, own)
    options.pop("by")
    about = statements.set_index("statement")
    parts = {"place": about["place"].map(PLACES), "speech": about["speech"].map(SPEECH)}
    view = select_scored(scored, dossier, own)
    expected = pd.concat(
        [
            compare_parts(view, part, topic, whole_period(own), options).assign(
                topic=dossier.codebook.topic(topic).title, by=name
            )
            for topic in dossier.codebook.topic_ids
            for name, part in parts.items()
        ],
        ignore_index=True,
    )
    shown = lavrov.frame("by", "part")
    assert {"at home", "abroad", "direct speech"} <= set(shown["part"])
    pd.testing.assert_frame_equal(shown.reset_index(drop=True), expected[list(shown.columns)], check_dtype=False)


@pytest.mark.parametrize(
    ("by", "across", "up"), [("side", "sovereignty", "sequencing"), ("actor", "security", "sovereignty")]
)
def test_the_map_is_the_trail_of_positions_by_year_and_its_sentence_its_name(
    by, across, up, open_page, dossier, scored
):
    topics = tuple(dossier.codebook.topic(topic) for topic in (across, up))
    titles = {"map_x": topics[0].title, "map_y": topics[1].title}
    view = open_page("movement", by={"side": "Sides", "actor": "Actors"}[by], **titles)
    view.check_runs()
    selection = replace(default_selection(dossier.codebook), by=by)
    options = list_options(dossier, scored, selection)
    options.pop("by")
    trail = list_trail(
        select_scored(scored, dossier, selection), (across, up), list_years(whole_period(selection)), by, options
    )
    key = "title" if by == "side" else "name"
    names = (
        {side.id: side.title for side in dossier.codebook.sides}
        if by == "side"
        else dossier.actors.set_index("actor")["name"].to_dict()
    )
    leading = select_statements(dossier, selection)["actor"].value_counts().index[:4] if key == "name" else names
    trail = trail[trail["group"].isin(list(leading))]
    shown = view.frame("line", f"half {topics[0].title}")
    shown = shown.set_axis(["line", *trail.columns.drop("group")], axis=1)
    expected = trail.assign(line=trail["group"].map(names)).drop(columns="group")[list(shown.columns)]
    pd.testing.assert_frame_equal(
        shown.sort_values(["line", "year"], ignore_index=True),
        expected.sort_values(["line", "year"], ignore_index=True),
        check_dtype=False,
    )
    drawn = {
        (line["name"], year): place
        for line in view.charts["map"]["data"]
        for (_, year), place in zip(
            line["customdata"], zip(list_numbers(line["x"]), list_numbers(line["y"]), strict=True), strict=True
        )
    }
    assert drawn == {(row.line, row.year): pytest.approx((row.x, row.y)) for row in shown.itertuples()}
    said = describe_trail(trail, names, topics)
    assert _alt(view, "map") == said
    assert said in view.texts


def test_one_topic_alone_has_a_profile_and_no_map(open_page):
    view = open_page("actors", topic="Security")
    view.check_runs()
    assert set(view.charts) == {"profile_security", "months"}
    view.turn_to("movement").check_runs()
    assert "The map needs two topics: switch another one on at the side." in view.messages
    assert "map" not in view.charts


def test_the_map_knows_nothing_outside_the_chosen_dates(open_page, dossier, scored):
    view = open_page("movement", dates=["Jun 2016", "Mar 2018"])
    view.check_runs()
    selection = replace(default_selection(dossier.codebook), first=date(2016, 6, 1), last=date(2018, 3, 31))
    options = list_options(dossier, scored, selection)
    by = options.pop("by")
    rows = select_scored(scored, dossier, selection)
    inside = rows[rows["date"].between("2016-06-01", "2018-03-31")]
    topics = tuple(dossier.codebook.topic_ids[:2])
    trail = list_trail(
        inside, topics, list_years((pd.Timestamp("2014-12-31"), pd.Timestamp("2019-12-31"))), by, options
    )
    shown = view.frame("line", "half Sovereignty").sort_values(["line", "year"])
    expected = trail.assign(line=trail["group"].map({"russia": "Russia", "japan": "Japan"})).sort_values(
        ["line", "year"]
    )
    assert shown["Sovereignty"].tolist() == pytest.approx(expected["x"].tolist())
    assert set(shown["year"]) == {2016, 2017, 2018}


def test_dates_in_which_no_one_spoke_say_what_to_do(open_page, dossier):
    third = dossier.statements[dossier.statements["side"] == "third"]["date"].dt.to_period("M")
    (month, *_) = [m for m in pd.period_range("2015-01", "2019-12", freq="M") if m not in set(third)]
    view = open_page("actors", side="Third parties", dates=[f"{month:%b %Y}"] * 2)
    view.check_runs()
    assert read_markdown(view.title) == "No actor here"
    assert "widen the dates" in " ".join(view.messages)
    assert view.charts == {}


def test_an_actor_chosen_at_the_side_is_the_first_one(open_page):
    view = open_page("actors", actor="Taro Kono")
    assert view.title.startswith("Taro Kono")


def test_an_actor_stays_when_the_dates_change_its_number_of_statements(open_page, dossier):
    view = open_page("actors", who="Sergey Lavrov")
    months = view.app.select_slider(key="dates")
    months.set_value((pd.Period("2016-01"), pd.Period("2018-12"))).run()
    view.check_runs()
    assert view.app.selectbox(key="who").value == LAVROV
    assert view.title.startswith("Sergey Lavrov")


def _plant(data, *, contradicted: bool) -> None:
    """Ann speaks in every month of three years but seven, always in the middle; twice, three days apart, from pole to pole."""
    months = [m for m in pd.period_range("2020-01", "2022-12", freq="M") if not "2021-03" <= str(m) <= "2021-09"]
    rows = [
        (f"a{n:02}", f"{month}-20", "ann", f"paper-{n}", f"We think about it ({n})", "0")
        for n, month in enumerate(months)
    ]
    ends = [
        ("x1", "2020-05-08", "ann", "far-1", "No fund will ever come", "-1"),
        ("x2", "2020-05-11", "ann", "far-2", "Give us the fund", "1"),
    ]
    rows += ends if contradicted else [ends[0]]
    rows.append(("b1", "2020-02-02", "bob", "herald", "Bob wants a fund", "1"))
    table = "\n".join(",".join(row) for row in [("statement", "date", "actor", "source", "text", "fund"), *rows])
    makers.write_dossier(data / "talks", statements=table + "\n")


def test_a_planted_contradiction_and_a_planted_silence_are_said(data, open_page):
    _plant(data, contradicted=True)
    view = open_page("actors")
    view.check_runs()
    (box,) = [one for one in view.app.expander if " codes apart within " in one.label]
    assert box.label.startswith("1 pair at least 2 codes apart within 90 days")
    assert [part.value for part in box.markdown] == ["3 days and 2 codes apart"]
    (pair,) = [part.proto.body for part in box.get("html")]
    assert pair.index("No fund will ever come") < pair.index("Give us the fund")
    assert "code −1" in pair and "code +1" in pair
    said = "ann: no statement in the record in 7 of 36 months; the longest silence is 7 months, from March 2021."
    assert said in view.texts
    assert len(view.charts["months"]["data"][1]["x"]) == 7


def test_without_the_other_end_there_is_no_contradiction(data, open_page):
    _plant(data, contradicted=False)
    view = open_page("actors")
    (box,) = [one for one in view.app.expander if " codes apart within " in one.label]
    assert box.label.startswith("0 pairs")
    assert "No such pair among the coded statements of these dates." in view.texts


@pytest.mark.parametrize("shape", ["full", "smallest", "no sides"])
def test_the_actors_of_another_negotiation_work(shape, data, open_page):
    if shape == "full":
        builders.make_full(data)
    else:
        builders.make_smallest(data, sides=shape == "smallest")
    view = open_page("actors")
    view.check_runs()
    who = view.app.selectbox(key="who")
    assert {"profile_water", "profile_toll", "months"} == set(view.charts)
    assert open_page("movement").charts["map"]["data"]
    (other,) = [option for option in who.options if option.startswith("田中")]
    again = open_page("actors", who=other)
    again.check_runs()
    assert again.title.startswith("田中")
    assert "вода" in again.texts.lower()
