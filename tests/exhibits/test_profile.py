"""One actor: sentences, pictures and table come from one estimate, and every mark leads to the statements that make it."""

from dataclasses import replace
from datetime import date

import makers
import pandas as pd
import pytest
from makers import list_points

from stance.baked.fingerprints import hash_values
from stance.dossier.loading import load_dossier
from stance.estimates.periods import whole_period
from stance.estimates.rules import ACTOR_WINDOW
from stance.estimates.scored import CODES, score_statements
from stance.estimates.selected import estimate_positions, make_estimator
from stance.estimates.selection import default_selection, select_scored, select_statements
from stance.exhibits.evidence import make_evidence
from stance.exhibits.profile import make_profile, narrow_selection, offer_actors, share_profiles
from stance.wording.profile import NO_ACTOR, NO_STATEMENT
from stance.wording.stances import describe_stance
from stance.wording.verdicts import Verdict

WHO = "sergey-lavrov"
ALIKE = {"олег": "Alex", "花子": "Alex"}


@pytest.fixture(scope="module")
def years(selection):
    """Three of the five years."""
    return replace(selection, first=date(2016, 1, 1), last=date(2018, 12, 31))


@pytest.fixture(scope="module")
def shown(dossier, scored, years):
    return make_profile(dossier, scored, years, who=WHO)


def test_an_actor_estimated_with_all_others_stands_where_it_does_alone(dossier, scored, years, shown):
    shared = share_profiles(dossier, scored, replace(years, sides=tuple(dossier.codebook.side_ids)))
    given = make_profile(dossier, scored, years, who=WHO, shared=shared)
    assert hash_values(given) == hash_values(shown)
    none = replace(shared, sides={side: rows.iloc[:0] for side, rows in shared.sides.items()})
    assert hash_values(make_profile(dossier, scored, years, who=WHO, shared=none)) != hash_values(shown)


def estimate_whole(dossier, scored, own) -> pd.DataFrame:
    """The positions over all of the chosen dates, by topic."""
    view = select_scored(scored, dossier, own)
    return make_estimator(dossier, scored, own).periods(view, [whole_period(own)]).set_index("topic")


def score_codes(dossier) -> pd.DataFrame:
    return score_statements(dossier, pd.DataFrame(), CODES)


def test_all_who_spoke_can_be_chosen_those_with_most_statements_first_whoever_is_chosen_now(dossier, scored, years):
    counts = select_statements(dossier, years)["actor"].value_counts()
    labels = dossier.label_actors()
    for chosen in (years, replace(years, actors=("taro-kono",))):
        offered = offer_actors(dossier, scored, chosen)
        assert list(offered.items()) == [(actor, labels[actor]) for actor in counts.index]
    assert offer_actors(dossier, scored, replace(years, last=date(2015, 12, 31), first=date(2016, 1, 1))) == {}


def test_two_actors_of_one_name_are_two_choices_and_two_names_in_sentence_and_picture(talks):
    names = talks.actors["actor"].map(ALIKE).fillna(talks.actors["name"])
    alike = replace(talks, actors=talks.actors.assign(name=names))
    chosen, scored = default_selection(talks.codebook), score_codes(talks)
    offered = offer_actors(alike, scored, chosen)
    assert {offered[actor] for actor in ALIKE} == {"Alex (олег)", "Alex (花子)"}
    for actor in ALIKE:
        exhibit = make_profile(alike, scored, chosen, who=actor)
        assert exhibit.title.startswith(f"Alex ({actor}) ")
        assert f"Alex ({actor})" in {name for name, _ in list_points(exhibit.panels[0].picture)}
        assert {place.line for place in exhibit.every_place} == {f"Alex ({actor})"}


def test_each_topic_has_its_stance_over_the_chosen_dates_and_the_same_in_the_alternative_text(
    shown, dossier, scored, years
):
    rows = estimate_whole(dossier, scored, narrow_selection(years, WHO))
    topics = dossier.codebook.topics
    clauses = [f"{describe_stance(rows.loc[topic.id].to_dict(), topic, 'Sergey Lavrov')}." for topic in topics]
    assert shown.sentences == tuple(clauses)
    for panel, clause in zip(shown.panels, clauses, strict=True):
        assert panel.sentences == (clause,)
        assert panel.alternative.startswith(f"{clause} Line chart")
        assert panel.headline == f"{panel.title}: {clause}"
    listed = shown.extra["stances"].rows
    assert listed["topic"].tolist() == [topic.title for topic in topics]
    assert listed["position"].tolist() == pytest.approx([rows.loc[topic.id, "position"] for topic in topics])
    assert listed["verdict"].tolist() == [panel.verdict for panel in shown.panels]


def test_the_title_is_on_the_topic_with_most_statements_in_the_chosen_dates_and_not_in_others(
    dossier, scored, selection
):
    said = {}
    for last in (date(2016, 12, 31), date(2019, 12, 31)):
        chosen = replace(selection, first=date(2016, 1, 1), last=last)
        counts = estimate_whole(dossier, scored, narrow_selection(chosen, "shinzo-abe"))["statements"].sort_values()
        assert counts.iloc[-1] > counts.iloc[-2]
        exhibit = make_profile(dossier, scored, chosen, who="shinzo-abe")
        said[last] = counts.index[-1]
        assert f"on {dossier.codebook.topic(counts.index[-1]).title.lower()} (" in exhibit.title
        assert f"{counts.iloc[-1]} statements" in exhibit.title
        assert f"{exhibit.title}." in exhibit.sentences
        assert exhibit.verdict == dict(zip(selection.topics, exhibit.panels, strict=True))[counts.index[-1]].verdict


