"""A folder becomes a dossier, whole or not at all."""

import makers
import pandas as pd
import pytest

from stance.dossier.columns import TABLES
from stance.dossier.linking import mark_coded
from stance.dossier.loading import (
    find_dossier,
    find_dossiers,
    hash_files,
    join_sources,
    load_dossier,
)
from stance.errors import DataError, UsageError
from stance.estimates.catalogue import list_statements

FRAMES = ("statements", "actors", "sources", "codings", "events", "figures")
HEADER = "statement,date,actor,source,text,fund"


def read_fault(folder) -> str:
    with pytest.raises(DataError) as caught:
        load_dossier(folder)
    return str(caught.value)


def test_only_the_codebook_and_the_statements_are_required(tmp_path):
    loaded = load_dossier(makers.write_dossier(tmp_path / "small"))
    assert loaded.slug == "small"
    assert len(loaded.statements) == 3
    assert [len(getattr(loaded, name)) for name in ("codings", "events", "figures")] == [0, 0, 0]


def test_missing_statements_are_one_sentence(tmp_path):
    folder = makers.write_dossier(tmp_path)
    (folder / "statements.csv").unlink()
    assert read_fault(folder) == "1 problem to fix:\nstatements.csv: is missing. Check the name and the folder."


def test_statements_without_a_row_are_refused(tmp_path):
    assert "holds no statement. Add at least one row" in read_fault(
        makers.write_dossier(tmp_path, statements=HEADER + "\n")
    )


def test_the_other_negotiation_loads_with_every_name_as_written(other_dossier):
    loaded = load_dossier(other_dossier)
    assert len(loaded.statements) == 44
    assert loaded.statements["coded"].sum() == 40
    assert loaded.statements["source"].nunique() == 25
    assert set(loaded.statements["name"]) == {"Олег Зимин", "Вера Снежная", "山田 花子", "川口 二郎", "Émile Gast"}
    assert loaded.codebook.title == "Переговоры о реке 川の水"
    assert set(loaded.codebook.scales.values()) == {(-1, 1)}


def test_without_actors_their_sides_come_from_the_statements(minimal_dossier):
    loaded = load_dossier(minimal_dossier)
    assert loaded.actors.set_index("actor")["side"].to_dict() == {a: side for a, _, side, _ in makers.OTHER_ACTORS}
    assert loaded.actors["name"].tolist() == loaded.actors["actor"].tolist()
    assert loaded.statements["side"].value_counts().to_dict() == {"sever": 18, "minami": 18, "guests": 8}


def test_with_and_without_the_optional_tables_the_codes_are_the_same(other_dossier, minimal_dossier):
    full, bare = load_dossier(other_dossier), load_dossier(minimal_dossier)
    columns = ["statement", "date", "actor", "side", "source", "text", "quota", "access", "coded"]
    pd.testing.assert_frame_equal(full.statements[columns], bare.statements[columns])


def test_without_sources_each_distinct_source_is_one(minimal_dossier):
    sources = load_dossier(minimal_dossier).sources
    assert sources["source"].is_unique
    assert len(sources) == 25
    assert sources["publisher"].tolist() == sources["source"].tolist()
    assert set(sources["url"]) == {""}


def test_without_sides_all_actors_form_one(tmp_path):
    loaded = load_dossier(makers.write_dossier(tmp_path))
    assert set(loaded.statements["side"]) == {"all"}
    assert set(loaded.actors["side"]) == {"all"}


def test_an_actor_on_two_sides_is_refused(tmp_path):
    table = f"{HEADER},side\n1,2020-01-02,ann,s,One,1,north\n2,2020-01-03,ann,s,Two,1,south\n"
    folder = makers.write_dossier(tmp_path, makers.CODEBOOK + makers.TWO_SIDES, statements=table)
    assert "row 3, side: 'south'" in read_fault(folder)


def test_a_name_in_actors_is_shown_and_a_missing_one_is_the_id(tmp_path):
    actors = "actor,name\nann,Ann Lee\nbob,\ncid,Cid\n"
    loaded = load_dossier(makers.write_dossier(tmp_path, actors=actors))
    assert loaded.statements["name"].tolist() == ["Ann Lee", "bob", "Cid"]


def test_every_actor_and_source_of_the_statements_must_be_known(tmp_path):
    folder = makers.write_dossier(tmp_path, actors="actor\nann\nbobb\ncid\n", sources="source,url\ngazette,\nheralt,\n")
    message = read_fault(folder)
    assert "statements.csv, row 3, actor: 'bob' is not in actors.csv. Did you mean 'bobb'." in message
    assert "statements.csv, row 3, source: 'herald' is not in sources.csv. Did you mean 'heralt'." in message


