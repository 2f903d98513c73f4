"""Files, columns and names that are not quite what they seem are named; none goes unread in silence."""

import os

import makers
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stance.dossier.columns import TABLES
from stance.dossier.loading import load_dossier
from stance.dossier.spellings import FILES, check_columns, check_files
from stance.dossier.tables import parse_table
from stance.errors import StanceError

OPTIONAL = [
    (table, column.name)
    for table in TABLES.values()
    for column in table.columns
    if not column.required and len(column.name) > 3
]
CODINGS = "statement,coder,fund\n1,{0},1\n2,{0},-1\n1,{1},1\n"


def faults(folder) -> str:
    with pytest.raises(StanceError) as caught:
        load_dossier(folder)
    return str(caught.value)


@st.composite
def misspellings(draw, name: str) -> str:
    """Another case, an unseen sign, a letter too many or too few, two letters turned."""
    place = draw(st.integers(0, len(name) - 2))
    kinds = [
        name.upper(),
        name.capitalize(),
        f"{name}\u200b",
        name[:place] + "q" + name[place:],
        name[:place] + name[place + 1 :],
        name[:place] + name[place + 1] + name[place] + name[place + 2 :],
    ]
    return draw(st.sampled_from([one for one in kinds if one != name]))


@settings(deadline=None, max_examples=50)
@given(st.data())
def test_an_optional_column_under_a_slightly_other_name_is_named(data):
    table, name = data.draw(st.sampled_from(OPTIONAL))
    written = data.draw(misspellings(name))
    others = [one.name for one in table.columns if one.name != name]
    rows = parse_table(",".join([*others, f'"{written}"']).encode() + b"\n" + b"," * len(others) + b"x\n", table.file)
    (problem,) = check_columns(table.file, rows, table)
    assert (problem.column, problem.trouble) == (written, f"is not read: its name is not quite '{name}'")


@settings(deadline=None, max_examples=40)
@given(st.data())
def test_a_file_under_a_slightly_other_name_is_named(tmp_path_factory, data):
    name = data.draw(st.sampled_from([one for one in FILES if one != "codebook.toml"]))
    stem, ending = name.rsplit(".", 1)
    written = data.draw(misspellings(stem)) + "." + data.draw(st.sampled_from([ending, ending.upper()]))
    folder = tmp_path_factory.mktemp("misspelt")
    (folder / written).write_text("")
    (problem,) = check_files(folder)
    assert (problem.file, problem.trouble) == (written, f"is not read: its name is not quite '{name}'")


@pytest.mark.parametrize("name", ["events.xlsx", "Events.csv.txt", "events.tsv"])
def test_a_table_in_another_form_is_named_where_its_csv_is_missing(tmp_path, name):
    folder = makers.write_dossier(tmp_path)
    (folder / name).write_text("")
    assert f"{name}: is not read: the program reads events.csv. Save it as events.csv." in faults(folder)
    (folder / "events.csv").write_text("event,date,title\n")
    assert load_dossier(folder).events.empty


@pytest.mark.parametrize("name", ["notes.txt", "statements_old.csv", "statements (1).csv", "codebook.md", "figures"])
def test_a_file_of_another_name_does_no_harm(tmp_path, name):
    folder = makers.write_dossier(tmp_path)
    (folder / name).write_text("")
    assert len(load_dossier(folder).statements) == 3


@pytest.mark.parametrize(
    "name", ["actors.csv", "sources.csv", "codings.csv", "events.csv", "figures.csv", "reference.toml"]
)
def test_what_stands_at_the_place_of_a_file_and_is_none_is_named(tmp_path, name):
    for kind, words in (
        ("folder", "is a folder"),
        ("link", "is a link that leads nowhere"),
        ("pipe", "is no plain file"),
    ):
        folder = makers.write_dossier(tmp_path / kind)
        path = folder / name
        {"folder": path.mkdir, "link": lambda p=path: p.symlink_to("gone"), "pipe": lambda p=path: os.mkfifo(p)}[kind]()
        assert f"{name}: {words}" in faults(folder)


def test_a_codebook_under_another_case_is_named_in_the_remedy(tmp_path):
    folder = makers.write_dossier(tmp_path)
    (folder / "codebook.toml").rename(folder / "Codebook.TOML")
    assert "codebook.toml: is missing. Rename 'Codebook.TOML' to codebook.toml" in faults(folder)


def test_a_required_column_of_another_case_is_named_and_none_may_be_empty(tmp_path):
    folder = makers.write_dossier(
        tmp_path, statements=makers.STATEMENTS.replace("text", "TEXT").replace("actor", "who")
    )
    message = faults(folder)
    assert "statements.csv, row 1, text: is missing. Rename the column 'TEXT'" in message
    assert "statements.csv, row 1, actor: is missing. Add the column, and fill every cell of it." in message


