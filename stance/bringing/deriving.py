"""What a reader's table does not say in columns of its own and can be told from it: ids, sources, actors.

Belongs here: tables made from one table. Not here: cells (`mending`), what is wrong with the result (`stance.dossier.checks`).
Every row of a made table keeps the number of the row it came from: messages name that.
"""

import re
from collections.abc import Mapping
from urllib.parse import urlsplit

import pandas as pd

from stance.bringing.ids import Ids
from stance.bringing.mending import Mend
from stance.errors import Problem
from stance.formats import format_count

ADDRESS = re.compile(r"https?://\S+", re.IGNORECASE)
OF_SOURCE = ("publisher", "title", "url")
IDS, OF_LINK, OF_OUTLET = "ids were made", "a source was made of each link", "publisher and day stand for the source"
OUTLETS = "it has several links, so it is the publisher, and each link is a source"
MOST_DAYS = 5
OUTLET = (
    "{count} of {days} days have the source '{source}'. All statements of one source count as one voice: if it is an outlet, "
    "choose its column as Publisher, so that each day of it is a source, or add a column of links"
)
SAME_SIDE = "the side that the actor has in other rows"


def make_ids(rows: pd.DataFrame, column: str) -> tuple[pd.DataFrame, list[Mend]]:
    """The rows with an id in every cell of `statement`: s-0001 and so on where there was none."""
    given = rows["statement"] if "statement" in rows else pd.Series("", index=rows.index)
    empty = given == ""
    if not empty.any():
        return rows, []
    taken, number, width = set(given), 0, max(4, len(str(len(rows))))
    made = []
    for _ in range(int(empty.sum())):
        number += 1
        while f"s-{number:0{width}}" in taken:
            number += 1
        made.append(f"s-{number:0{width}}")
    filled = given.astype(object)
    filled[empty] = made
    row = int(empty.idxmax()) if "statement" in rows else None
    return rows.assign(statement=filled), [Mend(row, column, "", made[0], IDS, len(made))]


def fill_sides(rows: pd.DataFrame, column: str) -> tuple[pd.DataFrame, list[Mend]]:
    """The rows with the side that the actor has elsewhere where the cell is empty."""
    if not {"actor", "side"} <= set(rows.columns) or (rows["side"] != "").all():
        return rows, []
    known = rows[rows["side"] != ""].drop_duplicates("actor").set_index("actor")["side"]
    filled = rows["side"].where(rows["side"] != "", rows["actor"].map(known).fillna(""))
    changed = filled.index[filled != rows["side"]]
    mended = [Mend(int(changed[0]), column, "", filled[changed[0]], SAME_SIDE, len(changed))] if len(changed) else []
    return rows.assign(side=filled), mended


def make_sources(rows: pd.DataFrame, columns: Mapping[str, str]) -> tuple[pd.DataFrame, list[Mend]]:
    """The rows with a source in every cell that link, or publisher and day, can fill. `columns`: what the reader calls each target."""
    rows, mended = _move_outlets(rows, columns)
    rows = rows.assign(source=rows.get("source", ""))
    linked = rows["source"].str.fullmatch(ADDRESS.pattern, flags=re.IGNORECASE)
    if linked.any():
        links = rows["url"] if "url" in rows else pd.Series("", index=rows.index)
        rows = rows.assign(
            url=links.where(~linked | (links != ""), rows["source"]), source=rows["source"].mask(linked, "")
        )
    ids, made = Ids(rows["source"]), dict[str, str]()
    parts = [rows[name] if name in rows else pd.Series("", index=rows.index) for name in ("url", "publisher", "date")]
    sources = []
    reasons: dict[str, list[tuple[int, str, str]]] = {}
    for row, source, link, outlet, day in zip(rows.index, rows["source"], *parts, strict=True):
        key, title, reason = (
            (link, name_link(link), OF_LINK) if link else (f"{outlet} {day}", f"{outlet} {day}", OF_OUTLET)
        )
        if not source and (link or outlet):
            source = made[key] if key in made else made.setdefault(key, ids.make(title))
            reasons.setdefault(reason, []).append((int(row), link or outlet, source))
        sources.append(source)
    column = columns.get("source", "Source")
    mended += [
        Mend(found[0][0], column, found[0][1], found[0][2], reason, len(found)) for reason, found in reasons.items()
    ]
    return rows.assign(source=sources), mended


def _move_outlets(rows: pd.DataFrame, columns: Mapping[str, str]) -> tuple[pd.DataFrame, list[Mend]]:
    """A source that has several links is an outlet: it becomes the publisher."""
    if not {"source", "url"} <= set(rows.columns) or "publisher" in rows:
        return rows, []
    filled = rows[(rows["source"] != "") & (rows["url"] != "")]
    several = filled.groupby("source")["url"].transform("nunique") > 1
    if not several.any():
        return rows, []
    outlet = str(filled.loc[several.idxmax(), "source"])
    mended = [Mend(None, columns.get("source", "Source"), outlet, outlet, OUTLETS, int(several.sum()))]
    return rows.assign(publisher=rows["source"], source=""), mended


def note_outlets(rows: pd.DataFrame) -> tuple[str, ...]:
    """A sentence where one source has statements of many days: it is probably an outlet, and all of it would count as one voice."""
    if not {"source", "date"} <= set(rows.columns):
        return ()
    days = rows[rows["source"] != ""].groupby("source")["date"].nunique()
    if days.empty or days.max() < MOST_DAYS:
        return ()
    source, count = str(days.idxmax()), format_count(int((rows["source"] == days.idxmax()).sum()), "statement")
    return (OUTLET.format(source=source, count=count, days=int(days.max())),)


def name_link(link: str) -> str:
    """The words of an address that tell it from others: its host and path."""
    try:
        parts = urlsplit(link)
    except ValueError:
        return "link"
    return f"{parts.netloc.removeprefix('www.')} {parts.path}"


def list_once(rows: pd.DataFrame, key: str, others: list[str]) -> pd.DataFrame:
    """A row for each distinct filled cell of `key`, with the first filled cell of each other column, under the number of its first row."""
    filled = rows[rows[key] != ""]
    firsts = filled.drop_duplicates(key)[[key]]
    for name in others:
        known = filled[filled[name] != ""].drop_duplicates(key).set_index(key)[name]
        firsts = firsts.assign(**{name: firsts[key].map(known).fillna("")})
    return firsts


def find_differing(rows: pd.DataFrame, key: str, others: list[str], nouns: Mapping[str, str]) -> list[Problem]:
    """A problem for every cell that says another thing of the same source or actor than an earlier row."""
    problems = []
    for name in others:
        filled = rows[(rows[key] != "") & (rows[name] != "")]
        first = filled.groupby(key)[name].transform("first")
        where = dict(zip(*[filled.drop_duplicates(key)[key], filled.drop_duplicates(key).index], strict=True))
        for row, one, cell in filled.loc[filled[name] != first, [key, name]].itertuples(name=None):
            trouble = f"differs from the {nouns[name]} of '{one}' in row {where[one]}"
            remedy = f"Make the two the same, or give each its own {key}"
            problems.append(Problem("", int(row), name, cell, trouble, remedy))
    return problems
