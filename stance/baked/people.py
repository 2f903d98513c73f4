"""The pages of actors and of events.

Belongs here: what stands on them. Not here: how it is found.
"""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pandas as pd

from stance.baked.addresses import locate_page
from stance.baked.fingerprints import hash_values
from stance.baked.ground import Ground
from stance.baked.pages import Draft, Page, draft_page, offer_table
from stance.dossier.loading import Dossier
from stance.dossier.source_links import find_sources, name_source
from stance.estimates.rules import MIN_SOURCES, MIN_STATEMENTS
from stance.exhibits.aftermath import make_aftermath
from stance.exhibits.around import make_saying, surround_event
from stance.exhibits.exhibit import Exhibit
from stance.exhibits.lanes import happens_within, make_event
from stance.exhibits.profile import make_profile
from stance.exhibits.silence import make_silence
from stance.formats import format_count, format_when
from stance.markup.sheets import Link
from stance.wording.readings import NO_LINE


def list_actors(ground: Ground) -> Iterator[Draft]:
    """A page an actor; positions where there are statements enough for one."""
    sources = ground.dossier.statements.groupby("actor")["source"].nunique().to_dict()
    for actor in ground.dossier.actors.to_dict("records"):
        if actor["actor"] in sources:
            yield _draft_actor(ground, actor, sources[actor["actor"]])


def _draft_actor(ground: Ground, actor: dict[str, Any], sources: int) -> Draft:
    """An actor's page is made of who it is, what it said, and all that positions come from."""
    said = ground.pick(ground.spoken[actor["actor"]])
    if len(said) < MIN_STATEMENTS or sources < MIN_SOURCES:
        return draft_page(_lay_out_actor(ground, actor, said, None))
    made_of = hash_values(ground.mark, actor, said)
    return Draft(locate_page("actors", actor["actor"]), made_of, lambda: _make_actor(ground, actor, said))


def _make_actor(ground: Ground, actor: dict[str, Any], said: list[dict[str, str]]) -> Page:
    given, who = (ground.bare, ground.scored, ground.everyone), actor["actor"]
    profile = make_profile(*given, who=who, shared=ground.shared)
    return _lay_out_actor(
        ground, actor, said, (profile, make_silence(*given, who=who, style=ground.shared.styles[who]))
    )


def _lay_out_actor(
    ground: Ground, actor: dict[str, Any], said: list[dict[str, str]], found: tuple[Exhibit, Exhibit] | None
) -> Page:
    who, label = actor["actor"], ground.dossier.label_actors()[actor["actor"]]
    path, side = locate_page("actors", who), ground.dossier.label_sides()[actor["side"]]
    profile, silence = found or (None, None)
    few = NO_LINE.format(statements=MIN_STATEMENTS, sources=MIN_SOURCES)
    tables = [profile.extra["stances"], profile.table, silence.table] if profile and silence else []
    found_out = " ".join(profile.sentences) if profile else few
    return Page(
        path,
        label,
        f"{label} ({side}): {format_count(len(said), 'statement')}. {found_out}",
        "actor.html.j2",
        {
            "about": ", ".join(filter(None, (side, actor["kind"]))),
            "profile": profile,
            "silence": silence,
            "few": few,
            "said": said,
        },
        tuple(offer_table(path, table) for table in tables if table is not None),
        ground.addresses.find_view("actors", who=who, side=actor["side"]),
    )


def list_events(ground: Ground) -> Iterator[Draft]:
    """A page an event, in order of date, each with the way to the one before and after."""
    events = ground.dossier.events
    rows = events.to_dict("records")
    within = happens_within(events, ground.selection.first, ground.selection.last) if rows else []
    titles = [None, *({name: row[name] for name in ("event", "title")} for row in rows), None]
    for place, (event, inside) in enumerate(zip(rows, within, strict=True)):
        near = {"before": titles[place], "after": titles[place + 2]}
        yield _draft_event(ground, event, near, inside=bool(inside))


def _draft_event(ground: Ground, event: dict[str, Any], near: dict[str, Any], *, inside: bool) -> Draft:
    """An event's page is made of itself, its sources, what was said around it, and all that positions come from."""
    ids = _list_around(ground.dossier.statements, event)["statement"]
    sources = find_sources(event["sources"], ground.sources)
    whole = [ground.rows[one] for one in ids]
    made_of = hash_values(ground.mark, event, sources, whole, ground.pick(ids), near, inside)
    path = locate_page("events", event["event"])
    return Draft(path, made_of, lambda: _make_event(ground, event, near, inside=inside))


def _list_around(statements: pd.DataFrame, event: dict[str, Any]) -> pd.DataFrame:
    start, end = surround_event(event["date"], event["date_precision"])
    return statements[statements["date"].between(start, end)]


def _surround(ground: Ground, event: dict[str, Any]) -> Dossier:
    """The dossier with one event alone, its sources, and the statements around it."""
    whole, named = ground.dossier, {source["source"] for source in find_sources(event["sources"], ground.sources)}
    return replace(
        ground.bare,
        events=whole.events[whole.events["event"] == event["event"]],
        sources=whole.sources[whole.sources["source"].isin(named)],
        statements=_list_around(whole.statements, event),
    )


def _make_event(ground: Ground, event: dict[str, Any], near: dict[str, Any], *, inside: bool) -> Page:
    one, path = event["event"], locate_page("events", event["event"])
    alone = _surround(ground, event)
    given = (alone, ground.scored, ground.everyone)
    about, saying = make_event(*given, event=one), make_saying(*given, event=one)
    followed = (
        make_aftermath(alone, ground.scored, ground.selection, event=one, around=ground.around) if inside else None
    )
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
