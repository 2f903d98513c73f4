"""Disagreements: titles, lists and numbers by chance are those of `stance.estimates.review` under the selection."""

import re
from dataclasses import replace
from datetime import date

import pandas as pd
import pytest
from scipy import sparse

from stance.classifier.neighbours import describe_texts
from stance.classifier.storage import load_classifier
from stance.dossier.loading import MODELS
from stance.estimates.review import TRIAGE, expect_duplicates, list_contradictions, list_duplicates
from stance.exhibits.disagreements import make_contradictions, make_disagreements, make_duplicates
from stance.wording.checks import AGAIN, NO_PAIR, NONE_FAR, UNSCORED

POLED = ["russia", "japan"]


@pytest.fixture(scope="module")
def features(dossier):
    """Words and letters of all statements of the shipped dossier."""
    classifier = load_classifier(MODELS / "japan-russia", dossier)
    return describe_texts(classifier, dossier.statements["text"].tolist())


@pytest.fixture(scope="module")
def alike(dossier, features):
    """The coded statements of both poled sides by date, and the cosine of every two."""
    kept = dossier.statements["coded"] & dossier.statements["side"].isin(POLED)
    chosen = dossier.statements[kept].sort_values(["date", "statement"])
    own = features[chosen.index.to_numpy()]
    return chosen.reset_index(drop=True), sparse.csr_matrix(own @ own.T)


def _list_far(dossier, scores, sides, topics) -> set[tuple[str, str]]:
    """The coded cells a step or more from their score, found anew."""
    codes = dossier.statements[dossier.statements["coded"] & dossier.statements["side"].isin(sides)]
    numbers = scores.set_index(["statement", "topic"])["score"]
    return {
        (row["statement"], dossier.codebook.topic(topic).title)
        for _, row in codes.iterrows()
        for topic in topics
        if pd.notna(row[topic]) and abs(numbers[row["statement"], topic] - row[topic]) >= 1
    }


@pytest.mark.parametrize(
    ("sides", "topics"),
    [
        (POLED, ["sovereignty", "sequencing", "security"]),
        (["japan"], ["security"]),
        (["third"], ["sovereignty", "sequencing", "security"]),
    ],
)
def test_the_title_counts_the_rows_of_the_table_and_the_codes_of_the_selection(
    sides, topics, dossier, scores, selection
):
    shown = make_disagreements(dossier, scores, replace(selection, sides=tuple(sides), topics=tuple(topics)))
    rows = shown.table.rows
    far, whole = re.match(
        r"([\d,]+) of ([\d,]+) codes?: a step or more from the classifier’s score$", shown.title
    ).groups()
    assert int(far) == len(rows)
    assert set(zip(rows["statement"], rows["topic"], strict=True)) == _list_far(dossier, scores, sides, topics)
    coded = dossier.statements[dossier.statements["coded"] & dossier.statements["side"].isin(sides)]
    assert int(whole.replace(",", "")) == coded[topics].notna().sum().sum()
    assert list(rows["distance"]) == sorted(rows["distance"], reverse=True)
    assert "not findings: the codes may be right every time" in shown.subtitle


@pytest.mark.parametrize("kind", TRIAGE)
def test_a_chosen_kind_leaves_its_rows_alone_and_the_sentences_count_all_kinds(kind, dossier, scores, selection):
    whole = make_disagreements(dossier, scores, selection)
    rows = whole.table.rows
    shown = make_disagreements(dossier, scores, selection, kinds=(kind,))
    assert list(shown.table.rows["statement"]) == list(rows.loc[rows["triage"] == kind, "statement"])
    assert 0 < len(shown.table.rows) < len(rows)
    assert (shown.title, shown.sentences) == (whole.title, whole.sentences)
    assert f"{kind} ({(rows['triage'] == kind).sum()}): {TRIAGE[kind]}" in shown.sentences


@pytest.mark.parametrize(("least", "steps"), [(0.3, 1), (0.2, 3), (0.45, 0)])
def test_near_duplicates_and_their_number_by_chance_follow_both_limits(
    least, steps, dossier, selection, features, alike
):
    coded, similarity = alike
    shown = make_duplicates(dossier, features, selection, least=least, steps=steps)
    found = {topic: list_duplicates(coded, similarity, topic, least) for topic in dossier.codebook.topics}
    far = {
        (pair.first, pair.second, topic.id)
        for topic, rows in found.items()
        for pair in rows[rows["steps"] >= steps].itertuples()
    }
    by_chance = sum(expect_duplicates(coded, topic, len(rows), steps) for topic, rows in found.items())
    (said,) = shown.sentences
    assert re.match(rf"{sum(map(len, found.values()))} pairs? of statements ", said)
    assert f"; {len(far)} of them differ by at least {steps} in code" in said
    assert f"at random, {by_chance:.1f} would" in said
    rows = shown.table.rows
    assert set(zip(rows["first"], rows["second"], rows["topic_id"], strict=True)) == far
    assert (rows["similarity"] >= least).all()
    assert list(rows["steps"]) == sorted(rows["steps"], reverse=True)


