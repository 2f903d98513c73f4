"""The map: two topics against each other, with a trail over the years."""

from dataclasses import replace

import pandas as pd
import streamlit as st

from stance.dossier import Dossier
from stance.estimates import list_options
from stance.figures import plot_trails
from stance.profile import list_trail
from stance.selection import Selection
from stance.ui.ends import show_ends
from stance.ui.fetch import fetch_scored, fetch_view
from stance.ui.filters import choose_by, choose_one
from stance.ui.frame import draw, is_dark
from stance.ui.views import fetch_styles, offer_csv
from stance.wording import describe_trail, escape_markdown, format_count

NUMBERS = {name: st.column_config.NumberColumn(format="%+.2f") for name in ("x", "y")} | {
    name: st.column_config.NumberColumn(format="%.2f") for name in ("half_x", "half_y")
}


def show_map(dossier: Dossier, selection: Selection) -> None:
    """Pickers, picture, table and statements of the map."""
    if len(selection.topics) < 2:
        st.info("The map needs two topics: switch another one on at the side.", icon="ℹ️")
        return
    titles = {topic: dossier.codebook.topic(topic).title for topic in selection.topics}
    columns = st.columns(3)
    with columns[0]:
        selection = replace(selection, by=choose_by())
    across = choose_one(columns[1], "Across", titles, "map_x")
    up = choose_one(columns[2], "Upwards", {t: titles[t] for t in titles if t != across}, "map_y")
    styles = fetch_styles(dossier, selection)
    trail = _fetch_trail(dossier, selection, (across, up))
    trail = trail[trail["group"].isin(styles)]
    if trail.empty:
        st.info(
            "No line here has positions on both topics in one year. Choose sides, other actors or wider dates.",
            icon="ℹ️",
        )
        return
    topics = (dossier.codebook.topic(across), dossier.codebook.topic(up))
    said = describe_trail(trail, {group: style.name for group, style in styles.items()}, topics)
    st.markdown(escape_markdown(said))
    draw(plot_trails(trail, topics, styles, dark=is_dark()), "map", said)
    st.caption(
        "Each marker: the positions of one calendar year on both topics; the newest is filled. A year without enough statements on both "
        "is left out. Bands are in the table, as half widths (90 %)."
    )
    shown = trail.assign(line=trail["group"].map({group: style.name for group, style in styles.items()}))
    shown = shown[["line", *trail.columns.drop("group")]]
    st.dataframe(shown, hide_index=True, column_config=NUMBERS, alt="The yearly positions of the map", placeholder="")
    offer_csv(f"Download {format_count(len(shown), 'row')} (CSV)", shown, f"{dossier.slug}-map", "map")
    years = sorted(trail["year"].unique(), reverse=True)
    ends = {f"{year}": (pd.Timestamp(year - 1, 12, 31), pd.Timestamp(year, 12, 31)) for year in years}
    names = {group: styles[group].name for group in styles if group in set(trail["group"])}
    show_ends(dossier, selection, list(topics), names, ends, key="map")


def _fetch_trail(dossier: Dossier, selection: Selection, topics: tuple[str, str]) -> pd.DataFrame:
    scored, options = (
        fetch_view(dossier, selection),
        list_options(dossier, fetch_scored(dossier, selection.score_source), selection),
    )
    by = options.pop("by")
    return list_trail(scored, topics, range(selection.first.year, selection.last.year + 1), by, options)
