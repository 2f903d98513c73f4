"""The Actors page: one actor on all topics, beside its own side."""

from dataclasses import replace

import pandas as pd
import streamlit as st

from stance.dossier.codebook import Topic
from stance.dossier.loading import Dossier
from stance.estimates.positions import ACTOR_WINDOW, estimate_periods
from stance.estimates.profile import compare_parts, count_months, find_silence, list_extremes, list_firsts
from stance.estimates.review import list_contradictions
from stance.estimates.selection import Selection, end_period, select_statements
from stance.export import View
from stance.figures import Style, plot_months, plot_positions, style_actors, style_whole
from stance.formats import escape_markdown, format_count, format_number, format_when
from stance.ui.caches import fetch_options, fetch_positions, fetch_swings, fetch_view
from stance.ui.frame import draw, is_dark, show_title, sign_columns
from stance.ui.pages.positions import describe_view
from stance.ui.parts.cards import SPEECH, show_heading, show_pair, show_statements
from stance.ui.parts.evidence import show_ends
from stance.ui.pickers import choose_actor
from stance.wording import describe_lines, describe_silence, describe_stance, describe_swing, is_clear, name_actors

PLACES = {"home": "at home", "abroad": "abroad"}
WIDE_STEPS, CLOSE_DAYS, MOST_PAIRS = 2, 90, 5
EMPTY = "No statement of an actor here: switch sides or kinds on at the side, or widen the dates."
NUMBERS = sign_columns("position", "low", "high")


def show_actors(dossier: Dossier, selection: Selection) -> View:
    """Title, picker and profile; what they belong to."""
    head, selection = st.container(), replace(selection, by="actor")
    counts = select_statements(dossier, replace(selection, actors=()))["actor"].value_counts()
    if counts.empty:
        with head:
            show_title("No actor here", describe_view(dossier, selection))
        st.info(EMPTY, icon="ℹ️")
        return View(selection, "actors")
    known = dossier.actors.set_index("actor")["name"][counts.index]
    who = choose_actor(known.to_dict(), next((a for a in selection.actors if a in counts), ""))
    own = replace(selection, actors=(who,))
    stances = _list_stances(dossier, own, who)
    with head:
        show_title(
            _write_title(dossier, own, who, stances),
            f"Statements of one actor, {describe_view(dossier, replace(own, actors=()))}",
        )
    _show_profile(dossier, own, who, stances)
    return View(own, "actors")


def _estimate_whole(dossier: Dossier, selection: Selection) -> pd.DataFrame:
    """The position on each topic over the whole of the chosen dates."""
    periods, options = [end_period(selection)], fetch_options(dossier, selection)
    return estimate_periods(fetch_view(dossier, selection), periods, **options).set_index("topic")


def _list_stances(dossier: Dossier, selection: Selection, who: str) -> dict[str, str]:
    """Where the actor stood on each topic, as a clause; only topics that it spoke to."""
    rows, name = _estimate_whole(dossier, selection), name_actors(dossier.actors, dossier.codebook)[who].name
    return {
        topic: describe_stance(rows.loc[topic].to_dict(), dossier.codebook.topic(topic), name)
        for topic in selection.topics
        if topic in rows.index and rows.loc[topic, "statements"]
    }


def _write_title(dossier: Dossier, selection: Selection, who: str, stances: dict[str, str]) -> str:
    """The clause on the topic with most statements; the other topics have theirs over their charts."""
    if not stances:
        return f"{name_actors(dossier.actors, dossier.codebook)[who].name}: nothing said on these topics"
    counts = _estimate_whole(dossier, selection)["statements"]
    return stances[max(stances, key=lambda topic: counts[topic])]


def _show_profile(dossier: Dossier, selection: Selection, who: str, stances: dict[str, str]) -> None:
    style = style_actors(dossier.actors, dossier.statements, dossier.codebook)[who]
    statements = select_statements(dossier, selection)
    _show_lines(dossier, selection, who, style, stances)
    _show_silence(statements, selection, style)
    for column, topic in zip(st.columns(len(selection.topics), gap="medium"), selection.topics, strict=True):
        with column:
            _show_topic(dossier, selection, statements.iloc[::-1], dossier.codebook.topic(topic))
    if stances:
        _show_parts(dossier, selection, statements)
        topics = [dossier.codebook.topic(topic) for topic in stances]
        ends = {"the chosen dates": end_period(selection)}
        show_ends(dossier, selection, topics, {who: style.name}, ends, key="profile")


def _show_lines(dossier: Dossier, selection: Selection, who: str, style: Style, stances: dict[str, str]) -> None:
    side = dossier.actors.set_index("actor")["side"][who]
    styles = {who: style, side: style_whole(f"{dossier.codebook.side(side).title}, all")}
    others = replace(selection, by="side", sides=(side,), actors=(), kinds=(), window_days=ACTOR_WINDOW)
    positions = pd.concat([fetch_positions(dossier, selection), fetch_positions(dossier, others)], ignore_index=True)
    for column, topic_id in zip(st.columns(len(selection.topics), gap="medium"), selection.topics, strict=True):
        topic, rows = dossier.codebook.topic(topic_id), positions[positions["topic"] == topic_id]
        with column:
            said = stances.get(topic_id, f"{style.name}: nothing said on {topic.title} in these dates")
            show_heading(topic, f"{said}.")
            figure = plot_positions(rows, topic, styles, dark=is_dark(), height=300, banded=[who])
            draw(
                figure,
                f"profile_{topic_id}",
                f"{said}.",
                more=describe_lines(rows, {g: s.name for g, s in styles.items()}, topic),
            )
    st.caption(
        f"Dotted grey: all statements of the actor’s own side, this actor’s among them. Trailing {ACTOR_WINDOW} days, with the actor’s "
        "90 % band; the sentences cover all of the chosen dates."
    )


