"""Statements as cards: text, who, when, where, source with link, number, and how far it moves the point.

Everything that a dossier holds is hostile until escaped: a card is HTML made here from escaped cells, so no text
can carry markup, an image or a script.
"""

from collections.abc import Iterable
from html import escape
from urllib.parse import urlsplit

import pandas as pd
import streamlit as st

from stance.dossier.codebook import Codebook, Topic
from stance.dossier.conventions import CONFIDENCE
from stance.dossier.loading import Dossier, join_sources
from stance.estimates.positions import MIN_SOURCES, MIN_STATEMENTS
from stance.formats import escape_markdown, format_count, format_evidence, format_number, format_when
from stance.wording import NO_EVIDENCE

SPEECH = {"direct": "direct speech", "indirect": "reported speech", "act": "act", "unsaid": "kind of speech not given"}
CARDS_AT_FIRST = 8


def show_evidence(dossier: Dossier, evidence: pd.DataFrame, title: str, *, key: str) -> None:
    """The statements behind one point as cards, with the sum that makes the point, and the same as a table.

    `key` sets the widgets of one list of cards apart from those of another.
    """
    count = format_evidence(len(evidence), evidence["source"].nunique())
    st.markdown(f"**{escape_markdown(title)}: {_sum_up(evidence)}**, from {count}.")
    st.caption(
        "The mean of source means: each source has the same weight, shared by its statements. "
        "“Moves the point” is the position with all statements minus the position without this one."
    )
    rows = join_sources(evidence.merge(dossier.statements, on="statement", suffixes=("", "_own")), dossier.sources)
    cards, table = st.tabs(["Cards", "As a table"])
    with cards:
        every = len(rows) <= CARDS_AT_FIRST or st.toggle(f"Show all {len(rows)} cards", key=f"every_card_{key}")
        st.html(
            '<div class="cards">'
            + "".join(map(_write_card, _records(rows if every else rows[:CARDS_AT_FIRST])))
            + "</div>"
        )
    with table:
        columns = ["statement", "date", "name", "score", "scored_by", "weight", "effect", "source", "text", "url"]
        st.dataframe(
            rows[columns],
            hide_index=True,
            alt="The statements behind the point",
            column_config={
                "date": st.column_config.DateColumn("date"),
                "url": st.column_config.LinkColumn("url"),
                **{name: st.column_config.NumberColumn(format="%.3f") for name in ("score", "weight", "effect")},
            },
        )


def _sum_up(evidence: pd.DataFrame) -> str:
    """The position that the statements make, or that they are too few for one."""
    enough = len(evidence) >= MIN_STATEMENTS and evidence["source"].nunique() >= MIN_SOURCES
    return format_number(float((evidence["weight"] * evidence["score"]).sum()), 2) if enough else NO_EVIDENCE


def _records(rows: pd.DataFrame) -> list[dict]:
    return rows.to_dict("records")


def _write_card(row: dict) -> str:
    return f"""<article class="card" data-statement="{escape(row["statement"], quote=True)}">{_write_head(row)}
<p class="number">{_write_number(row)}</p></article>"""


def _write_head(row: dict) -> str:
    quoted = f'<p class="quiet">Quoted: “{escape(row["key_phrase"])}”</p>' if row["key_phrase"] else ""
    return f"""<p class="said">{escape(row["text"])}</p>{quoted}
<p><b>{escape(row["name"])}</b>{_more(", ", row["office"])}<br>{_write_when(row)}{_more(" · ", row["venue"])}
 · {escape(SPEECH.get(row["speech"], row["speech"]))}</p>
<p>{write_source(row)}</p>{_write_marks(row)}"""


def _write_marks(row: dict) -> str:
    """What to know before quoting: unnamed speaker, relayed, translated or weak source; said at home or abroad."""
    place = {"home": "said at home", "abroad": "said abroad"}.get(row["place"], "")
    marks = [f'<span class="mark">{escape(mark)}</span>' for mark in row["marks"].split(", ") if mark]
    parts = [*marks, f'<span class="quiet">{place}</span>' if place else ""]
    return f"<p>{' '.join(filter(None, parts))}</p>" if any(parts) else ""


