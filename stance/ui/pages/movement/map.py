"""The map: two topics against each other, with a trail over the years."""

import pandas as pd
import streamlit as st

from stance.dossier.codebook import Topic
from stance.dossier.loading import Dossier
from stance.estimates.profile import list_trail, list_years
from stance.estimates.selection import Selection, end_period
from stance.figures import plot_trails
from stance.formats import escape_markdown, format_count
from stance.ui.caches import fetch_options, fetch_view
from stance.ui.frame import draw, is_dark, sign_columns
from stance.ui.pages.positions import fetch_styles, offer_csv
from stance.ui.parts.evidence import show_ends
from stance.ui.pickers import choose_one
from stance.wording import describe_trail

NUMBERS = sign_columns("x", "y") | {name: st.column_config.NumberColumn(format="%.2f") for name in ("half_x", "half_y")}


def show_map(dossier: Dossier, selection: Selection) -> None:
    """Pickers, picture, table and statements of the map."""
    if len(selection.topics) < 2:
        st.info("The map needs two topics: switch another one on at the side.", icon="ℹ️")
        return
    titles = {topic: dossier.codebook.topic(topic).title for topic in selection.topics}
    columns = st.columns(2)
    across = choose_one(columns[0], "Across", titles, "map_x")
    up = choose_one(columns[1], "Upwards", {t: titles[t] for t in titles if t != across}, "map_y")
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
        "Each marker: the positions of one calendar year (as far as the chosen dates reach into it) on both topics; the newest is filled. "
        "A year without enough statements on both is left out. Half widths of the 90 % bands are in the table."
    )
    _show_table(dossier, trail, topics, {group: style.name for group, style in styles.items()})
    years = list_years(end_period(selection))
    ends = {f"{year}": years[year] for year in sorted(trail["year"].unique(), reverse=True)}
    names = {group: styles[group].name for group in styles if group in set(trail["group"])}
    show_ends(dossier, selection, list(topics), names, ends, key="map")


def _show_table(dossier: Dossier, trail: pd.DataFrame, topics: tuple[Topic, Topic], lines: dict[str, str]) -> None:
    """The trail with the titles of the topics in its columns."""
    names = {
        f"{part}{axis}": f"{part.replace('_', ' ')}{topic.title}"
        for axis, topic in zip("xy", topics, strict=True)
        for part in ("", "half_", "statements_")
    }
    shown = trail.assign(line=trail["group"].map(lines))[["line", *trail.columns.drop("group")]].rename(columns=names)
    formats = {names[name]: column for name, column in NUMBERS.items()}
    st.dataframe(shown, hide_index=True, column_config=formats, alt="The yearly positions of the map", placeholder="")
    offer_csv(f"Download {format_count(len(shown), 'row')} (CSV)", shown, f"{dossier.slug}-map", "map")


def _fetch_trail(dossier: Dossier, selection: Selection, topics: tuple[str, str]) -> pd.DataFrame:
    scored, years = fetch_view(dossier, selection), list_years(end_period(selection))
    return list_trail(scored, topics, years, selection.by, fetch_options(dossier, selection))
