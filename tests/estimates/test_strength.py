"""Half widths of the interval that is a row's own, whatever wider one it prints."""

import math

import pytest

from stance.estimates.strength import count_halves, is_swing, measure_strength

CHANGE = {"change": -1.0, "low": -1.5, "high": -0.5}
NAN = float("nan")


def test_a_size_is_counted_in_half_widths_whatever_its_sign():
    assert count_halves(-1.0, 0.5) == count_halves(1.0, 0.5) == 2
    assert count_halves(1.0, 0.0) == math.inf
    assert count_halves(0.0, 0.0) == 0
    assert math.isnan(count_halves(NAN, 0.5)) and math.isnan(count_halves(1.0, NAN))


@pytest.mark.parametrize(
    ("more", "swing", "strength"),
    [({}, False, 2), ({"held": NAN, "half": NAN}, False, 2), ({"held": 0.0, "half": 0.25}, True, 4)],
)
def test_a_swing_is_measured_by_its_own_half_width_and_a_change_by_its_interval(more, swing, strength):
    assert is_swing(CHANGE | more) == swing
    assert measure_strength(CHANGE | more) == strength
