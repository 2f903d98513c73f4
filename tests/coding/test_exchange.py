"""Codings as tables and back: nothing is lost on the way."""

import json
from dataclasses import replace
from datetime import UTC, datetime
from itertools import count

import pandas as pd
import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from stance.coding.entries import Entry, hash_text
from stance.coding.exchange import parse_codings, read_all_standing, to_codings, to_history, write_codings
from stance.coding.importing import import_codings, read_codings, read_history
from stance.coding.store import Store, open_private, open_store
from stance.dossier.loading import Dossier
from stance.errors import DataError
from stance.limits import DEMO_CODINGS
from stance.names import fold_name

MANY = replace(DEMO_CODINGS, most=1_000_000)
NUMBERS = count()
SIGNS = st.characters(exclude_categories=["Cs"], exclude_characters="\x00\r")
NAMES = st.text(SIGNS, min_size=1, max_size=12).map(str.strip).filter(lambda name: fold_name(name) != "")
CODERS = st.lists(NAMES, min_size=1, max_size=4, unique_by=fold_name)
NOTES = st.text(SIGNS, max_size=60) | st.sampled_from(["=1+1", "'=1", "''-x", "a\nb\n", ' "q", ', "NA", "null", "−1"])
TIMES = st.datetimes(datetime(1970, 1, 2), datetime(2200, 1, 1), timezones=st.just(UTC))


@st.composite
def draw_entries(draw, dossier: Dossier) -> list[Entry]:
    """Codings of many coders: none twice by one coder, some settled."""
    topics, statements = dossier.codebook.topic_ids, dossier.statements["statement"].tolist()
    coders = st.sampled_from(draw(CODERS))
    places = draw(st.sets(st.tuples(st.sampled_from(statements), coders), max_size=12))
    settled = draw(st.dictionaries(st.sampled_from(statements), coders, max_size=4))
    both = [(*place, "coding") for place in sorted(places)] + [(*place, "adjudication") for place in settled.items()]
    return [
        Entry(
            dossier.slug,
            draw(st.sampled_from(["7b", "7a", "=2"])),
            statement,
            coder,
            {topic: draw(st.sampled_from([None, -1, 0, 1])) for topic in topics},
            purpose,
            unsure=draw(st.booleans()),
            note=draw(NOTES),
            text_hash=draw(st.sampled_from(["", "0a1b2c3d"])),
            aided=draw(st.booleans()),
            control=draw(st.booleans()),
            at=draw(TIMES),
        )
        for statement, coder, purpose in both
    ]


def write_file(store: Store, dossier: Dossier) -> bytes:
    return write_codings(to_codings(read_all_standing(store, dossier), dossier.codebook))


def read_file(content: bytes, dossier: Dossier) -> list[Entry]:
    return read_codings(parse_codings(content, "codings.csv"), dossier)


def name_place(entry: Entry) -> tuple[str, str, str]:
    return entry.statement, entry.purpose, entry.coder


def round_trip(entries: list[Entry], dossier: Dossier, stores: tuple[Store, Store]) -> None:
    """Table to database, export, file, another database, export: the two tables, and the entries, are the same."""
    first, second = stores
    assert import_codings(first, entries, dossier).added == len(entries)
    table = to_codings(read_all_standing(first, dossier), dossier.codebook)
    content = write_file(first, dossier)
    back = read_file(content, dossier)
    assert sorted(back, key=name_place) == sorted(entries, key=name_place)
    assert import_codings(second, back, dossier).added == len(entries)
    pd.testing.assert_frame_equal(to_codings(read_all_standing(second, dossier), dossier.codebook), table)
    assert write_file(second, dossier) == content
    assert import_codings(first, back, dossier).added == 0


def name_anew(dossier: Dossier) -> Dossier:
    """The dossier under a name of its own, so that each example has the database to itself and none has to be made."""
    return replace(dossier, slug=f"river-{next(NUMBERS)}")


@pytest.fixture(scope="module")
def memory() -> tuple[Store, Store]:
    return open_private(MANY), open_private(MANY)


@pytest.fixture(scope="module")
def file_and_server(server, tmp_path_factory) -> tuple[Store, Store]:
    file = tmp_path_factory.mktemp("trips") / "codings.db"
    return open_store(f"sqlite:///{file}"), open_store(server.make_database("trips"))


@settings(max_examples=25, deadline=None, phases=[Phase.generate])
@given(data=st.data())
def test_no_coding_changes_on_its_way_through_database_export_file_and_import(talks, data, memory):
    dossier = name_anew(talks)
    round_trip(data.draw(draw_entries(dossier)), dossier, memory)


@settings(max_examples=8, deadline=None, phases=[Phase.generate])
@given(data=st.data())
def test_nor_from_a_file_of_sqlite_to_a_server(talks, data, file_and_server):
    dossier = name_anew(talks)
    round_trip(data.draw(draw_entries(dossier)), dossier, file_and_server)


@settings(max_examples=10, deadline=None, phases=[Phase.generate])
@given(data=st.data())
def test_a_history_that_is_read_back_has_every_act_as_it_was(talks, data, memory):
    dossier, copied = name_anew(talks), name_anew(talks)
    entries = data.draw(draw_entries(dossier))
    store, other = memory
    store.add_all([*entries, *(replace(one, withdrawn=True, codes={}) for one in entries[:3])])
    content = write_codings(to_history(store.read_acts(dossier.slug), dossier.codebook))
    rows = read_history(parse_codings(content, "history.csv"), copied)
    assert (other.add_rows(rows), other.add_rows(rows)) == (len(rows), 0)
    same = [name for name in store.read_acts(dossier.slug) if name not in ("act", "dossier")]
    pd.testing.assert_frame_equal(other.read_acts(copied.slug)[same], store.read_acts(dossier.slug)[same])


