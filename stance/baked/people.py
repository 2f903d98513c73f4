"""The pages of actors and of events.

Belongs here: what stands on them. Not here: how it is found.
"""

from collections.abc import Iterator
from typing import Any

from stance.baked.addresses import locate_page
from stance.baked.ground import Ground
from stance.baked.pages import Page, offer_table
from stance.dossier.source_links import name_source
from stance.estimates.rules import MIN_SOURCES, MIN_STATEMENTS
from stance.exhibits.aftermath import make_aftermath
from stance.exhibits.around import make_saying
from stance.exhibits.lanes import happens_within, make_event
from stance.exhibits.profile import make_profile
from stance.exhibits.silence import make_silence
from stance.formats import format_count, format_when
from stance.markup.sheets import Link
from stance.wording.readings import NO_LINE


def list_actors(ground: Ground) -> Iterator[Page]:
    """A page an actor; positions where there are statements enough for one."""
    statements = ground.dossier.statements
    spoken = dict(list(statements.groupby("actor")))
    for actor in ground.dossier.actors.to_dict("records"):
        if actor["actor"] in spoken:
            yield _make_actor(ground, actor, spoken[actor["actor"]])


def _make_actor(ground: Ground, actor: dict[str, Any], own: Any) -> Page:
    who, label = actor["actor"], ground.dossier.label_actors()[actor["actor"]]
    path, side = locate_page("actors", who), ground.dossier.label_sides()[actor["side"]]
    enough = len(own) >= MIN_STATEMENTS and own["source"].nunique() >= MIN_SOURCES
    given = (ground.dossier, ground.scored, ground.everyone)
    profile = make_profile(*given, who=who) if enough else None
    silence = make_silence(*given, who=who) if enough else None
    few = NO_LINE.format(statements=MIN_STATEMENTS, sources=MIN_SOURCES)
    tables = [profile.extra["stances"], profile.table, silence.table] if profile and silence else []
    said = " ".join(profile.sentences) if profile else few
    return Page(
        path,
        label,
        f"{label} ({side}): {format_count(len(own), 'statement')}. {said}",
        "actor.html.j2",
        {
            "about": ", ".join(filter(None, (side, actor["kind"]))),
            "profile": profile,
            "silence": silence,
            "few": few,
            "said": ground.newest(own),
        },
        tuple(offer_table(path, table) for table in tables if table is not None),
        ground.addresses.find_view("actors", who=who, side=actor["side"]),
    )


def list_events(ground: Ground) -> Iterator[Page]:
    """A page an event, in order of date, each with the way to the one before and after."""
    events = ground.dossier.events
    rows = events.to_dict("records")
    within = happens_within(events, ground.selection.first, ground.selection.last) if rows else []
    for place, (event, inside) in enumerate(zip(rows, within, strict=True)):
        near = {
            "before": rows[place - 1] if place else None,
            "after": rows[place + 1] if place + 1 < len(rows) else None,
        }
        yield _make_event(ground, event, near, inside=bool(inside))


def _make_event(ground: Ground, event: dict[str, Any], near: dict[str, Any], *, inside: bool) -> Page:
    one, path = event["event"], locate_page("events", event["event"])
    given = (ground.dossier, ground.scored, ground.everyone)
    about = make_event(*given, event=one)
    followed = make_aftermath(ground.dossier, ground.scored, ground.selection, event=one) if inside else None
    saying = make_saying(*given, event=one)
    when = format_when(event["date"], event["date_precision"])
    sources = about.table.rows.to_dict("records") if about.table else []
    tables = [followed.table if followed else None, saying.table]
    return Page(
        path,
        event["title"],
        f"{when}. {event['summary']}",
        "event.html.j2",
        {
            "when": when,
            "about": ", ".join(filter(None, (event["kind"], event["place"]))),
            "summary": event["summary"],
            "sources": [Link(name_source(source), source["url"]) for source in sources],
            "followed": followed,
            "saying": saying,
            "said": ground.pick(saying.table.rows["statement"]) if saying.table else [],
            "near": near,
        },
        tuple(offer_table(path, table) for table in tables if table is not None),
        ground.addresses.find_view("events", event=one) if inside else "",
    )
