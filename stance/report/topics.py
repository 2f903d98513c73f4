"""The parts of a report with pictures: a topic with its lines and its gap, and the events.

Belongs here: what stands about one topic. Not here: estimates, pictures, words for findings.
"""

import pandas as pd

from stance.dossier.codebook import Topic
from stance.dossier.loading import Dossier
from stance.dossier.reference import name_groups
from stance.estimates.selection import mark_events
from stance.figures import plot_gap, plot_lanes, plot_positions, style_sides
from stance.figures.pages import to_html
from stance.formats import format_count, format_number, format_when
from stance.report.findings import Findings
from stance.report.markup import Html, join, write_details, write_link, write_table, write_tag
from stance.wording import describe_gap, describe_lines, describe_topic

NUMBERS = ("position", "90 % band", "n", "sources")


def write_topic(dossier: Dossier, findings: Findings, topic: Topic, *, first: bool) -> Html:
    """Question, finding, lines, positions at year ends, and the gap where two sides own the poles."""
    rows = findings.positions[findings.positions["topic"] == topic.id]
    finding = describe_topic(findings.movement, findings.swings, topic, findings.voices)
    styles = {side: style for side, style in style_sides(dossier.codebook).items() if side in findings.voices}
    events = mark_events(dossier.events, dossier.statements, findings.selection) if len(dossier.events) else None
    figure = plot_positions(rows, topic, styles, events=events)
    label = f"{finding} {describe_lines(rows, {side: style.name for side, style in styles.items()}, topic)}"
    return join(
        [
            write_tag("p", topic.question, class_="question"),
            write_tag("p", finding, class_="finding"),
            Html(to_html(figure, first=first, label=label, key=f"{topic.id}-lines")),
            _write_year_ends(rows, findings, topic),
            _write_gap(findings, topic),
        ]
    )


def _write_year_ends(rows: pd.DataFrame, findings: Findings, topic: Topic) -> Html:
    last = rows.groupby(rows["date"].dt.year)["date"].transform("max")
    ends = rows[rows["date"] == last].sort_values("date", kind="stable")
    table = pd.DataFrame(
        {
            "date": ends["date"].dt.strftime("%Y-%m-%d"),
            "line": [findings.voices[group].name for group in ends["group"]],
            "position": [format_number(value, 2) for value in ends["position"]],
            "90 % band": _join_interval(ends),
            "n": ends["statements"],
            "sources": ends["sources"],
        }
    )
    return write_table(table, f"{topic.title}: positions at the ends of years", numbers=NUMBERS)


def _join_interval(rows: pd.DataFrame) -> list[str]:
    known = rows["low"].notna()
    ends = zip(rows["low"], rows["high"], known, strict=True)
    return [f"{format_number(low, 2)} to {format_number(high, 2)}" if there else "" for low, high, there in ends]


def _write_gap(findings: Findings, topic: Topic) -> Html:
    gap = findings.gap[findings.gap["topic"] == topic.id]
    sentence = describe_gap(gap)
    if not sentence:
        return Html("")
    figure = plot_gap(gap, marks=[], height=260)
    label = f"The gap between the two sides on {topic.title}. {sentence}"
    drawn = Html(to_html(figure, first=False, label=label, key=f"{topic.id}-gap"))
    return join([write_tag("h3", f"{topic.title}: the gap between the two sides"), write_tag("p", sentence), drawn])


def write_events(dossier: Dossier) -> Html:
    """The events of the period on lanes by kind, and all of them as a table; "" without events."""
    if dossier.events.empty:
        return Html("")
    within = dossier.events["date"].between(*(pd.Timestamp(day) for day in dossier.codebook.period))
    events = dossier.events[within].reset_index(drop=True)
    text = f"{format_count(len(events), 'event')} within the period, by kind; a number is that of a meeting."
    table, lanes = _list_events(dossier.events), name_groups(dossier.reference.channel)
    parts = [
        write_tag("p", text),
        Html(
            to_html(
                plot_lanes(events, lanes=lanes, planned=dossier.reference.planned),
                first=False,
                label=text,
                key="events",
            )
        )
        if len(events)
        else "",
        write_details(f"All {format_count(len(table), 'event')}", write_table(table, "Events with their sources")),
    ]
    return join(parts)


def _list_events(events: pd.DataFrame) -> pd.DataFrame:
    pairs = zip(events["date"], events["date_precision"], strict=True)
    days = [f"{day:%Y-%m-%d}" if known in ("", "day") else format_when(day, known) for day, known in pairs]
    return pd.DataFrame(
        {
            "date": days,
            "kind": events["kind"],
            "title": events["title"],
            "place": events["place"],
            "summary": events["summary"],
            "sources": [_link_all(sources) for sources in events["sources"]],
        }
    )


def _link_all(sources: str) -> Html:
    names = [name.strip() for name in sources.split(";") if name.strip()]
    return join([write_link(name, name) for name in names], "; ")