def test_events_with_a_column_source_are_accepted(tmp_path):
    events = "event,date,title,source\nb,2020-02-01,Second,s2\na,2020-01-01,First,s1\n"
    loaded = load_dossier(makers.write_dossier(tmp_path, events=events)).events
    assert loaded["sources"].tolist() == ["s1", "s2"]
    assert loaded["title"].tolist() == ["First", "Second"]
    assert set(loaded["kind"]) == {"event"}


def test_optional_tables_may_have_a_header_alone(tmp_path):
    empty = {
        "codings": "statement,coder,fund\n",
        "events": "event,date,title\n",
        "figures": "figure,date,measure,value,source\n",
    }
    loaded = load_dossier(makers.write_dossier(tmp_path, **empty))
    assert [len(getattr(loaded, name)) for name in empty] == [0, 0, 0]
    assert len(loaded.statements) == 3


def test_statements_are_sorted_by_date_then_id(tmp_path):
    rows = ["3,2020-01-02,a,s,C,1", "1,2020-01-05,a,s,A,1", "2,2020-01-02,a,s,B,1"]
    loaded = load_dossier(makers.write_dossier(tmp_path, statements="\n".join([HEADER, *rows])))
    assert loaded.statements["statement"].tolist() == ["2", "3", "1"]


def test_a_blank_code_is_missing_and_not_zero(tmp_path):
    table = makers.STATEMENTS.replace("fund,-1", "fund,0")
    codes = load_dossier(makers.write_dossier(tmp_path, statements=table)).statements["fund"]
    assert codes.tolist()[:2] == [1, 0]
    assert codes.isna().tolist() == [False, False, True]


def test_an_actor_named_na_and_a_note_null_survive(tmp_path):
    table = f"{HEADER},venue,note\nNA,2020-01-02,NA,null,nan,1,NA,null\n"
    row = load_dossier(makers.write_dossier(tmp_path, statements=table)).statements.iloc[0]
    assert row[["statement", "actor", "source", "text", "venue", "note"]].tolist() == [
        "NA",
        "NA",
        "null",
        "nan",
        "NA",
        "null",
    ]


def test_blanks_around_a_cell_do_not_matter(tmp_path):
    table = makers.STATEMENTS.replace("ann", " ann ").replace("2020-01-02", " 2020-01-02").replace("fund,1", "fund, 1 ")
    loaded = load_dossier(makers.write_dossier(tmp_path, statements=table))
    assert loaded.statements["actor"][0] == "ann"
    assert loaded.statements["fund"][0] == 1


def test_what_is_not_said_about_a_statement_has_a_plain_word(tmp_path):
    row = load_dossier(makers.write_dossier(tmp_path)).statements.iloc[0]
    assert (row["date_precision"], row["speech"], row["note"], row["key_phrase"]) == ("day", "unsaid", "", "")


def mark(book, fund: list, access: list | None = None, codings: list = ()) -> list[bool]:
    topics = {"fund": pd.array(fund, "Int64")} | ({"access": pd.array(access, "Int64")} if access else {})
    statements = pd.DataFrame({"statement": [str(n) for n in range(len(fund))], **topics})
    return mark_coded(statements, pd.DataFrame({"statement": list(codings)}, dtype="str"), book).tolist()


@pytest.fixture
def one_topic(tmp_path):
    return load_dossier(makers.write_dossier(tmp_path / "one")).codebook


@pytest.fixture
def two_topics(tmp_path):
    text = makers.CODEBOOK + makers.CODEBOOK[makers.CODEBOOK.index("[[topic]]") :].replace("fund", "access")
    table = (
        makers.STATEMENTS.replace("fund\n", "fund,access\n")
        .replace("fund,1", "fund,1,")
        .replace("fund,-1", "fund,-1,1")
        .replace("rains,", "rains,,")
    )
    return load_dossier(makers.write_dossier(tmp_path / "two", text, statements=table)).codebook


def test_with_one_topic_and_no_codings_a_blank_counts_as_read_and_silent(one_topic):
    assert mark(one_topic, [1, None, None]) == [True, True, True]


def test_with_one_topic_and_no_code_at_all_nothing_counts_as_read(one_topic):
    assert mark(one_topic, [None, None]) == [False, False]


def test_with_codings_only_what_has_a_code_or_a_coding_counts_as_read(one_topic):
    assert mark(one_topic, [1, None, None], codings=["1"]) == [True, True, False]


def test_with_two_topics_a_wholly_blank_row_is_left_to_the_classifier(two_topics):
    assert mark(two_topics, [1, None, None], [None, 0, None]) == [True, True, False]


def test_the_code_zero_counts_as_coded(two_topics):
    assert mark(two_topics, [0, None], [None, None]) == [True, False]


@pytest.mark.parametrize("name", ["codebook.toml", *(f"{table}.csv" for table in TABLES), "reference.toml"])
def test_the_data_hash_changes_with_any_byte_of_any_table(shipped_copy, name):
    loaded = load_dossier(shipped_copy)
    (shipped_copy / "validation.csv").write_bytes(b"statement,coder\r\ne,f\r\n")  # the shipped dossiers have none
    before = loaded.data_hash
    content = (shipped_copy / name).read_bytes()
    for changed in (content + b" ", b" " + content, content.replace(b"e", b"E", 1), content[:-1]):
        (shipped_copy / name).write_bytes(changed)
        assert loaded.data_hash != before
    (shipped_copy / name).write_bytes(content)
    assert loaded.data_hash == before


