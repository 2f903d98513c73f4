"""Robustness: title, picture, tables and words say what the estimates of one claim say, and the claim is the page's own."""

import re
from dataclasses import replace
from datetime import date
from html import unescape

import numpy as np
import pandas as pd
import pytest
from makers import list_numbers

from stance.estimates import robustness, variants
from stance.estimates.movement import estimate_swings
from stance.estimates.periods import outer_periods
from stance.estimates.robustness import IDLE, OTHER, SAME, UNCLEAR, UNKNOWN, list_failures, try_claim
from stance.estimates.scored import CODES, score_statements
from stance.estimates.selected import estimate_positions
from stance.estimates.selection import default_selection, select_actors
from stance.estimates.variants import WITHOUT_TWO, Claim
from stance.exhibits.lines import gather_findings, make_lines
from stance.exhibits.robustness import ENDS, SWING, make_robustness, offer_claims
from stance.formats import format_number
from stance.wording.changes import describe_claim
from stance.wording.checks import ALL_SAME, NO_CHANGE
from stance.wording.selections import describe_span
from stance.wording.verdicts import Verdict

from .opening import PLANTED

TITLE = re.compile(
    r": (?P<same>\d+) of (?P<all>\d+) other estimates? (?P<what>say the same|are sure enough to name one)(?:, (?P<unknown>\d+) with too few)?"
)
JAPAN, RUSSIA = ("sovereignty", "japan", ENDS), ("security", "russia", ENDS)
CHOICES = {
    "narrower dates": (RUSSIA, {"first": date(2016, 1, 1), "last": date(2018, 1, 31)}),
    "two actors, codes alone": (JAPAN, {"actors": ("shinzo-abe", "taro-kono"), "score_source": CODES}),
    "kinds of report left out": (("sequencing", "japan", SWING), {"without": ("indirect",), "last": date(2018, 6, 30)}),
}


@pytest.fixture(scope="module")
def shown(dossier, scores, selection):
    return make_robustness(dossier, scores, selection, claim=JAPAN)


@pytest.fixture(scope="module")
def no_scores(scores):
    """What there is of scores without a classifier."""
    return scores.head(0)


@pytest.fixture
def few_estimates(monkeypatch):
    """Only other lengths of the periods are tried: enough for tests of the claim itself."""
    monkeypatch.setattr(robustness, "FAMILIES", (variants._vary_periods,))


def _list_markers(shown) -> list[dict]:
    return [mark for mark in shown.picture.to_dict()["data"] if mark.get("mode") == "markers"]


@pytest.mark.parametrize("choice", CHOICES)
def test_table_and_title_hold_what_the_estimates_of_the_claim_say(choice, dossier, scores, selection):
    (topic, side, kind), filters = CHOICES[choice]
    chosen = replace(selection, **filters)
    scored = score_statements(dossier, scores, chosen.score_source)
    shown = make_robustness(dossier, scores, chosen, claim=(topic, side, kind))
    out = dossier.statements.loc[dossier.statements["speech"].isin(chosen.without), "statement"]
    actors = frozenset(select_actors(dossier.actors, chosen)["actor"])
    periods = outer_periods(chosen)
    if kind == SWING:
        row = (
            estimate_swings(estimate_positions(dossier, scored, chosen), 180)
            .set_index(["topic", "group"])
            .loc[(topic, side)]
        )
        periods = tuple((day - pd.Timedelta(days=180), day) for day in (row["start"], row["date"]))
    claim = Claim(topic, side, *periods, "side", chosen.rules, actors, chosen.score_source, tuple(out))
    table = try_claim(claim, scored, dossier, scores)
    pd.testing.assert_frame_equal(shown.table.rows, table)
    others = table["verdict"].iloc[1:]
    found, others = TITLE.search(shown.title), others[others != IDLE]
    unclear = table["verdict"].iloc[0] == UNCLEAR
    assert found["what"] == ("are sure enough to name one" if unclear else "say the same")
    assert int(found["all"]) == len(others)
    assert int(found["same"]) == others.isin((SAME, OTHER) if unclear else (SAME,)).sum()
    assert int(found["unknown"] or 0) == (others == UNKNOWN).sum()
    assert shown.title.startswith("No clear change") == (shown.verdict == Verdict.NONE)
    assert unclear or shown.verdict != Verdict.NONE


