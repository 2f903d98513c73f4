"""Groups of actors: each with its own position and verdict, and with the statements that make it."""

from dataclasses import replace
from datetime import date

import pandas as pd
import pytest

from stance.estimates.common_months import compare_in_common_months
from stance.estimates.parts import compare_parts
from stance.estimates.periods import whole_period
from stance.estimates.scored import CODES, score_statements
from stance.estimates.selected import make_estimator
from stance.estimates.selection import default_selection, select_scored
from stance.exhibits.groups import NO_GROUPS, make_group_evidence, make_groups
from stance.wording.changes import NO_EVIDENCE
from stance.wording.groups import LIKE_WITH_LIKE, describe_difference
from stance.wording.verdicts import Verdict

TOPIC = "sequencing"


@pytest.fixture(scope="module")
def shown(dossier, scored, selection):
    return make_groups(dossier, scored, selection, topic=TOPIC)


def name_parts(dossier) -> dict[str, str]:
    """The part of each statement, straight from reference and codebook."""
    groups = {kind: kinds.title for kinds in dossier.reference.voice for kind in kinds.kinds}
    named = {actor: voice.title for voice in dossier.reference.voice for actor in voice.actors}
    sides = {side.id: side.title for side in dossier.codebook.sides}
    actors = {
        row.actor: f"{named.get(row.actor) or groups.get(row.kind, row.kind)}, {sides[row.side]}"
        for row in dossier.actors.itertuples()
    }
    return dossier.statements.set_index("statement")["actor"].map(actors)


def test_the_table_is_the_estimate_of_each_group_and_side_over_the_chosen_dates(shown, dossier, scored, selection):
    estimator = make_estimator(dossier, scored, selection)
    view, parts = select_scored(scored, dossier, selection), name_parts(dossier)
    expected = compare_parts(view, estimator, parts, TOPIC, whole_period(selection)).set_index("part")
    rows = shown.table.rows.set_index("part")
    assert sorted(rows.index) == sorted(expected.index)
    for name in ("position", "low", "high", "statements", "sources"):
        assert rows[name].tolist() == pytest.approx(expected.loc[rows.index, name].tolist(), nan_ok=True)
    order = [kinds.title for kinds in dossier.reference.voice if kinds.title in set(rows["group"])]
    assert list(dict.fromkeys(rows["group"]))[: len(order)] == order


def test_a_sentence_a_group_with_the_words_of_its_verdict_and_one_for_those_with_too_few(dossier, scored, selection):
    shown = make_groups(dossier, scored, selection, topic="sovereignty")
    rows = shown.table.rows
    known, short = rows[rows["position"].notna()], rows[rows["position"].isna()]
    assert len(shown.sentences) == len(known) + 1
    words = {
        Verdict.FIRM: "stands firmly",
        Verdict.CLEAR: "leans to",
        Verdict.UNSURE: "unsure",
        Verdict.NONE: "no clear lean",
    }
    for sentence, row in zip(shown.sentences, known.to_dict("records"), strict=False):
        assert sentence.startswith(row["part"])
        assert words[row["verdict"]] in sentence
        assert f"{row['statements']} statement" in sentence
    assert shown.sentences[-1].startswith("Too few statements to say: ")
    assert all(f"{row.part} ({row.statements})" in shown.sentences[-1] for row in short.itertuples())
    assert set(short["verdict"]) == {Verdict.TOO_FEW}
    assert shown.verdict == Verdict.FIRM


def test_each_group_is_compared_with_the_first_of_its_side_in_their_common_months(shown, dossier, scored, selection):
    rows = shown.table.rows
    compared = rows[rows["against"] != ""]
    firsts = rows.groupby("side", sort=False)["part"].first()
    assert set(rows.loc[rows["against"] == "", "part"]) == set(firsts)
    assert compared["against"].tolist() == [firsts[side] for side in compared["side"]]
    estimator, view = make_estimator(dossier, scored, selection), select_scored(scored, dossier, selection)
    pairs = list(zip(compared["part"], compared["against"], strict=True))
    expected = compare_in_common_months(
        view, estimator, name_parts(dossier), topic=TOPIC, period=whole_period(selection), pairs=pairs
    )
    pd.testing.assert_frame_equal(
        compared[expected.columns].reset_index(drop=True), expected, check_dtype=False, check_names=False
    )
    shown_columns = [column.name for column in shown.table.columns]
    assert {"months", "common", "common_against", "difference", "sources_common", "sources_against"} <= {*shown_columns}
    assert len({column.heading for column in shown.table.columns}) == len(shown_columns)


def test_a_sentence_that_compares_speaks_of_common_months_alone(dossier, scored, selection):
    shown = make_groups(dossier, scored, selection, topic="sovereignty")
    rows, topic = shown.table.rows.set_index("part"), dossier.codebook.topic("sovereignty")
    compared = [said for said in shown.sentences if "common month" in said or "both spoke" in said]
    assert len(compared) == ((rows["verdict"] != Verdict.TOO_FEW) & (rows["against"] != "")).sum() > 3
    for said in compared:
        (part,) = [part for part in rows.index if said.startswith(part)]
        assert said.endswith(f" {describe_difference({'part': part, **rows.loc[part].to_dict()}, topic)}")
        assert said.count(rows.loc[part, "against"]) == 1
    assert LIKE_WITH_LIKE in shown.note


def test_every_group_has_a_place_and_its_statements_make_its_position(shown, dossier, scored, selection):
    marks = [tuple(mark) for trace in shown.picture.to_dict()["data"] for mark in trace["customdata"]]
    assert marks and all(shown.find_place(mark) for mark in marks)
    for row in shown.table.rows.to_dict("records"):
        evidence = make_group_evidence(dossier, scored, selection, place=shown.find_place([row["part"], "all"]))
        rows = evidence.table.rows
        assert evidence.title.startswith(f"{row['part']} on Sequencing, 1 January 2015 to 31 December 2019: ")
        assert (len(rows), rows["source"].nunique()) == (row["statements"], row["sources"])
        if row["verdict"] == Verdict.TOO_FEW:
            assert NO_EVIDENCE in evidence.title
        else:
            assert (rows["weight"] * rows["score"]).sum() == pytest.approx(row["position"])


def test_a_comma_in_the_name_of_a_side_breaks_no_group(talks):
    whole = replace(default_selection(talks.codebook), sides=tuple(talks.codebook.side_ids))
    sides = tuple(
        replace(side, title="Север, верховья") if side.id == "sever" else side for side in talks.codebook.sides
    )
    renamed = replace(talks, codebook=replace(talks.codebook, sides=sides))
    rows = make_groups(renamed, score_statements(talks, pd.DataFrame(), CODES), whole, topic="quota").table.rows
    assert "Север, верховья" in set(rows["side"])
    assert set(rows["group"]) == {"leader", "minister", "expert"}


def test_without_a_statement_the_exhibit_says_what_to_do(dossier, scored, selection):
    empty = replace(selection, first=date(2015, 1, 1), last=date(2015, 1, 1))
    shown = make_groups(dossier, scored, empty, topic="security")
    assert (shown.sentences, shown.picture, shown.table) == ((NO_GROUPS,), None, None)
