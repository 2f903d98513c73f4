"""The statements behind a mark: weights that add up, what each moves, and silence said as silence."""

import io

import pandas as pd
import pytest

from stance.dossier.tables import to_csv_bytes
from stance.exhibits.evidence import make_evidence
from stance.exhibits.exhibit import Place
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