def _show_silence(statements: pd.DataFrame, selection: Selection, style: Style) -> None:
    months = count_months(statements["date"], pd.Timestamp(selection.first), pd.Timestamp(selection.last))
    longest, since = find_silence(months)
    said = describe_silence(style.name, len(months), int((months == 0).sum()), longest, since)
    st.subheader("Speech and silence", anchor=False)
    st.markdown(escape_markdown(said))
    draw(plot_months(months, style, dark=is_dark()), "months", said)
    st.caption(
        "Statements in the record by month, on any topic; a cross marks a month without one. Silence is not a neutral stance."
    )


def _show_topic(dossier: Dossier, selection: Selection, statements: pd.DataFrame, topic: Topic) -> None:
    st.subheader(escape_markdown(topic.title), anchor=False)
    spoken = statements.dropna(subset=topic.id)
    if spoken.empty:
        st.caption("No coded statement on it in these dates: silence, not 0.")
        return
    lowest, highest = list_extremes(statements, topic)
    ends = " to ".join(
        format_number(code, 0) for code in dict.fromkeys([lowest[topic.id].iloc[0], highest[topic.id].iloc[0]])
    )
    st.markdown(escape_markdown(f"Range of codes: {ends}, {format_count(len(spoken), 'coded statement')}."))
    for name, rows in {"Highest": highest, "Lowest": lowest}.items() if " to " in ends else {"Only": highest}.items():
        code = int(rows[topic.id].iloc[0])
        with st.expander(escape_markdown(f"{name} code, {format_number(code, 0)}: the newest {len(rows)}")):
            show_statements(dossier, rows["statement"])
    _show_firsts(statements, topic)
    _show_shift(dossier, selection, topic)
    _show_contradictions(dossier, statements, topic)


def _show_firsts(statements: pd.DataFrame, topic: Topic) -> None:
    firsts = list_firsts(statements, topic)
    with st.expander(f"Firsts: {format_count(len(firsts), 'code')}, each when first heard here"):
        lines = [
            f"**{format_number(r.code, 0)}** {format_when(r.date, r.date_precision)}: {escape_markdown(r.text)} ({r.statement})"
            for r in firsts.itertuples()
        ]
        st.markdown("\n".join(f"- {line}" for line in lines))


def _show_parts(dossier: Dossier, selection: Selection, statements: pd.DataFrame) -> None:
    """Home and abroad, direct and reported speech: positions with n; a part without a statement is not listed."""
    scored, about = fetch_view(dossier, selection), statements.set_index("statement")
    parts = {"place": about["place"].map(PLACES), "speech": about["speech"].map(SPEECH)}
    tables = [
        compare_parts(scored, part, topic, end_period(selection), fetch_options(dossier, selection)).assign(
            topic=dossier.codebook.topic(topic).title, by=name
        )
        for topic in selection.topics
        for name, part in parts.items()
    ]
    shown = pd.concat(tables, ignore_index=True)[
        ["topic", "by", "part", "position", "low", "high", "statements", "sources"]
    ]
    st.subheader("At home and abroad, direct and reported", anchor=False)
    st.dataframe(
        shown, hide_index=True, placeholder="", column_config=NUMBERS, alt="Positions by place and kind of speech"
    )
    st.caption(
        "90 % intervals. Empty: too few statements; no row: silence, or a place that the record does not tell. Acts are things done, not said."
    )


def _show_shift(dossier: Dossier, selection: Selection, topic: Topic) -> None:
    swings = fetch_swings(dossier, selection)
    own = swings[swings["topic"] == topic.id]
    clear = [row for _, row in own.iterrows() if is_clear(row["change"], (row["high"] - row["low"]) / 2, "swing")]
    voice = name_actors(dossier.actors, dossier.codebook)[selection.actors[0]]
    text = (
        f"Clearest shift: {describe_swing(clear[0], topic, voice)}."
        if clear
        else "No clear shift between two adjacent windows."
    )
    st.markdown(escape_markdown(text))


def _show_contradictions(dossier: Dossier, statements: pd.DataFrame, topic: Topic) -> None:
    pairs, chance = list_contradictions(statements, topic, least_steps=WIDE_STEPS, most_days=CLOSE_DAYS)
    head = f"{format_count(len(pairs), 'pair')} at least {WIDE_STEPS} codes apart within {CLOSE_DAYS} days ({chance:.1f} by chance)"
    with st.expander(head):
        if pairs.empty:
            st.caption("No such pair among the coded statements of these dates.")
        if len(pairs) > MOST_PAIRS:
            st.caption(f"The widest and closest {MOST_PAIRS}; all are on the page Disagreements.")
        for pair in pairs.head(MOST_PAIRS).itertuples():
            st.markdown(f"{format_count(pair.days, 'day')} and {pair.steps:.0f} codes apart")
            show_pair(dossier, pair.first, pair.second, topic)
