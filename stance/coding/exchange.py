"""Codings as tables: codings.csv as a dossier has it, and history.csv with every act.

Belongs here: the two forms, and what guards their texts in a spreadsheet. Not here: the way back (`importing`), the database (`store`).
"""

import json
import re
from collections.abc import Mapping
from datetime import UTC
from hashlib import sha256
from typing import Any

import pandas as pd

from stance.coding.entries import ADJUDICATION, CODING
from stance.coding.store import Store, find_current
from stance.dossier.codebook import Codebook
from stance.dossier.columns import ADJUDICATED
from stance.dossier.loading import Dossier
from stance.dossier.tables import NUMBER, parse_table, to_csv_bytes

YES = "yes"
TEXTS = ("coder", "note", "codebook", "adjudicator")
HISTORY = "history.csv"
MARKS = ("unsure", "withdrawn", "aided", "control")
ACT = ["act", "key", "at", "codebook", "statement", "coder", "purpose", *MARKS, "note", "text_hash"]
RUNS, GUARDED = re.compile(r"'*[=+\-@\t\r\n＝＋－＠]"), re.compile(r"'+[=+\-@\t\r\n＝＋－＠]")
NO_TIME = ("is no time", "Write it as 2026-01-31T09:30:00Z")
NO_ACT = ("is no act of coding", "Export the history again")

Kept = tuple[str, str, str, bool, str]


def to_codings(current: pd.DataFrame, codebook: Codebook) -> pd.DataFrame:
    """What stands (acts of `Store.read_current`, of one purpose or more) as codings.csv: one row a statement and coder, all of it text.

    The adjudication that stands last is the row of the coder `adjudicated`, and says who settled it. Validations are no codings of
    a coder in this sense; the history has them.
    """
    own = current[current["purpose"] == CODING]
    final = current[current["purpose"] == ADJUDICATION].sort_values("act").drop_duplicates("statement", keep="last")
    settled = final.assign(adjudicator=final["coder"].where(final["coder"] != ADJUDICATED, ""), coder=ADJUDICATED)
    rows = pd.concat([own.assign(adjudicator=""), settled]).sort_values(["statement", "coder"], ignore_index=True)
    cells = {"statement": rows["statement"], "coder": rows["coder"]}
    cells |= {topic: _write_codes(rows[topic]) for topic in codebook.topic_ids}
    cells |= {"unsure": _write_marks(rows["unsure"]), "note": rows["note"], "aided": _write_marks(rows["aided"])}
    cells |= {"at_random": _write_marks(rows["control"])}
    cells |= {"coded_at": _write_times(rows["at"]), "codebook": rows["codebook"], "text_hash": rows["text_hash"]}
    return pd.DataFrame(cells | {"adjudicator": rows["adjudicator"]}).astype("str")


def to_history(acts: pd.DataFrame, codebook: Codebook) -> pd.DataFrame:
    """Every act (of `Store.read_acts`) as a row of text: what was said, when and by whom, a column a topic, and codes, the same as JSON
    with topics of former codebooks."""
    written = [json.dumps(codes, ensure_ascii=False, sort_keys=True) for codes in acts["codes"]]
    whole = acts.assign(at=_write_times(acts["at"]), codes=written)
    whole = whole.assign(key=[_find_key(row) for row in whole.to_dict("records")])
    marks = {name: _write_marks(acts[name]) for name in MARKS}
    topics = {
        topic: _write_codes(pd.Series([codes.get(topic) for codes in acts["codes"]], acts.index, dtype="Int64"))
        for topic in codebook.topic_ids
    }
    return whole.assign(**marks)[ACT].assign(**topics, codes=whole["codes"]).astype("str")


def _find_key(row: Mapping[str, Any]) -> str:
    """The act's own key, or one that follows from all of it: acts of the first form of the database have none."""
    told = json.dumps([str(row[name]) for name in (*ACT, "codes") if name not in ("act", "key")])
    return row["key"] or sha256(told.encode()).hexdigest()[:32]


def _write_codes(codes: pd.Series) -> pd.Series:
    return codes.astype("Int64").map(str, na_action="ignore").astype(object).where(codes.notna(), "")


def _write_marks(marks: pd.Series) -> pd.Series:
    return marks.map({True: YES, False: ""})


def _write_times(times: pd.Series) -> pd.Series:
    return times.map(lambda at: at.to_pydatetime().astimezone(UTC).isoformat().replace("+00:00", "Z"))


def write_codings(table: pd.DataFrame) -> bytes:
    """Either table as CSV, guarded."""
    return to_csv_bytes(guard_codings(table), guard=False)


def guard_codings(table: pd.DataFrame) -> pd.DataFrame:
    """Either table with a ' before texts that a spreadsheet would run as a formula; `parse_codings` takes it away."""
    return table.assign(**{name: table[name].map(_guard) for name in TEXTS if name in table})


def parse_codings(content: bytes, name: str) -> pd.DataFrame:
    """The table of such a file, all of it text; raises DataError where it is no table."""
    table = parse_table(content, name)
    return table.assign(**{one: table[one].map(_unguard) for one in TEXTS if one in table})


def _guard(text: str) -> str:
    return f"'{text}" if RUNS.match(text) and not NUMBER.fullmatch(text) else text


def _unguard(text: str) -> str:
    return text[1:] if GUARDED.match(text) else text


def read_all_standing(store: Store, dossier: Dossier) -> pd.DataFrame:
    """All that stands on a dossier, of every purpose, as `Store.read_current`."""
    return find_current(store.read_history(dossier.slug, dossier.codebook.topic_ids))