@pytest.mark.parametrize(("days", "steps"), [(60, 2), (10, 2), (365, 1)])
def test_contradictions_and_their_number_by_chance_follow_both_limits(days, steps, dossier, scores, selection, alike):
    coded, _ = alike
    shown = make_contradictions(dossier, scores, selection, days=days, steps=steps)
    found = {t.id: list_contradictions(coded, t, least_steps=steps, most_days=days) for t in dossier.codebook.topics}
    pairs = {(row.first, row.second, topic) for topic, (rows, _) in found.items() for row in rows.itertuples()}
    by_chance = sum(chance for _, chance in found.values())
    (said,) = shown.sentences
    assert said.startswith(f"{len(pairs):,} pairs of one actor’s statements ")
    assert f"within {days} days and at least {steps} apart" in said
    assert f"on which it spoke, {by_chance:.1f} would" in said
    rows = shown.table.rows
    assert set(zip(rows["first"], rows["second"], rows["topic_id"], strict=True)) == pairs
    names = dossier.statements.set_index("statement")["name"]
    assert list(rows["name"]) == list(rows["first"].map(names)) == list(rows["second"].map(names))


def test_every_pair_carries_both_texts_and_the_title_of_its_topic(dossier, scores, selection):
    rows = make_contradictions(dossier, scores, selection, days=60, steps=2).table.rows
    texts = dossier.statements.set_index("statement")["text"]
    for end in ("first", "second"):
        assert list(rows[f"{end}_text"]) == list(rows[end].map(texts))
    assert list(rows["topic"]) == [dossier.codebook.topic(topic).title for topic in rows["topic_id"]]


def test_where_no_pair_is_left_the_numbers_by_chance_stay_and_it_is_said_what_to_do(
    dossier, scores, selection, features
):
    for shown in (
        make_duplicates(dossier, features, selection, least=0.9, steps=4),
        make_contradictions(dossier, scores, selection, days=0, steps=4),
    ):
        assert (shown.table, shown.caveats) == (None, (NO_PAIR,))
        assert re.match(r"\d+ pairs .* would\.", shown.sentences[0])


def test_without_a_classifier_or_a_code_the_title_counts_no_scores_that_are_not_there(dossier, scores, selection):
    uncoded = replace(dossier, statements=dossier.statements.assign(coded=False))
    for one, given in ((dossier, scores.head(0)), (uncoded, scores)):
        shown = make_disagreements(one, given, selection)
        assert (shown.title, shown.sentences, shown.table) == (AGAIN, (UNSCORED,), None)
    assert len(make_contradictions(dossier, scores.head(0), selection, days=60, steps=2).table.rows) > 0


def test_scores_that_equal_the_codes_leave_nothing_to_read_again(dossier, scores, selection):
    codes = dossier.statements.melt("statement", dossier.codebook.topic_ids, "topic", "code")
    same = scores.merge(codes, on=["statement", "topic"])
    same = same.assign(score=same["code"].astype(float).fillna(same["score"])).drop(columns="code")
    shown = make_disagreements(dossier, same, selection)
    assert shown.title.startswith("0 of 1,032 codes")
    assert (shown.sentences, shown.table) == ((NONE_FAR,), None)


@pytest.mark.parametrize(
    "filters",
    [
        {"actors": ("yasuhisa-kawamura",), "first": date(2019, 11, 1)},
        {"last": date(2015, 1, 31)},
        {"first": date(2015, 1, 1), "last": date(2015, 1, 2)},
    ],
)
def test_selections_that_leave_one_statement_or_none_break_nothing(filters, dossier, scores, selection, features):
    chosen = replace(selection, **filters)
    assert make_disagreements(dossier, scores, chosen).title
    assert make_duplicates(dossier, features, chosen, least=0.2, steps=0).sentences
    assert make_contradictions(dossier, scores, chosen, days=365, steps=1).sentences


def test_too_many_statements_are_not_compared_with_each_other_and_it_is_said(
    dossier, scores, selection, features, monkeypatch
):
    monkeypatch.setattr("stance.exhibits.disagreements.MOST_ALIKE", 50)
    monkeypatch.setattr("stance.exhibits.disagreements.MOST_PAIRED", 50)
    for found in (
        make_duplicates(dossier, features, selection, least=0.3, steps=1),
        make_contradictions(dossier, scores, selection, days=60, steps=2),
    ):
        assert found.table is None
        assert "are too many to compare with each other; the limit is 50." in found.caveats[0]
