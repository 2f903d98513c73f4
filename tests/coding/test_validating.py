"""A check of the record as a table of the dossier."""

import json
from pathlib import Path

import pytest

from stance.coding.entries import CODING, VALIDATION, Entry
from stance.coding.store import Store, open_store
from stance.coding.validating import list_checks, put_checks
from stance.dossier.loading import Dossier, load_dossier
from stance.errors import DataError, UsageError


@pytest.fixture
def river(other_dossier: Path) -> Dossier:
    return load_dossier(other_dossier)


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return open_store(f"sqlite:///{tmp_path / 'kept.db'}")


@pytest.fixture
def ids(river) -> list[str]:
    return river.statements.loc[river.statements["coded"], "statement"].head(4).tolist()


def code(store: Store, river: Dossier, statement: str, **more) -> None:
    codes = dict.fromkeys(river.codebook.topic_ids, 0)
    store.add(Entry(river.slug, river.codebook.version, statement, "ann", codes, **({"purpose": VALIDATION} | more)))


def list_them(store, river, ids):
    return list_checks(store, river, ids, size=4, seed=9)


def test_only_blind_checks_of_the_drawn_statements_are_rows(store, river, ids):
    code(store, river, ids[0])
    code(store, river, ids[1], purpose=CODING)
    code(store, river, ids[2], aided=True)
    code(store, river, ids[3])
    rows = list_them(store, river, ids[:3])
    assert rows["statement"].tolist() == [ids[0]]
    assert rows.iloc[0][["draw_seed", "draw_size", "draw_data", "draw_codebook"]].tolist() == [
        9,
        4,
        river.data_hash,
        river.codebook.version,
    ]


def test_the_table_is_read_back_as_it_was_written_and_changes_the_data_hash_but_not_that_of_the_record(
    store, river, ids
):
    code(store, river, ids[0])
    rows, before = list_them(store, river, ids), river.data_hash
    put_checks(river, rows)
    again = load_dossier(river.folder)
    assert again.validation[list(rows.columns)].astype(str).to_numpy().tolist() == rows.astype(str).to_numpy().tolist()
    assert again.data_hash != before
    assert again.record_hash == before


def test_a_later_check_replaces_that_of_the_same_person_and_statement_and_leaves_the_others(store, river, ids):
    for one in ids[:2]:
        code(store, river, one)
    put_checks(river, list_them(store, river, ids))
    first = river.codebook.topic_ids[0]
    changed = list_them(store, river, ids[:1]).assign(**{first: 1})
    put_checks(load_dossier(river.folder), changed)
    rows = load_dossier(river.folder).validation.set_index("statement")[first]
    assert rows.to_dict() == {ids[0]: 1, ids[1]: 0}


def test_a_table_that_the_dossier_would_refuse_is_not_written(store, river, ids):
    code(store, river, ids[0])
    rows = list_them(store, river, ids).assign(**{river.codebook.topic_ids[0]: 99})
    with pytest.raises(DataError, match="99"):
        put_checks(river, rows)
    assert not (river.folder / "validation.csv").exists()


def test_a_parquet_table_is_not_added_to(store, river, ids):
    code(store, river, ids[0])
    (river.folder / "validation.parquet").touch()
    with pytest.raises(UsageError, match=r"Save it as validation\.csv"):
        put_checks(river, list_them(store, river, ids))


def test_the_data_package_names_the_table_once_and_stays_valid(store, shipped_copy):
    shipped = load_dossier(shipped_copy)
    ids = shipped.statements.loc[shipped.statements["coded"], "statement"].head(2).tolist()
    for one in ids:
        code(store, shipped, one)
        put_checks(load_dossier(shipped_copy), list_checks(store, shipped, ids, size=2, seed=1))
    resources = json.loads((shipped_copy / "datapackage.json").read_text(encoding="utf-8"))["resources"]
    (own,) = [one for one in resources if one["name"] == "validation"]
    assert [one["name"] for one in own["schema"]["fields"]] == list(load_dossier(shipped_copy).validation.columns)
    assert len(load_dossier(shipped_copy).validation) == 2


def test_a_check_of_an_unknown_statement_or_with_an_unknown_code_is_a_problem_of_the_dossier(store, river, ids):
    code(store, river, ids[0])
    put_checks(river, list_them(store, river, ids))
    path = river.folder / "validation.csv"
    path.write_text(path.read_text(encoding="utf-8").replace(ids[0], "nowhere"), encoding="utf-8")
    with pytest.raises(DataError, match="nowhere"):
        load_dossier(river.folder)
