"""A reader's own statements: their numbers are those of the command, whatever the steps; what cannot be scored is named."""

import io

import numpy as np
import pandas as pd
import pytest

from stance.classifier import given as module
from stance.classifier.batch import score_rows
from stance.classifier.cards import load_card
from stance.classifier.given import Given, check_given, measure_typical_errors, name_actors, score_given, split_lines
from stance.classifier.storage import load_classifier
from stance.commands import main
from stance.dossier.loading import MODELS
from stance.dossier.tables import to_csv_bytes, write_table
from stance.errors import DataError
from stance.exhibits.scored_rows import Reading, make_scored_rows
from stance.limits import SCORED_CHARACTERS, SCORED_ROWS, TEXT_CHARACTERS, Limit

FOLDER = MODELS / "japan-russia"
WEATHER = "The weather in Tokyo was fine"


@pytest.fixture(scope="module")
def classifier(dossier):
    return load_classifier(FOLDER, dossier)


def make_rows(**columns: list) -> pd.DataFrame:
    count = len(next(iter(columns.values())))
    return pd.DataFrame(columns, index=pd.RangeIndex(2, count + 2), dtype="str")


def refuse(given: Given, dossier, rows: Limit = SCORED_ROWS, characters: Limit = SCORED_CHARACTERS) -> list[str]:
    with pytest.raises(DataError) as caught:
        check_given(given, dossier, rows, characters)
    return [str(one) for one in caught.value.problems]


def test_every_line_that_is_not_blank_is_a_statement_with_the_number_of_its_line():
    rows = split_lines("\n  One. \n\t\nTwo.\r\nThree.")
    assert rows["text"].to_dict() == {2: "One.", 4: "Two.", 5: "Three."}
    assert split_lines(" \n").empty


def test_steps_change_no_number_and_each_is_told(dossier, classifier, monkeypatch):
    statements = dossier.statements.iloc[:23]
    rows = make_rows(said=statements["text"].tolist(), camp=statements["side"].tolist())
    whole, tally = score_rows(rows.set_axis(["text", "side"], axis=1), dossier, classifier, "t.csv")
    monkeypatch.setattr(module, "STEP", 5)
    told: list[int] = []
    scored = score_given(Given("t.csv", rows, "said", "camp"), dossier, classifier, told.append)
    pd.testing.assert_frame_equal(scored.added, whole)
    assert (scored.tally, told) == (tally, [5, 10, 15, 20, 23])
    assert scored.trained.sum() == tally.trained.count > 0


def test_the_download_is_the_output_of_the_command_with_the_columns_of_the_page_after_it(
    dossier, classifier, tmp_path, capsys
):
    coded = dossier.statements[["text", "side", "actor"]].iloc[100:112].reset_index(drop=True)
    rows = make_rows(
        text=[*coded["text"], WEATHER, "", "=1+1", "The islands must come back"],
        side=[*coded["side"], "Japan", "", "nowhere", " RUSSIA "],
        actor=[*coded["actor"], "", "", "", "Shinzo Abe"],
        mine=[f"own {number}" for number in range(16)],
    )
    write_table(rows, tmp_path / "t.csv")
    assert main(["score", str(tmp_path / "t.csv"), "--dossier", "japan-russia", "--out", str(tmp_path / "o.csv")]) == 0
    capsys.readouterr()
    scored = score_given(Given("t.csv", rows, "text", "side", "actor"), dossier, classifier)
    errors = dict.fromkeys(dossier.codebook.topic_ids, module.TypicalError(0.4, 0.7))
    whole = make_scored_rows(Reading(dossier, scored, load_card(FOLDER, dossier)["known"], errors)).extra["whole"]
    ours = pd.read_csv(io.BytesIO(to_csv_bytes(whole.shown)), dtype=str)
    theirs = pd.read_csv(tmp_path / "o.csv", dtype=str)
    pd.testing.assert_frame_equal(ours[list(theirs)], theirs)
    assert list(ours)[len(list(theirs)) :] == ["about", *(f"{topic}_error" for topic in dossier.codebook.topic_ids)]
    assert theirs["sovereignty_score"].notna().sum() > 3


