"""A dossier: one negotiation, loaded and checked from its folder.

Belongs here: finding dossiers, reading all tables together, what is asked of a whole dossier.
Not here: columns (`columns`), faults (`checks`), what follows from the tables together (`linking`).
Only codebook.toml and statements.csv are required; what is missing is an empty table and the pages say so. Each table may be
Parquet instead of CSV; messages name the file that is there.
"""

import hashlib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property, lru_cache
from pathlib import Path

import numpy as np
import pandas as pd

from stance.dossier.checks import check_dossier
from stance.dossier.codebook import Codebook, load_codebook
from stance.dossier.columns import SOURCES, TABLES, VALIDATION, fit_table, keep_known
from stance.dossier.labels import find_meant, make_unique
from stance.dossier.linking import link_tables
from stance.dossier.reference import FILE as REFERENCE
from stance.dossier.reference import Reference, check_reference, check_words, load_reference, name_voices
from stance.dossier.spellings import check_files, find_table, is_parquet, is_there, list_unread
from stance.dossier.tables import read_table
from stance.errors import DataError, Problem, UsageError, suggest_value
from stance.files import describe_unread
from stance.limits import PARQUET_BYTES, PARQUET_UNPACKED
from stance.memory import give_back
from stance.settings import read_folders

DATA = Path(__file__).resolve().parents[2] / "data"
MODELS = DATA.parent / "models"
OWN_MODELS = "classifier"
NONE_FOUND = (
    "There is no dossier in data/ or in a folder that STANCE_DATA names. Run: python -m stance init data/NAME, or put a folder with "
    "codebook.toml and statements.csv there."
)
JOINED = ["source_kind" if name == "kind" else name for name in SOURCES.names if name != "source"]


@dataclass(frozen=True)
class Dossier:
    """One negotiation: its codebook and frames, checked and linked.

    statements: one row each, sorted by date, then id: statement, date (datetime64), date_precision, actor,
    name, side, kind (of actor), office, venue, place ("home", "abroad" or "" where no word of reference.toml tells),
    source, marks (what to know of speaker and source: the keys of `linking.MARKS`, comma-separated), speech, text, key_phrase,
    note, coded (bool) and a column per topic with the code (Int64, NA where the statement does not speak to the topic or
    has not been coded). The other frames are as in the files, empty where the file is not there; dates are datetime64,
    codes Int64. reference: what reference.toml tells of the talks, empty without one. unread: the columns that nothing reads, by file.
    """

    slug: str
    folder: Path
    codebook: Codebook
    statements: pd.DataFrame
    actors: pd.DataFrame
    sources: pd.DataFrame
    codings: pd.DataFrame
    events: pd.DataFrame
    figures: pd.DataFrame
    validation: pd.DataFrame
    reference: Reference
    unread: Mapping[str, list[str]] = field(default_factory=dict)

    @property
    def data_hash(self) -> str:
        """Twelve hexadecimal digits that change with any byte of the codebook, a table or the reference."""
        return hash_files(list_files(self.folder))

    @property
    def record_hash(self) -> str:
        """The same without validation.csv: what a sample is drawn from, and the data hash where there is no such table."""
        return hash_files([path for path in list_files(self.folder) if path.stem != VALIDATION.name])

    @cached_property
    def kinds_of_report(self) -> set[str]:
        """The marks and kinds of speech that statements of this dossier have."""
        return set(", ".join(self.statements["marks"].unique()).split(", ")) | set(self.statements["speech"].unique())

    @cached_property
    def actor_numbers(self) -> tuple[np.ndarray, pd.Index]:
        """The number of each statement's actor, and the actors by their numbers."""
        return _number(self.statements["actor"])

    @cached_property
    def source_numbers(self) -> tuple[np.ndarray, pd.Index]:
        """The number of each statement's source, and the sources by their numbers."""
        return _number(self.statements["source"])

    def find_by_label(self, text: str, among: Collection[str] | None = None) -> str | None:
        """The id of a topic, side or actor that a text means: by id, label, bare title or a former one.

        among: the ids that may be meant, None for all. None where it means none of them, or more than one.
        """
        titles = self._title_topics() | self._title_sides() | self._title_actors()
        meant = {one: title for one, title in titles.items() if among is None or one in among}
        return find_meant(text, meant, self._list_aliases())

    def label_topics(self) -> dict[str, str]:
        """The unique label of each topic, by id."""
        return make_unique(self._title_topics())

    def label_sides(self) -> dict[str, str]:
        """The unique label of each side, by id."""
        return make_unique(self._title_sides())

    @cached_property
    def voices(self) -> dict[str, str]:
        """The title of the group of speakers of each actor, by id (`reference.name_voices`)."""
        return name_voices(self.reference.voice, self.actors.set_index("actor")["kind"].to_dict())

    def label_actors(self) -> dict[str, str]:
        """The unique label of each actor, by id."""
        return self._actor_labels

    @cached_property
    def _actor_labels(self) -> dict[str, str]:
        return make_unique(self._title_actors())

    def _title_topics(self) -> dict[str, str]:
        return {topic.id: topic.title for topic in self.codebook.topics}

    def _title_sides(self) -> dict[str, str]:
        return {side.id: side.title for side in self.codebook.sides}

    def _title_actors(self) -> dict[str, str]:
        return dict(zip(self.actors["actor"], self.actors["name"], strict=True))

    def _list_aliases(self) -> list[tuple[str, str]]:
        """Other and former names, each with its id."""
        cells = zip(self.actors["actor"], self.actors["aliases"], strict=True)
        return [
            *((alias, topic.id) for topic in self.codebook.topics for alias in topic.aliases),
            *((alias, side.id) for side in self.codebook.sides for alias in side.aliases),
            *((alias, actor) for actor, cell in cells if cell for alias in cell.split(" ; ")),
        ]


