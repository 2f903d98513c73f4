"""From a number to its statements: what is listed makes the number again, on every page that leads from one to the other."""

import re

import pandas as pd
import pytest

from stance.dossier.loading import Dossier
from stance.estimates.positions import MIN_SOURCES, MIN_STATEMENTS
from stance.formats import format_number
from stance.wording import NO_EVIDENCE

from . import builders
from .conftest import View, read_markdown


def _tab(view: View, title: str):
    (tab,) = [tab for tab in view.app.tabs if tab.label == title]
    return tab


def _evidence(tab) -> tuple[pd.DataFrame, str]:
    """The statements listed in a tab and the heading over them."""
    (rows,) = [part.value for part in tab.dataframe if {"weight", "effect"} <= set(part.value.columns)]
    (heading,) = [
        read_markdown(part.value) for part in tab.markdown if re.search(r": .*\*\*, from [\d,]+ statement", part.value)
    ]
    return rows, heading


def _table(tab, *columns: str) -> pd.DataFrame:
    (table,) = [part.value for part in tab.dataframe if set(columns) <= set(part.value.columns)]
    return table


def _check_sum(tab, expected: float, *, line: str, topic: str, statements: int | None = None) -> pd.DataFrame:
    """Weights sum to 1, weight times score to the number, and the heading says the number, the line and the counts."""
    rows, heading = _evidence(tab)
    assert rows["weight"].sum() == pytest.approx(1)
    assert (rows["weight"] * rows["score"]).sum() == pytest.approx(expected)
    assert rows.groupby("source")["weight"].sum().std(ddof=0) == pytest.approx(0, abs=1e-12)
    assert heading.startswith(f"**{line} on {topic}")
    assert f": {format_number(expected, 2)}**, from {len(rows)} statement" in heading
    assert f" {rows['source'].nunique()} source" in heading
    assert statements is None or len(rows) == statements
    return rows


@pytest.mark.parametrize(("line", "end"), [("Japan", "after"), ("Russia", "before")])
def test_the_statements_of_a_period_make_its_position_on_movement(line, end, open_page):
    view = open_page(
        "movement", move_line=line, move_end=end, one_topic="Sequencing", period_before=["Jan 2016", "Dec 2016"]
    )
    view.check_runs()
    tab = _tab(view, "Who moved")
    row = _table(tab, "line", "sign_probability").set_index("line").loc[line]
    rows = _check_sum(tab, row[end], line=line, topic="Sequencing", statements=row[f"statements_{end}"])
    year = "2016" if end == "before" else "2019"
    assert set(pd.to_datetime(rows["date"]).dt.strftime("%Y")) == {year}


def test_an_actor_with_too_few_statements_has_no_number_on_movement(open_page, dossier):
    silent = _pick_silent(dossier)
    view = open_page("movement", by="Actors", move_line=silent, move_end="before")
    view.check_runs()
    assert view.app.selectbox(key="move_line").value == dossier.actors.set_index("name").loc[silent, "actor"]
    tab = _tab(view, "Who moved")
    assert silent not in set(_table(tab, "line", "sign_probability")["line"])
    rows, heading = _evidence(tab)
    assert len(rows) < MIN_STATEMENTS or rows["source"].nunique() < MIN_SOURCES
    assert f": {NO_EVIDENCE}**, from {len(rows)} statement" in heading


def _pick_silent(dossier: Dossier) -> str:
    """The name of an actor of a poled side that spoke to the first topic once in 2015, and never else."""
    topic = dossier.codebook.topic_ids[0]
    own = dossier.statements[dossier.statements["side"].isin(["russia", "japan"])].dropna(subset=topic)
    counts = own["name"].value_counts()
    once = own[own["name"].isin(counts[counts == 1].index) & (own["date"].dt.year == 2015)]
    uncoded = dossier.statements.loc[~dossier.statements["coded"], "name"]
    return once.loc[~once["name"].isin(uncoded), "name"].iloc[0]


def test_a_line_without_a_statement_in_the_period_says_silence_and_no_number(open_page, dossier):
    silent = _pick_silent(dossier)
    view = open_page("movement", by="Actors", move_line=silent, move_end="after")
    view.check_runs()
    said = f"No statement of {silent} on Sovereignty in this period: silence in the record, not a neutral stance."
    assert said in view.messages
    assert not [one for one in _tab(view, "Who moved").dataframe if "weight" in one.value.columns]


@pytest.mark.parametrize(("line", "number"), [("Japan", 0), ("Russia", 1)])
def test_the_statements_of_an_end_of_the_gap_make_the_position_of_that_day(line, number, open_page):
    ends = {"gap_from": "31 December 2016", "gap_to": "30 June 2019"}
    day = list(ends.values())[number]
    view = open_page("movement", gap_side_line=line, gap_side_end=f"180 days to {day}", **ends)
    view.check_runs()
    lines = open_page("overview").frame("line", "low")
    row = lines[
        (lines["topic"] == "sovereignty") & (lines["line"] == line) & (lines["date"] == str(pd.Timestamp(day).date()))
    ]
    _check_sum(
        _tab(view, "The gap"),
        row["position"].iloc[0],
        line=line,
        topic="Sovereignty",
        statements=row["statements"].iloc[0],
    )