@pytest.mark.parametrize("verdict", [Verdict.CLEAR, Verdict.FIRM])
def test_the_claim_to_begin_with_is_the_first_that_the_title_of_the_overview_makes(
    verdict, talks, no_scores, few_estimates, monkeypatch
):
    chosen, scored = default_selection(talks.codebook), PLANTED[verdict]
    monkeypatch.setattr("stance.exhibits.robustness.score_statements", lambda *_: scored)
    choices = offer_claims(talks, scored, chosen)
    assert choices.first in choices.claims
    lines = make_lines(talks, scored, chosen)
    shown = make_robustness(talks, no_scores, chosen, claim=choices.first)
    assert lines.verdict in (Verdict.CLEAR, Verdict.FIRM)
    assert shown.title.startswith(lines.title + ": ")


def test_where_the_overview_names_nothing_the_change_nearest_to_the_bar_comes_first(dossier, scored, selection):
    chosen = selection
    assert make_lines(dossier, scored, chosen).title.startswith("No ")
    choices = offer_claims(dossier, scored, chosen)
    changes = gather_findings(dossier, scored, chosen).changes.dropna(subset="change")
    row = changes.loc[changes["strength"].idxmax()]
    assert choices.first == (row["topic"], row["group"], ENDS if pd.isna(row["start"]) else SWING)
    assert choices.first != choices.claims[0]
    assert row["strength"] < 1


def test_every_claim_is_a_change_of_a_drawn_line_named_as_on_the_pages(dossier, scored, selection):
    choices = offer_claims(dossier, scored, selection)
    assert len(set(choices.claims)) == len(choices.claims)
    assert {topic for topic, _, _ in choices.claims} == set(selection.topics)
    assert {kind for _, _, kind in choices.claims} == {ENDS, SWING}
    assert choices.names == {"russia": "Russia", "japan": "Japan"}
    one = offer_claims(dossier, scored, replace(selection, topics=("security",), sides=("japan",)))
    assert {(topic, side) for topic, side, _ in one.claims} == {("security", "japan")}


def test_a_swing_is_checked_between_the_two_windows_that_the_title_names(talks, no_scores, few_estimates):
    chosen, scored = default_selection(talks.codebook), score_statements(talks, no_scores)
    (claim, *_) = [one for one in offer_claims(talks, scored, chosen).claims if one[2] == SWING]
    shown = make_robustness(talks, no_scores, chosen, claim=claim)
    first, last = re.search(r"from the mean of .*?(\w+ \d{4}) to that of .*?(\w+ \d{4});", shown.title).groups()
    lines = estimate_positions(talks, scored, chosen)
    own = lines[(lines["topic"] == claim[0]) & (lines["group"] == claim[1])]
    months = own["date"].dt.strftime("%B %Y")
    before, after = (own.loc[months == month, "position"].iloc[0] for month in (first, last))
    assert shown.table.rows["change"].iloc[0] == pytest.approx(after - before)


def _list_counted(shown) -> pd.DataFrame:
    """The other estimates that can matter."""
    others = shown.table.rows.iloc[1:]
    return others[others["verdict"] != IDLE]


def test_every_marker_is_a_row_of_the_table_and_every_row_that_can_matter_a_marker(shown):
    known = _list_counted(shown).dropna(subset="change")
    assert 0 < len(known) < len(shown.table.rows) - 1
    markers = _list_markers(shown)
    assert sorted(value for mark in markers for value in list_numbers(mark["x"])) == pytest.approx(
        sorted(known["change"])
    )
    names = [unescape(text.split("</b>")[0].removeprefix("<b>")) for mark in markers for text in mark["hovertext"]]
    assert sorted(names) == sorted(known["variant"])


def test_hollow_markers_are_the_estimates_that_say_something_else(talks, no_scores, monkeypatch):
    monkeypatch.setattr("stance.exhibits.robustness.score_statements", lambda *_: PLANTED[Verdict.CLEAR])
    monkeypatch.setattr(robustness, "FAMILIES", (variants._leave_out_pairs, variants._vary_periods))
    shown = make_robustness(talks, no_scores, default_selection(talks.codebook), claim=("quota", "minami", ENDS))
    filled, hollow = _list_markers(shown)
    known = _list_counted(shown).dropna(subset="change")
    same = known["verdict"] == shown.table.rows["verdict"].iloc[0]
    assert 0 < same.sum() < len(known)
    assert sorted(list_numbers(filled["x"])) == pytest.approx(sorted(known.loc[same, "change"]))
    assert sorted(list_numbers(hollow["x"])) == pytest.approx(sorted(known.loc[~same, "change"]))
    assert filled["marker"]["symbol"] != hollow["marker"]["symbol"]


