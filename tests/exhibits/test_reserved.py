"""No topic can have the name of a column that stands beside the topics' own in any frame."""

from collections.abc import Iterator

import makers
import pandas as pd
import pytest

from stance.dossier.columns import DERIVED, RESERVED, is_reserved
from stance.dossier.loading import Dossier, load_dossier
from stance.dossier.scores import make_no_scores
from stance.errors import CodebookError
from stance.estimates.scored import score_statements
from stance.estimates.selection import default_selection
from stance.estimates.view import View
from stance.exhibits.agreement import make_readings
from stance.exhibits.robustness import make_robustness
from stance.exhibits.term import make_term
from stance.exhibits.terms import make_terms
from stance.export import build_tables

from .opening import OPENED, TOPIC, Ground

SLOW = (make_robustness, make_terms, make_term, make_readings)  # they see scored rows, where a topic is a cell


@pytest.fixture
def columns(monkeypatch) -> Iterator[set[str]]:
    """The names of all columns that stand in a frame with a topic's column while a test runs."""
    seen: set[str] = set()

    def note(frame: pd.DataFrame) -> pd.DataFrame:
        names = list(frame.columns)
        if TOPIC in names:
            seen.update(map(str, names))
        return frame

    start, make, put = pd.DataFrame.__init__, pd.DataFrame._from_mgr.__func__, pd.DataFrame.__setitem__
    monkeypatch.setattr(pd.DataFrame, "__init__", lambda self, *a, **k: (start(self, *a, **k), note(self))[0])
    monkeypatch.setattr(pd.DataFrame, "_from_mgr", classmethod(lambda cls, *a, **k: note(make(cls, *a, **k))))
    monkeypatch.setattr(pd.DataFrame, "__setitem__", lambda self, *a: (put(self, *a), note(self))[0])
    yield seen


def open_all(dossier: Dossier) -> None:
    scores, selection = make_no_scores(), default_selection(dossier.codebook)
    ground = Ground(dossier, score_statements(dossier, scores), scores, selection)
    for make, options in OPENED.items():
        for chosen in () if make in SLOW else options(ground):
            ground.make(make, **chosen)
    build_tables(dossier, scores, View(selection))


def test_topics_of_odd_names_break_no_exhibit_and_every_column_beside_them_is_reserved(tmp_path, columns):
    names = ("line", "low", "nan")
    folder = makers.make_other_dossier(tmp_path)
    book = (folder / "codebook.toml").read_text(encoding="utf-8")
    topics = "".join(f'\n[[topic]]\nid = "{n}"\nquestion = "q"\nminus = "a"\nplus = "b"\n' for n in names)
    (folder / "codebook.toml").write_text(book.replace("[[rule]]", f"{topics}\n[[rule]]"), encoding="utf-8")
    for table in ("statements", "codings"):
        rows = makers.read_rows(folder / f"{table}.csv")
        makers.write_rows(folder / f"{table}.csv", [row | dict.fromkeys(names, row[TOPIC]) for row in rows])
    dossier = load_dossier(folder)
    open_all(dossier)
    ids = dossier.codebook.topic_ids
    assert {"coded", "earliest", "marks"} <= columns
    assert sorted(name for name in columns - set(ids) if not is_reserved(name, ids) and ":" not in name) == []


@pytest.mark.parametrize("name", ["score", "date", "Date", "ｓｃｏｒｅ", "row", "date_own", "fund_low"])
def test_a_reserved_name_is_refused_in_the_codebook(tmp_path, name):
    topic = f'\n[[topic]]\nid = "{name}"\nquestion = "q"\nminus = "a"\nplus = "b"\n'
    with pytest.raises(CodebookError, match="is the name of a column that the program uses. Choose another id"):
        load_dossier(makers.write_dossier(tmp_path, makers.CODEBOOK + topic))


def test_free_names_are_free():
    free = ["line", "group", "position", "change", "share", "low", "water_low", "Fund"]
    assert [name for name in free if is_reserved(name, ["fund"])] == []
    assert len(RESERVED) > len(DERIVED) + 20
