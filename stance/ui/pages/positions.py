"""Charts, tables and sources as tabs of one view, and the way from a point to its statements."""

from functools import partial

import pandas as pd
import streamlit as st

from stance.dossier.codebook import Topic
from stance.dossier.loading import Dossier, join_sources
from stance.dossier.tables import to_csv_bytes
from stance.estimates.positions import MIN_SOURCES, MIN_STATEMENTS
from stance.estimates.scored import CODES, SCORE_SOURCES
from stance.estimates.selection import Selection, list_leading_actors, mark_events, select_statements
from stance.export import View
from stance.figures import Style, plot_positions, style_actors, style_sides
from stance.formats import escape_markdown, format_count
from stance.ui.caches import (
    fetch_evidence,
    fetch_gap,
    fetch_movement,
    fetch_positions,
    fetch_scored,
    fetch_scores,
    fetch_swings,
)
from stance.ui.frame import draw, is_dark, show_limits_link
from stance.ui.parts.cards import describe_stock, show_boxes, show_evidence, show_heading
from stance.ui.pickers import choose_point, move_point
from stance.wording import Line, describe_gap, describe_lines, describe_topic, name_actors, name_sides, write_headline
from stance.wording.selections import describe_ends, describe_filters, describe_span


def fetch_styles(dossier: Dossier, selection: Selection) -> dict[str, Style]:
    """The styles of the lines to draw, in order: the chosen sides, or the chosen (else the leading) actors."""
    if selection.by == "side":
        return {side: style for side, style in style_sides(dossier.codebook).items() if side in selection.sides}
    styles = style_actors(dossier.actors, dossier.statements, dossier.codebook)
    return {a: styles[a] for a in list_leading_actors(select_statements(dossier, selection), selection) if a in styles}


def keep_view(dossier: Dossier, selection: Selection, page: str) -> View:
    """The view of a page with lines, for its archive."""
    return View(selection, page, lines=tuple(fetch_styles(dossier, selection)))


def show_views(dossier: Dossier, selection: Selection, *, height: int) -> None:
    """Chart, Table and Sources of the selection, each chart with its finding."""
    styles = fetch_styles(dossier, selection)
    positions = fetch_positions(dossier, selection)
    positions = positions[positions["group"].isin(styles)]
    chart, table, sources = st.tabs(["Chart", "Table", "Sources"], key="view", bind="query-params")
    with chart:
        _show_panels(dossier, selection, positions, styles, height=height)
    with table:
        _show_table(dossier, positions, styles)
    with sources:
        _show_sources(dossier, selection, styles)


def _show_panels(
    dossier: Dossier,
    selection: Selection,
    positions: pd.DataFrame,
    styles: dict[str, Style],
    *,
    height: int,
) -> None:
    if positions["position"].notna().sum() == 0:
        st.info(_explain_empty(dossier), icon="ℹ️")
        return
    events = mark_events(dossier.events, dossier.statements, selection) if len(dossier.events) else None
    for column, topic_id in zip(st.columns(len(selection.topics), gap="medium"), selection.topics, strict=True):
        topic = dossier.codebook.topic(topic_id)
        rows, key = positions[positions["topic"] == topic_id], f"chart_{topic_id}"
        with column:
            finding = _write_finding(dossier, selection, topic)
            show_heading(topic, finding)
            marks = name_rules(dossier, topic_id, selection.sides)
            figure = plot_positions(rows, topic, styles, events=events, dark=is_dark(), height=height, marks=marks)
            draw(
                figure,
                key,
                finding,
                more=describe_lines(rows, _names(styles), topic),
                on_select=partial(move_point, topic_id, key),
                selection_mode="points",
            )


def name_rules(dossier: Dossier, topic: str, sides: tuple[str, ...]) -> dict[float, str]:
    """The standing rules of these sides on a topic: the code that each stands for, and its name."""
    rules = [rule for rule in dossier.reference.list_rules(topic) if rule.side in sides]
    names: dict[float, list[str]] = {}
    for rule in rules:
        names.setdefault(rule.code, []).append(f"rule of {dossier.codebook.side(rule.side).title}: {rule.title}")
    return {code: "; ".join(each) for code, each in names.items()}


def fetch_voices(dossier: Dossier, selection: Selection) -> dict[str, Line]:
    """Who the drawn lines are, in their order."""
    named = name_sides(dossier.codebook) if selection.by == "side" else name_actors(dossier.actors, dossier.codebook)
    return {group: named[group] for group in fetch_styles(dossier, selection)}


def write_title(dossier: Dossier, selection: Selection) -> str:
    """The finding over all chosen topics, as the title of a page."""
    tables = fetch_movement(dossier, selection), fetch_swings(dossier, selection)
    voices = fetch_voices(dossier, selection)
    return write_headline(*tables, dossier.codebook, voices, span=describe_span(selection))


def _write_finding(dossier: Dossier, selection: Selection, topic: Topic) -> str:
    tables = fetch_movement(dossier, selection), fetch_swings(dossier, selection)
    return describe_topic(*tables, topic, fetch_voices(dossier, selection))


def show_movement(dossier: Dossier, selection: Selection) -> None:
    """A box a topic with what moved from the first to the last year and the gap, and one with the stock of evidence."""
    colours = {side: style.colour(dark=is_dark()) for side, style in fetch_styles(dossier, selection).items()}
    gap = fetch_gap(dossier, selection)
    notes = {topic: describe_gap(gap[gap["topic"] == topic]) for topic in selection.topics}
    notes |= {"stock": describe_stock(dossier), "ends": describe_ends(selection)}
    show_boxes(fetch_movement(dossier, selection), dossier.codebook, colours, notes)


