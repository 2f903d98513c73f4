"""Governments apart from parliaments, the public, islanders or experts: each group of actors of each side by itself."""

import pandas as pd
import streamlit as st

from stance.dossier.codebook import Topic
from stance.dossier.loading import Dossier
from stance.dossier.reference import name_groups
from stance.estimates.profile import compare_parts
from stance.estimates.selection import Selection, end_period
from stance.figures import plot_parts, style_sides
from stance.formats import escape_markdown, format_count
from stance.ui.caches import fetch_evidence, fetch_options, fetch_view
from stance.ui.frame import draw, is_dark, sign_columns
from stance.ui.pages.positions import offer_csv
from stance.ui.parts.cards import show_evidence
from stance.ui.pickers import choose_one
from stance.wording import describe_parts, name_topic

NUMBERS = sign_columns("position", "low", "high")
NO_GROUPS = "No statement here. Switch sides on at the side, or choose wider dates."


def show_groups(dossier: Dossier, selection: Selection, topic: Topic) -> None:
    """The position of each group of actors of each chosen side over the chosen dates, and its statements."""
    actors = _name_groups(dossier)
    table = _compare_groups(dossier, selection, topic, actors)
    if table.empty:
        st.info(NO_GROUPS, icon="ℹ️")
        return
    said = describe_parts(table, name_topic(topic))
    st.markdown(escape_markdown(said))
    styles = {style.name: style for style in style_sides(dossier.codebook).values()}
    draw(plot_parts(table, topic, styles, dark=is_dark()), "groups", said)
    st.caption(
        "Position over the chosen dates with its 90 % interval; a name alone has too few statements for a position. What the public or experts say is no position of a government."
    )
    shown = table[["group", "side", "position", "low", "high", "statements", "sources"]]
    st.dataframe(shown, hide_index=True, column_config=NUMBERS, alt="Positions of groups of actors", placeholder="")
    offer_csv(f"Download {format_count(len(shown), 'row')} (CSV)", shown, f"{dossier.slug}-groups-{topic.id}", "groups")
    _show_evidence(dossier, selection, topic, table, actors.set_index("actor")["part"])


def _name_groups(dossier: Dossier) -> pd.DataFrame:
    """Each actor with its group, the title of its side, and both as the name of a part."""
    titles, sides = name_groups(dossier.reference.voice), {side.id: side.title for side in dossier.codebook.sides}
    named = dossier.actors.assign(
        group=dossier.actors["kind"].map(lambda kind: titles.get(kind, kind or "all")),
        side=dossier.actors["side"].map(sides),
    )
    return named.assign(part=named["group"] + ", " + named["side"])[["actor", "group", "side", "part"]]


def _compare_groups(dossier: Dossier, selection: Selection, topic: Topic, actors: pd.DataFrame) -> pd.DataFrame:
    """The parts with group and side, in the order of the dossier's groups."""
    parts = dossier.statements.set_index("statement")["actor"].map(actors.set_index("actor")["part"])
    view, options = fetch_view(dossier, selection), fetch_options(dossier, selection)
    table = compare_parts(view, parts, topic.id, end_period(selection), options)
    table = table.merge(actors[["part", "group", "side"]].drop_duplicates("part"), on="part", how="left")
    order = {voice.title: place for place, voice in enumerate(dossier.reference.voice)}
    places = table["group"].map(order).fillna(len(order))
    return table.iloc[places.argsort(kind="stable")]


def _show_evidence(dossier: Dossier, selection: Selection, topic: Topic, table: pd.DataFrame, names: pd.Series) -> None:
    st.subheader("The statements behind a group", anchor=False)
    part = choose_one(st, "Group", {part: part for part in table["part"]}, "group")
    evidence = fetch_evidence(dossier, selection, topic.id, part, end_period(selection), names)
    show_evidence(dossier, evidence, f"{part} on {topic.title}", key="group")
