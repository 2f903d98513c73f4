"""One spec a table: it types what is read, fits itself to a codebook, and is what the documents say."""

import json

import frictionless
import makers
import pandas as pd
import pytest

from stance.dossier import checks
from stance.dossier.codebook import load_codebook
from stance.dossier.column_documents import (
    DOCUMENT,
    PACKAGE,
    complete_document,
    complete_package,
    read_headers,
    tabulate_columns,
)
from stance.dossier.columns import (
    ACTORS,
    EVENTS,
    FIGURES,
    RESERVED,
    STATEMENTS,
    TABLES,
    TOPIC,
    Column,
    Table,
    fit_table,
    type_columns,
)
from stance.dossier.loading import load_dossier

DAYS = Table(
    "days", (), (Column("on", "a day", "day"), Column("n", "a number", "number"), Column("w", "w", default="x")), ""
)


@pytest.fixture
def book(tmp_path):
    (tmp_path / "codebook.toml").write_text(makers.CODEBOOK + makers.TWO_SIDES)
    return load_codebook(tmp_path)


@pytest.fixture
def alone(tmp_path):
    (tmp_path / "codebook.toml").write_text(makers.CODEBOOK)
    return load_codebook(tmp_path)


def find_column(table: Table, name: str) -> Column:
    return next(column for column in table.columns if column.name == name)


def test_every_key_is_a_column_that_must_be_filled():
    keys = [find_column(table, name) for table in TABLES.values() for name in table.key]
    assert len(keys) == 9
    assert all(column.filled and column.required for column in keys)


def test_what_must_be_filled_must_be_there_and_every_reference_has_a_table_with_an_id():
    columns = [column for table in TABLES.values() for column in table.columns]
    assert all(column.required for column in columns if column.filled)
    assert {column.refers for column in columns} == {"", "actors", "sources", "statements"}
    assert all(TABLES[column.refers].key == (column.name,) for column in columns if column.refers)


@pytest.mark.parametrize("table", TABLES.values(), ids=str)
def test_no_column_stands_twice(table):
    assert len(set(table.names)) == len(table.names)


def test_a_topic_may_have_no_name_that_frames_use():
    assert {"date", "text", "coder", "publisher", "marks", "score", "row"} <= RESERVED
    assert TOPIC not in RESERVED


def test_a_topic_has_its_codes_and_a_date_the_period_of_the_codebook(book):
    fitted = fit_table(STATEMENTS, book)
    assert find_column(fitted, "fund").allowed == ("-1", "0", "1")
    assert find_column(fitted, "date").allowed == ("2020-01-01", "2022-12-31")
    assert find_column(fit_table(EVENTS, book), "date").allowed == ()
    assert TOPIC not in fitted.names


def test_the_sides_stand_in_the_actors_or_else_in_the_statements(book, alone):
    assert "side" not in fit_table(STATEMENTS, book, with_actors=True).names
    own = find_column(fit_table(STATEMENTS, book, with_actors=False), "side")
    assert (own.filled, own.allowed) == (True, ("north", "south"))
    assert "side" not in fit_table(STATEMENTS, alone, with_actors=False).names
    assert [find_column(fit_table(ACTORS, one), "side").filled for one in (book, alone)] == [True, False]


def test_cells_become_days_numbers_and_texts_and_columns_that_are_missing_are_empty():
    rows = pd.DataFrame({"on": ["2020-02-29"], "n": ["1.5"], "more": ["kept"]}, index=[7], dtype="str")
    typed = type_columns(rows, DAYS)
    assert typed.dtypes.astype(str).to_dict() == {"on": "datetime64[s]", "n": "float64", "more": "str", "w": "str"}
    assert typed.loc[7].tolist() == [pd.Timestamp("2020-02-29"), 1.5, "kept", "x"]
    assert rows["n"].tolist() == ["1.5"]


def test_codes_are_whole_numbers_and_a_blank_is_missing(book):
    rows = pd.DataFrame({"fund": ["+1", "", "-1"]}, dtype="str")
    table = Table("t", (), tuple(c for c in fit_table(STATEMENTS, book).columns if c.name == "fund"), "")
    codes = type_columns(rows, table)["fund"]
    assert codes.dtype == "Int64"
    assert codes.isna().tolist() == [False, True, False]
    assert codes.dropna().tolist() == [1, -1]


def test_a_table_without_a_row_has_every_column_in_its_type():
    typed = type_columns(pd.DataFrame(), FIGURES)
    assert list(typed) == FIGURES.names
    assert (len(typed), str(typed["date"].dtype)) == (0, "datetime64[s]")