def _explain_empty(dossier: Dossier) -> str:
    if dossier.statements["coded"].sum() == 0 and fetch_scored(dossier, "best").empty:
        return f"No statement here has a code and there is no classifier. Add codes, or run: make train DOSSIER={dossier.slug}"
    return (
        f"No position here: a point needs {MIN_STATEMENTS} statements from {MIN_SOURCES} sources within the window. "
        "Take a longer window, more actors or wider dates, or choose the score source “Best available”."
    )


def _names(styles: dict[str, Style]) -> dict[str, str]:
    return {group: style.name for group, style in styles.items()}


def _show_table(dossier: Dossier, positions: pd.DataFrame, styles: dict[str, Style]) -> None:
    shown = positions.drop(columns="half").rename(columns={"group": "line"})
    shown = shown.assign(line=shown["line"].map(_names(styles)), date=shown["date"].dt.strftime("%Y-%m-%d"))
    st.dataframe(
        shown,
        hide_index=True,
        placeholder="",
        alt="The positions of the charts, one row a line, topic and date",
        column_config={name: st.column_config.NumberColumn(format="%.2f") for name in ("position", "low", "high")},
    )
    st.caption("Empty position: too few statements or sources in the window. That is silence, not 0.")
    offer_csv(f"Download {format_count(len(shown), 'row')} (CSV)", shown, f"{dossier.slug}-positions", "positions")


def offer_csv(label: str, frame: pd.DataFrame, name: str, key: str) -> None:
    """A download of exactly the rows of `frame`; the bytes are made on the click."""
    st.download_button(
        label, partial(to_csv_bytes, frame), f"{name}.csv", "text/csv", key=f"download_{key}", on_click="ignore"
    )


def _show_sources(dossier: Dossier, selection: Selection, styles: dict[str, Style]) -> None:
    statements = select_statements(dossier, selection)
    statements = statements[statements[selection.by].isin(styles)]
    used = (
        join_sources(statements, dossier.sources)
        .groupby("source", as_index=False)
        .agg(
            statements=("statement", "count"),
            publisher=("publisher", "first"),
            origin=("origin", "first"),
            kind=("source_kind", "first"),
            title=("title", "first"),
            published=("published", "first"),
            url=("url", "first"),
        )
    )
    used = used.sort_values(["statements", "source"], ascending=[False, True])
    st.caption(
        f"{format_count(len(used), 'source')} with {format_count(len(statements), 'statement')} of these lines in the chosen dates."
    )
    st.dataframe(
        used,
        hide_index=True,
        placeholder="",
        alt="The sources of the statements",
        column_config={"url": st.column_config.LinkColumn("url")},
    )
    offer_csv(f"Download {format_count(len(used), 'source')} (CSV)", used, f"{dossier.slug}-sources", "sources")


def show_point(dossier: Dossier, selection: Selection) -> None:
    """The statements behind one point: chosen from lists, or by a click on a chart."""
    st.subheader("The statements behind a point", anchor=False)
    st.caption("Click a point in a chart, or choose it here.")
    styles = fetch_styles(dossier, selection)
    positions = fetch_positions(dossier, selection)
    point = choose_point(positions[positions["group"].isin(styles)], dossier, _names(styles))
    if point is None:
        st.info(_explain_empty(dossier), icon="ℹ️")
        return
    topic, group, day = point
    title = f"{styles[group].name} on {dossier.codebook.topic(topic).title}, {selection.rules.window_days} days to {day:%d %B %Y}"
    period = (day - pd.Timedelta(days=selection.rules.window_days), day)
    show_evidence(dossier, fetch_evidence(dossier, selection, topic, group, period), title, key="point")


def show_footer(dossier: Dossier, selection: Selection) -> None:
    """How the points of the page were made, what they are not, and the version that they come from."""
    text = (
        f"{_describe_origin(dossier, selection)} "
        f"Each point: mean of source means over the trailing {selection.rules.window_days} days, with a 90 % band; a break "
        f"means fewer than {MIN_STATEMENTS} statements or {MIN_SOURCES} sources, not a neutral stance. "
        "Statements are not positions: see Method."
    )
    st.caption(escape_markdown(text))
    if selection.score_source != CODES:
        _link_limits(dossier)


def show_origin(dossier: Dossier, selection: Selection) -> None:
    """The version that the numbers of a page without points come from, and the limits of the classifier in them."""
    st.caption(escape_markdown(f"{_describe_origin(dossier, selection)} Statements are not positions: see Method."))
    _link_limits(dossier)


def _describe_origin(dossier: Dossier, selection: Selection) -> str:
    origin = (
        f"Data source: dossier “{dossier.slug}”, codebook version {dossier.codebook.version}, data {dossier.data_hash}. "
        f"Score source: {SCORE_SOURCES[selection.score_source].lower()}."
    )
    return " ".join(part for part in (origin, describe_filters(selection, dossier.actors)) if part)


def _link_limits(dossier: Dossier) -> None:
    """The way to the classifier's limits, where there is a classifier."""
    if not fetch_scores(dossier).empty:
        show_limits_link()


def describe_view(dossier: Dossier, selection: Selection) -> str:
    """Dates and filters of the view, for a subtitle."""
    dates = f"{selection.first:%B %Y} to {selection.last:%B %Y}"
    return " ".join(part for part in (f"{dates}.", describe_filters(selection, dossier.actors)) if part)


def describe_sides(dossier: Dossier, selection: Selection) -> str:
    """Whose statements the view holds, and which sides are switched off."""
    titles = {side.id: side.title for side in dossier.codebook.sides}
    off = [title for side, title in titles.items() if side not in selection.sides]
    shown = ", ".join(titles[side] for side in selection.sides)
    return f"{shown} on, {', '.join(off)} off" if off else f"{shown}"
