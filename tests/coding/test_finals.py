"""Which codes are final, and the dossier's tables with them."""

import io
import zipfile
from dataclasses import replace
from pathlib import Path

import makers
import pytest

from stance.coding.entries import Entry, hash_text
from stance.coding.exchange import read_all_standing
from stance.coding.finals import choose_finals, count_changed, keep_usable, make_tables, pack_dossier
from stance.coding.store import Store, open_private
from stance.dossier.loading import Dossier, load_dossier
from stance.errors import UsageError
from stance.limits import DEMO_CODINGS

FIRST, UNCODED = "речь-000", "речь-041"


@pytest.fixture(scope="module")
def shared() -> Store:
    return open_private(replace(DEMO_CODINGS, most=100_000))


@pytest.fixture
def river(tmp_path: Path) -> Dossier:
    return load_dossier(makers.make_other_dossier(tmp_path / "river"))


@pytest.fixture
def code(shared, talks, request):
    """Keeps a coding under a dossier of the test's own, and gives what follows from all of them."""
    dossier = replace(talks, slug=request.node.name)
    texts = dossier.statements.set_index("statement")["text"]

    def keep(coder: str, quota: int | None, access: int | None = None, statement: str = UNCODED, **more) -> None:
        codes = {"quota": quota, "access": access}
        told = {"text_hash": hash_text(texts[statement])} | more
        shared.add(Entry(dossier.slug, told.pop("codebook", "7b"), statement, coder, codes, **told))

    def find() -> list[tuple]:
        usable = keep_usable(read_all_standing(shared, dossier), dossier)
        rows = choose_finals(usable, dossier.codebook).astype(object)
        return [
            tuple(None if one is None or one != one else one for one in row)
            for row in rows.where(rows.notna(), None).to_numpy()
        ]

    keep.find = find
    return keep


def test_one_coder_decides_where_no_other_coded(code):
    code("ann", 1)
    assert code.find() == [(UNCODED, 1, None, "one coder")]


def test_what_coders_agree_on_is_final_and_where_they_differ_the_record_stays(code):
    for name in ("ann", "bob"):
        code(name, 1, -1)
        code(name, 1 if name == "ann" else 0, statement=FIRST)
    assert code.find() == [(UNCODED, 1, -1, "agreed")]


def test_an_adjudication_decides_whatever_coders_say_and_the_last_one_stands(code):
    for name in ("ann", "bob"):
        code(name, 1)
    code("eve", -1, purpose="adjudication")
    code("dan", 0, purpose="adjudication")
    assert code.find() == [(UNCODED, 0, None, "settled")]


@pytest.mark.parametrize(
    "more", [{"codebook": "7a"}, {"text_hash": "00000000"}, {"purpose": "validation"}, {"withdrawn": True}]
)
def test_codings_by_another_codebook_of_another_text_to_check_or_withdrawn_decide_nothing(code, more):
    code("ann", 1, **more)
    assert code.find() == []


def test_codes_that_the_codebook_has_not_decide_nothing(code):
    code("ann", 2)
    assert code.find() == []


def standing(store: Store, dossier: Dossier):
    return keep_usable(read_all_standing(store, dossier), dossier)


def test_without_codings_the_shipped_tables_are_written_to_the_same_bytes(dossier, shared):
    files = make_tables(dossier, standing(shared, dossier))
    assert sorted(files) == ["codings.csv", "datapackage.json", "statements.csv"]
    assert {name: (dossier.folder / name).read_bytes() for name in files} == files


def test_the_dossier_with_final_codes_is_sound_and_differs_in_them_alone(dossier, tmp_path):
    store = open_private(DEMO_CODINGS)
    row = dossier.statements[dossier.statements["coded"]].iloc[0]
    topics = dossier.codebook.topic_ids
    codes = dict.fromkeys(topics, None) | {topics[0]: -1 if row[topics[0]] != -1 else 1}
    entry = Entry(dossier.slug, dossier.codebook.version, row["statement"], "ann", codes, note="=x")
    store.add_all([entry, replace(entry, coder="bob")])
    folder = tmp_path / dossier.slug
    with zipfile.ZipFile(io.BytesIO(pack_dossier(dossier, standing(store, dossier)))) as archive:
        archive.extractall(tmp_path)
    changed = load_dossier(folder)
    before, after = (one.statements.set_index("statement") for one in (dossier, changed))
    assert after.loc[row["statement"], topics[0]] == codes[topics[0]]
    others = before.index != row["statement"]
    assert after[others].equals(before[others])
    rows = changed.codings[changed.codings["statement"] == row["statement"]]
    assert {*rows["coder"]} == {"a", "b", "adjudicated", "ann", "bob"}
    assert len(changed.codings) == len(dossier.codings) + 2
    assert count_changed(choose_finals(standing(store, dossier), dossier.codebook), dossier) == (0, 1)


def test_a_statement_that_no_one_had_coded_is_coded_then(river):
    store = open_private(DEMO_CODINGS)
    store.add(Entry("river", "7b", UNCODED, "ann", {"quota": None, "access": None}))
    usable = standing(store, river)
    assert count_changed(choose_finals(usable, river.codebook), river) == (1, 0)
    for name, content in make_tables(river, usable).items():
        (river.folder / name).write_bytes(content)
    assert load_dossier(river.folder).statements.set_index("statement").loc[UNCODED, "coded"]


def test_codes_are_not_put_into_a_table_of_parquet(river):
    river.statements.drop(columns=["coded"]).to_parquet(river.folder / "statements.parquet")
    (river.folder / "statements.csv").unlink()
    with pytest.raises(UsageError, match=r"statements.parquet is Parquet"):
        make_tables(river, standing(open_private(DEMO_CODINGS), river))
