"""What each cell of a table may hold, and the remedy where it holds something else."""

import makers
import pandas as pd
import pytest

from stance.dossier import cells
from stance.dossier import checks as rules
from stance.dossier.codebook import load_codebook
from stance.dossier.columns import CODINGS, STATEMENTS, fit_table
from stance.dossier.tables import parse_table
from stance.limits import TEXT_CHARACTERS


@pytest.fixture
def book(tmp_path):
    (tmp_path / "codebook.toml").write_text(makers.CODEBOOK + makers.TWO_SIDES)
    return load_codebook(tmp_path)


def check(book, content: str, *, with_actors: bool = True) -> list[str]:
    table = parse_table(content.encode(), "statements.csv")
    return [str(problem) for problem in rules.check_table(table, fit_table(STATEMENTS, book, with_actors=with_actors))]


def test_sound_statements_have_no_problem(book):
    assert check(book, makers.STATEMENTS) == []


@pytest.mark.parametrize("column", ["statement", "date", "actor", "source", "text", "fund"])
def test_a_required_column_must_be_there(book, column):
    problems = check(book, makers.STATEMENTS.replace(column, f"{column}_x", 1))
    assert len(problems) == 1
    assert f"row 1, {column}: is missing" in problems[0]
    assert f"Rename the column '{column}_x'" in problems[0]


@pytest.mark.parametrize("column", ["statement", "date", "actor", "source", "text"])
def test_a_required_cell_must_be_filled(book, column):
    cells = {"statement": "9", "date": "2020-01-05", "actor": "ann", "source": "gazette", "text": "Words", "fund": "1"}
    row = ",".join("  " if name == column else cell for name, cell in cells.items())
    assert check(book, f"{makers.STATEMENTS}{row}\n") == [f"statements.csv, row 5, {column}: is empty. Fill the cell."]


@pytest.mark.parametrize("code", ["-1", "0", "1", "+1", "+0", ""])
def test_codes_of_the_scale_and_blanks_are_accepted(book, code):
    assert check(book, makers.STATEMENTS.replace("a fund,1", f"a fund,{code}")) == []


@pytest.mark.parametrize("code", ["2", "-2", "1.0", "x", "+-1", "++1", "0.5", "--1", "1 1"])
def test_any_other_code_is_refused_with_the_codes_of_the_topic(book, code):
    problems = check(book, makers.STATEMENTS.replace("a fund,1", f"a fund,{code}"))
    assert problems == [
        f"statements.csv, row 2, fund: '{code}' is not a code of this topic. Use one of -1, 0, 1, or leave it empty."
    ]


@pytest.mark.parametrize(
    "day", ["2020-1-2", "02.01.2020", "2020-02-30", "20200102", "2020-01", "January", "2020-01-02T10:00"]
)
def test_a_day_is_written_in_one_way(day):
    trouble, remedy = cells.check_date(day)
    assert trouble == "is not a date"
    assert "YYYY-MM-DD" in remedy


def test_a_leap_day_is_a_date():
    assert cells.check_date("2020-02-29") is None
    assert cells.check_date("2019-02-29") is not None


@pytest.mark.parametrize(
    ("day", "sound"), [("2020-01-01", True), ("2022-12-31", True), ("2019-12-31", False), ("2023-01-01", False)]
)
def test_the_period_includes_its_first_and_last_day(book, day, sound):
    problems = check(book, makers.STATEMENTS.replace("2020-01-02", day))
    assert (problems == []) is sound
    assert sound or "is outside the period 2020-01-01 to 2022-12-31. Mend the date, or the period" in problems[0]


@pytest.mark.parametrize(
    "link", ["www.example.org", "ftp://example.org", "https://", "https://a b.org", "javascript:alert(1)", "http://[x"]
)
def test_what_is_no_web_address_is_refused(link):
    trouble, _ = cells.check_url(link)
    assert trouble == "is not a web address"


@pytest.mark.parametrize("link", ["http://example.org", "https://例え.jp/路?q=1#x"])
def test_a_web_address_is_accepted(link):
    assert cells.check_url(link) is None


@pytest.mark.parametrize("value", ["many", "1,5", "12 %", "nan", "inf", "1_000", "1e400"])
def test_what_is_no_plain_number_is_refused(value):
    assert cells.check_number(value) is not None


