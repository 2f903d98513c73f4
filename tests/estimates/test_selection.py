"""What a reader chose, and the rows that belong to it."""

from dataclasses import replace
from datetime import date

import makers
import pandas as pd
import pytest

from stance.dossier.linking import MARKS
from stance.dossier.loading import load_dossier
from stance.estimates.scored import CODES, score_statements
from stance.estimates.selection import (
    LEFT_OUT,
    default_selection,
    list_leading_actors,
    list_left_out,
    mark_events,
    select_actors,
    select_lines,
    select_scored,
    select_statements,
)
from stance.wording.selections import describe_filters


@pytest.fixture
def river(other_dossier):
    return load_dossier(other_dossier)


@pytest.fixture
def whole(river):
    return default_selection(river.codebook)


def test_at_first_a_reader_sees_all_topics_and_the_sides_with_a_pole(whole):
    assert whole.topics == ("quota", "access")
    assert whole.sides == ("sever", "minami")
    assert (whole.first, whole.last) == (date(2021, 1, 1), date(2023, 12, 31))


def test_where_no_side_owns_a_pole_all_are_shown(tmp_path):
    assert default_selection(load_dossier(makers.write_dossier(tmp_path)).codebook).sides == ("all",)


def test_sides_look_back_half_a_year_and_actors_a_year(whole):
    assert whole.rules.window_days == 180
    assert replace(whole, by="actor").rules.window_days == 365
    assert replace(whole, by="actor", window_days=30).rules.window_days == 30


def test_sides_kinds_and_actors_narrow_each_other(river, whole):
    assert select_actors(river.actors, whole)["side"].unique().tolist() == ["sever", "minami"]
    leaders = replace(whole, kinds=("leader",))
    assert select_actors(river.actors, leaders)["actor"].tolist() == ["олег", "花子"]
    assert select_actors(river.actors, replace(leaders, actors=("花子", "jiro")))["actor"].tolist() == ["花子"]
    assert select_actors(river.actors, replace(whole, sides=())).empty


def test_statements_are_listed_newest_first_and_within_the_dates(river, whole):
    chosen = replace(whole, first=date(2022, 1, 5), last=date(2022, 12, 7))
    shown = select_statements(river, chosen)
    assert shown["date"].is_monotonic_decreasing
    every = river.statements[river.statements["side"].isin(whole.sides)]
    expected = every[(every["date"] >= "2022-01-05") & (every["date"] <= "2022-12-07")]
    assert sorted(shown["statement"]) == sorted(expected["statement"])
    assert 0 < len(shown) < len(every)


def test_both_ends_of_the_dates_belong_to_the_selection(river, whole):
    day = river.statements["date"][0]
    chosen = replace(whole, first=day.date(), last=day.date())
    assert select_statements(river, chosen)["statement"].tolist() == ["речь-000"]


def test_a_window_may_begin_before_the_dates_shown(river, whole):
    scored = score_statements(
        river, pd.DataFrame(columns=["statement", "topic", "addressed", "score", "spread"]), CODES
    )
    late = replace(whole, first=date(2023, 1, 1), topics=("quota",), sides=("sever",))
    kept = select_scored(scored, river, late)
    assert kept["date"].min() < pd.Timestamp(2022, 1, 1)
    assert set(kept["topic"]) == {"quota"}
    assert set(kept["side"]) == {"sever"}


def test_only_points_within_the_dates_are_drawn(whole):
    points = pd.DataFrame({"date": pd.to_datetime(["2020-12-31", "2021-01-01", "2023-12-31", "2024-01-01"])})
    shown = select_lines(points, whole)
    assert shown["date"].dt.year.tolist() == [2021, 2023]
    assert shown.index.tolist() == [0, 1]


def test_the_actors_who_spoke_most_lead(whole):
    statements = pd.DataFrame({"actor": list("abbcccddee")})
    assert list_leading_actors(statements, whole, 3) == ("c", "b", "d")


def test_chosen_actors_lead_whoever_spoke_most(whole):
    statements = pd.DataFrame({"actor": list("abb")})
    assert list_leading_actors(statements, replace(whole, actors=("z",))) == ("z",)


def test_events_outside_the_dates_are_not_marked(river, whole):
    marked = mark_events(river.events, river.statements, replace(whole, last=date(2021, 12, 31)))
    assert marked["title"].tolist() == ["Встреча у моста"]
    assert marked["label"].tolist() == ["橋"]


def test_an_event_without_a_place_is_labelled_by_its_title(river, whole):
    assert mark_events(river.events, river.statements, whole)["label"].tolist() == ["橋", "洪水"]


def test_where_meetings_are_numbered_only_they_are_marked(river, whole):
    numbered = river.events.assign(meeting=["", "2"])
    assert mark_events(numbered, river.statements, whole)["title"].tolist() == ["洪水"]


def test_the_events_with_most_statements_after_them_are_named(dossier):
    marked = mark_events(dossier.events, dossier.statements, default_selection(dossier.codebook), named=2)
    assert marked["named"].sum() == 2
    first, second = marked.loc[marked["named"], "date"]
    assert abs((second - first).days) > 270


def test_without_events_nothing_is_marked(river, whole):
    assert mark_events(river.events.head(0), river.statements, whole).empty


