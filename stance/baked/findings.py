"""The pages of findings: the overview, and one a topic.

Belongs here: what stands on them. Not here: how it is found.
"""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from stance.baked.addresses import locate_page
from stance.baked.fingerprints import hash_values
from stance.baked.ground import Ground
from stance.baked.pages import Draft, Page, offer_table
from stance.dossier.citation import write_bibtex, write_plain
from stance.dossier.codebook import Topic
from stance.estimates.periods import outer_periods
from stance.exhibits.exhibit import Exhibit, Table
from stance.exhibits.gap import make_gap
from stance.exhibits.topic_boxes import STOCK
from stance.exhibits.who_moved import make_who_moved
from stance.markup.listings import lay_out_scale
from stance.markup.sheets import keep_year_ends

NEWEST = 12


def make_overview(ground: Ground) -> Page:
    """The first page: the finding, the lines of every topic, where each line stood first and last."""
    lines, boxes = ground.lines, ground.boxes
    tables = (lines.table, boxes.table, lines.extra["sources"], ground.readings.table, ground.points.table)
    stock = next(panel for panel in boxes.panels if panel.key == STOCK)
    topics = list(zip(ground.selection.topics, lines.panels or (None,) * len(ground.selection.topics), strict=True))
    return Page(
        "index.html",
        lines.title,
        " ".join([ground.dossier.codebook.title + ".", *(panel.headline + "." for panel in lines.panels)]),
        "overview.html.j2",
        {
            "lines": lines,
            "topics": [(ground.dossier.codebook.topic(topic), panel) for topic, panel in topics],
            "boxes": [panel for panel in boxes.panels if panel.key != STOCK],
            "stock": stock.sentences[0],
            "plain": write_plain(ground.citation),
            "bibtex": write_bibtex(ground.citation),
        },
        tuple(offer_table("index.html", table) for table in tables if table is not None),
        ground.addresses.find_view(""),
    )


def list_topics(ground: Ground) -> Iterator[Draft]:
    """A page a topic."""
    panels = {panel.key: panel for panel in (*ground.lines.panels, *ground.boxes.panels)}
    for topic in (ground.dossier.codebook.topic(one) for one in ground.selection.topics):
        yield _draft_topic(ground, topic, panels.get(f"chart_{topic.id}") or ground.lines, panels[f"box_{topic.id}"])


def _draft_topic(ground: Ground, topic: Topic, panel: Exhibit, box: Exhibit) -> Draft:
    """A topic's page is made of its lines, its newest statements, and all that positions come from."""
    coded = ground.dossier.statements.dropna(subset=topic.id).sort_values(["date", "statement"], ascending=False)
    newest, table = ground.pick(coded["statement"][:NEWEST]), panel.table
    if ground.lines.table is not None and panel is not ground.lines:
        table = keep_year_ends(ground.lines.table, topic.id)
    shown = {
        "topic": topic,
        "panel": panel,
        "note_of_lines": ground.lines.note,
        "box": box,
        "ends": table if panel is not ground.lines else None,
        "scale": lay_out_scale(topic),
        "newest": newest,
        "coded": len(coded),
    }
    made_of = hash_values(ground.mark, table, shown)
    return Draft(locate_page("topics", topic.id), made_of, lambda: _make_topic(ground, topic, table, shown))


def _make_topic(ground: Ground, topic: Topic, table: Table | None, shown: dict[str, Any]) -> Page:
    path, others = locate_page("topics", topic.id), _find_others(ground, topic)
    tables = [table, *(one.table for one in others.values())]
    panel = shown["panel"]
    return Page(
        path,
        topic.title,
        f"{topic.question} {' '.join(panel.sentences)}",
        "topic.html.j2",
        shown | {"others": others},
        tuple(offer_table(path, table) for table in tables if table is not None),
        ground.addresses.find_view("positions", topic=topic.id),
        f"cards/{topic.id}.png" if panel.picture is not None else "cards/index.png",
    )


def _find_others(ground: Ground, topic: Topic) -> dict[str, Exhibit]:
    """What stands below the lines of a topic: the gap where two sides own the poles, and who moved, by side and by actor."""
    sides, periods = ground.selection, outer_periods(ground.selection)
    gap = (
        {"gap": make_gap(ground.bare, ground.scored, sides, topic=topic.id)}
        if ground.dossier.codebook.poled_sides
        else {}
    )
    moved = {
        f"moved-by-{by}": make_who_moved(
            ground.bare, ground.scored, replace(sides, by=by), topic=topic.id, periods=periods
        )
        for by in ("side", "actor")
    }
    return gap | moved
