"""A check of the record by people as a table of the dossier: validation.csv, versioned and cited with the data.

Belongs here: rows from codings, and writing them. Not here: the draw (`samples`), what follows from the table (`estimates/checked`).
"""

import json
from collections.abc import Sequence
from pathlib import Path

import pandas as pd

from stance.coding.entries import VALIDATION as CHECKS
from stance.coding.store import Store
from stance.dossier.checks import check_table
from stance.dossier.codebook import Codebook
from stance.dossier.column_documents import complete_package, read_headers
from stance.dossier.columns import VALIDATION, fit_table
from stance.dossier.loading import Dossier
from stance.dossier.package import FILE as PACKAGE
from stance.dossier.spellings import find_table, is_parquet
from stance.dossier.tables import to_csv_bytes
from stance.errors import DataError, UsageError
from stance.files import read_json, write_together

RESOURCE = {"profile": "tabular-data-resource", "format": "csv", "mediatype": "text/csv", "encoding": "utf-8"}
PARQUET = "validation.parquet cannot be added to. Save it as validation.csv, and take it out of the folder."


def list_checks(store: Store, dossier: Dossier, drawn: Sequence[str], *, size: int, seed: int) -> pd.DataFrame:
    """What people coded of the drawn statements, blind, as rows of validation.csv: statement, coder, a column a topic (Int64), and of
    the draw its seed, size, data and codebook. Codings made with the classifier's reading in sight are left out."""
    topics = dossier.codebook.topic_ids
    acts = store.read_current(dossier.slug, topics, purpose=CHECKS)
    acts = acts[acts["statement"].isin(set(drawn)) & ~acts["aided"].astype(bool)]
    draw = {"draw_seed": seed, "draw_size": size, "draw_data": dossier.record_hash, "draw_codebook": acts["codebook"]}
    rows = acts[["statement", "coder", *topics]].assign(**draw)
    return rows.sort_values(["coder", "statement"], ignore_index=True)


def put_checks(dossier: Dossier, checks: pd.DataFrame) -> Path:
    """Writes the checks into validation.csv of the dossier, in place of former ones of the same person and statement, and names the table in
    datapackage.json where there is one; both or neither. Raises DataError or UsageError where that cannot be, and changes nothing then."""
    path = find_table(dossier.folder, VALIDATION.name)
    if is_parquet(path):
        raise UsageError(PARQUET)
    rows = _join_checks(dossier, checks)
    table = fit_table(VALIDATION, dossier.codebook)
    known = {"statements": dossier.statements["statement"].tolist()}
    if problems := check_table(_write_cells(rows), table, known):
        raise DataError(problems)
    package = _write_package(dossier.folder, dossier.codebook, list(rows.columns))
    write_together({path: to_csv_bytes(rows), **package})
    return path


def _join_checks(dossier: Dossier, checks: pd.DataFrame) -> pd.DataFrame:
    names = ["statement", "coder"]
    former = dossier.validation[list(checks.columns)] if len(dossier.validation) else checks.iloc[:0]
    rows = pd.concat([former.astype(checks.dtypes.to_dict()), checks]).drop_duplicates(names, keep="last")
    return rows.sort_values(["coder", "statement"], ignore_index=True)


def _write_cells(rows: pd.DataFrame) -> pd.DataFrame:
    """The rows as a table that is read from a file: text, and the numbers of a spreadsheet's rows."""
    return rows.astype("string").fillna("").astype("str").set_axis(rows.index + 2)


def _write_package(folder: Path, codebook: Codebook, columns: list[str]) -> dict[Path, bytes]:
    """datapackage.json with the table among its resources, by its place; nothing where there is none or it cannot be used."""
    path = folder / PACKAGE
    if not path.is_file():
        return {}
    whole = read_json(path)
    if not isinstance(whole, dict) or not isinstance(whole.get("resources"), list):
        return {}
    here = {"name": VALIDATION.name, "path": VALIDATION.file, "title": "Checks by people"}
    entry = here | {"description": VALIDATION.description, **RESOURCE}
    others = [one for one in whole["resources"] if one.get("name") != VALIDATION.name]
    kept = next((one for one in whole["resources"] if one.get("name") == VALIDATION.name), entry)
    headers = read_headers(folder) | {VALIDATION.name: columns}
    done = complete_package(whole | {"resources": [*others, kept]}, codebook, headers)
    return {path: (json.dumps(done, ensure_ascii=False, indent=2) + "\n").encode()}
