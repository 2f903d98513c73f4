"""A reader's table and codebook to the files of a dossier, or every fault in the reader's own rows and words.

Belongs here: the order of the steps, and faults told in the reader's words. Not here: cells (`mending`), what is made of them
(`deriving`), what may stand in a dossier (`stance.dossier.checks`, which checks here what it checks when a dossier is loaded).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

import pandas as pd

from stance.bringing.codebooks import read_codebook
from stance.bringing.dates import DAY_FIRST, MONTH_FIRST, describe_two, find_order, is_of_two
from stance.bringing.deriving import (
    OF_SOURCE,
    fill_sides,
    find_differing,
    list_once,
    make_ids,
    make_sources,
    note_outlets,
)
from stance.bringing.examples import leave_out_examples
from stance.bringing.mapping import TITLES, list_targets
from stance.bringing.mending import Mend, mend_cells, mend_column, mend_days, mend_formula
from stance.bringing.reading import Sheet
from stance.dossier.checks import check_dossier
from stance.dossier.codebook import FILE, IMPLICIT_SIDE, Codebook
from stance.dossier.columns import STATEMENTS
from stance.dossier.sides import check_one_side
from stance.dossier.tables import to_csv_bytes
from stance.errors import CodebookError, Problem

Mends = Mapping[tuple[int, str], str]
DAYS = ("date", "batch")
NOUNS = {"url": "link", "publisher": "publisher", "title": "title", "name": "name"}
ANY_SOURCE = ("source", "url", "publisher")
OURS = (
    ("Mend the date, or the period in codebook.toml", "Mend the date, or the period of the codebook"),
    ("(for a month its first day, with date_precision month)", "(a month as 2019-04, a year as 2019)"),
)


@dataclass(frozen=True)
class Brought:
    """A dossier made of a reader's table: its files by name, empty while there are problems; what was mended; how many statements;
    notes: what is no fault and should be known before the dossier is used.
    """

    files: dict[str, bytes]
    problems: tuple[Problem, ...]
    mended: tuple[Mend, ...]
    statements: int
    notes: tuple[str, ...] = ()


@dataclass
class _Draft:
    """A table on its way: its rows under our names, what the reader calls each column, what was mended and what is wrong."""

    rows: pd.DataFrame
    columns: dict[str, str]
    mended: list[Mend] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    def name(self, target: str) -> str:
        """What the reader calls a target."""
        return self.columns.get(target) or TITLES.get(target, target)


def assemble(
    sheet: Sheet, columns: Mapping[str, str], codebook: str, *, mends: Mends | None = None, order: str = ""
) -> Brought:
    """The dossier that a table and a codebook make.

    columns: the header of each target, "" for none (see `guess_columns`). codebook: the text of codebook.toml. mends: what the
    reader wrote instead, by row and header. order: "day first" or "month first" where the reader said which of the two
    stands first in days such as 03/04/2019.
    """
    try:
        book = read_codebook(codebook)
    except CodebookError as error:
        return Brought({}, error.problems, (), 0)
    draft = _begin(sheet, columns, book, mends or {})
    if not len(draft.rows):
        return Brought({}, tuple(_check_columns(sheet, draft, book)), tuple(draft.mended), 0)
    _mend(draft, book, sheet, order)
    _derive(draft)
    tables = _split(draft, book)
    problems = [*_check_columns(sheet, draft, book), *_check(draft, tables, book, sheet.name)]
    files = {} if problems else _write(tables, codebook)
    return Brought(files, tuple(problems), tuple(draft.mended), len(draft.rows), note_outlets(draft.rows))


def _begin(sheet: Sheet, columns: Mapping[str, str], book: Codebook, mends: Mends) -> _Draft:
    """The rows under our names with the reader's corrections; of targets that the codebook does not have none."""
    known = {target.name for target in list_targets(book)}
    there = set(sheet.rows.columns)
    chosen = {target: header for target, header in columns.items() if header in there and target in known}
    if book.side_ids == [IMPLICIT_SIDE]:
        chosen.pop("side", None)
    rows = sheet.rows[list(dict.fromkeys(chosen.values()))].copy()
    for (row, header), text in mends.items():
        if row in rows.index and header in rows:
            rows.loc[row, header] = text.strip()
    own = pd.DataFrame({target: rows[header] for target, header in chosen.items()}, index=rows.index, dtype="str")
    if "name" in own and "actor" not in own:
        own, chosen = own.rename(columns={"name": "actor"}), {**chosen, "actor": chosen["name"]}
    draft = _Draft(own, chosen)
    draft.rows, left_out = leave_out_examples(own, draft.name("statement"))
    draft.mended += left_out
    return draft


def _mend(draft: _Draft, book: Codebook, sheet: Sheet, order: str) -> None:
    """Mends every column as its kind allows, and guards what a spreadsheet would run."""
    for target in list(draft.rows):
        if target in DAYS:
            _mend_days(draft, target, sheet, order)
        cells, mended = mend_column(draft.rows[target], target, book, draft.name(target))
        guarded, formulas = mend_cells(cells, mend_formula, draft.name(target))
        draft.rows, draft.mended = draft.rows.assign(**{target: guarded}), [*draft.mended, *mended, *formulas]


