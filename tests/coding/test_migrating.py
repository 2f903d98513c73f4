"""How a database comes to its present form."""

import importlib

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine, text

from stance.coding import migrating
from stance.coding.acts import VERSION, metadata
from stance.coding.engines import WRITES, make_engine, make_file, read_address
from stance.coding.entries import Entry
from stance.coding.store import _opened, open_store
from stance.errors import UsageError

from .writers import TOPICS, open_and_add, start

OLD = (
    "INSERT INTO acts (at, dossier, codebook, statement, coder, purpose, codes, unsure, note, withdrawn) "
    "VALUES ('2024-01-01 00:00:00', 'talks', '1', 's1', 'ann', 'coding', '{\"fund\": -1}', {no}, '', {no})"
)


def test_the_tables_of_the_program_and_those_of_the_steps_are_the_same(store):
    with store._engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection, opts={"compare_type": True}), metadata) == []


def test_the_last_step_has_the_number_that_the_program_knows():
    assert ScriptDirectory.from_config(_config()).get_heads() == [VERSION]


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(migrating.STEPS))
    return config


def test_a_database_of_the_first_form_is_brought_up_to_date_with_its_acts(address):
    from alembic import command

    url = read_address(address)
    make_file(url)
    engine = make_engine(url)
    config = _config()
    with engine.connect().execution_options(**{WRITES: True}) as connection, connection.begin():
        config.attributes["connection"] = connection
        command.upgrade(config, "1")
        no = "0" if url.get_backend_name() == "sqlite" else "false"
        connection.exec_driver_sql(OLD.replace("{no}", no))
    store = open_store(address)
    store.add(Entry("talks", "1", "s2", "ann", {"fund": 1}))
    history = store.read_history("talks", ["fund"])
    assert history["fund"].tolist() == [-1, 1]
    assert history["text_hash"].tolist() == ["", ""] and not history["aided"].any()


@pytest.mark.parametrize("later", [str(int(VERSION) + 1), "99", "abc"])
def test_a_database_of_a_later_version_is_refused_and_left_as_it_is(address, later):
    store = open_store(address)
    store.add(Entry("talks", "1", "s1", "ann", {"fund": 1}))
    with store._engine.connect().execution_options(**{WRITES: True}) as connection, connection.begin():
        connection.execute(text(f"UPDATE alembic_version SET version_num = '{later}'"))
    _opened.clear()
    with pytest.raises(UsageError, match=f"has the form {later}, and this program knows forms up to {VERSION}"):
        open_store(address)
    assert len(store.read_history("talks", ["fund"])) == 1


def test_six_processes_that_open_a_new_database_at_once_make_it_once(address):
    started = [start(open_and_add, address, f"c{n}") for n in range(6)]
    for one in started:
        one.join()
    assert [one.exitcode for one in started] == [0] * 6
    assert sorted(open_store(address).read_history("talks", TOPICS)["coder"]) == [f"c{n}" for n in range(6)]


def test_a_step_that_fails_leaves_the_database_as_it_was(tmp_path, monkeypatch):
    step = importlib.import_module("stance.coding.migrations.versions.texts_and_keys")
    assert step.down_revision == "1"
    file = tmp_path / "codings.db"
    real = migrating._take_steps

    def fail(connection) -> None:
        real(connection)
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(migrating, "_take_steps", fail)
    with pytest.raises(UsageError, match="is full"):
        open_store(f"sqlite:///{file}")
    with create_engine(f"sqlite:///{file}").connect() as connection:
        assert connection.execute(text("SELECT count(*) FROM sqlite_master")).scalar() == 0
    monkeypatch.undo()
    open_store(f"sqlite:///{file}").add(Entry("talks", "1", "s1", "ann", {"fund": 1}))
