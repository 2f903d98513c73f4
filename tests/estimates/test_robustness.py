"""One claim estimated in many ways: which ways there are, and what counts as surviving."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from stance.estimates import variants
from stance.estimates.periods import outer_periods
from stance.estimates.positions import Estimator
from stance.estimates.robustness import (
    IDLE,
    OTHER,
    SAME,
    UNCLEAR,
    UNKNOWN,
    count_verdicts,
    find_worst,
    list_failures,
    try_claim,
)
from stance.estimates.rules import Rules
from stance.estimates.scored import CLASSIFIER, CODES, score_statements
from stance.estimates.selected import estimate_change
from stance.estimates.selection import default_selection, list_left_out, select_actors, select_scored
from stance.estimates.variants import PAIRED, WITHOUT_TWO, Claim


@pytest.fixture(scope="module")
def claim(dossier):
    selection = default_selection(dossier.codebook)
    actors = frozenset(select_actors(dossier.actors, selection)["actor"])
    return Claim("sovereignty", "japan", *outer_periods(selection), "side", selection.rules, actors)


@pytest.fixture(scope="module")
def scored(dossier, scores):
    """All scored statements of the actors that the claim counts."""
    return select_scored(score_statements(dossier, scores), dossier, default_selection(dossier.codebook))


@pytest.fixture(scope="module")
def table(claim, scored, dossier, scores):
    return try_claim(claim, scored, dossier, scores)


def estimate(claim: Claim, rows: pd.DataFrame) -> pd.Series:
    """The claim by the slower way that the pages use, pooled over the topic's rows."""
    rows = rows[rows["topic"] == claim.topic]
    moved = Estimator(claim.by, claim.rules).change(rows, claim.first, claim.last)
    return moved[moved["group"] == claim.group].iloc[0]


def test_the_first_row_is_the_claim_as_shown(table, claim, scored):
    row = estimate(claim, scored)
    assert table["family"].iloc[0] == "as shown"
    assert table["change"].iloc[0] == pytest.approx(row["change"])
    assert table["low"].iloc[0] == pytest.approx(row["low"])


def test_every_source_and_actor_of_the_two_periods_is_left_out_once(table, claim, scored, dossier):
    own = scored[(scored["topic"] == claim.topic) & (scored["side"] == claim.group)]
    within = pd.concat([own[(own["date"] > p[0]) & (own["date"] <= p[1])] for p in (claim.first, claim.last)])
    names = dossier.actors.set_index("actor")["name"]
    assert set(table.loc[table["family"] == "without one source", "variant"]) == set(within["source"])
    assert set(table.loc[table["family"] == "without one actor", "variant"]) == set(names[within["actor"].unique()])
    assert not table.duplicated(["family", "variant"]).any()


def test_leaving_out_a_source_is_the_estimate_without_its_rows(table, claim, scored):
    variants = table[table["family"] == "without one source"].set_index("variant")
    for source in variants.index[:5]:
        row = estimate(claim, scored[scored["source"] != source])
        assert variants.loc[source, "change"] == pytest.approx(row["change"])


def test_leaving_out_a_source_beyond_the_periods_would_change_nothing(claim, scored, table):
    rows = scored[(scored["date"] > claim.first[1]) & (scored["date"] <= claim.last[0])]
    beyond = set(rows["source"]) - set(table["variant"])
    less = scored[~scored["source"].isin(beyond)]
    assert len(beyond) > 50
    assert estimate(claim, less)["change"] == pytest.approx(table["change"].iloc[0])


@pytest.mark.parametrize(
    ("variant", "kept"),
    [
        ("direct speech only", lambda rows: rows["speech"] == "direct"),
        ("acts left out", lambda rows: rows["speech"] != "act"),
        ("dates known to the day only", lambda rows: rows["date_precision"] == "day"),
    ],
)
def test_a_kind_of_statement_is_left_out_whole(table, claim, scored, dossier, variant, kept):
    wanted = dossier.statements.loc[kept(dossier.statements), "statement"]
    row = estimate(claim, scored[scored["statement"].isin(wanted)])
    assert table.set_index("variant").loc[variant, "change"] == pytest.approx(row["change"])


