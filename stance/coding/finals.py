"""The final codes: of each statement one coding that stands for all of them, by one rule, and the dossier's tables with them.

Belongs here: the rule, and the files that follow from it. Not here: settling (`settling`), the database (`store`), training (`retraining`).
The rule: the adjudicated coding; else the coding on which all who coded the statement agree (one coder agrees with themself); else the
codes of the record stay. Codings of another text or by another version of the codebook do not count.
"""

import io
import json
import zipfile
from pathlib import Path

import pandas as pd

from stance.coding.entries import ADJUDICATION, CODING, hash_text
from stance.coding.exchange import guard_codings, to_codings
from stance.dossier.codebook import Codebook
from stance.dossier.column_documents import complete_package, read_headers
from stance.dossier.columns import ADJUDICATED, CODINGS, STATEMENTS
from stance.dossier.loading import Dossier, list_files
from stance.dossier.package import FILE as PACKAGE
from stance.dossier.package import NOTES
from stance.dossier.spellings import find_table, is_parquet
from stance.dossier.tables import read_table, to_csv_bytes
from stance.errors import UsageError
from stance.files import read_json

SETTLED, AGREED, ALONE = "settled", "agreed", "one coder"
NO_CSV = (
    "{file} is Parquet, and codes are put into CSV alone. Save it as CSV, or take the codings with you as codings.csv."
)
TIME = (1980, 1, 1, 0, 0, 0)


def keep_usable(standing: pd.DataFrame, dossier: Dossier) -> pd.DataFrame:
    """The codings and adjudications that count for this dossier: of the text that stands there now, by its codebook, with its codes."""
    hashes = dossier.statements.set_index("statement")["text"].map(hash_text)
    now = standing["statement"].map(hashes)
    same_text = now.notna() & ((standing["text_hash"] == "") | (standing["text_hash"] == now))
    sound = pd.Series(True, index=standing.index)
    for topic in dossier.codebook.topics:
        sound &= standing[topic.id].isna() | standing[topic.id].isin(topic.codes)
    known = standing["purpose"].isin([CODING, ADJUDICATION]) & (standing["codebook"] == dossier.codebook.version)
    return standing[known & same_text & sound].reset_index(drop=True)


def choose_finals(usable: pd.DataFrame, codebook: Codebook) -> pd.DataFrame:
    """One row a statement that has a final coding by the rule: statement, a column per topic (Int64), decided ("settled", "agreed", "one coder")."""
    topics = codebook.topic_ids
    settled = usable[usable["purpose"] == ADJUDICATION].sort_values("act").drop_duplicates("statement", keep="last")
    own = usable[(usable["purpose"] == CODING) & ~usable["statement"].isin(settled["statement"])]
    different = own.drop_duplicates(["statement", *topics])
    agreed = different[~different.duplicated("statement", keep=False)]
    several = agreed["statement"].map(own["statement"].value_counts()) > 1
    decided = several.map({True: AGREED, False: ALONE})
    rows = pd.concat([settled.assign(decided=SETTLED), agreed.assign(decided=decided)])
    return rows[["statement", *topics, "decided"]].sort_values("statement", ignore_index=True)


def count_changed(finals: pd.DataFrame, dossier: Dossier) -> tuple[int, int]:
    """How many statements the final codes code that the record has not coded, and of how many they change a code of the record."""
    there = dossier.statements.set_index("statement").loc[finals["statement"]]
    topics = dossier.codebook.topic_ids
    theirs, ours = (rows[topics].astype("Int64").fillna(-10_000).to_numpy() for rows in (there, finals))
    coded = there["coded"].to_numpy(dtype=bool)
    return int((~coded).sum()), int((coded & (theirs != ours).any(axis=1)).sum())


def make_tables(dossier: Dossier, usable: pd.DataFrame) -> dict[str, bytes]:
    """The files of the dossier that the codings change, by name: statements.csv with the final codes, codings.csv with everyone's, and
    datapackage.json with their columns where there is one.

    Raises UsageError where a table is Parquet, DataError where one cannot be read.
    """
    finals = choose_finals(usable, dossier.codebook)
    statements = _put_codes(_read(dossier, STATEMENTS.name), finals, dossier.codebook)
    codings = _join_codings(_read(dossier, CODINGS.name), usable, finals, dossier.codebook)
    ends = _find_ends(dossier.folder / STATEMENTS.file)
    files = {
        STATEMENTS.file: to_csv_bytes(statements, guard=False, ends=ends),
        CODINGS.file: to_csv_bytes(codings, guard=False, ends=ends),
    }
    headers = {STATEMENTS.name: list(statements), CODINGS.name: list(codings)}
    return files | _describe_tables(dossier, headers)


