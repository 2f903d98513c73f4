"""Everything about a topic hangs on its own scale: another topic's scale changes no digit of it."""

import makers
import pandas as pd
import pytest

from stance.dossier.scales import clip_scores, scale_of
from stance.estimates.drift_fit import fit_parameters
from stance.estimates.periods import list_dates
from stance.estimates.positions import Estimator
from stance.estimates.rules import Rules
from stance.estimates.statespace import StateSpace

DAYS = pd.date_range("2020-01-02", periods=24, freq="11D")
NARROW, WIDE = (-1, 1), (-40, 40)
SCALES = {"fund": NARROW, "dues": WIDE}


@pytest.fixture(scope="module")
def scored() -> pd.DataFrame:
    rows = [
        (day, ("north", "south")[place % 2], f"src{place // 2}", score * scale[1], topic)
        for topic, scale in SCALES.items()
        for place, (day, score) in enumerate(zip(DAYS, [-1, 0, 1, 1, 0, 1, -1, 0] * 3, strict=True))
    ]
    return makers.make_scored(rows)


def draw(line: str, scored: pd.DataFrame, scales) -> pd.DataFrame:
    dates = list_dates(DAYS[0].date(), DAYS[-1].date())
    if line == "mean":
        return Estimator(rules=Rules(90), scale=scales).positions(scored, dates)
    space = StateSpace("side", Rules(90), scales, fit_parameters(scored, "side", scales))
    return getattr(space, line)(scored, dates)


@pytest.mark.parametrize("line", ["mean", "filter", "smooth"])
def test_a_topic_has_the_same_band_whatever_the_scale_of_another_topic(scored, line):
    both = draw(line, scored, SCALES)
    for topic, scale in SCALES.items():
        own = both[both["topic"] == topic].reset_index(drop=True)
        alone = draw(line, scored[scored["topic"] == topic].reset_index(drop=True), scale)
        pd.testing.assert_frame_equal(own, alone, rtol=1e-6)
        known = own.dropna(subset="low")
        assert len(known) > 2
        assert known["low"].ge(scale[0]).all()
        assert known["high"].le(scale[1]).all()


def test_changes_are_of_the_size_of_their_own_scale(scored):
    ends = [(DAYS[0] - pd.Timedelta(days=1), DAYS[11]), (DAYS[11], DAYS[-1])]
    moved = Estimator(scale=SCALES).change(scored, *ends).set_index("topic")
    halves = (moved["high"] - moved["low"]) / 2
    assert (halves["dues"].to_numpy() / halves["fund"].to_numpy()) == pytest.approx([40, 40], rel=1e-9)


def test_a_score_is_cut_at_the_ends_of_its_own_topic():
    cut = clip_scores(pd.Series([3.0, 3.0, -50.0]), pd.Series(["fund", "dues", "dues"]), SCALES)
    assert cut.tolist() == [1, 3, -40]
    assert clip_scores(pd.Series(dtype=float), pd.Series(dtype=str), SCALES).empty


def test_one_scale_may_stand_for_all_topics_and_an_unknown_topic_has_none():
    assert scale_of((-2, 2), "anything") == (-2, 2)
    with pytest.raises(KeyError):
        scale_of(SCALES, "other")