def test_each_coder_stands_alone_and_the_adjudicated_coding_does_not(table, claim, dossier, scored):
    variants = table[table["family"] == "coder"].set_index("variant")
    assert list(variants.index) == ["codes of coder a alone", "codes of coder b alone"]
    codes = dossier.codings[dossier.codings["coder"] == "a"][["statement", claim.topic]].dropna()
    about = dossier.statements[["statement", "date", "actor", "side", "source"]].merge(codes, on="statement")
    rows = about[about["actor"].isin(claim.actors)].rename(columns={claim.topic: "score"})
    rows = rows.astype({"score": float}).assign(topic=claim.topic, spread=0.0, shared=0.0)
    assert variants["change"].iloc[0] == pytest.approx(estimate(claim, rows)["change"])


def test_codes_alone_and_the_classifier_alone_are_tried(table, claim, dossier, scores, scored):
    variants = table[table["family"] == "score source"].set_index("variant")["change"]
    for source, name in ((CODES, "codes only"), (CLASSIFIER, "classifier only")):
        rows = score_statements(dossier, scores, source)
        rows = rows[rows["actor"].isin(claim.actors)]
        assert variants[name] == pytest.approx(estimate(claim, rows)["change"])


def test_statements_of_actors_that_the_reader_left_out_do_not_count(claim, dossier, scores, scored):
    fewer = replace(claim, actors=claim.actors - {"shinzo-abe"})
    whole = score_statements(dossier, scores)
    row = estimate(claim, scored[scored["actor"] != "shinzo-abe"])
    assert try_claim(fewer, whole, dossier, scores)["change"].iloc[0] == pytest.approx(row["change"])


@pytest.fixture(scope="module")
def left_out(claim, scored, dossier):
    """Every fourth statement of the claim and of others, in no order of theirs."""
    return tuple(sorted(dossier.statements["statement"])[::4])


def test_statements_that_the_reader_left_out_do_not_count(claim, left_out, scored):
    fewer = replace(claim, without=left_out)
    kept = fewer.keep(scored)
    assert set(kept["statement"]) == set(claim.keep(scored)["statement"]) - set(left_out)
    assert len(claim.keep(scored)) > len(kept) > 0
    pd.testing.assert_frame_equal(kept, scored[scored["statement"].isin(kept["statement"])])


def test_leaving_statements_out_is_the_claim_from_what_never_held_them(claim, left_out, table, scored, dossier, scores):
    fewer = try_claim(replace(claim, without=left_out), scored, dossier, scores)
    never = try_claim(claim, scored[~scored["statement"].isin(left_out)], dossier, scores)
    other = ("coder", "score source")  # they do not come from `scored`
    columns = ["family", "variant", "change", "statements_before", "statements_after"]  # not the pooled variance
    kept = [rows.loc[~rows["family"].isin(other), columns].reset_index(drop=True) for rows in (fewer, never)]
    pd.testing.assert_frame_equal(*kept)
    assert len(kept[0]) > 20
    assert fewer["statements_before"].iloc[0] < table["statements_before"].iloc[0]
    assert fewer["statements_after"].iloc[0] < table["statements_after"].iloc[0]


