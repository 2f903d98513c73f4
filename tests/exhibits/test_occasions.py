"""At home and abroad, direct and reported: parts of the same statements, each with the verdict of its own position."""

from dataclasses import replace

import pandas as pd
import pytest

from stance.estimates.parts import compare_parts
from stance.estimates.periods import whole_period
from stance.estimates.scored import CODES, score_statements
from stance.estimates.selected import make_estimator
from stance.estimates.selection import default_selection, select_scored, select_statements
from stance.exhibits.occasions import make_occasions
from stance.exhibits.profile import narrow_selection, offer_actors
from stance.wording.profile import NO_OCCASION, PLACES, SPEECH
from stance.wording.stances import judge_stance
from stance.wording.verdicts import find_strongest

WHO = "sergey-lavrov"


def test_the_table_is_the_estimate_of_each_part_with_its_verdict(dossier, scored, selection):
    own = narrow_selection(selection, WHO)
    shown = make_occasions(dossier, scored, selection, who=WHO)
    about = select_statements(dossier, own).set_index("statement")
    view, estimator = select_scored(scored, dossier, own), make_estimator(dossier, scored, own)
    parts = {"place": about["place"].map(PLACES), "speech": about["speech"].map(SPEECH)}
    expected = [
        compare_parts(view, estimator, part, topic.id, whole_period(own)).assign(topic=topic.title, by=by)
        for topic in dossier.codebook.topics
        for by, part in parts.items()
    ]
    rows = shown.table.rows
    pd.testing.assert_frame_equal(rows.drop(columns="verdict"), pd.concat(expected, ignore_index=True)[list(rows.columns.drop("verdict"))])  # fmt: skip
    assert {"at home", "abroad", "direct speech"} <= set(rows["part"])
    topics = {topic.title: topic for topic in dossier.codebook.topics}
    assert rows["verdict"].tolist() == [judge_stance(row, topics[row["topic"]]) for row in rows.to_dict("records")]
    assert shown.verdict == find_strongest(rows["verdict"])


@pytest.mark.parametrize("kind", ["direct", "indirect"])
def test_a_kind_of_speech_that_is_left_out_has_no_row(kind, dossier, scored, selection):
    own = dossier.statements[dossier.statements["speech"] == kind]
    left = replace(selection, without=("indirect",))
    parts = set(make_occasions(dossier, scored, left, who=WHO).table.rows["part"])
    assert len(own) > 10
    assert (SPEECH[kind] in parts) == (kind == "direct")


def test_an_actor_that_spoke_to_none_of_the_topics_has_no_part_and_is_told_what_to_do(dossier, scored, selection):
    chosen = replace(selection, topics=("security",))
    spoke = set(scored.loc[scored["topic"] == "security", "actor"])
    who = next(actor for actor in offer_actors(dossier, scored, chosen) if actor not in spoke)
    shown = make_occasions(dossier, scored, chosen, who=who)
    assert (shown.table, shown.sentences) == (None, (NO_OCCASION,))


def test_a_record_that_tells_no_place_has_parts_by_speech_alone(talks):
    scored = score_statements(talks, pd.DataFrame(), CODES)
    assert set(talks.statements["place"]) == {""}
    rows = make_occasions(talks, scored, default_selection(talks.codebook), who="олег").table.rows
    assert set(rows["by"]) == {"speech"}
