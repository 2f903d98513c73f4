"""Governments apart from parliaments, the public, islanders or experts: each group of actors of each side by itself."""

import pandas as pd
import streamlit as st

from stance.codebook import Topic
from stance.dossier import Dossier
from stance.estimates import list_options
from stance.figures import plot_parts, style_sides
from stance.profile import compare_parts
from stance.reference import name_groups
from stance.selection import Selection, end_period
from stance.ui.cards import show_evidence
from stance.ui.fetch import fetch_evidence, fetch_scored, fetch_view
from stance.ui.filters import choose_one
from stance.ui.frame import draw, is_dark
from stance.ui.views import offer_csv
from stance.wording import describe_parts, escape_markdown, format_count, name_topic

NUMBERS = {name: st.column_config.NumberColumn(format="%+.2f") for name in ("position", "low", "high")}
NO_GROUPS = "No statement here. Switch sides on at the side, or choose wider dates."


def show_groups(dossier: Dossier, selection: Selection, topic: Topic) -> None:
    """The position of each group of actors of each chosen side over the chosen dates, and its statements."""
    titles, sides = name_groups(dossier.reference.voice), {side.id: side.title for side in dossier.codebook.sides}
    actors = dossier.actors.assign(
        group=dossier.actors["kind"].map(lambda kind: titles.get(kind, kind or "all")),
        side=dossier.actors["side"].map(sides),
    )
    actors = actors.assign(part=actors["group"] + ", " + actors["side"])
    names = actors.set_index("actor")["part"].to_dict()
    scored, period = fetch_view(dossier, selection), end_period(selection)
    parts = dossier.statements.set_index("statement")["actor"].map(names)
    options = list_options(dossier, fetch_scored(dossier, selection.score_source), selection)
    options.pop("by")
    table = compare_parts(scored, parts, topic.id, period, options)
    if table.empty:
        st.info(NO_GROUPS, icon="ℹ️")
        return
    order = {title: place for place, title in enumerate(dict.fromkeys(titles.values()))}
    table = table.merge(actors[["part", "group", "side"]].drop_duplicates("part"), on="part", how="left")
    table = table.sort_values(
        "group", key=lambda cells: cells.map(lambda cell: order.get(cell, len(order))), kind="stable"
    )
    said = describe_parts(table, name_topic(topic))
    st.markdown(escape_markdown(said))
    styles = {style.name: style for style in style_sides(dossier.codebook).values()}
    draw(plot_parts(table, topic, styles, dark=is_dark()), "groups", said)
    st.caption(
        "Position over the chosen dates with its 90 % interval; a name alone has too few statements for a position. What the public or experts say is no position of a government."
    )
    shown = table.drop(columns=["half", "part"])[["group", "side", "position", "low", "high", "statements", "sources"]]
    st.dataframe(shown, hide_index=True, column_config=NUMBERS, alt="Positions of groups of actors", placeholder="")
    offer_csv(f"Download {format_count(len(shown), 'row')} (CSV)", shown, f"{dossier.slug}-groups-{topic.id}", "groups")
    _show_evidence(dossier, selection, topic, table, names)


def _show_evidence(
    dossier: Dossier, selection: Selection, topic: Topic, table: pd.DataFrame, names: dict[str, str]
) -> None:
    st.subheader("The statements behind a group", anchor=False)
    part = choose_one(st, "Group", {part: part for part in table["part"]}, "group")
    evidence = fetch_evidence(dossier, selection, topic.id, part, end_period(selection), pd.Series(names))
    show_evidence(dossier, evidence, f"{part} on {topic.title}", key="group")