def test_other_coders_and_score_sources_leave_the_same_statements_out(claim, left_out, scored, dossier, scores):
    fewer = try_claim(replace(claim, without=left_out), scored, dossier, scores).set_index("variant")
    for source, name in ((CODES, "codes only"), (CLASSIFIER, "classifier only")):
        rows = score_statements(dossier, scores, source)
        rows = rows[rows["actor"].isin(claim.actors) & ~rows["statement"].isin(left_out)]
        assert fewer.loc[name, "change"] == pytest.approx(estimate(claim, rows)["change"])
    coded = dossier.codings[(dossier.codings["coder"] == "b") & ~dossier.codings["statement"].isin(left_out)]
    codes = coded[["statement", claim.topic]].dropna()
    about = dossier.statements[["statement", "date", "actor", "side", "source"]].merge(codes, on="statement")
    rows = about[about["actor"].isin(claim.actors)].rename(columns={claim.topic: "score"})
    rows = rows.astype({"score": float}).assign(topic=claim.topic, spread=0.0, shared=0.0)
    change = fewer.loc["codes of coder b alone", "change"]
    assert change == pytest.approx(estimate(claim, rows)["change"])


@pytest.mark.parametrize("without", [("weak",), ("relayed", "indirect")])
def test_the_claim_as_shown_leaves_out_what_the_pages_leave_out(without, dossier, scores):
    plain = default_selection(dossier.codebook)
    selection = replace(plain, without=without)
    actors = frozenset(select_actors(dossier.actors, selection)["actor"])
    whole, ends = score_statements(dossier, scores), outer_periods(selection)
    claim = Claim("sovereignty", "japan", *ends, "side", selection.rules, actors)
    shown = try_claim(replace(claim, without=list_left_out(dossier, selection)), whole, dossier, scores).iloc[0]
    columns = ["change", "low", "high", "statements_before", "statements_after"]
    row, other = (
        estimate_change(dossier, whole, one, *ends).set_index(["group", "topic"]).loc[("japan", "sovereignty"), columns]
        for one in (selection, plain)
    )
    assert shown[columns].tolist() == pytest.approx(row.tolist())
    assert row["change"] != pytest.approx(other["change"])


def test_without_a_classifier_it_is_not_tried(claim, scored, dossier, scores):
    names = try_claim(claim, scored, dossier, scores.iloc[:0])["variant"]
    assert "codes only" in set(names) and "classifier only" not in set(names)


def test_codes_alone_are_no_other_estimate_where_nothing_else_was_scored(claim, dossier, scores):
    none = scores.iloc[:0]
    names = set(try_claim(claim, score_statements(dossier, none), dossier, none)["variant"])
    assert "3 months before and after" in names and "codes only" not in names


def test_other_lengths_of_the_periods_keep_their_outer_ends(table, claim, scored):
    months = pd.DateOffset(months=18)
    other = replace(
        claim, first=(claim.first[0], claim.first[0] + months), last=(claim.last[1] - months, claim.last[1])
    )
    change = table.set_index("variant").loc["18 months before and after", "change"]
    assert change == pytest.approx(estimate(other, scored)["change"])


def test_periods_that_meet_keep_the_day_on_which_they_meet(claim, scored, dossier, scores):
    middle = pd.Timestamp("2018-07-31")
    half = pd.Timedelta(days=180)
    swing = replace(claim, group="russia", first=(middle - half, middle), last=(middle, middle + half))
    table = try_claim(swing, scored, dossier, scores).set_index("variant")
    lengths = table.index[table["family"] == "length of the periods"]
    assert list(lengths) == [f"{months} months before and after" for months in (3, 9, 12)]
    year = pd.DateOffset(months=12)
    other = replace(swing, first=(middle - year, middle), last=(middle, middle + year))
    assert table.loc["12 months before and after", "change"] == pytest.approx(estimate(other, scored)["change"])


def test_the_claim_as_shown_is_the_row_of_the_page_whose_band_borrows_from_all_actors(dossier, scores):
    selection = replace(default_selection(dossier.codebook), kinds=("leader", "minister"))
    actors = frozenset(select_actors(dossier.actors, selection)["actor"])
    whole, ends = score_statements(dossier, scores), outer_periods(selection)
    moved = Estimator(rules=selection.rules, pool_from=whole).change(select_scored(whole, dossier, selection), *ends)
    row = moved.set_index(["group", "topic"]).loc[("russia", "security")]
    shown = try_claim(Claim("security", "russia", *ends, "side", selection.rules, actors), whole, dossier, scores).iloc[
        0
    ]
    assert shown[["change", "low", "high"]].tolist() == pytest.approx(row[["change", "low", "high"]].tolist())


