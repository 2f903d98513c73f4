"""A dossier: one negotiation, loaded and checked from its folder.

Belongs here: finding dossiers, loading all tables together, joining what belongs together.
Not here: checks of single cells (`statements`), estimates, pictures.
Only codebook.toml and statements.csv are required; what is missing is an empty table and the pages say so.
"""

import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from stance.dossier.codebook import Codebook, load_codebook
from stance.dossier import checks as rules
from stance.dossier.reference import FILE as REFERENCE
from stance.dossier.reference import Reference, check_reference, load_reference, locate_venue
from stance.dossier.tables import read_table
from stance.errors import DataError, Problem, UsageError, suggest_value

DATA = Path(__file__).resolve().parents[2] / "data"
MODELS = DATA.parent / "models"
TABLES = ("statements", "actors", "sources", "codings", "events", "figures")
OPTIONAL_COLUMNS = {
    "statements": ("date_precision", "office", "venue", "speech", "key_phrase", "note"),
    "actors": ("actor", "name", "side", "kind", "aliases"),
    "sources": ("source", "publisher", "origin", "kind", "title", "published", "url"),
    "codings": ("statement", "coder"),
    "events": ("event", "date", "date_precision", "kind", "title", "place", "summary", "meeting", "sources"),
    "figures": ("figure", "date", "measure", "value", "unit", "source"),
}


@dataclass(frozen=True)
class Dossier:
    """One negotiation: its codebook and frames, checked and linked.

    statements: one row each, sorted by date, then id: statement, date (datetime64), date_precision, actor,
    name, side, kind (of actor), office, venue, place ("home", "abroad" or "" where no word of reference.toml tells),
    source, marks (what to know of speaker and source: the keys of `MARKS`, comma-separated), speech, text, key_phrase,
    note, coded (bool) and a column per topic with the code (Int64, NA where the statement does not speak to the topic or
    has not been coded). The other frames are as in the files, empty where the file is not there; dates are datetime64,
    codes Int64. reference: what reference.toml tells of the talks, empty without one.
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
    reference: Reference

    @property
    def data_hash(self) -> str:
        """Twelve hexadecimal digits that change with any byte of the codebook, a table or the reference."""
        return hash_files(list_files(self.folder))


def list_files(folder: Path) -> list[Path]:
    """The files that a dossier's numbers and notes come from, there or not, in order."""
    return [folder / "codebook.toml", *(_file(folder, name) for name in TABLES), folder / REFERENCE]


def hash_files(paths: list[Path]) -> str:
    """Twelve hexadecimal digits of the SHA-256 of the files that exist, in the given order."""
    digest = hashlib.sha256()
    for path in paths:
        if path.is_file():
            digest.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()[:12]


def find_dossiers(data: Path = DATA) -> dict[str, Path]:
    """The folders in `data` that hold a codebook, by name."""
    found = sorted(path.parent for path in data.glob("*/codebook.toml"))
    return {folder.name: folder for folder in found}


def find_dossier(name: str, data: Path = DATA) -> Path:
    """The folder that `name` means: a path, or a dossier in `data`; raises UsageError."""
    dossiers = find_dossiers(data)
    if name in dossiers:
        return dossiers[name]
    if Path(name).is_dir():
        return Path(name).resolve()
    raise UsageError(f"There is no dossier '{name}'. {suggest_value(name, dossiers)}, or give the path of a folder.")


def load_dossier(folder: Path) -> Dossier:
    """The dossier in `folder`; raises CodebookError or DataError with every problem found."""
    codebook = load_codebook(folder)
    tables, problems = _read_tables(folder)
    with_actors = _file(folder, "actors").is_file()
    if tables["statements"].empty and not problems:
        problems.append(Problem("statements.csv", None, "", "", "holds no statement", "Add at least one row"))
    reference, faults = load_reference(folder)
    ids = (tables[name].get(column, []) for name, column in (("statements", "statement"), ("events", "event")))
    unread = bool(problems)  # what cannot be read is not blamed on the reference too
    problems += _check_tables(tables, codebook, with_actors=with_actors) + faults
    problems += [] if unread else check_reference(reference, codebook, *ids)
    if problems:
        raise DataError(problems)
    return _link_tables(folder, codebook, tables, reference)


def _file(folder: Path, name: str) -> Path:
    return folder / f"{name}.csv"


