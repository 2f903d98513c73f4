"""Dates known to their month only: such a statement counts in a window that holds the whole month, everywhere."""

from datetime import date

import makers
import numpy as np
import pandas as pd
import pytest

from stance.dossier.loading import load_dossier
from stance.estimates.positions import Estimator, list_evidence
from stance.estimates.rules import Rules
from stance.estimates.scored import score_statements
from stance.estimates.spans import falls_within, straddles

RULES = Rules(90, 1, 1)


def day(text: str) -> pd.Timestamp:
    return pd.Timestamp(text)


@pytest.fixture
def planted() -> pd.DataFrame:
    """March 2020 to the month at +2, and three days at -2: one before, one within and one after that month."""
    rows = [("2020-03-01", "x", "m", 2.0), *((d, "x", d, -2.0) for d in ("2020-02-27", "2020-03-05", "2020-04-02"))]
    scored = makers.make_scored(rows)
    month = scored["source"] == "m"
    return scored.assign(earliest=scored["date"], latest=scored["date"].mask(month, day("2020-03-31")))


@pytest.mark.parametrize(
    ("after", "until", "inside"),
    [
        ("2020-02-29", "2020-03-31", True),
        ("2020-02-29", "2020-03-30", False),
        ("2020-03-01", "2020-03-31", False),
        ("2020-03-01", "2020-06-30", False),
        ("2019-12-31", "2020-12-31", True),
        ("2020-03-09", "2020-03-20", False),
    ],
)
def test_a_month_is_in_a_period_that_holds_all_of_it(planted, after, until, inside):
    rows = planted[planted["source"] == "m"]
    assert falls_within(rows, (day(after), day(until))).item() is inside


def test_a_position_takes_a_month_in_when_it_is_over_and_lets_it_go_when_its_first_day_has_left(planted):
    dates = pd.DatetimeIndex(["2020-03-30", "2020-03-31", "2020-05-29", "2020-05-30"])
    points = Estimator(rules=RULES).positions(planted, dates).set_index("date")
    assert points["statements"].tolist() == [2, 3, 3, 2]
    assert points.loc[day("2020-03-30"), "position"] == -2
    assert points.loc[day("2020-03-31"), "position"] == pytest.approx(-2 / 3)
    assert points.loc[day("2020-05-30"), "position"] == -2


def test_the_statements_behind_a_point_are_those_that_it_counts(planted):
    for until in pd.date_range("2020-03-25", "2020-06-05", freq="3D"):
        period = (until - pd.Timedelta(days=90), until)
        listed = list_evidence(planted, by="side", group="x", topic="fund", period=period)
        (point,) = Estimator(rules=RULES).positions(planted, [until]).itertuples()
        assert len(listed) == point.statements
        assert (listed["weight"] @ listed["score"] if len(listed) else np.nan) == pytest.approx(
            point.position, nan_ok=True
        )


def test_around_a_day_within_it_a_month_is_on_neither_side_and_is_counted(planted):
    assert straddles(planted, day("2020-03-10")).tolist() == [True, False, False, False]
    assert not straddles(planted, day("2020-03-01")).any()
    assert not straddles(planted, day("2020-04-01")).any()


def test_a_loaded_dossier_knows_the_span_of_every_statement(shipped_copy):
    makers.edit_cell(shipped_copy / "statements.csv", 2, date="2016-02-01", date_precision="month")
    makers.edit_cell(shipped_copy / "statements.csv", 3, date="2016-01-01", date_precision="year")
    rows = load_dossier(shipped_copy).statements.set_index("statement")
    loose = rows["date_precision"] != "day"
    assert (rows.loc[~loose, "earliest"] == rows.loc[~loose, "date"]).all()
    assert (rows.loc[~loose, "latest"] == rows.loc[~loose, "date"]).all()
    ids = [row["statement"] for row in makers.read_rows(shipped_copy / "statements.csv")[:2]]
    spans = [(rows.loc[one, "earliest"].date(), rows.loc[one, "latest"].date()) for one in ids]
    assert spans == [(date(2016, 2, 1), date(2016, 2, 29)), (date(2016, 1, 1), date(2016, 12, 31))]


def test_no_position_of_the_shipped_dossier_uses_a_statement_that_may_be_later(dossier, scores):
    scored, weeks = score_statements(dossier, scores), pd.date_range("2016-12-04", "2017-02-26", freq="W")
    assert (scored["latest"] > scored["earliest"]).any()
    points = Estimator(rules=RULES).positions(scored, weeks)
    for point in points.itertuples():
        own = scored[(scored["side"] == point.group) & (scored["topic"] == point.topic)]
        known = own[(own["latest"] <= point.date) & (own["earliest"] > point.date - pd.Timedelta(days=90))]
        assert point.statements == len(known)
