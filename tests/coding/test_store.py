"""The database of codings, on SQLite and on PostgreSQL."""

import sqlite3
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from stance.coding.entries import Entry
from stance.coding.store import open_private, open_store
from stance.errors import UsageError
from stance.limits import DEMO_CODINGS

ENTRY = Entry("talks", "1", "s1", "ann", {"fund": 1, "toll": None})
TOPICS = ["fund", "toll"]


def test_a_later_act_of_a_coder_stands_and_the_former_one_is_kept(store):
    store.add(ENTRY)
    store.add(replace(ENTRY, codes={"fund": -1, "toll": 0}))
    assert store.read_history("talks", TOPICS)["fund"].tolist() == [1, -1]
    assert store.read_current("talks", TOPICS)[TOPICS].to_numpy().tolist() == [[-1, 0]]


def test_a_coding_that_was_withdrawn_does_not_stand(store):
    store.add(ENTRY)
    store.add(replace(ENTRY, withdrawn=True, codes={}))
    assert store.read_current("talks", TOPICS).empty
    assert len(store.read_history("talks", TOPICS)) == 2


def test_codings_of_another_dossier_or_purpose_are_not_read(store):
    store.add(ENTRY)
    assert store.read_current("others", TOPICS).empty
    assert store.read_current("talks", TOPICS, purpose="validation").empty


def test_an_act_is_kept_with_all_that_was_said_of_it(store):
    then = datetime(2024, 2, 29, 23, 59, 59, 123456, tzinfo=UTC)
    given = replace(
        ENTRY,
        coder="Élise 川",
        note="a\n“b”",
        unsure=True,
        aided=True,
        text_hash="0a1b2c3d",
        purpose="validation",
        at=then,
    )
    number = store.add(given)
    (row,) = store.read_history("talks", TOPICS).to_dict("records")
    shown = {name: row[name] for name in ("coder", "note", "unsure", "aided", "text_hash", "purpose", "codebook")}
    assert shown == {name: getattr(given, name) for name in shown}
    assert (row["act"], row["at"].to_pydatetime()) == (number, then)


def test_the_time_of_an_act_is_that_of_its_keeping_in_utc(store):
    before = datetime.now(UTC)
    store.add(ENTRY)
    (at,) = store.read_history("talks", TOPICS)["at"]
    assert before <= at <= datetime.now(UTC)


def test_the_numbers_of_acts_rise(store):
    first, second = store.add(ENTRY), store.add(ENTRY)
    assert second > first


def test_several_acts_are_kept_together_or_not_at_all(store):
    with pytest.raises(UsageError, match="has no name"):
        store.add_all([ENTRY, replace(ENTRY, coder=" ")])
    assert store.read_history("talks", TOPICS).empty
    assert store.add_all([ENTRY, replace(ENTRY, coder="bob")]) == 2


def test_an_act_that_is_there_under_its_key_is_not_kept_again(store, tmp_path):
    store.add_all([ENTRY, replace(ENTRY, coder="bob")])
    rows = store.read_acts("talks").drop(columns="act").to_dict("records")
    assert store.add_rows(rows) == 0
    other = open_store(f"sqlite:///{tmp_path / 'other.db'}")
    assert (other.add_rows(rows), other.add_rows(rows)) == (2, 0)
    assert other.read_acts("talks").equals(store.read_acts("talks"))


@pytest.mark.parametrize(
    "statement", ["UPDATE acts SET coder = 'eve'", "DELETE FROM acts", "DELETE FROM acts WHERE act = 1"]
)
def test_the_database_itself_refuses_to_change_or_delete_an_act(store, statement):
    store.add(ENTRY)
    with pytest.raises(DBAPIError, match="never changed"), store._engine.begin() as connection:
        connection.execute(text(statement))
    assert store.read_history("talks", TOPICS)["coder"].tolist() == ["ann"]


def test_postgresql_refuses_to_empty_the_table(server):
    store = open_store(server.make_database("emptied"))
    store.add(ENTRY)
    with pytest.raises(DBAPIError, match="never changed"), store._engine.begin() as connection:
        connection.execute(text("TRUNCATE acts"))