@pytest.mark.parametrize(
    ("column", "value", "trouble"),
    [
        (Column("x", "", "day"), "soon", "is not a date"),
        (Column("x", "", "day", allowed=("2020-01-01", "2020-12-31")), "2021-01-01", "is outside the period"),
        (Column("x", "", "number"), "many", "is not a number"),
        (Column("x", "", "address"), "www", "is not a web address"),
        (Column("x", "", "choice", allowed=("a", "b")), "c", "is not known"),
        (Column("x", "", "code", allowed=("0", "1")), "2", "is not a code of this topic"),
        (Column("x", "", longest=3), "four", "has 4 characters"),
    ],
)
def test_each_type_has_its_check(column, value, trouble):
    (problem,) = checks.check_table(
        pd.DataFrame({"x": [value]}, index=[2]), Table("t", (), (column,), ""), file="own.csv"
    )
    assert str(problem).startswith("own.csv, row 2, x: '")
    assert trouble in problem.trouble


def test_any_text_is_sound_in_a_column_without_a_limit():
    table = Table("t", (), (Column("x", ""),), "")
    assert checks.check_table(pd.DataFrame({"x": ["=1", "x" * 99_999, ""]}), table) == []


def test_ids_of_another_table_are_checked_where_it_is_known(book):
    rows = pd.DataFrame(
        {"figure": ["f"], "date": ["2020-01-01"], "measure": ["m"], "value": ["1"], "source": ["gazete"]}
    )
    assert checks.check_table(rows, FIGURES) == []
    (problem,) = checks.check_table(rows, FIGURES, {"sources": ["gazette"]})
    assert str(problem) == "figures.csv, row 0, source: 'gazete' is not in sources.csv. Did you mean 'gazette'."


def test_an_empty_table_of_statements_is_one_fault_and_not_one_for_every_coding(book):
    tables = {
        "statements": pd.DataFrame(columns=["statement", "date", "actor", "source", "text", "fund", "side"]),
        "codings": pd.DataFrame({"statement": ["1"], "coder": ["a"], "fund": ["1"]}, index=[2]),
    }
    assert checks.check_dossier(tables, book, with_actors=False) == []


# Documents.


def test_the_document_says_what_the_spec_says():
    text = DOCUMENT.read_text(encoding="utf-8")
    assert complete_document(text) == text
    assert all(tabulate_columns(table) in text for table in TABLES.values())
    assert all(f"Without the file, {table.without}." in text for table in TABLES.values() if table is not STATEMENTS)


def test_a_changed_table_in_the_document_is_made_again_and_nothing_else():
    text = DOCUMENT.read_text(encoding="utf-8")
    changed = text.replace("| venue | where it was said | no |\n", "").replace("| unit |", "| united |")
    assert changed != text
    assert complete_document(changed) == text


def test_a_table_of_columns_names_meaning_limit_default_and_duty():
    columns = (
        Column("a", "an id", required=True, filled=True, longest=1000),
        Column("b", "a word", default="none"),
        Column("c", "a code", "code", required=True),
        Column("d", "a side", required=True, filled=True, only="where there are two"),
    )
    assert tabulate_columns(Table("t", (), columns, "")).splitlines()[2:] == [
        "| a | an id; at most 1,000 characters | filled |",
        "| b | a word; without it, none | no |",
        "| c | a code | the column yes, its cells may be empty |",
        "| d | a side | filled, where there are two |",
    ]


def test_the_shipped_data_package_is_as_the_spec_has_it(dossier):
    package = json.loads((dossier.folder / PACKAGE).read_text(encoding="utf-8"))
    assert complete_package(package, dossier.codebook, read_headers(dossier.folder)) == package


def test_a_changed_data_package_is_made_again_and_keeps_its_own_words(dossier):
    package = json.loads((dossier.folder / PACKAGE).read_text(encoding="utf-8"))
    before = json.dumps(package)
    schema = package["resources"][0]["schema"]
    fields = {field["name"]: field for field in schema["fields"]}
    fields["date"]["constraints"]["maximum"] = "2030-01-01"
    fields["sovereignty"] |= {"type": "string", "constraints": {}}
    fields["speech"]["constraints"]["enum"] = ["spoken"]
    schema["foreignKeys"] = []
    fields["note"] |= {"description": "Our own words."}
    made = complete_package(package, dossier.codebook, read_headers(dossier.folder))
    note = next(field for field in made["resources"][0]["schema"]["fields"] if field["name"] == "note")
    assert note["description"] == "Our own words."
    note["description"] = next(
        field["description"]
        for field in json.loads(before)["resources"][0]["schema"]["fields"]
        if field["name"] == "note"
    )
    assert made == json.loads(before)


def test_a_data_package_from_nothing_is_valid_and_finds_a_bad_code(other_dossier):
    headers = read_headers(other_dossier)
    resources = [{"name": name, "path": TABLES[name].file, "encoding": "utf-8"} for name in headers]
    package = complete_package({"name": "river", "resources": resources}, load_dossier(other_dossier).codebook, headers)
    assert {resource["name"] for resource in package["resources"]} == set(TABLES) - {"figures", "validation"}
    (other_dossier / PACKAGE).write_text(json.dumps(package), encoding="utf-8")
    report = frictionless.validate(str(other_dossier / PACKAGE))
    assert report.valid, report.flatten(["title", "rowNumber", "fieldName", "message"])
    makers.edit_cell(other_dossier / "statements.csv", 2, quota="2")
    assert not frictionless.validate(str(other_dossier / PACKAGE)).valid