@pytest.fixture
def private() -> Store:
    return open_private(DEMO_CODINGS)


@pytest.fixture
def entry(talks) -> Entry:
    statement = talks.statements.iloc[0]
    return Entry(
        talks.slug,
        "7b",
        statement["statement"],
        "ann",
        {"quota": 1, "access": None},
        text_hash=hash_text(statement["text"]),
    )


def test_the_export_is_sound_codings_of_the_dossier(talks, private, entry, tmp_path):
    import makers

    from stance.dossier.loading import load_dossier

    folder = makers.make_other_dossier(tmp_path / "river")
    private.add_all([replace(entry, note="=HYPERLINK(1)"), replace(entry, coder="bob", unsure=True)])
    (folder / "codings.csv").write_bytes(write_file(private, talks))
    assert load_dossier(folder).codings["coder"].tolist() == ["ann", "bob"]


def test_no_text_of_the_export_is_run_by_a_spreadsheet(talks, private, entry):
    private.add(replace(entry, coder="@ann", note="=1+1"))
    cells = write_file(private, talks).decode().splitlines()[1].split(",")
    assert "'@ann" in cells and "'=1+1" in cells


def test_codes_that_were_withdrawn_or_given_anew_are_not_exported_and_the_history_has_them(talks, private, entry):
    private.add_all([entry, replace(entry, codes={"quota": -1, "access": 0})])
    private.add_all([replace(entry, coder="bob"), replace(entry, coder="bob", codes={}, withdrawn=True)])
    table = to_codings(read_all_standing(private, talks), talks.codebook)
    assert table[["coder", "quota", "access"]].to_numpy().tolist() == [["ann", "-1", "0"]]
    history = to_history(private.read_acts(talks.slug), talks.codebook)
    assert history["quota"].tolist() == ["1", "-1", "1", ""]
    assert history["withdrawn"].tolist() == ["", "", "", "yes"]


def test_the_history_has_the_codes_of_topics_that_the_codebook_has_no_more(talks, private, entry):
    private.add(replace(entry, codes={"quota": 1, "access": None, "gone": -2}))
    (codes,) = to_history(private.read_acts(talks.slug), talks.codebook)["codes"]
    assert json.loads(codes) == {"quota": 1, "access": None, "gone": -2}


def test_the_last_adjudication_is_the_row_adjudicated_and_names_who_settled_it(talks, private, entry):
    private.add_all([replace(entry, purpose="adjudication", coder=name) for name in ("dan", "eve")])
    table = to_codings(read_all_standing(private, talks), talks.codebook)
    assert table[["coder", "adjudicator"]].to_numpy().tolist() == [["adjudicated", "eve"]]


def test_validations_are_in_the_history_alone(talks, private, entry):
    private.add(replace(entry, purpose="validation"))
    assert to_codings(read_all_standing(private, talks), talks.codebook).empty
    assert to_history(private.read_acts(talks.slug), talks.codebook)["purpose"].tolist() == ["validation"]


def test_what_the_database_has_otherwise_is_left_out_and_said(talks, private, entry):
    private.add(entry)
    other = replace(entry, codes={"quota": -1, "access": None})
    done = import_codings(private, [other, replace(entry, coder="bob")], talks)
    assert (done.added, done.known, done.conflicts) == (1, 0, ((entry.statement, "ann"),))
    assert read_all_standing(private, talks)["quota"].tolist() == [1, 1]


def test_an_older_export_brings_nothing_back(talks, private, entry):
    private.add(entry)
    older = read_file(write_file(private, talks), talks)
    private.add(replace(entry, codes={"quota": -1, "access": None}))
    private.add(replace(entry, codes={}, withdrawn=True))
    assert import_codings(private, older, talks) == import_codings(private, [entry], talks)
    assert read_all_standing(private, talks).empty


def test_every_fault_of_a_table_is_named_and_nothing_of_it_is_kept(talks, private):
    content = (
        "statement,coder,quota,access,coded_at,unsure\nречь-000,ann,5,,,\nречь-001,,1,,,\nnone,bob,1,,,\n"
        "речь-002,ann,1,,yesterday,maybe\nречь-002,ann,1,,,\n"
    )
    with pytest.raises(DataError) as caught:
        read_file(content.encode(), talks)
    found = {(one.row, one.column) for one in caught.value.problems}
    assert found == {(2, "quota"), (3, "coder"), (4, "statement"), (5, "coded_at"), (5, "unsure"), (6, "statement")}


def test_codings_without_the_optional_columns_are_read(talks):
    (read,) = read_file("statement,coder,quota,access\nречь-000,ann,−1,\n".encode(), talks)
    assert (read.codes, read.codebook, read.note, read.at) == ({"quota": -1, "access": None}, "7b", "", None)


@pytest.mark.parametrize(
    ("column", "cell"),
    [("codes", "[1]"), ("codes", "{"), ("codes", '{"quota": "x"}'), ("at", "never"), ("purpose", "fun"), ("key", "1")],
)
def test_a_history_with_a_row_that_is_no_act_is_refused(talks, private, entry, column, cell):
    private.add(entry)
    table = to_history(private.read_acts(talks.slug), talks.codebook).assign(**{column: cell})
    with pytest.raises(DataError, match=r"history.csv, row 0: is no act of coding"):
        read_history(table, talks)
