"""The pages of statements: an address for each, lists by year, and what the search in the browser looks through.

Belongs here: what stands on them. Not here: how a statement was read.
"""

import json
from collections.abc import Iterator
from itertools import groupby
from typing import Any

from stance.baked.addresses import locate_page
from stance.baked.ground import Ground
from stance.baked.pages import Page, offer_table
from stance.exhibits.context import CONTEXT_NOTE
from stance.exhibits.exhibit import Exhibit
from stance.formats import format_count
from stance.markup.sheets import Sheet, lay_out_table
from stance.wording.readings import NO_POINT

CARDS = 8


def list_statements(ground: Ground) -> Iterator[Page]:
    """A page a statement, oldest first, each with the way to the one before and after in time."""
    readings, points = _lay_out(ground.readings), _lay_out(ground.points)
    ids = list(ground.records)
    for place, one in enumerate(ids):
        near = {"before": ids[place - 1] if place else "", "after": ids[place + 1] if place + 1 < len(ids) else ""}
        shown = {"readings": readings.get(one), "points": points.get(one), "near": near}
        yield _make_statement(ground, ground.records[one], shown)


def _make_statement(ground: Ground, record: dict[str, Any], shown: dict[str, Any]) -> Page:
    one = record["statement"]
    beside = [(part, ground.pick(part.ids[:CARDS]), len(part.ids)) for part in ground.beside[one]]
    shown |= {
        "record": record,
        "beside": beside,
        "cards": CARDS,
        "no_point": NO_POINT,
        "readings_note": ground.readings.note,
        "points_note": ground.points.note,
        "context_note": CONTEXT_NOTE,
    }
    return Page(
        locate_page("statements", one),
        record["title"],
        f"{record['name']}, {record['when']}: {record['text']}",
        "statement.html.j2",
        shown,
        view=ground.addresses.find_view("statements", statement=one),
    )


def _lay_out(exhibit: Exhibit) -> dict[str, Sheet]:
    """The rows of each statement as a table to print, without its id; laid out once for all of them."""
    if exhibit.table is None:
        return {}
    whole = lay_out_table(exhibit.table)
    parts: dict[str, list] = {}
    for one, *cells in whole.rows:
        parts.setdefault(str(one), []).append(tuple(cells))
    return {one: Sheet(exhibit.title, whole.heads[1:], tuple(rows)) for one, rows in parts.items()}


def list_lists(ground: Ground) -> Iterator[Page]:
    """The page of the search with the years, and a page a year that lists its statements."""
    ids = {year: list(part) for year, part in groupby(ground.records, key=lambda one: ground.records[one]["year"])}
    years = {year: ground.pick(part) for year, part in ids.items()}
    count = format_count(len(ground.records), "statement")
    yield Page(
        "statements.html",
        count,
        f"Search {count} by their words, speaker or day, or read them by year.",
        "statements.html.j2",
        {"years": {year: len(rows) for year, rows in years.items()}},
        (offer_table("statements.html", ground.readings.table),) if ground.readings.table else (),
        ground.addresses.find_view("statements"),
    )
    for year, rows in years.items():
        said = f"{format_count(len(rows), 'statement')} of {year}"
        yield Page(
            f"years/{year}.html", said, f"{said}, oldest first.", "year.html.j2", {"said": rows, "years": list(years)}
        )


def write_search(ground: Ground) -> bytes:
    """What the search looks through, as JSON: of every statement its id, its page, day, actor and text."""
    rows = [
        {
            "id": one,
            "page": locate_page("statements", one),
            "when": row["when"],
            "name": row["name"],
            "text": row["text"],
        }
        for one, row in ground.records.items()
    ]
    return json.dumps(rows, ensure_ascii=False, separators=(",", ":")).encode()