@pytest.mark.parametrize("side", ["", "japan", "russia", "third"])
def test_the_weather_in_a_city_of_the_talks_gets_no_number_from_any_side(side, dossier, classifier):
    scored = score_given(Given("t.csv", make_rows(text=[WEATHER], side=[side]), side="side"), dossier, classifier)
    numbers = [f"{topic}_{part}" for topic in dossier.codebook.topic_ids for part in ("score", "text_score", "sign")]
    assert scored.added[numbers].isna().all(axis=None)
    assert scored.tally.strange.count == 1


def test_a_side_may_be_named_by_its_title_in_any_spelling_and_an_actor_by_name(dossier, classifier):
    text = ["The islands must come back"] * 4
    by_side = Given("t.csv", make_rows(text=text, camp=["japan", "Japan", " JAPAN ", "Jupiter"]), side="camp")
    scored = score_given(by_side, dossier, classifier)
    assert scored.sided.tolist() == [True, True, True, False]
    assert scored.added["sovereignty_score"].nunique() == 2
    assert scored.tally.unsided.count == 1
    by_actor = Given(
        "t.csv", make_rows(text=text, who=["shinzo-abe", "Shinzo Abe", "shinzo abe", "No One"]), actor="who"
    )
    assert score_given(by_actor, dossier, classifier).sided.tolist() == [True, True, True, False]


def test_a_column_names_actors_where_it_holds_one_and_no_side(dossier):
    assert name_actors(pd.Series(["Shinzo Abe", "No One", None]), dossier)
    assert not name_actors(pd.Series(["Shinzo Abe", "Japan"]), dossier)
    assert not name_actors(pd.Series(["", "No One"]), dossier)


def test_the_typical_error_with_the_side_is_the_cards_and_without_it_that_of_the_text_scores(dossier, scores):
    card = load_card(FOLDER, dossier)
    errors = measure_typical_errors(card, scores, dossier)
    coded = dossier.statements[dossier.statements["coded"]].set_index("statement")
    for topic in dossier.codebook.topic_ids:
        own = scores[scores["topic"] == topic].set_index("statement")["text_score"]
        code = coded[topic].dropna().astype(float)
        by_text = np.mean([abs(own[statement] - code[statement]) for statement in code.index])
        assert errors[topic].with_side == card["measures"][topic]["mae"]
        assert errors[topic].without_side == pytest.approx(by_text)
        assert errors[topic].without_side > errors[topic].with_side


def test_what_was_never_measured_is_missing(dossier, scores):
    card = {"measures": {topic: {"mae": None} for topic in dossier.codebook.topic_ids}}
    errors = measure_typical_errors(card, scores.iloc[:0], dossier)
    assert all(np.isnan(error) for one in errors.values() for error in one)


def test_all_that_keeps_a_table_from_being_scored_is_named_at_once(dossier):
    rows = make_rows(said=["One.", "x" * (TEXT_CHARACTERS.most + 1)], known=["", ""], about=["", ""])
    assert refuse(Given("t.csv", rows, "said"), dossier) == [
        "t.csv, row 1, known: stands there already. Rename or delete the column.",
        "t.csv, row 1, about: stands there already. Rename or delete the column.",
        "t.csv, row 3, said: has 20,001 characters. A statement is one point; the limit is 20,000 characters.",
    ]
    assert refuse(Given("t.csv", make_rows(text=[" ", ""])), dossier) == [
        "t.csv, text: holds no statement. Give at least one."
    ]


def test_too_many_rows_and_too_many_characters_are_refused(dossier):
    few, short = Limit("", 2, "rows", *_words(SCORED_ROWS)), Limit("", 9, "characters", *_words(SCORED_CHARACTERS))
    given = Given("t.csv", make_rows(text=["One.", "Two.", "Three."]))
    assert refuse(given, dossier, few, short) == [
        "t.csv: has 3 rows; the limit is 2 rows. Split it, or use the command score.",
        "t.csv: has 14 characters; the limit is 9 characters. Split it, or delete columns that nothing reads.",
    ]
    check_given(given, dossier, SCORED_ROWS, SCORED_CHARACTERS)


def _words(limit: Limit) -> tuple[str, str]:
    return limit.trouble, limit.remedy