@pytest.mark.parametrize("names", [("anna", "Anna"), ("anna", "an\u200bna"), ("anna", "ａｎｎａ"), ("a b", "a\u00a0b")])
def test_coders_actors_and_sources_that_look_the_same_are_named(tmp_path, names):
    text = makers.STATEMENTS.replace("ann,", f"{names[0]},").replace("bob,", f"{names[1]},")
    assert f"looks the same as '{names[0]}'" in faults(makers.write_dossier(tmp_path / "actors", statements=text))
    text = makers.STATEMENTS.replace("gazette", names[0]).replace("herald", names[1])
    message = faults(makers.write_dossier(tmp_path / "sources", statements=text))
    assert "statements.csv, row 3, source" in message
    folder = makers.write_dossier(tmp_path / "coders", codings=CODINGS.format(*names))
    assert "codings.csv, row 4, coder" in faults(folder)


@pytest.mark.parametrize("name", ["Adjudicated", "ajudicated", "ADJUDICATED", "adjudicated\u200b"])
def test_a_coder_that_is_nearly_the_final_one_is_named(tmp_path, name):
    folder = makers.write_dossier(tmp_path, codings=CODINGS.format("adjudicated", name).replace("1,1\n2", "1,1\n2"))
    assert "is not 'adjudicated', which the program knows" in faults(folder)


def test_an_actor_of_another_case_than_in_actors_is_said_to_look_like_it(tmp_path):
    actors = "actor,name\nann,Ann\nbob,Bob\ncid,Cid\n"
    folder = makers.write_dossier(tmp_path, statements=makers.STATEMENTS.replace("ann,", "Ann,"), actors=actors)
    assert "row 2, actor: 'Ann' is not in actors.csv. It only looks like 'ann'; write that." in faults(folder)


def test_unseen_signs_are_shown_in_messages(tmp_path):
    folder = makers.write_dossier(
        tmp_path, statements=makers.STATEMENTS.replace("ann,", "a\x1b[31mnn,"), actors="actor\nann\nbob\ncid\n"
    )
    message = faults(folder)
    assert "\x1b" not in message
    assert "'a\\x1b[31mnn' is not in actors.csv" in message


def test_columns_that_nothing_reads_do_no_harm_whatever_they_are_called(tmp_path):
    names = ["score", "row", "index", "fund_final", "coded", "line", "marks", "source_kind", "level_0", "topic"]
    head, *rows = makers.STATEMENTS.strip().splitlines()
    text = "\n".join([",".join([head, *names]), *(f"{row}{',x' * len(names)}" for row in rows)]) + "\n"
    folder = makers.write_dossier(
        tmp_path, statements=text, codings="statement,coder,fund,row,fund_final\n1,adjudicated,1,2,3\n"
    )
    loaded = load_dossier(folder)
    assert list(loaded.codings) == ["statement", "coder", "fund"]
    assert not {"score", "row", "fund_final", "line"} & set(loaded.statements)
    assert loaded.unread == {"statements.csv": names, "codings.csv": ["row", "fund_final"]}


TABLES_OF_THREE = {
    "statements": makers.STATEMENTS,
    "codings": CODINGS.format("a", "adjudicated"),
    "events": "event,date,title\ne,2020-01-02,T\n",
}
COLLIDING = [
    "score",
    "row",
    "index",
    "fund_final",
    "coded",
    "line",
    "source_kind",
    "level_0",
    "topic",
    "text_x",
    "weight",
    "nan",
]


@pytest.fixture(scope="module")
def plain(tmp_path_factory):
    return load_dossier(makers.write_dossier(tmp_path_factory.mktemp("plain"), **TABLES_OF_THREE))


@settings(deadline=None, max_examples=12)
@given(
    columns=st.dictionaries(st.sampled_from(sorted(TABLES_OF_THREE)), st.lists(st.sampled_from(COLLIDING), unique=True))
)
def test_columns_of_any_name_change_no_number(plain, tmp_path_factory, columns):
    tables = dict(TABLES_OF_THREE)
    for table, names in columns.items():
        head, *rows = tables[table].strip().splitlines()
        cells = ",9" * len(names)
        tables[table] = "\n".join([",".join([head, *names]), *(row + cells for row in rows)]) + "\n"
    wide = load_dossier(makers.write_dossier(tmp_path_factory.mktemp("wide"), **tables))
    for table in ("statements", "codings", "events", "actors", "sources"):
        pd.testing.assert_frame_equal(getattr(wide, table), getattr(plain, table))