def _number(cells: pd.Series) -> tuple[np.ndarray, pd.Index]:
    places, names = pd.factorize(cells)
    return places.astype(np.int32), pd.Index(names)


def list_files(folder: Path) -> list[Path]:
    """The files that a dossier's numbers and notes come from, there or not, in order."""
    return [folder / "codebook.toml", *(find_table(folder, name) for name in TABLES), folder / REFERENCE]


def hash_files(paths: list[Path]) -> str:
    """Twelve hexadecimal digits of the SHA-256 of the files that exist, in the given order; read again when one has changed."""
    found = [(path, path.stat()) for path in paths if path.is_file()]
    return _hash_stamped(tuple((path, one.st_size, one.st_mtime_ns, one.st_ino) for path, one in found))


@lru_cache(maxsize=32)
def _hash_stamped(files: tuple[tuple[Path, int, int, int], ...]) -> str:
    digest = hashlib.sha256()
    for path, *_ in files:
        digest.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()[:12]


def find_dossiers(roots: Sequence[Path] = ()) -> dict[str, Path]:
    """The folders in `roots` that hold a codebook, by name; by default those of data/, then those of STANCE_DATA.

    Of two folders of one name in different roots the second is called NAME-2.
    """
    found: dict[str, Path] = {}
    for root in roots or (DATA, *read_folders()):
        folders = sorted(path.parent for path in root.glob("*/codebook.toml"))
        found = join_dossiers(found, {folder.name: folder for folder in folders})
    return found


def join_dossiers(dossiers: dict[str, Path], others: dict[str, Path]) -> dict[str, Path]:
    """All of them by name, in order; one whose name is taken gets it with a number."""
    joined = dict(dossiers)
    for name, folder in others.items():
        if folder not in joined.values():
            names = [name, *(f"{name}-{number}" for number in range(2, len(joined) + 3))]
            joined[next(one for one in names if one not in joined)] = folder
    return joined


def find_dossier(name: str, data: Path = DATA) -> Path:
    """The folder that `name` means: a path, or a dossier in `data` or STANCE_DATA; raises UsageError."""
    dossiers = find_dossiers((data, *read_folders()))
    if name in dossiers:
        return dossiers[name]
    if Path(name).is_dir():
        return Path(name).resolve()
    raise UsageError(f"There is no dossier '{name}'. {suggest_value(name, dossiers)}, or give the path of a folder.")


def find_models(folder: Path, models: Path | None = None) -> Path:
    """Where the classifier of the dossier in a folder stands, there or not: models/NAME for those in data/, else `classifier` in the folder.

    models: another folder of classifiers, where one is named; then it stands in models/NAME there.
    """
    if models is not None:
        return models / folder.name
    return MODELS / folder.name if folder.parent == DATA else folder / OWN_MODELS


