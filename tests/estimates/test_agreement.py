"""Agreement between coders, against published worked examples and by hand."""

import makers
import numpy as np
import pandas as pd
import pytest

from stance.dossier.loading import load_dossier
from stance.estimates.agreement import (
    CLASSIFIER,
    CODES,
    COEFFICIENTS,
    COLUMNS,
    NONE,
    list_differences,
    measure_agreement,
    measure_alpha,
    measure_kappa,
    pair_codings,
    read_classifier,
    spread_codings,
    tabulate_pair,
)

GAP = np.nan
# Krippendorff 2011, Computing Krippendorff's Alpha-Reliability, section C: four observers, twelve units.
FOUR_OBSERVERS = np.array(
    [
        [1, 2, 3, 3, 2, 1, 4, 1, 2, GAP, GAP, GAP],
        [1, 2, 3, 3, 2, 2, 4, 1, 2, 5, GAP, 3],
        [GAP, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, GAP],
        [1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, GAP],
    ]
)
# The same, section A: two observers, ten units, binary.
TWO_OBSERVERS = np.array([[0, 1, 0, 0, 0, 0, 0, 0, 1, 0], [1, 1, 1, 0, 0, 1, 0, 0, 0, 0]], dtype=float)


@pytest.fixture
def book(tmp_path):
    return load_dossier(makers.write_dossier(tmp_path)).codebook


def make_codings(**coders: list) -> pd.DataFrame:
    """Codings of the statements s0, s1, … by each coder; a statement marked "-" is not coded by that coder."""
    rows = [(f"s{n}", coder, code) for coder, codes in coders.items() for n, code in enumerate(codes) if code != "-"]
    frame = pd.DataFrame(rows, columns=["statement", "coder", "fund"])
    return frame.assign(fund=pd.to_numeric(frame["fund"]).astype("Int64"))


@pytest.mark.parametrize(("level", "alpha"), [("nominal", 0.743), ("ordinal", 0.815), ("interval", 0.849)])
def test_alpha_of_four_observers_is_the_published_one(level, alpha):
    assert measure_alpha(FOUR_OBSERVERS, level=level) == pytest.approx(alpha, abs=0.0005)


def test_alpha_of_two_observers_is_the_published_one():
    assert measure_alpha(TWO_OBSERVERS, level="nominal") == pytest.approx(0.095, abs=0.0005)


def test_agreement_without_variation_is_not_defined():
    assert np.isnan(measure_alpha(np.ones((2, 5)), level="ordinal"))
    assert np.isnan(measure_alpha(np.full((2, 5), GAP), level="ordinal"))
    assert np.isnan(measure_alpha(np.array([[1, GAP], [GAP, 2.0]]), level="nominal"))


def test_perfect_agreement_is_one_and_opposite_codes_are_worse_than_chance():
    codes = np.array([-1.0, 0, 1, 1, -1, 0])
    assert measure_alpha(np.array([codes, codes]), level="ordinal") == 1
    assert measure_alpha(np.array([codes, -codes]), level="ordinal") < 0


def test_far_confusions_cost_more_than_near_ones():
    codes = np.array([-2.0, -1, 0, 1, 2, -2, -1, 0, 1, 2])
    near, far = codes.copy(), codes.copy()
    near[0], far[0] = -1, 2
    by_confusion = [measure_alpha(np.array([codes, other]), level="ordinal") for other in (near, far)]
    assert by_confusion[0] > by_confusion[1]


def test_a_pair_by_hand(book):
    """Five statements coded by both: 1/1, 0/1, -1/-1, blank/blank, 1/blank. Codes: 2 of 3 equal; cells: 3 of 5."""
    codings = make_codings(a=[1, 0, -1, None, 1, "-"], b=[1, 1, -1, None, None, 0])
    row = measure_agreement(codings, book).iloc[0]
    assert row["pair"] == "a and b"
    assert (row["statements"], row["both"]) == (5, 3)
    assert row["same_code"] == pytest.approx(2 / 3)
    assert row["same_cell"] == pytest.approx(3 / 5)


def test_speaking_to_a_topic_and_the_code_on_it_are_measured_apart(book):
    codings = make_codings(a=[1, 0, -1, None], b=[0, 1, 0, None])
    row = measure_agreement(codings, book).iloc[0]
    assert row["alpha_addressed"] == 1
    assert row["alpha_level"] < 0.5