def _read_tables(folder: Path) -> tuple[dict[str, pd.DataFrame], list[Problem]]:
    tables: dict[str, pd.DataFrame] = {}
    problems: list[Problem] = []
    for name in TABLES:
        tables[name] = pd.DataFrame()
        if name == "statements" or _file(folder, name).is_file():
            try:
                tables[name] = _strip_cells(read_table(_file(folder, name)))
            except DataError as error:
                problems += error.problems
    return tables, problems


def _strip_cells(table: pd.DataFrame) -> pd.DataFrame:
    return table.apply(lambda cells: cells.str.strip()) if len(table) else table


def _check_tables(tables: dict[str, pd.DataFrame], codebook: Codebook, *, with_actors: bool) -> list[Problem]:
    given = {name: table for name, table in tables.items() if len(table.columns)}
    statements = tables["statements"]
    ids = list(statements.get("statement", []))
    sources = list(tables["sources"].get("source", []))
    describe: dict[str, Callable[[], tuple[list[rules.Column], tuple[str, ...]]]] = {
        "statements": lambda: (rules.describe_statements(codebook, with_actors=with_actors), ("statement",)),
        "actors": lambda: (rules.describe_actors(codebook), ("actor",)),
        "sources": lambda: (rules.describe_sources(), ("source",)),
        "codings": lambda: (
            rules.describe_codings(codebook, ids or tables["codings"].get("statement", [])),
            ("statement", "coder"),
        ),
        "events": lambda: (rules.describe_events(), ("event",)),
        "figures": lambda: (rules.describe_figures(sources), ("figure",)),
    }
    problems = []
    for name, table in given.items():
        columns, key = describe[name]()
        problems += rules.check_table(f"{name}.csv", table, columns, key=key)
    return problems + _check_between(given, codebook)


def _check_between(given: dict[str, pd.DataFrame], codebook: Codebook) -> list[Problem]:
    statements, problems = given.get("statements", pd.DataFrame()), []
    for name, column in (("actors", "actor"), ("sources", "source")):
        if column in given.get(name, ()):
            problems += rules.check_links("statements.csv", statements, column, given[name][column], f"{name}.csv")
    if "actors" not in given:
        problems += rules.check_one_side("statements.csv", statements)
    problems += rules.check_repeated("statements.csv", statements)
    if "codings" in given and "statement" in statements:
        problems += rules.check_adjudicated(given["codings"], statements, codebook)
    return problems


def _link_tables(folder: Path, codebook: Codebook, tables: dict[str, pd.DataFrame], reference: Reference) -> Dossier:
    full = {name: fill_columns(table, name, codebook) for name, table in tables.items()}
    actors = _derive_actors(full["actors"], tables["statements"], codebook)
    sources = _derive_sources(full["sources"], full["statements"])
    linked = _link_statements(full["statements"], actors, full["codings"], codebook)
    return Dossier(
        slug=folder.name,
        folder=folder,
        codebook=codebook,
        statements=_mark_statements(linked, sources, reference),
        actors=actors,
        sources=sources,
        codings=_type_codes(full["codings"], codebook).reset_index(drop=True),
        events=type_events(full["events"]),
        figures=full["figures"].assign(
            date=lambda table: _to_dates(table["date"]), value=lambda table: pd.to_numeric(table["value"])
        ),
        reference=reference,
    )


def fill_columns(table: pd.DataFrame, name: str, codebook: Codebook) -> pd.DataFrame:
    """The table with every optional column that it lacks, empty."""
    columns = OPTIONAL_COLUMNS[name] + (tuple(codebook.topic_ids) if name == "codings" else ())
    missing = {column: pd.Series("", index=table.index, dtype="str") for column in columns if column not in table}
    return table.assign(**missing)


def _to_dates(cells: pd.Series) -> pd.Series:
    return pd.to_datetime(cells, format="%Y-%m-%d").astype("datetime64[s]")


def _type_codes(table: pd.DataFrame, codebook: Codebook) -> pd.DataFrame:
    codes = {t: pd.to_numeric(table[t].replace("", None)).astype("Int64") for t in codebook.topic_ids}
    return table.assign(**codes)


def type_events(events: pd.DataFrame) -> pd.DataFrame:
    """The events with dates as dates and a kind each, sorted by date; a column `source` stands for missing `sources`."""
    if "source" in events:
        events = events.assign(sources=events["sources"].where(events["sources"] != "", events["source"]))
    typed = events.assign(date=_to_dates(events["date"]), kind=events["kind"].replace("", "event"))
    return typed.sort_values(["date", "event"], ignore_index=True)