def load_dossier(folder: Path) -> Dossier:
    """The dossier in `folder`; raises CodebookError or DataError with every problem found."""
    try:
        return _load(folder)
    except OSError as error:
        raise DataError([describe_unread(Path(error.filename or folder), error)]) from None


def _load(folder: Path) -> Dossier:
    codebook = load_codebook(folder)
    tables, problems = _read_tables(folder, codebook)
    blind = bool(problems)  # what cannot be read is not blamed on the others too
    problems += check_files(folder)
    files = {f"{name}.csv": find_table(folder, name).name for name in TABLES}
    with_actors = is_there(folder / files["actors.csv"])
    if tables["statements"].empty and not problems:
        problems.append(Problem("statements.csv", None, "", "", "holds no statement", "Add at least one row"))
    reference, faults = load_reference(folder)
    known = {"statements": tables["statements"].get("statement", []), "events": tables["events"].get("event", [])}
    known["actors"] = tables["actors" if with_actors else "statements"].get("actor", [])
    problems += check_dossier(tables, codebook, files, with_actors=with_actors) + faults
    problems += [] if blind else check_reference(reference, codebook, **known)
    problems += [] if blind else check_words(reference, **_list_words(tables))
    if problems:
        raise DataError([replace(one, file=files.get(one.file, one.file)) for one in problems])
    unread = {files[file]: names for file, names in _list_unread(tables, codebook).items()}
    frames = _link(tables, codebook, reference)
    give_back()
    return Dossier(slug=folder.name, folder=folder, codebook=codebook, reference=reference, unread=unread, **frames)


def _link(tables: dict[str, pd.DataFrame], codebook: Codebook, reference: Reference) -> dict[str, pd.DataFrame]:
    """The frames of a dossier from its tables, which are given up."""
    kept = {name: keep_known(tables.pop(name), [*TABLES[name].names, *codebook.topic_ids]) for name in list(tables)}
    return link_tables(kept, codebook, reference)


def _read_tables(folder: Path, codebook: Codebook) -> tuple[dict[str, pd.DataFrame], list[Problem]]:
    tables: dict[str, pd.DataFrame] = {}
    problems: list[Problem] = []
    for name in TABLES:
        path, tables[name] = find_table(folder, name), pd.DataFrame()
        if name == "statements" or is_there(path):
            try:
                tables[name] = _strip_cells(_read_table(path, [*TABLES[name].names, *codebook.topic_ids]))
            except DataError as error:
                problems += error.problems
    return tables, problems


def _read_table(path: Path, wanted: list[str]) -> pd.DataFrame:
    return read_table(path, wanted, (PARQUET_BYTES, PARQUET_UNPACKED)) if is_parquet(path) else read_table(path)


def _strip_cells(table: pd.DataFrame) -> pd.DataFrame:
    return table.apply(lambda cells: cells.str.strip()) if len(table) else table


def _list_words(tables: dict[str, pd.DataFrame]) -> dict[str, set[str]]:
    """The publishers of the sources, and the kinds of actors and events."""
    columns = {"publishers": [("sources", "publisher")], "kinds": [("actors", "kind"), ("events", "kind")]}
    return {
        key: {cell for table, name in pairs for cell in tables[table].get(name, [])} for key, pairs in columns.items()
    }


def _list_unread(tables: dict[str, pd.DataFrame], codebook: Codebook) -> dict[str, list[str]]:
    fitted = {name: fit_table(TABLES[name], codebook, with_actors=False) for name in tables}
    found = {TABLES[name].file: list_unread(rows, fitted[name]) for name, rows in tables.items()}
    return {file: names for file, names in found.items() if names}


def join_sources(statements: pd.DataFrame, sources: pd.DataFrame) -> pd.DataFrame:
    """The statements with their source's publisher, origin, source_kind, title, published and url added."""
    wanted = sources.rename(columns={"kind": "source_kind"})
    own = statements.drop(columns=[name for name in JOINED if name in statements]).reset_index(drop=True)
    found = wanted.set_index("source")[JOINED].reindex(own["source"])
    return pd.concat([own, found.set_axis(own.index)], axis=1)
