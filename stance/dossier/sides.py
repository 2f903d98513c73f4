"""The sides that tables name, against those of the codebook: no statement may vanish because its side is unknown.

Belongs here: the columns `side` of statements.csv and actors.csv. Not here: other columns (`checks`).
"""

from collections.abc import Collection, Mapping

import pandas as pd

from stance.dossier.cells import check_one_of
from stance.dossier.codebook import IMPLICIT_SIDE, Codebook
from stance.errors import Problem

MOST_NAMED = 3


def check_sides(tables: Mapping[str, pd.DataFrame], codebook: Codebook) -> list[Problem]:
    """Problems of a column `side` that says other things than the codebook, or than actors.csv says of the same actor."""
    problems = []
    for name in ("statements", "actors"):
        cells = tables.get(name, pd.DataFrame()).get("side", pd.Series(dtype="str"))
        filled = cells[cells != ""]
        if len(filled) and codebook.side_ids == [IMPLICIT_SIDE]:
            problems += _refuse_sides(f"{name}.csv", filled[filled != IMPLICIT_SIDE])
        elif name == "statements" and ("actors" in tables or len(codebook.sides) == 1):
            problems += _check_known(filled, codebook)
    return problems + _check_against_actors(tables)


def _refuse_sides(file: str, cells: pd.Series) -> list[Problem]:
    """One problem for a column of sides where the codebook describes none."""
    if cells.empty:
        return []
    names = ", ".join(list(cells.unique()[:MOST_NAMED])) + (", …" if cells.nunique() > MOST_NAMED else "")
    trouble = "stands in a column of sides, but codebook.toml describes no side"
    return [
        Problem(file, int(cells.index[0]), "side", names, trouble, "Describe the sides there, or delete the column")
    ]


def _check_known(cells: pd.Series, codebook: Codebook) -> list[Problem]:
    check = check_one_of(codebook.side_ids)
    return [
        Problem("statements.csv", int(row), "side", cell, *trouble)
        for row, cell in cells.items()
        if (trouble := check(cell))
    ]


def _check_against_actors(tables: Mapping[str, pd.DataFrame]) -> list[Problem]:
    """Problems for statements whose side is not that of their actor in actors.csv."""
    statements, actors = (tables.get(name, pd.DataFrame()) for name in ("statements", "actors"))
    if not ({"actor", "side"} <= set(statements.columns) and {"actor", "side"} <= set(actors.columns)):
        return []
    theirs = statements["actor"].map(actors.drop_duplicates("actor").set_index("actor")["side"]).fillna("")
    other = statements[(statements["side"] != "") & (theirs != "") & (statements["side"] != theirs)]
    remedy = "Make the two the same, or delete the column: the side of an actor stands in actors.csv"
    return [
        Problem("statements.csv", int(row), "side", side, f"differs from the side of '{actor}' in actors.csv", remedy)
        for row, actor, side in other[["actor", "side"]].itertuples(name=None)
    ]


def check_one_side(file: str, table: pd.DataFrame, known: Collection[str] = ()) -> list[Problem]:
    """Problems for actors whose statements name more than one side, at the rows that differ from the commonest.

    known: the sides of the codebook, of which alone is spoken: what is none is a problem of its own. Empty for all.
    """
    if not {"actor", "side"} <= set(table.columns):
        return []
    rows = table[table["side"].isin(list(known))] if known else table
    counts = rows.groupby(["actor", "side"], sort=False).size()
    usual = dict(counts.groupby(level=0, sort=False).idxmax().tolist()) if len(counts) else {}
    remedy = "Give the actor one side, or write two actors"
    return [
        Problem(file, int(row), "side", side, f"differs from the side of '{actor}' in other rows", remedy)
        for row, actor, side in rows.loc[rows["side"] != rows["actor"].map(usual), ["actor", "side"]].itertuples(
            name=None
        )
    ]