def test_families_and_failures_add_up_to_the_table_and_are_in_the_alternative_text(shown):
    table, counts, counted = shown.table.rows, shown.extra["families"].rows, _list_counted(shown)
    assert counts["estimates"].sum() == len(counted)
    assert counts["survives"].sum() == (counted["verdict"] == table["verdict"].iloc[0]).sum()
    failures = shown.extra["failures"]
    assert failures.note == ""
    assert list(failures.rows["variant"]) == list(list_failures(table)["variant"])
    assert counts["survives"].sum() + len(failures.rows) == len(counted)
    for family, rows in counted.groupby("family"):
        own = counts[counts["family"] == family].iloc[0]
        assert (own["least"], own["largest"]) == (rows["change"].min(), rows["change"].max())
        assert f"{family.capitalize()}: {own['survives']} of {own['estimates']} say the same" in shown.alternative
    used = {column.name for column in shown.extra["families"].columns} & {SAME, UNCLEAR, OTHER, UNKNOWN}
    assert used == set(counted["verdict"])


def test_where_all_estimates_say_the_same_there_is_a_sentence_and_no_failure(dossier, scores, selection, monkeypatch):
    monkeypatch.setattr(robustness, "FAMILIES", (variants._vary_kinds,))
    failures = make_robustness(dossier, scores, selection, claim=("sovereignty", "japan", ENDS)).extra["failures"]
    assert (failures.note, len(failures.rows)) == (ALL_SAME, 0)


@pytest.mark.parametrize("claim", [("", "", ""), ("sovereignty", "nobody", ENDS), ("sovereignty", "japan", "other")])
def test_a_claim_that_is_not_there_is_said_with_what_to_do(claim, dossier, scores, selection):
    shown = make_robustness(dossier, scores, selection, claim=claim)
    assert (shown.title, shown.sentences, shown.picture, shown.table) == (
        "No change to check",
        (NO_CHANGE,),
        None,
        None,
    )


def test_dates_without_any_change_offer_no_claim(dossier, scored, selection):
    choices = offer_claims(dossier, scored, replace(selection, last=date(2015, 1, 31)))
    assert (choices.claims, choices.first) == ((), ("", "", ""))


def test_without_a_classifier_no_estimate_rests_on_one(dossier, scores, no_scores, selection):
    chosen = replace(selection, actors=("shinzo-abe", "taro-kono"), score_source=CODES)
    tried = []
    for one in (scores, no_scores):
        table = make_robustness(dossier, one, chosen, claim=JAPAN).table.rows
        tried.append(set(table.loc[table["family"] == "score source", "variant"]))
    assert tried == [{"best available", "classifier only"}, set()]


def test_in_another_negotiation_the_coders_are_a_family(talks, no_scores):
    chosen = default_selection(talks.codebook)
    choices = offer_claims(talks, score_statements(talks, no_scores), chosen)
    table = make_robustness(talks, no_scores, chosen, claim=choices.first).table.rows
    coders = sorted(set(talks.codings["coder"]) - {"adjudicated"})
    assert coders
    assert list(table.loc[table["family"] == "coder", "variant"]) == [f"codes of coder {one} alone" for one in coders]


def test_the_numbers_of_the_claim_are_those_of_its_words(dossier, scored, scores, selection, shown):
    found = gather_findings(dossier, scored, selection)
    rows = found.changes[(found.changes["group"] == "japan") & (found.changes["topic"] == "sovereignty")]
    row = rows[rows["start"].isna()].iloc[0]
    first = shown.table.rows.iloc[0]
    for name in ("change", "low", "high", "statements_before", "statements_after"):
        assert first[name] == pytest.approx(row[name])
    topic = dossier.codebook.topic("sovereignty")
    said = describe_claim(row.to_dict(), topic, found.lines["japan"], describe_span(selection))
    assert shown.title.startswith(f"{said}: ")


def test_the_worst_without_two_sources_and_the_parts_that_cannot_matter_are_said(shown):
    table = shown.table.rows
    pairs = table[table["family"] == WITHOUT_TWO]
    worst = pairs.loc[(pairs["change"] * np.sign(table["change"].iloc[0])).idxmin()]
    without, idle = shown.sentences
    assert f"at the worst {format_number(worst['change'], 2)} [" in without
    assert worst["variant"] in without
    assert idle.startswith(f"{(table['verdict'] == IDLE).sum()} parts of the evidence")