def _derive_actors(actors: pd.DataFrame, statements: pd.DataFrame, codebook: Codebook) -> pd.DataFrame:
    if actors.empty:
        own = statements.drop_duplicates("actor").reset_index(drop=True)
        actors = fill_columns(own[[c for c in ("actor", "side", "kind") if c in own]], "actors", codebook)
    return actors.assign(
        name=actors["name"].where(actors["name"] != "", actors["actor"]),
        side=actors["side"].replace("", codebook.sides[0].id),
    ).reset_index(drop=True)


def _derive_sources(sources: pd.DataFrame, statements: pd.DataFrame) -> pd.DataFrame:
    if sources.empty:
        distinct = statements[["source"]].drop_duplicates().sort_values("source", ignore_index=True)
        return distinct.assign(**dict.fromkeys(OPTIONAL_COLUMNS["sources"][1:], "")).assign(
            publisher=distinct["source"]
        )
    return sources.reset_index(drop=True)


def _link_statements(
    statements: pd.DataFrame, actors: pd.DataFrame, codings: pd.DataFrame, codebook: Codebook
) -> pd.DataFrame:
    typed = _type_codes(statements, codebook).assign(
        date=_to_dates(statements["date"]),
        date_precision=statements["date_precision"].replace("", "day"),
        speech=statements["speech"].replace("", SPEECH_UNSAID),
    )
    own = typed.drop(columns=[c for c in ("name", "side", "kind") if c in typed])
    linked = own.merge(actors[["actor", "name", "side", "kind"]], on="actor", how="left", validate="m:1")
    linked = linked.assign(coded=mark_coded(linked, codings, codebook))
    return linked.sort_values(["date", "statement"], ignore_index=True)


SPEECH_UNSAID = "unsaid"
MARKS = {
    "unnamed": "Unnamed speakers",
    "relayed": "Relayed reports",
    "translated": "Translated reports",
    "weak": "Weak sources",
}


def _mark_statements(statements: pd.DataFrame, sources: pd.DataFrame, reference: Reference) -> pd.DataFrame:
    """The statements with the columns place and marks added."""
    about = sources.set_index("source").reindex(statements["source"])
    holds = {
        "unnamed": (statements["kind"] == "unnamed").to_numpy(),
        "relayed": about["origin"].fillna("").ne("").to_numpy(),
        "translated": about["publisher"].isin(reference.translated).to_numpy(),
        "weak": about["kind"].eq("weak").to_numpy(),
    }
    marks = [", ".join(mark for mark in MARKS if holds[mark][row]) for row in range(len(statements))]
    pairs = zip(statements["venue"], statements["side"], strict=True)
    places = [locate_venue(venue, side, reference.home) for venue, side in pairs]
    added = {"place": places, "marks": marks}
    return statements.assign(**{name: pd.array(cells, dtype="str") for name, cells in added.items()})


def mark_coded(statements: pd.DataFrame, codings: pd.DataFrame, codebook: Codebook) -> pd.Series:
    """True for statements that a coder has read: they carry a code or stand in codings.csv.

    With one topic and no codings.csv every blank counts as read and silent, once any row carries a code:
    nothing else in such a dossier could show the classifier what silence looks like.
    """
    any_code = statements[codebook.topic_ids].notna().any(axis=1)
    if codings.empty and len(codebook.topics) == 1 and any_code.any():
        return pd.Series(True, index=statements.index)
    return any_code | statements["statement"].isin(codings["statement"])


def join_sources(statements: pd.DataFrame, sources: pd.DataFrame) -> pd.DataFrame:
    """The statements with their source's publisher, origin, source_kind, title, published and url added."""
    wanted = sources.rename(columns={"kind": "source_kind"})
    columns = ["source", "publisher", "origin", "source_kind", "title", "published", "url"]
    own = statements.drop(columns=[name for name in columns[1:] if name in statements])
    return own.merge(wanted[columns], on="source", how="left", validate="m:1")


def describe_table(folder: Path, name: str) -> str:
    """What datapackage.json says of a table, "" where it says nothing: how codings were made stands there, for one."""
    path = folder / "datapackage.json"
    if not path.is_file():
        return ""
    try:
        resources = json.loads(path.read_text(encoding="utf-8"))["resources"]
        return next((str(one.get("description", "")) for one in resources if one.get("name") == name), "")
    except (ValueError, KeyError, TypeError, AttributeError):
        return ""
