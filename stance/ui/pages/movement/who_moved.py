"""The Movement page: who moved between two periods, what the change is made of, and the gap between the sides."""

from dataclasses import replace
from functools import partial

import pandas as pd
import streamlit as st

from stance.dossier.codebook import Topic
from stance.dossier.loading import Dossier
from stance.estimates.movement import split_gap, split_movement, state_sign
from stance.estimates.positions import Period
from stance.estimates.selection import Selection
from stance.export import View
from stance.figures import Style, plot_dumbbells, plot_gap, style_actors, style_sides
from stance.formats import escape_markdown, format_count, format_day, format_month, format_number, upper_first
from stance.ui.caches import fetch_between, fetch_gap, fetch_positions, fetch_view
from stance.ui.frame import draw, is_dark, show_title, sign_columns
from stance.ui.pages.movement.groups import show_groups
from stance.ui.pages.movement.map import show_map
from stance.ui.pages.positions import offer_csv
from stance.ui.parts.evidence import move_end, show_ends
from stance.ui.pickers import choose_by, choose_day, choose_span, choose_topic
from stance.wording import (
    Line,
    describe_change,
    describe_gap,
    describe_gap_change,
    describe_move,
    describe_split,
    is_clear,
    name_actors,
    name_sides,
    name_topic,
    rank_claims,
)
from stance.wording.selections import describe_filters

TABS = ("Who moved", "The gap", "Governments and public", "Map")
COLUMNS = [
    "line",
    "before",
    "after",
    "change",
    "low",
    "high",
    "sign_probability",
    "statements_before",
    "statements_after",
    "sources_before",
    "sources_after",
]
MOST_SENTENCES = 8
MARKERS = "Hollow: before. Filled: after. From the largest rise to the largest fall."
NUMBERS = sign_columns("before", "after", "change", "low", "high", "said", "spoke", "mean_before", "mean_after")
SHARES = {
    name: st.column_config.NumberColumn(format="percent")
    for name in ("weight_before", "weight_after", "sign_probability")
}
FAR = pd.DataFrame(columns=["group", "topic", "change", "low", "high", "sources_before", "sources_after"])


def show_moves(dossier: Dossier, selection: Selection) -> View:
    """Title, pickers and tabs of the page; what it showed."""
    head, columns = st.container(), st.columns(2)
    with columns[0]:
        selection = replace(selection, by=choose_by())
        first = choose_span(selection, "before")
    with columns[1]:
        topic = choose_topic(dossier, selection)
        last = choose_span(selection, "after")
    first, last = sorted([first, last])
    moves = fetch_between(dossier, selection, first, last)
    moves = moves[moves["topic"] == topic.id]
    voices = name_sides(dossier.codebook) if selection.by == "side" else name_actors(dossier.actors, dossier.codebook)
    with head:
        filters = describe_filters(selection, dossier.actors)
        show_title(_write_title(moves, topic, voices), f"{_describe_periods(first, last)} {filters}".strip())
    tabs = dict(zip(TABS, st.tabs(TABS, key="moves", bind="query-params"), strict=True))
    with tabs["Who moved"]:
        _show_movement(dossier, selection, topic, moves, voices)
        names = {r.group: voices[r.group].name for r in moves.sort_values("change", ascending=False).itertuples()}
        if names:
            show_ends(dossier, selection, [topic], names, {"before": first, "after": last}, key="move")
        if first[1] > last[0]:
            st.warning(
                "The two periods overlap: the intervals take them as independent, and the change is partly with itself."
            )
        _show_split(dossier, selection, topic, (first, last), set(moves.loc[moves["change"].notna(), "group"]))
    with tabs["The gap"]:
        _show_gap(dossier, selection, topic)
    with tabs["Governments and public"]:
        show_groups(dossier, selection, topic)
    with tabs["Map"]:
        show_map(dossier, selection)
    return View(selection, "movement", first, last)


def _describe_periods(first: Period, last: Period) -> str:
    ends = [f"{format_month(start + pd.Timedelta(days=1))} to {format_month(end)}" for start, end in (first, last)]
    return f"Positions in {ends[0]} and in {ends[1]}, in codes, each the mean of source means, with a 90 % interval of the change."


def _write_title(moves: pd.DataFrame, topic: Topic, voices: dict[str, Line]) -> str:
    known = moves[moves["change"].notna()]
    if known.empty:
        return f"Too few statements on {name_topic(topic)} to compare these periods"
    ranked = rank_claims(moves, FAR, voices)
    if len(ranked):
        clauses = [describe_move(row, topic, voices[row["group"]]) for _, row in ranked.head(2).iterrows()]
        return f"On {name_topic(topic)}: {'; '.join(clauses)}"
    clear = [row for _, row in known.iterrows() if is_clear(row["change"], (row["high"] - row["low"]) / 2)]
    clauses = [describe_move(row, topic, voices[row["group"]]) for row in clear[:2]]
    if clauses:
        return f"On {name_topic(topic)}, too unsure for a headline: {'; '.join(clauses)}"
    return f"No clear change on {name_topic(topic)} between these periods"


def _show_movement(
    dossier: Dossier, selection: Selection, topic: Topic, moves: pd.DataFrame, voices: dict[str, Line]
) -> None:
    known = moves[moves["change"].notna()].sort_values("change", ascending=False)
    if known.empty:
        st.info("Too few statements in one of the periods for every line. Choose longer periods.", icon="ℹ️")
    else:
        _show_dumbbells(known, topic, voices, _fetch_styles(dossier, selection), _write_title(moves, topic, voices))
    _list_silent(moves[moves["change"].isna()], voices)
    table = known.assign(
        line=known["group"].map({group: voice.name for group, voice in voices.items()}),
        sign_probability=[state_sign(row.change, row.low, row.high) for row in known.itertuples()],
    )[COLUMNS]
    st.dataframe(table, hide_index=True, column_config=NUMBERS | SHARES, alt="Movement of each line", placeholder="")
    offer_csv(f"Download {format_count(len(table), 'line')} (CSV)", table, f"{dossier.slug}-movement", "movement")


