"""Whole tables through the classifier: whose side a row takes, and what is refused."""

import makers
import pandas as pd
import pytest

from stance.classifier import evaluation
from stance.classifier.batch import find_sides, find_trained, read_test, score_table
from stance.commands import main
from stance.dossier.loading import MODELS, load_dossier
from stance.dossier.tables import write_table
from stance.errors import DataError


def make_table(**columns: list) -> pd.DataFrame:
    """A table as it is read: text, with the row numbers of a spreadsheet."""
    count = len(next(iter(columns.values())))
    return pd.DataFrame(columns, index=pd.RangeIndex(2, count + 2, name="row"), dtype="str")


def test_a_blank_side_is_that_of_the_actor_and_a_given_one_stays(talks):
    table = make_table(side=["", " ", "guests", "", "nowhere"], actor=["vera", " jiro", "vera", "stranger", "vera"])
    sides, (warning,) = find_sides(table, talks, "t.csv")
    assert sides == ["sever", "minami", "guests", None, None]
    assert "the side of 2 rows is not known ('nowhere', (empty); the first is row 5) and is not used" in warning


def test_missing_cells_are_blank_sides(talks):
    table = make_table(side=[None, "guests"], actor=["vera", None])
    assert find_sides(table, talks, "t.csv") == (["sever", "guests"], [])


@pytest.mark.parametrize(
    ("columns", "sides"),
    [({"side": ["sever", ""]}, ["sever", None]), ({"actor": ["vera", "stranger"]}, ["sever", None])],
)
def test_one_of_the_two_columns_is_enough(talks, columns, sides):
    found, warnings = find_sides(make_table(**columns), talks, "t.csv")
    assert found == sides
    assert len(warnings) == 1


def test_without_side_and_actor_no_row_has_a_side_and_a_warning_says_so(talks):
    found, (warning,) = find_sides(make_table(text=["a", "b"]), talks, "t.csv")
    assert found == [None, None]
    assert warning == "t.csv has no column side: every score is made without the side."


def write_test(tmp_path, **columns: list):
    write_table(pd.DataFrame(columns), tmp_path / "t.csv")
    return tmp_path / "t.csv"


def test_a_test_table_takes_blank_sides_from_the_actors_and_types_its_codes(talks, tmp_path):
    path = write_test(
        tmp_path, text=["One", "Two"], quota=["+1", " "], access=["", "-1"], side=["", "x"], actor=["vera", "vera"]
    )
    read = read_test(path, talks)
    assert read["side"].tolist() == ["sever", ""]
    assert read["statement"].tolist() == read["source"].tolist() == ["row 2", "row 3"]
    assert read["quota"].dtype == read["access"].dtype == "Int64"
    assert read["quota"].isna().tolist() == [False, True]
    assert (read["quota"][0], read["access"][1]) == (1, -1)


def test_every_fault_of_a_test_table_is_named_with_its_file(talks, tmp_path):
    with pytest.raises(DataError) as caught:
        read_test(write_test(tmp_path, text=["One", ""], quota=["7", "1"]), talks)
    assert str(caught.value).splitlines() == [
        "3 problems to fix:",
        "t.csv, row 1, access: is missing. Add the column; its cells may be empty.",
        "t.csv, row 3, text: is empty. Fill the cell.",
        "t.csv, row 2, quota: '7' is not a code of this topic. Use one of -1, 0, 1, or leave it empty.",
    ]


def test_the_sides_of_a_dossier_that_has_one_are_known(tmp_path):
    alone = load_dossier(makers.write_dossier(tmp_path))
    assert find_sides(make_table(actor=["ann", "bob"]), alone, "t.csv") == (["all", "all"], [])


SLUG = "japan-russia"


def test_rows_that_were_trained_on_are_found_by_text_or_id_in_any_spelling(talks):
    coded = talks.statements[talks.statements["coded"]].iloc[0]
    plain, shouted = coded["text"], f" {coded['text'].upper()}\u200b "
    table = make_table(text=[plain, shouted, "Something new", ""], statement=["", "", f" {coded['statement']}", ""])
    assert find_trained(table, talks).tolist() == [True, True, True, False]
    assert find_trained(table.drop(columns="statement"), talks).tolist() == [True, True, False, False]


def test_statements_without_codes_were_not_trained_on(talks):
    others = talks.statements[~talks.statements["coded"]]
    assert len(others)
    assert not find_trained(others[["text", "statement"]], talks).any()


def test_a_text_of_which_too_little_is_known_has_no_scores_and_is_counted(dossier):
    texts = ["Treaty first", "?!", "Завтра будет дождь", "The islands must come back", ""]
    added, warnings = score_table(make_table(text=texts), dossier, MODELS, "t.csv")
    scores = added[[name for name in added if name.endswith(("score", "confidence", "sign"))]]
    assert scores.notna().any(axis=1).tolist() == [True, False, False, True, False]
    assert added["known"].isna().tolist() == [False] * 4 + [True]
    assert added["known"].iloc[1] == 0 < added["known"].iloc[3] < 1
    assert added["sovereignty_addressed"].notna().tolist() == [True] * 4 + [False]
    assert any("2 texts unlike those" in warning and "the first is row 3" in warning for warning in warnings)
    assert list(added.index) == [2, 3, 4, 5, 6]


@pytest.mark.parametrize("name", ["known", "security_sign"])
def test_a_column_of_the_name_of_an_added_one_is_refused(dossier, name):
    with pytest.raises(DataError, match=rf"t.csv, row 1, {name}: stands there already"):
        score_table(make_table(text=["a"], **{name: ["b"]}), dossier, MODELS, "t.csv")


def test_a_text_over_the_limit_is_refused_with_its_row(dossier):
    with pytest.raises(
        DataError, match=r"t.csv, row 3, text: has 20,001 characters. A statement is one point; the limit is"
    ):
        score_table(make_table(text=["a", "b" * 20_001]), dossier, MODELS, "t.csv")


def test_a_text_at_the_limit_is_scored(dossier):
    added, _ = score_table(make_table(text=["a" * 20_000, "water " * 3_333]), dossier, MODELS, "t.csv")
    assert added["known"].notna().all()


def test_the_heading_of_a_test_says_how_many_rows_were_trained_on(dossier, tmp_path, capsys, monkeypatch):
    monkeypatch.setattr(evaluation, "DRAWS", 5)
    rows = dossier.statements[["text", "side", *dossier.codebook.topic_ids]]
    new = rows[~dossier.statements["coded"]].head(5)
    for name, table, heading in (
        (
            "old",
            pd.concat([rows.head(15), new]),
            f"{dossier.statements['coded'].head(15).sum()} of 20 rows were trained on",
        ),
        ("new", new, "not trained on"),
    ):
        table.to_csv(tmp_path / f"{name}.csv", index=False)
        assert main(["evaluate", SLUG, "--test", str(tmp_path / f"{name}.csv")]) == 0
        shown = capsys.readouterr()
        assert shown.out.startswith(f"{name}.csv, {heading}\n")
        assert ("trained on, by text or id" in shown.err) == (name == "old")