def _more(sign: str, value: str) -> str:
    return f"{sign}{escape(value)}" if value else ""


def _write_when(row: dict) -> str:
    return format_when(row["date"], row["date_precision"])


def write_source(row: dict) -> str:
    """The source of a statement as HTML: publisher, title, relay and kind, linked where there is an address."""
    linked = link_source(row) + ("" if row["url"] else " (no link)")
    relay = _more(", relaying ", row["origin"])
    kind = f" · {escape(row['source_kind'])} source" if row["source_kind"] not in ("", "weak") else ""
    return f"Source: {linked}{relay}{kind} · {escape(row['statement'])}"


def link_source(row: dict) -> str:
    """The name of a source as HTML (publisher, title and day, else its id), linked where there is an address."""
    parts = [row["publisher"], row["title"], row["published"]]
    return _link(row["url"], ", ".join(filter(None, parts)) or row["source"])


def _link(url: str, name: str) -> str:
    text = escape(name)
    return f'<a href="{escape(url, quote=True)}" target="_blank" rel="noopener noreferrer">{text}</a>' if url else text


def show_sources(dossier: Dossier, cell: str, label: str) -> None:
    """The sources that a cell lists (ids or addresses, apart by " ; "), each linked where there is an address."""
    known = dossier.sources.set_index("source", drop=False).to_dict("index")
    names = [one.strip() for one in cell.split(" ; ") if one.strip()]
    links = [link_source(known[one]) if one in known else _link_address(one) for one in names]
    st.html(f'<p class="sources">{escape(label)}: {"; ".join(links) or "none given"}</p>')


def _link_address(text: str) -> str:
    """An address as a link under the name of its host; anything else as it is."""
    known = text.startswith(("http://", "https://"))
    return _link(text if known else "", (urlsplit(text).netloc if known else "") or text)


def _write_number(row: dict) -> str:
    if row["scored_by"] == "coder":
        number = f"Code <b>{format_number(row['score'], 0)}</b>"
    else:
        corrected = f", corrected by {format_number(row['correction'], 2)} for the side" if row["correction"] else ""
        number = (
            f"Classifier’s score <b>{format_number(row['score'], 2)}</b> (typical error {row['spread']:.2f}{corrected})"
        )
    effect = "the only statement" if pd.isna(row["effect"]) else f"moves the point by {format_number(row['effect'], 2)}"
    return f"{number} · {effect} · weight {row['weight']:.1%}"


def show_statement(dossier: Dossier, row: pd.Series) -> None:
    """One statement in full: text, speaker, source, and per topic code, codings, score and probability."""
    cells = {name: "" if pd.isna(value) else value for name, value in row.items()}
    day = pd.Timestamp(cells["date"])
    card = _write_head(cells | {"date": day}) + "".join(_write_topic(cells, topic) for topic in dossier.codebook.topics)
    note = f'<p class="quiet">Note of the curator: {escape(str(cells["note"]))}</p>' if cells["note"] else ""
    st.html(f'<div class="cards"><article class="card">{card}{note}</article></div>')


def show_statements(dossier: Dossier, ids: Iterable[str]) -> None:
    """Statements as cards, in the order of their ids, each with its codes."""
    rows = dossier.statements.set_index("statement", drop=False).loc[list(ids)]
    cards = [
        f'<article class="card" data-statement="{escape(row["statement"], quote=True)}">{_write_head(row)}'
        f'<p class="number">{_write_codes(row, dossier.codebook)}</p></article>'
        for row in _records(join_sources(rows.reset_index(drop=True), dossier.sources))
    ]
    if cards:
        st.html(f'<div class="cards">{"".join(cards)}</div>')


