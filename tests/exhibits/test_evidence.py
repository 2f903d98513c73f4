"""The statements behind a mark: weights that add up, what each moves, and silence said as silence."""

import io
from dataclasses import replace

import pandas as pd
import pytest

from stance.dossier.tables import to_csv_bytes
from stance.estimates.drift import Parameters
from stance.exhibits.evidence import DRIFT_NOTE, make_evidence
from stance.exhibits.exhibit import Place
from stance.exhibits.lines import gather_findings, make_lines
from stance.wording.changes import NO_EVIDENCE
from stance.wording.verdicts import Verdict

YEAR = (pd.Timestamp("2017-12-31"), pd.Timestamp("2018-12-31"))


def place(group: str, period=YEAR, topic: str = "sovereignty") -> Place:
    return Place((group, "x"), topic, group, group.title(), "2018", period)


def test_weights_sum_to_one_and_the_title_has_the_number_they_make(dossier, scored, selection):
    shown = make_evidence(dossier, scored, selection, place=place("japan"))
    rows = shown.table.rows
    assert rows["weight"].sum() == pytest.approx(1)
    assert rows.groupby("source")["weight"].sum().std(ddof=0) == pytest.approx(0, abs=1e-12)
    assert shown.title.startswith("Japan on Sovereignty, 1 January 2018 to 31 December 2018: +")
    assert shown.title.endswith(f"from {len(rows)} statements, {rows['source'].nunique()} sources.")
    assert shown.verdict == Verdict.CLEAR


def test_too_few_statements_are_listed_and_make_no_number(dossier, scored, selection):
    own = scored[(scored["side"] == "japan") & (scored["topic"] == "sovereignty")]
    day = own["date"].iloc[0]
    shown = make_evidence(dossier, scored, selection, place=place("japan", (day - pd.Timedelta(days=1), day)))
    assert shown.verdict == Verdict.TOO_FEW
    assert NO_EVIDENCE in shown.title
    assert len(shown.table.rows) >= 1


def test_silence_is_said_as_silence(dossier, scored, selection):
    shown = make_evidence(
        dossier, scored, selection, place=place("japan", (pd.Timestamp("1999-01-01"), pd.Timestamp("1999-12-31")))
    )
    assert (
        shown.title
        == "No statement of Japan on Sovereignty in this period: silence in the record, not a neutral stance."
    )
    assert shown.table is None


WANTED = ["statement", "date", "actor", "source", "url", "text", "code", "score", "weight", "effect"]


def test_the_file_behind_a_mark_makes_the_number_again_and_says_whose_it_is(dossier, scored, selection):
    shown = make_evidence(dossier, scored, selection, place=place("russia"))
    read = pd.read_csv(io.BytesIO(to_csv_bytes(shown.table.shown)))
    assert set(WANTED) <= set(read)
    assert len(read) == len(shown.table.rows)
    position = read.groupby("source")["score"].mean().mean()
    assert f": {position:+.2f}".replace("-", "−") in shown.title
    assert (read["weight"] * read["score"]).sum() == pytest.approx(position)
    codes = dossier.statements.set_index("statement").loc[read["statement"], "sovereignty"]
    assert read["code"].tolist() == pytest.approx(codes.astype(float).tolist(), nan_ok=True)
    assert shown.table.file == "japan-russia-evidence-russia-sovereignty-until-2018-12-31"


def test_leaving_a_statement_out_moves_the_number_by_its_effect(dossier, scored, selection):
    rows = make_evidence(dossier, scored, selection, place=place("russia")).table.rows
    whole = rows.groupby("source")["score"].mean().mean()
    for one in (0, 5, len(rows) - 1):
        without = rows.drop(index=one).groupby("source")["score"].mean().mean()
        assert rows["effect"][one] == pytest.approx(whole - without)


@pytest.fixture(scope="module", params=["filter", "smoother"])
def line(request, dossier, selection):
    """A selection with that line on one topic, and parameters for it."""
    chosen = replace(selection, line=request.param, topics=("sovereignty",))
    return chosen, {"sovereignty": Parameters(drift=0.3, days=365.0, speaker=0.3, week=0.2, source=0.2, noise=0.6)}


def test_the_statements_behind_a_point_of_a_fitted_line_make_up_its_position(dossier, scored, line):
    chosen, fitted = line
    lines = make_lines(dossier, scored, chosen, found=gather_findings(dossier, scored, chosen, fitted))
    (panel,) = lines.panels
    drawn = lines.table.rows.set_index(["group", "date"])["position"]
    for point in panel.places[::25]:
        shown = make_evidence(dossier, scored, chosen, place=point, fitted=fitted)
        rows = shown.table.rows
        assert rows["weight"] @ rows["score"] == pytest.approx(drawn[point.group, point.point], abs=1e-9)
        assert rows["weight"].sum() == pytest.approx(1, abs=2e-3)
        assert (rows["latest"].max() <= point.point) == (
            chosen.line == "filter" or point.point >= scored["latest"].max()
        )
        assert shown.note == DRIFT_NOTE


def test_a_point_of_a_fitted_line_says_which_statements_stand_behind_it(dossier, scored, line):
    chosen, fitted = line
    point = (
        make_lines(dossier, scored, chosen, found=gather_findings(dossier, scored, chosen, fitted)).panels[0].places[30]
    )
    title = make_evidence(dossier, scored, chosen, place=point, fitted=fitted).title
    day = f"{point.point.day} {point.point:%B %Y}"
    said = f"all statements to {day}" if chosen.line == "filter" else f"{day}, all statements"
    assert title.startswith(f"{point.line} on Sovereignty, {said}: ")
    assert point.when == said


def test_the_line_changes_what_is_drawn_and_not_what_is_said_to_have_changed(dossier, scored, line):
    chosen, fitted = line
    mean, other = (
        make_lines(dossier, scored, replace(chosen, line="mean")),
        make_lines(dossier, scored, chosen, found=gather_findings(dossier, scored, chosen, fitted)),
    )
    assert (other.title, other.verdict) == (mean.title, mean.verdict)
    assert [panel.sentences for panel in other.panels] == [panel.sentences for panel in mean.panels]
    assert not other.table.rows["position"].equals(mean.table.rows["position"])
    assert mean.note == "" and "whatever line is drawn" in other.note
