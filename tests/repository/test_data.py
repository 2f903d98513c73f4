"""The shipped data are sound, and their datasheet tells the truth about them."""

import json
import re

import frictionless
import makers
import pytest

from stance.dossier.loading import DATA, TABLES, find_dossiers, load_dossier

SHIPPED = DATA / "japan-russia"
SHEET = (SHIPPED / "README.md").read_text(encoding="utf-8")
COUNTS = {"statements": 1153, "codings": 2904, "actors": 275, "sources": 881, "events": 113, "figures": 31}


@pytest.mark.parametrize("folder", find_dossiers().values(), ids=str)
def test_every_dossier_in_data_loads(folder):
    loaded = load_dossier(folder)
    assert loaded.slug == folder.name
    assert len(loaded.statements) > 0


THERE = [name for name in TABLES if name != "validation"]  # no person has checked the shipped codes


def test_every_folder_in_data_is_a_dossier():
    folders = {path.name for path in DATA.iterdir() if path.is_dir()}
    assert folders == set(find_dossiers())
    assert "japan-russia" in folders


def test_the_data_package_is_valid_for_other_peoples_tools():
    report = frictionless.validate(str(SHIPPED / "datapackage.json"))
    assert report.valid, report.flatten(["title", "rowNumber", "fieldName", "message"])
    assert len(report.tasks) == len(THERE)


@pytest.mark.parametrize(
    ("file", "cells"),
    [
        ("statements.csv", {"date": "31.12.2015"}),
        ("statements.csv", {"sovereignty": "3"}),
        ("statements.csv", {"actor": "nobody"}),
        ("codings.csv", {"statement": "jr-99999"}),
        ("sources.csv", {"source": ""}),
        ("figures.csv", {"value": "many"}),
    ],
)
def test_the_data_package_of_a_broken_copy_is_not_valid(shipped_copy, file, cells):
    makers.edit_cell(shipped_copy / file, 2, **cells)
    assert not frictionless.validate(str(shipped_copy / "datapackage.json")).valid


def test_the_data_package_describes_every_table_and_column():
    package = json.loads((SHIPPED / "datapackage.json").read_text(encoding="utf-8"))
    described = {r["path"]: [field["name"] for field in r["schema"]["fields"]] for r in package["resources"]}
    header = {f"{name}.csv": list(makers.read_rows(SHIPPED / f"{name}.csv")[0]) for name in THERE}
    assert described == header


@pytest.mark.parametrize("name", THERE)
def test_the_datasheet_states_the_number_of_rows_of_each_table(name):
    stated = re.search(rf"^\| {name}\.csv \|.*\| (\d+) \|$", SHEET, re.MULTILINE)
    assert int(stated[1]) == len(makers.read_rows(SHIPPED / f"{name}.csv")) == COUNTS[name]


def test_the_datasheet_states_how_many_are_coded_and_left(dossier):
    coded = int(dossier.statements["coded"].sum())
    left = len(dossier.statements) - coded
    assert (coded, left) == (968, 185)
    assert f"{coded} statements carry codes. {left} carry none" in SHEET


def test_the_datasheet_states_the_statements_of_every_year(dossier):
    years, sides = dossier.statements["date"].dt.year, dossier.statements["side"]
    for year in range(2015, 2020):
        own = dossier.statements[years == year]
        counts = [int((sides[own.index] == side).sum()) for side in ("japan", "russia", "third")]
        row = [year, *counts, len(own), int(own["coded"].sum()), int((~own["coded"]).sum())]
        assert "| " + " | ".join(map(str, row)) + " |" in SHEET


def test_the_datasheet_names_every_column_of_every_table():
    columns = SHEET[SHEET.index("## Columns") : SHEET.index("## Upkeep")]
    parts = re.split(r"^(\w+)\.csv$", columns, flags=re.MULTILINE)[1:]
    named = {
        table: re.findall(r"\w+", " ".join(re.findall(r"^\| ([\w, ]+) \|", part, re.MULTILINE)))
        for table, part in zip(parts[::2], parts[1::2], strict=True)
    }
    for name in THERE:
        assert [c for c in named[name] if c not in ("column",)] == list(makers.read_rows(SHIPPED / f"{name}.csv")[0])


def test_the_codes_in_the_statements_are_the_adjudicated_ones(dossier):
    topics = dossier.codebook.topic_ids
    codings = {
        row["statement"]: row for row in makers.read_rows(SHIPPED / "codings.csv") if row["coder"] == "adjudicated"
    }
    rows = {row["statement"]: row for row in makers.read_rows(SHIPPED / "statements.csv")}
    assert len(codings) == 968
    for statement, coding in codings.items():
        assert [rows[statement][topic] for topic in topics] == [coding[topic] for topic in topics], statement


def test_statements_left_to_the_classifier_carry_no_code(dossier):
    left = dossier.statements[~dossier.statements["coded"]]
    assert left[dossier.codebook.topic_ids].isna().all().all()
    assert not left["statement"].isin(dossier.codings["statement"]).any()


def test_no_source_is_partly_coded_but_the_one_that_the_datasheet_names(dossier):
    kinds = dossier.statements.groupby("source")["coded"].nunique()
    (partly,) = kinds[kinds > 1].index
    assert f"one source, {partly}, has" in SHEET
    assert (dossier.statements.groupby(["source", "batch"])["coded"].nunique() == 1).all()


def test_every_source_and_actor_is_used(dossier):
    assert set(dossier.sources["source"]) == set(dossier.statements["source"])
    assert set(dossier.actors["actor"]) == set(dossier.statements["actor"])


def test_key_phrases_are_quotations_of_at_most_six_words(dossier):
    words = dossier.statements["key_phrase"].str.split().str.len()
    assert words.max() <= 6


def test_the_codebook_version_is_the_same_everywhere(dossier):
    package = json.loads((SHIPPED / "datapackage.json").read_text(encoding="utf-8"))
    assert package["version"] == dossier.codebook.version
    assert f"Codebook version {dossier.codebook.version}." in SHEET
