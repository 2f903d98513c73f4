"""The scores of a classifier are read only where they are scores."""

import pandas as pd
import pytest

from stance.dossier.scores import ESTIMATES, SCORES_COLUMNS, check_scores, guard_scores, make_no_scores, read_scores
from stance.errors import DataError

ROWS = [["s1", "fund", *[0.5] * len(ESTIMATES), "water +0.10"], ["s2", "fund", *[1.0] * len(ESTIMATES), ""]]


@pytest.fixture
def scores() -> pd.DataFrame:
    return pd.DataFrame(ROWS, columns=SCORES_COLUMNS)


def write(scores: pd.DataFrame, folder) -> None:
    scores.to_csv(folder / "scores.csv", index=False)


def test_sound_scores_are_read_as_they_were_written(scores, tmp_path):
    write(scores, tmp_path)
    read = read_scores(tmp_path)
    assert read.drop(columns="words").equals(scores.drop(columns="words").astype(read.drop(columns="words").dtypes))


def test_without_a_file_there_is_no_score(tmp_path):
    assert read_scores(tmp_path).empty
    assert list(read_scores(tmp_path)) == list(make_no_scores()) == SCORES_COLUMNS


@pytest.mark.parametrize("column", SCORES_COLUMNS)
def test_a_missing_column_is_named(scores, column, tmp_path):
    write(scores.drop(columns=column), tmp_path)
    with pytest.raises(DataError, match=rf"scores.csv, row 1, {column}: is missing from the header"):
        read_scores(tmp_path)


@pytest.mark.parametrize("column", ESTIMATES)
@pytest.mark.parametrize(
    ("cell", "trouble"), [("much", "other things than numbers"), (float("inf"), "numbers without end")]
)
def test_a_cell_that_is_no_number_is_told_with_its_column(scores, column, cell, trouble):
    (problem,) = check_scores(scores.assign(**{column: [0.5, cell]}))
    assert (problem.column, trouble in problem.trouble) == (column, True)


def test_a_statement_has_one_row_a_topic_and_a_name(scores):
    (twice,) = check_scores(pd.concat([scores, scores.head(1)]))
    assert twice.trouble == "has two rows for one statement and topic"
    (empty,) = check_scores(scores.assign(topic=["fund", None]))
    assert (empty.column, empty.trouble) == ("topic", "has an empty cell")


@pytest.mark.parametrize(
    "content", [b"", b"\0", b"\xff\xfe\x00", b'statement,"topic\n', b"a\n1,2,3\n4,5\n", b"\x89PNG\r\n", b"x" * 100_000]
)
def test_what_is_no_table_is_refused_with_a_sentence(content, tmp_path):
    (tmp_path / "scores.csv").write_bytes(content)
    with pytest.raises(DataError, match=r"here\.csv.*Again"):
        read_scores(tmp_path, name="here.csv", remedy="Again")


def test_a_folder_and_a_dead_link_are_no_scores(tmp_path):
    (tmp_path / "one").mkdir()
    (tmp_path / "one" / "scores.csv").mkdir()
    (tmp_path / "two").mkdir()
    (tmp_path / "two" / "scores.csv").symlink_to(tmp_path / "nowhere")
    for name, trouble in (("one", "is a folder"), ("two", "is a link that leads nowhere")):
        with pytest.raises(DataError, match=trouble):
            read_scores(tmp_path / name)


IDS = ["=1+1", "+x", "-5", "@sum", "\tx", "＝1", "'=1", "''-x", "'x", "x=1", "7"]


def test_no_text_of_scores_runs_in_a_spreadsheet_and_each_is_read_as_it_was(scores, tmp_path):
    made = pd.concat([scores.head(1).assign(statement=one, words=one) for one in IDS], ignore_index=True)
    held = guard_scores(made)
    assert held["statement"].tolist() == ["'" + one for one in IDS[:8]] + IDS[8:]
    write(held, tmp_path)
    read = read_scores(tmp_path)
    assert read["statement"].tolist() == read["words"].tolist() == IDS
    assert guard_scores(make_no_scores()).empty