@pytest.mark.parametrize("group", ["Governments, Russia", "Local voices, Japan"])
def test_the_statements_of_a_group_make_its_position(group, open_page):
    view = open_page("movement", group=group, one_topic="Sequencing")
    view.check_runs()
    tab = _tab(view, "Governments and public")
    table = _table(tab, "group", "side")
    row = table[table["group"] + ", " + table["side"] == group].iloc[0]
    _check_sum(tab, row["position"], line=group, topic="Sequencing", statements=row["statements"])


def test_a_group_with_too_few_statements_has_no_number(open_page):
    table = _table(_tab(open_page("movement"), "Governments and public"), "group", "side")
    short = table[table["position"].isna()].iloc[0]
    view = open_page("movement", group=f"{short['group']}, {short['side']}")
    rows, heading = _evidence(_tab(view, "Governments and public"))
    assert len(rows) == short["statements"]
    assert heading.startswith(f"**{short['group']}, {short['side']} on Sovereignty: {NO_EVIDENCE}**")


def test_a_comma_in_the_name_of_a_side_breaks_no_group(data, open_page):
    folder = builders.make_full(data)
    book = folder / "codebook.toml"
    book.write_text(
        book.read_text(encoding="utf-8").replace('title = "Северяне"', 'title = "Север, верховья"'), encoding="utf-8"
    )
    view = open_page("movement")
    view.check_runs()
    assert "Север, верховья" in set(_table(_tab(view, "Governments and public"), "group", "side")["side"])


def test_the_statements_before_and_after_an_event_make_the_change_that_followed(open_page, dossier):
    event = dossier.events[(dossier.events["date"] == "2019-01-22") & (dossier.events["meeting"] != "")].iloc[0]
    link, found = {"event": f"22 January 2019: {event['title']}", "event_days": "90"}, {}
    for end in ("90 days before", "90 days from it on"):
        view = open_page("events", after_topic="Security", after_line="Japan", after_end=end, **link)
        view.check_runs()
        tab = _tab(view, "What followed")
        rows, heading = _evidence(tab)
        assert heading.startswith("**Japan on Security, ")
        found[end] = (rows["weight"] * rows["score"]).sum(), len(rows), pd.to_datetime(rows["date"])
        table = _table(tab, "line", "rank").set_index(["topic", "line"]).loc[("Security", "Japan")]
    (before, count_before, days_before), (after, count_after, days_after) = found.values()
    assert after - before == pytest.approx(table["change"])
    assert [count_before, count_after] == [table["statements_before"], table["statements_after"]]
    assert days_before.max() < event["date"] <= days_after.min()


def test_the_statements_of_an_actor_make_the_number_over_its_chart(open_page):
    view = open_page("actors", profile_topic="Security")
    view.check_runs()
    (alt,) = [chart.proto.alt for chart in view.app.get("plotly_chart") if chart.key == "profile_security"]
    number, statements = re.search(r"\(([+−]?[\d.]+) \[.*?\], (\d+) statements", alt).groups()
    rows, heading = _evidence(view.app)
    assert format_number((rows["weight"] * rows["score"]).sum(), 2) == number
    assert len(rows) == int(statements)
    assert heading.startswith("**Shinzo Abe on Security, 1 January 2015 to 31 December 2019: ")


@pytest.mark.parametrize(("line", "year", "topic"), [("Japan", 2017, "Sequencing"), ("Russia", 2015, "Sovereignty")])
def test_the_statements_of_a_year_make_its_place_on_the_map(line, year, topic, open_page):
    view = open_page("movement", map_line=line, map_end=str(year), map_topic=topic)
    view.check_runs()
    tab = _tab(view, "Map")
    row = _table(tab, "line", f"half {topic}").set_index(["line", "year"]).loc[(line, year)]
    rows = _check_sum(tab, row[topic], line=line, topic=topic, statements=row[f"statements {topic}"])
    assert set(pd.to_datetime(rows["date"]).dt.year) == {year}


def test_an_actor_that_spoke_once_has_no_number(open_page, dossier):
    silent = _pick_silent(dossier)
    view = open_page("actors", actor=silent, topic="Sovereignty")
    view.check_runs()
    rows, heading = _evidence(view.app)
    assert len(rows) == 1
    assert heading.startswith(
        f"**{silent} on Sovereignty, 1 January 2015 to 31 December 2019: {NO_EVIDENCE}**, from 1 statement, 1 source"
    )
    assert NO_EVIDENCE in view.title
    assert len(view.charts["profile_sovereignty"]["data"]) >= 1