def test_a_line_of_one_actor_is_not_left_without_that_actor(dossier, scored, scores, claim):
    own = replace(claim, group="shinzo-abe", by="actor", rules=Rules(365))
    families = set(try_claim(own, scored, dossier, scores)["family"])
    assert "without one source" in families and "without one actor" not in families


def test_verdicts_follow_sign_and_interval_of_the_claim_as_shown():
    from stance.estimates.robustness import _judge

    rows = [
        (1.0, 0.5, 9), (0.9, 0.2, 9), (0.85, 0.5, 9), (-0.1, 0.5, 9), (-1.0, 0.5, 9), (1.0, 0.1, 4), (np.nan, np.nan, 0)
    ]  # fmt: skip
    table = pd.DataFrame([(c, c - h, c + h, n, 9) for c, h, n in rows],
                         columns=["change", "low", "high", "sources_before", "sources_after"])  # fmt: skip
    assert _judge(table.assign(family="coder")).tolist() == [SAME, SAME, UNCLEAR, UNCLEAR, OTHER, UNCLEAR, UNKNOWN]


def test_a_part_whose_loss_changes_nothing_is_no_support():
    from stance.estimates.robustness import _judge

    rows = [("as shown", 1.0), ("without one source", 1.01), ("without one source", 0.97), ("coder", 1.01)]
    table = pd.DataFrame(rows, columns=["family", "change"]).assign(sources_before=9, sources_after=9)
    table = table.assign(low=table["change"] - 0.5, high=table["change"] + 0.5, variant=list("abcd"))
    judged = table.assign(verdict=_judge(table))
    assert judged["verdict"].tolist()[1:] == [IDLE, SAME, SAME]
    counts = count_verdicts(judged).set_index("family")
    assert counts[["estimates", "survives", "idle"]].loc["without one source"].tolist() == [1, 1, 1]
    assert list_failures(judged).empty


def test_every_two_sources_of_the_thinner_end_are_left_out_and_the_worst_is_found(table, claim, scored):
    pairs = table[table["family"] == WITHOUT_TWO].set_index("variant")
    own = claim.keep(scored[(scored["topic"] == claim.topic) & (scored["side"] == claim.group)])
    ends = [own[(own["date"] > p[0]) & (own["date"] <= p[1])] for p in (claim.first, claim.last)]
    thin = min(ends, key=lambda end: end["source"].nunique())
    count = min(thin["source"].nunique(), PAIRED)
    assert len(pairs) == count * (count - 1) / 2
    first = pairs.index[0]
    assert set(first.split(" and ")) <= set(thin["source"])
    less = scored[~scored["source"].isin(first.split(" and "))]
    assert pairs["change"].iloc[0] == pytest.approx(estimate(claim, less)["change"])
    worst = find_worst(table)
    sign = np.sign(table["change"].iloc[0])
    assert worst["change"] * sign == (pairs["change"] * sign).min()
    assert find_worst(table[table["family"] != WITHOUT_TWO]) is None


def test_a_thin_end_that_two_sources_carry_falls_without_them(dossier, scores):
    """Six sources say -2, then three say +2 and two -2: without two of the three the change is a third of what it was."""
    days = [*pd.date_range("2015-02-01", periods=6, freq="14D"), *pd.date_range("2019-02-01", periods=5, freq="14D")]
    codes = [-2, -2, -2, -2, -2, -2, 2, 2, -2, -2, 2]
    rows = pd.DataFrame({"date": days, "side": "russia", "source": [f"s{n}" for n in range(11)], "score": codes})
    rows = rows.assign(statement=rows["source"], actor="vladimir-putin", topic="security", spread=0.0, shared=0.0)
    rows = rows.assign(score=rows["score"].astype(float), date=rows["date"].astype("datetime64[s]"))
    periods = [(pd.Timestamp(f"{year}-01-01"), pd.Timestamp(f"{year}-12-31")) for year in (2015, 2019)]
    claim = Claim("security", "russia", *periods, "side", Rules(), frozenset(["vladimir-putin"]))
    from stance.estimates.variants import _leave_out_pairs

    pairs = list(_leave_out_pairs(claim, rows, dossier, scores))
    assert len(pairs) == 10
    assert min(row[2] for row in pairs) == pytest.approx(4 / 3)