def _read(dossier: Dossier, name: str) -> pd.DataFrame:
    path = find_table(dossier.folder, name)
    if is_parquet(path):
        raise UsageError(NO_CSV.format(file=path.name))
    if not path.exists():
        return pd.DataFrame(columns=["statement", "coder", *dossier.codebook.topic_ids], dtype="str")
    return read_table(path)


def _put_codes(statements: pd.DataFrame, finals: pd.DataFrame, codebook: Codebook) -> pd.DataFrame:
    """The table as it is in the file, but for the codes of statements that have final ones."""
    cells = finals.set_index("statement")
    ids = statements["statement"].str.strip()
    final = ids.isin(cells.index)
    codes = {
        topic: statements[topic].where(~final, ids.map(_write_codes(cells[topic]))) for topic in codebook.topic_ids
    }
    return statements.assign(**codes)


def _write_codes(codes: pd.Series) -> pd.Series:
    return codes.map(str, na_action="ignore").astype(object).where(codes.notna(), "")


def _join_codings(there: pd.DataFrame, usable: pd.DataFrame, finals: pd.DataFrame, codebook: Codebook) -> pd.DataFrame:
    """Those of the file, then those of the database, which take the place of any of the same coder and statement; final ones are adjudicated."""
    ours = pd.concat([guard_codings(to_codings(usable, codebook)), _finish(there, finals, codebook)], ignore_index=True)
    keys = pd.MultiIndex.from_frame(there[["statement", "coder"]].apply(lambda cells: cells.str.strip()))
    final = (keys.get_level_values(1) == ADJUDICATED) & keys.get_level_values(0).isin(finals["statement"])
    left = there[~(keys.isin(pd.MultiIndex.from_frame(ours[["statement", "coder"]])) | final)]
    whole = pd.concat([left, ours]).fillna("")
    needed = ["statement", "coder", *codebook.topic_ids]
    return whole[[name for name in whole if name in there or name in needed or (whole[name] != "").any()]]


def _finish(there: pd.DataFrame, finals: pd.DataFrame, codebook: Codebook) -> pd.DataFrame:
    """What coders agree on as an adjudicated row, where the file has one of the statement, which would no longer be true."""
    stand = there.loc[there["coder"].str.strip() == ADJUDICATED, "statement"].str.strip()
    rows = finals[finals["statement"].isin(stand) & (finals["decided"] != SETTLED)]
    codes = {topic: _write_codes(rows[topic]) for topic in codebook.topic_ids}
    return rows[["statement"]].assign(coder=ADJUDICATED, **codes)


def _find_ends(path: Path) -> str:
    """How lines end in a file: the tables that change keep it, so that a comparison shows what changed and nothing else."""
    with path.open("rb") as file:
        return "\r\n" if file.readline().endswith(b"\r\n") else "\n"


def _describe_tables(dossier: Dossier, headers: dict[str, list[str]]) -> dict[str, bytes]:
    path = dossier.folder / PACKAGE
    if not path.is_file():
        return {}
    whole = complete_package(read_json(path), dossier.codebook, read_headers(dossier.folder) | headers)
    return {PACKAGE: (json.dumps(whole, indent=2, ensure_ascii=False) + "\n").encode()}


def read_files(dossier: Dossier) -> dict[str, bytes]:
    """Every file of a dossier by its name, as it is on the disk."""
    paths = [*list_files(dossier.folder), dossier.folder / PACKAGE, dossier.folder / NOTES]
    return {path.name: path.read_bytes() for path in paths if path.is_file()}


def pack_dossier(dossier: Dossier, usable: pd.DataFrame) -> bytes:
    """The dossier with the final codes as a zip of its folder; raises as `make_tables`."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in (read_files(dossier) | make_tables(dossier, usable)).items():
            archive.writestr(zipfile.ZipInfo(f"{dossier.slug}/{name}", TIME), content, zipfile.ZIP_DEFLATED)
    return packed.getvalue()