def test_no_module_of_coding_changes_or_deletes_a_row():
    import stance.coding

    folder = Path(stance.coding.__file__).parent
    code = "\n".join(path.read_text() for path in folder.rglob("*.py") if path.name != "acts.py")
    assert not any(
        word in code for word in ("UPDATE ", "DELETE ", "update(ACTS", "delete(ACTS", ".update()", ".delete()")
    )


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("Ann", "'ann' already"),
        ("a​nn", "'ann' already"),
        ("adjudicated", "final coding"),
        ("Adjudicatd", "final coding"),
        ("​", "seen"),
    ],
)
def test_a_name_that_only_looks_like_another_is_refused_and_nothing_is_kept(store, name, said):
    store.add(ENTRY)
    with pytest.raises(UsageError, match=said):
        store.add(replace(ENTRY, coder=name))
    assert store.read_history("talks", TOPICS)["coder"].tolist() == ["ann"]
    store.add(replace(ENTRY, coder="Ann", dossier="others"))


def test_eight_threads_write_at_once_and_nothing_is_refused_or_lost(store):
    def work(coder: int) -> None:
        for number in range(25):
            store.add(replace(ENTRY, coder=f"c{coder}", statement=f"s{number}"))

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(work, range(8)))
    current = store.read_current("talks", TOPICS)
    assert len(current) == 200 and current["act"].is_unique


def test_one_address_is_one_store(tmp_path):
    address = f"sqlite:///{tmp_path / 'codings.db'}"
    assert open_store(address) is open_store(address)
    assert open_store(address) is not open_store(f"sqlite:///{tmp_path / 'other.db'}")


def test_a_file_that_was_taken_away_is_missed_and_made_anew_when_it_is_opened(tmp_path):
    file = tmp_path / "codings.db"
    store = open_store(f"sqlite:///{file}")
    store.add(ENTRY)
    for one in tmp_path.glob("codings.db*"):
        one.unlink()
    with pytest.raises(UsageError, match="not there any more"):
        store.add(ENTRY)
    open_store(f"sqlite:///{file}").add(ENTRY)
    assert len(open_store(f"sqlite:///{file}").read_history("talks", TOPICS)) == 1


def test_a_backup_that_is_put_in_the_place_of_the_file_is_read_and_written(tmp_path):
    file, backup = tmp_path / "codings.db", tmp_path / "backup.db"
    store = open_store(f"sqlite:///{file}")
    store.add(ENTRY)
    with sqlite3.connect(file) as source, sqlite3.connect(backup) as target:
        source.backup(target)
    store.add(replace(ENTRY, coder="bob"))
    for journal in tmp_path.glob("codings.db-*"):
        journal.unlink()  # it belongs to the file that goes
    backup.replace(file)
    store.add(replace(ENTRY, coder="cid"))
    assert store.read_history("talks", TOPICS)["coder"].tolist() == ["ann", "cid"]


def test_a_private_store_is_seen_by_no_other_and_takes_so_many_acts():
    store, other = (open_private(replace(DEMO_CODINGS, most=2)) for _ in range(2))
    store.add_all([ENTRY, ENTRY])
    assert other.read_history("talks", TOPICS).empty
    with pytest.raises(UsageError, match="2 codings already"):
        store.add(ENTRY)
    assert len(store.read_history("talks", TOPICS)) == 2


@pytest.mark.parametrize(
    "address", ["mysql://ann:hush-hush@host/x", "nonsense hush-hush", "postgres://ann:hush-hush@host:port/x", "sqlite"]
)
def test_an_address_that_is_none_is_refused_without_repeating_it(address):
    with pytest.raises(UsageError, match="STANCE_DATABASE_URL is no address") as caught:
        open_store(address)
    assert "hush" not in str(caught.value)


def test_a_server_that_is_not_there_is_named_without_user_and_password(server):
    with pytest.raises(UsageError, match="cannot be reached") as caught:
        open_store("postgresql://ann:hush-hush@127.0.0.1:9/codings")
    assert "'codings' on 127.0.0.1:9" in str(caught.value)
    assert "hush" not in str(caught.value) and "ann:" not in str(caught.value)


def test_a_wrong_password_is_said_without_it(server):
    with pytest.raises(UsageError, match="password authentication failed") as caught:
        open_store(server.make_database("guarded").replace("hush-hush", "sesame-1"))
    assert "sesame" not in str(caught.value)


def test_a_file_that_is_no_database_is_refused_and_left_as_it_is(tmp_path):
    file = tmp_path / "codings.db"
    file.write_text("statement,coder\n" * 100)
    with pytest.raises(UsageError, match="no database of codings"):
        open_store(f"sqlite:///{file}")
    assert file.read_text() == "statement,coder\n" * 100


def test_the_last_act_is_known_without_reading_all(store):
    assert store.find_last("talks") == 0
    act = store.add(ENTRY)
    store.add(replace(ENTRY, dossier="others"))
    assert store.find_last("talks") == act
