"""Whole tables through the classifier: whose side a row takes, and what is refused."""

import makers
import pandas as pd
import pytest

from stance.classifier.batch import find_sides, read_test
from stance.dossier.loading import load_dossier
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
