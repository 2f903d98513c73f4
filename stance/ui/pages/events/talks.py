"""The talks themselves: figures behind them, events with the answers they drew, texts read in two ways, standing rules."""

from html import escape

import pandas as pd
import streamlit as st

from stance.dossier.loading import Dossier, join_sources
from stance.dossier.reference import Answer, StandingRule, Text
from stance.estimates.selection import Selection
from stance.estimates.terms import match_words
from stance.formats import escape_markdown, format_count, format_day, format_number, format_value, format_when
from stance.ui.pages.statements import open_statement
from stance.ui.parts.cards import link_source, show_sources, show_statements
from stance.ui.pickers import choose_one
from stance.wording import describe_rule

NO_REFERENCE = "This dossier has no {what}: reference.toml lists them (see docs/dossier.md)."
SHORT = ["statement", "date", "name", "text"]


def show_figures(dossier: Dossier, event: pd.Series) -> None:
    """The dossier's figures in order of date, those nearest to the event first, each with its source."""
    rows = join_sources(dossier.figures, dossier.sources)
    rows = rows.assign(days=(rows["date"] - event["date"]).dt.days.abs()).sort_values("days", kind="stable")
    st.markdown(f"**Figures behind the talks** ({len(rows)}, the nearest in time first)")
    with st.container(height=330, key="figures"):
        st.html('<div class="strip" tabindex="0">' + "".join(map(_write_figure, rows.to_dict("records"))) + "</div>")


def _write_figure(row: dict) -> str:
    return (
        f'<div class="box"><p><b>{escape(_write_value(row))}</b> {escape(row["measure"])}</p>'
        f'<p class="quiet">{format_day(row["date"])}. Source: {link_source(row)}</p></div>'
    )


def _write_value(row: dict) -> str:
    """The number with its unit, without it where the measure begins with the same word."""
    unit = "" if str(row["measure"]).lower().startswith(str(row["unit"]).lower()) else row["unit"]
    return format_value(row["value"], unit)


def show_answers(dossier: Dossier) -> None:
    """Events of a theme, each with the statements that answered it."""
    answers = dossier.reference.answer
    if not answers:
        st.info(NO_REFERENCE.format(what="answers to events"), icon="ℹ️")
        return
    themes = {answer.theme: answer.theme for answer in answers}
    theme = choose_one(st, "Theme", themes, "theme")
    own = sorted((one for one in answers if one.theme == theme), key=lambda one: one.event)
    answered = sum(bool(one.statements) for one in own)
    st.markdown(
        escape_markdown(
            f"{theme}: {format_count(len(own), 'event')}, {answered} with an answer in the record within about a month. "
            "No answer here means none in this record, not that none was given. The filters at the side do not change this list."
        )
    )
    for answer in own:
        _show_answer(dossier, answer)


def _show_answer(dossier: Dossier, answer: Answer) -> None:
    event = dossier.events.set_index("event").loc[answer.event]
    count = format_count(len(answer.statements), "answer") if answer.statements else "no answer in the record"
    with st.expander(
        escape_markdown(f"{format_when(event['date'], event['date_precision'])}: {event['title']} ({count})")
    ):
        st.markdown(escape_markdown(event["summary"]))
        show_sources(dossier, event["sources"], "Sources of the event")
        show_statements(dossier, answer.statements)


def show_texts(dossier: Dossier, selection: Selection) -> None:
    """The texts of the talks with their readings side by side and all statements that cite them; the standing rules."""
    reference = dossier.reference
    if not (reference.text or reference.rule):
        st.info(NO_REFERENCE.format(what="texts and standing rules"), icon="ℹ️")
        return
    st.caption("All of the dossier, whatever dates, actors and kinds of report are chosen at the side.")
    for text in reference.text:
        _show_text(dossier, text)
    for rule in reference.rule:
        if rule.side in selection.sides and rule.topic in selection.topics:
            _show_rule(dossier, rule)


def _show_text(dossier: Dossier, text: Text) -> None:
    st.subheader(escape_markdown(text.title), anchor=False)
    st.markdown(escape_markdown(text.summary))
    if text.reading:
        for column, reading in zip(st.columns(len(text.reading)), text.reading, strict=True):
            with column:
                side = dossier.codebook.side(reading.side).title
                st.markdown(f"**As {escape_markdown(side)} reads it.** {escape_markdown(reading.reading)}")
                with st.expander(f"{format_count(len(reading.statements), 'statement')} that say so"):
                    show_statements(dossier, reading.statements)
    cited = dossier.statements[match_words(dossier.statements, text.words)]
    counts = cited["side"].map({side.id: side.title for side in dossier.codebook.sides}).value_counts()
    who = ", ".join(f"{n} of {name}" for name, n in counts.items())
    words = " or ".join(f"“{word}”" for word in text.words)
    with st.expander(escape_markdown(f"{format_count(len(cited), 'statement')} with {words} ({who or 'none'})")):
        open_statement(dossier, _shorten(cited), f"cites_{text.id}", f"Statements that cite {text.title}")


def _shorten(statements: pd.DataFrame) -> pd.DataFrame:
    return statements.assign(date=statements["date"].dt.strftime("%Y-%m-%d"))[SHORT]


def _show_rule(dossier: Dossier, rule: StandingRule) -> None:
    topic, side = dossier.codebook.topic(rule.topic), dossier.codebook.side(rule.side)
    own = dossier.statements[dossier.statements["side"] == rule.side].dropna(subset=rule.topic)
    restate = own[own[rule.topic] == rule.code]
    leave = own[(own[rule.topic] - topic.middle) * (rule.code - topic.middle) < 0]
    st.subheader(escape_markdown(f"{side.title}’s standing rule on {topic.title}: {rule.title}"), anchor=False)
    st.markdown(escape_markdown(f"{rule.text} It stands for the code {format_number(rule.code, 0)}."))
    st.markdown(escape_markdown(describe_rule(restate, leave, own, side.title)))
    titles = {"restate": "that restate it", "leave": "on the other side of the middle"}
    for name, rows in {"restate": restate, "leave": leave}.items():
        with st.expander(f"{format_count(len(rows), 'coded statement')} {titles[name]}"):
            open_statement(dossier, _shorten(rows.iloc[::-1]), f"{name}_{rule.id}", f"Statements {titles[name]}")