@pytest.fixture
def marked(other_dossier):
    """The same talks with every mark and kind of speech: some statements have several, some none."""
    rows = makers.read_rows(other_dossier / "statements.csv")
    speech = ("direct", "indirect", "act", "")
    makers.write_rows(other_dossier / "statements.csv", [row | {"speech": speech[n % 4]} for n, row in enumerate(rows)])
    sources = makers.read_rows(other_dossier / "sources.csv")
    told = [
        {"origin": "Радио" if n % 3 == 0 else "", "kind": "weak" if n % 5 == 0 else "press"}
        | {"publisher": "訳" if n % 4 == 0 else "Газета"}
        for n in range(len(sources))
    ]
    makers.write_rows(other_dossier / "sources.csv", [row | more for row, more in zip(sources, told, strict=True)])
    actors = makers.read_rows(other_dossier / "actors.csv")
    kinds = [row | ({"kind": "unnamed"} if row["actor"] == "jiro" else {}) for row in actors]
    makers.write_rows(other_dossier / "actors.csv", kinds)
    (other_dossier / "reference.toml").write_text('[translated]\npublishers = ["訳"]\n', encoding="utf-8")
    return load_dossier(other_dossier)


def find_left_out(folder, key: str) -> set[str]:
    """What a key takes out, from the tables as they are written."""
    sources = {row["source"]: row for row in makers.read_rows(folder / "sources.csv")}
    meant = {
        "unnamed": lambda row: row["actor"] == "jiro",
        "relayed": lambda row: sources[row["source"]]["origin"] != "",
        "translated": lambda row: sources[row["source"]]["publisher"] == "訳",
        "weak": lambda row: sources[row["source"]]["kind"] == "weak",
        "indirect": lambda row: row["speech"] == "indirect",
        "act": lambda row: row["speech"] == "act",
    }
    return {row["statement"] for row in makers.read_rows(folder / "statements.csv") if meant[key](row)}


def test_at_first_nothing_is_left_out(marked, whole):
    assert whole.without == ()
    assert list_left_out(marked, whole) == ()


@pytest.mark.parametrize("key", LEFT_OUT)
def test_each_kind_of_report_can_be_left_out(key, marked, whole):
    every = replace(whole, sides=("sever", "minami", "guests"))
    out = find_left_out(marked.folder, key)
    assert 0 < len(out) < 44
    assert sorted(list_left_out(marked, replace(every, without=(key,)))) == sorted(out)
    shown = select_statements(marked, replace(every, without=(key,)))
    assert set(shown["statement"]) == set(marked.statements["statement"]) - out
    assert shown["date"].is_monotonic_decreasing


def test_several_kinds_are_left_out_together(marked, whole):
    out = set.union(*(find_left_out(marked.folder, key) for key in ("weak", "act", "unnamed")))
    chosen = replace(whole, without=("act", "weak", "unnamed"))
    assert set(list_left_out(marked, chosen)) == out
    assert len(list_left_out(marked, chosen)) == len(out)
    before = set(select_statements(marked, whole)["statement"])
    assert set(select_statements(marked, chosen)["statement"]) == before - out


def test_direct_speech_and_speech_unsaid_stay(marked, whole):
    chosen = replace(whole, without=("indirect", "act"))
    assert set(select_statements(marked, chosen)["speech"]) == {"direct", "unsaid"}


@pytest.mark.parametrize("without", [(), ("weak",), ("indirect", "relayed"), tuple(LEFT_OUT)])
def test_the_statements_and_the_scored_rows_are_of_the_same_statements(without, marked, whole):
    nothing = pd.DataFrame(columns=["statement", "topic", "addressed", "score", "spread"])
    scored, chosen = score_statements(marked, nothing, CODES), replace(whole, without=without)
    kept = set(select_scored(scored, marked, chosen)["statement"])
    assert kept == set(select_statements(marked, chosen)["statement"]) & set(scored["statement"])
    assert kept


def test_a_dossier_without_marks_and_speech_loses_nothing(river, whole):
    chosen = replace(whole, without=tuple(LEFT_OUT))
    assert list_left_out(river, chosen) == ()
    assert len(select_statements(river, chosen)) == len(select_statements(river, whole))


def test_every_mark_can_be_left_out():
    assert list(LEFT_OUT) == [*MARKS, "indirect", "act"]


def test_the_filters_are_said_in_words(river, whole):
    assert describe_filters(whole, river.actors) == ""
    left = replace(whole, without=("weak", "act"))
    assert describe_filters(left, river.actors) == "Left out: weak sources, acts."
    chosen = replace(left, actors=("花子", "jiro"), kinds=("leader",))
    assert describe_filters(chosen, river.actors) == (
        "Only statements of these actors: 山田 花子, 川口 二郎; kinds: leader. Left out: weak sources, acts."
    )
    assert "Left out" not in describe_filters(replace(chosen, without=()), river.actors)


def test_selecting_changes_nothing(river, whole):
    before = river.statements.copy(deep=True), river.events.copy(deep=True), river.actors.copy(deep=True)
    select_statements(river, whole)
    mark_events(river.events, river.statements, whole)
    select_actors(river.actors, replace(whole, kinds=("leader",)))
    for frame, old in zip((river.statements, river.events, river.actors), before, strict=True):
        pd.testing.assert_frame_equal(frame, old)