def _show_dumbbells(
    known: pd.DataFrame, topic: Topic, voices: dict[str, Line], styles: dict[str, Style], title: str
) -> None:
    changes = [describe_change(row, topic, voices[row["group"]]) for _, row in known.iterrows()]
    low, high = (format_number(code, 0) for code in (topic.codes[0], topic.codes[-1]))
    note = f"{low}: {topic.minus}. {high}: {topic.plus}. {MARKERS}"
    draw(
        plot_dumbbells(known, topic, styles, dark=is_dark()), "dumbbells", f"{title}.",
        more=f"Positions before and after: {'; '.join(changes)}.", note=note,
        on_select=partial(move_end, "move", "dumbbells"), selection_mode="points",
    )  # fmt: skip
    if len(changes) <= MOST_SENTENCES:
        st.markdown("\n".join(f"- {escape_markdown(upper_first(change))}" for change in changes))
    st.caption(escape_markdown(note))


def _list_silent(silent: pd.DataFrame, voices: dict[str, Line]) -> None:
    """The lines of which no change can be said, with the number of their statements before and after."""
    if silent.empty:
        return
    rows = silent.sort_values(["statements_before", "statements_after"], ascending=False).itertuples()
    counts = [f"{voices[r.group].name} ({r.statements_before}, {r.statements_after})" for r in rows]
    with st.expander(f"Can’t be said: {format_count(len(silent), 'line')} with too few statements (before, after)"):
        st.markdown(escape_markdown("; ".join(counts)))


def _fetch_styles(dossier: Dossier, selection: Selection) -> dict[str, Style]:
    if selection.by == "side":
        return style_sides(dossier.codebook)
    return style_actors(dossier.actors, dossier.statements, dossier.codebook)


def _show_split(
    dossier: Dossier, selection: Selection, topic: Topic, periods: tuple[Period, Period], known: set[str]
) -> None:
    st.subheader("What a side’s change is made of", anchor=False)
    st.caption(
        "A side moves when its speakers say something else, and when others speak, or speak more. The two parts add up exactly to the "
        "change (a decomposition after Kitagawa and Oaxaca): an account of it, not its causes, and without intervals of their own."
    )
    scored = fetch_view(dossier, selection)
    scored = scored[scored["topic"] == topic.id]
    names = dossier.actors.set_index("actor")["name"]
    for side, voice in name_sides(dossier.codebook).items():
        parts = split_movement(scored, side, *periods)
        ends = [parts["weight_before"].sum(), parts["weight_after"].sum()] if len(parts) else [0, 0]
        if side not in selection.sides or min(ends) < 0.5 or (selection.by == "side" and side not in known):
            continue
        st.markdown(escape_markdown(describe_split(parts["said"].sum(), parts["spoke"].sum(), voice)))
        shown = parts.assign(actor=parts["actor"].map(names)).sort_values("spoke", key=lambda s: -s.abs())
        with st.expander(f"{escape_markdown(voice.name)} by speaker"):
            st.dataframe(
                shown,
                hide_index=True,
                column_config=NUMBERS | SHARES,
                placeholder="",
                alt=f"Parts of the change of {voice.name}",
            )


def _show_gap(dossier: Dossier, selection: Selection, topic: Topic) -> None:
    sides = dossier.codebook.poled_sides
    if sides is None or not {side.id for side in sides} <= set(selection.sides):
        st.info("The gap needs both sides that own a pole: switch both on at the side.", icon="ℹ️")
        return
    minus, plus = sides
    positions, gap = fetch_positions(dossier, selection.by_side()), fetch_gap(dossier, selection)
    own = gap[gap["topic"] == topic.id]
    known = own.dropna(subset="gap")
    if len(known) < 2:
        st.info("The positions of both sides are known at fewer than two dates. Choose wider dates.", icon="ℹ️")
        return
    days = known["date"].sort_values().tolist()
    left, right = st.columns(2)
    picked = choose_day(left, "From", days, "gap_from", days[0]), choose_day(right, "To", days, "gap_to", days[-1])
    start, end = sorted(picked)
    voices = name_sides(dossier.codebook)
    (row,) = split_gap(own, positions, minus.id, plus.id, start, end).to_dict("records")
    said = describe_gap_change(pd.Series(row), voices[minus.id], voices[plus.id])
    st.markdown(f"**{escape_markdown(said)}** {escape_markdown(describe_gap(own))}")
    figure = plot_gap(own, marks=[start, end], dark=is_dark())
    draw(figure, "gap", said, more=describe_gap(own))
    st.caption(
        f"{plus.title} minus {minus.title}, in codes, with a 90 % band; below 0 the sides have crossed. The interval of the change takes "
        "the two days as independent: too wide where their windows overlap."
    )
    offer_csv(f"Download {format_count(len(own), 'row')} (CSV)", own, f"{dossier.slug}-gap-{topic.id}", "gap")
    window = pd.Timedelta(days=selection.by_side().rules.window_days)
    ends = {f"{window.days} days to {format_day(day)}": (day - window, day) for day in (start, end)}
    names = {side.id: side.title for side in sides}
    show_ends(dossier, selection.by_side(), [topic], names, ends, key="gap_side")