def test_codes_are_compared_as_ordered_steps_and_speaking_as_yes_or_no(book):
    a, b = [-1, 0, 1, 1, 0, -1, None, None], [-1, 0, 1, 0, 1, 1, None, 0]
    row = measure_agreement(make_codings(a=a, b=b), book).iloc[0]
    codes, spoken = np.array([a[:6], b[:6]], dtype=float), np.array([[1.0] * 6 + [0, 0], [1.0] * 6 + [0, 1]])
    assert row["alpha_level"] == measure_alpha(codes, level="ordinal")
    assert abs(row["alpha_level"] - measure_alpha(codes, level="nominal")) > 0.01
    assert row["alpha_addressed"] == measure_alpha(spoken, level="nominal")


def test_coders_with_nothing_in_common_have_no_agreement(book):
    row = measure_agreement(make_codings(a=[1, "-"], b=["-", 1]), book).iloc[0]
    assert (row["statements"], row["both"]) == (0, 0)
    assert row[["alpha_addressed", "alpha_level", "same_code", "same_cell"]].isna().all()


def test_three_coders_make_three_pairs_and_one_coder_none(book):
    three = measure_agreement(make_codings(a=[1, 0], b=[1, 0], c=[0, 0]), book)
    assert three["pair"].tolist() == ["a and b", "a and c", "b and c"]
    assert measure_agreement(make_codings(a=[1, 0]), book).empty


def test_the_order_of_the_rows_does_not_matter(book):
    codings = make_codings(a=[1, 0, -1, None, 1], b=[1, 1, -1, None, None])
    pd.testing.assert_frame_equal(measure_agreement(codings, book), measure_agreement(codings.iloc[::-1], book))


def test_the_shipped_dossier_has_one_row_a_pair_and_topic(dossier):
    table = measure_agreement(dossier.codings, dossier.codebook)
    assert list(table) == COLUMNS
    assert table[["pair", "topic"]].to_numpy().tolist() == [["a and b", topic] for topic in dossier.codebook.topic_ids]
    assert (table["statements"] == 968).all()


def test_the_adjudicated_coding_is_no_coder(dossier):
    assert "adjudicated" in set(dossier.codings["coder"])
    table = measure_agreement(dossier.codings, dossier.codebook)
    assert not table["pair"].str.contains("adjudicated").any()


def test_the_shipped_agreement_is_counted_right(dossier):
    wide = dossier.codings.pivot(index="statement", columns="coder", values="security")
    both = wide[["a", "b"]].dropna()
    row = measure_agreement(dossier.codings, dossier.codebook).set_index("topic").loc["security"]
    assert row["both"] == len(both) > 100
    assert row["same_code"] == pytest.approx((both["a"] == both["b"]).mean())
    assert 0.6 < row["alpha_level"] < 1


def test_codings_are_spread_over_one_column_a_topic_and_coder(book):
    wide = spread_codings(make_codings(b=[1, None], a=[0, "-"]), book).set_index("statement")
    assert list(wide) == ["fund: coder a", "fund: coder b"]
    assert wide.loc["s0"].tolist() == [0, 1]
    assert wide.loc["s1"].isna().all()


def test_without_codings_there_is_nothing_to_measure_or_spread(minimal_dossier):
    loaded = load_dossier(minimal_dossier)
    assert measure_agreement(loaded.codings, loaded.codebook).empty
    assert list(spread_codings(loaded.codings, loaded.codebook)) == ["statement"]


def test_measuring_changes_nothing(other_dossier):
    loaded = load_dossier(other_dossier)
    before = loaded.codings.copy(deep=True)
    measure_agreement(loaded.codings, loaded.codebook)
    spread_codings(loaded.codings, loaded.codebook)
    pd.testing.assert_frame_equal(loaded.codings, before)


def spread_counts(table: list[list[int]]) -> np.ndarray:
    """A table of counts as the codes of two coders, one column a unit."""
    counts = np.array(table)
    rows, columns = np.indices(counts.shape)
    return np.array([np.repeat(part.ravel(), counts.ravel()) for part in (rows, columns)], dtype=float)


def test_weighted_kappa_is_the_published_one():
    """Agresti 2013, Categorical Data Analysis, 3rd ed., table of 91 couples; linear weights give .2374."""
    couples = [[7, 7, 2, 3], [2, 8, 3, 7], [1, 5, 4, 9], [2, 8, 9, 14]]
    assert measure_kappa(spread_counts(couples)) == pytest.approx(0.2374, abs=0.00005)