@pytest.mark.parametrize("value", ["3", "-3.5", "1e3"])
def test_a_plain_number_is_accepted(value):
    assert cells.check_number(value) is None


def test_a_side_is_needed_in_the_statements_only_without_actors(book):
    assert check(book, makers.STATEMENTS, with_actors=True) == []
    problems = check(book, makers.STATEMENTS, with_actors=False)
    assert len(problems) == 1
    assert "row 1, side: is missing" in problems[0]


def test_an_unknown_side_speech_or_precision_is_refused_with_the_nearest_one(book):
    table = "statement,date,actor,source,text,fund,side,speech,date_precision\n1,2020-01-02,a,s,t,1,nrth,dirct,dy\n"
    problems = check(book, table, with_actors=False)
    assert [problem.split(": ", 1)[1] for problem in problems] == [
        "'nrth' is not known. Did you mean 'north'.",
        "'dy' is not known. Did you mean 'day'.",
        "'dirct' is not known. Did you mean 'direct'.",
    ]


def test_an_id_used_twice_is_named_with_the_row_of_the_first(book):
    problems = check(book, makers.STATEMENTS.replace("\n3,", "\n1,"))
    assert problems == [
        "statements.csv, row 4, statement: '1' stands already in row 2. "
        "Give this row its own id, or delete it if it is a repetition."
    ]


def test_a_key_of_two_columns_repeats_only_as_a_pair(book):
    table = parse_table(b"statement,coder,fund\n1,a,1\n1,b,1\n1,a,0\n", "codings.csv")
    problems = rules.check_table(table, fit_table(CODINGS, book), {"statements": ["1"]})
    assert [str(problem.row) + problem.value for problem in problems] == ["41 + a"]


def test_a_text_over_the_limit_is_refused_with_its_length(book):
    problems = check(book, makers.STATEMENTS.replace("It rains", "x" * (TEXT_CHARACTERS.most + 1)))
    assert len(problems) == 1
    assert "has 20,001 characters" in problems[0]
    assert check(book, makers.STATEMENTS.replace("It rains", "x" * TEXT_CHARACTERS.most)) == []


def test_the_same_words_on_one_day_from_one_source_are_a_repetition():
    table = parse_table(makers.STATEMENTS.encode(), "statements.csv")
    twice = pd.concat([table, table.iloc[[0]].assign(statement="9").set_axis([5])])
    assert [problem.row for problem in rules.check_repeated("statements.csv", twice)] == [5]


@pytest.mark.parametrize("column", ["date", "actor", "source", "text"])
def test_the_same_words_on_another_occasion_are_no_repetition(column):
    table = parse_table(makers.STATEMENTS.encode(), "statements.csv")
    other = pd.concat([table, table.iloc[[0]].assign(statement="9", **{column: "other"}).set_axis([5])])
    assert rules.check_repeated("statements.csv", other) == []


def test_an_adjudicated_code_must_be_the_code_in_the_statements(book):
    codings = parse_table(
        b"statement,coder,fund\n1,adjudicated,0\n2,adjudicated,-1\n3,adjudicated,1\n1,a,0\n", "codings.csv"
    )
    problems = rules.check_adjudicated(codings, parse_table(makers.STATEMENTS.encode(), "s.csv"), book)
    assert [(problem.row, problem.column, problem.value) for problem in problems] == [
        (2, "fund", "0"),
        (4, "fund", "1"),
    ]
    assert "differs from the code in statements.csv (1) of 1. Make the two the same" in str(problems[0])
    assert "(empty) of 3" in str(problems[1])


def test_a_plus_sign_makes_no_other_code(book):
    codings = parse_table(b"statement,coder,fund\n1,adjudicated,+1\n", "codings.csv")
    assert rules.check_adjudicated(codings, parse_table(makers.STATEMENTS.encode(), "s.csv"), book) == []


def test_checking_does_not_change_the_table(book):
    table = parse_table(makers.STATEMENTS.encode(), "statements.csv")
    before = table.copy(deep=True)
    rules.check_table(table, fit_table(STATEMENTS, book, with_actors=False), {"actors": ["x"]})
    rules.check_repeated("s.csv", table)
    pd.testing.assert_frame_equal(table, before)