def test_picture_and_table_hold_the_line_of_the_actor_and_that_of_all_of_its_side(shown, dossier, scored, years):
    whole = replace(years, by="side", sides=("russia",), window_days=ACTOR_WINDOW)
    lines = {"Sergey Lavrov": narrow_selection(years, WHO), "Russia, all": whole}
    listed = shown.table.rows.set_index(["line", "topic", "date"])["position"]
    for panel, topic in zip(shown.panels, dossier.codebook.topics, strict=True):
        expected = {}
        for name, chosen in lines.items():
            rows = estimate_positions(dossier, scored, chosen)
            rows = rows[rows["topic"] == topic.id]
            expected |= {(name, f"{row.date:%Y-%m-%d}"): row.position for row in rows.itertuples()}
        drawn = {(name, mark[1]): value for (name, mark), value in list_points(panel.picture).items()}
        assert drawn == pytest.approx({key: value for key, value in expected.items() if key in drawn}, nan_ok=True)
        known = {key for key, value in expected.items() if value == value}
        assert known <= drawn.keys()
        assert len([name for name, _ in known if name == "Russia, all"]) > 10
        table = {(line, f"{day:%Y-%m-%d}"): value for (line, of, day), value in listed.items() if of == topic.title}
        assert table == pytest.approx(expected, nan_ok=True)


def test_a_kind_or_an_actor_chosen_at_the_side_leaves_the_line_of_the_whole_side_as_it_is(
    shown, dossier, scored, years
):
    narrow = replace(years, kinds=("minister",), actors=(WHO,))
    rows = make_profile(dossier, scored, narrow, who=WHO).table.rows
    assert dossier.actors.set_index("actor").loc[WHO, "kind"] == "minister"
    pd.testing.assert_frame_equal(rows, shown.table.rows)


def test_the_chosen_dates_come_first_and_their_statements_make_the_stance(shown, dossier, scored, years):
    own = narrow_selection(years, WHO)
    rows = estimate_whole(dossier, scored, own)
    for panel, topic in zip(shown.panels, dossier.codebook.topics, strict=True):
        first = panel.places[0]
        assert (first.when, first.period, first.group) == ("the chosen dates", whole_period(years), WHO)
        found = make_evidence(dossier, scored, own, place=first).table.rows
        assert (found["weight"] * found["score"]).sum() == pytest.approx(rows.loc[topic.id, "position"])
        assert len(found) == rows.loc[topic.id, "statements"]


def test_each_point_of_the_actor_leads_to_the_statements_that_make_it_and_those_of_the_side_nowhere(
    shown, dossier, scored, years
):
    own, panel = narrow_selection(years, WHO), shown.panels[0]
    points = {key: value for key, value in list_points(panel.picture).items() if value == value}
    mine = {mark: value for (name, mark), value in points.items() if name == "Sergey Lavrov"}
    assert {place.mark for place in panel.places[1:]} == set(mine)
    assert [place.mark[1] for place in panel.places[1:]] == sorted((day for _, day in mine), reverse=True)
    for mark in list(mine)[::7]:
        place = panel.find_place(mark)
        found = make_evidence(dossier, scored, own, place=place).table.rows
        assert (found["weight"] * found["score"]).sum() == pytest.approx(mine[mark])
        assert place.when.startswith("365 days to ")
    assert all(panel.find_place(mark) is None for (name, mark) in points if name == "Russia, all")


def test_an_actor_that_spoke_to_no_topic_has_no_stance_no_place_and_no_verdict(dossier, scored, selection):
    chosen = replace(selection, topics=("security",))
    spoke = set(scored.loc[scored["topic"] == "security", "actor"])
    offered = offer_actors(dossier, scored, chosen)
    who = next(actor for actor in offered if actor not in spoke)
    exhibit = make_profile(dossier, scored, chosen, who=who)
    assert exhibit.title == f"{offered[who]}: nothing said on these topics"
    assert exhibit.panels[0].sentences == (f"{offered[who]}: nothing said on security in these dates.",)
    assert exhibit.every_place == ()
    assert (exhibit.verdict, exhibit.panels[0].verdict) == (Verdict.TOO_FEW, Verdict.TOO_FEW)


def test_one_statement_gets_no_verb(dossier, scored, selection):
    own = scored[scored["topic"] == "security"]["actor"].value_counts()
    who = next(actor for actor in own.index[own == 1] if actor in offer_actors(dossier, scored, selection))
    exhibit = make_profile(dossier, scored, replace(selection, topics=("security",)), who=who)
    assert exhibit.title.endswith("on security: too few statements to say (1 statement, 1 source)")
    assert exhibit.verdict == Verdict.TOO_FEW


def test_nobody_to_show_is_said_with_what_to_do(dossier, scored, selection):
    exhibit = make_profile(dossier, scored, selection, who="")
    assert (exhibit.title, exhibit.sentences, exhibit.picture, exhibit.panels) == (NO_ACTOR, (NO_STATEMENT,), None, ())


def test_an_actor_with_the_id_of_its_side_keeps_its_own_line(tmp_path):
    rows = [("date", "actor", "side", "source", "text", "fund", "statement")]
    rows += [(f"2020-0{n}-01", "north", "north", f"n{n}", "No", "-1", f"a{n}") for n in range(1, 9)]
    rows += [(f"2020-0{n}-02", "bob", "north", f"b{n}", "Yes", "1", f"b{n}") for n in range(1, 9)]
    table = "\n".join(map(",".join, rows)) + "\n"
    small = load_dossier(makers.write_dossier(tmp_path / "small", makers.CODEBOOK + makers.TWO_SIDES, statements=table))
    exhibit = make_profile(small, score_codes(small), default_selection(small.codebook), who="north")
    last = exhibit.table.rows.dropna(subset="position").groupby("line")["position"].last()
    assert sorted(last) == pytest.approx([-1, 0])