def _mend_days(draft: _Draft, target: str, sheet: Sheet, order: str) -> None:
    cells = draft.rows[target]
    days, exact, mended = mend_days(cells, order, sheet.epoch, draft.name(target))
    draft.rows, draft.mended = draft.rows.assign(**{target: days}), [*draft.mended, *mended]
    _, by_day, by_month = find_order(cells.unique().tolist())
    doubtful = days[days.map(lambda cell: is_of_two(cell) is not None)]
    shown = {DAY_FIRST: by_day, MONTH_FIRST: by_month}
    draft.problems += [
        Problem("", int(str(row)), target, cell, *describe_two(cell, shown)) for row, cell in doubtful.items()
    ]
    if target == "date" and exact.isin(["month", "year"]).any():
        given = draft.rows["date_precision"] if "date_precision" in draft.rows else pd.Series("", index=cells.index)
        coarse = exact.isin(["month", "year"])
        draft.rows = draft.rows.assign(date_precision=given.mask(coarse, exact))


def _derive(draft: _Draft) -> None:
    """Makes ids, sides and sources where the table tells them in another way."""
    rows, ids = make_ids(draft.rows, draft.name("statement"))
    rows, sides = fill_sides(rows, draft.name("side"))
    rows, sources = make_sources(rows, draft.columns)
    draft.rows, draft.mended = rows, [*draft.mended, *ids, *sides, *sources]


def _split(draft: _Draft, book: Codebook) -> dict[str, pd.DataFrame]:
    """The tables of the dossier; those of actors and sources only where there is more to say of them than an id."""
    rows = draft.rows
    tables: dict[str, pd.DataFrame] = {}
    about = [name for name in OF_SOURCE if name in rows]
    if about:
        tables["sources"] = list_once(rows, "source", about)
        draft.problems += find_differing(rows, "source", about, NOUNS)
    if {"name", "actor"} <= set(rows.columns):
        tables["actors"] = list_once(rows, "actor", [name for name in ("name", "side") if name in rows])
        draft.problems += find_differing(rows, "actor", ["name"], NOUNS)
        draft.problems += check_one_side("", rows[rows["side"] != ""]) if "side" in rows else []
    names = [name for name in (*STATEMENTS.names, "side") if name in rows and name not in book.topic_ids]
    names = [name for name in dict.fromkeys(names) if name != "side" or "actors" not in tables]
    codes = {topic: rows.get(topic, "") for topic in book.topic_ids}
    tables["statements"] = rows[names].assign(**codes)
    return {name: tables[name].astype("str") for name in sorted(tables, reverse=True)}


def _check_columns(sheet: Sheet, draft: _Draft, book: Codebook) -> list[Problem]:
    """A problem for every target that has to be there and for which no column was chosen."""
    remedy = "Choose the column that holds it, or add one to the table"
    missing = [one for one in list_targets(book) if one.required and one.name not in draft.columns]
    problems = [
        Problem(sheet.name, None, one.title, "", f"has no column ({one.description})", remedy) for one in missing
    ]
    if not _find_where(draft):
        trouble = "has no column (where it was published: an id, a link or a publisher)"
        problems.append(Problem(sheet.name, None, TITLES["source"], "", trouble, remedy))
    if not len(draft.rows):
        problems.append(Problem(sheet.name, None, "", "", "holds no statement", "Write at least one row"))
    return problems


def _check(draft: _Draft, tables: Mapping[str, pd.DataFrame], book: Codebook, file: str) -> list[Problem]:
    """Every problem of the tables in the reader's rows and words, by row; a column that is missing has been named already."""
    doubtful = {(one.row, one.column) for one in draft.problems}
    found = check_dossier(tables, book, with_actors="actors" in tables)
    there = set(draft.rows.columns) - (set() if _find_where(draft) else {"source"})
    found = [one for one in found if one.row != 1 and one.column in there and (one.row, one.column) not in doubtful]
    problems = dict.fromkeys(_tell(one, draft, file) for one in [*draft.problems, *found])
    return sorted(problems, key=lambda one: one.row or 0)


def _tell(problem: Problem, draft: _Draft, file: str) -> Problem:
    """A problem of our tables in the words of the reader's table."""
    trouble, remedy = problem.trouble, problem.remedy
    for ours, theirs in OURS:
        trouble, remedy = trouble.replace(ours, theirs), remedy.replace(ours, theirs)
    column = problem.column
    if column == "source" and column not in draft.columns:
        column, trouble = _find_where(draft), "does not say where it was published"
    return replace(problem, file=file, column=draft.name(column), trouble=trouble, remedy=remedy)


def _find_where(draft: _Draft) -> str:
    """The first target that was chosen of those that say where something was published; "" for none."""
    return next((target for target in ANY_SOURCE if target in draft.columns), "")


def _write(tables: Mapping[str, pd.DataFrame], codebook: str) -> dict[str, bytes]:
    return {FILE: codebook.encode("utf-8"), **{f"{name}.csv": to_csv_bytes(rows) for name, rows in tables.items()}}


def list_unread(sheet: Sheet, columns: Mapping[str, str]) -> list[str]:
    """The headers of a table that no target takes."""
    taken: Iterable[str] = set(columns.values())
    return [header for header in sheet.rows.columns if header not in taken]
