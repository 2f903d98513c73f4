"""One statement by its address: what stands beside it, whatever the filters leave, and an unknown id said."""

from dataclasses import replace

import pandas as pd
import pytest

from stance.exhibits.context import make_context


def panel(exhibit, key: str):
    return next(one for one in exhibit.panels if one.key == f"context_{key}")


def list_ids(one) -> list[str]:
    return [] if one.table is None else one.table.rows["statement"].tolist()


@pytest.fixture(scope="module")
def busy(dossier) -> pd.Series:
    """A statement of a day on which others spoke too, within three days of an event."""
    days = dossier.events.loc[dossier.events["date_precision"] == "day", "date"]
    rows = dossier.statements[(dossier.statements["date_precision"] == "day") & dossier.statements["date"].isin(days)]
    return rows[rows.duplicated("date", keep=False)].iloc[0]


def test_the_same_day_holds_every_other_statement_of_that_day_and_not_the_statement(dossier, scored, selection, busy):
    shown = make_context(dossier, scored, selection, statement=busy["statement"])
    same = dossier.statements[
        (dossier.statements["date"] == busy["date"]) & (dossier.statements["date_precision"] == "day")
    ]
    assert sorted([busy["statement"], *list_ids(panel(shown, "day"))]) == sorted(same["statement"])
    others = same[same["statement"] != busy["statement"]]
    n, sources = len(others), others["source"].nunique()
    said = panel(shown, "day").sentences[0]
    assert said.startswith(f"{n} other statement")
    assert f"from {sources} source" in said


def test_around_the_same_event_are_the_statements_within_three_days_of_it(dossier, scored, selection, busy):
    shown = make_context(dossier, scored, selection, statement=busy["statement"])
    known = dossier.statements[dossier.statements["date_precision"] == "day"]
    near = known[(known["date"] - busy["date"]).abs() <= pd.Timedelta(days=3)]
    assert sorted([busy["statement"], *list_ids(panel(shown, "event"))]) == sorted(near["statement"])
    assert "within 3 days" in panel(shown, "event").title


def test_the_same_actor_before_and_after_is_the_nearest_on_each_topic(talks, selection, scored):
    own = talks.statements[talks.statements["actor"] == talks.statements["actor"].iloc[20]]
    middle = own.iloc[len(own) // 2]
    rows = pd.concat(
        own.dropna(subset=topic).assign(topic=topic, score=own[topic].astype(float), scored_by="coder")
        for topic in talks.codebook.topic_ids
    )
    shown = make_context(talks, rows, selection, statement=middle["statement"])
    expected = set()
    for topic in talks.codebook.topic_ids:
        said = own.dropna(subset=topic)
        expected |= set(said[said["date"] < middle["date"]]["statement"].tail(1))
        expected |= set(said[said["date"] > middle["date"]]["statement"].head(1))
    assert expected
    assert set(list_ids(panel(shown, "actor"))) == expected
    relations = panel(shown, "actor").table.rows["relation"]
    assert relations.str.match("(last before|first after), on ").all()
    assert relations.iloc[0].startswith("last before")


def test_a_statement_without_a_day_has_those_of_its_month_beside_it_and_no_event(dossier, scored, selection):
    months = dossier.statements[dossier.statements["date_precision"] == "month"]
    own = months.iloc[0]
    shown = make_context(dossier, scored, selection, statement=own["statement"])
    assert set(list_ids(panel(shown, "day"))) == set(months.loc[months["latest"] == own["latest"], "statement"]) - {
        own["statement"]
    }
    assert panel(shown, "day").title.endswith("without a day")
    assert panel(shown, "event").table is None
    before = panel(shown, "actor").table
    if before is not None:
        spans = before.rows.set_index("relation")
        assert all(
            row["latest"] < own["earliest"] if name.startswith("last") else row["earliest"] > own["latest"]
            for name, row in spans.iterrows()
        )


def test_an_address_shows_the_same_whatever_the_filters_leave(dossier, scored, selection, busy):
    narrow = replace(selection, sides=("third",), topics=("security",), without=("weak",))
    one, other = (make_context(dossier, scored, chosen, statement=busy["statement"]) for chosen in (selection, narrow))
    pd.testing.assert_frame_equal(one.table.shown, other.table.shown)


def test_the_table_has_the_statement_and_all_that_stands_beside_it(dossier, scored, selection, busy):
    shown = make_context(dossier, scored, selection, statement=busy["statement"])
    rows = shown.table.shown
    assert rows["statement"].tolist() == [busy["statement"], *(one for part in shown.panels for one in list_ids(part))]
    assert rows["relation"].iloc[0] == "itself"
    assert f"{rows['statement'].nunique()} statements, {shown.table.rows['source'].nunique()} sources" in shown.subtitle
    assert {*dossier.codebook.topic_ids, "url", "source"} <= set(rows)


def test_an_unknown_id_is_said_with_the_nearest_known_one(dossier, scored, selection):
    known = dossier.statements["statement"].iloc[7]
    shown = make_context(dossier, scored, selection, statement=f"{known}x")
    assert shown.table is None
    assert f"There is no statement “{known}x”" in shown.sentences[0]
    assert f"Did you mean '{known}'" in shown.sentences[0]


def test_a_dossier_without_events_says_so(talks, scored, selection):
    bare = replace(talks, events=talks.events.head(0))
    shown = make_context(bare, scored.head(0), selection, statement=talks.statements["statement"].iloc[3])
    assert panel(shown, "event").sentences == ("The record has no event within 3 days of it.",)
    assert panel(shown, "actor").table is None
