"""The smaller shipped dossier: its datasheet and data package say what its tables hold, and how little was checked."""

import json
import re
from collections import Counter

import frictionless
import makers
import pytest

from stance.dossier.loading import DATA, TABLES, Dossier, load_dossier
from stance.wording.validation import describe_record

FOLDER = DATA / "uk-eu"
SHEET = (FOLDER / "README.md").read_text(encoding="utf-8")
SIDES = {"uk": "UK", "eu": "EU", "third": "third"}


@pytest.fixture(scope="module")
def small() -> Dossier:
    return load_dossier(FOLDER)


THERE = [name for name in TABLES if name != "validation"]  # no person has checked the shipped codes


def test_the_data_package_is_valid_for_other_peoples_tools_and_describes_every_column():
    report = frictionless.validate(str(FOLDER / "datapackage.json"))
    assert report.valid, report.flatten(["title", "rowNumber", "fieldName", "message"])
    package = json.loads((FOLDER / "datapackage.json").read_text(encoding="utf-8"))
    described = {one["path"]: [field["name"] for field in one["schema"]["fields"]] for one in package["resources"]}
    assert described == {f"{name}.csv": list(makers.read_rows(FOLDER / f"{name}.csv")[0]) for name in THERE}


@pytest.mark.parametrize("name", THERE)
def test_the_datasheet_states_the_number_of_rows_of_each_table(name):
    stated = re.search(rf"^\| {name}\.csv \|.*\| (\d+) \|$", SHEET, re.MULTILINE)
    assert int(stated[1]) == len(makers.read_rows(FOLDER / f"{name}.csv"))


def test_the_datasheet_states_the_statements_of_every_year(small):
    years, sides = small.statements["date"].dt.year, small.statements["side"]
    for year in range(2016, 2021):
        counts = [int(((years == year) & (sides == side)).sum()) for side in SIDES]
        assert "| " + " | ".join(map(str, [year, *counts, sum(counts)])) + " |" in SHEET


def test_the_datasheet_states_the_codes_of_every_topic_and_side(small):
    for topic in small.codebook.topic_ids:
        for side, title in SIDES.items():
            own = small.statements.loc[small.statements["side"] == side, topic]
            counts = [int((own == code).sum()) for code in range(-2, 3)]
            row = [topic, title, *counts, int(own.notna().sum()), int(own.isna().sum())]
            assert "| " + " | ".join(map(str, row)) + " |" in SHEET


def test_the_datasheet_states_the_kinds_of_source_and_the_loudest_voices(small):
    kinds = Counter(small.sources["kind"])
    assert (
        f"Sources: {kinds['press']} press, {kinds['agency']} agency, {kinds['official']} official, {kinds['weak']} weak"
        in SHEET
    )
    for name, count in small.statements["name"].value_counts().head(4).items():
        assert f"{name} ({count})" in SHEET


def test_it_says_everywhere_that_it_is_small_and_was_not_validated(small):
    assert describe_record(small).startswith("176 statements. Codes: one automated coder; not validated by people.")
    assert "**176 statements, one automated coder, not validated by people. Agreement cannot be computed.**" in SHEET
    package = json.loads((FOLDER / "datapackage.json").read_text(encoding="utf-8"))
    assert "176 public statements" in package["description"]
    assert "by one automated coder and not validated by people" in package["description"]


def test_the_codes_in_the_statements_are_those_of_its_one_coder(small):
    coded = {row["statement"]: row for row in makers.read_rows(FOLDER / "codings.csv")}
    assert {row["coder"] for row in coded.values()} == {"a"}
    for row in makers.read_rows(FOLDER / "statements.csv"):
        assert [row[topic] for topic in small.codebook.topic_ids] == [
            coded[row["statement"]][topic] for topic in small.codebook.topic_ids
        ]
    assert small.statements["coded"].all()


def test_every_source_is_used_by_a_statement_an_event_or_a_figure(small):
    of_events = {one for cell in small.events["sources"] for one in cell.split(" ; ")}
    used = {*small.statements["source"], *of_events, *small.figures["source"]}
    assert set(small.sources["source"]) <= used
    assert set(small.actors["actor"]) == set(small.statements["actor"])


def test_key_phrases_are_quotations_of_at_most_six_words(small):
    assert small.statements["key_phrase"].str.split().str.len().max() <= 6
