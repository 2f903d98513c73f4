"""The line that is drawn is the one that the selection names, with parameters of the whole dossier."""

from dataclasses import replace

import pandas as pd
import pytest

from stance.errors import UsageError
from stance.estimates.drawn_lines import estimate_drawn, make_line
from stance.estimates.drift import Parameters
from stance.estimates.drift_fit import fit_parameters
from stance.estimates.scored import score_statements
from stance.estimates.selected import estimate_positions
from stance.estimates.selection import default_selection
from stance.limits import TRACK

OWN = Parameters(drift=0.3, days=365.0, speaker=0.3, week=0.2, source=0.2, noise=0.6)


@pytest.fixture(scope="module")
def scored(dossier, scores) -> pd.DataFrame:
    return score_statements(dossier, scores)


@pytest.fixture(scope="module")
def chosen(dossier):
    whole = default_selection(dossier.codebook)
    return replace(whole, topics=whole.topics[:1], last=whole.last.replace(year=2017))


@pytest.fixture(scope="module")
def fitted(dossier):
    return dict.fromkeys(dossier.codebook.topic_ids, OWN)


def test_without_another_choice_the_line_is_the_trailing_mean(dossier, scored, chosen):
    lines = estimate_drawn(dossier, scored, chosen)
    pd.testing.assert_frame_equal(lines, estimate_positions(dossier, scored, chosen))


def test_filter_and_smoother_stand_at_the_dates_of_the_trailing_mean_and_elsewhere_in_height(
    dossier, scored, chosen, fitted
):
    lines = {
        line: estimate_drawn(dossier, scored, replace(chosen, line=line), fitted)
        for line in ("mean", "filter", "smoother")
    }
    same = ["group", "topic", "date", "statements", "sources"]
    for line in ("filter", "smoother"):
        pd.testing.assert_frame_equal(lines[line][same], lines["mean"][same])
        assert (lines[line]["position"].isna() == lines["mean"]["position"].isna()).all()
        assert (lines[line]["position"] - lines["mean"]["position"]).abs().max() > 0.1
    assert (lines["filter"]["position"] - lines["smoother"]["position"]).abs().max() > 0.05


def test_the_filter_of_early_dates_does_not_change_with_what_was_said_later(dossier, scored, chosen, fitted):
    early = scored[scored["latest"] <= pd.Timestamp(chosen.last)]
    moved = {}
    for line in ("filter", "smoother"):
        whole, cut = (
            estimate_drawn(dossier, rows, replace(chosen, line=line), fitted)["position"] for rows in (scored, early)
        )
        moved[line] = (whole - cut).abs().max()
    assert moved["filter"] < 1e-9
    assert moved["smoother"] > 0.01


def test_where_no_parameters_are_given_they_are_those_of_all_scored_statements(talks):
    chosen = replace(default_selection(talks.codebook), line="filter", sides=talks.codebook.side_ids[:1])
    scored = score_statements(talks, pd.DataFrame(), "codes")
    expected = fit_parameters(scored, "side", talks.codebook.scales)
    assert make_line(talks, scored, chosen).parameters == expected
    given = dict.fromkeys(expected, OWN)
    assert make_line(talks, scored, chosen, given).parameters == given


def test_a_line_of_too_many_statements_is_refused_by_filter_and_smoother(dossier, scored, chosen, fitted, monkeypatch):
    monkeypatch.setattr("stance.estimates.drift.TRACK", replace(TRACK, most=20))
    said = r"has \d+ statements; the limit of filter and smoother is 20 statements on 'security'"
    with pytest.raises(UsageError, match=said):
        estimate_drawn(dossier, scored, replace(chosen, line="smoother", topics=("security",)), fitted)
    assert TRACK.amount == "3000 statements"