def _write_codes(row: dict, codebook: Codebook) -> str:
    """The codes of a statement: "Access +1 · Quota −2"; what stands for none."""
    codes = [f"{escape(t.title)} <b>{format_number(row[t.id], 0)}</b>" for t in codebook.topics if pd.notna(row[t.id])]
    return " · ".join(codes) or ("speaks to no topic" if row["coded"] else "not coded")


def show_pair(dossier: Dossier, first: str, second: str, topic: Topic) -> None:
    """Two statements beside one another, each with its code on the topic that they are compared on."""
    rows = dossier.statements[dossier.statements["statement"].isin([first, second])]
    cards = [
        f'<article class="card">{_write_head(row)}<p class="number"><b>{escape(topic.title)}</b>: '
        f"code {format_number(row[topic.id], 0)}</p></article>"
        for row in _records(join_sources(rows, dossier.sources))
    ]
    st.html(f'<div class="cards">{"".join(cards)}</div>')


def _write_topic(cells: dict, topic: Topic) -> str:
    parts = [
        f"{escape(name.split(': ', 1)[1])} {_format_cell(name, value)}"
        for name, value in cells.items()
        if name.startswith(f"{topic.id}: ")
    ]
    return f'<p class="number"><b>{escape(topic.title)}</b>: {" · ".join(parts)}</p>'


def _format_cell(name: str, value) -> str:
    if value == "":
        return "none"
    if name.endswith("probability"):
        return f"{value:.0%}"
    if name.endswith("direction"):
        return str(value)
    return format_number(float(value), 2 if name.endswith("score") else 0)


def show_heading(topic: Topic, finding: str) -> None:
    """The head of a chart: topic, question and, where there is one, the finding."""
    texts = f'<h2>{escape(topic.title)}</h2><p class="question">{escape(topic.question)}</p>'
    st.html(f'<div class="{"finding" if finding else "finding short"}">{texts}<p>{escape(finding)}</p></div>')


def show_boxes(movement: pd.DataFrame, codebook: Codebook, colours: dict[str, str], notes: dict[str, str]) -> None:
    """One small box a topic: each side's position in the first and the last year, with n, and the topic's note."""
    boxes = []
    for topic in codebook.topics:
        rows = movement[movement["topic"] == topic.id].set_index("group")
        lines = [
            _write_move(rows.loc[side], codebook.side(side).title, colours[side])
            for side in colours
            if side in rows.index
        ]
        if lines:
            head = f"{escape(topic.title)}, {escape(notes['ends'])}"
            boxes.append(
                f'<div class="box"><p class="head">{head}</p>{"".join(lines)}<p>{escape(notes[topic.id])}</p></div>'
            )
    st.html(
        f'<div class="boxes">{"".join(boxes)}<div class="box"><p class="head">The whole dossier</p><p>{notes["stock"]}</p></div></div>'
    )


def _write_move(row: pd.Series, title: str, colour: str) -> str:
    name = f'<b style="color:{colour}">{escape(title)}</b>'
    counts = f"{row['statements_before']} → {row['statements_after']} statements"
    if pd.isna(row["change"]):
        return f'<p>{name} <span class="quiet">too few statements to say ({counts})</span></p>'
    ends = f"{format_number(row['before'])} → {format_number(row['after'])}"
    interval = f"{format_number(row['change'])} [{format_number(row['low'], 2)}, {format_number(row['high'], 2)}]"
    return f'<p>{name} <b>{ends}</b> <span class="quiet">change {interval}, {counts}</span></p>'


def describe_stock(dossier: Dossier) -> str:
    """How much the whole dossier holds, as a sentence."""
    statements = dossier.statements
    coded = int(statements["coded"].sum())
    left = len(statements) - coded
    return (
        f"<b>{format_count(len(statements), 'statement')}</b> by <b>{format_count(statements['actor'].nunique(), 'actor')}</b> "
        f"in <b>{format_count(statements['source'].nunique(), 'source')}</b>; {coded:,} coded, {left:,} left to the classifier. "
        f"Intervals are {CONFIDENCE:.0%}."
    )
