"""The lists of topics, actors and events, and the page on the method.

Belongs here: what stands on them. Not here: words of the method.
"""

import re
from collections.abc import Iterator
from typing import Any

from markdown_it import MarkdownIt

from stance.baked.ground import Ground
from stance.baked.pages import Page, offer_table
from stance.exhibits.lanes import make_lanes
from stance.formats import format_count, format_when
from stance.markup.listings import lay_out_scale, lay_out_sides
from stance.wording.method import LIMITS, POSITION
from stance.wording.validation import describe_coding


def list_indexes(ground: Ground) -> Iterator[Page]:
    """The list of topics, that of actors by the number of their statements, and that of events with their picture."""
    yield _list_topics(ground)
    yield _list_actors(ground)
    yield _list_events(ground)


def _list_topics(ground: Ground) -> Page:
    panels = {panel.key: panel for panel in ground.lines.panels}
    topics = [ground.dossier.codebook.topic(topic) for topic in ground.selection.topics]
    entries = [
        ("topics", topic.id, topic.title, f"{topic.question} {_say(panels.get(f'chart_{topic.id}'))}")
        for topic in topics
    ]
    title = format_count(len(entries), "topic")
    return Page("topics.html", title, f"{title}, each with its lines.", "index.html.j2", {"entries": entries})


def _say(panel: Any) -> str:
    return " ".join(panel.sentences) if panel else ""


def _list_actors(ground: Ground) -> Page:
    counts, labels = ground.dossier.statements["actor"].value_counts(), ground.dossier.label_actors()
    sides = ground.dossier.actors.set_index("actor")["side"].map(ground.dossier.label_sides())
    ranked = sorted(counts.items(), key=lambda pair: (-pair[1], labels[pair[0]]))
    entries = [
        ("actors", actor, labels[actor], f"{sides[actor]}, {format_count(count, 'statement')}")
        for actor, count in ranked
    ]
    title = format_count(len(entries), "actor")
    about = f"{title}, those with most statements first."
    view = ground.addresses.find_view("actors")
    return Page("actors.html", title, about, "index.html.j2", {"entries": entries, "about": about}, view=view)


def _list_events(ground: Ground) -> Page:
    lanes = make_lanes(ground.dossier, ground.scored, ground.selection)
    entries = [
        ("events", one["event"], one["title"], format_when(one["date"], one["date_precision"]))
        for one in ground.dossier.events.to_dict("records")
    ]
    title = format_count(len(entries), "event")
    tables = (offer_table("events.html", lanes.table),) if lanes.table else ()
    shown = {"entries": entries, "exhibit": lanes}
    view = ground.addresses.find_view("events")
    return Page("events.html", title, lanes.alternative, "index.html.j2", shown, tables, view)


def make_method(ground: Ground, card: str) -> Page:
    """What the numbers mean and where they end; `card` is the model card as Markdown, "" without a classifier."""
    read = MarkdownIt("commonmark", {"html": False}).enable("table")
    book = ground.dossier.codebook
    shown = {
        "position": read.render(POSITION),
        "limits": read.render(LIMITS),
        "card": read.render(re.sub("^## ", "### ", card, flags=re.MULTILINE)),
        "version": ground.citation.version,
        "coded_by": describe_coding(ground.dossier),
        "sides": lay_out_sides(book),
        "scales": [lay_out_scale(topic) for topic in book.topics],
        "rules": book.coding_rules,
    }
    about = "What a position is, how statements are coded and scored, how well, and where that ends."
    return Page(
        "method.html", "Method and limits", about, "method.html.j2", shown, view=ground.addresses.find_view("method")
    )