def test_the_data_hash_is_the_same_in_another_folder(dossier, shipped_copy):
    assert load_dossier(shipped_copy).data_hash == dossier.data_hash
    assert len(dossier.data_hash) == 12


def test_the_data_hash_changes_where_a_reference_comes_or_goes(tmp_path):
    loaded = load_dossier(makers.write_dossier(tmp_path))
    before = loaded.data_hash
    (tmp_path / "reference.toml").write_text("", encoding="utf-8")
    assert loaded.data_hash != before
    (tmp_path / "reference.toml").unlink()
    assert loaded.data_hash == before


def test_a_reference_changes_no_code_and_no_row(other_dossier):
    before = load_dossier(other_dossier).statements
    (other_dossier / "reference.toml").write_text('[[home]]\nside = "sever"\nwords = ["橋"]\n', encoding="utf-8")
    after = load_dossier(other_dossier).statements
    assert after["place"].tolist() != before["place"].tolist()
    pd.testing.assert_frame_equal(after.drop(columns="place"), before.drop(columns="place"))


def test_moving_bytes_from_one_file_to_the_next_changes_the_hash(tmp_path):
    first, second = tmp_path / "a", tmp_path / "b"
    first.write_bytes(b"xy"), second.write_bytes(b"z")
    before = hash_files([first, second])
    first.write_bytes(b"x"), second.write_bytes(b"yz")
    assert hash_files([first, second]) != before


def test_a_dossier_is_found_by_name_or_by_path(tmp_path):
    folder = makers.write_dossier(tmp_path / "data" / "small")
    (tmp_path / "data" / "no-codebook").mkdir()
    assert find_dossiers((tmp_path / "data",)) == {"small": folder}
    assert find_dossier("small", tmp_path / "data") == folder
    assert find_dossier(str(folder), tmp_path / "data") == folder.resolve()


def test_an_unknown_dossier_is_answered_with_the_nearest_name(tmp_path):
    makers.write_dossier(tmp_path / "small")
    with pytest.raises(UsageError, match=r"There is no dossier 'smal'\. Did you mean 'small', or give the path"):
        find_dossier("smal", tmp_path)


def test_joining_sources_adds_their_columns_and_no_row_and_changes_nothing(other_dossier):
    loaded = load_dossier(other_dossier)
    before = loaded.statements.copy(deep=True), loaded.sources.copy(deep=True)
    joined = join_sources(loaded.statements, loaded.sources)
    assert joined["statement"].tolist() == before[0]["statement"].tolist()
    assert joined["publisher"].tolist() == [f"Газета {source}" for source in joined["source"]]
    pd.testing.assert_frame_equal(loaded.statements, before[0])
    pd.testing.assert_frame_equal(loaded.sources, before[1])


def test_columns_of_the_statements_named_as_those_of_sources_do_no_harm(tmp_path, scores):
    table = makers.STATEMENTS.replace("fund\n", "fund,url,title\n").replace(",1\n", ",1,http://a.org,A\n")
    table = table.replace(",-1\n", ",-1,,\n").replace("rains,\n", "rains,,,\n")
    loaded = load_dossier(makers.write_dossier(tmp_path, statements=table))
    assert len(list_statements(loaded, loaded.statements, scores.head(0))) == 3


def test_an_unreadable_table_is_not_blamed_on_the_others(tmp_path):
    codings = "statement,coder,fund\n1,a,1\n2,a,1\n"
    folder = makers.write_dossier(tmp_path, statements=makers.STATEMENTS.encode("utf-16"), codings=codings)
    assert read_fault(folder).splitlines() == [
        "1 problem to fix:",
        "statements.csv: is in UTF-16. Save it again as CSV UTF-8.",
    ]


def test_unreadable_actors_are_not_blamed_on_the_statements(tmp_path):
    actors = "actor,side\nann,north\nbob,south\ncid,south\n".encode("utf-16")
    folder = makers.write_dossier(tmp_path, makers.CODEBOOK + makers.TWO_SIDES, actors=actors)
    assert read_fault(folder).startswith("1 problem to fix:\nactors.csv: is in UTF-16")


def test_faults_of_several_files_come_together(tmp_path):
    folder = makers.write_dossier(tmp_path, events="event,date,title\n,soon,\n", sources=b"source\n\xff\xfe\xfa\n")
    message = read_fault(folder)
    for start in ("sources.csv: is not UTF-8", "events.csv, row 2, event: is empty", "events.csv, row 2, date: 'soon'"):
        assert start in message
    assert message.startswith("4 problems")