def _count_public(claim: Claim, rows: pd.DataFrame, kinds: pd.Series) -> int:
    """The statements of the later period by the public, polls and rallies together."""
    own = claim.keep(rows[(rows["topic"] == claim.topic) & (rows["side"] == claim.group)])
    late = own[(own["date"] > claim.last[0]) & (own["date"] <= claim.last[1])]
    return int((late["actor"].map(kinds) == "public").sum())


def test_batches_weeks_and_groups_of_speakers_stand_alone(table, claim, scored, dossier):
    batch = dossier.statements.set_index("statement")["batch"]
    for day in sorted(batch.unique()):
        row = estimate(claim, scored[scored["statement"].map(batch) == day])
        variant = table.set_index("variant").loc[f"added on {day:%Y-%m-%d}"]
        assert (variant["family"], variant["change"]) == ("batch alone", pytest.approx(row["change"]))
    (voice,) = [one for one in dossier.reference.voice if "leader" in one.kinds]
    kinds = dossier.actors.set_index("actor")["kind"]
    row = estimate(claim, scored[scored["actor"].map(kinds).isin(voice.kinds)])
    assert table.set_index("variant").loc[voice.title, "change"] == pytest.approx(row["change"])
    alone = table[table["family"] == "speakers alone"].set_index("variant")["statements_after"]
    assert alone["Polls"] + alone["Rallies"] == _count_public(claim, scored, kinds)
    weeks = table[table["family"] == "without one week"]
    own = claim.keep(scored[(scored["topic"] == claim.topic) & (scored["side"] == claim.group)])
    used = pd.concat([own[(own["date"] > p[0]) & (own["date"] <= p[1])] for p in (claim.first, claim.last)])
    assert len(weeks) == used["date"].dt.to_period("W").nunique()


def test_a_claim_that_is_not_clear_survives_where_it_stays_unclear():
    table = pd.DataFrame(
        {"family": ["as shown", "f", "f", "g"], "variant": list("abcd"), "change": [0.1, 0.2, 1.0, 0.0],
         "verdict": [UNCLEAR, UNCLEAR, SAME, UNCLEAR]}
    )  # fmt: skip
    counts = count_verdicts(table).set_index("family")
    assert counts["survives"].to_dict() == {"f": 1, "g": 1}
    assert counts["estimates"].to_dict() == {"f": 2, "g": 1}
    assert counts.loc["f", ["least", "largest"]].tolist() == [0.2, 1.0]
    assert list_failures(table)["variant"].tolist() == ["c"]


def test_the_counts_are_those_of_the_table(table):
    counts = count_verdicts(table)
    assert counts["estimates"].sum() == (table["verdict"].iloc[1:] != IDLE).sum()
    assert counts["estimates"].sum() - counts["survives"].sum() == len(list_failures(table))


def test_trying_changes_nothing_that_it_was_given(claim, scored, dossier, scores):
    before = scored.copy(deep=True)
    try_claim(claim, scored, dossier, scores)
    pd.testing.assert_frame_equal(scored, before)


def test_of_very_many_sources_those_with_most_statements_are_left_out(monkeypatch):
    monkeypatch.setattr(variants, "MOST_LEFT_OUT", 2)
    assert variants._pick_largest(pd.Series(["c", "b", "a", "b", "c", "c"])) == ["b", "c"]