def test_weighted_kappa_is_that_of_scikit_learn_on_any_codes():
    from sklearn.metrics import cohen_kappa_score

    codes = np.random.default_rng(3).integers(-2, 3, (2, 200)).astype(float)
    codes[1, :120] = codes[0, :120]
    assert measure_kappa(codes) == pytest.approx(cohen_kappa_score(*codes, weights="linear"))


def test_weighted_kappa_without_variation_or_units_is_not_defined():
    assert np.isnan(measure_kappa(np.ones((2, 5))))
    assert np.isnan(measure_kappa(np.empty((2, 0))))


def test_an_interval_holds_its_coefficient_and_draws_whole_sources(dossier):
    sources = dossier.statements.set_index("statement")["source"]
    table = measure_agreement(dossier.codings, dossier.codebook, sources)
    one_source = measure_agreement(dossier.codings, dossier.codebook, sources.map(lambda _: "one"))
    for name in COEFFICIENTS:
        assert (table[f"{name}_low"] <= table[name]).all() and (table[name] <= table[f"{name}_high"]).all()
        assert (table[f"{name}_low"] < table[f"{name}_high"]).all()
        assert np.allclose(one_source[f"{name}_low"], one_source[name])


def test_confusion_counts_every_statement_that_both_coded_once(book):
    codings = make_codings(a=[1, 0, -1, None, 1, "-"], b=[1, 1, -1, None, None, 0])
    table = tabulate_pair(pair_codings(codings, "a", "b", "fund"), (-1, 0, 1))
    assert list(table) == ["-1", "0", "1", NONE]
    assert table.loc["1", "1"] == table.loc["0", "1"] == table.loc["-1", "-1"] == 1
    assert table.loc[NONE, NONE] == table.loc["1", NONE] == 1
    assert table.to_numpy().sum() == 5


def test_differences_list_each_differing_cell_with_the_rule_of_the_final_code(other_dossier):
    loaded = load_dossier(other_dossier)
    codings = loaded.codings.copy()
    cell = codings.index[(codings["coder"] == "b") & codings["quota"].eq(1)][0]
    codings.loc[cell, "quota"] = -1
    (row,) = list_differences(codings, loaded.statements, loaded.codebook, "a", "b").to_dict("records")
    rules = {level.code: level.rule for level in loaded.codebook.topic("quota").levels}
    assert (row["statement"], row["topic"]) == (codings.loc[cell, "statement"], "quota")
    assert (row["a"], row["b"], row["final"], row["steps"], row["settled"]) == (1, -1, 1, 2, "a")
    assert row["rule"] == rules[1]


def test_a_cell_that_both_left_empty_does_not_differ_and_a_silent_final_code_has_no_rule(dossier):
    rows = list_differences(dossier.codings, dossier.statements, dossier.codebook, "a", "b")
    wide = spread_codings(dossier.codings, dossier.codebook).set_index("statement")
    expected = 0
    for topic in dossier.codebook.topic_ids:
        a, b = (wide[f"{topic}: coder {coder}"].fillna(9) for coder in "ab")
        expected += int((a != b).sum())
    assert len(rows) == expected > 100
    assert (rows.loc[rows["final"].isna(), "rule"] == "does not speak to the topic").all()
    assert set(rows["settled"]) == {"a", "b", "neither"}


def test_the_classifier_is_read_as_the_nearest_level_where_it_finds_the_topic_addressed(other_dossier):
    loaded = load_dossier(other_dossier)
    ids = loaded.statements.loc[loaded.statements["coded"], "statement"].tolist()[:3]
    scores = pd.DataFrame({"statement": ids, "topic": "quota", "addressed": [0.9, 0.5, 0.4], "score": [0.6, -0.4, 1.0]})
    read = read_classifier(scores, loaded.statements, loaded.codebook)
    ours = read[read["coder"] == CLASSIFIER].set_index("statement")["quota"]
    assert ours[ids[:2]].tolist() == [1, 0]
    assert ours.drop(ids[:2]).isna().all()
    given = read[read["coder"] == CODES].set_index("statement")["quota"]
    assert given.equals(loaded.statements[loaded.statements["coded"]].set_index("statement")["quota"])


def test_the_classifier_agrees_with_the_codes_better_than_chance_and_worse_than_the_coders(dossier, scores):
    coders = measure_agreement(dossier.codings, dossier.codebook).set_index("topic")
    classifier = measure_agreement(read_classifier(scores, dossier.statements, dossier.codebook), dossier.codebook)
    by_topic = classifier.set_index("topic")
    for name in ("alpha_addressed", "alpha_level", "kappa_level"):
        assert (by_topic[name] > 0.3).all()
        assert (by_topic[name] < coders[name]).all()
